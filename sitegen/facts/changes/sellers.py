"""What sellers did, in a model's history: whose a change of price is, and who came and left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sitegen.catalog.model import History
from sitegen.facts.changes.entry import MoveEntry
from sitegen.facts.changes.kinds import FIRST_OFFERS, MAKERS_PRICES, PRICES, SELLERS, change_kind
from sitegen.facts.changes.words import change_texts
from sitegen.facts.prices import CHANGE_MEANING, PriceTexts
from sitegen.forms.figures import day
from sitegen.records.change import Change, Move, Whose, keys_of
from sitegen.sources import openrouter

NEWS = (PRICES, SELLERS, FIRST_OFFERS, MAKERS_PRICES)
"""The kinds of change that a history tells of sellers: limits are as their table has them today."""


def change_meaning(since: date | None) -> str:
    """Return what a change of price can mean, given the day on which sellers were first read."""
    if since is None:
        return f"{CHANGE_MEANING} Sellers were never read, so whose a change is cannot be told."
    return (
        f"Prices are those shown by OpenRouter, which puts now one seller first, now another. Sellers were "
        f"first read on {day(since)}: whether a change before that is a seller’s own cannot be told."
    )


Moves = Mapping[tuple[date, str], MoveEntry]
"""Whose change each kind of price of an id is, by day and key; none for days before sellers were read."""


def moves(past: History) -> Moves:
    """Return whose change each price of an id is, the last of a day."""
    return {
        (change.on, keys_of(change.field)[-1]): _move(change.seller.move, change.seller.seller)
        for change in past.changes
        if change.seller.move is not None
    }


def _move(move: Move | None, seller: str) -> MoveEntry:
    entry: MoveEntry = {"move": (move or Move.UNKNOWN).value}
    return {**entry, "seller": seller} if seller else entry


def seller_texts(past: History, prices: PriceTexts) -> dict[date, tuple[str, ...]]:
    """Return what sellers of an id did, by day: ``Forge: input $1 → $2``, ``now first: Mara, input $1``."""
    by_day: dict[date, list[Change]] = {}
    for change in sorted([*past.changes, *past.offers], key=lambda change: change.on):
        is_told = _is_of_a_seller(change.seller) if change.source == openrouter.name else _is_news(change)
        if is_told:
            by_day.setdefault(change.on, []).append(change)
    return {on: change_texts(own, prices) for on, own in by_day.items()}


def _is_of_a_seller(whose: Whose) -> bool:
    """Whether a line of the catalogue is told with its seller, and not as a price of the id."""
    return whose.move is Move.FIRST or (whose.move is Move.OWN and not whose.folded)


def _is_news(change: Change) -> bool:
    return change_kind(change) in NEWS
