"""Models as the JSON values of ``shapes``: what they are, cost and can do, and what they were."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.catalog.model import Model
from sitegen.facts.context import Known
from sitegen.facts.evidence import NOT_APPLICABLE, NOT_IN_SOURCE, headline_entry, source_type
from sitegen.facts.price_texts import PriceBook, exact
from sitegen.facts.ratings import no_headline
from sitegen.facts.shapes import AliasEntry, Identity, PriceEntry, RuleEntry, VariantDetail, VariantEntry
from sitegen.facts.usage import no_usage, usage_entry
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.documents import explained
from sitegen.forms.figures import day, rule_condition
from sitegen.records.listing import NEVER, Listing
from sitegen.records.price import Price, PriceRule

LISTED, GONE = "listed", "gone"


def price_entries(prices: Iterable[Price], book: PriceBook) -> dict[str, PriceEntry]:
    """Return prices by kind, in page order."""
    return {one.price.key: one.entry for one in map(book.forms, prices)}


def rule_entry(rule: PriceRule, book: PriceBook) -> RuleEntry:
    """Return a price rule with its conditions as upstream names them."""
    named = {
        "min_prompt_tokens": rule.min_prompt_tokens,
        "utc_start": rule.utc_start,
        "utc_end": rule.utc_end,
    }
    return {
        "condition": rule_condition(rule),
        "when": {
            **{key: value for key, value in named.items() if value is not None},
            **rule.other_conditions,
        },
        "prices": price_entries(rule.prices, book),
    }


def variant_entry(listing: Listing, status: str, book: PriceBook) -> VariantEntry:
    """Return one id for choosing: prices, limits, modalities, parameters."""
    entry: VariantEntry = {
        "id": listing.id,
        "suffix": listing.variant,
        "name": listing.name,
        "status": status,
        "listed": day(listing.listed) or None,
        "expires": day(listing.expires) or None,
        "context_tokens": listing.context_length,
        "output_tokens": listing.top_provider.max_completion_tokens,
        "input_modalities": list(listing.architecture.input_modalities) or None,
        "output_modalities": list(listing.architecture.output_modalities) or None,
        "parameters": list(listing.parameters) if told_parameters(listing) else None,
        "tokenizer": listing.architecture.tokenizer,
        "hugging_face_id": listing.hugging_face_id,
        "prices": price_entries(listing.prices.prices, book),
        "rules": [rule_entry(rule, book) for rule in listing.prices.rules],
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
_PARTS = [(part, frozenset(names), names) for part, names in _FIELDS.items()]


def absences(listing: Listing) -> dict[str, str]:
    """Return the reasons for what the record lacks: it is not in the source, or an id never expires.

    Most ids are no alias.
    """
    raw = listing.raw
    found = {"alias_of": NOT_APPLICABLE}
    if listing.expiration_date == NEVER:
        found["expires"] = "never"
    for part, keys, fields in _PARTS:
        held = raw.get(part) if part else raw
        for key in keys.difference(held) if isinstance(held, dict) else keys:
            found[fields[key]] = NOT_IN_SOURCE
    return found


def told_parameters(listing: Listing) -> bool:
    """Whether the source tells the parameters: an empty list is an answer, an absent one is none."""
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


def variants_of(model: Model) -> list[tuple[Listing, str]]:
    """Return a model's listings with their status, the primary first and those that are gone last."""
    current = [(listing, LISTED) for listing in model.variants]
    return [*current, *[(gone.listing, GONE) for gone in model.gone]] if model.gone else current


def identity(model: Model, known: Known) -> Identity:
    """Return what a model is."""
    primary, address = model.primary, known.site.url(url_path(model_path(model.slug)))
    entry: Identity = {
        "slug": model.slug,
        "id": primary.id,
        "name": primary.name,
        "author": model.author,
        "source_type": source_type(model),
        "status": LISTED if model.left is None else GONE,
        "left": day(model.left) or None,
        "url": address,
        "json": f"{address}index.json",
        "markdown": f"{address}index.md",
        "headline": headline_entry(model, known.board_days),
        "usage": usage_entry(model, known.usage),
    }
    reasons = {
        "left": NOT_APPLICABLE,
        "headline": no_headline(model, known.catalog),
        "usage": no_usage(model, known.usage).value,
    }
    return explained(entry, reasons)
