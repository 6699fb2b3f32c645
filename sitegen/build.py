"""The whole line from snapshots to site: read this first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sitegen.content import folders, read_assets, read_prose, read_site, template_cache
from sitegen.dataset import joined, read_dataset
from sitegen.output import Published, compare, publish
from sitegen.pages import Page, contents
from sitegen.pages.feeds import feed_links
from sitegen.pages.known import Known
from sitegen.pages.navigation import Footer, further, masthead
from sitegen.pages.provenance import source_days
from sitegen.render import Renderer


def build(root: Path, out: Path, *, base_url: str | None = None, check: bool = False) -> Published:
    """Build the site of ``root`` into ``out``; with ``check``, only compare. Raises SitegenError."""
    site = read_site(root, base_url)
    known = Known(joined(read_dataset(root / "data")), site, read_prose(root))
    renderer = renderer_of(root, known)
    files = ((page.path, renderer.rendered(page)) for page in site_pages(root, known))
    return (compare if check else publish)(out, files, protected=[root, root / "data", root / "content"])


def site_pages(root: Path, known: Known) -> Iterator[Page]:
    """Yield every page of the site."""
    return contents.site_pages(known, read_assets(root))


def renderer_of(root: Path, known: Known) -> Renderer:
    """Return what draws the pages: the templates, and the facts that every page has."""
    common = {
        "days": source_days(known.catalog),
        "version": known.catalog.version,
        "masthead": masthead(known.manuscripts),
        "further": further(known.manuscripts),
        "footer": Footer(known.site.footer, known.manuscripts),
        "feeds": feed_links(known),
    }
    return Renderer(folders(root, "templates"), known.site, common, template_cache())
