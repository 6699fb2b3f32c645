"""Redirects: a page at the address of every id that is not its model's slug, leading to the slug's page."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import model_path, root_of, url_path
from sitegen.pages import Page

# A static host answers 200 everywhere. An instant meta refresh is what is left of a redirect: search engines
# take it for a permanent one (https://developers.google.com/search/docs/crawling-indexing/301-redirects), and
# people are not confused by it (https://www.w3.org/WAI/WCAG22/Techniques/html/H76). The canonical link says
# the same a second time. It has no noindex, which would block the page from search instead of handing it on
# (https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls), and it does not
# stand in the sitemap, which is for canonical addresses.


def pages(context: SiteContext) -> Iterable[Page]:
    """Return one page an id, with relative ways to the slug's page and its twins."""
    for key, slug in context.catalog.redirects.items():
        path, target = f"{model_path(key)}index.html", url_path(model_path(slug))
        facts = {
            "id": key,
            "slug": slug,
            "target": root_of(path) + target,
            "canonical": context.site.url(target),
        }
        yield Page(path, template="redirect.html", facts=facts)
