"""Failures: the last one of each feed, which a site that is built here shows beside its figures.

They stand in ``data/.local/``, which keeps itself out of git: a failed fetch changes nothing that a person
would review, and yet the next build must not pass old figures off as fresh ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic_core import from_json

from sitegen.records import checked, json_bytes
from sitegen.records.data_files import FAILURES, LOCAL
from sitegen.records.snapshot import Failure
from sitegen.store.regular_files import regular_bytes


def read_failures(data: Path) -> dict[str, Failure]:
    """Return the last failure of each feed that has not been read since; none where the notes are broken."""
    try:
        return checked(dict[str, Failure], from_json(regular_bytes(data / FAILURES)))
    except (OSError, ValueError):
        return {}


def note_failures(data: Path, failed: Mapping[str, str], read: Iterable[str], on: date) -> None:
    """Note the feeds that failed on a day, and forget those that were read. A full disk is no error here."""
    earlier = read_failures(data)
    noted = {feed: failure for feed, failure in earlier.items() if feed not in set(read)}
    noted |= {feed: Failure(on=on, why=why) for feed, why in failed.items()}
    if noted == earlier or not data.is_dir():
        return
    with suppress(OSError):
        (data / LOCAL).mkdir(exist_ok=True)
        (data / LOCAL / ".gitignore").write_text("*\n", encoding="utf-8")
        kept = {feed: failure.model_dump(mode="json") for feed, failure in noted.items()}
        (data / FAILURES).write_bytes(json_bytes(kept, indent=1))
