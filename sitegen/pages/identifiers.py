"""Identifiers: every name that programs know a model by, links out, and the record as upstream sent it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic_core import to_json

from sitegen.catalog.model import Model
from sitegen.pages.addresses import url_path
from sitegen.pages.evidence import source_type
from sitegen.pages.figures import absence
from sitegen.pages.prose import UPSTREAM
from sitegen.records import Json
from sitegen.records.listing import Listing

HUGGING_FACE = "https://huggingface.co/"


class Value(NamedTuple):
    """One identifier; ``blank`` says that the text is the reason for its absence."""

    text: str
    link: str = ""
    note: str = ""
    blank: bool = False


class Identifier(NamedTuple):
    """A kind of identifier with every one of that kind."""

    label: str
    values: tuple[Value, ...]


class RawRecord(NamedTuple):
    """A record as upstream sent it; of a further variant only what differs from the first."""

    id: str
    json: str
    whole: bool


def identifiers(model: Model) -> tuple[Identifier, ...]:
    """Return a model's ids, slug, and addresses elsewhere."""
    listing = model.primary
    ids = [_id(one) for one in model.variants]
    ids += [Value(one.listing.id, note="no longer listed") for one in model.gone]
    return (
        Identifier("OpenRouter ids" if len(ids) > 1 else "OpenRouter id", tuple(ids)),
        Identifier("Canonical slug", (Value(model.slug, note="the key of this page"),)),
        Identifier("Hugging Face id", (_hugging_face(listing),)),
        *_upstream_links(listing),
        Identifier("Source type", (Value(source_type(model)),)),
    )


def _id(listing: Listing) -> Value:
    note = f"variant “{listing.variant}”" if listing.variant else ""
    return Value(listing.id, f"{UPSTREAM}/{url_path(listing.id)}", note)


def _hugging_face(listing: Listing) -> Value:
    name = listing.hugging_face_id
    if name is None:
        return Value(str(absence(listing, "hugging_face_id")), blank=True)
    return Value(name, f"{HUGGING_FACE}{url_path(name)}")


def _upstream_links(listing: Listing) -> Iterable[Identifier]:
    for name, way in (listing.links or {}).items():
        if isinstance(way, str) and way.startswith("/") and not way.startswith("//"):
            yield Identifier(f"Upstream link, {name}", (Value(way, f"{UPSTREAM}{url_path(way)}"),))


def raw_records(listings: Sequence[Listing]) -> Iterable[RawRecord]:
    """Return each id's record, without what the first one has already shown."""
    first: Mapping[str, Json] = {}
    for listing in listings:
        own = {
            key: value
            for key, value in listing.raw.items()
            if key == "id" or key not in first or first[key] != value
        }
        yield RawRecord(listing.id, to_json(own, indent=1).decode(), whole=not first)
        first = first or listing.raw
