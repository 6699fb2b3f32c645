"""Inspection: the data folder and a built site are read from disk and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from sitegen.checks import Finding, fails
from sitegen.checks import data as data_checks
from sitegen.checks.acceptance import alarm_findings
from sitegen.checks.corrections import correction_findings
from sitegen.checks.makers import makers_findings
from sitegen.checks.matches import decision_findings, names_by_confidence
from sitegen.checks.page import page_of
from sitegen.checks.pull_request import pull_request_body
from sitegen.checks.site import address_notes, site_findings
from sitegen.errors import DeployError, OutputError, SitegenError
from sitegen.publishing.shards import require_whole
from sitegen.publishing.swap import files_below, system_refusals
from sitegen.records.review import Review
from sitegen.records.snapshot import snapshot_file
from sitegen.rendering.owner_files import owner_texts, read_site, read_static
from sitegen.sources import SOURCES, arena, openrouter
from sitegen.store.dataset import joined, read_dataset
from sitegen.store.snapshots import read_bytes, read_digests, read_value


def findings_of_data(root: Path) -> list[Finding]:
    """Return the faults of ``data/``; where a file cannot be read, that is the only one."""
    data = root / "data"
    try:
        state = read_dataset(data)
    except SitegenError as error:
        return [Finding("readable", error.thing, error.fault, error.step)]
    digests = read_digests(data)
    names = {*map(snapshot_file, state.receipts), *digests, *_snapshots(data)}
    files = {name: read_bytes(data, name) for name in sorted(names)}
    found = data_checks.catalogue_findings(state.listings)
    found += data_checks.order_findings(state.journal)
    for name, source in SOURCES.items():
        if name != arena.name:  # of ratings the journal keeps less than all
            rows = source.journaled(partial(read_value, data)) or ()
            found += data_checks.journal_findings(state.journal, rows, name)
    found += data_checks.movement_findings(state.journal, state.leaderboards)
    catalog = joined(state)
    found += alarm_findings(catalog.journal, state.accepted, state.receipts, state.corrections)
    found += correction_findings(state.ended)
    if state.makers_decisions:
        without = joined(state._replace(makers_decisions={}))
        found += makers_findings(catalog, state.makers_decisions, without)
    if state.decisions:
        by_rules = names_by_confidence(joined(state._replace(decisions={})))
        ruled = {name.name: name.match for name in by_rules}
        found += decision_findings(catalog, state.decisions, ruled)
    return found + data_checks.receipt_findings(state.receipts, files, digests)


def _snapshots(data: Path) -> Iterator[str]:
    """Yield the names of the snapshots that stand in ``data/``, whether they have a receipt or not."""
    for name in SOURCES:
        for path in (data / name).glob("*.json"):
            if (file := f"{name}/{path.name}") != openrouter.BENCHMARKS:
                yield file


def notes_of_data(root: Path) -> list[Finding]:
    """Return what a person should know of ``data/`` and what is no fault; nothing where it cannot be read."""
    try:
        return data_checks.notes(joined(read_dataset(root / "data")))
    except SitegenError:
        return []


def pull_request(root: Path, review: Review, base_url: str | None, limit: int) -> tuple[str, bool]:
    """Return the body of a pull request with the data of ``root``, and whether a person must look at it.

    An alarm that is older than the change is in the body, and nothing of the change.
    """
    state = read_dataset(root / "data")
    findings = [*findings_of_data(root), *notes_of_data(root)]
    body = pull_request_body(review, findings, state.failures, state.receipts, base_url or "", limit)
    return body, bool(review.must_review) or fails(findings, allow_waiting=True)


def findings_of_site(root: Path, out: Path, base_url: str | None) -> list[Finding]:
    """Return the faults of a built site; raises OutputError where there is none.

    Without ``base_url`` its links are held against the address that its own start page names.
    """
    address = built_for(out)
    site = read_site(root, base_url or address)
    findings = site_findings(_Folder(out), site.base_url, read_static(root), owner_texts(root, site))
    return [*findings, *address_notes(site.base_url)]


def built_for(out: Path) -> str | None:
    """Return the address that the start page of a built site says; raises OutputError where there is none."""
    require_whole(out)
    start = out / "index.html"
    if not start.is_file():
        raise OutputError(out, "holds no built site", f"run sitegen build --out {out}")
    with system_refusals(start):
        return next(iter(page_of(start.name, start.read_bytes()).canonical), None)


def refuse_example(out: Path) -> None:
    """Raise DeployError where a site was built for the address that is only an example."""
    for note in address_notes(built_for(out) or ""):
        raise DeployError(out, note.what, f"set base_url in {note.path}, and build again")


class _Folder(Mapping[str, bytes]):
    """The files of a folder by their path, read when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with system_refusals(folder):
            self._names = sorted(name for name, regular in files_below(folder).items() if regular)

    def __getitem__(self, name: str) -> bytes:
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
