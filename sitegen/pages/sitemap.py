"""The sitemap: every page that search engines may show, and the day on which its facts last changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from sitegen.forms.addresses import url_path
from sitegen.pages import Page

SITEMAP = "sitemap.xml"
# Limits of one file, uncompressed, and the form of both: https://www.sitemaps.org/protocol.html
MOST_ADDRESSES = 50_000
MOST_BYTES = 52_428_800

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENING = f'<?xml version="1.0" encoding="UTF-8"?>\n<{{0}} xmlns="{NAMESPACE}">\n'
CLOSING = "</{0}>\n"
FRAME_BYTES = len(OPENING) + len(CLOSING) + 20


def sitemap_pages(
    pages: Iterable[Page], base_url: str, *, most: int = MOST_ADDRESSES, most_bytes: int = MOST_BYTES
) -> Iterable[Page]:
    """Return ``sitemap.xml``, or the index of that name and ``sitemap-1.xml`` onwards where one is too small.

    All of them stand at the root: a sitemap may name only what is at its own place or below it
    (https://www.sitemaps.org/protocol.html#location).
    ``pages`` are all of the site: those that are ``indexed`` stand in it, sorted by address.
    """
    known = sorted((base_url + url_path(page.path), page.changed or "") for page in pages if page.indexed)
    parts = list(_parts(known, most, most_bytes))
    if len(parts) == 1:
        yield Page(SITEMAP, content=_file("urlset", "url", parts[0]))
        return
    listed = []
    for number, part in enumerate(parts, start=1):
        path = f"sitemap-{number}.xml"
        listed.append((base_url + path, max(changed for _, changed in part)))
        yield Page(path, content=_file("urlset", "url", part))
    yield Page(SITEMAP, content=_file("sitemapindex", "sitemap", listed))


def _parts(known: Sequence[tuple[str, str]], most: int, most_bytes: int) -> Iterator[list[tuple[str, str]]]:
    """Split addresses so that each part fits into one file; without any, there is one empty part."""
    part: list[tuple[str, str]] = []
    size = FRAME_BYTES
    for line in known:
        added = len(_entry("url", *line).encode())
        if part and (len(part) >= most or size + added > most_bytes):
            yield part
            part, size = [], FRAME_BYTES
        part.append(line)
        size += added
    yield part


def _file(outer: str, inner: str, lines: Iterable[tuple[str, str]]) -> bytes:
    entries = "".join(_entry(inner, *line) for line in lines)
    return f"{OPENING.format(outer)}{entries}{CLOSING.format(outer)}".encode()


def _entry(name: str, address: str, changed: str) -> str:
    """Return one entry; ``lastmod`` is left out where no day is known."""
    day = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
    return f"<{name}><loc>{escape(address, quote=False)}</loc>{day}</{name}>\n"
