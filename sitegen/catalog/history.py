"""History as the journal tells it: when an id came, left and returned, and what its prices were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sitegen.records import Json
from sitegen.records.change import CAME, LIFE, RETURNED, Change, keys_of
from sitegen.records.price import PRICE_KINDS, Price, kind_order, price

NO_PRICE = {"overrides", "discount"}
"""Keys of a price map that hold no price."""


class History(NamedTuple):
    """One id's life in the journal, oldest first."""

    changes: tuple[Change, ...]

    @property
    def first_seen(self) -> date | None:
        """The first day on which a snapshot held the id."""
        for change in self.changes:
            if change.field in CAME:
                return change.on
        return None

    @property
    def returned(self) -> tuple[date, ...]:
        """The days on which the id came back after it had left."""
        return tuple([change.on for change in self.changes if change.field == RETURNED])

    @property
    def last_changed(self) -> date | None:
        """The last day on which a tracked fact changed."""
        return self.changes[-1].on if self.changes else None


def histories(journal: Iterable[Change], source: str = "openrouter") -> dict[str, History]:
    """Return the history of every id that the journal names."""
    by_id: dict[str, list[Change]] = {}
    for change in journal:
        if change.source == source:
            by_id.setdefault(change.id, []).append(change)
    return {key: History(tuple(changes)) for key, changes in by_id.items()}


Prices = Mapping[str, Price]
"""The base prices of an id by kind."""


class PriceDay(NamedTuple):
    """A day on which an id came, left or came back, or had other base prices than before.

    ``event`` is the change of its whole record, "" for none. ``prices`` are all of its prices from that day
    on, none while it is away; ``moved`` are those that were others the day before, in page order, None where
    a kind is not published any more.
    """

    on: date
    event: str
    prices: Prices
    moved: Mapping[str, Price | None]


_ON = attrgetter("on")
_NONE: Prices = {}


def price_days(changes: Sequence[Change]) -> tuple[PriceDay, ...]:
    """Return the days of an id's life, given what the journal says of it, oldest first."""
    days: list[PriceDay] = []
    before = _NONE
    for on, lines in groupby(changes, key=_ON):
        event, after = "", before
        for change in lines:
            if change.field in LIFE:
                record = change.new if isinstance(change.new, dict) else {}
                event, after = change.field, _prices(record.get("pricing"))
            elif change.field.startswith("pricing"):
                after = _with_change(after, change)
        if event or after is not before:
            moved = after if before is _NONE else moved_prices(before, after)
            days += [PriceDay(on, event, after, moved)] if event or moved else []
            before = after
    return tuple(days)


def moved_prices(before: Prices, after: Prices) -> dict[str, Price | None]:
    """Return the prices of ``after`` that are others in ``before``, in page order; None: no more."""
    was, now = ({kind: price.amount for kind, price in prices.items()} for prices in (before, after))
    kinds = [kind for kind in {**was, **now} if was.get(kind) != now.get(kind)]
    return {kind: after.get(kind) for kind in sorted(kinds, key=lambda kind: (kind_order(kind), kind))}


def _with_change(before: Prices, change: Change) -> Prices:
    """Return an id's prices after a change of a field: ``before`` itself where that is no price."""
    top, *kinds = keys_of(change.field)
    if top != "pricing" or not NO_PRICE.isdisjoint(kinds):
        return before
    if not kinds:
        return _prices(change.new)
    now = _price(kinds[0], change.new)
    after = {**before, kinds[0]: now} if now else {**before}
    if now is None:
        after.pop(kinds[0], None)
    return after


def _prices(pricing: Json) -> Prices:
    """Return the prices of a price map in page order; a key whose value is no price is left out."""
    if not isinstance(pricing, dict):
        return _NONE
    keys = [key for key in PRICE_KINDS if key in pricing]
    if len(keys) < len(pricing):
        keys += sorted(pricing.keys() - PRICE_KINDS.keys() - NO_PRICE)
    return {key: now for key in keys if (now := _price(key, pricing[key]))}


def _price(key: str, value: Json) -> Price | None:
    try:
        return None if value is None else price(key, value)
    except ValueError:
        return None
