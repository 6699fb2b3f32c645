"""Identifiers: every name that programs know a model by, and the record as upstream sent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pydantic_core import to_json

from sitegen.catalog.model import Model
from sitegen.facts.sources import source_type
from sitegen.facts.variants import Variant
from sitegen.forms.addresses import words_path
from sitegen.forms.figures import MANY
from sitegen.records import Json
from sitegen.records.listing import Listing


class Value(NamedTuple):
    """One identifier; ``blank`` says that the text is the reason for its absence."""

    text: str
    note: str = ""
    blank: bool = False


class Identifier(NamedTuple):
    """A kind of identifier with every one of that kind."""

    label: str
    values: tuple[Value, ...]


class RawRecord(NamedTuple):
    """A record as upstream sent it; of a further variant only what differs from the first.

    ``told`` says that the description is left out, because the page shows it as text.
    """

    id: str
    json: str
    first: bool
    told: bool = False


class Records(NamedTuple):
    """The records of a model's ids as upstream sent them, and their keys that we do not know.

    ``download`` is the name under which a browser keeps the model's JSON file.
    """

    shown: tuple[RawRecord, ...]
    unknown_keys: tuple[str, ...]
    download: str


def records(model: Model) -> Records:
    """Return the records of a model's current ids, or of those that left where none is listed."""
    shown = raw_records(model.variants or model.listings)
    return Records(shown, model.primary.unknown_keys, f"{words_path(model.slug)}.json")


def identifiers(model: Model, variants: Sequence[Variant]) -> tuple[Identifier, ...]:
    """Return a model's ids, slug, and what its weights are called on Hugging Face."""
    current, main = len(model.variants), variants[0]
    ids = [Value(one.id, f"variant “{one.suffix}”" if one.suffix else "") for one in variants[:current]]
    ids += [Value(variant.id, "no longer listed") for variant in variants[current:]]
    return (
        Identifier("OpenRouter ids" if len(ids) > 1 else "OpenRouter id", tuple(ids)),
        Identifier("Canonical slug", (Value(model.slug, "the key of this page"),)),
        _hugging_face(main.weights, main.reason("hugging_face_id")),
        _source_type(source_type(model)),
    )


@lru_cache(maxsize=MANY)
def _hugging_face(name: str | None, reason: str) -> Identifier:
    value = Value(reason, blank=True) if name is None else Value(name)
    return Identifier("Hugging Face id", (value,))


@lru_cache(maxsize=8)
def _source_type(known_from: str) -> Identifier:
    return Identifier("Source type", (Value(known_from),))


TOLD = "description"
"""The one field that a page shows word for word elsewhere: of the record it would be a second copy."""


def raw_records(listings: Sequence[Listing]) -> tuple[RawRecord, ...]:
    """Return each id's record as a page shows it: without what it has already shown.

    The description stands at the top of the page, and of a further variant only what differs is news. The
    record that is whole is the one in ``index.json``.
    """
    main, *others = listings
    own = dict(main.raw)
    told = bool(main.description) and own.pop(TOLD, None) is not None
    shown = RawRecord(main.id, _json(own), first=True, told=told)
    return (shown, *[RawRecord(one.id, _json(_news(one.raw, main.raw)), first=False) for one in others])


def _news(raw: Mapping[str, Json], first: Mapping[str, Json]) -> dict[str, Json]:
    return {key: raw[key] for key in raw if key == "id" or key not in first or first[key] != raw[key]}


def _json(value: Mapping[str, Json]) -> str:
    return to_json(value, indent=1).decode()
