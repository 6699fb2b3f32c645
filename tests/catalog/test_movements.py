"""Movements: what the journal keeps of a leaderboard, and what is noise."""

from __future__ import annotations

from datetime import date

from sitegen.catalog.changes import Before, replayed
from sitegen.catalog.movements import movements, rating_rows, within_interval
from sitegen.records.change import Change
from sitegen.records.rating import Leaderboard, Rating

DAY = date(2026, 5, 15)
NOTHING = Before({}, frozenset())


def board(*rows: tuple[str, int, float], partial: bool = False) -> Leaderboard:
    """Return a board of (name, rank, score) rows whose interval is five points either way."""
    ratings = tuple(
        Rating(board="text", name=n, rank=r, score=s, lower=s - 5, upper=s + 5) for n, r, s in rows
    )
    return Leaderboard(board="text", partial=partial, ratings=ratings)


def then(*states: Leaderboard) -> list[list[Change]]:
    """Return what each state adds to the journal."""
    journal: list[Change] = []
    added = []
    for state in states:
        added.append(movements(replayed(journal, "arena"), state, on=DAY))
        journal += added[-1]
    return added


def test_a_score_within_its_interval_is_noise() -> None:
    """Votes move every score a little, and ranks with it: the journal does not follow."""
    first, second = then(board(("a", 1, 1500), ("b", 2, 1499)), board(("b", 1, 1503), ("a", 2, 1498)))
    assert [change.field for change in first] == ["listed", "listed"]
    assert second == []


def test_a_score_beyond_its_interval_is_kept_with_its_rank() -> None:
    """A move that the interval did not allow for is journaled, field by field."""
    _, moved = then(board(("a", 5, 1500)), board(("a", 2, 1506)))
    assert {change.field: (change.old, change.new) for change in moved} == {
        "rank": (5, 2),
        "score": (1500.0, 1506.0),
        "lower": (1495.0, 1501.0),
        "upper": (1505.0, 1511.0),
    }


def test_small_steps_add_up() -> None:
    """The interval that counts is the journal's: a drift is kept once it has left it."""
    states = [board(("a", 1, 1500.0 + step)) for step in (0, 4, 8)]
    assert [len(added) > 0 for added in then(*states)] == [True, False, True]


def test_a_missing_row_of_a_partial_board_is_no_departure() -> None:
    """Below the cut is not gone; on a full board it is."""
    full = board(("a", 1, 1500), ("b", 2, 1400))
    assert then(full, board(("a", 1, 1500), partial=True))[1] == []
    assert [change.field for change in then(full, board(("a", 1, 1500)))[1]] == ["left"]


def test_a_name_that_comes_back_returned() -> None:
    """Listed once, returned ever after."""
    full, cut = board(("a", 1, 1500), ("b", 2, 1400)), board(("a", 1, 1500))
    assert [change.field for change in then(full, cut, full)[2]] == ["returned"]


def test_another_board_is_another_life() -> None:
    """The rows of one board are not missing from the other."""
    held = Before({"vision/a": {"name": "a"}}, frozenset())
    assert [change.id for change in movements(held, board(("a", 1, 1500)), on=DAY)] == ["text/a"]


def test_categories_are_slices_of_the_same_votes() -> None:
    """Only the overall category is followed."""
    rows = (Rating(board="text", category="coding", name="a", score=1),)
    assert rating_rows(Leaderboard(board="text", ratings=rows)) == {}


def test_a_score_without_an_interval_has_ten_points() -> None:
    """Some sources publish no interval."""
    assert within_interval({"score": 1500.0}, {"score": 1510.0})
    assert within_interval({"score": 1500.0}, {"score": 1490.0})
    assert not within_interval({"score": 1500.0}, {"score": 1510.1})
    assert not within_interval({"score": 1500.0}, {"score": 1489.9})


def test_a_score_outside_of_its_own_interval_is_itself() -> None:
    """An interval that does not hold its own score makes no movement of a score that did not move."""
    odd = Leaderboard(
        board="text", ratings=(Rating(board="text", name="a", score=1500, lower=1501, upper=1505),)
    )
    first, second = then(odd, odd)
    assert ([change.field for change in first], second) == (["listed"], [])
    assert within_interval(rating_rows(odd)["text/a"], rating_rows(odd)["text/a"])


def test_an_interval_has_two_ends_of_its_own() -> None:
    """A fall is measured against the lower end, a rise against the upper one, and the ends belong to it."""
    old = {"score": 1500.0, "lower": 1497.0, "upper": 1520.0}
    assert [within_interval(old, {"score": now}) for now in (1496.9, 1497.0, 1520.0, 1520.1)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_a_row_without_a_score_is_the_same_only_as_another() -> None:
    """A score that appears or goes away is no noise."""
    assert within_interval({}, {"score": None})
    assert not within_interval({}, {"score": 1500.0})
    assert not within_interval({"score": 1500.0}, {})


def test_a_field_that_did_not_move_is_not_journaled() -> None:
    """With a score that left its interval the rank may stay: there is no line for it."""
    _, moved = then(board(("a", 1, 1500)), board(("a", 1, 1506)))
    assert [change.field for change in moved] == ["score", "lower", "upper"]


def test_a_rating_is_kept_with_its_name_and_the_facts_that_it_has() -> None:
    """The journal's record holds the name and what the board publishes; what it does not is left out."""
    rows = (Rating(board="text", name="a", score=1, rank=3, votes=7),)
    assert rating_rows(Leaderboard(board="text", ratings=rows)) == {
        "text/a": {"name": "a", "rank": 3, "score": 1.0}
    }
