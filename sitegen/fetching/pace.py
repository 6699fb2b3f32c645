"""The pace of a feed whose records have an address each: when a request may start, whoever sends it."""

from __future__ import annotations

import threading
import time

from sitegen.errors import SourceError
from sitegen.fetching.limits import Limits
from sitegen.sources.refusal import answer_refused


class Pace:
    """The turn of each request of a feed: a pause after the one before, and what a server asked to wait.

    All threads that read the feed share it. A server that tells one of them to wait means all of them.
    """

    def __init__(self, feed: str, limits: Limits) -> None:
        self._feed, self._pause, self._seconds = feed, limits.pause, limits.records_deadline
        self._end = time.monotonic() + self._seconds
        self._free = 0.0
        self._fault = ""
        self._lock = threading.Lock()
        self._over = threading.Event()

    def turn(self) -> float:
        """Wait for the turn of a request; return the seconds that took. Raises SourceError if none comes."""
        began = time.monotonic()
        while left := self._left():
            self._over.wait(left)
        return time.monotonic() - began

    def _left(self) -> float:
        """Return the seconds until a request may start; where it may now, that is its turn."""
        with self._lock:
            now = time.monotonic()
            left = max(0, self._free - now)
            if now + left >= self._end:
                raise self._not_asked(f"all answers together took {self._seconds:g} s")
            if self._fault:
                raise self._not_asked(self._fault)
            if not left:
                self._free = now + self._pause
            return left

    def _not_asked(self, why: str) -> SourceError:
        return answer_refused(self._feed, f"was not asked: {why}")

    def again(self, seconds: float | None) -> bool | float:
        """Return whether one that failed may ask again, or after how many seconds.

        Where a server asked for ``seconds``, no request starts before, and the turn of this one is the wait.
        """
        if seconds is None or self._over.is_set():
            return not self._over.is_set()
        with self._lock:
            self._free = max(self._free, time.monotonic() + seconds)
        return 0.0

    def end(self, why: str) -> None:
        """Let no further request start; the first reason is the one that counts."""
        with self._lock:
            self._fault = self._fault or why
        self._over.set()
