"""The search for a name among the models of a maker: what fits, what was refused and what is near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from sitegen.matching.candidates import CatalogueEntry
from sitegen.matching.index import Catalogue
from sitegen.matching.names import Name
from sitegen.matching.spelling import SpelledName, spelled_name
from sitegen.matching.verdicts import Fit, Pair, Refusal, judged
from sitegen.matching.words import case_folded

MIN_NEAR, MAX_LOOKS = 6, 20_000
"""Models looked at for each of a name's two rarest words when the nearest are sought: at least MIN_NEAR, and
more in a catalogue so small that all its models together take no more than MAX_LOOKS looks."""

MAX_MISSPELLED = 4
"""The nearest models among which a misspelled name is sought."""

MIN_SIMILARITY = 0.8
"""Similarity of spelling, from 0 to 1, at which a word may be another one misspelled."""

TEXT = "text"


class NameReading:
    """A name as a maker reads it, or as all makers do who read it alike, and the models with such a name.

    ``equal`` holds by maker the models whose name has the same key, ``words`` all words of the name but its
    dates, its stages and "instruct".
    """

    def __init__(self, catalogue: Catalogue, name: Name) -> None:
        self.catalogue, self.name = catalogue, name
        self.words = name.core_and_modes.union(name.vendor) if name.vendor else name.core_and_modes
        self.equal: dict[str, list[Pair]] = {}
        for maker, entry, theirs in catalogue.equal(name):
            self.equal.setdefault(maker, []).append(Pair(name, maker, entry, theirs))

    @cached_property
    def with_words(self) -> dict[str, dict[int, list[Pair]]]:
        """The models with the same words, by maker and by the number of the reading."""
        pairs: dict[str, dict[int, list[Pair]]] = {}
        for number, (named_entries, left_out) in enumerate(self.catalogue.readings(self.name)):
            for maker, entry, theirs in named_entries:
                pair = Pair(self.name, maker, entry, theirs, left_out)
                pairs.setdefault(maker, {}).setdefault(number, []).append(pair)
        return pairs

    def pairs(self, maker: str) -> Iterator[list[Pair]]:
        """Yield a maker's models under each reading that has any; whoever has an equal name needs no more."""
        if maker in self.equal:
            yield self.equal[maker]
        yield from self.with_words.get(maker, {}).values()


class NameQuery:
    """A name to be found: it is taken apart once, and once more for each maker who reads it otherwise."""

    def __init__(self, catalogue: Catalogue, text: str, gives: frozenset[str] = frozenset()) -> None:
        self.catalogue, self.folded, self.gives = catalogue, case_folded(text), gives
        self._readings: dict[str, NameReading] = {}

    @cached_property
    def _spelled(self) -> tuple[SpelledName, set[str]]:
        """The words of the name, and the makers who may read it otherwise than most."""
        spelled = spelled_name(self.folded)
        return spelled, self.catalogue.reader.special_makers(spelled)

    def searches(self, makers: Iterable[str]) -> list[MakerSearch]:
        """Return the searches for the name among the models of these makers."""
        return [MakerSearch(self._reading(maker), maker, self.gives) for maker in sorted(makers)]

    def makers_with_entries(self, makers: set[str]) -> set[str]:
        """Return those makers who have something under the name, or may have, as they read it otherwise."""
        if not makers:
            return makers
        reading = self._reading("")
        return makers & (self._spelled[1] | reading.equal.keys() | reading.with_words.keys())

    def makers_of_equal(self) -> set[str]:
        """Return the makers of models whose name is equal, though they write its first word with the next."""
        return set(self._reading("").equal)

    def _reading(self, maker: str) -> NameReading:
        name = self.catalogue.reader.known(self.folded, maker)
        if name is not None:
            return NameReading(self.catalogue, name)
        spelled, special = self._spelled
        maker = maker if maker in special else ""
        if maker not in self._readings:
            name = self.catalogue.reader.read_spelled(spelled, maker)
            self._readings[maker] = NameReading(self.catalogue, name)
        return self._readings[maker]


class MakerSearch:
    """The search for one name among the models of one maker: what fits, and what was refused and why.

    ``gives`` are the types of output that the name is rated for; none where they are not known.
    """

    def __init__(self, reading: NameReading, maker: str, gives: frozenset[str] = frozenset()) -> None:
        self.reading, self.maker, self.gives = reading, maker, gives
        self.name, self.catalogue = reading.name, reading.catalogue
        self.refused: list[tuple[Pair, Refusal]] = []

    def fits(self) -> list[Fit]:
        """Return the entries that are the model, all by the surest reading that has any."""
        for pairs in self.reading.pairs(self.maker):
            fits: list[Fit] = []
            for pair in pairs:
                verdict = judged(pair, self.catalogue.reader)
                if isinstance(verdict, Fit):
                    fits.append(verdict)
                else:
                    self.refused.append((pair, verdict))
            if fits:
                fewest = min(len(fit.rules) for fit in fits)
                return [fit for fit in fits if len(fit.rules) == fewest]
        return []

    @cached_property
    def _sharing(self) -> list[CatalogueEntry]:
        """The entries that share most words with the name, looked for under its two rarest words."""
        words, entries = self.reading.words, self.catalogue.entries
        near = max(MIN_NEAR, MAX_LOOKS // len(entries))
        by_word = self.catalogue.positions.get(self.maker, {})
        # The choice between equally rare words depends on their order.
        rarest = sorted([by_word[word] for word in sorted(words) if word in by_word], key=len)[:2]
        positions = {position for some in rarest for position in some[-near:]}
        # Two sets differ by the less, the more they share and the fewer words the other one has.
        distances = [(len(theirs := entries[at].words) - 2 * len(words & theirs), -at) for at in positions]
        nearest = [entries[-at] for _, at in sorted(distances)]
        return [entry for entry in nearest if meets(self.gives, entry.listing.architecture.output_modalities)]

    def nearest(self) -> Iterator[Pair]:
        """Yield those of them that are of the same family, which the name's first word tells."""
        family = {*self.name.words[:1], *self.name.words[len(self.name.vendor) :][:1]}
        return (self._closest(entry) for entry in self._sharing if not family.isdisjoint(entry.words))

    def _closest(self, entry: CatalogueEntry) -> Pair:
        """Return an entry under that name of it which shares most words with the name sought."""
        words, theirs = self.name.core_and_modes, entry.names[0]
        if len(entry.names) > 1:
            theirs = min(entry.names, key=lambda name: len(words ^ name.core_and_modes))
        return Pair(self.name, self.maker, entry, theirs)

    def losers(self) -> Iterator[tuple[Pair, str]]:
        """Yield the entries that were refused, with the reason, and then those that are only near."""
        yield from ((pair, refusal.reason) for pair, refusal in self.refused)
        yield from ((pair, "") for pair in self.nearest())

    def misspelled(self) -> Pair | None:
        """Return an entry that differs in a single word, and in that word only a little."""
        for entry in self._sharing[:MAX_MISSPELLED]:
            lacking = self.name.core_and_modes - entry.words
            if len(lacking) <= 1 and _one_word_differs(pair := self._closest(entry)):
                return pair
        return None


def meets(gives: frozenset[str], outputs: Sequence[str]) -> bool:
    """Whether a model with these types of output can stand on a board that rates ``gives``.

    Nearly every model gives text beside what it is made for: a text board's names are near models that give
    text alone.
    """
    given = frozenset(outputs)
    return not (gives and given) or any(given == {kind} if kind == TEXT else kind in given for kind in gives)


def _one_word_differs(pair: Pair) -> bool:
    mine, theirs = pair.mine.core_and_modes, pair.theirs.core_and_modes
    words = sorted(mine ^ theirs)
    if len(mine) != len(theirs) or len(words) != len({"mine", "theirs"}):
        return False
    return all(map(str.isalpha, words)) and similar(*words)


def similar(word: str, other: str) -> bool:
    """Whether one word may be the other one misspelled."""
    return SequenceMatcher(None, word, other).ratio() >= MIN_SIMILARITY
