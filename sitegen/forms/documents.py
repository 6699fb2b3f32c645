"""A JSON file: its bytes, what it starts with, and a reason beside every null."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, TypedDict, TypeVar, cast

from pydantic_core import to_json

from sitegen.forms.blanks import Blank

E = TypeVar("E", bound=Mapping[str, object])

Blanks = Annotated[
    dict[str, str], "Why fields of this object are null: field → reason. Absent without a null."
]
"""The field that every shape with a null has."""


class File(TypedDict):
    """What every file starts with."""

    schema: Annotated[str, "The address of this file's JSON Schema."]
    version: Annotated[str, "A short digest of the data that the file tells of: of all, or of one model's."]


SCHEMA_VERSION = "1.2"
"""Raised when a field is added (second number) or when one changes its meaning (first number and path)."""

SCHEMAS = "api/v1/schemas/"
# The plain string: ``to_json`` takes ten times as long for a member of an enumeration.
UNPUBLISHED = Blank.NOT_PUBLISHED.value


def document(value: Mapping[str, object]) -> bytes:
    """Return the bytes of a JSON file: UTF-8, one value a line, keys in the order of ``value``."""
    return _json(value, indent=1) + b"\n"


def long_document(value: Mapping[str, object]) -> bytes:
    """Return the bytes of a JSON file with many entries: each entry of its lists and maps on one line.

    So the file is half as long, and a tool that reads lines finds a whole entry on each.
    """
    lines = [_json(key) + b":" + _entries(item) for key, item in value.items()]
    return b"{" + b",\n ".join(lines) + b"}\n"


def _entries(item: object) -> bytes:
    if isinstance(item, list) and item:
        return b"[\n" + b",\n".join(map(_json, item)) + b"\n]"
    if isinstance(item, dict) and item:
        lines = [_json(key) + b":" + _json(each) for key, each in item.items()]
        return b"{\n" + b",\n".join(lines) + b"\n}"
    return _json(item)


def _json(value: object, indent: int | None = None) -> bytes:
    """Return JSON as UTF-8.

    ``to_json`` (https://docs.pydantic.dev/latest/api/pydantic_core/#pydantic_core.to_json) takes a tenth of
    the time of ``json.dumps``, and refuses the one thing that no UTF-8 file can hold: half of a surrogate
    pair, which JSON can spell.
    """
    try:
        return to_json(value, indent=indent, inf_nan_mode="null")
    except ValueError:
        return json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "replace")


_NO_REASONS: Mapping[str, str] = {}


def explained(entry: E, reasons: Mapping[str, str] | None = None) -> E:
    """Return the entry with ``blanks`` for its nulls: the reason given, else "not published"."""
    reason = (reasons or _NO_REASONS).get
    found = {key: reason(key, UNPUBLISHED) for key, item in entry.items() if item is None}
    if found:
        told = cast("dict[str, object]", entry)
        told.pop("blanks", None)
        told["blanks"] = found
    return entry
