"""A build with nothing to do: it ends early, and never where anything has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import unchanged as module
from tests.worlds import PLAIN, row

PROGRAM = [sys.executable, "-m", "sitegen"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a small site whose files were written a while ago."""
    answer = tmp_path / "models.json"
    answer.write_text(json.dumps({"data": [PLAIN, row(id="acme/nail", canonical_slug="acme/nail")]}))
    root = tmp_path / "root"
    root.mkdir()
    fetch = ["--root", str(root), "fetch", "openrouter", "--from", str(answer), "--on", "2026-03-01"]
    subprocess.run([*PROGRAM, *fetch], capture_output=True, check=True)
    settle(root)
    return root


def settle(folder: Path) -> None:
    """Give every file and folder a time ten seconds back."""
    for path in [*folder.rglob("*"), folder]:
        found = path.stat()
        os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns - 10_000_000_000))


def build(root: Path, *options: str) -> tuple[str, bool]:
    """Build as a process; return its line, and whether a library was imported for it."""
    program = [sys.executable, "-X", "importtime", "-m", "sitegen", "--root", str(root)]
    command = [*program, "build", "--no-images", "--out", str(root.parent / "out"), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout, "pydantic" in done.stderr


def test_the_second_build_imports_nothing(root: Path) -> None:
    """It says what a build would say, that all files are unchanged, without pydantic, Jinja or click."""
    first, _ = build(root)
    again, imported = build(root)
    assert not imported
    written = first.split(": ")[1].split(" files")[0]
    assert again == f"{root.parent / 'out'}: 0 files written, {written} unchanged, 0 removed\n"


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
    build(root)
    assert not build(root)[1]
    CHANGES[change](root, root.parent / "out")
    assert build(root)[1]


def test_other_options_are_another_build(root: Path) -> None:
    """The state holds for the options that it was kept with, and a way of writing them that it knows."""
    build(root)
    assert build(root, "--base-url", "https://x.example/")[1]
    assert not build(root, "--base-url", "https://x.example/")[1]
    assert build(root, "--base-url=https://x.example/")[1]
    assert build(root, "--check", "--base-url", "https://x.example/")[1]
    assert build(root)[1]


def test_a_file_written_a_moment_ago_is_not_trusted(root: Path) -> None:
    """It could change again within the same tick of the clock: the state is not kept."""
    now = time.time_ns() + 3_600_000_000_000  # as of a clock that is ahead: no slow start makes it old
    os.utime(root / "data/openrouter/models.json", ns=(now, now))
    build(root)
    assert build(root)[1]


def test_a_cut_or_foreign_state_is_none(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A damaged file in the cache costs a build its short cut, and no more."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    build(root)
    (kept,) = (tmp_path / "cache/sitegen/builds").iterdir()
    whole = kept.read_bytes()
    for content in (b"", whole[: len(whole) // 2], b"\xff" * 100, whole[:-1]):
        kept.write_bytes(content)
        assert module.unchanged(str(root), str(root.parent / "out"), (None, False)) is None
    kept.write_bytes(whole)
    assert build(root)[1] is False
