"""Changes: what the journal tells, a page a day, an overview of the days, and a page a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sitegen.facts.changes.days import FOLDER, JournalDay
from sitegen.facts.changes.sellers import change_meaning
from sitegen.facts.changes.tables import DayTables
from sitegen.facts.context import SiteContext
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API
from sitegen.pages.feeds.atom import FEED, topic_links
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld

IN_SHORT = 5
"""The latest days that the overview tells of; it names the others."""
FIRST = 10
"""Rows and names of a day that stand on the overview."""
ROWS = 300
"""Rows of a page of one kind, beyond which older days are only linked."""


class Tab(NamedTuple):
    """A page of one kind of change: its folder, what it is called, its title, and what of a day it has."""

    folder: str
    label: str
    title: str
    description: str
    keys: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The folder of its page."""
        return f"{FOLDER}{self.folder}"

    def size(self, tables: DayTables) -> int:
        """Return how many rows a day has on it; the overview has all of them."""
        return sum(_SIZES[key](tables) for key in self.keys or _SIZES)


_SIZES: dict[str, Callable[[DayTables], int]] = {
    "prices": lambda tables: len(tables.prices),
    "new": lambda tables: len(tables.came),
    "retired": lambda tables: len(tables.left),
    "other": lambda tables: sum(len(table.rows) for table in tables.texts),
}

TABS = (
    Tab(
        "",
        "Latest days",
        "Changes of prices, limits and listings",
        "What changed in the catalogue and on the leaderboards, day by day: prices old and new, models new, "
        "retired and returned, limits and abilities.",
    ),
    Tab(
        "prices/",
        "Prices",
        "Price changes of language models",
        "Which language models became cheaper or dearer on OpenRouter, day by day: input and output price "
        "old and new, and by how much.",
        ("prices",),
    ),
    Tab(
        "new/",
        "New",
        "New language models",
        "Which language models came to OpenRouter, day by day, at which price and with which context.",
        ("new",),
    ),
    Tab(
        "retired/",
        "Retired",
        "Retired language models",
        "Which language models left OpenRouter, day by day, and what they cost last.",
        ("retired",),
    ),
    Tab(
        "other/",
        "Everything else",
        "Changes of sellers, limits and ratings",
        "What else changed, day by day: sellers, limits, abilities and names of models, makers’ list prices, "
        "and ranks on Arena.",
        ("other",),
    ),
)
OVERVIEW = TABS[0]


def pages(context: SiteContext) -> Iterable[Page]:
    """Yield the overview, a page for each kind, and a page for each day that the journal holds."""
    days = context.journal
    for tab in TABS:
        yield _tab_page(tab, days, context)
    for newer, journal_day, older in zip((None, *days), days, (*days[1:], None), strict=False):
        yield _day_page(journal_day, newer, older, context)


def _tab_page(tab: Tab, days: Sequence[JournalDay], context: SiteContext) -> Page:
    own = [one for one in days if tab is OVERVIEW or tab.size(one.tables)]
    latest = own[0].on if own else None
    shown = own[:IN_SHORT] if tab is OVERVIEW else _in_full(own, tab)
    trail = (Crumb("Models", ""), Crumb("Changes", FOLDER))
    head = Head(
        title=tab.title,
        description=tab.description,
        path=tab.path + "index.html",
        alternates=(
            Alternate("application/json", f"{API}changes.json", "The latest changes as JSON"),
            *topic_links(context),
        ),
        trail=trail if tab is OVERVIEW else (*trail, Crumb(tab.label, tab.path)),
    )
    facts = {
        "head": with_json_ld(head, context.site, changed=latest),
        "tab": tab,
        "tabs": TABS if days else (),
        "recent": shown,
        "older": own[len(shown) :] if tab is not OVERVIEW else own,
        "price_meaning": change_meaning(context.sellers_since),
        "first": FIRST,
        "rows": context.scale.rows,
        "feeds_of": (FEED, *topic_links(context)) if days else (),
    }
    return Page(head.path, "changes.html", facts, indexed=True, changed=day(latest) or None)


def _in_full(days: Sequence[JournalDay], tab: Tab) -> Sequence[JournalDay]:
    """Return the latest days whose rows stand on a page of one kind: one at least."""
    rows, shown = 0, 0
    while shown < len(days) and (not shown or rows + tab.size(days[shown].tables) <= ROWS):
        rows += tab.size(days[shown].tables)
        shown += 1
    return days[:shown]


def _day_page(
    journal_day: JournalDay, newer: JournalDay | None, older: JournalDay | None, context: SiteContext
) -> Page:
    on, path = day(journal_day.on), journal_day.path
    description = f"What changed on {on}: {journal_day.summary}. Each with its old and its new value."
    head = Head(
        title=f"Changes of {on}",
        description=description[:160],
        path=path + "index.html",
        kind="article",
        trail=(Crumb("Models", ""), Crumb("Changes", FOLDER), Crumb(on, path)),
    )
    facts = {
        "head": with_json_ld(head, context.site, changed=journal_day.on),
        "changes": journal_day,
        "newer": newer,
        "older": older,
        "rows": context.scale.rows,
    }
    return Page(head.path, "changes_day.html", facts, indexed=True, changed=on)
