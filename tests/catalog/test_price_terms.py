"""Price terms: which differences of two price maps, and which lines of a journal, are no change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sitegen.catalog.changes import Before, changes, replayed
from sitegen.catalog.history import price_days
from sitegen.catalog.journal import changes_and_histories
from sitegen.catalog.price_terms import prices_of
from sitegen.records.change import Change
from sitegen.records.price import Unit
from tests.worlds import Row, by_the_hour, priced, row

ID = row()["id"]
ONE, TWO, THREE = (date(2026, month, 1) for month in (1, 2, 3))
SIZES = [{"min_prompt_tokens": size, "prompt": price} for size, price in ((5, "0.2"), (9, "0.3"))]


def journaled(old: Row, new: Row) -> list[str]:
    """Return the fields that are journaled between two price maps of an id."""
    before = Before({ID: priced(**old)}, frozenset())
    return [change.field for change in changes(before, [priced(**new)], on=TWO, source="openrouter")]


def line(field: str, old: Any = None, new: Any = None, on: date = TWO) -> Change:  # noqa: ANN401 - any JSON
    """Return a line of the journal."""
    return Change(on=on, source="openrouter", id=ID, field=field, old=old, new=new)


def read(pricing: Row, *lines: Change) -> list[tuple[str, Any, Any]]:
    """Return what is told of an id that came at these prices, after its coming."""
    came = line("listed", new=priced(**pricing), on=ONE)
    _, *others = changes_and_histories([came, *lines])[0]
    return [(change.field, change.old, change.new) for change in others]


NO_CHANGE = [
    ({"prompt": "0.000002"}, {"prompt": "2e-6"}),
    ({"prompt": "0.000003"}, {"prompt": "0.0000030"}),
    ({"prompt": "0.000004"}, {"prompt": "0.000004000000000000001"}),
    ({"overrides": SIZES}, {"overrides": SIZES[::-1]}),
    ({"overrides": [{"prompt": "0.20", "min_prompt_tokens": 5}]}, {"overrides": SIZES[:1]}),
    *[({"prompt": "1", kind: "0"}, {"prompt": "1"}) for kind in ("request", "image", "web_search")],
    ({"prompt": "1"}, {"prompt": "1", "internal_reasoning": "0"}),
    (by_the_hour(), by_the_hour(now="0.0000004")),
]


@pytest.mark.parametrize(("old", "new"), NO_CHANGE)
def test_what_says_the_same_is_no_change(old: Row, new: Row) -> None:
    """Another spelling, another order, a filler zero and the hour of asking are journaled by nobody."""
    assert journaled(old, new) == []


@pytest.mark.parametrize(("old", "new"), NO_CHANGE)
def test_lines_that_say_the_same_are_left_out_when_they_are_read(old: Row, new: Row) -> None:
    """A journal that has such lines from earlier tells nothing of them, and has no day for them."""
    fields = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    lines = [line(f"pricing.{key}", old.get(key), new.get(key)) for key in sorted(fields)]
    assert read(old, *lines) == []
    assert len(price_days([line("listed", new=priced(**old), on=ONE), *lines])) == 1


CHANGES = [
    ({"prompt": "0.000004"}, {"prompt": "0.00000400000000001"}, ["pricing.prompt"]),
    ({"prompt": "0"}, {}, ["pricing.prompt"]),
    ({"request": "0"}, {"request": "0.01"}, ["pricing.request"]),
    ({"mode": "standard"}, {"mode": "batch"}, ["pricing.mode"]),
    ({"discount": 0.1}, {"discount": 0.2}, ["pricing.discount"]),
    ({"overrides": SIZES}, {"overrides": SIZES[:1]}, ["pricing.overrides"]),
    (by_the_hour(), by_the_hour(day="0.0000005"), ["pricing.overrides"]),
    (by_the_hour(), by_the_hour(day="0.0000005", now="0.0000005"), ["pricing.overrides"]),
    (by_the_hour(), by_the_hour(out="0.000002"), ["pricing.completion", "pricing.overrides"]),
    ({"prompt": "0.0000002", "completion": "0.000001"}, by_the_hour(), ["pricing.overrides"]),
    (by_the_hour(now="0.0000004"), {"prompt": "0.0000002"}, ["pricing.completion", "pricing.overrides",
                                                             "pricing.prompt"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fields"), CHANGES)
def test_what_says_something_else_is_a_change(old: Row, new: Row, fields: list[str]) -> None:
    """The twelfth digit, a real price that goes, an amount for a filler, another schedule: all are told."""
    assert journaled(old, new) == fields


@pytest.mark.parametrize(("old", "new"), [*NO_CHANGE, *[(old, new) for old, new, _ in CHANGES]])
def test_history_goes_on_from_what_was_left_out(old: Row, new: Row) -> None:
    """Whatever was journaled or not on the way, the last day of an id's history has the prices of today."""
    journal: list[Change] = []
    for on, pricing in ((ONE, old), (TWO, new), (THREE, {"prompt": "0.7", "completion": "0.000001"})):
        journal += changes(replayed(journal, "openrouter"), [priced(**pricing)], on=on, source="openrouter")
    last = price_days(journal)[-1]
    assert {kind: f"{price.amount:f}" for kind, price in last.prices.items()} == {
        "prompt": "0.7", "completion": "0.000001"
    }  # fmt: skip
    assert last.rules == ()


def test_a_filler_that_gives_way_to_a_price_was_not_published() -> None:
    """The zero was no price, so what is told begins with nothing."""
    change = line("pricing.request", "0", "0.01")
    assert read({"prompt": "1", "request": "0"}, change) == [("pricing.request", None, "0.01")]


def test_a_schedule_that_ends_is_told_with_both_ends() -> None:
    """The line of the price that comes then says what it was all day, not what it was in one hour."""
    journal = [line("listed", new=priced(**by_the_hour()), on=ONE)]
    after = priced(prompt="0.0000009", completion="0.000001")
    journal += changes(replayed(journal, "openrouter"), [after], on=TWO, source="openrouter")
    (prices,) = [
        change.prices for change in changes_and_histories(journal)[0] if change.field == "pricing.prompt"
    ]
    assert prices is not None
    was, now = prices
    assert was is not None
    assert now is not None
    assert (was.amount, was.high, now.amount) == (Decimal("2E-7"), Decimal("4E-7"), Decimal("9E-7"))


def test_a_line_of_a_picture_s_price_has_its_unit() -> None:
    """What a picture's price is for is told by the input price of its day, before and after."""
    journal = [
        line("listed", new=priced(prompt="0.0000001", image="0.0000258"), on=ONE),
        line("pricing.image", "0.0000258", "0.0000001"),
    ]
    prices = changes_and_histories(journal)[0][-1].prices
    assert prices is not None
    assert [price and price.unit for price in prices] == [Unit.IMAGE, Unit.TOKEN]


def test_two_fetches_of_a_day_are_two_events() -> None:
    """A price that moved and moved back within a day is told twice, as the journal has it."""
    there, back = line("pricing.prompt", "1", "2"), line("pricing.prompt", "2", "1")
    assert read({"prompt": "1"}, there, back) == [("pricing.prompt", "1", "2"), ("pricing.prompt", "2", "1")]


def test_a_cut_journal_is_told_by_what_its_lines_say() -> None:
    """A line whose id never came has the price that it says it had."""
    change = line("pricing.prompt", "1", "2")
    assert changes_and_histories([change])[0] == [change]


def test_what_is_no_price_leaves_the_others_readable() -> None:
    """A price map of another day with a word under a known key still has its other prices."""
    assert [price.key for price in prices_of({"prompt": "1", "audio": "cheap", "overrides": 5}).prices] == [
        "prompt"
    ]
    assert prices_of("ask us").prices == ()
