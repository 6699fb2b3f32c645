"""The first look at a model: what it costs, holds and ranks, and what to know before reading on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.abilities import NOTABLE, joined, listed, notable
from sitegen.facts.context import Known
from sitegen.facts.price_table import base_cell
from sitegen.facts.ratings import Headline
from sitegen.facts.variants import LISTED, Variant
from sitegen.forms.figures import MANY, Blank, Cell, Figure, count, day, tokens
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


def glance(
    variants: Sequence[Variant], model: Model, known: Known, best: Headline | None
) -> tuple[Item, ...]:
    """Return the panel: input, output, context, abilities, rank and the days of the sources."""
    main = variants[0]
    return (
        _price(variants, "Input", "prompt"),
        _price(variants, "Output", "completion"),
        context_figure(main),
        _abilities(main),
        _rank(model, best),
        _days(model, known, best),
    )


def _price(variants: Sequence[Variant], label: str, key: str) -> Item:
    main, *others = variants
    price = base_cell(main, key)
    if not main.rules and not others:
        return _priced(label, price)
    return _priced(label, price)._replace(lines=(*_ruled(main, key), *_sold(others, key, price)))


@lru_cache(maxsize=MANY)
def _priced(label: str, price: Cell) -> Item:
    return Item(label, price.text, price.state, price.unit)


def _ruled(variant: Variant, key: str) -> Iterable[str]:
    """Yield what the price becomes for long prompts, the one rule that a reader can keep in mind."""
    for rule in variant.rules:
        forms = next((forms for forms in rule.prices if forms.price.key == key), None)
        if forms is None:
            continue
        if rule.threshold is None:
            yield "other prices by rule"
            return
        yield f"{forms.cell.text} if the prompt exceeds {tokens(rule.threshold).text}"


def _sold(others: Iterable[Variant], key: str, price: Cell) -> Iterable[str]:
    """Yield what the other ids of the model ask, where it is not the same."""
    for other in others:
        asked = base_cell(other, key)
        if other.suffix and other.status == LISTED and asked.text != price.text:
            yield f"{asked.text} as :{other.suffix}"


def context_figure(variant: Variant) -> Item:
    """Return the context of an id with its longest answer."""
    return _room(
        tokens(variant.context, variant.reason("context_tokens")),
        tokens(variant.longest, variant.reason("output_tokens")),
    )


@lru_cache(maxsize=MANY)
def _room(context: Figure, longest: Figure) -> Item:
    said = f"answers up to {longest.text}" if longest.unit else f"longest answer {longest.text}"
    if not context.unit:
        return Item("Context", context.text, "blank", lines=(said,))
    return Item("Context", context.text, "amount", f"{context.exact} tokens", (said,))


def _abilities(variant: Variant) -> Item:
    """Return what a reader chooses by: parameters that stand out, and what goes in and out."""
    has = notable(variant.parameters or ())
    return _able(variant.inputs, variant.outputs, has, "" if has else _unable(variant))


@lru_cache(maxsize=MANY)
def _able(takes: tuple[str, ...], gives: tuple[str, ...], has: tuple[str, ...], unable: str) -> Item:
    shown = (f"{listed(takes)} → {listed(gives)}",) if takes or gives else ()
    if has:
        lacks = [word for word in NOTABLE.values() if word not in has]
        return Item("Abilities", ", ".join(has), "words", lines=(*shown, *(f"no {word}" for word in lacks)))
    return Item("Abilities", unable, "blank", lines=shown)


def _unable(variant: Variant) -> str:
    if variant.parameters is None:
        return variant.reason("parameters")
    return NONE_NOTABLE if variant.parameters else NO_PARAMETER


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
