"""Variants: each id of a model with its prices, limits and abilities, and a reason for whatever it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.cost import OUTPUT_KINDS, charged_outputs, first_limits
from sitegen.catalog.model import Model
from sitegen.facts.doubts.correction_entries import (
    CorrectedValue,
    CorrectionEntry,
    corrected_values,
    correction_entry,
)
from sitegen.facts.prices import (
    NoPrice,
    PriceEntry,
    PriceForms,
    PriceTexts,
    RuleEntry,
    RuleForms,
    exact,
    no_price,
    price_entries,
)
from sitegen.forms.blanks import NONE_PLANNED, Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import MANY, day
from sitegen.forms.markdown import words
from sitegen.records import Json
from sitegen.records.change import PRICING
from sitegen.records.listing import MODEL, NEVER, Listing, smaller_window

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
    provider_context_tokens: Annotated[
        int | None, "The context of the seller that is put first, whose prices these are."
    ]
    input_tokens: NotRequired[
        Annotated[int, "Only where the seller that is put first takes less input than its context: how much."]
    ]
    output_tokens: Annotated[int | None, "The longest answer, in tokens, of the seller that is put first."]
    input_modalities: Annotated[list[str] | None, "What goes in: text, image, audio, file, video."]
    output_modalities: Annotated[list[str] | None, "What comes out."]
    parameters: Annotated[list[str] | None, "Request parameters that some seller of the id supports."]
    tokenizer: Annotated[str | None, "The family of the tokenizer."]
    hugging_face_id: Annotated[str | None, "The repository of the open weights on Hugging Face."]
    prices: Annotated[dict[str, PriceEntry], "Base prices by kind; a kind that is absent is not published."]
    rules: Annotated[list[RuleEntry], "When other prices hold. Among rules that apply the last one wins."]
    hours: Annotated[
        list[int],
        "The times of day (HHMM in UTC) at which prices become others, where rules fill the whole day; "
        "empty where they do not.",
    ]
    unpriced_outputs: Annotated[
        list[str], "What comes out beside text at a price that is not published, where the text is free."
    ]
    corrections: NotRequired[
        Annotated[
            list[CorrectionEntry],
            "The fields in which a person’s value stands for the source’s, or which are withheld; absent "
            "where there are none.",
        ]
    ]
    blanks: NotRequired[Blanks]


class AliasEntry(TypedDict):
    """Where an alias points."""

    id: Annotated[str, "The id that answers for the alias at present."]
    name: Annotated[str, "Its name."]


class VariantDetail(VariantEntry):
    """One OpenRouter id with everything that the source says of it."""

    moderated: Annotated[bool | None, "Whether the seller that is put first filters content."]
    router: Annotated[bool, "Whether the id stands for other models: a router, or an alias."]
    alias_of: Annotated[AliasEntry | None, "Where an alias points at present."]
    instruct_type: Annotated[str | None, "The prompt format, where the source names one."]
    knowledge_cutoff: Annotated[str | None, "How far the training data go, as the source writes it."]
    discount: Annotated[str | None, "The discount that the source states, as a decimal string."]
    default_parameters: Annotated[dict[str, Json], "Parameters that are set when a request leaves them out."]
    reasoning: Annotated[dict[str, Json], "How thinking is controlled, in the source's own words."]
    voices: Annotated[list[str], "Voices of a model that speaks."]
    unread_prices: Annotated[dict[str, Json], "Price keys whose value is no price, as they came."]
    unconfirmed: Annotated[
        list[str],
        "Fields of its record that moved as mistakes do and that nobody has confirmed: pricing.prompt.",
    ]


class Variant(NamedTuple):
    """One id of a model: what it costs, holds and can do.

    ``kind`` is ``model``, ``alias`` or ``router``. ``listed`` and ``expires`` are days, "" where there is
    none; lengths are tokens, of which ``longest``, ``provider_context`` and ``longest_prompt`` are those of
    ``first_limits``. ``moderated`` and ``parameters`` are None where the source does not say it; an
    empty list is an answer. ``charged`` is what comes out beside free text and not for 0
    (``charged_outputs``). ``absences`` says why a field is empty, by the field's name in the JSON; a field
    that it lacks is not published.
    """

    id: str
    suffix: str
    name: str
    status: str
    listed: str
    expires: str
    expires_never: bool
    context: int | None
    longest: int | None
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    parameters: tuple[str, ...] | None
    tokenizer: str | None
    weights: str | None
    prices: tuple[PriceForms, ...]
    rules: tuple[RuleForms, ...]
    hours: tuple[int, ...]
    charged: tuple[str, ...]
    provider_context: int | None
    longest_prompt: int | None
    moderated: bool | None
    kind: str
    alias_of: AliasEntry | None
    instruct_type: str | None
    cutoff: str | None
    discount: Decimal | None
    defaults: Mapping[str, Json]
    reasoning: Mapping[str, Json]
    voices: tuple[str, ...]
    unread_prices: dict[str, Json]
    request_limits: Json
    absences: Mapping[str, str]
    corrections: tuple[CorrectedValue, ...]

    @property
    def window(self) -> int | None:
        """What ``smaller_window`` returns for the id."""
        return smaller_window(self.context, self.provider_context)

    def reason(self, field: str) -> str:
        """Return why a field is empty."""
        return self.absences.get(field, NOT_PUBLISHED)

    def markdown_reason(self, field: str) -> str:
        """Return why a field is empty as Markdown: people write why they withhold one."""
        reason = self.reason(field)
        return words(reason) if self.corrections else reason

    @property
    def unpriced(self) -> list[str]:
        """What comes out beside free text at a price that is not published."""
        return [name for name in self.charged if not self.price(OUTPUT_KINDS.get(name, name))]

    @property
    def charged_words(self) -> list[str]:
        """What a reader must know beside free text: ``["audio output: not published"]``."""
        prices = [(name, self.price(OUTPUT_KINDS.get(name, name))) for name in self.charged]
        return [f"{name} output: {forms.words if forms else NOT_PUBLISHED}" for name, forms in prices]

    @property
    def withheld_prices(self) -> list[str]:
        """The kinds of base price that a person withholds."""
        return [
            one.field.removeprefix(PRICING)
            for one in self.corrections
            if one.value is None and one.field.startswith(PRICING)
        ]

    def no_price(self, key: str) -> NoPrice:
        """Return what stands in the place of a base price that is not there."""
        return no_price(self.reason(PRICING + key))

    def price(self, key: str) -> PriceForms | None:
        """Return the base price of one kind, or None where none is published."""
        for forms in self.prices:
            if forms.price.key == key:
                return forms
        return None


NOT_PUBLISHED = Blank.NOT_PUBLISHED.value


def variants(model: Model, texts: PriceTexts) -> tuple[Variant, ...]:
    """Return the ids of a model, the primary first and those that are gone last."""
    current = [_variant(model, listing, LISTED, texts) for listing in model.variants]
    return (*current, *[_variant(model, item.listing, GONE, texts) for item in model.gone])


def _variant(model: Model, listing: Listing, status: str, texts: PriceTexts) -> Variant:
    shape, limits, prices = listing.architecture, first_limits(listing, model.endpoints), listing.prices
    defaults, target = listing.default_parameters, listing.alias_target
    return Variant(
        id=listing.id,
        suffix=listing.variant,
        name=listing.name,
        status=status,
        listed=day(listing.listed),
        expires=day(listing.expires),
        expires_never=listing.expiration_date in NEVER,
        context=listing.context_length,
        longest=limits.longest,
        inputs=shape.input_modalities,
        outputs=shape.output_modalities,
        parameters=listing.parameters if _has_parameters(listing) else None,
        tokenizer=shape.tokenizer,
        weights=listing.hugging_face_id,
        prices=texts.all_forms(prices.prices),
        rules=tuple([texts.rule(rule) for rule in prices.rules]) if prices.rules else (),
        hours=prices.hours,
        charged=charged_outputs(listing),
        provider_context=limits.context,
        longest_prompt=limits.prompt,
        moderated=listing.top_provider.is_moderated,
        kind=listing.kind,
        alias_of={"id": target.slug, "name": target.name or target.slug} if target else None,
        instruct_type=shape.instruct_type,
        cutoff=listing.knowledge_cutoff,
        discount=prices.discount,
        defaults={key: value for key, value in defaults.items() if value is not None} if defaults else {},
        reasoning=listing.reasoning or {},
        voices=listing.supported_voices,
        unread_prices=prices.unread,
        request_limits=listing.per_request_limits,
        absences=absences(listing),
        corrections=corrected_values(listing) if listing.corrected else (),
    )


def _has_parameters(listing: Listing) -> bool:
    """Whether the source answers which parameters an id has; an empty list is an answer."""
    key = "supported_parameters"
    return listing.shown.get(key) is not None and not listing.is_odd(key)


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
    "reasoning": "reasoning",
    "default_parameters": "default_parameters",
}
"""Our field → the key of the record that it comes from."""


_FIELDS: dict[str, dict[str, str]] = {"": {}, "architecture": {}, "top_provider": {}}
"""A part of the record, "" for the record itself → its keys → our fields."""
for _field, _key in UPSTREAM_KEYS.items():
    _part, _, _name = _key.rpartition(".")
    _FIELDS[_part][_name] = _field


def absences(listing: Listing) -> Mapping[str, str]:
    """Return why a record lacks what it lacks, by our field: a key that is absent is not in the source."""
    raw = listing.shown
    parts = (raw.get("architecture"), raw.get("top_provider"))
    keys = [tuple(part) if isinstance(part, dict) else () for part in parts]
    reasons = _absences((tuple(raw), *keys), "never" if listing.expiration_date in NEVER else NONE_PLANNED)
    if listing.odd:
        reasons = {**reasons, **_odd_reasons(listing)}
    return {**reasons, **_withheld_reasons(listing)} if listing.corrected else reasons


def _withheld_reasons(listing: Listing) -> dict[str, str]:
    """Return why fields are withheld, by our field; a price by its field in the record."""
    reasons = {one.field: one.why for one in corrected_values(listing) if one.value is None}
    return reasons | {field: reasons[key] for field, key in UPSTREAM_KEYS.items() if key in reasons}


def _odd_reasons(listing: Listing) -> dict[str, str]:
    """Return what stands in the place of fields that were set aside: ``set aside: no day``, by our field."""
    return {
        field: f"{Blank.SET_ASIDE.value}: {odd.fault}"
        for odd in listing.odd
        for field, key in UPSTREAM_KEYS.items()
        if f"{key}.".startswith(f"{odd.key}.")
    }


NO_DEFAULTS = "none"


@lru_cache(maxsize=MANY)
def _absences(keys: tuple[tuple[str, ...], ...], no_end: str) -> Mapping[str, str]:
    """Return the reasons by the keys that the record and its parts have; records have few sets of keys.

    Null says more than "not published" of three fields: no end is planned (``no_end``), the format of
    instructions does not apply, there are no defaults (https://openrouter.ai/docs/guides/overview/models).
    """
    # Most ids are no alias.
    reasons = {"alias_of": Blank.NOT_APPLICABLE.value, "instruct_type": Blank.NOT_APPLICABLE.value}
    reasons |= {"expires": no_end, "default_parameters": NO_DEFAULTS}
    for present, fields in zip(keys, _FIELDS.values(), strict=True):
        for key in fields.keys() - set(present):
            reasons[fields[key]] = Blank.NOT_IN_SOURCE.value
    return reasons


def variant_entry(variant: Variant) -> VariantEntry:
    """Return one id for choosing: prices, limits, modalities, parameters."""
    parameters = variant.parameters
    entry: VariantEntry = {
        "id": variant.id,
        "suffix": variant.suffix,
        "name": variant.name,
        "status": variant.status,
        "listed": variant.listed or None,
        "expires": variant.expires or None,
        "context_tokens": variant.context,
        "provider_context_tokens": variant.provider_context,
        "output_tokens": variant.longest,
        "input_modalities": list(variant.inputs) or None,
        "output_modalities": list(variant.outputs) or None,
        "parameters": None if parameters is None else list(parameters),
        "tokenizer": variant.tokenizer,
        "hugging_face_id": variant.weights,
        "prices": price_entries(variant.prices),
        "rules": [rule.entry for rule in variant.rules],
        "hours": list(variant.hours),
        "unpriced_outputs": variant.unpriced,
    }
    if variant.longest_prompt is not None:
        entry["input_tokens"] = variant.longest_prompt
    if variant.corrections:
        entry["corrections"] = [correction_entry(one) for one in variant.corrections]
    return explained(entry, variant.absences)


def variant_detail(variant: Variant, unconfirmed: Iterable[str] = ()) -> VariantDetail:
    """Return one id with everything that its record says, and which of its fields are unconfirmed."""
    detail: VariantDetail = {
        **variant_entry(variant),
        "moderated": variant.moderated,
        "router": variant.kind != MODEL,
        "alias_of": variant.alias_of,
        "instruct_type": variant.instruct_type,
        "knowledge_cutoff": variant.cutoff,
        "discount": None if variant.discount is None else exact(variant.discount),
        "default_parameters": dict(variant.defaults),
        "reasoning": dict(variant.reasoning),
        "voices": list(variant.voices),
        "unread_prices": variant.unread_prices,
        "unconfirmed": list(unconfirmed),
    }
    return explained(detail, variant.absences)
