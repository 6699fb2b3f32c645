"""A step chart of one id's input and output price, as the numbers that an SVG is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sitegen.facts.charts.axis import Tick, price_ticks
from sitegen.forms.figures import MANY, day, dollars
from sitegen.records.price import PriceState

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 150, 14, 34
APART = 24
"""Units between two labels at the end of lines, so that they can be read on a telephone."""


class Line(NamedTuple):
    """One kind of price: ``path`` is SVG path data, ``label`` stands at ``label_y`` at its end."""

    kind: str
    path: str
    label: str
    label_y: float
    by_hour: bool = False


class Chart(NamedTuple):
    """A drawing in a box of ``width`` × ``height`` units, with what a reader who cannot see it is told."""

    title: str
    summary: str
    lines: tuple[Line, ...]
    prices: tuple[Tick, ...]
    days: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


class _Scale(NamedTuple):
    start: date
    days: int
    most: Decimal

    def x(self, on: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (on - self.start).days / self.days, 1)


def _y(amount: Decimal, most: Decimal) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * float(1 - amount / most), 1)


Steps = list[tuple[date, tuple[Decimal, ...]]]
"""From each day on, dollars per 1M tokens: one amount, both ends of a day, or none where there is none."""


def step_chart(prompt: Steps, completion: Steps, end: date, name: str) -> Chart | None:
    """Return the chart of an id's input and output price up to ``end``; None where no line has a step."""
    amounts = [{ends for _, ends in steps} - {()} for steps in (prompt, completion)]
    start = min([on for on, _ in (*prompt[:1], *completion[:1])], default=end)
    if max(map(len, amounts)) <= 1 or start >= end:
        return None
    most, axis = _axis(max([amount for found in amounts for ends in found for amount in ends]))
    # A change on the last day would be a stroke without a line: leave it some room.
    days = (end - start).days
    scale = _Scale(start, days + 1 + days // 40, most)
    lines = (_line("completion", "Output", completion, scale), _line("prompt", "Input", prompt, scale))
    drawn = [line for line in lines if line]
    return Chart(
        title=f"Price of {name} from {day(start)} to {day(end)}",
        summary="Dollars per 1M tokens. " + " ".join([f"{_words(line)} at the end." for line in drawn]),
        lines=_apart(drawn),
        prices=axis,
        days=(Tick(scale.x(start), day(start)), Tick(scale.x(end), day(end))),
    )


@lru_cache(maxsize=MANY)
def _axis(dearest: Decimal) -> tuple[Decimal, tuple[Tick, ...]]:
    """Return the amount at the top of a chart, and the marks of its axis of prices."""
    ticks = price_ticks(dearest)
    return ticks[-1], tuple([Tick(_y(price, ticks[-1]), dollars(price)) for price in ticks])


def _line(kind: str, label: str, steps: Steps, scale: _Scale) -> Line | None:
    if not steps:
        return None
    places = [scale.x(on) for on, _ in steps]
    spans = [*zip(places, [*places[1:], float(WIDTH - RIGHT)], strict=True)]
    drawn = [ends for _, ends in steps if ends]
    if not drawn:
        return None
    # A price that goes by the hour is two lines, of the cheapest and of the dearest hour.
    path = [_path([ends[end : end + 1] or ends[:1] for _, ends in steps], spans, scale) for end in (0, 1)]
    last = " to ".join(map(dollars, drawn[-1]))
    at = _y(drawn[-1][-1], scale.most)
    return Line(kind, "".join(dict.fromkeys(path)), f"{label} {last}", at, by_hour=len(drawn[-1]) > 1)


def _words(line: Line) -> str:
    return f"{line.label} {PriceState.BY_HOUR}" if line.by_hour else line.label


def _path(ends: Sequence[tuple[Decimal, ...]], spans: Sequence[tuple[float, float]], scale: _Scale) -> str:
    """Return path data with a step at each amount, and a gap where there is none."""
    path: list[str] = []
    before: tuple[Decimal, ...] = ()
    for amounts, (left, right) in zip(ends, spans, strict=True):
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
