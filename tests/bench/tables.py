"""What was measured, in tables: as text for a terminal, or as Markdown for the README."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench.measure import Measure, medians, paired_ratio

COLD, SAME, EDITED = "cold", "nothing changed", "one model changed"
STEPS = (COLD, SAME, EDITED)
OURS, YARDSTICK = "sitegen", "Hugo"

Rounds = Mapping[tuple[str, str], Sequence[Measure]]
"""The measures of a corpus by tool and step, in the order of the rounds."""
Size = tuple[int, int]
"""Files and bytes that a tool's cold build wrote."""


@dataclass(frozen=True)
class Table:
    """A head and its rows, all of them text."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """Return columns: the first to the left, the others to the right."""
        lines = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in cells
            ).rstrip()
            for cells in (enumerate(zip(line, widths, strict=True)) for line in lines)
        )

    def markdown(self) -> str:
        """Return a table of Markdown."""
        lines = [self.head, ["---"] * len(self.head), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@dataclass(frozen=True)
class Goal:
    """How much a figure may be, by number of models: a ratio to Hugo at one step, or the memory of all."""

    label: str
    column: str
    limits: Mapping[int, float]
    step: str = ""


GOALS = (
    Goal("cold, wall", "wall", {500: 0.9, 5_000: 0.5, 50_000: 0.35}, COLD),
    Goal("cold, CPU", "cpu", {500: 0.6, 5_000: 0.35, 50_000: 0.3}, COLD),
    Goal("nothing changed, wall", "wall", {500: 0.15, 5_000: 0.05, 50_000: 0.02}, SAME),
    Goal("one model changed, wall", "wall", {500: 0.7, 5_000: 0.2, 50_000: 0.06}, EDITED),
    Goal("peak memory, MB", "memory", {500: 60, 5_000: 80, 50_000: 150}),
)


def reached(goal: Goal, rounds: Rounds) -> float | None:
    """Return the figure that a goal is about, or None where Hugo was not measured."""
    if not goal.step:
        return max(medians(rounds[OURS, step]).memory for step in STEPS)
    if (YARDSTICK, goal.step) not in rounds:
        return None
    return paired_ratio(rounds[OURS, goal.step], rounds[YARDSTICK, goal.step], goal.column)


def verdict(value: float, limit: float | None) -> str:
    """Return a figure beside its goal, and whether it is met; the comparison is of the figure in full."""
    shown = f"{value:.3f}" if value < 10 else f"{value:.0f}"
    if limit is None:
        return shown
    return f"{shown} (≤ {limit:g}: {'met' if value <= limit else 'missed'})"


def goals(measured: Mapping[int, Rounds]) -> Table:
    """Return the goals, each with what was reached at each number of models."""
    rows = []
    for goal in GOALS:
        values = {count: reached(goal, rounds) for count, rounds in measured.items()}
        if None not in values.values():
            cells = [
                verdict(value, goal.limits.get(count)) for count, value in values.items() if value is not None
            ]
            rows.append([goal.label, *cells])
    return Table([f"{OURS} / {YARDSTICK}", *(f"{count:,} models" for count in measured)], rows)


def figures(rounds: Rounds, sizes: Mapping[str, Size]) -> Table:
    """Return the medians of every tool at every step; what Hugo took is 1 in the columns of ratios."""
    base = YARDSTICK if (YARDSTICK, COLD) in rounds else None
    head = [
        "",
        "wall s",
        "CPU s",
        "MB",
        "files",
        "out MB",
        *([f"wall, {base} = 1", f"CPU, {base} = 1"] if base else []),
    ]
    rows = []
    for (tool, step), found in rounds.items():
        wall, cpu, memory = medians(found)
        files, size = sizes[tool]
        written = [f"{files:,}", f"{size / 1e6:.1f}"] if step == COLD else ["", ""]
        ratios = [
            f"{paired_ratio(found, rounds[base, step], column):.2f}" for column in ("wall", "cpu") if base
        ]
        rows.append([f"{tool}, {step}", f"{wall:.3f}", f"{cpu:.3f}", f"{memory:.0f}", *written, *ratios])
    return Table(head, rows)


def beside(measured: Mapping[int, Rounds]) -> Table:
    """Return a line a tool: wall s / CPU s / MB of a cold build, and of one with nothing changed."""
    tools = dict.fromkeys(tool for rounds in measured.values() for tool, _ in rounds)
    head = ["wall s / CPU s / MB", *(f"{count:,}, {step}" for count in measured for step in (COLD, SAME))]
    rows = [
        [
            tool,
            *(_triple(medians(rounds[tool, step])) for rounds in measured.values() for step in (COLD, SAME)),
        ]
        for tool in tools
    ]
    return Table(head, rows)


def _triple(measure: Measure) -> str:
    return f"{measure.wall:.2f} / {measure.cpu:.2f} / {measure.memory:.0f}"
