"""Words of a site read back as what they say: prices, limits, types, dates and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from tests.oracle.records import FREE, MILLION, VARIES, Hourly, Money, Reason

Seen = dict[tuple[str, ...], Any]
"""What a surface says, by a key: ``(id, "price", kind)``, ``(id, "rule", condition, kind)`` or ``(id, "fact",
name)`` for an id; ``("", "rank")`` and ``("", "row", Arena's name, board, category)`` for the model."""

LABELS = {
    "Input": "prompt",
    "Output": "completion",
    "Reasoning": "internal_reasoning",
    "Cache read": "input_cache_read",
    "Cache write": "input_cache_write",
    "Cache write, 1 hour": "input_cache_write_1h",
    "Image input": "image",
    "Image tokens": "image_token",
    "Image output": "image_output",
    "Audio input": "audio",
    "Audio output": "audio_output",
    "Audio cache read": "input_audio_cache",
    "Web search": "web_search",
    "Request": "request",
}
FACTS_OF_JSON = {
    "context_tokens": "context",
    "provider_context_tokens": "provider_context",
    "output_tokens": "longest",
    "input_modalities": "inputs",
    "output_modalities": "outputs",
    "parameters": "parameters",
    "moderated": "moderated",
    "knowledge_cutoff": "cutoff",
    "tokenizer": "tokenizer",
    "instruct_type": "instruct_type",
    "hugging_face_id": "weights",
    "listed": "listed",
    "expires": "expires",
}
SETS = {"inputs", "outputs", "parameters"}
TOKENS = {"context", "provider_context", "prompt", "longest"}
REASONS = {
    *("not published", "not in the source", "not applicable", "none planned", "never", "not read"),
    *("no confident match", "not on this board", "listed after this board’s day"),
}
UNIT_WORDS = {"token": MILLION, "image": "per image", "request": "per request", "search": "per search"}
DOLLARS = r"\$([\d,]+(?:\.\d+)?)"
_PRICE = re.compile(
    rf"(≈ )?{DOLLARS}(?: to {DOLLARS} by the hour,?)?(?: (per [\w ]+?))?(?: \(exactly {DOLLARS}\))?"
)
SIX_DIGITS = Context(prec=6, rounding=ROUND_HALF_EVEN)


def number(text: str) -> Decimal:
    """Return a number that has separators."""
    return Decimal(text.replace(",", ""))


def price_text(text: str, unit: str = "", exact: Iterable[Decimal] = ()) -> Any:  # noqa: ANN401
    """Return a price as it is read, ``exact`` being the notes' amounts that may stand for a rounded one.

    Text that is neither price nor reason is returned as it is, and then equal to nothing.
    """
    text = text.removesuffix(", unit inferred").removesuffix("+")
    if text in (FREE, VARIES) or text in REASONS:
        return Reason(text)
    read = _PRICE.fullmatch(text)
    if read is None:
        return text
    near, low, high, own_unit, digits = read.groups()
    unit = own_unit or unit
    if high:
        return Hourly(number(low), number(high), unit)
    if not near:
        return Money(number(low), unit)
    candidates = [number(digits)] if digits else list(exact)
    right = [amount for amount in candidates if SIX_DIGITS.plus(amount) == number(low) != amount]
    return Money(right[0], unit) if right else text


def value(name: str, text: str) -> Any:  # noqa: ANN401
    """Return a limit, a type or a date as a page says it."""
    if text in REASONS:
        return Reason(text)
    if name in TOKENS and text.endswith(" tokens"):
        return int(number(text.removesuffix(" tokens")))
    if name in SETS:
        return frozenset(text.replace(" and ", ", ").split(", ")) - {"none", "-"}
    return {"yes": True, "no": False}.get(text, text) if name == "moderated" else text
