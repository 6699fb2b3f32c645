"""All models of the catalogue by the parts of their names, so that no name is compared with all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from sitegen.matching import vocabulary
from sitegen.matching.candidates import CatalogueEntry, alike, catalogue_entry, entry_listings, spelled_maker
from sitegen.matching.names import Name, NameReader, maker_key
from sitegen.matching.naming import ARENA, Naming
from sitegen.matching.spelling import NameMode
from sitegen.matching.words import first_word, letters, numberless, numeric, sizeless
from sitegen.records.listing import Listing

MAX_SAME_WORDS = 50
"""Entries whose names have the same words, above which none is looked at: a catalogue of real days has eight.

Names that are a thousand orders of the same words would be compared a thousand times a thousand times, and
where some fit, others would too.
"""


class NamedEntry(NamedTuple):
    """An entry under one of its names, as one of its makers writes it."""

    maker: str
    entry: CatalogueEntry
    name: Name


class Catalogue:
    """The entries by the keys, the words and the first words of their names.

    ``makers`` holds the makers by each spelling of theirs, ``positions`` the positions in ``entries`` by
    maker and word.
    """

    def __init__(self, listings: Sequence[Listing], naming: Naming = ARENA) -> None:
        kept = entry_listings(listings)
        makers = [_makers_of(listing) for listing in kept]
        spellings: dict[str, set[str]] = defaultdict(set)
        spelled = zip(makers, map(spelled_maker, kept), strict=True)
        for maker, spelling in {(maker, spelling) for keys, spelling in spelled for maker in keys}:
            spellings[maker].update(filter(None, (maker, spelling)))
        self.reader = NameReader(spellings, naming)
        self.makers = {
            letters(text): maker for maker in sorted(spellings) for text in sorted(spellings[maker])
        }
        self.entries = [
            catalogue_entry(listing, keys, self.reader) for listing, keys in zip(kept, makers, strict=True)
        ]
        self._makers_meant: dict[str, set[str]] = {}
        self._by_key: dict[str, list[tuple[CatalogueEntry, Name]]] = defaultdict(list)
        self.positions: dict[str, dict[str, list[int]]] = {
            maker: defaultdict(list) for maker in {maker for keys in makers for maker in keys}
        }
        for position, entry in enumerate(self.entries):
            for maker in entry.makers:
                positions = self.positions[maker]
                for word in entry.words:
                    positions[word].append(position)
            for name in entry.names:
                if name.key:
                    self._by_key[name.key].append((entry, name))

    def _named(self) -> Iterator[NamedEntry]:
        """Yield every entry under each of its names that has a word, for each of its makers."""
        for entry in self.entries:
            for maker in entry.makers:
                for name in entry.names:
                    if name.core_and_modes:
                        yield NamedEntry(maker, entry, name)

    # What follows is made when a name is first sought that equals none of the catalogue.

    @cached_property
    def _by_core(self) -> dict[frozenset[str], list[NamedEntry]]:
        """The entries by the words of their names."""
        found: dict[frozenset[str], list[NamedEntry]] = defaultdict(list)
        for named in self._named():
            found[named.name.core_and_modes].append(named)
        return found

    @cached_property
    def _by_loose_core(self) -> dict[frozenset[str], list[NamedEntry]]:
        """The entries of makers who number by month, by words without sizes and by words without numbers."""
        found: dict[frozenset[str], list[NamedEntry]] = defaultdict(list)
        for named in self._named():
            if named.maker in vocabulary.NUMBERED_BY_MONTH:
                for core in {sizeless(named.name.core), numberless(named.name.core)}:
                    found[core].append(named)
        return found

    @cached_property
    def brands(self) -> dict[str, set[str]]:
        """The makers by the first word of their models' names and by what they put before them."""
        found: dict[str, set[str]] = defaultdict(set)
        for named in self._named():
            found[named.name.words[0]].add(named.maker)
        for maker, prefixes in self.reader.prefixes.items():
            for prefix in prefixes:
                found[prefix].add(maker)
        return found

    @cached_property
    def by_weights(self) -> dict[str, list[CatalogueEntry]]:
        """The entries by their id on Hugging Face in lower case, "" for those without one."""
        entries: dict[str, list[CatalogueEntry]] = defaultdict(list)
        for entry in self.entries:
            entries[(entry.listing.hugging_face_id or "").casefold()].append(entry)
        return dict(entries)

    @cached_property
    def by_slug(self) -> dict[str, Listing]:
        """The first listing of each slug, in the order of the entries."""
        return {entry.listing.slug: entry.listing for entry in reversed(self.entries)}

    def equal(self, name: Name) -> list[NamedEntry]:
        """Return all makers' entries that have a name with the same key; none where too many have."""
        found = self._by_key.get(name.key, ())
        return (
            []
            if len(found) > MAX_SAME_WORDS
            else [
                NamedEntry(maker, entry, theirs)
                for entry, theirs in found
                if theirs.core_and_modes
                for maker in entry.makers
            ]
        )

    def readings(self, name: Name) -> Iterator[tuple[Sequence[NamedEntry], tuple[NameMode, ...]]]:
        """Yield all makers' entries with the same words, the surest reading first, and the modes left out."""
        for core, left_out in name.readings():
            yield self._few(self._by_core, core), left_out
        if self._by_loose_core:
            core = sizeless(name.core)
            if any(map(numeric, core)) or (name.dates and name.core == core):
                yield self._few(self._by_loose_core, core), name.modes

    @staticmethod
    def _few(
        entries: Mapping[frozenset[str], list[NamedEntry]], core: frozenset[str]
    ) -> Sequence[NamedEntry]:
        """Return the entries with these words; none where they are too many to be told apart."""
        found = entries.get(core, ())
        return () if len(found) > MAX_SAME_WORDS else found

    def crowd(self, name: Name) -> int:
        """Return how many entries have the words of a name where they are too many to look at, else 0."""
        most = max((len(self._by_core.get(core, ())) for core, _ in name.readings()), default=0)
        most = max(most, len(self._by_key.get(name.key, ())))
        return most if most > MAX_SAME_WORDS else 0

    def makers_meant(self, organization: str | None) -> set[str]:
        """Return the makers that an organisation's spelling may mean; none where it is not known here."""
        spelling = organization or ""
        if spelling not in self._makers_meant:
            key = maker_key(spelling)
            similar = (maker for spelled, maker in self.makers.items() if alike(spelled, key))
            self._makers_meant[spelling] = {self.makers[key]} if key in self.makers else set(similar)
        return self._makers_meant[spelling]

    def makers_of_brand(self, name: str) -> set[str]:
        """Return the makers who have models whose names begin with the same word."""
        return self.brands.get(first_word(name), set())


def _makers_of(listing: Listing) -> tuple[str, ...]:
    """Return the makers that the id and the slug of a listing name, mostly one."""
    by_id, by_slug = maker_key(listing.id.partition("/")[0]), maker_key(listing.author)
    return (by_id,) if by_id == by_slug else (by_id, by_slug)
