"""Parts: the files of the API that hold all models, cut by author where the catalogue is too large for one.

A part holds the models of one page of their author, so that one page has the lines of a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.catalog.model import Model
from sitegen.facts.context import SiteContext
from sitegen.facts.row import author_pages
from sitegen.forms.addresses import author_sheet, id_path, url_path
from sitegen.forms.documents import long_document
from sitegen.large.scale import cut
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API
from sitegen.pages.api.files import ids_file, ids_of, model_with_sellers, models_file
from sitegen.pages.api.seller_rows import sellers_csv
from sitegen.pages.api.shapes import IdEntry, IdsPart, ModelEntry, ModelsPart
from sitegen.pages.api.spreadsheet import spreadsheet


def pages(context: SiteContext) -> Iterable[Page]:
    """Return, of a large catalogue, the files of each author and those that lead to them."""
    if not context.large:
        return
    shown: list[ModelEntry] = []
    listed: list[ModelsPart] = []
    rows, offers = [spreadsheet(())], [sellers_csv(())]
    ids: dict[str, IdEntry] = {}
    for part, models in _parts(context):
        # One author's at a time: the entries of a whole catalogue take more memory than all the rest.
        sold = [model_with_sellers(model, context) for model in models]
        entries = [entry for entry, _ in sold]
        shown += [one for one in entries if one["slug"] in context.lately]
        rows.append(spreadsheet(entries, head=False))
        offers.append(sellers_csv(sold, head=False))
        ids |= ids_of(entries)
        listed.append(part)
        path = part["json"].removeprefix(context.site.base_url)
        yield Page(path, content=long_document(models_file(entries, context.catalog, context.site)))
    whole = models_file(sorted(shown, key=lambda one: one["slug"]), context.catalog, context.site)
    whole["total"], whole["parts"] = len(context.catalog.models), listed
    yield Page(f"{API}models.json", content=long_document(whole))
    yield Page(f"{API}models.csv", content=b"".join(rows))
    if context.has_sellers:
        yield Page(f"{API}sellers.csv", content=b"".join(offers))
    yield from _ids_pages(ids, context)


def _parts(context: SiteContext) -> Iterator[tuple[ModelsPart, list[Model]]]:
    """Yield each part with its models, by author, those of a part sorted by slug."""
    site, found = context.site, {model.slug: model for model in context.catalog.models}
    for author in sorted(context.authors, key=lambda one: one.slug):
        for number, sheet in enumerate(author_pages(author, context.scale.rows), start=1):
            models = [found[row.slug] for row in (*sheet.current, *sheet.retired)]
            part: ModelsPart = {
                "author": author.slug,
                "json": site.url(f"{API}models/{id_path(author.slug)}/{number}.json"),
                "page": site.url(url_path(author_sheet(author.slug, number))),
                "models": len(models),
            }
            yield part, sorted(models, key=lambda model: model.slug)


def _ids_pages(ids: Mapping[str, IdEntry], context: SiteContext) -> Iterator[Page]:
    """Yield the files of the ids that begin alike, and the one that leads to them."""
    listed: list[IdsPart] = []
    for author, own in sorted(_by_beginning(ids).items()):
        for number, piece in enumerate(cut(sorted(own), context.scale.whole), start=1):
            path = f"{API}ids/{id_path(author)}/{number}.json"
            held = {key: ids[key] for key in piece}
            yield Page(path, content=long_document(ids_file(held, context.catalog, context.site)))
            listed.append({"author": author, "json": context.site.url(path), "ids": len(held)})
    shown = {key: entry for key, entry in ids.items() if entry["slug"] in context.lately}
    whole = ids_file(shown, context.catalog, context.site)
    whole["total"], whole["parts"] = len(ids), listed
    yield Page(f"{API}ids.json", content=long_document(whole))


def _by_beginning(ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids by what stands before their first slash."""
    found: dict[str, list[str]] = {}
    for key in ids:
        found.setdefault(key.partition("/")[0], []).append(key)
    return found
