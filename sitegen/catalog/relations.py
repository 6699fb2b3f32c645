"""Relations: which models are of one family, which came later, and which stand near in price and rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sitegen.catalog.families import Family, Lineage, lineage, successors
from sitegen.catalog.model import Catalog
from sitegen.catalog.neighbours import PriceStrips, price_strips
from sitegen.catalog.standings import Standings


class Relations(NamedTuple):
    """What relates the models of a catalog, each by slug; families and authors hold the latest first.

    ``priced`` are the models with a price and a score.
    """

    lineages: Mapping[str, Lineage]
    later: Mapping[str, str]
    families: Mapping[Family, Sequence[str]]
    authors: Mapping[str, Sequence[str]]
    priced: PriceStrips


def relations(catalog: Catalog, standings: Standings) -> Relations:
    """Return what relates the models of a catalog, worked out once for all of their pages."""
    lineages = {model.slug: lineage(model.primary) for model in catalog.models}
    current = [model for model in catalog.models if model.variants and not model.primary.is_stand_in]
    current.sort(key=lambda model: (-(model.primary.created or 0), model.slug))
    families: dict[Family, list[str]] = {}
    authors: dict[str, list[str]] = {}
    for model in current:
        families.setdefault(lineages[model.slug].family, []).append(model.slug)
        authors.setdefault(model.author, []).append(model.slug)
    return Relations(
        lineages=lineages,
        later=_later(catalog, lineages),
        families=families,
        authors=authors,
        priced=price_strips(standings.points),
    )


def _later(catalog: Catalog, lineages: Mapping[str, Lineage]) -> dict[str, str]:
    own = {model.slug: lineages[model.slug] for model in catalog.models if not model.primary.is_stand_in}
    gone = {model.slug for model in catalog.models if not model.variants}
    return successors(own, _aliases(catalog, lineages), gone)


def _aliases(catalog: Catalog, lineages: Mapping[str, Lineage]) -> dict[Family, str]:
    """Return where the catalogue's own aliases for the latest of a family point, as slugs."""
    by_id = catalog.by_id()
    targets = (
        (model.slug, by_id.get(model.primary.alias_target.slug))
        for model in catalog.models
        if model.variants and model.primary.alias_target
    )
    return {
        lineages[slug].family: target.slug
        for slug, target in targets
        if target and target.variants and not target.primary.is_stand_in
    }
