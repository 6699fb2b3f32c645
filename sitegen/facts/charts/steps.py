"""A step chart of one id's input and output price, as the numbers that an SVG is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sitegen.facts.charts.axis import Tick, price_ticks
from sitegen.forms.figures import MANY, day, dollars

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


Steps = list[tuple[date, Decimal | None]]
"""From each day on, dollars per 1M tokens, or None where there is no amount to draw."""


def step_chart(prompt: Steps, completion: Steps, end: date, name: str) -> Chart | None:
    """Return the chart of an id's input and output price up to ``end``; None where no line has a step."""
    amounts = [{amount for _, amount in steps} - {None} for steps in (prompt, completion)]
    start = min([on for on, _ in (*prompt[:1], *completion[:1])], default=end)
    if max(map(len, amounts)) <= 1 or start >= end:
        return None
    most, axis = _axis(max([amount for found in amounts for amount in found if amount is not None]))
    # A change on the last day would be a stroke without a line: leave it some room.
    days = (end - start).days
    scale = _Scale(start, days + 1 + days // 40, most)
    lines = (_line("completion", "Output", completion, scale), _line("prompt", "Input", prompt, scale))
    drawn = [line for line in lines if line]
    return Chart(
        title=f"Price of {name} from {day(start)} to {day(end)}",
        summary="Dollars per 1M tokens. " + " ".join([f"{line.label} at the end." for line in drawn]),
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
    path: list[str] = []
    last, y = None, 0.0
    known = Decimal(0)
    places = [scale.x(on) for on, _ in steps]
    for (_, amount), left, right in zip(steps, places, [*places[1:], float(WIDTH - RIGHT)], strict=True):
        if amount is not None:
            known, y = amount, _y(amount, scale.most)
            path.append(f"M{left} {y}H{right}" if last is None else f"V{y}H{right}")
        last = amount
    return Line(kind, "".join(path), f"{label} {dollars(known)}", y) if path else None


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with their labels moved apart, the dearer one up."""
    placed: list[Line] = []
    for line in sorted(lines, key=lambda one: one.label_y):
        above = placed[-1].label_y + APART if placed else 0.0
        placed.append(Line(line.kind, line.path, line.label, max(line.label_y, above)))
    return tuple(placed)
