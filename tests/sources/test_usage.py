"""The source of usage: the window that is asked for, both shapes, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sitegen.errors import SourceError
from sitegen.records import Json
from sitegen.records.snapshot import Feed, Snapshot
from sitegen.records.usage import Period
from sitegen.sources import usage

FEED = Feed("usage/daily", ("https://example.org/rankings",))
META: Json = {"as_of": "2026-03-03T02:00:00Z", "version": "v1"}


def row(on: str, name: Json, tokens: Json) -> dict[str, Json]:
    """Return a row as the Data API sends it."""
    return {"date": on, "model_permaslug": name, "total_tokens": tokens}


def daily(*rows: Json, meta: Json = META) -> Json:
    """Return an answer of the Data API."""
    return {"data": list(rows), "meta": meta}


def weekly(*rows: Json, kind: Json = "week") -> Json:
    """Return the ranking of a week."""
    return {"rankingType": kind, "rankingData": list(rows)}


def week_row(slug: str, variant: Json = "standard", **changed: Json) -> dict[str, Json]:
    """Return a row of the ranking of a week."""
    given: dict[str, Json] = {
        "date": "2026-02-08 00:00:00",
        "model_permaslug": slug,
        "variant": variant,
        "total_prompt_tokens": 90,
        "total_completion_tokens": 10,
    }
    return given | changed


def made(*answers: Json, held: Json = None) -> Snapshot:
    """Return the snapshot of answers."""
    return usage.snapshot(FEED, answers, held)


def value(snapshot: Snapshot) -> Any:  # noqa: ANN401 - any JSON value
    """Return the main file of a snapshot."""
    return snapshot.files["usage/daily.json"]


def told(snapshot: Snapshot) -> list[tuple[str, str, int]]:
    """Return the rows of a snapshot."""
    return [(one["on"], one["name"], one["tokens"]) for one in value(snapshot)["rows"]]


MANY = [row("2026-03-01", f"a/m-{n}", str(n + 1)) for n in range(100)]


def test_thirty_days_up_to_yesterday_are_asked_for() -> None:
    """The window ends the day before the fetch, the last complete one, and follows it over a leap day."""
    (feed,) = usage.feeds({}, date(2028, 3, 1), {}.get)
    assert feed.name == "usage/daily"
    assert feed.addresses == (f"{usage.ADDRESS}?start_date=2028-01-31&end_date=2028-02-29",)


def test_the_address_is_a_setting() -> None:
    """An address of site.toml, with a query of its own or without, gets the window."""
    addresses = ("https://example.org/r", "https://example.org/r?a=1")
    asked = [usage.feeds({"address": one}, date(2026, 3, 1), {}.get)[0].addresses[0] for one in addresses]
    assert asked[0].startswith("https://example.org/r?start_date=2026-01-30&")
    assert asked[1].startswith("https://example.org/r?a=1&start_date=2026-01-30&")


def test_the_data_api_is_read_by_day_and_name() -> None:
    """Counts stay exact beyond 2^53, rows stand by day and name, and the rest comes last in its day."""
    big = 2**63 - 1
    found = made(
        daily(
            row("2026-03-02", "b/one:free", "5"),
            row("2026-03-02", "other", "7"),
            row("2026-03-02", "z/last", str(big)),
            row("2026-03-01", "b/one", 4),
        )
    )
    assert told(found) == [
        ("2026-03-01", "b/one", 4),
        ("2026-03-02", "b/one:free", 5),
        ("2026-03-02", "z/last", big),
        ("2026-03-02", "other", 7),
    ]
    assert (value(found)["period"], value(found)["as_of"]) == ("day", "2026-03-03T02:00:00Z")
    assert (found.rows, found.dated, found.set_aside) == (4, date(2026, 3, 2), ())


def test_the_ranking_of_a_week_is_read_as_one() -> None:
    """Prompt and completion tokens add up, a variant keeps its suffix, and every row is of the week's end."""
    early = week_row("b/two", date="2026-02-04 00:00:00")
    found = made(weekly(week_row("b/one"), week_row("b/one", "free"), early, week_row("b/three", None)))
    assert told(found) == [("2026-02-08", name, 100) for name in ("b/one", "b/one:free", "b/three", "b/two")]
    assert (value(found)["period"], value(found)["as_of"]) == ("week", None)
    assert usage.usage(value(found)).period is Period.WEEK


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (row("2026-02-30", "a/x", "1"), "date: is no day"),
        (row("1 March", "a/x", "1"), "date: is no day"),
        (row("2026-03-01", "", "1"), "name"),
        (row("2026-03-01", None, "1"), "model_permaslug: is no name"),
        (row("2026-03-01", "a b\n", "1"), "name: String should match pattern"),
        (row("2026-03-01", "a" * 201, "1"), "name: String should have at most 200"),
        (row("2026-03-01", 7, "1"), "name: Input should be a valid string"),
        (row("2026-03-01", "a/x", "1.5"), "tokens: are no number"),
        (row("2026-03-01", "a/x", "1_0"), "tokens: are no number"),
        (row("2026-03-01", "a/x", "9" * 5000), "tokens: are no number"),
        (row("2026-03-01", "a/x", [1]), "tokens: are no number"),
        (row("2026-03-01", "a/x", -1), "tokens: Input should be greater than"),
        (row("2026-03-01", "a/m-1", "3"), "is there a second time"),
        ("text", "no record"),
    ],
)
def test_a_bad_row_is_set_aside(bad: Json, fault: str) -> None:
    """A row without a day, a name or a count is noted with its reason, and the others go on."""
    found = made(daily(*MANY, bad))
    assert len(found.set_aside) == 1
    assert fault in found.set_aside[0].reason
    assert found.rows == 100


def test_a_bad_row_of_a_week_is_set_aside() -> None:
    """A count that is missing, and a row of the rest, which a whole list cannot have, are noted."""
    rows = [week_row(f"a/m-{n}") for n in range(100)]
    found = made(weekly(*rows, week_row("a/x", total_prompt_tokens=None), week_row("other")))
    assert [note.reason.partition(":")[0] for note in found.set_aside] == ["tokens", "model_permaslug"]


def test_a_row_set_aside_keeps_its_last_good_figure() -> None:
    """The row on file stays where its successor is refused, and not where another row has its place."""
    held = value(made(daily(*MANY)))
    broken = made(daily(*MANY[1:], row("2026-03-01", "a/m-0", "lots")), held=held)
    assert ("2026-03-01", "a/m-0", 1) in told(broken)
    assert broken.rows == 100
    twice = made(daily(*MANY, row("2026-03-01", "a/m-0", "5")), held=held)
    assert told(twice) == told(made(daily(*MANY)))


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (None, "has no list 'data'"),
        ({"data": {}}, "has no list 'data'"),
        ({"data": []}, "'data' of the answer is empty"),
        ({"data": [1, 2]}, "2 of 2 rows are refused"),
        (daily(*MANY[:40], row("x", "a/b", "1")), "1 of 41 rows are refused"),
        (daily(row("2026-03-01", "other", "1")), "names no model"),
        ({"rankingType": "week", "rankingData": []}, "'rankingData' of the answer is empty"),
        (weekly(week_row("a/b"), kind="month"), "type 'month' is not known"),
        (weekly(week_row("a/b"), kind=None), "type None is not known"),
    ],
)
def test_what_is_no_ranking_is_refused(answer: Json, fault: str) -> None:
    """Another shape, an empty list, a list of no model and too many bad rows are refused."""
    with pytest.raises(SourceError) as refused:
        made(answer)
    assert fault in str(refused.value)


def test_days_and_a_week_are_not_mixed() -> None:
    """Answers of both kinds have no common figure."""
    with pytest.raises(SourceError, match="give one kind"):
        made(daily(*MANY), weekly(week_row("a/b")))


def test_a_new_time_alone_is_no_news() -> None:
    """While the rows stay the same the time on file stays; with one that moved comes the answer's time."""
    later: Json = {"as_of": "2026-03-03T05:00:00Z"}
    held = value(made(daily(*MANY)))
    assert value(made(daily(*MANY, meta=later), held=held)) == held
    moved = made(daily(*MANY[1:], row("2026-03-01", "a/m-0", "9"), meta=later), held=held)
    assert value(moved)["as_of"] == "2026-03-03T05:00:00Z"


@pytest.mark.parametrize("said", [None, 5, "<b>now</b>", "yesterday", "2026-03-03T02:00:00Z\n"])
def test_a_time_that_is_none_is_left_out(said: Json) -> None:
    """What is no time by ISO 8601 never reaches the citation."""
    assert value(made(daily(*MANY, meta={"as_of": said})))["as_of"] is None
    assert value(made(daily(*MANY, meta=said)))["as_of"] is None


def test_an_honest_window_does_not_lose_days_or_names() -> None:
    """Days, rows and the latest day's rows are counted; a week has rows alone; nothing has none."""
    rows = [row("2026-03-01", "a/b", "1"), row("2026-03-02", "a/b", "1"), row("2026-03-02", "a/c", "1")]
    assert usage.counts(value(made(daily(*rows)))) == {"rows": 3, "days": 2, "rows.latest day": 2}
    assert usage.counts(value(made(weekly(week_row("a/b"))))) == {"rows": 1}
    assert usage.counts(None) == {"rows": 0}


def test_the_credit_is_word_for_word_that_of_the_terms() -> None:
    """https://openrouter.ai/docs/api/api-reference/datasets/get-rankings-daily gives the line to cite."""
    line = "Source: OpenRouter (openrouter.ai/rankings), as of 2026-03-03T02:00:00Z."
    assert usage.info.credit_on("2026-03-03T02:00:00Z") == line
    assert usage.info.licence.name == "CC BY 4.0"
