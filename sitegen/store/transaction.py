"""A write of several files under ``data/`` as one step, and the folder held alone while it lasts."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.errors import OutputError

# A write of several files is one step: they are laid out in PENDING, which becomes READY by one rename, and
# only then moved to their places. Whoever comes next finishes what was READY and drops what was PENDING.
PENDING = ".pending"
READY = ".ready"


def write_together(data: Path, files: dict[str, bytes]) -> None:
    """Write several files under ``data/`` as one step: after a crash it is all of them or none."""
    pending, ready = data / PENDING, data / READY
    try:
        for name, content in files.items():
            _write(pending / name, content)
        pending.rename(ready)
    except OSError as error:
        shutil.rmtree(pending, ignore_errors=True)
        raise OutputError(
            data,
            f"cannot be written ({error.strerror})",
            "nothing was changed; make room or check the rights",
        ) from None
    _finish(data)


def make_folder(data: Path) -> None:
    """Make the data folder where there is none; raises OutputError where the disk refuses."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = f"cannot be made ({error.strerror})"
        raise OutputError(data, fault, "check the path and its rights") from None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        # The rename that makes these files count must not reach the disk before they do.
        os.fsync(file.fileno())


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold ``data/`` alone, as the last write that counted left it; other processes wait.

    The lock is on the folder itself, which leaves no file behind, and ends with the process, however it ends:
    https://man7.org/linux/man-pages/man2/flock.2.html. On a network disk without locks two fetches at once
    are not kept apart. Raises OutputError where a write cannot be finished.
    """
    if not data.is_dir():
        _finish(data)
        yield
        return
    descriptor = os.open(data, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        _finish(data)
        yield
    finally:
        os.close(descriptor)


def finish_write(data: Path) -> None:
    """Complete a write that was cut off after it counted, and drop one that was cut off before."""
    with locked(data):
        pass


def _finish(data: Path) -> None:
    ready = data / READY
    shutil.rmtree(data / PENDING, ignore_errors=True)
    if not ready.is_dir():
        return
    try:
        for path in sorted(ready.rglob("*")):
            if path.is_file():
                target = data / path.relative_to(ready)
                target.parent.mkdir(parents=True, exist_ok=True)
                path.replace(target)
        shutil.rmtree(ready)
    except OSError as error:
        raise OutputError(
            data,
            f"holds a write that cannot be finished ({error.strerror})",
            "make room or check the rights, then run again",
        ) from None
