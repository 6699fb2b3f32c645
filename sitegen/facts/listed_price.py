"""A price as a list shows it: short, with its last move or what is doubted of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sitegen.catalog.cost import charged_outputs
from sitegen.facts.prices import PriceTexts, no_price, output_cell
from sitegen.facts.variants import NOT_PUBLISHED, absences
from sitegen.forms.figures import BY_HOUR, Cell
from sitegen.forms.marks import RecentMove
from sitegen.records.change import PRICING
from sitegen.records.listing import Listing


class PriceCell(NamedTuple):
    """A price in a list: ``$0.66 to $1.32``, the ``rest`` for a screen reader, classes, and its last move.

    The rest is ``by the hour``, for which the eye has the ``+`` of prices that change with size or hour.
    """

    text: str
    rest: str
    classes: str
    moved: RecentMove | None
    note: str


LONG = 8
"""Characters of an amount that a narrow column holds in the usual size."""


def listed_price(cell: Cell, bar: int, moved: RecentMove | None, note: str) -> PriceCell:
    """Return a price as a list shows it; ``bar`` is the length of the bar behind it, 0 for none."""
    text, hour, _ = cell.text.partition(BY_HOUR)
    is_long = cell.state == "amount" and len(text) > LONG and not hour
    classes = [cell.state, f"bar b{bar}" if bar else "", "long" if is_long else ""]
    return PriceCell(text, hour, " ".join(filter(None, classes)), moved, note)


def price_cells(
    listing: Listing, texts: PriceTexts, reasons: Mapping[str, str] | None = None
) -> tuple[Cell, Cell]:
    """Return the base prices of an id's input and output, or why there are none."""
    known = absences(listing) if reasons is None else reasons
    output = output_cell(_price_cell(listing, "completion", texts, known), charged_outputs(listing))
    return _price_cell(listing, "prompt", texts, known), output


def _price_cell(listing: Listing, key: str, texts: PriceTexts, reasons: Mapping[str, str]) -> Cell:
    """Return a base price, or why there is none; why a person withholds it stands on the model's page."""
    price = listing.prices.get(key)
    reason = reasons.get(PRICING + key, NOT_PUBLISHED).partition(": ")[0]
    return texts.cell(price) if price else no_price(reason).cell
