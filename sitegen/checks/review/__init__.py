"""The review of one change of the data: what a person must look at first, what moved, and what is noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import log

from sitegen.catalog.alarms import AlarmKind
from sitegen.catalog.alarms.judged import number
from sitegen.catalog.counts import set_aside
from sitegen.catalog.model import Catalog
from sitegen.checks.acceptance import accepted_lines, taken_lines
from sitegen.checks.corrections import correction_lines
from sitegen.checks.review.feeds import arena_lines, first_lines, snapshot_lines, usage_lines
from sitegen.checks.review.joins import clashes, list_price_lines, match_lines
from sitegen.checks.review.leaving import notice_known, renamed_lines
from sitegen.checks.review.moved import (
    FOLDED_KINDS,
    alarms_by_place,
    moved_changes,
    moved_lines,
    reviewed_together,
)
from sitegen.checks.review.quiet import quiet_counts
from sitegen.checks.review.side import Side
from sitegen.facts.changes.days import subject as told_of
from sitegen.facts.changes.words import price_place
from sitegen.forms.addresses import model_path
from sitegen.records import Row
from sitegen.records.change import LEFT, Change
from sitegen.records.review import Line, Review, Section
from sitegen.records.snapshot import FOLDED, SetAside
from sitegen.sources import openrouter

_GRAVITY = (
    "taken",
    *(kind.name.lower() for kind in AlarmKind),
    LEFT,
    "match",
    "clash",
    *FOLDED_KINDS.values(),
)


def _gravity(line: Line) -> tuple[int, float, str, int]:
    """Put alarms first, gravest kind first, then what left, matches and clashes; then by size and id."""
    place = _GRAVITY.index(line.kind) if line.kind in _GRAVITY else len(_GRAVITY)
    return place, -_size(line), line.id, price_place(line.field)


def _size(line: Line) -> float:
    """Return how far a number moved, as the logarithm of its factor; 0 where it has none."""
    was, now = number(line.old), number(line.new)
    return abs(round(log(now / was), 6)) if was and now and min(was, now) > 0 else 0.0


def _names_of(rows: Iterable[Row]) -> dict[str, str]:
    return {str(row["id"]): str(row.get("name") or row["id"]) for row in rows}


def review(old: Side, new: Side) -> Review:
    """Return what changed from one side to the other, gravest first."""
    names = _names_of([*old.further_rows, *new.further_rows, *old.rows, *new.rows])
    moved = moved_changes(old, new)
    own = moved_lines(moved, names, alarms_by_place(old, moved))
    lines = [
        *first_lines(old, new),
        *taken_lines(old.catalog, new.catalog),
        *accepted_lines(old.accepted, new.accepted, names),
        *correction_lines(old.corrections, new.corrections, names),
        *reviewed_together(notice_known(own, old.rows), len(new.rows)),
        *renamed_lines(old.rows, new.rows, names),
        *_set_aside_lines(old.catalog, new.catalog, names),
        *match_lines(old.catalog, new.catalog),
        *list_price_lines(old.catalog, new.catalog),
        *clashes(old, new),
    ]
    arena, quiet = arena_lines(old.catalog, new.catalog)
    order = list(Section)
    every = [*lines, *arena, *usage_lines(old.catalog, new.catalog), *snapshot_lines(old, new)]
    return Review(
        old=old.label,
        new=new.label,
        lines=tuple(sorted(every, key=lambda line: (order.index(line.section), _gravity(line)))),
        noise=_noise(old, new, quiet) | quiet_counts(moved),
        pages=_touched(every, moved, old.catalog, new.catalog),
        model_pages=len(new.catalog.models),
    )


def _touched(lines: Iterable[Line], moved: Iterable[Change], old: Catalog, new: Catalog) -> tuple[str, ...]:
    """Return the folders of the model pages that these lines change: of ids, Arena names, whole sources."""
    lines = list(lines)
    first = {line.id for line in lines if line.kind == "snapshot"} - old.receipts.keys()
    slugs = {model.slug for model in new.models if first & {*model.feeds}}
    for known in (old, new):
        slug_of = {key: model.slug for key, model in known.by_id().items()}
        slug_of |= {rated.name: model.slug for model in known.models for rated in model.rated}
        ids = {key for line in lines for key in (line.id, line.name)} | {told_of(one)[1] for one in moved}
        slugs |= {slug_of[key] for key in ids & slug_of.keys()}
    return tuple(model_path(slug) for slug in sorted(slugs))


def _set_aside_lines(old: Catalog, new: Catalog, names: Mapping[str, str]) -> Iterator[Line]:
    """Yield a line for each row and each field that is set aside now and was not before."""
    known = set(_set_aside(old))
    notes = [note for note in _set_aside(new) if note not in known]
    by_field = Counter(note.field for note in notes)
    for note in notes:
        # Of many rows with the same field the report makes one line, if they all say the same.
        text = f"set aside: {note.what if by_field[note.field] < FOLDED or not note.field else note.field}"
        name = names.get(note.row, note.row)
        yield Line(
            section=Section.SET_ASIDE, kind="set aside", id=note.row, name=name, text=text, field=note.field
        )


def _set_aside(catalog: Catalog) -> list[SetAside]:
    feeds = sorted({*catalog.receipts, openrouter.FEED})
    return [note for feed in feeds for note in set_aside(catalog, feed)]


def _noise(old: Side, new: Side, quiet: int) -> dict[str, int]:
    """Count what moved without a fact moving: marks, descriptions, ratings within their interval.

    Marks come and go with an id; counted are those of the ids on both sides.
    """
    was, now = ({str(row["id"]): row.get("description") for row in side.rows} for side in (old, new))
    both = was.keys() & now.keys()
    marked, marks = both & old.marks.keys(), both & new.marks.keys()
    counts = {
        "benchmark marks": sum(old.marks[key] != new.marks[key] for key in marked & marks),
        "benchmark marks that came": len(marks - marked),
        "benchmark marks that went": len(marked - marks),
        "descriptions": sum(was[key] != now[key] for key in both),
        "Arena scores within their interval": quiet,
    }
    return {kind: number for kind, number in counts.items() if number}
