"""A build with nothing to do: it ends early, and never where anything has changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.publishing import kept
from sitegen.publishing import unchanged as module
from tests.processes import run
from tests.worlds import PLAIN, row


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root with two models."""
    folder = tmp_path_factory.mktemp("fetched")
    answer = folder / "models.json"
    answer.write_text(json.dumps({"data": [PLAIN, row(id="acme/nail", canonical_slug="acme/nail")]}))
    root = folder / "root"
    root.mkdir()
    words = ["--root", str(root), "fetch", "openrouter", "--from", str(answer), "--on", "2026-03-01"]
    assert run(*words).returncode == 0
    return root


@pytest.fixture
def root(fetched: Path, tmp_path: Path) -> Path:
    """Return a small site whose files were written a while ago."""
    root = shutil.copytree(fetched, tmp_path / "root")
    settle(root)
    return root


def settle(folder: Path) -> None:
    """Give every file and folder a time ten seconds back."""
    for path in [*folder.rglob("*"), folder]:
        found = path.stat()
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns - 10_000_000_000))


def words(root: Path, *options: str) -> list[str]:
    """Return the words of a build into the folder beside the root."""
    return ["--root", str(root), "build", "--no-images", "--out", str(root.parent / "out"), *options]


# The audit hook is told of every file before it is opened.
# https://docs.python.org/3/library/audit_events.html
WATCHED = """
import sys
from sitegen.cli.start import main
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
try:
    main()
finally:
    print(any(path.endswith("models.json") for path in opened), file=sys.stderr)
"""


def looks(root: Path, *options: str, script: str = WATCHED) -> bool:
    """Build as a process; return whether it read the data, and did not end early."""
    done = run(*words(root, *options), script=script)
    assert done.stderr in ("True\n", "False\n"), done.stderr
    return done.stderr == "True\n"


def test_the_second_build_imports_nothing(root: Path) -> None:
    """It says what a build would say, that all files are unchanged, without pydantic, Jinja or click."""
    first, again = (
        subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "sitegen", *words(root)],
            capture_output=True,
            text=True,
            check=True,
        )
        for _ in range(2)
    )
    assert "pydantic" in first.stderr
    assert "pydantic" not in again.stderr
    written = first.stdout.split(": ")[1].split(" files")[0]
    assert again.stdout == f"{root.parent / 'out'}: 0 files written, {written} unchanged, 0 removed\n"


def _edit(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"a", b"b", 1))


CHANGES: dict[str, Callable[[Path, Path], object]] = {
    "a record": lambda root, _: _edit(root / "data/openrouter/models.json"),
    "a setting": lambda root, _: (root / "content/site.toml").write_text('title = "T"\n'),
    "a new template": lambda root, _: (root / "templates").mkdir(),
    "a file of the site": lambda _, out: _edit(out / "index.html"),
    "a file that is gone": lambda _, out: (out / "robots.txt").unlink(),
    "a strange file": lambda _, out: (out / "api/x").write_text("x"),
    "a link in the place of a file": lambda _, out: (
        (out / "robots.txt").rename(out.parent / "kept"),
        (out / "robots.txt").symlink_to(out.parent / "kept"),
    ),
    "the folder that is gone": lambda _, out: out.rename(out.parent / "elsewhere"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_looked_at(root: Path, change: str) -> None:
    """Whatever was read or written has changed since: the build reads everything, and sets it right."""
    (root / "content").mkdir(exist_ok=True)
    settle(root / "content")
    assert looks(root)
    assert not looks(root)
    CHANGES[change](root, root.parent / "out")
    assert looks(root)


# A small site as a large one is: in many parts, at which two processes look.
IN_PARTS = """
import os
from sitegen import kept
kept.PART, kept.WORTH = 4, 2
os.sched_getaffinity = lambda _: {0, 1}
forked, fork = [], os.fork
def counted():
    forked.append(fork())
    return forked[-1]
os.fork = counted
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems look in one process")
@pytest.mark.parametrize("change", ["a file of the site", "a file that is gone", "a strange file"])
def test_several_processes_look_at_a_large_site(root: Path, change: str) -> None:
    """Whichever of them meets the change: it is looked at."""
    script = IN_PARTS + WATCHED
    assert looks(root, script=script)
    assert not looks(root, script=script)
    told = run(*words(root), script=script + "print(len(forked), file=sys.stderr)")
    assert told.stderr == "False\n1\n"
    refused = "def none(): raise BlockingIOError(11, 'none left')\nos.fork = none\n"
    assert not looks(root, script=IN_PARTS + refused + WATCHED)
    alone = run(*words(root, "--jobs", "1"), script=script + "print(len(forked), file=sys.stderr)")
    assert alone.stderr == "False\n0\n"
    CHANGES[change](root, root.parent / "out")
    assert looks(root, script=script)


def test_every_file_of_a_large_site_is_looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts leave out none, and put no state to another's path."""
    monkeypatch.setattr(kept, "PART", 7)
    out = root.parent / "out"
    assert looks(root, script=IN_PARTS + WATCHED)
    before = kept.read(kept.place_of(os.path.realpath(out)))
    assert before is not None
    found = {str(path): path.lstat() for path in [out, *out.rglob("*")]}
    assert before.written() == {path: (one.st_mtime_ns, one.st_size) for path, one in found.items()}
    for path in [path for path in found if Path(path).is_file()]:
        os.utime(path, ns=(0, 0))
        assert not before.all_stand(1), path
        os.utime(path, ns=(0, found[path].st_mtime_ns))
    assert before.all_stand(1)


@pytest.mark.parametrize("jobs", ["0", "65", "9" * 5_000])
def test_no_jobs_are_refused_with_nothing_to_do_as_well(root: Path, jobs: str) -> None:
    """The short cut takes no number that the command line refuses."""
    assert looks(root)
    done = run(*words(root, "--jobs", jobs))
    assert (done.returncode, "'--jobs'" in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def test_other_options_are_another_build(root: Path) -> None:
    """The state holds for the options that it was kept with, and a way of writing them that it knows."""
    assert looks(root)
    assert looks(root, "--base-url", "https://x.example/")
    assert not looks(root, "--base-url", "https://x.example/")
    assert looks(root, "--base-url=https://x.example/")
    assert looks(root, "--check", "--base-url", "https://x.example/")
    assert looks(root)


def test_a_file_written_a_moment_ago_is_not_trusted(root: Path) -> None:
    """It could change again within the same tick of the clock: the state is not kept."""
    now = time.time_ns() + 3_600_000_000_000  # as of a clock that is ahead: no slow start makes it old
    os.utime(root / "data/openrouter/models.json", ns=(now, now))
    assert looks(root)
    assert looks(root)


def test_a_cut_or_foreign_state_is_none(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A damaged file in the cache costs a build its short cut, and no more."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert looks(root)
    (state,) = (tmp_path / "cache/sitegen/builds").iterdir()
    whole = state.read_bytes()
    other = [bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]]) for at in range(0, len(whole), 997)]
    for content in (b"", whole[: len(whole) // 2], b"\xff" * 100, whole[:-1], *other):
        state.write_bytes(content)
        assert module.unchanged(str(root), str(root.parent / "out"), (None, False)) is None
    state.write_bytes(whole)
    assert not looks(root)
