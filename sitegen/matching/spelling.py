"""A name taken apart as far as that needs no maker: its words, dates, brackets and modes.

A mode is a way of running a model ("thinking", "high", "32k", "fp8"): words at the end of a name, or in
brackets, that do not say which model it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from sitegen.matching import vocabulary
from sitegen.matching.dates import NameDate, mark_dates
from sitegen.matching.words import plain_words, word_key

MAX_MAKER_WORDS = 3
"""Words that a maker's name has at most: "Prime Intellect", "Allen Institute" and the like."""

# A pattern that begins with what it takes, and looks behind only then, is several times faster to search for.
_VERSION = re.compile(r"([0-9])(?<![0-9.][0-9])[-_]([0-9]|[1-9][0-9])(?![0-9a-z]|\.[0-9])")
_JOINED_DIGITS = re.compile(r"[0-9](?:[-_][0-9]|[0-9](?:[0-9]|[-_/ ][0-9][0-9]))")
"""What every date and every version with a hyphen has, and most names have not."""
_BUDGET = re.compile(r"[0-9]+k")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


class NameMode(NamedTuple):
    """A mode as it stands in a name; ``switch`` marks the modes that turn thinking on."""

    words: tuple[str, ...]
    text: str
    label: str
    switch: bool = False
    bracketed: bool = False


MODES = {tuple(plain_words(mode.words)): mode for mode in vocabulary.MODES}
LAST_WORDS = frozenset(words[-1] for words in MODES)
"""What a mode can end with, but for a budget such as 32k."""


class Brackets(NamedTuple):
    """What brackets hold: all words, the words of no mode, the modes, and keys of names of several words."""

    words: Sequence[str] = ()
    rest: Sequence[str] = ()
    modes: Sequence[NameMode] = ()
    nicknames: Sequence[str] = ()


NO_BRACKETS = Brackets()


class SpelledName(NamedTuple):
    """A name taken apart as far as that needs no maker; ``words`` are those outside of brackets."""

    words: list[str]
    dates: list[NameDate]
    brackets: Brackets = NO_BRACKETS

    @property
    def undated(self) -> list[str]:
        """The words that are no date."""
        return [word for word in self.words if word[0] != "@"] if self.dates else self.words


def spelled_name(folded: str) -> SpelledName:
    """Return the words, dates and brackets of a name as :func:`words.case_folded` writes it."""
    dates: list[NameDate] = []
    if "(" not in folded and "[" not in folded:
        return SpelledName(_read_words(folded, dates), dates)
    return SpelledName(_read_words(_BRACKETS.sub(" ", folded), dates), dates, _brackets(folded, dates))


def _read_words(text: str, dates: list[NameDate]) -> list[str]:
    """Return the words of a text, a date as "@" with its digits, and add its dates to ``dates``."""
    marked = text
    if _JOINED_DIGITS.search(text):
        marked = mark_dates(text, dates)
        if _VERSION.search(marked):
            marked = _VERSION.sub(r"\1.\2", marked)
    words = plain_words(marked)
    return [_without_zeros(word) for word in words] if ".0" in text else words


def _without_zeros(word: str) -> str:
    while word.endswith(".0"):
        word = word[:-2]
    return word


def _brackets(text: str, dates: list[NameDate]) -> Brackets:
    words: list[str] = []
    rest: list[str] = []
    modes: list[NameMode] = []
    nicknames: list[str] = []
    for item in (item for inner in _BRACKETS.findall(text) for item in re.split(r"[,;]", inner)):
        item_words = _read_words(item, dates)
        undated = [word for word in item_words if word[0] != "@"]
        others, item_modes = split_modes(undated, "", bracketed=True)
        others = [word for word in others if word not in vocabulary.NOISE]
        if len(others) > 1:
            nicknames.append(word_key(others))
            continue
        words, rest, modes = words + item_words, rest + others, [*modes, *item_modes]
    return Brackets(words, rest, modes, nicknames)


def split_modes(
    words: list[str], maker: str, *, bracketed: bool = False
) -> tuple[list[str], Sequence[NameMode]]:
    """Split words into those before the modes at their end, and the modes in reading order.

    Outside of brackets the first word is never taken for a mode.
    """
    if not words or (words[-1] not in LAST_WORDS and words[-1][-1] != "k"):
        return words, ()
    modes: list[NameMode] = []
    while len(words) > (not bracketed) and (mode := _last_mode(words, maker, bracketed=bracketed)):
        modes.insert(0, mode)
        words = words[: -len(mode.words)]
    return words, modes


def _last_mode(words: list[str], maker: str, *, bracketed: bool) -> NameMode | None:
    """Return the mode that ends a list of words, the longest there is."""
    last = words[-1]
    if last in LAST_WORDS:
        for ending in (tuple(words[-length:]) for length in (3, 2, 1)):
            mode = MODES.get(ending)
            if mode and (bracketed or _counts(mode, words, maker)):
                return NameMode(ending, mode.words, mode.label, mode.switch, bracketed)
    if _BUDGET.fullmatch(last) and (
        bracketed or (words[1:] and _last_mode(words[:-1], maker, bracketed=False))
    ):
        return NameMode((last,), last, f"budget of {last.upper()} tokens", bracketed=bracketed)
    return None


def _counts(mode: vocabulary.Mode, words: list[str], maker: str) -> bool:
    """Whether the words of a mode mean it where they end a name without brackets."""
    by_maker = maker not in mode.never and (not mode.makers or maker in mode.makers)
    with_word = not mode.with_word or mode.with_word in words
    return mode.bare and by_maker and with_word and mode.without_word not in words


def first_joined(words: list[str]) -> Iterator[str]:
    """Yield what may name the maker: a name's first word, its first two and three joined, but never all."""
    return accumulate(words[: min(MAX_MAKER_WORDS, len(words) - 1)])
