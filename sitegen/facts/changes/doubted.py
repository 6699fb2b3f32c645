"""Values of the source that nobody confirmed or that a person does not show, for lists of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.catalog.model import Catalog
from sitegen.facts.changes.words import value_label
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.sources import openrouter

Doubted = Mapping[tuple[str, str, str], tuple[Json, str]]
"""A value and what is doubted of it, by the source, the id and the field."""


def doubted_values(catalog: Catalog) -> Doubted:
    """Return what lists of changes say of values in doubt: ``input price is unconfirmed``."""
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


def doubts_of(changes: Iterable[Change], doubted: Doubted) -> tuple[str, ...]:
    """Return what is doubted of the values that these changes led to."""
    found = ((one, doubted.get((one.source, one.id, one.field))) for one in changes) if doubted else ()
    return tuple([doubt[1] for one, doubt in found if doubt and doubt[0] == one.new])
