"""The register: one line a model, for the explorer and for authors' pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.abilities import listed, notable
from sitegen.facts.prices import PriceTexts
from sitegen.facts.ratings import Rank
from sitegen.facts.usage import Ranking, UsageFigure, usage_figure
from sitegen.forms.addresses import id_path, model_path
from sitegen.forms.figures import Cell, Figure, absence, day, tokens
from sitegen.forms.names import Names
from sitegen.large.scale import cut
from sitegen.records.listing import Listing
from sitegen.records.price import Price, PriceState


class Entry(NamedTuple):
    """One model's line; ``left`` is the day by which it had left, "" for a current one.

    ``usage`` is None where no ranking was ever read: then there is no such column.

    Programs find the same facts in ``models.json``, by ``slug``.
    """

    slug: str
    path: str
    name: str
    id: str
    others: tuple[str, ...]
    alias_of: str
    input: Cell
    output: Cell
    ruled: bool
    context: Figure
    longest: Figure
    takes: str
    gives: str
    abilities: str
    rank: str
    score: str
    mode: bool
    listed: str
    usage: UsageFigure | None
    left: str
    exact: Exact


class Exact(NamedTuple):
    """Figures to reckon with: dollars for one token of input (None: no amount), tokens of context."""

    input: Decimal | None
    context: int | None


class Author(NamedTuple):
    """One author's lines, the latest listed first and aliases last, with those who left apart."""

    slug: str
    name: str
    entries: tuple[Entry, ...]
    gone: tuple[GoneEntry, ...]

    @property
    def place(self) -> str:
        """What stands for the author in a path and in an id of an element."""
        return id_path(self.slug)


class GoneEntry(NamedTuple):
    """A model that left: its last day and its last price."""

    path: str
    name: str
    id: str
    last_seen: date
    left: date
    input: Cell
    output: Cell


class Looks(NamedTuple):
    """What lines are drawn with."""

    names: Names
    ranks: Mapping[str, Rank]
    book: PriceTexts
    ranking: Ranking


def register(catalog: Catalog, looks: Looks) -> tuple[Author, ...]:
    """Return every author with their models, by the author's name."""
    authors: dict[str, list[Model]] = {}
    for model in catalog.models:
        authors.setdefault(model.author, []).append(model)
    lines = [_author(slug, models, looks) for slug, models in authors.items()]
    return tuple(sorted(lines, key=lambda one: (one.name.casefold(), one.slug)))


def _author(slug: str, models: Iterable[Model], looks: Looks) -> Author:
    ordered = sorted(models, key=latest_first)
    return Author(
        slug=slug,
        name=looks.names.author(slug),
        entries=tuple(entry(model, looks) for model in ordered if model.variants),
        gone=tuple(
            sorted(
                (_gone_entry(model, looks) for model in ordered if not model.variants),
                key=lambda one: (-one.left.toordinal(), one.id),
            )
        ),
    )


def sheets_of(author: Author, most: int) -> list[Author]:
    """Return the author's lines in sheets of at most ``most``, those who left behind the current ones."""
    current = len(author.entries)
    pieces = cut(range(current + len(author.gone)), most)
    return [
        author._replace(
            entries=author.entries[piece[0] : piece[-1] + 1] if piece else (),
            gone=author.gone[max(piece[0] - current, 0) : max(piece[-1] + 1 - current, 0)] if piece else (),
        )
        for piece in pieces
    ]


def latest_first(model: Model) -> tuple[bool, int, str]:
    """Return what puts the latest listed first and aliases last."""
    return model.primary.alias_target is not None, -(model.primary.created or 0), model.slug


def last_gone_first(model: Model) -> tuple[int, str]:
    """Return what puts the last to leave first."""
    return -(model.left.toordinal() if model.left else 0), model.slug


def entry(model: Model, looks: Looks) -> Entry:
    """Return the line of one model, current or gone."""
    one, rank = model.primary, looks.ranks[model.slug]
    prices, shape, longest = one.prices, one.architecture, one.top_provider.max_completion_tokens
    prompt, target = prices.get("prompt"), one.alias_target
    return Entry(
        slug=model.slug,
        path=model_path(model.slug),
        name=looks.names.short(model),
        id=one.id,
        others=tuple([f":{other.variant}" for other in model.variants[1:] if other.variant]),
        alias_of=target.slug if target else "",
        input=looks.book.cell(prompt),
        output=looks.book.cell(prices.get("completion")),
        ruled=bool(prices.rules),
        context=_tokens(one, one.context_length, "context_length"),
        longest=_tokens(one, longest, "top_provider.max_completion_tokens"),
        takes=listed(shape.input_modalities),
        gives=listed(shape.output_modalities),
        abilities=", ".join(notable(one.parameters)),
        rank=rank.text,
        score=rank.score,
        mode=rank.mode,
        listed=day(one.listed),
        usage=usage_figure(model, looks.ranking) if looks.ranking.period else None,
        left=day(model.left),
        exact=Exact(_amount(prompt), one.context_length),
    )


def _tokens(listing: Listing, number: int | None, key: str) -> Figure:
    return tokens(None, absence(listing, key)) if number is None else tokens(number)


def _amount(price: Price | None) -> Decimal | None:
    return None if price is None or price.state is PriceState.VARIES else price.amount


def _gone_entry(model: Model, looks: Looks) -> GoneEntry:
    last = model.gone[0]
    return GoneEntry(
        path=model_path(model.slug),
        name=looks.names.short(model),
        id=last.listing.id,
        last_seen=last.last_seen,
        left=last.left,
        input=looks.book.cell(last.listing.prices.get("prompt")),
        output=looks.book.cell(last.listing.prices.get("completion")),
    )
