"""Names: a model's name taken apart into the parts that mean something.

``claude-opus-4-5-20251101-thinking-32k`` and ``Claude Opus 4.5 (High, 32K, 20251101)`` are both read as the
words claude, opus and 4.5, the day 2025-11-01 and a mode. Parts are compared, never whole strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from sitegen.matching import vocabulary
from sitegen.matching.dates import Day
from sitegen.matching.modes import WAYS, Way, split_modes
from sitegen.matching.spelling import LONGEST_MAKER, Spelled, spelled
from sitegen.matching.words import bare, letters, word_key

COUNTED = 4
"""Modes of a name that may be counted as words of it, each with and without the others."""

_MASKS = [sorted(range(1 << count), key=int.bit_count) for count in range(COUNTED + 1)]


NONE: frozenset[str] = frozenset()
Identity: TypeAlias = tuple[frozenset[str], frozenset[str]]


class Name(NamedTuple):
    """The parts of one name: ``core`` is what makes the model, the rest qualifies it.

    ``words`` are all words in reading order and ``key`` the same without punctuation and vendor prefix;
    ``everything`` is the core with the words of the modes, ``release`` a trailing "v0.2" or "002",
    ``vendor`` the words at the start that only name the maker, ``nicknames`` the keys of names in brackets.
    """

    text: str
    words: tuple[str, ...] = ()
    key: str = ""
    core: frozenset[str] = frozenset()
    everything: frozenset[str] = frozenset()
    days: tuple[Day, ...] = ()
    ways: tuple[Way, ...] = ()
    stages: frozenset[str] = frozenset()
    tuned: bool = False
    release: str = ""
    vendor: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()

    @property
    def identity(self) -> Identity:
        """What all names of one model have in common, whatever their dates."""
        return self.everything, self.stages

    def meaning(self, other: Name) -> Name:
        """Return this name with the parts of the one that it is an alias of."""
        return self._replace(
            core=other.core,
            everything=other.everything,
            ways=other.ways,
            stages=other.stages,
            days=self.days or other.days,
        )

    def without(self, ways: tuple[Way, ...]) -> Name:
        """Return this name with no mode but these; it equals no other name as it stands."""
        words = (word for way in ways for word in way.words)
        return self._replace(key="", ways=ways, everything=self.core.union(words))

    def readings(self) -> Iterator[tuple[frozenset[str], tuple[Way, ...]]]:
        """Yield the core with fewer and fewer of its modes counted as words of it, and the modes left out."""
        if not self.ways:
            yield self.core, ()
            return
        ways, rest = self.ways[:COUNTED], self.ways[COUNTED:]
        for mask in _MASKS[len(ways)]:
            left = tuple(way for at, way in enumerate(ways) if mask >> at & 1)
            kept = (word for at, way in enumerate(ways) if not mask >> at & 1 for word in way.words)
            yield self.core.union(kept), left + rest


_SPELLINGS = {
    letters(text): maker.key for maker in vocabulary.AUTHORS for text in (maker.key, *maker.spellings)
}
_PREFIXES = {maker.key: frozenset(maker.prefixes) for maker in vocabulary.AUTHORS}


def author_key(text: str) -> str:
    """Return one short key for every spelling of a maker: "Zhipu AI" and "z-ai" are both "zai"."""
    return _SPELLINGS.get(found := letters(text), found)


def vendors(author: str, spellings: Iterable[str] = ()) -> frozenset[str]:
    """Return what may stand before a name to name its maker, as :func:`letters` writes it."""
    known = (spelling for spelling, maker in _SPELLINGS.items() if maker == author)
    return _PREFIXES.get(author, frozenset()).union((author,), known, map(letters, spellings))


_PHRASES = [(fact.author, fact.name.split(), fact.says.split()) for fact in vocabulary.PHRASES]
PECULIAR = (
    *((words[-1], author) for words, mode in WAYS.items() for author in mode.authors + mode.never),
    *((phrase[0], maker) for maker, phrase, _ in _PHRASES),
)
"""Words with the makers who do not mean by them what all others do."""


def _rephrased(words: list[str], author: str) -> list[str]:
    for maker, phrase, meaning in _PHRASES:
        if maker == author and phrase[0] in words:
            at = words.index(phrase[0])
            if words[at : at + len(phrase)] == phrase:
                words = words[:at] + meaning + words[at + len(phrase) :]
    return words


def _release(words: list[str]) -> str:
    """Return the number of the release that ends a name: a first one, or one after another number."""
    last = words[-1] if words else ""
    marked = last and (bare(last) != last or (last[0] == "0" and len(last) == len("001")))
    if not marked or len(words) == 1:
        return ""
    others = any(bare(word)[0].isdigit() for word in words[:-1])
    return last if others or bare(last) in vocabulary.FIRST else ""


def _vendor(words: list[str], prefixes: frozenset[str]) -> int:
    """Return how many words at the start only name the maker; one word is always left."""
    count, joined = 0, ""
    for at, word in enumerate(words[:-1], start=1):
        joined += word
        if joined in prefixes:
            count, joined = at, ""
        elif at - count == LONGEST_MAKER:
            break
    return count


def read(text: str, author: str = "", prefixes: frozenset[str] = frozenset()) -> Name:
    """Return the parts of a name; ``prefixes`` only name its maker (see :func:`vendors`)."""
    return named(spelled(text), author, prefixes)


def named(one: Spelled, author: str, prefixes: frozenset[str]) -> Name:
    """Return the parts of a name as this maker means them."""
    undated = one.undated
    skipped = _vendor(undated, prefixes)
    rest, ways = split_modes(_rephrased(undated[skipped:], author), author, bracketed=False)
    words = one.words
    if one.aside.words:
        words, rest, ways = [*words, *one.aside.words], [*rest, *one.aside.rest], [*ways, *one.aside.ways]
    if not vocabulary.NOISE.isdisjoint(rest):
        rest = [word for word in rest if word not in vocabulary.NOISE]
    release = _release(rest)
    parts = frozenset([bare(word) if word[0] == "v" else word for word in rest if word != release])
    stages = vocabulary.STAGES & parts or NONE
    tuned = not vocabulary.TUNED.isdisjoint(parts)
    core = parts - vocabulary.STAGES - vocabulary.TUNED if stages or tuned else parts
    return Name(
        text=one.text,
        words=tuple(words),
        key=word_key(words[skipped:] if skipped else words),
        core=core,
        everything=core.union(word for way in ways for word in way.words) if ways else core,
        days=tuple(one.days),
        ways=tuple(ways),
        stages=stages,
        tuned=tuned,
        release=bare(release) if release else "",
        vendor=tuple(undated[:skipped]),
        nicknames=tuple(one.aside.nicknames),
    )
