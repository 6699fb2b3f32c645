"""A chart of a model's tokens, a bar a day, as the numbers that an SVG is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sitegen.facts.charts.axis import Tick, price_ticks
from sitegen.forms.figures import day, tokens
from sitegen.text import counted

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 84, 8, 14, 34
SHARE = 0.72
"""The part of a day's width that its bar takes."""


class Bars(NamedTuple):
    """A drawing in a box of ``width`` × ``height`` units; ``path`` is SVG path data of every bar."""

    summary: str
    path: str
    amounts: tuple[Tick, ...]
    days: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    gaps: bool = False


def usage_chart(by_day: Mapping[date, int], window: Sequence[date]) -> Bars | None:
    """Return the chart of the days that have a figure, a gap for each other one; None where none has any."""
    most = max(by_day.values(), default=0)
    if not most:
        return None
    ticks = price_ticks(Decimal(most))
    scale, bottom = (HEIGHT - TOP - BOTTOM) / float(ticks[-1]), HEIGHT - BOTTOM
    first, last = window[0], window[-1]
    step = (WIDTH - LEFT - RIGHT) / ((last - first).days + 1)

    def x(on: date) -> float:
        return LEFT + step * ((on - first).days + (1 - SHARE) / 2)

    bars = (
        f"M{x(on):.1f} {bottom}V{bottom - scale * amount:.1f}h{step * SHARE:.1f}V{bottom}z"
        for on, amount in sorted(by_day.items())
    )
    return Bars(
        summary=_summary(by_day, window),
        path="".join(bars),
        amounts=tuple(
            Tick(round(bottom - scale * float(amount), 1), tokens(int(amount)).text) for amount in ticks
        ),
        gaps=len(by_day) < len(window),
        days=(Tick(LEFT, day(first)), Tick(WIDTH - RIGHT, day(last))),
    )


def _summary(by_day: Mapping[date, int], window: Sequence[date]) -> str:
    low, high = (tokens(found(by_day.values())).text for found in (min, max))
    without = len(window) - len(by_day)
    gaps = f" No bar on {without} of {counted(len(window), 'day')}: not in the list." if without else ""
    return f"Between {low} and {high} tokens a day.{gaps} The table below has every day."
