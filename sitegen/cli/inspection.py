"""Inspection: the data folder and a built site, read from disk for the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
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
from sitegen.records.match import Match
from sitegen.rendering.owner_files import read_site
from sitegen.sources.openrouter import MODELS
from sitegen.store.dataset import Dataset, joined, read_dataset
from sitegen.store.snapshots import read_bytes, read_value, rows_of


def findings_of_data(root: Path) -> list[Finding]:
    """Return what ``data/`` does not hold; a file that cannot be read is the only finding then."""
    data = root / "data"
    try:
        state = read_dataset(data)
    except SitegenError as error:
        return [Finding("readable", error.thing, error.fault, error.step)]
    files = {f"{feed}.json": read_bytes(data, f"{feed}.json") for feed in state.receipts}
    return [
        *order_findings(state.journal),
        *journal_findings(state.journal, rows_of(read_value(data, MODELS))),
        *movement_findings(state.journal, state.leaderboards),
        *alarm_findings(state.journal, state.accepted),
        *decision_findings(joined(state), state.decisions, _ruled(state)),
        *receipt_findings(
            state.receipts, {name: content for name, content in files.items() if content is not None}
        ),
    ]


def _ruled(state: Dataset) -> dict[str, Match]:
    """Return the matches as the rules alone make them."""
    if not state.decisions:
        return {}
    return {one.name: one.match for one in rated_names(joined(replace(state, decisions={})))}


def findings_of_site(root: Path, out: Path, base_url: str | None) -> list[Finding]:
    """Return what a built site does not hold; raises OutputError where there is none.

    Without ``base_url`` the site stands where its own start page says.
    """
    start = out / "index.html"
    if not start.is_file():
        raise OutputError(out, "holds no built site", f"run sitegen build --out {out}")
    said = page_of(start.name, start.read_bytes()).canonical
    return site_findings(_Folder(out), read_site(root, base_url or (said[0] if said else None)).base_url)


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
