"""The sitemap: which pages stand in it, with which day, and how it is split."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

import pytest

from sitegen.pages import Page
from sitegen.pages.sitemap import NAMESPACE, sitemap_pages
from sitegen.records.settings import Site
from tests.pages.odd_world import SITE


def page(path: str, changed: str | None = None, *, indexed: bool = True) -> Page:
    """Return a page that stands in the sitemap."""
    return Page(path, content=b"", indexed=indexed, changed=changed)


def entries(content: bytes | None) -> list[tuple[str, str | None]]:
    """Return address and day of each entry of a sitemap file or index."""
    found = ET.fromstring(content or b"")  # noqa: S314 - our own file
    name = {"n": NAMESPACE}
    return [(one.findtext("n:loc", "", name), one.findtext("n:lastmod", None, name)) for one in found]


def files(made: Iterable[Page], **limits: int) -> dict[str, bytes]:
    """Return the files of a sitemap by path."""
    return {one.path: one.content or b"" for one in sitemap_pages(made, SITE.base_url, **limits)}


def test_indexed_pages_stand_there_sorted_with_their_day() -> None:
    """Absolute addresses without index.html, in order; a page whose day is unknown has none."""
    made = [page("models/b/index.html", "2026-03-01"), page("index.html"), page("x.html", indexed=False)]
    (content,) = files(made).values()
    assert entries(content) == [
        ("https://example.org/odd/", None),
        ("https://example.org/odd/models/b/", "2026-03-01"),
    ]


def test_addresses_are_escaped() -> None:
    """What XML or an address cannot hold as it is, is spelled out."""
    site = Site(title="t", description="d", base_url="https://e.org/a&b")
    (made,) = sitemap_pages([page("a b&c/index.html")], site.base_url)
    assert entries(made.content) == [("https://e.org/a&b/a%20b%26c/", None)]


def test_more_addresses_than_fit_are_split_under_an_index() -> None:
    """Each file holds at most the given number, the index names each with its latest day, none is lost."""
    made = [page(f"p{number}/index.html", f"2026-01-0{number}") for number in range(1, 6)]
    found = files(made, most=2)
    assert sorted(found) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert entries(found["sitemap.xml"]) == [
        ("https://example.org/odd/sitemap-1.xml", "2026-01-02"),
        ("https://example.org/odd/sitemap-2.xml", "2026-01-04"),
        ("https://example.org/odd/sitemap-3.xml", "2026-01-05"),
    ]
    split = [entry for name in sorted(found) if "-" in name for entry in entries(found[name])]
    assert split == entries(files(made)["sitemap.xml"])


@pytest.mark.parametrize("most_bytes", [400, 500, 900])
def test_no_file_has_more_bytes_than_allowed(most_bytes: int) -> None:
    """A file is closed before the address that would make it too large."""
    made = [page(f"{'long' * 20}{number}/index.html") for number in range(20)]
    found = files(made, most_bytes=most_bytes)
    parts = {name: content for name, content in found.items() if name != "sitemap.xml"}
    assert len(parts) > 1
    assert max(map(len, parts.values())) <= most_bytes
    assert sum(len(entries(content)) for content in parts.values()) == 20


def test_fifty_thousand_addresses_are_one_file_and_one_more_are_two() -> None:
    """The limit is the protocol's."""
    made = [page(f"{number:05}/index.html") for number in range(50_001)]
    assert list(files(made[:50_000])) == ["sitemap.xml"]
    assert list(files(made)) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]


def test_a_site_without_pages_has_an_empty_sitemap() -> None:
    """There is always a file for robots.txt to name."""
    (content,) = files([]).values()
    assert entries(content) == []
