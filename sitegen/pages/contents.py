"""The site's contents: every kind of page and file, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Protocol

from sitegen.errors import ContentError
from sitegen.facts.context import Known
from sitegen.pages import (
    Page,
    arena,
    author_parts,
    authors,
    changes,
    compare,
    explorer,
    feeds,
    model,
    notfound,
    redirects,
    retired,
    robots,
)
from sitegen.pages.api import files, llms, llms_full, schemas
from sitegen.pages.card import Card
from sitegen.pages.cards import pictured
from sitegen.pages.content import pages as content_pages
from sitegen.pages.sitemap import sitemap_pages


class Kind(Protocol):
    """A module of pages."""

    def pages(self, known: Known, /) -> Iterable[Page]:
        """Yield its pages."""


KINDS: tuple[Kind, ...] = (
    explorer,
    retired,
    model,
    redirects,
    authors,
    arena,
    changes,
    compare,
    feeds,
    files,
    author_parts,
    schemas,
    llms,
    llms_full,
    robots,
    notfound,
    content_pages,
)
"""The modules whose pages depend on the catalog and the site alone: each has ``pages(known)``."""

OF_MODELS: tuple[Kind, ...] = (model, redirects)
"""Those whose pages are divided among the shares of a site; all others are made with the first."""


def site_pages(
    known: Known,
    assets: Mapping[str, bytes],
    cards: Mapping[str, Card] | None = None,
    common: Iterable[Page] | None = None,
) -> tuple[Iterator[Page], Iterator[Page]]:
    """Return every page of the site, or of this build's share of it: those of single models, and the others.

    The second are to be taken when the first have been: the sitemap comes last, when all are known; that of a
    shared site, when its shards are merged. ``common`` are ``common_pages`` if they were made elsewhere.

    ``assets`` are the files that are served as they are, but for the stylesheet: the owner's colours follow
    in it, which costs no request of their own. ``cards`` are those whose pictures the site will have; without
    them every page has the general picture. ContentError: the owner's prose would stand where we do.
    """
    indexed: list[Page] = []
    models = _pictured(_of_kinds(known, OF_MODELS), cards or {})
    others = common_pages(known, assets, cards) if common is None else common
    return _noted(models, indexed), chain(_noted(others, indexed), _sitemap(known, indexed))


def common_pages(
    known: Known, assets: Mapping[str, bytes], cards: Mapping[str, Card] | None = None
) -> Iterator[Page]:
    """Yield the pages and files that are no single model's; the first share of a site has them."""
    if known.share.first:
        kinds = [kind for kind in KINDS if kind not in OF_MODELS]
        yield from _pictured(chain(_of_kinds(known, kinds), _assets(known, assets)), cards or {})


def _noted(pages: Iterable[Page], indexed: list[Page]) -> Iterator[Page]:
    """Yield the pages, and keep those of the sitemap without their facts, which go once they are drawn."""
    for page in pages:
        if page.indexed:
            indexed.append(Page(page.path, indexed=True, changed=page.changed))
        yield page


def _sitemap(known: Known, indexed: Iterable[Page]) -> Iterator[Page]:
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


def _of_kinds(known: Known, kinds: Iterable[Kind]) -> Iterator[Page]:
    own = {path: one.source for one in known.manuscripts for path in (one.path, one.twin)}
    for kind in kinds:
        for page in kind.pages(known):
            if kind in OF_MODELS and not known.share.has(page.path):
                continue
            if page.path in own and kind is not content_pages:
                raise _taken(page, own[page.path])
            yield page


def _assets(known: Known, assets: Mapping[str, bytes]) -> Iterator[Page]:
    for name, content in sorted(assets.items()):
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
