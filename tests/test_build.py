"""A build by several processes: the same bytes as by one, and whatever ends one of them, a whole site."""

from __future__ import annotations

import gc
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.build import build
from sitegen.cli.main import main
from sitegen.errors import ContentError
from sitegen.publishing.output import Published
from sitegen.rendering.owner_files import picture_cache
from tests.processes import ROOT, World, build_words, command, refusal, run, tree
from tests.test_children import all_end, runs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes draw on Linux alone")

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """Return a root with the data of the golden world."""
    shutil.copytree(GOLDEN / "data", tmp_path / "root" / "data")
    return tmp_path / "root"


def test_a_site_drawn_by_several_is_the_site_drawn_by_one(golden: Path) -> None:
    """Byte for byte, and the next build says that nothing is to be done, however many look."""
    done = {jobs: build(golden, golden / f"site{jobs}", images=False, jobs=jobs) for jobs in (1, 3)}
    sites = [tree(golden / f"site{jobs}") for jobs in done]
    assert sites[0] == sites[1]
    assert len({*done.values()}) == 1
    files = len(sites[0]) - 1
    for jobs in done:
        for check in (True, False):
            again = build(golden, golden / "site1", images=False, jobs=jobs, check=check)
            assert again == Published(0, files, 0)


def test_what_somebody_did_to_the_site_is_set_right(golden: Path) -> None:
    """Of an edited page, one that is gone and a stray file, just these are told and mended."""
    site = golden / "site"
    build(golden, site, images=False, jobs=2)
    whole = tree(site)
    edited, gone, *_ = sorted((site / "models").rglob("index.md"))
    edited.write_bytes(edited.read_bytes().swapcase())
    gone.unlink()
    (site / "models" / "stray.html").write_text("x")
    said = Published(2, len(whole) - 3, 1)
    assert build(golden, site, images=False, jobs=2, check=True) == said
    assert tree(site) != whole
    assert build(golden, site, images=False, jobs=2) == said
    assert tree(site) == whole


def test_a_template_that_fails_in_a_child_is_named(golden: Path) -> None:
    """The error of another process is one line, as that of this one, and nothing is published."""
    (golden / "templates").mkdir()
    broken = '{% extends "shipped/model.html" %}{% block main %}{{ x if "quill" in head.path else 0 }}'
    (golden / "templates/model.html").write_text(broken + "{% endblock %}")
    with pytest.raises(
        ContentError, match=r"templates/model\.html, line 1: 'x' is undefined \(drawing models/quill"
    ):
        build(golden, golden / "site", images=False, jobs=2)
    assert sorted(path.name for path in golden.iterdir()) == ["data", "templates"]


def test_a_build_without_pictures_keeps_those_of_another(golden: Path) -> None:
    """Pictures that were drawn once are there for the next build that has any."""
    build(golden, golden / "site")
    kept = sorted(path.name for path in (picture_cache(golden) or golden).iterdir())
    assert kept
    build(golden, golden / "plain", images=False)
    assert build(golden, golden / "site").drawn == 0


# Ended from outside


def children_of(process: int) -> list[int]:
    """Return the processes that another one has started."""
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


def begun(root: Path) -> bool:
    """Whether a build writes beside ``dist``."""
    return any(root.glob(".dist.new-*"))


@pytest.mark.parametrize("which", ["child", "parent"])
def test_killed_at_random_moments_a_build_leaves_a_whole_site(
    world: World, tmp_path: Path, which: str
) -> None:
    """Of a build by three processes the one that began it is killed, or another: the folder is whole.

    ``make soak`` kills 200 builds.
    """
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    moments = random.Random(seed)  # noqa: S311 - a moment is no secret
    words = build_words(world.days.roots["two"], tmp_path / "0" / "dist", "--jobs", "3")
    root = world.root(tmp_path / "0", "one")
    process = subprocess.Popen(command(*words), cwd=ROOT, stderr=subprocess.PIPE, text=True)
    until(lambda: len(children_of(process.pid)) == 2 or process.poll() is not None)
    children = children_of(process.pid)
    time.sleep(moments.uniform(0, 0.1))
    for victim in [process.pid] if which == "parent" else children[:1]:
        os.kill(victim, signal.SIGKILL)
    said = process.communicate(timeout=60)[1]
    assert all_end(children)
    assert world.day_of_site(root / "dist") == ("two" if process.returncode == 0 else "one")
    assert process.returncode in ((0, -signal.SIGKILL) if which == "parent" else (0, 1)), said
    ended = "sitegen: build: a process that drew pages ended before"
    assert not said or said.startswith((ended, "note: content/site.toml: "))
    assert run(*words).returncode == 0
    assert world.day_of_site(root / "dist") == "two"
    assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]


# The audit hook, which forks have too, is told of every file before it is opened.
# https://docs.python.org/3/library/audit_events.html
STOPPED = """
import os, signal, sys
from sitegen.cli.main import main
here, met = os.getpid(), []
def stop(event, args):
    if event == "open" and os.getpid() != here and ".dist.new-" in str(args[0]) and not met:
        met.append(event)
        os.kill(os.getpid(), signal.SIGSTOP)
sys.addaudithook(stop)
main(sys.argv[1:])
"""


def test_an_orphan_neither_hinders_the_next_build_nor_writes_into_it(world: World, tmp_path: Path) -> None:
    """A child that stands still while its parent is killed finds its own folder gone when it goes on."""
    root = world.root(tmp_path / "root", "one")
    words = build_words(world.days.roots["two"], root / "dist", "--jobs", "2")
    begin = [sys.executable, "-c", STOPPED, *words]
    process = subprocess.Popen(begin, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    until(lambda: children_of(process.pid))
    (orphan,) = children_of(process.pid)
    until(lambda: Path(f"/proc/{orphan}/stat").read_text().rpartition(")")[2].split()[0] == "T")
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert world.day_of_site(root / "dist") == "one"
    assert begun(root)
    assert run(*words).returncode == 0
    assert runs(orphan)
    os.kill(orphan, signal.SIGCONT)
    assert all_end([orphan])
    assert process.communicate(timeout=20)[1] == ""
    assert world.day_of_site(root / "dist") == "two"
    assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]


def test_a_killed_child_is_told_in_one_line(world: World, tmp_path: Path) -> None:
    """The old site stays, and the next step is named."""
    root = world.root(tmp_path / "root", "one")
    words = build_words(world.days.roots["two"], root / "dist", "--jobs", "2")
    said = refusal(run(*words, script=STOPPED.replace("SIGSTOP", "SIGKILL")))
    assert said.endswith("run it again; with --jobs 1 one process does it all")
    assert world.day_of_site(root / "dist") == "one"
    assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]


# How a build ends


def test_the_process_of_a_build_ends_at_once(golden: Path) -> None:
    """All is printed, and nothing is tidied up after it; ``--check`` says by its exit code what it found."""
    script = "import atexit\nfrom sitegen.cli.main import run\natexit.register(print, 'late')\nrun()"
    words = ["--root", str(golden), "build", "--no-images", "--out", str(golden / "site")]
    words += ["--base-url", "https://models.example/"]
    for further, code in (["--check"], 1), ([], 0), (["--check"], 0):
        done = run(*words, *further, script=script)
        assert (done.returncode, done.stderr) == (code, "")
        assert done.stdout.count("\n") == 2
        assert " files " in done.stdout
    done = run("--root", str(golden), "match", script=script)
    assert done.stdout.endswith("late\n")


@pytest.mark.parametrize("enabled", [True, False])
def test_a_command_leaves_the_collector_as_it_was(golden: Path, *, enabled: bool) -> None:
    """Who builds within a process of their own collects garbage afterwards just as before."""
    before = gc.isenabled()
    try:
        for out in ("site", "data"):  # the second is refused
            (gc.enable if enabled else gc.disable)()
            words = ["--root", str(golden), "build", "--no-images", "--out", str(golden / out)]
            assert CliRunner().invoke(main, words).exit_code == (out == "data")
            assert gc.isenabled() is enabled
            assert gc.get_freeze_count() == 0
    finally:
        (gc.enable if before else gc.disable)()
