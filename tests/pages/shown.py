"""What a reader sees of a page: its text, its rows and its elements."""

from __future__ import annotations

import html
import re

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages import Page
from sitegen.pages.model import model_pages
from sitegen.records.listing import Listing
from tests.pages.odd_world import SITE, drawn


def text(markup: str) -> str:
    """Return the text of HTML, without its elements, on one line."""
    inline = re.sub(r"</?(a|b|code|q|strong|sup|time)\b[^>]*>", "", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inline)).split())


def part(markup: str, heading: str) -> str:
    """Return the section of a page whose heading has this id, or the part of one up to its next heading."""
    section = markup.partition(f'<h2 id="{heading}">')[2].partition("</section>")[0]
    below = markup.partition(f'<h3 id="{heading}">')[2].partition("</section>")[0]
    return section or below.partition("<h3 id=")[0]


def rows(markup: str) -> list[str]:
    """Return the text of each table row."""
    return [text(found) for found in re.findall(r"<tr.*?</tr>", markup, re.DOTALL)]


def model_page(slug: str, known: Catalog) -> Page:
    """Return the page of one model of a catalog."""
    (model,) = [model for model in known.models if f"/{model.slug}".endswith(f"/{slug}")]
    return next(model_pages(model, SiteContext(known, SITE)))


def of(*listings: Listing) -> str:
    """Return the drawn page of a catalog of just these ids, which share one slug."""
    known = catalog(listings)
    (model,) = known.models
    return drawn(model_page(model.slug, known), known)
