"""Measures the committed data: the command beside starting Python and copying files, and share pictures."""

from __future__ import annotations

from pathlib import Path

from tests.bench.measure import Command, Measure, measured, medians
from tests.bench.tables import Table
from tests.bench.tools import ROOT

DRAWN = 3
"""Rounds of drawing every picture, which takes seconds and not fractions of one."""


def commands(program: Path, folder: Path, number: int) -> dict[str, Command]:
    """Return the commands of a round by name; the number makes each cold build go to a new folder."""
    sitegen: list[str | Path] = [program, "--root", ROOT]
    build = [*sitegen, "build", "--no-images", "--out"]
    # A cache of its own: what a build remembers of these folders would stay in the user's.
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    libraries = "import click, jinja2, markdown, nh3, pydantic"
    return {
        "python with the same libraries": Command([program.parent / "python", "-c", libraries]),
        "sitegen --help": Command([*sitegen, "--help"]),
        "build, cold, no images": Command([*build, folder / f"cold{number}"], environment=cache),
        "build, nothing changed, no images": Command([*build, folder / "cold0"], environment=cache),
        "copy the finished files": Command(["cp", "-r", folder / "cold0", folder / f"copy{number}"]),
    }


def of_commands(program: Path, folder: Path, rounds: int) -> Table:
    """Return the table of commands, each with its ratio to starting Python."""
    found: dict[str, list[Measure]] = {}
    for number in range(rounds):
        for name, command in commands(program, folder, number).items():
            found.setdefault(name, []).append(measured(command))
    base = medians(found["python with the same libraries"]).cpu
    middles = {name: medians(measures) for name, measures in found.items()}
    rows = [
        [name, f"{one.wall:.3f}", f"{one.cpu:.3f}", f"{one.memory:.0f}", f"{one.cpu / base:.1f}"]
        for name, one in middles.items()
    ]
    return Table(["the committed data", "wall s", "CPU s", "MB", "CPU, python = 1"], rows)


def of_pictures(program: Path, folder: Path) -> tuple[Table, str]:
    """Return what a build takes when all pictures are drawn and when all are kept, and how many they are."""
    out = folder / "pictures"
    build: list[str | Path] = [program, "--root", ROOT, "build", "--out", out]
    found: dict[str, list[Measure]] = {"every picture drawn": [], "every picture kept": []}
    for number in range(DRAWN):
        cache = {"XDG_CACHE_HOME": str(folder / f"cache{number}")}
        for measures in found.values():
            measures.append(measured(Command(build, environment=cache)))
    rows = [
        [f"build, {name}", f"{one.wall:.3f}", f"{one.cpu:.3f}", f"{one.memory:.0f}"]
        for name, one in ((name, medians(measures)) for name, measures in found.items())
    ]
    sizes = [path.stat().st_size for path in (out / "og").rglob("*.png")]
    line = f"{len(sizes)} pictures, {sum(sizes) / 1e6:.1f} MB, the largest {max(sizes) / 1000:.1f} KB"
    return Table(["the committed data", "wall s", "CPU s", "MB"], rows), line
