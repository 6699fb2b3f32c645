"""A build that has nothing to do: it says so before it reads a file or imports a library.

After a build the state of all that it read and wrote is kept in the user's cache: time and size of every file
and folder, of the program's own too. While that state stands, the next build with the same options would
write the same bytes, and ends after comparing it. What git and make trust is trusted here: a file whose
bytes were changed has another time or size. A file that was written just before the build began could change
once more within the same tick of the clock; such a state is not kept (https://git-scm.com/docs/racy-git).

This module imports nothing that takes longer than its own work; pathlib alone would be a third of it, and
typing a tenth.
"""

from __future__ import annotations

import os
import sys
import time

from sitegen.publishing import kept
from sitegen.publishing.kept import FAULTS, Options, State, States

TICK = 100_000_000
"""Nanoseconds within which two changes of a file may bear one time; most file systems keep 1 to 10 ms."""
COARSE = 2_000_000_000
"""The same where only seconds are kept, as on FAT."""

_PROGRAM = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Watch:
    """One build of a site: what it reads, noted before it begins, and what the build before it left."""

    def __init__(self, root: str, out: str, options: Options) -> None:
        self._began = time.time_ns()
        self._site, self._root, self._options = os.path.realpath(out), os.path.realpath(root), options
        self._runtime, self._read = _runtime(), _inputs(self._root)
        self._keys: dict[str, str] = {}
        self._place = kept.place_of(self._site)
        self._drawn_from, self._written = self._comparable()

    def _comparable(self) -> tuple[dict[str, str], States]:
        """Return what pages were drawn from, and all states, if only the data can have changed since."""
        before = kept.read(self._place)
        if before is None or (before.runtime, before.options) != (self._runtime, self._options):
            return {}, {}
        if before.read | {DATA: {}} != self._read | {DATA: {}}:
            return {}, {}
        try:
            return before.keys(), before.written()
        except FAULTS:
            return {}, {}

    def holds(self, path: str, key: str) -> bool:
        """Whether the site holds a page that was drawn from just what ``key`` is a digest of."""
        self._keys[path] = key
        if self._drawn_from.get(path) != key:
            return False
        file = f"{self._site}/{path}"
        return _same(file, self._written.get(file))

    def keep(self, files: int, folder: int) -> None:
        """Keep the state of the finished site of so many files.

        ``folder`` is the inode that its folder had under the lock: another one is another build's. Where the
        cache cannot be written, or the state may not be trusted, nothing is kept, and the next build looks.
        """
        try:
            written, now = _states(self._site), _inputs(self._root)
            code = [name for name in self._read if name != DATA]
            if self._place and os.stat(self._site).st_ino == folder and self._trusted(code, now):
                # Keys are made of the data as they were read, and hold whatever became of the files.
                read = self._read if self._trusted([DATA], now) else self._read | {DATA: {}}
                head = self._runtime, self._root, self._options, read, files
                kept.write(self._place, head, self._keys, written)
        except FAULTS:
            return

    def _trusted(self, names: list[str], now: dict[str, States]) -> bool:
        """Whether all of this was written long enough before the build began, and nothing of it since."""
        read = [self._read[name] for name in names]
        times = [changed for states in read for changed, _ in states.values() if changed > 0]
        fine = any(changed % 1_000_000_000 for changed in times)
        settled = self._began - max(times, default=0) > (TICK if fine else COARSE)
        return settled and all(self._read[name] == now[name] for name in names)


def unchanged(root: str, out: str, options: Options, jobs: int | None = None) -> int | None:
    """Return how many files a build would find unchanged, or None where it must look for itself.

    So many processes look at a large site; by default as many as win.
    """
    site, root = os.path.realpath(out), os.path.realpath(root)
    before = kept.read(kept.place_of(site))
    if before is None or (before.runtime, before.root, before.options) != (_runtime(), root, options):
        return None
    return before.files if before.read == _inputs(root) and before.all_stand(jobs) else None


def summary(out: object, written: int, unchanged: int, removed: int, *, check: bool = False) -> str:
    """Return the line that a build ends with."""
    verb = "to write" if check else "written"
    return f"{out}: {written:,} files {verb}, {unchanged:,} unchanged, {removed:,} removed"


DATA = "data"


def _inputs(root: str) -> dict[str, States]:
    """Return the states of all that a build reads: the folders of the site, the program, what is shipped."""
    own = {name: _states(f"{root}/{name}", f"{root}/") for name in (DATA, "content", "templates")}
    around = os.path.dirname(_PROGRAM)
    return own | {place: _states(place) for place in (_PROGRAM, f"{around}/content", f"{around}/templates")}


def _runtime() -> tuple[str, States]:
    """Return what runs a build: a package that is installed or removed changes the folder that holds it."""
    return sys.version, {path: _state(path) for path in sys.path if path.endswith("-packages")}


def _states(place: str, above: str = "") -> States:
    """Return the state of a file, or of a folder and all that is below it, by path without ``above``."""
    found: States = {place.removeprefix(above): _state(place)}
    waiting = [place] if os.path.isdir(place) else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__":
                    continue
                found[entry.path.removeprefix(above)] = _state(entry.path)
                if entry.is_dir():
                    waiting.append(entry.path)
    return found


def _state(path: str) -> State:
    try:
        found = os.stat(path)
    except OSError:
        return -1, -1
    return found.st_mtime_ns, found.st_size


def _same(path: str, state: State | None) -> bool:
    """Whether a file or folder is as it was left; a link in its place is not followed."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return (found.st_mtime_ns, found.st_size) == state
