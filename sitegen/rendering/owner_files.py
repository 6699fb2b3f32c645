"""The content folder and the templates: the owner's files first, the shipped ones where there are none."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from sitegen.errors import ContentError, UsageError
from sitegen.publishing.caches import cache_folder
from sitegen.records.settings import SETTINGS, Site, address, address_fault
from sitegen.sources import SOURCES

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_PACKAGE = Path(__file__).parents[1]
SHEET = "assets/site.css"


def shipped(folder: str) -> Path:
    """Return the shipped ``templates`` or ``content``: in the wheel, or at the top of a checkout."""
    packed = _PACKAGE / "shipped" / folder
    return packed if packed.is_dir() else _PACKAGE.parent / folder


def folders(root: Path, folder: str) -> list[Path]:
    """Return where files of ``folder`` are looked for: in ``root`` first, then the shipped ones."""
    own = root / folder
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
        path = place / "site.toml"
        settings = _over(settings, _toml(path) if path.is_file() else {})
    if base_url is not None:
        settings["base_url"] = asked_address(base_url)
    try:
        site = Site.model_validate(settings)
    except ValidationError as error:
        raise _setting_error(root / SETTINGS, error.errors(include_url=False)[0]) from None
    for name in site.sources:
        if name not in SOURCES:
            raise unknown_setting(root / SETTINGS, f"sources.{name}", name, SOURCES)
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


def _setting_error(path: Path, error: ErrorDetails) -> ContentError:
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
    from difflib import get_close_matches  # noqa: PLC0415 - takes 5 ms, and only a mistake asks for it

    known = list(known)
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    step = f"did you mean {near[0]}?" if near else f"the settings here are {', '.join(known)}"
    return ContentError(thing, f"{setting} is no setting", step)


def _require_one_palette(root: Path, site: Site) -> None:
    """Refuse colours that would change nothing, since the owner's own stylesheet is served as it is."""
    sheet = folders(root, "templates")[0] / SHEET
    if site.colours.given and len(folders(root, "templates")) > 1 and sheet.is_file():
        fault = f"stands for the shipped stylesheet, so that [colours] in {SETTINGS} would change nothing"
        raise ContentError(sheet, fault, "set the colours in it, or delete one of the two")


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(path, f"is no TOML ({error})", "correct the line") from None


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise ContentError(path, f"is no UTF-8 text ({error})", "save it as UTF-8") from None


def read_assets(root: Path) -> dict[str, bytes]:
    """Return the files that are served as they are by their path under ``assets/``, the owner's first."""
    found: dict[str, bytes] = {}
    for place in reversed(folders(root, "templates")):
        for path in sorted((place / "assets").rglob("*")):
            if path.is_file():
                found[path.relative_to(place / "assets").as_posix()] = _bytes(path)
    return found


def read_prose(root: Path) -> dict[str, str]:
    """Return the Markdown files of ``content/`` by their path below it, the owner's first.

    A file or folder whose name starts with ``_`` or ``.`` is left out: a draft, or an editor's own.
    """
    found: dict[str, str] = {}
    for place in reversed(folders(root, "content")):
        for path in sorted(place.rglob("*.md")):
            parts = path.relative_to(place).parts
            if path.is_file() and not any(part.startswith(("_", ".")) for part in parts):
                found["/".join(parts)] = _text(path)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(path, f"cannot be read ({error.strerror})", "check its rights") from None
