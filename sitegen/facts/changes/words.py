"""A change in words: whose it is, what it was and what it became."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import inf, log
from typing import NamedTuple

from sitegen.facts.changes.leaving import END, announced_for
from sitegen.facts.prices import PriceTexts, moved_rules
from sitegen.forms.blanks import NONE_PLANNED, Blank
from sitegen.forms.figures import MANY, count, day, pair_text, percent, price_label, price_move
from sitegen.records import Json
from sitegen.records.change import LEFT, LIFE, LISTED, MAKERS, PRICING, Change, Move, keys_of
from sitegen.records.endpoint import FIRST, LIMITS, SOURCE, model_and_key, offer_words
from sitegen.records.listing import NEVER, Listing
from sitegen.records.price import Price, PriceRule, PriceState, amount, kind_order, price, price_list
from sitegen.records.rating import SOURCE as ARENA


class _Subject(NamedTuple):
    """Who a change is said of: a seller, or one that is put ``first``; "" for the id itself.

    ``first`` says how: ``now first`` or ``first as before``.
    """

    name: str = ""
    first: str = ""

    def with_details(self, names: Sequence[str], details: Iterable[str]) -> str:
        """Return what moved: ``Forge, Mara: input $1 → $2`` or ``now first: Forge, input $1``."""
        if self.first:
            return ", ".join(filter(None, [f"{self.first}: {names[0]}", *details]))
        return f"{', '.join(names)}: {', '.join(details)}"


def change_text(change: Change, prices: PriceTexts) -> str:
    """Return a change in words: ``input $5 → $7.50 (+50 %)``, ``Forge: input $5 → $7.50 (+50 %)``."""
    return _texts([change], prices)[0]


def change_texts(changes: Sequence[Change], prices: PriceTexts) -> tuple[str, ...]:
    """Return the changes of one id in words; those of one seller are one text, and so are sellers alike."""
    return _texts(worth_telling(changes), prices)


def _texts(changes: Iterable[Change], prices: PriceTexts) -> tuple[str, ...]:
    details: dict[_Subject, list[str]] = {}
    for change in changes:
        details.setdefault(_subject(change), []).append(_detail(change, prices))
    alike: dict[tuple[str, ...], list[_Subject]] = {}
    for subject, own in details.items():
        # Sellers whose prices or limits moved alike share a text; one is put first, and the id is itself.
        apart = () if subject.name and not subject.first else (subject.name,)
        alike.setdefault((*own, *apart), []).append(subject)
    texts: list[str] = []
    for subjects in alike.values():
        said, names = details[subjects[0]], [subject.name for subject in subjects]
        texts += [subjects[0].with_details(names, said)] if names[0] else said
    return tuple(texts)


def seller_name(change: Change) -> str:
    """Return the seller that a change is told of; "" for the id itself."""
    return _subject(change).name


def _subject(change: Change) -> _Subject:
    whose = change.seller
    if whose.move is Move.FIRST:
        return _Subject(whose.label, f"first {whose.why}" if whose.why else "now first")
    if change.source == SOURCE:
        key = model_and_key(change.id)[1]
        return _Subject(whose.label or offer_words(key)) if key and change.field not in LIFE else _Subject()
    if change.source == MAKERS and change.field.startswith(PRICING):
        return _Subject(f"maker’s list price ({_maker(change.id)}, by models.dev)")
    return _Subject(whose.label if whose.move is Move.OWN else "")


def _maker(key: str) -> str:
    """Return the maker in an id of the journal: ``anthropic`` in ``modelsdev/anthropic/claude-opus-4-5``."""
    return key.removeprefix(f"{MAKERS}/").partition("/")[0]


def _detail(change: Change, prices: PriceTexts) -> str:
    """Return what moved, without whose it is where the sentence says that before it."""
    move = change.seller.move
    if change.source == SOURCE and (change.field in LIFE or not model_and_key(change.id)[1]):
        return _sellers_text(change, prices)
    if move is Move.FIRST:
        return _shown_text(change, prices)
    text = plain_text(change, prices)
    if move is Move.UNKNOWN:
        return f"{text} (whose change cannot be told: {change.seller.why})"
    return f"{text} (by models.dev)" if change.source == MAKERS and not _subject(change).name else text


def _sellers_text(change: Change, prices: PriceTexts) -> str:
    """Return that a seller came or left, or which one is first; "" where the sentence's subject says it."""
    key, whose = model_and_key(change.id)[1], change.seller
    label = whose.label or offer_words(key)
    if key:
        # Of a seller with several offers, one came or went.
        who = f"offer of {label}" if label != whose.seller else f"seller {label}"
        what = {LISTED: "new {}", LEFT: "{} left"}.get(change.field, "{} is back")
        return f"{what.format(who)}{_life_note(change, prices) if change.field != LEFT else ''}"
    if change.field == LEFT or (change.field == FIRST and change.new is None):
        return f"no seller any more{f'; {label} was shown first' if label else ''}"
    if change.field == FIRST:
        return "" if whose.move is Move.FIRST else f"now first: {offer_words(str(change.new))}"
    if change.field in LIFE:
        return f"sellers {change.field}"
    return f"sellers are those of {change.new}" if change.new else "sellers are its own"


def _shown_text(change: Change, prices: PriceTexts) -> str:
    """Return the price that is shown since another seller is first: ``input $1``; no price changed."""
    _, *keys = keys_of(change.field)
    if not keys or keys[0] in ("overrides", "discount"):
        return f"with other {'discounts' if keys == ['discount'] else 'price rules'}"
    now = change.prices[1] if change.prices else _read(keys[0], change.new)
    text = prices.unit_text(now) if now else prices.journal_text(keys[0], change.new)
    return f"{price_label(keys[0]).lower()} {text}"


def _discount(value: Json) -> str:
    """Return a discount as pages have it, ``30 %``; what is no number stands for itself."""
    try:
        return _value_text(value) if value is None else percent(amount("discount", value))
    except ValueError:
        return _value_text(value)


def plain_text(change: Change, prices: PriceTexts) -> str:
    """Return what a field was and became, without whose it is: ``input $5 → $7.50 (+50 %)``."""
    if change.field in LIFE:
        end = announced_for(change)
        return f"{change.field}{_life_note(change, prices)}{f', as announced for {end}' if end else ''}"
    if change.field == "pricing.overrides":
        return f"price rules: {_rule_changes(change.old, change.new, prices)}"
    if change.field == "pricing.discount":
        return f"discount {_discount(change.old)} → {_discount(change.new)}"
    if change.field.startswith(PRICING):
        return _price_change(change, prices)
    field, ends = change.field, (change.old, change.new)
    asides = [_fault(field, _plain_json(value)) for value in ends]
    if not any(asides) and all(isinstance(value, list | None) for value in ends):
        return f"{field_label(field)} {_set_change(*ends)}"
    was, now = (
        f"set aside: {aside}" if aside else _field_text(field, value)
        for aside, value in zip(asides, ends, strict=True)
    )
    # An end that came with its id was none other before (``days.announced``).
    return (
        f"{field_label(field)} {now}"
        if field == END and ends[0] == ends[1]
        else f"{field_label(field)} {was} → {now}"
    )


_LABELS = {
    "context_length": "context",
    "top_provider.max_completion_tokens": "max output",
    "max_completion_tokens": "max output",
    "max_prompt_tokens": "max prompt",
    "created": "day of listing",
    END: "expires",
    "supported_parameters": "parameters",
    "architecture.input_modalities": "input types",
    "architecture.output_modalities": "output types",
    "top_provider.is_moderated": "moderated",
    "alias_target": "alias points to",
    "alias_target.slug": "alias points to",
}


def field_label(field: str) -> str:
    """Return what a reader calls a field of the journal: ``context`` for ``context_length``."""
    return _LABELS.get(field, field.replace("_", " ").replace(".", " "))


@lru_cache(maxsize=MANY)
def _fault(field: str, value: str) -> str:
    """Return what is wrong with a value, given as JSON, that a listing sets aside; "" for nothing."""
    key, *part = keys_of(field)
    content = json.loads(value)
    row = {"id": "a/b", key: {part[0]: content} if part else content}
    try:
        odd = [one for one in Listing.read(row).odd if field == one.key]
    except ValueError:
        return ""
    return odd[0].fault if odd and content is not None else ""


def _field_text(field: str, value: Json) -> str:
    """Return a value of a field as the page of the model says it."""
    if field == END:
        words: dict[str | None, str] = {never.isoformat(): "never" for never in NEVER} | {None: NONE_PLANNED}
        return words.get(value) or _value_text(value) if isinstance(value, str | None) else _value_text(value)
    if field == "created" and isinstance(value, int):
        return day(Listing.read({"id": "a/b", field: value}).listed) or _value_text(None)
    return _value_text(None if value == 0 and field in LIMITS else value)


def value_label(field: str) -> str:
    """Return what a reader calls the value of a field: ``input price`` for ``pricing.prompt``."""
    if field.startswith(PRICING) and field not in ("pricing.overrides", "pricing.discount"):
        return f"{price_label(keys_of(field)[-1]).lower()} price"
    return field_label(field)


def value_text(field: str, value: Json, prices: PriceTexts) -> str:
    """Return the value of a field of the journal as pages say it: ``$2.50 per 1M tokens``, ``128,000``."""
    if field.startswith(PRICING) and isinstance(value, str):
        key = keys_of(field)[-1]
        read = _read(key, value)
        if read is None:
            return prices.journal_text(key, value)
        figure = prices.forms(read).figure  # every digit stands with the price itself
        return f"{figure.text} {figure.unit}".strip()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return _cut(", ".join(map(str, value))) or Blank.NOT_PUBLISHED.value
    return _field_text(field, value)


def first_text(change: Change, prices: PriceTexts) -> str:
    """Return a value with which an id came: ``listed with input price $150,000 per 1M tokens``."""
    field, value = change.field, value_text(change.field, change.new, prices)
    what = plain_text(change, prices) if field == "pricing.overrides" else f"{value_label(field)} {value}"
    whose = seller_name(change)
    return f"{f'{whose}: ' if whose else ''}{LISTED} with {what}"


def price_place(field: str) -> int:
    """Return the place of a field of the journal among prices, in page order; other fields come last."""
    key = field.removeprefix(PRICING)
    return kind_order("" if key == field else key)


def _life_note(change: Change, prices: PriceTexts) -> str:
    """Return at which prices an id came or left, or at which rank a name came onto a board of Arena."""
    record = change.old if change.field == LEFT else change.new
    if not isinstance(record, dict):
        return ""
    if change.source == ARENA:
        came_ranked = change.field != LEFT and record.get("rank")
        return f" at rank {record['rank']} with {record.get('score')}" if came_ranked else ""
    pricing = record.get("pricing")
    if not isinstance(pricing, dict):
        return ""
    text = pair_text([prices.journal_cell(key, pricing.get(key)) for key in ("prompt", "completion")])
    return f" at {text}" if "$" in text else f" ({text})"


class PriceStep(NamedTuple):
    """A price as it was and as it is now: ``$1``, ``$0.20``, ``−80 %``, ``down``.

    ``by`` and ``direction`` are "" where the two cannot be compared; from free and to free there is only a
    direction. ``size`` is larger the further a price moved, whichever way.
    """

    was: str
    now: str
    by: str = ""
    direction: str = ""
    size: float = 0


_COMPARED = (PriceState.AMOUNT, PriceState.FREE)


def price_step(change: Change, prices: PriceTexts) -> PriceStep:
    """Return what a change of one kind of price was and became."""
    key = keys_of(change.field)[-1]
    was, now = change.prices or (_read(key, change.old), _read(key, change.new))
    texts = [
        text if price else prices.journal_text(key, value)
        for text, price, value in zip(
            prices.unit_texts(was, now), (was, now), (change.old, change.new), strict=True
        )
    ]
    step = PriceStep(texts[0], texts[1])
    if was is None or now is None or was.unit is not now.unit:
        return step
    if not (was.state in _COMPARED and now.state in _COMPARED) or was.amount == now.amount:
        return step
    step = step._replace(direction="up" if now.amount > was.amount else "down", size=inf)
    if not was.amount or not now.amount:
        return step
    return step._replace(by=price_move(was, now), size=abs(log(now.amount / was.amount)))


def _price_change(change: Change, prices: PriceTexts) -> str:
    step = price_step(change, prices)
    by = f" ({step.by})" if step.by else ""
    return f"{price_label(keys_of(change.field)[-1]).lower()} {step.was} → {step.now}{by}"


def _read(key: str, value: Json) -> Price | None:
    try:
        return None if value is None else price(key, value)
    except ValueError:
        return None


def _rule_changes(old: Json, new: Json, prices: PriceTexts) -> str:
    """Return which rules came, went or cost something else, each under its condition."""
    was, now = _rules(old), _rules(new)
    if was is None or now is None:
        return "unreadable"
    moves = moved_rules(was, now, prices)
    parts = [f"{what[:1].lower()}{what[1:]} {old} → {new}" for what, (old, new, _) in moves.items()]
    return "; ".join(parts) or "in another order"


def _rules(value: Json) -> Sequence[PriceRule] | None:
    try:
        return price_list({"overrides": value}).rules
    except ValueError:
        return None


def _set_change(old: Json, new: Json) -> str:
    was = {_plain(item) for item in old} if isinstance(old, list) else set()
    now = {_plain(item) for item in new} if isinstance(new, list) else set()
    added, removed = sorted(now - was), sorted(was - now)
    parts = [*(f"+{_cut(item)}" for item in added), *(f"−{_cut(item)}" for item in removed)]
    return ", ".join(parts) or "in another order"


def _value_text(value: Json) -> str:
    if value is None or value == "":
        return Blank.NOT_PUBLISHED.value
    if isinstance(value, int) and not isinstance(value, bool):
        return count(value)
    return _cut(_plain(value))


LONGEST = 300
"""Characters of a value that a change says; git and ``changes.json`` have all of it."""


def _plain(value: Json) -> str:
    """Return a text as it is and any other value as JSON, which is how upstream wrote it."""
    return value if isinstance(value, str) else _plain_json(value)


def _plain_json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def worth_telling(changes: Sequence[Change]) -> Sequence[Change]:
    """Return an id's changes in the order of a page, without the ends of an interval that a score moved."""
    found = [change for change in changes if change.field not in ("lower", "upper")]
    return found if len(found) <= 1 else sorted(found, key=lambda change: price_place(change.field))
