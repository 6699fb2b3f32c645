"""Two states of the data side by side: each a git revision, a data folder, or a file of a catalogue."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from sitegen.checks.review import review
from sitegen.checks.review.side import Side
from sitegen.errors import UsageError
from sitegen.records import Json, Row
from sitegen.records.data_files import RECEIPTS
from sitegen.records.review import Review
from sitegen.records.snapshot import Receipt
from sitegen.sources import SOURCES, openrouter
from sitegen.store.dataset import joined, read_dataset
from sitegen.store.snapshots import normal_form, parsed, read_value
from sitegen.text import one_line

WORKING_TREE = "working tree"
STEP = "give a git revision, a data folder or a catalogue's JSON file"


def reviewed(root: Path, old: str = "HEAD", new: str | None = None) -> Review:
    """Return the review of ``data/`` between two states; ``new`` None is the working tree.

    Each is a git revision, a folder that holds a data folder's files, or a catalogue's JSON file. Raises
    UsageError where it is none of them.
    """
    before = _side(root, old)
    return review(before, _side(root, new, before.rows))


def _side(root: Path, name: str | None, earlier: Sequence[Row] = ()) -> Side:
    """Return a state by its name; ``earlier`` are records of which a file may have what cannot be read."""
    if name is None:
        return _read(WORKING_TREE, root / "data")
    path = Path(name)
    if name and path.is_dir():
        data = path / "data" if (path / "data").is_dir() else path
        if not (data / RECEIPTS).exists():  # or all that is here would read as new
            raise UsageError(name, f"holds no {RECEIPTS}, and so no data of sitegen", STEP)
        return _read(name, data)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        if path.is_file() or path.is_fifo():  # as a shell gives what a command prints: <(command)
            _lay_out(path, data, earlier)
        else:
            _check_out(root, name, data)
        return _read(name, data)


def _read(label: str, data: Path) -> Side:
    state = read_dataset(data)  # first: it finishes a write that was cut off
    marks = read_value(data, openrouter.BENCHMARKS)
    read = partial(read_value, data)
    journaled = {
        name: rows for name, source in SOURCES.items() if (rows := source.journaled(read)) is not None
    }
    return Side(
        label=label,
        rows=journaled.pop(openrouter.name, ()),
        catalog=joined(state),
        marks=marks if isinstance(marks, dict) else {},
        further=journaled,
        accepted=state.accepted,
        corrections=state.corrections,
    )


def _lay_out(path: Path, data: Path, earlier: Sequence[Row]) -> None:
    """Write a catalogue's file as a data folder; it is an answer of the API, or a ``models.json`` of ours.

    A record that cannot be read keeps the earlier one of its id, as in a fetch, and the receipt names it.
    """
    value = parsed(path.read_bytes(), path, STEP)
    answer: Json = {"data": value} if isinstance(value, list) else value
    snapshot = openrouter.snapshot(openrouter.feed_from(path.name, answer), [answer], list(earlier))
    receipt = Receipt(
        address=path.name, changed=_NO_DAY, sha256="", rows=snapshot.rows, set_aside=snapshot.set_aside
    )
    receipts: Json = {snapshot.feed: receipt.model_dump(mode="json")}
    for name, content in {**snapshot.files, RECEIPTS: receipts}.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(normal_form(content))


_NO_DAY = date.min
"""A file of a catalogue does not say of what day it is."""


def _check_out(root: Path, revision: str, data: Path) -> None:
    """Write ``data/`` of a git revision into a folder; a revision without one is an empty state."""
    if not revision or revision.startswith("-"):
        raise UsageError(repr(revision), "is no revision", STEP)
    _git(root, "rev-parse", "--verify", f"{revision}^{{tree}}", revision=revision)
    places = _git(root, "rev-parse", "--show-toplevel", "--show-prefix", revision=revision)
    top, prefix = places.decode().split("\n")[:2]
    folder = f"{prefix}data"
    if not _git(Path(top), "ls-tree", "-d", "--name-only", revision, "--", folder, revision=revision).strip():
        return
    archive = _git(Path(top), "archive", "--format=tar", f"{revision}:{folder}", revision=revision)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(data, filter="data")


def _git(root: Path, *arguments: str, revision: str) -> bytes:
    done = _called(root, *arguments)
    if done.returncode:
        raise _refusal(root, revision, done.stderr.decode(errors="replace"))
    return done.stdout


def _called(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"LC_ALL": "C"}  # its reasons are looked at below
    command = ["git", "-C", str(root), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603
    except FileNotFoundError:
        raise UsageError("git", "is not installed", "install it, or give two data folders") from None


def _refusal(root: Path, revision: str, said: str) -> UsageError:
    """Return the error for what git does not give, with git's own reason and what helps there."""
    reason = next(iter(said.strip().splitlines()), "git names no reason").removeprefix("fatal: ")
    if (
        "dubious ownership" in reason
    ):  # https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
        step = "make the folder your own, or name it to git as safe.directory"
        return UsageError(revision, f"cannot be read ({one_line(reason)})", step)
    if _called(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        fault = f"is not in this clone, which is a shallow one ({one_line(reason)})"
        return UsageError(
            revision, fault, "get the rest with git fetch --unshallow, in a workflow by fetch-depth: 0"
        )
    return UsageError(revision, f"is no revision, folder or file here ({one_line(reason)})", STEP)
