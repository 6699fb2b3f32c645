"""Odd fields: what an optional field of a record holds that is not of its documented kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from sitegen.records import Json, Row

LONGEST = 60
"""Characters of a value that a sentence quotes; the record has all of it."""

_FAULTS = {
    "date": "no day",
    "int": "no whole number",
    "finite_number": "no whole number",
    "greater_than": "below 0",
    "less_than_equal": "later than the year 2100",
    "string": "no text",
    "tuple": "no list",
    "dataclass": "no map",
    "map": "no map",
    "bool": "neither true nor false",
    "missing": "without what it needs",
    "name": "no name",
}
"""The beginning of the kind of an error of pydantic's → what the value is.

https://docs.pydantic.dev/latest/errors/validation_errors/
"""


class OddField(NamedTuple):
    """A field that was set aside: its dotted key, what it holds, cut, and what is wrong with that.

    ``fault`` is one of a few phrases of ours; ``value`` is upstream's, as JSON.
    """

    key: str
    value: str
    fault: str

    @property
    def text(self) -> str:
        """What was set aside, as a sentence: ``expiration_date is "soon", no day``."""
        return f"{self.key} is {self.value}, {self.fault}"

    @property
    def unpublished(self) -> bool:
        """Whether it is a length of 0 tokens or the second 0: none is published."""
        return self.value == "0" and self.fault == _FAULTS["greater_than"]


Path = tuple[str, ...]
"""The keys that lead to a field: one, or two for a field of a map in the record."""


def odd_fields(error: ValidationError, row: Row, parts: Mapping[str, object]) -> dict[Path, OddField]:
    """Return the fields that an error names, by the path of keys that leads to each.

    A field that is absent is not odd. Of a list with a wrong item the whole list is odd. A map is odd as a
    whole, unless it is one of ``parts``, of which the other keys stay.
    """
    found: dict[Path, OddField] = {}
    for fault in error.errors(include_url=False, include_input=False):
        first, *rest = map(str, fault["loc"])
        if first not in row:
            continue
        inner = row.get(first)
        path = (first, rest[0]) if rest and first in parts and isinstance(inner, dict) else (first,)
        value = inner[path[1]] if len(path) > 1 and isinstance(inner, dict) else inner
        found.setdefault(path, OddField(".".join(path), _quoted(value), _fault(fault)))
    return found


def without(row: Row, paths: Iterable[Path]) -> Row:
    """Return a record without the fields at some paths."""
    kept = dict(row)
    for first, *rest in paths:
        inner = kept.pop(first)
        if rest and isinstance(inner, dict):
            kept[first] = {key: value for key, value in inner.items() if key not in rest}
    return kept


def _quoted(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _fault(fault: Mapping[str, Any]) -> str:
    kind = fault["type"]
    if isinstance(fault["loc"][-1], int):
        return "no list of names"
    return next((words for name, words in _FAULTS.items() if kind.startswith(name)), "not what is documented")
