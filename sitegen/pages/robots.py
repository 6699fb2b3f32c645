"""``robots.txt``: everything may be read, and here is the sitemap."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.facts.context import SiteContext
from sitegen.pages import Page
from sitegen.pages.sitemap import SITEMAP


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the file.

    Crawlers read it at the root of a host and nowhere else (RFC 9309, section 2.3,
    https://www.rfc-editor.org/rfc/rfc9309#section-2.3). A site below a sub-path, such as a project's on
    GitHub Pages, has it for people alone: its sitemap is announced in the search engine's own console.
    """
    text = f"User-agent: *\nAllow: /\n\nSitemap: {context.site.url(SITEMAP)}\n"
    yield Page("robots.txt", content=text.encode())
