"""The spreadsheet: every id in one row, as CSV (RFC 4180) that a spreadsheet program cannot run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from sitegen.facts.boards import HeadlineEntry
from sitegen.facts.prices import PriceEntry, RuleEntry, span_words
from sitegen.facts.sellers.entries import SellersEntry
from sitegen.facts.sellers.maker import MakerEntry
from sitegen.facts.usage import UsageEntry
from sitegen.facts.variants import VariantEntry
from sitegen.forms.documents import UNPUBLISHED
from sitegen.forms.figures import MANY
from sitegen.pages.api.shapes import ModelEntry
from sitegen.records.price import PRICE_KINDS, Unit

IDENTITY = ("slug", "primary_id", "id", "suffix", "name", "kind", "author", "status", "listed", "expires")
LIMITS = (
    *("context_tokens", "provider_context_tokens", "output_tokens"),
    *("input_modalities", "output_modalities", "parameters"),
)
PRICES = {
    key: f"{key}_usd_per_million_tokens" if kind.unit is Unit.TOKEN else f"{key}_usd"
    for key, kind in PRICE_KINDS.items()
}
"""The kind of price → its column, which holds a number or nothing; a picture's price has one for its unit."""
UNITS = {key: f"{key}_unit" for key, kind in PRICE_KINDS.items() if kind.unit is Unit.IMAGE}
STATES = {key: f"{key}_state" for key in PRICES}
"""The kind of price → the column that says whether there is an amount, and why not."""
RATING = ("arena_name", "match_confidence", "rank", "score", "lower", "upper", "votes", "arena_day")
SELLERS = (
    *("sellers", "first_seller", "cheapest_seller"),
    *("cheapest_input_usd_per_million_tokens", "cheapest_output_usd_per_million_tokens", "sellers_blank"),
)
MAKER = (
    "maker_input_usd_per_million_tokens",
    "maker_output_usd_per_million_tokens",
    "maker_price_blank",
)
USAGE = ("usage_tokens", "usage_rank", "usage_period", "usage_day", "usage_trend_percent")
PRICE_COLUMNS = tuple(
    column for key in PRICES for column in (PRICES[key], *([UNITS[key]] if key in UNITS else []), STATES[key])
)
_PLACES = {column: place for place, column in enumerate(PRICE_COLUMNS)}
_NO_PRICES = [UNPUBLISHED if column in STATES.values() else None for column in PRICE_COLUMNS]
COLUMNS = (
    *(*IDENTITY, *LIMITS, *PRICE_COLUMNS),
    *("other_prices", "price_rules", *RATING, "rank_blank", *USAGE, "usage_blank", "url"),
    *(*SELLERS, *MAKER, "release_date", "release_date_blank"),
)

# What makes a cell a formula, at its start or behind a separator that a program of another locale splits at:
# https://owasp.org/www-community/attacks/CSV_Injection. The wide forms count in Japanese and Chinese locales.
_FORMULA = re.compile(r"(^\s*|[;,|\t]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
LONGEST_CELL = 32_767
"""Characters; a spreadsheet program breaks off what is longer, or pours it over the rows below.

https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
"""
_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_NO_RATING, _NO_USAGE = (None,) * len(RATING), (None,) * len(USAGE)
_TOKEN = Unit.TOKEN.value
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


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


def harmless(text: str) -> str:
    """Return text from outside as a cell that no spreadsheet program takes for a formula."""
    if len(text) > LONGEST_CELL:
        # Half, since each character may get a sign before it.
        return harmless(text[: LONGEST_CELL // 2]) + "…"
    plain = text.isprintable() and "," not in text and ";" not in text and "|" not in text
    if plain and not text.lstrip(" ").startswith(_STARTS):
        return text
    return _FORMULA.sub(r"\1'", _UNSEEN.sub(" ", text))


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
        _list(tuple(variant["input_modalities"] or ())),
        _list(tuple(variant["output_modalities"] or ())),
        _list(tuple(variant["parameters"] or ())),
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


@lru_cache(maxsize=MANY)
def _list(names: tuple[str, ...]) -> str:
    return harmless(" ".join(names))


def price_cells(prices: Mapping[str, PriceEntry]) -> tuple[list[str | None], list[str]]:
    """Return the cells of ``PRICE_COLUMNS``, None where there is no amount, and prices without a column."""
    cells, others = _NO_PRICES.copy(), list[str]()
    for key, price in prices.items():
        if key in PRICES:
            cells[_PLACES[STATES[key]]] = _state(price)
            cells[_PLACES[PRICES[key]]] = price["usd"] if key in UNITS else _amount(price)
            if key in UNITS:
                cells[_PLACES[UNITS[key]]] = price["unit"]
        else:
            others.append(f"{key} {price['usd'] or _state(price)}")
    return cells, others


def _state(price: PriceEntry) -> str:
    """Return whether there is an amount, and if not, why: ``0.22 to 0.44 by the hour``."""
    return f"{span_words(price)} {price['state']}".lstrip()


def _amount(price: PriceEntry) -> str | None:
    """Return dollars for a million tokens, or for one image, request or search; None for no amount."""
    return price["usd_per_million"] if price["unit"] == _TOKEN else price["usd"]


def rule_text(rule: RuleEntry) -> str:
    """Return a rule in words, with the columns that its prices would stand in."""
    prices = ", ".join(
        f"{PRICES.get(key, key)} {_amount(price) or price['state']}" for key, price in rule["prices"].items()
    )
    return f"{rule['condition']}: {prices}"


def _seller_cells(sold: SellersEntry) -> Sequence[object]:
    """Return how many sell an id, who is first and who is cheapest at what price, or why there are none."""
    first, cheapest, blanks = sold["first"], sold["cheapest"], sold.get("blanks", {})
    ends = (cheapest["input"], cheapest["output"]) if cheapest else (None, None)
    # A price by the hour has no one amount.
    words = [_state(end) for end in ends if end and _amount(end) is None]
    return (
        sold["sellers"],
        harmless(first["provider_name"]) if first else None,
        harmless(cheapest["provider_name"]) if cheapest else None,
        *[_amount(end) if end else None for end in ends],
        blanks.get("sellers") or blanks.get("cheapest") or "; ".join(words),
    )


def _maker_cells(maker: MakerEntry | None, blank: str) -> Sequence[object]:
    """Return what the maker asks for input and output, or why that is not known."""
    ends = [maker["prices"].get(key) if maker else None for key in ("prompt", "completion")]
    lacks = [UNPUBLISHED] if maker and None in ends else []
    return (*[_amount(end) if end else None for end in ends], blank or "".join(lacks))


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
