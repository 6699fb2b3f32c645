"""A snapshot: what an answer of a source becomes under ``data/``, whose it is, and what became of a fetch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from sitegen.records import Json, Record

OnFile: TypeAlias = Callable[[str], Json]
"""A function that returns the value of a file under ``data/`` by its name, None where there is none."""


class Licence(NamedTuple):
    """The licence of a source's data: its short name, and where its text stands; both are "" for none."""

    name: str = ""
    link: str = ""


CC_BY_4 = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
NO_LICENCE = Licence()


class SourceInfo(NamedTuple):
    """What pages say of a source: its name, a page about it, and the terms of its data.

    ``publisher`` is whom a licence asks to credit. ``credit`` names the source in a citation, before the day.
    ``tells`` are the facts of a model that come from it, as a page lists them.
    """

    name: str
    publisher: str
    link: str
    credit: str
    licence: Licence = NO_LICENCE
    tells: str = ""

    def credit_on(self, day: str) -> str:
        """Return the line that cites the source: ``Source: Arena (https://…), as of 2026-03-01.``."""
        return f"{self.credit}, as of {day}."


class SetAside(Record):
    """A row that was refused, or one field of a row that stays, and why; the rest of its source went on."""

    row: str
    reason: str
    field: str = ""
    """The dotted key of the field; "" for the whole row."""
    since: date | None = None
    """The day of the last good row, which stays in the place of this one; None where there is none."""

    @property
    def what(self) -> str:
        """The reason, and which row stays: ``prompt is "NaN"; the record of 2026-06-01 stays``."""
        return f"{self.reason}; the record of {self.since} stays" if self.since else self.reason


FOLDED = 4
"""So many rows with the same field set aside, or set aside whole for the same reason, are one line."""


def set_aside_lines(notes: Sequence[SetAside]) -> list[str]:
    """Return what was set aside as lines, each with its row; one line where a field is odd in many rows.

    ``acme/anvil-1: expiration_date is "soon", no day``, and for four or more of them
    ``acme/anvil-1 and 59 more rows: created is 1767225600000, later than the year 2100``.
    """
    alike = Counter(map(_kind, notes))
    lines, folded = [], set()
    for note in notes:
        kind = _kind(note)
        if alike[kind] < FOLDED:
            lines.append(f"{note.row}: {note.what}")
        elif kind not in folded:
            folded.add(kind)
            lines.append(f"{note.row} and {alike[kind] - 1:,} more rows: {note.what}")
    return lines


def _kind(note: SetAside) -> tuple[str, str]:
    """Return what notes that make one line have in common."""
    return note.field, "" if note.field else note.what


class Feed(NamedTuple):
    """What one snapshot is read from: its name (``arena/text``) and the first address of each part.

    The parts are one whole, of which none may be missing. Where each record has an address of its own, which
    may fail without the others, ``records`` has these by the record's name; ``addresses`` is then the one
    that stands for all of them in the receipt, and is not asked. ``settings`` are what the owner set for its
    source.
    """

    name: str
    addresses: tuple[str, ...]
    settings: Mapping[str, Any] = MappingProxyType({})
    records: Mapping[str, str] = MappingProxyType({})
    """In a fetch that is over: those that were read, in the order of the answers."""
    unread: tuple[SetAside, ...] = ()
    """The records whose addresses gave no answer, and why; what is on file of them stays."""
    names: Mapping[str, str] = MappingProxyType({})
    """By each name that a record has, the one under which it is asked for."""
    apart: bool = False
    """Whether each answer that is given with ``--from`` stands for itself; one that failed stops no other."""
    files: tuple[str, ...] = ()
    """The names of the files or addresses from which the answers given with ``--from`` were read."""
    lacks: str = ""
    """What must be there before it can be read, and how to get it; "" where nothing is missing."""


@dataclass(frozen=True)
class Snapshot:
    """One feed in the normal form of ``data/``: ``files`` maps a path under ``data/`` to its JSON value.

    The main one of them has the name of the feed.
    """

    feed: str
    files: dict[str, Json]
    rows: int
    dated: date | None = None
    set_aside: tuple[SetAside, ...] = ()
    kept: frozenset[str] = frozenset()
    """The rows that were set aside and whose last good record stays, as the notes on them name them."""
    unknown_keys: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What is odd about the answer as a whole and sets nothing aside, a sentence each."""

    @property
    def main(self) -> Json:
        """The value of the main file."""
        return self.files[snapshot_file(self.feed)]


class Size(Record):
    """How many things of each kind an answer had on a day; later answers are held against it."""

    on: date
    counts: dict[str, int]


class Taken(Record):
    """What looked wrong about an answer of a day that a person took nevertheless, a sentence each."""

    on: date
    what: tuple[str, ...]


class Receipt(Record):
    """Where a snapshot came from.

    ``changed`` is the day its content last changed, ``dated`` the source's own day.

    ``etag`` and ``last_modified`` make the next fetch conditional (RFC 9110, section 13); ``sha256`` is of
    the snapshot's main file as it stands under ``data/``.
    """

    address: str
    changed: date
    dated: date | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str
    rows: int
    set_aside: tuple[SetAside, ...] = ()
    size: Size | None = None
    taken: tuple[Taken, ...] = ()


class Admission(NamedTuple):
    """What the guards of a fetch say of an answer that may be written.

    ``size`` is what later answers are held against, and ``taken`` what looked wrong and a person took.
    """

    size: Size | None = None
    taken: tuple[str, ...] = ()


ADMITTED = Admission()


class Origin(NamedTuple):
    """Where an answer came from, with the validators that make the next request conditional."""

    address: str
    etag: str | None = None
    last_modified: str | None = None


class Stored(NamedTuple):
    """What storing a snapshot did: whether anything changed, and the journal lines that it wrote."""

    changed: bool
    changes: int
    rows: int


@dataclass(frozen=True)
class Outcome:
    """What became of a feed in a fetch; ``error`` is one printable line: why it failed or was skipped."""

    feed: str
    status: Literal["changed", "unchanged", "skipped", "failed"]
    rows: int = 0
    changes: int = 0
    set_aside: tuple[SetAside, ...] = ()
    unknown_keys: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    error: str | None = None


class Failure(Record):
    """A feed that could not be read on a day: the snapshot on file is older than that."""

    on: date
    why: str


def snapshot_file(feed: str) -> str:
    """Return the main file of a feed's snapshot: ``arena/text.json`` for ``arena/text``."""
    return f"{feed}.json"
