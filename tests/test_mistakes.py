"""Each mistake of the table is one line that names file, line, fault and next step, and no traceback."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sitegen import __version__
from sitegen.cli.main import main
from tests.mistakes import BOM, TABLES, Link, Mistake, Pipe
from tests.test_snapshots import store
from tests.worlds import row

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests/golden/data"
ALL = {f"{table}: {name}": mistake for table, each in TABLES.items() for name, mistake in each.items()}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a root with a small catalogue, in which a command is called; one without an end fails."""

    def late(*_: object) -> None:
        raise AssertionError("the command never ends")

    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(120)
    yield tmp_path
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def written(root: Path, files: dict[str, str | bytes | Link | Pipe]) -> None:
    """Write files into a root, in the place of folders, too."""
    for name, content in files.items():
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.unlink(missing_ok=True)
            path.symlink_to(content.target)
        elif isinstance(content, Pipe):
            path.unlink(missing_ok=True)
            os.mkfifo(path)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())


def called(words: str) -> Result:
    """Call a command; a traceback is a failure of the test."""
    return CliRunner().invoke(main, words.split(), catch_exceptions=False)


PROGRAM = f"{sys.executable} -m sitegen"


def in_shell(root: Path, line: str, **streams: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - as there
    """Run a line in a shell, with streams as they are given."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["sh", "-c", line], cwd=root, env=environment, text=True, check=False, timeout=60, **streams
    )


def standing(root: Path) -> set[str]:
    """Return the files of a root, but for the journal of failures and what locks leave."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_the_table_is_long() -> None:
    """It has sixty mistakes at least, of every kind."""
    assert len(ALL) >= 60


@pytest.mark.parametrize("mistake", ALL.values(), ids=ALL.keys())
def test_a_mistake_is_one_line(root: Path, mistake: Mistake) -> None:
    """The line is the only one, the exit code is right, and nothing is written."""
    written(root, dict(mistake.files))
    before = standing(root)
    done = called(mistake.command.replace("{root}", str(root)))
    line = mistake.line.replace("{root}", str(root)).replace("{version}", __version__)
    *above, last = done.output.splitlines()
    assert last.startswith(line.removesuffix("…")) if line.endswith("…") else last == line
    assert above == [] or line.startswith("Error: ")
    assert done.exit_code == mistake.code
    assert standing(root) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read all")
@pytest.mark.parametrize(
    "name",
    ["content", "content/site.toml", "content/about.md", "templates", "templates/notfound.html", "data"],
)
def test_missing_rights_are_one_line(root: Path, name: str) -> None:
    """What may not be read is named, and nothing shipped takes its place without a word."""
    files: dict[str, str | bytes | Link | Pipe] = {"content/site.toml": "", "content/about.md": "# A"}
    written(root, {**files, "templates/notfound.html": "x"})
    (root / name).chmod(0)
    done = subprocess.run(
        [sys.executable, "-m", "sitegen", "build", "--no-images"], env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    (root / name).chmod(0o755)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"sitegen: {name}: ")
    assert "permission denied" in line


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", BOM])
def test_a_byte_order_mark_and_other_line_ends_are_taken(root: Path, mark: str, end: str) -> None:
    """What editors on Windows write is read: settings, overrides, prose and templates."""
    written(
        root,
        {
            "content/site.toml": f'{mark}title = "Ours"{end}[colours]{end}accent = "#003366"{end}',
            "content/about.md": f"{mark}---{end}nav: yes{end}---{end}# About{end}",
            "templates/notfound.html": f'{mark}{{% extends "shipped/notfound.html" %}}{end}',
            "data/overrides/accepted.toml": f"{mark}# nothing{end}",
        },
    )
    done = called("build --no-images")
    assert done.exit_code == 0, done.output
    page = (root / "dist/404.html").read_text()
    assert BOM not in page
    assert ">Ours</a>" in page
    assert "About</a>" in page


def test_files_of_static_stand_at_the_top_of_the_site(root: Path) -> None:
    """Proofs for other services are copied as they are, are no pages of ours, and never stand for one."""
    files = {"CNAME": "models.example", "proof123.html": "proof: 123", "about.md": "{{ x }}"}
    written(root, {f"content/static/{name}": text for name, text in files.items()})
    written(root, {"content/static/.well-known/security.txt": "Contact: x"})
    written(root, {f"content/static/{name}": "key" for name in (".git/config", ".DS_Store", "._CNAME")})
    assert called("build --no-images --base-url https://models.example/").exit_code == 0
    assert {name: (root / "dist" / name).read_text() for name in files} == files
    assert (root / "dist/.well-known/security.txt").read_text() == "Contact: x"
    assert not (root / "dist/about").exists()
    assert "key" not in {path.read_text() for path in (root / "dist").glob("**/.*") if path.is_file()}
    assert not (root / "dist/.git").exists()
    assert called("check site").output == "site: no findings\n"
    written(root, {"content/static/index.html": "mine"})
    assert "content/static/index.html: cannot stand" in called("build --no-images").output


def test_a_readme_in_a_folder_is_no_page_and_no_template(root: Path) -> None:
    """What tells people of a folder is left alone, whatever stands in it."""
    readme = "# {{ unicorns }}"
    written(root, {f"{name}/README.md": readme for name in ("content", "templates", "templates/partials")})
    assert called("build --no-images").exit_code == 0
    assert not (root / "dist/readme").exists()


@pytest.mark.usefixtures("root")
def test_the_example_address_is_questioned() -> None:
    """Build and check say that it is only an example, and go on; a deploy is refused."""
    built = called("build --no-images")
    note = "content/site.toml: the site says that it stands at https://example.github.io/sitegen/, which is"
    assert f"note: {note}" in built.output
    assert built.exit_code == 0
    checked = called("check site")
    assert f"note: address: {note}" in checked.output
    assert checked.exit_code == 0
    refused = called("deploy s3://example-models")
    assert refused.output.startswith(
        "sitegen: dist: the site says that it stands at https://example.github.io/"
    )
    assert refused.exit_code == 1
    assert "note" not in called("build --no-images --base-url https://models.example/").output


@pytest.mark.usefixtures("root")
def test_the_last_line_of_a_build_names_models_address_and_next_step() -> None:
    """One reads how many models there are, for which address, and what to do next; -q says nothing at all."""
    words = "build --no-images --base-url https://models.example"
    assert called(words).output.splitlines()[-1] == (
        "7 models for https://models.example/; look at it with sitegen serve, then sitegen check"
    )
    assert called(f"{words} --check").output.splitlines()[-1] == "7 models for https://models.example/"
    assert called(f"-q {words}").output == called(f"{words} -q").output == ""


def test_who_wants_to_know_more_sees_where_an_error_arose(root: Path) -> None:
    """With -v the traceback stands before the line of the error, which is the same."""
    written(root, {"content/site.toml": "title ="})
    usual, more = called("build").output, called("build -v").output
    assert more.endswith(usual)
    assert "Traceback" in more
    assert "Traceback" not in usual


def test_who_wants_to_know_more_sees_where_a_build_reads_and_writes(root: Path) -> None:
    """With -v a build names its root, the folder of pictures and the site, and how long it took."""
    said = called("build -v --no-images").output
    assert f"root {root}, share pictures in " in said
    assert f" s into {root / 'dist'}\n" in said


def test_a_site_stands_in_its_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --out, build and check mean dist in the root, wherever the command is called."""
    (tmp_path / "elsewhere").mkdir()
    for name in ("one", "two"):
        store(tmp_path / name / "data", [row()])
    monkeypatch.chdir(tmp_path / "elsewhere")
    for name in ("one", "two"):
        assert called(f"--root {tmp_path / name} build --no-images").exit_code == 0
        assert (tmp_path / name / "dist/index.html").is_file()
        assert called(f"--root {tmp_path / name} check").exit_code == 0
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        *("build --no-images", "--help", "--version", "check data", "match", "history acme/anvil-1"),
        *("diff {0} {0}", "diff {0} {0} --format json", "accept --format json", "init new --title x"),
        "fetch openrouter --on 2026-03-01 --from nowhere.json",
    ],
)
def test_output_that_nobody_takes_is_no_traceback(root: Path, words: str) -> None:
    """A closed pipe ends a command without a word, and not with the answer "no"; a full disk with a line."""
    line = f"{PROGRAM} {words.format('data')}"
    if "fetch" not in words:
        said = in_shell(root, f"{line} >/dev/full", stderr=subprocess.PIPE)
        step = "look at its rights and its disk, and try again"
        assert said.stderr.endswith(f"sitegen: standard output: no space left on device; {step}\n")
        assert "Traceback" not in said.stderr
        assert said.returncode == 1
        shutil.rmtree(root / "new", ignore_errors=True)
    read, write = os.pipe()
    os.close(read)
    # Python's own standard error is closed, too: what it says of an error stands in the code alone.
    closed = in_shell(root, f"{line} 2>&1", stdout=write)
    assert closed.returncode == 141
    if "fetch" not in words:
        shutil.rmtree(root / "new", ignore_errors=True)
        assert in_shell(root, line, stdout=write, stderr=subprocess.PIPE).stderr == ""
    os.close(write)


@pytest.mark.parametrize("words", ["fetch openrouter --on 2026-03-01 --from {}", "diff {} {root}/data"])
def test_a_pipe_that_is_given_by_hand_is_read(tmp_path: Path, root: Path, words: str) -> None:
    """What another command prints is taken as ``<(command)`` gives it, and the receipt calls it stdin."""
    shutil.rmtree(root / "data")
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps({"data": [row()]}))
    called(f"fetch openrouter --on 2026-03-01 --from {answer}")
    if words.startswith("fetch"):
        shutil.rmtree(root / "data")
    read, write = os.pipe()
    with os.fdopen(write, "wb") as end:
        end.write(answer.read_bytes())
    words = words.format(f"/dev/fd/{read}", root=root)
    done = in_shell(root, f"{PROGRAM} {words}", pass_fds=[read], capture_output=True)
    os.close(read)
    assert (done.returncode, done.stderr) == (0, "")
    receipts = json.loads((root / "data/receipts.json").read_text())
    assert receipts["openrouter/models"]["address"] == ("stdin" if "fetch" in words else "answer.json")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("words", ["build --no-images", "match", "init new", "fetch openrouter --from -"])
def test_closed_streams_are_no_traceback(root: Path, words: str, closed: str) -> None:
    """A job that is started without a console does its work; what is closed is empty, and takes all."""
    done = in_shell(root, f"{PROGRAM} -q {words} {closed}", capture_output=True)
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if "fetch" in words else 0)


@pytest.mark.parametrize("source", ["arena", "modelsdev"])
def test_a_source_that_was_never_fetched_is_named_where_its_names_are_asked_for(
    root: Path, source: str
) -> None:
    """A table of zeros, an empty list and a name that nobody has say which command brings names."""
    shutil.rmtree(root / "data")
    store(root / "data", [row()])
    note = f"note: no name of {source} is on file; run sitegen fetch {source}\n"
    for words in ("", " --unmatched", " --format json", " a/b"):
        assert called(f"match --source {source}{words}").stderr == note
