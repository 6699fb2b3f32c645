"""What a build keeps for the next one of the same folder: a file in the user's cache.

The file is a checksum and a row of blocks, each its length and then a value as marshal writes it: the head,
what the pages were drawn from, and the states of all that stands in the site, in parts. So a build that has
nothing to do makes objects of no more than it compares, and several processes can share the parts. Times and
sizes are numbers of eight bytes side by side, and paths one text, which is read sooner than a dict of tuples.

Like ``unchanged.py``, this module imports nothing that takes longer than its own work.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib

from sitegen.publishing.caches import cache_folder

# What mypy takes for typing's own, which takes 5 ms to import: a tenth of a build that has nothing to do.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

Options = tuple[str | None, bool]
"""The address that was asked for, and whether share pictures are drawn."""
State = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes; (-1, -1) where nothing stands."""
States = dict[str, State]

FAULTS = (OSError, EOFError, ValueError, TypeError, OverflowError, MemoryError)
"""What reading a file raises that is cut or no file of ours, and writing one on a disk that refuses."""

PART = 20_000
"""Files and folders whose states stand together: 2 MB, and 0.05 s to look at."""
LENGTH = 8
"""Bytes of a number: the checksum of all that follows it, or how long a block is."""
PROCESSES = 64
"""Processes that a person may ask for."""
WORTH = 4
"""Parts from which several processes look at them sooner than one."""


class Kept:
    """What the last build of a folder left.

    ``read`` are the states of what it read by place, those in the root's own folders by their names, and
    ``files`` is how many the site has.
    """

    __slots__ = ("_keys", "_parts", "files", "options", "read", "root", "runtime")

    def __init__(self, content: bytes) -> None:
        """Take a file apart. Raises one of FAULTS where it is cut or not ours."""
        head, self._keys, *self._parts = _blocks(memoryview(content))
        values: tuple[tuple[str, States], str, Options, dict[str, States], int] = _value(head)
        self.runtime, self.root, self.options, self.read, self.files = values

    def keys(self) -> dict[str, str]:
        """Return what pages were drawn from, by path in the site."""
        return _value(self._keys)  # type: ignore[no-any-return] # as it was written

    def written(self) -> States:
        """Return the states of all that stands in the site, by whole path."""
        return {
            path: (changed, size)
            for part in self._parts
            for path, changed, size in zip(*_unpacked(part), strict=True)
        }

    def all_stand(self, jobs: int | None) -> bool:
        """Whether all of that is as it was left; so many processes look, by default as many as win."""
        count = self._processes(jobs)
        # Nothing is imported yet and no thread runs: a fork is safe, and copies little.
        others = [self._forked(number, count) for number in range(1, count)]
        answers = [self._stand(0, count)]
        for number, other in enumerate(others, start=1):
            answers.append(os.waitpid(other, 0)[1] == 0 if other else self._stand(number, count))
        return all(answers)

    def _processes(self, jobs: int | None) -> int:
        if sys.platform != "linux":
            return 1
        if jobs:
            return min(jobs, len(self._parts))
        return len(os.sched_getaffinity(0)) if len(self._parts) >= WORTH else 1

    def _forked(self, number: int, count: int) -> int:
        """Let another process look at its share of the parts; it ends with 0 where all is as it was left.

        Return its number, or 0 where the system allows no more of them.
        """
        try:
            process = os.fork()
        except OSError:
            return 0
        if process:
            return process
        stand = False
        try:
            stand = self._stand(number, count)
        finally:
            os._exit(not stand)

    def _stand(self, number: int, count: int) -> bool:
        """Whether all of every ``count``-th part, from the ``number``-th on, is as it was left."""
        look = os.lstat
        try:
            for part in self._parts[number::count]:
                # `unchanged._same` in one loop: a site has hundreds of thousands.
                for path, changed, size in zip(*_unpacked(part), strict=True):
                    found = look(path)
                    if found.st_mtime_ns != changed or found.st_size != size:
                        return False
        except FAULTS:
            return False
        return True


def place_of(site: str) -> str:
    """Return the file that is kept for a site, "" where the user has no folder for it."""
    folder = cache_folder("builds")
    return f"{folder}/{zlib.crc32(os.fsencode(site)):08x}" if folder else ""


def read(place: str) -> Kept | None:
    """Return what a file holds, or None where nothing whole is found.

    It is read at once: another build may put its own in its place at any time.
    """
    try:
        with open(place, "rb") as file:
            return Kept(file.read())
    except FAULTS:
        return None


def write(place: str, head: tuple[object, ...], keys: dict[str, str], written: States) -> None:
    """Replace a file as a whole; ``head`` is what ``Kept`` has of the build. Raises one of FAULTS."""
    beside, states = f"{place}.{os.getpid()}", list(written.items())
    parts = (_packed(states[start : start + PART]) for start in range(0, len(states), PART))
    checksum = 0
    try:
        with open(beside, "wb") as file:
            file.write(bytes(LENGTH))
            for value in (head, keys, *parts):
                block = marshal.dumps(value)  # type: ignore[arg-type] # tuples, dicts, texts and numbers
                for content in (len(block).to_bytes(LENGTH, "little"), block):
                    checksum = zlib.crc32(content, checksum)
                    file.write(content)
            file.seek(0)
            file.write(checksum.to_bytes(LENGTH, "little"))
        os.replace(beside, place)
    except FAULTS:
        if os.path.exists(beside):
            os.unlink(beside)
        raise


def _packed(states: list[tuple[str, State]]) -> tuple[str, bytes, bytes]:
    """Return paths, times and sizes, each side by side."""
    from array import array  # noqa: PLC0415 - a build that has nothing to do writes nothing

    times, sizes = (array("q", [state[which] for _, state in states]) for which in (0, 1))
    return "\0".join([path for path, _ in states]), times.tobytes(), sizes.tobytes()


def _unpacked(part: memoryview) -> tuple[Iterable[str], Iterable[int], Iterable[int]]:
    paths, times, sizes = _value(part)
    return paths.split("\0"), memoryview(times).cast("q"), memoryview(sizes).cast("q")


def _blocks(content: memoryview) -> Iterator[memoryview]:
    """Yield the blocks of a file; ValueError where a byte is not as it was written."""
    rest = content[LENGTH:]
    if _number(content[:LENGTH]) != zlib.crc32(rest):
        raise ValueError(len(content))
    while rest:
        end = LENGTH + _number(rest[:LENGTH])
        yield rest[LENGTH:end]
        rest = rest[end:]


def _number(content: memoryview) -> int:
    return int.from_bytes(content, "little")


def _value(block: memoryview) -> Any:  # noqa: ANN401 - whoever asks knows what was written
    return marshal.loads(block)  # noqa: S302 - the folder is the user's alone
