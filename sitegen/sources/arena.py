"""Arena's leaderboards: how voters place models, board by board and category by category.

The dataset: https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset (CC BY 4.0, credit Arena), read
through the dataset viewer, at most 100 rows a call: https://huggingface.co/docs/dataset-viewer/filter
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from pydantic import ValidationError

from sitegen.errors import ContentError
from sitegen.records import Json, Row
from sitegen.records.rating import OVERALL, Leaderboard, Rating
from sitegen.records.snapshot import Feed, SetAside, Snapshot
from sitegen.sources.refusal import answer_refused, as_row, require_few_set_aside, rows_of, set_aside

name = "arena"
key_variable: str | None = None
key_required = False
known_settings: tuple[str, ...] = ("address", "dataset", "boards")

ADDRESS = "https://datasets-server.huggingface.co/filter"
DATASET = "lmarena-ai/leaderboard-dataset"
BOARDS: dict[str, list[str]] = {"text": [OVERALL], "vision": [OVERALL], "webdev": [OVERALL]}
PAGE = 100
"""The most rows that the dataset viewer gives in one answer."""

MOST_VOTED_BOARD = "text"
MOST_BOARD_NAME = 60

# Names of boards in file names, for answers that do not say whose rows they hold: the dataset's subsets and
# the community files (https://arena.ai/blog/arena-leaderboard-dataset).
FILED_BOARDS = (
    "text", "vision", "webdev", "code", "document", "search", "text-to-image", "image-edit", "text-to-video",
    "image-to-video", "video-edit",
)  # fmt: skip


def feeds(settings: Mapping[str, Any], on: date) -> tuple[Feed, ...]:  # noqa: ARG001 - the same every day
    """Return one feed a board, with one address a category."""
    boards = settings.get("boards", BOARDS)
    well_formed = isinstance(boards, dict) and all(
        _is_board(board) and isinstance(names, list) and names and all(isinstance(n, str) for n in names)
        for board, names in boards.items()
    )
    if not well_formed:
        fault = "is no table of boards with their categories"
        raise ContentError("content/site.toml [sources.arena] boards", fault, 'write text = ["overall"]')
    return tuple(
        Feed(f"arena/{board}", tuple(_address(settings, board, category) for category in categories))
        for board, categories in boards.items()
    )


def _address(settings: Mapping[str, Any], board: str, category: str) -> str:
    quoted = category.replace("'", "''")
    query = {
        "dataset": settings.get("dataset", DATASET),
        "config": board,
        "split": "latest",
        "where": f"\"category\"='{quoted}'",
        "offset": 0,
        "length": PAGE,
    }
    return f"{settings.get('address', ADDRESS)}?{urlencode(query)}"


def feed_from(address: str, answer: Json) -> Feed:
    """Return the feed of an answer read from somewhere else.

    The board is what the answer says of itself, else the ``config`` of the address, else what its file name
    starts with (``vision-2026-02-06.json``), else ``text``.
    """
    parts = urlsplit(address)
    asked = parse_qs(parts.query).get("config", [""])[0] or _filed_board(parts.path)
    board = _said_board(answer) or asked or MOST_VOTED_BOARD
    if not _is_board(board):
        # The name of the board becomes the name of a file.
        raise answer_refused("arena", f"{board!r:.60} is no name of a board")
    return Feed(f"arena/{board}", (address,))


# It names a file, and Windows, which has devices of some names, cannot check out a repository with con.json.
_BOARD = re.compile(r"(?!(?:con|prn|aux|nul|(?:com|lpt)[0-9])$)[a-z0-9]+([_-][a-z0-9]+)*")


def _is_board(name: str) -> bool:
    return _BOARD.fullmatch(name) is not None and len(name) <= MOST_BOARD_NAME


def _filed_board(path: str) -> str | None:
    stem = path.rpartition("/")[2].partition(".")[0].lower().replace("_", "-")
    return next((board for board in FILED_BOARDS if re.fullmatch(rf"{board}(-[0-9].*)?", stem)), None)


def _said_board(answer: Json) -> str | None:
    if not isinstance(answer, dict):
        return None
    meta = answer.get("meta")
    said = meta.get("leaderboard") if isinstance(meta, dict) else answer.get("leaderboard")
    return said if isinstance(said, str) and said else None


def next_address(address: str, answer: Json) -> str | None:
    """Return the address of the next rows of a dataset answer, or None after the last."""
    held = answer if isinstance(answer, dict) else {}
    total, rows = held.get("num_rows_total"), held.get("rows")
    parts = urlsplit(address)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    if not isinstance(total, int) or not isinstance(rows, list) or not query.get("offset", "").isdecimal():
        return None
    offset = int(query["offset"]) + len(rows)
    if offset >= total or not rows:
        return None
    return urlunsplit(parts._replace(query=urlencode({**query, "offset": offset})))


def counts(value: Json) -> dict[str, int]:
    """Return the number of rows of each category."""
    rows = value.get("rows") if isinstance(value, dict) else None
    listed = rows if isinstance(rows, list) else []
    return Counter(f"rows.{row.get('category', '')}" for row in listed if isinstance(row, dict))


def snapshot(feed: Feed, answers: Sequence[Json], held: Json) -> Snapshot:
    """Return one board in normal form: one row a name and category, in the order of categories and ranks.

    An answer speaks for the categories that it holds; the others keep their rows and their day.
    """
    board = feed.name.partition("/")[2]
    rows = [row for answer in answers for row in _upstream_rows(feed.name, answer)]
    ratings, refused = _ratings(board, rows)
    require_few_set_aside(feed.name, refused, len(rows))
    _require_all_rows(feed.name, answers)
    partial = any(_partial(answer) for answer in answers)
    _require_no_cut(feed.name, partial, len(ratings), held)
    published = _published(rows, answers)
    kept, kept_days = _held(held, ratings, refused)
    days = {**kept_days, **{r.category: published.isoformat() if published else None for r in ratings}}
    rows_out = [*kept, *(_row(rating) for rating in ratings)]
    value: Json = {
        "board": board,
        "partial": partial,
        "published": dict(sorted(days.items())),
        "rows": sorted(rows_out, key=_order),  # type: ignore[arg-type]
    }
    return Snapshot(feed.name, {f"{feed.name}.json": value}, len(rows_out), published, tuple(refused))


def leaderboard(value: Json) -> Leaderboard:
    """Return the board that a file on disk holds; raises pydantic's ValidationError or ValueError."""
    board = as_row(value)
    rows = board.get("rows")
    ratings = tuple(
        Rating.model_validate({"board": board["board"], **as_row(row)})
        for row in (rows if isinstance(rows, list) else [])
    )
    return Leaderboard.model_validate({**board, "ratings": ratings})


def _upstream_rows(feed: str, answer: Json) -> list[Row | Json]:
    """Return the rows of an answer in any of the shapes that exist, each with upstream's own keys.

    The dataset viewer wraps each row (``rows[].row``); the daily community files hold ``models``; a plain
    leaderboard holds ``rows``.
    """
    if isinstance(answer, dict) and "models" in answer:
        return rows_of(feed, answer, "models")
    rows = rows_of(feed, answer, "rows")
    return [row["row"] if isinstance(row, dict) and isinstance(row.get("row"), dict) else row for row in rows]


def _ratings(board: str, rows: Sequence[Json]) -> tuple[list[Rating], list[SetAside]]:
    found: dict[tuple[str, str], Rating] = {}
    refused: list[SetAside] = []
    for row in rows:
        try:
            rating = Rating.model_validate({"board": board, **_fields(as_row(row))})
        except (ValidationError, ValueError) as error:
            refused.append(set_aside(row, ("model_name", "model", "name"), error))
            continue
        if (rating.category, rating.name) in found:
            refused.append(SetAside(row=rating.name, reason=f"name: a second row in {rating.category}"))
        else:
            found[rating.category, rating.name] = rating
    return list(found.values()), refused


def _fields(row: Row) -> Row:
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


def _require_all_rows(feed: str, answers: Sequence[Json]) -> None:
    """Refuse the first pages of a dataset answer in the place of the whole.

    Every page of one query states the same total; pages of several queries (one a category) come one after
    the other, so the totals are used up in turn.
    """
    missing = 0
    for answer in answers:
        total = answer.get("num_rows_total") if isinstance(answer, dict) else None
        if not isinstance(total, int):
            continue
        missing = (missing or total) - len(rows_of(feed, answer, "rows"))
    if missing > 0:
        raise answer_refused(feed, f"{missing} rows of the answer are missing; give every page")


def _require_no_cut(feed: str, partial: bool, rows: int, held: Json) -> None:  # noqa: FBT001 - a fact of the answer
    """Refuse the top of a board in the place of the whole board: a missing row would read as a delisting."""
    if partial and isinstance(held, dict) and not held.get("partial") and isinstance(held.get("rows"), list):
        raise answer_refused(feed, f"the answer is the top {rows} of a board that is on file in full")


def _published(rows: Sequence[Json], answers: Sequence[Json]) -> date | None:
    """Return the day that the source gives itself: the newest one among rows and answers."""
    days = [_day(row.get("leaderboard_publish_date")) for row in rows if isinstance(row, dict)]
    for answer in answers:
        said = answer if isinstance(answer, dict) else {}
        meta = said.get("meta")
        about = meta if isinstance(meta, dict) else {}
        days += [_day(said.get("updated")), _day(about.get("last_updated")) or _day(about.get("fetched_at"))]
    return max((day for day in days if day), default=None)


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _day(text: Json) -> date | None:
    """Return the day of ``2026-03-06…`` or ``Mar 6, 2026``, the two ways in which answers write it."""
    if not isinstance(text, str):
        return None
    written = re.fullmatch(r"\s*([A-Za-z]{3})[a-z]*\.? ([0-9]{1,2}), ([0-9]{4})\s*", text)
    try:
        if written and written[1].lower() in MONTHS:
            return date(int(written[3]), MONTHS.index(written[1].lower()) + 1, int(written[2]))
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _partial(answer: Json) -> bool:
    """Return whether an answer is known to hold only the top of its board.

    The daily community files are read off a web page that shows the first rows only; a dataset answer says
    ``partial`` itself when the viewer could not read all of the data.
    """
    return isinstance(answer, dict) and ("models" in answer or answer.get("partial") is True)


def _held(
    held: Json, ratings: Sequence[Rating], refused: Sequence[SetAside]
) -> tuple[list[Row], dict[str, Json]]:
    """Return what stays on file: categories that no answer speaks of, and last good rows of refused ones."""
    board = held if isinstance(held, dict) else {}
    rows, days = board.get("rows"), board.get("published")
    found = {(rating.category, rating.name) for rating in ratings}
    categories = {rating.category for rating in ratings}
    names = {" ".join(note.row.split()) for note in refused}
    kept = [
        row
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
        and (row.get("category"), row.get("name")) not in found
        and (row.get("category") not in categories or row.get("name") in names)
    ]
    old = days.items() if isinstance(days, dict) else ()
    return kept, {category: day for category, day in old if category not in categories}


def _row(rating: Rating) -> Row:
    return rating.model_dump(mode="json", exclude={"board"}, exclude_none=True)


def _order(row: Row) -> tuple[str, int, str]:
    rank = row.get("rank")
    return str(row["category"]), rank if isinstance(rank, int) else 1_000_000, str(row["name"])
