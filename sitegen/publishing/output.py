"""The output folder: it is replaced as a whole in one step, and what did not change keeps its bytes and time.

A process that is killed at any moment leaves the whole old site or the whole new one (``swap.py``).

Nothing is forced to the disk (fsync): the promise is about processes, for which the system's cache is enough,
and 15,000 such calls cost more than the build. After a loss of power a file may be short or empty; the next
build compares bytes, not times, and writes it anew.

A symbolic link given as the output folder is followed, and all rules hold for the folder it leads to, which
is the one replaced. Links inside the folder are never followed: no build makes any, so they go as strangers.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.checks import SitePaths
from sitegen.errors import OutputError, SiteError
from sitegen.large.shard import PART
from sitegen.pages import File
from sitegen.publishing import swap

FILE_MODE, FOLDER_MODE = 0o644, 0o755
"""The rights of what is published, whatever the umask is: a web server is mostly another user."""

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_READ = os.O_RDONLY | os.O_NOFOLLOW


@dataclass(frozen=True, slots=True)
class Published:
    """How many files a build writes (new or changed), leaves as they are and removes, but for the marker.

    ``drawn`` is the number of pictures that no earlier build had drawn, ``models`` that of the models that
    have a page, ``address`` where the site will stand.
    """

    written: int
    unchanged: int
    removed: int
    drawn: int = 0
    models: int = field(default=0, compare=False)
    address: str = field(default="", compare=False)

    @property
    def changed(self) -> bool:
        """Whether the folder differs from the build at all."""
        return bool(self.written or self.removed)


def publish(
    out: Path, files: Iterable[File], *, protected: Iterable[Path] = (), accept_loss: bool = True
) -> Published:
    """Make the folder ``out`` hold these files and no others, in one step; if it does already, touch nothing.

    ``files`` gives site-relative POSIX paths with their bytes, each path once; they are taken one by one and
    not kept. Raises what ``staging`` raises; then the old site stays whole.
    """
    with staging(out, protected=protected) as new:
        for path, body in files:
            new.add(path, body)
        return new.publish(accept_loss=accept_loss)


@contextmanager
def staging(
    out: Path,
    *,
    protected: Iterable[Path] = (),
    apart: Iterable[Path] = (),
    dry: bool = False,
    digests: bool = False,
) -> Iterator[Staging]:
    """Give the new site, which is written beside the folder ``out`` and takes its place when published.

    ``protected`` are folders that ``out`` must neither be nor hold; in those that stay ``apart``, such as
    ``data/``, it must not stand either. With ``dry`` nothing is written, and publishing says only what would
    be; ``digests`` asks for the digest of each file. SiteError: a path that some host refuses, or two that
    clash. OutputError: the folder is not sitegen's to write, another build is writing it, or the system
    refused. Unless the new site is published, the old one stays whole.
    """
    apart = list(apart)
    site = _output_folder(out, [*protected, *apart])
    for place in apart:
        if site.is_relative_to(real := os.path.realpath(place)):
            raise OutputError(out, f"it is in {real}", "give --out a folder of its own, such as dist")
    with nullcontext() if dry else swap.held(site) as lock:
        with swap.system_refusals(site):
            if not dry:
                swap.recover(site)
            _refuse_foreign(site)
            folder = None if dry else swap.beside(site, swap.NEW + os.urandom(4).hex())
            if folder:
                folder.mkdir()
                folder.chmod(FOLDER_MODE)
        try:
            with swap.system_refusals(site):
                new = Staging(site, folder, lock, digests=digests)
            yield new
        finally:
            with swap.system_refusals(site):
                if folder:
                    swap.discard(folder, if_allowed=True)


class Staging:
    """A new site beside the one that stands, which has a file of each path that was claimed.

    A file is written only where the site that stands has other bytes. A forked process closes the
    ``descriptors`` of the site's lock, lest it hold the site when this one is gone.
    """

    def __init__(self, site: Path, folder: Path | None, lock: int | None, *, digests: bool) -> None:
        self.descriptors = [] if lock is None else [lock]
        self._site, self._folder, self._digests = site, folder, digests
        self._old, self._new = f"{site}/", f"{folder}/"
        self._standing = swap.files_below(site)
        self._standing.pop(swap.MARKER, None)
        self._paths = SitePaths()
        self._paths.fault(swap.MARKER)
        self._receipts: dict[str, bytes] = {}
        self._made = {""}
        if folder:  # the marker comes before all else: without it nothing is ever emptied
            _write(self._new + swap.MARKER, swap.MARKER_TEXT)

    def claim(self, path: str, source: str = "") -> None:
        """Reserve a path for a file. SiteError: some host refuses it, or another file has it.

        ``source`` is the owner's file that is to stand there, by which the error calls it.
        """
        if fault := self._paths.fault(path):
            if source:
                raise SiteError(source, f"cannot stand at /{path} ({fault})", "rename or remove it")
            raise SiteError(ascii(path), fault, "give this page or file another path")
        self._receipts[path] = b""

    def put(self, path: str, body: bytes) -> bytes:
        """Write the file of a claimed path where the site has other bytes, and return a receipt for ``note``.

        Nothing else changes, so that a forked process can put files, and tell this one the receipts: a byte
        that is 1 where the file was written, and its SHA-256 if digests are asked for. KeyError: nobody has
        claimed the path.
        """
        if path not in self._receipts:
            raise KeyError(path)
        new = not (self._standing.get(path) and _holds(self._old + path, body))
        if new and self._folder:
            try:
                self._make(path.rpartition("/")[0])
                _write(self._new + path, body)
            except OSError as error:
                raise swap.refusal(self._site, error) from error
        receipt = b"\1" if new else b"\0"
        return receipt + hashlib.sha256(body).digest() if self._digests else receipt

    def note(self, paths: Sequence[str], receipts: bytes) -> None:
        """Take note of files that were put, by the receipts one after another."""
        size = len(receipts) // len(paths)
        for place, path in enumerate(paths):
            self._receipts[path] = receipts[place * size : (place + 1) * size]

    def add(self, path: str, body: bytes, source: str = "") -> None:
        """Claim a path, put its file and take note of it."""
        self.claim(path, source)
        self.note([path], self.put(path, body))

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file, in hexadecimal digits."""
        return {path: receipt[1:].hex() for path, receipt in self._receipts.items()}

    def publish(self, *, accept_loss: bool = True) -> Published:
        """Give the new site the place of the old one, unless both are the same, and say how they differ.

        OutputError: more than 10 % of the pages that stand there would go, and ``accept_loss`` is not given.
        """
        if self._folder and not accept_loss:
            self._refuse_loss()
        unchanged = [path for path, receipt in self._receipts.items() if not receipt[0]]
        published = Published(
            written=len(self._receipts) - len(unchanged),
            unchanged=len(unchanged),
            removed=len(self._standing.keys() - self._receipts.keys()),
        )
        if self._folder and (published.changed or not swap.is_in_order(self._site, FOLDER_MODE)):
            with swap.system_refusals(self._site):
                self._complete(unchanged)
                swap.replace(self._folder, self._site)
        return published

    def _refuse_loss(self) -> None:
        """Raise OutputError where more than 10 % of the pages would go, and more than one.

        A site that was built from half of its data looks like that, and so does a part in the place of a
        whole. A part of a site (``shard.json``) is no site yet, and gives way to anything.
        """
        pages = [path for path in self._standing if path.endswith(".html")]
        lost = sum(path not in self._receipts for path in pages)
        if lost > 1 and lost * 10 > len(pages) and PART not in self._standing:
            fault = f"{lost:,} of the {len(pages):,} pages there would go"
            step = "look for what data/ lost with sitegen diff; if they may go, build with --accept-loss"
            raise OutputError(self._site, fault, step)

    def _complete(self, unchanged: Iterable[str]) -> None:
        """Take over the files that did not change."""
        for path in unchanged:
            self._make(path.rpartition("/")[0])
            try:
                os.link(self._old + path, self._new + path)
            except OSError:  # where links are refused
                shutil.copy2(self._old + path, self._new + path)

    def _make(self, inner: str) -> None:
        """Make a folder of the new site and those above it; other processes make some of the same."""
        if inner in self._made:
            return
        self._make(inner.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(self._new + inner)  # noqa: PTH102 -- a Path each costs as much again as the call
            os.chmod(self._new + inner, FOLDER_MODE)  # noqa: PTH101 -- the same
        self._made.add(inner)


def _holds(file: str, body: bytes) -> bool:
    """Whether a file has just these bytes, and its rights; one byte more than these is read at most."""
    with suppress(OSError):
        descriptor = os.open(file, _READ)
        try:
            right = stat.S_IMODE(os.fstat(descriptor).st_mode) == FILE_MODE
            return right and os.read(descriptor, len(body) + 1) == body
        finally:
            os.close(descriptor)
    return False


def _write(file: str, body: bytes) -> None:
    """Write a new file; a disk that fills up may take a part of it before it refuses."""
    descriptor = os.open(file, _WRITE, FILE_MODE)
    try:
        os.fchmod(descriptor, FILE_MODE)
        done = os.write(descriptor, body)
        while done < len(body):
            done += os.write(descriptor, memoryview(body)[done:])
    finally:
        os.close(descriptor)


def _output_folder(out: Path, protected: Iterable[Path]) -> Path:
    """Return the real path of the output folder; OutputError if it is one that is never to be replaced."""
    site = Path(os.path.realpath(out))
    with swap.system_refusals(site):
        if site.is_mount():
            raise OutputError(out, "it is a disk and cannot be replaced", "give --out a folder inside it")
    places = list(protected)
    for own in (Path.home, Path.cwd):
        with suppress(FileNotFoundError, RuntimeError):  # a process may have neither of the two
            places.append(own())
    for place in places:
        if (real := Path(os.path.realpath(place))).is_relative_to(site):
            raise OutputError(out, f"it is or holds {real}", "give --out a folder of its own, such as dist")
    return site


def _refuse_foreign(site: Path) -> None:
    """Raise OutputError if files stand in the folder, or in its stead, that sitegen did not make."""
    if not site.exists():
        return
    if not site.is_dir():
        raise OutputError(site, "it is a file, not a folder", "give --out a folder")
    if (site / ".git").exists():
        raise OutputError(site, "it is a git checkout", "give --out a folder inside it, such as dist")
    if any(site.iterdir()) and not swap.made_by_sitegen(site):
        step = "give --out a new or empty folder, or empty this one if you need nothing in it"
        raise OutputError(site, "it holds files that sitegen did not make", step)
