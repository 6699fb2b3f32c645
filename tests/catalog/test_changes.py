"""Changes: what is journaled between two snapshots, and what the journal replays to."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sitegen.catalog.changes import Before, changes, facts, replayed
from sitegen.catalog.history import price_days
from sitegen.catalog.journal import changes_and_histories
from sitegen.records.change import Change, field_of, keys_of
from tests.worlds import row

DAY = date(2026, 3, 1)
NOTHING = Before({}, frozenset())


def between(
    old: list[dict[str, Any]], new: list[dict[str, Any]], gone: frozenset[str] = frozenset()
) -> list[Change]:
    """Return the changes from one list of records to another."""
    return changes(Before({r["id"]: r for r in old}, gone), new, on=DAY, source="openrouter")


def test_the_same_record_is_no_change() -> None:
    """Nothing moved, nothing is journaled."""
    assert between([row()], [row()]) == []


def test_a_price_change_names_its_key() -> None:
    """One price that moved is one line with the old and the new string."""
    (change,) = between([row()], [row(pricing={"prompt": "0.000003", "completion": "0.00001"})])
    assert (change.field, change.old, change.new) == ("pricing.prompt", "0.0000025", "0.000003")


def test_a_key_that_grew_with_nothing_in_it_is_no_change() -> None:
    """A schema that merely grew, with null for everybody, says nothing about any model."""
    assert between([row()], [row(knowledge_cutoff=None, supported_voices=None)]) == []


def test_an_empty_name_of_weights_is_none() -> None:
    """Upstream sends null and "" in turn; a journal that has lines about it tells nothing of them."""
    weights = [row(hugging_face_id=name) for name in (None, "", "acme/anvil")]
    assert facts(weights[0]) == facts(weights[1]) != facts(weights[2])
    key = str(weights[0]["id"])
    lines = [Change(DAY, "openrouter", key, "hugging_face_id", *ends) for ends in (("", None), (None, "a/b"))]
    assert changes_and_histories(lines)[0] == lines[1:]


def test_prose_and_daily_marks_are_not_journaled() -> None:
    """Descriptions, benchmarks and links move without a fact moving."""
    assert (
        between([row()], [row(description="Other words.", benchmarks={"x": 1}, links={"details": "/x"})])
        == []
    )


def test_coming_leaving_and_returning_are_three_kinds() -> None:
    """An id that is new is listed, one that is missing left, one that had left returned."""
    assert between([], [row()])[0].field == "listed"
    assert between([row()], [])[0].field == "left"
    assert between([], [row()], frozenset({row()["id"]}))[0].field == "returned"


def test_the_first_full_record_of_a_bare_id_is_one_event() -> None:
    """An id that the archive knew by its prices alone gets one line for its record, and one a moved price."""
    bare = {"id": row()["id"], "pricing": {"prompt": "0.000005", "completion": "0.00001"}}
    assert [change.field for change in between([bare], [row()])] == ["pricing.prompt", "described"]


def test_the_journal_replays_to_the_snapshot() -> None:
    """Applied from the start, the lines of several days lead to the facts of the last snapshot."""
    days = [
        [row(), row(id="b/b", canonical_slug="b/b")],
        [row(pricing={"prompt": "1"}, context_length=None)],
        [row(default_parameters={"temperature": 1}), row(id="b/b", canonical_slug="b/b", name="B")],
    ]
    journal: list[Change] = []
    for rows in days:
        journal += changes(replayed(journal, "openrouter"), rows, on=DAY, source="openrouter")
        told = replayed(journal, "openrouter").rows
        assert {key: facts(value) for key, value in told.items()} == {r["id"]: facts(r) for r in rows}


def test_another_source_is_not_replayed() -> None:
    """Each source has its own life in the journal."""
    line = Change(on=DAY, source="arena", id="x", field="listed", new={"id": "x"})
    assert replayed([line], "openrouter") == NOTHING


AWKWARD = (
    "",
    ".",
    "a.b",
    '"',
    '"a"',
    "\\",
    "left",
    "listed",
    "returned",
    "described",
    "pricing.prompt",
    "\n",
    "é",
)


@pytest.mark.parametrize("key", AWKWARD)
def test_a_field_stands_for_one_key(key: str) -> None:
    """Whatever a key is called, at the top or in a map, its field reads back as that key and no other."""
    assert keys_of(field_of(key)) == (key,)
    assert keys_of(field_of("pricing", key)) == ("pricing", key)
    assert field_of(key) not in ("left", "listed", "returned", "described", field_of("pricing", "prompt"))


VALUES: tuple[Any, ...] = (
    1,
    "",
    [],
    {},
    {"b": 1},
    {"": 1},
    {"b.c": 1},
    {"b": {"c": 2}},
    {"left": 1, "b": 2},
    None,
)


@pytest.mark.parametrize("key", [*AWKWARD, "a"])
def test_any_key_with_any_values_replays(key: str) -> None:
    """A key of any name whose value becomes any other, a map a number say, replays to what it became."""
    for was, now in itertools.product(VALUES, VALUES):
        old, new = row(**{key: was, "a": {"b": 5}}), row(**{key: now, "a": {"b": 6}})
        told = replayed([*between([], [old]), *between([old], [new])], "openrouter")
        assert facts(told.rows[new["id"]]) == facts(new), (was, now)


def test_a_price_behind_an_awkward_key_has_a_history() -> None:
    """Prices whose keys have dots move key by key, as the others do."""
    old, new = (row(pricing={"prompt": "0.1", "a.b": price}) for price in ("0.1", "0.2"))
    (change,) = between([old], [new])
    assert (change.field, change.old, change.new) == ('pricing."a.b"', "0.1", "0.2")
    moved = price_days([*between([], [old]), change])[-1].moved["a.b"]
    assert moved is not None
    assert moved.amount == Decimal("0.2")


def line(field: str, *, old: Any = None, new: Any = None, key: str = "a/b") -> Change:  # noqa: ANN401 - any JSON
    """Return one line of the journal."""
    return Change(on=DAY, source="openrouter", id=key, field=field, old=old, new=new)


def test_an_id_is_journaled_with_what_is_tracked() -> None:
    """The record of an id that came or left has no prose, no daily marks and no key without a value."""
    kept = {"id": "a/b", "canonical_slug": "a/b", "pricing": {"prompt": "1"}}
    full = kept | {"description": "Words.", "benchmarks": {"x": 1}, "hugging_face_id": None}
    (listed,), (left,) = between([], [full]), between([full], [])
    assert (listed.old, listed.new) == (None, kept)
    assert (left.old, left.new) == (kept, None)


def test_who_left_is_gone_until_it_returns() -> None:
    """After `left` an id has no record and is among the gone; `returned` gives it both back."""
    left, back = line("left", old={"id": "a/b"}), line("returned", new={"id": "a/b", "name": "A"})
    assert replayed([left], "openrouter") == Before({}, frozenset({"a/b"}))
    assert replayed([left, back], "openrouter") == Before({"a/b": {"id": "a/b", "name": "A"}}, frozenset())


def test_a_journal_that_somebody_cut_is_replayed_as_far_as_it_goes() -> None:
    """A change of an id that was never listed makes a record of that field; or else an empty one."""
    moved = [line("pricing.prompt", new="1"), line("name", new="A"), line("pricing.completion", new="2")]
    whole = {"id": "a/b", "pricing": {"prompt": "1", "completion": "2"}, "name": "A"}
    assert replayed(moved, "openrouter").rows == {"a/b": whole}
    assert replayed([line("listed", new="a/b")], "openrouter").rows == {"a/b": {}}


def test_a_part_replaces_what_was_no_map_and_null_removes_its_key() -> None:
    """A dotted field of a value that was no map makes one; a field that became null is no longer there."""
    there = line("listed", new={"id": "a/b", "reasoning": "yes", "name": "A", "pricing": {"prompt": "1"}})
    changed = [line("reasoning.effort", new="high"), line("name", old="A"), line("pricing.prompt", old="1")]
    assert replayed([there, *changed], "openrouter").rows == {
        "a/b": {"id": "a/b", "reasoning": {"effort": "high"}, "pricing": {}}
    }
