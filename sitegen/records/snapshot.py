"""A snapshot: what one answer of a source becomes under ``data/``, and the receipt that goes with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sitegen.records import Json, Record


class SetAside(Record):
    """A row that was refused, and why; the rest of its source went on."""

    row: str
    reason: str


@dataclass(frozen=True)
class Feed:
    """What one snapshot is read from: its name (``arena/text``) and the first address of each part."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Snapshot:
    """One feed in the normal form of ``data/``: ``files`` maps a path under ``data/`` to its JSON value."""

    feed: str
    files: dict[str, Json]
    rows: int
    dated: date | None = None
    set_aside: tuple[SetAside, ...] = ()
    unknown_keys: dict[str, int] = field(default_factory=dict)


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


@dataclass(frozen=True)
class Origin:
    """Where an answer came from, with the validators that make the next request conditional."""

    source: str
    address: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Stored:
    """What storing a snapshot did: whether anything changed, and the journal lines that it wrote."""

    changed: bool
    changes: int
    rows: int


class Failure(Record):
    """A feed that could not be read on a day: the snapshot on file is older than that."""

    on: date
    why: str
