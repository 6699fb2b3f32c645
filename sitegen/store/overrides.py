"""The hand-written files under ``data/overrides/``, read strictly; one of them a command writes, too."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import ConfigDict, StringConstraints, ValidationError

from sitegen.catalog.alarms import Accepted
from sitegen.catalog.alarms.judged import DEAREST, number
from sitegen.errors import DataError
from sitegen.forms.figures import dollars
from sitegen.matching.matches import Decision
from sitegen.records import Record, checked
from sitegen.records.amounts import per_million
from sitegen.records.change import PRICING
from sitegen.records.corrected import CORRECTABLE
from sitegen.records.correction import Correction
from sitegen.records.data_files import ACCEPTED, CORRECTIONS, MATCHES
from sitegen.records.listing import Listing
from sitegen.records.price import PRICE_KINDS, Unit
from sitegen.sources import arena
from sitegen.store.snapshots import read_bytes
from sitegen.store.transaction import locked, write_together
from sitegen.text import nearest, one_line

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

L = TypeVar("L", bound=Record)

A_YEAR = timedelta(days=366)
"""A correction is looked at again within this time."""


def require_known_files(data: Path) -> None:
    """Raise DataError for a table of overrides that nobody reads: its name or its folder's is mistyped."""
    known = [Path(name) for name in (ACCEPTED, CORRECTIONS, MATCHES)]
    for place in known:
        for path in sorted((*data.glob(place.name), *data.glob(f"*/{place.name}"))):
            if not (data / place).exists():
                raise DataError(path, "stands where nobody reads it", f"move it to {data / place}")
    for path in sorted((data / known[0].parent).glob("*.toml")):
        if path.name not in (names := [one.name for one in known]):
            raise DataError(path, "is no file of overrides", nearest(path.name, names))


class _MatchLine(Record):
    model_config = ConfigDict(extra="forbid")

    name: str
    slug: str
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    on: date | None = None
    source: Literal["arena", "modelsdev"] = "arena"


def read_decisions(
    data: Path, source: str = arena.name, listings: Iterable[Listing] = ()
) -> dict[str, Decision]:
    """Return people's decisions in ``overrides/matches.toml`` about the names of a source, by name.

    A name of Arena stands as on its board, one of models.dev as ``PROVIDER/ID``; slug "none" means no model.
    An id of one of the ``listings`` stands for its slug, unless it is the slug of a model itself.
    """
    slug_of = {listing.id: listing.slug for listing in listings}
    slug_of |= {slug: slug for slug in slug_of.values()}
    decisions: dict[str, Decision] = {}
    for line in _lines(data, MATCHES, "match", _MatchLine):
        if line.source != source:
            continue
        if line.name in decisions:
            fault = f"decides twice about {line.name!r}"
            raise DataError(data / MATCHES, fault, "keep one of the two entries")
        slug = None if line.slug == "none" else slug_of.get(line.slug, line.slug)
        decisions[line.name] = Decision(line.name, slug, line.reason, line.on)
    return decisions


def read_corrections(data: Path, listings: Iterable[Listing] = ()) -> tuple[Correction, ...]:
    """Return people's corrections in ``overrides/corrections.toml``.

    The slug of one of the ``listings`` stands for the plain id of its model, unless it is an id itself.
    """
    plain_last = sorted(listings, key=lambda listing: not listing.variant)
    id_of = {listing.slug: listing.id for listing in plain_last}
    id_of |= {listing.id: listing.id for listing in plain_last}
    found: list[Correction] = []
    for line in _lines(data, CORRECTIONS, "correction", Correction):
        one = line.model_copy(update={"id": id_of.get(line.id, line.id)})
        if fault := _correction_fault(one, found):
            raise DataError(
                data / CORRECTIONS, f"{one_line(one.id)} {one_line(one.field)}: {fault[0]}", fault[1]
            )
        found.append(one)
    return tuple(found)


def _correction_fault(one: Correction, earlier: Iterable[Correction]) -> tuple[str, str] | None:
    """Return what is wrong with a correction beside those before it, and what to do, or None."""
    if one.field not in CORRECTABLE:
        return "is no field that can be corrected", nearest(one.field, CORRECTABLE)
    if isinstance(one.value, float):
        return "value is not exact", 'write it in quotes: value = "0.000003"'
    if dear := _dear(one):
        return f"value is {dear} per 1M tokens", "write dollars for one token, as the journal does: 0.0000025"
    if any((one.id, one.field) == (other.id, other.field) and _overlap(one, other) for other in earlier):
        return "is corrected twice for the same days", "keep one of the two entries"
    return _days_fault(one)


def _days_fault(one: Correction) -> tuple[str, str] | None:
    if one.until < one.since:
        return "until is before from", "correct the days"
    if one.until - one.since > A_YEAR:
        return "holds for more than a year", "give it an earlier until, and a later one after looking again"
    return None


def _dear(one: Correction) -> str:
    """Return what a price of a token costs for a million, where no price was ever that high; else ""."""
    kind, amount = PRICE_KINDS.get(one.field.removeprefix(PRICING)), number(one.value)
    is_dear = kind and kind.unit is Unit.TOKEN and one.field.startswith(PRICING) and (amount or 0) > DEAREST
    return dollars(per_million(amount)) if is_dear and amount else ""


def _overlap(one: Correction, other: Correction) -> bool:
    return one.since <= other.until and other.since <= one.until


def read_accepted(data: Path) -> tuple[Accepted, ...]:
    """Return the alarming changes that people accepted in ``overrides/accepted.toml``.

    An entry for all ids or all fields must end, or nothing would ever be alarming again.
    """
    lines = tuple(_lines(data, ACCEPTED, "accepted", Accepted))
    for line in lines:
        if "*" in (line.id, line.field) and line.until is None:
            fault = f"{one_line(line.id)} {one_line(line.field)}: accepts for good"
            raise DataError(data / ACCEPTED, fault, "add until = …, the last day of changes that it accepts")
    return lines


def add_accepted(data: Path, tables: Sequence[str]) -> None:
    """Add entries, as TOML, to ``overrides/accepted.toml``; raises OutputError where the disk refuses."""
    with locked(data):
        held = _text(data, ACCEPTED)
        text = held if not held or held.endswith("\n") else f"{held}\n"
        _write(data, text + "".join(tables))


def remove_accepted(data: Path, lines: Collection[Accepted]) -> None:
    """Remove entries of ``overrides/accepted.toml`` and leave all else as it stands.

    Raises DataError where the file is laid out in a way in which they are not found.
    """
    with locked(data):
        entries = read_accepted(data)
        text = _text(data, ACCEPTED)
        places = [match.start() for match in _HEAD.finditer(text)]
        kept = [entry for entry in entries if entry not in lines]
        ends = [*places[1:], len(text)]
        for start, end, entry in reversed(list(zip(places, ends, entries, strict=False))):
            if entry in lines:
                text = text[:start] + text[start + _length(text[start:end]) :]
        if len(places) != len(entries) or _parsed(data / ACCEPTED, text, "accepted", Accepted) != kept:
            fault = "is laid out in a way that is left to people"
            raise DataError(data / ACCEPTED, fault, "remove the entries that sitegen check data names")
        _write(data, text)


_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*accepted[ \t]*\]\]", re.MULTILINE)


def _length(block: str) -> int:
    """Return the length of an entry; blank lines and comments below it belong to what follows."""
    lines = block.splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return sum(map(len, lines))


def _write(data: Path, text: str) -> None:
    write_together(data, {ACCEPTED: text.encode()})


def _lines(data: Path, name: str, table: str, kind: type[L]) -> list[L]:
    """Return the entries of a hand-written file; raises DataError that names the file and the entry."""
    return _parsed(data / name, _text(data, name), table, kind)


def _text(data: Path, name: str) -> str:
    """Return the text of a hand-written file, "" where there is none; some editors begin it with a mark."""
    try:
        return (read_bytes(data, name) or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(data / name, f"is no TOML ({error})", "correct the line") from None


def _parsed(path: Path, text: str, table: str, kind: type[L]) -> list[L]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(path, f"is no TOML ({error})", "correct the line") from None
    except RecursionError:
        raise DataError(path, "is no TOML (lists or tables nested too deep)", "correct it") from None
    for name in tables:
        if name != table:
            raise DataError(path, f"{one_line(name)} is no table of this file", f"did you mean [[{table}]]?")
    entries = tables.get(table, [])
    if not isinstance(entries, list):
        raise DataError(path, f"[{table}] is one table", f"write [[{table}]], which may stand again")
    return [_entry(path, f"{table} {number}", entry, kind) for number, entry in enumerate(entries, start=1)]


def _entry(path: Path, place: str, entry: object, kind: type[L]) -> L:
    """Return one entry of a file; raises DataError with what was meant."""
    try:
        return checked(kind, entry)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
    # A mistyped key is also one that is missing: the first says what was meant.
    first = min(errors, key=lambda one: one["type"] != _UNKNOWN)
    named = entry.get("id") or entry.get("name") if isinstance(entry, dict) else None
    where = f"{place} ({one_line(named)})" if isinstance(named, str) and named else place
    key = one_line(str(first["loc"][0])) if first["loc"] else "it"
    known = [one.alias or name for name, one in kind.model_fields.items()]
    fault, step = _fault(first, key, known)
    raise DataError(path, f"{where}: {key} {fault}", step)


_UNKNOWN = "extra_forbidden"
_FAULTS = {
    "missing": ("is missing", "add {key} = …"),
    "string_too_short": ("is empty", "say it, in quotes: {key} = …"),
    "string_type": ("is no text", 'write it in quotes: {key} = "…"'),
    "string_pattern": ("is no address", 'write {key} = "https://…"'),
    "literal_error": ("is none of those that are known", "write {expected}"),
    "date": ("is no day", "write it without quotes: {key} = 2026-05-15"),
    "model": ("is no table", "write a key and a value a line"),
    "": ("is no value that the journal can have", "copy it from sitegen accept --format json"),
}
"""The beginning of the kind of an error of pydantic's → what is wrong with a key, and what to write instead.

https://docs.pydantic.dev/latest/errors/validation_errors/
"""


def _fault(error: ErrorDetails, key: str, known: Iterable[str]) -> tuple[str, str]:
    if error["type"] == _UNKNOWN:
        return "is no key of such an entry", nearest(key, known)
    fault, step = next(words for kind, words in _FAULTS.items() if error["type"].startswith(kind))
    return fault, step.format(key=key, expected=error.get("ctx", {}).get("expected"))
