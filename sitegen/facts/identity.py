"""Identity: what a model is, for programs: its slug, ids, name, addresses, rank and usage."""

from __future__ import annotations

from sitegen.catalog.model import Model
from sitegen.facts.context import Known
from sitegen.facts.evidence import source_type
from sitegen.facts.ratings import headline_json
from sitegen.facts.shapes import Identity
from sitegen.facts.usage import usage_facts, usage_json
from sitegen.facts.variants import GONE, LISTED
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.documents import explained
from sitegen.forms.figures import Blank, day


def identity(model: Model, known: Known) -> Identity:
    """Return what a model is."""
    primary, address = model.primary, known.site.url(url_path(model_path(model.slug)))
    rank, usage = known.ranks[model.slug], usage_facts(model, known.usage)
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
