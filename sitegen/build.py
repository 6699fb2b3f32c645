"""The whole line from snapshots to site: read this first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.catalog.model import Catalog
from sitegen.content import folders, read_assets, read_site, read_text, template_cache
from sitegen.dataset import joined, read_dataset
from sitegen.output import Published, compare, publish
from sitegen.pages import Page, contents
from sitegen.pages.known import Known
from sitegen.pages.provenance import source_days
from sitegen.pages.site import Site
from sitegen.render import Renderer

METHODOLOGY = "content/methodology.md"


def build(root: Path, out: Path, *, base_url: str | None = None, check: bool = False) -> Published:
    """Build the site of ``root`` into ``out``; with ``check``, only compare. Raises SitegenError."""
    site = read_site(root, base_url)
    catalog = joined(read_dataset(root / "data"))
    renderer = renderer_of(root, site, catalog)
    files = ((page.path, renderer.rendered(page)) for page in site_pages(root, site, catalog))
    return (compare if check else publish)(out, files, protected=[root, root / "data", root / "content"])


def site_pages(root: Path, site: Site, catalog: Catalog) -> Iterator[Page]:
    """Yield every page of the site."""
    return contents.site_pages(Known(catalog, site), read_text(root, METHODOLOGY), read_assets(root))


def renderer_of(root: Path, site: Site, catalog: Catalog) -> Renderer:
    """Return what draws the pages: the templates, and the facts that every page has."""
    common = {"days": source_days(catalog), "version": catalog.version}
    return Renderer(folders(root, "templates"), site, common, template_cache())
