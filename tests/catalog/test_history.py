"""History: an id's life and prices as the journal tells them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.history import histories
from sitegen.records.change import Change
from tests.worlds import Row, row


def journal(*days: tuple[date, list[Row]]) -> list[Change]:
    """Return the journal of these snapshots."""
    lines: list[Change] = []
    for on, rows in days:
        lines += changes(replayed(lines, "openrouter"), rows, on=on, source="openrouter")
    return lines


ONE, TWO, THREE, FOUR = (date(2026, month, 1) for month in (1, 2, 3, 4))


def test_a_price_is_a_step_each_time_it_moves() -> None:
    """Steps have the day, the key and the exact amount; a day without a move has none."""
    lines = journal(
        (ONE, [row(pricing={"prompt": "0.000005"})]),
        (TWO, [row(pricing={"prompt": "0.000005"}, context_length=1)]),
        (THREE, [row(pricing={"prompt": "0.000004"})]),
    )
    steps = histories(lines)["acme/anvil-2"].prices
    assert [(s.on, s.key, s.amount) for s in steps] == [
        (ONE, "prompt", Decimal("0.000005")),
        (THREE, "prompt", Decimal("0.000004")),
    ]


def test_while_an_id_is_away_it_has_no_price() -> None:
    """Leaving ends each price, returning starts it again, and both days are known."""
    lines = journal((ONE, [row()]), (TWO, []), (THREE, [row()]))
    history = histories(lines)["acme/anvil-2"]
    prompt = [(step.on, step.amount) for step in history.prices if step.key == "prompt"]
    assert prompt == [(ONE, Decimal("0.0000025")), (TWO, None), (THREE, Decimal("0.0000025"))]
    assert (history.first_seen, history.returned, history.last_changed) == (ONE, (THREE,), THREE)


def test_the_first_full_record_starts_no_price_again() -> None:
    """An archive's bare id that gets its record keeps the price step of the archive."""
    bare = {"id": "acme/anvil-2", "pricing": {"prompt": "0.0000025"}}
    lines = journal((ONE, [bare]), (FOUR, [row()]))
    steps = histories(lines)["acme/anvil-2"].prices
    assert [(s.on, s.key) for s in steps] == [(ONE, "prompt"), (FOUR, "completion")]


def test_a_discount_is_no_price() -> None:
    """What a price is multiplied with, and the list of rules, have no steps of their own."""
    lines = journal((ONE, [row(pricing={"prompt": "0.1", "discount": "0.5", "overrides": []})]))
    assert [step.key for step in histories(lines)["acme/anvil-2"].prices] == ["prompt"]


def test_a_key_whose_value_is_no_price_has_no_step() -> None:
    """An unknown key of the price map may hold words; they are shown elsewhere and are no history."""
    lines = journal(
        (ONE, [row(pricing={"prompt": "0.1", "mode": "standard"})]),
        (TWO, [row(pricing={"prompt": "0.1", "mode": "x"})]),
    )
    assert [step.key for step in histories(lines)["acme/anvil-2"].prices] == ["prompt"]


def test_a_record_that_holds_no_prices_starts_none() -> None:
    """A line whose record or price map is no map ends the prices that were, and starts none."""
    priced = Change(on=ONE, source="openrouter", id="a/b", field="listed", new={"pricing": {"prompt": "1"}})
    for record in (None, "a/b", {"id": "a/b"}, {"pricing": "cheap"}, {"pricing": {"prompt": None}}):
        back = Change(on=TWO, source="openrouter", id="a/b", field="returned", new=record)
        assert histories([priced, back])["a/b"].prices == (
            (ONE, "prompt", Decimal(1)), (TWO, "prompt", None),
        )  # fmt: skip


def test_an_id_without_a_journal_of_its_own_has_no_history() -> None:
    """Another source's lines are no history of the catalogue."""
    line = Change(on=ONE, source="arena", id="text/a", field="listed", new={"name": "a"})
    assert histories([line]) == {}
    assert histories([line], "arena")["text/a"].first_seen == ONE
