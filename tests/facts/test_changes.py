"""Changes: each kind of change in words, and which kind it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sitegen.catalog.journal import changes_and_histories
from sitegen.facts.changes.entry import change_json
from sitegen.facts.changes.kinds import KINDS, change_kind
from sitegen.facts.changes.words import change_text, change_texts, worth_telling
from sitegen.facts.prices import PriceTexts
from sitegen.records.change import Change
from tests.sellers import DAYS, Fetch, journal, listed, offer, sold, told_apart


def change(field: str, old: Any = None, new: Any = None, source: str = "openrouter") -> Change:  # noqa: ANN401 - any JSON value
    """Return a change of a field."""
    return Change(on=date(2026, 1, 1), source=source, id="a/b", field=field, old=old, new=new)


_VARIES = "listed (price varies by request)"


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("pricing.prompt", "0.000005", "0.0000075", "input $5 → $7.50 (+50 %)"),
        ("pricing.completion", "0.00001", "0", "output $10 → free"),
        ("pricing.prompt", "0.000003", "0.003", "input $3 → $3,000 (×1,000)"),
        ("pricing.prompt", "0.003", "0.000003", "input $3,000 → $3 (÷1,000)"),
        ("pricing.prompt", "0.000002", "0.000004", "input $2 → $4 (+100 %)"),
        ("pricing.prompt", "0.000002", "0.000004002", "input $2 → $4.002 (+100.1 %)"),
        ("pricing.prompt", "1", "0.99999", "input $1,000,000 → $999,990 (−0.001 %)"),
        ("pricing.web_search", None, "0.01", "web search not published → $0.01 per search"),
        ("pricing.prompt", "-1", "0.000001", "input varies by request → $1"),
        ("pricing.hologram", "0.5", None, "hologram $500,000 → not published"),
        ("context_length", 128_000, 64_000, "context 128,000 → 64,000"),
        ("supported_parameters", ["a", "b"], ["b", "c"], "parameters +c, −a"),
        ("name", "A", "B", "name A → B"),
        ("limits.day", {"a": None}, {"a": [1, True]}, 'limits day {"a":null} → {"a":[1,true]}'),
        ("top_provider.is_moderated", False, True, "moderated false → true"),
        ("name", "A" * 300, "B" * 301, f"name {'A' * 300} → {'B' * 300}…"),
        ("voices", ["c" * 400], ["c" * 401], f"voices +{'c' * 300}…, −{'c' * 300}…"),
        ("voices", [{"n": "é"}], [None], 'voices +null, −{"n":"é"}'),
        ("left", {"pricing": {"prompt": "0.000001"}}, None, "left at $1 in, not published out"),
        ("listed", None, {"id": "a/b"}, "listed"),
        ("reasoning.default_effort", None, "high", "reasoning default effort not published → high"),
        ("default_parameters", {}, [], "default parameters {} → set aside: no map"),
        ("hugging_face_id", "", False, "hugging face id not published → set aside: no text"),
        ("expiration_date", None, "soon", "expires none planned → set aside: no day"),
        ("expiration_date", None, "2098-12-31", "expires none planned → never"),
        ("expiration_date", "2026-05-01", "9999-01-01", "expires 2026-05-01 → never"),
        ("expiration_date", "2026-05-01", None, "expires 2026-05-01 → none planned"),
        ("created", 1_767_225_600, 1_767_312_000, "day of listing 2026-01-01 → 2026-01-02"),
        (
            "created",
            1_767_225_600,
            1_767_225_600_000,
            "day of listing 2026-01-01 → set aside: later than the year 2100",
        ),
        ("created", 0, 1_767_225_600, "day of listing not published → 2026-01-01"),
        ("context_length", 128_000, 0, "context 128,000 → not published"),
        ("top_provider.max_completion_tokens", 0, 8_000, "max output not published → 8,000"),
        (
            "top_provider.is_moderated",
            False,
            "no way",
            "moderated false → set aside: neither true nor false",
        ),
        ("supported_parameters", ["a"], ["a", 3], 'parameters ["a"] → set aside: no list of names'),
        ("pricing.discount", None, "0.25", "discount not published → 25 %"),
        ("pricing.hologram", None, {"a": 1}, 'hologram not published → {"a": 1}'),
        ("listed", None, {"pricing": {"prompt": 1e-7, "completion": 0}}, "listed at $0.10 in, free out"),
        ("listed", None, {"pricing": {"prompt": "0", "completion": "0"}}, "listed (free)"),
        ("listed", None, {"pricing": {"prompt": "-1", "completion": "-1"}}, _VARIES),
    ],
)
def test_sentences(field: str, old: Any, new: Any, words: str) -> None:  # noqa: ANN401 - any JSON value
    """Each kind of change reads as a person would say it, in the figures of the pages."""
    assert change_text(change(field, old, new), PriceTexts()) == words


def test_a_rule_is_said_under_its_condition() -> None:
    """A tier that became dearer, and one that is new, each name their threshold."""
    old = [{"min_prompt_tokens": 200_000, "prompt": "0.000004"}]
    new = [
        {"min_prompt_tokens": 200_000, "prompt": "0.000006"},
        {"utc_start": 100, "utc_end": 400, "prompt": "0.000001"},
    ]
    assert change_text(change("pricing.overrides", old, new), PriceTexts()) == (
        "price rules: input for prompts of more than 200,000 tokens $4 → $6; "
        "input for 01:00 to 04:00 UTC none → $1"
    )


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("listed", None, {"name": "a", "rank": 3, "score": 1400.5}, "listed at rank 3 with 1400.5"),
        ("returned", None, {"name": "a", "score": 1400.5}, "returned"),
        ("left", {"name": "a", "rank": 3, "score": 1400.5}, None, "left"),
        ("rank", 3, 12, "rank 3 → 12"),
        ("score", 1400.5, 1390.0, "score 1400.5 → 1390.0"),
        ("rank", None, 1200, "rank not published → 1,200"),
    ],
)
def test_movements_on_a_leaderboard(field: str, old: Any, new: Any, words: str) -> None:  # noqa: ANN401 - any JSON value
    """A name that came onto a board of Arena says at which rank, and a rank that moved says from where."""
    assert change_text(change(field, old, new, "arena"), PriceTexts()) == words


def test_the_ends_of_an_interval_are_not_told() -> None:
    """They move with their score; prices stand in the order of a page, with all else behind them."""
    fields = ["lower", "context_length", "pricing.hologram", "upper", "pricing.completion", "pricing.prompt"]
    told = [one.field for one in worth_telling([change(field) for field in fields])]
    assert told == ["pricing.prompt", "pricing.completion", "context_length", "pricing.hologram"]


@pytest.mark.parametrize(
    ("field", "source", "term"),
    [
        ("pricing.prompt", "openrouter", "prices"),
        ("pricing.overrides", "openrouter", "prices"),
        ("listed", "openrouter", "listed"),
        ("returned", "openrouter", "returned"),
        ("left", "openrouter", "left"),
        ("name", "openrouter", "limits"),
        ("described", "openrouter", "first-full-records"),
        ("listed", "arena", "arena"),
        ("rank", "arena", "arena"),
    ],
)
def test_kinds_keep_their_terms(field: str, source: str, term: str) -> None:
    """A reader of feeds knows an entry by its id, which has this term in it: it must never change."""
    assert change_kind(change(field, source=source)).term == term
    assert len({kind.term for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("old", "new", "term"),
    [
        (None, "2026-05-01", "ends"),
        ("2026-05-01", None, "ends"),
        ("2026-05-01", "9999-01-01", "ends"),
        ("2098-12-31", "2026-05-01", "ends"),
        (None, "2098-12-31", "further-facts"),
        ("2098-12-31", None, "further-facts"),
    ],
)
def test_an_end_that_never_comes_is_none(old: str | None, new: str | None, term: str) -> None:
    """An end that is announced, moved or withdrawn is news of ends; none planned and never are alike."""
    assert change_kind(change("expiration_date", old, new)).term == term


def test_programs_get_no_whole_records() -> None:
    """Old and new are the values of a field; of an id that came or left the journal itself has the record."""
    came, went = change("listed", new={"id": "a/b"}), change("left", old={"id": "a/b"})
    moved = change("context_length", 1, 2)
    found = [change_json(one, PriceTexts()) for one in (came, went, moved)]
    assert [(entry["old"], entry["new"]) for entry in found] == [(None, None), (None, None), (1, 2)]
    assert found[2]["text"] == "context 1 → 2"


LOW, MID, HIGH = "0.000001", "0.000002", "0.000009"
FORGE, MARA = offer("forge", prompt=LOW, completion=MID), offer("mara", prompt=MID, completion=HIGH)
START: Fetch = (0, [listed(prompt=LOW, completion=MID)], sold(FORGE, MARA))


def news(*fetches: Fetch) -> list[tuple[str, tuple[str, ...]]]:
    """Return what is told of the id on the days after the first: its kinds, and the texts of each."""
    found = told_apart(changes_and_histories(journal(*fetches))[0])
    later = [change for change in found if change.on > DAYS[0]]
    by_kind = {kind: [change for change in later if change_kind(change) is kind] for kind in KINDS}
    return [(kind.term, change_texts(own, PriceTexts())) for kind, own in by_kind.items() if own]


def test_a_seller_s_own_prices_are_said_with_its_name() -> None:
    """The prices of one seller are one sentence, and sellers whose prices moved alike share one."""
    dear = {"prompt": HIGH, "completion": HIGH}
    moved: Fetch = (1, [listed(**dear)], sold(offer("forge", **dear), MARA))
    text = "Forge: input $1 → $9 (+800 %), output $2 → $9 (+350 %)"
    assert news(START, moved) == [("prices", (text,))]
    same = [offer(tag, prompt=LOW) for tag in ("forge", "mara")]
    both = [offer(tag, prompt=MID) for tag in ("forge", "mara")]
    found = news((0, [listed(prompt=LOW)], sold(*same)), (1, [listed(prompt=MID)], sold(*both)))
    assert found == [("prices", ("Forge, Mara: input $1 → $2 (+100 %)",))]


def test_another_seller_put_first_is_said_with_the_prices_shown() -> None:
    """There is no price before, since none changed; and where none is another one, only the name."""
    moved: Fetch = (1, [listed(prompt=MID, completion=HIGH)], sold(FORGE, MARA, first="mara"))
    assert news(START, moved) == [("first-offers", ("now first: Mara, input $2, output $9",))]
    twins: Fetch = (0, [listed(prompt=LOW)], sold(offer("forge", prompt=LOW), offer("mara", prompt=LOW)))
    other: Fetch = (
        1,
        [listed(prompt=LOW)],
        sold(offer("forge", prompt=LOW), offer("mara", prompt=LOW), first="mara"),
    )
    assert news(twins, other) == [("first-offers", ("now first: Mara",))]


def test_rules_of_another_seller_are_said_without_their_prices() -> None:
    """That the rules are others now is enough: who asks what stands with the seller."""
    ruled = offer("mara", prompt=LOW, overrides=[{"min_prompt_tokens": 9, "prompt": HIGH}])
    shown = listed(prompt=LOW, overrides=[{"min_prompt_tokens": 9, "prompt": HIGH}])
    forge = offer("forge", prompt=LOW)
    found = news(
        (0, [listed(prompt=LOW)], sold(forge, ruled)), (1, [shown], sold(forge, ruled, first="mara"))
    )
    assert found == [("first-offers", ("now first: Mara, with other price rules",))]


def test_a_change_that_nobody_can_place_says_so() -> None:
    """The price is told as before, with the reason why its seller is not."""
    moved: Fetch = (1, [listed(prompt=HIGH, completion=MID)], None)
    why = "whose change cannot be told: no change of its sellers is known of that day"
    assert news(START, moved) == [("prices", (f"input $1 → $9 (+800 %) ({why})",))]


def test_sellers_that_come_leave_and_return_are_named() -> None:
    """One who is new stands with the prices that it asks."""
    shown = [listed(prompt=LOW, completion=MID)]
    new = offer("quill", prompt=HIGH)
    fetches = [START, (1, shown, sold(FORGE, new)), (2, shown, sold(FORGE, MARA, new)), (3, shown, sold())]
    (_, texts), *_ = news(*fetches)
    assert set(texts) == {
        "seller Mara left", "seller Quill left", "seller Forge left",
        "no seller any more; Forge was shown first",
        "new seller Quill at $9 in, not published out", "seller Mara is back at $2 in, $9 out",
    }  # fmt: skip


def test_of_a_seller_with_several_offers_one_comes_or_goes() -> None:
    """The seller sold the model before, or sells it still."""
    shown = [listed(prompt=LOW, completion=MID)]
    forges = [offer("forge", prompt=LOW, completion=MID), offer("forge/flex", "Forge", prompt=HIGH)]
    found = news((0, shown, sold(forges[0])), (1, shown, sold(*forges)), (2, shown, sold(forges[0])))
    assert [text for _, texts in found for text in texts] == [
        "new offer of Forge (forge/flex) at $9 in, not published out", "offer of Forge (forge/flex) left",
    ]  # fmt: skip


def test_sellers_of_another_id_are_news_of_the_sellers() -> None:
    """Upstream answered with those of another id: no offer has other limits."""
    shown = [listed(prompt=LOW, completion=MID)]
    head, *offers = sold(FORGE)
    others = [head | {"model_id": "acme/anvil-3"}, *offers]
    assert news((0, shown, sold(FORGE)), (1, shown, others)) == [
        ("sellers", ("sellers are those of acme/anvil-3",))
    ]


def test_limits_of_a_seller_are_a_quiet_kind() -> None:
    """They are told on the day's page and in no feed."""
    less = FORGE | {"context_length": 8_000, "supported_parameters": ["tools"]}
    more = FORGE | {"context_length": 16_000, "max_completion_tokens": 100}
    shown = [listed(prompt=LOW, completion=MID)]
    ((term, texts),) = news((0, shown, sold(less)), (1, shown, sold(more)))
    assert term == "sellers-limits"
    assert texts == ("Forge: context 8,000 → 16,000, max output not published → 100, parameters −tools",)
    assert {kind.term for kind in KINDS if kind.quiet} == {
        "first-offers", "sellers-limits", "further-facts", "first-full-records"
    }  # fmt: skip


def test_a_maker_s_list_price_is_no_seller_s() -> None:
    """It names the maker and the source; other facts of models.dev are quiet."""
    priced = Change(DAYS[0], "modelsdev", "modelsdev/acme/anvil", "pricing.prompt", LOW, MID)
    dated = Change(DAYS[0], "modelsdev", "modelsdev/acme/anvil", "release_date", "2026-01", "2026-02")
    texts = change_texts([priced, dated], PriceTexts())
    assert texts == (
        "maker’s list price (acme, by models.dev): input $1 → $2 (+100 %)",
        "release date 2026-01 → 2026-02 (by models.dev)",
    )
    assert [change_kind(one).term for one in (priced, dated)] == ["makers-prices", "further-facts"]


def test_json_says_whose_a_change_is() -> None:
    """Programs read the seller and what moved; before sellers were read there is neither."""
    moved: Fetch = (1, [listed(prompt=MID, completion=MID)], sold(FORGE, MARA, first="mara"))
    found = told_apart(changes_and_histories(journal(START, moved))[0])
    first, last = change_json(found[0], PriceTexts()), change_json(found[-1], PriceTexts())
    assert (last["move"], last["seller"], last["old"]) == ("first offer", "Mara", LOW)
    assert not {"move", "seller"} & first.keys()
