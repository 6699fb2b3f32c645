"""Matching: which model of the catalogue an Arena name is, how sure that is, and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cached_property
from typing import NamedTuple, TypeAlias, TypeVar

from sitegen.catalog import names as parts
from sitegen.catalog import vocabulary
from sitegen.catalog.names import Day, Name, Way
from sitegen.records.listing import Listing
from sitegen.records.match import Candidate, Confidence, Match

SHOWN, BESIDE = 4, 2
"""Losing candidates that are shown for a name without a model, and beside the one that won."""

NEAR = 10
"""Models looked at for each of a name's two rarest words when the nearest are sought."""

DISTINCT = 3
"""Words from which on a name is so much its model's own that another maker's name beside it is an error."""

ALIKE = 0.8
"""Similarity of spelling, from 0 to 1, at which a word may be another one misspelled."""

SAME = "The names are equal once case, punctuation and the maker's prefix are set aside."

EARLY, LATE = timedelta(days=2), timedelta(days=30)
"""A snapshot is dated at most 30 days before its release, or 2 after it (time zones)."""


@dataclass(frozen=True)
class ArenaName:
    """A name as it stands on one or more boards, with what the boards say of it."""

    name: str
    organization: str | None = None
    license: str | None = None
    url: str | None = None
    boards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A person's decision, a line of ``data/overrides/matches.toml``: ``slug`` is None for "none"."""

    name: str
    slug: str | None
    reason: str
    on: date | None = None


def matches(
    names: Iterable[ArenaName], listings: Sequence[Listing], decisions: Mapping[str, Decision] | None = None
) -> dict[str, Match]:
    """Return one Match for each name; the order of names and listings does not matter."""
    catalogue = Catalogue(listings)
    decided = decisions or {}
    ordered = sorted(names, key=lambda one: (one.name, one.organization or "~", one.url or "~"), reverse=True)
    return {
        name: _decided(catalogue, name, decided[name]) if name in decided else _matched(catalogue, one)
        for name, one in sorted({one.name: one for one in ordered}.items())
    }


# What the catalogue calls its models -----------------------------------------------------------------------


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
    """Reads names as their maker writes them: with its prefixes, its modes, its aliases and its facts."""

    def __init__(self, makers: Mapping[str, Iterable[str]]) -> None:
        self.vendors = {author: parts.vendors(author, spellings) for author, spellings in makers.items()}
        self.aliases: dict[tuple[str, parts.Identity], Name] = {}
        aliases = {self._key(fact): self.read(fact.says, fact.author) for fact in vocabulary.ALIASES}
        self.releases = {
            self._key(fact): self.read(fact.says, fact.author).days for fact in vocabulary.RELEASES
        }
        self.siblings = [(fact, self.read(fact.name, fact.author).core) for fact in vocabulary.SIBLINGS]
        self.previews = [(fact, self.read(fact.name, fact.author).core) for fact in vocabulary.PREVIEWS]
        self.aliases = aliases

    def read(self, text: str, author: str) -> Name:
        """Return the parts of a name; an alias gives the parts of the name that it stands for."""
        name = parts.read(text, author, self.vendors.get(author) or parts.vendors(author))
        other = self.aliases.get((author, name.identity))
        return name if other is None else name.meaning(other)

    def _key(self, fact: vocabulary.Fact) -> tuple[str, parts.Identity]:
        return fact.author, self.read(fact.name, fact.author).identity


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


def _authors(listing: Listing) -> tuple[str, ...]:
    spelled = dict.fromkeys((listing.id.partition("/")[0], listing.author))
    return tuple(dict.fromkeys(map(parts.author_key, spelled)))


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
        words=frozenset().union(*(name.everything.union(name.vendor) for name in names)),
        named=(*own.days, *title.days),
        told=told or weights or tuple(day for day in dated if not day.day),
        released=_released(dated, listing.listed),
    )


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
    if not any(_related(owner, author) for author in authors):
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
    text = (listing.description or "")[:600].lower()
    names = (reader.read(found, author) for found in (_DATED.findall(text) if _DIGITS.search(text) else ()))
    return tuple(day for name in names if name.identity == own.identity for day in name.days)


def _released(dated: Iterable[Day], listed: date | None) -> date | None:
    """Return the day in the slug, which is the release, else the day of the listing."""
    return next((day for part in dated if (day := part.nearest(listed))), listed)


_Key = TypeVar("_Key", str, frozenset[str])
Named: TypeAlias = tuple[Entry, Name]
# Places, not objects: tuples of numbers cost the garbage collector nothing.
Index: TypeAlias = dict[str, dict[_Key, tuple[int, ...]]]


def _file(index: dict[_Key, tuple[int, ...]], key: _Key, place: int) -> None:
    index[key] = (*index.get(key, ()), place)


class Catalogue:
    """The entries, indexed by maker and parts, so that no name is compared with all of them."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        folded = [(one, _authors(one)) for one in _folded(listings)]
        makers: dict[str, set[str]] = defaultdict(set)
        for author, title in {(author, _maker(one)) for one, authors in folded for author in authors}:
            makers[author].update(filter(None, (author, title)))
        self.reader = Reader(makers)
        self.makers = {
            parts.letters(text): author for author in sorted(makers) for text in sorted(makers[author])
        }
        self.meant: dict[str, set[str]] = {}
        self.entries = [_entry(one, authors, self.reader) for one, authors in folded]
        self.slugs = {entry.listing.slug: entry.listing for entry in reversed(self.entries)}
        self.named: list[Named] = []
        self.keys: Index[str] = defaultdict(dict)
        self.cores: Index[frozenset[str]] = defaultdict(dict)
        self.loose: Index[frozenset[str]] = defaultdict(dict)
        self.words: dict[tuple[str, str], list[int]] = defaultdict(list)
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
            for word in entry.words:
                self.words[author, word].append(at)
            for name in entry.names:
                if name.everything:
                    self._name(author, entry, name)

    def _name(self, author: str, entry: Entry, name: Name) -> None:
        place = len(self.named)
        self.named.append((entry, name))
        self.brands[name.words[0]].add(author)
        _file(self.cores[author], name.everything, place)
        if name.key:
            _file(self.keys[author], name.key, place)
        if author in vocabulary.NUMBERED_BY_MONTH:
            for core in {sizeless(name.core), numberless(name.core)}:
                _file(self.loose[author], core, place)

    def under(self, index: Index[_Key], author: str, key: _Key) -> list[Named]:
        """Return the entries that an index holds for a maker under a key."""
        return [self.named[at] for at in index.get(author, {}).get(key, ())]

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
    return frozenset(word for word in core if not _SIZE.fullmatch(word))


def numberless(core: frozenset[str]) -> frozenset[str]:
    """Return the words that are neither a size nor a number."""
    return frozenset(word for word in sizeless(core) if not word[0].isdigit())


def versions(core: frozenset[str]) -> frozenset[str]:
    """Return the numbers that are no sizes."""
    return sizeless(core) - numberless(core)


# Whether a name is an entry --------------------------------------------------------------------------------


class Refusal(NamedTuple):
    """Why an entry is not the model of a name; when not ``sure``, a person may say otherwise."""

    why: str
    sure: bool = True


class Pair(NamedTuple):
    """A name as its maker writes it, an entry under one of its names, and the modes that were left out."""

    mine: Name
    author: str
    entry: Entry
    theirs: Name
    left: tuple[Way, ...] = ()


class Fit(NamedTuple):
    """A pair that is the same model, and the rules by which it is."""

    pair: Pair
    rules: tuple[str, ...] = ()


def judged(pair: Pair, reader: Reader) -> Fit | Refusal:
    """Return the rules that make a pair the same model, or the first thing that forbids it."""
    rules: list[str] = []
    for check in (_release, _day, _stage, _tuned, _switch, _nickname):
        verdict = check(pair, reader)
        if isinstance(verdict, Refusal):
            return verdict
        if verdict:
            rules.append(verdict)
    return Fit(pair, tuple(rules))


def _release(pair: Pair, _: Reader) -> str | Refusal | None:
    mine, theirs = pair.mine.release, pair.entry.release
    if mine == theirs:
        return None
    if {mine, theirs} <= vocabulary.FIRST:
        return "a name without a release number means the first release"
    return Refusal(f"it is release {theirs or 1}, the Arena name is release {mine or 1}")


def _day(pair: Pair, _: Reader) -> str | Refusal | None:
    if not pair.mine.days:
        return _undated(pair)
    day, entry = pair.mine.days[0], pair.entry
    known = entry.named or entry.told
    if not known:
        return _near(day, entry.released)
    if not any(day.agrees(other) for other in known):
        return Refusal(f"it is the release of {known[0]}, not of {day}")
    return None if entry.named else f"the catalogue's undated name stands for the release of {day}"


def _near(day: Day, released: date | None) -> str | Refusal:
    if released is None:
        return Refusal(f"no day of release is known to compare with {day}", sure=False)
    gap, month = day.before(released), Day(released.year, released.month, 0)
    if not (day.agrees(month) if gap is None else -EARLY <= gap <= LATE):
        return Refusal(f"it is the release of {released}, not of {day}")
    return (
        f"the snapshot of {day} was released on {released}"
        if gap
        else f"the catalogue dates it {released} too"
    )


def _undated(pair: Pair) -> str | Refusal | None:
    if not pair.entry.named or not pair.theirs.days:
        return None
    if pair.author in vocabulary.NUMBERED_BY_MONTH and versions(pair.mine.core):
        return "its maker dates each version once, so the version names the release"
    return Refusal(f"it is the release of {pair.theirs.days[0]}, and the Arena name has no date", sure=False)


def _stage(pair: Pair, reader: Reader) -> str | Refusal | None:
    mine, theirs = pair.mine.stages, pair.theirs.stages
    if mine == theirs:
        return None
    if pair.mine.days and _same_day(pair.mine.days[0], pair.entry):
        return f"the {_said(mine or theirs)} of that day is the release"
    says, rule = "keeps", "its maker's preview is the release"
    if mine < theirs:
        says, rule = "drops", "Arena leaves out the word “preview”"
    for fact, core in reader.previews if mine ^ theirs == {"preview"} else ():
        if fact.author == pair.author and fact.says == says and (not core or core == pair.theirs.core):
            return rule
    return Refusal(f"it is the {_said(theirs)}, the Arena name is the {_said(mine)}", sure=False)


def _said(stages: frozenset[str]) -> str:
    return " ".join(sorted(stages)) or "release"


def _same_day(day: Day, entry: Entry) -> bool:
    known = entry.named or entry.told
    if known or entry.released is None:
        return any(day.agrees(other) for other in known)
    return day.before(entry.released) == timedelta(0)


def _tuned(pair: Pair, reader: Reader) -> str | Refusal | None:
    mine, theirs = pair.mine.tuned, pair.theirs.tuned
    if mine == theirs or (mine and pair.entry.tuned):
        return None
    sized = pair.theirs.core != sizeless(pair.theirs.core)
    if sized and (mine or not _sibling(pair, reader)):
        return "Arena rates the weights that are tuned for instructions"
    return Refusal("only one of the two names says “instruct”", sure=False)


def _switch(pair: Pair, reader: Reader) -> str | Refusal | None:
    switched = any(way.switch and not way.bracketed for way in pair.left)
    if switched and (_sibling(pair, reader) or (pair.entry.tuned and not pair.mine.tuned)):
        return Refusal("its maker sells the thinking model apart from it", sure=False)
    return None


def _sibling(pair: Pair, reader: Reader) -> bool:
    return any(fact.author == pair.author and core <= pair.mine.core for fact, core in reader.siblings)


def _nickname(pair: Pair, _: Reader) -> str | Refusal | None:
    known = all(nickname in pair.entry.keys for nickname in pair.mine.nicknames)
    return None if known else Refusal("it does not go by the name in brackets", sure=False)


# Which entry is the model of a name ------------------------------------------------------------------------


class _Search:
    """The search for one name among the models of one maker: what fits, and what was refused and why."""

    def __init__(self, catalogue: Catalogue, text: str, author: str) -> None:
        self.catalogue, self.author = catalogue, author
        self.mine = catalogue.reader.read(text, author)
        self.refused: list[tuple[Pair, Refusal]] = []

    def fits(self) -> list[Fit]:
        """Return the entries that are the model, all by the surest reading that has any."""
        for pairs in self._pairs():
            fits = [fit for pair in pairs if (fit := self._fit(pair))]
            if fits:
                fewest = min(len(fit.rules) for fit in fits)
                return [fit for fit in fits if len(fit.rules) == fewest]
        return []

    def _pairs(self) -> Iterator[list[Pair]]:
        mine, known = self.mine, self.catalogue
        yield self._paired(known.under(known.keys, self.author, mine.key))
        for core, left in mine.readings():
            yield self._paired(known.under(known.cores, self.author, core), left)
        if versions(mine.core):
            yield self._paired(known.under(known.loose, self.author, sizeless(mine.core)), mine.ways)
        elif mine.days and mine.core == sizeless(mine.core):
            yield self._paired(known.under(known.loose, self.author, mine.core), mine.ways)

    def _paired(self, found: Iterable[Named], left: tuple[Way, ...] = ()) -> list[Pair]:
        return [Pair(self.mine, self.author, entry, theirs, left) for entry, theirs in found]

    def _fit(self, pair: Pair) -> Fit | None:
        verdict = judged(pair, self.catalogue.reader)
        if isinstance(verdict, Refusal):
            self.refused.append((pair, verdict))
            return None
        return verdict

    @cached_property
    def sharing(self) -> list[Entry]:
        """The entries that share most words with the name, looked for under its rarest ones."""
        known, whole = self.catalogue, self.mine.everything.union(self.mine.vendor)
        found = [known.words.get((self.author, word), []) for word in sorted(whole)]
        places = {at for some in sorted(filter(None, found), key=len)[:2] for at in some[-NEAR:]}
        best = sorted((len(whole ^ known.entries[at].words), -at) for at in places)
        return [known.entries[-at] for _, at in best]

    def nearest(self) -> Iterator[Pair]:
        """Yield those of them that are of the same family, which the name's first word tells."""
        family = {*self.mine.words[:1], *self.mine.words[len(self.mine.vendor) :][:1]}
        return (self._closest(entry) for entry in self.sharing if family & entry.words)

    def _closest(self, entry: Entry) -> Pair:
        theirs, *others = entry.names
        if others:
            theirs = min(entry.names, key=lambda name: len(self.mine.everything ^ name.everything))
        return Pair(self.mine, self.author, entry, theirs)

    def lost(self) -> Iterator[tuple[Pair, str]]:
        """Yield the entries that were refused, with the reason, and then those that are only near."""
        yield from ((pair, refusal.why) for pair, refusal in self.refused)
        yield from ((pair, "") for pair in self.nearest())

    def misspelled(self) -> Pair | None:
        """Return an entry that differs in a single word, and that only a little."""
        pairs = map(self._closest, self.sharing[:SHOWN])
        return next((pair for pair in pairs if _misspelled(pair)), None)


def _misspelled(pair: Pair) -> bool:
    mine, theirs = pair.mine.everything, pair.theirs.everything
    words = sorted(mine ^ theirs)
    single = len(mine - theirs) == len(theirs - mine) == 1
    return single and all(map(str.isalpha, words)) and _similar(*words)


def _similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def _matched(catalogue: Catalogue, one: ArenaName) -> Match:
    if not any(map(str.isalnum, one.name[: parts.LONGEST])):
        return _nothing(one, "The name has no letter and no digit to compare.")
    if len(one.name) > parts.LONGEST:
        return _nothing(one, f"The name is longer than {parts.LONGEST} characters, as no model's name is.")
    makers = catalogue.authors(one.organization)
    brands = set[str]() if makers else catalogue.branded(one.name)
    searches = [_Search(catalogue, one.name, author) for author in sorted(makers or brands)]
    fits = [fit for search in searches for fit in search.fits()] or _linked(catalogue, one, searches)
    strange = bool(one.organization) and not makers and not _misspelled_maker(catalogue, one, brands)
    if fits and not strange:
        return _joined(one, fits, searches)
    foreign = fits or _foreign(catalogue, one, makers)
    own = [_owned(fit) for fit in foreign if not fit.pair.left and len(fit.pair.mine.everything) >= DISTINCT]
    equal = [fit for fit in own if fit.pair.mine.key == fit.pair.theirs.key]
    return _joined(one, equal, searches) if equal else _proposed(one, foreign, searches)


def _foreign(catalogue: Catalogue, one: ArenaName, makers: set[str]) -> list[Fit]:
    """Return what would fit if the board had named another maker, to whom the name's first word points."""
    others = sorted(catalogue.branded(one.name) - makers) if makers else []
    return [fit for author in others for fit in _Search(catalogue, one.name, author).fits()]


def _owned(fit: Fit) -> Fit:
    maker = fit.pair.entry.listing.author
    return Fit(fit.pair, (f"the names are equal, and by the catalogue its maker is {maker}", *fit.rules))


def _misspelled_maker(catalogue: Catalogue, one: ArenaName, brands: set[str]) -> bool:
    """Whether an unknown organisation is a misspelling of the maker to whom the first word points."""
    key = parts.author_key(one.organization or "")
    return any(_similar(key, spelling) for spelling, author in catalogue.makers.items() if author in brands)


def _linked(catalogue: Catalogue, one: ArenaName, searches: Sequence[_Search]) -> list[Fit]:
    """Return the one entry to whose weights on Hugging Face a board links, if there is just one."""
    found = re.search(r"huggingface\.co/([\w.-]+/[\w.-]+)", one.url or "")
    entries = catalogue.weights.get(found[1].casefold(), []) if found else []
    if len(entries) != 1 or not searches:
        return []
    pair = Pair(searches[0].mine, searches[0].author, entries[0], entries[0].names[0], searches[0].mine.ways)
    return [Fit(pair, ("Arena links to the very weights that the catalogue names",))]


def _decided(catalogue: Catalogue, name: str, decision: Decision) -> Match:
    """Return a person's decision, which wins over every rule; one for an unknown slug joins nothing."""
    found = catalogue.slugs.get(decision.slug or "")
    if decision.slug is not None and found is None:
        reason = f"A person decided for {decision.slug}, which the catalogue does not have."
        return Match(arena_name=name, confidence=Confidence.UNMATCHED, reason=reason)
    return Match(
        arena_name=name,
        confidence=Confidence.MANUAL,
        reason=decision.reason,
        slug=found.slug if found else None,
        openrouter_id=found.id if found else None,
        compared=(name, found.name) if found else None,
    )


def _joined(one: ArenaName, fits: Sequence[Fit], searches: Sequence[_Search]) -> Match:
    slugs = sorted({fit.pair.entry.listing.slug for fit in fits})
    pair, rules = fits[0]
    if len(slugs) > 1:
        why = f"{len(slugs)} models answer to the name: {', '.join(slugs[:SHOWN])}"
        return _low(one, pair, why, _lost(searches))
    return Match(
        arena_name=one.name,
        confidence=_confidence(pair, rules),
        reason=_reason(pair, rules),
        slug=pair.entry.listing.slug,
        openrouter_id=pair.entry.listing.id,
        compared=_compared(pair),
        dropped=_dropped(pair),
        candidates=tuple(_lost(searches, pair.entry.listing.id)),
    )


def _confidence(pair: Pair, rules: tuple[str, ...]) -> Confidence:
    if pair.left:
        return Confidence.VARIANT
    return Confidence.HIGH if rules or pair.mine.key != pair.theirs.key else Confidence.EXACT


def _reason(pair: Pair, rules: tuple[str, ...]) -> str:
    because = "; ".join(rules)
    if pair.left:
        modes = ", ".join(way.label for way in pair.left)
        return f"A mode of this model ({modes}), not a model of its own{': ' if because else ''}{because}."
    if pair.mine.key == pair.theirs.key and not rules:
        return SAME
    return f"The same model: {because or 'the same words in another order or spelling'}."


def _compared(pair: Pair) -> tuple[str, str]:
    left = Counter(word for way in pair.left for word in way.words)
    mine: list[str] = []
    for word in reversed(pair.mine.words[len(_prefix(pair)) :]):
        left[word] -= 1
        mine += [word] if left[word] < 0 else []
    return _readable(reversed(mine)), _readable(pair.theirs.words)


def _prefix(pair: Pair) -> tuple[str, ...]:
    """Return the words for the maker that only the Arena name has."""
    return () if pair.theirs.vendor else pair.mine.vendor


def _readable(words: Iterable[str]) -> str:
    return " ".join(word.removeprefix("@") for word in words)


def _dropped(pair: Pair) -> tuple[str, ...]:
    days = [] if pair.theirs.days else [str(day) for day in pair.mine.days]
    stages = sorted(pair.mine.stages - pair.theirs.stages)
    prefix = "".join(_prefix(pair))
    return tuple(filter(None, (prefix, *(way.text for way in pair.left), *stages, *days)))


def _nothing(one: ArenaName, reason: str, lost: Sequence[Candidate] = ()) -> Match:
    return Match(arena_name=one.name, confidence=Confidence.UNMATCHED, reason=reason, candidates=tuple(lost))


def _low(one: ArenaName, pair: Pair, why: str, lost: Sequence[Candidate]) -> Match:
    others = (other for other in lost if other.openrouter_id != pair.entry.listing.id)
    return Match(
        arena_name=one.name,
        confidence=Confidence.LOW,
        reason=f"Perhaps {pair.entry.listing.name}, for a person to confirm: {why}.",
        compared=_compared(pair),
        dropped=_dropped(pair),
        candidates=(_candidate(pair, why), *others)[:SHOWN],
    )


def _proposed(one: ArenaName, foreign: Sequence[Fit], searches: Sequence[_Search]) -> Match:
    """Return a proposal for a person where something came near, else no match with what came nearest."""
    lost = _lost(searches)
    if foreign:
        maker = foreign[0].pair.entry.listing.author
        why = f"the names agree, but its maker is {maker}, not {one.organization}"
        return _low(one, foreign[0].pair, why, lost)
    unsure = next((item for search in searches for item in search.refused if not item[1].sure), None)
    if unsure:
        return _low(one, unsure[0], unsure[1].why, lost)
    misspelled = next((pair for search in searches if (pair := search.misspelled())), None)
    if misspelled:
        return _low(one, misspelled, "a single word is spelled differently", lost)
    if lost:
        nearest = f"the nearest is {lost[0].openrouter_id}: {lost[0].why}"
        return _nothing(one, f"No model has this name; {nearest}.", lost)
    maker = f" of {one.organization}" if one.organization and not searches else ""
    return _nothing(one, f"The catalogue has no model{maker} with such a name.")


def _lost(searches: Iterable[_Search], winner: str = "") -> list[Candidate]:
    """Return the entries that were refused or that share most words, each once, nearest first."""
    found: dict[str, Candidate] = {}
    for pair, why in (item for search in searches for item in search.lost()):
        if len(found) == (BESIDE if winner else SHOWN):
            break
        if pair.entry.listing.id not in (winner, *found):
            found[pair.entry.listing.id] = _candidate(pair, why or _difference(pair))
    return list(found.values())


def _candidate(pair: Pair, why: str) -> Candidate:
    return Candidate(slug=pair.entry.listing.slug, openrouter_id=pair.entry.listing.id, why=why)


def _difference(pair: Pair) -> str:
    """Return in words what sets an entry apart from a name."""
    mine, theirs = pair.mine, pair.theirs.everything
    added, lacking = _quoted(theirs - mine.everything), _quoted(mine.core - theirs)
    if added and lacking:
        return f"it is {added}, not {lacking}"
    if added or lacking:
        return f"it adds {added}" if added else f"it lacks {lacking}"
    return "it is another release of that name"


def _quoted(words: Iterable[str]) -> str:
    return " ".join(f"“{word}”" for word in sorted(words)[:SHOWN])
