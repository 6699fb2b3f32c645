"""The sellers of an id as a table: a row an offer, cheapest first, and what is the same for all said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sitegen.facts.prices import NO_PRICE, PriceForms, RuleForms
from sitegen.facts.sellers.maker import MakersPrice
from sitegen.facts.sellers.offers import INPUT, OUTPUT, IdOffers, Offer
from sitegen.facts.sellers.release import SOURCE
from sitegen.forms.blanks import Blank
from sitegen.forms.figures import MANY, Cell, day, percent, price_label
from sitegen.forms.markdown import code, codes, words
from sitegen.forms.word_lists import NOTABLE
from sitegen.records.price import same_price
from sitegen.text import counted

CACHE = "input_cache_read"
"""The one kind beside input and output that has a column of its own: it is what long work costs."""


class SellerRow(NamedTuple):
    """One offer: ``name`` of the seller, its tag and quantization, and a cell for each column.

    ``marks`` say that it is shown first, or the maker's own; ``notes`` what else stands beside the name.

    ``further`` are prices without a column and rules, ``lacks`` parameters; both are None where the table has
    no such column. ``blank`` says why it is not known what an offer lacks.
    """

    name: str
    tag: str
    precision: str
    marks: tuple[str, ...]
    notes: tuple[str, ...]
    prices: tuple[Cell, ...]
    further: tuple[str, ...] | None
    limits: tuple[Cell, ...]
    lacks: tuple[str, ...] | None
    blank: str = ""


class SellerTable(NamedTuple):
    """Who sells one id: the heads of its columns, its rows, and what is the same for all of them.

    ``maker`` is a row with the maker's list price. ``notes`` are sentences below the table.
    """

    id: str
    prices: tuple[str, ...]
    further: bool
    limits: tuple[str, ...]
    lacks: bool
    rows: tuple[SellerRow, ...]
    maker: SellerRow | None
    same: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def bodies(self) -> tuple[tuple[str, tuple[SellerRow, ...]], ...]:
        """The rows of the sellers and that of the maker, each with the class of its part of the table."""
        return (("", self.rows), *([("list-price", (self.maker,))] if self.maker else []))

    @property
    def common(self) -> str:
        """What stands before what is said once for all sellers: it need not hold for the maker."""
        if len(self.rows) > 1:
            return "The same for all sellers"
        return f"Also at {self.rows[0].name}" if self.maker else "Also"

    @property
    def heads(self) -> list[str]:
        """The heads of the columns, for Markdown."""
        ends = [*self.limits, *(["Also"] if self.further else []), *(["Lacks"] if self.lacks else [])]
        return ["Seller", "Tag", *self.prices, *ends]

    @property
    def lines(self) -> list[list[str]]:
        """The rows of the table in Markdown, the maker's last."""
        return [_line(row) for row in (*self.rows, *([self.maker] if self.maker else []))]


def _line(row: SellerRow) -> list[str]:
    name = words(", ".join(filter(None, [row.name, row.precision, *row.marks, *row.notes])))
    further = [] if row.further is None else [words("; ".join(row.further))]
    lacks = [] if row.lacks is None else [row.blank or codes(row.lacks) or NOTHING]
    limits = [cell.text for cell in row.limits]
    return [name, code(row.tag), *[cell.text for cell in row.prices], *limits, *further, *lacks]


NOTHING = "nothing"


class _Columns(NamedTuple):
    """What has a column: kinds of price, other prices, limits, missing parameters.

    ``apart`` is what the maker asks in kinds without a column where not all sellers ask the same.
    """

    prices: tuple[str, ...]
    others: tuple[str, ...]
    apart: tuple[str, ...]
    rules: bool
    prompts: bool
    limits: tuple[str, ...]
    lacks: bool

    @property
    def further(self) -> bool:
        """Whether there is a column for what has none of its own."""
        return bool(self.others or self.apart) or self.rules or self.prompts


class Limit(NamedTuple):
    """A limit: the field of the JSON that has it, and what it is of an offer or by the maker."""

    field: str
    of: Callable[[Offer | MakersPrice], int | None]


LIMITS = {
    "Context": Limit("context_tokens", lambda offer: offer.context),
    "Max output": Limit("output_tokens", lambda offer: offer.longest),
}
"""The limits of an offer, in tokens, by the head of their column."""


def seller_table(sold: IdOffers, maker: MakersPrice | None) -> SellerTable:
    """Return the table of the offers of an id, of which there is at least one."""
    maker = None if maker and maker.missing else maker
    columns = _columns(sold.offers, maker)
    heads = tuple([price_label(key) for key in columns.prices])
    return SellerTable(
        id=sold.id,
        prices=heads,
        further=columns.further,
        limits=columns.limits,
        lacks=columns.lacks,
        rows=tuple([_row(offer, columns) for offer in sold.offers]),
        maker=_maker_row(maker, columns) if maker else None,
        same=tuple(_same(sold.offers, columns, maker)),
        notes=(*_notes(sold), *_rounding(sold.offers, maker)),
    )


def _columns(offers: Sequence[Offer], maker: MakersPrice | None) -> _Columns:
    """Return which columns a table needs: what is the same for all offers and for the maker has none."""
    keys = dict.fromkeys([forms.price.key for offer in offers for forms in offer.prices])
    listed = {forms.price.key: forms for forms in maker.prices} if maker else {}
    apart = {key for key, forms in listed.items() if not _shared(offers, forms)}
    further = [key for key in keys if key not in (INPUT, OUTPUT)]
    differing = [key for key in further if key in apart or not _alike(offers, key)]
    own = (CACHE,) if CACHE in {*differing, *apart} else ()
    rules = [offer.rules for offer in offers] + ([maker.rules] if maker and maker.rules else [])
    return _Columns(
        prices=(INPUT, OUTPUT, *own),
        others=tuple([key for key in differing if key not in own]),
        apart=tuple(_apart(offers, maker, own)) if maker else (),
        rules=len(set(map(_rule_lines, rules))) > 1,
        prompts=len({offer.longest_prompt for offer in offers}) > 1,
        limits=tuple([name for name in LIMITS if len(set(_limits(name, offers, maker))) > 1]),
        lacks=len({offer.lacks for offer in offers}) > 1,
    )


def _limits(name: str, offers: Iterable[Offer], maker: MakersPrice | None) -> list[int | None]:
    """Return a limit of every offer, and the maker's where it publishes one."""
    listed = LIMITS[name].of(maker) if maker else None
    return [*map(LIMITS[name].of, offers), *([] if listed is None else [listed])]


def _apart(offers: Sequence[Offer], maker: MakersPrice, own: Sequence[str]) -> Iterable[str]:
    """Yield the maker's prices and rules that have no column and are not those of all sellers."""
    for forms in maker.prices:
        if forms.price.key not in (INPUT, OUTPUT, *own) and not _shared(offers, forms):
            yield forms.rounded
    lines = _rule_lines(maker.rules)
    if any(_rule_lines(offer.rules) != lines for offer in offers):
        yield from lines


def _shared(offers: Iterable[Offer], asked: PriceForms) -> bool:
    """Whether all offers ask what the maker asks for a kind of price."""
    own = [offer.price(asked.price.key) for offer in offers]
    return all(forms is not None and same_price(forms.price, asked.price) for forms in own)


def _alike(offers: Sequence[Offer], key: str) -> bool:
    """Whether all offers ask the same for a kind of price."""
    return len({forms.named if (forms := offer.price(key)) else "" for offer in offers}) == 1


def _row(offer: Offer, columns: _Columns) -> SellerRow:
    further = [forms.rounded for key in columns.others if (forms := offer.price(key))]
    lines = (*further, *(_rule_lines(offer.rules) if columns.rules else ()))
    lines += _prompt_line(offer) if columns.prompts else ()
    return SellerRow(
        name=offer.seller,
        tag=offer.tag,
        precision=offer.precision or "",
        marks=(*(["shown first"] if offer.first else []), *(["maker"] if offer.maker else [])),
        notes=tuple(_row_notes(offer)),
        prices=tuple([_cell(offer.price(key)) for key in columns.prices]),
        further=lines if columns.further else None,
        limits=tuple(
            [_limit(LIMITS[name].of(offer), offer.reason(LIMITS[name].field)) for name in columns.limits]
        ),
        lacks=_notable_first(offer.lacks or ()) if columns.lacks else None,
        blank=offer.reason("parameters") if offer.lacks is None else "",
    )


@lru_cache(maxsize=MANY)
def _notable_first(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return parameters in order; those by which a reader chooses stand first."""
    return tuple(sorted(names, key=lambda name: (name not in NOTABLE, name)))


def _row_notes(offer: Offer) -> Iterable[str]:
    if offer.which:
        yield offer.which
    if offer.discount:
        yield f"discount {percent(offer.discount)}"
    if offer.since:
        yield f"as of {day(offer.since)}"


def _prompt_line(offer: Offer) -> tuple[str, ...]:
    """Return the longest prompt where a seller has such a limit: ``input up to 1,000,000 tokens``."""
    return () if offer.longest_prompt is None else (f"input up to {offer.longest_prompt:,} tokens",)


def _cell(forms: PriceForms | None) -> Cell:
    return forms.cell if forms else NO_PRICE.cell


@lru_cache(maxsize=MANY)
def _limit(number: int | None, reason: str) -> Cell:
    if number is None:
        return Cell(reason, "blank")
    return Cell(f"{number:,}", "amount")


def _rule_lines(rules: Iterable[RuleForms]) -> tuple[str, ...]:
    """Return rules in words: ``prompts of more than 200,000 tokens: input $2.50, output $15``."""
    return tuple([f"{rule.condition}: {', '.join([one.rounded for one in rule.prices])}" for rule in rules])


def _maker_row(maker: MakersPrice, columns: _Columns) -> SellerRow:
    return SellerRow(
        name=f"{maker.name}’s list price",
        tag=maker.id,
        precision="",
        marks=(),
        notes=(f"by {SOURCE}", *([maker.status] if maker.status else [])),
        prices=tuple([_cell(maker.price(key)) for key in columns.prices]),
        further=columns.apart if columns.further else None,
        limits=tuple([_limit(LIMITS[name].of(maker), Blank.NOT_PUBLISHED.value) for name in columns.limits]),
        lacks=() if columns.lacks else None,
        blank=Blank.NOT_APPLICABLE.value,
    )


def _same(offers: Sequence[Offer], columns: _Columns, maker: MakersPrice | None) -> Iterable[str]:
    """Yield what is the same for all offers: ``cache read $0.30``, ``context 200,000 tokens (maker too)``."""
    first, shown = offers[0], (*columns.prices, *columns.others)
    for forms in [forms for forms in first.prices if forms.price.key not in shown]:
        listed = maker.price(forms.price.key) if maker else None
        yield forms.rounded + (TOO if listed and same_price(listed.price, forms.price) else "")
    if not columns.rules:
        listed_rules = _rule_lines(maker.rules) if maker else ()
        yield from [line + (TOO if line in listed_rules else "") for line in _rule_lines(first.rules)]
    for name in [name for name in LIMITS if name not in columns.limits]:
        yield f"{name.lower()} {_limit_words(name, first)}{TOO if maker and LIMITS[name].of(maker) else ''}"
    if not columns.prompts:
        yield from _prompt_line(first)
    if first.lacks is None and not columns.lacks:
        yield f"parameters {first.reason('parameters')}"


TOO = " (maker too)"
"""Stands behind what is the same for all sellers and by the maker's list."""


def _limit_words(name: str, offer: Offer) -> str:
    number = LIMITS[name].of(offer)
    return offer.reason(LIMITS[name].field) if number is None else counted(number, "token")


DISCOUNTED = (
    "A discount is what the source sends with an offer. Prices stand as they came; that they already contain "
    "it is likely and not documented."
)
ROUNDED = "≈: rounded to six digits; the JSON of this page has every digit."


def _notes(sold: IdOffers) -> Iterable[str]:
    """Yield what a reader must know of the table: whose sellers, of which day, what was not read."""
    if sold.answered:
        yield f"OpenRouter answered with the sellers of {sold.answered}, so these are the sellers of that id."
    if sold.since:
        yield f"The last answer could not be read: these are the sellers of {day(sold.since)}."
    for offer in sold.offers:
        if offer.since:
            what = f"{offer.seller} ({offer.words}) is as of {day(offer.since)}"
            yield f"{what}: the last record was set aside, {offer.refused}."
        if offer.unread_prices:
            unread = ", ".join(offer.unread_prices)
            yield f"{offer.seller} ({offer.words}) has prices that are none: {unread}."
    if any(offer.discount for offer in sold.offers):
        yield DISCOUNTED


def _rounding(offers: Iterable[Offer], maker: MakersPrice | None) -> Iterable[str]:
    """Return what the sign of a rounded price means, where the table has one, in a rule or not."""
    every = [(one.prices, one.rules) for one in offers] + ([(maker.prices, maker.rules)] if maker else [])
    shown = [
        forms
        for prices, rules in every
        for forms in (*prices, *[one for rule in rules for one in rule.prices])
    ]
    return (ROUNDED,) if any(forms.figure.exact for forms in shown) else ()
