"""The source of models.dev: what is kept of an answer, how its figures are read, and what is refused."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sitegen.catalog.changes import changes, replayed
from sitegen.errors import ContentError, SourceError
from sitegen.fetching.answers import answer_value
from sitegen.fetching.guards import suspicions
from sitegen.records import Json, Row
from sitegen.records.amounts import per_million
from sitegen.records.makers_model import MakersModel
from sitegen.records.price import NO_PRICES, Unit
from sitegen.records.snapshot import Feed, Snapshot
from sitegen.sources import SOURCES, modelsdev
from sitegen.sources.modelsdev_costs import makers_model
from tests.makers import COST, answer, model

ROOT = Path(__file__).parents[2]
DAY = date(2026, 3, 1)
SETTINGS = {"makers": {"acme": "forge", "quill": ["quill", "quill-eu"]}}


def taken(*answers: Json, previous: Json = None, settings: dict[str, Any] | None = None) -> Snapshot:
    """Return the snapshot of some answers."""
    feed = Feed(modelsdev.FEED, ("",), settings=SETTINGS if settings is None else settings)
    return modelsdev.snapshot(feed, answers, previous)


def rows(snapshot: Snapshot) -> dict[str, Row]:
    """Return the kept rows by id."""
    return {row["id"]: row for row in snapshot.main["models"]}  # type: ignore[call-overload, index]


def priced(cost: Json, *gives: str) -> MakersModel:
    """Return a maker's model with a cost."""
    output: Json = [*(gives or ("text",))]
    return makers_model({"id": "forge/a", "cost": cost, "modalities": {"output": output}})


def amounts(cost: Json, *gives: str) -> dict[str, str]:
    """Return the dollars for 1M tokens of each kind, as exact decimals."""
    prices = priced(cost, *gives).prices
    return {price.key: f"{per_million(price.amount).normalize():f}" for price in (prices or NO_PRICES).prices}


def tier(size: int, price: str) -> Row:
    """Return a tier of prompts that are longer than ``size`` tokens."""
    return {"tier": {"type": "context", "size": size}, "input": price}


def test_the_gateways_facts_and_the_makers_models_are_kept_and_the_rest_is_counted() -> None:
    """Of the gateway no price is kept, of other providers only how many there are."""
    found = taken(answer(forge={"anvil-1": model()}, shop={"x": {}, "y": {}}))
    kept = rows(found)
    assert list(kept) == ["forge/anvil-1", "openrouter/acme/anvil-1"]
    assert kept["openrouter/acme/anvil-1"] == {
        "id": "openrouter/acme/anvil-1",
        "knowledge": "2025-08",
        "open_weights": True,
        "release_date": "2026-01-02",
    }
    assert list(kept["forge/anvil-1"]) == [
        "id", "cost", "knowledge", "limit", "modalities", "name", "open_weights", "release_date", "status",
    ]  # fmt: skip
    assert found.main["others"] == {"providers": 1, "models": 2}  # type: ignore[call-overload, index]
    assert found.main["makers"] == {"acme": ["forge"], "quill": ["quill", "quill-eu"]}  # type: ignore[call-overload, index]
    assert found.rows == 2


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0.1", "0.1"),
        ("1e-3", "0.001"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("10.0", "10"),
        ("10", "10"),
        ("1.234567890123456789012345678901234567890", "1.23456789012345678901234567890123456789"),
    ],
)
def test_a_figure_is_read_from_its_text(text: str, kept: str) -> None:
    """A JSON number becomes the decimal that stands there, not the float nearest to it."""
    body = json.dumps(answer(forge={"a": model(cost={"input": "TEXT", "output": 1})})).replace('"TEXT"', text)
    found = taken(answer_value(modelsdev.FEED, "it holds", body.encode()))
    assert rows(found)["forge/a"]["cost"] == {"input": kept, "output": "1"}
    prices = makers_model(rows(found)["forge/a"]).prices
    assert prices is not None
    assert per_million(prices.prices[0].amount) == Decimal(text)


def test_the_figures_of_other_sources_are_numbers_as_before() -> None:
    """Only this source asks for text."""
    assert answer_value("openrouter/models", "it holds", b"[0.1, 1]") == [0.1, 1]
    assert answer_value(modelsdev.FEED, "it holds", b"[0.1, 1]") == ["0.1", 1]
    assert answer_value(modelsdev.FEED, "it holds", b"[1e999]") == ["1e999"]
    with pytest.raises(SourceError, match="too large a number"):
        answer_value("openrouter/models", "it holds", b"[1e999]")


def test_every_kind_of_a_cost_is_a_kind_of_the_catalogues_prices() -> None:
    """Dollars for 1M tokens become dollars for one, each under the catalogue's name of the kind."""
    found = priced(COST).prices
    assert found is not None
    assert amounts(COST) == {
        "prompt": "2.5",
        "completion": "10",
        "internal_reasoning": "12",
        "input_cache_read": "0.25",
        "input_cache_write": "3.125",
        "audio": "4",
        "audio_output": "8",
    }
    assert {(price.unit, price.unit_inferred) for price in found.prices} == {(Unit.TOKEN, False)}


@pytest.mark.parametrize(
    ("cost", "rules"),
    [
        ({"context_over_200k": {"input": "4"}}, [(200_000, {"prompt": "4"})]),
        (
            {"tiers": [{"tier": {"size": 272_000}, "input": "4"}], "context_over_200k": {"input": "4"}},
            [(272_000, {"prompt": "4"})],
        ),
        (
            {"tiers": [tier(9000, "6"), tier(100, "3")]},
            [(100, {"prompt": "3"}), (9000, {"prompt": "6"})],
        ),
    ],
)
def test_a_tier_is_a_rule_by_the_size_of_the_prompt(cost: Row, rules: list[tuple[int, Row]]) -> None:
    """A tier stands once, whatever older key repeats it, and that of the longest prompts comes last."""
    prices = priced({"input": "2", "output": "8", **cost}).prices
    assert prices is not None
    found = [
        (rule.min_prompt_tokens, {p.key: f"{per_million(p.amount).normalize():f}" for p in rule.prices})
        for rule in prices.rules
    ]
    assert found == rules
    assert all(rule.applied for rule in prices.rules)


def test_a_tier_with_a_condition_that_nobody_knows_is_not_applied() -> None:
    """Its prices hold at some time, and nobody can say when."""
    prices = priced({"input": "2", "tiers": [{"tier": {"type": "night", "size": 5}, "input": "1"}]}).prices
    assert prices is not None
    assert [rule.other_conditions for rule in prices.rules] == [{"type": "night"}]


@pytest.mark.parametrize(
    ("cost", "gives", "found"),
    [
        ({"input": "1", "output": "30"}, ("image", "text"), {"prompt": "1", "image_output": "30"}),
        ({"input": "1", "output": "30"}, ("audio",), {"prompt": "1", "audio_output": "30"}),
        ({"input": "1", "output": "2", "output_audio": "9"}, ("audio", "text"), {
            "prompt": "1", "completion": "2", "audio_output": "9",
        }),
        ({"input": "1", "output": "200"}, ("image",), {"prompt": "1", "image_output": "200"}),
    ],
)  # fmt: skip
def test_what_comes_out_need_not_be_text(cost: Row, gives: tuple[str, ...], found: dict[str, str]) -> None:
    """The output of a model that makes pictures or sound is priced as such, and never by the picture."""
    prices = priced(cost, *gives).prices
    assert prices is not None
    assert amounts(cost, *gives) == found
    assert {price.unit for price in prices.prices} == {Unit.TOKEN}


def test_a_zero_is_no_price() -> None:
    """Beside a price 0 says that there is none of the kind; where all are 0, that nothing is known."""
    assert amounts({"input": "1", "output": "2", "cache_write": "0.0"}) == {"prompt": "1", "completion": "2"}
    free = priced({"input": 0, "output": "0.0"})
    assert (free.prices, free.zero) == (None, True)
    assert (priced(None).prices, priced(None).zero) == (None, False)


def test_an_unknown_key_is_named_and_kept() -> None:
    """A new kind of cost, of limit or of fact is reported; what of a cost is not understood stays with it."""
    cost = {"input": 1, "citation": 2, "request": "5.0", "tiers": [{**tier(5, "2"), "seat": 3}]}
    found = taken(answer(forge={"a": model(cost=cost, limit={"context": 5, "images": 3}, mood="good")}))
    assert found.unknown_keys == {
        "cost.citation": 1, "cost.request": 1, "cost.tiers.seat": 1, "limit.images": 1, "mood": 1,
    }  # fmt: skip
    prices = makers_model(rows(found)["forge/a"]).prices
    assert prices is not None
    assert prices.unread == {"citation": "2", "request": "5", "tiers.seat": "3"}
    assert [price.key for price in prices.prices] == ["prompt"]


@pytest.mark.parametrize(
    "cost",
    [{"input": "much"}, {"input": -1}, {"input": True}, {"input": 1e9}, [], {"tiers": 5}, {"input": "1_0"}],
)
def test_a_row_whose_cost_is_no_price_is_set_aside_and_its_last_good_one_stays(cost: Json) -> None:
    """The other rows are taken, and the note names the row and the kind."""
    others = {f"b{number}": model() for number in range(60)}
    before = taken(answer(forge={"a": model(), **others}))
    found = taken(answer(forge={"a": model(cost=cost), **others}), previous=before.main)
    assert rows(found)["forge/a"] == rows(before)["forge/a"]
    (note,) = found.set_aside
    assert (note.row, note.field, note.reason.split()[0]) == ("forge/a", "", "price")
    assert found.kept == {"forge/a"}
    first = taken(answer(forge={"a": model(cost=cost), **others}))
    assert "forge/a" not in rows(first)


def test_a_row_with_more_tiers_than_a_page_could_show_is_set_aside() -> None:
    """The note names the row and the field; a hundred tiers are taken."""
    many = {"input": 1, "tiers": [tier(1000 * number, "2") for number in range(1, 102)]}
    rest = {f"b{number}": model() for number in range(60)}
    (note,) = taken(answer(forge={"a": model(cost=many), **rest})).set_aside
    assert (note.row, note.reason) == ("forge/a", "cost: has 101 entries in a list, and at most 100 are read")
    assert (
        taken(answer(forge={"a": model(cost={**many, "tiers": many["tiers"][1:]}), **rest})).set_aside == ()
    )


def test_a_cost_in_another_currency_is_no_price_in_dollars() -> None:
    """It is set aside with the currency; dollars are what a cost is in, said or not."""
    others = {f"b{number}": model() for number in range(60)}
    yuan, dollars = {"input": 1, "currency": "CNY"}, {"input": 1, "currency": "USD"}
    found = taken(answer(forge={"a": model(cost=yuan), "c": model(cost=dollars), **others}))
    assert [(note.row, note.reason) for note in found.set_aside] == [
        ("forge/a", "the cost is in 'CNY', not in USD")
    ]
    assert not found.unknown_keys
    assert makers_model(rows(found)["forge/c"]).prices is not None


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("release_date", "soon", 'release_date is "soon", no day'),
        ("release_date", "2025-02-31", 'release_date is "2025-02-31", no day'),
        ("knowledge", "2025-13", 'knowledge is "2025-13", no day'),
        ("open_weights", "perhaps", 'open_weights is "perhaps", neither true nor false'),
        ("status", 5, "status is 5, no text"),
        ("limit", {"context": "many", "output": 5}, 'limit.context is "many", no whole number'),
        ("modalities", 7, "modalities is 7, no map"),
    ],
)
def test_an_odd_field_is_set_aside_and_the_model_stays(key: str, value: Json, fault: str) -> None:
    """What need not be right is as if it were absent; the file has it as it came."""
    found = taken(answer(forge={"a": model(**{key: value})}))
    (note,) = found.set_aside
    assert (note.row, note.reason) == ("forge/a", fault)
    kept = makers_model(rows(found)["forge/a"])
    assert kept.prices is not None
    assert kept.raw[key] == value


@pytest.mark.parametrize("text", ["2025-08-08", "2025-08", "2025"])
def test_a_date_is_as_precise_as_it_came(text: str) -> None:
    """No day is made up for a month or a year."""
    kept = makers_model(rows(taken(answer(forge={"a": model(release_date=text, knowledge=text)})))["forge/a"])
    assert (kept.release_date, kept.knowledge, kept.odd) == (text, text, ())


@pytest.mark.parametrize(
    ("limit", "context"), [(5, 5), ("1e6", 1_000_000), ("200000.0", 200_000), (0, None), (None, None)]
)
def test_a_limit_is_a_whole_number_of_tokens(limit: Json, context: int | None) -> None:
    """However upstream writes it; 0 says that none is published, which is nothing odd."""
    kept = makers_model(rows(taken(answer(forge={"a": model(limit={"context": limit})})))["forge/a"])
    assert (kept.limit.context, kept.odd) == (context, ())


def test_a_provider_that_models_dev_does_not_have_is_named() -> None:
    """A slip in the table of makers is seen where the fetch says what it set aside."""
    found = taken(answer(forge={"a": model()}, quill={}, drop_default=True))
    assert [(note.row, note.reason) for note in found.set_aside] == [
        ("quill-eu", "models.dev has no such provider")
    ]


@pytest.mark.parametrize(
    ("upstream", "fault"),
    [
        ([], "no map of providers"),
        ({}, "no models of the provider 'openrouter'"),
        ({"openrouter": {"models": {}}}, "no models of the provider 'openrouter'"),
        ({"openrouter": {"models": {"a/b": {}}}, "forge": 5}, "the provider 'forge' has no map 'models'"),
    ],
)
def test_another_shape_is_refused_whole(upstream: Json, fault: str) -> None:
    """Nothing is made of what is no list of providers with their models."""
    with pytest.raises(SourceError, match=fault):
        taken(upstream)


def test_too_many_refused_rows_refuse_the_answer() -> None:
    """More than two rows of a hundred are no slip."""
    bad = {f"b{number}": model(cost={"input": "x"}) for number in range(4)}
    with pytest.raises(SourceError, match="4 of 6 rows are refused, the first one forge/b0"):
        taken(answer(forge={"a": model(), **bad}))


def test_a_provider_in_two_answers_is_refused() -> None:
    """Which of the two is right, nobody can say."""
    with pytest.raises(SourceError, match="stands in two answers"):
        taken(answer(), answer())


@pytest.mark.parametrize("makers", [5, {"acme": 5}, {"acme": ["forge", 5]}, ["acme"]])
def test_a_table_of_makers_that_is_none_is_refused(makers: Any) -> None:  # noqa: ANN401 - whatever a person writes
    """The message says what to write."""
    with pytest.raises(ContentError, match=r"\[sources.modelsdev\] makers: is no table of providers"):
        modelsdev.feeds({"makers": makers}, DAY, lambda _: None)


def test_the_shipped_settings_name_the_makers_that_the_program_knows() -> None:
    """A fetch from a file, which needs no settings, keeps what one with the shipped ones keeps."""
    table = tomllib.loads((ROOT / "content/site.toml").read_text())["sources"]["modelsdev"]
    assert modelsdev.makers_of(table) == modelsdev.MAKERS == modelsdev.makers_of({})
    assert table["address"] == modelsdev.ADDRESS


def test_the_same_answer_in_another_order_is_the_same_file() -> None:
    """Neither the order of providers, models and keys nor the spelling of a figure moves a byte."""
    one = taken(answer(forge={"a": model(cost={"input": "1.0", "output": 2}), "b": model()}))
    turned = {key: dict(reversed(model().items())) for key in ("b", "a")}
    turned["a"]["cost"] = {"output": "2.00", "input": 1}
    other = taken(dict(reversed(answer(forge=turned).items())))
    assert json.dumps(one.main) == json.dumps(other.main)


def test_the_journal_follows_prices_in_the_terms_of_the_catalogue() -> None:
    """A cost that moved is a change of dollars for a token, under an id that is none of the catalogue's."""
    costs = ({"input": figure, "output": 4} for figure in ("2", "2.50"))
    days = [taken(answer(forge={"a": model(cost=cost)})) for cost in costs]
    first, second = (modelsdev.journaled(day.files.get) or [] for day in days)
    came = changes(replayed([], "modelsdev"), first, on=DAY, source="modelsdev")
    assert [change.id for change in came] == ["modelsdev/forge/a", "modelsdev/openrouter/acme/anvil-1"]
    (moved,) = changes(replayed(came, "modelsdev"), second, on=DAY, source="modelsdev")
    assert (moved.id, moved.field) == ("modelsdev/forge/a", "pricing.prompt")
    assert (moved.old, moved.new) == ("0.000002", "0.0000025")
    assert changes(replayed([*came, moved], "modelsdev"), second, on=DAY, source="modelsdev") == []
    assert modelsdev.journaled({}.get) is None


@pytest.mark.parametrize(
    ("lost", "field"),
    [
        ({"forge": {"a": model()}}, "rows.makers"),
        ({"openrouter": {"acme/anvil-1": model()}}, "rows.openrouter"),
        ({"quill": {}}, "rows.quill"),
        ({"forge": {f"a{number}": model(cost=None) for number in range(20)}}, "rows.cost"),
        ({"forge": {f"a{number}": model(release_date=None) for number in range(20)}}, "rows.release_date"),
    ],
)
def test_an_answer_that_lost_much_is_stopped(lost: Row, field: str) -> None:
    """A tenth of the rows, of the dates or of the costs, or all models of one provider."""
    whole: Row = {
        "openrouter": {f"acme/a{number}": model() for number in range(20)},
        "forge": {f"a{number}": model() for number in range(20)},
        "quill": {"note": model()},
    }
    before = taken(answer(**whole))
    found, _ = suspicions(SOURCES["modelsdev"], taken(answer(**{**whole, **lost})), before.main, None, DAY)
    assert field in [fault.kind for fault in found]
    assert suspicions(SOURCES["modelsdev"], before, before.main, None, DAY)[0] == []


def test_a_number_that_is_too_large_is_refused_in_its_own_record_alone() -> None:
    """In a provider that is not stored it stops nothing; in one that is, the note names the model."""
    others = ", ".join(f'"b{number}": {json.dumps(model())}' for number in range(60))
    text = f"""{{
        "openrouter": {{"models": {{"acme/x": {{"id": "acme/x"}}}}}},
        "reseller": {{"models": {{"a": {{"cost": {{"input": 1e400}}}}}}}},
        "forge": {{"models": {{"a": {{"id": "a", "cost": {{"input": 1e400}}}}, {others}}}}}
    }}"""
    value = answer_value(modelsdev.FEED, "it holds", text.encode())
    found = taken(value, settings={"makers": {"acme": "forge"}})
    assert [(note.row, note.reason) for note in found.set_aside] == [
        ("forge/a", "price input is '1e400', no price")
    ]
