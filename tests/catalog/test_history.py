"""History: an id's life and prices as the journal tells them."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.history import price_days
from sitegen.catalog.journal import changes_and_histories
from sitegen.records import Json
from sitegen.records.change import DESCRIBED, LISTED, RETURNED, Change
from tests.worlds import Row, row


def journal(*days: tuple[date, list[Row]]) -> list[Change]:
    """Return the journal of these snapshots."""
    lines: list[Change] = []
    for on, rows in days:
        lines += changes(replayed(lines, "openrouter"), rows, on=on, source="openrouter")
    return lines


ONE, TWO, THREE, FOUR = (date(2026, month, 1) for month in (1, 2, 3, 4))


Days = list[tuple[date, str, dict[str, str | None]]]


def days(lines: list[Change], key: str = "acme/anvil-2") -> Days:
    """Return the days of an id's life: the event, and the amounts of the prices that moved."""
    return [
        (day.on, day.event, {kind: None if p is None else f"{p.amount:f}" for kind, p in day.moved.items()})
        for day in price_days(changes_and_histories(lines)[1][key].lines)
    ]


def test_a_price_has_a_day_each_time_that_it_moves() -> None:
    """A day has the exact amounts of the prices that moved; a day on which none did is not there."""
    lines = journal(
        (ONE, [row(pricing={"prompt": "0.000005"})]),
        (TWO, [row(pricing={"prompt": "0.000005"}, context_length=1)]),
        (THREE, [row(pricing={"prompt": "0.000004"})]),
    )
    assert days(lines) == [(ONE, "listed", {"prompt": "0.000005"}), (THREE, "", {"prompt": "0.000004"})]


def test_while_an_id_is_away_it_has_no_price() -> None:
    """Leaving ends each price, returning starts it again, and both days are known."""
    lines = journal((ONE, [row()]), (TWO, []), (THREE, [row()]))
    history = changes_and_histories(lines)[1]["acme/anvil-2"]
    both = {"prompt": "0.0000025", "completion": "0.00001"}
    assert days(lines) == [
        (ONE, "listed", both),
        (TWO, "left", dict.fromkeys(both)),
        (THREE, "returned", both),
    ]
    assert (history.first_seen, history.returned, history.last_changed) == (ONE, (THREE,), THREE)


def test_several_changes_of_a_day_are_one_day() -> None:
    """What counts is how a day ended: a price that moved and moved back is no change of it."""
    came = Change(on=ONE, source="openrouter", id="a/b", field="listed", new={"pricing": {"prompt": "1"}})
    fields = [("pricing.prompt", "2"), ("pricing.request", "3"), ("pricing.prompt", "1.0")]
    moves = [Change(on=TWO, source="openrouter", id="a/b", field=field, new=new) for field, new in fields]
    assert days([came, *moves], "a/b") == [(ONE, "listed", {"prompt": "1"}), (TWO, "", {"request": "3"})]
    assert days([came, moves[0], moves[2]], "a/b") == [(ONE, "listed", {"prompt": "1"})]


def test_the_first_full_record_starts_no_price_again() -> None:
    """An archive's bare id that gets its record keeps the day of the archive for its price."""
    bare = {"id": "acme/anvil-2", "pricing": {"prompt": "0.0000025"}}
    assert days(journal((ONE, [bare]), (FOUR, [row()]))) == [
        (ONE, "listed", {"prompt": "0.0000025"}),
        (FOUR, "described", {"completion": "0.00001"}),
    ]


PRICES: dict[str, Json] = {
    "zinc": "0.5",
    "overrides": [],
    "image": "0.00003",
    "amber": 0.25,
    "completion": "0.000010",
    "prompt": "-1",
    "request": None,
    "audio": "cheap",
    "odd": {"a": "1"},
    "discount": "0.1",
}


@pytest.mark.parametrize("came", [LISTED, RETURNED, DESCRIBED])
def test_a_record_has_its_prices_in_page_order(came: str) -> None:
    """What is no price, as words, a discount or a list of rules, is left out; unknown keys stand last."""
    line = Change(on=ONE, source="openrouter", id="a/b", field=came, new={"pricing": PRICES})
    (day,) = price_days([line])
    assert list(day.moved) == ["prompt", "completion", "image", "amber", "zinc"]
    assert day.prices == day.moved


def test_a_change_of_what_is_no_price_has_no_day() -> None:
    """A discount, the rules and words under an unknown key are shown elsewhere and are no history."""
    lines = journal(
        (ONE, [row(pricing={"prompt": "0.1", "discount": "0.5", "overrides": [], "mode": "standard"})]),
        (TWO, [row(pricing={"prompt": "0.1", "discount": "0.6", "mode": "x"})]),
    )
    assert days(lines) == [(ONE, "listed", {"prompt": "0.1"})]


def test_a_price_map_that_moved_as_a_whole_is_read_as_one() -> None:
    """Upstream may send a price map where words stood: its prices begin that day, and end with it."""
    lines = journal(
        (ONE, [row(pricing="ask us")]),
        (TWO, [row(pricing={"prompt": "0.1"})]),
        (THREE, [row(pricing="ask us")]),
    )
    assert days(lines) == [(ONE, "listed", {}), (TWO, "", {"prompt": "0.1"}), (THREE, "", {"prompt": None})]


def test_a_record_that_holds_no_prices_starts_none() -> None:
    """A line whose record or price map is no map ends the prices that were, and starts none."""
    priced = Change(on=ONE, source="openrouter", id="a/b", field="listed", new={"pricing": {"prompt": "1"}})
    for record in (None, "a/b", {"id": "a/b"}, {"pricing": "cheap"}, {"pricing": {"prompt": None}}):
        back = Change(on=TWO, source="openrouter", id="a/b", field="returned", new=record)
        assert days([priced, back], "a/b")[1] == (TWO, "returned", {"prompt": None})


def test_an_id_without_a_journal_of_its_own_has_no_history() -> None:
    """Another source's lines are no history of the catalogue."""
    line = Change(on=ONE, source="arena", id="text/a", field="listed", new={"name": "a"})
    assert changes_and_histories([line]) == ([line], {})
    assert changes_and_histories([line], "arena")[1]["text/a"].first_seen == ONE
