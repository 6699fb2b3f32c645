"""Entries: what the catalogue calls its models, under every name that can be trusted, indexed by parts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, TypeVar

from sitegen.catalog import names as parts
from sitegen.catalog import vocabulary
from sitegen.catalog.names import Day, Name, Spelled, Way
from sitegen.records.listing import Listing


@dataclass(slots=True, eq=False)
class Entry:
    """One model of the catalogue, or an id of its own for a mode, with all names that can be trusted.

    ``words`` are those of all its names, ``named`` the days in its id and title, ``told`` those that a fact,
    the description or the weights give where the id has none, ``released`` the day of its slug, else of its
    listing.
    """

    listing: Listing
    authors: tuple[str, ...]
    names: tuple[Name, ...]
    words: frozenset[str]
    named: tuple[Day, ...]
    told: tuple[Day, ...]
    released: date | None

    @property
    def release(self) -> str:
        """The number of the release, "v0.3" without its "v", or ""."""
        return next((name.release for name in self.names if name.release), "")

    @property
    def tuned(self) -> bool:
        """Whether any of its names says that it follows instructions."""
        return any(name.tuned for name in self.names)

    @property
    def keys(self) -> set[str]:
        """Its names without case, punctuation and vendor prefix."""
        return {key for name in self.names for key in (name.key, *name.nicknames)}


class Reader:
    """Reads names as their maker writes them: with its prefixes, its modes, its aliases and its facts.

    ``found`` keeps what was read of each maker, for a board mostly spells a name as the catalogue does;
    ``peculiar`` holds the makers who may mean by a word, or by a beginning, what others do not.
    """

    def __init__(self, makers: Mapping[str, Iterable[str]]) -> None:
        self.vendors = {author: parts.vendors(author, spellings) for author, spellings in makers.items()}
        prefixed = ((vendor, author) for author in makers for vendor in self.vendors[author])
        aliased = ((parts.first_word(fact.name), fact.author) for fact in vocabulary.ALIASES)
        self.peculiar = _grouped((*parts.PECULIAR, *prefixed, *aliased))
        self.found: dict[str, dict[str, Name]] = defaultdict(dict)
        self.aliases: dict[tuple[str, parts.Identity], Name] = {}
        aliases = {self._key(fact): self.read(fact.says, fact.author) for fact in vocabulary.ALIASES}
        self.releases = {
            self._key(fact): self.read(fact.says, fact.author).days for fact in vocabulary.RELEASES
        }
        self.siblings = [(fact, self.read(fact.name, fact.author).core) for fact in vocabulary.SIBLINGS]
        self.previews = [(fact, self.read(fact.name, fact.author).core) for fact in vocabulary.PREVIEWS]
        self.aliases = aliases
        self.found.clear()

    def read(self, text: str, author: str) -> Name:
        """Return the parts of a name; an alias gives the parts of the name that it stands for."""
        found = self.found[author]
        if text not in found:
            found[text] = self.named(parts.spelled(text), author)
        return found[text]

    def named(self, one: Spelled, author: str) -> Name:
        """Return the same of a name of which the words are known; without a maker, as most read it."""
        prefixes = self.vendors.get(author) or (parts.vendors(author) if author else parts.NONE)
        name = parts.named(one, author, prefixes)
        other = self.aliases.get((author, name.identity))
        return name if other is None else name.meaning(other)

    def apart(self, one: Spelled) -> set[str]:
        """Return the makers who may read a name otherwise than most: it has their words or their prefix."""
        words = (*one.words, *one.aside.words, *parts.first_joined(one.undated))
        return set().union(*[self.peculiar[word] for word in words if word in self.peculiar])

    def _key(self, fact: vocabulary.Fact) -> tuple[str, parts.Identity]:
        return fact.author, self.read(fact.name, fact.author).identity


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for key, member in pairs:
        groups[key].add(member)
    return dict(groups)


def _folded(listings: Iterable[Listing]) -> list[Listing]:
    """Return one listing a model: the plain id where there is one, and ids of their own for a mode."""
    groups: dict[tuple[str, str], Listing] = {}
    for listing in sorted(listings, key=lambda one: (":" in one.id, one.id)):
        if not listing.router:
            groups.setdefault((listing.id.partition(":")[0], _mode(listing)), listing)
    return list(groups.values())


def _mode(listing: Listing) -> str:
    """Return the mode for which an id stands: "thinking", but not "free", which is a price."""
    return "" if ":" not in listing.id or listing.variant in vocabulary.ROUTES else listing.variant


class _Makers(dict[tuple[str, str], tuple[str, ...]]):
    """The makers of a listing by the two spellings in its id and its slug, each pair looked up once."""

    def __missing__(self, spelled: tuple[str, str]) -> tuple[str, ...]:
        """Look up a pair that was not met before."""
        self[spelled] = tuple(dict.fromkeys(map(parts.author_key, spelled)))
        return self[spelled]


def _entry(listing: Listing, authors: tuple[str, ...], reader: Reader) -> Entry:
    read = _Sparing(reader, authors[0], _mode(listing)).read
    own, title = read(listing.id), read(_title(listing))
    # That weights are not tuned for chat, the title alone may say: "(base)".
    sure = [own, title] if "base" in own.core or "base" not in title.core else [title]
    slug, hub, dated = _slug(listing, read), _hub(listing, authors, read), parts.dates(listing.slug)
    further = [name for name in (slug, hub) if name and _trusted(name, own, sure)]
    weights = hub.days if hub and hub in further else ()
    told = reader.releases.get((authors[0], own.identity)) or _described(listing, own, reader, authors[0])
    asides = re.findall(r"\(([^()]+)\)", title.text) if title.nicknames else []
    names = tuple(dict.fromkeys((*sure, *map(read, asides), *further)))
    return Entry(
        listing=listing,
        authors=authors,
        names=names,
        words=_all_words(names),
        named=(*own.days, *title.days),
        told=told or weights or tuple(day for day in dated if not day.day),
        released=_released(dated, listing.listed),
    )


def _all_words(names: Sequence[Name]) -> frozenset[str]:
    only = names[0]
    if len(names) == 1 and not only.vendor:
        return only.everything
    return only.everything.union(*(name.everything.union(name.vendor) for name in names))


class _Sparing:
    """Reads the names of one listing, which are mostly one name in several spellings, each once."""

    def __init__(self, reader: Reader, author: str, mode: str) -> None:
        self.reader, self.author, self.mode = reader, author, f" ({mode})" if mode else ""
        self.found: dict[str, Name] = {}

    def read(self, text: str) -> Name:
        """Return the parts of an id, a slug, a title or a name of weights."""
        text = text.partition(":")[0] if "/" in text else text
        tail = text.rpartition("/")[2]
        tail += "" if self.mode.casefold() in tail.casefold() else self.mode
        key = tail.casefold().replace(" ", "-")
        if key not in self.found:
            self.found[key] = self.reader.read(tail, self.author)
        return self.found[key]


def _maker(listing: Listing) -> str:
    """Return the maker as the listing's name spells it: "MoonshotAI: Kimi K2"."""
    return listing.name.partition(": ")[0] if ": " in listing.name else ""


def _title(listing: Listing) -> str:
    """Return the listing's name without its maker and without the remark of a route: "(free)"."""
    title = listing.name.partition(": ")[2] or listing.name
    return title.replace(f"({listing.variant})", "") if ":" in listing.id and not _mode(listing) else title


_DAY = re.compile(r"-[0-9-]+")


def _slug(listing: Listing, read: Callable[[str], Name]) -> Name | None:
    """Return the name that the slug gives, if it is more than the id with a date."""
    dated = listing.slug.removeprefix(listing.id.partition(":")[0])
    return None if not dated or _DAY.fullmatch(dated) else read(listing.slug)


def _hub(listing: Listing, authors: tuple[str, ...], read: Callable[[str], Name]) -> Name | None:
    """Return the name of the weights on Hugging Face, where the maker itself publishes them."""
    owner = parts.author_key((listing.hugging_face_id or "").partition("/")[0])
    if not owner or not any(_related(owner, author) for author in authors):
        return None
    name = read(listing.hugging_face_id or "")
    ways = tuple(way for way in name.ways if not way.label.endswith("weights"))
    return name if ways == name.ways else name.without(ways)


def _related(one: str, other: str) -> bool:
    """Whether two spellings of a maker begin alike, as "moonshot" and "moonshotai" do."""
    long_enough = min(len(one), len(other)) >= len("meta")
    return one == other or (long_enough and (one.startswith(other) or other.startswith(one)))


def _trusted(name: Name, own: Name, sure: Iterable[Name]) -> bool:
    """Whether a further name only adds to the id or the title: the slug of GLM 4.6V says glm-4.6."""
    agrees = not name.days or not own.days or any(a.agrees(b) for a in name.days for b in own.days)
    return agrees and own.stages <= name.stages and any(one.everything <= name.everything for one in sure)


_DIGITS = re.compile(r"-[0-9]{4}")
_DATED = re.compile(r"(?<![\w.-])[a-z][\w.-]{1,60}-[0-9]{4,8}(?![\w-])")


def _described(listing: Listing, own: Name, reader: Reader, author: str) -> tuple[Day, ...]:
    """Return the days of those names in a description that are the model's own but for the day."""
    text = (listing.description or "")[:600]
    if not _DIGITS.search(text):
        return ()
    names = (reader.read(found, author) for found in _DATED.findall(text.lower()))
    return tuple(day for name in names if name.identity == own.identity for day in name.days)


def _released(dated: Iterable[Day], listed: date | None) -> date | None:
    """Return the day in the slug, which is the release, else the day of the listing."""
    return next((day for part in dated if (day := part.nearest(listed))), listed)


_Key = TypeVar("_Key", str, frozenset[str])
# Places, not objects: tuples of numbers cost the garbage collector nothing.
Places: TypeAlias = tuple[int, ...]


def _file(index: dict[_Key, Places], key: _Key, place: int) -> None:
    index[key] = (*index.get(key, ()), place)


class Catalogue:
    """The entries, indexed by parts, so that no name is compared with all of them."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        folded, known = _folded(listings), _Makers()
        authors = [known[one.id.partition("/")[0], one.author] for one in folded]
        makers: dict[str, set[str]] = defaultdict(set)
        titled = zip(authors, map(_maker, folded), strict=True)
        for author, title in {(author, title) for some, title in titled for author in some}:
            makers[author].update(filter(None, (author, title)))
        self.reader = Reader(makers)
        self.makers = {
            parts.letters(text): author for author in sorted(makers) for text in sorted(makers[author])
        }
        self.meant: dict[str, set[str]] = {}
        self.entries = [_entry(one, some, self.reader) for one, some in zip(folded, authors, strict=True)]
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
            if any(map(_numeric, core)) or (name.days and name.core == core):
                yield self.loose.get(core, ()), name.ways

    def authors(self, organization: str | None) -> set[str]:
        """Return the makers that an organisation's spelling may mean; none where it is not known here."""
        spelled = organization or ""
        if spelled not in self.meant:
            key = parts.author_key(spelled)
            related = (author for spelling, author in self.makers.items() if _related(spelling, key))
            self.meant[spelled] = {self.makers[key]} if key in self.makers else set(related)
        return self.meant[spelled]

    def branded(self, name: str) -> set[str]:
        """Return the makers whose models' names begin with the same word."""
        return self.brands.get(parts.first_word(name), set())


_SIZE = re.compile(r"[ae]?[0-9.]+(?:x[0-9.]+)?[bmt]")


def sizeless(core: frozenset[str]) -> frozenset[str]:
    """Return the words that are no size: neither "27b" nor "a22b" nor "8x7b"."""
    return frozenset([word for word in core if word[-1] not in "bmt" or not _SIZE.fullmatch(word)])


def numberless(core: frozenset[str]) -> frozenset[str]:
    """Return the words that are neither a size nor a number."""
    return frozenset(word for word in sizeless(core) if not _numeric(word))


def _numeric(word: str) -> bool:
    return word[0].isdigit()


def versions(core: frozenset[str]) -> frozenset[str]:
    """Return the numbers that are no sizes."""
    return sizeless(core) - numberless(core)
