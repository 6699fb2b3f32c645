"""The explorer: every current model in one table, by author, and what a script makes it answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.counts import counts
from sitegen.facts.context import SiteContext
from sitegen.facts.costs import ORDINARY
from sitegen.facts.prices import MEANING as PRICE_MEANING
from sitegen.facts.ratings import ABSENCE_NOTE, MEANING
from sitegen.facts.row import AuthorRows
from sitegen.facts.standing import overview
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API, LLMS, LLMS_FULL
from sitegen.pages.choices import choices, quick_choices
from sitegen.pages.head import Alternate, Head
from sitegen.pages.json_ld import with_json_ld

PATH = "index.html"
MODULES = ("cost.js", "figures.js", "filters.js", "lines.js", "takeaway.js", "view.js")
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
        return (keys[0], f"{self.label}, {self.first}"), (keys[1], f"{self.label}, {self.second}")


COLUMNS = (
    Column("name", "Name", "A to Z", "Z to A"),
    Column("input", "Input", "cheapest first", "dearest first"),
    Column("output", "Output", "cheapest first", "dearest first"),
    Column("context", "Context", "longest first", "shortest first", descending=True),
    Column("longest", "Longest answer", "longest first", "shortest first", descending=True),
    Column("takes", "Takes → gives", "A to Z", "Z to A"),
    Column("abilities", "Abilities", "most first", "fewest first", descending=True),
    Column("rank", "Arena", "best first", "last first"),
    Column("usage", "Tokens", "most first", "fewest first", descending=True),
    Column("listed", "Listed", "latest first", "earliest first", descending=True),
)
"""In the order of ``partials/register_head.html``; the column of usage only where a ranking was read."""
COST = Column("cost", "Cost a month", "cheapest first", "dearest first")
USUAL = "-listed"
"""The order that the explorer starts with."""
ALTERNATES = (
    Alternate("application/json", f"{API}models.json", "All models as JSON"),
    Alternate("text/csv", f"{API}models.csv", "All models as a spreadsheet"),
    Alternate("text/plain", LLMS_FULL, "All models as one Markdown text"),
    Alternate("text/plain", LLMS, "What stands where, for programs that read text"),
)
"""The same models in other forms, and where everything is."""


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the start page, with the complete table, or of a large catalogue with the models listed last."""
    catalog, changed = context.catalog, context.latest
    columns = [column for column in COLUMNS if column.key != "usage" or context.usage.period]
    authors = [one for one in context.authors if one.current]
    found = counts(catalog)
    count = found["models_listed"]
    shown = list(_lately(authors, context)) if context.large else authors
    facts = {
        "head": with_json_ld(_head(count, context.day), context.site, changed=changed),
        "authors": shown,
        "count": count,
        "listed": sum(len(one.current) for one in authors),
        "stand_ins": found["aliases_and_routers"],
        "shown": sum(len(one.current) for one in shown),
        "ids": found["ids_listed"],
        "gone": found["models_gone"],
        "rated": sum(model.headline is not None for model in catalog.models if model.variants),
        "as_of": context.day,
        "overview": overview(context.standings, context.rows, context.scale),
        "meaning": MEANING,
        "price_meaning": PRICE_MEANING,
        "absence": ABSENCE_NOTE,
        "quick": quick_choices(catalog),
        "choices": choices(catalog, _askable(authors, context)),
        "columns": columns,
        "orders": [order for column in (*columns, COST) for order in column.orders],
        "usual": USUAL,
        "work": ORDINARY,
        "citation": context.usage.citation,
        "most_compared": MOST_COMPARED,
        "modules": MODULES,
    }
    return [Page(PATH, "explorer.html", facts, indexed=True, changed=day(changed) or None)]


def _head(count: int, on: date | None) -> Head:
    as_of = f", as of {day(on)}" if on else ""
    return Head(
        title="Language models, their exact prices and ratings",
        description=f"{count} language models on OpenRouter, line by line: exact prices, context, abilities "
        f"and Arena ranks{as_of}, with a reason for every blank.",
        path=PATH,
        alternates=ALTERNATES,
    )


def _lately(authors: Iterable[AuthorRows], context: SiteContext) -> Iterator[AuthorRows]:
    """Yield the authors with the lines of those models that were listed last."""
    for author in authors:
        if entries := tuple(one for one in author.current if one.slug in context.lately):
            yield author._replace(current=entries)


def _askable(authors: Sequence[AuthorRows], context: SiteContext) -> Sequence[AuthorRows]:
    """Return the authors that the form can ask for: all, or of very many those with the most models."""
    most = context.scale.rows
    if len(authors) <= most:
        return authors
    kept = {one.slug for one in sorted(authors, key=lambda one: (-len(one.current), one.slug))[:most]}
    return [one for one in authors if one.slug in kept]
