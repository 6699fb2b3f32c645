"""Movements on a leaderboard: what the journal keeps of ratings, and what is only noise between votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sitegen.catalog.changes import Before
from sitegen.records import Json, Row
from sitegen.records.change import LEFT, LISTED, RETURNED, Change
from sitegen.records.rating import OVERALL, SOURCE, Leaderboard, Rating

TRACKED = ("rank", "score", "lower", "upper")
UNCERTAIN = 10.0
"""Points within which a score without a published interval is taken to be the same."""


def rating_key(rating: Rating) -> str:
    """Return the journal's id of a rating: the board and the name, ``text/Anvil 2``."""
    return f"{rating.board}/{rating.name}"


def rating_rows(board: Leaderboard) -> dict[str, Row]:
    """Return the tracked facts of a board's overall ratings by journal id.

    The other categories are slices of the same votes: following them too would repeat each movement 20 times.
    """
    return {
        rating_key(one): {key: fact for key in ("name", *TRACKED) if (fact := getattr(one, key)) is not None}
        for one in board.ratings
        if one.category == OVERALL
    }


def movements(before: Before, board: Leaderboard, *, on: date) -> list[Change]:
    """Return what a new state of a board changes in the journal, sorted by name.

    A score that stays within the interval that the journal has is noise, and so is the rank that moved with
    it. On a partial board a missing row is no departure.
    """
    prefix = f"{board.board}/"
    held = {key: row for key, row in before.rows.items() if key.startswith(prefix)}
    rows = rating_rows(board)
    found: list[Change] = []
    for key in sorted(rows.keys() if board.partial else held.keys() | rows.keys()):
        found += [
            Change(on=on, source=SOURCE, id=key, field=field, old=old, new=new)
            for field, old, new in _differences(held.get(key), rows.get(key), known=key in before.gone)
        ]
    return found


def _differences(old: Row | None, new: Row | None, *, known: bool) -> Sequence[tuple[str, Json, Json]]:
    if new is None:
        return [(LEFT, old, None)]
    if old is None:
        return [(RETURNED if known else LISTED, None, new)]
    if within_interval(old, new):
        return []
    return [(field, old.get(field), new.get(field)) for field in TRACKED if old.get(field) != new.get(field)]


def within_interval(old: Mapping[str, Json], new: Mapping[str, Json]) -> bool:
    """Whether a new score is the old one, or one that the old row's interval already allowed for.

    A row may come with an interval that its own score is outside of.
    """
    was, now = _number(old.get("score")), _number(new.get("score"))
    if was is None or now is None or was == now:
        return was == now
    lower, upper = _number(old.get("lower")), _number(old.get("upper"))
    return (
        (was - UNCERTAIN if lower is None else lower) <= now <= (was + UNCERTAIN if upper is None else upper)
    )


def _number(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
