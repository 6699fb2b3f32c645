"""Rows: one model in a line, for the explorer, authors' pages, related models, charts and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sitegen.catalog.cost import first_limits
from sitegen.catalog.model import HEADLINE_BOARD, Catalog, Model
from sitegen.catalog.unchanged import unchanged_since
from sitegen.facts.boards import Rank
from sitegen.facts.changes.recent import marked_until, recent_moves
from sitegen.facts.ends.words import is_past
from sitegen.facts.listed_price import PriceCell, listed_price, price_cells
from sitegen.facts.prices import PriceTexts
from sitegen.facts.sources import RANKING, catalogue_day, changed_on
from sitegen.facts.usage import Ranking, UsageFigure, usage_facts
from sitegen.facts.variants import NOT_PUBLISHED, absences
from sitegen.forms.addresses import id_path, model_path
from sitegen.forms.blanks import Blank, Missing
from sitegen.forms.figures import Cell, Figure, day, tokens
from sitegen.forms.marks import (
    Marked,
    RecentMove,
    ability_marks,
    hue,
    initial,
    length_bar,
    price_bar,
    type_marks,
)
from sitegen.forms.names import Names
from sitegen.forms.word_lists import listed, notable
from sitegen.large.scale import cut
from sitegen.records import Json
from sitegen.records.change import LIFE, Change
from sitegen.records.data_files import board_feed
from sitegen.records.listing import MODEL, Listing, smaller_window
from sitegen.records.price import Price, PriceState
from sitegen.sources import arena


@dataclass(frozen=True, slots=True, eq=False)
class ModelRow:
    """What lists, related models, charts and pictures say of one model, current or retired.

    ``kind`` is ``model``, ``alias`` or ``router``: the last two stand for models and are none.
    Prices are base prices per 1M tokens; ``input_amount`` and ``output_amount`` are dollars for one token
    (None: no amount), by the hour those of the cheapest, and ``input_high`` that of the dearest;
    ``context_tokens`` is the number behind ``context``, and ``window`` what ``at_this_price`` returns.
    ``moved`` has the moves of the last 30 days of input and output price.
    ``last_seen`` and ``left`` are the days of a retired model. ``expires`` is the announced end of the id,
    and ``expired`` says that it is past on the day of the catalogue. ``usage`` is None where no ranking was
    ever read: then there is no such column.

    ``input_note`` and ``output_note`` are ``unconfirmed`` where the price waits for a person, ``corrected``
    where it is a person's, else "".

    There is one row a model in a build, so that two are equal only if they are the same.
    """

    slug: str
    kind: str
    path: str
    name: str
    author: str
    id: str
    others: tuple[str, ...]
    alias_of: str
    input: Cell
    output: Cell
    input_note: str
    output_note: str
    ruled: bool
    context: Figure
    window: str
    longest: Figure
    types: Marked
    abilities: str
    rank: Rank
    listed: Cell
    usage: UsageFigure | None
    last_seen: date | None
    left: date | None
    expires: date | None
    expired: bool
    input_amount: Decimal | None
    input_high: Decimal | None
    output_amount: Decimal | None
    context_tokens: int | None
    order: tuple[bool, int, str]
    moved: tuple[RecentMove | None, ...] = (None, None)

    @property
    def initial(self) -> str:
        """The letter that stands for the author."""
        return initial(self.author)

    @property
    def hue(self) -> int:
        """The colour of the author's letter."""
        return hue(self.author)

    @property
    def ability_marks(self) -> Marked:
        """The notable abilities in words and as marks."""
        return ability_marks(self.abilities)

    @property
    def bars(self) -> tuple[int, int, int]:
        """The lengths of the bars behind input price, output price and context."""
        return price_bar(self.input_amount), price_bar(self.output_amount), length_bar(self.context_tokens)

    @property
    def window_parts(self) -> tuple[str, str]:
        """The context at this price, ``131K``, and the words for it, which a narrow column leaves out."""
        return self.window.removesuffix(AT_THIS_PRICE), AT_THIS_PRICE if self.window else ""

    @property
    def price_cells(self) -> tuple[PriceCell, PriceCell]:
        """Input and output price as a list shows them."""
        bars, moved = self.bars, self.moved
        return (
            listed_price(self.input, bars[0], moved[0], self.input_note),
            listed_price(self.output, bars[1], moved[1], self.output_note),
        )

    @property
    def figures(self) -> str:
        """The input price and the score in words: ``$2, score 1300 ±5``."""
        rank = self.rank
        interval = f" {rank.interval}" if rank.interval != Blank.NOT_PUBLISHED else ""
        return f"{self.input.text}, score {rank.score}{interval}"


class AuthorRows(NamedTuple):
    """One author's models, the latest listed first and aliases last; retired ones apart, the last first."""

    slug: str
    name: str
    current: tuple[ModelRow, ...]
    retired: tuple[ModelRow, ...]

    @property
    def models(self) -> tuple[ModelRow, ...]:
        """The current rows without aliases and routers."""
        return tuple([row for row in self.current if row.kind == MODEL])

    @property
    def path_id(self) -> str:
        """What stands for the author in a path and in an id of an element."""
        return id_path(self.slug)


class RowContext(NamedTuple):
    """What rows are made with."""

    names: Names
    ranks: Mapping[str, Rank]
    texts: PriceTexts
    ranking: Ranking
    today: date | None = None


def model_rows(catalog: Catalog, context: RowContext) -> dict[str, ModelRow]:
    """Return the row of every model, by slug."""
    return {model.slug: _row(model, context) for model in catalog.models}


def _row(model: Model, context: RowContext) -> ModelRow:
    listing, names = model.primary, context.names
    prices, reasons = listing.prices, absences(listing)
    prompt, target = prices.get("prompt"), listing.alias_target
    limits = first_limits(listing, model.endpoints)
    cells = price_cells(listing, context.texts, reasons)
    expires = listing.expires if model.variants else None
    return ModelRow(
        slug=model.slug,
        kind=listing.kind,
        path=model_path(model.slug),
        name=names.short(model),
        author=names.author(model.author),
        id=listing.id,
        others=tuple([f":{other.variant}" for other in model.variants[1:] if other.variant]),
        alias_of=target.slug if target else "",
        input=cells[0],
        output=cells[1],
        input_note=_note(model, "pricing.prompt"),
        output_note=_note(model, "pricing.completion"),
        ruled=bool(prices.rules),
        context=tokens(listing.context_length, reasons.get("context_tokens", NOT_PUBLISHED)),
        window=at_this_price(smaller_window(listing.context_length, limits.context), listing.context_length),
        longest=tokens(limits.longest, reasons.get("output_tokens", NOT_PUBLISHED)),
        types=_type_marks(listing, reasons),
        abilities=_abilities(listing, reasons),
        rank=context.ranks[model.slug],
        listed=_listed(listing, reasons),
        usage=usage_facts(model, context.ranking).cell if context.ranking.period else None,
        last_seen=None if model.variants else model.gone[0].last_seen,
        left=model.left,
        expires=expires,
        expired=is_past(expires, context.today),
        input_amount=_amount(prompt),
        input_high=prompt.high if prompt else None,
        output_amount=_amount(prices.get("completion")),
        context_tokens=listing.context_length,
        order=(target is not None, -(listing.created or 0), model.slug),
        moved=recent_moves(model, context.today, context.texts),
    )


def at_this_price(window: int | None, context: int | None) -> str:
    """Return the context of the seller whose price is shown: ``131K at this price``.

    "" for None, and where both are the same in short: 1,048,576 and 1,050,000 tokens are 1.05M.
    """
    if window is None or tokens(window).text == tokens(context).text:
        return ""
    return f"{tokens(window).text}{AT_THIS_PRICE}"


AT_THIS_PRICE = " at this price"


def _note(model: Model, field: str) -> str:
    """Return what a reader must know of a price of the first id; a withheld one says so by itself."""
    if any(one.field == field and not one.withheld for one, _ in model.primary.corrected):
        return "corrected"
    waits = any((one.id, one.field) == (model.primary.id, field) for one in model.unconfirmed)
    return "unconfirmed" if waits else ""


def _types(names: tuple[str, ...], field: str, reasons: Mapping[str, str]) -> str:
    """Return what goes in or out, or why that is not known."""
    return listed(names) if names else reasons.get(field, NOT_PUBLISHED)


def _type_marks(listing: Listing, reasons: Mapping[str, str]) -> Marked:
    """Return what goes in and comes out, in words and as marks: ``text, image → text``."""
    shape = listing.architecture
    takes = _types(shape.input_modalities, "input_modalities", reasons)
    gives = _types(shape.output_modalities, "output_modalities", reasons)
    words = takes if takes == gives and not shape.input_modalities else f"{takes} → {gives}"
    return type_marks(shape.input_modalities, shape.output_modalities, words)


def _abilities(listing: Listing, reasons: Mapping[str, str]) -> str:
    """Return the notable abilities, "" for none of them, or why they are not known."""
    if listing.shown.get("supported_parameters") is None:
        return reasons.get("parameters", NOT_PUBLISHED)
    return ", ".join(notable(listing.parameters))


def _listed(listing: Listing, reasons: Mapping[str, str]) -> Cell:
    """Return the day on which OpenRouter listed the id, or why that is not known."""
    if listing.listed is None:
        return Cell(reasons.get("listed", NOT_PUBLISHED), "blank")
    return Cell(day(listing.listed), "amount")


def _amount(price: Price | None) -> Decimal | None:
    return None if price is None or price.state is PriceState.VARIES else price.amount


def row_days(catalog: Catalog) -> dict[str, date | None]:
    """Return the last day on which the row of each model changed, by slug; None where nobody knows it."""
    first_ranks = next((change.on for change in catalog.journal if _on_headline_board(change)), None)
    return {model.slug: _row_day(model, catalog, first_ranks) for model in catalog.models}


def _on_headline_board(change: Change) -> bool:
    return change.source == arena.name and change.id.startswith(f"{HEADLINE_BOARD}/")


def _row_day(model: Model, catalog: Catalog, first_ranks: date | None) -> date | None:
    others = [history for key, history in model.histories.items() if key != model.primary.id]
    days = [
        unchanged_since(model, in_row) or catalogue_day(catalog),
        *[change.on for history in others for change in history.changes if change.field in LIFE],
        # Why there is no rank was another reason before the board was read.
        changed_on(board_feed(HEADLINE_BOARD), catalog) if model.headline else first_ranks,
        changed_on(RANKING, catalog) if model.usage else None,
        _past_since(model, catalog),
        marked_until(model, catalogue_day(catalog)),
    ]
    return latest(days)


def _past_since(model: Model, catalog: Catalog) -> date | None:
    """Return since when the row says that the announced end is past; None where it does not."""
    today, end = catalogue_day(catalog), model.primary.expires if model.variants else None
    return end + timedelta(days=1) if end and is_past(end, today) else None


_IN_ROW = {"name", "created", "expiration_date", "pricing.prompt", "pricing.completion", "alias_target.slug"}
_LENGTHS = {"context_length", "top_provider.context_length", "top_provider.max_completion_tokens"}


def in_row(change: Change) -> bool:
    """Return whether a change of a listing is seen in its model's row."""
    field = change.field
    if field == "supported_parameters":
        return _notable(change.old) != _notable(change.new)
    if field == "pricing.overrides":
        return bool(change.old) != bool(change.new) or _by_hour(change.old) or _by_hour(change.new)
    if field in _LENGTHS:
        return _length(change.old) != _length(change.new)
    return field in LIFE or field in _IN_ROW or field.startswith("architecture.")


def _length(value: Json) -> str:
    return tokens(value if isinstance(value, int) else None).text


def _by_hour(value: Json) -> bool:
    """Whether price rules go by the hour: then the row has the range of their prices."""
    return isinstance(value, list) and any(isinstance(rule, dict) and "utc_start" in rule for rule in value)


def _notable(value: Json) -> tuple[str, ...] | None:
    return tuple(notable(tuple(map(str, value)))) if isinstance(value, list) else None


def latest(days: Iterable[date | None]) -> date | None:
    """Return the latest of these days; None where none is known."""
    return max([day for day in days if day], default=None)


def rows_by_author(catalog: Catalog, rows: Mapping[str, ModelRow], names: Names) -> tuple[AuthorRows, ...]:
    """Return every author with the rows of their models, by the author's name."""
    authors: dict[str, list[ModelRow]] = {}
    for model in catalog.models:
        authors.setdefault(model.author, []).append(rows[model.slug])
    found = [_author(slug, names.author(slug), theirs) for slug, theirs in authors.items()]
    return tuple(sorted(found, key=lambda author: (author.name.casefold(), author.slug)))


def _author(slug: str, name: str, rows: Iterable[ModelRow]) -> AuthorRows:
    ordered = sorted(rows, key=latest_first)
    retired = sorted((row for row in ordered if row.left), key=last_retired_first)
    return AuthorRows(slug, name, tuple([row for row in ordered if not row.left]), tuple(retired))


def latest_first(row: ModelRow) -> tuple[bool, int, str]:
    """Return what puts the latest listed first and aliases last."""
    return row.order


def chosen_first(model: Model) -> tuple[bool, int, int, int, str]:
    """Return what puts first what people choose: most used, then best rated, then the latest listed.

    Where no ranking of usage was read, the best rated stand first. Aliases and routers stand last.
    """
    used = model.usage.latest.tokens if model.usage and model.usage.latest else 0
    rating = model.headline.on(HEADLINE_BOARD) if model.headline else None
    rank = UNRANKED if rating is None or rating.rank is None else rating.rank
    primary = model.primary
    return primary.is_stand_in, -used, rank, -(primary.created or 0), model.slug


UNRANKED = 1_000_000
"""Stands behind every rank of a board."""


def last_retired_first(row: ModelRow) -> tuple[int, str]:
    """Return what puts the last to leave first."""
    return -(row.left.toordinal() if row.left else 0), row.slug


def author_pages(author: AuthorRows, most: int) -> list[AuthorRows]:
    """Return the author's rows in pieces of at most ``most``, retired ones behind the current ones."""
    rows: Sequence[ModelRow] = (*author.current, *author.retired)
    return [
        author._replace(
            current=tuple([row for row in piece if not row.left]),
            retired=tuple([row for row in piece if row.left]),
        )
        for piece in cut(rows, most)
    ]


def author_ranks(rows: Iterable[ModelRow]) -> list[int]:
    """Return the ranks that models have on the text board."""
    ratings = [row.rank.row for row in rows]
    return [rating.rank for rating in ratings if not isinstance(rating, Missing) and rating.rank is not None]
