"""Limits of a fetch: how long it waits, and how much it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sitegen.errors import ContentError


@dataclass(frozen=True)
class Limits:
    """The seconds, counts and bytes that a fetch keeps to; a source's table in the settings may set each.

    ``deadline`` holds for one answer with all its attempts and waits; ``longest_wait`` also for what a server
    asks for with Retry-After; ``max_bytes`` for all pages of a feed together, unzipped; ``max_file_bytes``
    for a file, since whoever names one knows what it holds.
    """

    connect_timeout: float = 10
    read_timeout: float = 20
    deadline: float = 90
    attempts: int = 4
    first_wait: float = 1
    longest_wait: float = 60
    max_bytes: int = 64 * 1024 * 1024
    max_file_bytes: int = 1024 * 1024 * 1024
    max_pages: int = 1000


DEFAULT_LIMITS = Limits()
LIMIT_NAMES = tuple(limit.name for limit in fields(Limits))


def limits_of(limits: Limits, name: str, table: Mapping[str, Any]) -> Limits:
    """Return the limits with those that a source's table sets; raises ContentError for what is no number."""
    own = {key: table[key] for key in LIMIT_NAMES if key in table}
    for key, value in own.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            place = f"content/site.toml [sources.{name}] {key}"
            raise ContentError(place, "is no positive number", f"write {getattr(DEFAULT_LIMITS, key)}")
    return replace(limits, **own)
