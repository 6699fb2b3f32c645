"""A scatter chart of price (log scale) against score, as the numbers that an SVG is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, log10
from typing import NamedTuple

from sitegen.catalog.standings import Point, Standings
from sitegen.facts.charts.axis import NICE, Tick
from sitegen.facts.charts.labels import Box, Ground, Label, Wanted, cut, placed, width
from sitegen.forms.figures import exact_dollars
from sitegen.large.scale import USUAL

LINE = 1.35
"""The height of a line of text, as a multiple of its size."""


class Frame(NamedTuple):
    """A drawing's box and margins in units; ``size`` is that of its text.

    ``reach`` is the radius of a target: where the drawing is at its smallest, one is 24 CSS pixels wide,
    as https://www.w3.org/TR/WCAG22/#target-size-minimum asks for. ``longest`` are the characters of a name;
    what is left out stands in the table.
    """

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    size: float
    reach: int
    longest: int = 30

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return self.size * LINE

    @property
    def end(self) -> int:
        """Where the plot ends on the right."""
        return self.width - self.right

    @property
    def floor(self) -> int:
        """Where the plot ends at the bottom."""
        return self.height - self.bottom


WIDE = Frame(760, 480, left=52, right=16, top=34, bottom=46, size=12.5, reach=13)
"""For a window of 48rem and more, where the page gives it 714 pixels and more."""
TALL = Frame(330, 470, left=40, right=8, top=30, bottom=44, size=12, reach=14, longest=22)
"""For a narrower window: 288 pixels in one of 320."""
SMALL = Frame(640, 350, left=64, right=16, top=46, bottom=54, size=21, reach=0)
"""For a model's page. Its text is of 12 units, and of 21 in a narrow window: there is room for the latter."""

RING = "m-3 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0"
"""A circle around where the path stands, which is how a mode's point is told from others without colour."""

LOG_STEPS = ((1, 2, 5), (1, 3), (1,))
SCORE_TICKS = 6
LEAST_SPAN = 10.0
"""Points of score that the axis spans at least: a single model has no range of its own."""


class Scale(NamedTuple):
    """From dollars and scores to units of a frame."""

    frame: Frame
    cheapest: float
    dearest: float
    lowest: float
    highest: float

    def x(self, price: Decimal) -> float:
        """Return where a price above zero stands; one beyond the axis at its end."""
        share = (_log(price) - self.cheapest) / (self.dearest - self.cheapest)
        return round(self.frame.left + min(max(share, 0), 1) * (self.frame.end - self.frame.left), 1)

    def y(self, score: float) -> float:
        """Return where a score stands; one beyond the axis, as an interval's end may be, at its end."""
        share = (score - self.lowest) / (self.highest - self.lowest)
        return round(self.frame.floor - min(max(share, 0), 1) * (self.frame.floor - self.frame.top), 1)

    def beyond(self, point: Point) -> str:
        """Return the triangle, as steps of a path, that points to where a point beyond the axes stands."""
        price = _log(point.price)
        if not self.lowest <= point.score <= self.highest:
            return "m-5-4h10l-5 8z" if point.score < self.lowest else "m-5 4h10l-5-8z"
        if not self.cheapest <= price <= self.dearest:
            return "m4-5v10l-8-5z" if price < self.cheapest else "m-4-5v10l8-5z"
        return ""


class Mark(NamedTuple):
    """One model where it stands; ``bar`` is path data of the interval of its score, "" where it has none.

    ``beyond`` is path data of a triangle at the edge of the drawing, where the model stands beyond its axes.
    """

    slug: str
    x: float
    y: float
    mode: bool
    bar: str = ""
    label: Label | None = None
    beyond: str = ""


class Scatter(NamedTuple):
    """A drawing: axes, every model as one path of dots and one of rings, and the frontier as steps.

    ``others`` has a mark for each model that is not on the frontier, where the drawing names models; it is
    ``crowded`` where there are too many for a mark each. ``frontier`` has those of its models that are named,
    ``unnamed`` is path data of the others of them. ``beyond`` is path data of triangles at the edges, one for
    each of ``outliers`` models that stand beyond the axes.
    """

    frame: Frame
    scale: Scale
    prices: tuple[Tick, ...]
    scores: tuple[Tick, ...]
    dots: str
    rings: str
    line: str
    others: tuple[Mark, ...]
    crowded: bool
    frontier: tuple[Mark, ...]
    unnamed: str
    beyond: str
    outliers: int


def scatter(
    standings: Standings, frame: Frame, names: Mapping[str, str] | None = None, *, most: int = USUAL.dots
) -> Scatter | None:
    """Return the drawing, or None where no model has a place.

    ``names``, by slug, are what the frontier's models are called; without them none is named. Dots and
    rings are those of all models that are not on the frontier; where they have more than ``most`` positions,
    those that are near one another share one.
    """
    if not standings.points:
        return None
    scale = _scale(standings.points, frame)
    everyone = [_mark(point, scale, bar=True) for point in standings.frontier]
    apart = _apart(everyone)
    frontier = _spread(apart, MOST_NAMED)
    others = [_mark(point, scale) for point in standings.points if point.slug in standings.beaten]
    inside = [mark for mark in others if not mark.beyond]
    outliers = [mark for mark in (*others, *everyone) if mark.beyond]
    known = {mark.slug for mark in frontier}
    return Scatter(
        frame=frame,
        scale=scale,
        prices=tuple(_price_ticks(scale)),
        scores=tuple(_score_ticks(scale)),
        dots=dots([(mark.x, mark.y) for mark in inside if not mark.mode], most),
        rings=rings([(mark.x, mark.y) for mark in inside if mark.mode], most),
        line=_steps(apart, frame),
        others=() if names is None else tuple(others),
        crowded=len(others) > most,
        frontier=tuple(_named(frontier, others, frame, names) if names else frontier),
        unnamed=dots([(mark.x, mark.y) for mark in apart if mark.slug not in known], most),
        beyond="".join(dict.fromkeys(mark.beyond for mark in outliers if mark.slug not in known)),
        outliers=len(outliers),
    )


MOST_NAMED = 40
"""Models of the frontier that a drawing names: more names than that hide it."""


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Return the first mark of each place."""
    return list({(round(mark.x), round(mark.y)): mark for mark in reversed([*marks])}.values())[::-1]


def _spread(marks: Sequence[Mark], most: int) -> Sequence[Mark]:
    """Return at most so many marks, from the first to the last."""
    if len(marks) <= most:
        return marks
    return [marks[place * (len(marks) - 1) // (most - 1)] for place in range(most)]


def marked(point: Point, drawing: Scatter, name: str) -> Mark:
    """Return one model's mark in a drawing, named, with the interval of its score."""
    mark = _mark(point, drawing.scale, bar=True)
    return mark._replace(label=_own_label(mark, drawing.frame, name))


def _log(price: Decimal) -> float:
    # A float holds every price that is one: `records.price` has them between 1e-40 and 1e7.
    return log10(float(price))


def _scale(points: Sequence[Point], frame: Frame) -> Scale:
    prices = _usual([_log(point.price) for point in points])
    least, most = _usual([point.score for point in points])
    # Half a decade at least, and some room at both ends, so that no point stands on an edge.
    room = max(0.04 * (prices[1] - prices[0]), (0.5 - (prices[1] - prices[0])) / 2, 0.06)
    air = max(0.05 * (most - least), (LEAST_SPAN - (most - least)) / 2, 1.0)
    return Scale(frame, prices[0] - room, prices[1] + room, least - air, most + air)


FENCE = 1.5
"""Quartile ranges beyond a quartile from which on a value is an outlier, by Tukey's rule:
https://www.itl.nist.gov/div898/handbook/prc/section1/prc16.htm"""
OUT_OF_TWO = 0.5
"""The share of the range that the usual values must leave before outliers are put at the edge."""
FEWEST = 8
"""Values that a quartile needs to mean something."""


def _usual(values: Sequence[float]) -> tuple[float, float]:
    """Return the range of the values, without outliers where these would take much of the drawing."""
    ordered = sorted(values)
    least, most = ordered[0], ordered[-1]
    low, high = ordered[len(ordered) // 4], ordered[-1 - len(ordered) // 4]
    fence = FENCE * (high - low)
    usual = [value for value in ordered if low - fence <= value <= high + fence]
    if len(ordered) < FEWEST or usual[-1] - usual[0] >= (most - least) * OUT_OF_TWO or usual[0] == usual[-1]:
        return least, most
    return usual[0], usual[-1]


def _mark(point: Point, scale: Scale, *, bar: bool = False) -> Mark:
    x, y = scale.x(point.price), scale.y(point.score)
    beyond = scale.beyond(point)
    if beyond or not bar or point.lower is None or point.upper is None:
        return Mark(point.slug, x, y, point.mode, beyond=beyond and f"M{x:g} {y:g}{beyond}")
    return Mark(point.slug, x, y, point.mode, f"M{x:g} {scale.y(point.upper):g}V{scale.y(point.lower):g}")


def _price_ticks(scale: Scale) -> Iterable[Tick]:
    first, last = floor(scale.cheapest), ceil(scale.dearest)
    for steps in LOG_STEPS:
        ticks = [
            Tick(scale.x(price), exact_dollars(price))
            for power in range(first, last + 1)
            for step in steps
            if scale.cheapest <= _log(price := Decimal(step).scaleb(power)) <= scale.dearest
        ]
        if _roomy(ticks, scale.frame):
            return ticks
    # More decades than can be labelled: every second, every third … of them.
    return next(
        thinned for every in range(2, len(ticks) + 1) if _roomy(thinned := ticks[::every], scale.frame)
    )


def _roomy(ticks: Sequence[Tick], frame: Frame) -> bool:
    """Whether no label of an axis comes near the next."""
    return all(
        right.at - left.at > (width(left.text, frame.size) + width(right.text, frame.size)) / 2 + 12
        for left, right in pairwise(ticks)
    )


def _score_ticks(scale: Scale) -> Iterable[Tick]:
    span = scale.highest - scale.lowest
    power = 10.0 ** floor(log10(span / SCORE_TICKS))
    step = next(float(nice) * power for nice in NICE if float(nice) * power * SCORE_TICKS >= span)
    for count in range(ceil(scale.lowest / step), floor(scale.highest / step) + 1):
        yield Tick(scale.y(count * step), f"{count * step:.10g}")


def dots(positions: Iterable[tuple[float, float]], most: int = USUAL.dots) -> str:
    """Return path data of a dot at each position, to the unit, for a stroke with round caps.

    A subpath without length is drawn as the two caps, a circle
    (https://www.w3.org/TR/SVG2/painting.html#LineCaps). Steps from dot to dot are shorter than positions.
    """
    path: list[str] = []
    x, y = 0, 0
    for to_x, to_y in _distinct(positions, most):
        path.append(f"M{to_x} {to_y}h0" if not path else f"m{to_x - x}{_signed(to_y - y)}h0")
        x, y = to_x, to_y
    return "".join(path)


def rings(positions: Iterable[tuple[float, float]], most: int = USUAL.dots) -> str:
    """Return path data of a ring at each position, to the unit."""
    return "".join(f"M{x} {y}{RING}" for x, y in _distinct(positions, most))


def _distinct(positions: Iterable[tuple[float, float]], most: int) -> list[tuple[int, int]]:
    """Return the positions on the finest grid of 1 unit, 2, 4 and so on that leaves at most so many."""
    grid, step = {(round(x), round(y)) for x, y in positions}, 1
    while len(grid) > most:
        step *= 2
        grid = {(round(x / step) * step, round(y / step) * step) for x, y in grid}
    return sorted(grid)


def _signed(number: int) -> str:
    """Return a number that may follow another in path data: a minus sign needs no blank before it."""
    return str(number) if number < 0 else f" {number}"


def _steps(frontier: Sequence[Mark], frame: Frame) -> str:
    """Return the frontier's line: at each price the highest score that can be had for it."""
    first, *others = frontier
    path = "".join(f"H{mark.x:g}V{mark.y:g}" for mark in others)
    return f"M{first.x:g} {first.y:g}{path}H{frame.end}"


def _named(
    frontier: Sequence[Mark], others: Sequence[Mark], frame: Frame, names: Mapping[str, str]
) -> Iterable[Mark]:
    labels = placed(
        [Wanted(cut(names[mark.slug], frame.longest), mark.x, mark.y) for mark in frontier],
        size=frame.size,
        height=frame.line,
        within=Box(frame.left + 2, 2, frame.end, frame.floor - 2),
        marks=[Box(mark.x - 6, mark.y - 6, mark.x + 6, mark.y + 6) for mark in frontier],
        ground=Ground(
            sorted({(round(mark.x), round(mark.y)) for mark in others}), [*_stretches(frontier, frame)]
        ),
    )
    return (mark._replace(label=label) for mark, label in zip(frontier, labels, strict=True))


def _stretches(frontier: Sequence[Mark], frame: Frame) -> Iterable[Box]:
    """Return the pieces of the frontier's line, which a name would rather not cross."""
    for low, high in pairwise(frontier):
        yield Box(low.x, low.y, high.x, low.y)
        yield Box(high.x, high.y, high.x, low.y)
    yield Box(frontier[-1].x, frontier[-1].y, frame.end, frontier[-1].y)


ABOVE = 14
"""Units between a model's mark and its name; the frame leaves room for a name above the highest mark."""


def _own_label(mark: Mark, frame: Frame, name: str) -> Label:
    """Return the name above its mark, towards the side that has more room, cut to what fits there."""
    wide = frame.end - frame.left
    share = (mark.x - frame.left) / wide
    anchor = "start" if share < 0.4 else "end" if share > 0.6 else "middle"  # noqa: PLR2004 - thirds, about
    room = wide * {"start": 1 - share, "end": share, "middle": 2 * min(share, 1 - share)}[anchor]
    return Label(_fitting(name, room, frame.size), mark.x, round(mark.y - ABOVE, 1), anchor, None, free=True)


def _fitting(name: str, room: float, size: float) -> str:
    """Return a name, or as much of it as there is room for."""
    if width(name, size) <= room:
        return name
    shorter = (cut(name, most) for most in range(len(name) - 1, 1, -1))
    return next((text for text in shorter if width(text, size) <= room), cut(name, 1))
