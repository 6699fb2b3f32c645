"""Limits of a fetch: how long it waits, and how much it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace


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
