"""What is alarming about one change: the value before it beside the value after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from sitegen.catalog.alarms import AlarmKind
from sitegen.records import Json
from sitegen.records.change import LEFT, PRICING, Change
from sitegen.records.endpoint import FIRST, SOURCE, model_and_key
from sitegen.records.listing import NEVER
from sitegen.records.price import FILLERS, PRICE_KINDS, Price, Unit, price

JUMP = 3
"""A price that moves by more than this factor, either way, is an alarm."""
TENFOLD = 10
"""So is a tier whose threshold moves by this factor."""
SHRINK = 2
"""A context that becomes this many times smaller is an alarm."""
GREW = 1000
"""So is one that becomes this many times larger."""
CACHE_READ, CACHE_JUMP = "pricing.input_cache_read", 4
"""Makers choose the share of a cached token as they like: its price alarms from this factor on."""
DEAREST = Decimal("0.001")
"""Dollars for a token: no first price was ever above that."""

BASE = ("pricing.prompt", "pricing.completion")
"""The prices that every model has. Side kinds come and go honestly."""
PLACEHOLDERS = {f"{PRICING}{key}" for key in FILLERS}
"""Prices whose "0" says that there is none: an amount in their place is no alarm."""
SHARES = {"pricing.discount"}
"""What stands among prices and is none: a discount that came or went shows in the prices themselves."""

Verdict = tuple[AlarmKind, str]
"""What is alarming, and the rule whose price it is ("" for a base price)."""


def verdicts(change: Change) -> list[Verdict]:
    """Return what is alarming about a change, whoever it is by."""
    if change.field == "pricing.overrides":
        return _of_rules(change.old, change.new)
    if change.field.startswith(PRICING):
        kind = None if change.field in SHARES else _of_price(change)
    else:
        kind = _of_seller(change) if change.source == SOURCE else _of_catalogue(change)
    return [(kind, "")] if kind else []


def _of_catalogue(change: Change) -> AlarmKind | None:
    match change.field:
        case "context_length":
            return _of_context(number(change.old), change.new)
        case "canonical_slug":
            return AlarmKind.SLUG if change.old is not None else None
        case "architecture.output_modalities":
            return AlarmKind.VANISHED if _lost(change.old, change.new) else None
        case "expiration_date":
            end = _day(change.new)
            return AlarmKind.PAST if end and end < change.on and end not in NEVER else None
        case _:
            return None


def _of_context(was: Decimal | None, new: Json) -> AlarmKind | None:
    if was and new is None:
        return AlarmKind.VANISHED
    now = number(new)
    if not was or now is None:  # what cannot be read is set aside
        return None
    if now * SHRINK <= was:
        return AlarmKind.SHRINK
    return AlarmKind.GREW if now >= was * GREW else None


def _lost(old: Json, new: Json) -> bool:
    """Whether a list lost an item or is gone; what is no list is set aside."""
    if not isinstance(old, list) or not isinstance(new, list | None):
        return False
    return any(item not in (new or ()) for item in old)


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _of_seller(change: Change) -> AlarmKind | None:
    """Return an alarm where the last seller of an id left.

    The context of one seller alone is none: sellers set it as they like, and the catalogue's own says what
    the model takes.
    """
    is_of_id = not model_and_key(change.id)[1] and change.whose is not None
    gone = change.field == LEFT or (change.field == FIRST and change.old is not None and change.new is None)
    return AlarmKind.NO_SELLER if is_of_id and gone else None


def _of_price(change: Change) -> AlarmKind | None:
    """Return what is alarming about a change of a kind of price; amounts of two units have no ratio."""
    was, now = change.prices or (None, None)
    if was and now and was.unit is not now.unit and min(was.amount, now.amount) > 0:
        return AlarmKind.OTHER_UNIT
    old = None if change.field in PLACEHOLDERS and number(change.old) == 0 else change.old
    if number(old) is None:
        return AlarmKind.DEAR if _is_dear(change, now) else None
    if change.new is None and now is None:
        return AlarmKind.VANISHED if change.field in BASE else None
    return price_alarm(old, change.new, CACHE_JUMP if change.field == CACHE_READ else JUMP)


def _is_dear(change: Change, now: Price | None) -> bool:
    """Whether a first price of a token is higher than any ever was."""
    if (number(change.new) or 0) <= DEAREST:
        return False
    try:
        known = now or price(change.field.removeprefix(PRICING), change.new)
    except ValueError:
        return False
    return known.known and known.unit is Unit.TOKEN


def price_alarm(old: Json, new: Json, most: int = JUMP) -> AlarmKind | None:
    """Return what is alarming about a price that moved; ``most`` is the factor up to which none is."""
    was, now = number(old), number(new)
    if was is None or now is None or was == now:
        return None
    if (was < 0) != (now < 0):
        return AlarmKind.VARIES
    if not was or not now:
        return AlarmKind.ZERO
    ratio = max(was, now) / min(was, now)
    if _power_of_thousand(ratio):
        return AlarmKind.UNIT
    return AlarmKind.JUMP if ratio > most else None


def _power_of_thousand(ratio: Decimal) -> bool:
    """Whether a ratio is 1,000, 1,000,000 … give or take a hundredth."""
    while ratio > Decimal(1010):
        ratio /= 1000
    return Decimal(990) <= ratio <= Decimal(1010)


def number(value: Json) -> Decimal | None:
    """Return a value as a number, None where it is none."""
    if not isinstance(value, str | int | float):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


THRESHOLD = "min_prompt_tokens"

_Rules = dict[str, Mapping[str, Json]]
"""Rules by their conditions in words."""


def _of_rules(old: Json, new: Json) -> list[Verdict]:
    """Return what is alarming about the rules of a price map, in the order of kinds of price and conditions.

    Compared are prices that stand under the same conditions before and after. A price without one before is
    alarming where it is higher than any ever was.
    """
    was, now = _rules(old), _rules(new)
    found = [
        (kind, f"{key} at {condition}")
        for condition, prices in now.items()
        for key, value in prices.items()
        if key in PRICE_KINDS
        if (kind := _of_rule_price(key, was.get(condition, {}).get(key), value))
    ]
    return sorted([*found, *_tiers(was, now)], key=lambda verdict: verdict[1])


def _of_rule_price(key: str, old: Json, new: Json) -> AlarmKind | None:
    if old is not None:
        return price_alarm(old, new)
    dear = PRICE_KINDS[key].unit is Unit.TOKEN and (number(new) or 0) > DEAREST
    return AlarmKind.DEAR if dear else None


def _tiers(was: _Rules, now: _Rules) -> Iterator[Verdict]:
    """Yield the tiers that went, and those whose threshold moved tenfold: they are paired in their order."""
    before, after = _thresholds(was), _thresholds(now)
    went = [tokens for tokens in before if tokens not in after]
    came = [tokens for tokens in after if tokens not in before]
    for place, tokens in enumerate(went):
        if place >= len(came):
            yield AlarmKind.TIER_GONE, f"{THRESHOLD}={tokens}"
        elif max(tokens, came[place]) >= TENFOLD * max(min(tokens, came[place]), 1):
            yield AlarmKind.TIER_MOVED, f"{THRESHOLD}={tokens}"


def _thresholds(rules: _Rules) -> list[int]:
    """Return the thresholds of rules that have no other condition, in their order."""
    found = (rule[THRESHOLD] for words, rule in rules.items() if words.startswith(THRESHOLD))
    return sorted(tokens for tokens in found if isinstance(tokens, int))


def _rules(value: Json) -> _Rules:
    rules = value if isinstance(value, list) else []
    return {_conditions(rule): rule for rule in rules if isinstance(rule, dict)}


def _conditions(rule: Mapping[str, Json]) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(rule.items()) if key not in PRICE_KINDS)
