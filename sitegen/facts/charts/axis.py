"""Axes of charts: the marks that stand on them, and round numbers to mark."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


class Tick(NamedTuple):
    """A mark on an axis, at ``at`` units."""

    at: float
    text: str


def price_ticks(most: Decimal) -> tuple[Decimal, ...]:
    """Return at most five round amounts from zero to above ``most``."""
    power = Decimal(10) ** (most / 4).adjusted()
    step = next(nice * power for nice in NICE if nice * power * 4 >= most)
    ticks = [Decimal(0)]
    while ticks[-1] < most:
        ticks.append(ticks[-1] + step)
    return tuple(ticks)
