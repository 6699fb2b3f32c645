"""History as the journal tells it: when an id came, left and returned, and what its prices were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sitegen.catalog.price_terms import prices_of, pricing_after, same_rules
from sitegen.records import Json
from sitegen.records.change import LIFE, Change
from sitegen.records.price import NO_PRICES, Price, PriceList, PriceRule, kind_order, same_price

Prices = Mapping[str, Price]
"""The base prices of an id by kind."""


class PriceDay(NamedTuple):
    """A day on which an id came, left or came back, or had other base prices than before.

    ``event`` is the change of its whole record, "" for none. ``prices`` are all of its prices from that day
    on, none while it is away; ``moved`` are those that were others the day before, in page order, None where
    a kind is not published any more. ``rules`` are those from that day on, and ``ruled`` says that they were
    others the day before. ``hours`` are the times of day at which prices become others (``PriceList``).
    """

    on: date
    event: str
    prices: Prices
    moved: Mapping[str, Price | None]
    rules: tuple[PriceRule, ...] = ()
    ruled: bool = False
    hours: tuple[int, ...] = ()


_ON = attrgetter("on")
_NONE: Prices = {}


def price_days(lines: Iterable[Change]) -> tuple[PriceDay, ...]:
    """Return the days of an id's life, given the lines of the journal about it, oldest first."""
    days: list[PriceDay] = []
    pricing: Json = None
    before, prices = NO_PRICES, _NONE
    for on, group in groupby(lines, key=_ON):
        own, old = list(group), pricing
        event = next((line.field for line in reversed(own) if line.field in LIFE), "")
        pricing = pricing_after(pricing, own)
        if event or pricing is not old:
            after = prices_of(pricing)
            day = _price_day(on, event, (before, prices), after)
            days += [day] if event or day.moved or day.ruled else []
            before, prices = after, day.prices
    return tuple(days)


def _price_day(on: date, event: str, earlier: tuple[PriceList, Prices], after: PriceList) -> PriceDay:
    before, was = earlier
    ordered = sorted(after.prices, key=lambda price: (kind_order(price.key), price.key))
    prices = {price.key: price for price in ordered}
    moved = moved_prices(was, prices) if was else prices
    ruled = bool(before.rules or after.rules) and not same_rules(before.rules, after.rules)
    return PriceDay(on, event, prices, moved, after.rules, ruled, after.hours)


def moved_prices(before: Prices, after: Prices) -> dict[str, Price | None]:
    """Return the prices of ``after`` that are others in ``before``, in page order; None: no more."""
    kinds = [kind for kind in {**before, **after} if not same_price(before.get(kind), after.get(kind))]
    return {kind: after.get(kind) for kind in sorted(kinds, key=lambda kind: (kind_order(kind), kind))}
