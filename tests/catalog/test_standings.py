"""The frontier: who has a place on the chart, who beats whom, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Gone
from sitegen.catalog.standings import Absent, Point, standings
from sitegen.records.rating import Leaderboard
from tests.contest import entrant, row, stands, words, world


def test_nothing_beats_a_model_of_the_frontier() -> None:
    """The frontier rises from the cheapest to the highest rated, and leaves out what another beats."""
    found = stands(
        ("low", "0.000001", 1200.0),
        ("worse", "0.000002", 1100.0),
        ("mid", "0.000002", 1300.0),
        ("dear", "0.000009", 1250.0),
        ("high", "0.000008", 1400.0),
    )
    assert words(found.frontier) == ["low", "mid", "high"]
    assert {slug: beaten.by for slug, beaten in found.beaten.items()} == {"acme/worse": 2, "acme/dear": 2}


def test_one_of_the_two_must_be_strict() -> None:
    """The same score for less beats, a higher score for the same price beats, and twins do not."""
    assert words(stands(("a", "0.000001", 1200.0), ("b", "0.000002", 1200.0)).frontier) == ["a"]
    assert words(stands(("a", "0.000001", 1200.0), ("b", "0.000001", 1201.0)).frontier) == ["b"]
    assert words(stands(("a", "0.000001", 1200.0), ("b", "0.000001", 1200.0)).frontier) == ["a", "b"]


def test_two_rivals_are_named() -> None:
    """Of those that beat a model, the cheapest and the highest rated are of the frontier."""
    found = stands(
        ("a", "0.000001", 1200.0),
        ("b", "0.000002", 1300.0),
        ("c", "0.000003", 1400.0),
        ("d", "0.000004", 1500.0),
        ("beaten", "0.0000035", 1250.0),
    )
    beaten = found.beaten["acme/beaten"]
    assert (beaten.by, *words([beaten.cheapest, beaten.highest])) == (2, "b", "c")


def test_prices_are_exact() -> None:
    """A price is the decimal of the source, a million times."""
    (point,) = stands(("a", "0.000000044", 1200.0)).points
    assert point.price == Decimal("0.044")


def test_every_model_without_a_place_has_its_reason() -> None:
    """Routers, free, varying, unpriced and unrated models are told apart; gone ones are left out of all."""
    found = standings(
        catalog(
            [
                entrant("plain"),
                entrant("gratis", "0"),
                entrant("unrated"),
                entrant("varying", "-1"),
                entrant("unpriced", pricing={}),
                entrant("any", "-1", architecture={"tokenizer": "Router"}),
            ],
            [
                Leaderboard(
                    board="text",
                    ratings=tuple(row(word, 1200.0) for word in ("plain", "gratis", "varying", "unpriced")),
                ),
                Leaderboard(board="vision", ratings=(replace(row("unrated", 1.0), board="vision"),)),
            ],
            gone=[Gone(entrant("past"), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))],
        )
    )
    assert words(found.points) == ["plain"]
    assert {slug.removeprefix("acme/"): why for slug, why in found.absent.items()} == {
        "gratis": Absent.FREE,
        "unrated": Absent.UNRATED,
        "varying": Absent.VARIES,
        "unpriced": Absent.UNPRICED,
        "any": Absent.ROUTER,
    }
    assert found.count(Absent.FREE) == 1


def test_a_row_of_a_mode_is_marked() -> None:
    """A model that has only a mode's row stands at its score, and is marked."""
    found = standings(world(more=(entrant("anvil"),), rows=(row("anvil-thinking-32k", 1300.0),)))
    assert [(point.mode, point.row) for point in found.points] == [(True, "anvil-thinking-32k")]


def beats(one: Point, other: Point) -> bool:
    """Whether one model beats another, in the words of the definition."""
    no_dearer, no_lower = one.price <= other.price, one.score >= other.score
    return no_dearer and no_lower and (one.price < other.price or one.score > other.score)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=14))
def test_the_count_is_that_of_the_definition(places: list[tuple[int, int]]) -> None:
    """Whoever stands where, each model is beaten by as many as a comparison of all pairs finds."""
    found = stands(
        *((f"m{at}", f"0.00000{price}", 1000.0 + score) for at, (price, score) in enumerate(places))
    )
    assert len(found.points) == len(places)
    rivals = {one.slug: [other for other in found.points if beats(other, one)] for one in found.points}
    assert {point.slug for point in found.frontier} == {slug for slug, those in rivals.items() if not those}
    for slug, beaten in found.beaten.items():
        assert beaten.by == len(rivals[slug])
        assert beaten.cheapest.price == min(one.price for one in rivals[slug])
        assert beaten.highest.score == max(one.score for one in rivals[slug])
        assert beaten.cheapest in rivals[slug]
        assert beaten.highest in rivals[slug]
