"""The whole line from snapshots to site: read this first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from sitegen.catalog.model import Catalog
from sitegen.content import folders, picture_cache, read_assets, read_site, read_text, template_cache
from sitegen.dataset import joined, read_dataset
from sitegen.output import Published, compare, publish
from sitegen.pages import Page, contents
from sitegen.pages.card import Card
from sitegen.pages.cards import cards
from sitegen.pages.known import Known
from sitegen.pages.provenance import source_days
from sitegen.pages.site import Site
from sitegen.pictures import Pictures, Progress
from sitegen.render import Renderer

METHODOLOGY = "content/methodology.md"


def build(
    root: Path,
    out: Path,
    *,
    base_url: str | None = None,
    check: bool = False,
    images: bool = True,
    progress: Progress | None = None,
) -> Published:
    """Build the site of ``root`` into ``out``; with ``check``, only compare. Raises SitegenError.

    Without ``images`` no share picture is drawn, and every page has the site's general one.
    """
    site = read_site(root, base_url)
    catalog = joined(read_dataset(root / "data"))
    known = Known(catalog, site)
    renderer = renderer_of(root, site, catalog)
    drawn = cards(known) if images else {}
    with Pictures(drawn.values(), picture_cache(root), progress=progress) as pictures:
        pages = ((page.path, renderer.rendered(page)) for page in site_pages(root, known, drawn))
        files = chain(pages, pictures.files())
        done = (compare if check else publish)(out, files, protected=[root, root / "data", root / "content"])
    return replace(done, drawn=pictures.drawn)


def site_pages(root: Path, known: Known, drawn: Mapping[str, Card]) -> Iterator[Page]:
    """Yield every page of the site, with the pictures of those cards."""
    return contents.site_pages(known, read_text(root, METHODOLOGY), read_assets(root), drawn)


def renderer_of(root: Path, site: Site, catalog: Catalog) -> Renderer:
    """Return what draws the pages: the templates, and the facts that every page has."""
    common = {"days": source_days(catalog), "version": catalog.version}
    return Renderer(folders(root, "templates"), site, common, template_cache())
