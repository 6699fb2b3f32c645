"""Identity: what a model is, for programs: its slug, ids, name, addresses, rank and usage."""

from __future__ import annotations

from sitegen.catalog.model import Model
from sitegen.facts.ratings import Rank, headline_json
from sitegen.facts.shapes import Identity
from sitegen.facts.sources import source_type
from sitegen.facts.usage import UsageFacts, usage_json
from sitegen.facts.variants import GONE, LISTED
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import explained
from sitegen.forms.figures import day
from sitegen.records.settings import Site


def identity(model: Model, rank: Rank, usage: UsageFacts, site: Site) -> Identity:
    """Return what a model is."""
    primary, address = model.primary, site.url(url_path(model_path(model.slug)))
    entry: Identity = {
        "slug": model.slug,
        "id": primary.id,
        "name": primary.name,
        "author": model.author,
        "source_type": source_type(model),
        "status": LISTED if model.left is None else GONE,
        "left": day(model.left) or None,
        "url": address,
        "json": f"{address}index.json",
        "markdown": f"{address}index.md",
        "headline": headline_json(rank),
        "usage": usage_json(usage),
    }
    reasons = {
        "left": Blank.NOT_APPLICABLE.value,
        "headline": rank.reason,
        "usage": usage.reason,
    }
    return explained(entry, reasons)
