"""Labels in a drawing: names set beside their points so that none covers another, a point or an edge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import inf
from typing import NamedTuple
from unicodedata import east_asian_width

SHARES = {
    **dict.fromkeys("ijlI.,:;|!'` ", 0.38),
    **dict.fromkeys("tfrJ()[]{}/\\-", 0.5),
    **dict.fromkeys("mwMW@%&", 1.05),
}
DIGITS_AND_LOWER, UPPER, IDEOGRAPH = 0.7, 0.8, 1.05


class Box(NamedTuple):
    """A rectangle in units of the drawing; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a point in common inside of their edges."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies within this one."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


class Wanted(NamedTuple):
    """A name that should stand beside the point at ``x``, ``y``."""

    text: str
    x: float
    y: float


class Label(NamedTuple):
    """A name where it stands: ``x``, ``y`` are the middle of its line at its ``anchor`` end.

    ``leader`` is where a thin line to the point begins, or None where the label stands next to it; ``free``
    is False where every place was taken, and the name may only be shown alone.
    """

    text: str
    x: float
    y: float
    anchor: str
    leader: tuple[float, float] | None
    free: bool


class Ground(NamedTuple):
    """What a label may cover and should not: small points, sorted, and lines as boxes without breadth."""

    points: Sequence[tuple[float, float]] = ()
    lines: Sequence[Box] = ()

    def cost(self, box: Box) -> float:
        """Return what it costs to cover a part of it."""
        first = bisect_right(self.points, (box.left, inf))
        within = self.points[first : bisect_left(self.points, (box.right, -inf))]
        points = sum(box.top < y < box.bottom for _, y in within)
        return CROWDED * points + CROSSED * sum(map(box.meets, self.lines))


class LabelSlot(NamedTuple):
    """Where a label may stand, as steps from its point to the ``anchor`` end of the label."""

    dx: float
    dy: float
    anchor: str
    cost: float


# Left and above a point of the frontier there is no other point, so a name is best there.
NEXT_TO = (
    LabelSlot(-9, -11, "end", 0),
    LabelSlot(-11, 0, "end", 1),
    LabelSlot(18, -17, "end", 1.2),
    LabelSlot(42, -17, "end", 1.4),
    LabelSlot(0, -17, "middle", 1.5),
    LabelSlot(-18, -17, "start", 1.8),
    LabelSlot(9, -11, "start", 2),
    LabelSlot(11, 0, "start", 2.5),
    LabelSlot(9, 12, "start", 3),
    LabelSlot(0, 17, "middle", 3.5),
    LabelSlot(-9, 12, "end", 3.5),
)
FURTHER = tuple(
    LabelSlot(dx * sign, dy, anchor, 4 + abs(dy) / 16 + dx / 24 + (sign > 0))
    for dx, dy, (sign, anchor) in product(
        (14, 36, 64), (-26, -40, -56, -72, -88, 26, 40, 56), ((-1, "end"), (1, "start"))
    )
)
SLOTS = tuple(sorted((*NEXT_TO, *FURTHER), key=lambda slot: slot.cost))

LEADING = 3
"""Units between the edge of a label's line and its text."""

CROWDED, CROSSED = 0.6, 2.5
"""What each quiet point and each line under a label costs, on the scale of ``LabelSlot.cost``."""


def width(text: str, size: float) -> float:
    """Return how wide a line of semi-bold sans-serif text is at most, in the unit of its ``size``.

    Nothing here knows the reader's font. The shares are those of DejaVu Sans Bold, the broadest of the common
    ones (https://dejavu-fonts.github.io), in steps; in most others a name needs four fifths of it.
    """
    return size * sum(map(_share, text))


@lru_cache(maxsize=4096)
def _share(char: str) -> float:
    if char in SHARES:
        return SHARES[char]
    if east_asian_width(char) in "WF":
        return IDEOGRAPH
    return UPPER if char.isupper() else DIGITS_AND_LOWER


def cut(text: str, longest: int) -> str:
    """Return a name that is not longer than this, with an ellipsis where something is left out."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def placed(
    wanted: Sequence[Wanted],
    *,
    size: float,
    height: float,
    within: Box,
    marks: Sequence[Box],
    ground: Ground,
) -> tuple[Label, ...]:
    """Return a label for each name, in their order, none of the free ones over another or over a mark.

    A label is text of ``size`` in a line of ``height``. It keeps within ``within`` and off every box of
    ``marks``, and rather covers nothing of the ``ground``. One that finds no place is not ``free``.
    """
    taken = list(marks)
    labels: dict[int, Label] = {}
    # The highest first: there the frontier's points stand closest together, below there is more room.
    for at in sorted(range(len(wanted)), key=lambda at: (wanted[at].y, wanted[at].x)):
        name = wanted[at]
        extent = (width(name.text, size), height)
        slot = _best_slot(name, extent, within, taken, ground)
        if slot:
            taken.append(_box(name, slot, extent))
            labels[at] = _label(name, slot, extent, free=True)
        else:
            labels[at] = _alone(name, extent, within)
    return tuple([labels[at] for at in range(len(wanted))])


def _best_slot(
    name: Wanted,
    extent: tuple[float, float],
    within: Box,
    taken: Sequence[Box],
    ground: Ground,
) -> LabelSlot | None:
    """Return the best of the slots that are not taken, or None where all are."""
    best, least = None, inf
    for slot in SLOTS:
        if slot.cost >= least:
            # They come in the order of their costs: no later one can be better.
            break
        box = _box(name, slot, extent)
        if within.holds(box) and not any(map(box.meets, taken)):
            cost = slot.cost + ground.cost(box)
            best, least = (slot, cost) if cost < least else (best, least)
    return best


def _box(name: Wanted, slot: LabelSlot, extent: tuple[float, float]) -> Box:
    wide, high = extent
    x, y = name.x + slot.dx, name.y + slot.dy
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[slot.anchor]
    return Box(left, y - high / 2, left + wide, y + high / 2)


def _label(name: Wanted, slot: LabelSlot, extent: tuple[float, float], *, free: bool) -> Label:
    box = _box(name, slot, extent)
    x, y = round(name.x + slot.dx, 1), round(name.y + slot.dy, 1)
    leader = (x, box.bottom - LEADING if slot.dy < 0 else box.top + LEADING)
    return Label(name.text, x, y, slot.anchor, None if slot in NEXT_TO else leader, free)


def _alone(name: Wanted, extent: tuple[float, float], within: Box) -> Label:
    """Return where a name may stand that is shown alone: next to its point, over whatever is there."""
    slot = next((slot for slot in NEXT_TO if within.holds(_box(name, slot, extent))), NEXT_TO[2])
    return _label(name, slot, extent, free=False)
