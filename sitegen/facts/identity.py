"""Identity: what a model is, for programs: its slug, ids, name, addresses, rank and usage."""

from __future__ import annotations

from sitegen.catalog.model import Model
from sitegen.facts.context import Known
from sitegen.facts.evidence import NOT_APPLICABLE, headline_entry, source_type
from sitegen.facts.ratings import no_headline
from sitegen.facts.shapes import Identity
from sitegen.facts.usage import no_usage, usage_entry
from sitegen.facts.variants import GONE, LISTED
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.documents import explained
from sitegen.forms.figures import day


def identity(model: Model, known: Known) -> Identity:
    """Return what a model is."""
    primary, address = model.primary, known.site.url(url_path(model_path(model.slug)))
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
        "headline": headline_entry(model, known.board_days),
        "usage": usage_entry(model, known.usage),
    }
    reasons = {
        "left": NOT_APPLICABLE,
        "headline": no_headline(model, known.catalog),
        "usage": no_usage(model, known.usage).value,
    }
    return explained(entry, reasons)
