"""The swap: a finished folder takes the old one's name in one step, and what a killed run left is put right.

On Linux and macOS one call of the system exchanges the two names. Where the system or the file system has no
such call (old C libraries, some network disks), the old folder is renamed away and the new one into its
place. A process killed between those two leaves no folder of that name; the next run first puts the old site
back.

For an output folder ``dist`` the names beside it are ``.dist.new-1a2b3c4d`` (the build; after the exchange,
the old site), ``.dist.old`` (the old site between two renames) and ``.dist.lock``. A run removes them when it
ends, and those of a killed run when it starts. Each build has a folder of its own: what a killed one started
may still write for a moment, and never into the next one's.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sitegen.errors import OutputError
from sitegen.store.regular_files import regular_bytes

# The file by which a build knows a folder that sitegen made. Hosts know the name: where GitHub Pages serves a
# branch, it keeps Jekyll out, which would drop files whose names start with "_".
# https://docs.github.com/en/pages/getting-started-with-github-pages/about-github-pages
# actions/upload-pages-artifact leaves hidden files out by default, and its sites do not need this one.
# https://github.com/actions/upload-pages-artifact/pull/102
MARKER: Final = ".nojekyll"
_SIGNATURE: Final = b"This folder is made by sitegen"
MARKER_TEXT: Final = _SIGNATURE + b", which replaces it as a whole: keep nothing of your own in it.\n"

NEW: Final = "new-"
_STEPS: Final = {
    errno.ENOSPC: "free some space, or give --out a folder on another disk",
    errno.EDQUOT: "free some of your quota, or give --out a folder on another disk",
    errno.EACCES: "get the right to write there, or give --out another folder",
    errno.EPERM: "get the right to write there, or give --out another folder",
    errno.EROFS: "give --out a folder on a disk that can be written",
}


def replace(new: Path, site: Path) -> None:
    """Give a finished build the name of the site; the old site is then found under ``new``, or is gone.

    OSError: the system refused, and the old site stands as it was.
    """
    if not site.exists():
        new.rename(site)
    elif not _exchanged(new, site):
        _rename_twice(new, site)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system exchanged two names in one step; False where it has no call for that."""
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
    old = beside(site, "old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    discard(old)


def recover(site: Path) -> None:
    """Put back the site that a run killed between two renames left, and remove what else killed runs left.

    OutputError: something that sitegen did not make stands in the way. OSError: the system refused.
    """
    old = beside(site, "old")
    if not site.exists() and made_by_sitegen(old):
        old.rename(site)
    discard(old)
    begun = beside(site, NEW).name
    for folder in site.parent.iterdir() if site.parent.is_dir() else ():
        if folder.name.startswith(begun) and _is_leftover(folder):
            try:
                discard(folder, if_allowed=True)
            except OSError as error:
                if error.errno != errno.ENOTEMPTY:  # a process that the killed run started still writes there
                    raise


def discard(folder: Path, *, if_allowed: bool = False) -> None:
    """Remove a folder beside the site, if there is one; the marker goes last: killed here, it is still ours.

    OutputError: sitegen did not make it. OSError: the system refused; with ``if_allowed`` a right that this
    user lacks is passed over: an old site of another user is no fault of the new one, which stands already.
    """
    try:
        _discard(folder)
    except PermissionError:
        if not if_allowed:
            raise


def _discard(folder: Path) -> None:
    if not os.path.lexists(folder):
        return
    if not _is_leftover(folder):
        raise OutputError(folder, "it is in the way, and sitegen did not make it", "move or remove it")
    _let_write(folder)
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
    (folder / MARKER).unlink(missing_ok=True)
    folder.rmdir()


def _let_write(folder: Path) -> None:
    """Give this user the right to change a folder and those below it, as far as he may."""
    for path, _, _ in os.walk(folder):
        with suppress(PermissionError):
            if not os.access(path, os.W_OK | os.X_OK):
                Path(path).chmod(0o700)


def _is_leftover(folder: Path) -> bool:
    """Whether a run made this folder, be it that it was killed before the marker was whole."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    names = [path.name for path in folder.iterdir()]
    begun = names == [MARKER] and _SIGNATURE.startswith(regular_bytes(folder / MARKER))
    return not names or begun or made_by_sitegen(folder)


def made_by_sitegen(folder: Path) -> bool:
    """Whether a folder bears the marker."""
    with suppress(OSError):
        return regular_bytes(folder / MARKER).startswith(_SIGNATURE)
    return False


def is_in_order(site: Path, mode: int) -> bool:
    """Whether a folder bears the marker, and it and all folders below it have these rights."""
    if not made_by_sitegen(site):
        return False
    return all(stat.S_IMODE(os.stat(path).st_mode) == mode for path, _, _ in os.walk(site))  # noqa: PTH116


def files_below(folder: Path) -> dict[str, bool]:
    """Return all files below a folder: the path there, with slashes → whether it is a regular file."""
    found: dict[str, bool] = {}
    folders = [""] if folder.exists() else []
    while folders:
        inner = folders.pop()
        with os.scandir(f"{folder}/{inner}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{inner}{entry.name}/")
                else:
                    found[inner + entry.name] = entry.is_file(follow_symlinks=False)
    return found


def beside(site: Path, part: str) -> Path:
    """Return the path beside the output folder for the new site, the old one or the lock."""
    return site.with_name(f".{site.name}.{part}")


@contextmanager
def held(site: Path) -> Iterator[int]:
    """Hold the lock beside the site, and give its descriptor; OutputError if another build holds it."""
    lock = beside(site, "lock")
    with system_refusals(site):
        site.parent.mkdir(parents=True, exist_ok=True)
        descriptor = _locked(lock)
    if descriptor is None:
        raise OutputError(site, "another build is writing it", "run this one again when that one has ended")
    try:
        yield descriptor
    finally:
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def _locked(lock: Path) -> int | None:
    """Open and lock a file, or return None if another has it; if we are killed, the system unlocks it."""
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), lock.stat()):
                return descriptor
        os.close(descriptor)  # the build before us ended between the two calls and took the file with it


@contextmanager
def system_refusals(thing: Path) -> Iterator[None]:
    """Turn what the system refuses into an OutputError."""
    try:
        yield
    except OSError as error:
        raise refusal(thing, error) from error


def refusal(thing: Path, error: OSError) -> OutputError:
    """Say in one line what the system refused, of which file, and what to do."""
    step = _STEPS.get(error.errno or 0, "see what stands there, or give --out another folder")
    return OutputError(error.filename or thing, (error.strerror or str(error)).lower(), step)
