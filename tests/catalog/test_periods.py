"""Periods: from which day to which a price, a limit or a rating held."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.periods import limit_periods, lines_by_id, price_periods, rating_periods
from sitegen.records import Json
from sitegen.records.change import Change
from tests.worlds import Row, by_the_hour, row

ONE, TWO, THREE, FOUR = (date(2026, month, 1) for month in (1, 2, 3, 4))
ID = "acme/anvil-2"


def journal(*days: tuple[date, list[Row]], source: str = "openrouter") -> list[Change]:
    """Return the journal of these snapshots."""
    lines: list[Change] = []
    for on, rows in days:
        lines += changes(replayed(lines, source), rows, on=on, source=source)
    return lines


Period = tuple[str, str, str, date, date | None]


def prices(lines: list[Change]) -> list[Period]:
    """Return the kind, the rule, the amount and the days of each price period."""
    return [
        (one.price.key, one.rule, f"{one.price.amount:f}", one.since, one.until)
        for one in price_periods(lines_by_id(lines))
    ]


def test_a_price_holds_until_the_day_on_which_another_one_does() -> None:
    """The end of a period is the first day on which the price no longer held; the last has none."""
    lines = journal(
        (ONE, [row(pricing={"prompt": "0.000005", "completion": "0.00001"})]),
        (TWO, [row(pricing={"prompt": "0.000004", "completion": "0.00001"})]),
        (THREE, [row(pricing={"prompt": "0.000004"})]),
    )
    assert prices(lines) == [
        ("prompt", "", "0.000005", ONE, TWO),
        ("completion", "", "0.00001", ONE, THREE),
        ("prompt", "", "0.000004", TWO, None),
    ]


def test_an_id_that_is_away_has_no_period() -> None:
    """Leaving ends each price, and coming back begins it again."""
    lines = journal(
        (ONE, [row(pricing={"prompt": "0.000005"})]),
        (TWO, []),
        (THREE, [row(pricing={"prompt": "0.000005"})]),
    )
    assert prices(lines) == [("prompt", "", "0.000005", ONE, TWO), ("prompt", "", "0.000005", THREE, None)]


def test_a_rule_has_periods_of_its_own() -> None:
    """A price under a condition stands beside the base price, with the condition as upstream names it."""
    tier: Json = [{"min_prompt_tokens": 200_000, "prompt": "0.000009"}]
    base = {"prompt": "0.000005"}
    lines = journal((ONE, [row(pricing=base)]), (TWO, [row(pricing={**base, "overrides": tier})]))
    assert prices(lines) == [
        ("prompt", "", "0.000005", ONE, None),
        ("prompt", '{"min_prompt_tokens": 200000}', "0.000009", TWO, None),
    ]


def test_the_hour_of_asking_ends_no_period() -> None:
    """Where windows fill the day, the price is both ends of it, whatever upstream sends at the moment."""
    lines = journal((ONE, [row(pricing=by_the_hour())]), (TWO, [row(pricing=by_the_hour(now="0.0000004"))]))
    (base,) = [one for one in price_periods(lines_by_id(lines)) if one.price.key == "prompt" and not one.rule]
    assert (base.price.high, base.since, base.until) == (base.price.amount * 2, ONE, None)


def test_a_seller_has_periods_under_the_id_that_it_sells() -> None:
    """The journal follows an endpoint under its own id; a period has the model's id and the seller's key."""
    offer = {"id": f"{ID}@forge/fp8", "pricing": {"prompt": "0.000003"}, "context_length": 8_000}
    lines = journal((ONE, [offer]), (TWO, []), source="providers")
    (price,) = price_periods(lines_by_id(lines))
    assert (price.id, price.seller, price.until) == (ID, "forge/fp8", TWO)
    ((seller, limit),) = limit_periods(lines_by_id(lines))
    assert (seller, limit.id, limit.field, limit.value) == ("forge/fp8", ID, "context_length", 8_000)


def test_nobody_sells_an_id_that_the_catalogue_has_not() -> None:
    """Sellers are asked only about what is listed: their periods end when the id leaves."""
    offer = {"id": f"{ID}@forge", "pricing": {"prompt": "0.000003"}, "context_length": 8_000}
    sold = journal((ONE, [offer]), (FOUR, []), source="providers")
    left = journal((ONE, [row()]), (TWO, []))
    back = journal((ONE, [row()]), (TWO, []), (THREE, [row()]))
    for known, spans in ((left, [(ONE, TWO)]), (back, [(ONE, TWO), (THREE, FOUR)])):
        lines = lines_by_id([*known, *sold])
        assert [(one.since, one.until) for one in price_periods(lines) if one.seller] == spans
        assert [(one.since, one.until) for seller, one in limit_periods(lines) if seller] == spans
    later = lines_by_id([*left, *journal((THREE, [offer]), source="providers")])
    assert [(one.since, one.until) for one in price_periods(later) if one.seller] == [(THREE, None)]


def test_a_limit_holds_until_it_is_another_one() -> None:
    """Limits are followed in the record and in the map of the first provider."""
    lines = journal(
        (ONE, [row(context_length=8_000, top_provider={"context_length": 4_000})]),
        (TWO, [row(context_length=8_000, top_provider={"context_length": 8_000})]),
    )
    found = [(one.field, one.value, one.since, one.until) for _, one in limit_periods(lines_by_id(lines))]
    assert found == [
        ("top_provider.context_length", 4_000, ONE, TWO),
        ("context_length", 8_000, ONE, None),
        ("top_provider.context_length", 8_000, TWO, None),
    ]


@pytest.mark.parametrize("none", [0, None, True, "8000", -1])
def test_what_is_no_number_of_tokens_is_no_limit(none: Json) -> None:
    """A limit of 0 is one that nobody published: a query for the smallest must not find it."""
    days = (
        (ONE, [row(context_length=none)]),
        (TWO, [row(context_length=8_000)]),
        (THREE, [row(context_length=none)]),
    )
    periods = [one for _, one in limit_periods(lines_by_id(journal(*days))) if one.field == "context_length"]
    assert [(one.value, one.since, one.until) for one in periods] == [(8_000, TWO, THREE)]


def test_a_rating_holds_until_it_moves_or_leaves() -> None:
    """A row of a board is one value: rank, score and interval move together."""
    first: Row = {"id": "text/Anvil", "name": "Anvil", "rank": 3, "score": 1400.5}
    lines = journal((ONE, [first]), (TWO, [{**first, "rank": 2}]), (THREE, []), source="arena")
    found = [(one.id, one.values, one.since, one.until) for one in rating_periods(lines_by_id(lines))]
    assert found == [
        ("text/Anvil", {"rank": 3, "score": 1400.5}, ONE, TWO),
        ("text/Anvil", {"rank": 2, "score": 1400.5}, TWO, THREE),
    ]
