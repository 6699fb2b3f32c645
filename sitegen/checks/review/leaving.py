"""Ids that leave: with an end that was announced, without notice, or under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.facts.changes.leaving import END, UNNOTICED, UNTOLD, announced_for, end_day, tells_of_ends
from sitegen.records import Row
from sitegen.records.change import LEFT, Change
from sitegen.records.review import ANNOUNCED, ENDS, Line, Section
from sitegen.sources import openrouter


def leaving_text(change: Change, text: str) -> tuple[str, str] | None:
    """Return the kind and the words of a change that is a departure from the catalogue, or announces one."""
    if change.source != openrouter.name:
        return None
    if change.field == LEFT:
        if announced_for(change):
            return ANNOUNCED, text
        return LEFT, text.replace(LEFT, UNNOTICED, 1)
    return (ENDS, text) if change.field == END and end_day(change.new) else None


def notice_known(lines: Iterable[Line], old: Iterable[Row]) -> list[Line]:
    """Return lines that say "without notice" only of ids whose last record has a field for an end.

    Those of archives have none. The journal cannot tell, for it leaves out what is null.
    """
    untold = {str(row["id"]) for row in old if not tells_of_ends(row)}
    return [
        line.model_copy(update={"text": line.text.replace(UNNOTICED, UNTOLD, 1)})
        if line.kind == LEFT and line.id in untold
        else line
        for line in lines
    ]


def renamed_ids(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str]:
    """Return the ids that came in the place of one that left, by the new id.

    Both are of one variant, and of one slug or of one name and second of listing.
    """
    found: dict[str, str] = {}
    for keys in (("name", "created"), ("canonical_slug",)):
        left, came = _alone(old, new, keys), _alone(new, old, keys)
        found |= {came[one]: left[one] for one in left.keys() & came.keys()}
    # An id that left is the former name of one other at most.
    return found if len(set(found.values())) == len(found) else {}


def _alone(rows: Iterable[Row], others: Iterable[Row], keys: Sequence[str]) -> dict[tuple[str, ...], str]:
    """Return the ids that other rows lack, by variant and the values of keys that only one of them has."""
    known = {row["id"] for row in others}
    found: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        if row["id"] not in known and all(row.get(key) for key in keys):
            variant = str(row["id"]).partition(":")[2]
            found.setdefault((variant, *(str(row[key]) for key in keys)), []).append(str(row["id"]))
    return {one: ids[0] for one, ids in found.items() if len(ids) == 1}


def renamed_lines(old: Sequence[Row], new: Sequence[Row], names: Mapping[str, str]) -> Iterator[Line]:
    """Yield a line for each id that has another name."""
    for key, was in sorted(renamed_ids(old, new).items()):
        text = f"renamed, {was} before"
        yield Line(section=Section.LIFE, kind="renamed", id=key, name=names.get(key, key), text=text)
