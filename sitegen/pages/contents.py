"""The site's contents: the files of each model, and every other kind of page and file.

Models are drawn in any order, by several processes; all else is drawn once. Both come to ``build`` by this
module alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from sitegen.catalog.model import Model
from sitegen.errors import ContentError
from sitegen.facts.charts.badge import FILE as BADGE
from sitegen.facts.context import SiteContext
from sitegen.facts.model import changed_day
from sitegen.forms.addresses import model_path
from sitegen.forms.figures import day
from sitegen.pages import (
    Drawing,
    File,
    Page,
    arena,
    author_parts,
    authors,
    changes,
    compare,
    disagreements,
    ending,
    explorer,
    notfound,
    redirects,
    retired,
    robots,
)
from sitegen.pages.api import files, history, llms, llms_full, months, offers, schemas, search
from sitegen.pages.card import Card
from sitegen.pages.cards import pictured
from sitegen.pages.content import pages as content_pages
from sitegen.pages.feeds import atom
from sitegen.pages.model import badge_page, model_pages
from sitegen.pages.sitemap import sitemap_pages


class Kind(Protocol):
    """A module of pages."""

    def pages(self, context: SiteContext, /) -> Iterable[Page]:
        """Yield its pages."""


COMMON: tuple[Kind, ...] = (
    explorer,
    retired,
    authors,
    arena,
    changes,
    compare,
    disagreements,
    ending,
    atom,
    files,
    months,
    history,
    author_parts,
    offers,
    search,
    schemas,
    llms,
    llms_full,
    robots,
    notfound,
    content_pages,
)
"""The modules whose pages are the whole site's: each has ``pages(context)``. The first share has them all."""

FILES = ("index.html", "index.json", "index.md", BADGE)
"""A model's page, its two twins and its badge, in the order in which they are drawn."""

Cards = Mapping[str, Card]
"""The cards whose pictures the site will have, by the path of their page; others have the general one."""


class ModelFiles:
    """The files of each model of this build, drawn one model at a time, in any order and in any process.

    ``models`` are those of this share of the site; what is worked out once for all of them belongs here, too.
    """

    def __init__(self, context: SiteContext, drawing: Drawing, cards: Cards | None = None) -> None:
        self.models = context.own_models
        self._context, self._drawing, self._cards = context, drawing, cards or {}
        # Worked out here, once, and not in each of the processes that draw.
        known = context.ranks, context.rows, context.usage, context.relations, context.small_scatter
        self._shared = (*known, context.offers)

    def paths_of(self, model: Model) -> tuple[str, ...]:
        """Return the paths of a model's files, before anything is drawn.

        ContentError: a page of the owner's prose stands at one of them.
        """
        paths = tuple([model_path(model.slug) + name for name in FILES])
        own = _own_pages(self._context)
        for path in paths if own else ():
            if path in own:
                raise _taken(next(iter(model_pages(model, self._context))), own[path])
        return paths

    def files_of(self, model: Model) -> Iterator[File]:
        """Yield a model's files, in the order of ``paths_of``. ContentError names a template at fault."""
        for page in (*model_pages(model, self._context), badge_page(model, self._context)):
            yield page.path, self._drawing.rendered(_with_picture(page, self._cards))


def common_pages(
    context: SiteContext, assets: Mapping[str, bytes], cards: Cards | None = None
) -> Iterator[Page]:
    """Yield all other pages and files of the site, or of this build's share of it; the sitemap comes last.

    Of a shared site only the first share has them, but for the redirects, which are divided as the models
    are; the sitemap is made when the shares are merged.

    ``assets`` are the files that are served as they are, but for the stylesheet: the owner's colours follow
    in it, which costs no request of their own. ContentError: the owner's prose would stand where we do.
    """
    kinds = COMMON if context.share.first else ()
    made = chain(_of_kinds(context, kinds), _assets(context, assets) if kinds else ())
    redirected = (page for page in _of_kinds(context, [redirects]) if context.share.has(page.path))
    indexed: list[Page] = []
    for page in chain(redirected, made):
        if page.indexed:
            indexed.append(_in_sitemap(page))
        yield _with_picture(page, cards or {})
    if context.share.whole:
        yield from sitemap_pages(chain(listed_models(context), indexed), context.site.base_url)


def listed_models(context: SiteContext) -> Iterator[Page]:
    """Yield what the sitemap says of the page of each model of this build."""
    for model in context.own_models:
        changed = day(changed_day(model, context)) or None
        yield Page(f"{model_path(model.slug)}index.html", indexed=True, changed=changed)


def _in_sitemap(page: Page) -> Page:
    """Return a page as the sitemap needs it: without its facts, which go once they are drawn."""
    return Page(page.path, indexed=True, changed=page.changed)


def _with_picture(page: Page, cards: Cards) -> Page:
    """Return a page whose head has the picture that is drawn for it."""
    head = page.facts.get("head")
    return page._replace(facts={**page.facts, "head": pictured(head, cards)}) if cards and head else page


def _of_kinds(context: SiteContext, kinds: Iterable[Kind]) -> Iterator[Page]:
    own = _own_pages(context)
    for kind in kinds:
        for page in kind.pages(context):
            if page.path in own and kind is not content_pages:
                raise _taken(page, own[page.path])
            yield page


def _own_pages(context: SiteContext) -> dict[str, str]:
    """Return where the owner's prose stands on the site: path → its file."""
    return {path: one.source for one in context.manuscripts for path in (one.path, one.twin)}


def _assets(context: SiteContext, assets: Mapping[str, bytes]) -> Iterator[Page]:
    for name, content in sorted(assets.items()):
        yield Page(f"assets/{name}", content=_coloured(content, context) if name == STYLESHEET else content)


STYLESHEET = "site.css"


def _coloured(sheet: bytes, context: SiteContext) -> bytes:
    rules = context.site.colours.rules()
    return sheet + f"\n/* The colours of content/site.toml */\n\n{rules}".encode() if rules else sheet


def _taken(page: Page, source: str) -> ContentError:
    head = page.facts.get("head")
    title = f" “{head.title}”" if head else ""
    fault = f"would stand at /{page.path.rpartition('/')[0]}/, where our own page{title} stands"
    return ContentError(source, fault.replace("//", "/"), "give the file another name")
