"""The data folder as one state: every record that a build is made from, checked here, once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from sitegen.catalog.alarms import Accepted
from sitegen.catalog.alarms.life import open_alarms
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone, snapshot_day
from sitegen.errors import DataError
from sitegen.matching.matches import Decision
from sitegen.records import Json, Record, Row, checked, first_fault
from sitegen.records.change import Change
from sitegen.records.corrected import Ended, corrected, is_corrected
from sitegen.records.correction import Applied
from sitegen.records.data_files import RETIRED, board_feed
from sitegen.records.endpoint import Endpoints
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard
from sitegen.records.snapshot import Failure, Receipt, snapshot_file
from sitegen.records.usage import Usage
from sitegen.sources import arena, modelsdev, openrouter, providers, usage
from sitegen.sources.modelsdev import ModelsDev
from sitegen.store.failures import read_failures
from sitegen.store.overrides import read_accepted, read_corrections, read_decisions, require_known_files
from sitegen.store.snapshots import read_journal, read_receipts, read_value, unreadable, way_out
from sitegen.store.transaction import locked

T = TypeVar("T")


class Dataset(NamedTuple):
    """One state of ``data/``. ``version`` is a short digest of it: the same data, the same version."""

    listings: tuple[Listing, ...]
    leaderboards: tuple[Leaderboard, ...]
    endpoints: Mapping[str, Endpoints] | None
    makers: ModelsDev | None
    usage: Usage | None
    gone: tuple[Gone, ...]
    journal: tuple[Change, ...]
    decisions: Mapping[str, Decision]
    makers_decisions: Mapping[str, Decision]
    accepted: tuple[Accepted, ...]
    corrections: tuple[Applied, ...]
    ended: tuple[Ended, ...]
    receipts: Mapping[str, Receipt]
    failures: Mapping[str, Failure]
    version: str


def read_dataset(data: Path) -> Dataset:
    """Read ``data/``; an absent folder is an empty state. Raises DataError that names file and record."""
    with locked(data):
        listings = read_listings(data)
        gone: tuple[Gone, ...] = _read(data, RETIRED, _gone, ())
        known = [*(one.listing for one in gone), *listings]
        receipts = read_receipts(data)
        today = snapshot_day(receipts.get(openrouter.FEED))
        require_known_files(data)
        found = corrected(known, read_corrections(data, known), today)
        return Dataset(
            listings=tuple([found.listings.get(one.id, one) for one in listings]),
            leaderboards=tuple(_leaderboards(data)),
            endpoints=_read(data, providers.FILE, providers.endpoints, None),
            makers=_read(data, modelsdev.FILE, modelsdev.modelsdev, None),
            usage=_read(data, usage.FILE, usage.usage, None),
            gone=tuple(
                [one._replace(listing=found.listings.get(one.listing.id, one.listing)) for one in gone]
            ),
            journal=tuple(read_journal(data, {listing.id: listing.raw for listing in listings})),
            decisions=read_decisions(data, arena.name, known),
            makers_decisions=read_decisions(data, modelsdev.name, known),
            accepted=read_accepted(data),
            corrections=found.applied,
            ended=found.ended,
            receipts=receipts,
            failures=read_failures(data),
            version=_version(data),
        )


def read_listings(data: Path) -> tuple[Listing, ...]:
    """Return the catalogue's records; empty where nothing was fetched yet."""
    benchmarks = read_value(data, openrouter.BENCHMARKS)
    return _read(data, openrouter.MODELS, lambda value: openrouter.listings(value, benchmarks), ())


def _leaderboards(data: Path) -> Iterator[Leaderboard]:
    folder = data / arena.name
    try:
        paths = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise unreadable(folder, error) from None
    for path in paths:
        if path.suffix != ".json":
            continue
        yield _read(data, snapshot_file(board_feed(path.stem)), arena.leaderboard, None)  # type: ignore[misc]


def _read(data: Path, name: str, read: Callable[[Json], T], absent: T) -> T:
    """Return a file's JSON value as ``read`` types it; raises DataError that names the file and the fault."""
    value = read_value(data, name)
    if value is None and not (data / name).exists():
        return absent
    try:
        return read(value)
    except ValidationError as error:
        place, fault = first_fault(error)
        raise _unreadable(data / name, f"{error.title} {place}: {fault}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(data / name, f"{type(error).__name__} {error}") from None


def _unreadable(path: Path, fault: str) -> DataError:
    what = f"holds a record that cannot be read ({fault[:300]})"
    return DataError(path, what, way_out(path))


def joined(state: Dataset) -> Catalog:
    """Return the catalog of one state of the data, with what is alarming in it and open."""
    made = catalog(
        state.listings,
        state.leaderboards,
        endpoints=state.endpoints,
        makers=state.makers,
        usage=state.usage,
        gone=state.gone,
        journal=state.journal,
        decisions=state.decisions,
        makers_decisions=state.makers_decisions,
        receipts=state.receipts,
        failures=state.failures,
        version=state.version,
    )
    waiting = [alarm.stands or alarm.change for alarm in open_alarms(made.journal, state.accepted)]
    return made.marked(
        [one for one in waiting if not is_corrected(state.corrections, one.source, one.id, one.field)]
    )


class _Retired(Record):
    first_seen: date
    last_seen: date
    left: date
    record: Row


def _gone(value: Json) -> tuple[Gone, ...]:
    items = checked(dict[str, _Retired], value).values()
    return tuple(
        Gone(Listing.read(item.record), item.first_seen, item.last_seen, item.left) for item in items
    )


def _version(data: Path) -> str:
    """Return twelve hexadecimal digits that stand for every committed file that a page is drawn from."""
    total = hashlib.sha256()
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if path.suffix in (".json", ".jsonl", ".toml") and not name.startswith(".") and path.is_file():
            total.update(f"{name}\0".encode() + _digest(path))
    return total.hexdigest()[:12]


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb", buffering=0) as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise unreadable(path, error) from None
