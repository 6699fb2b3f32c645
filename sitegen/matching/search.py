"""The search for a name among the entries of a maker: what fits, what was refused and what is near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property

from sitegen.matching.candidates import Entry
from sitegen.matching.index import Catalogue
from sitegen.matching.names import Name
from sitegen.matching.reasons import SHOWN
from sitegen.matching.spelling import Spelled, spelled
from sitegen.matching.verdicts import Fit, Pair, Refusal, judged

NEAR, LOOKS = 6, 20_000
"""Models looked at for each of a name's two rarest words when the nearest are sought: at least so many, and
more in a catalogue so small that all its models together bear that many looks."""

ALIKE = 0.8
"""Similarity of spelling, from 0 to 1, at which a word may be another one misspelled."""


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


class Question:
    """A name to be found: it is taken apart once, and once more for each maker who means it otherwise."""

    def __init__(self, catalogue: Catalogue, text: str) -> None:
        self.catalogue, self.text = catalogue, text
        self.meanings: dict[str, _Meaning] = {}

    @cached_property
    def spelled(self) -> tuple[Spelled, set[str]]:
        """The words of the name, and the makers who may mean it otherwise than most."""
        found = spelled(self.text)
        return found, self.catalogue.reader.apart(found)

    def searches(self, authors: Iterable[str]) -> list[Search]:
        """Return the searches for the name among the models of these makers."""
        return [Search(self._meant(author), author) for author in sorted(authors)]

    def held(self, authors: set[str]) -> set[str]:
        """Return those makers who have something under the name, or may have, as they mean it otherwise."""
        return authors & (self.spelled[1] | self._meant("").pairs.keys()) if authors else authors

    def _meant(self, author: str) -> _Meaning:
        if known := self.catalogue.reader.found[author].get(self.text):
            return _Meaning(self.catalogue, known)
        found, apart = self.spelled
        author = author if author in apart else ""
        if author not in self.meanings:
            self.meanings[author] = _Meaning(self.catalogue, self.catalogue.reader.named(found, author))
        return self.meanings[author]


class Search:
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
    return all(map(str.isalpha, words)) and similar(*words)


def similar(one: str, other: str) -> bool:
    """Whether one word may be another one misspelled."""
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
