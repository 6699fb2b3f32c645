"""Losses: fewer rows than an honest day takes away, which are refused until a person accepts them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sitegen.catalog.alarms import Accepted
from sitegen.errors import SourceError
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.data_files import ACCEPTED
from sitegen.sources import Source

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
        if any(line.covers(loss) for line in accepted):
            continue
        entry = f'id = "{loss.id}", field = "{loss.field}", old = {loss.old}, new = {loss.new}'
        raise SourceError(
            loss.id,
            f"the answer has {loss.new} {loss.field.replace('.', ' of ')} where {loss.old} are on file: "
            f"over {MOST_LOST:.0%} gone",
            "the snapshot on file stays; if the answer is right, fetch with --accept-loss, or add to "
            f'data/{ACCEPTED}: {{ {entry}, who = "", why = "" }}',
        )
