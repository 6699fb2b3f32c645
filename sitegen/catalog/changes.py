"""Changes between two snapshots of one source, and the snapshot that a journal replays to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.price_terms import PRICING, is_change, is_of_prices, price_change, prices_of
from sitegen.records import Json, Row
from sitegen.records.change import (
    DESCRIBED,
    LEFT,
    LISTED,
    RETURNED,
    WHOLE,
    Change,
    field_of,
    keys_of,
    row_after,
)

UNTRACKED = {"benchmarks", "description", "links", "architecture.modality"}
"""What the journal leaves out: marks that move daily, prose (git shows it), and what is made of others."""

EMPTY_IS_NONE = {"hugging_face_id"}
"""Texts of which upstream sends now null, now an empty one."""


class Before(NamedTuple):
    """What the journal already holds of one source: each id's record, and the ids that have left."""

    rows: Mapping[str, Row]
    gone: frozenset[str]


def facts(row: Row, whole: Container[str] = ()) -> dict[str, Json]:
    """Return a record's tracked values by field, one level deep, without the ones that are null.

    A key that upstream starts to send with nothing in it is no change, so absent and null are the same. The
    maps under the keys of ``whole`` are not taken apart.
    """
    flat: dict[str, Json] = {}
    for key, value in row.items():
        if key in UNTRACKED:
            continue
        if isinstance(value, dict) and key not in whole:
            flat.update({field_of(key, part): item for part, item in value.items() if item is not None})
        elif value is not None and not (key in EMPTY_IS_NONE and value == ""):
            flat[field_of(key)] = value
    return {key: value for key, value in flat.items() if key not in UNTRACKED}


def is_empty_either_way(line: Change) -> bool:
    """Whether a line says that null became an empty text, or the other way round, where both are nothing."""
    return line.field in EMPTY_IS_NONE and not line.old and not line.new


def changes(before: Before, rows: Sequence[Row], *, on: date, source: str) -> list[Change]:
    """Return what a new snapshot changes, sorted by id and field."""
    after = {str(row["id"]): row for row in rows}
    found: list[Change] = []
    for key in sorted(before.rows.keys() | after.keys()):
        old, new = before.rows.get(key), after.get(key)
        lines = [
            Change(on=on, source=source, id=key, field=field, old=was, new=now)
            for field, was, now in _differences(old, new, key in before.gone)
        ]
        found += _with_prices(lines, old, new) if old and new else lines
    return found


def _with_prices(lines: Sequence[Change], old: Row, new: Row) -> Iterable[Change]:
    """Yield the changes of an id, those of prices with what these were and are."""
    if not any(map(is_of_prices, lines)):
        return lines
    was, now = prices_of(old.get(PRICING)), prices_of(new.get(PRICING))
    return [(is_of_prices(line) and price_change(line, was, now)) or line for line in lines]


Difference = tuple[str, Json, Json]


def _differences(old: Row | None, new: Row | None, gone: bool) -> list[Difference]:  # noqa: FBT001
    if new is None:
        return [(LEFT, _tracked(old), None)]
    if old is None:
        return [(RETURNED if gone else LISTED, None, _tracked(new))]
    moved = differences(old, new)
    if "canonical_slug" not in old and "canonical_slug" in new:
        # The archive of prices knew this id by its prices alone: its first full record is one event, and
        # only what the archive held can have changed with it.
        return [*(item for item in moved if item[1] is not None), (DESCRIBED, None, _tracked(new))]
    return moved


def differences(old: Row, new: Row) -> list[Difference]:
    """Return the tracked fields that say something else in two records of an id, with both values."""
    rebuilt = _rebuilt(old, new)
    moved = _moved(facts(old, rebuilt), facts(new, rebuilt))
    if not any(field.startswith(PRICING) for field, *_ in moved):
        return moved
    was, now = prices_of(old.get(PRICING)), prices_of(new.get(PRICING))
    return [item for item in moved if keys_of(item[0])[0] != PRICING or is_change(item[0], was, now)]


def _rebuilt(old: Row, new: Row) -> set[str]:
    """Return the keys under which a map gave way to another kind of value, or came for one."""
    both = (key for key in old.keys() & new.keys() if old[key] is not None and new[key] is not None)
    return {key for key in both if isinstance(old[key], dict) != isinstance(new[key], dict)}


def _moved(was: Mapping[str, Json], now: Mapping[str, Json]) -> list[Difference]:
    return [
        (field, was.get(field), now.get(field))
        for field in sorted(was.keys() | now.keys())
        if was.get(field) != now.get(field)
    ]


def _tracked(row: Row | None) -> Json:
    return {key: value for key, value in (row or {}).items() if key not in UNTRACKED and value is not None}


def replayed(journal: Iterable[Change], source: str) -> Before:
    """Return the records of ``source`` that the journal leads to, and the ids that have left."""
    rows: dict[str, Row] = {}
    gone: set[str] = set()
    for change in journal:
        if change.source == source:
            _apply(change, rows, gone)
    return Before(rows, frozenset(gone))


def _apply(change: Change, rows: dict[str, Row], gone: set[str]) -> None:
    row = row_after(rows.get(change.id, {"id": change.id}), change)
    if row is None:
        rows.pop(change.id, None)
        gone.add(change.id)
        return
    rows[change.id] = row
    if change.field in WHOLE:
        gone.discard(change.id)
