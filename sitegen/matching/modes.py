"""Modes: the words at the end of a name that say how a model runs, not which it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from sitegen.matching import vocabulary
from sitegen.matching.words import plain_words

_BUDGET = re.compile(r"[0-9]+k")


class Way(NamedTuple):
    """A mode as it stands in a name."""

    words: tuple[str, ...]
    text: str
    label: str
    switch: bool = False
    bracketed: bool = False


WAYS = {tuple(plain_words(mode.words)): mode for mode in vocabulary.MODES}
_LAST = frozenset(words[-1] for words in WAYS)


def _last_way(words: list[str], author: str, *, bracketed: bool) -> Way | None:
    """Return the mode that ends a list of words, the longest there is."""
    last = words[-1]
    if last in _LAST:
        for ending in (tuple(words[-length:]) for length in (3, 2, 1)):
            mode = WAYS.get(ending)
            if mode and (bracketed or _counts(mode, words, author)):
                return Way(ending, mode.words, mode.label, mode.switch, bracketed)
    if _BUDGET.fullmatch(last) and (
        bracketed or (words[1:] and _last_way(words[:-1], author, bracketed=False))
    ):
        return Way((last,), last, f"budget of {last.upper()} tokens", bracketed=bracketed)
    return None


def _counts(mode: vocabulary.Mode, words: list[str], author: str) -> bool:
    """Whether the words of a mode mean it where they end a name without brackets."""
    makers = author not in mode.never and (not mode.authors or author in mode.authors)
    beside = not mode.beside or mode.beside in words
    return mode.bare and makers and beside and mode.apart not in words


def split_modes(words: list[str], author: str, *, bracketed: bool) -> tuple[list[str], list[Way]]:
    """Split words into those before the modes at their end, and the modes in reading order."""
    found: list[Way] = []
    if not words or (words[-1] not in _LAST and not words[-1].endswith("k")):
        return words, found
    while len(words) > (not bracketed) and (way := _last_way(words, author, bracketed=bracketed)):
        found.insert(0, way)
        words = words[: -len(way.words)]
    return words, found
