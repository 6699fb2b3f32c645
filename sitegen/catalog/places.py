"""Places: the lines of ``data/`` at which a record stands, read off the files as they are.

Only the normal form of ``data/`` has places: of a file that a person has laid out otherwise a page names the
file alone. Lines end in a line feed and nothing else, as git counts them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sitegen.records import Row
from sitegen.records.rating import OVERALL


class Place(NamedTuple):
    """Lines of one file under ``data/``, counted from 1, both ends in; ``first`` 0 means the whole file."""

    file: str
    first: int = 0
    last: int = 0


Span = tuple[str, int, int]
"""What stands there (an id, a name) with its first and last line."""

Places = Mapping[tuple[str, str], Place]
"""(file under ``data/``, id or name in it) → where it stands."""

# Patterns that begin with what they take are searched for several times faster than lines are compared.
_LISTED = re.compile(r'\n(?: (\{|\},?)|  "id": ("(?:[^"\\\n]|\\.)*"),?)(?=\n)')
_KEYED = re.compile(r'\n (?:(\},?)|("(?:[^"\\\n]|\\.)*"): \{)(?=\n)')
_MATCH_NAME = re.compile(r"\s*name\s*=\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*')\s*(?:#.*)?")


def places(file: str, content: bytes, spans: Callable[[str], Iterator[Span]]) -> Places:
    """Return where each thing stands in a file, as ``spans`` reads it off the text."""
    text = content.decode("utf-8", "replace")
    return {(file, name): Place(file, first, last) for name, first, last in spans(text)}


def listed_spans(text: str) -> Iterator[Span]:
    """Yield the records of a list, each by its id: ``openrouter/models.json``."""
    first, name = 0, ""
    for number, brace, key in _marks(_LISTED, text):
        if key:
            name = json.loads(key)
        elif brace == "{":
            first, name = number, ""
        elif first and name:
            yield name, first, number
            first = 0


def keyed_spans(text: str) -> Iterator[Span]:
    """Yield the entries of a map, each by its key: ``retired.json``."""
    first, name = 0, ""
    for number, _, key in _marks(_KEYED, text):
        if key:
            first, name = number, json.loads(key)
        elif first:
            yield name, first, number
            first = 0


def _marks(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that a pattern takes: their number, their brace and their key, "" for none."""
    text = f"\n{text}\n"
    number = at = 0
    for found in pattern.finditer(text):
        number += text.count("\n", at, found.end())
        at = found.end()
        yield number, found[1] or "", found[2] or ""


def row_spans(text: str) -> Iterator[Span]:
    """Yield the overall row of each name of a leaderboard, which has one row a line."""
    overall = f'"category": "{OVERALL}"'
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("  {") and overall in line:
            row = _row(line)
            if row.get("category") == OVERALL:
                yield " ".join(str(row.get("name")).split()), number, number


def _row(line: str) -> Row:
    """Return the row that a line holds whole, or an empty one: a person may have broken the line."""
    try:
        row = json.loads(line.rstrip(","))
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def match_spans(text: str) -> Iterator[Span]:
    """Yield the decisions of ``overrides/matches.toml``, each by its Arena name."""
    first, name, last = 0, "", 0
    for number, line in enumerate([*text.split("\n"), "["], start=1):
        if line.lstrip().startswith("["):
            if first and name:
                yield name, first, last
            first, name, last = (number if line.strip().startswith("[[match]]") else 0), "", number
        elif line.strip() and not line.lstrip().startswith("#"):
            last = number
            if found := _MATCH_NAME.fullmatch(line):
                name = _toml_string(found[1])


def _toml_string(text: str) -> str:
    """Return what a one-line TOML string says: nearly all of its escapes are those of JSON.

    https://toml.io/en/v1.0.0#string
    """
    if text.startswith("'"):
        return text[1:-1]
    try:
        return str(json.loads(text))
    except ValueError:
        return ""
