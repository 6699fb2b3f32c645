"""The golden world: a few odd models over two days, fetched and built with the commands, file by file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli.main import main

HERE = Path(__file__).parent / "golden"
STEPS = [
    ("openrouter", "openrouter-2026-01-05.json", "2026-01-05"),
    ("openrouter", "openrouter-2026-02-05.json", "2026-02-05"),
    ("providers", "providers.json", "2026-02-05"),
    ("arena", "arena-text.json", "2026-02-06"),
    ("usage", "usage.json", "2026-02-07"),
]
NOT_OURS = ("assets/", "api/v1/schemas/", "api/v1/history.sqlite", "og/")
"""Copied, made of the code's own types, or drawn by a library: what they hold is not the world's alone."""


def run(root: Path, *arguments: str) -> str:
    """Run a command on a root and return what it printed."""
    done = CliRunner().invoke(main, ["--root", str(root), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def fetch_world(root: Path) -> Path:
    """Fetch the days of the golden world into a root, and return it."""
    for source, answer, day in STEPS:
        run(root, "fetch", source, "--from", str(HERE / "answers" / answer), "--on", day)
    return root


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root into which the days were fetched, and its site beside the data."""
    root = fetch_world(tmp_path_factory.mktemp("world"))
    run(root, "build", "--out", str(root / "site"), "--base-url", "https://example.org/llm/")
    return root


def held(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that are of the world."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(NOT_OURS)
    }


@pytest.mark.parametrize("part", ["data", "site"])
def test_the_golden_world_is_what_it_was(world: Path, part: str, request: pytest.FixtureRequest) -> None:
    """Every file of the data folder and of the site is the golden one, byte for byte."""
    golden = HERE / part
    made = held(world / part)
    if request.config.getoption("--update-golden"):
        shutil.rmtree(golden, ignore_errors=True)
        for name, content in made.items():
            (golden / name).parent.mkdir(parents=True, exist_ok=True)
            (golden / name).write_bytes(content)
    expected = held(golden)
    assert sorted(made) == sorted(expected)
    differing = [name for name in made if made[name] != expected[name]]
    assert not differing, "run `make golden` if the change is meant, and review it"


def test_a_golden_world_has_no_findings(world: Path) -> None:
    """What the commands made passes their own checks."""
    assert "no findings" in run(world, "check", "data")
    base = ("--base-url", "https://example.org/llm/")
    assert "no findings" in run(world, "check", "site", "--out", str(world / "site"), *base)


def test_building_again_changes_nothing(world: Path) -> None:
    """A second build of the same input writes no file, and one elsewhere has the same bytes."""
    base = ("--base-url", "https://example.org/llm/")
    assert ": 0 files to write" in run(world, "build", "--out", str(world / "site"), "--check", *base)
    run(world, "build", "--out", str(world / "other"), *base)
    assert held(world / "other") == held(world / "site")
    shutil.rmtree(world / "other")
