"""Prices as a table: every kind, every rule with its condition, every variant in its own columns."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Gone, Model
from sitegen.facts.prices import PriceTexts, markdown_label
from sitegen.forms.figures import UNITS, Blank, Cell, price_label, rule_condition
from sitegen.forms.markdown import code, words
from sitegen.records.listing import Listing
from sitegen.records.price import PRICE_KINDS, Price, Unit, price

MEANT_FOR_ALL = ("prompt", "completion")
"""The kinds that have a row even where nothing is published."""

ORDER = {key: place for place, key in enumerate(PRICE_KINDS)}

INFERRED = "†"
UNKNOWN = "‡"
NOISY = "≈"

NOTES = {
    NOISY: "is rounded to six digits: the source has more, too few to change a bill. Exactly: ",
    INFERRED: "The unit is inferred: the source documents this price per image, and an amount this small is "
    "what it sends for models that count pictures in tokens.",
    UNKNOWN: "The source sends this key without documenting it: name and amount are its own, and the unit "
    "is taken to be a token.",
}


class Column(NamedTuple):
    """When a column's prices apply; ``first`` where a variant's columns begin."""

    condition: str
    first: bool


class Variant(NamedTuple):
    """One id with ``span`` columns of prices, the base and one a rule."""

    id: str
    span: int


class PriceRow(NamedTuple):
    """One kind of price in one unit. ``documented`` False shows upstream's own key."""

    label: str
    unit: str
    meaning: str
    mark: str
    documented: bool
    cells: tuple[Cell, ...]


class Note(NamedTuple):
    """A sentence below the table, with the mark that leads to it ("" for none).

    ``exact`` holds each price that the table rounds: its label, every digit of it, its unit.
    """

    mark: str
    text: str
    exact: tuple[tuple[str, str, str], ...] = ()


class PriceTable(NamedTuple):
    """The prices of one model. ``ruled`` says that the columns need a second line of heads."""

    variants: tuple[Variant, ...]
    columns: tuple[Column, ...]
    rows: tuple[PriceRow, ...]
    notes: tuple[Note, ...]
    ruled: bool


class GoneId(NamedTuple):
    """An id that left, with its last base prices."""

    id: str
    left: date
    last_seen: date
    input: Cell
    output: Cell


class RuleLines(NamedTuple):
    """The rules of one id in Markdown: a condition, then a cell for each of the ``kinds`` of price."""

    id: str
    kinds: list[str]
    lines: list[list[str]]


class Prices(NamedTuple):
    """The prices of one model, as of a day; ``gone`` are ids of it that left.

    ``lines`` and ``rules`` are the same prices in Markdown: a kind of price, then a cell for each of the
    ``ids``, current and gone.
    """

    table: PriceTable
    as_of: date | None
    gone: tuple[GoneId, ...]
    ids: list[str]
    lines: list[list[str]]
    rules: list[RuleLines]


def prices(model: Model, today: date | None, book: PriceTexts) -> Prices:
    """Return the prices of a model on the day of the snapshot, or as they last were."""
    # An id that is all that there ever was is shown as the model itself.
    gone = model.gone if model.variants or len(model.gone) > 1 else ()
    return Prices(
        table=price_table(model.variants or model.listings, book),
        as_of=today if model.variants else model.gone[0].last_seen,
        gone=tuple([_gone_id(item, book) for item in gone]),
        ids=[code(listing.id) for listing in model.listings],
        lines=_lines(model.listings, book),
        rules=[_rule_lines(listing, book) for listing in model.listings if listing.prices.rules],
    )


def _lines(listings: Sequence[Listing], texts: PriceTexts) -> list[list[str]]:
    """Return a line of Markdown for each kind of price, with a cell for each id."""
    if len(listings) == 1:
        return [[forms.label, forms.words] for forms in map(texts.forms, listings[0].prices.prices)]
    columns = [{price.key: price for price in listing.prices.prices} for listing in listings]
    keys = dict.fromkeys(key for column in columns for key in column)
    return [[markdown_label(key), *[texts.words(column.get(key)) for column in columns]] for key in keys]


def _rule_lines(listing: Listing, texts: PriceTexts) -> RuleLines:
    rules = [(rule, {price.key: price for price in rule.prices}) for rule in listing.prices.rules]
    keys = dict.fromkeys(key for _, prices in rules for key in prices)
    lines = [
        [words(rule_condition(rule))]
        + [texts.words(prices[key]) if key in prices else "as in the table above" for key in keys]
        for rule, prices in rules
    ]
    return RuleLines(listing.id, [markdown_label(key) for key in keys], lines)


def _gone_id(item: Gone, book: PriceTexts) -> GoneId:
    base = item.listing.prices
    into, out = book.cell(base.get("prompt")), book.cell(base.get("completion"))
    return GoneId(item.listing.id, item.left, item.last_seen, into, out)


Kind = tuple[str, Unit]
Sheet = dict[Kind, Price]
"""The prices of one column: an id's base prices, or those of one of its rules."""


def price_table(listings: Sequence[Listing], book: PriceTexts) -> PriceTable:
    """Return the table of a model's prices, one group of columns an id, in the order given."""
    prices = listings[0].prices
    if len(listings) == 1 and not (prices.rules or prices.unread or prices.discount):
        return _single_table(listings[0].id, prices.prices)
    sheets = [_sheets(one) for one in listings]
    rows = [_row(kind, sheets, book) for kind in _kinds(sheets)]
    rows += [_unread_row(key, listings) for key in _unread(listings)]
    return PriceTable(
        variants=tuple(Variant(one.id, 1 + len(one.prices.rules)) for one in listings),
        columns=tuple(column for one in listings for column in _columns(one)),
        rows=tuple(rows),
        notes=tuple(_notes(listings, sheets, book)),
        ruled=any(one.prices.rules for one in listings),
    )


def _single_table(name: str, prices: Sequence[Price]) -> PriceTable:
    """Return the table of an id whose base prices are all there is: its rows stand on many pages."""
    lines = [_line(one.key, one.amount) for one in prices]
    keys = [one.key for one in prices]
    lines += [_absent_line(key) for key in MEANT_FOR_ALL if key not in keys]
    if len(lines) > len(keys):
        lines.sort(key=lambda line: line.place)
    exact = [line.exact for line in lines if line.exact]
    marks = {line.row.mark for line in lines}
    notes = tuple(_explained(exact, marks)) if exact or len(marks) > 1 else ()
    rows = tuple([line.row for line in lines])
    return PriceTable((Variant(name, 1),), _ONE_COLUMN, rows, notes, ruled=False)


class _Line(NamedTuple):
    """A row of a table with one column, its place among rows, and its digits for a note if it is rounded."""

    row: PriceRow
    place: int
    exact: tuple[str, str, str] | None


@lru_cache(maxsize=8192)
def _line(key: str, amount: Decimal) -> _Line:
    one, book = price(key, str(amount)), PriceTexts()
    figure = book.figure(one)
    row = _row((key, one.unit), [({(key, one.unit): one},)], book)
    exact = (row.label, figure.exact, figure.unit) if figure.exact else None
    return _Line(row, ORDER.get(key, len(ORDER)), exact)


@lru_cache(maxsize=len(MEANT_FOR_ALL))
def _absent_line(key: str) -> _Line:
    return _Line(_row((key, PRICE_KINDS[key].unit), [({},)], PriceTexts()), ORDER[key], None)


_ONE_COLUMN = (Column("", first=True),)


def _columns(listing: Listing) -> Iterable[Column]:
    yield Column("base price" if listing.prices.rules else "", first=True)
    for rule in listing.prices.rules:
        yield Column(rule_condition(rule), first=False)


def _sheets(listing: Listing) -> tuple[Sheet, ...]:
    groups = (listing.prices.prices, *(rule.prices for rule in listing.prices.rules))
    return tuple({(price.key, price.unit): price for price in prices} for prices in groups)


def _kinds(sheets: Sequence[Sequence[Sheet]]) -> list[Kind]:
    """Return each kind with each unit that it is sold in: known kinds in page order, then the others."""
    found = dict.fromkeys(kind for group in sheets for sheet in group for kind in sheet)
    keys = {key for key, _ in found}
    found |= dict.fromkeys((key, PRICE_KINDS[key].unit) for key in MEANT_FOR_ALL if key not in keys)
    return sorted(found, key=lambda kind: ORDER.get(kind[0], len(ORDER)))


def _row(kind: Kind, sheets: Sequence[Sequence[Sheet]], book: PriceTexts) -> PriceRow:
    key, unit = kind
    known = PRICE_KINDS.get(key)
    inferred = any(sheet[kind].unit_inferred for group in sheets for sheet in group if kind in sheet)
    return PriceRow(
        label=price_label(key),
        unit=UNITS[unit],
        meaning=known.meaning if known else "",
        mark=(INFERRED if known else UNKNOWN) if inferred else "",
        documented=known is not None,
        cells=tuple(one for group in sheets for one in _cells(kind, group, book)),
    )


def _cells(kind: Kind, group: Sequence[Sheet], book: PriceTexts) -> Iterable[Cell]:
    base, *rules = group
    plain = book.cell(base.get(kind))
    yield plain._replace(first=True)
    for rule in rules:
        yield book.cell(rule[kind]) if kind in rule else plain._replace(state="base")


def _unread(listings: Sequence[Listing]) -> Iterable[str]:
    return dict.fromkeys(key for one in listings for key in one.prices.unread)


def _unread_row(key: str, listings: Sequence[Listing]) -> PriceRow:
    cells = []
    for one in listings:
        text = json.dumps(one.prices.unread[key]) if key in one.prices.unread else Blank.NOT_PUBLISHED
        cells += [Cell(str(text), "blank", first=True)]
        cells += [Cell(str(text), "base")] * len(one.prices.rules)
    return PriceRow(key, "as upstream sends it", "", UNKNOWN, documented=False, cells=tuple(cells))


def _notes(
    listings: Sequence[Listing], sheets: Sequence[Sequence[Sheet]], book: PriceTexts
) -> Iterable[Note]:
    rules = [rule for one in listings for rule in one.prices.rules]
    if any(rule.min_prompt_tokens is not None for rule in rules):
        yield Note(
            "",
            "When a prompt has more tokens than a threshold, the whole request is charged at that column’s "
            "prices, not only the part above it.",
        )
    if any(rule.utc_start is not None for rule in rules):
        yield Note("", "Times of day are UTC; a span such as 22:00 to 06:00 runs past midnight.")
    if any(rule.other_conditions for rule in rules):
        yield Note("", "A rule has a condition that the source does not document, in its own words.")
    if rules:
        yield Note("", RULES)
    yield from _discounts(listings)
    every = [price for group in sheets for sheet in group for price in sheet.values()]
    yield from _marked(every, book, unread=any(_unread(listings)))


RULES = (
    "Where several rules hold at once, the later one, further to the right, wins. A kind of price that a "
    "rule does not name keeps its base price, shown in grey."
)


def _discounts(listings: Sequence[Listing]) -> Iterable[Note]:
    for one in listings:
        if one.prices.discount:
            yield Note(
                "",
                f"The source sends a discount of {one.prices.discount:f} with {one.id}; whether the prices "
                "above already contain it is not documented.",
            )


def _marked(every: Sequence[Price], book: PriceTexts, *, unread: bool) -> Iterable[Note]:
    figures = [(price_label(price.key), book.figure(price)) for price in every]
    exact = [(label, one.exact, one.unit) for label, one in figures if one.exact]
    marks = {INFERRED if price.known else UNKNOWN for price in every if price.unit_inferred}
    return _explained(exact, marks | {UNKNOWN} if unread else marks)


def _explained(exact: Iterable[tuple[str, str, str]], marks: Container[str]) -> Iterable[Note]:
    if rounded := tuple(dict.fromkeys(exact)):
        yield Note(NOISY, NOTES[NOISY], rounded)
    if INFERRED in marks:
        yield Note(INFERRED, NOTES[INFERRED])
    if UNKNOWN in marks:
        yield Note(UNKNOWN, NOTES[UNKNOWN])
