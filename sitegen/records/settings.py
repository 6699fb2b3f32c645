"""The site's own facts: title, address and sources, as ``content/site.toml`` gives them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict

from sitegen.records import Record
from sitegen.records.colours import Colours

SETTINGS = "content/site.toml"
EXAMPLE = "https://example.github.io/sitegen/"
"""The address that the shipped settings have, and that is nobody's."""

_NO_CHARACTER = re.compile(r"[\s\x00-\x1f\x7f\\\"<>^`{|}]")
"""What stands in no address: https://www.rfc-editor.org/rfc/rfc3986#section-2."""


def address_fault(value: str) -> str:
    """Return why a text is no address of a site, "" where it is one; the text itself is not repeated."""
    if not value.startswith(("https://", "http://")):
        return "is no address that starts with https://"
    if _NO_CHARACTER.search(value):
        return "has a blank or another character that stands in no address"
    try:
        parts = urlsplit(value)
        faults = {
            "names no host": not parts.hostname,
            "has a user or a password, which every page would show": "@" in parts.netloc,
            "has a query or a fragment, which no page can stand under": "?" in value or "#" in value,
            "has dots for a folder": bool({".", ".."} & set(parts.path.split("/"))),
            "has a port that cannot be": parts.port == 0,
        }
    except ValueError:
        return "has a host or a port that cannot be"
    return next((fault for fault, holds in faults.items() if holds), "")


def address(value: str) -> str:
    """Return the address of a site with a slash at its end; raises ValueError where it is none."""
    if fault := address_fault(value):
        raise ValueError(fault)
    return value.rstrip("/") + "/"


def _title(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty, and every page bears it")
    return value


_LANGUAGE = re.compile(r"en(?:-[A-Za-z0-9]{2,8})*", re.IGNORECASE)


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("is not English, and the words of all pages are; write en, or en-GB for a region")
    return value


_BARE = re.compile(r"https://github\.com/[^/]+/[^/]+")
"""A repository on GitHub without a branch."""

_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


def _authority(value: str) -> str:
    if value and not _AUTHORITY.fullmatch(value):
        raise ValueError("is neither a domain, such as models.example, nor a mail address")
    return value


def _repository(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+/\S*", value):
        raise ValueError("is no address of a repository that starts with https://")
    return value


Authority = Annotated[str, AfterValidator(_authority)]
Address = Annotated[str, AfterValidator(address)]
Language = Annotated[str, AfterValidator(_language)]


class Site(Record):
    """What a site owner sets. ``base_url`` is where the site will stand, with its sub-path, if any."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, AfterValidator(_title)]
    description: str
    base_url: Address
    language: Language = "en"
    repository: Annotated[str, AfterValidator(_repository)] = ""
    """The address of the repository's main branch, for links to the data files; "" leaves the links out."""
    feed_authority: Authority = ""
    """The domain or mail address under which ids of feed entries stand; "" takes the host of ``base_url``.

    Readers of feeds know entries by these ids: whoever moves a site sets it to the old host, and leaves it.
    """
    footer: str = ""
    """Markdown; its relative links start at the site's root."""
    colours: Colours = Colours()
    sources: dict[str, dict[str, Any]] = {}

    @property
    def base_path(self) -> str:
        """The path part of the address, with slashes at both ends: ``/`` or ``/llm/``."""
        return "/" + self.base_url.partition("://")[2].partition("/")[2]

    @property
    def locale(self) -> str:
        """The language as Open Graph spells it, ``de_AT``, or "" where the language names no territory.

        https://ogp.me/#optional: "of the format language_TERRITORY"
        """
        parts = self.language.split("-")
        found = [part for part in parts[1:] if len(part) == 2 and part.isalpha()]  # noqa: PLR2004 - ISO 3166-1
        return f"{parts[0].lower()}_{found[0].upper()}" if found else ""

    @property
    def authority(self) -> str:
        """The name under which tag URIs of this site stand (https://www.rfc-editor.org/rfc/rfc4151)."""
        return self.feed_authority or self.host

    @property
    def host(self) -> str:
        """The host of the address, without a port."""
        return self.base_url.partition("://")[2].partition("/")[0].partition(":")[0]

    def file_url(self, path: str) -> str:
        """Return the address of a file in the repository; "" where the site names no repository.

        A repository named without a branch is read at ``HEAD``.
        """
        return f"{_branch(self.repository)}/{path}" if self.repository else ""

    def url(self, path: str) -> str:
        """Return the absolute address of a path within the site."""
        return self.base_url + path


@lru_cache(maxsize=16)
def _branch(repository: str) -> str:
    base = repository.rstrip("/")
    return f"{base}/blob/HEAD" if _BARE.fullmatch(base) else base
