"""Matching: which model of the catalogue an Arena name is, how sure that is, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property

from sitegen.catalog import names as parts
from sitegen.catalog.entries import Catalogue, Entry
from sitegen.catalog.names import Name, Spelled
from sitegen.catalog.verdicts import Fit, Pair, Refusal, judged
from sitegen.records.listing import Listing
from sitegen.records.match import Candidate, Confidence, Match

SHOWN, BESIDE = 4, 2
"""Losing candidates that are shown for a name without a model, and beside the one that won."""

NEAR, LOOKS = 6, 20_000
"""Models looked at for each of a name's two rarest words when the nearest are sought: at least so many, and
more in a catalogue so small that all its models together bear that many looks."""

TELLING = 20
"""Makers up to which a name's first word tells whose it is: eight have a "llama". Of more, only those are
asked who have something under the name, or many names of no maker would each be held against all of them."""

DISTINCT = 3
"""Words from which on a name is so much its model's own that another maker's name beside it is an error."""

ALIKE = 0.8
"""Similarity of spelling, from 0 to 1, at which a word may be another one misspelled."""

SAME = "The names are equal once case, punctuation and the maker's prefix are set aside."


@dataclass(frozen=True)
class ArenaName:
    """A name as it stands on one or more boards, with what the boards say of it."""

    name: str
    organization: str | None = None
    license: str | None = None
    url: str | None = None


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


class _Meaning:
    """A name as a maker means it, or as all do that mean the same, and what they have under it.

    ``pairs`` holds, for each maker, the entries under each reading that has any, the surest reading first.
    """

    def __init__(self, catalogue: Catalogue, mine: Name) -> None:
        self.catalogue, self.mine = catalogue, mine
        self.pairs: dict[str, dict[int, list[Pair]]] = {}
        for at, (places, left) in enumerate(catalogue.held(mine)):
            for place in places:
                author, entry = catalogue.makers_of[place], catalogue.entries[catalogue.owners[place]]
                pair = Pair(mine, author, entry, catalogue.names[place], left)
                self.pairs.setdefault(author, {}).setdefault(at, []).append(pair)
        self.whole = mine.everything.union(mine.vendor) if mine.vendor else mine.everything
        # The choice between equally rare words depends on their order.
        self.ordered = sorted(self.whole)


class _Question:
    """A name to be found: it is taken apart once, and once more for each maker who means it otherwise."""

    def __init__(self, catalogue: Catalogue, text: str) -> None:
        self.catalogue, self.text = catalogue, text
        self.meanings: dict[str, _Meaning] = {}

    @cached_property
    def spelled(self) -> tuple[Spelled, set[str]]:
        """The words of the name, and the makers who may mean it otherwise than most."""
        spelled = parts.spelled(self.text)
        return spelled, self.catalogue.reader.apart(spelled)

    def searches(self, authors: Iterable[str]) -> list[_Search]:
        """Return the searches for the name among the models of these makers."""
        return [_Search(self._meant(author), author) for author in sorted(authors)]

    def held(self, authors: set[str]) -> set[str]:
        """Return those makers who have something under the name, or may have, as they mean it otherwise."""
        return authors & (self.spelled[1] | self._meant("").pairs.keys()) if authors else authors

    def _meant(self, author: str) -> _Meaning:
        if known := self.catalogue.reader.found[author].get(self.text):
            return _Meaning(self.catalogue, known)
        spelled, apart = self.spelled
        author = author if author in apart else ""
        if author not in self.meanings:
            self.meanings[author] = _Meaning(self.catalogue, self.catalogue.reader.named(spelled, author))
        return self.meanings[author]


class _Search:
    """The search for one name among the models of one maker: what fits, and what was refused and why."""

    def __init__(self, meaning: _Meaning, author: str) -> None:
        self.meaning, self.author = meaning, author
        self.mine, self.catalogue = meaning.mine, meaning.catalogue
        self.refused: list[tuple[Pair, Refusal]] = []

    def fits(self) -> list[Fit]:
        """Return the entries that are the model, all by the surest reading that has any."""
        for pairs in self.meaning.pairs.get(self.author, {}).values():
            fits = [fit for pair in pairs if (fit := self._fit(pair))]
            if fits:
                fewest = min(len(fit.rules) for fit in fits)
                return [fit for fit in fits if len(fit.rules) == fewest]
        return []

    def _fit(self, pair: Pair) -> Fit | None:
        verdict = judged(pair, self.catalogue.reader)
        if isinstance(verdict, Refusal):
            self.refused.append((pair, verdict))
            return None
        return verdict

    @cached_property
    def sharing(self) -> list[Entry]:
        """The entries that share most words with the name, looked for under its rarest ones."""
        known, whole, entries = self.catalogue, self.meaning.whole, self.catalogue.entries
        near = max(NEAR, LOOKS // len(known.entries))
        words = known.words.get(self.author, {})
        found = [words[word] for word in self.meaning.ordered if word in words]
        places = {at for some in sorted(found, key=len)[:2] for at in some[-near:]}
        # Two sets differ by the less, the more they share and the fewer words the other one has.
        best = sorted([(len(theirs := entries[at].words) - 2 * len(whole & theirs), -at) for at in places])
        return [entries[-at] for _, at in best]

    def nearest(self) -> Iterator[Pair]:
        """Yield those of them that are of the same family, which the name's first word tells."""
        family = {*self.mine.words[:1], *self.mine.words[len(self.mine.vendor) :][:1]}
        return (self._closest(entry) for entry in self.sharing if not family.isdisjoint(entry.words))

    def _closest(self, entry: Entry) -> Pair:
        theirs = entry.names[0]
        if len(entry.names) > 1:
            theirs = min(entry.names, key=lambda name: len(self.mine.everything ^ name.everything))
        return Pair(self.mine, self.author, entry, theirs)

    def lost(self) -> Iterator[tuple[Pair, str]]:
        """Yield the entries that were refused, with the reason, and then those that are only near."""
        yield from ((pair, refusal.why) for pair, refusal in self.refused)
        yield from ((pair, "") for pair in self.nearest())

    def misspelled(self) -> Pair | None:
        """Return an entry that differs in a single word, and that only a little."""
        mine = self.mine.everything
        for entry in self.sharing[:SHOWN]:
            if len(mine - entry.words) <= 1 and _misspelled(pair := self._closest(entry)):
                return pair
        return None


def _misspelled(pair: Pair) -> bool:
    mine, theirs = pair.mine.everything, pair.theirs.everything
    if len(mine) != len(theirs) or len(words := sorted(mine ^ theirs)) != len({"mine", "theirs"}):
        return False
    return all(map(str.isalpha, words)) and _similar(*words)


def _similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def _matched(catalogue: Catalogue, one: ArenaName) -> Match:
    if not any(map(str.isalnum, one.name[: parts.LONGEST])):
        return _nothing(one, "The name has no letter and no digit to compare.")
    if len(one.name) > parts.LONGEST:
        return _nothing(one, f"The name is longer than {parts.LONGEST} characters, as no model's name is.")
    makers = catalogue.authors(one.organization)
    question = _Question(catalogue, one.name)
    brands = set[str]() if makers else catalogue.branded(one.name)
    if len(brands) > TELLING:
        brands = question.held(brands)
    searches = question.searches(makers or brands)
    fits = [fit for search in searches for fit in search.fits()] or _linked(catalogue, one, searches)
    strange = bool(one.organization) and not makers and not _misspelled_maker(catalogue, one, brands)
    if fits and not strange:
        return _joined(one, fits, searches)
    # What would fit if the board had named another maker, to whom the name's first word points.
    others = catalogue.branded(one.name) - makers if makers and not fits else set[str]()
    foreign = fits or [fit for search in question.searches(question.held(others)) for fit in search.fits()]
    own = [_owned(fit) for fit in foreign if not fit.pair.left and len(fit.pair.mine.everything) >= DISTINCT]
    equal = [fit for fit in own if fit.pair.mine.key == fit.pair.theirs.key]
    return _joined(one, equal, searches) if equal else _proposed(one, foreign, searches)


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
    if not pair.left:
        return _readable(pair.mine.words[len(_prefix(pair)) :]), _readable(pair.theirs.words)
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
    return " ".join([f"“{word}”" for word in sorted(words)[:SHOWN]])
