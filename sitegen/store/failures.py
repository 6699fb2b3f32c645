"""Failures: the last one of each feed, which a site that is built here shows beside its figures.

They stand in ``data/.local/``, which keeps itself out of git: a failed fetch changes nothing that a person
would review, and yet the next build must not pass old figures off as fresh ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sitegen.records.data_files import FAILURES, LOCAL
from sitegen.records.snapshot import Failure


@lru_cache(maxsize=1)
def _failures() -> TypeAdapter[dict[str, Failure]]:
    return TypeAdapter(dict[str, Failure])


def read_failures(data: Path) -> dict[str, Failure]:
    """Return the last failure of each feed that has not been read since; none where the notes are broken."""
    try:
        content = (data / FAILURES).read_bytes()
        return _failures().validate_json(content)
    except (OSError, ValidationError):
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
        (data / FAILURES).write_bytes(_failures().dump_json(noted, indent=1))
