"""The nouns of sitegen: frozen, typed rows that are checked once, when they come in."""

from __future__ import annotations

from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, JsonValue

Json: TypeAlias = JsonValue
"""Any value that JSON can hold, as :mod:`json` reads it."""

Row: TypeAlias = dict[str, Json]
"""One record of a source as upstream sent it, in the normal form of ``data/``."""


def rows_in(value: Json) -> list[Row]:
    """Return the records of a list; none where the value is no list."""
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


class Record(BaseModel):
    """A frozen row, which is checked once, when it is made."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)
