"""Days of the journal: what happened to whom, gathered by kind and by model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sitegen.catalog.alarms import alarms
from sitegen.catalog.model import Catalog
from sitegen.facts.change_text import PRICE_PLACES, sentence
from sitegen.facts.prices import PriceTexts
from sitegen.forms.names import Names
from sitegen.records.change import DESCRIBED, LEFT, LISTED, RETURNED, Change

FOLDER = "changes/"
"""Where the pages of the days stand."""

GROUPS = (
    "Prices",
    "Listed",
    "Returned",
    "Left",
    "Limits, abilities and names",
    "Arena",
    "First full records",
)


class Entry(NamedTuple):
    """What happened to one model or Arena name on a day. ``path`` is its page's folder, "" if it has none."""

    name: str
    key: str
    path: str
    author: str
    texts: tuple[str, ...]
    alarming: bool = False


class Group(NamedTuple):
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
        """The groups with their numbers: ``12 with other prices, 3 listed``."""
        return ", ".join(f"{len(group.entries):,} {SAID[group.title]}" for group in self.groups)

    @property
    def gravest(self) -> tuple[Entry, ...]:
        """The first of the alarming entries: what a reader of a long day should not miss."""
        return tuple(entry for group in self.groups for entry in group.entries if entry.alarming)[:GRAVEST]


GRAVEST = 8
SAID = {
    "Prices": "with other prices",
    "Listed": "listed",
    "Returned": "returned",
    "Left": "left",
    "First full records": "described for the first time",
    "Limits, abilities and names": "with other limits, abilities or names",
    "Arena": "moved on Arena",
}
"""A group's title → what its entries did."""


def days(catalog: Catalog, names: Names, book: PriceTexts) -> tuple[Day, ...]:
    """Return the days of the journal, latest first."""
    by_day = groupby(catalog.journal, key=lambda change: change.on)
    found = [Day(on, _groups(tuple(changes), names, book)) for on, changes in by_day]
    return tuple(reversed(found))


def _groups(changes: Sequence[Change], names: Names, book: PriceTexts) -> tuple[Group, ...]:
    """Gather a day's changes by kind, and within a kind by model; a price alarm comes first."""
    alarming = {(one.change.id, one.change.field) for one in alarms(changes)}
    gathered: dict[str, dict[str, list[Change]]] = {title: {} for title in GROUPS}
    for change in changes:
        gathered[_title(change)].setdefault(change.id, []).append(change)
    return tuple(
        Group(
            title,
            tuple(sorted((_entry(found, names, book, alarming) for found in ids.values()), key=_order)),
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
    changes: Sequence[Change], names: Names, book: PriceTexts, alarming: set[tuple[str, str]]
) -> Entry:
    first = changes[0]
    board, _, name = first.id.partition("/")
    arena = first.source == "arena"
    say = _movement if arena else sentence
    return Entry(
        name=name if arena else names.ids.get(first.id) or _recorded_name(first),
        key=f"{board} board" if arena else first.id,
        path="" if arena else names.path(first.id) or "",
        author="" if arena else _author(names.own.get(first.id, first.id)),
        texts=tuple([say(change, book) for change in _shown(changes)]),
        alarming=bool(alarming) and any((change.id, change.field) in alarming for change in changes),
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
    if len(shown) <= 1:
        return shown
    return sorted(shown, key=lambda change: PRICE_PLACES.get(change.field, len(PRICE_PLACES)))


def _movement(change: Change, book: PriceTexts) -> str:
    row = change.new if isinstance(change.new, dict) else {}
    if row.get("rank"):
        return f"{change.field} at rank {row['rank']} with {row.get('score')}"
    return change.field if change.field in _TITLES else sentence(change, book)


def _order(entry: Entry) -> tuple[bool, str, str]:
    return not entry.alarming, entry.name.lower(), entry.key
