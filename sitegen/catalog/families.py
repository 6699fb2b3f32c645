"""Families: models of one author whose names say the same but for version, size, date and mode."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
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
    """What an id says of a model's place in its family.

    ``words`` are those of the name that are no version, size, date, mode, stage ("preview") or tuning
    ("instruct"): ``claude`` and ``opus`` of ``claude-opus-4.5``, ``gpt`` and ``o`` of ``gpt-4o-2024-05-13``.
    ``days`` are the dates in it, ``early`` that it is called a preview, ``tuned`` that it is called tuned for
    instructions, ``created`` its second of listing.
    """

    author: str
    words: frozenset[str]
    versions: tuple[tuple[int, ...], ...]
    sizes: frozenset[str]
    modes: frozenset[str]
    days: tuple[NameDate, ...]
    early: bool
    tuned: bool
    created: int | None

    @property
    def family(self) -> Family:
        """What all models of the family share."""
        return self.author, self.words

    @property
    def line(self) -> Line:
        """What all versions of one model share: its family, size, mode and tuning."""
        return self.family, self.sizes, self.modes, self.tuned

    @property
    def order(self) -> tuple[object, ...]:
        """Puts the later versions of a line behind the earlier ones."""
        return self.versions, self.days, self.created or 0


def lineage(listing: Listing) -> Lineage:
    """Read the id of a listing, which says the same as its name in a form without a maker's remarks."""
    tail = listing.id.rpartition("/")[2].partition(":")[0]
    name = read_name(tail, maker_key(listing.author))
    words, versions, sizes = set[str](), set[tuple[int, ...]](), set[str]()
    for word in name.core - _NO_NAME:
        found = _VERSION.fullmatch(word)
        if _SIZE.fullmatch(word):
            sizes.add(word)
        elif found:
            versions.add(tuple(map(int, found[1].split("."))))
            words |= {found[2]} - {""}
        else:
            words.add(word)
    return Lineage(
        author=listing.author,
        words=frozenset(words),
        versions=tuple(sorted(versions)),
        sizes=frozenset(sizes),
        modes=frozenset(word for mode in name.modes for word in mode.words),
        days=name.dates,
        early=bool(name.stages),
        tuned=name.tuned,
        created=listing.created,
    )


def surely_later(one: Lineage, other: Lineage) -> bool:
    """Whether the other is a later version of the same model, as far as names and days of listing tell.

    Both have one version and the other's is higher; or they have the same, or none, and dates with a year of
    which the other's is later. The other was listed no earlier, and is no preview.
    """
    if one.line != other.line or other.early or one.created is None or other.created is None:
        return False
    if max(len(one.versions), len(other.versions)) > 1 or other.created < one.created:
        return False
    if one.versions != other.versions:
        return bool(one.versions and other.versions) and one.versions < other.versions
    return _dated(one) and _dated(other) and one.days < other.days


def _dated(one: Lineage) -> bool:
    return len(one.days) == 1 and one.days[0].year > 0


def successors(
    lineages: Mapping[str, Lineage], aliases: Mapping[Family, str], past: Container[str]
) -> dict[str, str]:
    """Return the latest version of each model that surely has a later one, both by slug.

    ``aliases`` lead from a family to the model that the catalogue's own alias for its latest points to
    (``~author/family-latest``), which comes before what names tell. No model of ``past`` is an answer.
    """
    lines: dict[Line, list[str]] = {}
    for slug in sorted(lineages, key=lambda slug: (lineages[slug].order, slug), reverse=True):
        if slug not in past:
            lines.setdefault(lineages[slug].line, []).append(slug)
    answers = ((slug, _successor(one, lineages, lines, aliases)) for slug, one in lineages.items())
    return {slug: answer for slug, answer in answers if answer}


def _successor(
    one: Lineage,
    lineages: Mapping[str, Lineage],
    lines: Mapping[Line, Sequence[str]],
    aliases: Mapping[Family, str],
) -> str | None:
    alias = aliases.get(one.family)
    if alias and _latest(one, lineages[alias]):
        return alias
    return next((slug for slug in lines.get(one.line, ()) if surely_later(one, lineages[slug])), None)


def _latest(one: Lineage, target: Lineage) -> bool:
    """Whether an alias's target, in the same mode, was listed after the model: an alias may lag."""
    if one.created is None or target.created is None:
        return False
    return one.modes == target.modes and one.created < target.created
