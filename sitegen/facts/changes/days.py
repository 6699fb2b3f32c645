"""The days of the journal: what happened on each, by kind and by the model that it happened to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from sitegen.catalog.alarms import Place
from sitegen.catalog.alarms.life import Alarms
from sitegen.catalog.model import Catalog, FirstReading
from sitegen.facts.changes.kinds import CAME, CAME_BACK, KINDS, PRICES, WENT, ChangeKind, change_kind
from sitegen.facts.changes.leaving import END, end_day
from sitegen.facts.changes.tables import (
    DayTables,
    Doubt,
    Subjects,
    TableContext,
    TextTable,
    by_name,
    life_rows,
    price_rows,
    table_context,
    text_rows,
    unknown_moves,
    without_aliases,
)
from sitegen.facts.changes.words import seller_name, value_label
from sitegen.facts.prices import PriceTexts
from sitegen.forms.names import Names
from sitegen.records.change import CAME as COMING
from sitegen.records.change import LISTED, Change
from sitegen.records.endpoint import SOURCE
from sitegen.records.rating import SOURCE as ARENA
from sitegen.records.snapshot import SourceInfo
from sitegen.sources import openrouter
from sitegen.text import counted


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


class ChangeGroup(NamedTuple):
    """What happened to whom on a day, of one kind."""

    kind: ChangeKind
    entries: tuple[ChangedName, ...]


FOLDER = "changes/"


class JournalDay(NamedTuple):
    """One day of the journal; ``notes`` say what is no news, such as the first reading of a source.

    ``groups`` have an entry for each id, as feeds tell them; ``tables`` have each model once, as pages do.
    """

    on: date
    groups: tuple[ChangeGroup, ...]
    notes: tuple[str, ...] = ()
    tables: DayTables = DayTables()

    @property
    def path(self) -> str:
        """The folder of the day's page."""
        return f"{FOLDER}{self.on.isoformat()}/"

    @property
    def summary(self) -> str:
        """The kinds with their numbers: ``12 price changes, 3 new``."""
        return ", ".join([*(kind.counted(number) for kind, number in self.tables.counts), *self.notes])


_ON = attrgetter("on")


def journal_days(catalog: Catalog, names: Names, prices: PriceTexts) -> tuple[JournalDay, ...]:
    """Return the days of the journal, latest first."""
    ordered = sorted(catalog.news, key=_ON)
    by_day = {on: tuple(own) for on, own in groupby(ordered, key=_ON)}
    notes = _notes(catalog.readings, catalog.infos)
    context = table_context(catalog, names, prices, _alarming(catalog), _doubted(catalog))
    first = _first_days(ordered)
    return tuple([
        _day(on, by_day.get(on, ()), notes.get(on, []), first, context)
        for on in sorted(by_day.keys() | notes.keys(), reverse=True)
    ])  # fmt: skip


def _alarming(catalog: Catalog) -> Iterable[Place]:
    return (alarm.told_in for alarm in Alarms().follow(catalog.journal))


def _doubted(catalog: Catalog) -> Mapping[tuple[str, str, str], Doubt]:
    """Return the values of the source that are in doubt, by source, id and field."""
    found: dict[tuple[str, str, str], Doubt] = {}
    for model in catalog.models:
        for change in model.unconfirmed:
            doubt = Doubt(change.new, value_label(change.field), "unconfirmed", seller_name(change))
            found[change.source, change.id, change.field] = doubt
        for listing in model.listings:
            for one, upstream in listing.corrected:
                word = "withheld here" if one.withheld else "corrected here"
                doubt = Doubt(upstream, value_label(one.field), word)
                found[openrouter.name, listing.id, one.field] = doubt
    return found


def _first_days(ordered: Iterable[Change]) -> dict[str, date]:
    """Return the first day of the catalogue, and of each board of Arena, by what is read."""
    found: dict[str, date] = {}
    for change in ordered:
        if what := _read_with(change):
            found.setdefault(what, change.on)
    return found


def _read_with(change: Change) -> str:
    """Return what is read at once with the record of a change; "" for sources that ``readings`` tell of."""
    if change.source == ARENA:
        return f"the board {change.id.partition('/')[0]}"
    return "the catalogue" if change.source == openrouter.name else ""


def _day(
    on: date,
    changes: Sequence[Change],
    notes: Sequence[str],
    first: Mapping[str, date],
    context: TableContext,
) -> JournalDay:
    gathered = _gathered((*changes, *announced(changes)))
    old = [change for change in changes if change.field == LISTED and first.get(_read_with(change)) == on]
    read = {id(change) for change in old}
    new = [change for change in changes if id(change) not in read]
    news = _gathered((*new, *announced(new))) if old else gathered
    told = (*_first_readings(old, context), *notes)
    return JournalDay(on, _groups(gathered, context), told, _tables(news, context))


def _first_readings(listed: Sequence[Change], context: TableContext) -> Iterator[str]:
    """Yield what was read for the first time: ``first reading of the board text: 300 models``."""
    found: dict[str, set[str]] = {}
    for change in listed:
        found.setdefault(_read_with(change), set()).add(context.slug(change.id))
    for what, models in found.items():
        yield f"first reading of {what}: {counted(len(models), 'model')}"


def _tables(gathered: Mapping[ChangeKind, Subjects], context: TableContext) -> DayTables:
    """Return the tables of a day's changes."""
    prices, aliases = without_aliases(price_rows(gathered[PRICES], context))
    came, back = life_rows(gathered[CAME], context), life_rows(gathered[CAME_BACK], context, returned=True)
    told = {
        kind: own for kind, own in gathered.items() if own and kind not in (PRICES, CAME, CAME_BACK, WENT)
    }
    return DayTables(
        prices=prices,
        came=by_name([*came, *back]),
        left=by_name(life_rows(gathered[WENT], context)),
        texts=tuple([
            TextTable(kind, text_rows(own, context))
            for kind, own in told.items()
        ]),
        unknown=(*unknown_moves(chain.from_iterable(gathered[PRICES].values())), *aliases),
    )  # fmt: skip


def _gathered(changes: Iterable[Change]) -> Mapping[ChangeKind, dict[tuple[str, str], list[Change]]]:
    """Return changes by kind, in the order of the kinds, and within a kind by whom they are told of."""
    gathered: dict[ChangeKind, dict[tuple[str, str], list[Change]]] = {kind: {} for kind in KINDS}
    for change in changes:
        gathered[change_kind(change)].setdefault(subject(change), []).append(change)
    return gathered


def _notes(readings: Mapping[str, FirstReading], infos: Mapping[str, SourceInfo]) -> dict[date, list[str]]:
    notes: dict[date, list[str]] = {}
    for reading in readings.values():
        notes.setdefault(reading.on, []).append(reading_text(reading, infos))
    return notes


def reading_text(reading: FirstReading, infos: Mapping[str, SourceInfo]) -> str:
    """Return what a source's first reading held: ``sellers first read: 808 offers of 339 models``."""
    if reading.source == SOURCE:
        return f"sellers first read: {counted(reading.offers, 'offer')} of {counted(reading.rows, 'id')}"
    info = infos.get(reading.source)
    return f"{info.name if info else reading.source} first read: {counted(reading.rows, 'record')}"


def _groups(gathered: Mapping[ChangeKind, Subjects], context: TableContext) -> tuple[ChangeGroup, ...]:
    """Return a day's changes by kind, and within a kind by id."""
    groups = []
    for kind, by_id in gathered.items():
        entries = [_entry(record, own, context) for record, own in by_id.items()]
        groups += [ChangeGroup(kind, tuple(sorted(entries, key=_order)))] if entries else []
    return tuple(groups)


def announced(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the end of each id that came with one, as a change from that very end."""
    for change in changes:
        came = change.source == openrouter.name and change.field in COMING
        end = change.new.get(END) if came and isinstance(change.new, dict) else None
        if end_day(end):
            yield Change(change.on, change.source, change.id, END, end, end)


def subject(change: Change) -> tuple[str, str]:
    """Return the source and the id that a change is told under: what a seller does is told of the id."""
    if change.seller.of:
        return openrouter.name, change.seller.of
    return change.source, change.id


def _order(entry: ChangedName) -> tuple[str, str]:
    return entry.name.lower(), entry.key


def _entry(told_of: tuple[str, str], changes: Sequence[Change], context: TableContext) -> ChangedName:
    source, key = told_of
    texts = context.texts(changes)
    if source == ARENA:
        board, _, name = key.partition("/")
        return ChangedName(name, f"{board} board", "", "", texts, f"{source}/{key}")
    names = context.names
    return ChangedName(
        name=names.ids.get(key) or _recorded_name(key, changes),
        key=key,
        path=names.path(key) or "",
        author=names.own.get(key, key).partition("/")[0].lstrip("~"),
        texts=texts,
        record=f"{source}/{key}",
    )


def _recorded_name(key: str, changes: Iterable[Change]) -> str:
    """Return the name that the record of an id had when it came or left, else the id."""
    change = next(iter(changes))
    record = change.new if isinstance(change.new, dict) else change.old
    return str(record.get("name") or key) if isinstance(record, dict) else key
