"""A model's name taken apart into the parts that mean something, as its maker writes names.

``claude-opus-4-5-20251101-thinking-32k`` and ``Claude Opus 4.5 (High, 32K, 20251101)`` both have the words
claude, opus and 4.5, the date 2025-11-01 and modes. Parts are compared, never whole strings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from sitegen.matching import vocabulary
from sitegen.matching.dates import NameDate
from sitegen.matching.naming import ARENA, Naming
from sitegen.matching.spelling import (
    LAST_WORDS,
    MAX_MAKER_WORDS,
    MODES,
    NO_BRACKETS,
    NameMode,
    SpelledName,
    first_joined,
    spelled_name,
    split_modes,
)
from sitegen.matching.words import bare, case_folded, first_word, letters, word_key

MAX_COUNTED_MODES = 4
"""Modes of a name that may be counted as words of it, each with and without the others."""

_MASKS = [sorted(range(1 << count), key=int.bit_count) for count in range(MAX_COUNTED_MODES + 1)]

NONE: frozenset[str] = frozenset()
Identity: TypeAlias = tuple[frozenset[str], frozenset[str]]


class Name(NamedTuple):
    """The parts of one name: ``core`` is what makes the model, the rest qualifies it.

    ``words`` are all words in reading order, and ``key`` is the same without case, punctuation and vendor;
    ``core_and_modes`` is the core with the words of the modes, ``release`` a trailing "v0.2" or "002",
    ``vendor`` the words at the start that only name the maker, ``nicknames`` the keys of names in brackets;
    ``alias`` is the rule by which the words mean others, as a reason says it.
    """

    words: tuple[str, ...]
    key: str
    core: frozenset[str]
    core_and_modes: frozenset[str]
    dates: tuple[NameDate, ...]
    modes: tuple[NameMode, ...]
    stages: frozenset[str]
    tuned: bool
    release: str
    vendor: tuple[str, ...]
    nicknames: tuple[str, ...]
    alias: str = ""

    @property
    def identity(self) -> Identity:
        """What all names of one model have in common, whatever their dates."""
        return self.core_and_modes, self.stages

    def with_parts_of(self, other: Name, rule: str) -> Name:
        """Return this name, an alias of ``other``, with the other's parts; the dates only if it has none.

        ``rule`` says why it is one.
        """
        return self._replace(
            core=other.core,
            core_and_modes=other.core_and_modes,
            modes=other.modes,
            stages=other.stages,
            dates=self.dates or other.dates,
            alias=rule,
        )

    def with_only_modes(self, modes: tuple[NameMode, ...]) -> Name:
        """Return this name with these of its modes; it has no key, so that it equals no other name."""
        words = (word for mode in modes for word in mode.words)
        return self._replace(key="", modes=modes, core_and_modes=self.core.union(words))

    def readings(self) -> Iterator[tuple[frozenset[str], tuple[NameMode, ...]]]:
        """Yield the core with fewer and fewer of the modes counted as words of it, and the modes left out."""
        if not self.modes:
            yield self.core, ()
            return
        counted, rest = self.modes[:MAX_COUNTED_MODES], self.modes[MAX_COUNTED_MODES:]
        for mask in _MASKS[len(counted)]:
            left_out = tuple(mode for at, mode in enumerate(counted) if mask >> at & 1)
            words = (word for at, mode in enumerate(counted) if not mask >> at & 1 for word in mode.words)
            yield self.core.union(words), left_out + rest


_MAKER_KEYS = {
    letters(text): maker.key for maker in vocabulary.MAKERS for text in (maker.key, *maker.spellings)
}
_PREFIXES = {maker.key: frozenset(maker.prefixes) for maker in vocabulary.MAKERS}


@lru_cache(maxsize=4096)
def maker_key(text: str) -> str:
    """Return one short key for every spelling of a maker: "Zhipu AI" and "z-ai" are both "zai"."""
    spelling = letters(text)
    return _MAKER_KEYS.get(spelling, spelling)


def vendor_prefixes(maker: str, spellings: Iterable[str] = ()) -> frozenset[str]:
    """Return what may stand before a name to name its maker, as :func:`letters` writes it."""
    known = (spelling for spelling, key in _MAKER_KEYS.items() if key == maker)
    return _PREFIXES.get(maker, frozenset()).union((maker,), known, map(letters, spellings))


_PHRASES = [(fact.maker, fact.name.split(), fact.value.split()) for fact in vocabulary.PHRASES]
_PHRASING_MAKERS = frozenset(maker for maker, _, _ in _PHRASES)


def _rephrased(words: list[str], maker: str) -> tuple[list[str], str]:
    """Return the words as their maker means them, and the rule for it; "" where there is none."""
    rule = ""
    for phrase_maker, phrase, meaning in _PHRASES:
        if phrase_maker == maker and phrase[0] in words:
            at = words.index(phrase[0])
            if words[at : at + len(phrase)] == phrase:
                words = words[:at] + meaning + words[at + len(phrase) :]
                rule = alias_rule(" ".join(phrase), " ".join(meaning))
    return words, rule


def alias_rule(name: str, meaning: str) -> str:
    """Return in words that a name means another one: "its maker's “chat latest” is “chat”"."""
    return f"its maker's “{name}” is “{meaning}”"


def _release(words: list[str]) -> str:
    """Return the number of the release that ends a name: a first one, or one after another number."""
    last = words[-1]
    if bare(last) == last and (last[0] != "0" or len(last) != len("001")):
        return ""
    others = any(bare(word)[0].isdigit() for word in words[:-1])
    return last if others or bare(last) in vocabulary.FIRST else ""


def _vendor_length(words: list[str], prefixes: frozenset[str]) -> int:
    """Return how many words at the start only name the maker; at least one word is left."""
    length, joined = 0, ""
    for count, word in enumerate(words[:-1], start=1):
        joined += word
        if joined in prefixes:
            length, joined = count, ""
        elif count - length == MAX_MAKER_WORDS:
            break
    return length


@lru_cache(maxsize=4096)
def _beginnings(prefixes: frozenset[str]) -> frozenset[str]:
    """Return what the first word of a name that begins with a prefix may be."""
    return frozenset([prefix[:length] for prefix in prefixes for length in range(1, len(prefix) + 1)])


_QUALIFIERS = vocabulary.STAGES | vocabulary.TUNED
_ODD_WORDS = LAST_WORDS | vocabulary.NOISE | _QUALIFIERS


@lru_cache(maxsize=65_536)
def _odd(word: str) -> bool:
    """Whether a word may be more than a part of the core; most names have no such word."""
    first_release = word[0] == "0" and len(word) == len("001")
    return word in _ODD_WORDS or word[0] in "@v" or first_release or word[-1] == "k"


def read_name(text: str, maker: str = "", prefixes: frozenset[str] = NONE) -> Name:
    """Return the parts of a name; ``prefixes`` only name its maker (see :func:`vendor_prefixes`)."""
    return read_spelled(spelled_name(case_folded(text)), maker, prefixes)


def _plain_name(words: list[str]) -> Name:
    """Return the parts of a name that is words and nothing else, as most are."""
    core, key = frozenset(words), word_key(words)
    return Name(tuple(words), key, core, core, (), (), NONE, False, "", (), ())  # noqa: FBT003 - its fields


def read_spelled(spelled: SpelledName, maker: str, prefixes: frozenset[str]) -> Name:
    """Return the parts of a name as this maker writes names."""
    words, dates, brackets = spelled
    own = undated = spelled.undated if dates else words
    named = bool(own) and own[0] in _beginnings(prefixes)
    if not named and brackets is NO_BRACKETS and maker not in _PHRASING_MAKERS and not any(map(_odd, words)):
        return _plain_name(words)
    skipped, alias = _vendor_length(own, prefixes) if named else 0, ""
    if skipped:
        own = undated[skipped:]
    if maker in _PHRASING_MAKERS:
        own, alias = _rephrased(own, maker)
    rest, modes = split_modes(own, maker)
    if brackets is not NO_BRACKETS:
        words = [*words, *brackets.words]
        rest, modes = [*rest, *brackets.rest], [*modes, *brackets.modes]
    if not vocabulary.NOISE.isdisjoint(rest):
        rest = [word for word in rest if word not in vocabulary.NOISE]
    release = _release(rest) if len(rest) > 1 and rest[-1][0] in "v0" else ""
    parts = frozenset([bare(word) for word in rest if word != release])
    core = parts if _QUALIFIERS.isdisjoint(parts) else parts - _QUALIFIERS
    return Name(
        tuple(words),
        word_key(words[skipped:] if skipped else words),
        core,
        core.union([word for mode in modes for word in mode.words]) if modes else core,
        tuple(dates),
        tuple(modes),
        NONE if core is parts else parts & vocabulary.STAGES,
        core is not parts and not vocabulary.TUNED.isdisjoint(parts),
        bare(release) if release else "",
        tuple(undated[:skipped]),
        tuple(brackets.nicknames),
        alias,
    )


@lru_cache(maxsize=65_536)
def _read_folded(folded: str, maker: str, prefixes: frozenset[str]) -> Name:
    """Return the parts of a name: boards and makers ask for the same names of the catalogue."""
    return read_spelled(spelled_name(folded), maker, prefixes)


_MAKERS_BY_WORD = (
    *((words[-1], maker) for words, mode in MODES.items() for maker in mode.makers + mode.never),
    *((phrase[0], maker) for maker, phrase, _ in _PHRASES),
)
"""Words with the makers who mean something else by them than all others do."""


def _of_makers(facts: Iterable[vocabulary.Fact], makers: Container[str]) -> list[vocabulary.Fact]:
    """Return what is known of these makers' names: nobody else's are read, and nothing else is asked for."""
    return [fact for fact in facts if fact.maker in makers]


class NameReader:
    """Reads names as their maker writes them: with its prefixes, modes and phrases, its aliases and facts.

    What was read is kept by maker, for a board mostly spells a name as the catalogue does.
    """

    def __init__(self, makers: Mapping[str, Iterable[str]], naming: Naming = ARENA) -> None:
        self.naming = naming
        self.prefixes = {maker: vendor_prefixes(maker, spellings) for maker, spellings in makers.items()}
        by_prefix = ((prefix, maker) for maker in makers for prefix in self.prefixes[maker])
        own = _of_makers(vocabulary.ALIASES, makers)
        by_alias = ((first_word(fact.name), fact.maker) for fact in own)
        self._makers_by_word: dict[str, set[str]] = defaultdict(set)
        for word, maker in (*_MAKERS_BY_WORD, *by_prefix, *by_alias):
            self._makers_by_word[word].add(maker)
        self._names: dict[str, dict[str, Name]] = defaultdict(dict)
        self._aliases: dict[str, dict[Identity, tuple[Name, str]]] = {}
        aliases: dict[str, dict[Identity, tuple[Name, str]]] = defaultdict(dict)
        for fact in own:
            name, meant = (self.read(text, fact.maker) for text in (fact.name, fact.value))
            aliases[fact.maker][name.identity] = meant, alias_rule(fact.name, fact.value)
        self.releases = {
            (fact.maker, self.read(fact.name, fact.maker).identity): self.read(fact.value, fact.maker).dates
            for fact in _of_makers(vocabulary.RELEASES, makers)
        }
        self.siblings, self.previews = (
            [(fact, self.read(fact.name, fact.maker).core) for fact in _of_makers(facts, makers)]
            for facts in (vocabulary.SIBLINGS, vocabulary.PREVIEWS)
        )
        self._aliases = dict(aliases)
        self.forget()

    def read(self, text: str, maker: str) -> Name:
        """Return the parts of a name; an alias has the parts of the name that it stands for."""
        return self.read_folded(case_folded(text), maker)

    def read_folded(self, folded: str, maker: str) -> Name:
        """Return the same of a name as :func:`words.case_folded` writes it."""
        names = self._names[maker]
        name = names.get(folded)
        if name is None:
            name = names[folded] = self._meant(_read_folded(folded, maker, self._prefixes_of(maker)), maker)
        return name

    def known(self, folded: str, maker: str) -> Name | None:
        """Return the same where the name was read for this maker before, else None."""
        return self._names[maker].get(folded)

    def forget(self) -> None:
        """Forget the names that were read."""
        self._names.clear()

    def read_spelled(self, spelled: SpelledName, maker: str) -> Name:
        """Return the parts of a name whose words are known; without a maker, as most makers read it."""
        return self._meant(read_spelled(spelled, maker, self._prefixes_of(maker)), maker)

    def _prefixes_of(self, maker: str) -> frozenset[str]:
        return self.prefixes.get(maker) or (vendor_prefixes(maker) if maker else NONE)

    def _meant(self, name: Name, maker: str) -> Name:
        """Return a name, with the parts of the one for which it stands if it is an alias."""
        meant = self._aliases[maker].get(name.identity) if maker in self._aliases else None
        return name if meant is None else name.with_parts_of(*meant)

    def special_makers(self, spelled: SpelledName) -> set[str]:
        """Return the makers who may read a name otherwise than most: it has their words or their prefix."""
        by_word = self._makers_by_word
        words = (*spelled.words, *spelled.brackets.words, *first_joined(spelled.undated))
        return set().union(*[by_word[word] for word in words if word in by_word])
