"""Identity: what a model is, for programs: its slug, ids, name, addresses, rank and usage."""

from __future__ import annotations

from sitegen.catalog.model import Model
from sitegen.facts.context import Known
from sitegen.facts.evidence import source_type
from sitegen.facts.ratings import headline_json
from sitegen.facts.shapes import Identity
from sitegen.facts.usage import no_usage, usage_entry
from sitegen.facts.variants import GONE, LISTED
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.documents import explained
from sitegen.forms.figures import Blank, day


def identity(model: Model, known: Known) -> Identity:
    """Return what a model is."""
    primary, address = model.primary, known.site.url(url_path(model_path(model.slug)))
    rank = known.ranks[model.slug]
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
        "usage": usage_entry(model, known.usage),
    }
    reasons = {
        "left": Blank.NOT_APPLICABLE.value,
        "headline": rank.reason,
        "usage": no_usage(model, known.usage).value,
    }
    return explained(entry, reasons)
