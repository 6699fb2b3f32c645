"""Labels: no name covers another, a mark or an edge, and one without room says so."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.facts.charts.labels import Box, Ground, Label, Wanted, cut, placed, width

WITHIN = Box(0, 0, 400, 300)
SIZE, HEIGHT = 12.0, 16.0


def marks(wanted: list[Wanted]) -> list[Box]:
    """Return a box around each point."""
    return [Box(one.x - 6, one.y - 6, one.x + 6, one.y + 6) for one in wanted]


def labels(wanted: list[Wanted], ground: Ground | None = None) -> tuple[Label, ...]:
    """Return the labels of these names."""
    return placed(
        wanted, size=SIZE, height=HEIGHT, within=WITHIN, marks=marks(wanted), ground=ground or Ground()
    )


def box(label: Label) -> Box:
    """Return the room that a label takes."""
    wide = width(label.text, SIZE)
    left = label.x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
    return Box(left, label.y - HEIGHT / 2, left + wide, label.y + HEIGHT / 2)


def test_a_name_alone_stands_left_and_above() -> None:
    """With room on all sides a name stands where the frontier leaves it empty, without a leader."""
    (label,) = labels([Wanted("Anvil", 200, 150)])
    assert (label.anchor, label.leader, label.free) == ("end", None, True)
    assert (label.x, label.y) < (200, 150)


def test_a_name_keeps_within_the_drawing() -> None:
    """Beside an edge the name stands on the other side."""
    (label,) = labels([Wanted("A rather long name", 10, 150)])
    assert WITHIN.holds(box(label))
    assert label.anchor == "start"


def test_names_avoid_points_and_lines() -> None:
    """A name rather stands where it covers no quiet point and crosses no line."""
    one = Wanted("Anvil", 200, 150)
    (first,) = labels([one])
    crowd = [(box(first).left + 2 * step + 1, first.y) for step in range(9)]
    (second,) = labels([one], Ground(points=crowd))
    assert not any(box(second).left < x < box(second).right and second.y == y for x, y in crowd)
    wall = Box(box(first).left + 5, 0, box(first).left + 5, 300)
    (third,) = labels([one], Ground(lines=[wall]))
    assert not box(third).meets(wall)


def test_a_name_further_off_has_a_leader() -> None:
    """Where the places beside a point are taken, a line leads from the point to the name."""
    crowd = [Wanted(f"Name {at}", 200 + 7 * (at % 3), 150 + 7 * (at // 3)) for at in range(9)]
    assert any(label.free and label.leader for label in labels(crowd))


def test_a_name_without_room_is_not_free() -> None:
    """Of far too many names in one place some are dropped, and keep a place to be shown alone."""
    found = labels([Wanted("A rather long name", 200, 150)] * 60)
    assert 0 < sum(label.free for label in found) < len(found)
    assert all(WITHIN.holds(box(label)) for label in found)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=24), st.floats(0, 400), st.floats(0, 300)), max_size=16)
)
def test_no_name_covers_another(points: list[tuple[str, float, float]]) -> None:
    """Whatever the names and places, free labels keep off each other, off all marks and within the edges."""
    wanted = [Wanted(*one) for one in points]
    found = labels(wanted)
    assert [label.text for label in found] == [one.text for one in wanted]
    # Half a tenth of a unit is what rounding may add.
    free = [
        Box(b.left + 0.1, b.top + 0.1, b.right - 0.1, b.bottom - 0.1) for b in map(box, filter(free_, found))
    ]
    assert not any(one.meets(other) for one, other in combinations(free, 2))
    assert not any(one.meets(mark) for one in free for mark in marks(wanted))
    assert all(WITHIN.holds(one) for one in free)


def free_(label: Label) -> bool:
    """Whether a label found its own place."""
    return label.free


def test_widths_are_those_of_broad_letters() -> None:
    """Ideographs are as wide as they are high, and narrow letters narrower than broad ones."""
    assert width("模", 10) > 10
    assert width("ill", 10) < width("abc", 10) < width("MWM", 10)
    assert width("abc", 20) == 2 * width("abc", 10)


def test_a_long_name_is_cut() -> None:
    """A name that is too long ends in an ellipsis, and a short one stays."""
    assert cut("Anvil", 5) == "Anvil"
    assert cut("Anvil 2 Large", 8) == "Anvil 2…"
