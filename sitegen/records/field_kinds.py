"""Kinds of fields that records of several sources have, each with what reads upstream's ways to write it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

_LATEST_SECOND = 4_102_444_800
"""The first second of the year 2100: a later day of listing is counted in another unit, say milliseconds."""


def _name(value: object) -> object:
    """Fold the blanks of a name, of which something must be left."""
    words = " ".join(value.split()) if isinstance(value, str) else value
    if not words:
        raise PydanticCustomError("name", "Input should be a name")
    return words


def _text(value: object) -> object:
    """Fold the two ways in which upstream says "nothing", null and the empty string, into None."""
    return (value.strip() or None) if isinstance(value, str) else value


def _strings(value: object) -> object:
    """Sort a list of names: upstream means a set and reorders it from day to day."""
    try:
        return sorted(value) if isinstance(value, list) else value or ()
    except TypeError:
        return value


def as_map(value: object) -> dict[str, Any]:
    """Return a value that is a map; any other is a fault."""
    if not isinstance(value, dict):
        raise PydanticCustomError("map", "Input should be a valid dictionary")
    return value


Name = Annotated[str, BeforeValidator(_name)]
Text = Annotated[str | None, BeforeValidator(_text)]
Names = Annotated[tuple[str, ...], BeforeValidator(_strings)]
Tokens = Annotated[int | None, Field(gt=0)]
Second = Annotated[int | None, Field(gt=0, le=_LATEST_SECOND)]
Map = Annotated[dict[str, Any], PlainValidator(as_map)] | None
