"""The network door: an answer of a source, over HTTP or from a file, becomes a snapshot under ``data/``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from sitegen.errors import SitegenError, SourceError, UsageError
from sitegen.fetching.answers import Answer, answer_value, file_bytes, files, public_name
from sitegen.fetching.guards import admission, require_few_new_keys, suspicions
from sitegen.fetching.keys import without_key
from sitegen.fetching.limits import DEFAULT_LIMITS, Limits
from sitegen.fetching.notices import Notice, Progress, silent, unsaid
from sitegen.fetching.pace import Pace
from sitegen.fetching.readings import Reading, given_answers
from sitegen.fetching.settings import OFF, is_enabled, limits_of, source_table
from sitegen.fetching.side_by_side import read_records
from sitegen.records import Json
from sitegen.records.snapshot import (
    Admission,
    Feed,
    Origin,
    Outcome,
    Receipt,
    Snapshot,
    snapshot_file,
)
from sitegen.sources import SOURCES, Source
from sitegen.sources.refusal import answer_refused, require_few_unread
from sitegen.store.overrides import read_accepted
from sitegen.store.snapshots import read_bytes, read_receipts, read_value, write_snapshot
from sitegen.store.transaction import finish_write
from sitegen.text import nearest, one_line, redacted_url

if TYPE_CHECKING:  # who reads a file needs no library of the network
    import httpx

    from sitegen.fetching.connection import Connection
    from sitegen.fetching.network import Network


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which sources to fetch (none: all), for which day, and where to read a single one instead (``--from``).

    ``origins`` are files, folders (their ``*.json``, but for names that start with ``_`` or ``.``), ``-`` for
    standard input, or http addresses; several answers of one feed are its pages in order. ``board`` narrows
    Arena to one board, and names the board of an answer that does not say it itself.
    """

    sources: tuple[str, ...] = ()
    on: date
    origins: tuple[str, ...] = ()
    board: str | None = None
    accept_change: bool = False


def fetch(
    data: Path,
    settings: Mapping[str, Any],
    request: Request,
    *,
    environment: Mapping[str, str],
    client: Callable[[], httpx.Client] | None = None,
    progress: Progress = silent,
    notice: Notice = unsaid,
    limits: Limits = DEFAULT_LIMITS,
) -> list[Outcome]:
    """Read sources, write what changed under ``data``, and return the outcome of each feed, in order.

    ``settings`` is the table ``[sources]`` of ``content/site.toml``. A feed that fails stops no other one.
    ``client`` makes an HTTP client, which is closed in the end; it is called for each thread that asks.
    ``progress`` is told how much has come, and ``notice`` a line where a person waits. Raises UsageError
    where the request makes no sense, and DataError or OutputError where ``data`` does.
    """
    names = _source_names(request)
    finish_write(data)
    with ExitStack() as stack:
        connection = cache(partial(_connection, stack, client, progress, notice))
        outcomes = []
        for name in names:
            table = source_table(name, settings)
            patience = limits_of(limits, name, table)
            run = _SourceRun(data, SOURCES[name], table, request, connection, patience, environment)
            outcomes += run.outcomes()
    if request.board and not outcomes:
        boards = [
            feed.partition("/")[2] for name in names for feed in _feeds_of(name, data, settings, request.on)
        ]
        step = nearest(request.board, boards, "add it to content/site.toml")
        raise UsageError(f"--board {one_line(request.board)}", "is on no list", step)
    return outcomes


def _feeds_of(name: str, data: Path, settings: Mapping[str, Any], on: date) -> list[str]:
    feeds = SOURCES[name].feeds(source_table(name, settings), on, partial(read_value, data))
    return [feed.name for feed in feeds]


def _connection(
    stack: ExitStack, client: Callable[[], httpx.Client] | None, progress: Progress, notice: Notice
) -> Connection:
    from sitegen.fetching.connection import Connection, new_client  # noqa: PLC0415 - httpx

    return Connection(lambda: stack.enter_context((client or new_client)()), progress, notice)


def _source_names(request: Request) -> list[str]:
    known = ", ".join(SOURCES)
    for name in request.sources:
        if name not in SOURCES:
            raise UsageError(one_line(name), "is no source", nearest(name, SOURCES, f"name one of: {known}"))
    if request.origins and len(request.sources) != 1:
        raise UsageError("--from", "needs exactly one source", f"name one of: {known}")
    # One may read what another has just written: which models to ask about stands in the catalogue.
    return [name for name in SOURCES if name in request.sources] or list(SOURCES)


@dataclass(frozen=True)
class _SourceRun:
    """One source's part of a fetch."""

    data: Path
    source: Source
    table: Mapping[str, Any]
    request: Request
    connection: Callable[[], Connection]
    limits: Limits
    environment: Mapping[str, str] = field(repr=False)

    def outcomes(self) -> list[Outcome]:
        source = self.source
        try:
            if self.request.origins:
                given = self._given().items()
                return [self._outcome(feed, partial(self._from, feed, readings)) for feed, readings in given]
            board = self.request.board
            named = f"{self.source.name}/{board}"
            if not self.request.sources and not is_enabled(self.table):
                return [] if board else [Outcome(source.name, "skipped", error=OFF)]
            feeds = [feed for feed in self._all_feeds() if board is None or feed.name == named]
            if feeds and source.key_required and not self._key():
                why = f"{source.key_variable} is not set; the snapshot on file stays"
                return [Outcome(source.name, "skipped", error=why)]
            return [self._outcome(feed.name, partial(self._fetched, feed)) for feed in feeds]
        except UsageError:
            raise
        except SitegenError as error:
            return [self._failed(source.name, error)]

    def _all_feeds(self) -> tuple[Feed, ...]:
        return self.source.feeds(self.table, self.request.on, partial(read_value, self.data))

    def _outcome(self, feed: str, read: Callable[[], Outcome]) -> Outcome:
        try:
            return read()
        except UsageError:
            raise
        except SitegenError as error:
            return self._failed(feed, error)

    def _failed(self, feed: str, error: SitegenError) -> Outcome:
        thing = error.thing if error.thing.startswith(feed) else f"{feed}: {error.thing}"
        text = f"{one_line(thing)}: {one_line(self._public(error.fault), 500)}; {one_line(error.step, 300)}"
        return Outcome(feed, "failed", error=text)

    def _public(self, text: str) -> str:
        return without_key(text, self._variable())

    def _fetched(self, feed: Feed) -> Outcome:
        """Ask the addresses of a feed, and write what they gave."""
        if feed.lacks:
            return Outcome(feed.name, "skipped", error=feed.lacks)
        if feed.records:
            return self._stored(*self._records(feed))
        network = self._network(feed.name)
        pages: list[Answer] = []
        for address in feed.addresses:
            receipt = self._receipt(address, feed.name) if len(feed.addresses) == 1 else None
            pages += self._pages(network, address, receipt)
        return self._stored(feed, pages)

    def _records(self, feed: Feed) -> tuple[Feed, list[Answer]]:
        """Ask the addresses of a feed's records; return those that were read, and their answers."""
        pace = Pace(feed.name, self.limits)
        beside = min(max(1, int(self.limits.side_by_side)), len(feed.records))
        networks = [self._network(feed.name, pace) for _ in range(beside)]
        read, answers = read_records(feed, networks, pace, self.connection().progress, self.limits.max_bytes)
        notes = [note.model_copy(update={"reason": self._public(note.reason)}) for note in read.unread]
        return read._replace(unread=tuple(notes)), answers

    def _from(self, feed: str, readings: Sequence[Reading]) -> Outcome:
        """Write what the places of a ``--from`` gave; raises SitegenError where they gave nothing."""
        given = self.source.feed_from(readings[0].address, None)._replace(name=feed)
        if given.apart:
            given = given._replace(
                names=next((own.names for own in self._all_feeds() if own.name == feed), {})
            )
        return self._stored(*given_answers(given, readings))

    def _stored(self, feed: Feed, pages: Sequence[Answer]) -> Outcome:
        """Write the snapshot of a feed's answers; raises SourceError where it is refused."""
        if not pages:
            return Outcome(feed.name, "unchanged", read_receipts(self.data)[feed.name].rows)
        previous = read_value(self.data, snapshot_file(feed.name))
        known = feed._replace(settings=self.table)
        snapshot = self.source.snapshot(known, [page.value for page in pages], previous)
        require_few_new_keys(snapshot)
        may = self._guarded(feed, snapshot, previous)
        # The validators of one page say nothing of the others.
        first = pages[0] if len(pages) == 1 and not feed.records else Answer(None)
        # A receipt is committed, and pages show it.
        origin = Origin(redacted_url(feed.addresses[0]), first.etag, first.last_modified)
        stored = write_snapshot(self.data, snapshot, origin, self.request.on, may)
        status: Literal["changed", "unchanged"] = "changed" if stored.changed else "unchanged"
        # Only the receipt knows of what day is the record that stays in the place of one that was set aside.
        aside = read_receipts(self.data)[feed.name].set_aside
        found = aside, dict(snapshot.unknown_keys), snapshot.notes
        return Outcome(feed.name, status, stored.rows, stored.changes, *found)

    def _guarded(self, feed: Feed, snapshot: Snapshot, previous: Json) -> Admission:
        """Return that a snapshot may be written; raises SourceError where too much is missing or new."""
        asked = {*feed.records, *(note.row for note in feed.unread)} if feed.records else set()
        unread = [note for note in snapshot.set_aside if note.row in asked and not note.field]
        if asked:
            require_few_unread(feed.name, unread, len(asked))
        receipt = read_receipts(self.data).get(feed.name)
        faults, size = suspicions(self.source, snapshot, previous, receipt, self.request.on)
        accepted = read_accepted(self.data)
        return admission(feed.name, faults, size, accepted, take=self.request.accept_change)

    def _given(self) -> dict[str, list[Reading]]:
        """Return the pages of every ``--from`` by feed, in the order given."""
        by_feed: dict[str, list[Reading]] = {}
        passed: set[str | Path] = set()
        for origin in self.request.origins:
            is_http = origin.lower().startswith(("http://", "https://"))
            for place in [origin] if is_http else files(origin):
                if place not in passed:
                    reading = self._reading(place, passed)
                    by_feed.setdefault(reading.feed, []).append(reading)
        return by_feed

    def _reading(self, place: str | Path, passed: set[str | Path]) -> Reading:
        """Return the pages at an address or in a file, and add their addresses to those that are passed."""
        if isinstance(place, str):
            self._network(self.source.name).require_address(place)
        name = place if isinstance(place, str) else public_name(place)  # a receipt is committed
        feed = self._feed_of(name, None)
        try:
            if isinstance(place, str):
                receipt = self._receipt(place, feed) if len(self.request.origins) == 1 else None
                pages = tuple(self._pages(self._network(feed), place, receipt, passed))
            else:
                content = file_bytes(feed, place, self.limits.max_file_bytes)
                pages = (Answer(answer_value(feed, f"{place} holds", content)),)
            return Reading(self._feed_of(name, pages[0].value) if pages else feed, name, pages)
        except SourceError as error:
            return Reading(feed, name, error=error)

    def _feed_of(self, address: str, answer: Json) -> str:
        board = self.request.board
        if board is None:
            return self.source.feed_from(address, answer).name
        feed = self.source.feed_from(f"?config={quote(board)}", None).name
        if feed != f"{self.source.name}/{board}":
            raise UsageError("--board", f"means nothing to {self.source.name}", "leave it out")
        return feed

    def _pages(
        self, network: Network, address: str, receipt: Receipt | None, passed: set[str | Path] | None = None
    ) -> Iterator[Answer]:
        """Yield the pages that start at an address; none where the server says that nothing changed."""
        seen: list[str] = []
        following: str | None = address
        while following is not None:
            if following in seen or len(seen) == self.limits.max_pages:
                raise answer_refused(network.feed, f"the answer has no last page (after {len(seen)})")
            seen.append(following)
            page = network.answer(following, receipt)
            if page is None:
                break
            yield page
            receipt, following = None, self.source.next_address(following, page.value)
        if passed is not None:
            passed.update(seen)

    def _receipt(self, address: str, feed: str) -> Receipt | None:
        """Return the receipt of an address's answer, if just that is still on file."""
        receipt = read_receipts(self.data).get(feed)
        if receipt is None or receipt.address != redacted_url(address):
            return None
        content = read_bytes(self.data, snapshot_file(feed)) or b""
        return receipt if hashlib.sha256(content).hexdigest() == receipt.sha256 else None

    def _network(self, feed: str, pace: Pace | None = None) -> Network:
        connection = self.connection()  # says what to install where httpx is missing
        from sitegen.fetching.network import Network  # noqa: PLC0415 - httpx

        key = self._key()
        own = [address for own_feed in self._all_feeds() for address in own_feed.addresses] if key else []
        return Network(connection.beside() if pace else connection, feed, self.limits, key, own, pace)

    def _variable(self) -> str:
        variable = self.source.key_variable
        return self.environment.get(variable, "").strip() if variable else ""

    def _key(self) -> str:
        key = self._variable()
        # httpx would quote the header, and with it the key, in its complaint.
        if not re.fullmatch(r"[!-~]*", key):
            fault = "holds a character that no key has"
            raise SourceError(self.source.key_variable, fault, "set it again, or remove it")
        return key
