"""The explorer: every current model in one table, and what a script makes it answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from sitegen.catalog.counts import counts
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.facts.ends.words import FOLDER as ENDING
from sitegen.facts.prices import MEANING as PRICE_MEANING
from sitegen.facts.ratings import ABSENCE_NOTE, MEANING
from sitegen.facts.row import AuthorRows, ModelRow, chosen_first
from sitegen.facts.standing import overview
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API, LLMS, LLMS_FULL
from sitegen.pages.choices import choices, work_form
from sitegen.pages.feeds.atom import topic_links
from sitegen.pages.head import Alternate, Head
from sitegen.pages.json_ld import with_json_ld
from sitegen.records.listing import MODEL
from sitegen.text import counted

PATH = "index.html"
MODULES = ("amounts.js", "lines.js", "page.js", "search.js", "view.js")
"""What ``assets/explorer.js`` imports: named in the page, so that a browser asks for all of it at once."""
MOST_COMPARED = 6
"""Models that the comparison takes: more columns than that nobody reads side by side."""


class Column(NamedTuple):
    """A column of the register by its key, and what its two orders are called, the likelier one first.

    ``descending`` says that the likelier order begins with the largest.
    """

    key: str
    label: str
    first: str
    second: str
    descending: bool = False

    @property
    def orders(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both orders as they stand in the address (``-`` descends), and in words."""
        keys = (f"-{self.key}", self.key) if self.descending else (self.key, f"-{self.key}")
        return (keys[0], self.first), (keys[1], self.second)


COLUMNS = (
    Column("name", "Name", "Name, A to Z", "Name, Z to A"),
    Column("input", "Input", "Input price, lowest first", "Input price, highest first"),
    Column("output", "Output", "Output price, lowest first", "Output price, highest first"),
    Column("context", "Context", "Context, longest first", "Context, shortest first", descending=True),
    Column("longest", "Max output", "Max output, highest first", "Max output, lowest first", descending=True),
    Column("takes", "Types", "Types, A to Z", "Types, Z to A"),
    Column("abilities", "Abilities", "Abilities, most first", "Abilities, fewest first", descending=True),
    Column("rank", "Arena", "Best rated", "Lowest rated"),
    Column("usage", "Usage", "Most used", "Least used", descending=True),
    Column("listed", "Listed", "Newest", "Oldest", descending=True),
)
"""In the order of ``partials/register_head.html``; the column of usage only where a ranking was read."""
OF_SELLERS = (
    Column("sellers", "Sellers", "Sellers, most first", "Sellers, fewest first", descending=True),
    Column("cheapest", "Cheapest seller", "Cheapest seller, lowest first", "Cheapest seller, highest first"),
)
OF_MAKERS = (
    Column("maker", "Maker’s price", "Maker’s price, lowest first", "Maker’s price, highest first"),
    Column("released", "Released", "Released last", "Released first", descending=True),
    Column("cutoff", "Knowledge cutoff", "Cutoff, latest", "Cutoff, earliest", descending=True),
)
"""Columns that ``lines.js`` adds when a visitor asks for them: what sellers and models.dev tell."""
COST = Column("cost", "Cost", "Cost, lowest first", "Cost, highest first")
FIRST_SHOWN = 50
"""Rows that stand on the page at first where scripts run, as in ``explorer.js``."""
FIRST_DRAWN = 16
"""Rows that stand there before the script has run: as many as most screens have, and soon laid out."""
PRESETS = {
    "input": ("0.5", "1", "5"),
    "output": ("1", "5", "15"),
    "context": ("128k", "200k", "1M"),
    "longest": ("8k", "32k", "64k"),
}
"""Limits that visitors ask for most, by the name of the field."""


class Chip(NamedTuple):
    """A question that people bring, in a few words, and the address of its answer.

    An address that begins with ``?`` is a view of the explorer.
    """

    words: str
    address: str


ALTERNATES = (
    Alternate("application/json", f"{API}models.json", "All models as JSON"),
    Alternate("text/csv", f"{API}models.csv", "All models as a spreadsheet"),
    Alternate("text/plain", LLMS_FULL, "All models as one Markdown text"),
    Alternate("text/plain", LLMS, "What stands where, for programs that read text"),
)
"""The same models in other forms, and where everything is."""


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the start page, with the complete table, or of a large catalogue with some of it."""
    catalog, changed = context.catalog, context.latest
    columns = [column for column in COLUMNS if column.key != "usage" or context.usage.period]
    authors = [one for one in context.authors if one.current]
    found = counts(catalog)
    count, listed = found["models_listed"], sum(len(one.current) for one in authors)
    shown = shown_first(context)
    usual = USED if context.usage.period else RATED
    extras = extra_columns(catalog)
    rows = context.rows.values()
    asked = {one.name: one for one in choices(catalog, _askable(authors, context), rows)}
    facts = {
        "head": with_json_ld(_head(count, context), context.site, changed=changed),
        "shown": shown,
        "first_drawn": FIRST_DRAWN,
        "first_shown": FIRST_SHOWN,
        "count": count,
        "listed": listed,
        "gone": found["models_gone"],
        "as_of": context.day,
        "caption": f"Models, {usual.words}, in US dollars per 1M tokens",
        "outcome": outcome(shown),
        "overview": overview(context.standings, context.rows, context.scale),
        "meaning": MEANING,
        "price_meaning": PRICE_MEANING,
        "absence": ABSENCE_NOTE,
        "choices": asked,
        "chips": tuple(chips(context.day, [one.value for one in asked["moved"].options])),
        "presets": PRESETS,
        "columns": columns,
        "extras": extras,
        "dated": OF_MAKERS[0] in extras,
        "orders": [order for column in (*columns, COST, *extras) for order in column.orders],
        "usual": usual.order,
        "work": work_form(sold=context.has_sellers, dated=OF_MAKERS[0] in extras),
        "citation": context.usage.citation,
        "most_compared": MOST_COMPARED,
        "modules": MODULES,
    }
    return [Page(PATH, "explorer.html", facts, indexed=True, changed=day(changed) or None)]


def extra_columns(catalog: Catalog) -> tuple[Column, ...]:
    """Return the columns that a visitor can add, where what they show was read."""
    sold = any(model.endpoints is not None for model in catalog.models)
    dated = any(model.dated is not None for model in catalog.models)
    return (*(OF_SELLERS if sold else ()), *(OF_MAKERS if dated else ()))


class Usual(NamedTuple):
    """The order that the explorer starts with, as it stands in the address and in words."""

    order: str
    words: str


USED = Usual("-usage", "the most used first")
RATED = Usual("rank", "the best rated first")


def shown_first(context: SiteContext) -> list[ModelRow]:
    """Return the rows of the start page in the order in which they are first shown."""
    models = sorted((model for model in context.catalog.models if not model.left), key=chosen_first)
    kept = (model for model in models if not context.large or model.slug in context.lately)
    return [context.rows[model.slug] for model in kept]


def outcome(rows: Sequence[ModelRow]) -> str:
    """Return what the page says of its rows at first, as ``explorer.js`` would: ``12 models``."""
    models = sum(row.kind == MODEL for row in rows)
    others = len(rows) - models
    parts = [
        counted(models, "model") if models or not rows else "",
        counted(others, "alias or router", "aliases and routers") if others else "",
        f"the first {FIRST_SHOWN} shown" if len(rows) > FIRST_SHOWN else "",
    ]
    return ", ".join(filter(None, parts))


def chips(on: date | None, moves: Sequence[str] = ()) -> Iterator[Chip]:
    """Yield the questions that people bring most, with their answers on the day of the catalogue.

    ``moves`` are the ways that prices moved lately; where none did, the pages of changes have the last ones.
    """
    yield Chip("Cheapest with tools and vision", "?sort=input&can=tools&in=image")
    yield Chip("Best rated under $1", "?sort=rank&ranked=1&input_to=1")
    if on:
        yield Chip("New this month", f"?sort=-listed&since={day(on - MONTH)}")
    lately = f"?{urlencode([('moved', way) for way in moves])}"
    yield Chip("Price changes", lately if moves else "changes/prices/")
    yield Chip("Ending soon", ENDING)
    yield Chip("Free", "?free=1")
    yield Chip("Open weights", "?open=1")


MONTH = timedelta(days=30)


def _head(count: int, context: SiteContext) -> Head:
    as_of = f", as of {day(context.day)}" if context.day else ""
    return Head(
        title="AI models: exact prices, limits and ratings",
        description=f"{count} AI models on OpenRouter: exact prices, limits, abilities "
        f"and Arena ranks{as_of}, with a reason for every blank.",
        path=PATH,
        alternates=(*ALTERNATES, *topic_links(context)),
    )


def _askable(authors: Sequence[AuthorRows], context: SiteContext) -> Sequence[AuthorRows]:
    """Return the authors that the form can ask for: all, or of very many those with the most models."""
    most = context.scale.rows
    if len(authors) <= most:
        return authors
    kept = {one.slug for one in sorted(authors, key=lambda one: (-len(one.current), one.slug))[:most]}
    return [one for one in authors if one.slug in kept]
