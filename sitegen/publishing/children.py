"""Forks that share one task: each takes numbers from a pipe, does its part, and reports at the end.

A fork has the whole catalogue at once and copies none of it, and it writes the files that it draws: only a
few bytes a file come back.

A child ends when its work is done, when the process that started it is gone, or when that process ends it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress

from sitegen.errors import OutputError, SitegenError

Task = Callable[[int], bytes]
"""What is done for one number, and what is to be known of it afterwards, in a few bytes."""
Results = dict[int, bytes]

WORTH = 200
"""Models from which a second process wins by itself."""

_PIECES = 256
"""Pieces into which the numbers are cut at most: the number of one is a byte in the pipe."""


def processes(asked: int | None, models: int) -> int:
    """Return how many processes draw so many models: those that are asked for, else one a core if that pays.

    Forks are safe beside no other thread alone, and on macOS beside none of the system's libraries:
    https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    if asked is None:
        asked = len(os.sched_getaffinity(0)) if models >= WORTH else 1
    return max(1, min(asked, models))


def shared(
    task: Task, total: int, count: int, *, meanwhile: Callable[[], None], without: Iterable[int] = ()
) -> list[bytes]:
    """Return what ``task`` returns for each number below ``total``; ``count`` processes do it, this one too.

    ``meanwhile`` is done here first, while the others have begun. The first number is done before they start:
    what it takes to do it, they then have. ``without`` are descriptors that the children close at once.
    Where the system allows no more processes, fewer do the work.

    An error of a child is raised here as the SitegenError that it was. OutputError: a child was killed.
    """
    results = {0: task(0)} if total else {}
    with closing(_Pieces(range(1, total))) as pieces, _children(task, pieces, count - 1, without) as children:
        meanwhile()
        results |= {number: task(number) for number in pieces.taken()}
        for child in children:
            results |= child.results()
    return [results[number] for number in range(total)]


class _Pieces:
    """Numbers to be done, in pieces: a pipe holds the piece's numbers, and whoever reads one has it alone."""

    def __init__(self, numbers: range) -> None:
        self._numbers = numbers
        self._size = -(-len(numbers) // _PIECES) or 1
        self._pipe, end = os.pipe()
        os.write(end, bytes(range(-(-len(numbers) // self._size))))
        os.close(end)

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._pipe)

    def taken(self) -> Iterator[int]:
        """Yield the numbers of pieces that nobody else has, until there are none."""
        while piece := os.read(self._pipe, 1):
            start = piece[0] * self._size
            yield from self._numbers[start : start + self._size]

    def drop(self) -> None:
        """Leave nothing to do for anybody."""
        os.read(self._pipe, _PIECES)


class _Child:
    """A fork: its number, and the end of the pipe at which its report arrives."""

    def __init__(self, process: int, report: int) -> None:
        self.report, self._process, self._runs = report, process, True

    def results(self) -> Results:
        """Wait until the child has ended. Raises the child's error, or OutputError where it was killed."""
        with os.fdopen(self.report, "rb", closefd=False) as file:
            said = file.read()
        os.waitpid(self._process, 0)
        self._runs = False
        try:
            found: Results | SitegenError = pickle.loads(said)  # noqa: S301 - our own fork wrote it
        except (EOFError, pickle.UnpicklingError):
            fault = "a process that drew pages ended before its work was done"
            raise OutputError("build", fault, "run it again; with --jobs 1 one process does it all") from None
        if isinstance(found, SitegenError):
            raise found
        return found

    def end(self) -> None:
        """End the child if it still runs: it has nothing to tidy up.

        Not by SIGTERM: whoever imports us may have set a handler for it, and Python forgets such a signal
        that comes between the fork and the first step of the child, which would then be waited for for ever.
        """
        if self._runs:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self.report)


@contextmanager
def _children(task: Task, pieces: _Pieces, count: int, without: Iterable[int]) -> Iterator[list[_Child]]:
    """Start so many children, or as many as the system allows; afterwards none of them is left."""
    children: list[_Child] = []
    try:
        # A Ctrl-C between a fork and its first step would let the child tidy up as if it were its parent.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with suppress(OSError):
                for _ in range(count):
                    children.append(_started(task, pieces, [*without, *[child.report for child in children]]))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        yield children
    finally:
        for child in children:
            child.end()


def _started(task: Task, pieces: _Pieces, without: Iterable[int]) -> _Child:
    """Start a child. OSError: the system allows no more processes, or no more pipes."""
    parent = os.getpid()
    report, end = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(report)
        os.close(end)
        raise
    if process:
        os.close(end)
        return _Child(process, report)
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the parent too, which ends us
        for descriptor in (report, *without):
            os.close(descriptor)
        with suppress(BrokenPipeError), os.fdopen(end, "wb") as file:
            pickle.dump(_done(task, pieces, parent), file, pickle.HIGHEST_PROTOCOL)
    finally:
        if error := sys.exception():
            sys.excepthook(type(error), error, error.__traceback__)
        os._exit(1 if error else 0)


def _done(task: Task, pieces: _Pieces, parent: int) -> Results | SitegenError:
    """Return the results of a child, or the error at which it stopped; then nobody takes another piece."""
    results: Results = {}
    try:
        for number in pieces.taken():
            if os.getppid() != parent:
                os._exit(1)  # it was killed: nobody wants what is done here
            results[number] = task(number)
    except SitegenError as error:
        pieces.drop()
        return error
    return results
