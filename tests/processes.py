"""The program as whole processes, on a small site of two days."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from tests.asking import PROGRAM, asked
from tests.test_crashes import DAYS, ROOT, Days, words

Tree = dict[str, bytes]
"""The files below a folder, by path."""


def tree(folder: Path) -> Tree:
    """Return the files below a folder; there are none where there is no folder."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items()}


class World:
    """A catalogue at two days as a root each, and the site that is built of each."""

    def __init__(self, folder: Path, rows: int = 12) -> None:
        self.folder = folder
        self.days = Days(folder, rows)
        self.cache = folder / "cache"
        self.sites: dict[str, Tree] = {}
        for day in DAYS:
            built(self.days.roots[day], folder / "site")
            self.sites[day] = tree(folder / "site")
            assert len(self.sites[day]) > rows
        self.site = shutil.move(folder / "site", folder / "site-two")
        shutil.copytree(self.site, folder / "site-one")
        built(self.days.roots["one"], folder / "site-one")

    def root(self, place: Path, day: str) -> Path:
        """Return a copy of the root of a day with the site of that day in ``dist``."""
        shutil.copytree(self.days.roots[day], place)
        shutil.copytree(self.folder / f"site-{day}", place / "dist")
        return place

    def day_of_site(self, out: Path) -> str:
        """Return the day whose whole site a folder is, "absent" or "mixed"."""
        now = tree(out)
        return next(
            (day for day, site in self.sites.items() if site == now), "mixed" if out.exists() else "absent"
        )

    def day_of_data(self, root: Path) -> str:
        """Return the day whose data a root has, or "mixed"; the note of failures may stand beside it."""
        now = {name: body for name, body in tree(root / "data").items() if not name.startswith(".local/")}
        states = {
            day: {name.removeprefix("data/"): body for name, body in state.items()}
            for day, state in self.days.states.items()
        }
        return next((day for day, state in states.items() if state == now), "mixed")

    def fetch_words(self, root: Path, day: str = "two") -> list[str]:
        """Return the words of a fetch of a day's answer from its file."""
        return words(root, self.days.answers[day], day)


def build_words(root: Path, out: Path, *options: str) -> list[str]:
    """Return the words of a build: without pictures, unless ``--images`` is asked for."""
    pictures = [] if "--images" in options else ["--no-images"]
    others = [option for option in options if option != "--images"]
    return ["--root", str(root), "build", "--out", str(out), *pictures, *others]


def command(*said: str) -> list[str]:
    """Return a command line of the program."""
    return [sys.executable, "-m", "sitegen", *said]


# Imports take half a second of a process and the work on a small site a quarter, so they are made once: each
# run is a fork of a process that has imported what the commands need and has done nothing else. Python's own
# fork server does the same for functions; here a child is a program to its end, with the files of who asks.
# https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
NURSERY = """
import json, os, select, socket, sys, traceback
import httpx, markdown, stamina
import sitegen.build, sitegen.cli.main, sitegen.publishing.drawing, sitegen.fetching.fetch

door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
door.listen()
print(flush=True)
while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
    caller, _ = door.accept()
    _, files, _, _ = socket.recv_fds(caller, 1, 3)
    asked = json.load(caller.makefile())
    child = os.fork()
    if not child:
        break
    for file in files:
        os.close(file)
    caller.sendall(b"%d" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    caller.close()
else:
    sys.exit()
door.close()
caller.close()
for number, file in enumerate(files):
    os.dup2(file, number)
    os.close(file)
sys.stdin, sys.stdout = open(0), open(1, "w")
sys.stderr = open(2, "w", buffering=1, errors="backslashreplace")
os.chdir(asked["cwd"])
os.environ.clear()
os.environ.update(asked["env"])
sys.argv = ["sitegen", *asked["words"]]
exec(asked["script"])
"""


@cache
def nursery() -> str:
    """Start the process whose forks are runs, and return where it listens; it ends with this one."""
    folder = tempfile.TemporaryDirectory()
    place = f"{folder.name}/door"
    line = [sys.executable, "-c", NURSERY, place]
    started = subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert started.stdout
    assert started.stdout.readline() == b"\n"
    atexit.register(folder.cleanup)
    atexit.register(started.communicate)
    return place


def run(
    *said: str, env: Mapping[str, str] | None = None, script: str = PROGRAM
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, or a script that runs it, as a process that has imported it already."""
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open() as nothing:
        files = [Path(folder, name) for name in ("out", "err")]
        with files[0].open("w") as out, files[1].open("w") as err:
            numbers = [file.fileno() for file in (nothing, out, err)]
            code = asked(nursery(), said, numbers, os.environ | (env or {}), cwd=str(ROOT), script=script)
        return subprocess.CompletedProcess(said, code, *(file.read_text() for file in files))


def built(root: Path, out: Path) -> None:
    """Build the site of a root, and succeed."""
    done = run(*build_words(root, out))
    assert done.returncode == 0, done.stderr


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of a run that was refused; anything else, a traceback say, fails the test."""
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    (said,) = (done.stdout + done.stderr).splitlines()
    assert said.startswith("sitegen: "), said
    return said


@contextmanager
def small_disk(place: Path, size: str = "8m") -> Iterator[Path]:
    """Mount a small disk at a place; skips where only root may, and fails where CI says that it must."""
    required = os.environ.get("SITEGEN_DISKS") == "required"
    as_root = ["sudo", "-n"] if required and os.getuid() else []
    place.mkdir(parents=True)
    mount = [*as_root, "mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, check=False, capture_output=True).returncode:
        (pytest.fail if required else pytest.skip)("only root on Linux may mount a small disk")
    try:
        yield place
    finally:
        subprocess.run([*as_root, "umount", str(place)], check=True)


def leave(disk: Path, room: int) -> None:
    """Fill a disk until it has just this many bytes left."""
    filler = disk / ".filler"
    filler.unlink(missing_ok=True)
    stat = os.statvfs(disk)
    with filler.open("wb") as file:
        file.write(bytes(max(0, stat.f_bavail * stat.f_frsize - room)))
