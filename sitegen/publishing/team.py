"""A team: several processes make the pages of one site, and one of them writes the files.

Rendering holds Python's lock, so it takes processes. Each is a fork, which has the whole catalogue at once
and copies none of it. They take the next few pages from a common counter, so that none waits for another, and
send the bytes back. A second process pays from a thousand pages on: 1,500 took 0.9 s with two and 1.05 with
one, though a fifth more of CPU; of a few hundred, its start and the copying cost more than it draws.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, TypeVar

from sitegen.errors import OutputError, SitegenError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
Drawn = tuple[int, bytes]
"""The place of an item, and its bytes."""

WORTH = 1_000
"""Pages from which several processes win by themselves; with fewer, one draws."""
CHUNK = 8
"""Items that a process takes at once; even, since the two twins of a model share their facts."""
PIPE = 1 << 20
"""Bytes that wait in a pipe; more need a privilege."""


def processes(asked: int | None, pages: int) -> int:
    """Return how many processes draw: as many as are asked for, else one a core where the pages are worth it.

    Forks are safe beside no other thread alone, and on macOS beside none of the system's libraries:
    https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
    """
    if sys.platform != "linux" or threading.active_count() > 1 or pages < 2 * CHUNK:
        return 1
    if asked:
        return asked
    return len(os.sched_getaffinity(0)) if pages >= WORTH else 1


def drawn(items: Sequence[T], draw: Callable[[T], bytes], count: int) -> Iterator[Drawn]:
    """Yield each item's place and bytes, as they are ready; ``count`` processes draw, this one among them.

    Where the system allows no more of them, fewer draw. What ``draw`` refuses in another process is raised
    here. OutputError: a process was killed.
    """
    import multiprocessing  # noqa: PLC0415 - takes 15 ms, which only large sites have to spare

    context = multiprocessing.get_context("fork")
    ends: list[Any] = []
    workers: list[BaseProcess] = []
    try:
        taken = context.Value("l", 0)
    except OSError:  # no shared memory, as in some containers
        yield from ((place, draw(item)) for place, item in enumerate(items))
        return
    try:
        with suppress(OSError):
            for _ in range(count - 1):
                ours, theirs = _pipe(context)
                with theirs:
                    workers.append(_started(_work, items, draw, taken, ours, theirs))
                ends.append(ours)
        for places in _chunks(taken, len(items)):
            for place in places:
                yield place, draw(items[place])
            yield from _arrived(ends, timeout=0)
        while ends:
            yield from _arrived(ends, timeout=None)
    finally:
        for worker in workers:
            _end(worker)


def _pipe(context: BaseContext) -> tuple[Connection, Connection]:
    """Return both ends of a pipe that holds several chunks: who draws need not wait until they are taken.

    By default it holds 64 KiB, two pages and their twins: https://man7.org/linux/man-pages/man7/pipe.7.html
    """
    import fcntl  # noqa: PLC0415 - Linux alone comes here

    ours, theirs = context.Pipe(duplex=False)
    with suppress(OSError):  # the user's share of pipes may be used up
        fcntl.fcntl(ours.fileno(), fcntl.F_SETPIPE_SZ, PIPE)
    return ours, theirs


@contextmanager
def aside(make: Callable[[], Iterable[T]], count: int) -> Iterator[Iterator[T]]:
    """Let another process make things, where ``count`` allows one, and give what yields them when asked.

    They wait in a file that has no name. What goes wrong there, be it a full disk or a system that allows no
    more processes, is of no account: then they are made here.
    """
    spool = _temporary_file() if count > 1 else None
    if spool is None:
        yield iter(make())
        return
    with spool:
        try:
            worker = _started(_spool, make, spool)
        except OSError:
            yield iter(make())
            return
        try:
            yield _spooled(make, worker, spool)
        finally:
            _end(worker)


def _temporary_file() -> IO[bytes] | None:
    """Return a file that is gone when it is closed, or None where no folder takes one."""
    with suppress(OSError):
        return tempfile.TemporaryFile()
    return None


def _started(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """Start a process that does some work. OSError: the system allows no more of them."""
    import multiprocessing  # noqa: PLC0415 - see above

    worker = multiprocessing.get_context("fork").Process(target=work, args=arguments, daemon=True)
    worker.start()
    return worker


def _end(worker: BaseProcess) -> None:
    """End a process, which has nothing to tidy up.

    Not by SIGTERM: whoever imports us may have set a handler for it, and Python forgets such a signal that
    comes between the fork and the first step of the child, which would then be waited for without end.
    """
    worker.kill()
    worker.join()


def _leave_interrupts() -> None:
    """Let Ctrl-C, which the terminal sends to all of them, end this process by the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _spool(make: Callable[[], Iterable[object]], spool: IO[bytes]) -> None:
    _leave_interrupts()
    try:
        for thing in make():
            pickle.dump(thing, spool, pickle.HIGHEST_PROTOCOL)
        spool.flush()
    except (OSError, SitegenError):
        os._exit(1)  # without a word: the build meets it again, and says it


def _spooled(make: Callable[[], Iterable[T]], worker: BaseProcess, spool: IO[bytes]) -> Iterator[T]:
    worker.join()
    if worker.exitcode:
        yield from make()
        return
    end = spool.seek(0, os.SEEK_END)
    spool.seek(0)
    while spool.tell() < end:
        yield pickle.load(spool)  # noqa: S301 - our own fork wrote it


def _chunks(taken: Any, end: int) -> Iterator[range]:  # noqa: ANN401 - a Synchronized, which has no public type
    """Yield the places of the next items that nobody has taken, until there are none."""
    while True:
        with taken.get_lock():
            start = taken.value
            taken.value = start + CHUNK
        if start >= end:
            return
        yield range(start, min(start + CHUNK, end))


def _work(
    items: Sequence[T],
    draw: Callable[[T], bytes],
    taken: Any,  # noqa: ANN401 - see above
    ours: Connection,
    theirs: Connection,
) -> None:
    """Draw in another process, and send what is drawn; an empty message says that all is."""
    ours.close()
    _leave_interrupts()
    try:
        for places in _chunks(taken, len(items)):
            theirs.send([(place, draw(items[place])) for place in places])
        theirs.send(None)
    except SitegenError as error:
        theirs.send(error)
    except BrokenPipeError:
        return  # the build ended before us


def _arrived(ends: list[Any], timeout: float | None) -> Iterator[Drawn]:
    """Yield what other processes have sent; those that have sent all leave ``ends``."""
    from multiprocessing.connection import wait  # noqa: PLC0415 - see above

    for end in wait(ends, timeout):
        try:
            message: Any = end.recv()  # type: ignore[union-attr, call-arg]
        except EOFError:
            step = "run it again; with --jobs 1 one process does it all"
            raise OutputError("build", "a process that drew pages was ended from outside", step) from None
        if isinstance(message, SitegenError):
            raise message
        if message is None:
            ends.remove(end)
        else:
            yield from message
