"""Departures: whether an id left as its end was announced, or without notice."""

from __future__ import annotations

from datetime import date, timedelta

from sitegen.records import Json, Row
from sitegen.records.change import LEFT, Change
from sitegen.records.listing import NEVER

END = "expiration_date"
"""The field of the catalogue that announces an end."""

UNNOTICED = "left without notice"
UNTOLD = "left, whether with notice is not known,"
"""How an id left whose record has no field that announces an end."""

EARLY = timedelta(days=7)
"""An id that left so long before its announced end left as announced."""


def end_day(value: Json) -> date | None:
    """Return the day of an end as upstream writes it; None where there is none or where it says never."""
    try:
        end = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if end in NEVER else end


def as_announced(end: date | None, left: date) -> bool:
    """Whether an id that left by a day was to end about then; ``date.min`` stands for an unknown day."""
    return end is not None and (left == date.min or end <= left + EARLY)


def tells_of_ends(record: Row) -> bool:
    """Whether a record has the field that announces an end: without it nobody knows whether one was."""
    return END in record


def announced_for(change: Change) -> date | None:
    """Return the day that was announced for a departure from the catalogue; None: of none is known."""
    if change.field != LEFT or not isinstance(change.old, dict):
        return None
    end = end_day(change.old.get(END))
    return end if as_announced(end, change.on) else None
