"""Inspection: the data folder and a built site are read from disk and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from sitegen.checks import Finding
from sitegen.checks.data import (
    alarm_findings,
    journal_findings,
    movement_findings,
    order_findings,
    receipt_findings,
)
from sitegen.checks.matches import decision_findings, rated_names
from sitegen.checks.page import page_of
from sitegen.checks.site import site_findings
from sitegen.errors import OutputError, SitegenError
from sitegen.records.change import Change
from sitegen.records.match import Match
from sitegen.records.snapshot import snapshot_file
from sitegen.rendering.owner_files import read_site
from sitegen.sources import SOURCES, arena
from sitegen.store.dataset import Dataset, joined, read_dataset
from sitegen.store.snapshots import read_bytes, read_value


def findings_of_data(root: Path) -> list[Finding]:
    """Return the faults of ``data/``; where a file cannot be read, that is the only one."""
    data = root / "data"
    try:
        state = read_dataset(data)
    except SitegenError as error:
        return [Finding("readable", error.thing, error.fault, error.step)]
    files = {name: read_bytes(data, name) for name in map(snapshot_file, state.receipts)}
    return [
        *order_findings(state.journal),
        *_replay_findings(data, state.journal),
        *movement_findings(state.journal, state.leaderboards),
        *alarm_findings(state.journal, state.accepted),
        *decision_findings(joined(state), state.decisions, _ruled(state)),
        *receipt_findings(
            state.receipts, {name: content for name, content in files.items() if content is not None}
        ),
    ]


def _replay_findings(data: Path, journal: Sequence[Change]) -> Iterator[Finding]:
    """Yield where the journal does not lead to the records of a source; of ratings it keeps less than all."""
    for name, source in SOURCES.items():
        if name != arena.name:
            rows = source.journaled(partial(read_value, data)) or ()
            yield from journal_findings(journal, rows, name)


def _ruled(state: Dataset) -> dict[str, Match]:
    """Return the matches as the rules alone make them."""
    if not state.decisions:
        return {}
    return {name.name: name.match for name in rated_names(joined(state._replace(decisions={})))}


def findings_of_site(root: Path, out: Path, base_url: str | None) -> list[Finding]:
    """Return the faults of a built site; raises OutputError where there is none.

    Without ``base_url`` its links are held against the address that its own start page names.
    """
    start = out / "index.html"
    if not start.is_file():
        raise OutputError(out, "holds no built site", f"run sitegen build --out {out}")
    canonical = page_of(start.name, start.read_bytes()).canonical
    own_address = canonical[0] if canonical else None
    return site_findings(_Folder(out), read_site(root, base_url or own_address).base_url)


class _Folder(Mapping[str, bytes]):
    """The files of a folder by their path, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())

    def __getitem__(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
