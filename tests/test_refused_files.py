"""A file that cannot be read or written is one line with its name, the fault and what to do."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.cli.main import main
from sitegen.records.snapshot import Origin
from sitegen.sources import openrouter
from sitegen.store.snapshots import write_snapshot
from sitegen.store.transaction import READY
from tests.worlds import row

ROOT = Path(__file__).parent.parent
GIT = "git -c user.name=x -c user.email=x@example.org"
RECORD = json.dumps([row()]) + "\n"


def run(root: Path, *arguments: str) -> Result:
    """Run a command in a root; a traceback is a failure of the test."""
    return CliRunner().invoke(main, ["--root", str(root), *arguments], catch_exceptions=False)


def fetched(root: Path) -> Result:
    """Fetch one record."""
    answer = root / "answer.json"
    answer.write_text(json.dumps({"data": [row()]}))
    return run(root, "fetch", "openrouter", "--from", str(answer), "--on", "2026-03-01")


def test_data_that_cannot_be_read_stops_a_build_and_is_a_finding(tmp_path: Path) -> None:
    """A folder in the place of a file stops the build with a line; the check names it, and nothing else."""
    file = tmp_path / "data/openrouter/models.json"
    file.mkdir(parents=True)
    done = run(tmp_path, "build", "--out", str(tmp_path / "out"))
    fault = f"{file}: cannot be read (Is a directory); check the path and its rights"
    assert (done.exit_code, done.output) == (1, f"sitegen: {fault}\n")
    checked = run(tmp_path, "check", "data")
    assert (checked.exit_code, checked.output) == (1, f"readable: {fault}\ndata: 1 finding\n")


@pytest.mark.parametrize("name", ["content/site.toml", "content/about.md", "templates/base.html"])
def test_content_that_is_no_text_is_named(tmp_path: Path, name: str) -> None:
    """An owner's file that is no UTF-8 stops the build before anything is written."""
    fetched(tmp_path)
    file = tmp_path / name
    file.parent.mkdir()
    file.write_bytes(b"# \xff")
    done = run(tmp_path, "build", "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert line.startswith("sitegen: ")
    assert file.name in line
    assert "UTF-8" in line
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_data_is_named(tmp_path: Path) -> None:
    """It refuses the fetch and is left as it was."""
    (tmp_path / "data").write_text("mine")
    done = fetched(tmp_path)
    assert done.exit_code == 1
    file = tmp_path / "data/openrouter/models.json"
    assert f"{file}: cannot be read (Not a directory); check the path and its rights" in done.output
    assert (tmp_path / "data").read_text() == "mine"


def test_a_write_that_cannot_be_finished_is_named_and_kept(tmp_path: Path) -> None:
    """What counts already and cannot be moved to its place waits until the way is free."""
    ready = tmp_path / "data" / READY / "openrouter"
    ready.mkdir(parents=True)
    (ready / "models.json").write_text(RECORD)
    (tmp_path / "data" / "openrouter").write_text("in the way")
    done = run(tmp_path, "check", "data")
    assert done.exit_code == 1
    assert "holds a write that cannot be finished (File exists); make room or check the rights" in done.output
    assert (ready / "models.json").read_text() == RECORD
    (tmp_path / "data" / "openrouter").unlink()
    # What stands there now was never fetched, which is all that is left to say.
    said = "receipt: data/openrouter/models.json: has no receipt; restore data/receipts.json from git"
    assert run(tmp_path, "check", "data").output == f"{said}\ndata: 1 finding\n"
    assert (tmp_path / "data/openrouter/models.json").read_text() == RECORD


def test_without_git_two_folders_can_still_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision needs git, and the line says what to do without; two data folders need none."""
    fetched(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run(tmp_path, "diff")
    assert (done.exit_code, done.output) == (
        2, "sitegen: git: is not installed; install it, or give two data folders\n",
    )  # fmt: skip
    folder = str(tmp_path / "data")
    assert run(tmp_path, "diff", folder, folder).exit_code == 0


def test_a_day_to_come_is_wrong_usage(tmp_path: Path) -> None:
    """A day after today is refused before anything is read: the journal could never go on before it."""
    done = run(tmp_path, "fetch", "openrouter", "--on", "2199-01-01")
    assert done.exit_code == 2
    assert "--on 2199-01-01: is after today, " in done.output


def test_a_mistyped_day_is_taken_back_by_the_documented_command(tmp_path: Path) -> None:
    """The command of data/README.md restores the data before the day, not the overrides; fetch goes on."""
    (command,) = re.findall(r"^    (git restore .*)$", (ROOT / "data/README.md").read_text(), re.MULTILINE)
    data = tmp_path / "data"

    def store(name: str, day: date) -> None:
        answer = [{"data": [row(name=name)]}]
        snapshot = openrouter.snapshot(openrouter.feed_from("x", None), answer, None)
        write_snapshot(data, snapshot, Origin("x"), day)
        subprocess.run(["sh", "-c", f"{GIT} add data && {GIT} commit -qm x"], cwd=tmp_path, check=True)

    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    store("One", date(2026, 3, 1))
    store("Two", date(2062, 3, 1))
    (data / "overrides").mkdir()
    (data / "overrides/accepted.toml").write_text("# a reviewer's own words\n")
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    assert fetched(tmp_path).exit_code == 0
    assert (data / "overrides/accepted.toml").exists()
    assert "2062" not in (data / "changes.jsonl").read_text()
    assert run(tmp_path, "check", "data").exit_code == 0


def test_a_bad_day_is_wrong_usage(tmp_path: Path) -> None:
    """A day that the calendar does not have is refused, with an example of one."""
    done = run(tmp_path, "fetch", "openrouter", "--on", "2026-02-30")
    assert done.exit_code == 2
    assert "'2026-02-30' is no day; write it as 2026-05-15" in done.output
