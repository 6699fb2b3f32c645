"""Choices: what a visitor can narrow the explorer by, and work that it can ask the cost of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlencode

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.abilities import GROUPS
from sitegen.facts.changes.recent import LATELY
from sitegen.facts.costs import ORDINARY, Ordinary
from sitegen.facts.identifiers import source_type
from sitegen.facts.ratings import CONFIDENCE_MEANINGS
from sitegen.facts.row import AuthorRows, ModelRow
from sitegen.forms.figures import UNITS
from sitegen.forms.word_lists import NOTABLE
from sitegen.records import Json
from sitegen.records.listing import Listing
from sitegen.records.price import PRICE_KINDS

ARENA_ONLY = "arena_only"
SOURCES = {
    "openrouter_and_arena": "OpenRouter and Arena",
    "openrouter_only": "OpenRouter alone",
    ARENA_ONLY: "Arena alone",
}


class Choice(NamedTuple):
    """One choice: what stands in the address, what a visitor reads, and how many models it leaves."""

    value: str
    label: str
    models: int


class Choices(NamedTuple):
    """One question with its choices, of which a visitor may take several; ``name`` stands in the address.

    ``every`` says that a model must answer to all that are taken, as with abilities, and not to any of them.
    """

    name: str
    legend: str
    options: tuple[Choice, ...]
    every: bool = False


def choices(
    catalog: Catalog, authors: Iterable[AuthorRows], rows: Iterable[ModelRow] = ()
) -> tuple[Choices, ...]:
    """Return the questions with several answers; what no current model has is no choice."""
    models = [model for model in catalog.models if model.variants]
    listings = [model.primary for model in models]
    takes = Counter(chain.from_iterable([one.architecture.input_modalities for one in listings]))
    gives = Counter(chain.from_iterable([one.architecture.output_modalities for one in listings]))
    return (
        Choices("author", "Author", tuple(_authors(authors))),
        Choices("in", "Input types", _counted(takes), every=True),
        Choices("out", "Output types", _counted(gives), every=True),
        Choices("can", "Abilities", tuple(_parameters(listings)), every=True),
        Choices("match", "Match with Arena", tuple(_confidences(models))),
        Choices("source", "Source", tuple(_sources(catalog, models))),
        Choices("moved", f"Price moved in the last {LATELY} days", tuple(_moves(rows))),
    )


def _authors(authors: Iterable[AuthorRows]) -> Iterable[Choice]:
    """Yield the authors, those with the most models first."""
    ordered = sorted(authors, key=lambda one: (-len(one.current), one.name.casefold(), one.slug))
    return (Choice(one.slug, one.name, len(one.current)) for one in ordered if one.current)


def _counted(found: Mapping[str, int]) -> tuple[Choice, ...]:
    names = sorted(found, key=lambda name: (-found[name], name))
    return tuple(Choice(name, name, found[name]) for name in names)


def _moves(rows: Iterable[ModelRow]) -> Iterable[Choice]:
    """Yield which way prices of input or output moved lately."""
    found = Counter(way for row in rows for way in {move.direction for move in row.moved if move})
    return (Choice(way, f"Price {way}", found[way]) for way in ("down", "up") if found[way])


def _parameter_counts(listings: Iterable[Listing]) -> Counter[str]:
    return Counter(chain.from_iterable([one.parameters for one in listings]))


def _parameters(listings: Iterable[Listing]) -> Iterable[Choice]:
    """Yield what can be asked for: what most visitors ask for first, then in the order of the model pages."""
    found = _parameter_counts(listings)
    known = [name for names in GROUPS.values() for name in names]
    others = sorted(found.keys() - set(known))
    names = (name for name in dict.fromkeys((*NOTABLE, *known, *others)) if found[name])
    return (Choice(name, NOTABLE.get(name, name), found[name]) for name in names)


def _confidences(models: Iterable[Model]) -> Iterable[Choice]:
    found = Counter(model.headline.match.confidence for model in models if model.headline)
    steps = [(step, meaning) for step, meaning in CONFIDENCE_MEANINGS.items() if found[step]]
    return (Choice(step, f"{step}: {meaning}", found[step]) for step, meaning in steps)


def _sources(catalog: Catalog, models: Iterable[Model]) -> Iterable[Choice]:
    found = Counter(map(source_type, models))
    found[ARENA_ONLY] = len(catalog.arena_only)
    return (Choice(name, label, found[name]) for name, label in SOURCES.items() if found[name])


PRICE_WORDS: dict[str, Json] = {
    "kinds": {key: kind.label for key, kind in PRICE_KINDS.items()},
    "units": {unit.value: words for unit, words in UNITS.items()},
}
"""What pages call kinds of price and their units, for scripts, in the order of a model's page."""

USUAL_PROMPT = 4_000
"""Tokens of a request, where a visitor does not say how many requests there are; ``view.js`` has it, too."""


class Example(NamedTuple):
    """Ordinary work as the form asks for it: its name, and the fields as an address has them."""

    name: str
    address: str


class WorkForm(NamedTuple):
    """The form that asks the cost of work: examples, and how many tokens a request is counted at.

    ``prices`` are what work can be priced at, as the address has it and in words; none where all are shown.
    """

    examples: tuple[Example, ...]
    usual_prompt: int
    prices: tuple[tuple[str, str], ...] = ()


def work_form(*, sold: bool = False, dated: bool = False) -> WorkForm:
    """Return the form; ``sold`` says that sellers can be chosen by, ``dated`` that makers' prices can."""
    others = [("cheapest", "the cheapest seller")] if sold else []
    others += [("maker", "the maker’s list price")] if dated else []
    prices = (("first", "the price shown"), *others) if others else ()
    return WorkForm(examples(), USUAL_PROMPT, prices)


def examples() -> tuple[Example, ...]:
    """Return ordinary work, as the model pages have it, for the form of costs."""
    return tuple(map(_example, ORDINARY))


def _example(one: Ordinary) -> Example:
    """Return work of a month as the fields of the form: tokens of all requests together."""
    work = one.workload
    fields = {
        "tokens_in": work.input * work.requests,
        "tokens_out": work.output * work.requests,
        "per": "month",
        "cached": work.cached,
        "requests": work.requests,
    }
    return Example(one.name, urlencode(fields))
