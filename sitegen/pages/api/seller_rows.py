"""The sellers as a spreadsheet: every offer of every id in one row, as CSV that no program can run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from sitegen.facts.sellers.shapes import OfferEntry
from sitegen.pages.api.cells import PRICE_COLUMNS, harmless, names_cell, price_cells, rule_text
from sitegen.pages.api.shapes import ModelEntry

COLUMNS = (
    *("slug", "id", "provider_name", "tag", "key", "first", "maker", "quantization"),
    *("context_tokens", "input_tokens", "output_tokens", "parameters", "lacks", "discount"),
    *(*PRICE_COLUMNS, "other_prices", "price_rules", "record_of", "url"),
)


Sold = Mapping[str, Sequence[OfferEntry]]
"""The offers of each id of a model, by id."""


def sellers_csv(models: Iterable[tuple[ModelEntry, Sold]], *, head: bool = True) -> bytes:
    """Return the CSV file of the offers of these models: cheapest first within an id, CRLF line ends.

    Without ``head`` it goes on where another ended.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if head:
        writer.writerow(COLUMNS)
    for model, every in models:
        for key, offers in every.items():
            for offer in offers:
                writer.writerow(_row(model, key, offer))
    return out.getvalue().encode("utf-8", "replace")


def _row(model: ModelEntry, key: str, offer: OfferEntry) -> Sequence[object]:
    """Return the cells of one offer in the order of ``COLUMNS``."""
    prices, others = price_cells(offer["prices"])
    return (
        harmless(model["slug"]),
        harmless(key),
        harmless(offer["provider_name"]),
        harmless(offer["tag"]),
        harmless(offer["key"]),
        _yes(offer["first"]),
        _yes(offer["maker"]),
        harmless(offer["quantization"] or ""),
        offer["context_tokens"],
        offer["input_tokens"],
        offer["output_tokens"],
        names_cell(tuple(offer["parameters"] or ())),
        names_cell(tuple(offer["lacks"] or ())),
        offer["discount"],
        *prices,
        harmless("; ".join(others)),
        harmless("; ".join(map(rule_text, offer["rules"]))),
        offer.get("record_of", ""),
        model["url"],
    )


def _yes(value: object) -> str:
    return "yes" if value else "no"
