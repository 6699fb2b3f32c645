"""The site's contents: every kind of page and file, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    gone,
    llms,
    methodology,
    model,
    notfound,
    redirects,
    robots,
    schemas,
    twins,
)
from sitegen.pages.card import Card
from sitegen.pages.cards import pictured
from sitegen.pages.known import Known
from sitegen.pages.sitemap import sitemap_pages

KINDS = (
    explorer,
    gone,
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


def site_pages(
    known: Known, prose: str, assets: Mapping[str, bytes], cards: Mapping[str, Card] | None = None
) -> Iterator[Page]:
    """Yield every page of the site; the sitemap comes last, when all the others are known.

    ``prose`` is the text of ``content/methodology.md``, ``assets`` the files that are served as they are.
    ``cards`` are those whose pictures the site will have; without them every page has the general picture.
    """
    indexed: list[Page] = []
    for page in _pictured(_pages(known, prose, assets), cards or {}):
        if page.indexed:
            # The facts of a page are let go of as soon as it is drawn.
            indexed.append(replace(page, facts={}, content=None))
        yield page
    yield from sitemap_pages(indexed, known.site)


def _pictured(pages: Iterable[Page], cards: Mapping[str, Card]) -> Iterator[Page]:
    """Yield the pages, each head with the picture that is drawn for it."""
    for page in pages:
        head = page.facts.get("head")
        yield replace(page, facts={**page.facts, "head": pictured(head, cards)}) if cards and head else page


def _pages(known: Known, prose: str, assets: Mapping[str, bytes]) -> Iterator[Page]:
    for kind in KINDS:
        yield from kind.pages(known)
    yield from methodology.pages(known, prose)
    for name, content in sorted(assets.items()):
        yield Page(f"assets/{name}", content=content)
