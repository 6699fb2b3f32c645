"""The site's contents: every kind of page and file, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from sitegen.errors import ContentError
from sitegen.pages import (
    Page,
    api,
    arena,
    articles,
    authors,
    changes,
    compare,
    explorer,
    feeds,
    gone,
    llms,
    llms_full,
    model,
    notfound,
    parts,
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
    parts,
    schemas,
    llms,
    llms_full,
    robots,
    notfound,
    articles,
)
"""The modules whose pages depend on the catalog and the site alone: each has ``pages(known)``."""

OF_MODELS = (model, twins, redirects)
"""Those whose pages are divided among the shares of a site; all others are made with the first."""


def site_pages(
    known: Known, assets: Mapping[str, bytes], cards: Mapping[str, Card] | None = None
) -> Iterator[Page]:
    """Yield every page of the site, or of this build's share of it.

    The sitemap comes last, when all the others are known: that of a shared site, when its shards are merged.

    ``assets`` are the files that are served as they are, but for the stylesheet: the owner's colours follow
    in it, which costs no request of their own. ``cards`` are those whose pictures the site will have; without
    them every page has the general picture. ContentError: the owner's prose would stand where we do.
    """
    indexed: list[Page] = []
    for page in _pictured(_pages(known, assets), cards or {}):
        if page.indexed and known.share.whole:
            # The facts of a page are let go of as soon as it is drawn.
            indexed.append(page._replace(facts={}, content=None, make=None))
        yield page
    if known.share.whole:
        yield from sitemap_pages(indexed, known.site.base_url)


def _pictured(pages: Iterable[Page], cards: Mapping[str, Card]) -> Iterator[Page]:
    """Yield the pages, each head with the picture that is drawn for it."""
    for page in pages:
        if page.make and cards:
            yield page._replace(make=partial(_made, page, cards))
        else:
            yield _with_picture(page, cards)


def _made(page: Page, cards: Mapping[str, Card]) -> Page:
    return _with_picture(page.made(), cards)


def _with_picture(page: Page, cards: Mapping[str, Card]) -> Page:
    head = page.facts.get("head")
    return page._replace(facts={**page.facts, "head": pictured(head, cards)}) if cards and head else page


def _pages(known: Known, assets: Mapping[str, bytes]) -> Iterator[Page]:
    own = {path: one.source for one in known.manuscripts for path in (one.path, one.twin)}
    first, share = known.share.first, known.share
    for kind in KINDS if first else OF_MODELS:
        for page in kind.pages(known):
            if kind in OF_MODELS and not share.has(page.path):
                continue
            if page.path in own and kind is not articles:
                raise _taken(page, own[page.path])
            yield page
    for name, content in sorted(assets.items()) if first else ():
        yield Page(f"assets/{name}", content=_coloured(content, known) if name == STYLESHEET else content)


STYLESHEET = "site.css"


def _coloured(sheet: bytes, known: Known) -> bytes:
    rules = known.site.colours.rules()
    return sheet + f"\n/* The colours of content/site.toml */\n\n{rules}".encode() if rules else sheet


def _taken(page: Page, source: str) -> ContentError:
    head = page.made().facts.get("head")
    title = f" “{head.title}”" if head else ""
    fault = f"would stand at /{page.path.rpartition('/')[0]}/, where our own page{title} stands"
    return ContentError(source, fault.replace("//", "/"), "give the file another name")
