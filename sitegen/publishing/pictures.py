"""Share pictures: drawn in parallel while pages are rendered, and kept by what they show.

A picture's name in the cache is a digest of its card, of the code and fonts that draw it and of Pillow's
version. A picture that the cache has is read and checked against a digest of its bytes; the others are drawn.
A build leaves in the folder only the pictures that it used, so that the folder does not grow.

Other processes draw, not threads: rendering pages needs Python's lock, and so does most of drawing. They are
programs of their own, because a fork beside the threads of ``serve`` is unsafe.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sitegen.errors import UsageError
from sitegen.pages.card import Card, Inks
from sitegen.publishing.caches import keep, kept

if TYPE_CHECKING:
    from sitegen.publishing.typesetting import Fonts

_PACKAGE = Path(__file__).parents[1]
_DRAWN_WITH = (
    *(_PACKAGE / name for name in ("publishing/drawing.py", "publishing/typesetting.py", "pages/card.py")),
    *(_PACKAGE / f"publishing/fonts/{name}.ttf" for name in ("regular", "semibold", "italic")),
)

FEW = 24
"""Pictures that one process draws sooner than another has started and imported Pillow."""

Progress = Callable[[str, int, "int | None"], None]


class Pictures:
    """The share pictures of one build: a context manager that draws what the cache lacks until it is left.

    ``cards`` are those to show; ``cache`` is a folder that keeps pictures between builds, None for none.
    ``drawn`` counts the pictures that had to be drawn. Raises UsageError where there are some and Pillow is
    not installed.
    """

    def __init__(
        self,
        cards: Iterable[Card],
        cache: Path | None,
        colours: Inks | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.drawn = 0
        self._colours = colours or Inks()
        self._progress = progress or (lambda *_: None)
        self._cache = self._folder = cache
        self._workers: list[_Worker] = []
        self._fonts: Fonts | None = None
        known = list(cards)
        made_of = _made_of(self._colours) if known else b""
        self._cards = [(_name(card, made_of), card) for card in known]

    def __enter__(self) -> Self:
        folder = self._folder
        missing = {name: card for name, card in self._cards if not (folder and (folder / name).is_file())}
        if missing:
            self._begin(missing)
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        if self._folder != self._cache and self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path of each picture in the site with its bytes, once the other processes have drawn."""
        total = sum(worker.asked for worker in self._workers)
        for worker in self._workers:
            for _ in worker.stops():
                self.drawn += 1
                self._progress("share pictures", self.drawn, total)
        for name, card in self._cards:
            content = kept(self._folder / name) if self._folder else None
            yield card.path, content or self._drawn_here(name, card)
        used = {name for name, _ in self._cards}
        with suppress(OSError):
            for file in self._cache.iterdir() if self._cache else ():
                if file.name not in used:
                    file.unlink(missing_ok=True)

    def _begin(self, missing: Mapping[str, Card]) -> None:
        """Start processes that draw the missing pictures, if there are enough of them."""
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        count = min(processors, len(missing) // FEW) if sys.executable else 0
        if not count:
            return
        with suppress(OSError):  # a disk that cannot be written: they are drawn here
            self._folder = self._folder or Path(tempfile.mkdtemp(prefix="sitegen-pictures-"))
            tasks = [(self._folder / name, card) for name, card in missing.items()]
            for number in range(count):
                # Neighbours share authors and other texts, which a process sets once.
                share = tasks[len(tasks) * number // count : len(tasks) * (number + 1) // count]
                self._workers.append(_Worker(self._colours, share))

    def _drawn_here(self, name: str, card: Card) -> bytes:
        """Return a picture that is drawn in this process, after it was put into the folder."""
        from sitegen.publishing.drawing import picture  # noqa: PLC0415 - Pillow, for what is not in the cache
        from sitegen.publishing.typesetting import Fonts  # noqa: PLC0415

        self._fonts = self._fonts or Fonts()
        self.drawn += 1
        content = picture(card, self._fonts, self._colours)
        with suppress(OSError):
            if self._folder:
                keep(self._folder / name, content)
        return content


class _Worker:
    """Another process that draws each card into its file, and writes a full stop for each."""

    def __init__(self, colours: Inks, tasks: Sequence[tuple[Path, Card]]) -> None:
        self.asked = len(tasks)
        # It imports what this process would: -P keeps the folder in which it happens to run out of the way.
        path = os.pathsep.join(folder for folder in sys.path if folder)
        with tempfile.TemporaryFile() as asked:
            pickle.dump((colours, tasks), asked)
            asked.seek(0)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "sitegen.publishing.drawing"],
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what fails there is tried again here, and says why
                env=os.environ | {"PYTHONPATH": path},
            )

    def stops(self) -> Iterator[bytes]:
        """Yield a full stop for each picture as it is drawn, until the process has ended."""
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        while stop := self._process.stdout.read(1):
            yield stop

    def end(self) -> None:
        """Stop the process, if it still draws, and let go of it."""
        self._process.kill()
        self._process.communicate()


def _name(card: Card, made_of: bytes) -> str:
    """Return the name in the cache of what a card shows, wherever the picture stands in the site."""
    shown = {key: value for key, value in asdict(card).items() if key not in ("path", "alt")}
    return hashlib.sha256(made_of + json.dumps(shown).encode()).hexdigest()[:32]


def _made_of(colours: Inks) -> bytes:
    """Return a digest of all that decides a picture's bytes beside its card."""
    pillow = find_spec("PIL")
    if pillow is None or pillow.origin is None:
        step = "install it with pip install pillow, or build with --no-images"
        raise UsageError("share pictures", "the package Pillow is not installed", step)
    files = (Path(pillow.origin).with_name("_version.py"), *_DRAWN_WITH)
    parts = [json.dumps(colours).encode(), *map(Path.read_bytes, files)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()
