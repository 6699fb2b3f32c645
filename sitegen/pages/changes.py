"""Changes: what the journal tells, a page a day, and an overview of the days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.facts.changes.days import FOLDER, JournalDay
from sitegen.facts.changes.sellers import change_meaning
from sitegen.facts.context import SiteContext
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API
from sitegen.pages.feeds.atom import FEED, topic_links
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld

IN_FULL = 5
"""The latest days whose changes stand on the overview itself."""


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the overview and a page for each day that the journal holds."""
    days = context.journal
    yield _overview(days, context)
    for newer, journal_day, older in zip((None, *days), days, (*days[1:], None), strict=False):
        yield _day_page(journal_day, newer, older, context)


def _overview(days: Sequence[JournalDay], context: SiteContext) -> Page:
    latest = days[0].on if days else None
    head = Head(
        title="Changes of prices, limits and listings",
        description="What changed in the catalogue and on the leaderboards, day by day: prices old and new, "
        "models listed, gone and returned, limits and abilities.",
        path=FOLDER + "index.html",
        alternates=(
            Alternate("application/json", f"{API}changes.json", "The latest changes as JSON"),
            *topic_links(context),
        ),
        trail=(Crumb("Models", ""), Crumb("Changes", FOLDER)),
    )
    facts = {
        "head": with_json_ld(head, context.site, changed=latest),
        "recent": days[:IN_FULL],
        "price_meaning": change_meaning(context.sellers_since),
        "long": LONG,
        "rows": context.scale.rows,
        "history": days,
        "feeds_of": (FEED, *topic_links(context)) if days else (),
    }
    return Page(head.path, "changes.html", facts, indexed=True, changed=day(latest) or None)


LONG = 150
"""Entries beyond which a day stands on its own page, and the overview only counts them."""


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
