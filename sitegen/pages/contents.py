"""The site's contents: every kind of page and file, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sitegen.pages import (
    Page,
    api,
    arena,
    authors,
    changes,
    compare,
    explorer,
    feeds,
    llms,
    methodology,
    model,
    notfound,
    redirects,
    robots,
    schemas,
    twins,
)
from sitegen.pages.known import Known
from sitegen.pages.sitemap import sitemap_pages

KINDS = (
    explorer,
    model,
    twins,
    redirects,
    authors,
    arena,
    changes,
    compare,
    feeds,
    api,
    schemas,
    llms,
    robots,
    notfound,
)
"""The modules whose pages depend on the catalog and the site alone: each has ``pages(known)``."""


def site_pages(known: Known, prose: str, assets: Mapping[str, bytes]) -> Iterator[Page]:
    """Yield every page of the site; the sitemap comes last, when all the others are known.

    ``prose`` is the text of ``content/methodology.md``, ``assets`` the files that are served as they are.
    """
    indexed: list[Page] = []
    for page in _pages(known, prose, assets):
        if page.indexed:
            # The facts of a page are let go of as soon as it is drawn.
            indexed.append(replace(page, facts={}, content=None))
        yield page
    yield from sitemap_pages(indexed, known.site)


def _pages(known: Known, prose: str, assets: Mapping[str, bytes]) -> Iterator[Page]:
    for kind in KINDS:
        yield from kind.pages(known)
    yield from methodology.pages(known, prose)
    for name, content in sorted(assets.items()):
        yield Page(f"assets/{name}", content=content)
