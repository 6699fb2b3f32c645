"""Places: the lines of ``data/`` at which a record stands, read off the files as they are.

Only the normal form of ``data/`` has places: of a file that a person has laid out otherwise a page names the
file alone. Lines end in a line feed and nothing else, as git counts them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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

_ENDS = (" }", " },")
_ID = re.compile(r'  "id": ("(?:[^"\\]|\\.)*"),?')
_ENTRY = re.compile(r' ("(?:[^"\\]|\\.)*"): \{')
_MATCH_NAME = re.compile(r"\s*name\s*=\s*(\"(?:[^\"\\]|\\.)*\"|'[^']*')\s*(?:#.*)?")


def places(file: str, content: bytes, spans: Callable[[Sequence[str]], Iterator[Span]]) -> Places:
    """Return where each thing stands in a file, as ``spans`` reads it off the lines."""
    lines = content.decode("utf-8", "replace").split("\n")
    return {(file, name): Place(file, first, last) for name, first, last in spans(lines)}


def listed_spans(lines: Sequence[str]) -> Iterator[Span]:
    """Yield the records of a list, each by its id: ``openrouter/models.json``."""
    first, name = 0, ""
    marked = [at for at, line in enumerate(lines) if line[1:2] != " " or line.startswith('  "id": ')]
    for number, line in [(at + 1, lines[at]) for at in marked]:
        if line == " {":
            first, name = number, ""
        elif found := _ID.fullmatch(line):
            name = json.loads(found[1])
        elif line in _ENDS and first and name:
            yield name, first, number
            first = 0


def keyed_spans(lines: Sequence[str]) -> Iterator[Span]:
    """Yield the entries of a map, each by its key: ``retired.json``."""
    first, name = 0, ""
    marked = [at for at, line in enumerate(lines) if line[1:2] != " "]
    for number, line in [(at + 1, lines[at]) for at in marked]:
        if found := _ENTRY.fullmatch(line):
            first, name = number, json.loads(found[1])
        elif line in _ENDS and first:
            yield name, first, number
            first = 0


def row_spans(lines: Sequence[str]) -> Iterator[Span]:
    """Yield the overall row of each name of a leaderboard, which has one row a line."""
    overall = f'"category": "{OVERALL}"'
    for number, line in enumerate(lines, start=1):
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


def match_spans(lines: Sequence[str]) -> Iterator[Span]:
    """Yield the decisions of ``overrides/matches.toml``, each by its Arena name."""
    first, name, last = 0, "", 0
    for number, line in enumerate([*lines, "["], start=1):
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
