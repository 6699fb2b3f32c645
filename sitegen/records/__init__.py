"""The nouns of sitegen: frozen, typed rows that are checked once, when they come in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter, ValidationError
from pydantic_core import to_json

T = TypeVar("T")

Json: TypeAlias = JsonValue
"""Any value that JSON can hold, as :mod:`json` reads it."""

if TYPE_CHECKING:
    Unchecked: TypeAlias = Json
else:
    Unchecked = Any
"""What a parser of JSON made, which pydantic need neither look through nor copy."""

Row: TypeAlias = dict[str, Json]
"""One record of a source as upstream sent it, in the normal form of ``data/``."""


def rows_in(value: Json) -> list[Row]:
    """Return the records of a list; none where the value is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def json_bytes(value: object, indent: int | None = None) -> bytes:
    """Return JSON as UTF-8, with ``?`` for half of a surrogate pair.

    JSON can spell it and no UTF-8 can hold it: ``to_json``, which takes a tenth of the time of
    ``json.dumps``, refuses it (https://docs.pydantic.dev/latest/api/pydantic_core/#pydantic_core.to_json).
    """
    try:
        return to_json(value, indent=indent, inf_nan_mode="null")
    except ValueError:
        return json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "replace")


def checked(kind: type[T], value: object) -> T:
    """Return a record of a value in upstream's shape; raises pydantic's ValidationError.

    What checks a kind of record is made when the first is read.
    """
    return cast("T", _checks(kind)(value))  # type: ignore[arg-type] # mypy holds a class for unhashable


@lru_cache(maxsize=256)
def _checks(kind: type) -> Callable[[object], object]:
    return TypeAdapter(kind).validator.validate_python


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Return the dotted place of the first fault that pydantic found, and what it is."""
    first = error.errors(include_url=False, include_input=False)[0]
    return ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")


class Record(BaseModel):
    """A frozen row, which is checked once, when it is made; what checks it is made at the first one.

    https://docs.pydantic.dev/latest/api/config/#pydantic.config.ConfigDict.defer_build
    """

    model_config = ConfigDict(frozen=True, populate_by_name=True, defer_build=True)
