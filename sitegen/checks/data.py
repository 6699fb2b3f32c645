"""What the data folder must hold: a journal that replays to the snapshot, and receipts that fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from sitegen.catalog.changes import differences, replayed
from sitegen.catalog.counts import set_aside
from sitegen.catalog.model import Catalog
from sitegen.catalog.movements import rating_rows, within_interval
from sitegen.checks import NOTE, Finding
from sitegen.facts.doubts.contradictions import contradiction_counts
from sitegen.facts.sources import catalogue_day
from sitegen.records import Row, data_files
from sitegen.records.change import Change
from sitegen.records.digests import changed_by_hand, sha256
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard
from sitegen.records.snapshot import Receipt, set_aside_lines, snapshot_file
from sitegen.sources import openrouter
from sitegen.text import counted

JOURNAL = f"data/{data_files.JOURNAL}"
RESTORE = "restore data/ from git"
RESTORE_RECEIPTS = f"restore data/{data_files.RECEIPTS} from git"
FETCH_AGAIN = "restore the file from git, or fetch again"
FETCH_ANEW = "put corrections into overrides/; restore the file from git, or delete it and fetch again"
"""A fetch beside a file that somebody cut is refused: the answer seems to have grown."""


def catalogue_findings(listings: Sequence[Listing]) -> list[Finding]:
    """Return the finding that there is no catalogue to build a site from, or nothing."""
    path = f"data/{openrouter.MODELS}"
    return [] if listings else [Finding("catalogue", path, "there is no catalogue", "run sitegen fetch")]


def journal_findings(
    journal: Sequence[Change], rows: Iterable[Row], source: str = "openrouter"
) -> list[Finding]:
    """Return where the journal, replayed from its start, is not the snapshot: the first field of each id."""
    if not journal:
        return []
    replay = replayed(journal, source).rows
    held = {str(row["id"]): row for row in rows}
    return [
        Finding("journal", JOURNAL, f"{key}: {fault}", RESTORE)
        for key in sorted(replay.keys() | held.keys())
        if (fault := _first_difference(replay.get(key), held.get(key)))
    ]


def _first_difference(replay: Row | None, held: Row | None) -> str | None:
    if replay is None or held is None:
        return "is in the snapshot only" if replay is None else "is in the journal only"
    for field, was, now in differences(replay, held):
        return f"{field} is {was!r} in the journal and {now!r} in the snapshot"
    return None


def movement_findings(journal: Sequence[Change], boards: Iterable[Leaderboard]) -> list[Finding]:
    """Return where the journal does not lead to a board: a name that it lacks, a score it does not allow."""
    replay = replayed(journal, "arena").rows
    if not replay:
        return []
    found = []
    for key, row in [item for board in boards for item in rating_rows(board).items()]:
        if key not in replay or not within_interval(replay[key], row):
            fault = "its score is another one" if key in replay else "is in the snapshot only"
            found.append(Finding("journal", JOURNAL, f"{key}: {fault}", RESTORE))
    return found


def order_findings(journal: Sequence[Change]) -> list[Finding]:
    """Return the first line of the journal whose day is before the line above it."""
    for number, (above, line) in enumerate(pairwise(journal), start=2):
        if line.on < above.on:
            what = f"line {number} is of {line.on}, after a line of {above.on}"
            return [Finding("journal order", JOURNAL, what, "the journal is append-only: put the line back")]
    return []


def notes(catalog: Catalog) -> list[Finding]:
    """Return what upstream sent and what cannot be so: what is set aside, and how much contradicts itself."""
    aside = [
        Finding("set aside", f"data/{snapshot_file(feed)}", line, "", NOTE)
        for feed in sorted(catalog.receipts)
        for line in set_aside_lines(set_aside(catalog, feed))
    ]
    path, counts = f"data/{openrouter.MODELS}", contradiction_counts(catalog.models, catalogue_day(catalog))
    return aside + [
        Finding("contradictions", path, f"{counted(number, 'record')} with {what}", "", NOTE)
        for what, number in counts.items()
        if number
    ]


def receipt_findings(
    receipts: Mapping[str, Receipt], files: Mapping[str, bytes | None], digests: Mapping[str, str]
) -> list[Finding]:
    """Return the files that are not what a fetch wrote: absent, or edited by hand.

    ``digests`` are those of the files beside the snapshots. ``files`` has None for a file that is not there.
    """
    known = {*map(snapshot_file, receipts), *digests}
    found = [
        Finding("receipt", f"data/{name}", "has no receipt", RESTORE_RECEIPTS)
        for name, content in sorted(files.items())
        if content is not None and name not in known
    ]
    found += [
        Finding("receipt", f"data/{name}", "is not what sitegen wrote", RESTORE)
        for name in changed_by_hand(digests, files)
    ]
    for feed, receipt in sorted(receipts.items()):
        name = snapshot_file(feed)
        content, path = files.get(name), f"data/{name}"
        if content is None:
            found.append(Finding("receipt", path, "is gone, and receipts.json has its receipt", FETCH_AGAIN))
        elif sha256(content) != receipt.sha256:
            found.append(Finding("receipt", path, "is not what was fetched", FETCH_ANEW))
    return found
