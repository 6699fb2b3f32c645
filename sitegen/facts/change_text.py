"""Events: the changes of the journal in words."""

from __future__ import annotations

import json
from decimal import Decimal

from sitegen.facts.prices import PriceTexts
from sitegen.forms.figures import count, price_label, rule_condition
from sitegen.records import Json
from sitegen.records.change import DESCRIBED, LEFT, LISTED, RETURNED, Change, keys_of
from sitegen.records.price import PRICE_KINDS, amount, price_list

PRICE_PLACES = {f"pricing.{key}": place for place, key in enumerate(PRICE_KINDS)}
"""The journal's fields of prices in the order of a page: input before output."""


def sentence(change: Change, book: PriceTexts) -> str:
    """Return a change in words: ``input $5 → $7.50 (+50 %)``, ``context 128,000 → 64,000``."""
    if change.field in (LISTED, RETURNED, DESCRIBED):
        return f"{change.field}{_price_note(change.new, book)}"
    if change.field == LEFT:
        return f"left{_price_note(change.old, book)}"
    if change.field == "pricing.overrides":
        return f"price rules: {_rule_changes(change.old, change.new, book)}"
    if change.field.startswith("pricing."):
        key = keys_of(change.field)[-1]
        moved = (
            f"{book.journal_text(key, change.old)} → {book.journal_text(key, change.new)}{_percent(change)}"
        )
        return f"{price_label(key).lower()} {moved}"
    if isinstance(change.old, list) or isinstance(change.new, list):
        return f"{label(change.field)} {_set_change(change.old, change.new)}"
    return f"{label(change.field)} {value_words(change.old)} → {value_words(change.new)}"


_LABELS = {
    "context_length": "context",
    "top_provider.max_completion_tokens": "max output",
    "expiration_date": "expires",
    "name": "name",
    "supported_parameters": "parameters",
    "architecture.input_modalities": "input modalities",
    "architecture.output_modalities": "output modalities",
    "canonical_slug": "canonical slug",
    "alias_target": "alias points to",
    "alias_target.slug": "alias points to",
}


def label(field: str) -> str:
    """Return a field's name for a reader."""
    return _LABELS.get(field, field.replace("_", " ").replace(".", " "))


def _price_note(record: Json, book: PriceTexts) -> str:
    pricing = record.get("pricing") if isinstance(record, dict) else None
    if not isinstance(pricing, dict):
        return ""
    prompt, completion = pricing.get("prompt"), pricing.get("completion")
    return f" at {book.journal_text('prompt', prompt)} in, {book.journal_text('completion', completion)} out"


def _percent(change: Change) -> str:
    was, now = _amount(change.old), _amount(change.new)
    if was is None or now is None or was <= 0 or now <= 0:
        return ""
    share = (now / was - 1) * 100
    digits = 0 if abs(share) >= 1 else 2
    return f" ({'+' if share > 0 else '−'}{abs(share):,.{digits}f} %)"


def _amount(value: Json) -> Decimal | None:
    try:
        return amount("price", value)
    except ValueError:
        return None


def _rule_changes(old: Json, new: Json, book: PriceTexts) -> str:
    """Say which rules came, went or cost something else, each under its condition."""
    was, now = _rule_prices(old, book), _rule_prices(new, book)
    parts = [
        f"{key} {was.get(key, 'none')} → {now.get(key, 'none')}"
        for key in {**was, **now}
        if was.get(key) != now.get(key)
    ]
    return "; ".join(parts) or "in another order"


def _rule_prices(value: Json, book: PriceTexts) -> dict[str, str]:
    """Return the price text of each key under each condition: ``input for prompts …`` → ``$4``."""
    try:
        rules = price_list({"overrides": value}).rules
    except ValueError:
        return {"rules": "unreadable"}
    return {
        f"{price_label(one.key).lower()} for {rule_condition(rule)}": book.figure(one).text
        for rule in rules
        for one in rule.prices
    }


def _set_change(old: Json, new: Json) -> str:
    was = {_plain(item) for item in old} if isinstance(old, list) else set()
    now = {_plain(item) for item in new} if isinstance(new, list) else set()
    parts = [f"+{_cut(item)}" for item in sorted(now - was)] + [
        f"−{_cut(item)}" for item in sorted(was - now)
    ]
    return ", ".join(parts) or "in another order"


def value_words(value: Json) -> str:
    """Return a value of a record for a reader."""
    if value is None:
        return "not published"
    if isinstance(value, int) and not isinstance(value, bool):
        return count(value)
    return _cut(_plain(value))


LONGEST = 300
"""Characters of a value that a change says; git and ``changes.json`` have all of it."""


def _plain(value: Json) -> str:
    """Return a text as it is and any other value as JSON, which is how upstream wrote it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
