"""Two sites that processes publish in turn, with their scripts; next to nothing is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def generation_files(generation: str, count: int = 3) -> dict[str, bytes]:
    """Return one of the two sites: so many files that are its own, that differ, and that are the same."""
    own = {f"{generation.lower()}/{k}/index.html": f"{generation} own {k}".encode() for k in range(count)}
    changed = {f"models/{k}/index.html": f"{generation} {k}".encode() * 20 for k in range(count)}
    return own | changed | {f"same/{k}.txt": b"same" for k in range(count)}


GENERATIONS = """
import os, signal, sys
from pathlib import Path
from sitegen.errors import OutputError
from sitegen.publishing.output import publish
from tests.generations import generation_files
dist, count = Path(sys.argv[1]), int(sys.argv[2])
sites = {name: generation_files(name, count) for name in sys.argv[3]}
"""

LOOP = (
    GENERATIONS
    + """
print("ready", flush=True)
refused = 0
for turn in range(int(sys.argv[4])):
    for files in sites.values():
        try:
            publish(dist, files.items())
        except OutputError as error:
            assert "another build" in str(error), error
            refused += 1
print(refused)
"""
)

# The audit hook is told of every file opened, made, linked, renamed and removed, before it happens.
# https://docs.python.org/3/library/audit_events.html
EVERY_STEP = (
    GENERATIONS
    + """
def build(files, last):
    seen = 0
    def die(event, args):
        nonlocal seen
        if event.split(".")[0] in ("os", "open", "shutil", "ctypes", "fcntl"):
            seen += 1
            if seen == last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(die)
    publish(dist, files.items())

def standing():
    found = (p for p in dist.rglob("*") if p.is_file() and p.name != ".nojekyll")
    return {p.relative_to(dist).as_posix(): p.read_bytes() for p in found}

def left():
    return sorted(p.name for p in dist.parent.iterdir())

old, new = sites.values()
steps, seen = 0, set()
while True:
    steps += 1
    publish(dist, old.items())
    assert left() == ["dist"], left()
    child = os.fork()
    if child == 0:
        build(new, steps)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
    now = standing()
    assert now in (old, new), (steps, sorted(now))
    seen.add("old" if now == old else "new")
assert standing() == new
print(steps, *sorted(seen))
"""
)


def started(script: str, dist: Path, *words: object) -> subprocess.Popen[str]:
    """Start a process that runs a script for a folder."""
    command = [sys.executable, "-c", script, str(dist), *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
