"""The days of the journal: what happened on each, by kind and by the model that it happened to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from sitegen.catalog.alarms import Place, place_of
from sitegen.catalog.alarms.life import Alarms
from sitegen.catalog.model import Catalog, FirstReading
from sitegen.facts.changes.kinds import KINDS, ChangeKind, change_kind
from sitegen.facts.changes.leaving import END, end_day
from sitegen.facts.changes.words import change_texts, value_label
from sitegen.facts.prices import PriceTexts
from sitegen.forms.names import Names
from sitegen.records import Json
from sitegen.records.change import CAME, Change
from sitegen.records.endpoint import SOURCE
from sitegen.records.rating import SOURCE as ARENA
from sitegen.records.snapshot import SourceInfo
from sitegen.sources import openrouter


class ChangedName(NamedTuple):
    """What happened on a day to an id, or to a name of Arena, which has no ``path`` and no ``author``.

    ``record`` is the source and the id in the journal: ``openrouter/acme/anvil-2``, ``arena/text/Anvil 2``.
    """

    name: str
    key: str
    path: str
    author: str
    texts: tuple[str, ...]
    record: str
    alarming: bool = False


class ChangeGroup(NamedTuple):
    """What happened to whom on a day, of one kind."""

    kind: ChangeKind
    entries: tuple[ChangedName, ...]


FOLDER = "changes/"
MOST_ALARMING = 8


class JournalDay(NamedTuple):
    """One day of the journal; ``notes`` say what is no news, such as the first reading of a source."""

    on: date
    groups: tuple[ChangeGroup, ...]
    notes: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The folder of the day's page."""
        return f"{FOLDER}{self.on.isoformat()}/"

    @property
    def size(self) -> int:
        """The number of entries."""
        return sum(len(group.entries) for group in self.groups)

    @property
    def summary(self) -> str:
        """The kinds with their numbers: ``12 with other prices, 3 listed``."""
        counts = [f"{len(group.entries):,} {group.kind.summary}" for group in self.groups]
        return ", ".join([*counts, *self.notes])

    @property
    def alarming(self) -> tuple[ChangedName, ...]:
        """The first of the alarming entries: what a reader of a long day should not miss."""
        found = [entry for group in self.groups for entry in group.entries if entry.alarming]
        return tuple(found[:MOST_ALARMING])


_ON = attrgetter("on")


def journal_days(catalog: Catalog, names: Names, prices: PriceTexts) -> tuple[JournalDay, ...]:
    """Return the days of the journal, latest first."""
    ordered = sorted(catalog.news, key=_ON)
    by_day = {on: tuple(own) for on, own in groupby(ordered, key=_ON)}
    notes = _notes(catalog.readings, catalog.infos)
    alarming = {alarm.told_in for alarm in Alarms().follow(catalog.journal)}
    marks = _Marks(alarming, _doubted_values(catalog))
    return tuple([
        JournalDay(on, _groups(by_day.get(on, ()), names, prices, marks), tuple(notes.get(on, ())))
        for on in sorted(by_day.keys() | notes.keys(), reverse=True)
    ])  # fmt: skip


class _Marks(NamedTuple):
    """The lines that are alarming, and the values that somebody doubts, with a sentence for each."""

    alarming: set[Place]
    doubted: Mapping[tuple[str, str, str], tuple[Json, str]]

    def texts(self, changes: Iterable[Change]) -> tuple[str, ...]:
        """Return what is doubted of the values that these changes led to."""
        found = ((one, self.doubted.get((one.source, one.id, one.field))) for one in changes)
        return tuple([doubt[1] for one, doubt in found if doubt and doubt[0] == one.new])


def _doubted_values(catalog: Catalog) -> dict[tuple[str, str, str], tuple[Json, str]]:
    """Return the source's values that nobody confirmed or a person does not show, by source, id and field.

    Each comes with a sentence for lists of changes, which have the source's: ``input price is unconfirmed``.
    """
    found: dict[tuple[str, str, str], tuple[Json, str]] = {}
    for model in catalog.models:
        for change in model.unconfirmed:
            text = f"{value_label(change.field)} is unconfirmed"
            found[change.source, change.id, change.field] = change.new, text
        for listing in model.listings:
            for one, upstream in listing.corrected:
                text = f"{value_label(one.field)} is {'withheld' if one.withheld else 'corrected'} here"
                found[openrouter.name, listing.id, one.field] = upstream, text
    return found


def _notes(readings: Mapping[str, FirstReading], infos: Mapping[str, SourceInfo]) -> dict[date, list[str]]:
    notes: dict[date, list[str]] = {}
    for reading in readings.values():
        notes.setdefault(reading.on, []).append(reading_text(reading, infos))
    return notes


def reading_text(reading: FirstReading, infos: Mapping[str, SourceInfo]) -> str:
    """Return what a source's first reading held: ``sellers first read: 808 offers of 339 models``."""
    if reading.source == SOURCE:
        ids = f"{reading.rows:,} id{'' if reading.rows == 1 else 's'}"
        return f"sellers first read: {reading.offers:,} offer{'' if reading.offers == 1 else 's'} of {ids}"
    info = infos.get(reading.source)
    return f"{info.name if info else reading.source} first read: {reading.rows:,} records"


def _groups(
    changes: Sequence[Change], names: Names, prices: PriceTexts, marks: _Marks
) -> tuple[ChangeGroup, ...]:
    """Return a day's changes by kind, and within a kind by model, the alarming ones first."""
    gathered: dict[ChangeKind, dict[tuple[str, str], list[Change]]] = {kind: {} for kind in KINDS}
    for change in (*changes, *announced(changes)):
        gathered[change_kind(change)].setdefault(subject(change), []).append(change)
    groups = []
    for kind, by_id in gathered.items():
        entries = [_entry(record, own, names, prices, marks) for record, own in by_id.items()]
        groups += [ChangeGroup(kind, tuple(sorted(entries, key=_order)))] if entries else []
    return tuple(groups)


def announced(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the end of each id that came with one, as a change from that very end."""
    for change in changes:
        came = change.source == openrouter.name and change.field in CAME
        end = change.new.get(END) if came and isinstance(change.new, dict) else None
        if end_day(end):
            yield Change(change.on, change.source, change.id, END, end, end)


def subject(change: Change) -> tuple[str, str]:
    """Return the source and the id that a change is told under: what a seller does is told of the id."""
    if change.seller.of:
        return openrouter.name, change.seller.of
    return change.source, change.id


def _order(entry: ChangedName) -> tuple[bool, str, str]:
    return not entry.alarming, entry.name.lower(), entry.key


def _entry(
    told_of: tuple[str, str],
    changes: Sequence[Change],
    names: Names,
    prices: PriceTexts,
    marks: _Marks,
) -> ChangedName:
    source, key = told_of
    texts = change_texts(changes, prices) + marks.texts(changes)
    if source == ARENA:
        board, _, name = key.partition("/")
        return ChangedName(name, f"{board} board", "", "", texts, f"{source}/{key}")
    return ChangedName(
        name=names.ids.get(key) or _recorded_name(key, changes),
        key=key,
        path=names.path(key) or "",
        author=names.own.get(key, key).partition("/")[0].lstrip("~"),
        texts=texts,
        record=f"{source}/{key}",
        alarming=bool(marks.alarming) and any(place_of(change) in marks.alarming for change in changes),
    )


def _recorded_name(key: str, changes: Iterable[Change]) -> str:
    """Return the name that the record of an id had when it came or left, else the id."""
    change = next(iter(changes))
    record = change.new if isinstance(change.new, dict) else change.old
    return str(record.get("name") or key) if isinstance(record, dict) else key
