"""The index: all entries of the catalogue by the parts of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias, TypeVar

from sitegen.matching import vocabulary
from sitegen.matching.candidates import Entry, entry_of, folded, maker_of, related
from sitegen.matching.modes import Way
from sitegen.matching.names import Name, author_key
from sitegen.matching.reader import Reader
from sitegen.matching.words import first_word, letters, numberless, numeric, sizeless
from sitegen.records.listing import Listing


class _Makers(dict[tuple[str, str], tuple[str, ...]]):
    """The makers of a listing by the two spellings in its id and its slug, each pair looked up once."""

    def __missing__(self, spelled: tuple[str, str]) -> tuple[str, ...]:
        """Look up a pair that was not met before."""
        self[spelled] = tuple(dict.fromkeys(map(author_key, spelled)))
        return self[spelled]


_Key = TypeVar("_Key", str, frozenset[str])
# Places, not objects: tuples of numbers cost the garbage collector nothing.
Places: TypeAlias = tuple[int, ...]


def _file(index: dict[_Key, Places], key: _Key, place: int) -> None:
    index[key] = (*index.get(key, ()), place)


class Catalogue:
    """The entries, indexed by parts, so that no name is compared with all of them."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        kept, known = folded(listings), _Makers()
        authors = [known[one.id.partition("/")[0], one.author] for one in kept]
        makers: dict[str, set[str]] = defaultdict(set)
        titled = zip(authors, map(maker_of, kept), strict=True)
        for author, title in {(author, title) for some, title in titled for author in some}:
            makers[author].update(filter(None, (author, title)))
        self.reader = Reader(makers)
        self.makers = {letters(text): author for author in sorted(makers) for text in sorted(makers[author])}
        self.meant: dict[str, set[str]] = {}
        self.entries = [entry_of(one, some, self.reader) for one, some in zip(kept, authors, strict=True)]
        self.slugs = {entry.listing.slug: entry.listing for entry in reversed(self.entries)}
        self.makers_of: list[str] = []
        self.owners: list[int] = []
        self.names: list[Name] = []
        self.keys: dict[str, Places] = {}
        self.cores: dict[frozenset[str], Places] = {}
        self.loose: dict[frozenset[str], Places] = {}
        self.words: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.brands: dict[str, set[str]] = defaultdict(set)
        self.weights: dict[str, list[Entry]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            self._index(at, entry)
        for author, vendors in self.reader.vendors.items():
            for vendor in vendors:
                self.brands[vendor].add(author)

    def _index(self, at: int, entry: Entry) -> None:
        self.weights[(entry.listing.hugging_face_id or "").casefold()].append(entry)
        for author in entry.authors:
            places = self.words[author]
            for word in entry.words:
                places[word].append(at)
            for name in entry.names:
                if name.everything:
                    self._name(author, at, name)

    def _name(self, author: str, owner: int, name: Name) -> None:
        place = len(self.names)
        self.makers_of.append(author)
        self.owners.append(owner)
        self.names.append(name)
        self.brands[name.words[0]].add(author)
        _file(self.cores, name.everything, place)
        if name.key:
            _file(self.keys, name.key, place)
        if author in vocabulary.NUMBERED_BY_MONTH:
            for core in {sizeless(name.core), numberless(name.core)}:
                _file(self.loose, core, place)

    def held(self, name: Name) -> Iterator[tuple[Places, tuple[Way, ...]]]:
        """Yield what all makers have under a name, the surest reading first, and the modes it leaves out."""
        yield self.keys.get(name.key, ()), ()
        for core, left in name.readings():
            yield self.cores.get(core, ()), left
        if self.loose:
            core = sizeless(name.core)
            if any(map(numeric, core)) or (name.days and name.core == core):
                yield self.loose.get(core, ()), name.ways

    def authors(self, organization: str | None) -> set[str]:
        """Return the makers that an organisation's spelling may mean; none where it is not known here."""
        spelled = organization or ""
        if spelled not in self.meant:
            key = author_key(spelled)
            alike = (author for spelling, author in self.makers.items() if related(spelling, key))
            self.meant[spelled] = {self.makers[key]} if key in self.makers else set(alike)
        return self.meant[spelled]

    def branded(self, name: str) -> set[str]:
        """Return the makers whose models' names begin with the same word."""
        return self.brands.get(first_word(name), set())
