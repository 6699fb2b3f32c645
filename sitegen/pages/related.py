"""Related models: a later version, the family, the neighbours in price and rating, more of the author's.

Families are read off the ids (``catalog.families``): of ``claude-opus-4.5`` version, size, date and mode are
left out, and what remains, with the author, is the family. Only models that can be had now are proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice
from math import hypot, log2
from typing import NamedTuple

from sitegen.catalog.families import Family, Lineage, lineage, successors, surely_later
from sitegen.catalog.model import Catalog, Model
from sitegen.pages.brief import Brief
from sitegen.pages.frontier import Point, Standings

MOST = 5
"""Models in one group."""
DOUBLING = 50.0
"""Points of score that count as much as a price twice as high, where the nearest are looked for."""


NEAREST = f"a price twice as high is as far as {DOUBLING:.0f} points of score"


class Relations(NamedTuple):
    """What relates the models of a catalog, each by slug; families and authors hold the latest first.

    ``near`` are the models with a price and a score by price; ``at`` is where each stands in it, and
    ``doublings`` are the prices as powers of two.
    """

    lineages: Mapping[str, Lineage]
    later: Mapping[str, str]
    families: Mapping[Family, Sequence[str]]
    authors: Mapping[str, Sequence[str]]
    near: Sequence[Point]
    doublings: Sequence[float]
    at: Mapping[str, int]


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
        near=standings.points,
        doublings=[log2(float(point.price)) for point in standings.points],
        at={point.slug: place for place, point in enumerate(standings.points)},
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
    yield "Nearest in price and rating", NEAREST, nearest(model.slug, found, shown), True
    author = next((briefs[slug].author for slug in found.authors.get(model.author, ())), "")
    yield f"More by {author}", "latest listed first", found.authors.get(model.author, ()), False


def nearest(slug: str, found: Relations, skip: Iterable[str] = ()) -> list[str]:
    """Return the models nearest in price and score, the nearest first; none where the model has no place.

    A price twice as high is as far as ``DOUBLING`` points of score. The search goes outwards by price and
    stops where the price alone is farther than all that was found.
    """
    at = found.at.get(slug)
    if at is None:
        return []
    own, best = found.near[at], list[tuple[float, str]]()
    left_out = {slug, *skip}
    for side in (range(at - 1, -1, -1), range(at + 1, len(found.near))):
        for place in side:
            other = found.near[place]
            apart = DOUBLING * abs(found.doublings[place] - found.doublings[at])
            if len(best) == MOST and apart > best[-1][0]:
                break
            if other.slug not in left_out:
                far = hypot(apart, other.score - own.score)
                best = nsmallest(MOST, [*best, (far, other.slug)])
    return [slug for _, slug in best]
