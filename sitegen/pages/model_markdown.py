"""A model as one Markdown document: the same facts as its page, for whoever reads text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Model, Rated
from sitegen.catalog.usage import Used
from sitegen.facts.citation import Citation
from sitegen.facts.context import Known
from sitegen.facts.description import About
from sitegen.facts.evidence import Days
from sitegen.facts.model import ModelFacts
from sitegen.facts.price_history import PriceDay
from sitegen.facts.prices import PriceTexts, markdown_label
from sitegen.facts.shapes import Identity, SourceEntry
from sitegen.facts.usage import MEANING, Ranking, absence_words, signed, usage_absence
from sitegen.facts.variants import VariantDetail
from sitegen.forms.figures import MANY, Blank, count, day
from sitegen.forms.markdown import code, table, words
from sitegen.records.change import LEFT
from sitegen.records.listing import Listing
from sitegen.records.match import Match
from sitegen.records.rating import Rating
from sitegen.records.usage import Period

NOT_PUBLISHED = Blank.NOT_PUBLISHED.value
NO_RATING = {
    Blank.NOT_MATCHED.value: "Not matched: no Arena name is known to be this model.",
    Blank.NOT_APPLICABLE.value: "Not applicable: a router or an alias stands for other models.",
    Blank.NOT_IN_SOURCE.value: "Not in the source: the text board has no overall row of this model.",
}


class Portrait(NamedTuple):
    """What the sections are still made of."""

    model: Model
    listings: tuple[Listing, ...]
    who: Identity
    variants: list[VariantDetail]
    about: About
    lives: Mapping[str, tuple[PriceDay, ...]]
    days: Days
    book: PriceTexts
    ranking: Ranking
    sources: tuple[SourceEntry, ...]
    version: str
    citation: Citation


def markdown_sections(facts: ModelFacts, known: Known) -> dict[str, str]:
    """Return the sections of the Markdown document of a model by name."""
    portrait = Portrait(
        facts.history.model,
        facts.history.model.listings,
        facts.identity,
        facts.variants,
        facts.about,
        facts.history.lives,
        known.board_days,
        known.book,
        known.usage,
        facts.sources.entries,
        facts.version,
        facts.citation,
    )
    columns = [code(key) for key in facts.opening.every_id]
    sections = {
        "rank": [_rank(portrait)],
        "ratings": _ratings(portrait),
        "usage": _usage(portrait),
        "history": _history(portrait, columns),
        "sources": _sources(portrait),
        "citation": _citation(portrait),
    }
    return {name: "\n\n".join(parts) for name, parts in sections.items()}


def _rank(portrait: Portrait) -> str:
    row = portrait.who["headline"]
    if row is None:
        return portrait.who["blanks"]["headline"]
    rank = NOT_PUBLISHED if row["rank"] is None else f"rank {row['rank']:,}"
    of_day = f" of {row['day']}" if row["day"] else ""
    name = f"{words(row['arena_name'])} ({row['confidence']} match)"
    return f"{rank} on the {row['board']} board{of_day}, as {name}"


# Authors, boards and their categories are few, and so are the days up to which models know.
_kept_words = lru_cache(maxsize=MANY)(words)


def _ids(portrait: Portrait) -> Sequence[str]:
    return [listing.id for listing in portrait.listings]


def _ratings(portrait: Portrait) -> Iterator[str]:
    yield "## Arena ratings"
    if portrait.who["headline"] is None:
        reason = NO_RATING[portrait.who["blanks"]["headline"]]
        yield f"{reason} A missing rank says nothing bad about a model."
    if portrait.model.rated:
        yield "A preference of voters between answers, not a measure of truth. A join by name can be wrong."
    for rated in portrait.model.rated:
        yield from _rated(rated, portrait.days)


def _rated(rated: Rated, days: Days) -> Iterator[str]:
    yield f"### {words(rated.name)}"
    yield "\n".join(_match(rated.match))
    yield table(
        [_rating_cells(row, days) for row in rated.ratings],
        ["Board", "Category", "Rank", "Score", "95 % interval", "Votes", "Day"],
    )


def _match(match: Match) -> Iterator[str]:
    yield f"- Match: {match.confidence.value}. {words(match.reason)}"
    if match.compared:
        yield f"- Compared: “{words(match.compared[0])}” with “{words(match.compared[1])}”"
    if match.dropped:
        yield f"- Left out: {', '.join(map(words, match.dropped))}"
    for lost in match.candidates:
        yield f"- Not {code(lost.openrouter_id)}: {words(lost.why)}"


def _rating_cells(row: Rating, days: Days) -> Sequence[str]:
    known = row.lower is not None and row.upper is not None
    return (
        _kept_words(row.board),
        _kept_words(row.category),
        count(row.rank),
        f"{row.score:.1f}",
        f"{row.lower:.1f} to {row.upper:.1f}" if known else NOT_PUBLISHED,
        count(row.votes),
        days.get((row.board, row.category)) or NOT_PUBLISHED,
    )


def _usage(portrait: Portrait) -> Iterator[str]:
    model, known = portrait.model, portrait.ranking
    yield "## Usage"
    if model.usage is None:
        yield f"{absence_words(model, known).capitalize()}. {usage_absence(model, known)}"
        return
    yield MEANING
    yield "\n".join(_usage_lines(model.usage, known))
    if known.period is Period.DAY:
        days = sorted(model.usage.days.items(), reverse=True)
        outside = Blank.NOT_IN_SOURCE.value
        yield table(
            [
                [day(on), count(place.tokens), count(place.rank)] if place else [day(on), outside, outside]
                for on, place in days
            ],
            ["Day", "Tokens", "Rank"],
        )
    yield known.citation


def _usage_lines(used: Used, known: Ranking) -> Iterator[str]:
    place = used.latest
    yield f"- Tokens {known.when}: {f'{place.tokens:,}' if place else f'outside {known.place}'}"
    if place:
        yield f"- Rank: {place.rank:,} of {known.models:,} models in the list"
        for name, number in place.names.items():
            yield f"- Counted as {code(name)}: {number:,}"
    trend = signed(used)
    yield f"- Trend, last 7 days against the 7 before: {trend}" if trend else f"- No trend: {used.no_trend}"
    yield f"- Days in the list: {used.present} of {len(used.days)}"


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
