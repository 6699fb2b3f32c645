"""Identifiers: every name that programs know a model by, and the record as upstream sent it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic_core import to_json

from sitegen.catalog.model import Model
from sitegen.pages.evidence import source_type
from sitegen.pages.figures import absence
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


def identifiers(model: Model) -> tuple[Identifier, ...]:
    """Return a model's ids, slug, and what its weights are called on Hugging Face."""
    ids = [_id(one) for one in model.variants]
    ids += [Value(one.listing.id, note="no longer listed") for one in model.gone]
    return (
        Identifier("OpenRouter ids" if len(ids) > 1 else "OpenRouter id", tuple(ids)),
        Identifier("Canonical slug", (Value(model.slug, note="the key of this page"),)),
        Identifier("Hugging Face id", (_hugging_face(model.primary),)),
        Identifier("Source type", (Value(source_type(model)),)),
    )


def _id(listing: Listing) -> Value:
    return Value(listing.id, f"variant “{listing.variant}”" if listing.variant else "")


def _hugging_face(listing: Listing) -> Value:
    name = listing.hugging_face_id
    return Value(str(absence(listing, "hugging_face_id")), blank=True) if name is None else Value(name)


TOLD = "description"
"""The one field that a page shows word for word elsewhere: of the record it would be a second copy."""


def raw_records(listings: Sequence[Listing]) -> Iterable[RawRecord]:
    """Return each id's record as a page shows it: without what it has already shown.

    The description stands at the top of the page, and of a further variant only what differs is news. The
    record that is whole is the one in ``index.json``.
    """
    first: Mapping[str, Json] = {}
    for listing in listings:
        own = {
            key: value
            for key, value in listing.raw.items()
            if key == "id" or (key not in first or first[key] != value)
        }
        told = not first and bool(listing.description) and own.pop(TOLD, None) is not None
        yield RawRecord(listing.id, to_json(own, indent=1).decode(), first=not first, told=told)
        first = first or listing.raw
