"""Prices in normal terms: which differences of two price maps are no change of what anything costs.

The hour in which one asks, the zeros of 2025 for "no such price", another spelling of an amount and another
order of rules are none. Journals that were written before this was known have lines about them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from sitegen.records import Json
from sitegen.records.amounts import to_twelve_digits
from sitegen.records.change import LIFE, Change, keys_of, with_value
from sitegen.records.price import NO_PRICES, PriceList, PriceRule, price_list, same_price

PRICING, RULES, DISCOUNT = "pricing", "overrides", "discount"


def prices_of(pricing: Json) -> PriceList:
    """Return the prices of a price map of any day; a key whose value is no price is left out."""
    if not isinstance(pricing, dict):
        return NO_PRICES
    try:
        return price_list(pricing)
    except ValueError:
        readable = {key: value for key, value in pricing.items() if _is_readable(key, value)}
        return price_list(readable)


def _is_readable(key: str, value: Json) -> bool:
    try:
        price_list({key: value})
    except ValueError:
        return False
    return True


def same_rules(some: Iterable[PriceRule], others: Iterable[PriceRule]) -> bool:
    """Whether two lists have the same rules, in any order."""
    return sorted(map(_normal_rule, some)) == sorted(map(_normal_rule, others))


def _normal_rule(rule: PriceRule) -> str:
    conditions = (rule.min_prompt_tokens, rule.utc_start, rule.utc_end, rule.other_conditions)
    prices = sorted((price.key, f"{to_twelve_digits(price.amount).normalize():f}") for price in rule.prices)
    return json.dumps([conditions, prices], sort_keys=True)


def is_change(field: str, before: PriceList, after: PriceList) -> bool:
    """Whether a field of a price map that reads otherwise says something else."""
    _, *keys = keys_of(field)
    if not keys:
        return True
    if keys[0] == RULES:
        return not same_rules(before.rules, after.rules)
    if keys[0] == DISCOUNT:
        return before.discount is None or after.discount is None or before.discount != after.discount
    was, now = before.get(keys[0]), after.get(keys[0])
    if was is None and now is None:
        return keys[0] in before.unread or keys[0] in after.unread
    scheduled = was and now and before.hours and after.hours and (was.high or now.high) is not None
    # Of prices by the hour the rules are the change.
    return not scheduled and not same_price(was, now)


def asks(prices: PriceList, line: Change) -> bool:
    """Whether a price list has in a line's field what the line says that it became."""
    _, *keys = keys_of(line.field)
    now = prices_of(line.new if not keys else {keys[0]: line.new})
    if not keys:
        kinds = {price.key for price in (*prices.prices, *now.prices)}
        same = all(same_price(prices.get(kind), now.get(kind)) for kind in kinds)
        return same and same_rules(prices.rules, now.rules)
    if keys[0] == RULES:
        return same_rules(prices.rules, now.rules)
    if keys[0] == DISCOUNT:
        return prices.discount == now.discount
    asked, shown = prices.get(keys[0]), line.prices[1] if line.prices else now.get(keys[0])
    return same_price(asked, shown) and prices.unread.get(keys[0]) == now.unread.get(keys[0])


def price_changes(lines: Sequence[Change]) -> Iterator[Change | None]:
    """Yield the lines of one id, oldest first, as they are to be told: None for one that is no change.

    A line about a price says which prices these were, with their units.
    """
    pricing: Json = None
    for event in _events(lines):
        before, pricing = pricing, pricing_after(pricing, event)
        if not any(is_of_prices(line) for line in event):
            yield from event
            continue
        was, now = prices_of(_before(before, event)), prices_of(pricing)
        for line in event:
            yield price_change(line, was, now) if is_of_prices(line) else line


def is_of_prices(line: Change) -> bool:
    """Whether a line is about a price map or a key of one."""
    return line.field.startswith(PRICING) and keys_of(line.field)[0] == PRICING


def price_change(line: Change, before: PriceList, after: PriceList) -> Change | None:
    """Return the line of a field of a price map with the prices that it is about, or None for no change."""
    if not is_change(line.field, before, after):
        return None
    _, *keys = keys_of(line.field)
    if not keys or keys[0] in (RULES, DISCOUNT):
        return line
    was, now = before.get(keys[0]), after.get(keys[0])
    old = line.old if was or keys[0] in before.unread else None
    new = line.new if now or keys[0] in after.unread else None
    return line.about(old, new, (was, now))


def _events(lines: Sequence[Change]) -> Iterator[list[Change]]:
    """Yield the lines that one fetch wrote: of one day, and in the order of their fields."""
    event: list[Change] = []
    for line in lines:
        if event and (line.on != event[0].on or line.field <= event[-1].field or line.field in LIFE):
            yield event
            event = []
        event.append(line)
    if event:
        yield event


def _before(pricing: Json, event: Iterable[Change]) -> Json:
    """Return an id's price map before some lines, with what they say that it was: a journal may be cut."""
    for line in event:
        if is_of_prices(line):
            pricing = with_value({PRICING: pricing}, line.field, line.old).get(PRICING)
    return pricing


def pricing_after(pricing: Json, lines: Iterable[Change]) -> Json:
    """Return an id's price map after some lines; the map itself where none is about it."""
    for line in lines:
        if line.field in LIFE:
            pricing = line.new.get(PRICING) if isinstance(line.new, dict) else None
        elif is_of_prices(line):
            pricing = with_value({PRICING: pricing}, line.field, line.new).get(PRICING)
    return pricing
