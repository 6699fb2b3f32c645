"""What data and a finished site must hold: the shape of a finding, and the rules for a path of a site."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

# What artifact stores and Windows refuse in a file name, with control characters and the halves of surrogate
# pairs, which no UTF-8 file name can hold. The list stands under "non-supported characters" in
# https://github.com/actions/toolkit/blob/main/packages/artifact/docs/additional-information.md
_CHARACTER = re.compile(r'["*:<>?|\\\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_EMPTY_OR_DOTS = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
_DOT_OR_SPACE_LAST = re.compile(r"[. ](?:/|$)")
# Names of devices, in any case and with any ending.
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file#naming-conventions
_DEVICES = r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:[./]|$)"
_DEVICE = re.compile(rf"(?:^|/)({_DEVICES})", re.IGNORECASE)
# The form of nearly every path: where it fits, no other rule but that of the length can be broken.
# The first letters of the devices are asked for alone, which is twice as fast.
_PLAIN = re.compile(rf"(?:(?!(?=[acnpl]){_DEVICES})[a-z0-9_-]++(?:\.[a-z0-9_-]++)*+(?:/(?!$)|$))+")

_LONGEST_PART = 255  # bytes: NAME_MAX of the usual file systems
_LONGEST_PATH = 1024  # bytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html


FAULT, NOTE = "fault", "note"
WAITING = frozenset({"alarm", "accepted", "correction", "decision"})
"""The checks whose findings wait for a person's decision: open alarms, corrections whose last day is over,
and overrides that name nothing.

They are faults of no file, and a site may be published while they are open.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold.

    ``check`` is the name of the check, ``path`` the file it looked at, ``what`` the fault and ``step`` what a
    person does next, "" where there is nothing to do. ``severity`` is ``FAULT``, or ``NOTE`` for what makes
    no check fail and a person should know. ``cause`` is equal for one fault that pages word differently.
    """

    check: str
    path: str
    what: str
    step: str
    severity: str = FAULT
    cause: str = field(default="", repr=False, compare=False)

    @property
    def line(self) -> str:
        """The finding in one line: ``note: set aside: data/openrouter/models.json: …``."""
        told = ": ".join(filter(None, (self.check, self.path, self.what)))
        step = f"; {self.step}" if self.step else ""
        return f"{'note: ' if self.severity == NOTE else ''}{told}{step}"


def fails(findings: Iterable[Finding], *, allow_waiting: bool = False) -> bool:
    """Whether a check with these findings fails; with ``allow_waiting`` open decisions do not count."""
    allowed = WAITING if allow_waiting else ()
    return any(finding.severity == FAULT and finding.check not in allowed for finding in findings)


def path_fault(path: str) -> str | None:
    """Why some host, disk or archive refuses this site-relative path, or None if none does."""
    plain = _PLAIN.fullmatch(path)
    if plain and len(path) <= _LONGEST_PART:
        return None
    if not plain and (fault := _name_fault(path)):
        return fault
    if max(len(part.encode()) for part in path.split("/")) > _LONGEST_PART:
        return f"a part of it is longer than {_LONGEST_PART} bytes"
    return f"it is longer than {_LONGEST_PATH} bytes" if len(path.encode()) > _LONGEST_PATH else None


def _name_fault(path: str) -> str | None:
    """Why a part of the path cannot be the name of a file, or None."""
    if _EMPTY_OR_DOTS.search(path):
        return "it has an empty part, a '.' or a '..', or starts or ends with '/'"
    if refused := _CHARACTER.search(path):
        return f"it has the character {refused[0]!a}, which hosts and Windows refuse"
    if _DOT_OR_SPACE_LAST.search(path):
        return "a part of it ends with a dot or a space, which Windows drops"
    if device := _DEVICE.search(path):
        return f"{device[1].rstrip('./ ')!r} is the name of a device on Windows"
    return None


def folded(path: str) -> str:
    """One form for all paths that a case-insensitive or normalising disk takes for one.

    This is canonical caseless matching, D145 in chapter 3 of the Unicode Standard:
    https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/
    """
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", path).casefold())


class SitePaths:
    """The paths of one site so far: each new one is held against the rules and against those before it."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def fault(self, path: str) -> str | None:
        """Why this path cannot stand beside the earlier ones, or None; from now on it is one of them."""
        if fault := path_fault(path):
            return fault
        key = folded(path)
        if twin := self._files.get(key):
            other = f"it differs from {twin!r} in case or accents alone"
            return "two files have it" if twin == path else other
        if key in self._folders:
            return "it is a file and a folder of other files"
        self._files[key] = path
        return self._folder_fault(path.rpartition("/")[0])

    def _folder_fault(self, folder: str) -> str | None:
        """Why one of the folders above a file cannot stand, or None; each is looked at once."""
        while folder and self._folders.get(folder) != folder:
            key = folded(folder)
            if key in self._files:
                return f"its folder {folder!r} is a file too"
            twin = self._folders.setdefault(key, folder)
            if twin != folder:
                self._folders[key] = folder  # said once, not again for every file in it
                return f"its folder differs from {twin!r} in case or accents alone"
            folder = folder.rpartition("/")[0]
        return None
