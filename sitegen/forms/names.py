"""Names: what authors and models are called on pages, and which addresses their ids have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.forms.addresses import model_path


class Names(NamedTuple):
    """The names of one catalog. ``own`` leads from every id and slug to the slug of its page.

    ``ids`` holds what the source calls each id, ``shorts`` each model by slug without its author's name.
    """

    authors: Mapping[str, str]
    prefixes: Mapping[str, str]
    own: Mapping[str, str]
    ids: Mapping[str, str]
    shared: frozenset[str]
    shorts: Mapping[str, str]

    def author(self, author: str) -> str:
        """Return an author's name, which no other has: as models spell it, else its part of the slug."""
        return self.authors.get(author, author)

    def short(self, model: Model) -> str:
        """Return a model's name without its author's: for places that name the author anyway."""
        return self.shorts[model.slug]

    def title(self, model: Model) -> str:
        """Return a name that no other model has: its own, with the slug where two are called the same."""
        name = model.primary.name
        return f"{name} ({model.slug})" if name in self.shared else name

    def path(self, key: str) -> str | None:
        """Return the folder of the page of an id or slug, or None where the catalog does not know it."""
        slug = self.own.get(key)
        return None if slug is None else model_path(slug)


def names(catalog: Catalog) -> Names:
    """Return the names of a catalog."""
    titles = Counter(model.primary.name for model in catalog.models)
    prefixes = _prefixes(catalog)
    taken = Counter(prefixes.values())
    return Names(
        authors={
            slug: name if taken[name] == 1 or slug == name.casefold() else f"{name} ({slug})"
            for slug, name in prefixes.items()
        },
        prefixes=prefixes,
        own={key: model.slug for key, model in catalog.by_id().items()},
        ids={listing.id: listing.name for model in catalog.models for listing in model.listings},
        shared=frozenset(name for name, count in titles.items() if count > 1),
        shorts={
            model.slug: _short(model.primary.name, prefixes.get(model.author, "")) for model in catalog.models
        },
    )


def _short(name: str, prefix: str) -> str:
    return name.removeprefix(f"{prefix}: ") or name


def _prefixes(catalog: Catalog) -> dict[str, str]:
    """Return what most of an author's names begin with: ``Z.ai`` for ``z-ai``."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for model in catalog.models:
        prefix, colon, _ = model.primary.name.partition(": ")
        if colon and prefix:
            # One current name outweighs all past ones: an author may have been renamed.
            weight = len(catalog.models) if model.variants else 1
            spelled[model.author][prefix] += weight
    return {author: min(found, key=lambda name: (-found[name], name)) for author, found in spelled.items()}
