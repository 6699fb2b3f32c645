"""Alarms: changes that are more often a mistake than news, and the ones that a person accepted."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import ConfigDict, StringConstraints

from sitegen.records import Json, Record
from sitegen.records.change import CAME, Change


class AlarmKind(StrEnum):
    """What a change looks like, gravest first; the last says of an id without a seller why that is odd."""

    UNIT = "moved by a power of a thousand, as a wrong unit does"
    DEAR = "more than $1,000 per 1M tokens, which no first price ever was"
    ZERO = "moved to or from zero"
    VANISHED = "vanished"
    VARIES = "moved between an amount and “varies by request”"
    JUMP = "moved by more than 3×"
    OTHER_UNIT = "is for another unit than before"
    TIER_GONE = "a tier is gone"
    TIER_MOVED = "the threshold of a tier moved tenfold"
    SHRINK = "shrank by half or more"
    GREW = "grew a thousandfold"
    SLUG = "moved to another canonical slug"
    PAST = "a day in the past, and it is still listed"
    NO_SELLER = "is still in the catalogue"


Place = tuple[date, str, str, str]
"""Where a line of the journal is: its day, source, id and field."""


class Alarm(NamedTuple):
    """One alarming change: its kind, the change, and the rule whose price it is ("" for a base price).

    ``line`` is the line of the journal that has the change: a whole record where an id came. ``stands`` is
    the change from the value before the alarm, on the day on which that ended, to the value that stands now;
    both are None where they are the change itself.
    """

    kind: AlarmKind
    change: Change
    where: str = ""
    line: Change | None = None
    stands: Change | None = None

    @property
    def words(self) -> str:
        """The kind in words, with the rule whose price it is."""
        return f"{self.kind}, {self.where}" if self.where else str(self.kind)

    @property
    def of_new_id(self) -> bool:
        """Whether the value came with its id, so that there was none before it."""
        return self.change.old is None and self.line is not None and self.line.field in CAME

    @property
    def told_in(self) -> Place:
        """The day, source, id and field of the line of the journal that has the change."""
        return place_of(self.line or self.change)


def place_of(line: Change) -> Place:
    """Return what tells a line of the journal from all others: its day, source, id and field."""
    return line.on, line.source, line.id, line.field


_Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A text that is not empty."""


class Accepted(Record):
    """A line of ``data/overrides/accepted.toml``: an alarming change that a person looked at.

    ``old`` and ``new`` are the values as the journal has them, an empty map for null; leaving one out accepts
    any, and so does ``*`` as ``id`` or ``field``. ``on`` is the day on which it was accepted, ``until`` the
    last day of changes that the line accepts.
    """

    model_config = ConfigDict(extra="forbid")

    id: _Said
    field: _Said
    old: Json = None
    new: Json = None
    who: _Said
    why: _Said
    on: date | None = None
    until: date | None = None

    def covers(self, change: Change) -> bool:
        """Whether this line accepts a change."""
        return (
            self.id in ("*", change.id)
            and self.field in ("*", change.field)
            and (self.old is None or comparable(self.old) == comparable(change.old))
            and (self.new is None or comparable(self.new) == comparable(change.new))
            and (self.until is None or change.on <= self.until)
        )


def comparable(value: Json) -> Json:
    """Return a value as it is compared: TOML has no null, and an empty map stands for it."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()} or None
    return [comparable(item) for item in value] if isinstance(value, list) else value
