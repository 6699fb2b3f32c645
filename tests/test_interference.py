"""What others do to the folders while a build runs: it ends well or says why; the site is whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.processes import World, build_words, command, refusal, run, tree
from tests.test_crashes import ROOT

# The audit hook is told of every file before it is opened and of every folder before it is made.
# https://docs.python.org/3/library/audit_events.html
MEANWHILE = """
import os, shutil, sys
from pathlib import Path
from sitegen.cli.main import main

moment, deed, *words = sys.argv[1:]
part, _, count = moment.partition("#")
met = 0
def act(event, args):
    global met
    if event in ("open", "os.mkdir") and isinstance(args[0], str) and part in args[0]:
        met += 1
        if met == int(count):
            exec(deed)
sys.addaudithook(act)
try:
    main(words)
finally:
    if met < int(count):
        sys.exit(99)
"""


def meanwhile(moment: str, deed: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program, and do a deed before it opens the N-th file with PART in its path: ``PART#N``."""
    return run(moment, deed, *words, script=MEANWHILE)


MOMENTS_OF_OUTPUT = ("/dist/#1", ".dist.new#1", ".dist.new#60")
FILE_GOES = [(moment, kind) for kind in ("changes", "stays") for moment in MOMENTS_OF_OUTPUT]
"""When a file of the old site goes, and whether the new site has the same one; ``make soak`` takes all."""


@pytest.mark.parametrize(("moment", "kind"), FILE_GOES[1::4])
def test_a_file_that_goes_from_the_old_site(world: World, tmp_path: Path, moment: str, kind: str) -> None:
    """Of a page that is deleted the new site has its own; a file to be kept is made anew, or missed."""
    file_goes(world, tmp_path, moment, changes=kind == "changes")


def file_goes(world: World, folder: Path, moment: str, *, changes: bool) -> None:
    """Delete a file of the old site in a moment of a build."""
    root = world.root(folder / "root", "one")
    old, new = world.sites["one"], world.sites["two"]
    kept = [name for name in sorted(old.keys() & new.keys()) if not name.startswith(".")]
    name = next(name for name in kept if (old[name] != new[name]) is changes)
    words = build_words(world.days.roots["two"], root / "dist")
    done = meanwhile(moment, f"os.unlink({str(root / 'dist' / name)!r})", *words)
    if done.returncode:
        assert not changes
        assert "no such file" in refusal(done)
        assert tree(root / "dist") == {path: body for path, body in old.items() if path != name}
    else:
        assert world.day_of_site(root / "dist") == "two"
    assert run(*words).returncode == 0
    assert world.day_of_site(root / "dist") == "two"
    assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]


FOLDER_GOES = [
    *((".dist.new#1", "two"), ("/dist/#40", "two"), ("/dist/#1", "one")),
    *(("receipts.json#1", "two"), ("/dist/#1", "two"), (".dist.new#60", "two"), ("/dist/#40", "one")),
]
"""When the output folder goes, and the day of the site that is built; ``make soak`` takes all."""


@pytest.mark.parametrize(("moment", "day"), FOLDER_GOES[1:3])
def test_a_folder_that_goes_is_made_anew_or_told(world: World, tmp_path: Path, moment: str, day: str) -> None:
    """An output folder that is deleted meanwhile is afterwards the whole site, or absent with a reason."""
    folder_goes(world, tmp_path, moment, day)


def folder_goes(world: World, folder: Path, moment: str, day: str) -> None:
    """Delete the output folder in a moment of a build."""
    root = world.root(folder / "root", "one")
    words = build_words(world.days.roots[day], root / "dist")
    done = meanwhile(moment, f"shutil.rmtree({str(root / 'dist')!r})", *words)
    if done.returncode:
        refusal(done)
        assert world.day_of_site(root / "dist") == "absent"
    else:
        assert world.day_of_site(root / "dist") == day
    assert run(*words).returncode == 0
    assert world.day_of_site(root / "dist") == day
    assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]


DELETED, SPOILT, ALL_DELETED = (
    *("os.unlink({!r})", "Path({!r}).write_bytes(b'[{{')", "shutil.rmtree(Path({!r}).parent)"),
)


DATA_GOES = [
    *(("models.json#1", DELETED), ("receipts.json#1", SPOILT), ("benchmarks.json#1", ALL_DELETED)),
    *((".dist.new#1", DELETED), ("receipts.json#1", DELETED), ("models.json#1", SPOILT)),
]
"""When something happens to the data, and what; ``make soak`` takes all."""


@pytest.mark.parametrize(("moment", "deed"), DATA_GOES[:4:3])
def test_data_that_goes_or_changes_meanwhile(world: World, tmp_path: Path, moment: str, deed: str) -> None:
    """A file of the data that is deleted or spoilt while it is read is told in one line, or was read before.

    Whatever happens, the folder is a whole site, and once the data is back the next build succeeds.
    """
    data_goes(world, tmp_path, moment, deed)


def data_goes(world: World, folder: Path, moment: str, deed: str) -> None:
    """Do something to the data in a moment of a build."""
    root = world.root(folder / "root", "two")
    shutil.rmtree(root / "dist")
    shutil.copytree(world.folder / "site-one", root / "dist")
    before = tree(root / "dist")
    models = root / "data/openrouter/models.json"
    words = build_words(root, root / "dist")
    done = meanwhile(moment, deed.format(str(models)), *words)
    if done.returncode:
        assert "data" in refusal(done)
        assert tree(root / "dist") == before
    shutil.rmtree(root / "data")
    shutil.copytree(world.days.roots["two"] / "data", root / "data")
    assert run(*words).returncode == 0
    assert world.day_of_site(root / "dist") == "two"


def test_two_builds_at_once_leave_one_whole_site(world: World, tmp_path: Path) -> None:
    """Two builds into one folder both end well, or one of them says that the other is writing.

    ``make soak`` does it thirty times.
    """
    built_at_once(world, tmp_path, 1)


def built_at_once(world: World, folder: Path, times: int) -> None:
    """Build both days into one folder at the same time, so many times over."""
    root = world.root(folder / "root", "one")
    for _ in range(times):
        both = [
            subprocess.Popen(
                command(*build_words(world.days.roots[day], root / "dist")),
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            for day in ("one", "two")
        ]
        said = [process.communicate(timeout=120)[1] for process in both]
        codes = [process.returncode for process in both]
        assert sorted(codes) in ([0, 0], [0, 1])
        assert all(
            "another build is writing it; run this one again" in text
            for code, text in zip(codes, said, strict=True)
            if code
        )
        assert world.day_of_site(root / "dist") in ("one", "two")
        assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]


FETCH_WRITES = ["models.json#1", ".dist.new#1", "site.toml#1", "receipts.json#1"]
"""When a fetch begins; ``make soak`` takes all."""


@pytest.mark.parametrize("moment", FETCH_WRITES[:1])
def test_a_build_while_a_fetch_writes_has_one_day(world: World, tmp_path: Path, moment: str) -> None:
    """A fetch that begins at any moment of a build waits or comes after: the site is of one day."""
    fetch_writes(world, tmp_path, moment)


def fetch_writes(world: World, folder: Path, moment: str) -> None:
    """Begin a fetch in a moment of a build."""
    root = world.root(folder / "root", "one")
    shutil.rmtree(root / "dist")
    fetch = command(*world.fetch_words(root))
    deed = f"import subprocess; global fetching; fetching = subprocess.Popen({fetch!r})"
    done = meanwhile(moment, deed + "; __import__('time').sleep(1)", *build_words(root, root / "dist"))
    assert done.returncode == 0, done.stderr
    assert world.day_of_site(root / "dist") in ("one", "two")
    assert run(*world.fetch_words(root)).returncode == 0
    assert run(*build_words(root, root / "dist")).returncode == 0
    assert world.day_of_data(root) == world.day_of_site(root / "dist") == "two"
