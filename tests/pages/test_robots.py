"""``robots.txt`` lets everyone read and names the sitemap."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

from sitegen.facts.context import SiteContext
from sitegen.pages.robots import pages
from tests.pages.odd_world import SITE, world


def test_everything_may_be_read_and_the_sitemap_is_named() -> None:
    """A parser of such files allows every page and finds the absolute address."""
    (page,) = pages(SiteContext(world(), SITE))
    assert page.path == "robots.txt"
    parser = RobotFileParser()
    parser.parse((page.content or b"").decode().splitlines())
    assert parser.can_fetch("anyone", "https://example.org/odd/models/a/b/")
    assert parser.site_maps() == ["https://example.org/odd/sitemap.xml"]
