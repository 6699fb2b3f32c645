"""A team of processes: the same bytes as one, and whatever goes wrong in one of them is said."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.errors import ContentError, OutputError
from sitegen.publishing.team import CHUNK, aside, drawn
from tests.processes import run

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="forks are used on Linux alone")

GOLDEN = Path(__file__).parent / "golden"
ITEMS = list(range(20 * CHUNK))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_item_is_drawn_once(count: int) -> None:
    """However many processes draw, each place comes once, with its own bytes."""
    found = sorted(drawn(ITEMS, lambda item: b"%d" % item * 10_000, count))
    assert found == [(item, b"%d" % item * 10_000) for item in ITEMS]


def _fails() -> None:
    raise ContentError("templates/x.html", "is wrong", "mend it")


def _dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("deed", "error", "words"),
    [
        (_fails, ContentError, "templates/x.html: is wrong; mend it"),
        (_dies, OutputError, "was ended from outside; run it again"),
    ],
)
def test_what_goes_wrong_elsewhere_is_raised_here(deed: object, error: type[Exception], words: str) -> None:
    """A refusal of another process comes as it was made, and one that was killed is told."""
    here, begun = os.getpid(), threading.Event()

    def draw(_: int) -> bytes:
        if os.getpid() != here and callable(deed):
            deed()
        begun.wait(0.005)  # this process leaves some of the items to the other
        return b""

    with pytest.raises(error, match=words):
        list(drawn(list(range(200 * CHUNK)), draw, 2))


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_made_aside_comes_as_it_was_made(count: int) -> None:
    """Every thing in its order, be it in this process or in another, and more than a pipe holds."""
    here = os.getpid()
    with aside(lambda: ((item, "x" * 9_000, os.getpid() == here) for item in ITEMS), count) as things:
        assert list(things) == [(item, "x" * 9_000, count == 1) for item in ITEMS]


@pytest.mark.parametrize("deed", [_fails, _dies])
def test_what_another_process_could_not_make_is_made_here(deed: Callable[[], None]) -> None:
    """Whether it was refused or ended from outside; what is refused here too is raised."""
    here = os.getpid()

    def make() -> Iterator[int]:
        yield 1
        if os.getpid() != here:
            deed()
        yield 2

    with aside(make, 2) as things:
        assert list(things) == [1, 2]
    with aside(lambda: (_fails() for _ in range(1)), 2) as others, pytest.raises(ContentError):
        list(others)


def test_where_no_folder_takes_a_file_all_is_made_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A machine may have no folder for temporary files, and a site is built there all the same."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    here = os.getpid()
    with aside(lambda: iter([os.getpid()]), 2) as things:
        assert list(things) == [here]


def _refused(*_: object) -> int:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def test_where_no_process_can_be_started_all_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's share of processes may be used up, by others too."""
    monkeypatch.setattr(os, "fork", _refused)
    here = os.getpid()
    with aside(lambda: iter([os.getpid()]), 2) as things:
        assert list(things) == [here]
    assert list(drawn(ITEMS, lambda _: b"%d" % os.getpid(), 3)) == [(item, b"%d" % here) for item in ITEMS]


def test_where_memory_cannot_be_shared_all_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some containers have no /dev/shm, which the common counter needs."""
    monkeypatch.setattr(multiprocessing.get_context("fork"), "Value", _refused, raising=False)
    here = os.getpid()
    assert list(drawn(ITEMS, lambda _: b"%d" % os.getpid(), 3)) == [(item, b"%d" % here) for item in ITEMS]


def test_what_nobody_asks_for_is_not_waited_for() -> None:
    """A build that fails meanwhile ends the other process."""
    with aside(lambda: iter(threading.Event().wait, None), 2):
        pass
    assert multiprocessing.active_children() == []


def test_processes_end_where_sigterm_is_handled() -> None:
    """Coverage does that, as a server may that builds a site; a forked process has its handlers."""
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with aside(lambda: iter(threading.Event().wait, None), 2):
            pass
        some = drawn(ITEMS, lambda _: b"x" * 1_000_000, 3)
        next(some)
        some.close()  # type: ignore[attr-defined]
    finally:
        signal.signal(signal.SIGTERM, before)
    assert multiprocessing.active_children() == []


def test_a_build_that_ends_early_leaves_no_process() -> None:
    """Where nobody asks for the rest, the others are ended."""
    some = drawn(ITEMS, lambda _: b"x" * 1_000_000, 3)
    next(some)
    some.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


HOW_MANY = """
import os, sys, threading
from sitegen.team import CHUNK, WORTH, processes
print(processes(None, WORTH - 1), processes(None, WORTH), processes(3, 2 * CHUNK), processes(3, 1))
done = threading.Event()
beside = threading.Thread(target=done.wait)
beside.start()
print(processes(3, 2 * CHUNK))
done.set()
beside.join()
"""


def test_how_many_draw_follows_from_the_pages_and_what_is_asked() -> None:
    """A few pages take one process, thousands one a core, and a thread beside forbids forks.

    A process of its own is asked: other tests may have left a thread in this one.
    """
    cores = len(os.sched_getaffinity(0))
    done = run(script=HOW_MANY)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["1", str(cores), "3", "1", "1"], "")


def test_a_site_drawn_by_several_is_the_site_drawn_by_one(tmp_path: Path) -> None:
    """Byte for byte, with the committed data's shape of a few models."""
    shutil.copytree(GOLDEN / "data", tmp_path / "data")
    for jobs in (1, 3):
        out = ("--out", str(tmp_path / f"site{jobs}"), "--jobs", str(jobs))
        done = run("--root", str(tmp_path), "build", "--no-images", *out)
        assert done.returncode == 0, done.stderr
    one, three = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "site1", tmp_path / "site3")
    )
    assert one == three
