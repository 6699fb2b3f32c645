"""A build that has nothing to do: it says so before it reads a file or imports a library.

After a build the state of all that it read and wrote is kept in the user's cache: time and size of every file
and folder, of the program's own too. While that state stands, the next build with the same options would
write the same bytes, and ends after comparing it. What git and make trust is trusted here: a file whose
bytes were changed has another time or size. A file that was written just before the build began could change
once more within the same tick of the clock; such a state is not kept (https://git-scm.com/docs/racy-git).

This module imports nothing that takes longer than its own work; pathlib alone would be a third of it.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
import zlib

from sitegen.caches import cache_folder

TICK = 100_000_000
"""Nanoseconds within which two changes of a file may bear one time; most file systems keep 1 to 10 ms."""
COARSE = 2_000_000_000
"""The same where only seconds are kept, as on FAT."""

Options = tuple[str | None, bool]
"""The address that was asked for, and whether share pictures are drawn."""
State = tuple[int, int]
"""Time of the last change in nanoseconds, and size in bytes; (-1, -1) where nothing stands."""
States = dict[str, State]

_PROGRAM = os.path.dirname(os.path.abspath(__file__))
_FAULTS = (OSError, EOFError, ValueError, TypeError)


class Watch:
    """The state of what a build reads, noted before it begins."""

    def __init__(self, root: str) -> None:
        self._began = time.time_ns()
        self._runtime = _runtime()
        self._root = os.path.realpath(root)
        self._read = _states(_inputs(self._root))

    def keep(self, out: str, files: int, folder: int, options: Options) -> None:
        """Keep the state of a finished site of so many files.

        ``folder`` is the inode that its folder had under the lock: another one is another build's. Where the
        cache cannot be written, or the state may not be trusted, nothing is kept, and the next build looks.
        """
        site = os.path.realpath(out)
        try:
            written = _states([site])
            if os.stat(site).st_ino == folder and self._settled() and (place := _place(site)):
                _write(place, marshal.dumps((self._runtime, self._root, options, self._read, written, files)))
        except _FAULTS:
            return

    def _settled(self) -> bool:
        """Whether everything was written long enough before the build began."""
        times = [changed for changed, _ in self._read.values() if changed > 0]
        fine = any(changed % 1_000_000_000 for changed in times)
        return self._began - max(times, default=0) > (TICK if fine else COARSE)


def unchanged(root: str, out: str, options: Options) -> int | None:
    """Return how many files a build would find unchanged, or None where it must look for itself."""
    site, root = os.path.realpath(out), os.path.realpath(root)
    try:
        with open(_place(site) or "", "rb") as file:
            runtime, its_root, its_options, read, written, files = marshal.loads(file.read())  # noqa: S302 - ours
        same = (runtime, its_root, its_options) == (_runtime(), root, options)
        if same and read == _states(_inputs(root)) and _stand(written):
            return int(files)
    except _FAULTS:
        pass
    return None


def summary(out: object, written: int, unchanged: int, removed: int, *, check: bool = False) -> str:
    """Return the line that a build ends with."""
    verb = "to write" if check else "written"
    return f"{out}: {written:,} files {verb}, {unchanged:,} unchanged, {removed:,} removed"


def _inputs(root: str) -> list[str]:
    """Return all that a build reads: the folders of the site, the program and where its libraries stand."""
    own = [f"{root}/{name}" for name in ("data", "content", "templates")]
    shipped = [f"{os.path.dirname(_PROGRAM)}/{name}" for name in ("content", "templates")]
    return [*own, _PROGRAM, *shipped]


def _runtime() -> tuple[str, States]:
    """Return what runs a build: a package that is installed or removed changes the folder that holds it."""
    return sys.version, {path: _state(path) for path in sys.path if path.endswith("-packages")}


def _states(places: list[str]) -> States:
    """Return the state of files, or of folders and all that is below them."""
    found: States = {}
    for place in places:
        found[place] = _state(place)
        waiting = [place] if os.path.isdir(place) else []
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name == "__pycache__":
                        continue
                    found[entry.path] = _state(entry.path)
                    if entry.is_dir():
                        waiting.append(entry.path)
    return found


def _state(path: str) -> State:
    try:
        found = os.stat(path)
    except OSError:
        return -1, -1
    return found.st_mtime_ns, found.st_size


def _stand(written: States) -> bool:
    """Whether all files and folders are as they were left; none is followed that became a link."""
    look = os.lstat
    for path, (time_ns, size) in written.items():
        found = look(path)
        if found.st_mtime_ns != time_ns or found.st_size != size:
            return False
    return True


def _place(site: str) -> str | None:
    folder = cache_folder("builds")
    return f"{folder}/{zlib.crc32(os.fsencode(site)):08x}" if folder else None


def _write(place: str, content: bytes) -> None:
    """Replace a file of the cache as a whole."""
    beside = f"{place}.{os.getpid()}"
    try:
        with open(beside, "wb") as file:
            file.write(content)
        os.replace(beside, place)
    except OSError:
        if os.path.exists(beside):
            os.unlink(beside)
        raise
