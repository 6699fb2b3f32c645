"""Values of the source that nobody confirmed or that a person does not show, for lists of changes."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.catalog.model import Catalog
from sitegen.facts.changes.words import value_label
from sitegen.records import Json
from sitegen.sources import openrouter


def doubted_values(catalog: Catalog) -> Mapping[tuple[str, str, str], tuple[Json, str]]:
    """Return what lists of changes say of values in doubt, by source, id and field.

    Each is the value and a sentence: ``input price is unconfirmed``.
    """
    found: dict[tuple[str, str, str], tuple[Json, str]] = {}
    for model in catalog.models:
        for change in model.unconfirmed:
            text = f"{value_label(change.field)} is unconfirmed"
            found[change.source, change.id, change.field] = change.new, text
        for listing in model.listings:
            for one, upstream in listing.corrected:
                text = f"{value_label(one.field)} is {'withheld' if one.withheld else 'corrected'} here"
                found[openrouter.name, listing.id, one.field] = upstream, text
    return found
