"""``404.html``: what a visitor sees at an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.catalog.counts import counts
from sitegen.facts.context import SiteContext
from sitegen.pages import Page
from sitegen.pages.head import Head

DESCRIPTION = "There is no page at this address: look the model up in the explorer, or read how this is made."


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the page. It is served at any depth, so its addresses start at the root of the site.

    GitHub Pages: https://docs.github.com/en/pages/getting-started-with-github-pages/creating-a-custom-404-page-for-your-github-pages-site
    """
    head = Head("No page here", DESCRIPTION, "404.html", indexed=False)
    facts = {
        "head": head,
        "rooted": True,
        "models": counts(context.catalog)["models_listed"],
    }
    yield Page("404.html", template="notfound.html", facts=facts)
