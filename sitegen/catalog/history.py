"""History as the journal tells it: when an id came, left and returned, and what its prices were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from sitegen.records import Json
from sitegen.records.change import LEFT, LISTED, RETURNED, WHOLE, Change, keys_of
from sitegen.records.price import amount as price_amount

NO_PRICE = {"overrides", "discount"}
"""Keys of a price map that hold no price."""
CAME = (LISTED, RETURNED)
"""The changes with which an id is in the catalogue again."""


class PriceStep(NamedTuple):
    """From ``on``, a unit of ``key`` costs ``amount`` dollars (-1: varies by request; None: no price)."""

    on: date
    key: str
    amount: Decimal | None


@dataclass(frozen=True)
class History:
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

    @cached_property
    def prices(self) -> tuple[PriceStep, ...]:
        """Each base price whenever it changed; while the id is away, its prices are None."""
        return tuple(_price_steps(self.changes))


def histories(journal: Iterable[Change], source: str = "openrouter") -> dict[str, History]:
    """Return the history of every id that the journal names."""
    found: dict[str, list[Change]] = {}
    for change in journal:
        if change.source == source:
            found.setdefault(change.id, []).append(change)
    return {key: History(tuple(lines)) for key, lines in found.items()}


def _price_steps(lines: Iterable[Change]) -> Iterable[PriceStep]:
    known: dict[str, Decimal | None] = {}
    for line in lines:
        for key, now in _prices_after(line, known).items():
            if known.get(key) != now:
                known[key] = now
                yield PriceStep(line.on, key, now)


def _prices_after(line: Change, known: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    field = line.field
    if field == LEFT:
        return dict.fromkeys(known)
    if field in WHOLE:
        pricing = line.new.get("pricing") if isinstance(line.new, dict) else None
        now = dict.fromkeys(known)
        for key, value in pricing.items() if isinstance(pricing, dict) else ():
            if key not in NO_PRICE and (found := _amount(value)) is not None:
                now[key] = found
        return now
    top, *parts = keys_of(field)
    return {key: _amount(line.new) for key in parts if top == "pricing" and key not in NO_PRICE}


def _amount(value: Json) -> Decimal | None:
    """Return a price of the journal; None where there is none, or where a key's value is no price."""
    if isinstance(value, str):
        return _read(value)
    try:
        return price_amount("", value)
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def _read(value: str) -> Decimal | None:
    try:
        return price_amount("", value)
    except ValueError:
        return None
