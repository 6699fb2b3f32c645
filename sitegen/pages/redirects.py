"""Redirects: a page at every address at which something stood or may be sought, leading to its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sitegen.facts.boards import digest_folder, names_without_current_model
from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import model_path, root_of, url_path, words_path
from sitegen.pages import Page
from sitegen.pages.arena import FOLDER as ARENA

# A static host answers 200 everywhere. An instant meta refresh is what is left of a redirect: search engines
# take it for a permanent one (https://developers.google.com/search/docs/crawling-indexing/301-redirects), and
# people are not confused by it (https://www.w3.org/WAI/WCAG22/Techniques/html/H76). The canonical link says
# the same a second time. It has no noindex, which would block the page from search instead of handing it on
# (https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls), and it does not
# stand in the sitemap, which is for canonical addresses.


def pages(context: SiteContext) -> Iterable[Page]:
    """Return a page for each id and each former slug, and for each Arena name that has no page of its own.

    Each has relative ways to the page that it leads to.
    """
    for key, slug in context.catalog.redirects.items():
        yield _page(model_path(key), key, slug, model_path(slug), context)
    yield from _names(context)


def _names(context: SiteContext) -> Iterator[Page]:
    """Yield the pages of names that are current models, and of those that stand on no board any more.

    Of names that make the same words each once had a digest in its address; the one that has the words alone
    is still found there.
    """
    catalog, boards = context.catalog, context.boards
    slugs = {name.name: model.slug for model in catalog.models if not model.left for name in model.rated}
    own = {name.name for name in names_without_current_model(catalog)}
    words = Counter(map(words_path, boards.names))
    for name, folder in boards.names.items():
        leads_to, target = name, folder
        if name in slugs:
            leads_to, target = slugs[name], model_path(slugs[name])
        elif name not in own:
            board = catalog.seen_names[name]
            leads_to, target = f"Arena, {board} board", boards.paths.get(board, ARENA)
        if target != folder:
            yield _page(folder, name, leads_to, target, context)
        if words[words_path(name)] > 1 and folder != digest_folder(name):
            yield _page(digest_folder(name), name, leads_to, target, context)


def _page(folder: str, name: str, leads_to: str, target: str, context: SiteContext) -> Page:
    path, way = f"{folder}index.html", url_path(target)
    facts = {
        "name": name,
        "leads_to": leads_to,
        "target": root_of(path) + way,
        "canonical": context.site.url(way),
        "twins": target.startswith("models/"),
    }
    return Page(path, template="redirect.html", facts=facts)
