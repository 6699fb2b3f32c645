"""Refusals of a source: of one row with its reason, or of the whole answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from sitegen.errors import SourceError
from sitegen.records import Json, Row, first_fault
from sitegen.records.snapshot import SetAside, set_aside_lines

MOST_SET_ASIDE = 0.02
"""The share of refused rows above which the whole answer is refused."""

MOST_UNREAD = 0.1
"""The share of a feed's records whose own addresses may fail; above it the source is down, not a record."""

MOST_VALUES, MOST_PARTS, LONGEST_TEXT = 1_000, 100, 20_000
"""So many values of one field, maps in one list of them, and characters of a text but a description are read.

Real fields had 132 values, lists four tiers of prices and 21 marks, and texts 124 characters. Each tier is a
row of a table, and a name stands on many pages; a new field may yet hold a long template.
"""

MOST_OFFERS = 100
"""So many offers of one model are read. Real models had 28."""

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


def sent_row(row: Json) -> Row:
    """Return a record of an answer as a map; raises ValueError for one that no page could show, or for none.

    The error names the field at fault: ``pricing: has 20,000 entries in a list, and at most 100 are read``.
    """
    for key, value in as_row(row).items():
        inner = [*_inner(value)]
        texts = [key, *(one for one in inner if isinstance(one, str))]
        texts += [name for one in inner if isinstance(one, dict) for name in one]
        parts = [sum(isinstance(part, dict) for part in one) for one in inner if isinstance(one, list)]
        for size, most, what in (
            (max(map(len, texts)), LONGEST_TEXT, "characters in a text"),
            (max(parts, default=0), MOST_PARTS, "entries in a list"),
            (len(inner) - 1, MOST_VALUES, "values"),  # without the list itself
        ):
            if size > most and key != "description":
                raise ValueError(f"{key:.60}: has {size:,} {what}, and at most {most:,} are read")
    return as_row(row)


def _inner(value: Json) -> Iterator[Json]:
    """Yield a value, and those within it at any depth."""
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _inner(inner)
