"""``404.html`` works wherever it is served."""

from __future__ import annotations

import re

from sitegen.facts.context import SiteContext
from sitegen.pages.notfound import pages
from tests.pages.odd_world import SITE, drawn, world


def test_its_addresses_start_at_the_root_of_the_site() -> None:
    """Every link and file that the page names holds the sub-path, so that depth does not matter."""
    (page,) = pages(SiteContext(world(), SITE))
    assert page.path == "404.html"
    ways = re.findall(r'(?:href|src)="([^"#]+)"', drawn(page))
    assert "/odd/methodology/" in ways
    assert all(way.startswith(("/odd/", "https://")) for way in ways)


def test_search_engines_are_told_to_leave_it_out() -> None:
    """It has noindex, no canonical address, and no place in the sitemap."""
    (page,) = pages(SiteContext(world(), SITE))
    html = drawn(page)
    assert not page.indexed
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html.partition("<body>")[0]
    assert "3 models listed at present" in html
