"""Whatever ends a fetch, a kill, a refused answer or another fetch, the data is one whole day or the next."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.cli.inspection import findings_of_data
from sitegen.cli.main import main
from sitegen.store.transaction import PENDING
from tests.test_revisions import git
from tests.worlds import Row, row

ROOT = Path(__file__).parents[1]
DAYS = {"one": "2026-05-01", "two": "2026-05-02"}


def model(number: int, **changed: object) -> Row:
    """Return one record of a catalogue of many."""
    key = f"acme/anvil-{number}"
    return row(id=key, canonical_slug=f"{key}-20260102", name=f"Acme: Anvil {number}", **changed)


def answers(rows: int) -> dict[str, Row]:
    """Return the answers of two days: on the second some records left, came, changed price, or kept all."""
    dearer = {"pricing": {"prompt": "0.000003", "completion": "0.00001"}, "benchmarks": {"tests": 0.5}}
    changed = [model(n, **(dearer if n % 4 == 0 else {})) for n in range(rows // 20 + 1, rows + rows // 10)]
    return {"one": {"data": [model(n) for n in range(rows)]}, "two": {"data": changed}}


def answer_files(folder: Path, rows: int) -> dict[str, Path]:
    """Write the answers of the two days into files."""
    for day, answer in answers(rows).items():
        (folder / f"{day}.json").write_text(json.dumps(answer))
    return {day: folder / f"{day}.json" for day in DAYS}


def words(root: Path, answer: Path, day: str) -> list[str]:
    """Return what follows ``sitegen`` on the command line of a fetch."""
    return ["--root", str(root), "fetch", "openrouter", "--from", str(answer), "--on", DAYS[day]]


def fetched(root: Path, answer: Path, day: str) -> None:
    """Fetch in this process, and succeed."""
    done = CliRunner().invoke(main, words(root, answer, day), catch_exceptions=False)
    assert done.exit_code == 0, done.output


def held(root: Path) -> dict[str, bytes]:
    """Return the files of a root, but for those in folders whose name starts with a dot."""
    found = {path.relative_to(root): path for path in root.rglob("*") if path.is_file()}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in found.items()
        if not any(part.startswith(".") for part in name.parts)
    }


class Days:
    """A root at day one, the same at day two, and the answers that lead from nothing to one to two."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.answers = answer_files(folder, rows)
        self.roots = {day: folder / day for day in DAYS}
        self.roots["one"].mkdir()
        fetched(self.roots["one"], self.answers["one"], "one")
        shutil.copytree(self.roots["one"], self.roots["two"])
        fetched(self.roots["two"], self.answers["two"], "two")
        self.states = {day: held(root) for day, root in self.roots.items()}

    def day_of(self, root: Path) -> str:
        """Return the day whose state a root holds, or "mixed"."""
        now = held(root)
        return next((day for day, state in self.states.items() if state == now), "mixed")


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    """Return the two days of a catalogue of 200 records."""
    made = Days(tmp_path_factory.mktemp("days"), 200)
    assert made.states["one"].keys() == made.states["two"].keys() - {"data/retired.json"}
    assert made.states["two"]["data/changes.jsonl"].count(b"\n") > 250
    return made


# Killed


def killed_at(root: Path, days: Days, seconds: float, *, writing: bool) -> int:
    """Start a fetch of day two, kill it after a time, and return its exit code.

    The time counts from its start or, with ``writing``, from when it begins to lay out the new files.
    """
    command = [sys.executable, "-m", "sitegen", *words(root, days.answers["two"], "two")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    while writing and process.poll() is None and not (root / "data" / PENDING).exists():
        time.sleep(0.0002)
    time.sleep(seconds)
    process.kill()
    return process.wait()


def test_killed_at_random_moments_the_data_is_one_day_or_the_other(days: Days, tmp_path: Path) -> None:
    """Killed at 4 random moments, half of them while it writes, a fetch leaves sound data and runs again.

    ``make soak`` kills it 200 times.
    """
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    moments = random.Random(seed)  # noqa: S311 - a moment is no secret
    killed = 0
    for turn in range(4):
        root = tmp_path / str(turn)
        shutil.copytree(days.roots["one"], root)
        writing = turn % 2 == 0
        code = killed_at(root, days, moments.uniform(0, 0.01 if writing else 0.4), writing=writing)
        assert code in (0, -signal.SIGKILL)
        killed += code != 0
        assert findings_of_data(root) == []
        assert days.day_of(root) in DAYS
        fetched(root, days.answers["two"], "two")
        assert days.day_of(root) == "two"
        shutil.rmtree(root)
    assert killed > 0


# The audit hook is told of every file that is opened for writing, made, renamed and removed, before it is.
# https://docs.python.org/3/library/audit_events.html
EVERY_STEP = """
import io, os, shutil, signal, sys
from contextlib import redirect_stdout
from pathlib import Path
from sitegen.cli.main import main
from sitegen.cli.inspection import findings_of_data
from sitegen.store.revisions import reviewed
from tests.test_crashes import Days, words

def fetch(root):
    with redirect_stdout(io.StringIO()) as said:
        try:
            main(words(root, days.answers[day], day))
        except SystemExit as end:
            assert end.code == 0, said.getvalue()

def fetch_and_die(root, last):
    seen = 0
    def die(event, args):
        nonlocal seen
        writes = event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(die)
    fetch(root)

folder, day, eve = Path(sys.argv[1]), *sys.argv[2:]
days = Days(folder, 20)
days.states["nothing"], days.roots["nothing"] = {}, folder / "nothing"
days.roots["nothing"].mkdir()
root, before = folder / "root", days.roots[eve]
steps, left, seen = 0, set(), set()
while True:
    steps += 1
    shutil.copytree(before, root)
    child = os.fork()
    if child == 0:
        fetch_and_die(root, steps)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status == 0:
        break
    assert os.WTERMSIG(status) == signal.SIGKILL, status
    left.add(days.day_of(root))
    shutil.copytree(root, folder / "again")
    assert findings_of_data(root) == [], (steps, findings_of_data(root))
    assert reviewed(folder / "again", str(before)) == reviewed(root, str(before)), steps
    now = days.day_of(root)
    assert now in (day, eve), (steps, now)
    seen.add(now)
    fetch(root)
    assert days.day_of(root) == day, (steps, days.day_of(root))
    shutil.rmtree(root)
    shutil.rmtree(folder / "again")
assert days.day_of(root) == day
print(steps, "mixed" in left, *sorted(seen))
"""


def started(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a process that runs a script of this file."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_killed_before_every_single_step_the_data_is_whole(tmp_path: Path) -> None:
    """Killed before each call that writes, in turn, a fetch leaves the day before or its own.

    In some of the steps only a part of the files is in its place: whoever reads them, be it the check or the
    diff, first puts the rest there. ``make soak`` does it to a first fetch, too.
    """
    killed_before_every_step(tmp_path, "two", "one")


def killed_before_every_step(folder: Path, day: str, eve: str) -> None:
    """Kill the fetch of a day, over the one before, before each of its steps."""
    process = started(EVERY_STEP, str(folder), day, eve)
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    steps, mixed, *seen = output.split()
    assert int(steps) > 15
    assert (mixed, seen) == ("True", sorted([day, eve]))


# Refused


def checkout(folder: Path, root: Path) -> Path:
    """Return a copy of a root as a git checkout with everything committed."""
    shutil.copytree(root, folder / "checkout")
    git(folder / "checkout", "init", "-q")
    git(folder / "checkout", "add", ".")
    git(folder / "checkout", "commit", "-qm", "day one")
    return folder / "checkout"


def status(root: Path) -> str:
    """Return what git says of a checkout where something is not as it was committed."""
    command = ["git", "-C", str(root), "status", "--porcelain", "--ignored"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


WHOLE = json.dumps({"data": [model(n) for n in range(200)]}).encode()
FEWER = json.dumps({"data": [model(n) for n in range(160)]}).encode()
NO_PRICE = json.dumps(
    {"data": [model(n, **({"pricing": {"prompt": "abc"}} if n % 20 == 0 else {})) for n in range(200)]}
).encode()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (WHOLE[: len(WHOLE) // 2], "holds no whole JSON"),
        (b"<!doctype html><title>Just a moment</title>", "holds HTML, not JSON"),
        (b'{"data": []}', "the list 'data' of the answer is empty"),
        (FEWER, "160 rows where 200 are on file"),
        (NO_PRICE, "10 of 200 rows are refused, the first one acme/anvil-0 "),
        (b"", "holds nothing"),
    ],
    ids=["half", "html", "empty list", "fewer rows", "no price", "nothing"],
)
def test_a_refused_answer_leaves_the_checkout_clean(
    days: Days, tmp_path: Path, body: bytes, fault: str
) -> None:
    """The message names source, fault and next step in one line; git sees nothing but what ignores itself."""
    root = checkout(tmp_path, days.roots["one"])
    answer = tmp_path / "answer.json"
    answer.write_bytes(body)
    done = CliRunner().invoke(main, words(root, answer, "two"), catch_exceptions=False)
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert line.startswith("sitegen: openrouter/models: ")
    assert fault in line
    assert "; the snapshot on file stays; " in line
    assert (
        status(root) == "!! data/.local/\n"
    )  # the note of the failure, which a status without --ignored omits


def test_an_answer_that_is_taken_is_seen_by_git(days: Days, tmp_path: Path) -> None:
    """What the test above calls clean is not so when something was written."""
    root = checkout(tmp_path, days.roots["one"])
    fetched(root, days.answers["two"], "two")
    assert " M data/changes.jsonl\n" in status(root)


# Two at once

BOTH = """
import os, sys
from pathlib import Path
import sitegen.fetching.fetch
from sitegen.cli.main import main
from sitegen.cli.inspection import findings_of_data

root, turns, *commands = sys.argv[1:]
for turn in range(int(turns)):
    children = []
    for command in commands:
        children.append(os.fork())
        if not children[-1]:
            *words, one, two = command.split("|")
            main(["--root", root, "fetch", *words, two if turn % 2 else one])
    ended = [os.waitpid(child, 0)[1] for child in children]
    assert ended == [0, 0], (turn, ended)
    assert findings_of_data(Path(root)) == [], (turn, findings_of_data(Path(root)))
"""


def board(score: float) -> Row:
    """Return an answer of a leaderboard with a name that is at this score."""
    numbers = {"rating": score, "rating_lower": score - 5, "rating_upper": score + 5, "vote_count": 900}
    same = {"organization": "acme", "license": "MIT", "category": "overall", **numbers}
    day = {"leaderboard_publish_date": "2026-05-01"}
    rows = [{"row": {"model_name": f"anvil-{n}", "rank": n, **same, **day}} for n in (1, 2)]
    return {"rows": rows, "num_rows_total": 2}


def fetched_at_once(folder: Path, times: int) -> None:
    """Fetch two sources into one root at the same time, so many times over; both are stored."""
    days = Days(folder, 20)
    boards = [folder / f"{score}.json" for score in (1400, 1450)]
    for path in boards:
        path.write_text(json.dumps(board(float(path.stem))))
    root = days.roots["two"]
    both = [
        "|".join([*source, "--on", DAYS["two"], "--from", *(str(path) for path in files)])
        for source, files in ((["openrouter"], days.answers.values()), (["arena", "--board", "text"], boards))
    ]
    process = started(BOTH, str(root), str(times), *both)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert said.count("openrouter/models: changed") == said.count("arena/text: changed") == times


def test_two_fetches_at_once_leave_sound_data(tmp_path: Path) -> None:
    """Two sources that are fetched into one root at the same time, four times over, are both stored.

    ``make soak`` does it 40 times.
    """
    fetched_at_once(tmp_path, 4)
