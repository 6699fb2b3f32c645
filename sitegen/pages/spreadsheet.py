"""The spreadsheet: every id in one row, as CSV (RFC 4180) that a spreadsheet program cannot run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from sitegen.pages.shapes import (
    HeadlineEntry,
    ModelEntry,
    PriceEntry,
    RuleEntry,
    UsageEntry,
    VariantEntry,
)
from sitegen.records.price import PRICE_KINDS, Unit

IDENTITY = ("slug", "primary_id", "id", "suffix", "name", "author", "status", "listed", "expires")
LIMITS = ("context_tokens", "output_tokens", "input_modalities", "output_modalities", "parameters")
PRICES = {
    key: f"{key}_usd_per_million_tokens" if kind.unit is Unit.TOKEN else f"{key}_usd"
    for key, kind in PRICE_KINDS.items()
}
"""The kind of price → its column; a price by the piece has a second column for its unit."""
UNITS = {key: f"{key}_unit" for key, kind in PRICE_KINDS.items() if kind.unit is Unit.IMAGE}
RATING = ("arena_name", "match_confidence", "rank", "score", "lower", "upper", "votes", "arena_day")
USAGE = ("usage_tokens", "usage_rank", "usage_period", "usage_day", "usage_trend_percent")
COLUMNS = (
    *(*IDENTITY, *LIMITS),
    *(column for key in PRICES for column in (PRICES[key], *([UNITS[key]] if key in UNITS else []))),
    *("other_prices", "price_rules", *RATING, "rank_blank", *USAGE, "usage_blank", "url"),
)

# What makes a cell a formula, at its start or behind a separator that a program of another locale splits at:
# https://owasp.org/www-community/attacks/CSV_Injection. The wide forms count in Japanese and Chinese locales.
_FORMULA = re.compile(r"(^\s*|[;,|\t]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
LONGEST_CELL = 32_767
"""Characters; a spreadsheet program breaks off what is longer, or pours it over the rows below.

https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
"""
_STARTS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
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
        for variant in model["variants"]:
            row = _row(model, variant)
            writer.writerow([row.get(column) for column in COLUMNS])
    return out.getvalue().encode("utf-8", "replace")


def harmless(text: str) -> str:
    """Return text from outside as a cell that no spreadsheet program takes for a formula."""
    if len(text) > LONGEST_CELL:
        return (
            harmless(text[: LONGEST_CELL // 2]) + "…"
        )  # half, since each character may get a sign before it
    plain = text.isprintable() and "," not in text and ";" not in text and "|" not in text
    if plain and not text.lstrip(" ").startswith(_STARTS):
        return text
    return _FORMULA.sub(r"\1'", _UNSEEN.sub(" ", text))


def _row(model: ModelEntry, variant: VariantEntry) -> dict[str, object]:
    prices, others = _price_cells(variant["prices"])
    return {
        "slug": harmless(model["slug"]),
        "primary_id": harmless(model["id"]),
        "id": harmless(variant["id"]),
        "suffix": harmless(variant["suffix"]),
        "name": harmless(variant["name"]),
        "author": harmless(model["author"]),
        "status": variant["status"],
        "listed": variant["listed"],
        "expires": variant["expires"],
        "context_tokens": variant["context_tokens"],
        "output_tokens": variant["output_tokens"],
        "input_modalities": _list(variant["input_modalities"]),
        "output_modalities": _list(variant["output_modalities"]),
        "parameters": _list(variant["parameters"]),
        **prices,
        "other_prices": harmless("; ".join(others)) if others else "",
        "price_rules": harmless("; ".join(map(_rule, variant["rules"]))) if variant["rules"] else "",
        **_rating_cells(model["headline"]),
        "rank_blank": model.get("blanks", {}).get("headline", ""),
        **_usage_cells(model["usage"]),
        "usage_blank": model.get("blanks", {}).get("usage", ""),
        "url": model["url"],
    }


def _list(names: Iterable[str] | None) -> str:
    return harmless(" ".join(names or ()))


def _price_cells(prices: Mapping[str, PriceEntry]) -> tuple[dict[str, str], list[str]]:
    """Return the cells of the prices that have a column, and the others in words."""
    cells, others = {}, []
    for key, price in prices.items():
        if key in UNITS:
            cells[PRICES[key]] = price["usd"] or price["state"]
            cells[UNITS[key]] = price["unit"]
        elif key in PRICES:
            cells[PRICES[key]] = _amount(price)
        else:
            others.append(f"{key} {price['usd'] or price['state']}")
    return cells, others


def _amount(price: PriceEntry) -> str:
    """Return dollars for a million tokens, or for one image, request or search, or why there are none."""
    return (price["usd_per_million"] if price["unit"] == _TOKEN else price["usd"]) or price["state"]


def _rule(rule: RuleEntry) -> str:
    prices = ", ".join(f"{PRICES.get(key, key)} {_amount(price)}" for key, price in rule["prices"].items())
    return f"{rule['condition']}: {prices}"


def _rating_cells(headline: HeadlineEntry | None) -> dict[str, object]:
    if headline is None:
        return {}
    return {
        "arena_name": harmless(headline["arena_name"]),
        "match_confidence": headline["confidence"],
        **{key: headline[key] for key in ("rank", "score", "lower", "upper", "votes")},
        "arena_day": headline["day"],
    }


def _usage_cells(usage: UsageEntry | None) -> dict[str, object]:
    if usage is None:
        return {}
    return {
        "usage_tokens": usage["tokens"],
        "usage_rank": usage["rank"],
        "usage_period": usage["period"],
        "usage_day": usage["on"],
        "usage_trend_percent": usage["trend_percent"],
    }
