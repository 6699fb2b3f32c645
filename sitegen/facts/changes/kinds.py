"""Kinds of change: what a day's page, a feed and a review sort changes by."""

from __future__ import annotations

from typing import NamedTuple

from sitegen.facts.changes.leaving import END, end_day
from sitegen.records.change import (
    DESCRIBED,
    LEFT,
    LIFE,
    LISTED,
    MAKERS,
    PRICING,
    RETURNED,
    Change,
    Move,
)
from sitegen.records.endpoint import SOURCE, model_and_key
from sitegen.records.rating import SOURCE as ARENA
from sitegen.text import counted


class ChangeKind(NamedTuple):
    """A kind of change. ``one`` and ``several`` follow a number; feeds name the kind by its ``term``.

    One that is ``quiet`` is no news: no feed has it.
    """

    term: str
    title: str
    one: str
    several: str = ""
    quiet: bool = False

    def counted(self, number: int) -> str:
        """Return how many there are of it: ``1 price change``, ``14 price changes``."""
        return counted(number, self.one, self.several or self.one)


PRICES = ChangeKind("prices", "Prices", "price change", "price changes")
CAME = ChangeKind("listed", "New", "new")
CAME_BACK = ChangeKind("returned", "Returned", "returned")
WENT = ChangeKind("left", "Retired", "retired")
ENDS = ChangeKind("ends", "Announced ends", "end announced or changed", "ends announced or changed")
LIMITS = ChangeKind("limits", "Limits, abilities and names", "changed limits, abilities or names")
SELLERS = ChangeKind("sellers", "Sellers", "changed sellers")
MAKERS_PRICES = ChangeKind(
    "makers-prices",
    "Makers’ list prices",
    "changed list price of the maker",
    "changed list prices of the maker",
)
MOVEMENTS = ChangeKind("arena", "Arena", "moved on Arena")
FIRST_OFFERS = ChangeKind(
    "first-offers", "Another seller first", "with another seller first, no price changed", quiet=True
)
SELLERS_LIMITS = ChangeKind(
    "sellers-limits", "Limits of single sellers", "changed limits at single sellers", quiet=True
)
FURTHER = ChangeKind("further-facts", "Further facts", "changed dates or abilities", quiet=True)
FIRST_RECORDS = ChangeKind(
    "first-full-records", "First full records", "described for the first time", quiet=True
)

KINDS = (
    PRICES, CAME, CAME_BACK, ENDS, WENT, SELLERS, LIMITS, MAKERS_PRICES, MOVEMENTS,
    FIRST_OFFERS, SELLERS_LIMITS, FURTHER, FIRST_RECORDS,
)  # fmt: skip
"""Every kind, in the order in which a day shows them."""
_OF_LIFE = {LISTED: CAME, RETURNED: CAME_BACK, LEFT: WENT, DESCRIBED: FIRST_RECORDS}


def change_kind(change: Change) -> ChangeKind:
    """Return the kind of a change."""
    if change.source == ARENA:
        return MOVEMENTS
    if change.seller.move is Move.FIRST:
        return FIRST_OFFERS
    is_price = change.field.startswith(PRICING)
    if change.source == SOURCE:
        return PRICES if is_price else _of_seller(change)
    if change.source == MAKERS:
        return MAKERS_PRICES if is_price else FURTHER
    if change.field == END:
        # "None planned" that becomes "never" announces nothing.
        return FURTHER if end_day(change.old) is end_day(change.new) is None else ENDS
    return _OF_LIFE.get(change.field) or (PRICES if is_price else LIMITS)


def _of_seller(change: Change) -> ChangeKind:
    """Return the kind of a change of a seller that is none of a price."""
    is_of_offer = bool(model_and_key(change.id)[1])
    return SELLERS_LIMITS if is_of_offer and change.field not in LIFE else SELLERS
