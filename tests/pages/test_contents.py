"""The whole site: every page names its other forms, and each of them is there."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urljoin

import pytest

from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.changes import TABS
from sitegen.pages.feeds import atom
from tests.pages.odd_world import SITE, site_texts, world

PROSE = {"methodology.md": "# M\n\n## A\n", "about.md": "# About\n"}
ALTERNATE = re.compile(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"')


@cache
def drawn_site(*, empty: bool = False) -> dict[str, str]:
    """Return every file of the small world's site as text, or of one without any data."""
    known = SiteContext(Catalog() if empty else world(), SITE, PROSE)
    return site_texts(known)


def alternates(path: str, *, empty: bool = False) -> list[tuple[str, str]]:
    """Return media type and path, from the root of the site, of each other form that a page names."""
    found = ALTERNATE.findall(drawn_site(empty=empty)[path])
    return [
        (kind, unquote(urljoin(SITE.url(path), href)).removeprefix(SITE.base_url)) for kind, href in found
    ]


@pytest.mark.parametrize("empty", [False, True])
def test_every_other_form_is_there(*, empty: bool) -> None:
    """No page names a twin, a feed or a file that the site does not have, with data and without."""
    made = drawn_site(empty=empty)
    named = {path for page in made if page.endswith(".html") for _, path in alternates(page, empty=empty)}
    rooted = {path.removeprefix(SITE.base_path) for path in named}
    assert rooted <= made.keys()
    assert rooted


def test_every_page_names_the_feed() -> None:
    """Each page but a redirect leads readers of feeds to the feed of all changes, and does so once."""
    pages = [path for path, text in drawn_site().items() if path.endswith(".html") and "<nav" in text]
    assert len(pages) > len(world().models)
    for path in pages:
        feeds = [target.rpartition("/")[2] for kind, target in alternates(path) if "atom" in kind]
        assert feeds[-1] == "feed.xml"
        more = {"index.html": 3, "ending/index.html": 1} | {f"{tab.path}index.html": 3 for tab in TABS}
        assert len(feeds) == 1 + bool(re.fullmatch(r"authors/.+/index\.html", path)) + more.get(path, 0)
    assert not any("atom" in kind for kind, _ in alternates("index.html", empty=True))


TOPICS = [topic.link.path for topic in atom.TOPICS]


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        (
            "index.html",
            ["api/v1/models.json", "api/v1/models.csv", "llms-full.txt", "llms.txt", *TOPICS, "feed.xml"],
        ),
        ("authors/acme/index.html", ["authors/acme/feed.xml", "feed.xml"]),
        ("changes/index.html", ["api/v1/changes.json", *TOPICS, "feed.xml"]),
        ("arena/index.html", ["api/v1/arena.json", "feed.xml"]),
        ("arena/names/index.html", ["api/v1/arena.json", "feed.xml"]),
        ("methodology/index.html", ["methodology/index.md", "feed.xml"]),
        ("about/index.html", ["about/index.md", "feed.xml"]),
        (
            "models/quill/noisy/index.html",
            ["models/quill/noisy/index.json", "models/quill/noisy/index.md", "feed.xml"],
        ),
    ],
)
def test_each_kind_of_page_names_its_own_forms(path: str, forms: list[str]) -> None:
    """A page's own forms come first, the feed of everything last."""
    assert [target for _, target in alternates(path)] == forms


def test_pages_are_complete_for_those_who_share_them() -> None:
    """Every page that is found has what Open Graph and Twitter ask for, with absolute addresses."""
    for path, text in drawn_site().items():
        if path.endswith(".html") and "<nav" in text and path != "404.html":
            for name in ("og:title", "og:type", "og:url", "og:image", "og:image:alt", "og:description"):
                assert text.count(f'<meta property="{name}" content="') == 1
            for name in ("twitter:card", "twitter:image:alt"):
                assert text.count(f'<meta name="{name}" content="') == 1
            assert 'property="og:url" content="https://example.org/odd/' in text


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", ""), ("de-AT", "de_AT"), ("zh-Hant-TW", "zh_TW"), ("pt-br", "pt_BR"), ("es-419", "")],
)
def test_a_locale_needs_a_territory(language: str, locale: str) -> None:
    """Open Graph's locale is said where the site's language names a country, and is not made up."""
    assert SITE.model_copy(update={"language": language}).locale == locale
