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
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli.main import main
from sitegen.publishing.caches import cache_folder
from sitegen.rendering.owner_files import picture_cache
from tests.loopback import Loopback, Reply, json_reply, serving
from tests.processes import nursery
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
TOUCHED = "This changes 2 of 3 model pages"
PAGES = {"XDG_CACHE_HOME": "/nowhere"}
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

# What the steps ask GitHub for. Its state is a folder: number, title, body and labels of the pull request.
GH = r"""#!/usr/bin/env bash
printf '%s\n' "$*" >>"$GH_STATE/calls"
last=${!#}
sha() { git -C "$GH_STATE/../remote.git" rev-parse "$1"; }
body() { # GitHub refuses a longer one
  if [ "$(wc -m <"$1")" -gt 65536 ]; then echo "gh: body is too long" >&2; exit 1; fi
  cp "$1" "$GH_STATE/body"
}
case "$*" in
  "api repos/o/r/commits/main --jq .sha") sha main ;;
  "pr list --head data-update --state open"*)
    if [ -s "$GH_STATE/number" ]; then echo "$(<"$GH_STATE/number") $(sha data-update)"; fi ;;
  "pr create --head data-update --title "*)
    body "$last"; printf '%s' "$6" >"$GH_STATE/title"
    echo 7 >"$GH_STATE/number"; echo https://example.org/pull/7 ;;
  "api --silent --method PATCH repos/o/r/pulls/7 --raw-field title="*" --field body=@"*)
    body "${last#body=@}"; printf '%s' "${7#title=}" >"$GH_STATE/title" ;;
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

# The day of the steps, which a test can set.
DATE = r"""#!/usr/bin/env bash
if [ -s "$GH_STATE/day" ]; then cat "$GH_STATE/day"; else exec /bin/date "$@"; fi
"""

PYTHON = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'


def program(before: str = "") -> str:
    """Return what stands for the program, after a line of shell: a fork of one that is imported."""
    asking = f'"{sys.executable}" -IS "{ROOT}/tests/asking.py" "{nursery()}"'
    return f'#!/bin/sh\n{before}\nexec {asking} "$@"\n'


@dataclass
class Step:
    """One step of a job that runs a shell, or hands files from job to job (``uses``, ``given``)."""

    name: str
    run: str = ""
    key: str = ""
    condition: str = ""
    env: dict[str, str] = field(default_factory=dict)
    may_fail: bool = False
    uses: str = ""
    given: dict[str, str] = field(default_factory=dict)


def job_text(workflow: str, job: str) -> str:
    """Return the lines of a job, from YAML as ours is: a key a line, two spaces a level."""
    text = (WORKFLOWS / workflow).read_text(encoding="utf-8")
    body = re.search(rf"^  {job}:\n((?:    .*\n|\n)+)", text, re.MULTILINE)
    assert body
    return body[1]


def pairs(block: str) -> dict[str, str]:
    """Return the keys of a block with their values, without comments."""
    return dict(re.findall(r"^ *([A-Za-z_-]+): (.*?)(?: # .*)?$", block, re.MULTILINE))


def steps(workflow: str, job: str) -> list[Step]:
    """Read the steps of a job that run a shell, but for those that install, and those that hand on files."""
    found = []
    for part in re.split(r"^      - ", job_text(workflow, job), flags=re.MULTILINE)[1:]:
        keys = dict(re.findall(r"^(?: {8})?([a-z-]+): ?(.*(?:\n {10}.*|\n(?=\n))*)", part, re.MULTILINE))
        script = textwrap.dedent(keys.get("run", "").removeprefix("|\n"))
        if ("run" in keys and "pip install" not in script) or "load-artifact" in keys.get("uses", ""):
            found.append(
                Step(
                    name=keys.get("name", script),
                    run=script,
                    key=keys.get("id", ""),
                    condition=keys.get("if", ""),
                    env=pairs(keys.get("env", "")),
                    may_fail=keys.get("continue-on-error", "").startswith("true"),
                    uses=keys.get("uses", ""),
                    given=pairs(keys.get("with", "")),
                )
            )
    return found


def outputs(workflow: str, job: str) -> dict[str, str]:
    """Return the outputs of a job: expressions by name."""
    block = re.search(r"^    outputs:\n((?:      .*\n)+)", job_text(workflow, job), re.MULTILINE)
    return pairs(block[1]) if block else {}


class GitHub:
    """A repository with its remote, and runs of its workflows in fresh clones."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        self.folder, self.server = folder, server
        self.remote, self.state = folder / "remote.git", folder / "state"
        self.turn = 0
        self.state.mkdir()
        for name in ("number", "known", "labels", "calls", "title", "body"):
            (self.state / name).touch()
        (self.folder / "bin").mkdir()
        for name, text in {"gh": GH, "sitegen": program(), "date": DATE, "python3": PYTHON}.items():
            self.tool(name, text)
        self._seed()

    def tool(self, name: str, text: str) -> None:
        """Put a program before all others of its name."""
        (self.folder / "bin" / name).write_text(text)
        (self.folder / "bin" / name).chmod(0o755)

    def _seed(self) -> None:
        """Push a first state: the settings, and the script that makes the branch."""
        root = self.folder / "seed"
        (root / "content").mkdir(parents=True)
        addresses = {name: self.server.address(f"/{name}") for name in ("models", "arena")}
        (root / "content/site.toml").write_text(SETTINGS.format(**addresses))
        for name in (".gitattributes", ".github/data-branch.sh"):
            (root / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, root / name)
        git(self.folder, "init", "-q", "--bare", "--initial-branch=main", "remote.git")
        git(root, "init", "-q", "--initial-branch=main")
        git(root, "add", ".")
        git(root, "commit", "-qm", "first")
        git(root, "push", "-q", str(self.remote), "main")

    def on(self, branch: str, change: Callable[[Path], None]) -> None:
        """Push a commit with a person's change of the files."""
        root = self.checkout()
        git(root, "fetch", "-q", "origin", branch)
        git(root, "switch", "-q", "-C", branch, "FETCH_HEAD")
        change(root)
        git(root, "add", ".")
        git(root, "commit", "-qm", "by hand")
        git(root, "push", "-q", "origin", f"HEAD:refs/heads/{branch}")

    def fetch_on_main(self, day: str | None = None) -> None:
        """Push to main what the sources say."""

        def fetch(root: Path) -> None:
            done = CliRunner().invoke(
                main, ["--root", str(root), "fetch", *(["--on", day] if day else [])], catch_exceptions=False
            )
            assert done.exit_code == 0, done.output

        self.on("main", fetch)

    def upstream(
        self,
        price: str = "0.0000025",
        arena: Reply | None = None,
        models: int = 3,
        score: float = 1400,
        *,
        apart: bool = False,
    ) -> None:
        """Set what the sources answer: so many models, all of one price but the second, and the board.

        ``apart``: each has another price, so that what happened to them is no one event.
        """
        rows: list[Row] = [
            row(
                id=f"a/m-{n}",
                canonical_slug=f"a/m-{n}",
                name=f"{HOSTILE} {n}",
                pricing={"prompt": f"{Decimal(price) * (1 + n * apart)}"},
            )
            if n != 1
            else row(id="a/m-1", canonical_slug="a/m-1")
            for n in range(models)
        ]
        self.server.routes["/models"] = json_reply({"data": rows})
        self.server.routes["/arena"] = arena or json_reply(board(score))

    def checkout(self) -> Path:
        """Return a fresh clone, as a job starts with one."""
        self.turn += 1
        root = self.folder / f"run-{self.turn}"
        git(self.folder, "clone", "-q", self.remote.as_uri(), root.name)
        return root

    def run(self, workflow: str, job: str, root: Path, **variables: str) -> Run:
        """Run the shell steps of a job alone."""
        run = Run(self, workflow)
        run.take(job, root, **variables)
        return run

    def update(self, between: Callable[[], None] = lambda: None) -> Run:
        """Run update.yml; ``between`` its first job and the others somebody may do something."""
        run = Run(self, "update.yml")
        run.take("find", self.checkout())
        between()
        for job in ("fetch", "propose"):
            if not run.failed:
                run.take(job, self.checkout())
        run.take("say", self.checkout())
        return run

    def environment(self, root: Path) -> dict[str, str]:
        """Return what GitHub sets for the steps of a job in a checkout."""
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
            "GITHUB_WORKSPACE": str(root),
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

    def git(self, *arguments: str) -> str:
        """Ask git about the remote."""
        command = ["git", "-C", str(self.remote), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def file(self, branch: str, name: str) -> str:
        """Return a file at the tip of a branch of the remote."""
        return self.git("show", f"{branch}:{name}")

    def journal(self, branch: str) -> str:
        """Return the journal at the tip of a branch of the remote."""
        return self.file(branch, "data/changes.jsonl")


class Run:
    """One run of a workflow: what its jobs printed and put out, and whether one has failed."""

    def __init__(self, github: GitHub, workflow: str) -> None:
        self.github, self.workflow = github, workflow
        self.failed, self.log, self.summary = False, "", ""
        self.artifacts: dict[str, Path] = {}
        self.known = {
            "github.token": "t",
            "github.server_url": "https://example.org",
            "github.repository": "o/r",
            "github.run_id": "1",
            "github.event.repository.default_branch": "main",
            "secrets.OPENROUTER_API_KEY": "",
            "steps.pages.outputs.base_url": "https://o.example/r/",
        }

    def take(self, job: str, root: Path, **variables: str) -> None:
        """Run the steps of a job until one fails, and then those that run all the same."""
        if head := self.known.get("needs.find.outputs.main"):
            git(root, "checkout", "-q", "--detach", head)
        environment = self.github.environment(root) | variables
        self.known |= {"runner.temp": environment["RUNNER_TEMP"], "job failed": ""}
        for step in steps(self.workflow, job):
            self._take(step, root, environment)
        for name, expression in outputs(self.workflow, job).items():
            self.known[f"needs.{job}.outputs.{name}"] = self.filled(expression)
        self.known = {key: value for key, value in self.known.items() if not key.startswith("steps.")}
        summary = Path(environment["GITHUB_STEP_SUMMARY"])
        self.summary += summary.read_text() if summary.exists() else ""
        assert "pwned" not in self.log
        assert not list(self.github.folder.rglob("pwned"))

    def _take(self, step: Step, root: Path, environment: dict[str, str]) -> None:
        """Run a step if its condition holds, by the rules of GitHub for the few conditions that we use."""
        always = step.condition in ("always()", "success() || failure()")
        held = not step.condition or self.known.get(step.condition)
        if not always and (self.known["job failed"] or not held):
            return
        act = self._hand_on if step.uses else self._shell
        if not act(step, root, environment) and not step.may_fail:
            self.failed, self.known["job failed"] = True, "yes"

    def _hand_on(self, step: Step, root: Path, _: dict[str, str]) -> bool:
        """Keep a folder, or bring it back, as the actions for artifacts do: without hidden files.

        Links stay links, which those actions may follow: the worst is tried.
        """
        name, path = step.given["name"], root / self.filled(step.given["path"])
        if "download" in step.uses:
            if name in self.artifacts:
                shutil.copytree(self.artifacts[name], path, symlinks=True)
            return name in self.artifacts
        if path.exists():
            self.artifacts[name] = root.with_name(f"{root.name}-artifact-{name}")
            hidden = shutil.ignore_patterns(".*")
            shutil.copytree(path, self.artifacts[name], symlinks=True, ignore=hidden)
        return True

    def _shell(self, step: Step, root: Path, environment: dict[str, str]) -> bool:
        output = Path(environment["GITHUB_OUTPUT"])
        output.write_text("")
        # https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#defaultsrunshell
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.run]
        done = subprocess.run(
            command,
            cwd=root,
            env=environment | {name: self.filled(text) for name, text in step.env.items()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += done.stdout
        for name, value in re.findall(r"^(\w+)=(.*)$", output.read_text(), re.MULTILINE):
            self.known[f"steps.{step.key}.outputs.{name}"] = value
        return done.returncode == 0

    def filled(self, text: str) -> str:
        """Return a text with the values of its expressions: nothing for what a step or a job did not say."""
        return re.sub(r"\$\{\{ (.*?) }}", self._value, text)

    def _value(self, found: re.Match[str]) -> str:
        said = found[1].startswith(("steps.", "needs."))
        return self.known.get(found[1], "") if said else self.known[found[1]]


@pytest.fixture
def fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """Return a repository without data, whose sources have three models and a board of two names."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        made = GitHub(tmp_path, server)
        made.upstream()
        yield made


@pytest.fixture
def github(fork: GitHub) -> GitHub:
    """Return a repository that holds what its sources say."""
    fork.fetch_on_main("2020-01-01")
    return fork


def accepted(name: str, price: str = "0.003") -> str:
    """Return the entry by which a person accepts the price of the first model."""
    values = {"id": "a/m-0", "field": "pricing.prompt", "old": "0.0000025", "new": price, "who": name}
    return "\n[[accepted]]\n" + "".join(f'{key} = "{text}"\n' for key, text in values.items()) + 'why = "w"\n'


def accepting(name: str, price: str = "0.003") -> Callable[[Path], None]:
    """Return what writes such an entry below those that stand there."""

    def add(root: Path) -> None:
        path = root / "data/overrides/accepted.toml"
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(accepted(name, price))

    return add


# What stands in the workflows


def test_every_shell_step_is_read() -> None:
    """The tests below run all that stands in the workflows, and no script has an expression within."""
    jobs = [("update.yml", job) for job in ("find", "fetch", "propose", "say")]
    for workflow, job in (*jobs, ("test.yml", "change")):
        text = job_text(workflow, job)
        found = [step for step in steps(workflow, job) if step.run]
        assert len(found) == text.count(" run: ") - text.count("run: |\n          python -m pip install")
        assert all("${{" not in step.run for step in found)


def test_who_installs_packages_may_write_nothing() -> None:
    """No job that runs a package has a right to write, or hands its own files to one that has unread."""
    for workflow in WORKFLOWS.glob("*.yml"):
        text = workflow.read_text(encoding="utf-8")
        for job in re.findall(r"^  ([a-z]+):$", text.partition("\njobs:\n")[2], re.MULTILINE):
            body = job_text(workflow.name, job)
            rights = re.findall(r"^      [a-z-]+: (read|write)\b", body, re.MULTILINE)
            if re.search(r"setup-python|pip|sitegen ", body.partition("    steps:")[2]):
                assert "write" not in rights, (workflow.name, job)
    fetch = re.search(r"    permissions:\n((?:      .*\n)+)", job_text("update.yml", "fetch"))
    assert fetch
    assert pairs(fetch[1]) == {"contents": "read"}


def test_what_workflows_install_is_locked() -> None:
    """Each package has a version and hashes, those of pyproject.toml are there, and no other is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
    }
    listed = (ROOT / ".github/requirements.in").read_text(encoding="utf-8").splitlines()
    assert {line for line in listed if not line.startswith("#")} == wanted
    lock = (ROOT / ".github/requirements.txt").read_text(encoding="utf-8")
    locked = re.findall(
        r"^([a-z0-9-]+)==[\w.]+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", lock, re.MULTILINE
    )
    assert len(locked) == len(re.findall(r"^[^ #]", lock, re.MULTILINE))
    assert {re.split(r"[<>=]", line)[0] for line in wanted} <= {*locked}
    assert "://" not in lock
    commands = [
        line.strip()
        for workflow in WORKFLOWS.glob("*.yml")
        for line in workflow.read_text(encoding="utf-8").splitlines()
        if "pip install" in line
    ]
    flags = "--require-hashes --only-binary :all: --requirement .github/requirements.txt"
    assert {*commands} == {
        f"python -m pip install --quiet {flags}",
        "python -m pip install --quiet --no-deps --no-build-isolation .",
    }


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


# Updates


def test_an_update_without_a_change_says_so(github: GitHub) -> None:
    """Nothing is pushed or opened, and the heartbeat tells that it ran."""
    run = github.update()
    assert (run.failed, run.log) == (False, "")
    assert re.match(r"\*\*Ran\*\* on 20\d\d-\d\d-\d\d: nothing changed\.\n", run.summary)
    assert github.asked("pr create") == github.asked("workflow run") == github.asked("label") == 0
    assert "data-update" not in github.git("branch")


@pytest.mark.parametrize("tool", ["gh", "git", "sitegen"])
def test_an_update_that_does_not_run_says_so(github: GitHub, tool: str) -> None:
    """When a step before the end of the fetch fails, the heartbeat does not tell that nothing changed."""

    def breaks() -> None:
        github.tool(tool, "#!/bin/sh\nexit 9\n" if tool != "sitegen" else "#!/bin/sh\nkill -9 $PPID\n")

    if tool == "gh":
        breaks()
    run = github.update(between=breaks if tool != "gh" else lambda: None)
    assert run.failed
    assert run.summary.startswith("**Did not run** on ")


def test_the_first_fetch_is_a_line_a_source(fork: GitHub) -> None:
    """A fork without data gets a pull request that can be read, and nothing in it must be reviewed."""
    run = fork.update()
    assert not run.failed, run.log
    body = fork.held("body")
    assert body.count("\n- ") == 2
    assert "- `openrouter/models`: read for the first time: 3 rows\n" in body
    assert "- `arena/text`: read for the first time: 2 names\n" in body
    assert "This changes 3 of 3 model pages" in body
    assert fork.held("labels") == "routine\n"
    assert fork.file("data-update", "data/receipts.json")


def test_two_updates_are_one_pull_request(github: GitHub) -> None:
    """The first opens it, labelled routine; the second adds a commit, and an alarm changes body and label."""
    github.upstream("0.000003")
    (github.state / "day").write_text("2030-01-01")
    first = github.update()
    assert not first.failed, first.log
    assert "changed, in pull request #7." in first.summary
    assert github.held("title") == "Data of 2030-01-01"
    assert github.held("body").startswith("Fetched on 2030-01-01 in ")
    assert "[this run](https://example.org/o/r/actions/runs/1)" in github.held("body")
    assert "### Prices (2)" in github.held("body")
    assert TOUCHED in first.summary
    assert github.held("labels") == "routine\n"

    github.upstream("0.003")
    (github.state / "day").write_text("2030-01-02")
    second = github.update()
    assert not second.failed
    assert github.held("title") == "Data of 2030-01-02"
    assert "### Must be reviewed (2)" in github.held("body")
    assert "### sitegen check data\n\n    alarm: a/m-0: " in github.held("body")
    assert "`sitegen accept` lists what is open" in github.held("body")
    assert github.held("labels") == "must-review\n"
    assert github.held("known") == "routine\nmust-review\n"
    assert (github.asked("pr create"), github.asked("workflow run")) == (1, 2)
    assert [line.count('"0.003"') for line in github.journal("data-update").splitlines()[-2:]] == [1, 1]
    assert '"0.003"' not in github.journal("main")

    (github.state / "day").write_text("2030-01-03")
    third = github.update()
    assert "nothing new; pull request #7 is still open." in third.summary
    assert github.held("title") == "Data of 2030-01-03"
    assert github.asked("workflow run") == 2
    assert github.held("labels") == "must-review\n"


def test_a_glitch_and_its_correction_are_no_change_from_main(github: GitHub) -> None:
    """A price that went wrong and came back within one pull request is as on main, with nothing to accept."""
    github.upstream("0.0025")
    github.update()
    assert "### Must be reviewed (2)" in github.held("body")
    assert github.held("labels") == "must-review\n"
    github.upstream()
    run = github.update()
    assert not run.failed
    assert "**Nothing changed** (" in github.held("body")
    assert "### Must be reviewed" not in github.held("body")
    assert "alarm: " not in github.held("body")
    assert github.held("labels") == "routine\n"


def test_a_dead_source_fails_the_job_after_the_others_were_saved(github: GitHub) -> None:
    """The pull request has what the living source said, and names the dead one with the day of its data."""
    github.upstream("0.000003", arena=json_reply({"error": HOSTILE}, 404))
    run = github.update()
    assert run.failed
    heartbeat = run.summary.splitlines()[0]
    assert heartbeat.startswith("**Ran, and a source failed** on 20")
    assert heartbeat.endswith(": arena/text. From the others: changed, in pull request #7.")
    assert "### What failed\n\n    sitegen: arena/text: 127.0.0.1 answered 404 Not Found (" in run.summary
    assert github.journal("data-update").count('"0.000003"') == 2
    assert run.log.endswith("::error::A source failed: arena/text. The others were saved.\n")
    dead = r"\n- \*\*`arena/text` could not be read\*\* on 20\S+, its data stay those of 2026-05-01: "
    assert re.search(dead, github.held("body"))

    github.upstream("0.000003")
    assert not github.update().failed
    assert not re.search(dead, github.held("body"))


def test_a_change_too_long_for_a_body_is_cut(fork: GitHub) -> None:
    """A day over more models than fit is opened all the same, with the link, what fits and how to accept."""
    fork.upstream(models=900)
    fork.fetch_on_main("2020-01-01")
    fork.upstream("0.003", models=900, apart=True)
    run = fork.update()
    assert not run.failed, run.log
    body = fork.held("body")
    assert 60_000 < len(body) <= 65_536
    assert body.startswith("Fetched on ")
    assert "lines left out here; `sitegen diff` prints them all." in body
    assert "    alarm: a/m-0: " in body
    assert "`sitegen accept` lists what is open" in body
    assert "\N{REPLACEMENT CHARACTER}" not in body + run.summary


# What a package may do


def test_a_package_that_writes_more_than_data_is_not_heard(github: GitHub) -> None:
    """Of what the job with the packages hands on, an override, a script and a page go nowhere."""
    evil = "cp /dev/null data/overrides/accepted.toml; touch data/x.sh data/x.html data/overrides/x.json pwn"
    github.tool("sitegen", program(f'cd "$GITHUB_WORKSPACE"; {evil}'))
    github.on("main", accepting("Ann"))
    github.upstream("0.003")
    run = github.update()
    assert not run.failed, run.log
    changed = github.git("diff", "--name-only", "main", "data-update").split()
    assert changed == ["data/changes.jsonl", "data/openrouter/models.json", "data/receipts.json"]


def test_a_link_that_is_handed_on_is_refused(github: GitHub) -> None:
    """A link to a file of the machine is neither committed nor read into the pull request."""
    link = 'cd "$GITHUB_WORKSPACE"; ln -sf /etc/hostname data/link.json'
    github.tool("sitegen", program(link))
    github.upstream("0.0000026")
    run = github.update()
    assert run.failed
    assert "::error::What was handed on has a link in it" in run.log
    assert github.asked("pr create") == 0
    assert "data-update" not in github.git("branch")


# The other workflows


@pytest.mark.parametrize(("price", "fails"), [("0.000003", False), ("0.003", True)])
def test_a_pull_request_is_told_what_it_touches(github: GitHub, price: str, *, fails: bool) -> None:
    """The summary names the pages and what the checks found; an alarm fails the job after the build."""
    github.upstream(price)
    github.update()
    root = github.checkout()
    git(root, "fetch", "-q", "origin", "data-update")
    git(root, "merge", "-q", "--no-ff", "--no-edit", "FETCH_HEAD")
    run = github.run("test.yml", "change", root, GITHUB_EVENT_NAME="pull_request")
    assert run.failed == fails
    assert TOUCHED in run.summary
    assert ("    alarm: a/m-0: " in run.summary) == fails
    assert "### sitegen build --no-images\n\n    dist: " in run.summary
    assert "site: no findings" in run.summary


def test_an_open_alarm_is_published_and_a_fault_is_not(github: GitHub) -> None:
    """deploy.yml prints what is open and goes on; a snapshot edited by hand stops it before the build."""
    github.upstream("0.003")
    github.fetch_on_main()
    run = github.run("deploy.yml", "build", github.checkout(), **PAGES)
    assert not run.failed, run.log
    assert "### sitegen check data --allow-alarms\n\n    alarm: a/m-0: " in run.summary
    assert "dist: " in run.log

    def edit(root: Path) -> None:
        path = root / "data/openrouter/models.json"
        path.write_text(path.read_text().replace('"0.003"', '"0.004"'))

    github.on("main", edit)
    run = github.run("deploy.yml", "build", github.checkout(), **PAGES)
    assert run.failed
    assert "    receipt: data/openrouter/models.json: is not what was fetched" in run.summary
    assert "dist: " not in run.log
