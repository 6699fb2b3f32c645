"""Share pictures: drawn in parallel while pages are rendered, and kept by what they show.

A picture is known by the digest of its card, of the code and fonts that draw it and of Pillow's version. What
the site's cache folder has under that name is only read; the rest is drawn. A build leaves in the folder just
the pictures that it used, so that the folder does not grow with the days.

Other processes draw, not threads: rendering pages needs Python's lock, and so does most of drawing. They are
started as programs of their own, because a fork beside the threads of ``serve`` is unsafe and the way round
it imports the caller's main module once more
(https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sitegen.errors import UsageError
from sitegen.pages.card import Card, Inks

if TYPE_CHECKING:
    from sitegen.publishing.typesetting import Fonts

_PACKAGE = Path(__file__).parents[1]
_DRAWN_WITH = (
    *("publishing/drawing.py", "publishing/typesetting.py", "pages/card.py"),
    *(f"publishing/fonts/{name}.ttf" for name in ("regular", "semibold", "italic")),
)

FEW = 24
"""Pictures that one process draws sooner than another has started and imported Pillow."""

# How a PNG begins and ends: https://www.w3.org/TR/png-3/#3PNGsignature, #11IEND
_FIRST, _LAST = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82"

Progress = Callable[[str, int, "int | None"], None]


class Pictures:
    """The share pictures of one build. Entered, it begins to draw what the cache lacks; left, it stops.

    ``cards`` are those to show; ``cache`` is a folder that keeps pictures between builds, None for none.
    ``drawn`` counts those that had to be drawn. UsageError: there are some, and Pillow is not installed.
    """

    def __init__(
        self,
        cards: Iterable[Card],
        cache: Path | None,
        colours: Inks | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.drawn = 0
        self._cards = tuple(cards)
        self._colours = colours or Inks()
        self._progress = progress or (lambda *_: None)
        self._cache = self._shelf = cache
        self._workers: list[_Worker] = []
        self._fonts: Fonts | None = None
        self._made_of = _made_of(self._colours) if self._cards else b""

    def __enter__(self) -> Self:
        names = {self._name(card): card for card in self._cards}
        missing = [
            card for name, card in names.items() if not (self._shelf and (self._shelf / name).is_file())
        ]
        if missing:
            self._begin(missing)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        if self._shelf != self._cache and self._shelf is not None:
            shutil.rmtree(self._shelf, ignore_errors=True)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield each picture's path with its bytes, after those that other processes draw."""
        self._wait()
        used = set()
        for card in self._cards:
            name = self._name(card)
            used.add(name)
            yield card.path, self._kept(name) or self._drawn_here(card)
        self._clean(used)

    def _name(self, card: Card) -> str:
        """Return the file name of what a card shows, wherever it stands in the site."""
        shown = {key: value for key, value in asdict(card).items() if key not in ("path", "alt")}
        return hashlib.sha256(self._made_of + json.dumps(shown).encode()).hexdigest()[:32] + ".png"

    def _begin(self, missing: Sequence[Card]) -> None:
        """Hand the missing ones out to processes, if there are enough of them."""
        if find_spec("PIL") is None:
            step = "install it with pip install pillow, or build with --no-images"
            raise UsageError("share pictures", "the package Pillow is not installed", step)
        hands = min(_processors(), len(missing) // FEW) if sys.executable else 0
        if not hands:
            return
        with suppress(OSError):  # a disk that cannot be written: they are drawn here
            self._shelf = self._shelf or Path(tempfile.mkdtemp(prefix="sitegen-pictures-"))
            tasks = [self._task(self._shelf, card) for card in missing]
            for hand in range(hands):
                # Neighbours share authors and other texts, which a process sets once.
                share = tasks[len(tasks) * hand // hands : len(tasks) * (hand + 1) // hands]
                self._workers.append(_Worker(share))

    def _task(self, shelf: Path, card: Card) -> bytes:
        """Return what ``drawing.main`` reads: a line of JSON."""
        return json.dumps([str(shelf / self._name(card)), asdict(card), self._colours]).encode() + b"\n"

    def _wait(self) -> None:
        """Wait for the processes. What one of them could not draw, or keep, will be drawn here."""
        total = sum(worker.asked for worker in self._workers)
        for worker in self._workers:
            for _ in worker.pictures():
                self.drawn += 1
                self._progress("share pictures", self.drawn, total)

    def _kept(self, name: str) -> bytes | None:
        """Return a picture from the shelf; None where there is none, or not the whole of it."""
        if self._shelf is None:
            return None
        try:
            content = (self._shelf / name).read_bytes()
        except OSError:
            return None
        return content if content.startswith(_FIRST) and content.endswith(_LAST) else None

    def _drawn_here(self, card: Card) -> bytes:
        """Draw a picture in this process and put it on the shelf."""
        from sitegen.publishing import drawing, typesetting  # noqa: PLC0415 - Pillow, for what is not in the cache

        self._fonts = self._fonts or typesetting.Fonts()
        self.drawn += 1
        content = drawing.picture(card, self._fonts, self._colours)
        if self._shelf is not None:
            with suppress(OSError):
                drawing.keep(self._shelf / self._name(card), content)
        return content

    def _clean(self, used: set[str]) -> None:
        """Remove from the site's own folder what this build did not use."""
        if self._cache is not None:
            with suppress(OSError):
                for file in self._cache.iterdir():
                    if file.name not in used:
                        file.unlink(missing_ok=True)


class _Worker:
    """Another process that draws: ``tasks`` are the lines that it reads, and it says a full stop for each."""

    def __init__(self, tasks: Sequence[bytes]) -> None:
        self.asked = len(tasks)
        # It imports what this process would: -P keeps the folder in which it happens to run out of the way.
        path = os.pathsep.join(place for place in sys.path if place)
        with tempfile.TemporaryFile() as lines:
            lines.writelines(tasks)
            lines.seek(0)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sitegen.publishing.drawing"],
                stdin=lines,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what fails there is tried again here, and says why
                env=os.environ | {"PYTHONPATH": path},
            )

    def pictures(self) -> Iterator[bytes]:
        """Yield a full stop for each picture as it is drawn, until the process has ended."""
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        while said := self._process.stdout.read(1):
            yield said

    def end(self) -> None:
        """Stop the process, if it still draws, and let go of it."""
        self._process.kill()
        self._process.communicate()


def _made_of(colours: Inks) -> bytes:
    """Return a digest of all that makes a picture but its card."""
    try:
        pillow = version("pillow")
    except PackageNotFoundError:
        pillow = "none"
    parts = [
        pillow.encode(),
        json.dumps(colours).encode(),
        *((_PACKAGE / name).read_bytes() for name in _DRAWN_WITH),
    ]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
