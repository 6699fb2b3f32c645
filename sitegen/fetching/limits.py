"""Limits of a fetch: how long it waits, how much it takes, and how much less than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sitegen.catalog.alarms import Accepted
from sitegen.errors import SourceError
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.data_files import ACCEPTED
from sitegen.sources import Source


@dataclass(frozen=True)
class Limits:
    """The seconds, counts and bytes that a fetch keeps to; a source's table in the settings may set each.

    ``deadline`` holds for one answer with all its attempts and waits; ``longest_wait`` also for what a server
    asks for with Retry-After; ``max_bytes`` for all pages of a feed together, unzipped; ``max_file_bytes``
    for a file, since whoever names one knows what it holds.

    Where each record has an address of its own, ``record_deadline``, ``record_attempts`` and
    ``max_record_bytes`` hold for each of them, and no wait that a server asks for counts: one that hangs must
    not hold up hundreds. ``side_by_side`` of them are asked at a time, ``pause`` seconds lie between the
    starts of two requests, and after ``records_deadline`` no further one starts.
    """

    connect_timeout: float = 10
    read_timeout: float = 20
    deadline: float = 90
    attempts: int = 4
    first_wait: float = 1
    longest_wait: float = 60
    max_bytes: int = 64 * 1024 * 1024
    max_file_bytes: int = 1024 * 1024 * 1024
    max_pages: int = 1000
    record_deadline: float = 10
    record_attempts: int = 3
    max_record_bytes: int = 4 * 1024 * 1024
    side_by_side: int = 4
    pause: float = 0.1
    records_deadline: float = 600

    def of_a_record(self) -> Limits:
        """Return the limits for one of many records, each with an address of its own."""
        return replace(
            self,
            deadline=self.record_deadline,
            attempts=self.record_attempts,
            max_bytes=self.max_record_bytes,
        )


DEFAULT_LIMITS = Limits()


MOST_LOST = 0.1
"""The share of its rows that an answer may lose: the largest honest loss of one day was 29 of 364."""


def losses(source: Source, feed: str, previous: Json, new: Json, on: date) -> list[Change]:
    """Return the kinds of rows of which a new main file has over a tenth fewer than the one on file.

    Counts are compared, not names: over a few months of honest days a fifth of the names change. On a
    partial board a missing row says nothing. A change has the kind as ``field``, and both numbers.
    """
    if isinstance(new, dict) and new.get("partial"):
        return []
    now = source.counts(new)
    return [
        Change(on=on, source=feed, id=feed, field=kind, old=before, new=now.get(kind, 0))
        for kind, before in source.counts(previous).items()
        if before - now.get(kind, 0) > MOST_LOST * before
    ]


def require_accepted(losses: Sequence[Change], accepted: Sequence[Accepted]) -> None:
    """Raise SourceError for a loss that no line of ``accepted.toml`` covers."""
    for loss in losses:
        if not any(line.covers(loss) for line in accepted):
            kind, entry = loss.field.replace(".", " of "), f'id = "{loss.id}", field = "{loss.field}"'
            raise SourceError(
                loss.id,
                f"the answer has {loss.new} {kind} where {loss.old} are on file: over {MOST_LOST:.0%} gone",
                "the snapshot on file stays; if the answer is right, fetch with --accept-loss, or add to "
                f'data/{ACCEPTED}: {{ {entry}, old = {loss.old}, new = {loss.new}, who = "", why = "" }}',
            )
