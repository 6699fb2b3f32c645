"""Spelling: a name's words, dates and brackets, which are the same whoever its maker is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from sitegen.matching import vocabulary
from sitegen.matching.dates import Day
from sitegen.matching.modes import Way, split_modes
from sitegen.matching.words import case_folded, read_words, word_key

LONGEST_MAKER = 3
"""Words that a maker's name has at most: "Prime Intellect", "Allen Institute" and the like."""

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


class Aside(NamedTuple):
    """What brackets hold: all words, those of no mode, the modes, and keys of names of two words or more."""

    words: Sequence[str] = ()
    rest: Sequence[str] = ()
    ways: Sequence[Way] = ()
    nicknames: Sequence[str] = ()


class Spelled(NamedTuple):
    """A name taken apart as far as that needs no maker: ``words`` stand outside of brackets."""

    text: str
    words: list[str]
    days: list[Day]
    aside: Aside = Aside()

    @property
    def undated(self) -> list[str]:
        """The words that are no date."""
        return [word for word in self.words if word[0] != "@"] if self.days else self.words


def spelled(text: str) -> Spelled:
    """Return the words and the dates of a name, which are the same whoever its maker is."""
    read = case_folded(text)
    days: list[Day] = []
    if "(" not in read and "[" not in read:
        return Spelled(text, read_words(read, days), days)
    return Spelled(text, read_words(_BRACKETS.sub(" ", read), days), days, _aside(read, days))


def _aside(text: str, days: list[Day]) -> Aside:
    words: list[str] = []
    rest: list[str] = []
    ways: list[Way] = []
    nicknames: list[str] = []
    for item in (item for inner in _BRACKETS.findall(text) for item in re.split(r"[,;]", inner)):
        found = read_words(item, days)
        others, modes = split_modes([word for word in found if word[0] != "@"], "", bracketed=True)
        others = [word for word in others if word not in vocabulary.NOISE]
        if len(others) > 1:
            nicknames.append(word_key(others))
            continue
        words, rest, ways = words + found, rest + others, ways + modes
    return Aside(words, rest, ways, nicknames)


def first_joined(words: list[str]) -> Iterator[str]:
    """Yield what of a name may name its maker: its first word, its first two, three, but never all."""
    return accumulate(words[: min(LONGEST_MAKER, len(words) - 1)])
