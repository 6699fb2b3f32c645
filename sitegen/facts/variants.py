"""Variants: each id of a model as programs read it, with a reason for whatever its record lacks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, NotRequired, TypedDict

from sitegen.catalog.model import Model
from sitegen.facts.prices import PriceEntry, PriceTexts, RuleEntry, exact
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import MANY, Blank, day
from sitegen.records import Json
from sitegen.records.listing import NEVER, Listing

LISTED, GONE = "listed", "gone"


class VariantEntry(TypedDict):
    """One OpenRouter id of a model."""

    id: Annotated[str, "The id to put into a request to OpenRouter."]
    suffix: Annotated[str, "What stands behind the id's colon (free, batch, thinking); empty for a plain id."]
    name: Annotated[str, "The name in the source."]
    status: Annotated[str, "listed, or gone when the id has left the source."]
    listed: Annotated[str | None, "The day on which OpenRouter listed the id; not the day of the release."]
    expires: Annotated[str | None, "The day on which the id goes away, where the source names one."]
    context_tokens: Annotated[int | None, "The longest context, in tokens."]
    output_tokens: Annotated[int | None, "The longest answer, in tokens, at the provider listed first."]
    input_modalities: Annotated[list[str] | None, "What goes in: text, image, audio, file, video."]
    output_modalities: Annotated[list[str] | None, "What comes out."]
    parameters: Annotated[list[str] | None, "Request parameters that some provider of the id supports."]
    tokenizer: Annotated[str | None, "The family of the tokenizer."]
    hugging_face_id: Annotated[str | None, "The repository of the open weights on Hugging Face."]
    prices: Annotated[dict[str, PriceEntry], "Base prices by kind; a kind that is absent is not published."]
    rules: Annotated[list[RuleEntry], "When other prices hold. Among rules that apply the last one wins."]
    blanks: NotRequired[Blanks]


class AliasEntry(TypedDict):
    """Where an alias points."""

    id: Annotated[str, "The id that answers for the alias at present."]
    name: Annotated[str, "Its name."]


class VariantDetail(VariantEntry):
    """One OpenRouter id with everything that the source says of it."""

    provider_context_tokens: Annotated[int | None, "The context of the provider that is listed first."]
    moderated: Annotated[bool | None, "Whether the provider that is listed first filters content."]
    router: Annotated[bool, "Whether the id stands for other models: a router, or an alias."]
    alias_of: Annotated[AliasEntry | None, "Where an alias points at present."]
    instruct_type: Annotated[str | None, "The prompt format, where the source names one."]
    knowledge_cutoff: Annotated[str | None, "How far the training data go, as the source writes it."]
    discount: Annotated[str | None, "The discount that the source states, as a decimal string."]
    default_parameters: Annotated[dict[str, Json], "Parameters that are set when a request leaves them out."]
    reasoning: Annotated[dict[str, Json], "How thinking is controlled, in the source's own words."]
    voices: Annotated[list[str], "Voices of a model that speaks."]
    unread_prices: Annotated[dict[str, Json], "Price keys whose value is no price, as they came."]


def variant_entry(listing: Listing, status: str, texts: PriceTexts) -> VariantEntry:
    """Return one id for choosing: prices, limits, modalities, parameters."""
    shape, rules = listing.architecture, listing.prices.rules
    entry: VariantEntry = {
        "id": listing.id,
        "suffix": listing.variant,
        "name": listing.name,
        "status": status,
        "listed": day(listing.listed) or None,
        "expires": day(listing.expires) or None,
        "context_tokens": listing.context_length,
        "output_tokens": listing.top_provider.max_completion_tokens,
        "input_modalities": list(shape.input_modalities) or None,
        "output_modalities": list(shape.output_modalities) or None,
        "parameters": list(listing.parameters) if has_parameters(listing) else None,
        "tokenizer": shape.tokenizer,
        "hugging_face_id": listing.hugging_face_id,
        "prices": texts.entries(listing.prices.prices),
        "rules": [texts.rule_entry(rule) for rule in rules] if rules else [],
    }
    return explained(entry, absences(listing))


UPSTREAM_KEYS = {
    "listed": "created",
    "expires": "expiration_date",
    "context_tokens": "context_length",
    "output_tokens": "top_provider.max_completion_tokens",
    "input_modalities": "architecture.input_modalities",
    "output_modalities": "architecture.output_modalities",
    "parameters": "supported_parameters",
    "provider_context_tokens": "top_provider.context_length",
    "moderated": "top_provider.is_moderated",
    "tokenizer": "architecture.tokenizer",
    "instruct_type": "architecture.instruct_type",
    "knowledge_cutoff": "knowledge_cutoff",
    "hugging_face_id": "hugging_face_id",
}
"""Our field → the key of the record that it comes from."""


_FIELDS: dict[str, dict[str, str]] = {"": {}, "architecture": {}, "top_provider": {}}
"""A part of the record, "" for the record itself → its keys → our fields."""
for _field, _key in UPSTREAM_KEYS.items():
    _part, _, _name = _key.rpartition(".")
    _FIELDS[_part][_name] = _field


def absences(listing: Listing) -> Mapping[str, str]:
    """Return the reasons for what a record lacks: it is not in the source, or an id never expires."""
    raw = listing.raw
    parts = (raw.get("architecture"), raw.get("top_provider"))
    keys = [tuple(part) if isinstance(part, dict) else () for part in parts]
    return _absences((tuple(raw), *keys), never=listing.expiration_date == NEVER)


@lru_cache(maxsize=MANY)
def _absences(keys: tuple[tuple[str, ...], ...], *, never: bool) -> Mapping[str, str]:
    """Return the reasons by the keys that the record and its parts have; records have few sets of keys."""
    # Most ids are no alias.
    found = {"alias_of": Blank.NOT_APPLICABLE.value}
    if never:
        found["expires"] = "never"
    for present, fields in zip(keys, _FIELDS.values(), strict=True):
        for key in fields.keys() - set(present):
            found[fields[key]] = Blank.NOT_IN_SOURCE.value
    return found


def has_parameters(listing: Listing) -> bool:
    """Whether the source names the parameters: an empty list is an answer, an absent one is none."""
    return listing.raw.get("supported_parameters") is not None


def variant_detail(entry: VariantEntry, listing: Listing) -> VariantDetail:
    """Return one id with everything that its record says, beginning with ``entry``."""
    defaults, discount = listing.default_parameters or {}, listing.prices.discount
    detail: VariantDetail = {
        **entry,
        "provider_context_tokens": listing.top_provider.context_length,
        "moderated": listing.top_provider.is_moderated,
        "router": listing.router,
        "alias_of": _alias(listing),
        "instruct_type": listing.architecture.instruct_type,
        "knowledge_cutoff": listing.knowledge_cutoff,
        "discount": None if discount is None else exact(discount),
        "default_parameters": {key: value for key, value in defaults.items() if value is not None},
        "reasoning": listing.reasoning or {},
        "voices": list(listing.supported_voices),
        "unread_prices": listing.prices.unread,
    }
    return explained(detail, absences(listing))


def _alias(listing: Listing) -> AliasEntry | None:
    target = listing.alias_target
    return None if target is None else {"id": target.slug, "name": target.name or target.slug}


def variant_entries(model: Model, texts: PriceTexts) -> list[VariantEntry]:
    """Return the ids of a model for choosing, the primary first and those that are gone last."""
    entries = [variant_entry(listing, LISTED, texts) for listing in model.variants]
    return entries + [variant_entry(item.listing, GONE, texts) for item in model.gone]


def variant_details(model: Model, texts: PriceTexts) -> list[VariantDetail]:
    """Return the ids of a model with everything that their records say, in the same order."""
    return [
        variant_detail(entry, listing)
        for entry, listing in zip(variant_entries(model, texts), model.listings, strict=True)
    ]
