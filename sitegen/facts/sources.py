"""Sources: whose the facts are, of which day, under which terms, and how each source is cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.model import Catalog, Model, board_day, snapshot_day
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import day
from sitegen.forms.markdown import code, words
from sitegen.records.data_files import board_feed
from sitegen.records.rating import Leaderboard
from sitegen.records.snapshot import Licence, Receipt, SourceInfo
from sitegen.records.usage import Period
from sitegen.sources import arena, openrouter, usage

CATALOGUE, RANKING = openrouter.FEED, usage.FEED
"""The feeds that are one snapshot; Arena has one for each board."""


def catalogue_day(catalog: Catalog) -> date | None:
    """Return the day of the catalogue's snapshot: the source's own, else the day it last changed."""
    return snapshot_day(catalog.receipts.get(CATALOGUE))


def latest_day(catalog: Catalog) -> date | None:
    """Return the latest day on which any snapshot changed."""
    return max((receipt.changed for receipt in catalog.receipts.values()), default=None)


def changed_on(feed: str, catalog: Catalog) -> date | None:
    """Return the day on which the snapshot of a feed last changed."""
    return catalog.receipts[feed].changed if feed in catalog.receipts else None


def changed_days(model: Model, catalog: Catalog) -> list[date]:
    """Return the days on which the snapshots of a model's ratings and usage last changed."""
    feeds = [feed for feed in model.feeds if feed != CATALOGUE]
    return [catalog.receipts[feed].changed for feed in feeds if feed in catalog.receipts]


class SourceEntry(TypedDict):
    """Where facts come from, and of what day they are."""

    feed: Annotated[str, "The snapshot under data/: openrouter/models, arena/text, usage/daily and others."]
    address: Annotated[str, "Where the answer was read."]
    changed: Annotated[str, "The day on which the content last changed, as far as it was fetched."]
    dated: Annotated[str | None, "The day that the source gives itself."]
    rows: Annotated[int, "How many rows the snapshot holds."]
    partial: Annotated[bool, "Whether the snapshot holds only a part of its board."]
    licence: Annotated[str, "The terms of the data."]
    credit: Annotated[str, "The line to cite."]
    blanks: NotRequired[Blanks]


class Provenance(NamedTuple):
    """One snapshot of a source: which facts are from it, of which day they are, and its forms.

    ``name`` is what a citation calls it. ``entry`` and ``line``, which is Markdown, are None and "" where
    there is no receipt of a fetch.
    """

    facts: str
    name: str
    source: SourceInfo
    day: date | None
    entry: SourceEntry | None
    line: str


Provenances = Mapping[str, Provenance]
"""Every snapshot of a catalog by its feed."""

_UNKNOWN = SourceInfo("", "", "", "", Licence("No licence for these data is known."))
"""What is known of a feed whose source is in the registry no more."""


def provenances(catalog: Catalog) -> Provenances:
    """Return what is said of every snapshot that was fetched, and of the catalogue in any case."""
    boards = {board_feed(board.board): board for board in catalog.leaderboards}
    ranking = {RANKING} if catalog.usage else set()
    feeds = sorted({CATALOGUE, *boards, *ranking, *catalog.receipts})
    return {feed: _provenance(feed, boards.get(feed), catalog) for feed in feeds}


def _provenance(feed: str, board: Leaderboard | None, catalog: Catalog) -> Provenance:
    info, receipt = source_of(feed, catalog), catalog.receipts.get(feed)
    on, as_of, part = snapshot_day(receipt), "", ""
    if board:
        on, part = board_day(catalog, board), f"{board.board} board"
    elif feed == RANKING and catalog.usage:
        on, as_of = catalog.usage.latest, catalog.usage.cited_as_of
    entry = _entry(feed, info, receipt, as_of, partial=bool(board and board.partial)) if receipt else None
    facts = f"Ratings, {part}" if part else info.tells or feed
    name = f"{info.name}, {part}" if part else info.name
    return Provenance(facts, name, info, on, entry, _line(entry) if entry else "")


_OWN = {source.name: source.info for source in (openrouter, arena, usage)}
"""The sources that every site has, also where a catalog was made without the registry."""


def source_of(feed: str, catalog: Catalog) -> SourceInfo:
    """Return the source of a feed."""
    name = feed.partition("/")[0]
    return _OWN.get(name) or catalog.infos.get(name, _UNKNOWN)


def _entry(feed: str, info: SourceInfo, receipt: Receipt, as_of: str, *, partial: bool) -> SourceEntry:
    as_of = as_of or day(receipt.dated or receipt.changed)
    entry: SourceEntry = {
        "feed": feed,
        "address": receipt.address,
        "changed": day(receipt.changed),
        "dated": day(receipt.dated) or None,
        "rows": receipt.rows,
        "partial": partial,
        "licence": info.licence.name or "No licence for these data is published.",
        "credit": info.credit_on(as_of) if info.credit else "",
    }
    return explained(entry)


def _line(entry: SourceEntry) -> str:
    on, licence = entry["dated"] or entry["changed"], entry["licence"].rstrip(".")
    return f"- {code(entry['feed'])} of {on}. {words(licence)}. {words(entry['credit'])}"


def source_entries(catalog: Catalog) -> list[SourceEntry]:
    """Return every snapshot that was fetched, as programs read it."""
    return [known.entry for known in provenances(catalog).values() if known.entry]


class SourceDay(NamedTuple):
    """One source as the foot of a page names it: ``day`` is that of what is shown, None where there is none.

    ``failed`` is the day on which it could not be read, where that was the last try.
    """

    name: str
    what: str
    day: date | None
    link: str
    credit: str = ""
    failed: date | None = None


def source_days(catalog: Catalog) -> tuple[SourceDay, ...]:
    """Return the day of the catalogue, those of Arena with their boards, and those of the others.

    The ranking takes a key, and many sites have none: it is named where it was read, or could not be. So is
    every further source.
    """
    days: dict[date | None, list[str]] = {}
    for board in catalog.leaderboards:
        days.setdefault(board_day(catalog, board), []).append(board.board)
    return (
        _source_day(catalog, openrouter.info, "catalogue, prices and limits", catalogue_day(catalog)),
        *[_boards_day(catalog, boards, on) for on, boards in days.items()],
        *([] if days else [_source_day(catalog, arena.info, RATINGS, None)]),
        *_ranking_days(catalog),
        *_further_days(catalog),
    )


RATINGS = "ratings by voters"


def _source_day(
    catalog: Catalog, info: SourceInfo, what: str, on: date | None, credit: str = "", part: Sequence[str] = ()
) -> SourceDay:
    """Return the day of a source, or of those feeds of it that are a ``part`` of it."""
    feeds = part or [feed for feed in catalog.failures if source_of(feed, catalog) is info]
    failed = [catalog.failures[feed].on for feed in feeds if feed in catalog.failures]
    return SourceDay(info.name, what, on, info.link, credit, max(failed, default=None))


def _boards_day(catalog: Catalog, boards: Sequence[str], on: date | None) -> SourceDay:
    feeds = [board_feed(board) for board in boards]
    what, credit = f"{RATINGS} ({', '.join(boards)})", arena.info.licence.name
    return _source_day(catalog, arena.info, what, on, credit, feeds)


def _ranking_days(catalog: Catalog) -> list[SourceDay]:
    ranking, info = catalog.usage, usage.info
    if ranking is None:
        unread = _source_day(catalog, info, "ranking by tokens", None)
        return [unread] if unread.failed else []
    what = "tokens in a week" if ranking.period is Period.WEEK else "tokens by day"
    credit = f"{info.credit_on(ranking.cited_as_of)} {info.licence.name}"
    return [_source_day(catalog, info, what, ranking.latest, credit)]


def _further_days(catalog: Catalog) -> Iterator[SourceDay]:
    for name, info in catalog.infos.items():
        if name in _OWN:
            continue
        receipts = [receipt for feed, receipt in catalog.receipts.items() if source_of(feed, catalog) is info]
        on = max(filter(None, map(snapshot_day, receipts)), default=None)
        # Without a licence that asks for it, the credit would only say again what the line has said.
        licence = info.licence.name
        credit = f"{info.credit_on(day(on))} {licence}" if on and info.credit and licence else ""
        tells = info.tells or name
        line = _source_day(catalog, info, f"{tells[:1].lower()}{tells[1:]}", on, credit)
        if on or line.failed:
            yield line


class Origin(NamedTuple):
    """Where a group of a page's facts comes from, and under which terms."""

    facts: str
    source: str
    link: str
    day: date | None
    terms: str
    terms_link: str = ""


class Sources(NamedTuple):
    """The section on sources: where each group of facts comes from, and where a person can correct it."""

    origins: tuple[Origin, ...]
    snapshots: tuple[Provenance, ...]


def sources(model: Model, known: Provenances, since: date | None = None) -> Sources:
    """Return where the facts of a model come from.

    ``since`` is the day of the record that is shown, where a later one could not be read.
    """
    snapshots = [known[feed] for feed in model.feeds if feed in known]
    if not model.variants:
        # The last record of a model that left is older than the catalogue of today.
        snapshots[0] = snapshots[0]._replace(day=max(gone.last_seen for gone in model.gone))
    elif since:
        snapshots[0] = snapshots[0]._replace(day=since)
    return Sources(
        origins=(*[_origin(snapshot) for snapshot in snapshots], _journal_origin(model.changed)),
        snapshots=tuple(snapshots),
    )


def _origin(snapshot: Provenance) -> Origin:
    info, terms = snapshot.source, "no data licence published; link and day kept"
    if info.licence.name:
        terms = f"{info.licence.name}, credit {info.publisher}"
    # The records stand at the address of the catalogue; its page for people does not have all that they say.
    link = openrouter.ADDRESS if info is openrouter.info else info.link
    return Origin(snapshot.facts, info.name, link, snapshot.day, terms, info.licence.link)


def _journal_origin(changed: date | None) -> Origin:
    source = f"the journal of this site, kept from {openrouter.info.name}’s catalogue"
    terms = "days are those of our snapshots"
    return Origin("Price history, first and last days", source, "", changed, terms)


def sources_json(snapshots: Iterable[Provenance]) -> list[SourceEntry]:
    """Return the sources of a model as programs read them.

    Which file an answer was read from is told in ``status.json`` alone: names of files change while nothing
    else does, and that of a day's dump would change every page every day.
    """
    entries = [snapshot.entry for snapshot in snapshots if snapshot.entry]
    return [entry if "://" in entry["address"] else {**entry, "address": "a file"} for entry in entries]
