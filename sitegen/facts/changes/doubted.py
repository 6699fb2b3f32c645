"""Values of the source that nobody confirmed or that a person does not show, for lists of changes."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.catalog.model import Catalog
from sitegen.facts.changes.words import value_label
from sitegen.records import Json
from sitegen.sources import openrouter


def doubted_values(catalog: Catalog) -> Mapping[tuple[str, str, str], tuple[Json, str, str]]:
    """Return what lists of changes say of values in doubt, by source, id and field.

    Each is the value, what is doubted and how: ``unconfirmed``, ``input price``.
    """
    found: dict[tuple[str, str, str], tuple[Json, str, str]] = {}
    for model in catalog.models:
        for change in model.unconfirmed:
            at = change.source, change.id, change.field
            found[at] = change.new, "unconfirmed", value_label(change.field)
        for listing in model.listings:
            for one, upstream in listing.corrected:
                how = "withheld here" if one.withheld else "corrected here"
                found[openrouter.name, listing.id, one.field] = upstream, how, value_label(one.field)
    return found
