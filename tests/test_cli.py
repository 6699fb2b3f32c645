"""The command line as a person uses it: answers in one line, exit codes, nothing from outside that acts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.cli.main import main
from sitegen.cli.terminal import say_json
from tests.test_snapshots import store
from tests.worlds import row


def run(*arguments: str) -> Result:
    """Run a command; a traceback is a failure of the test."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def fetched(root: Path, rows: list[dict[str, object]], day: str = "2026-03-01") -> Result:
    """Fetch an answer with these records."""
    answer = root / "answer.json"
    answer.write_text(json.dumps({"data": rows}))
    return run("--root", str(root), "fetch", "openrouter", "--from", str(answer), "--on", day)


@pytest.mark.parametrize(
    "command", ["build", "check", "deploy", "diff", "fetch", "history", "match", "serve"]
)
def test_every_command_has_help_with_an_example(command: str) -> None:
    """`--help` names the command and shows a line that can be copied."""
    text = run(command, "--help").output
    assert f"Example:\n    sitegen {command}" in text


def test_the_version_is_printed() -> None:
    """`--version` says what is installed."""
    assert run("--version").output.startswith("sitegen, version ")


def test_a_folder_with_a_catalogue_alone_is_a_root(tmp_path: Path) -> None:
    """Shipped templates, prose and settings make a whole site of it, and its checks pass."""
    root, out = tmp_path / "root", tmp_path / "out"
    store(root / "data", [row()])
    assert run("--root", str(root), "build", "--out", str(out)).exit_code == 0
    assert (out / "index.html").is_file()
    assert (out / "404.html").is_file()
    assert "data and site: no findings" in run("--root", str(root), "check", "--out", str(out)).output
    assert [path.name for path in root.iterdir()] == ["data"]


def test_without_a_catalogue_nothing_is_built(tmp_path: Path) -> None:
    """Data that were moved away do not empty the site that stands, and check data finds it, too."""
    out = tmp_path / "out"
    store(tmp_path / "data", [row()])
    assert run("--root", str(tmp_path), "build", "--out", str(out)).exit_code == 0
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    refused = run("--root", str(tmp_path), "build", "--out", str(out))
    said = "data/openrouter/models.json: there is no catalogue; run sitegen fetch\n"
    assert (refused.exit_code, refused.output) == (1, f"sitegen: {tmp_path}/{said}")
    assert (out / "models/acme/anvil-2-20260102/index.html").is_file()
    found = run("--root", str(tmp_path), "check", "data")
    assert (found.exit_code, found.output) == (1, f"catalogue: {said}data: 1 finding\n")
    assert run("--root", str(tmp_path), "check", "data", "--allow-alarms").exit_code == 1


def test_many_pages_go_only_when_somebody_says_so(tmp_path: Path) -> None:
    """More than a tenth of the pages, and more than one, stay until --accept-loss; the old site is whole."""
    rows = [row(id=f"a/m{n}", canonical_slug=f"a/m{n}") for n in range(40)]
    store(tmp_path / "data", rows)
    build = ("--root", str(tmp_path), "build", "--no-images", "--out", str(tmp_path / "out"))
    assert run(*build).exit_code == 0
    pages = sorted((tmp_path / "out").rglob("*.html"))
    shutil.rmtree(tmp_path / "data")
    store(tmp_path / "data", rows[:30])
    refused = run(*build)
    assert refused.exit_code == 1
    assert f": 10 of the {len(pages)} pages there would go; look for what data/ lost" in refused.output
    assert sorted((tmp_path / "out").rglob("*.html")) == pages
    assert " 40 removed\n" in run(*build, "--check").output
    assert run(*build, "--accept-loss").exit_code == 0
    assert len(list((tmp_path / "out").rglob("*.html"))) == len(pages) - 10
    store(tmp_path / "data", rows[:29])
    assert run(*build).exit_code == 0


def test_an_alarm_fails_the_check_unless_it_is_allowed(tmp_path: Path) -> None:
    """What waits for a person is printed all the same; a fault of the data fails the check either way."""
    check = ("--root", str(tmp_path), "check", "data")
    fetched(tmp_path, [row()])
    fetched(tmp_path, [row(pricing={"prompt": "0.0025", "completion": "0.00001"})], "2026-03-02")
    (strict, allowed) = run(*check), run(*check, "--allow-alarms")
    assert (strict.exit_code, allowed.exit_code) == (1, 0)
    assert strict.output == allowed.output
    assert strict.output.startswith("alarm: acme/anvil-2: ")
    path = tmp_path / "data/openrouter/models.json"
    path.write_text(path.read_text().replace("128000", "1"))
    assert run(*check, "--allow-alarms").exit_code == 1


def test_fetch_build_check(tmp_path: Path) -> None:
    """The three commands in a row, each saying in a line what it did."""
    assert fetched(tmp_path, [row()]).output == "openrouter/models: changed, 1 row, 1 change\n"
    assert fetched(tmp_path, [row()], "2026-03-02").output == "openrouter/models: unchanged, 1 row\n"
    out = str(tmp_path / "out")
    assert (
        " files written, 0 unchanged, 0 removed; 7 pictures drawn\n"
        in run("--root", str(tmp_path), "build", "--out", out).output
    )
    assert "0 files written" in run("--root", str(tmp_path), "build", "--out", out).output
    assert run("--root", str(tmp_path), "check", "--out", out).exit_code == 0


def test_a_refused_source_is_one_line_and_exit_code_one(tmp_path: Path) -> None:
    """The line names source, fault and next step; the data stays as it was."""
    fetched(tmp_path, [row()])
    before = (tmp_path / "data/openrouter/models.json").read_bytes()
    done = fetched(tmp_path, [], "2026-03-02")
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert line.startswith("sitegen: openrouter/models: ")
    assert (tmp_path / "data/openrouter/models.json").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--root", "nowhere", "build"),
        ("fetch", "nobody"),
        ("fetch", "--from", "x.json"),
        ("fetch", "openrouter", "--from", "no-such-file.json"),
        ("fetch", "--on", "yesterday"),
        ("check", "everything"),
        ("diff", "no-such-revision-at-all"),
        ("no-such-command",),
    ],
)
def test_wrong_usage_is_exit_code_two(
    tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be meant is refused before anything happens, without a traceback."""
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert list(tmp_path.iterdir()) == []


def test_check_site_without_a_site_says_what_to_do(tmp_path: Path) -> None:
    """An absent folder is an error with the next step."""
    done = run("--root", str(tmp_path), "check", "site", "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "run sitegen build" in done.output


def test_a_site_says_itself_where_it_stands(tmp_path: Path) -> None:
    """What was built for one address is checked for that one, without being told it again."""
    out = str(tmp_path / "out")
    store(tmp_path / "data", [row()])
    base = ("--base-url", "https://somebody.example/models")
    assert run("--root", str(tmp_path), "build", "--out", out, *base).exit_code == 0
    assert run("--root", str(tmp_path), "check", "site", "--out", out).output == "site: no findings\n"
    elsewhere = ("--base-url", "https://elsewhere.example/")
    assert run("--root", str(tmp_path), "check", "site", "--out", out, *elsewhere).exit_code == 1


def test_findings_are_json_for_a_program(tmp_path: Path) -> None:
    """A snapshot edited by hand is found, as text and as JSON, with exit code 1."""
    fetched(tmp_path, [row()])
    path = tmp_path / "data/openrouter/models.json"
    path.write_text(path.read_text().replace("128000", "1"))
    done = run("--root", str(tmp_path), "check", "data", "--format", "json")
    assert done.exit_code == 1
    assert {(one["check"], one["severity"]) for one in json.loads(done.output)} == {
        ("journal", "fault"), ("receipt", "fault"), ("contradictions", "note")
    }  # fmt: skip


def test_notes_fail_no_check(tmp_path: Path) -> None:
    """What upstream sent and cannot be so is said and counted, and the data are sound."""
    fetched(tmp_path, [row(expiration_date="soon")])
    done = run("--root", str(tmp_path), "check", "data")
    assert done.exit_code == 0
    note = 'acme/anvil-2: expiration_date is "soon", no day'
    assert done.output == f"note: set aside: data/openrouter/models.json: {note}\ndata: no findings, 1 note\n"


def test_an_owners_template_and_settings_stand_for_the_shipped_ones(tmp_path: Path) -> None:
    """One file in templates/ and two lines in content/site.toml change the site; the rest stays shipped."""
    store(tmp_path / "data", [row()])
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/notfound.html").write_text(
        '{% extends "shipped/notfound.html" %}{% block main %}<h1>Lost?</h1>{{ super() }}{% endblock %}'
    )
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.toml").write_text('title = "My Models"\nfooter = "Mine & yours"\n')
    out = tmp_path / "out"
    assert run("--root", str(tmp_path), "build", "--out", str(out)).exit_code == 0
    page = (out / "404.html").read_text()
    assert "<h1>Lost?</h1>" in page
    assert "Mine &amp; yours" in page
    assert "My Models" in (out / "index.html").read_text()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("content/site.toml", "title ="),
        ("content/site.toml", "title = 7"),
        ("content/site.toml", 'base_url = "ftp://x"'),
        ("content/site.toml", 'titel = "x"'),
        ("content/site.toml", '[colours]\naccent = "red"'),
        ("content/about.md", "---\nnavigation: yes\n---\n# A"),
        ("content/arena.md", "# Ours is there"),
        ("content/methodology.md", "# M\n\n{{ unicorns }}"),
        ("templates/explorer.html", "{% for %}"),
        ("templates/explorer.html", "{{ nothing_of_the_kind }}"),
    ],
)
def test_a_mistake_in_the_owners_files_is_named(tmp_path: Path, name: str, content: str) -> None:
    """The error names the file, the fault and the next step, and nothing is published."""
    store(tmp_path / "data", [row()])
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text(content)
    done = run("--root", str(tmp_path), "build", "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert name.rpartition("/")[2] in line
    assert not (tmp_path / "out").exists()


def test_the_form_of_a_pull_request_has_the_findings(tmp_path: Path) -> None:
    """What is open and older than the change is in the text; the exit code is about the change and faults."""
    dear = {"prompt": "0.0025", "completion": "0.00001"}
    fetched(tmp_path, [row()])
    fetched(tmp_path, [row(pricing=dear)], "2026-03-02")
    shutil.copytree(tmp_path / "data", tmp_path / "before")
    asked = (
        "--root",
        str(tmp_path),
        "diff",
        str(tmp_path / "before"),
        "--format",
        "pull-request",
        "--exit-code",
    )
    same = run(*asked)
    assert same.exit_code == 0
    assert same.output.startswith("**Nothing changed** (")
    assert "\n### sitegen check data\n\n    alarm: acme/anvil-2: " in same.output
    fetched(tmp_path, [row(pricing=dear | {"prompt": "0"})], "2026-03-03")
    assert run(*asked).exit_code == 1
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(tmp_path / "before", tmp_path / "data")
    path = tmp_path / "data/openrouter/models.json"
    path.write_text(path.read_text().replace('"tokenizer": "Acme"', '"tokenizer": "Acne"'))
    edited = run(*asked)
    assert (edited.exit_code, "    receipt: data/openrouter/models.json" in edited.output) == (1, True)
    assert run(*asked, "--limit", "100").exit_code == 2
    assert run(*asked[:4], "HEAD", *asked[4:]).exit_code == 2


def test_json_has_no_command_of_a_ci_log(capsys: pytest.CaptureFixture[str]) -> None:
    """A bracket that would make a command is escaped, and a program reads what was meant."""
    say_json({"name": "x ##[error]y\x9b"})
    printed = capsys.readouterr().out
    assert "##[" not in printed
    assert json.loads(printed) == {"name": "x ##[error]y\x9b"}


def test_the_module_runs() -> None:
    """`python -m sitegen` is the command."""
    done = subprocess.run([sys.executable, "-m", "sitegen", "--version"], capture_output=True, check=True)
    assert done.stdout.startswith(b"sitegen, version ")


def priced(root: Path) -> None:
    """Fetch two days between which a price moved."""
    fetched(root, [row(pricing={"prompt": "0.000005"})])
    fetched(root, [row(pricing={"prompt": "0.000004"})], "2026-04-01")


def test_history_says_what_an_id_cost_and_when(tmp_path: Path) -> None:
    """Every period of a price stands on a line; a day has the prices of that day alone."""
    priced(tmp_path)
    root = ("--root", str(tmp_path), "history", "acme/anvil-2")
    assert run(*root).output == (
        "2026-03-01 to 2026-04-01  acme/anvil-2  Input $5 per 1M tokens\n"
        "2026-04-01 to now         acme/anvil-2  Input $4 per 1M tokens\n"
    )
    assert run(*root, "--on", "2026-03-31").output == "acme/anvil-2  Input $5 per 1M tokens\n"
    (record,) = json.loads(run(*root, "--on", "2026-04-01", "--format", "json").output)
    assert (record["usd"], record["valid_from"], record["valid_to"]) == ("0.000004", "2026-04-01", None)
    assert run(*root, "--format", "csv").output.splitlines()[1] == (
        "acme/anvil-2,,prompt,,token,0.000005,,2026-03-01,2026-04-01"
    )


def test_history_takes_slugs_and_says_what_was_meant(tmp_path: Path) -> None:
    """A slug stands for all its ids; an id that is not known is answered with the one most like it."""
    priced(tmp_path)
    root = ("--root", str(tmp_path), "history")
    assert "Input $5" in run(*root, "acme/anvil-2-20260102").output
    none = run(*root, "acme/anvil-2", "--on", "2026-02-28")
    line = "acme/anvil-2: the journal has no price on 2026-02-28; its first is of 2026-03-01\n"
    assert (none.exit_code, none.output) == (1, line)
    wrong = run(*root, "acme/anvil-3x")
    assert (wrong.exit_code, wrong.stderr) == (
        2,
        "sitegen: acme/anvil-3x: is no id and no slug of the data; did you mean acme/anvil-2?\n",
    )
    assert "did you mean acme/anvil-2?" in run(*root, " ACME/Anvil-2").stderr
    assert run(*root, "").stderr.startswith("sitegen: an empty ID: is no id")


def test_history_says_where_the_data_end(tmp_path: Path) -> None:
    """A day after the data has their last prices, and a note that it is not that day that they are of."""
    priced(tmp_path)
    said = run("--root", str(tmp_path), "history", "acme/anvil-2", "--on", "2026-04-02")
    assert said.stdout == "acme/anvil-2  Input $4 per 1M tokens\n"
    assert said.stderr == "note: the data end on 2026-04-01: these are the prices of that day\n"
    assert not run("--root", str(tmp_path), "history", "acme/anvil-2", "--on", "2026-04-01").stderr
