"""A disk that is full or cannot be written: one clear line, nothing half done, and the next run succeeds."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Tree, World, build_words, leave, refusal, run, small_disk, tree


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 4 MB."""
    with small_disk(tmp_path / "disk", "4m") as place:
        yield place


ROOM_FOR_A_BUILD = [0, 300_000, 8_192, 600_000]
ROOM_FOR_A_FETCH = [0, 20_000, 4_096]
ROOM_FOR_A_CACHE = [0, 60_000, 4_096]
"""Bytes that a disk has left; ``make soak`` takes all."""
JOBS = ["1", "3"]
"""Processes that draw, and find a full disk each for itself."""


@pytest.mark.parametrize(("room", "jobs"), [*zip(ROOM_FOR_A_BUILD, JOBS, strict=False)])
def test_a_build_that_does_not_fit_leaves_the_old_site(
    world: World, disk: Path, room: int, jobs: str
) -> None:
    """Whether the first folder, a page in the middle or the last one finds no room, the old site stays."""
    build_does_not_fit(world, disk, room, jobs)


def build_does_not_fit(world: World, disk: Path, room: int, jobs: str) -> None:
    """Build in so many processes where so many bytes are left, and then where there is room."""
    root = world.root(disk / "root", "one")
    (data,) = [world.days.roots["two"]]
    leave(disk, room)
    said = refusal(run(*build_words(data, root / "dist", "--jobs", jobs)))
    assert "no space left on device; free some space" in said
    assert world.day_of_site(root / "dist") == "one"
    assert sorted(path.name for path in root.iterdir()) == ["data", "dist"]
    (disk / ".filler").unlink()
    assert run(*build_words(data, root / "dist")).returncode == 0
    assert world.day_of_site(root / "dist") == "two"


@pytest.mark.parametrize("room", ROOM_FOR_A_FETCH[:2])
def test_a_fetch_that_does_not_fit_leaves_the_old_data(world: World, disk: Path, room: int) -> None:
    """Whether the first file or a later one finds no room, the data stays that of the day before."""
    fetch_does_not_fit(world, disk, room)


def fetch_does_not_fit(world: World, disk: Path, room: int) -> None:
    """Fetch where so many bytes are left, and then where there is room."""
    root = world.root(disk / "root", "one")
    leave(disk, room)
    said = refusal(run(*world.fetch_words(root)))
    assert "cannot be written (No space left on device); nothing was changed" in said
    assert world.day_of_data(root) == "one"
    (disk / ".filler").unlink()
    assert run(*world.fetch_words(root)).returncode == 0
    assert world.day_of_data(root) == "two"


@pytest.fixture(scope="module")
def drawn(world: World, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Return the site of the first day with its pictures, built where all can be kept."""
    out = tmp_path_factory.mktemp("drawn") / "dist"
    assert run(*build_words(world.days.roots["one"], out, "--images")).returncode == 0
    return tree(out)


@pytest.mark.parametrize("room", ROOM_FOR_A_CACHE[1:2])
def test_a_full_cache_stops_no_build(
    world: World, drawn: Tree, disk: Path, tmp_path: Path, room: int
) -> None:
    """Where no picture or temporary file can be kept, the site is the same."""
    cache_is_full(world, drawn, disk, tmp_path, room)


def cache_is_full(world: World, drawn: Tree, disk: Path, tmp_path: Path, room: int) -> None:
    """Build where so many bytes are left for what is kept, and again where there is room."""
    leave(disk, room)
    full = {"XDG_CACHE_HOME": str(disk / "cache"), "TMPDIR": str(disk)}
    root = world.days.roots["one"]
    done = run(*build_words(root, tmp_path / "dist", "--images"), env=full)
    note = "note: content/site.toml: the site says that it stands at https://example.github.io/"
    assert (done.returncode, done.stderr.count("\n"), done.stderr.startswith(note)) == (0, 1, True)
    assert tree(tmp_path / "dist") == drawn
    (disk / ".filler").unlink()
    again = run(*build_words(root, tmp_path / "dist", "--images"), env=full)
    assert (again.returncode, again.stderr) == (0, done.stderr)
    assert " 0 files written" in again.stdout


def _read_only(disk: Path) -> None:
    as_root = ["sudo", "-n"] if os.getuid() else []
    subprocess.run([*as_root, "mount", "-o", "remount,ro", str(disk)], check=True)


def test_a_disk_that_cannot_be_written_is_said(world: World, disk: Path, tmp_path: Path) -> None:
    """On a read-only disk neither site nor data can change; a site of its data can be built elsewhere."""
    root = world.root(disk / "root", "one")
    _read_only(disk)
    assert "read-only file system" in refusal(run(*build_words(world.days.roots["two"], root / "dist")))
    assert "Read-only file system" in refusal(run(*world.fetch_words(root)))
    assert (world.day_of_site(root / "dist"), world.day_of_data(root)) == ("one", "one")
    assert run(*build_words(root, tmp_path / "dist")).returncode == 0
    assert world.day_of_site(tmp_path / "dist") == "one"


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_said(world: World, tmp_path: Path) -> None:
    """Who may not write data or site is told so in one line, and nothing changes."""
    root = world.root(tmp_path / "root", "one")
    for folder in (root, root / "data"):
        folder.chmod(0o500)
    try:
        assert "permission denied" in refusal(run(*build_words(world.days.roots["two"], root / "dist")))
        assert "Permission denied" in refusal(run(*world.fetch_words(root)))
    finally:
        for folder in (root, root / "data"):
            folder.chmod(0o700)
    assert (world.day_of_site(root / "dist"), world.day_of_data(root)) == ("one", "one")
