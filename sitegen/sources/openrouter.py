"""OpenRouter's catalogue: ids, slugs, prices, limits and abilities.

Documentation: https://openrouter.ai/docs/guides/overview/models (no key is needed; no data licence is
published, so the link and the day stay with the data).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from sitegen.records import Json, Row, rows_in
from sitegen.records.listing import Listing
from sitegen.records.price import PRICE_KINDS
from sitegen.records.snapshot import Feed, OnFile, SetAside, Snapshot, SourceInfo, snapshot_file
from sitegen.sources.refusal import as_row, require_few_set_aside, rows_of, sent_row, set_aside

_LINK = "https://openrouter.ai/models"

name = "openrouter"
info = SourceInfo(
    name="OpenRouter",
    publisher="OpenRouter",
    link=_LINK,
    credit=f"Source: OpenRouter ({_LINK})",
    tells="Name, description, prices, limits, abilities, identifiers",
)
key_variable: str | None = "OPENROUTER_API_KEY"
key_required = False
known_settings: tuple[str, ...] = ("address",)
# Prices of side kinds come and go honestly: in January 2026 fillers went in over 80 % of the rows.
guarded_fields: tuple[str, ...] = (
    "canonical_slug", "name", "created", "context_length", "pricing.prompt", "pricing.completion",
    "architecture.input_modalities", "architecture.output_modalities", "supported_parameters",
)  # fmt: skip
steady_fields: Mapping[str, float] = {}

FEED = "openrouter/models"
MODELS = snapshot_file(FEED)
BENCHMARKS = "openrouter/benchmarks.json"
ADDRESS = "https://openrouter.ai/api/v1/models"

# Lists whose order says nothing: upstream sends them in another order from day to day.
SETS = {"supported_parameters", "input_modalities", "output_modalities", "supported_voices"}


def feeds(settings: Mapping[str, Any], on: date, on_file: OnFile) -> tuple[Feed, ...]:  # noqa: ARG001 - always the same
    """Return the one feed of the catalogue; its address may be set in ``content/site.toml``."""
    return (Feed(FEED, (str(settings.get("address", ADDRESS)),)),)


def feed_from(address: str, answer: Json) -> Feed:  # noqa: ARG001 - every answer is the whole catalogue
    """Return the feed for an answer read from somewhere else."""
    return Feed(FEED, (address,))


def next_address(address: str, answer: Json) -> str | None:  # noqa: ARG001 - part of the Source protocol
    """Return None: the catalogue comes in one answer."""
    return None


def counts(value: Json) -> dict[str, int]:
    """Return the number of records."""
    return {"rows": len(value) if isinstance(value, list) else 0}


def named_rows(value: Json) -> dict[str, Row]:
    """Return the records by id."""
    return {str(row.get("id")): row for row in rows_in(value)}


def journaled(on_file: OnFile) -> list[Row] | None:
    """Return the records of the catalogue, or None before it was fetched."""
    models = on_file(MODELS)
    return None if models is None else rows_in(models)


def snapshot(feed: Feed, answers: Sequence[Json], previous: Json) -> Snapshot:
    """Return the catalogue in normal form: sorted by id, sets sorted, daily marks in a file of their own."""
    rows = [row for answer in answers for row in rows_of(feed.name, answer, "data")]
    listings, refused = _listings(rows)
    require_few_set_aside(feed.name, refused, len(rows))
    kept = {key: row for key, row in _last_good(previous, refused).items() if key not in listings}
    rows_by_id = kept | {
        name: {key: value for key, value in listing.raw.items() if key != "benchmarks"}
        for name, listing in listings.items()
    }
    return Snapshot(
        feed=feed.name,
        files={
            MODELS: [rows_by_id[key] for key in sorted(rows_by_id)],
            BENCHMARKS: {key: row.benchmarks for key, row in sorted(listings.items()) if row.benchmarks},
        },
        rows=len(listings) + len(kept),
        set_aside=(*refused, *odd_notes(listings.values())),
        kept=frozenset(kept),
        unknown_keys=Counter(key for row in listings.values() for key in row.unknown_keys),
    )


def odd_notes(listings: Iterable[Listing]) -> list[SetAside]:
    """Return notes on the fields of records that were set aside, by id."""
    odd = [(listing.id, field) for listing in listings for field in listing.odd]
    return [SetAside(row=key, reason=field.text, field=field.key) for key, field in sorted(odd)]


def listings(models: Json, benchmarks: Json) -> tuple[Listing, ...]:
    """Return the listings of the two files on disk; raises pydantic's ValidationError or ValueError."""
    marks = benchmarks if isinstance(benchmarks, dict) else {}
    found: list[Listing] = []
    for row in map(as_row, models if isinstance(models, list) else []):
        key = row.get("id")
        marked = {"benchmarks": marks[key]} if isinstance(key, str) and key in marks else {}
        found.append(Listing.read({**row, **marked} if marked else row))
    return tuple(found)


def _listings(rows: Sequence[Json]) -> tuple[dict[str, Listing], list[SetAside]]:
    """Return the listings of an answer by id, and notes on the rows that are refused."""
    by_id: dict[str, Listing] = {}
    refused: list[SetAside] = []
    for row in rows:
        try:
            listing = Listing.read(normal_row(sent_row(row)))
        except (ValidationError, ValueError) as error:
            refused.append(set_aside(row, ("id", "canonical_slug", "name"), error))
            continue
        if listing.id in by_id:
            refused.append(SetAside(row=listing.id, reason="id: a second record of the same id"))
        else:
            by_id[listing.id] = listing
    return by_id, refused


def normal_row(row: Row) -> Row:
    """Return a record in normal form: the id first, then keys and sets sorted, prices as strings.

    With the id in its first line, a record that comes or goes between two others is one block of a diff.
    """
    return {key: _normal_value(key, row[key]) for key in sorted(row, key=lambda key: (key != "id", key))}


def _normal_value(key: str, value: Json) -> Json:
    if isinstance(value, dict):
        numbers = key == "pricing"
        return {k: _price_string(value[k]) if numbers else _normal_value(k, value[k]) for k in sorted(value)}
    if isinstance(value, list):
        return _normal_list(key, value)
    return value


def _normal_list(key: str, value: list[Json]) -> list[Json]:
    """Return a list in normal form, sorted and without repetitions where its order says nothing."""
    strings = [item for item in value if isinstance(item, str)]
    if key in SETS and len(strings) == len(value):
        return [*sorted(set(strings))]
    return [_normal_value("", item) for item in value]


def _price_string(value: Json) -> Json:
    """Return a price that upstream sent as a number as a string: ``2.5e-06`` as ``"0.0000025"``."""
    if isinstance(value, list):
        return [_price_string(item) if isinstance(item, dict) else item for item in value]
    if isinstance(value, dict):
        return {key: _price_string(value[key]) if key in PRICE_KINDS else value[key] for key in sorted(value)}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{Decimal(str(value)):f}"
    return value


def _last_good(previous: Json, refused: Sequence[SetAside]) -> dict[str, Row]:
    """Return the last good records of the ids that were refused this time, by id."""
    names = {note.row for note in refused}
    return {str(row["id"]): row for row in rows_in(previous) if row.get("id") in names}
