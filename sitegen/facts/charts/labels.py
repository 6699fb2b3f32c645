"""Labels in a drawing: names set beside their points so that none covers another, a point or an edge."""

from __future__ import annotations

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
    """What a label may cover and should not: small points, and lines as boxes without breadth."""

    points: Sequence[tuple[float, float]] = ()
    lines: Sequence[Box] = ()

    def cost(self, box: Box) -> float:
        """Return what it costs to cover a part of it."""
        points = sum(box.left < x < box.right and box.top < y < box.bottom for x, y in self.points)
        return CROWDED * points + CROSSED * sum(map(box.meets, self.lines))


class Place(NamedTuple):
    """Where a label may stand, as steps from its point to the ``anchor`` end of the label."""

    dx: float
    dy: float
    anchor: str
    cost: float


# Left and above a point of the frontier there is no other point, so a name is best there.
NEXT_TO = (
    Place(-9, -11, "end", 0),
    Place(-11, 0, "end", 1),
    Place(18, -17, "end", 1.2),
    Place(42, -17, "end", 1.4),
    Place(0, -17, "middle", 1.5),
    Place(-18, -17, "start", 1.8),
    Place(9, -11, "start", 2),
    Place(11, 0, "start", 2.5),
    Place(9, 12, "start", 3),
    Place(0, 17, "middle", 3.5),
    Place(-9, 12, "end", 3.5),
)
FURTHER = tuple(
    Place(dx * sign, dy, anchor, 4 + abs(dy) / 16 + dx / 24 + (sign > 0))
    for dx, dy, (sign, anchor) in product(
        (14, 36, 64), (-26, -40, -56, -72, -88, 26, 40, 56), ((-1, "end"), (1, "start"))
    )
)
PLACES = tuple(sorted((*NEXT_TO, *FURTHER), key=lambda place: place.cost))

LEADING = 3
"""Units between the edge of a label's line and its text."""

CROWDED, CROSSED = 0.6, 2.5
"""What each quiet point and each line under a label costs, on the scale of ``Place.cost``."""


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
    found: dict[int, Label] = {}
    # The highest first: there the frontier's points stand closest together, below there is more room.
    for at in sorted(range(len(wanted)), key=lambda one: (wanted[one].y, wanted[one].x)):
        one = wanted[at]
        extent = (width(one.text, size), height)
        place = _place(one, extent, within, taken, ground)
        if place:
            taken.append(_box(one, place, extent))
            found[at] = _label(one, place, extent, free=True)
        else:
            found[at] = _alone(one, extent, within)
    return tuple(found[at] for at in range(len(wanted)))


def _place(
    one: Wanted,
    extent: tuple[float, float],
    within: Box,
    taken: Sequence[Box],
    ground: Ground,
) -> Place | None:
    """Return the best of the places that are not taken, or None where all are."""
    best, least = None, inf
    for place in PLACES:
        if place.cost >= least:
            # They come in the order of their costs: no later one can be better.
            break
        box = _box(one, place, extent)
        if within.holds(box) and not any(map(box.meets, taken)):
            cost = place.cost + ground.cost(box)
            best, least = (place, cost) if cost < least else (best, least)
    return best


def _box(one: Wanted, place: Place, extent: tuple[float, float]) -> Box:
    wide, high = extent
    x, y = one.x + place.dx, one.y + place.dy
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[place.anchor]
    return Box(left, y - high / 2, left + wide, y + high / 2)


def _label(one: Wanted, place: Place, extent: tuple[float, float], *, free: bool) -> Label:
    box = _box(one, place, extent)
    x, y = round(one.x + place.dx, 1), round(one.y + place.dy, 1)
    leader = (x, box.bottom - LEADING if place.dy < 0 else box.top + LEADING)
    return Label(one.text, x, y, place.anchor, None if place in NEXT_TO else leader, free)


def _alone(one: Wanted, extent: tuple[float, float], within: Box) -> Label:
    """Return where a name may stand that is shown alone: next to its point, over whatever is there."""
    place = next((place for place in NEXT_TO if within.holds(_box(one, place, extent))), NEXT_TO[2])
    return _label(one, place, extent, free=False)
