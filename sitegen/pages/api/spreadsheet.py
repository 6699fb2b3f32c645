"""The spreadsheet: every id in one row, as CSV (RFC 4180) that a spreadsheet program cannot run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from sitegen.facts.boards import HeadlineEntry
from sitegen.facts.prices import PriceEntry
from sitegen.facts.sellers.shapes import MakerEntry, SellersEntry
from sitegen.facts.usage import UsageEntry
from sitegen.facts.variants import VariantEntry
from sitegen.forms.documents import UNPUBLISHED
from sitegen.pages.api.cells import (
    PRICE_COLUMNS,
    harmless,
    names_cell,
    price_amount,
    price_cells,
    price_state,
    rule_text,
)
from sitegen.pages.api.shapes import ModelEntry

IDENTITY = ("slug", "primary_id", "id", "suffix", "name", "kind", "author", "status", "listed", "expires")
LIMITS = (
    *("context_tokens", "provider_context_tokens", "output_tokens"),
    *("input_modalities", "output_modalities", "parameters"),
)
RATING = ("arena_name", "match_confidence", "rank", "score", "lower", "upper", "votes", "arena_day")
_IN, _OUT = "input_usd_per_million_tokens", "output_usd_per_million_tokens"
SELLERS = (
    *("seller_count", "first_seller", "cheapest_seller", f"cheapest_{_IN}", "cheapest_input_state"),
    *(f"cheapest_{_OUT}", "cheapest_output_state"),
)
MAKER = (f"maker_{_IN}", "maker_input_state", f"maker_{_OUT}", "maker_output_state")
USAGE = ("usage_tokens", "usage_rank", "usage_period", "usage_day", "usage_trend_percent")
COLUMNS = (
    *(*IDENTITY, *LIMITS, *PRICE_COLUMNS),
    *("other_prices", "price_rules", *RATING, "rank_blank", *USAGE, "usage_blank", "url"),
    *(*SELLERS, *MAKER, "release_date", "release_date_blank"),
)

_NO_RATING, _NO_USAGE = (None,) * len(RATING), (None,) * len(USAGE)


def spreadsheet(models: Iterable[ModelEntry], *, head: bool = True) -> bytes:
    """Return the CSV file: a header, one row an id, CRLF line ends, UTF-8 without a mark.

    Without ``head`` it goes on where another ended.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    if head:
        writer.writerow(COLUMNS)
    for model in models:
        for variant, sold in zip(model["variants"], model["sellers"], strict=True):
            writer.writerow(_row(model, variant, sold))
    return out.getvalue().encode("utf-8", "replace")


def _row(model: ModelEntry, variant: VariantEntry, sold: SellersEntry) -> Sequence[object]:
    """Return the cells of one id in the order of ``COLUMNS``."""
    rules, blanks = variant["rules"], model.get("blanks", {})
    prices, others = price_cells(variant["prices"])
    return (
        harmless(model["slug"]),
        harmless(model["id"]),
        harmless(variant["id"]),
        harmless(variant["suffix"]),
        harmless(variant["name"]),
        model["kind"],
        harmless(model["author"]),
        variant["status"],
        variant["listed"],
        variant["expires"],
        variant["context_tokens"],
        variant["provider_context_tokens"],
        variant["output_tokens"],
        names_cell(tuple(variant["input_modalities"] or ())),
        names_cell(tuple(variant["output_modalities"] or ())),
        names_cell(tuple(variant["parameters"] or ())),
        *prices,
        harmless("; ".join(others)) if others else "",
        harmless("; ".join(map(rule_text, rules))) if rules else "",
        *_rating_cells(model["headline"]),
        blanks.get("headline", ""),
        *_usage_cells(model["usage"]),
        blanks.get("usage", ""),
        model["url"],
        *_seller_cells(sold),
        *_maker_cells(model["maker_price"], blanks.get("maker_price", "")),
        model["release_date"],
        blanks.get("release_date", ""),
    )


def _seller_cells(sold: SellersEntry) -> Sequence[object]:
    """Return how many sell an id, who is first and who is cheapest at what price, or why there are none."""
    first, cheapest, blanks = sold["first"], sold["cheapest"], sold.get("blanks", {})
    ends = (cheapest["input"], cheapest["output"]) if cheapest else (None, None)
    blank = UNPUBLISHED if cheapest else blanks.get("cheapest", "")
    return (
        sold["seller_count"],
        harmless(first["provider_name"]) if first else None,
        harmless(cheapest["provider_name"]) if cheapest else None,
        *[cell for end in ends for cell in _price_and_state(end, blank)],
    )


def _maker_cells(maker: MakerEntry | None, blank: str) -> Sequence[object]:
    """Return what the maker asks for input and output, or why that is not known."""
    ends = [maker["prices"].get(key) if maker else None for key in ("prompt", "completion")]
    return [cell for end in ends for cell in _price_and_state(end, UNPUBLISHED if maker else blank)]


def _price_and_state(price: PriceEntry | None, blank: str) -> tuple[str | None, str]:
    """Return a price as an amount, None where there is none, and as a word that says why."""
    return (price_amount(price), price_state(price)) if price else (None, blank)


def _rating_cells(headline: HeadlineEntry | None) -> Sequence[object]:
    if headline is None:
        return _NO_RATING
    return (
        harmless(headline["arena_name"]),
        headline["confidence"],
        headline["rank"],
        headline["score"],
        headline["lower"],
        headline["upper"],
        headline["votes"],
        headline["day"],
    )


def _usage_cells(usage: UsageEntry | None) -> Sequence[object]:
    if usage is None:
        return _NO_USAGE
    return usage["tokens"], usage["rank"], usage["period"], usage["on"], usage["trend_percent"]
