"""The content folder and the templates: the owner's files first, the shipped ones where there are none."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from sitegen.errors import ContentError, UsageError
from sitegen.publishing.caches import cache_folder
from sitegen.records.settings import SETTINGS, Site, address, address_fault
from sitegen.rendering.short_scripts import short_script
from sitegen.sources import SOURCES
from sitegen.store.regular_files import regular_bytes
from sitegen.text import nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_PACKAGE = Path(__file__).parents[1]
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]")
SETTINGS_FILE = SETTINGS.rpartition("/")[2]
STATIC = "static/"
SHEET = "assets/site.css"


def shipped(folder: str) -> Path:
    """Return the shipped ``templates`` or ``content``: in the wheel, or at the top of a checkout."""
    packed = _PACKAGE / "shipped" / folder
    return packed if packed.is_dir() else _PACKAGE.parent / folder


def folders(root: Path, folder: str) -> list[Path]:
    """Return where files of ``folder`` are looked for: in ``root`` first, then the shipped ones."""
    own = root / folder
    if os.path.lexists(own) and not own.is_dir():
        raise ContentError(own, "is no folder, or a link that leads nowhere", "mend it, or remove it")
    return (
        [own, shipped(folder)]
        if own.is_dir() and own.resolve() != shipped(folder).resolve()
        else [shipped(folder)]
    )


def picture_cache(root: Path) -> Path | None:
    """Return the user's folder for the share pictures of the site of ``root``, or None where none is theirs.

    What is in it is published. Each site has its own folder, which its builds keep clean.
    """
    try:
        place = str(root.resolve()).encode(errors="surrogateescape")
    except OSError:
        return None
    folder = cache_folder(f"pictures-{hashlib.sha256(place).hexdigest()[:16]}")
    return Path(folder) if folder else None


def read_site(root: Path, base_url: str | None = None) -> Site:
    """Return the site's settings: the owner's over the shipped ones, ``base_url`` over both.

    A setting that nobody reads is refused, with the one that was probably meant.
    """
    if not root.is_dir():
        raise UsageError(root, "is no folder", "give the folder with content/ and data/ as --root")
    settings: dict[str, object] = {}
    for place in reversed(folders(root, "content")):
        with readable(place):
            names = os.listdir(place)  # noqa: PTH208 - the names alone
        there = SETTINGS_FILE in names
        for name in () if there else sorted(names):
            if name.lower().endswith((".toml", ".toml.txt")):
                raise ContentError(place / name, "is read by nobody", f"call it {SETTINGS_FILE}")
        settings = _over(settings, _toml(place / SETTINGS_FILE) if there else {})
    if base_url is not None:
        settings["base_url"] = asked_address(base_url)
    try:
        site = Site.model_validate(settings)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise _setting_error(_line(root / SETTINGS, fault["loc"]), fault) from None
    for name in site.sources:
        if name not in SOURCES:
            line = _line(root / SETTINGS, ("sources", name))
            raise unknown_setting(line, f"sources.{name}", name, SOURCES)
    _require_one_palette(root, site)
    return site


def asked_address(value: str) -> str:
    """Return the address that ``--base-url`` gives; raises UsageError, which does not repeat it."""
    if fault := address_fault(value):
        raise UsageError("--base-url", fault, "write it as https://models.example/ or with a path behind it")
    return address(value)


def _over(shipped: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """Return the settings with the owner's in their places; a source that the owner leaves out stays."""
    settings = {**shipped, **own}
    before, after = shipped.get("sources"), own.get("sources")
    if isinstance(before, dict) and isinstance(after, dict):
        settings["sources"] = {**before, **after}
    return settings


def _line(path: Path, setting: Sequence[str | int]) -> str:
    """Return a file with the line on which a setting begins, or the file alone where that is not found."""
    table, name = ".".join(map(str, setting[:-1])), str(setting[-1])
    with suppress(ContentError):
        header = ""
        for number, line in enumerate(_text(path).splitlines(), start=1):
            if found := _HEADER.match(line):
                header = found[1].replace(" ", "")
            key = line.partition("=")[0].strip().strip("\"'")
            if (header, key) == (table, name) or header == f"{table}.{name}".strip("."):
                return f"{path}, line {number}"
    return str(path)


def _setting_error(path: str, error: ErrorDetails) -> ContentError:
    *tables, name = map(str, error["loc"])
    setting = ".".join([*tables, name])
    if error["type"] == "extra_forbidden":
        return unknown_setting(path, setting, name, _settings_of(tables))
    return ContentError(path, f"{setting}: {error['msg'].removeprefix('Value error, ')}", "correct the line")


def _settings_of(tables: Iterable[str]) -> list[str]:
    """Return the names that a table of the settings can hold."""
    record: type[BaseModel] = Site
    for table in tables:
        inner = record.model_fields[table].annotation
        record = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else record
    return list(record.model_fields)


def unknown_setting(thing: object, setting: str, name: str, known: Iterable[str]) -> ContentError:
    """Return the refusal of a setting that nobody reads, with the known one that is nearest."""
    known = list(known)
    step = nearest(name, known, f"the settings here are {', '.join(known)}")
    return ContentError(thing, f"{setting} is no setting", step)


def _require_one_palette(root: Path, site: Site) -> None:
    """Refuse colours that would change nothing, since the owner's own stylesheet is served as it is."""
    sheet = folders(root, "templates")[0] / SHEET
    if site.colours.given and len(folders(root, "templates")) > 1 and sheet.is_file():
        fault = f"stands for the shipped stylesheet, so that [colours] in {SETTINGS} would change nothing"
        raise ContentError(sheet, fault, "set the colours in it, or delete one of the two")


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(_text(path).removeprefix("\ufeff"))  # a mark that some editors put at the front
    except tomllib.TOMLDecodeError as error:
        raise ContentError(path, f"is no TOML ({error})", "correct the line") from None
    except RecursionError:
        raise ContentError(path, "is no TOML (lists or tables nested too deep)", "correct it") from None


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise ContentError(path, f"is no UTF-8 text ({error})", "save it as UTF-8") from None


def read_assets(root: Path) -> dict[str, bytes]:
    """Return the files to serve by their path under ``assets/``, the owner's first.

    The owner's are served as they are, the shipped scripts without comments and white space.
    """
    found: dict[str, bytes] = {}
    for place in reversed(folders(root, "templates")):
        assets, ours = place / "assets", place == shipped("templates")
        for path in files_below(assets) if os.path.lexists(assets) else ():
            content, name = _bytes(path), path.relative_to(assets).as_posix()
            found[name] = short_script(content) if ours and path.suffix == ".js" else content
    return found


def read_prose(root: Path) -> dict[str, str]:
    """Return the Markdown files of ``content/`` by their path below it, the owner's first.

    A file or folder whose name starts with ``_`` or ``.`` is left out: a draft, or an editor's own. So is a
    ``README.md``, which tells people of the folder, and what stands in ``static/``.
    """
    found: dict[str, str] = {}
    for place in reversed(folders(root, "content")):
        for path in files_below(place, left_out=("_", ".")):
            name = path.relative_to(place).as_posix()
            if path.suffix == ".md" and path.name != "README.md" and not name.startswith(STATIC):
                found[name] = _text(path)
    return found


def owner_texts(root: Path, site: Site) -> dict[str, str]:
    """Return what an owner wrote that pages show, by the place where a fault of theirs is mended."""
    texts = {f"the footer of {_line(root / SETTINGS, ('footer',))}": site.footer} if site.footer else {}
    for folder, suffix in (("content", ".md"), ("templates", ".html")):
        for place in folders(root, folder)[:-1]:  # the last are the shipped ones
            texts |= {
                f"{folder}/{path.relative_to(place).as_posix()}": _text(path)
                for path in files_below(place, left_out=("_", "."))
                if path.suffix == suffix
            }
    return texts


LEFT_OUT = (".git", ".DS_Store", "._")
"""How names in ``content/static/`` begin that are no part of a site: those of git may hold a key."""


def read_static(root: Path) -> dict[str, bytes]:
    """Return the files of ``content/static/`` by their path in the site, which has them as they are."""
    folder = root / "content" / STATIC
    paths = files_below(folder, LEFT_OUT) if os.path.lexists(folder) else ()
    return {path.relative_to(folder).as_posix(): _bytes(path) for path in paths}


def files_below(folder: Path, left_out: tuple[str, ...] = (), above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Yield the files below a folder in order, links followed; names that start with ``left_out`` are none.

    ContentError: a folder that cannot be read, a link to a folder above it, one that leads nowhere, or one
    that leads out of the root: what it names would be published.
    """
    with readable(folder):
        real = folder.resolve(strict=True)
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith(left_out or "\0"))
    if real in above:
        raise ContentError(folder, "is a link to a folder that it stands in", "remove it")
    top = above[0] if above else real
    root = next((one.parent for one in (top, *top.parents) if one.name in ("content", "templates")), top)
    for path in paths:
        if path.is_symlink() and path.exists() and not path.resolve().is_relative_to(root):
            raise ContentError(
                path, "is a link that leads out of the root", "copy what it names to its place"
            )
        if path.is_dir():
            yield from files_below(path, left_out, (*above, real))
        elif path.is_file():
            yield path
        elif not path.name.startswith("."):  # an editor's own lock
            fault = "is a pipe, a socket or a device" if path.exists() else "is a link that leads nowhere"
            raise ContentError(path, fault, "mend or remove it")


def _bytes(path: Path) -> bytes:
    with readable(path):
        return regular_bytes(path)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the system refuses of a file or folder into a ContentError."""
    try:
        yield
    except FileNotFoundError:
        raise ContentError(path, "was there, and is gone", "see who removed it, and try again") from None
    except (OSError, RuntimeError) as error:  # before Python 3.13, RuntimeError for a link in a circle
        fault = getattr(error, "strerror", None) or "a link that leads in a circle"
        raise ContentError(path, f"cannot be read ({fault.lower()})", "check its rights and links") from None
