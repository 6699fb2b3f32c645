"""Prices as a table: every kind, every rule with its condition, every variant in its own columns."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.cost import OUTPUT_KINDS
from sitegen.catalog.model import Gone, Model
from sitegen.facts.prices import INFERRED, MEANING, NO_PRICE, UNKNOWN, PriceForms, PriceRow, price_row
from sitegen.facts.variants import NOT_PUBLISHED, Variant
from sitegen.forms.figures import Cell, percent, price_label
from sitegen.forms.markdown import code, words
from sitegen.records.price import PICTURE_FROM, PRICE_KINDS, TOKEN_AT_MOST, Unit, kind_order

MEANT_FOR_ALL = ("prompt", "completion")
"""The kinds that have a row even where nothing is published."""

NOISY = "≈"
UNIT_UNKNOWN = "unit unknown"
"""Stands for the note on a unit that cannot be told; its place in the table has the words themselves."""

NOTES = {
    NOISY: "is rounded to six digits: the source has more, too few to change a bill. Exactly: ",
    INFERRED: "The unit is inferred: the source documents this price per image, and an amount this near to "
    "the input price is what it sends for models that count pictures in tokens.",
    UNIT_UNKNOWN: "The source documents this price per image and sends prices of tokens in the same place; "
    f"more than {TOKEN_AT_MOST} and less than {PICTURE_FROM} times the input price, it may be either.",
    UNKNOWN: "The source sends this key without documenting it: name and amount are its own, and the unit "
    "is taken to be a token.",
}


class ColumnHead(NamedTuple):
    """When a column's prices apply; ``first`` where a variant's columns begin."""

    condition: str
    first: bool


class PriceColumns(NamedTuple):
    """One id with ``span`` columns of prices, the base and one a rule."""

    id: str
    span: int


class Note(NamedTuple):
    """A sentence below the table, with the mark that leads to it ("" for none).

    ``exact`` holds each price that the table rounds: its label, every digit of it, its unit.
    """

    mark: str
    text: str
    exact: tuple[tuple[str, str, str], ...] = ()


class PriceTable(NamedTuple):
    """The prices of one model. ``ruled`` says that the columns need a second line of heads."""

    variants: tuple[PriceColumns, ...]
    columns: tuple[ColumnHead, ...]
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
    meaning: str = MEANING


def prices(
    model: Model,
    variants: Sequence[Variant],
    today: date | None,
    meaning: str = MEANING,
    doubts: Sequence[str] = (),
) -> Prices:
    """Return the prices of a model on the day of the snapshot, or as they last were.

    ``meaning`` says whose they are, ``doubts`` which of them are corrected or unconfirmed.
    """
    current = variants[: len(model.variants)]
    # An id that is all that there ever was is shown as the model itself.
    gone = zip(model.gone, variants[len(current) :], strict=True) if current or len(variants) > 1 else ()
    table = price_table(current or variants)
    return Prices(
        table=table._replace(notes=(*[Note("", text) for text in doubts], *table.notes)) if doubts else table,
        as_of=today if current else model.gone[0].last_seen,
        gone=tuple([_gone_id(item, variant) for item, variant in gone]),
        ids=[code(variant.id) for variant in variants],
        lines=_lines(variants),
        rules=[_rule_lines(variant) for variant in variants if variant.rules],
        meaning=meaning,
    )


def base_cell(variant: Variant, key: str) -> Cell:
    """Return the base price of one kind as a cell, or the reason why there is none."""
    forms = variant.price(key)
    return forms.cell if forms else variant.no_price(key).cell


def _gone_id(item: Gone, variant: Variant) -> GoneId:
    into, out = base_cell(variant, "prompt"), base_cell(variant, "completion")
    return GoneId(variant.id, item.left, item.last_seen, into, out)


def _lines(variants: Sequence[Variant]) -> list[list[str]]:
    """Return a line of Markdown for each kind of price, with a cell for each id."""
    if len(variants) == 1:
        lines = [[forms.label, _in_words(forms)] for forms in variants[0].prices]
        absent = _reasoned_keys(variants[0])
        return lines + [[price_label(key), _reason_in_words(key, variants[0])] for key in absent]
    columns = [{forms.price.key: _in_words(forms) for forms in variant.prices} for variant in variants]
    keys = {forms.price.key: forms.label for variant in variants for forms in variant.prices}
    keys |= {
        key: price_label(key) for variant in variants for key in variant.withheld_prices if key not in keys
    }
    both = list(zip(columns, variants, strict=True))
    return [
        [label, *[column.get(key) or _reason_in_words(key, variant) for column, variant in both]]
        for key, label in keys.items()
    ]


def _reason_in_words(key: str, variant: Variant) -> str:
    return words(variant.no_price(key).words)


def _in_words(forms: PriceForms) -> str:
    return f"{forms.words}, unit inferred" if forms.price.unit_inferred else forms.words


def _rule_lines(variant: Variant) -> RuleLines:
    rules = [(rule, {forms.price.key: forms for forms in rule.prices}) for rule in variant.rules]
    kinds = {key: forms.label for _, prices in rules for key, forms in prices.items()}
    lines = [
        [words(rule.condition)]
        + [_in_words(prices[key]) if key in prices else "as in the table above" for key in kinds]
        for rule, prices in rules
    ]
    return RuleLines(variant.id, list(kinds.values()), lines)


Kind = tuple[str, Unit]
Column = dict[Kind, PriceForms]
"""The prices of one column: an id's base prices, or those of one of its rules."""


def price_table(variants: Sequence[Variant]) -> PriceTable:
    """Return the table of these ids' prices, one group of columns an id, in the order given."""
    first = variants[0]
    plain = not (
        first.rules or first.unread_prices or first.discount or first.unpriced or first.withheld_prices
    )
    if len(variants) == 1 and plain:
        return _single_table(first.id, first.prices)
    groups = [_columns(variant) for variant in variants]
    meant = (*MEANT_FOR_ALL, *[key for variant in variants for key in _reasoned_keys(variant)])
    rows = [_row(kind, groups, variants) for kind in _kinds(groups, meant)]
    rows += [_unread_row(key, variants) for key in _unread(variants)]
    return PriceTable(
        variants=tuple(PriceColumns(variant.id, 1 + len(variant.rules)) for variant in variants),
        columns=tuple(head for variant in variants for head in _heads(variant)),
        rows=tuple([row._replace(columns=_column_names(variants)) for row in rows]),
        notes=tuple(_notes(variants, groups)),
        ruled=any(variant.rules for variant in variants),
    )


def _column_names(variants: Sequence[Variant]) -> tuple[str, ...]:
    """Return each column's whole head in words; none where there is one column."""
    names = [
        ": ".join(filter(None, [_of_variant(variant, variants[0]), head.condition])) or variant.id
        for variant in variants
        for head in _heads(variant)
    ]
    return tuple(names) if len(names) > 1 else ()


def _of_variant(variant: Variant, first: Variant) -> str:
    """Return what tells an id's columns from those of the first one: ``:free``."""
    return "" if variant is first else f":{variant.suffix}" if variant.suffix else variant.id


def _single_table(name: str, prices: Sequence[PriceForms]) -> PriceTable:
    """Return the table of an id whose base prices are all there is: its rows stand on many pages."""
    rows = {forms.price.key: forms.row for forms in prices}
    absent = [key for key in MEANT_FOR_ALL if key not in rows]
    if absent:
        rows |= {key: _absent_row(key) for key in absent}
        rows = {key: rows[key] for key in sorted(rows, key=kind_order)}
    noted = any(forms.figure.exact or forms.row.mark or forms.price.unit is Unit.UNKNOWN for forms in prices)
    notes = tuple(_marked(prices, unread=False)) if noted else ()
    return PriceTable((PriceColumns(name, 1),), _ONE_COLUMN, tuple(rows.values()), notes, ruled=False)


@lru_cache(maxsize=len(MEANT_FOR_ALL))
def _absent_row(key: str) -> PriceRow:
    return price_row(key, PRICE_KINDS[key].unit, (NO_PRICE.cell._replace(first=True),), inferred=False)


_ONE_COLUMN = (ColumnHead("", first=True),)


def _heads(variant: Variant) -> Iterable[ColumnHead]:
    base = "over the day" if variant.hours else "base price"
    yield ColumnHead(base if variant.rules else "", first=True)
    for rule in variant.rules:
        yield ColumnHead(rule.condition, first=False)


def _columns(variant: Variant) -> list[Column]:
    groups = (variant.prices, *[rule.prices for rule in variant.rules])
    return [{(forms.price.key, forms.price.unit): forms for forms in prices} for prices in groups]


def unpriced_keys(variant: Variant) -> list[str]:
    """Return the kinds of price that an id with free text should have and does not."""
    return [OUTPUT_KINDS[name] for name in variant.unpriced if name in OUTPUT_KINDS]


def _reasoned_keys(variant: Variant) -> list[str]:
    """Return the kinds of price that have a row for the reason why there is no price."""
    return [*unpriced_keys(variant), *variant.withheld_prices]


def _kinds(groups: Sequence[Sequence[Column]], meant: Iterable[str]) -> list[Kind]:
    """Return each kind with each unit that it is sold in: known kinds in page order, then the others."""
    kinds = dict.fromkeys(kind for group in groups for column in group for kind in column)
    keys = {key for key, _ in kinds}
    kinds |= dict.fromkeys((key, PRICE_KINDS[key].unit) for key in meant if key not in keys)
    return sorted(kinds, key=lambda kind: kind_order(kind[0]))


def _row(kind: Kind, groups: Sequence[Sequence[Column]], variants: Sequence[Variant]) -> PriceRow:
    key, unit = kind
    inferred = any(column[kind].price.unit_inferred for group in groups for column in group if kind in column)
    cells = tuple(
        cell
        for group, variant in zip(groups, variants, strict=True)
        for cell in _cells(kind, group, variant.no_price(key).cell)
    )
    return price_row(key, unit, cells, inferred=inferred)


def _cells(kind: Kind, group: Sequence[Column], absent: Cell) -> Iterable[Cell]:
    base, *rules = group
    plain = base[kind].cell if kind in base else absent
    yield plain._replace(first=True)
    for rule in rules:
        yield rule[kind].cell if kind in rule else plain._replace(state="base")


def _unread(variants: Sequence[Variant]) -> Iterable[str]:
    return dict.fromkeys(key for variant in variants for key in variant.unread_prices)


def _unread_row(key: str, variants: Sequence[Variant]) -> PriceRow:
    cells = []
    for variant in variants:
        unread = variant.unread_prices
        text = json.dumps(unread[key]) if key in unread else NOT_PUBLISHED
        cells += [Cell(text, "blank", first=True)]
        cells += [Cell(text, "base")] * len(variant.rules)
    return PriceRow(key, "as upstream sends it", "", UNKNOWN, documented=False, cells=tuple(cells))


def _notes(variants: Sequence[Variant], groups: Sequence[Sequence[Column]]) -> Iterable[Note]:
    rules = [rule for variant in variants for rule in variant.rules]
    if any(rule.sized for rule in rules):
        yield Note(
            "",
            "When a prompt has more tokens than a threshold, the whole request is charged at that column’s "
            "prices, not only the part above it.",
        )
    if any(rule.timed for rule in rules):
        yield Note("", "Times of day are UTC; a span such as 22:00 to 06:00 runs past midnight.")
    if any(rule.undocumented for rule in rules):
        yield Note("", UNAPPLIED)
    if any(variant.hours for variant in variants):
        yield Note("", BY_HOUR)
    if rules:
        yield Note("", RULES)
    yield from _discounts(variants)
    every = [forms for group in groups for column in group for forms in column.values()]
    yield from _marked(every, unread=any(_unread(variants)))


BY_HOUR = (
    "Where times of day fill the whole day there is no base price: the first column has the lowest and the "
    "highest price of the day."
)
UNAPPLIED = (
    "A rule with a condition that this site does not know stands in the source’s own words. It is not "
    "applied, nor counted in the costs below."
)
RULES = (
    "Where several rules hold at once, the later one, further to the right, wins. A kind of price that a "
    "rule does not name keeps its base price, shown in grey."
)


def _discounts(variants: Sequence[Variant]) -> Iterable[Note]:
    for variant in variants:
        if variant.discount:
            yield Note(
                "",
                f"The source sends a discount of {percent(variant.discount)} with {variant.id}; whether "
                "the prices above already contain it is not documented.",
            )


def _marked(every: Sequence[PriceForms], *, unread: bool) -> Iterable[Note]:
    figures = [(price_label(forms.price.key), forms.figure) for forms in every]
    exact = [(label, figure.exact, figure.unit) for label, figure in figures if figure.exact]
    inferred = [forms.price for forms in every if forms.price.unit_inferred]
    marks = {INFERRED if price.known else UNKNOWN for price in inferred}
    marks |= {UNIT_UNKNOWN for forms in every if forms.price.unit is Unit.UNKNOWN}
    return _explained(exact, marks | {UNKNOWN} if unread else marks)


def _explained(exact: Iterable[tuple[str, str, str]], marks: Container[str]) -> Iterable[Note]:
    if rounded := tuple(dict.fromkeys(exact)):
        yield Note(NOISY, NOTES[NOISY], rounded)
    if INFERRED in marks:
        yield Note(INFERRED, NOTES[INFERRED])
    if UNIT_UNKNOWN in marks:
        yield Note("", NOTES[UNIT_UNKNOWN])
    if UNKNOWN in marks:
        yield Note(UNKNOWN, NOTES[UNKNOWN])
