"""Digests of the files that a fetch writes beside the snapshots: journal, retired records, benchmark marks.

They stand under ``files`` in ``receipts.json``, by the name of the file. A snapshot's own digest is in its
receipt. Receipts that were written before there were such digests have none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sitegen.errors import DataError
from sitegen.records import Json, checked

FILES = "files"
"""The key in ``receipts.json``; the other keys are names of feeds, which have a slash."""


def digests_in(receipts: Json) -> dict[str, str]:
    """Return the digests by file name that ``receipts.json`` holds; raises pydantic's ValidationError."""
    files = receipts.get(FILES) if isinstance(receipts, dict) else None
    return checked(dict[str, str], files or {})


def sha256(content: bytes) -> str:
    """Return the digest of a file's bytes as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def changed_by_hand(digests: Mapping[str, str], files: Mapping[str, bytes | None]) -> list[str]:
    """Return the names of the files that are not as they were written, or gone."""
    return [
        name
        for name, digest in sorted(digests.items())
        if name in files and ((content := files[name]) is None or sha256(content) != digest)
    ]


def require_untouched(digests: Mapping[str, str], files: Mapping[str, bytes | None], folder: object) -> None:
    """Raise DataError for the first file that somebody changed: a fetch that added to it would hide that."""
    for name in changed_by_hand(digests, files):
        step = "restore it from git, with receipts.json of the same commit"
        raise DataError(f"{folder}/{name}", "is not what sitegen wrote", step)
