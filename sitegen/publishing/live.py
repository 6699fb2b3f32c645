"""The preview goes on: a site is built again when its files change, and open pages hear of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from sitegen.errors import SitegenError, UsageError
from sitegen.publishing.serve import News, SiteServer

FOLDERS: Final = ("content", "data", "templates")
"""The folders of a root that a site is made of."""
_PATIENCE: Final = 25.0
"""Seconds after which a page that waits for news is answered that there are none."""
_SECOND: Final = 1000  # milliseconds

Place: TypeAlias = tuple[int, int]


@dataclass
class Live(News):
    """What open pages are told: the number of the last build, and why it failed if it did."""

    _changed: threading.Condition = field(default_factory=threading.Condition)
    _number: int = field(default_factory=time.time_ns)
    _fault: str = ""

    def tell(self, fault: str = "") -> None:
        """Tell open pages of a build: that it is done, or why it failed."""
        with self._changed:
            self._number, self._fault = self._number + 1, fault
            self._changed.notify_all()

    @property
    def number(self) -> str:
        """The number of the last build; no other one, of an earlier server either, has it."""
        return str(self._number)

    @property
    def fault(self) -> str:
        """Why the last build failed; "" where it did not."""
        return self._fault

    def after(self, number: str) -> Mapping[str, str]:
        """Return number and fault as soon as the last build is another one than this, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.number != number, _PATIENCE)
            return {"number": self.number, "fault": self._fault}


def serve(site: SiteServer, *, root: Path, rebuild: Callable[[], str]) -> None:
    """Build a site and serve it until Ctrl-C; ``rebuild`` it when something in the folders of a root changes.

    ``rebuild`` returns a line to show. A SitegenError or OSError that it raises is shown, on open pages too,
    and the old site goes on being served; only a UsageError of the first build ends it. Without the package
    that watches, the site is served as it is.
    """
    site.news = live = Live()
    seen = _standing(root)
    _built(site, live, rebuild, first=True)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    shown = _said(site, "")
    try:
        with suppress(KeyboardInterrupt):
            for _ in _changes(site, root, seen):
                _built(site, live, rebuild)
                shown = _said(site, shown)
            thread.join()
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


def _said(site: SiteServer, before: str) -> str:
    """Say where the site stands, if that is another address than before."""
    if site.url != before:
        site.say(f"{site.shown} at {site.url} (Ctrl-C ends)")
    return site.url


def _built(site: SiteServer, live: Live, rebuild: Callable[[], str], *, first: bool = False) -> None:
    try:
        said = rebuild()
    except (SitegenError, OSError) as error:
        if first and isinstance(error, UsageError):
            raise
        if isinstance(error, OSError):
            place, fault = error.filename or "the root", (error.strerror or str(error)).lower()
            error = SitegenError(place, fault, "look at its rights, or start again")
        said = str(error)
        site.say(f"sitegen: {said}", error=True)
        live.tell(said)
    else:
        if not first:
            site.say(said)
        live.tell()


def _changes(site: SiteServer, root: Path, seen: Mapping[Path, Place]) -> Iterator[None]:
    """Yield after each burst of changes in the folders of a root, those that no build has seen among them."""
    try:
        import watchfiles  # noqa: PLC0415 - only serving needs it
    except ImportError:
        fault, step = "the package watchfiles is not installed", "install it with pip install watchfiles"
        site.say(f"note: changes are not followed: {fault}; {step}", error=True)
        return
    usual, built = watchfiles.DefaultFilter(), site.folder.resolve()
    while True:
        watched = _standing(root)
        missed = watched != seen
        with suppress(FileNotFoundError):  # it went before it was watched
            for found in watchfiles.watch(
                *([path.resolve() for path in watched] or [root]),
                watch_filter=lambda change, path: usual(change, path) and not is_built(path, built),
                recursive=bool(watched),
                rust_timeout=_SECOND,
                yield_on_timeout=True,
            ):
                if found or missed:
                    yield
                missed = False
                if _standing(root) != watched:
                    break
            else:
                return
        seen = {}  # in new folders there may be what came before they were watched
        time.sleep(0.1)


def _standing(root: Path) -> dict[Path, Place]:
    """Return the folders of a root that are there, each with what tells it from another one of its name."""
    found: dict[Path, Place] = {}
    for path in (root / name for name in FOLDERS):
        with suppress(OSError):
            seen = path.stat()
            if path.is_dir():
                found[path] = (seen.st_dev, seen.st_ino)
    return found


def is_built(path: str, folder: Path) -> bool:
    """Return whether a build itself changes this path: it is no reason to build again."""
    return f"{path}/".startswith((f"{folder}/", str(folder.with_name(f".{folder.name}."))))
