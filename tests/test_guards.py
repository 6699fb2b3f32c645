"""Guards of a fetch: what an answer may lose or gain, and what it may not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from sitegen.catalog.alarms import Accepted
from sitegen.errors import SourceError
from sitegen.fetching import guards
from sitegen.fetching.guards import MOST_NEW_KEYS, Fault, admission, require_few_new_keys, suspicions
from sitegen.records import Json
from sitegen.records.snapshot import Feed, Receipt, SetAside, Size, Snapshot
from sitegen.sources import SOURCES
from tests.worlds import Row, row

DAY = date(2026, 3, 1)
FEED = "openrouter/models"
SOURCE = SOURCES["openrouter"]


def answer(rows: Iterable[Row]) -> Snapshot:
    """Return the snapshot of an answer of the catalogue."""
    return SOURCE.snapshot(SOURCE.feed_from("x", None), [{"data": [*rows]}], None)


def many(number: int, start: int = 0, **changed: Any) -> list[Row]:  # noqa: ANN401 - whatever upstream may send
    """Return so many records, each of a model of its own."""
    return [row(**{**own_keys(place), **changed}) for place in range(start, start + number)]


def own_keys(place: int) -> Row:
    """Return what tells one record from another."""
    return {"id": f"a/m-{place}", "canonical_slug": f"a/m-{place}-1", "created": 1_767_312_000 + place}


def receipt(on: date = DAY, size: Size | None = None, set_aside: tuple[SetAside, ...] = ()) -> Receipt:
    """Return the receipt of the answer of a day."""
    return Receipt(address="x", changed=on, sha256="", rows=0, size=size, set_aside=set_aside)


def faults(before: list[Row], after: list[Row], days: int = 1) -> list[str]:
    """Return what looks wrong about an answer after another one, some days later."""
    found, _ = suspicions(SOURCE, answer(after), answer(before).main, receipt(), DAY + timedelta(days))
    return [fault.text for fault in found]


def without(record: Row, field: str) -> Row:
    """Return a record without the value under a dotted key."""
    key, _, part = field.partition(".")
    return {**record, key: {**record[key], part: None} if part else None}


@pytest.mark.parametrize("field", SOURCE.guarded_fields)
def test_a_lost_field_is_a_fault(field: str) -> None:
    """Each field that no honest answer loses is missed, counted over the rows that both answers have."""
    blank = [without(record, field) for record in many(20)]
    assert faults(many(20), [*blank, *many(1, start=20)]) == [f"20 of 20 rows had {field} and have none"]


@pytest.mark.parametrize(("lost", "is_fault"), [(1, False), (2, False), (3, True)])
def test_a_tenth_of_the_values_may_go(lost: int, *, is_fault: bool) -> None:
    """More than a tenth of the values that there were is a fault."""
    after = [*many(lost, context_length=None), *many(20 - lost, start=lost)]
    assert bool(faults(many(20), after)) is is_fault


def test_one_value_alone_is_an_event_of_its_model() -> None:
    """However few rows there are, one that loses a value stops no answer."""
    assert faults(many(3), [*many(1, context_length=None), *many(2, start=1)]) == []


def test_a_field_that_few_rows_had_may_go() -> None:
    """Where three rows of four had no value, there is too little to hold an answer against."""
    before = [*many(15, context_length=None), *many(5, start=15)]
    assert faults(before, many(20, context_length=None)) == []


@pytest.mark.parametrize("value", ["128k", 0, -5, [128_000]])
def test_a_value_that_cannot_be_read_is_lost(value: Json) -> None:
    """A field that is set aside in all rows, or says 0 in all, is as good as gone."""
    after = many(20, context_length=value)
    assert faults(many(20), after) == ["20 of 20 rows had context_length and have none"]


def test_a_value_that_never_could_be_read_is_not_missed() -> None:
    """What was odd on file already, as the receipt says, is no loss when it stays so."""
    odd = answer(many(20, context_length="128k"))
    assert suspicions(SOURCE, odd, odd.main, receipt(set_aside=odd.set_aside), DAY)[0] == []


def test_side_kinds_of_prices_come_and_go() -> None:
    """In January 2026 zeros for prices that do not exist went in most rows; that was honest."""
    fillers = {"prompt": "0.000002", "completion": "0.00001", "image": "0", "request": "0"}
    assert faults(many(20, pricing=fillers), many(20)) == []


@pytest.mark.parametrize(("days", "is_fault"), [(1, True), (29, True), (31, False)])
def test_more_names_may_go_the_longer_it_was(days: int, *, is_fault: bool) -> None:
    """A tenth of the names, and 0.3 % more for each day; here 19 % are others while their number stays."""
    found = faults(many(100), [*many(81), *many(19, start=100, name="New")], days)
    assert found == (["19 of 100 names are gone"] if is_fault else [])


@pytest.mark.parametrize("days", [-1, -40, -4_000])
def test_nothing_is_missing_from_the_same_answer_under_an_earlier_day(days: int) -> None:
    """Whoever mistypes a day is not told that rows are gone: what may go is never less than a tenth."""
    size = Size(on=DAY, counts={"rows": 100})
    old, on = answer(many(100)), DAY + timedelta(days)
    for rows in (many(100), [*many(91), *many(9, start=100)]):
        found, _ = suspicions(SOURCE, answer(rows), old.main, receipt(size=size), on)
        assert found == []


def test_a_renamed_record_is_said_to_be_renamed() -> None:
    """Where a record came that is the same but for what it is called, the message names both."""
    after = [{**record, "id": f"b/{record['id']}"} for record in many(20)]
    assert faults(many(20), after) == ["20 of 20 names are gone (a/m-0 seems to be renamed to b/a/m-0)"]


@pytest.mark.parametrize(("rows", "is_fault"), [(60, False), (61, True)])
def test_more_than_threefold_growth_is_a_fault(rows: int, *, is_fault: bool) -> None:
    """Three times as many rows are believed, and not one more."""
    text = f"{rows} rows where 20 are on file, over 3 times as many"
    assert faults(many(20), many(rows)) == ([text] if is_fault else [])


def test_losses_in_small_steps_are_seen() -> None:
    """Five days of 9.5 % each: from the second on they are refused against the size that was taken first."""
    previous, held, refused = answer(many(1000)), receipt(), []
    for day in range(1, 6):
        on, new = DAY + timedelta(day), answer(many(round(1000 * 0.905**day)))
        found, size = suspicions(SOURCE, new, previous.main, held, on)
        refused.append([fault.text for fault in found])
        if not found:
            previous, held = new, receipt(on, size)
    assert refused[:2] == [[], ["819 rows where 1,000 were on 2026-03-01, over 10.6% fewer"]]
    assert all(refused[1:])


def test_the_size_moves_on() -> None:
    """Growth sets it anew, a small loss does not, and after a month what is there is the size."""

    def size_after(rows: int, days: int) -> tuple[date, int]:
        on = DAY + timedelta(days)
        _, size = suspicions(SOURCE, answer(many(rows)), answer(many(100)).main, receipt(), on)
        return size.on, size.counts["rows"]

    assert size_after(101, 5) == (DAY + timedelta(5), 101)
    assert size_after(95, 5) == (DAY, 100)
    assert size_after(95, 31) == (DAY + timedelta(31), 95)


def test_on_the_top_of_a_board_only_values_are_missed() -> None:
    """A missing row of a partial board says nothing; votes that are gone in all rows do."""
    source = SOURCES["arena"]

    def board(rows: int, **changed: Json) -> Snapshot:
        given: Row = {"rating": 1200.0, "vendor": "Acme", "votes": 10, **changed}
        models = [{"model": f"m-{place}", "rank": place + 1, **given} for place in range(rows)]
        return source.snapshot(source.feed_from("text.json", None), [{"models": [*models]}], None)

    def text_of(new: Snapshot) -> list[str]:
        return [fault.text for fault in suspicions(source, new, board(40).main, receipt(), DAY)[0]]

    assert text_of(board(20)) == []
    assert text_of(board(20, votes=None)) == ["20 of 20 rows had votes and have none"]


def test_sellers_are_guarded_by_their_own_prices() -> None:
    """A field that is gone from all endpoints is a fault, though each id has as many as before."""
    source = SOURCES["providers"]

    def sellers(**changed: Json) -> Snapshot:
        given: Row = {"provider_name": "Forge", "context_length": 8_000, "pricing": {"prompt": "0.1"}}
        endpoints = [{**given, **changed, "tag": f"forge/{place}"} for place in range(5)]
        bundle: list[Json] = [
            {"data": {"id": f"a/m-{place}", "endpoints": [*endpoints]}} for place in range(5)
        ]
        return source.snapshot(source.feed_from("x", None), bundle, None)

    found, _ = suspicions(source, sellers(pricing={}), sellers().main, receipt(), DAY)
    assert [fault.text for fault in found] == ["25 of 25 rows had pricing.prompt and have none"]


FAULTS = [Fault("rows", 100, 80, "80 rows"), Fault("values.created", 80, 0, "80 of 80")]
SIZE = Size(on=DAY, counts={"rows": 80})


def test_a_refusal_names_all_faults_and_the_way_on() -> None:
    """Every fault is in the one line, so that who takes the answer knows what he takes."""
    with pytest.raises(SourceError) as refusal:
        admission(FEED, FAULTS, SIZE, [], take=False)
    assert str(refusal.value) == (
        "openrouter/models: the answer is refused: 80 rows; 80 of 80; the snapshot on file stays; "
        "if the answer is right, fetch with --accept-change"
    )


def test_what_a_person_took_is_kept() -> None:
    """An answer that was taken in spite of faults has their words; one without a fault has none."""
    assert admission(FEED, FAULTS, SIZE, [], take=True).taken == ("80 rows", "80 of 80")
    assert admission(FEED, [], SIZE, [], take=True).taken == ()


def test_an_entry_takes_the_fault_that_it_names() -> None:
    """Each fault needs an entry of its own under the name of the feed."""
    first = Accepted(id=FEED, field="rows", old=100, new=80, who="me", why="they cleaned up")
    second = Accepted(id=FEED, field="values.created", who="me", why="gone for good")
    with pytest.raises(SourceError):
        admission(FEED, FAULTS, SIZE, [first], take=False)
    assert admission(FEED, FAULTS, SIZE, [first, second], take=False).size == SIZE


def test_more_rows_than_anybody_has_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of very many rows is a fault, the first one too, until a person has taken such a one."""
    monkeypatch.setattr(guards, "MOST_ROWS", 30)
    text = "31 rows, and more than 30 are taken only where a person says so"
    first, size = suspicions(SOURCE, answer(many(31)), None, None, DAY)
    assert [fault.text for fault in first] == [text]
    with pytest.raises(SourceError, match=r"31 rows, .* if the answer is right, fetch with --accept-change"):
        admission(FEED, first, size, (), take=False)
    assert admission(FEED, first, size, (), take=True).taken == (text,)
    assert suspicions(SOURCE, answer(many(30)), None, None, DAY)[0] == []
    assert faults(many(20), many(31)) == [text]
    taken = receipt().model_copy(update={"rows": 31})
    assert suspicions(SOURCE, answer(many(32)), answer(many(31)).main, taken, DAY)[0] == []


@pytest.mark.parametrize("place", ["prices", "fields"])
def test_an_answer_with_thousands_of_new_keys_is_refused(place: str) -> None:
    """Each new key would stand on pages; so many are no catalogue, and nobody can take them."""
    new = {f"k{number:05}": "0.001" for number in range(MOST_NEW_KEYS + 1)}
    odd = many(1, pricing={"prompt": "0.001"} | new) if place == "prices" else many(1, **new)
    prefix = "pricing." if place == "prices" else ""
    with pytest.raises(SourceError, match=f"has 501 new keys, such as {prefix}k00000, and at most 500"):
        require_few_new_keys(answer([*odd, *many(9, start=1)]))
    require_few_new_keys(answer(many(10, pricing={"prompt": "0.001", "hologram": "1"})))


def board(factor: float, few: int = 0) -> Snapshot:
    """Return a board of which all scores but a few are so many times as high."""
    rows = [
        {"model_name": f"m-{place}", "organization": "a", "license": "b", "rank": place, "vote_count": 9}
        | dict.fromkeys(
            ("rating", "rating_lower", "rating_upper"), (1500 - place) * (1 if place <= few else factor)
        )
        for place in range(1, 41)
    ]
    source = SOURCES["arena"]
    return source.snapshot(Feed("arena/text", ("x",)), [{"rows": rows}], None)


@pytest.mark.parametrize(
    ("factor", "few", "refused"), [(10, 0, True), (0.001, 0, True), (1.1, 0, False), (10, 35, False)]
)
def test_ratings_of_another_scale_are_refused(factor: float, few: int, *, refused: bool) -> None:
    """Most scores ten times as high are another scale; a few, or all a little higher, are not."""
    found, _ = suspicions(SOURCES["arena"], board(factor, few), board(1).main, receipt(), DAY)
    assert [fault.kind for fault in found] == (["scale.score"] if refused else [])


def test_tokens_in_another_unit_are_refused() -> None:
    """A ranking in thousands is none; that a day has fewer tokens than the one before is usual."""
    source = SOURCES["usage"]

    def ranking(unit: int) -> Snapshot:
        rows = [
            {"date": "2026-03-01", "model_permaslug": f"a/{place}", "total_tokens": str((50 + place) * unit)}
            for place in range(20)
        ]
        answer = {"data": rows, "meta": {"as_of": "2026-03-02T00:00:00Z"}}
        return source.snapshot(source.feed_from("x", None), [answer], None)

    before = ranking(1000).main
    assert [one.kind for one in suspicions(source, ranking(1), before, receipt(), DAY)[0]] == ["scale.tokens"]
    assert suspicions(source, ranking(600), before, receipt(), DAY)[0] == []
