"""The section on sellers: who sells each id of a model, and its maker's list price, in all forms."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sitegen.facts.sellers.maker import MakersPrice
from sitegen.facts.sellers.offers import UNKNOWN_SELLER, IdOffers
from sitegen.facts.sellers.release import SOURCE
from sitegen.facts.sellers.table import SellerTable, seller_table
from sitegen.facts.sellers.words import summary
from sitegen.records.listing import SOLD_APART


class Unsold(NamedTuple):
    """An id without sellers, and why there are none."""

    id: str
    sentence: str


class Sellers(NamedTuple):
    """Who sells a model: a sentence on its main id, a table for each id that is sold, and why others are not.

    ``ids`` and ``maker`` are what the rest is made of. ``evidence`` says by which name the maker's price was
    found, and ``as_of`` is the day of the sellers.
    """

    summary: str
    ids: tuple[IdOffers, ...]
    tables: tuple[SellerTable, ...]
    unsold: tuple[Unsold, ...]
    maker: MakersPrice
    evidence: str
    as_of: date | None


def sellers(every: tuple[IdOffers, ...], maker: MakersPrice, on: date | None) -> Sellers:
    """Return the section, given who sells each id (the main one first) and the day of the sellers."""
    sold = [one for one in every if not one.missing]
    return Sellers(
        summary=summary(every[0], maker),
        ids=every,
        tables=tuple([seller_table(one, maker if one is every[0] else None) for one in sold]),
        unsold=tuple(
            [
                Unsold(one.id, one.missing.sentence)
                for one in every[1:]
                if one.missing and one.missing is not UNKNOWN_SELLER
            ]
        ),
        maker=maker,
        evidence=_evidence(maker, every[0].id),
        as_of=on if sold else None,
    )


def _evidence(maker: MakersPrice, main: str) -> str:
    """Return how the maker's price was joined and what it says of the main id, "" where there is none."""
    if maker.missing or maker.match is None:
        return ""
    sure, why = maker.match.confidence, maker.match.reason
    apart = main.partition(":")[2] in SOLD_APART
    variant = f" It is that of the plain model: {main} is sold at prices of its own." if apart else ""
    return f"The maker’s list price is that of {maker.id} at {SOURCE}. Match: {sure}. {why}{variant}"
