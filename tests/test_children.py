"""Forks that share a task: all is done once, errors come back, and no process outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from sitegen.errors import ContentError, OutputError
from sitegen.publishing.children import WORTH, processes, shared
from tests.processes import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux alone")

ROOT = Path(__file__).parents[1]


def nothing() -> None:
    """Do nothing meanwhile."""


def no_child_is_left() -> bool:
    """Whether this process has no child that runs or waits to be noticed."""
    try:
        return os.waitpid(-1, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return True


def by_whom(number: int) -> bytes:
    """Return the number and who did it, after a time in which the others take their turn."""
    time.sleep(0.0005 if number < 300 else 0)
    return b"%d %d" % (number, os.getpid())


@pytest.mark.parametrize(("total", "count"), [(0, 3), (1, 3), (2, 3), (300, 1), (300, 3), (5_000, 2)])
def test_every_number_is_done_once_and_in_its_place(total: int, count: int) -> None:
    """However many processes share a task, the results are those of one, in order."""
    done = [said.split() for said in shared(by_whom, total, count, meanwhile=lambda: time.sleep(0.1))]
    assert [int(number) for number, _ in done] == list(range(total))
    assert total < 300 or len({process for _, process in done}) == count
    assert no_child_is_left()


def test_the_first_number_is_done_before_the_others_start() -> None:
    """What the first one takes to be done, such as a compiled template, all processes then have."""
    had: list[int] = []

    def task(number: int) -> bytes:
        had.append(number)
        time.sleep(0.001)
        return b"%d" % had[0]

    assert shared(task, 50, 3, meanwhile=nothing) == [b"0"] * 50


def test_what_is_done_meanwhile_is_done_here() -> None:
    """The process that starts the others does what is common, once, while they work."""
    here, began, deeds = os.getpid(), time.monotonic(), list[int]()

    def meanwhile() -> None:
        deeds.append(os.getpid())
        time.sleep(0.2)

    done = shared(by_whom, 200, 2, meanwhile=meanwhile)
    assert deeds == [here]
    assert sum(b" %d" % here not in said for said in done) > 100
    assert time.monotonic() - began < 2


def refuses() -> None:
    """Refuse as a template does that cannot be drawn."""
    raise ContentError("templates/x.html", "is wrong", "mend it")


def dies() -> None:
    """End as a process does that the system's memory has no place for."""
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("deed", "error", "words"),
    [
        (refuses, ContentError, "^templates/x.html: is wrong; mend it$"),
        (dies, OutputError, "ended before its work was done; run it again"),
    ],
)
def test_what_goes_wrong_in_a_child_is_raised_here(
    deed: Callable[[], None], error: type[Exception], words: str
) -> None:
    """A refusal comes as it was made, a child that was killed is told, and nobody begins anything more."""
    here, done = os.getpid(), list[int]()

    def task(number: int) -> bytes:
        if number and os.getpid() != here:
            deed()
        done.append(number)
        time.sleep(0.0005)
        return b""

    with pytest.raises(error, match=words):
        shared(task, 250, 2, meanwhile=lambda: time.sleep(0.1))
    assert len(done) == (1 if deed is refuses else 249)
    assert no_child_is_left()


def test_a_mistake_of_ours_in_a_child_is_shown() -> None:
    """Any other error has its traceback on standard error, and the build fails."""
    script = (
        "import os\nfrom sitegen.publishing.children import shared\nhere = os.getpid()\n"
        "def task(number):\n    return b'' if os.getpid() == here else 1 / 0\n"
        "shared(task, 9, 2, meanwhile=lambda: __import__('time').sleep(0.2))"
    )
    done = run(script=script)
    assert done.returncode == 1
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "OutputError: build: a process that drew pages ended before its work was done" in done.stderr


def test_children_end_where_this_process_fails() -> None:
    """What is refused here ends the others at once, though they had work for an hour."""
    here = os.getpid()

    def task(_: int) -> bytes:
        if os.getpid() != here:
            time.sleep(3_600)
        return b""

    with pytest.raises(ContentError):
        shared(task, 100, 3, meanwhile=refuses)
    assert no_child_is_left()


def test_children_end_where_sigterm_is_ignored() -> None:
    """Whoever imports us may have set a handler for it, which a fork inherits."""
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        test_children_end_where_this_process_fails()
    finally:
        signal.signal(signal.SIGTERM, before)


def test_where_no_process_can_be_started_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's share of processes may be used up, by others too."""

    def refused() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    before = sorted(Path("/proc/self/fd").iterdir())
    assert {said.split()[1] for said in shared(by_whom, 20, 3, meanwhile=nothing)} == {b"%d" % os.getpid()}
    assert sorted(Path("/proc/self/fd").iterdir()) == before


def test_a_child_has_none_of_the_descriptors_it_is_to_be_without(tmp_path: Path) -> None:
    """The lock of a site goes with the process that took it."""
    lock, here = os.open(tmp_path / "lock", os.O_CREAT | os.O_RDWR), os.getpid()

    def task(_: int) -> bytes:
        time.sleep(0.001)
        with suppress(OSError):
            same = os.path.samestat(os.fstat(lock), (tmp_path / "lock").stat())
            return b"here" if os.getpid() == here else b"lock" if same else b""
        return b""

    done = shared(task, 100, 3, meanwhile=lambda: time.sleep(0.05), without=[lock])
    os.close(lock)
    assert set(done) == {b"", b"here"}


ORPHANS = """
import os, sys, time
from pathlib import Path
from sitegen.publishing.children import shared
folder, here = Path(sys.argv[1]), os.getpid()
def task(number):
    if number:
        (folder / str(os.getpid())).write_text(str(number))
        time.sleep(0.01)
    return b""
shared(task, 100_000, 3, meanwhile=lambda: time.sleep(3_600))
"""


def started(folder: Path) -> tuple[subprocess.Popen[str], list[int]]:
    """Start a process with two children that have work for half an hour; return it and their numbers."""
    process = subprocess.Popen(
        [sys.executable, "-c", ORPHANS, str(folder)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while len(list(folder.iterdir())) < 2:
        time.sleep(0.005)
        assert process.poll() is None
    return process, [int(path.name) for path in folder.iterdir()]


def runs(process: int) -> bool:
    """Whether a process still does anything: one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_end(children: list[int]) -> bool:
    """Whether all of them end within seconds."""
    until = time.monotonic() + 10
    while any(map(runs, children)) and time.monotonic() < until:
        time.sleep(0.005)
    return not any(map(runs, children))


def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """They see between two pieces of work that it is gone, and say nothing."""
    process, children = started(tmp_path)
    assert all(map(runs, children))
    process.kill()
    said = process.communicate(timeout=20)[1]
    assert all_end(children)
    assert said == ""


def test_ctrl_c_ends_all_of_them(tmp_path: Path) -> None:
    """A terminal sends it to the children too: they leave it to the parent, which ends them."""
    process, children = started(tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=20)[1]
    assert process.returncode == -signal.SIGINT
    assert not any(map(runs, children))
    assert said.count("KeyboardInterrupt") == 1


HOW_MANY = f"""
import threading
from sitegen.publishing.children import processes
for asked, models in ((None, {WORTH - 1}), (None, {WORTH}), (3, 20), (3, 1), (3, 0)):
    print(processes(asked, models))
done = threading.Event()
beside = threading.Thread(target=done.wait)
beside.start()
print(processes(3, 20))
done.set()
beside.join()
"""


def test_how_many_draw_follows_from_the_models_and_what_is_asked() -> None:
    """A few models take one process, many one a core, and a thread beside forbids forks.

    A process of its own is asked: other tests may have left a thread in this one.
    """
    cores = len(os.sched_getaffinity(0))
    done = run(script=HOW_MANY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["1", str(min(cores, WORTH)), "3", "1", "1", "1"]
    assert processes(1, 5_000) == 1
