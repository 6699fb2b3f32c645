"""Redirect pages: every id that is no slug leads to its slug's page."""

from __future__ import annotations

import posixpath
import re

from sitegen.catalog.join import catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.redirects import pages
from tests.pages.odd_world import SITE, drawn, world
from tests.worlds import listing

FREE = "models/acme/anvil-2!free/index.html"


def test_every_redirect_has_a_page_that_search_engines_do_not_list() -> None:
    """There is a page for each id that is not its model's slug, and none stands in the sitemap."""
    found = list(pages(SiteContext(world(), SITE)))
    assert sorted(page.path for page in found) == [
        "models/acme/anvil-2!free/index.html",
        "models/acme/anvil-2/index.html",
    ]
    assert not any(page.indexed for page in found)


def test_the_way_is_relative_and_arrives() -> None:
    """Seen from the page's own folder, the way leads to the slug's folder; a sub-path does not matter."""
    page = next(page for page in pages(SiteContext(world(), SITE)) if page.path == FREE)
    way = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', drawn(page))
    assert way
    target = posixpath.normpath(posixpath.join(posixpath.dirname(FREE), way[1]))
    assert target == "models/acme/anvil-2-20260102"
    assert way[1].endswith("/")


def test_the_page_says_by_link_and_canonical_where_it_leads() -> None:
    """A visible link, the canonical address and the twins of the slug's page stand there; no noindex does."""
    html = drawn(next(page for page in pages(SiteContext(world(), SITE)) if page.path == FREE))
    assert '<link rel="canonical" href="https://example.org/odd/models/acme/anvil-2-20260102/">' in html
    assert '<a href="../../../models/acme/anvil-2-20260102/">acme/anvil-2-20260102</a>' in html
    assert 'href="../../../models/acme/anvil-2-20260102/index.json"' in html
    assert "Content-Security-Policy" in html
    assert "noindex" not in html


def test_a_hostile_id_is_text() -> None:
    """Markup in an id reaches neither the title nor the address."""
    known = catalog([listing(id='acme/"><script>x', canonical_slug="acme/plain")])
    (page,) = pages(SiteContext(known, SITE))
    assert "<script" not in drawn(page, known)
    assert re.fullmatch(r"[a-z0-9/!_.-]+", page.path)
