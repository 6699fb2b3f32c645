"""What ends: announced ends by day, departures of the last month, what to try instead; and a calendar.

Nothing depends on the day of the build: what iCalendar wants as the time at which an event was last revised
is the day on which the journal first has the announcement, or the departure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sitegen.facts.context import SiteContext
from sitegen.facts.ends.ending import Ending, Ends, ends
from sitegen.facts.ends.words import FOLDER, days_after
from sitegen.forms.addresses import id_path, url_path
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import CALENDAR
from sitegen.pages.feeds.atom import ENDS_FEED
from sitegen.pages.feeds.calendar import DayEvent, calendar
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld
from sitegen.records.settings import Site

ENDS = Alternate(CALENDAR, "ending.ics", "Announced ends as a calendar")
TITLE = "What ends, and what to try instead"


class EndDay(NamedTuple):
    """Ids that end or left on one day; ``heading`` says what day it is."""

    on: date
    heading: str
    ends: tuple[Ending, ...]


class Part(NamedTuple):
    """A section of the page; ``none`` stands in the place of its table, "" where it then has no section."""

    anchor: str
    heading: str
    days: tuple[EndDay, ...]
    caption: str
    none: str
    more: int


def pages(context: SiteContext) -> Iterator[Page]:
    """Yield the page and the calendar, which there is as soon as the journal has a line."""
    found = ends(context.catalog, context)
    head = Head(
        title=TITLE,
        description=_description(found),
        path=f"{FOLDER}index.html",
        alternates=(ENDS_FEED.link, ENDS) if context.journal else (),
        trail=(Crumb("Models", ""), Crumb("Ending", FOLDER)),
    )
    facts = {
        "head": with_json_ld(head, context.site, changed=found.today),
        "title": TITLE,
        "today": found.today,
        "parts": tuple(_parts(found, context.scale.rows)),
        "feed": ENDS_FEED.link.path if context.journal else "",
        "calendar": ENDS.path,
    }
    yield Page(head.path, "ending.html", facts, indexed=True, changed=day(found.today) or None)
    if context.journal:
        site = context.site
        events = [event for end in found.dated for event in _event(end, found.today, site)]
        title = f"{site.title}: announced ends"
        yield Page(ENDS.path, content=calendar(title, site.url(FOLDER), events))


def _event(end: Ending, today: date | None, site: Site) -> Iterator[DayEvent]:
    """Yield the event of an id with an announced day. What to try instead moves, so the page alone has it."""
    known, on = end.known_since or today, end.expires
    if known and on:
        left = f"Retired by {day(end.left)}." if end.left else ""
        yield DayEvent(
            uid=f"{id_path(end.record)}@{site.authority}",
            revised=end.left or known,
            on=on,
            summary=f"{end.name} ends on OpenRouter",
            description="\n".join(filter(None, [f"Id: {end.id}", left, f"Instead: {site.url(FOLDER)}"])),
            address=site.url(url_path(end.path)),
        )


def _description(found: Ends) -> str:
    """Return what a search result says of the page, with its counts."""
    left = len(found.noticed) + len(found.unnoticed) + len(found.untold)
    as_of = f" as of {day(found.today)}" if found.today else ""
    return (
        f"Language models with an announced end on OpenRouter ({len(found.coming):,}){as_of}, the {left:,} "
        "ids that left in 30 days, and what to try instead."
    )


def _parts(found: Ends, most: int) -> Iterator[Part]:
    month = f"in the 30 days up to {day(found.today)}" if found.today else "in the last 30 days"
    yield _part(
        ("announced", "Announced ends", "The next end first", "No listed id has an announced end."),
        found.coming,
        most,
        lambda end: (end.expires, days_after(end.expires, found.today)),
    )
    yield _part(
        ("past", "Past their day, and still listed", "The announced day was over", ""),
        found.past,
        most,
        lambda end: (end.expires, "the announced day"),
    )
    yield _part(
        (
            "without-notice",
            "Retired without notice",
            WITHOUT_NOTICE,
            f"No id was retired without notice {month}.",
        ),
        found.unnoticed,
        most,
        lambda end: (end.left, GONE_BY),
    )
    yield _part(
        ("not-told", "Retired, notice not known", NOT_TOLD, ""),
        found.untold,
        most,
        lambda end: (end.left, GONE_BY),
    )
    yield _part(
        ("as-announced", "Retired as announced", AS_ANNOUNCED, f"No id was retired as announced {month}."),
        found.noticed,
        most,
        lambda end: (end.left, GONE_BY),
    )


GONE_BY = "the first snapshot without them"
WITHOUT_NOTICE = "The last snapshot that had them announced no end about the day on which they left"
NOT_TOLD = "The last records of them that were read hold no field that announces an end"
AS_ANNOUNCED = "They left within a week before the announced day, or after it"


def _part(
    words: tuple[str, str, str, str],
    found: Sequence[Ending],
    most: int,
    day_of: Callable[[Ending], tuple[date | None, str]],
) -> Part:
    """Return a section with its words, its ids by day, and how many do not stand on the page."""
    anchor, heading, caption, none = words
    groups = groupby(found[:most], key=day_of)
    days = tuple([EndDay(on, text, tuple(own)) for (on, text), own in groups if on])
    return Part(anchor, heading, days, caption, none, max(len(found) - most, 0))
