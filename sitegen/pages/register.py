"""The register: one line a model, for the explorer and for authors' pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sitegen.catalog.model import Model
from sitegen.pages.abilities import listed, notable
from sitegen.pages.addresses import model_path
from sitegen.pages.figures import Blank, day, tokens
from sitegen.pages.known import Known
from sitegen.pages.names import Names
from sitegen.pages.prices import Cell, cell
from sitegen.pages.ratings import headline
from sitegen.records.listing import Listing
from sitegen.records.price import Price


@dataclass(frozen=True, slots=True)
class Entry:
    """One model's line. The fields of ``Exact`` hold the same facts for programs."""

    path: str
    name: str
    id: str
    others: tuple[str, ...]
    alias_of: str
    input: Cell
    output: Cell
    ruled: bool
    context: str
    longest: str
    takes: str
    gives: str
    abilities: str
    rank: str
    score: str
    mode: bool
    listed: str
    exact: Exact


@dataclass(frozen=True, slots=True)
class Exact:
    """Machine values: dollars per token as upstream sends them (-1: varies), tokens; "" for none."""

    input: str
    output: str
    context: str
    longest: str


@dataclass(frozen=True, slots=True)
class Author:
    """One author's lines, the latest listed first and aliases last, with those who left apart."""

    slug: str
    name: str
    entries: tuple[Entry, ...]
    gone: tuple[GoneEntry, ...]


@dataclass(frozen=True, slots=True)
class GoneEntry:
    """A model that left: its last day and its last price."""

    path: str
    name: str
    id: str
    last_seen: date
    left: date
    input: Cell
    output: Cell


def register(known: Known) -> tuple[Author, ...]:
    """Return every author with their models, by the author's name."""
    authors: dict[str, list[Model]] = {}
    for model in known.catalog.models:
        authors.setdefault(model.author, []).append(model)
    lines = [_author(slug, models, known) for slug, models in authors.items()]
    return tuple(sorted(lines, key=lambda one: (one.name.casefold(), one.slug)))


def _author(slug: str, models: Iterable[Model], known: Known) -> Author:
    ordered = sorted(models, key=_latest_first)
    return Author(
        slug=slug,
        name=known.names.author(slug),
        entries=tuple(entry(model, known) for model in ordered if model.variants),
        gone=tuple(
            sorted(
                (_gone_entry(model, known.names) for model in ordered if not model.variants),
                key=lambda one: (-one.left.toordinal(), one.id),
            )
        ),
    )


def _latest_first(model: Model) -> tuple[bool, int, str]:
    return model.primary.alias_target is not None, -(model.primary.created or 0), model.slug


def entry(model: Model, known: Known) -> Entry:
    """Return one model's line."""
    one, best = model.primary, headline(model, known.boards)
    into, out = one.prices.get("prompt"), one.prices.get("completion")
    longest = one.top_provider.max_completion_tokens
    return Entry(
        path=model_path(model.slug),
        name=known.names.short(model),
        id=one.id,
        others=tuple(f":{other.variant}" for other in model.variants[1:] if other.variant),
        alias_of=one.alias_target.slug if one.alias_target else "",
        input=cell(into),
        output=cell(out),
        ruled=bool(one.prices.rules),
        context=tokens(one.context_length).text,
        longest=tokens(longest).text,
        takes=listed(one.architecture.input_modalities),
        gives=listed(one.architecture.output_modalities),
        abilities=", ".join(notable(one)),
        rank=best.rank if best else _no_rank(one),
        score=best.score if best else "",
        mode=best.variant if best else False,
        listed=day(one.listed),
        exact=Exact(_exact(into), _exact(out), _plain(one.context_length), _plain(longest)),
    )


def _no_rank(listing: Listing) -> str:
    return str(Blank.NOT_APPLICABLE if listing.router else Blank.NOT_MATCHED)


def _exact(price: Price | None) -> str:
    return "" if price is None else f"{price.amount:f}"


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)


def _gone_entry(model: Model, found: Names) -> GoneEntry:
    last = model.gone[0]
    return GoneEntry(
        path=model_path(model.slug),
        name=found.short(model),
        id=last.listing.id,
        last_seen=last.last_seen,
        left=last.left,
        input=cell(last.listing.prices.get("prompt")),
        output=cell(last.listing.prices.get("completion")),
    )
