"""The user's own folder for what a build keeps between runs; it can be deleted at any time."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from sitegen.store.regular_files import regular_bytes

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_DIGEST_SIZE = hashlib.sha256().digest_size


def cache_folder(name: str) -> str | None:
    """Return a folder that only the user can write, where the specification has it, or None.

    Neither it nor the folder above may be a link, and nobody else may be able to put another folder in the
    place of one above them. https://specifications.freedesktop.org/basedir-spec/latest/
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = f"{base}/sitegen/{name}"
    kept_apart = os.path.isabs(base) and _is_own(f"{base}/sitegen") and _is_own(folder)
    return folder if kept_apart and all(map(_is_fixed, _above(base))) else None


def _above(folder: str) -> set[str]:
    """Return a folder and all above it, as its path names them and as they are behind links."""
    found = set()
    for place in (os.path.normpath(folder), os.path.realpath(folder)):
        while place not in found:
            found.add(place)
            place = os.path.dirname(place)  # noqa: PLW2901 - up to the root
    return found


def _is_fixed(place: str) -> bool:
    """Return whether nobody but the user and root can put something else in the place of what stands in it.

    In a folder that all can write, such as /tmp, the sticky bit sees to that:
    https://man7.org/linux/man-pages/man7/inode.7.html. Of a link, where it leads to is looked at as well.
    """
    try:
        found = os.lstat(place)
    except OSError:
        return False
    shared = found.st_mode & _OTHERS_WRITE and not found.st_mode & stat.S_ISVTX
    return found.st_uid in {0, os.getuid()} and (stat.S_ISLNK(found.st_mode) or not shared)


def _is_own(folder: str) -> bool:
    """Return whether a folder, made if there is none, is a real one that nobody but the user can write."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
    except OSError:  # a disk that cannot be written, a user without a home
        return False
    own = found.st_uid == os.getuid() and not found.st_mode & _OTHERS_WRITE
    return own and stat.S_ISDIR(found.st_mode)


def keep(file: Path, content: bytes) -> None:
    """Write bytes behind their digest, all or none of them, while others may read and write the folder."""
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(_digest(file, content) + content)
    part.replace(file)


def kept(file: Path) -> bytes | None:
    """Return the bytes that ``keep`` wrote to this file, or None where they are not there as they were."""
    with suppress(OSError):
        found = regular_bytes(file)
        content = found[_DIGEST_SIZE:]
        return content if found.startswith(_digest(file, content)) else None
    return None


def _digest(file: Path, content: bytes) -> bytes:
    """Return the SHA-256 of a file's name and content: one file's bytes are no other file's."""
    return hashlib.sha256(file.name.encode() + b"\0" + content).digest()
