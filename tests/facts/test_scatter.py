"""The scatter chart: axes, dots, rings, the frontier's steps, and a model's own mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from time import process_time

import pytest

from sitegen.catalog.standings import Point, Standings, standings
from sitegen.facts.charts.labels import width
from sitegen.facts.charts.scatter import (
    MOST_NAMED,
    SMALL,
    TALL,
    WIDE,
    Frame,
    Scatter,
    dots,
    marked,
    rings,
    scatter,
)
from tests.contest import Entrant, entrant, row, stands, words, world

NAMES = {f"acme/{word}": word for word in "abcdefgh"}
ENTRANTS: tuple[Entrant, ...] = (
    ("a", "0.0000001", 1200.0),
    ("b", "0.000001", 1300.0),
    ("c", "0.00001", 1400.0),
    ("d", "0.00001", 1250.0),
)


def drawn(found: Standings, frame: Frame = WIDE) -> Scatter:
    """Return the drawing of these standings."""
    drawing = scatter(found, frame, NAMES)
    assert drawing is not None
    return drawing


def test_the_price_axis_is_logarithmic() -> None:
    """Tenfold prices stand equally far apart, cheaper ones on the left, higher scores above."""
    a, b, c = drawn(stands(*ENTRANTS)).frontier
    assert b.x - a.x == pytest.approx(c.x - b.x, abs=0.2)
    assert a.x < b.x < c.x
    assert a.y > b.y > c.y


@pytest.mark.parametrize("frame", [WIDE, TALL, SMALL])
def test_everything_stands_within_the_plot(frame: Frame) -> None:
    """Points, intervals and ticks are within the axes, and no label of an axis touches the next."""
    found = standings(world(*ENTRANTS, more=(entrant("e"),), rows=(row("e", 1299.0, lower=-1e9, upper=1e9),)))
    drawing = drawn(found, frame)
    for mark in (*drawing.frontier, *drawing.others):
        assert frame.left < mark.x < frame.end
        assert frame.top < mark.y < frame.floor
    own = marked(next(point for point in found.points if point.slug == "acme/e"), drawing, "E")
    assert own.bar == f"M{own.x:g} {frame.top}V{frame.floor}"
    assert all(frame.left <= tick.at <= frame.end for tick in drawing.prices)
    assert all(frame.top <= tick.at <= frame.floor for tick in drawing.scores)
    for left, right in pairwise(drawing.prices):
        assert right.at - left.at > (width(left.text, frame.size) + width(right.text, frame.size)) / 2


def test_ticks_are_round() -> None:
    """Prices stand at 1, 2 and 5 of each tenfold step where there is room; scores are round."""
    drawing = drawn(stands(*ENTRANTS))
    assert [tick.text for tick in drawing.prices] == ["$0.10", "$0.20", "$0.50", "$1", "$2", "$5", "$10"]
    assert [tick.text for tick in drawing.scores] == ["1200", "1250", "1300", "1350", "1400"]
    assert [tick.text for tick in drawn(stands(*ENTRANTS), TALL).prices] == [
        "$0.10",
        "$0.30",
        "$1",
        "$3",
        "$10",
    ]


@pytest.mark.parametrize(
    "places",
    [
        (("a", "0.000001", 1200.0),),
        (("a", "1e-40", 1200.0), ("b", "1e6", 1200.5)),
        (("a", "0.000001", -1e300), ("b", "0.000002", 1e300)),
        (("a", "0.000001", 0.0), ("b", "0.000001", 1e-9)),
    ],
)
def test_extreme_figures_are_drawn_too(places: tuple[Entrant, ...]) -> None:
    """One model, prices dozens of powers of ten apart and absurd scores all make a drawing with ticks."""
    for frame in (WIDE, TALL, SMALL):
        drawing = drawn(stands(*places), frame)
        assert drawing.prices
        assert drawing.scores
        assert "nan" not in f"{drawing}"
        assert "inf" not in f"{drawing}"


def test_no_model_makes_no_drawing() -> None:
    """Where nobody has a place there is nothing to draw."""
    assert scatter(stands(), WIDE) is None


def test_the_line_runs_in_steps() -> None:
    """From each model of the frontier the line runs on at its score, and rises at the price of the next."""
    drawing = drawn(stands(*ENTRANTS))
    a, b, c = drawing.frontier
    assert drawing.line == (f"M{a.x:g} {a.y:g}H{b.x:g}V{b.y:g}H{c.x:g}V{c.y:g}H{WIDE.end}")


def test_dots_are_short_and_distinct() -> None:
    """All quiet points are one path of relative steps, each place once; rings likewise."""
    assert dots([(10.4, 20.0), (13.0, 15.2), (9.6, 20.4), (13.0, 30.0)]) == "M10 20h0m3-5h0m0 15h0"
    assert dots([]) == ""
    assert rings([(10.0, 20.0), (10.2, 19.8)]).count("M10 20m") == 1


def test_models_of_the_frontier_are_no_quiet_dots() -> None:
    """The quiet path holds those that are beaten, rings those of them that stand for a mode."""
    found = standings(
        world(*ENTRANTS, more=(entrant("e", "0.00002"),), rows=(row("e-thinking-32k", 1201.0),))
    )
    drawing = drawn(found)
    assert sorted(words(drawing.others)) == ["d", "e"]
    assert drawing.dots.count("h0") == 1
    assert drawing.rings.count("a3 3") == 1


def test_the_frontier_is_named() -> None:
    """Each model of the frontier has its name in the drawing; without names nobody has one."""
    found = stands(*ENTRANTS)
    assert [mark.label.text for mark in drawn(found).frontier if mark.label] == ["a", "b", "c"]
    bare = scatter(found, SMALL)
    assert bare is not None
    assert all(mark.label is None for mark in bare.frontier)


def test_intervals_are_drawn_where_they_are_published() -> None:
    """A bar runs from the upper to the lower end; a row without an interval has none."""
    found = standings(
        world(
            more=(entrant("a"), entrant("b", "0.00001")),
            rows=(row("a", 1200.0), row("b", 1300.0, lower=1290, upper=1310)),
        )
    )
    a, b = drawn(found).frontier
    assert a.bar == ""
    ends = re.fullmatch(r"M([\d.]+) ([\d.]+)V([\d.]+)", b.bar)
    assert ends
    assert float(ends[1]) == b.x
    assert float(ends[2]) < b.y < float(ends[3])


@pytest.mark.parametrize("name", ["Anvil", "A name that is far too long for any drawing of this kind " * 3])
@pytest.mark.parametrize("price", ["0.0000001", "0.0000004", "0.0000012", "0.0000035", "0.00001"])
def test_a_models_own_name_fits(name: str, price: str) -> None:
    """Wherever a model stands, its name starts or ends at its mark and keeps within the plot."""
    found = stands(("low", "0.0000001", 1200.0), ("high", "0.00001", 1400.0))
    drawing = scatter(found, SMALL)
    assert drawing is not None
    mark = marked(
        Point("acme/x", Decimal(price) * 1_000_000, 1300.0, None, None, 1, "x", mode=False), drawing, name
    )
    assert mark.label is not None
    wide = width(mark.label.text, SMALL.size)
    left = mark.label.x - {"start": 0, "middle": wide / 2, "end": wide}[mark.label.anchor]
    assert SMALL.left <= left
    assert left + wide <= SMALL.end
    assert name.startswith(mark.label.text.removesuffix("…"))


def test_a_crowded_chart_has_as_many_dots_as_it_may() -> None:
    """Of more places than are allowed, neighbours share one, and none is moved far."""
    places = [(x / 3, y / 3) for x in range(0, 1_800, 7) for y in range(0, 900, 7)]
    marks = re.findall(r"M(-?\d+) (-?\d+)", rings(places, most=500))
    found = {(int(x), int(y)) for x, y in marks}
    assert 100 < len(marks) == len(found) <= 500
    assert all(min(abs(x - a) + abs(y - b) for a, b in found) <= 64 for x, y in places[::97])
    assert dots([(1, 2), (3, 4)], most=2) == dots([(1, 2), (3, 4)]) == "M1 2h0m2 2h0"


def point(name: str, price: str, score: float) -> Point:
    """Return a model's place."""
    return Point(f"acme/{name}", Decimal(price), score, None, None, 1, name, mode=False)


def frontier_of(points: Sequence[Point]) -> Standings:
    """Return standings in which nothing beats any of these."""
    return Standings(tuple(points), {one.slug: one for one in points}, tuple(points), {}, {})


@pytest.mark.parametrize(
    ("points", "named"),
    [
        ([point(f"m{n}", "1", 1400.0) for n in range(4_000)], 1),
        ([point(f"m{n}", f"{1.002**n:.6f}", 1_000 + n / 10) for n in range(4_000)], MOST_NAMED),
    ],
)
def test_very_many_on_the_frontier_are_named_by_some(points: list[Point], named: int) -> None:
    """Models that tie share a name, a long frontier has its first, its last and some between: in no time."""
    began = process_time()
    drawing = scatter(frontier_of(points), WIDE, {one.slug: one.row for one in points})
    assert process_time() - began < 1
    assert drawing is not None
    assert len(drawing.frontier) == named
    assert drawing.frontier[0].slug == "acme/m0"
    assert bool(drawing.unnamed) == (named > 1)


def test_an_outlier_stands_at_the_edge() -> None:
    """One score or price far away does not push all others together: it is a triangle at the edge."""
    usual = [point(f"m{n}", f"{1 + n / 10}", 1_300.0 + n) for n in range(20)]
    low, dear = point("low", "1.5", 200.0), point("dear", "5000", 1_310.0)
    drawing = scatter(
        frontier_of([*usual, low, dear]), WIDE, {one.slug: one.row for one in [*usual, low, dear]}
    )
    assert drawing is not None
    beyond = {mark.slug: mark for mark in drawing.frontier if mark.beyond}
    assert (set(beyond), drawing.outliers) == ({"acme/low", "acme/dear"}, 2)
    assert (beyond["acme/low"].y, beyond["acme/dear"].x) == (WIDE.floor, WIDE.end)
    others = [mark.y for mark in drawing.frontier if not mark.beyond]
    assert max(others) - min(others) > (WIDE.floor - WIDE.top) / 2
    near = scatter(frontier_of([*usual, point("near", "1.5", 1_285.0)]), WIDE)
    assert near is not None
    assert near.outliers == 0
