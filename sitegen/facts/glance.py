"""The first look at a model: what it costs, holds and ranks, and what to know before reading on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.abilities import NOTABLE, joined, listed, notable
from sitegen.facts.context import Known
from sitegen.facts.description import base_prices
from sitegen.facts.prices import PriceTexts
from sitegen.facts.ratings import Headline
from sitegen.facts.variants import has_parameters
from sitegen.forms.figures import MANY, Blank, Cell, Figure, absence, count, day, tokens
from sitegen.records.listing import Listing
from sitegen.records.rating import OVERALL


class Item(NamedTuple):
    """One figure of the panel, with lines of small print below.

    Its state is as in ``figures.Cell``, or ``words`` where no number is set in large figures.
    """

    label: str
    value: str
    state: str
    unit: str = ""
    lines: tuple[str, ...] = ()


def glance(model: Model, known: Known, best: Headline | None) -> tuple[Item, ...]:
    """Return the panel: input, output, context, abilities, rank and the days of the sources."""
    into, out = base_prices(model, known)
    return (
        _price(model, "Input", "prompt", into, known.book),
        _price(model, "Output", "completion", out, known.book),
        _context(model.primary),
        _abilities(model.primary),
        _rank(model, best),
        _days(model, known, best),
    )


def _price(model: Model, label: str, key: str, price: Cell, book: PriceTexts) -> Item:
    listing = model.primary
    if not listing.prices.rules and len(model.variants) <= 1:
        return _priced(label, price)
    return _priced(label, price)._replace(
        lines=(*_ruled(listing, key, book), *_sold(model, key, price, book))
    )


@lru_cache(maxsize=MANY)
def _priced(label: str, price: Cell) -> Item:
    return Item(label, price.text, price.state, price.unit)


def _ruled(listing: Listing, key: str, book: PriceTexts) -> Iterable[str]:
    """Yield what the price becomes for long prompts, the one rule that a reader can keep in mind."""
    for rule in listing.prices.rules:
        own = next((price for price in rule.prices if price.key == key), None)
        if own is None:
            continue
        if rule.min_prompt_tokens is None or rule.utc_start is not None or rule.other_conditions:
            yield "other prices by rule"
            return
        yield f"{book.cell(own).text} if the prompt exceeds {tokens(rule.min_prompt_tokens).text}"


def _sold(model: Model, key: str, price: Cell, book: PriceTexts) -> Iterable[str]:
    """Yield what the other ids of the model ask, where it is not the same."""
    for other in model.variants[1:]:
        asked = book.cell(other.prices.get(key))
        if other.variant and asked.text != price.text:
            yield f"{asked.text} as :{other.variant}"


LONGEST = "top_provider.max_completion_tokens"


def _context(listing: Listing) -> Item:
    context, longest = listing.context_length, listing.top_provider.max_completion_tokens
    if context is not None and longest is not None:
        return _room(tokens(context), tokens(longest))
    return _room(
        tokens(context, absence(listing, "context_length")), tokens(longest, absence(listing, LONGEST))
    )


@lru_cache(maxsize=MANY)
def _room(context: Figure, longest: Figure) -> Item:
    said = f"answers up to {longest.text}" if longest.unit else f"longest answer {longest.text}"
    if not context.unit:
        return Item("Context", context.text, "blank", lines=(said,))
    return Item("Context", context.text, "amount", f"{context.exact} tokens", (said,))


def _abilities(listing: Listing) -> Item:
    """Return what a reader chooses by: parameters that stand out, and what goes in and out."""
    shape, has = listing.architecture, notable(listing)
    return _able(shape.input_modalities, shape.output_modalities, has, "" if has else _unable(listing))


@lru_cache(maxsize=MANY)
def _able(takes: tuple[str, ...], gives: tuple[str, ...], has: tuple[str, ...], unable: str) -> Item:
    shown = (f"{listed(takes)} → {listed(gives)}",) if takes or gives else ()
    if has:
        lacks = [word for word in NOTABLE.values() if word not in has]
        return Item("Abilities", ", ".join(has), "words", lines=(*shown, *(f"no {word}" for word in lacks)))
    return Item("Abilities", unable, "blank", lines=shown)


def _unable(listing: Listing) -> str:
    if listing.parameters:
        return NONE_NOTABLE
    return NO_PARAMETER if has_parameters(listing) else str(absence(listing, "supported_parameters"))


NO_PARAMETER = "no parameter published"
NONE_NOTABLE = f"no {joined(tuple(NOTABLE.values()), 'or')}"


def _rank(model: Model, best: Headline | None) -> Item:
    if best is None:
        return _unranked(model)
    mode = "a mode of it" if best.variant else "row"
    known = best.interval != Blank.NOT_PUBLISHED
    score = f"score {best.score}{f' {best.interval}' if known else ', interval not published'}"
    lines = (score, f"{mode}: {best.name}", f"match: {best.confidence}")
    return Item(RANK, f"#{best.rank}", "amount", f"of {count(best.of)} names", lines)


RANK = "Arena, text, overall"
ROUTER = Item(RANK, Blank.NOT_APPLICABLE.value, "blank")
UNMATCHED = Item(RANK, Blank.NOT_MATCHED.value, "blank", lines=("no row; that says nothing bad",))


def _unranked(model: Model) -> Item:
    """Return why there is no rank, and the ranks on other boards where there are some."""
    if not model.rated:
        return ROUTER if model.primary.router else UNMATCHED
    rows = [row for rated in model.rated for row in rated.ratings if row.category == OVERALL]
    others = tuple(f"{row.board} board: #{count(row.rank)}" for row in rows if row.rank)
    return Item(RANK, Blank.NOT_IN_SOURCE.value, "blank", lines=others or ("rated in other categories",))


def _days(model: Model, known: Known, best: Headline | None) -> Item:
    shown = model.gone[0].last_seen if model.left else known.day
    return _as_of(shown, best.day if best else None)


@lru_cache(maxsize=MANY)
def _as_of(shown: date | None, rated: date | None) -> Item:
    lines = (f"Arena {day(rated)}",) if rated else ()
    return Item("As of", day(shown) or str(Blank.NOT_PUBLISHED), "words" if shown else "blank", lines=lines)
