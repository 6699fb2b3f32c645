"""The first look at a model: what it costs, holds and ranks, and what to know before reading on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from sitegen.catalog.model import HEADLINE_BOARD
from sitegen.facts.boards import Rank
from sitegen.facts.price_table import base_cell
from sitegen.facts.prices import output_cell
from sitegen.facts.row import ModelRow, at_this_price
from sitegen.facts.sellers.offers import IdOffers
from sitegen.facts.variants import LISTED, Variant
from sitegen.forms.blanks import Blank, Missing
from sitegen.forms.figures import MANY, Cell, Figure, KeyFigure, day, large_price, tokens
from sitegen.forms.word_lists import NOTABLE, joined, listed, notable
from sitegen.text import counted

RECORD = "record"
"""Under which notes say something of the whole record."""


def glance(
    variants: Sequence[Variant],
    row: ModelRow,
    today: date | None,
    sold: IdOffers,
    notes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[KeyFigure, ...]:
    """Return the panel: input, output, context, abilities, rank, the days of the sources.

    ``notes`` say of fields of the first id that they are corrected or unconfirmed, and under ``RECORD`` why
    the record is an earlier one.
    """
    main = variants[0]
    return (
        _noted(_with_seller(_price(variants, "Input", "prompt"), sold), notes.get("pricing.prompt")),
        _noted(_price(variants, "Output", "completion"), notes.get("pricing.completion")),
        _noted(context_figure(main), notes.get("context_length")),
        _abilities(main),
        _rank(row.rank),
        _noted(_as_of(row.last_seen or today, row.rank.day), notes.get(RECORD)),
    )


def _noted(figure: KeyFigure, note: str | None) -> KeyFigure:
    """Return a figure with its note, and a person's reason for a blank in small print."""
    said, _, reason = figure.value.partition(": ")
    if said == Blank.WITHHELD and reason:
        return figure._replace(value=said, lines=(reason, *figure.lines))
    return figure._replace(lines=(note, *figure.lines)) if note else figure


def _with_seller(figure: KeyFigure, sold: IdOffers) -> KeyFigure:
    """Return the price of input with who is shown first, of how many; as it is where no seller is known."""
    number, first = len(sold.sellers), sold.first
    if number == 0:
        return figure
    if number == 1:
        return figure._replace(lines=(f"sold by {sold.sellers[0]} alone", *figure.lines))
    shown = f"first of {number} sellers: {first.seller}" if first else f"{number} sellers"
    return figure._replace(lines=(shown, *figure.lines))


def _price(variants: Sequence[Variant], label: str, key: str) -> KeyFigure:
    main, *others = variants
    price, charged = base_cell(main, key), main.charged if key == "completion" else ()
    figure = _priced(label, output_cell(price, charged))
    if not (main.rules or others or charged):
        return figure
    lines = (*(main.charged_words if charged else ()), *_ruled(main, key), *_sold(others, key, price))
    return figure._replace(lines=lines)


@lru_cache(maxsize=MANY)
def _priced(label: str, price: Cell) -> KeyFigure:
    text, unit = large_price(price)
    return KeyFigure(label, text, price.state, unit)


def _ruled(variant: Variant, key: str) -> Iterable[str]:
    """Yield what the price becomes for long prompts, the one rule that a reader can keep in mind."""
    for rule in variant.rules:
        if rule.timed and variant.hours:
            continue  # the price itself says so
        forms = next((forms for forms in rule.prices if forms.price.key == key), None)
        if forms is None:
            continue
        if rule.undocumented:
            yield "a rule with an unknown condition"
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


def context_figure(variant: Variant) -> KeyFigure:
    """Return the context of an id with its longest answer."""
    return _room(
        tokens(variant.context, variant.reason("context_tokens")),
        at_this_price(variant.window, variant.context),
        tokens(variant.longest, variant.reason("output_tokens")),
    )


@lru_cache(maxsize=MANY)
def _room(context: Figure, window: str, longest: Figure) -> KeyFigure:
    said = f"answers up to {longest.text}" if longest.unit else f"max output {longest.text}"
    lines = (window, said) if window else (said,)
    if not context.unit:
        return KeyFigure("Context", context.text, "blank", lines=lines)
    return KeyFigure("Context", context.text, "amount", f"{context.exact} tokens", lines)


def _abilities(variant: Variant) -> KeyFigure:
    """Return what a reader chooses by: parameters that stand out, and what goes in and out."""
    has = notable(variant.parameters or ())
    return _able(variant.inputs, variant.outputs, has, "" if has else _unable(variant))


@lru_cache(maxsize=MANY)
def _able(takes: tuple[str, ...], gives: tuple[str, ...], has: tuple[str, ...], unable: str) -> KeyFigure:
    shown = (f"{listed(takes)} → {listed(gives)}",) if takes or gives else ()
    if has:
        lacks = [word for word in NOTABLE.values() if word not in has]
        return KeyFigure(
            "Abilities", ", ".join(has), "words", lines=(*shown, *(f"no {word}" for word in lacks))
        )
    return KeyFigure("Abilities", unable, "blank", lines=shown)


def _unable(variant: Variant) -> str:
    if variant.parameters is None:
        return variant.reason("parameters")
    return NONE_NOTABLE if variant.parameters else NO_PARAMETER


NO_PARAMETER = "no parameters"
NONE_NOTABLE = f"no {joined(tuple(NOTABLE.values()), 'or')}"


RANK = f"Arena, {HEADLINE_BOARD}, overall"


def _rank(rank: Rank) -> KeyFigure:
    text, state, *_ = rank.cell
    if isinstance(rank.row, Missing):
        return KeyFigure(RANK, text, state, lines=rank.row.lines)
    published = rank.interval != Blank.NOT_PUBLISHED
    score = f"score {rank.score}{f' {rank.interval}' if published else ', interval not published'}"
    lines = (score, f"{'a mode of it' if rank.mode else 'row'}: {rank.name}", f"match: {rank.confidence}")
    return KeyFigure(RANK, text, state, f"of {counted(rank.of, 'name')}", lines)


@lru_cache(maxsize=MANY)
def _as_of(shown: date | None, rated: date | None) -> KeyFigure:
    lines = (f"Arena {day(rated)}",) if rated else ()
    return KeyFigure(
        "As of", day(shown) or str(Blank.NOT_PUBLISHED), "words" if shown else "blank", lines=lines
    )
