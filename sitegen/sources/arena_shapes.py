"""The shapes in which boards of Arena exist, as rows under our names: dataset, daily files, plain lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sitegen.records import Json, Row, rows_in
from sitegen.records.rating import OVERALL

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def rating_fields(row: Row) -> Row:
    """Return one upstream row under our names, whichever shape it came in."""
    score = _first(row, "rating", "score")
    return {
        "category": row.get("category") or OVERALL,
        "name": _first(row, "model_name", "model", "name"),
        "organization": _first(row, "organization", "vendor"),
        "license": row.get("license"),
        "rank": row.get("rank"),
        "score": score,
        "lower": _bound(row, score, "rating_lower", "ci_lower", -1),
        "upper": _bound(row, score, "rating_upper", "ci_upper", 1),
        "votes": _first(row, "vote_count", "votes"),
    }


def _first(row: Row, *keys: str) -> Json:
    return next((row[key] for key in keys if row.get(key) is not None), None)


def _bound(row: Row, score: Json, absolute: str, relative: str, sign: int) -> Json:
    """Return an end of the interval: sent as such, as a signed distance, or as one ± for both ends."""
    if row.get(absolute) is not None:
        return row[absolute]
    distance = row.get(relative)
    if distance is None and isinstance(row.get("ci"), int | float):
        distance = sign * row["ci"]  # type: ignore[operator]
    if isinstance(distance, int | float) and isinstance(score, int | float):
        return round(score + distance, 2)
    return None


def is_partial(answer: Json) -> bool:
    """Return whether an answer is known to hold only the top of its board.

    The daily community files are read off a web page that shows the first rows only; a dataset answer says
    ``partial`` itself when the viewer could not read all of the data.
    """
    return isinstance(answer, dict) and ("models" in answer or answer.get("partial") is True)


def board_name(answer: Json) -> str | None:
    """Return the board that an answer names itself, or None."""
    if not isinstance(answer, dict):
        return None
    meta = answer.get("meta")
    board = meta.get("leaderboard") if isinstance(meta, dict) else answer.get("leaderboard")
    return board if isinstance(board, str) and board else None


def published(rows: Sequence[Json], answers: Sequence[Json]) -> date | None:
    """Return the day that the source gives itself: the newest one among rows and answers."""
    days = [_day(row.get("leaderboard_publish_date")) for row in rows if isinstance(row, dict)]
    for answer in rows_in(list(answers)):
        meta = answer.get("meta")
        about = meta if isinstance(meta, dict) else {}
        days += [
            _day(answer.get("updated")),
            _day(about.get("last_updated")) or _day(about.get("fetched_at")),
        ]
    return max((day for day in days if day), default=None)


def _day(text: Json) -> date | None:
    """Return the day of ``2026-03-06…`` or ``Mar 6, 2026``, the two ways in which answers write it."""
    if not isinstance(text, str):
        return None
    parts = re.fullmatch(r"\s*([A-Za-z]{3})[a-z]*\.? ([0-9]{1,2}), ([0-9]{4})\s*", text)
    try:
        if parts and parts[1].lower() in _MONTHS:
            return date(int(parts[3]), _MONTHS.index(parts[1].lower()) + 1, int(parts[2]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
