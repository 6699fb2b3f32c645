"""A price book: the prices of one build as entries and as words, each worked out once."""

from __future__ import annotations

from decimal import MAX_PREC, Context, Decimal

from sitegen.catalog.history import NO_PRICE
from sitegen.pages.document import explained
from sitegen.pages.figures import Blank, Cell, Figure, cell, price_figure
from sitegen.pages.shapes import PriceEntry
from sitegen.records import Json
from sitegen.records.price import Price, PriceState, Unit, price

PER_MILLION = 6
"""Decimal places between dollars for one token and dollars for a million."""

_EVERY_DIGIT = Context(prec=MAX_PREC)


class PriceBook:
    """Most amounts stand on many pages and in many snapshots; a book lives as long as one list of pages.

    A key and an amount decide all the rest of a price, its unit too.
    """

    def __init__(self) -> None:
        self._prices: dict[tuple[str, Decimal], Price | None] = {}
        self._entries: dict[tuple[str, Decimal], PriceEntry] = {}
        self._figures: dict[tuple[str, Decimal], Figure] = {}
        self._told: dict[tuple[str, str], str] = {}
        self._cells: dict[tuple[str, Decimal], Cell] = {}
        self._words: dict[tuple[str, Decimal], str] = {}

    def price(self, key: str, amount: Decimal) -> Price | None:
        """Return the price that a snapshot's amount is; None for a key that holds no price."""
        at = key, amount
        if at not in self._prices:
            self._prices[at] = None if key in NO_PRICE else price(key, str(amount))
        return self._prices[at]

    def entry(self, price: Price) -> PriceEntry:
        """Return a price as programs read it; the same object for the same price."""
        at = price.key, price.amount
        return self._entries.get(at) or self._entries.setdefault(at, price_entry(price))

    def figure(self, price: Price | None) -> Figure:
        """Return a price as ``figures.price_figure`` does."""
        if price is None:
            return price_figure(None)
        at = price.key, price.amount
        return self._figures.get(at) or self._figures.setdefault(at, price_figure(price))

    def cell(self, price: Price | None) -> Cell:
        """Return a price as ``figures.cell`` does."""
        if price is None:
            return cell(None)
        at = price.key, price.amount
        return self._cells.get(at) or self._cells.setdefault(at, cell(price))

    def told(self, key: str, value: Json) -> str:
        """Return the text of a price in the journal; what is no price stands for itself."""
        if not isinstance(value, str):
            return Blank.NOT_PUBLISHED.value
        at = key, value
        return self._told.get(at) or self._told.setdefault(at, _told(key, value))

    def words(self, price: Price | None) -> str:
        """Return a price in words: ``$2.50 per 1M tokens``, with every digit where those are rounded."""
        if price is None:
            return _words(price_figure(None))
        at = price.key, price.amount
        return self._words.get(at) or self._words.setdefault(at, _words(self.figure(price)))


def _words(figure: Figure) -> str:
    exact_too = f" (exactly {figure.exact})" if figure.exact else ""
    return f"{figure.text} {figure.unit}{exact_too}" if figure.unit else str(figure.text)


def _told(key: str, value: str) -> str:
    try:
        return price_figure(price(key, value)).text
    except ValueError:
        return value


def exact(amount: Decimal, shift: int = 0) -> str:
    """Return ``amount`` × 10 ** ``shift`` with every digit, no exponent and no zeros at the end."""
    text = f"{_EVERY_DIGIT.scaleb(amount, shift) if shift else amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def price_entry(price: Price) -> PriceEntry:
    """Return one price as programs read it."""
    state = price.state
    varies, by_token = state is PriceState.VARIES, price.unit is Unit.TOKEN
    entry: PriceEntry = {
        "unit": price.unit.value,
        "state": state.value,
        "usd": None if varies else exact(price.amount),
        "usd_per_million": None if varies or not by_token else exact(price.amount, PER_MILLION),
    }
    if price.unit_inferred:
        entry["unit_inferred"] = True
    return explained(
        entry,
        {"usd": state.value, "usd_per_million": state.value if by_token else Blank.NOT_APPLICABLE.value},
    )
