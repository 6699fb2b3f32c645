"""Counts: how many models, ids, Arena names and matches a catalog holds."""

from __future__ import annotations

from collections import Counter

from sitegen.catalog.model import Catalog
from sitegen.records.match import Confidence
from sitegen.records.snapshot import SetAside
from sitegen.sources.openrouter import FEED, odd_notes


def unknown_keys(catalog: Catalog) -> dict[str, int]:
    """Return the keys of the catalogue without a known meaning, and how many current records have them."""
    found = Counter(key for model in catalog.models for one in model.variants for key in one.unknown_keys)
    return dict(sorted(found.items()))


def set_aside(catalog: Catalog, feed: str) -> tuple[SetAside, ...]:
    """Return what is set aside of a feed at present: by its receipt, fields of ids by the current records."""
    receipt = catalog.receipts.get(feed)
    notes = receipt.set_aside if receipt else ()
    if feed != FEED:
        return notes
    listings = (one for model in catalog.models for one in model.variants if one.odd)
    return (*[note for note in notes if not note.field], *odd_notes(listings))


def counts(catalog: Catalog) -> dict[str, int]:
    """Return how many models, ids, variants, Arena names and models of the ranking there are.

    Aliases and routers stand for models and are counted apart; their ids are among the redirects alone.
    """
    models = [model for model in catalog.models if not model.primary.is_stand_in]
    current = [model for model in models if model.left is None]
    stand_ins = sum(model.primary.is_stand_in and model.left is None for model in catalog.models)
    ids = sum(len(model.variants) for model in current)
    joined = sum(len(model.rated) for model in catalog.models)
    used = sum(model.usage is not None and model.usage.latest is not None for model in catalog.models)
    return {
        "models": len(models),
        "models_listed": len(current),
        "models_gone": len(models) - len(current),
        "aliases_and_routers": stand_ins,
        "authors": len({model.author for model in catalog.models}),
        "authors_listed": len({model.author for model in current}),
        "ids_listed": ids,
        "ids_gone": sum(len(model.gone) for model in models),
        "variants": ids - len(current),
        "redirects": len(catalog.redirects),
        "boards": len(catalog.leaderboards),
        "arena_rows": sum(len(board.ratings) for board in catalog.leaderboards),
        "arena_names": joined + len(catalog.arena_only),
        "arena_names_joined": joined,
        "arena_names_retired": sum(len(model.rated) for model in catalog.models if model.left),
        "arena_names_alone": len(catalog.arena_only),
        "models_rated": sum(bool(model.rated) for model in catalog.models if model.left is None),
        "models_with_headline": sum(
            model.headline is not None for model in catalog.models if model.left is None
        ),
        "models_used": used,
        "usage_models": used + len(catalog.usage_alone),
        "usage_models_alone": len(catalog.usage_alone),
    }


def match_counts(catalog: Catalog) -> dict[str, int]:
    """Return how many Arena names have each match confidence, surest first."""
    joined = (rated for model in catalog.models for rated in model.rated)
    found = Counter(rated.match.confidence for rated in (*joined, *catalog.arena_only))
    return {confidence.value: found[confidence] for confidence in Confidence}
