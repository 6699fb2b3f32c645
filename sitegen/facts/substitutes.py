"""Substitutes: models that do the same as one, nearest to it in price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log2
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.catalog.neighbours import DOUBLING, PriceStrips, nearest_to, strips_of
from sitegen.forms.word_lists import notable
from sitegen.records.listing import MODEL, Listing

MOST = 10
"""Models that are found at most: some of them stand in another group of a page."""
FREE = -60.0
"""The power of two that stands for a price of 0: further from any amount than amounts are from each other."""


class Uses(NamedTuple):
    """What a model is used for: what goes in, what comes out, and its notable abilities."""

    takes: frozenset[str]
    gives: frozenset[str]
    abilities: frozenset[str]

    def covers(self, other: Uses) -> bool:
        """Whether a model that is used for this does what one that is used for the other does."""
        return self[:2] == other[:2] and self.abilities >= other.abilities


Alike = Mapping[Uses, PriceStrips]
"""For what any model is used: the current models that do it, by price of input and of output."""


def alike(models: Iterable[Model]) -> Alike:
    """Return the current models with an amount for input and output, by what they do."""
    models = list(models)
    groups: dict[Uses, list[tuple[float, float, str]]] = {}
    for model in models:
        place = _place(model.primary)
        if model.variants and model.primary.kind == MODEL and place is not None:
            groups.setdefault(_uses(model.primary), []).append((*place, model.slug))
    return {
        wanted: strips_of(
            sorted([place for uses, group in groups.items() if uses.covers(wanted) for place in group])
        )
        for wanted in {_uses(model.primary) for model in models}
    }


def substitutes(model: Model, known: Alike) -> tuple[str, ...]:
    """Return the slugs of the models that do the same as one, current or retired, nearest in price first.

    They take and give the same types and have its notable abilities at least; a doubled price of input is as
    far as a doubled price of output. A model whose types or prices are not known has none.
    """
    listing = model.primary
    place, group = _place(listing), known.get(_uses(listing))
    if place is None or group is None or listing.kind != MODEL:
        return ()
    return tuple(nearest_to(*place, group, MOST, {model.slug}))


def _uses(listing: Listing) -> Uses:
    shape = listing.architecture
    return Uses(
        frozenset(shape.input_modalities),
        frozenset(shape.output_modalities),
        frozenset(notable(listing.parameters)),
    )


def _place(listing: Listing) -> tuple[float, float] | None:
    """Return the prices of input and output as powers of two, the latter in points of ``nearest_to``."""
    prices = [listing.prices.get(key) for key in ("prompt", "completion")]
    powers = [
        log2(float(price.amount)) if price.amount else FREE for price in prices if price and price.amount >= 0
    ]
    known = listing.architecture.input_modalities and listing.architecture.output_modalities
    return (powers[0], DOUBLING * powers[1]) if known and len(powers) == len(prices) else None
