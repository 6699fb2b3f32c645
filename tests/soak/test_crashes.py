"""Builds and fetches as whole processes, killed at hundreds of moments: always one whole state."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from sitegen.cli.inspection import findings_of_data
from sitegen.store.transaction import PENDING
from tests.processes import World, build_words, command, run
from tests.soak.conftest import Counted
from tests.test_crashes import DAYS, ROOT, fetched_at_once, killed_before_every_step

KILLS = int(os.environ.get("SITEGEN_KILLS", "200"))
"""Moments of each command."""
SEED = int(os.environ.get("SITEGEN_SEED") or int.from_bytes(os.urandom(4)))


Sign = Callable[[], bool]
"""Whether a command has begun to write."""


def moments(words: Sequence[str], sign: Sign) -> Iterator[tuple[int, float, float]]:
    """Run a command once, and yield a number of moments in which to kill the next ones.

    Each is a turn, the seconds to wait from the start and, where not 0, those to wait once ``sign``
    is seen: of every three one lies anywhere in the run, one soon after that, and one towards the end.
    """
    start = time.monotonic()
    process = subprocess.Popen(command(*words), cwd=ROOT, stdout=subprocess.DEVNULL)
    seen = start
    while process.poll() is None and not sign():
        time.sleep(0.0002)
    seen = time.monotonic()
    assert process.wait() == 0
    whole, writing = time.monotonic() - start, time.monotonic() - seen
    chosen = random.Random(SEED)  # noqa: S311 - a moment is no secret
    for turn in range(KILLS):
        kind = turn % 3
        late = (chosen.random() ** 3 if kind == 1 else chosen.uniform(0.3, 1.05)) * writing
        yield turn, chosen.uniform(0, 1.05) * whole, late if kind else 0.0


def killed(words: Sequence[str], sign: Sign, seconds: float, late: float) -> str:
    """Run a command, kill it in a moment, and return how it ended."""
    process = subprocess.Popen(command(*words), cwd=ROOT, stdout=subprocess.DEVNULL)
    while late and process.poll() is None and not sign():
        time.sleep(0.0002)
    time.sleep(late or seconds)
    process.kill()
    code = process.wait()
    assert code in (0, -signal.SIGKILL), code
    return "killed" if code else "ended"


def count(met: Counter[str], what: str, counted: Counted) -> None:
    """Count what was met, and hold that enough runs were killed and both states were seen."""
    for state, number in met.items():
        counted(f"{what} {state}", number)
    assert met["killed"] > KILLS / 2
    assert met["left at one"] > 0
    assert met["left at two"] > 0


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_killed_build_leaves_a_whole_site(
    world: World, tmp_path: Path, counted: Counted, jobs: str
) -> None:
    """The folder is the site of before or after; builds after it succeed and leave nothing beside."""
    print(f"SITEGEN_SEED={SEED}")  # noqa: T201 - shown when the test fails
    root = world.root(tmp_path / "root", "one")
    out, met = root / "dist", Counter[str]()
    words = build_words(world.days.roots["two"], out, "--jobs", jobs)

    def begun() -> bool:
        return any(root.glob(".dist.new-*"))

    def replaced() -> bool:
        return out.stat().st_ino != before

    for turn, seconds, late in moments(words, begun):
        shutil.rmtree(root)
        world.root(root, "one")
        before = out.stat().st_ino
        # Every tenth just after the exchange: on a busy machine hardly another one comes as late as that.
        seen = (replaced, 0.0001) if turn % 10 == 0 else (begun, late)
        met[killed(words, seen[0], seconds, seen[1])] += 1
        day = world.day_of_site(out)
        assert day in DAYS, (SEED, turn, day)
        met[f"left at {day}"] += 1
        met["leftovers"] += begun()
        assert run(*words).returncode == 0
        if begun():  # a process of the killed build still wrote there: the build after removes it
            assert run(*words).returncode == 0
        assert world.day_of_site(out) == "two"
        assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]
    count(met, "builds", counted)


def test_a_killed_fetch_leaves_whole_data(world: World, tmp_path: Path, counted: Counted) -> None:
    """The data is sound and of one day; the next fetch succeeds and leaves nothing beside."""
    print(f"SITEGEN_SEED={SEED}")  # noqa: T201 - shown when the test fails
    root = tmp_path / "root"
    world.root(root, "one")
    words, met = world.fetch_words(root), Counter[str]()
    begun = (root / "data" / PENDING).exists
    for turn, seconds, late in moments(words, begun):
        shutil.rmtree(root)
        world.root(root, "one")
        met[killed(words, begun, seconds, late)] += 1
        met["leftovers"] += any(path.name.startswith(".") for path in (root / "data").iterdir())
        assert findings_of_data(root) == [], (SEED, turn)
        day = world.day_of_data(root)
        assert day in DAYS, (SEED, turn, day)
        met[f"left at {day}"] += 1
        assert run(*words).returncode == 0
        assert world.day_of_data(root) == "two"
        assert not any(path.name.startswith(".") for path in (root / "data").iterdir())
    count(met, "fetches", counted)


def test_a_first_fetch_killed_before_every_single_step_leaves_nothing_or_all(tmp_path: Path) -> None:
    """Killed before each call that writes, in turn, a fetch into an empty folder leaves nothing or all."""
    killed_before_every_step(tmp_path, "one", "nothing")


def test_two_fetches_at_once_leave_sound_data(tmp_path: Path, counted: Counted) -> None:
    """Two sources that are fetched into one root at the same time, forty times over, are both stored."""
    fetched_at_once(tmp_path, 40)
    counted("pairs of fetches at once", 40)
