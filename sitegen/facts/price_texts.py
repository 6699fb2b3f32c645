"""A price book: the prices of one build as entries and as words, each worked out once."""

from __future__ import annotations

from decimal import MAX_PREC, Context, Decimal
from typing import NamedTuple

from sitegen.catalog.history import NO_PRICE
from sitegen.facts.shapes import PriceEntry
from sitegen.forms.documents import explained
from sitegen.forms.figures import UNITS, Blank, Cell, Figure, cell, price_figure, price_label
from sitegen.forms.markdown import code
from sitegen.records import Json
from sitegen.records.price import PRICE_KINDS, Price, PriceState, Unit, price

PER_MILLION = 6
"""Decimal places between dollars for one token and dollars for a million."""

_EVERY_DIGIT = Context(prec=MAX_PREC)


class Forms(NamedTuple):
    """A price and what it becomes: an entry for programs, a figure, a cell, and words.

    ``label`` is what Markdown calls it, ``named`` the words behind the label, and ``short`` those of a line
    that has many prices, where dollars are for a million tokens unless it says otherwise.
    """

    price: Price
    entry: PriceEntry
    figure: Figure
    cell: Cell
    label: str
    words: str
    named: str
    short: str


class PriceBook:
    """Most amounts stand on many pages and in many snapshots; a book lives as long as one list of pages.

    A key and an amount decide all the rest of a price, its unit too.
    """

    def __init__(self) -> None:
        self._prices: dict[tuple[str, Decimal], Price | None] = {}
        # By identity, which is found at once: ``records.price`` makes one object of what many records say.
        # The forms hold their price, so that no other can get its place in memory.
        self._forms: dict[int, Forms] = {}
        self._told: dict[tuple[str, str], str] = {}

    def price(self, key: str, amount: Decimal) -> Price | None:
        """Return the price that a snapshot's amount is; None for a key that holds no price."""
        at = key, amount
        if at not in self._prices:
            self._prices[at] = None if key in NO_PRICE else price(key, str(amount))
        return self._prices[at]

    def forms(self, price: Price) -> Forms:
        """Return all that a price becomes; the same object for the same price."""
        return self._forms.get(id(price)) or self._forms.setdefault(id(price), _forms(price))

    def entry(self, price: Price) -> PriceEntry:
        """Return a price as programs read it."""
        return self.forms(price).entry

    def figure(self, price: Price | None) -> Figure:
        """Return a price as ``figures.price_figure`` does."""
        return _NO_FIGURE if price is None else self.forms(price).figure

    def cell(self, price: Price | None) -> Cell:
        """Return a price as ``figures.cell`` does."""
        return _NO_CELL if price is None else self.forms(price).cell

    def words(self, price: Price | None) -> str:
        """Return a price in words: ``$2.50 per 1M tokens``, with every digit where those are rounded."""
        return _NO_WORDS if price is None else self.forms(price).words

    def told(self, key: str, value: Json) -> str:
        """Return the text of a price in the journal; what is no price stands for itself."""
        if not isinstance(value, str):
            return Blank.NOT_PUBLISHED.value
        at = key, value
        return self._told.get(at) or self._told.setdefault(at, _told(key, value))


_LABELS = {key: price_label(key) for key in PRICE_KINDS}
_BY_TOKEN = UNITS[Unit.TOKEN]


def label(key: str) -> str:
    """Return what Markdown calls a kind of price."""
    return _LABELS.get(key) or code(key)


def _forms(price: Price) -> Forms:
    figure, name, key = price_figure(price), label(price.key), price.key
    said, by_token = _words(figure), figure.unit in ("", _BY_TOKEN)
    amount = f"{figure.exact or figure.text}{'' if by_token else f' {figure.unit}'}"
    return Forms(
        price=price,
        entry=price_entry(price),
        figure=figure,
        cell=cell(price),
        label=name,
        words=said,
        named=f"{name} {said}",
        short=f"{name.lower() if key in _LABELS else name} {amount}",
    )


def _words(figure: Figure) -> str:
    exact_too = f" (exactly {figure.exact})" if figure.exact else ""
    return f"{figure.text} {figure.unit}{exact_too}" if figure.unit else str(figure.text)


_NO_FIGURE, _NO_CELL = price_figure(None), cell(None)
_NO_WORDS = _words(_NO_FIGURE)


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
