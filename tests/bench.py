"""Measures a build of the committed data: wall, CPU and memory of the command, and where the time goes.

    make bench

Machines are noisy, so everything is a median of paired rounds and stands beside two measures of the same run:
starting Python with the same libraries, and copying the finished files.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
SITEGEN = [sys.executable, "-m", "sitegen", "--root", str(ROOT)]
ROUNDS = 7
DRAWN = 3
"""Rounds of drawing every picture, which takes seconds and not fractions of one."""

# With this variable set, Python compiles every module anew at each start, which no installed program does.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

Measure = tuple[float, float, float]
"""Wall seconds, CPU seconds, peak memory in MB."""


def measured(command: list[str], environment: dict[str, str] = ENVIRONMENT) -> Measure:
    """Run a command once and return what it took."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def medians(rounds: list[Measure]) -> Measure:
    """Return the median of each column."""
    wall, cpu, memory = (statistics.median(column) for column in zip(*rounds, strict=True))
    return wall, cpu, memory


def commands(folder: Path) -> dict[str, Callable[[int], list[str]]]:
    """Return the commands of a round by name; the number makes each cold build go to a new folder."""
    return {
        "python with the same libraries": lambda _: [
            sys.executable,
            "-c",
            "import click, jinja2, markdown, nh3, pydantic",
        ],
        "sitegen --help": lambda _: [*SITEGEN, "--help"],
        "build, cold, no images": lambda n: [
            *SITEGEN,
            "build",
            "--no-images",
            "--out",
            str(folder / f"cold{n}"),
        ],
        "build, nothing changed, no images": lambda _: [
            *SITEGEN,
            "build",
            "--no-images",
            "--out",
            str(folder / "cold0"),
        ],
        "copy the finished files": lambda n: ["cp", "-r", str(folder / "cold0"), str(folder / f"copy{n}")],
    }


def print_commands(folder: Path) -> None:
    """Print the table of commands, each with its ratio to starting Python."""
    rounds: dict[str, list[Measure]] = {name: [] for name in commands(folder)}
    for number in range(ROUNDS):
        for name, command in commands(folder).items():
            rounds[name].append(measured(command(number)))
    base = medians(rounds["python with the same libraries"])[1]
    print(f"{'command':34} {'wall s':>8} {'CPU s':>8} {'MB':>6} {'CPU ratio':>10}")
    for name, found in rounds.items():
        wall, cpu, memory = medians(found)
        print(f"{name:34} {wall:8.3f} {cpu:8.3f} {memory:6.0f} {cpu / base:9.1f}x")


def print_pictures(folder: Path) -> None:
    """Print what a build with share pictures takes: when all are drawn, and when all are kept from before."""
    build = [*SITEGEN, "build", "--out", str(folder / "pictures")]
    first, again = [], []
    for number in range(DRAWN):
        cache = ENVIRONMENT | {"XDG_CACHE_HOME": str(folder / f"cache{number}")}
        first.append(measured(build, cache))
        again.append(measured(build, cache))
    for name, rounds in (("build, every picture drawn", first), ("build, every picture kept", again)):
        print("{:34} {:8.3f} {:8.3f} {:6.0f}".format(name, *medians(rounds)))
    files = [path.stat().st_size for path in (folder / "pictures" / "og").rglob("*.png")]
    print(f"{len(files)} pictures, {sum(files) / 1e6:.1f} MB, the largest {max(files) / 1000:.1f} KB")


@contextmanager
def stage(name: str, spent: dict[str, float]) -> Iterator[None]:
    """Add the CPU time of a block to a stage."""
    started = time.process_time()
    yield
    spent[name] = spent.get(name, 0) + time.process_time() - started


def print_stages(folder: Path) -> None:
    """Print where one build's CPU time goes, from reading the data to writing the files."""
    from sitegen.build import renderer_of, site_pages
    from sitegen.content import read_prose, read_site
    from sitegen.dataset import joined, read_dataset
    from sitegen.output import publish
    from sitegen.pages.known import Known

    spent: dict[str, float] = {}
    with stage("read and validate", spent):
        site, state = read_site(ROOT), read_dataset(ROOT / "data")
    with stage("join", spent):
        known = Known(joined(state), site, read_prose(ROOT))
    with stage("pages", spent):
        pages = list(site_pages(ROOT, known, {}))
    renderer = renderer_of(ROOT, known)
    with stage("render", spent):
        files = [(page.path, renderer.rendered(page)) for page in pages]
    with stage("write", spent):
        publish(folder / "stages", files)
    total = sum(spent.values())
    size = sum(len(content) for _, content in files)
    print(f"\n{len(known.catalog.models)} models, {len(files)} files, {size / 1e6:.1f} MB")
    for name, seconds in spent.items():
        print(
            f"{name:34} {seconds:8.3f} s {seconds / total:6.0%} {seconds / len(files) * 1e6:8.0f} µs a file"
        )
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Measure in a folder of memory where there is one, so that the disk has no say."""
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - removed at the end
    folder = Path(tempfile.mkdtemp(prefix="sitegen-bench-", dir=place))
    try:
        print_commands(folder)
        print_pictures(folder)
        print_stages(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
