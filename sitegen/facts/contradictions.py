"""Contradictions: where a record of the catalogue does not agree with itself, a rule a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.forms.figures import price_figure, price_label, rule_condition
from sitegen.records.listing import Listing
from sitegen.records.price import PriceState


class Record(NamedTuple):
    """A record that is looked at: the id's own, that of the model's plain id, and the catalogue's day."""

    listing: Listing
    plain: Listing
    today: date | None


class Rule(NamedTuple):
    """A rule: what it finds, in words, and the sentences that say so of one record."""

    what: str
    found: Callable[[Record], Iterable[str]]


class Contradiction(NamedTuple):
    """What does not fit together in the record of one id, as a sentence; ``what`` names the rule."""

    id: str
    what: str
    sentence: str


_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?([KM]?)"
# "a 128K-token context window", "1M context", "context length of 32,768 tokens"
_CONTEXT = re.compile(
    rf"(?<![\w.]){_NUMBER}(?:[\s-]tokens?)?[\s-]context\b"
    rf"|\bcontext (?:window|length) (?:of|up to) {_NUMBER}\b",
    re.IGNORECASE,
)
_SIZES = {"": 1.0, "k": 1e3, "m": 1e6}
SMALLEST, TOLERANCE = 1_000, 0.05
"""Fewer tokens are no context that anybody means; 1K is called 1,000 tokens and 1,024, and 1M 1,048,576."""


def _described_context(record: Record) -> Iterator[str]:
    """Yield the contexts that the description names, if none of them is that of the record."""
    listing = record.listing
    named = [_tokens(*found.groups()) for found in _CONTEXT.finditer(listing.description or "")]
    named = [number for number in named if number >= SMALLEST]
    own = [number for number in (listing.context_length, listing.top_provider.context_length) if number]
    if named and own and not any(_alike(number, other) for number in named for other in own):
        yield f"The description speaks of {named[0]:,.0f} tokens of context, the record says {own[0]:,}."


def _tokens(
    number: str | None, size: str | None, number_behind: str | None, size_behind: str | None
) -> float:
    digits = (number or number_behind or "").replace(",", "")
    return float(digits) * _SIZES[(size or size_behind or "").lower()]


def _alike(number: float, other: int) -> bool:
    return abs(number - other) <= TOLERANCE * max(number, other)


TYPES = {
    "image": ("input_modalities", "image", "take"),
    "audio": ("input_modalities", "audio", "take"),
    "image_output": ("output_modalities", "image", "give"),
    "audio_output": ("output_modalities", "audio", "give"),
}
"""A kind of price → the list of types that it needs, the type, and what an id does with it."""


def _priced_type(record: Record) -> Iterator[str]:
    """Yield the kinds of price for a type that the id does not take or give."""
    shape = record.listing.architecture
    for price in record.listing.prices.prices:
        field, name, does = TYPES.get(price.key, ("", "", ""))
        types: Sequence[str] = getattr(shape, field) if field else ()
        if types and name not in types and price.state in (PriceState.AMOUNT, PriceState.BY_HOUR):
            yield f"There is a price for “{price_label(price.key)}”, and the id does not {does} {name}."


def _long_answer(record: Record) -> Iterator[str]:
    context, longest = record.listing.context_length, record.listing.top_provider.max_completion_tokens
    if context is not None and longest is not None and longest > context:
        yield f"The longest answer is {longest:,} tokens, and the context holds {context:,}."


def _dear_batch(record: Record) -> Iterator[str]:
    """Yield the prices at which a batch costs more than the same request at once."""
    if record.listing.variant != "batch":
        return
    for price in record.listing.prices.prices:
        plain = record.plain.prices.get(price.key)
        if plain and plain.unit is price.unit and 0 <= (plain.high or plain.amount) < price.amount:
            ours, theirs = price_figure(price).text, price_figure(plain).text
            yield f"{price_label(price.key)} costs {ours} in a batch and {theirs} without one."


def _high_tier(record: Record) -> Iterator[str]:
    """Yield the rules for prompts that are longer than what the provider takes."""
    window = record.listing.top_provider.context_length or record.listing.context_length
    for rule in record.listing.prices.rules:
        if window and rule.min_prompt_tokens is not None and rule.min_prompt_tokens >= window:
            yield f"There are prices for {rule_condition(rule)}, and the provider takes {window:,}."


def _late_cutoff(record: Record) -> Iterator[str]:
    """Yield the end of the training data where that is after the day of the listing."""
    cutoff, listed = record.listing.knowledge_cutoff, record.listing.listed
    if cutoff and listed and _DAY.fullmatch(cutoff) and cutoff[:10] > listed.isoformat()[: len(cutoff)]:
        yield f"Its knowledge ends on {cutoff}, after it was listed on {listed}."


_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")


def _past_end(record: Record) -> Iterator[str]:
    expires = record.listing.expires
    if expires and record.today and expires <= record.today:
        yield f"Its day of expiry, {expires}, is past, and the source still lists it."


RULES = (
    Rule("a context in the description that the record does not have", _described_context),
    Rule("a price for a type that does not go in or come out", _priced_type),
    Rule("a longest answer above the context", _long_answer),
    Rule("a batch that is dearer than the plain id", _dear_batch),
    Rule("prices for prompts that the provider does not take", _high_tier),
    Rule("a knowledge cutoff after the day of listing", _late_cutoff),
    Rule("a day of expiry that is past", _past_end),
)


def contradictions(listings: Sequence[Listing], today: date | None) -> tuple[Contradiction, ...]:
    """Return what does not fit together in the current records of a model, the plain id's first."""
    records = [Record(listing, listings[0], today) for listing in listings]
    return tuple(
        [
            Contradiction(record.listing.id, rule.what, sentence)
            for record in records
            for rule in RULES
            for sentence in rule.found(record)
        ]
    )
