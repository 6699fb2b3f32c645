"""Identifiers: every name that programs know a model by, and the record as upstream sent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.model import Model
from sitegen.facts.boards import HeadlineEntry, Rank, headline_json
from sitegen.facts.sellers.release import SOURCE, released
from sitegen.facts.usage import UsageEntry, UsageFacts, usage_json
from sitegen.facts.variants import GONE, LISTED, Variant
from sitegen.forms.addresses import model_path, url_path, words_path
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import MANY, day
from sitegen.records import Json, json_bytes
from sitegen.records.listing import Listing
from sitegen.records.settings import Site


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

    ``without_description`` says that the description is left out, because the page shows it as text.
    """

    id: str
    json: str
    first: bool
    without_description: bool = False


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
    ids += [Value(variant.id, "retired") for variant in variants[current:]]
    return (
        Identifier("OpenRouter ids" if len(ids) > 1 else "OpenRouter id", tuple(ids)),
        Identifier("Canonical slug", (Value(model.slug, "the key of this page"),)),
        _hugging_face(main.weights, main.reason("hugging_face_id")),
        *[_released(*one) for one in released(model)],
        _source_type(source_type(model)),
    )


@lru_cache(maxsize=MANY)
def _hugging_face(name: str | None, reason: str) -> Identifier:
    value = Value(reason, blank=True) if name is None else Value(name)
    return Identifier("Hugging Face id", (value,))


@lru_cache(maxsize=MANY)
def _released(label: str, value: str, reason: str) -> Identifier:
    shown = Value(value, f"by {SOURCE}") if value else Value(reason, blank=True)
    return Identifier(label, (shown,))


@lru_cache(maxsize=8)
def _source_type(known_from: str) -> Identifier:
    return Identifier("Source type", (Value(known_from),))


DESCRIPTION = "description"
"""The one field that a page shows word for word elsewhere: of the record it would be a second copy."""


def raw_records(listings: Sequence[Listing]) -> tuple[RawRecord, ...]:
    """Return each id's record as a page shows it: without what it has already shown.

    The description stands at the top of the page, and of a further variant only what differs is news. The
    record that is whole is the one in ``index.json``.
    """
    main, *others = listings
    own = dict(main.raw)
    shortened = bool(main.description) and own.pop(DESCRIPTION, None) is not None
    shown = RawRecord(main.id, _json(own), first=True, without_description=shortened)
    return (shown, *[RawRecord(one.id, _json(_news(one.raw, main.raw)), first=False) for one in others])


def _news(raw: Mapping[str, Json], first: Mapping[str, Json]) -> dict[str, Json]:
    return {key: raw[key] for key in raw if key == "id" or key not in first or first[key] != raw[key]}


def _json(value: Mapping[str, Json]) -> str:
    return json_bytes(value, indent=1).decode()


class Identity(TypedDict):
    """What a model is: a canonical slug with all its ids."""

    slug: Annotated[str, "The canonical slug of OpenRouter: the key, it never changes."]
    id: Annotated[str, "The primary id: the plain one where there is one."]
    name: Annotated[str, "The name in the source."]
    kind: Annotated[str, "model, alias or router: the last two stand for models and are none."]
    author: Annotated[str, "The first part of the slug."]
    source_type: Annotated[str, "openrouter_and_arena where an Arena name is joined, else openrouter_only."]
    status: Annotated[str, "listed, or gone when no id of the model is listed any more."]
    left: Annotated[str | None, "The day since which no id is listed."]
    url: Annotated[str, "The model's page."]
    json: Annotated[str, "The model's own JSON file, with evidence, history and the raw records."]
    markdown: Annotated[str, "The model's page as Markdown."]
    release_date: Annotated[
        str | None,
        "The day, month or year in which the model came out, by models.dev; not that of the listing.",
    ]
    knowledge_cutoff: Annotated[
        str | None, "How far the training data go, by models.dev, as precise as there."
    ]
    open_weights: Annotated[bool | None, "Whether the weights can be downloaded, by models.dev."]
    headline: Annotated[HeadlineEntry | None, "The Arena row that stands for the model."]
    usage: Annotated[UsageEntry | None, "Its place in OpenRouter's ranking by tokens."]
    blanks: NotRequired[Blanks]


def identity(model: Model, rank: Rank, usage: UsageFacts, site: Site) -> Identity:
    """Return what a model is."""
    primary, address = model.primary, site.url(url_path(model_path(model.slug)))
    day_out, cutoff, weights = released(model)
    entry: Identity = {
        "slug": model.slug,
        "id": primary.id,
        "name": primary.name,
        "kind": primary.kind,
        "author": model.author,
        "source_type": source_type(model),
        "status": LISTED if model.left is None else GONE,
        "left": day(model.left) or None,
        "url": address,
        "json": f"{address}index.json",
        "markdown": f"{address}index.md",
        "release_date": day_out.value or None,
        "knowledge_cutoff": cutoff.value or None,
        "open_weights": model.release.open_weights if model.release else None,
        "headline": headline_json(rank),
        "usage": usage_json(usage),
    }
    reasons = {
        "left": Blank.NOT_APPLICABLE.value,
        "release_date": day_out.reason,
        "knowledge_cutoff": cutoff.reason,
        "open_weights": weights.reason,
        "headline": rank.reason,
        "usage": usage.reason,
    }
    return explained(entry, reasons)


def source_type(model: Model) -> str:
    """Return the sources of a model as programs read them: ``openrouter_only`` or with Arena."""
    return "openrouter_and_arena" if model.rated else "openrouter_only"
