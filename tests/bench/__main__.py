"""Measures sitegen: by itself, where a build's time goes, and beside other generators on the same records.

    make bench ARGS='--models 500,5000 --rounds 5 --anchors'

Machines are noisy, so every figure is a median, and two tools are compared by the median of their ratios in
rounds in which each was started in turn. A round of a tool is a cold build into a new folder, a build into
the same folder with nothing changed, and one into it after the description of one record was edited, by data
fetched on the same day. No tool draws pictures. What is written goes to memory where there is room, so that
the disk has no say, and is removed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import committed, corpus
from tests.bench.measure import Command, Measure, measured
from tests.bench.tables import COLD, EDITED, STEPS, Size, Table, beside, figures, goals
from tests.bench.tools import HERE, ROOT, Sitegen, Tool, anchors, cache_folder, installed_sitegen, run

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of ours is made in it, and removed
ROOM = 120_000
"""Bytes that a model may take in the folders of one round and of the corpus, at the most."""
LARGE = 20_000
FEW = 3
"""Rounds where each takes minutes."""
PARTS = ("corpus", "stages", "committed")


@dataclass(frozen=True)
class Corpus:
    """The records of one size, ready for every tool."""

    count: int
    source: Path
    place: Path

    @classmethod
    def prepared(cls, count: int, work: Path, tools: Sequence[Tool]) -> Corpus:
        """Make the records, in another process: what it needs of memory would be read as every tool's."""
        made = cls(count, work / str(count) / "source", work / str(count))
        run(sys.executable, "-m", "tests.bench.corpus", str(count), made.source, folder=ROOT)
        for tool in tools:
            tool.prepare(made.source, made.place)
        return made


def measured_round(tool: Tool, found: Corpus, out: Path, cache: Path) -> tuple[dict[str, Measure], Size]:
    """Take a tool through the steps in one new folder."""
    measures = {}
    for step in STEPS:
        command = tool.build(found.source, found.place, out, edited=step == EDITED)
        own = {**command.environment, "XDG_CACHE_HOME": str(cache)}
        measures[step] = measured(Command(command.arguments, command.folder, own))
        if step == COLD:
            size = size_of(out)
    slug = (found.source / corpus.EDITED_SLUG).read_text()
    if corpus.ADDITION not in (out / "models" / slug / "index.html").read_text():
        raise SystemExit(f"bench: {tool.name} did not draw the edited model anew")
    shutil.rmtree(out)
    return measures, size


def size_of(folder: Path) -> Size:
    """Return the files below a folder and their bytes."""
    sizes = [(Path(place) / name).stat().st_size for place, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def in_rounds(
    tools: Sequence[Tool], found: Corpus, rounds: int, *, fresh: bool
) -> tuple[dict[tuple[str, str], list[Measure]], dict[str, Size]]:
    """Measure the tools in rounds, another one first each time."""
    measures: dict[tuple[str, str], list[Measure]] = {
        (tool.name, step): [] for tool in tools for step in STEPS
    }
    sizes = {}
    for number in range(rounds):
        say(f"{found.count:,} models, round {number + 1} of {rounds}")
        first = number % len(tools)
        for tool in (*tools[first:], *tools[:first]):
            out = found.place / f"out-{tool.name}-{number}"
            cache = found.place / f"cache-{number}" if fresh else found.place.parent / "cache"
            steps, sizes[tool.name] = measured_round(tool, found, out, cache)
            for step, measure in steps.items():
                measures[tool.name, step].append(measure)
    return measures, sizes


def warm(tool: Tool, work: Path) -> None:
    """Build a small site that is not measured, so that templates are compiled, as after a first build."""
    small = Corpus.prepared(20, work / "warm", [tool])
    cache = {"XDG_CACHE_HOME": str(work / "cache")}
    measured(
        Command(
            tool.build(small.source, small.place, small.place / "out", edited=False).arguments, None, cache
        )
    )


def print_corpora(asked: argparse.Namespace, program: Path, work: Path, cache: Path) -> None:
    """Print the tables of made-up catalogues of every size."""
    ours = Sitegen(program, tuple(asked.build.split()))
    others, absent = anchors(cache) if asked.anchors else ([], [])
    print(*absent, sep="\n", end="\n" if absent else "")
    warm(ours, work)
    measures = {}
    for count in asked.models:
        found = Corpus.prepared(count, work, [ours, *others])
        if "corpus" in asked.parts:
            rounds = asked.rounds or (FEW if count >= LARGE else 5)
            measures[count], sizes = in_rounds([ours, *others], found, rounds, fresh=asked.empty_cache)
            show(f"{count:,} models, medians of {rounds} rounds", figures(measures[count], sizes), asked)
        if "stages" in asked.parts:
            print_stages(found, program, work)
        shutil.rmtree(found.place)
    if measures:
        show("Side by side", beside(measures), asked)
        show("Goals", goals(measures), asked)


def print_stages(found: Corpus, program: Path, work: Path) -> None:
    """Print where the time of one cold build goes."""
    out = found.place / "out-stages"
    command = [program.parent / "python", HERE / "stages.py", found.place / "sitegen", out]
    environment = {**os.environ, "XDG_CACHE_HOME": str(work / "cache")}
    done = subprocess.run(
        list(map(str, command)), env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    print(f"\n{done.stdout}", end="")


def print_committed(asked: argparse.Namespace, program: Path, work: Path) -> None:
    """Print the tables of the committed data."""
    place = work / "committed"
    place.mkdir()
    show("The command", committed.of_commands(program, place, asked.rounds or 7), asked)
    table, line = committed.of_pictures(program, place)
    show("Share pictures", table, asked)
    print(line)


def show(title: str, table: Table, asked: argparse.Namespace) -> None:
    """Print a table in the form that was asked for."""
    form = table.markdown() if asked.markdown else table.text()
    print(f"\n{f'**{title}**' if asked.markdown else title}\n\n{form}", flush=True)


def say(line: str) -> None:
    """Tell on standard error how far it is."""
    print(f"bench: {line}", file=sys.stderr, flush=True)


def machine() -> str:
    """Return what the figures were measured on, in one line."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} processors ({processor}), {platform.system()} {platform.release()}, {python}"


@contextmanager
def work_folder(models: Sequence[int]) -> Iterator[Path]:
    """Give a folder in memory where there is room for it, else on the disk, and remove it at the end."""
    need = ROOM * max(models) + 1_000_000_000
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > need
    folder = Path(tempfile.mkdtemp(prefix="sitegen-bench-", dir=MEMORY if roomy else None))
    say(f"works in {folder}" + ("" if roomy else ", on the disk: figures of writing are the disk's too"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure sitegen.")
    numbers = lambda text: [int(one) for one in text.split(",")]  # noqa: E731 - argparse names it in no message
    parser.add_argument("--models", type=numbers, default=[500, 5_000, 50_000], metavar="N,N")
    parser.add_argument("--rounds", type=int, metavar="N", help="default: 5; 3 at 20,000 models or more")
    parser.add_argument("--anchors", action="store_true", help="measure Hugo and Eleventy beside it")
    parser.add_argument("--markdown", action="store_true", help="print tables of Markdown")
    parser.add_argument(
        "--build", default="", metavar="OPTIONS", help="more options of sitegen build: '--jobs 2'"
    )
    parser.add_argument(
        "--empty-cache", action="store_true", help="give every cold build an empty cache folder"
    )
    parts = lambda text: text.split(",")  # noqa: E731 - as above
    parser.add_argument("--parts", type=parts, default=PARTS, metavar=",".join(PARTS), help="default: all")
    return parser.parse_args(arguments)


def main() -> None:
    """Print what was asked for; a command that fails ends it with what the command said."""
    # So that the folder in memory is removed then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        bench(options())
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"bench: {error}\n{error.stderr or ''}") from None


def bench(asked: argparse.Namespace) -> None:
    """Install, measure and print."""
    cache = cache_folder()
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    program = installed_sitegen(cache)
    print(machine())
    with work_folder(asked.models) as work:
        if {"corpus", "stages"} & set(asked.parts):
            print_corpora(asked, program, work, cache)
        if "committed" in asked.parts:
            print_committed(asked, program, work)


if __name__ == "__main__":
    main()
