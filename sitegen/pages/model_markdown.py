"""A model as one Markdown document: the same facts as its page, for whoever reads text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.citation import Citation
from sitegen.facts.context import Known
from sitegen.facts.description import About
from sitegen.facts.model import ModelFacts
from sitegen.facts.price_history import PriceDay
from sitegen.facts.prices import PriceTexts, markdown_label
from sitegen.facts.shapes import SourceEntry
from sitegen.facts.variants import VariantDetail
from sitegen.forms.figures import MANY, Blank, day
from sitegen.forms.markdown import code, table, words
from sitegen.records.change import LEFT
from sitegen.records.listing import Listing

NOT_PUBLISHED = Blank.NOT_PUBLISHED.value


class Portrait(NamedTuple):
    """What the sections are still made of."""

    model: Model
    listings: tuple[Listing, ...]
    variants: list[VariantDetail]
    about: About
    lives: Mapping[str, tuple[PriceDay, ...]]
    book: PriceTexts
    sources: tuple[SourceEntry, ...]
    version: str
    citation: Citation


def markdown_sections(facts: ModelFacts, known: Known) -> dict[str, str]:
    """Return the sections of the Markdown document of a model by name."""
    portrait = Portrait(
        facts.history.model,
        facts.history.model.listings,
        facts.variants,
        facts.about,
        facts.history.lives,
        known.book,
        facts.sources.entries,
        facts.version,
        facts.citation,
    )
    columns = [code(key) for key in facts.opening.every_id]
    sections = {
        "history": _history(portrait, columns),
        "sources": _sources(portrait),
        "citation": _citation(portrait),
    }
    return {name: "\n\n".join(parts) for name, parts in sections.items()}


def _ids(portrait: Portrait) -> Sequence[str]:
    return [listing.id for listing in portrait.listings]


def _history(portrait: Portrait, columns: Sequence[str]) -> Iterator[str]:
    yield "## History"
    histories = portrait.model.histories
    known = [(key, column) for key, column in zip(_ids(portrait), columns, strict=True) if key in histories]
    if not known:
        yield "Not in the source: no snapshot but the present one is known."
        return
    yield "As far as the snapshots tell; a change may be older than the day on which it was seen."
    yield "\n".join([f"- {column}: {_life(portrait.model, key)}" for key, column in known])
    cells = [cell for key, column in known for cell in _steps(portrait, key, column)]
    if cells:
        yield table(cells, ["From", "Id", "Prices that changed"])


def _life(model: Model, key: str) -> str:
    history = model.histories[key]
    first = f"first seen {day(history.first_seen) or NOT_PUBLISHED}"
    back = [f"back on {day(on)}" for on in history.returned]
    gone = [f"gone since {day(item.left)}" for item in model.gone if item.listing.id == key]
    return ", ".join([first, *back, *gone])


def _steps(portrait: Portrait, key: str, column: str) -> list[Sequence[str]]:
    book, changes = portrait.book, portrait.model.histories[key].changes
    away = {change.on for change in changes if change.field == LEFT} if len(changes) > 1 else ()
    return [
        (
            day(step.on),
            column,
            "none: the id had left" if step.on in away else _priced(step, book),
        )
        for step in portrait.lives[key]
    ]


def _priced(step: PriceDay, book: PriceTexts) -> str:
    return "; ".join(
        [
            book.forms(price).named if price else f"{markdown_label(kind)} {book.words(None)}"
            for kind, price in step.prices.items()
        ]
    )


def _sources(portrait: Portrait) -> Sequence[str]:
    lines = [
        _source_line(entry["feed"], entry["dated"] or entry["changed"], entry["licence"], entry["credit"])
        for entry in portrait.sources
    ]
    version = f"- Version of these facts: {code(portrait.version)}"
    return "## Sources", "\n".join([*lines, version])


@lru_cache(maxsize=MANY)
def _source_line(feed: str, on: str, licence: str, credit: str) -> str:
    return f"- {code(feed)} of {on}. {words(licence.rstrip('.'))}. {words(credit)}"


def _citation(portrait: Portrait) -> Sequence[str]:
    address = portrait.citation.address
    return "## Cite this", f"> {words(portrait.citation.text.removesuffix(address))} <{address}>"
