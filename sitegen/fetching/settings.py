"""A source's table in ``content/site.toml``: whether it is read, and within which limits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sitegen.errors import ContentError
from sitegen.fetching.limits import DEFAULT_LIMITS, Limits
from sitegen.rendering.owner_files import unknown_setting
from sitegen.sources import SOURCES
from sitegen.text import one_line

_ENABLED = "enabled"
_LIMITS = tuple(limit.name for limit in fields(Limits))

OFF = "it is off in content/site.toml; fetch it by name to read it all the same"
"""Why a fetch without names skips a source."""


def source_table(name: str, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a source's table; raises ContentError for a setting that nobody reads."""
    table: Mapping[str, Any] = settings.get(name, {})
    place, known = _place(name), [*SOURCES[name].known_settings, _ENABLED, *_LIMITS]
    for key in [key for key in table if key not in known]:
        raise unknown_setting(place, one_line(key), key, known)
    if not isinstance(table.get(_ENABLED, True), bool):
        raise ContentError(f"{place} {_ENABLED}", "is neither true nor false", f"write {_ENABLED} = false")
    return table


def is_enabled(table: Mapping[str, Any]) -> bool:
    """Return whether a fetch without names reads the source."""
    return bool(table.get(_ENABLED, True))


def limits_of(limits: Limits, name: str, table: Mapping[str, Any]) -> Limits:
    """Return the limits with those that a source's table sets; raises ContentError for what is no number."""
    own = {key: table[key] for key in _LIMITS if key in table}
    for key, value in own.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            place = f"{_place(name)} {key}"
            raise ContentError(place, "is no positive number", f"write {getattr(DEFAULT_LIMITS, key)}")
    return replace(limits, **own)


def _place(name: str) -> str:
    return f"content/site.toml [sources.{name}]"
