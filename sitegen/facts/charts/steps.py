"""A step chart of one id's input and output price, as the numbers that an SVG is drawn from.

Beside the two lines stands the band of its sellers, from the cheapest to the dearest, and its maker's price.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sitegen.facts.charts.axis import Tick, price_ticks
from sitegen.forms.figures import MANY, day, dollars
from sitegen.records.price import PriceState

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 168, 14, 34
BEHIND = len("Output $2.50")
"""Characters of a label that fit behind the end of a line, also on a telephone, where they are larger."""
LABEL = 76
"""Units that a day takes below the chart; a telephone has the first and the last alone."""
APART = 24
"""Units between two labels at the end of lines, so that they can be read on a telephone."""

Amounts = tuple[Decimal, ...]
Steps = list[tuple[date, Amounts]]
"""From each day on, dollars per 1M tokens: one amount, both ends of a span, or none where there is none."""


class Lines(NamedTuple):
    """The steps of the two kinds of price that a chart shows."""

    prompt: Steps
    completion: Steps

    def until(self, end: date) -> Lines:
        """Return the steps up to a day: what came later has no place in the chart."""
        return Lines(*[[step for step in steps if step[0] <= end] for steps in self])

    @property
    def moved(self) -> bool:
        """Whether there is more than one amount of a kind."""
        return any(len({ends for _, ends in steps} - {()}) > 1 for steps in self)

    @property
    def amounts(self) -> Iterator[Decimal]:
        """Every amount."""
        return (amount for steps in self for _, ends in steps for amount in ends)


class Line(NamedTuple):
    """One kind of price: ``path`` is SVG path data, ``label`` stands at ``label_y`` at its end."""

    kind: str
    path: str
    label: str
    label_y: float
    by_hour: bool = False

    @property
    def is_long(self) -> bool:
        """Whether the label has no room behind the line's end, and stands above it."""
        return len(self.label) > BEHIND


class Shape(NamedTuple):
    """A band or a line without a label: ``kind`` is its kind of price, ``path`` SVG path data."""

    kind: str
    path: str


class Chart(NamedTuple):
    """A drawing in a box of ``width`` × ``height`` units, with what a reader who cannot see it is told.

    ``bands`` go from the cheapest to the dearest seller; ``listed`` are the lines of the maker's list price.
    ``steps`` are the days on which a line has a step; those too near to another have no text. ``is_cut`` says
    that a band rises beyond the chart.
    """

    title: str
    summary: str
    lines: tuple[Line, ...]
    prices: tuple[Tick, ...]
    days: tuple[Tick, ...]
    bands: tuple[Shape, ...] = ()
    listed: tuple[Shape, ...] = ()
    steps: tuple[Tick, ...] = ()
    is_cut: bool = False
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


class _Span(NamedTuple):
    """The amounts from one place of the chart to another."""

    amounts: Amounts
    left: float
    right: float


class _Scale(NamedTuple):
    start: date
    days: int
    most: Decimal

    def x(self, on: date) -> float:
        """Return the place of a day; of one before the chart begins, its left edge."""
        passed = max((on - self.start).days, 0)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * passed / self.days, 1)

    def spans(self, steps: Steps) -> list[_Span]:
        """Return the amounts of each step with the places at which it begins and ends."""
        places = [*[self.x(on) for on, _ in steps], float(WIDTH - RIGHT)]
        return [_Span(step[1], *places[at : at + 2]) for at, step in enumerate(steps)]


def _y(amount: Decimal, most: Decimal) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * max(float(1 - amount / most), 0), 1)


CUT = 3
"""How many times the dearest line a band may rise: a seller at ten times the price would make lines flat."""
_NAMES = (("completion", "Output"), ("prompt", "Input"))


def step_chart(shown: Lines, sold: Lines, listed: Lines, end: date, name: str) -> Chart | None:
    """Return the chart of an id's input and output price up to ``end``; None where nothing in it moved.

    ``sold`` are the cheapest and the dearest of its sellers, ``listed`` is its maker's price.
    """
    shown, sold, listed = shown.until(end), sold.until(end), listed.until(end)
    start = min([on for steps in shown for on, _ in steps[:1]], default=end)
    if not (shown.moved or sold.moved or listed.moved) or start >= end or not any(shown.amounts):
        return None
    dearest = max([*shown.amounts, *listed.amounts])
    highest = max([dearest, *sold.amounts])
    most, axis = _axis(min(highest, CUT * dearest) if dearest else highest)
    # A change on the last day would be a stroke without a line: leave it some room.
    days = (end - start).days
    scale = _Scale(start, days + 1 + days // 40, most)
    drawn = [line for kind, label in _NAMES if (line := _line(kind, label, getattr(shown, kind), scale))]
    return Chart(
        title=f"Price of {name} from {day(start)} to {day(end)}",
        summary=_summary(drawn, sold, listed),
        lines=_apart(drawn),
        prices=axis,
        days=(Tick(scale.x(start), day(start)), Tick(scale.x(end), day(end))),
        steps=_step_ticks(shown, end, scale),
        bands=tuple(_shapes(sold, scale, _band)),
        listed=tuple(_shapes(listed, scale, _single)),
        is_cut=any(amount > most for amount in sold.amounts),
    )


def _step_ticks(shown: Lines, end: date, scale: _Scale) -> tuple[Tick, ...]:
    """Return a mark for each day on which a line has a step, the latest named first, where there is room."""
    firsts = [steps[0][0] for steps in shown if steps]
    days = sorted({on for steps in shown for on, _ in steps} - set(firsts), reverse=True)
    # The first and the last day stand at the ends of the axis.
    taken = [scale.x(scale.start) + LABEL / 2, scale.x(end) - LABEL / 2]
    ticks: list[Tick] = []
    for on in days:
        at = scale.x(on)
        free = all(abs(at - other) >= LABEL for other in taken)
        ticks.append(Tick(at, day(on) if free else ""))
        taken += [at] if free else []
    return tuple(reversed(ticks))


def _summary(drawn: Iterable[Line], sold: Lines, listed: Lines) -> str:
    """Return what the chart shows at its end, in words."""
    words = [f"{_words(line)} at the end." for line in drawn]
    for kind, label in _NAMES:
        ends = getattr(sold, kind)[-1:]
        if ends and ends[0][1]:
            words.append(f"{label} of all sellers: {' to '.join(map(dollars, dict.fromkeys(ends[0][1])))}.")
    for kind, label in _NAMES:
        ends = getattr(listed, kind)[-1:]
        if ends and ends[0][1]:
            words.append(f"{label} by the maker’s list: {dollars(ends[0][1][0])}.")
    return " ".join(["Dollars per 1M tokens.", *words])


@lru_cache(maxsize=MANY)
def _axis(dearest: Decimal) -> tuple[Decimal, tuple[Tick, ...]]:
    """Return the amount at the top of a chart, and the marks of its axis of prices."""
    ticks = price_ticks(dearest)
    return ticks[-1], tuple([Tick(_y(price, ticks[-1]), dollars(price)) for price in ticks])


def _line(kind: str, label: str, steps: Steps, scale: _Scale) -> Line | None:
    drawn = [ends for _, ends in steps if ends]
    if not drawn:
        return None
    last = " to ".join(map(dollars, drawn[-1]))
    at = _y(drawn[-1][-1], scale.most)
    return Line(kind, _single(steps, scale), f"{label} {last}", at, by_hour=len(drawn[-1]) > 1)


def _single(steps: Steps, scale: _Scale) -> str:
    """Return path data of a line; a price that goes by the hour is two, of its cheapest and its dearest."""
    spans = scale.spans(steps)
    low = [span._replace(amounts=span.amounts[:1]) for span in spans]
    high = [span._replace(amounts=span.amounts[-1:]) for span in spans]
    return "".join(dict.fromkeys([_path(low, scale), _path(high, scale)]))


def _shapes(lines: Lines, scale: _Scale, path: Callable[[Steps, _Scale], str]) -> Iterator[Shape]:
    for kind, _ in _NAMES:
        if data := path(getattr(lines, kind), scale):
            yield Shape(kind, data)


def _band(steps: Steps, scale: _Scale) -> str:
    """Return path data of an area from the lower to the upper amount; "" where they are always the same."""
    if all(len(set(ends)) <= 1 for _, ends in steps):
        return ""
    areas: list[list[_Span]] = [[]]
    for span in scale.spans(steps):
        if span[0]:
            areas[-1].append(span)
        else:
            areas.append([])
    return "".join([_area(area, scale) for area in areas if area])


def _area(area: Sequence[_Span], scale: _Scale) -> str:
    """Return a closed path: forth along the upper amounts, back along the lower ones."""
    forth = "".join([f"V{_y(ends[-1], scale.most)}H{right}" for ends, _, right in area])
    back = "".join([f"V{_y(ends[0], scale.most)}H{left}" for ends, left, _ in reversed(area)])
    return f"M{area[0][1]} {_y(area[0][0][-1], scale.most)}{forth}{back}Z"


def _words(line: Line) -> str:
    return f"{line.label} {PriceState.BY_HOUR}" if line.by_hour else line.label


def _path(spans: Sequence[_Span], scale: _Scale) -> str:
    """Return path data with a step at each amount, and a gap where there is none."""
    path: list[str] = []
    before: Amounts = ()
    for amounts, left, right in spans:
        for amount in amounts:
            y = _y(amount, scale.most)
            path.append(f"V{y}H{right}" if before else f"M{left} {y}H{right}")
        before = amounts
    return "".join(path)


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with their labels moved apart, the dearer one up."""
    placed: list[Line] = []
    for line in sorted(lines, key=lambda one: one.label_y):
        above = placed[-1].label_y + APART if placed else 0.0
        placed.append(line._replace(label_y=max(line.label_y, above)))
    return tuple(placed)
