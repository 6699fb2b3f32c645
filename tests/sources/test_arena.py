"""Arena's leaderboards as snapshots: every shape that answers come in, on small boards."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sitegen.errors import ContentError, SourceError
from sitegen.records import Json
from sitegen.records.snapshot import Feed, Snapshot
from sitegen.sources import arena
from sitegen.sources.arena import feed_from, feeds, leaderboard, next_address

DAY = date(2026, 3, 1)
TEXT = Feed("arena/text", ("https://rows.example/filter",))
ROWS = "https://rows.example/filter?config=text&where=%22category%22%3D%27overall%27&offset=0&length=100"


def viewed(name: str, **changed: Any) -> dict[str, Json]:  # noqa: ANN401 - whatever upstream may send
    """Return one row as the dataset viewer wraps it."""
    made: dict[str, Json] = {
        "model_name": name,
        "organization": "acme",
        "license": "Proprietary",
        "rating": 1480.25,
        "rating_lower": 1475.5,
        "rating_upper": 1485.0,
        "vote_count": 32_205,
        "rank": 1,
        "category": "overall",
        "leaderboard_publish_date": "2026-02-06",
    }
    return {"row_idx": 0, "row": made | changed, "truncated_cells": []}


def dataset(*rows: Json, total: int | None = None) -> dict[str, Json]:
    """Return one page of the dataset viewer."""
    count = len(rows) if total is None else total
    return {
        "features": [],
        "rows": list(rows),
        "num_rows_total": count,
        "num_rows_per_page": 100,
        "partial": False,
    }


def daily(*models: Json, **about: Json) -> dict[str, Json]:
    """Return a daily community file."""
    return {"meta": {"leaderboard": "text", "model_count": len(models), **about}, "models": list(models)}


def snapshot(*answers: Json, held: Json = None, feed: Feed = TEXT) -> Snapshot:
    """Return the snapshot of some answers."""
    return arena.snapshot(feed, answers, held)


def value(made: Snapshot) -> dict[str, Any]:
    """Return the board as it stands on file."""
    (only,) = made.files.values()
    assert isinstance(only, dict)
    return only


def names(made: Snapshot) -> list[tuple[str, str]]:
    """Return category and name of every row on file, in order."""
    return [(one["category"], one["name"]) for one in value(made)["rows"]]


# Where it is read from


def test_each_board_is_a_feed_with_an_address_for_each_category() -> None:
    """Boards and categories of site.toml become the documented queries; a quote in a name is doubled."""
    settings = {
        "address": "https://rows.example/filter",
        "boards": {"text": ["overall", "it's"], "vision": ["overall"]},
    }
    text, vision = feeds(settings, DAY, {}.get)
    assert (text.name, vision.name) == ("arena/text", "arena/vision")
    query = parse_qs(urlsplit(text.addresses[1]).query)
    assert query["where"] == ["\"category\"='it''s'"]
    assert (query["config"], query["split"], query["offset"], query["length"]) == (
        ["text"],
        ["latest"],
        ["0"],
        ["100"],
    )
    assert query["dataset"] == ["lmarena-ai/leaderboard-dataset"]


def test_without_settings_there_are_boards() -> None:
    """The best known boards are read where site.toml says nothing."""
    assert {feed.name for feed in feeds({}, DAY, {}.get)} >= {"arena/text", "arena/vision"}


@pytest.mark.parametrize(
    "boards",
    [["text"], {"text": "overall"}, {"text": []}, {"text": [1]}, {"../x": ["overall"]}, {"": ["overall"]}],
)
def test_settings_that_name_no_boards_are_refused(boards: object) -> None:
    """Boards must be a table of plain names, each with a list of categories."""
    with pytest.raises(ContentError, match="boards: is no table of boards"):
        feeds({"boards": boards}, DAY, {}.get)


@pytest.mark.parametrize(
    ("address", "answer", "board"),
    [
        ("rows.json", {"meta": {"leaderboard": "search"}, "models": []}, "search"),
        ("rows.json", {"leaderboard": "text_style_control", "rows": []}, "text_style_control"),
        ("https://rows.example/filter?config=vision&offset=0", {"rows": []}, "vision"),
        ("vision-2026-02-06.page0.json", {"rows": []}, "vision"),
        ("https://mirror.example/day/webdev.json", {"rows": []}, "webdev"),
        ("text_to_image-2026-02-06.json", {"rows": []}, "text-to-image"),
        ("text-like-no-board.json", {"rows": []}, "text"),
        ("rows.json", {"rows": []}, "text"),
        ("-", None, "text"),
    ],
)
def test_an_answer_from_elsewhere_finds_its_board(address: str, answer: Json, board: str) -> None:
    """The board is what the answer says, else what the address or the file name says, else text."""
    assert feed_from(address, answer).name == f"arena/{board}"


@pytest.mark.parametrize(
    "board", ["../text", "a/b", "Text", "text.json", ".", "x" * 99, "con:1", "a\nb", "con", "lpt1"]
)
def test_a_board_is_named_by_a_plain_word(board: str) -> None:
    """A name that could not be a file's is refused, from the answer and from the address."""
    with pytest.raises(SourceError, match="is no name of a board"):
        feed_from("rows.json", {"leaderboard": board, "rows": []})


# Pages


def test_pages_follow_by_the_rows_that_came() -> None:
    """The next page starts after the rows received, as long as the source counts more, and asks the same."""
    page = dataset(*(viewed(f"m-{n}") for n in range(3)), total=5)
    following = next_address(ROWS, page)
    assert following is not None
    assert parse_qs(urlsplit(following).query) == parse_qs(urlsplit(ROWS).query) | {"offset": ["3"]}
    assert next_address(following, page) is None


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        (ROWS, dataset(total=5)),
        (ROWS, {"rows": [1], "num_rows_total": "5"}),
        (ROWS, {"rows": {}, "num_rows_total": 5}),
        (ROWS, []),
        ("https://rows.example/filter", dataset(viewed("m"), total=5)),
        ("https://rows.example/filter?offset=x", dataset(viewed("m"), total=5)),
    ],
)
def test_where_nothing_says_what_follows_nothing_does(address: str, answer: Json) -> None:
    """An empty page, an answer without a count and an address without an offset have no next page."""
    assert next_address(address, answer) is None


def test_a_missing_page_is_counted() -> None:
    """Pages that hold fewer rows than the source counts are refused with the number that is missing."""
    first, last = dataset(viewed("a"), viewed("b"), total=3), dataset(viewed("c"), total=3)
    assert snapshot(first, last).rows == 3
    with pytest.raises(SourceError, match="arena/text: the answer lacks 1 row;"):
        snapshot(first)


def test_each_query_has_its_own_count() -> None:
    """Pages of several categories, one after the other, are counted by category."""
    overall = [dataset(viewed(name), total=2) for name in "ab"]
    math = [dataset(viewed(name, category="math"), total=3) for name in "abc"]
    assert snapshot(*overall, *math).rows == 5
    with pytest.raises(SourceError, match="the answer lacks 1 row;"):
        snapshot(*overall, *math[:2])


# Shapes


def test_a_row_of_the_dataset_is_read() -> None:
    """The viewer's row stands on file under our names, with its interval, votes and day."""
    made = snapshot(dataset(viewed("anvil-2")))
    assert value(made) == {
        "board": "text",
        "partial": False,
        "published": {"overall": "2026-02-06"},
        "rows": [
            {
                "category": "overall",
                "name": "anvil-2",
                "organization": "acme",
                "license": "Proprietary",
                "rank": 1,
                "score": 1480.25,
                "lower": 1475.5,
                "upper": 1485.0,
                "votes": 32_205,
            }
        ],
    }
    assert str(made.dated) == "2026-02-06"


def test_what_the_source_does_not_say_is_absent() -> None:
    """A row without interval, licence, organisation, rank and votes is a row; no value is made up."""
    bare = dict.fromkeys(["organization", "license", "rating_lower", "rating_upper", "vote_count", "rank"])
    made = snapshot(dataset(viewed("anvil-2", **bare, leaderboard_publish_date=None)))
    assert value(made)["rows"] == [{"category": "overall", "name": "anvil-2", "score": 1480.25}]
    assert value(made)["published"] == {"overall": None}
    assert made.dated is None


@pytest.mark.parametrize(
    ("about", "day"),
    [
        ({"fetched_at": "2026-04-03T06:03:34+00:00", "last_updated": None}, "2026-04-03"),
        ({"fetched_at": "2026-04-03T06:03:34+00:00", "last_updated": "Mar 6, 2026"}, "2026-03-06"),
        ({"fetched_at": "2026-04-03T06:03:34+00:00", "last_updated": "March 16, 2026"}, "2026-03-16"),
        ({"fetched_at": "2026-04-03T06:03:34+00:00", "last_updated": "yesterday"}, "2026-04-03"),
        ({"last_updated": "Feb 31, 2026"}, "None"),
        ({"last_updated": 3}, "None"),
        ({}, "None"),
    ],
)
def test_a_daily_community_file_is_a_partial_board(about: dict[str, Json], day: str) -> None:
    """The daily files hold the top of a board, with one ± for the interval and their day in two spellings."""
    model: Json = {
        "rank": 1,
        "model": "anvil-2",
        "vendor": "Acme",
        "license": "open",
        "score": 1504,
        "ci": 6,
        "votes": 9,
    }
    made = snapshot(daily(model, **about))
    assert value(made)["partial"] is True
    assert value(made)["rows"] == [
        {
            "category": "overall",
            "name": "anvil-2",
            "organization": "Acme",
            "license": "open",
            "rank": 1,
            "score": 1504.0,
            "lower": 1498.0,
            "upper": 1510.0,
            "votes": 9,
        }
    ]
    assert str(made.dated) == day


def test_a_plain_leaderboard_is_read() -> None:
    """A file of plain rows with signed distances and its own day is a whole board."""
    answer: Json = {
        "leaderboard": "text",
        "updated": "2026-05-01",
        "rows": [{"name": "anvil-2", "score": 1500.123, "ci_lower": -4, "ci_upper": 5.5, "rank": 2}],
    }
    made = snapshot(answer)
    assert value(made)["rows"][0] == {
        "category": "overall",
        "name": "anvil-2",
        "rank": 2,
        "score": 1500.123,
        "lower": 1496.12,
        "upper": 1505.62,
    }
    assert (value(made)["partial"], str(made.dated)) == (False, "2026-05-01")


@pytest.mark.parametrize(
    "answer", [None, [], "x", {}, {"rows": []}, {"models": []}, {"models": None, "rows": [1]}]
)
def test_what_is_no_board_is_refused(answer: Json) -> None:
    """An answer without rows is refused under the name of the feed."""
    with pytest.raises(SourceError, match="arena/text: "):
        snapshot(answer)


def test_blanks_in_names_are_folded() -> None:
    """Line breaks and double blanks in a name are no part of it."""
    assert names(snapshot(dataset(viewed("  Anvil  2\n(High) ")))) == [("overall", "Anvil 2 (High)")]


def test_rows_stand_by_category_and_rank() -> None:
    """The order on file is that of categories, ranks and names, however the rows came; no rank is last."""
    rows = [
        viewed("c", rank=None),
        viewed("b", rank=2),
        viewed("z", rank=1, category="math"),
        viewed("a", rank=2),
        viewed("d", rank=1),
    ]
    expected = [("math", "z"), *(("overall", name) for name in "dabc")]
    assert names(snapshot(dataset(*rows))) == expected
    assert names(snapshot(dataset(*reversed(rows)))) == expected


def test_a_file_reads_back_as_a_leaderboard() -> None:
    """What stands on file becomes ratings with the board's name, days and completeness."""
    board = leaderboard(value(snapshot(dataset(viewed("a"), viewed("b", rank=2)))))
    assert (board.board, board.partial) == ("text", False)
    assert [(rating.board, rating.name, rating.rank) for rating in board.ratings] == [
        ("text", "a", 1),
        ("text", "b", 2),
    ]


# What is on file already


def test_a_category_nobody_spoke_of_stays() -> None:
    """An answer on one category leaves the rows and the day of the others as they were."""
    held = value(snapshot(dataset(viewed("a"), viewed("a", category="math", leaderboard_publish_date=None))))
    made = snapshot(dataset(viewed("b", leaderboard_publish_date="2026-03-01")), held=held)
    assert names(made) == [("math", "a"), ("overall", "b")]
    assert value(made)["published"] == {"math": "2026-02-06", "overall": "2026-03-01"}


def test_the_top_of_a_board_does_not_replace_the_whole() -> None:
    """A partial answer is refused where the board is on file in full; a full one replaces a partial one."""
    full, top = dataset(viewed("a"), viewed("b", rank=2)), daily({"model": "a", "score": 1})
    assert value(snapshot(full, held=value(snapshot(top))))["partial"] is False
    assert snapshot(top, held=value(snapshot(top))).rows == 1
    with pytest.raises(SourceError, match="is the top 1 of a board that is on file in full"):
        snapshot(top, held=value(snapshot(full)))


def test_a_viewer_that_read_a_part_says_so() -> None:
    """The dataset viewer's own word for a part of the data makes the board partial."""
    assert value(snapshot(dataset(viewed("a")) | {"partial": True}))["partial"] is True


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (viewed("bad", rating=None), "score"),
        (viewed("bad", rating="high"), "score"),
        (viewed("bad", rank=0), "rank"),
        (viewed("bad", vote_count=-1), "votes"),
        (viewed("bad", category=["overall"]), "category"),
        (viewed(" good-0 "), "name: a second row in overall"),
        (viewed(""), "name"),
        (viewed("A" * 20_001), "model_name: has 20,001 characters in a text"),
        (viewed("swapped", rating_lower=1500, rating_upper=1300), "is not within its interval"),
        ("bad", "no record"),
    ],
)
def test_a_bad_row_is_set_aside(bad: Json, reason: str) -> None:
    """One bad row of fifty is set aside with the field at fault; the others go on."""
    made = snapshot(dataset(*(viewed(f"good-{n}") for n in range(49)), bad))
    assert reason in made.set_aside[0].reason
    assert (len(made.set_aside), made.rows) == (1, 49)


def test_a_bad_row_keeps_its_last_good_one() -> None:
    """A row that is refused today stands as it stood, in its category; one that is not sent is gone."""
    good = [viewed(f"good-{n}") for n in range(49)]
    held = value(snapshot(dataset(*good, viewed("bad  name"), viewed("gone"))))
    made = snapshot(dataset(*good, viewed(" bad name", rating="?")), held=held)
    scores = {one["name"]: one["score"] for one in value(made)["rows"]}
    assert scores["bad name"] == scores["good-0"]
    assert "gone" not in scores
    assert made.rows == 50


def test_a_double_row_does_not_bring_back_the_old_one() -> None:
    """A name sent twice counts once, as sent today."""
    good = [viewed(f"good-{n}") for n in range(50)]
    held = value(snapshot(dataset(*good)))
    made = snapshot(dataset(*good[:49], viewed("good-0"), viewed("good-49")), held=held)
    assert (len(made.set_aside), made.rows) == (1, 50)


def test_more_than_two_percent_of_bad_rows_stop_the_source() -> None:
    """Two bad rows of fifty refuse the board."""
    rows = [viewed(f"m-{n}", **({"rating": None} if n < 2 else {})) for n in range(50)]
    with pytest.raises(SourceError, match="arena/text: 2 of 50 rows are refused, the first one m-0"):
        snapshot(dataset(*rows))
