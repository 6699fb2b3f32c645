"""The output folder: it is replaced as a whole in one step, and what did not change keeps its bytes and time.

A build is written beside the folder and then takes its name, by the rules of ``swap.py``: a process killed at
any moment leaves the whole old site or the whole new one.

Nothing is forced to the disk (fsync): the promise is about processes, for which the system's cache is enough,
and 15,000 such calls cost more than the build. After a loss of power a file may be short or empty; the next
build compares bytes, not times, and writes it anew.

A symbolic link given as the output folder is followed, and all rules hold for the folder it leads to, which
is the one replaced. Links inside the folder are never followed: no build makes any, so they go as strangers.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from dataclasses import replace as with_fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sitegen.checks import SitePaths
from sitegen.errors import OutputError, SiteError
from sitegen.publishing.swap import (
    MARKER,
    MARKER_TEXT,
    beside,
    discard,
    held,
    made_by_sitegen,
    recover,
    refusal,
    replace,
    system_refusals,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BINARY: Final = getattr(os, "O_BINARY", 0)
_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _BINARY


File = tuple[str, bytes | None]
"""A path below the site's folder, with its bytes, or None for those that stand there."""


@dataclass(frozen=True, slots=True)
class Published:
    """How many files a build writes (new or changed), leaves as they are and removes, but for the marker.

    ``drawn`` is the number of pictures that no earlier build had drawn, ``folder`` the inode of the folder.
    """

    written: int
    unchanged: int
    removed: int
    drawn: int = 0
    folder: int = field(default=0, compare=False)

    @property
    def changed(self) -> bool:
        """Whether the folder differs from the build at all."""
        return bool(self.written or self.removed)


def publish(out: Path, files: Iterable[File], *, protected: Iterable[Path] = ()) -> Published:
    """Make the folder ``out`` hold these files and no others, in one step; if it does already, touch nothing.

    ``files`` gives site-relative POSIX paths with their bytes, each path once; they are taken one by one and
    not kept. None stands for the bytes that the folder has there already. ``protected`` are folders that
    ``out`` must neither be nor hold, such as the one with ``data/``. SiteError: a path that some host
    refuses, or two that clash. OutputError: the folder is not sitegen's to write, another build is writing
    it, or the system refused. Either way the old site stays whole.
    """
    site = _output_folder(out, protected)
    with held(site):
        with system_refusals(site):
            recover(site)
            _refuse_foreign(site)
        build = _Build(site)
        try:
            return _published(build, files)
        finally:
            with system_refusals(site):
                discard(build.folder)


def compare(out: Path, files: Iterable[File], *, protected: Iterable[Path] = ()) -> Published:
    """Return what ``publish`` would do with the same arguments, with the same errors; nothing is written."""
    site = _output_folder(out, protected)
    with system_refusals(site):
        _refuse_foreign(site)
        standing = _standing(site)
    same = [body is None for _, body in _differences(site, standing, files)]
    return Published(len(same) - sum(same), sum(same), len(standing))


def _published(build: _Build, files: Iterable[File]) -> Published:
    """Write what differs, and replace the site if anything does."""
    with system_refusals(build.site):
        standing = _standing(build.site)
    unchanged: list[str] = []
    written = 0
    for path, body in _differences(build.site, standing, files):
        if body is None:
            unchanged.append(path)
        else:
            build.write(path, body)
            written += 1
    published = Published(written, len(unchanged), len(standing))
    if published.changed or not made_by_sitegen(build.site):
        with system_refusals(build.site):
            build.complete(unchanged)
            replace(build.folder, build.site)
    with system_refusals(build.site):
        return with_fields(published, folder=build.site.stat().st_ino)


def _differences(site: Path, standing: dict[str, bool], files: Iterable[File]) -> Iterator[File]:
    """Each path with its bytes, or with None where the site holds those already.

    Paths met are taken out of ``standing``: at the end it holds what is to be removed.
    """
    root = str(site)
    paths = SitePaths()
    paths.fault(MARKER)
    for path, body in files:
        if fault := paths.fault(path):
            raise SiteError(ascii(path), fault, "give this page or file another path")
        regular = standing.pop(path, False)
        yield path, None if body is None or (regular and _holds(f"{root}/{path}", body)) else body


def _holds(file: str, body: bytes) -> bool:
    """Whether a file has just these bytes; it is read only if it is as long."""
    try:
        descriptor = os.open(file, _READ)
    except OSError:
        return False
    try:
        return os.fstat(descriptor).st_size == len(body) and os.read(descriptor, len(body)) == body
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _standing(site: Path) -> dict[str, bool]:
    """All files below a folder but the marker: site-relative path → whether it is a regular file."""
    found: dict[str, bool] = {}
    folders = [""] if site.exists() else []
    while folders:
        folder = folders.pop()
        with os.scandir(site / folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}{entry.name}/")
                else:
                    found[folder + entry.name] = entry.is_file(follow_symlinks=False)
    found.pop(MARKER, None)
    return found


class _Build:
    """The new site while it is written beside the old one, from the first file that differs on."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = beside(site, "new")
        self._made: set[str] = set()

    def write(self, path: str, body: bytes) -> None:
        """Write one file."""
        try:
            _write(self._place(path), body)
        except OSError as error:
            raise refusal(self.site, error) from error

    def complete(self, unchanged: Iterable[str]) -> None:
        """Take over the files that did not change, and the rights of the folder."""
        self._make("")
        for path in unchanged:
            _keep(f"{self.site}/{path}", self._place(path))
        if self.site.exists():
            self.folder.chmod(stat.S_IMODE(self.site.stat().st_mode))

    def _place(self, path: str) -> str:
        """Make the folders above a file and return where it goes."""
        self._make(path.rpartition("/")[0])
        return f"{self.folder}/{path}"

    def _make(self, folder: str) -> None:
        """Make a folder and those above it; the outermost gets the marker before all else."""
        if folder in self._made:
            return
        if folder:
            self._make(folder.rpartition("/")[0])
        os.mkdir(f"{self.folder}/{folder}")  # noqa: PTH102 -- a Path each costs as much again as the call
        self._made.add(folder)
        if not folder:
            self._mark()

    def _mark(self) -> None:
        """Put the marker into the folder; without it nothing is ever emptied."""
        old, new = f"{self.site}/{MARKER}", f"{self.folder}/{MARKER}"
        if _holds(old, MARKER_TEXT):
            _keep(old, new)
        else:
            _write(new, MARKER_TEXT)


def _write(file: str, body: bytes) -> None:
    """Write a new file; a disk that fills up may take a part of it before it refuses.

    Path.write_bytes takes 37 µs where these three calls take 14, and a site has thousands of files.
    """
    descriptor = os.open(file, _WRITE, 0o666)
    try:
        done = os.write(descriptor, body)
        while done < len(body):
            done += os.write(descriptor, memoryview(body)[done:])
    finally:
        os.close(descriptor)


def _keep(old: str, new: str) -> None:
    """Link a file that did not change, or copy it with its time where links are refused."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def _output_folder(out: Path, protected: Iterable[Path]) -> Path:
    """Return the real path of the output folder; OutputError if it is one that is never to be replaced."""
    site = Path(os.path.realpath(out))
    with system_refusals(site):
        if site.is_mount():
            raise OutputError(out, "it is a disk and cannot be replaced", "give --out a folder inside it")
    places = list(protected)
    for own in (Path.home, Path.cwd):
        with suppress(FileNotFoundError, RuntimeError):  # a process may have neither of the two
            places.append(own())
    for place in places:
        if (real := Path(os.path.realpath(place))).is_relative_to(site):
            raise OutputError(out, f"it is or holds {real}", "give --out a folder of its own, such as dist")
    return site


def _refuse_foreign(site: Path) -> None:
    """Raise OutputError if files stand in the folder, or in its stead, that sitegen did not make."""
    if not site.exists():
        return
    if not site.is_dir():
        raise OutputError(site, "it is a file, not a folder", "give --out a folder")
    if (site / ".git").exists():
        raise OutputError(site, "it is a git checkout", "give --out a folder inside it, such as dist")
    if any(site.iterdir()) and not made_by_sitegen(site):
        step = "give --out a new or empty folder, or empty this one if you need nothing in it"
        raise OutputError(site, "it holds files that sitegen did not make", step)
