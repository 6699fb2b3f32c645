"""Changes: what the journal tells, a page a day, and an overview of the days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sitegen.catalog.alarms import alarms
from sitegen.catalog.model import Catalog
from sitegen.pages import Page
from sitegen.pages.events import PRICE_PLACES, sentence
from sitegen.pages.figures import day
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.names import Names, names
from sitegen.pages.site import Site
from sitegen.pages.structured import with_graph
from sitegen.records.change import DESCRIBED, LEFT, LISTED, RETURNED, Change

FOLDER = "changes/"
FEED = Alternate("application/atom+xml", "feed.xml", "Changes of all models")
IN_FULL = 5
"""The latest days whose changes stand on the overview itself."""

GROUPS = (
    "Prices",
    "Listed",
    "Returned",
    "Left",
    "Limits, abilities and names",
    "Arena",
    "First full records",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened to one model or Arena name on a day. ``path`` is its page's folder, "" if it has none."""

    name: str
    key: str
    path: str
    author: str
    texts: tuple[str, ...]
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one kind."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the journal."""

    on: date
    groups: tuple[Group, ...]

    @property
    def path(self) -> str:
        """The folder of the day's page."""
        return f"{FOLDER}{self.on.isoformat()}/"

    @property
    def count(self) -> int:
        """The number of entries."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def said(self) -> str:
        """The groups with their numbers: ``12 prices, 3 listed``."""
        return ", ".join(f"{len(group.entries):,} {group.title.lower()}" for group in self.groups)


def pages(catalog: Catalog, site: Site) -> Iterable[Page]:
    """Return the overview and a page for each day that the journal holds."""
    found = days(catalog)
    yield _overview(found, site)
    for number, one in enumerate(found):
        newer = found[number - 1] if number else None
        older = found[number + 1] if number + 1 < len(found) else None
        yield _day_page(one, newer, older, site)


def days(catalog: Catalog) -> list[Day]:
    """Return the days of the journal, latest first."""
    known = names(catalog)
    called = {listing.id: listing.name for model in catalog.models for listing in model.listings}
    by_day = groupby(catalog.journal, key=lambda change: change.on)
    return [Day(on, _groups(tuple(changes), known, called)) for on, changes in by_day][::-1]


def _groups(changes: Sequence[Change], known: Names, called: dict[str, str]) -> tuple[Group, ...]:
    """Gather a day's changes by kind, and within a kind by model; a price alarm comes first."""
    alarming = {(one.change.id, one.change.field) for one in alarms(changes)}
    gathered: dict[str, dict[str, list[Change]]] = {title: {} for title in GROUPS}
    for change in changes:
        gathered[_title(change)].setdefault(change.id, []).append(change)
    return tuple(
        Group(
            title,
            tuple(sorted((_entry(found, known, called, alarming) for found in ids.values()), key=_order)),
        )
        for title, ids in gathered.items()
        if ids
    )


_TITLES = {LISTED: "Listed", RETURNED: "Returned", LEFT: "Left", DESCRIBED: "First full records"}


def _title(change: Change) -> str:
    if change.source == "arena":
        return "Arena"
    if change.field in _TITLES:
        return _TITLES[change.field]
    return "Prices" if change.field.startswith("pricing.") else "Limits, abilities and names"


def _entry(
    changes: Sequence[Change], known: Names, called: dict[str, str], alarming: set[tuple[str, str]]
) -> Entry:
    first = changes[0]
    board, _, name = first.id.partition("/")
    arena = first.source == "arena"
    return Entry(
        name=name if arena else called.get(first.id) or _recorded_name(first),
        key=f"{board} board" if arena else first.id,
        path="" if arena else known.path(first.id) or "",
        author="" if arena else _author(known.own.get(first.id, first.id)),
        texts=tuple(_movement(change) if arena else sentence(change) for change in _shown(changes)),
        alarming=any((change.id, change.field) in alarming for change in changes),
    )


def _author(slug: str) -> str:
    return slug.partition("/")[0].lstrip("~")


def _recorded_name(change: Change) -> str:
    """Return the name that the record of an id had when it came or left, else the id."""
    record = change.new if isinstance(change.new, dict) else change.old
    return str(record.get("name") or change.id) if isinstance(record, dict) else change.id


def _shown(changes: Sequence[Change]) -> Sequence[Change]:
    """Leave out the ends of an interval, which move with their score; prices stand in the order of a page."""
    shown = [change for change in changes if change.field not in ("lower", "upper")]
    return sorted(shown, key=lambda change: PRICE_PLACES.get(change.field, len(PRICE_PLACES)))


def _movement(change: Change) -> str:
    row = change.new if isinstance(change.new, dict) else {}
    if row.get("rank"):
        return f"{change.field} at rank {row['rank']} with {row.get('score')}"
    return change.field if change.field in _TITLES else sentence(change)


def _order(entry: Entry) -> tuple[bool, str, str]:
    return not entry.alarming, entry.name.lower(), entry.key


def _overview(found: Sequence[Day], site: Site) -> Page:
    latest = found[0].on if found else None
    head = Head(
        title="Changes of prices, limits and listings",
        description="What changed in the catalogue and on the leaderboards, day by day: prices old and new, "
        "models listed, gone and returned, limits and abilities.",
        path=FOLDER + "index.html",
        alternates=(FEED,) if found else (),
        trail=(Crumb("Models", ""), Crumb("Changes", FOLDER)),
    )
    facts = {
        "head": with_graph(head, site, changed=latest),
        "recent": found[:IN_FULL],
        "long": LONG,
        "history": found,
        "feed": FEED.path if found else "",
    }
    return Page(head.path, "changes.html", facts, indexed=True, changed=day(latest) or None)


LONG = 150
"""Entries beyond which a day stands on its own page, and the overview only counts them."""


def _day_page(one: Day, newer: Day | None, older: Day | None, site: Site) -> Page:
    head = Head(
        title=f"Changes of {one.on.isoformat()}",
        description=f"What changed on {one.on.isoformat()}: {one.said}. Each with its old and its new value."[
            :160
        ],
        path=one.path + "index.html",
        trail=(Crumb("Models", ""), Crumb("Changes", FOLDER), Crumb(one.on.isoformat(), one.path)),
    )
    facts = {"head": with_graph(head, site, changed=one.on), "one": one, "newer": newer, "older": older}
    return Page(head.path, "changes_day.html", facts, indexed=True, changed=day(one.on))
