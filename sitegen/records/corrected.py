"""Corrected records: what corrections make of the catalogue of a day, and which of them have ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from sitegen.errors import DataError
from sitegen.records import Json, Row, first_fault
from sitegen.records.change import keys_of, with_value
from sitegen.records.correction import Applied, Correction
from sitegen.records.data_files import CORRECTIONS
from sitegen.records.listing import KEYS, Architecture, Listing, TopProvider
from sitegen.records.price import PRICE_KINDS

CORRECTABLE = (
    *[f"pricing.{key}" for key in (*PRICE_KINDS, "discount", "overrides")],
    *[f"architecture.{one.name}" for one in fields(Architecture)],
    *[f"top_provider.{one.name}" for one in fields(TopProvider)],
    *sorted(
        KEYS
        - {"id", "canonical_slug", "pricing", "architecture", "top_provider", "alias_target", "benchmarks"}
    ),
)
"""The fields that can be corrected: all that pages show of a record, but for which model it is."""


class Ending(StrEnum):
    """Why a correction holds no more."""

    AGREED = "upstream agrees"
    OVER = "its last day is over"
    NO_ID = "no record has this id or slug"


class Ended(NamedTuple):
    """A correction that is of no use any more, and why."""

    correction: Correction
    why: Ending


class Corrected(NamedTuple):
    """Records with the corrections that hold: those that differ from upstream's, by id."""

    listings: Mapping[str, Listing] = MappingProxyType({})
    applied: tuple[Applied, ...] = ()
    ended: tuple[Ended, ...] = ()


def corrected(
    listings: Iterable[Listing], corrections: Sequence[Correction], today: date | None
) -> Corrected:
    """Apply corrections to records of the catalogue of a day; None is a day on which all of them hold.

    Raises DataError where a value is not of the kind of its field.
    """
    if not corrections:
        return Corrected()
    known = {listing.id: listing for listing in listings}
    changed: dict[str, list[Applied]] = {}
    ended: list[Ended] = []
    for one in corrections:
        listing = known.get(one.id)
        if why := _ending(listing, one, today):
            ended.append(Ended(one, why))
        elif listing and (today is None or one.since <= today):
            changed.setdefault(one.id, []).append(Applied(one, value_at(listing.raw, one.field)))
    found = {key: _with(known[key], own) for key, own in changed.items()}
    return Corrected(found, tuple(one for own in changed.values() for one in own), tuple(ended))


def is_corrected(applied: Iterable[Applied], source: str, key: str, field: str) -> bool:
    """Whether a field of an id, as the journal names both, is corrected: an alarm about it is closed."""
    return source == "openrouter" and any(
        (one.correction.id, one.correction.field) == (key, field) for one in applied
    )


def value_at(row: Row, field: str) -> Json:
    """Return what a record has in a field of the journal; None for nothing."""
    value: Json = row
    for key in keys_of(field):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _ending(listing: Listing | None, one: Correction, today: date | None) -> Ending | None:
    if listing is None:
        return Ending.NO_ID
    # Before the days are asked: a value that cannot be shown is refused while a person is at it.
    agrees = _read(with_value(listing.raw, one.field, one.shown), one) == listing
    if agrees and (today is None or one.since <= today):
        return Ending.AGREED
    return Ending.OVER if today is not None and one.until < today else None


def _read(row: Row, one: Correction) -> Listing:
    """Return the record with a correction; raises DataError where its value is not of the field's kind."""
    place, step = f"data/{CORRECTIONS}", "correct the value, which is written as in the journal"
    try:
        listing = Listing.read(row)
    except ValidationError as error:
        raise DataError(place, f"{one.id} {one.field}: {first_fault(error)[1]}", step) from None
    for odd in listing.odd:
        if odd.key == one.field and not one.withheld:
            raise DataError(place, f"{one.id} {one.field}: {odd.value} is {odd.fault}", step)
    return listing


def _with(listing: Listing, applied: Sequence[Applied]) -> Listing:
    row = listing.raw
    for one in applied:
        row = with_value(row, one.correction.field, one.correction.shown)
    found = Listing.read(row)
    object.__setattr__(found, "raw", listing.raw)
    object.__setattr__(found, "corrected", tuple(applied))
    return found
