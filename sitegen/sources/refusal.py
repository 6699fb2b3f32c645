"""Refusals of a source: of one row with its reason, or of the whole answer."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from sitegen.errors import SourceError
from sitegen.records import Json, Row, first_fault
from sitegen.records.snapshot import SetAside, set_aside_lines

MOST_SET_ASIDE = 0.02
"""The share of refused rows above which the whole answer is refused."""

MOST_UNREAD = 0.1
"""The share of a feed's records whose own addresses may fail; above it the source is down, not a record."""

_NAMED = 3
"""So many of the lines about them stand in the error."""

KEEP = "the snapshot on file stays; look at the answer, or try again later"


def answer_refused(feed: str, fault: str) -> SourceError:
    """Return the error for an answer that is refused whole."""
    return SourceError(feed, fault, KEEP)


def rows_of(feed: str, answer: Json, key: str) -> list[Json]:
    """Return the non-empty list under ``key`` of an answer, or raise SourceError."""
    rows = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise answer_refused(feed, f"the answer has no list {key!r}")
    if not rows:
        raise answer_refused(feed, f"the list {key!r} of the answer is empty")
    return rows


def set_aside(row: Json, name_keys: Sequence[str], error: ValidationError | ValueError) -> SetAside:
    """Return the note on one refused row: its name as far as it has one, and its first fault."""
    return SetAside(row=row_name(row, name_keys), reason=reason(error))


def row_name(row: Json, keys: Sequence[str]) -> str:
    """Return the first name that a row has under these keys, or words for a row without one."""
    if not isinstance(row, dict):
        return f"a {type(row).__name__} in the place of a record"
    return next((str(row[key])[:200] for key in keys if row.get(key)), "a record without a name")


def reason(error: ValidationError | ValueError) -> str:
    """Return the first fault of a row in one line: ``pricing.prompt: is no number``."""
    if not isinstance(error, ValidationError):
        return str(error)
    place, fault = first_fault(error)
    return f"{place}: {fault.removeprefix('Value error, ')}"[:300]


def require_few_set_aside(feed: str, refused: Sequence[SetAside], total: int) -> None:
    """Raise SourceError where more rows were refused than an honest answer holds."""
    if len(refused) > MOST_SET_ASIDE * total:
        first = f"the first one {refused[0].row} ({refused[0].reason})"
        raise answer_refused(feed, f"{len(refused)} of {total} rows are refused, {first}")


def require_few_unread(feed: str, unread: Sequence[SetAside], total: int) -> None:
    """Raise SourceError where over a tenth of the records that have an address each could not be read."""
    if len(unread) > MOST_UNREAD * total:
        first = "; ".join(set_aside_lines(unread)[:_NAMED])
        raise answer_refused(feed, f"{len(unread)} of {total} records could not be read: {first}")


def as_row(row: Json) -> Row:
    """Return a record as a map; raises ValueError for anything else."""
    if not isinstance(row, dict):
        raise ValueError("no record")
    return row
