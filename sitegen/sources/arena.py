"""Arena's leaderboards: how voters place models, board by board and category by category.

The dataset: https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset (CC BY 4.0, credit Arena), read
through the dataset viewer, at most 100 rows a call: https://huggingface.co/docs/dataset-viewer/filter
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from pydantic import ValidationError

from sitegen.errors import ContentError
from sitegen.records import Json, Row, checked, rows_in
from sitegen.records.data_files import board_feed
from sitegen.records.rating import OVERALL, Leaderboard, Rating
from sitegen.records.snapshot import CC_BY_4, Feed, OnFile, SetAside, Snapshot, SourceInfo, snapshot_file
from sitegen.sources.arena_shapes import board_name, is_partial, published, rating_fields
from sitegen.sources.refusal import (
    answer_refused,
    as_row,
    require_few_set_aside,
    rows_of,
    sent_row,
    set_aside,
)
from sitegen.text import counted

_LINK = "https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset"

name = "arena"
info = SourceInfo(
    name="Arena",
    publisher="Arena",
    link=_LINK,
    credit=f"Source: Arena ({_LINK}), {CC_BY_4.name}",
    licence=CC_BY_4,
)
key_variable: str | None = None
key_required = False
known_settings: tuple[str, ...] = ("address", "dataset", "boards")
guarded_fields: tuple[str, ...] = ("rank", "score", "lower", "upper", "votes", "organization", "license")
steady_fields: Mapping[str, float] = {"score": 1.2}
"""Between two boards of 2026, eight days apart, no score of 300 moved by more than 139 points."""

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


def feeds(settings: Mapping[str, Any], on: date, on_file: OnFile) -> tuple[Feed, ...]:  # noqa: ARG001 - always the same
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
        Feed(board_feed(board), tuple(_address(settings, board, category) for category in categories))
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
    board = board_name(answer) or asked or MOST_VOTED_BOARD
    if not _is_board(board):
        # The name of the board becomes the name of a file.
        raise answer_refused("arena", f"{board!r:.60} is no name of a board")
    return Feed(board_feed(board), (address,))


# It names a file, and Windows, which has devices of some names, cannot check out a repository with con.json.
_BOARD = re.compile(r"(?!(?:con|prn|aux|nul|(?:com|lpt)[0-9])$)[a-z0-9]+([_-][a-z0-9]+)*")


def _is_board(name: str) -> bool:
    return _BOARD.fullmatch(name) is not None and len(name) <= MOST_BOARD_NAME


def _filed_board(path: str) -> str | None:
    stem = path.rpartition("/")[2].partition(".")[0].lower().replace("_", "-")
    return next((board for board in FILED_BOARDS if re.fullmatch(rf"{board}(-[0-9].*)?", stem)), None)


def next_address(address: str, answer: Json) -> str | None:
    """Return the address of the next rows of a dataset answer, or None after the last."""
    page = answer if isinstance(answer, dict) else {}
    total, rows = page.get("num_rows_total"), page.get("rows")
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
    rows = rows_in(value.get("rows")) if isinstance(value, dict) else []
    return Counter(f"rows.{row.get('category', '')}" for row in rows)


def named_rows(value: Json) -> dict[str, Row]:
    """Return the rows by category and name."""
    rows = rows_in(value.get("rows")) if isinstance(value, dict) else []
    return {f"{row.get('category')}/{row.get('name')}": row for row in rows}


def journaled(on_file: OnFile) -> list[Row] | None:  # noqa: ARG001 - part of the Source protocol
    """Return None: of ratings the journal keeps what ``catalog.movements`` finds, beyond their intervals."""
    return None


def snapshot(feed: Feed, answers: Sequence[Json], previous: Json) -> Snapshot:
    """Return one board in normal form: one row a name and category, in the order of categories and ranks.

    An answer speaks for the categories that it holds; the others keep their rows and their day.
    """
    board = feed.name.partition("/")[2]
    rows = [row for answer in answers for row in upstream_rows(feed.name, answer)]
    ratings, refused = _ratings(board, rows)
    require_few_set_aside(feed.name, refused, len(rows))
    _require_all_rows(feed.name, answers)
    partial = any(is_partial(answer) for answer in answers)
    _require_no_cut(feed.name, partial, len(ratings), previous)
    day = published(rows, answers)
    kept, kept_days = _kept(previous, ratings, refused)
    days = {**kept_days, **{r.category: day.isoformat() if day else None for r in ratings}}

    facts = [{key: getattr(rating, key) for key in _COLUMNS} for rating in ratings]
    rows_out = [*kept, *({key: fact for key, fact in row.items() if fact is not None} for row in facts)]
    value: Json = {
        "board": board,
        "partial": partial,
        "published": dict(sorted(days.items())),
        "rows": sorted(rows_out, key=_order),  # type: ignore[arg-type]
    }
    return Snapshot(feed.name, {snapshot_file(feed.name): value}, len(rows_out), day, tuple(refused))


def upstream_rows(feed: str, answer: Json) -> list[Row | Json]:
    """Return the rows of an answer in any of the shapes that exist, each with upstream's own keys.

    The dataset viewer wraps each row (``rows[].row``); the daily community files hold ``models``; a plain
    leaderboard holds ``rows``. Raises SourceError where there is no row.
    """
    if isinstance(answer, dict) and "models" in answer:
        return rows_of(feed, answer, "models")
    rows = rows_of(feed, answer, "rows")
    return [row["row"] if isinstance(row, dict) and isinstance(row.get("row"), dict) else row for row in rows]


def leaderboard(value: Json) -> Leaderboard:
    """Return the board of a file on disk; raises pydantic's ValidationError or ValueError."""
    board = as_row(value)
    rows = board.get("rows")
    ratings = tuple(
        checked(Rating, {"board": board["board"], **as_row(row)})
        for row in (rows if isinstance(rows, list) else [])
    )
    return checked(Leaderboard, {**board, "ratings": ratings})


def _ratings(board: str, rows: Sequence[Json]) -> tuple[list[Rating], list[SetAside]]:
    """Return the ratings of an answer, and notes on the rows that are refused."""
    ratings: dict[tuple[str, str], Rating] = {}
    refused: list[SetAside] = []
    for row in rows:
        try:
            rating = _in_its_interval(checked(Rating, {"board": board, **rating_fields(sent_row(row))}))
        except (ValidationError, ValueError) as error:
            refused.append(set_aside(row, ("model_name", "model", "name"), error))
            continue
        if (rating.category, rating.name) in ratings:
            refused.append(SetAside(row=rating.name, reason=f"name: a second row in {rating.category}"))
        else:
            ratings[rating.category, rating.name] = rating
    return list(ratings.values()), refused


def _in_its_interval(rating: Rating) -> Rating:
    """Return a rating; raises ValueError where its score, to a point, is outside of its own interval."""
    low, high = rating.lower, rating.upper
    if (low is not None and rating.score < low - 1) or (high is not None and rating.score > high + 1):
        raise ValueError(f"score: {rating.score:g} is not within its interval from {low} to {high}")
    return rating


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
        raise answer_refused(feed, f"the answer lacks {counted(missing, 'row')}; give every page")


def _require_no_cut(feed: str, partial: bool, rows: int, previous: Json) -> None:  # noqa: FBT001 - a fact of the answer
    """Refuse the top of a board in the place of the whole board: a missing row would read as a delisting."""
    board = previous if isinstance(previous, dict) else {}
    if partial and not board.get("partial") and isinstance(board.get("rows"), list):
        raise answer_refused(feed, f"the answer is the top {rows} of a board that is on file in full")


def _kept(
    previous: Json, ratings: Sequence[Rating], refused: Sequence[SetAside]
) -> tuple[list[Row], dict[str, Json]]:
    """Return the rows and days that stay: of categories in no answer, and of refused rows that were good."""
    board = previous if isinstance(previous, dict) else {}
    days = board.get("published")
    accepted = {(rating.category, rating.name) for rating in ratings}
    categories = {rating.category for rating in ratings}
    names = {" ".join(note.row.split()) for note in refused}
    kept = [
        row
        for row in rows_in(board.get("rows"))
        if (row.get("category"), row.get("name")) not in accepted
        and (row.get("category") not in categories or row.get("name") in names)
    ]
    old = days.items() if isinstance(days, dict) else ()
    return kept, {category: day for category, day in old if category not in categories}


_COLUMNS = [column.name for column in fields(Rating) if column.name != "board"]


def _order(row: Row) -> tuple[str, int, str]:
    rank = row.get("rank")
    return str(row["category"]), rank if isinstance(rank, int) else 1_000_000, str(row["name"])
