"""The output folder: it is replaced as a whole in one step, and what did not change keeps its bytes and time.

A build is written beside the folder and then takes its name: on Linux and macOS one call of the system
exchanges the two names, so that a process killed at any moment leaves the whole old site or the whole new
one. Where the system or the file system has no such call (old C libraries, Windows, some network disks), the
old folder is renamed away and the new one into its place. A process killed between those two leaves no folder
of that name, and the next run puts the old site back before it does anything else.

For an output folder ``dist`` the names beside it are ``.dist.new`` (the build; after the exchange, the old
site), ``.dist.old`` (the old site between two renames) and ``.dist.lock``. A run removes them when it ends,
and those of a killed run when it starts.

Nothing is forced to the disk (fsync): the promise is about processes, for which the system's cache is enough,
and 15,000 such calls cost more than the build. After a loss of power a file may be short or empty; the next
build compares bytes, not times, and writes it anew.

A symbolic link given as the output folder is followed, and all rules hold for the folder it leads to, which
is the one replaced. Links inside the folder are never followed: no build makes any, so they go as strangers.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sitegen.checks import SitePaths
from sitegen.errors import OutputError, SiteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

if sys.platform != "win32":
    import fcntl

# The file by which a build knows a folder that sitegen made. Hosts know the name: where GitHub Pages serves a
# branch, it keeps Jekyll out, which would drop files whose names start with "_".
# https://docs.github.com/en/pages/getting-started-with-github-pages/about-github-pages
# actions/upload-pages-artifact leaves hidden files out by default, and its sites do not need this one.
# https://github.com/actions/upload-pages-artifact/pull/102
MARKER: Final = ".nojekyll"
_SIGNATURE: Final = b"This folder is made by sitegen"
_MARKER_TEXT: Final = _SIGNATURE + b", which replaces it as a whole: keep nothing of your own in it.\n"

_BINARY: Final = getattr(os, "O_BINARY", 0)
_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_READ: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | _BINARY

_STEPS: Final = {
    errno.ENOSPC: "free some space, or give --out a folder on another disk",
    errno.EDQUOT: "free some of your quota, or give --out a folder on another disk",
    errno.EACCES: "get the right to write there, or give --out another folder",
    errno.EPERM: "get the right to write there, or give --out another folder",
    errno.EROFS: "give --out a folder on a disk that can be written",
}


@dataclass(frozen=True, slots=True)
class Published:
    """How many files a build writes (new or changed), leaves as they are and removes, but for the marker."""

    written: int
    unchanged: int
    removed: int

    @property
    def changed(self) -> bool:
        """Whether the folder differs from the build at all."""
        return bool(self.written or self.removed)


def publish(out: Path, files: Iterable[tuple[str, bytes]], *, protected: Iterable[Path] = ()) -> Published:
    """Make the folder ``out`` hold these files and no others, in one step; if it does already, touch nothing.

    ``files`` gives site-relative POSIX paths with their bytes, each path once; they are taken one by one and
    not kept. ``protected`` are folders that ``out`` must neither be nor hold, such as the one with ``data/``.
    SiteError: a path that some host refuses, or two that clash. OutputError: the folder is not sitegen's to
    write, another build is writing it, or the system refused. Either way the old site stays whole.
    """
    site = _output_folder(out, protected)
    with _held(site):
        with _system_refusals(site):
            _recover(site)
            _refuse_foreign(site)
        build = _Build(site)
        try:
            return _published(build, files)
        finally:
            with _system_refusals(site):
                _discard(build.folder)


def compare(out: Path, files: Iterable[tuple[str, bytes]], *, protected: Iterable[Path] = ()) -> Published:
    """Return what ``publish`` would do with the same arguments, with the same errors; nothing is written."""
    site = _output_folder(out, protected)
    with _system_refusals(site):
        _refuse_foreign(site)
        standing = _standing(site)
    same = [body is None for _, body in _differences(site, standing, files)]
    return Published(len(same) - sum(same), sum(same), len(standing))


def _published(build: _Build, files: Iterable[tuple[str, bytes]]) -> Published:
    """Write what differs, and replace the site if anything does."""
    with _system_refusals(build.site):
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
    if published.changed or not _made_by_sitegen(build.site):
        with _system_refusals(build.site):
            build.complete(unchanged)
            _replace(build.folder, build.site)
    return published


def _differences(
    site: Path, standing: dict[str, bool], files: Iterable[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes | None]]:
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
        yield path, None if regular and _holds(f"{root}/{path}", body) else body


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
        self.folder = _beside(site, "new")
        self._made: set[str] = set()

    def write(self, path: str, body: bytes) -> None:
        """Write one file."""
        try:
            _write(self._place(path), body)
        except OSError as error:
            raise _refusal(self.site, error) from error

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
        if _holds(old, _MARKER_TEXT):
            _keep(old, new)
        else:
            _write(new, _MARKER_TEXT)


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


def _replace(new: Path, site: Path) -> None:
    """Give a finished build the name of the site; the old site is then found under ``new``, or is gone."""
    if not site.exists():
        new.rename(site)
    elif not _exchanged(new, site):
        _rename_twice(new, site)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged two names in one step; False where it has no call for that."""
    if sys.platform == "win32":
        return False
    import ctypes  # noqa: PLC0415 -- takes 5 ms, and a build with nothing changed never comes here

    libc = ctypes.CDLL(None, use_errno=True)
    old, new = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        # RENAME_SWAP is 2 in sys/stdio.h: https://www.manpagez.com/man/2/renamex_np/
        failed = libc.renamex_np(old, new, 2)
    elif sys.platform == "linux" and hasattr(libc, "renameat2"):
        # AT_FDCWD is -100 and RENAME_EXCHANGE 2: https://man7.org/linux/man-pages/man2/rename.2.html
        failed = libc.renameat2(-100, old, -100, new, 2)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}:
        raise OSError(number, os.strerror(number), str(other))
    return not failed


def _rename_twice(new: Path, site: Path) -> None:
    """Replace the site where names cannot be exchanged: for a moment no folder has its name."""
    old = _beside(site, "old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    _discard(old)


def _recover(site: Path) -> None:
    """Put back the site that a run killed between two renames left, and remove what else killed runs left."""
    old = _beside(site, "old")
    if not site.exists() and _made_by_sitegen(old):
        old.rename(site)
    _discard(old)
    _discard(_beside(site, "new"))


def _discard(folder: Path) -> None:
    """Remove a folder beside the site, if there is one and sitegen made it; the marker goes last."""
    if not os.path.lexists(folder):
        return
    if not _is_leftover(folder):
        raise OutputError(folder, "it is in the way, and sitegen did not make it", "move or remove it")
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()


def _is_leftover(folder: Path) -> bool:
    """Whether a run made this folder, be it that it was killed before the marker was whole."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    names = [path.name for path in folder.iterdir()]
    begun = names == [MARKER] and _SIGNATURE.startswith((folder / MARKER).read_bytes())
    return not names or begun or _made_by_sitegen(folder)


def _made_by_sitegen(folder: Path) -> bool:
    """Whether a folder bears the marker."""
    try:
        with (folder / MARKER).open("rb") as marker:
            return marker.read(len(_SIGNATURE)) == _SIGNATURE
    except OSError:
        return False


def _beside(site: Path, part: str) -> Path:
    """Path beside the output folder for the new site, the old one or the lock."""
    return site.with_name(f".{site.name}.{part}")


def _output_folder(out: Path, protected: Iterable[Path]) -> Path:
    """Return the real path of the output folder; OutputError if it is one that is never to be replaced."""
    site = Path(os.path.realpath(out))
    with _system_refusals(site):
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
    if any(site.iterdir()) and not _made_by_sitegen(site):
        step = "give --out a new or empty folder, or empty this one if you need nothing in it"
        raise OutputError(site, "it holds files that sitegen did not make", step)


@contextmanager
def _held(site: Path) -> Iterator[None]:
    """Hold the lock beside the site; OutputError if another build holds it."""
    lock = _beside(site, "lock")
    with _system_refusals(site):
        site.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _locked(lock)
    if descriptor is None:
        raise OutputError(site, "another build is writing it", "run this one again when that one has ended")
    try:
        yield
    finally:
        if sys.platform != "win32":
            lock.unlink(missing_ok=True)
        os.close(descriptor)


def _locked(lock: Path) -> int | None:
    """Open and lock a file, or return None if another has it; if we are killed, the system unlocks it."""
    if sys.platform == "win32":  # not tried there
        with suppress(FileExistsError):
            return os.open(lock, _WRITE | os.O_TEMPORARY)
        return None
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                return None
            raise
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), lock.stat()):
                return descriptor
        os.close(descriptor)  # the build before us ended between the two calls and took the file with it


@contextmanager
def _system_refusals(thing: Path) -> Iterator[None]:
    """Turn what the system refuses into an OutputError."""
    try:
        yield
    except OSError as error:
        raise _refusal(thing, error) from error


def _refusal(thing: Path, error: OSError) -> OutputError:
    """Say in one line what the system refused, of which file, and what to do."""
    step = _STEPS.get(error.errno or 0, "see what stands there, or give --out another folder")
    return OutputError(error.filename or thing, (error.strerror or str(error)).lower(), step)
