"""Addresses: a reversible, host-safe path for every id, and relative links between pages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

# GitHub's artifact store refuses " : < > | * ? \r \n in file names
# (https://github.com/actions/upload-artifact, "Limitations"), Windows also names of devices and a dot or a
# blank at the end (https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file), and S3 wants
# special handling of ~ % + and others
# (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html, which lists ! among the safe ones).
_SAFE = re.compile(r"[a-z0-9._-]")
_PLAIN = re.compile(r"[a-z0-9_-](?:[a-z0-9._-]*[a-z0-9_-])?")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
_OURS = {"index.html", "index.json", "index.md"}
_IN_ADDRESS = re.compile(r"[A-Za-z0-9/!._~-]*")
_NO_WORD = re.compile(r"[^a-z0-9.]+")
_IN_QUERY = re.compile(r"[A-Za-z0-9_.~/:-]*")
LONGEST = 200
"""Bytes of one part of a path; file systems stop at 255."""
LONGEST_WHOLE = 700
"""Bytes of all parts; S3 stops at 1,024, and folders, file names and the marks of pictures come on top."""

NEXT = 4096
"""Addresses that are kept: those of a page are asked for again and again while it is made."""
ALL = 65_536
"""Paths of ids that are kept: each list of all models asks for every one. They take 200 bytes each."""


@lru_cache(maxsize=ALL)
def id_path(name: str) -> str:
    """Return the path of an id or slug: lower-case, no character that a host refuses, reversible.

    ``a-z 0-9 . _ - /`` stand for themselves, ``:`` becomes ``!`` and ``~`` becomes ``!-``; any other
    character, and any that would make a part special on some host, becomes ``!_HEX_``. A part of more than
    ``LONGEST`` bytes is cut and ends in a digest, and of more than ``LONGEST_WHOLE`` bytes only the first
    part and a digest are left: the two cases that are not reversible.
    """
    path = "/".join([_part(part) for part in name.split("/")])
    return path if len(path) <= LONGEST_WHOLE else f"{path.partition('/')[0]}/!__{_long_digest(name)}"


def _part(part: str) -> str:
    if _PLAIN.fullmatch(part) and len(part) <= LONGEST and not _special(part):
        return part
    spelled = "".join(_spelled(char, part[i + 1 : i + 2]) for i, char in enumerate(part)) or "!_"
    if spelled.endswith("."):
        spelled = spelled[:-1] + _hex(".")
    if spelled.startswith(".") or _special(spelled):
        spelled = _hex(spelled[0]) + spelled[1:]
    if len(spelled) > LONGEST:
        spelled = f"{spelled[: LONGEST - 20]}!__{_long_digest(part)}"
    return spelled


def _long_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _special(part: str) -> bool:
    return part in _OURS or part.partition(".")[0] in _DEVICES


def _spelled(char: str, following: str) -> str:
    if _SAFE.match(char):
        return char
    if char == "~":
        return "!-"
    if char == ":" and _SAFE.match(following or " ") and following not in "-_.":
        return "!"
    return _hex(char)


def _hex(char: str) -> str:
    return f"!_{ord(char):x}_"


def words_path(name: str) -> str:
    """Return a readable path part for a name from outside: lower-case ASCII words joined by hyphens.

    Not reversible and not unique: two names can share it. Never empty, never over ``LONGEST`` bytes.
    """
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = _NO_WORD.sub("-", plain.lower()).strip("-.")[:LONGEST].strip("-.")
    return _part(words) if words else digest(name)


def digest(text: str) -> str:
    """Return eight hexadecimal digits that tell two texts apart."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def model_path(slug: str) -> str:
    """Return the folder of a model's page or of an id's redirect, with a trailing slash."""
    return f"models/{id_path(slug)}/"


def author_path(author: str) -> str:
    """Return the folder of an author's page, with a trailing slash."""
    return f"authors/{id_path(author)}/"


def author_sheet(slug: str, number: int) -> str:
    """Return the folder of a page of an author's models, counted from 1."""
    return author_path(slug) + (f"{number}/" if number > 1 else "")


def author_feed(author: str) -> str:
    """Return the path of an author's feed, which exists as soon as the journal has a line."""
    return author_path(author) + "feed.xml"


def picture_path(path: str) -> str:
    """Return the path of the share picture of a page whose path has no ending: ``og/models/acme/anvil.png``.

    A folder whose name ends as a picture's does gets a mark that no id is spelled with, so that no picture of
    another page can have its name.
    """
    *folders, name = path.split("/")
    marked = [f"{folder}!_" if folder.endswith(".png") else folder for folder in folders]
    return "/".join(["og", *marked, f"{name}.png"])


def compare_address(slugs: Iterable[str]) -> str:
    """Return the address, relative to the root, at which models stand side by side; ready for ``href``.

    In a query ``/`` and ``:`` stand for themselves (https://www.rfc-editor.org/rfc/rfc3986#section-3.4).
    """
    asked = "&".join(
        [f"m={slug if _IN_QUERY.fullmatch(slug) else quote(slug, safe='/:~')}" for slug in slugs]
    )
    return f"compare/?{asked}" if asked else "compare/"


def root_of(path: str) -> str:
    """Return the relative way from a file back to the site's root: "" or "../" as often as it is deep."""
    return "../" * path.count("/")


@lru_cache(maxsize=NEXT)
def url_path(path: str) -> str:
    """Return a path as it stands in an address: ``index.html`` left out, the rest percent-encoded."""
    folder = path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path
    return folder if _IN_ADDRESS.fullmatch(folder) else quote(folder, safe="/!-._~", errors="replace")
