"""A JSON file: its bytes, what it starts with, and a reason beside every null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypedDict, TypeVar, cast

from sitegen.forms.blanks import Blank
from sitegen.records import json_bytes

E = TypeVar("E", bound=Mapping[str, object])

Blanks = Annotated[
    dict[str, str], "Why fields of this object are null: field → reason. Absent without a null."
]
"""The field that every shape with a null has."""


class File(TypedDict):
    """What every file starts with."""

    schema: Annotated[str, "The address of this file's JSON Schema."]
    version: Annotated[str, "A short digest of the data that the file tells of: of all, or of one model's."]


SCHEMA_VERSION = "1.7"
"""Raised when a field is added (second number) or when one changes its meaning (first number and path)."""

SCHEMAS = "api/v1/schemas/"
# The plain string: ``to_json`` takes ten times as long for a member of an enumeration.
UNPUBLISHED = Blank.NOT_PUBLISHED.value


def document(value: Mapping[str, object]) -> bytes:
    """Return the bytes of a JSON file: UTF-8, one value a line, keys in the order of ``value``."""
    return json_bytes(value, indent=1) + b"\n"


def long_document(value: Mapping[str, object]) -> bytes:
    """Return the bytes of a JSON file with many entries: each entry of its lists and maps on one line.

    So the file is half as long, and a tool that reads lines finds a whole entry on each.
    """
    lines = [json_bytes(key) + b":" + _entries(item) for key, item in value.items()]
    return b"{" + b",\n ".join(lines) + b"}\n"


def _entries(item: object) -> bytes:
    if isinstance(item, list) and item:
        return b"[\n" + b",\n".join(map(json_bytes, item)) + b"\n]"
    if isinstance(item, dict) and item:
        lines = [json_bytes(key) + b":" + json_bytes(each) for key, each in item.items()]
        return b"{\n" + b",\n".join(lines) + b"\n}"
    return json_bytes(item)


_NO_REASONS: Mapping[str, str] = {}


def explained(entry: E, reasons: Mapping[str, str] | None = None) -> E:
    """Return the entry with ``blanks`` for its nulls: the reason given, else "not published"."""
    reason = (reasons or _NO_REASONS).get
    found = {key: reason(key, UNPUBLISHED) for key, item in entry.items() if item is None}
    if found:
        extended = cast("dict[str, object]", entry)
        extended.pop("blanks", None)
        extended["blanks"] = found
    return entry
