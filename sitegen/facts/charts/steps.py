"""A step chart of one id's input and output price, as the numbers that an SVG is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from sitegen.catalog.history import PriceStep
from sitegen.forms.figures import day, dollars
from sitegen.records.price import per_million

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 150, 14, 34
APART = 24
"""Units between two labels at the end of lines, so that they can be read on a telephone."""

KINDS = (("completion", "Output"), ("prompt", "Input"))
NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Line(NamedTuple):
    """One kind of price: ``path`` is SVG path data, ``label`` stands at ``label_y`` at its end."""

    kind: str
    path: str
    label: str
    label_y: float


class Tick(NamedTuple):
    """A mark on an axis, at ``at`` units."""

    at: float
    text: str


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
    end: date
    most: Decimal

    def x(self, on: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (on - self.start).days / (self.end - self.start).days, 1)

    def y(self, amount: Decimal) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * float(1 - amount / self.most), 1)


Steps = list[tuple[date, Decimal | None]]
"""From each day on, dollars per 1M tokens, or None where there is no amount to draw."""


def history_chart(prices: Sequence[PriceStep], end: date, name: str) -> Chart | None:
    """Return the chart of one id up to ``end``, in dollars per 1M tokens; None where no line has a step."""
    steps = {kind: [(one.on, _amount(one)) for one in prices if one.key == kind] for kind, _ in KINDS}
    amounts = {kind: {amount for _, amount in found} - {None} for kind, found in steps.items()}
    if max(map(len, amounts.values())) <= 1:
        return None
    start = min(on for found in steps.values() for on, _ in found)
    if start >= end:
        return None
    ticks = price_ticks(max(amount for found in amounts.values() for amount in found if amount is not None))
    # A change on the last day would be a stroke without a line: leave it some room.
    scale = _Scale(start, end + timedelta(days=1 + (end - start).days // 40), ticks[-1])
    drawn = [line for kind, label in KINDS if (line := _line(kind, label, steps[kind], scale))]
    return Chart(
        title=f"Price of {name} from {day(start)} to {day(end)}",
        summary="Dollars per 1M tokens. " + " ".join([f"{line.label} at the end." for line in drawn]),
        lines=_apart(drawn),
        prices=tuple([Tick(scale.y(price), dollars(price)) for price in ticks]),
        days=(Tick(scale.x(start), day(start)), Tick(scale.x(end), day(end))),
    )


def price_ticks(most: Decimal) -> tuple[Decimal, ...]:
    """Return at most five round amounts from zero to above ``most``."""
    power = Decimal(10) ** (most / 4).adjusted()
    step = next(nice * power for nice in NICE if nice * power * 4 >= most)
    ticks = [Decimal(0)]
    while ticks[-1] < most:
        ticks.append(ticks[-1] + step)
    return tuple(ticks)


def _amount(step: PriceStep) -> Decimal | None:
    """Return dollars per 1M tokens, or None where there is no amount to draw."""
    return None if step.amount is None or step.amount < 0 else per_million(step.amount)


def _line(kind: str, label: str, steps: Steps, scale: _Scale) -> Line | None:
    if not steps:
        return None
    path: list[str] = []
    last, y = None, 0.0
    known = Decimal(0)
    ends = [scale.x(on) for on, _ in steps[1:]]
    for (on, amount), right in zip(steps, [*ends, scale.x(scale.end)], strict=True):
        if amount is not None:
            known, y = amount, scale.y(amount)
            path.append(f"M{scale.x(on)} {y}H{right}" if last is None else f"V{y}H{right}")
        last = amount
    return Line(kind, "".join(path), f"{label} {dollars(known)}", y) if path else None


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with their labels moved apart, the dearer one up."""
    placed: list[Line] = []
    for line in sorted(lines, key=lambda one: one.label_y):
        above = placed[-1].label_y + APART if placed else 0.0
        placed.append(Line(line.kind, line.path, line.label, max(line.label_y, above)))
    return tuple(placed)
