"""Changes: what the journal tells, a page a day, and an overview of the days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.facts.context import Known
from sitegen.facts.journal import FOLDER, Day
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.files import API
from sitegen.pages.feeds import FEED
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_graph

IN_FULL = 5
"""The latest days whose changes stand on the overview itself."""


def pages(known: Known) -> Iterable[Page]:
    """Return the overview and a page for each day that the journal holds."""
    found = known.journal
    yield _overview(found, known)
    for number, one in enumerate(found):
        newer = found[number - 1] if number else None
        older = found[number + 1] if number + 1 < len(found) else None
        yield _day_page(one, newer, older, known)


def _overview(found: Sequence[Day], known: Known) -> Page:
    latest = found[0].on if found else None
    head = Head(
        title="Changes of prices, limits and listings",
        description="What changed in the catalogue and on the leaderboards, day by day: prices old and new, "
        "models listed, gone and returned, limits and abilities.",
        path=FOLDER + "index.html",
        alternates=(Alternate("application/json", f"{API}changes.json", "The latest changes as JSON"),),
        trail=(Crumb("Models", ""), Crumb("Changes", FOLDER)),
    )
    facts = {
        "head": with_graph(head, known.site, changed=latest),
        "recent": found[:IN_FULL],
        "long": LONG,
        "rows": known.scale.rows,
        "history": found,
        "feed": FEED.path if found else "",
    }
    return Page(head.path, "changes.html", facts, indexed=True, changed=day(latest) or None)


LONG = 150
"""Entries beyond which a day stands on its own page, and the overview only counts them."""


def _day_page(one: Day, newer: Day | None, older: Day | None, known: Known) -> Page:
    head = Head(
        title=f"Changes of {one.on.isoformat()}",
        description=f"What changed on {one.on.isoformat()}: {one.said}. Each with its old and its new value."[
            :160
        ],
        path=one.path + "index.html",
        kind="article",
        trail=(Crumb("Models", ""), Crumb("Changes", FOLDER), Crumb(one.on.isoformat(), one.path)),
    )
    facts = {
        "head": with_graph(head, known.site, changed=one.on),
        "one": one,
        "newer": newer,
        "older": older,
        "rows": known.scale.rows,
    }
    return Page(head.path, "changes_day.html", facts, indexed=True, changed=day(one.on))
