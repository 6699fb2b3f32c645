"""What `match` and `serve` say and do for a person and for a program."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.cli.main import main
from tests import makers
from tests.test_snapshots import store
from tests.worlds import row

ROOT = Path(__file__).parents[1]
BOARD = {
    "meta": {"leaderboard": "text", "model_count": 2, "last_updated": "2026-03-01"},
    "models": [
        {
            "rank": 1,
            "model": "Anvil 2",
            "vendor": "acme",
            "license": "x",
            "score": 1500,
            "ci": 4,
            "votes": 900,
        },
        {
            "rank": 2,
            "model": "Mystery 9",
            "vendor": "who",
            "license": "x",
            "score": 1400,
            "ci": 4,
            "votes": 800,
        },
    ],
}


def run(root: Path, *arguments: str) -> Result:
    """Run a command in a root; a traceback is a failure of the test."""
    return CliRunner().invoke(main, ["--root", str(root), *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root with one model, and a board with its name and another."""
    root = tmp_path_factory.mktemp("root")
    for feed, answer in {"openrouter": {"data": [row()]}, "arena": BOARD}.items():
        file = root / "answer.json"
        file.write_text(json.dumps(answer))
        assert run(root, "fetch", feed, "--from", str(file), "--on", "2026-03-01").exit_code == 0
    return root


def test_match_prints_the_table(root: Path) -> None:
    """Without a name: how many names of each confidence there are, and each that is joined."""
    done = run(root, "match")
    assert done.exit_code == 0
    assert done.output.splitlines()[0] == (
        "2 Arena names: manual 0  exact 1  high 0  variant 0  low 0  unmatched 1"
    )
    assert "Anvil 2 " in done.output
    assert "→ acme/anvil-2 " in done.output


def test_match_explains_a_name_of_a_board(root: Path) -> None:
    """One name: the decision, why, what was compared, and the rows that the boards have of it."""
    done = run(root, "match", "anvil-2")
    assert done.exit_code == 0
    assert done.output.startswith("Anvil 2 is acme/anvil-2 (exact)\n  why       ")
    assert "  row       text board, rank 1, score 1500\n" in done.output


def test_match_says_what_the_rules_make_of_a_name_that_no_board_has(root: Path) -> None:
    """The answer is no (exit code 1), and the rules speak all the same."""
    done = run(root, "match", "Anvil 2 (High)")
    assert done.exit_code == 1
    assert done.output.startswith(
        "No board has this name; did you mean Anvil 2? By the rules:\n"
        "Anvil 2 (High) is acme/anvil-2 (variant)\n"
    )


def test_match_lists_lines_to_complete(root: Path) -> None:
    """`--unmatched` prints names without a model as TOML that a person completes."""
    done = run(root, "match", "--unmatched")
    assert done.exit_code == 0
    assert tomllib.loads(done.output)["match"] == [{"name": "Mystery 9", "slug": "none", "reason": ""}]


def test_match_is_json_for_a_program(root: Path) -> None:
    """All rows as a list, those of the one name that was given in any spelling, or those without a model."""
    every = json.loads(run(root, "match", "--format", "json").output)
    assert [(one["arena_name"], one["openrouter_id"], one["confidence"]) for one in every] == [
        ("Anvil 2", "acme/anvil-2", "exact"),
        ("Mystery 9", None, "unmatched"),
    ]
    for words in (("mystery-9",), ("--unmatched",)):
        done = run(root, "match", *words, "--format", "json")
        assert [one["arena_name"] for one in json.loads(done.output)] == ["Mystery 9"]
    nobody = run(root, "match", "nobody", "--format", "json")
    assert (nobody.exit_code, nobody.output) == (1, "[]\n")


def test_findings_of_the_matches_are_checked(root: Path) -> None:
    """A decision that says what the rules say, and one of a name on no board, are found in the data."""
    file = root / "data/overrides/matches.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        '[[match]]\nname = "Anvil 2"\nslug = "acme/anvil-2-20260102"\nreason = "it is"\n'
        '[[match]]\nname = "Nobody"\nslug = "none"\nreason = "gone"\n'
    )
    done = run(root, "check", "data")
    file.unlink()
    assert done.exit_code == 1
    assert "Anvil 2: says what the rules say without it" in done.output
    assert "Nobody: stands on no board" in done.output


def test_match_asks_for_makers_models(root: Path) -> None:
    """`--source modelsdev` prints their table, explains one, lists lines to complete, and is JSON."""
    file = root / "answer.json"
    file.write_text(json.dumps(makers.answer(anthropic={"anvil-9": makers.model()})))
    done = run(root, "fetch", "modelsdev", "--from", str(file), "--on", "2026-03-01")
    assert "modelsdev/models: changed, 2 rows" in done.output
    table = run(root, "match", "--source", "modelsdev")
    assert table.output.startswith("1 models of their makers at models.dev: manual 0")
    done = run(root, "match", "--source", "modelsdev", "anthropic/anvil-9")
    assert (done.exit_code, "is joined to no model (unmatched)" in done.output) == (0, True)
    done = run(root, "match", "--source", "modelsdev", "nobody")
    assert (done.exit_code, done.output) == (
        1, "No maker’s model at models.dev has this name; sitegen match --source modelsdev lists them\n"
    )  # fmt: skip
    done = run(root, "match", "--source", "modelsdev", "anvil-8")
    assert done.output == "No maker’s model at models.dev has this name; did you mean anvil-9?\n"
    (line,) = tomllib.loads(run(root, "match", "--source", "modelsdev", "--unmatched").output)["match"]
    assert (line["name"], line["source"]) == ("anthropic/anvil-9", "modelsdev")
    (entry,) = json.loads(run(root, "match", "--source", "modelsdev", "--format", "json").output)
    assert entry["confidence"] == "unmatched"
    overrides = root / "data/overrides/matches.toml"
    overrides.parent.mkdir(exist_ok=True)
    overrides.write_text(
        '[[match]]\nname = "anthropic/x"\nslug = "none"\nreason = "r"\nsource = "modelsdev"\n'
    )
    found = run(root, "check", "data").output
    overrides.unlink()
    assert "anthropic/x: is no model of a maker at models.dev" in found


def test_what_is_odd_at_models_dev_is_said(tmp_path: Path) -> None:
    """The fetch and the check name an odd field; of a new key the fetch does not say that pages show it."""
    store(tmp_path / "data", [row()])
    file = tmp_path / "answer.json"
    odd = makers.model(release_date="soon", mood="good")
    file.write_text(json.dumps(makers.answer(anthropic={"anvil-9": odd})))
    done = run(tmp_path, "fetch", "modelsdev", "--from", str(file), "--on", "2026-03-01")
    what = 'anthropic/anvil-9: release_date is "soon", no day\n'
    assert f"  set aside: {what}" in done.output
    assert "  new key: mood, in 1 row\n" in done.output
    checked = run(tmp_path, "check", "data")
    assert (checked.exit_code, f"set aside: data/modelsdev/models.json: {what}" in checked.output) == (
        0,
        True,
    )


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run ``sitegen serve`` in a root with one model, under a sub-path and on a port that is free."""
    store(tmp_path / "data", [row()])
    (tmp_path / "content").mkdir()
    command = [
        sys.executable, "-m", "sitegen", "--root", str(tmp_path), "serve", "--out", str(tmp_path / "out"),
        "--port", "0", "--no-images", "--base-url", "https://somebody.example/models/",
    ]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_serve_builds_serves_and_ends(serving: subprocess.Popen[str]) -> None:
    """The site is built and stands under the path of its address until Ctrl-C, which is a good end."""
    assert serving.stdout is not None
    address = next(word for word in serving.stdout.readline().split() if word.startswith("http"))
    assert address.endswith("/models/")
    with closing(http.client.HTTPConnection(address.split("/")[2], timeout=20)) as connection:
        connection.request("GET", "/models/methodology/")
        answer = connection.getresponse()
        assert (answer.status, b"<h1" in answer.read()) == (200, True)
    serving.send_signal(signal.SIGINT)
    assert serving.wait(timeout=20) == 0
