"""The content folder and the templates: the owner's files first, the shipped ones where there are none."""

from __future__ import annotations

import hashlib
import os
import stat
import tomllib
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from sitegen import __version__
from sitegen.errors import ContentError, UsageError
from sitegen.pages.site import Site

_HERE = Path(__file__).parent
SETTINGS = "content/site.toml"


def shipped(folder: str) -> Path:
    """Return the shipped ``templates`` or ``content``: in the wheel, or at the top of a checkout."""
    packed = _HERE / "shipped" / folder
    return packed if packed.is_dir() else _HERE.parent / folder


def folders(root: Path, folder: str) -> list[Path]:
    """Return where files of ``folder`` are looked for: in ``root`` first, then the shipped ones."""
    own = root / folder
    return (
        [own, shipped(folder)]
        if own.is_dir() and own.resolve() != shipped(folder).resolve()
        else [shipped(folder)]
    )


def template_cache() -> Path | None:
    """Return the user's folder for compiled templates, or None where there is none that is theirs alone.

    What is in it is run, so nobody else may have written it; another version of sitegen or of Jinja has
    another folder.
    """
    return _cache(f"templates-{__version__}-{version('jinja2')}")


def picture_cache(root: Path) -> Path | None:
    """Return the user's folder for the share pictures of the site of ``root``, or None as above.

    What is in it is published. Each site has its own folder, which its builds keep clean.
    """
    try:
        place = str(root.resolve()).encode(errors="surrogateescape")
    except OSError:
        return None
    return _cache(f"pictures-{hashlib.sha256(place).hexdigest()[:16]}")


def _cache(name: str) -> Path | None:
    """Return a folder that only the user can write, where the specification has it, or None.

    https://specifications.freedesktop.org/basedir-spec/latest/
    """
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
        folder = base / "sitegen" / name
        if not folder.is_absolute():
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = folder.stat()
    except (OSError, RuntimeError):  # a disk that cannot be written, a user without a home
        return None
    ours = not hasattr(os, "getuid") or (made.st_uid == os.getuid() and not made.st_mode & _OTHERS_WRITE)
    return folder if ours else None


_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def read_text(root: Path, name: str) -> str:
    """Return a text file of ``content/`` or ``templates/``; raises ContentError where it is unreadable."""
    folder, _, rest = name.partition("/")
    for place in folders(root, folder):
        path = place / rest
        if path.is_file():
            try:
                return _bytes(path).decode()
            except UnicodeDecodeError as error:
                raise ContentError(path, f"is no UTF-8 text ({error})", "save it as UTF-8") from None
    raise ContentError(name, "does not exist", "add the file, or install sitegen again")


def read_site(root: Path, base_url: str | None = None) -> Site:
    """Return the site's settings: the owner's over the shipped ones, ``base_url`` over both."""
    if not root.is_dir():
        raise UsageError(root, "is no folder", "give the folder with content/ and data/ as --root")
    settings: dict[str, object] = {}
    for place in reversed(folders(root, "content")):
        path = place / "site.toml"
        settings.update(_toml(path) if path.is_file() else {})
    if base_url:
        settings["base_url"] = base_url
    try:
        return Site.model_validate(settings)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ContentError(root / SETTINGS, f"{field}: {first['msg']}", "correct the line") from None


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(_bytes(path).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(path, f"is no TOML ({error})", "correct the line") from None


def read_assets(root: Path) -> dict[str, bytes]:
    """Return the files that are served as they are by their path under ``assets/``, the owner's first."""
    found: dict[str, bytes] = {}
    for place in reversed(folders(root, "templates")):
        for path in sorted((place / "assets").rglob("*")):
            if path.is_file():
                found[path.relative_to(place / "assets").as_posix()] = _bytes(path)
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(path, f"cannot be read ({error.strerror})", "check its rights") from None
