"""Related models: a later version, the family, the neighbours in price and rating, more of the author's.

Families are read off the ids (``catalog.families``): of ``claude-opus-4.5`` version, size, date and mode are
left out, and what remains, with the author, is the family. Only models that can be had now are proposed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from sitegen.catalog.families import surely_later
from sitegen.catalog.model import Model
from sitegen.catalog.neighbours import DOUBLING, nearest_by_price_and_score
from sitegen.catalog.relations import Relations
from sitegen.facts.row import ModelRow

MOST = 5
"""Models in one group."""

NEAREST = f"a price twice as high is as far as {DOUBLING:.0f} points of score"


class RelatedGroup(NamedTuple):
    """A few related models under what relates them; ``foreign`` where they can be other authors'."""

    title: str
    note: str
    models: tuple[ModelRow, ...]
    foreign: bool = False


def related(model: Model, relations: Relations, rows: Mapping[str, ModelRow]) -> tuple[RelatedGroup, ...]:
    """Return the groups that a model's page shows, each model in the first group that it belongs to."""
    slug, own = model.slug, relations.lineages[model.slug]
    shown, groups = {slug}, list[RelatedGroup]()

    def add(title: str, note: str, slugs: Iterable[str], *, foreign: bool = False) -> None:
        if new := _first_new(slugs, shown):
            shown.update(new)
            groups.append(RelatedGroup(title, note, tuple([rows[one] for one in new]), foreign))

    if later := relations.later.get(slug):
        same = surely_later(own, relations.lineages[later])
        add("Later version", BY_NAME if same else BY_ALIAS, [later])
    add("Same family", LATEST_FIRST, relations.families.get(own.family, ()))
    nearest = nearest_by_price_and_score(slug, relations.priced, MOST, shown)
    add("Nearest in price and rating", NEAREST, nearest, foreign=True)
    if others := relations.authors.get(own.author):
        add(f"More by {rows[others[0]].author}", LATEST_FIRST, others)
    return tuple(groups)


def _first_new(slugs: Iterable[str], shown: Container[str]) -> list[str]:
    """Return the first few models that are not shown yet."""
    return list(islice((slug for slug in slugs if slug not in shown), MOST))


BY_NAME, BY_ALIAS = "by name and day of listing", "by OpenRouter’s alias for the latest"
LATEST_FIRST = "latest listed first"
