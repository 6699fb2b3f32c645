"""Related models: a later version, the family, the neighbours in price and rating, more of the author's.

Families are read off the ids (``catalog.families``): of ``claude-opus-4.5`` version, size, date and mode are
left out, and what remains, with the author, is the family. Only models that can be had now are proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from sitegen.catalog.families import Family, Lineage, lineage, successors, surely_later
from sitegen.catalog.model import Catalog, Model
from sitegen.pages.brief import Brief
from sitegen.pages.frontier import Standings
from sitegen.pages.neighbours import DOUBLING, Neighbours, nearest, neighbours

MOST = 5
"""Models in one group."""

NEAREST = f"a price twice as high is as far as {DOUBLING:.0f} points of score"


class Relations(NamedTuple):
    """What relates the models of a catalog, each by slug; families and authors hold the latest first.

    ``near`` are the models with a price and a score.
    """

    lineages: Mapping[str, Lineage]
    later: Mapping[str, str]
    families: Mapping[Family, Sequence[str]]
    authors: Mapping[str, Sequence[str]]
    near: Neighbours


class Group(NamedTuple):
    """A few related models under what relates them; ``foreign`` where they can be other authors'."""

    title: str
    note: str
    models: tuple[Brief, ...]
    foreign: bool = False


def relations(catalog: Catalog, standings: Standings) -> Relations:
    """Return what relates the models of a catalog, worked out once for all of their pages."""
    lineages = {model.slug: lineage(model.primary) for model in catalog.models}
    current = [model for model in catalog.models if model.variants and not model.primary.router]
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
        near=neighbours(standings.points),
    )


def _later(catalog: Catalog, lineages: Mapping[str, Lineage]) -> dict[str, str]:
    own = {model.slug: lineages[model.slug] for model in catalog.models if not model.primary.router}
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
        if target and target.variants and not target.primary.router
    }


def related(model: Model, found: Relations, briefs: Mapping[str, Brief]) -> tuple[Group, ...]:
    """Return the groups that a model's page shows, each model in the first group that it belongs to."""
    shown = {model.slug}
    groups = []
    for title, note, slugs, foreign in _groups(model, found, briefs, shown):
        models = tuple(islice((slug for slug in slugs if slug not in shown), MOST))
        shown.update(models)
        if models:
            groups.append(Group(title, note, tuple(briefs[slug] for slug in models), foreign))
    return tuple(groups)


def _groups(
    model: Model, found: Relations, briefs: Mapping[str, Brief], shown: set[str]
) -> Iterator[tuple[str, str, Iterable[str], bool]]:
    own = found.lineages[model.slug]
    later = found.later.get(model.slug)
    if later:
        same = surely_later(own, found.lineages[later])
        note = "by name and day of listing" if same else "by OpenRouter’s alias for the latest"
        yield "Later version", note, [later], False
    yield "Same family", "latest listed first", found.families.get(own.family, ()), False
    yield "Nearest in price and rating", NEAREST, nearest(model.slug, found.near, MOST, shown), True
    author = next((briefs[slug].author for slug in found.authors.get(model.author, ())), "")
    yield f"More by {author}", "latest listed first", found.authors.get(model.author, ()), False
