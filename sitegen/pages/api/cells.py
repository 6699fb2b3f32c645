"""Cells of a spreadsheet: text that no program runs, and prices as columns of numbers and of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sitegen.facts.doubts.correction_entries import CorrectionEntry
from sitegen.facts.prices import PriceEntry, RuleEntry, span_words
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import UNPUBLISHED
from sitegen.forms.figures import MANY
from sitegen.records import json_bytes
from sitegen.records.change import PRICING
from sitegen.records.price import PRICE_KINDS, Unit

PRICES = {
    key: f"{key}_usd_per_million_tokens" if kind.unit is Unit.TOKEN else f"{key}_usd"
    for key, kind in PRICE_KINDS.items()
}
"""The kind of price → its column, which holds a number or nothing; a picture's price has one for its unit."""
UNITS = {key: f"{key}_unit" for key, kind in PRICE_KINDS.items() if kind.unit is Unit.IMAGE}
STATES = {key: f"{key}_state" for key in PRICES}
"""The kind of price → the column that says whether there is an amount, and why not."""
PRICE_COLUMNS = tuple(
    column for key in PRICES for column in (PRICES[key], *([UNITS[key]] if key in UNITS else []), STATES[key])
)
_PLACES = {column: place for place, column in enumerate(PRICE_COLUMNS)}
_NO_PRICES = [UNPUBLISHED if column in STATES.values() else None for column in PRICE_COLUMNS]

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


@lru_cache(maxsize=MANY)
def harmless(text: str) -> str:
    """Return text from outside as a cell that no spreadsheet program takes for a formula."""
    if len(text) > LONGEST_CELL:
        # Half, since each character may get a sign before it.
        return harmless(text[: LONGEST_CELL // 2]) + "…"
    plain = text.isprintable() and "," not in text and ";" not in text and "|" not in text
    if plain and not text.lstrip(" ").startswith(_STARTS):
        return text
    return _FORMULA.sub(r"\1'", _UNSEEN.sub(" ", text))


@lru_cache(maxsize=MANY)
def names_cell(names: tuple[str, ...]) -> str:
    """Return names with a space between them as a cell."""
    return harmless(" ".join(names))


def price_cells(
    prices: Mapping[str, PriceEntry], corrections: Iterable[CorrectionEntry] = ()
) -> tuple[list[str | None], list[str]]:
    """Return the cells of ``PRICE_COLUMNS``, None where there is no amount, and prices without a column."""
    cells, others = _NO_PRICES.copy(), list[str]()
    for one in corrections:
        key = one["field"].removeprefix(PRICING)
        if one["value"] is None and key in PRICES and key != one["field"]:
            cells[_PLACES[STATES[key]]] = harmless(one.get("blanks", {})["value"])
    for key, price in prices.items():
        if key in PRICES:
            cells[_PLACES[STATES[key]]] = price_state(price)
            cells[_PLACES[PRICES[key]]] = price["usd"] if key in UNITS else price_amount(price)
            if key in UNITS:
                cells[_PLACES[UNITS[key]]] = price["unit"]
        else:
            others.append(f"{key} {price['usd'] or price_state(price)}")
    return cells, others


def correction_text(one: CorrectionEntry) -> str:
    """Return a correction: ``pricing.prompt "0.000003" by Ann Other: REASON (LINK), upstream: "0.003"``."""
    upstream = UNPUBLISHED if one["upstream"] is None else json_bytes(one["upstream"]).decode()
    shown = Blank.WITHHELD.value if one["value"] is None else json_bytes(one["value"]).decode()
    return f"{one['field']} {shown} by {one['who']}: {one['reason']} ({one['link']}), upstream: {upstream}"


def price_state(price: PriceEntry) -> str:
    """Return whether there is an amount, and if not, why: ``0.22 to 0.44 by the hour``."""
    return f"{span_words(price)} {price['state']}".lstrip()


def price_amount(price: PriceEntry) -> str | None:
    """Return dollars for a million tokens, or for one image, request or search; None for no amount."""
    return price["usd_per_million"] if price["unit"] == _TOKEN else price["usd"]


def rule_text(rule: RuleEntry) -> str:
    """Return a rule in words, with the columns that its prices would stand in."""
    prices = [
        f"{PRICES.get(key, key)} {price_amount(one) or one['state']}" for key, one in rule["prices"].items()
    ]
    return f"{rule['condition']}: {', '.join(prices)}"
