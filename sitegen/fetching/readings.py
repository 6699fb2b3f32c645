"""What the places of a ``--from`` gave: files, folders and addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.errors import SourceError
from sitegen.fetching.answers import Answer
from sitegen.fetching.side_by_side import public_reason
from sitegen.records.snapshot import Feed, SetAside


@dataclass(frozen=True)
class Reading:
    """The pages that one place gave for a feed (none: "not modified"), or the error instead."""

    feed: str
    address: str
    pages: tuple[Answer, ...] = ()
    error: SourceError | None = None


def given_answers(feed: Feed, readings: Sequence[Reading]) -> tuple[Feed, list[Answer]]:
    """Return a feed as some places gave it, and the answers of all; raises SourceError where one failed.

    Where each answer stands for itself, one that failed is unread, unless none is left.
    """
    failed = [(reading.address, reading.error) for reading in readings if reading.error]
    if failed and not (feed.apart and len(failed) < len(readings)):
        raise failed[0][1]
    pages = [(reading.address, page) for reading in readings for page in reading.pages]
    read = feed._replace(
        addresses=(readings[0].address,),
        files=tuple([address for address, _ in pages]),
        unread=tuple([SetAside(row=address, reason=public_reason(error)) for address, error in failed]),
    )
    return read, [page for _, page in pages]
