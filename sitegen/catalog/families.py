"""Families: models of one author whose names say the same but for version, size, date and mode."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import NamedTuple

from sitegen.matching.dates import NameDate
from sitegen.matching.names import maker_key, read_name
from sitegen.records.listing import Listing

_SIZE = re.compile(r"[ae]?[0-9]+(?:\.[0-9]+)?[bmtk]|[0-9]+x[0-9]+b")
"""70b, a22b, e4b and 2.4t are sizes of weights, 16k is one of a context."""
_VERSION = re.compile(r"v?([0-9]{1,3}(?:\.[0-9]{1,3})*)([a-z]*)")
"""4.5v is version 4.5 of the family v, as 4o is version 4 of the family o."""
_NO_NAME = frozenset({"latest"})

Family = tuple[str, frozenset[str]]
Line = tuple[Family, frozenset[str], frozenset[str], bool]


class Lineage(NamedTuple):
    """A model's place in its family, as its id tells it.

    ``words`` are those of the name that are no version, size, date, mode, stage ("preview") or tuning
    ("instruct"): ``claude`` and ``opus`` of ``claude-opus-4.5``, ``gpt`` and ``o`` of ``gpt-4o-2024-05-13``.
    ``early`` marks a preview, ``tuned`` a model that is tuned for instructions; ``created`` is the second at
    which the id was listed.
    """

    author: str
    words: frozenset[str]
    versions: tuple[tuple[int, ...], ...]
    sizes: frozenset[str]
    modes: frozenset[str]
    dates: tuple[NameDate, ...]
    early: bool
    tuned: bool
    created: int | None

    @property
    def family(self) -> Family:
        """What all models of the family have in common."""
        return self.author, self.words

    @property
    def line(self) -> Line:
        """What all versions of one model have in common: its family, size, mode and tuning."""
        return self.family, self.sizes, self.modes, self.tuned

    @property
    def order(self) -> tuple[object, ...]:
        """The key that sorts the versions of a line, the latest last."""
        return self.versions, self.dates, self.created or 0


class _Kind(NamedTuple):
    """What a word of a name says: a part of the family's name, a size or a version."""

    word: str = ""
    size: str = ""
    version: tuple[int, ...] = ()


@lru_cache(maxsize=65_536)
def _kind(word: str) -> _Kind:
    if word.isalpha():
        return _Kind(word)
    if _SIZE.fullmatch(word):
        return _Kind(size=word)
    version = _VERSION.fullmatch(word)
    return _Kind(version[2], version=tuple(map(int, version[1].split(".")))) if version else _Kind(word)


def lineage(listing: Listing) -> Lineage:
    """Return the lineage of a listing; its id says the same as its name, without a maker's remarks."""
    tail = listing.id.rpartition("/")[2].partition(":")[0]
    name = read_name(tail, maker_key(listing.author))
    kinds = [_kind(word) for word in name.core - _NO_NAME]
    return Lineage(
        author=listing.author,
        words=frozenset([kind.word for kind in kinds if kind.word]),
        versions=tuple(sorted({kind.version for kind in kinds if kind.version})),
        sizes=frozenset([kind.size for kind in kinds if kind.size]),
        modes=frozenset([word for mode in name.modes for word in mode.words]),
        dates=name.dates,
        early=bool(name.stages),
        tuned=name.tuned,
        created=listing.created,
    )


def surely_later(earlier: Lineage, later: Lineage) -> bool:
    """Whether the second is a later version of the first model, as far as names and days of listing tell.

    Both have one version and the later one's is higher; or they have the same, or none, and dates with a year
    of which the later one's is later. It was listed no earlier, and is no preview.
    """
    return earlier.line == later.line and _follows(earlier, later)


def _follows(earlier: Lineage, later: Lineage) -> bool:
    """Whether a model of the same line is surely later."""
    if later.early or earlier.created is None or later.created is None or later.created < earlier.created:
        return False
    if len(earlier.versions) > 1 or len(later.versions) > 1:
        return False
    if earlier.versions != later.versions:
        return bool(earlier.versions and later.versions) and earlier.versions < later.versions
    return _has_full_date(earlier) and _has_full_date(later) and earlier.dates < later.dates


def _has_full_date(model: Lineage) -> bool:
    return len(model.dates) == 1 and model.dates[0].year > 0


def successors(
    lineages: Mapping[str, Lineage], aliases: Mapping[Family, str], past: Container[str]
) -> dict[str, str]:
    """Return the latest version of each model that surely has a later one, both by slug.

    ``aliases`` lead from a family to the model that the catalogue's own alias for its latest points to
    (``~author/family-latest``), which comes before what names tell. No model of ``past`` is an answer.
    """
    lines: dict[Line, list[str]] = {}
    for slug, own in lineages.items():
        lines.setdefault(own.line, []).append(slug)
    answers: dict[str, str] = {}
    for slugs in lines.values():
        current = [slug for slug in slugs if slug not in past]
        current.sort(key=lambda slug: (lineages[slug].order, slug), reverse=True)
        for slug in slugs:
            own = lineages[slug]
            alias = aliases.get(own.family)
            if alias and _leads_to(own, lineages[alias]):
                answers[slug] = alias
            elif later := next((other for other in current if _follows(own, lineages[other])), None):
                answers[slug] = later
    return answers


def _leads_to(earlier: Lineage, target: Lineage) -> bool:
    """Whether an alias's target, in the same mode, was listed after the model: an alias may lag."""
    if earlier.created is None or target.created is None:
        return False
    return earlier.modes == target.modes and earlier.created < target.created
