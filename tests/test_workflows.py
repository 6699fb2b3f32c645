"""The shell of the workflows does what they promise: it is run here as GitHub would, on a local remote.

A small ``gh`` plays GitHub and notes what it is asked; a server on the loopback interface plays the sources.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli.main import main
from sitegen.publishing.caches import cache_folder
from sitegen.rendering.owner_files import picture_cache
from tests.loopback import Loopback, Reply, json_reply, serving
from tests.test_crashes import board
from tests.test_revisions import git
from tests.worlds import Row, row

ROOT = Path(__file__).parents[1]
WORKFLOWS = ROOT / ".github" / "workflows"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("bash"), reason="the steps are written for bash and GNU tools"
)

HOSTILE = (
    "Acme\n::error::pwned ##[error]pwned $(touch pwned) `touch pwned` @pwned [x](//pwned) '; touch pwned"
)
TOUCHED = "This changes 2 of 3 model pages: [models/a/m-0/](https://o.example.org/r/models/a/m-0/)"
SETTINGS = """
title = "Test"
base_url = "https://example.org/"
[sources.openrouter]
address = "{models}"
attempts = 1
[sources.arena]
address = "{arena}"
dataset = "d"
attempts = 1
boards = {{ text = ["overall"] }}
[sources.providers]
enabled = false
[sources.modelsdev]
enabled = false
"""

# What the steps ask GitHub for. Its state is a folder: the open pull request's number, body and labels.
GH = r"""#!/usr/bin/env bash
printf '%s\n' "$*" >>"$GH_STATE/calls"
last=${!#}
case "$*" in
  "pr list"*) cat "$GH_STATE/number" ;;
  "pr create"*) cp "$last" "$GH_STATE/body"; echo 7 >"$GH_STATE/number"; echo https://example.org/pull/7 ;;
  "api --silent --method PATCH repos/o/r/pulls/7 --field body=@"*) cp "${last#body=@}" "$GH_STATE/body" ;;
  "api repos/o/r/pages"*) echo https://o.example.org/r ;;
  "api --silent repos/o/r/labels/"*) grep -qx "${last##*/}" "$GH_STATE/known" ;;
  "label create"*) echo "$3" >>"$GH_STATE/known" ;;
  "api --silent --method POST repos/o/r/issues/7/labels"*)
    label=${last#labels[]=}
    grep -qx "$label" "$GH_STATE/known" || exit 1
    grep -qx "$label" "$GH_STATE/labels" || echo "$label" >>"$GH_STATE/labels" ;;
  "api repos/o/r/issues/7/labels --jq"*) cat "$GH_STATE/labels" ;;
  "api --silent --method DELETE repos/o/r/issues/7/labels/"*) sed -i "/^${last##*/}$/d" "$GH_STATE/labels" ;;
  "workflow run test.yml --ref data-update") ;;
  *) echo "gh: unknown: $*" >&2; exit 1 ;;
esac
"""


@dataclass
class Step:
    """One step of a job that runs a shell."""

    name: str
    run: str
    key: str = ""
    condition: str = ""
    env: dict[str, str] = field(default_factory=dict)
    may_fail: bool = False


def steps(workflow: str, job: str) -> list[Step]:
    """Read the steps of a job that run a shell, from YAML as ours is: a key a line, two spaces a level."""
    text = (WORKFLOWS / workflow).read_text(encoding="utf-8")
    body = re.search(rf"^  {job}:\n((?:    .*\n|\n)+)", text, re.MULTILINE)
    assert body
    found = []
    for part in re.split(r"^      - ", body[1], flags=re.MULTILINE)[1:]:
        keys = dict(re.findall(r"^(?: {8})?([a-z-]+): ?(.*(?:\n {10}.*|\n(?=\n))*)", part, re.MULTILINE))
        if "run" in keys and "pip install" not in keys["run"]:
            script = textwrap.dedent(keys["run"].removeprefix("|\n"))
            env = dict(re.findall(r"^ *([A-Z_]+): (.*)", keys.get("env", ""), re.MULTILINE))
            may_fail = keys.get("continue-on-error") == "true"
            found.append(
                Step(keys.get("name", script), script, keys.get("id", ""), keys.get("if", ""), env, may_fail)
            )
    return found


class GitHub:
    """A repository with its remote, and runs of its workflows in fresh clones."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        self.folder, self.server = folder, server
        self.remote, self.state = folder / "remote.git", folder / "state"
        self.turn = 0
        self.state.mkdir()
        for name in ("number", "known", "labels", "calls"):
            (self.state / name).touch()
        self._tools()
        self._seed()

    def _tools(self) -> None:
        (self.folder / "bin").mkdir()
        program = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m sitegen "$@"\n'
        for name, text in {"gh": GH, "sitegen": program}.items():
            (self.folder / "bin" / name).write_text(text)
            (self.folder / "bin" / name).chmod(0o755)

    def _seed(self) -> None:
        """Push a first state: three models and a board of two."""
        root = self.folder / "seed"
        (root / "content").mkdir(parents=True)
        addresses = {name: self.server.address(f"/{name}") for name in ("models", "arena")}
        (root / "content/site.toml").write_text(SETTINGS.format(**addresses))
        self.upstream()
        done = CliRunner().invoke(main, ["--root", str(root), "fetch", "--on", "2020-01-01"])
        assert done.exit_code == 0, done.output
        git(self.folder, "init", "-q", "--bare", "--initial-branch=main", "remote.git")
        git(root, "init", "-q", "--initial-branch=main")
        git(root, "add", ".")
        git(root, "commit", "-qm", "first")
        git(root, "push", "-q", str(self.remote), "main")

    def upstream(self, price: str = "0.0000025", arena: Reply | None = None, models: int = 3) -> None:
        """Set what the sources answer: so many models, all of one price but the second, and the board."""
        rows: list[Row] = [
            row(id=f"a/m-{n}", canonical_slug=f"a/m-{n}", name=f"{HOSTILE} {n}", pricing={"prompt": price})
            if n != 1
            else row(id="a/m-1", canonical_slug="a/m-1")
            for n in range(models)
        ]
        self.server.routes["/models"] = json_reply({"data": rows})
        self.server.routes["/arena"] = arena or json_reply(board(1400))

    def checkout(self, depth: int = 1) -> Path:
        """Return a fresh clone of so many commits, as a job starts with one."""
        self.turn += 1
        root = self.folder / f"run-{self.turn}"
        git(self.folder, "clone", "-q", f"--depth={depth}", self.remote.as_uri(), root.name)
        return root

    def run(self, workflow: str, job: str, root: Path, **variables: str) -> Run:
        """Run the shell steps of a job until one fails, and then those that run all the same."""
        run = Run(root, self._environment(root) | variables)
        for step in steps(workflow, job):
            run.take(step)
        assert "pwned" not in run.log
        assert not list(self.folder.rglob("pwned"))
        return run

    def _environment(self, root: Path) -> dict[str, str]:
        temp = root.with_name(f"{root.name}-temp")
        temp.mkdir()
        return {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(self.folder),
            "NO_PROXY": "127.0.0.1",
            "GH_STATE": str(self.state),
            "RUNNER_TEMP": str(temp),
            "GITHUB_STEP_SUMMARY": str(temp / "summary"),
            "GITHUB_OUTPUT": str(temp / "output"),
            "GITHUB_REPOSITORY": "o/r",
            "BRANCH": "data-update",
            "LC_ALL": "C.UTF-8",
        }

    def asked(self, call: str) -> int:
        """Return how often ``gh`` was called with words that start so."""
        return sum(line.startswith(call) for line in (self.state / "calls").read_text().splitlines())

    def held(self, name: str) -> str:
        """Return a part of the state of GitHub."""
        return (self.state / name).read_text()

    def journal(self, branch: str) -> str:
        """Return the journal at the tip of a branch of the remote."""
        command = ["git", "-C", str(self.remote), "show", f"{branch}:data/changes.jsonl"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Run:
    """One run of a job: what it printed, what it put out, and whether it has failed."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self.root, self.environment = root, environment
        self.failed, self.log = False, ""
        self.known = {
            "github.token": "t",
            "github.server_url": "https://example.org",
            "github.repository": "o/r",
            "github.run_id": "1",
            "github.event.repository.default_branch": "main",
            "secrets.OPENROUTER_API_KEY": "",
        }
        for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
            Path(environment[name]).touch()

    @property
    def summary(self) -> str:
        """What a person reads in the summary of the run."""
        return Path(self.environment["GITHUB_STEP_SUMMARY"]).read_text()

    def take(self, step: Step) -> None:
        """Run a step if its condition holds, by the rules of GitHub for the few conditions that we use."""
        if step.condition in ("always()", "success() || failure()"):
            due = True
        else:
            due = not self.failed and (not step.condition or bool(self.known.get(step.condition)))
        outcome = self._outcome(step) if due else "skipped"
        self.known[f"steps.{step.key}.outcome"] = outcome
        self.failed = self.failed or (outcome == "failure" and not step.may_fail)

    def _outcome(self, step: Step) -> str:
        env = {name: re.sub(r"\$\{\{ (.*?) }}", self._value, text) for name, text in step.env.items()}
        output = Path(self.environment["GITHUB_OUTPUT"])
        output.write_text("")
        # https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#defaultsrunshell
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.run]
        done = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment | env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += done.stdout
        for name, value in re.findall(r"^(\w+)=(.*)$", output.read_text(), re.MULTILINE):
            self.known[f"steps.{step.key}.outputs.{name}"] = value
        return "failure" if done.returncode else "success"

    def _value(self, found: re.Match[str]) -> str:
        """Return what an expression stands for: nothing, where a step did not run or did not say it."""
        return self.known.get(found[1], "") if found[1].startswith("steps.") else self.known[found[1]]


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Return a repository that holds what its sources say."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield GitHub(tmp_path, server)


def test_every_shell_step_is_read() -> None:
    """The tests below run all that stands in the workflows, and no script has an expression within."""
    for workflow, job in (("update.yml", "update"), ("test.yml", "change")):
        text = (WORKFLOWS / workflow).read_text(encoding="utf-8").partition(f"\n  {job}:\n")[2]
        found = steps(workflow, job)
        assert len(found) == text.count(" run: ") - text.count(" run: python -m pip install")
        assert all(step.run and "${{" not in step.run for step in found)


def test_whoever_draws_pictures_restores_them_first() -> None:
    """A workflow that builds a site with pictures takes those of earlier runs; deploy.yml alone keeps its."""
    used = {}
    for workflow in sorted(WORKFLOWS.glob("*.yml")):
        text = workflow.read_text(encoding="utf-8")
        if build := re.search(r"run: (sitegen build(?!.*--no-images)|\.ci/run)", text):
            cache = re.search(r"uses: (actions/cache\S*)@", text[: build.start()])
            used[workflow.name] = cache and cache[1]
    assert used == {"deploy.yml": "actions/cache", "test.yml": "actions/cache/restore"}


def test_the_folder_that_is_kept_is_that_of_the_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workflows name one folder and one key: pictures, and nothing else of the user's cache."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = re.compile(r"uses: actions/cache.*\n +with:\n +path: (.*)\n +key: (.*)\n +restore-keys: (.*)")
    texts = [workflow.read_text(encoding="utf-8") for workflow in WORKFLOWS.glob("*.yml")]
    ((path, key, prefix),) = set(settings.findall("\n".join(texts)))
    assert key.startswith(prefix)
    pattern = path.replace("~", str(tmp_path))
    assert fnmatch(str(picture_cache(tmp_path)), pattern)
    assert not fnmatch(str(cache_folder("templates-1")), pattern)


def test_an_update_without_a_change_says_so(github: GitHub) -> None:
    """Nothing is pushed or opened, and the heartbeat tells that it ran."""
    run = github.run("update.yml", "update", github.checkout())
    assert (run.failed, run.log) == (False, "")
    assert re.match(r"\*\*Ran\*\* on 20\d\d-\d\d-\d\d: nothing changed\.\n", run.summary)
    assert github.asked("pr create") == github.asked("workflow run") == github.asked("label") == 0


def test_an_update_that_does_not_run_says_so(github: GitHub) -> None:
    """When a step before the fetch fails, the heartbeat does not tell that nothing changed."""
    shutil.rmtree(github.state)
    run = github.run("update.yml", "update", github.checkout())
    assert run.failed
    assert run.summary.startswith("**Did not run** on ")


def test_two_updates_are_one_pull_request(github: GitHub) -> None:
    """The first opens it, labelled routine; the second adds a commit, and an alarm changes body and label."""
    github.upstream("0.000003")
    first = github.run("update.yml", "update", github.checkout())
    assert not first.failed
    assert "changed, in pull request #7." in first.summary
    assert github.held("body").startswith("Fetched on 20")
    assert "[this run](https://example.org/o/r/actions/runs/1)" in github.held("body")
    assert "### Prices (2)" in github.held("body")
    assert TOUCHED in first.summary
    assert github.held("labels") == "routine\n"

    github.upstream("0.003")
    second = github.run("update.yml", "update", github.checkout())
    assert not second.failed
    assert "### Must be reviewed (2)" in github.held("body")
    assert "sitegen check data\n\n    alarm: a/m-0 pricing.prompt" in github.held("body")
    assert github.held("labels") == "must-review\n"
    assert github.held("known") == "routine\nmust-review\n"
    assert (github.asked("pr create"), github.asked("workflow run")) == (1, 2)
    assert [line.count('"0.003"') for line in github.journal("data-update").splitlines()[-2:]] == [1, 1]
    assert '"0.003"' not in github.journal("main")

    third = github.run("update.yml", "update", github.checkout())
    assert "nothing new; pull request #7 is still open." in third.summary
    assert github.asked("workflow run") == 2
    assert github.held("labels") == "must-review\n"


def test_a_dead_source_fails_the_job_after_the_others_were_saved(github: GitHub) -> None:
    """The pull request holds what the living source said, and the heartbeat names the dead one."""
    github.upstream("0.000003", arena=json_reply({"error": HOSTILE}, 404))
    run = github.run("update.yml", "update", github.checkout())
    assert run.failed
    heartbeat = run.summary.splitlines()[0]
    assert heartbeat.startswith("**Ran, and a source failed** on 20")
    assert heartbeat.endswith(": arena/text. From the others: changed, in pull request #7.")
    assert "### What failed\n\n    sitegen: arena/text: 127.0.0.1 answered 404 Not Found (" in run.summary
    assert github.journal("data-update").count('"0.000003"') == 2
    assert run.log.endswith("::error::A source failed: arena/text. The others were saved.\n")


def test_a_change_too_long_for_a_body_is_cut(github: GitHub) -> None:
    """A pull request over more models than fit is opened all the same, with what fits."""
    github.upstream("0.000003", models=900)
    run = github.run("update.yml", "update", github.checkout())
    assert not run.failed
    assert 60_000 < len(github.held("body")) <= 65_536
    assert "lines are left out here" in github.held("body")


@pytest.mark.parametrize(("price", "fails"), [("0.000003", False), ("0.003", True)])
def test_a_pull_request_is_told_what_it_touches(github: GitHub, price: str, *, fails: bool) -> None:
    """The summary names the pages and what the checks found; an alarm fails the job after the build."""
    github.upstream(price)
    github.run("update.yml", "update", github.checkout())
    root = github.checkout(9)
    git(root, "fetch", "-q", "origin", "data-update")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "FETCH_HEAD")
    run = github.run("test.yml", "change", root, GITHUB_EVENT_NAME="pull_request")
    assert run.failed == fails
    assert TOUCHED in run.summary
    assert ("    alarm: a/m-0 pricing.prompt" in run.summary) == fails
    assert "### sitegen build --no-images\n\n    dist: " in run.summary
    assert "site: no findings" in run.summary
