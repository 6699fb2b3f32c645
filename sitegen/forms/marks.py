"""Marks: what a row of a list shows in little room, so that the eye can travel down a column.

Each mark repeats what stands beside it in words or digits; none says anything of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from math import log10
from typing import NamedTuple
from zlib import crc32

STEPS = 12
"""Lengths that a bar can have: the style sheet has a class for each."""
HUES = 8
"""Colours of letter marks: the style sheet has a class for each."""
CHEAPEST, DEAREST = -2, 2
"""Powers of ten of dollars per 1M tokens between which the bars of prices grow."""
SHORTEST, LONGEST = 3, 7
"""Powers of ten of tokens between which the bars of contexts grow."""

SHORT_TYPES = {"image": "img", "text": "text", "file": "file", "audio": "audio", "video": "video"}
SHORT_ABILITIES = {"tools": "tools", "reasoning": "think", "structured outputs": "JSON"}


class Marked(NamedTuple):
    """Words for a cell, and the short marks that stand there for the eye; without marks the words stand."""

    text: str
    marks: tuple[str, ...] = ()


def initial(name: str) -> str:
    """Return the first letter or digit of an author's name as a capital, ``Z`` for ``Z.ai``."""
    return next((sign.upper() for sign in name if sign.isalnum()), "?")


@lru_cache
def hue(author: str) -> int:
    """Return which colour an author's letter has, from 1 to ``HUES``: the same in every build."""
    return crc32(author.encode()) % HUES + 1


def price_bar(per_token: Decimal | None) -> int:
    """Return the length of a price's bar, from 0 for none to ``STEPS``; each tenfold is as long."""
    return _bar(float(per_token) * 1e6 if per_token else 0, CHEAPEST, DEAREST)


@lru_cache(maxsize=4096)
def length_bar(tokens: int | None) -> int:
    """Return the length of the bar of a number of tokens, from 0 for none to ``STEPS``."""
    return _bar(tokens or 0, SHORTEST, LONGEST)


def _bar(amount: float, low: int, high: int) -> int:
    if amount <= 0:
        return 0
    return max(1, min(STEPS, round((log10(amount) - low) / (high - low) * STEPS)))


def type_marks(inputs: Sequence[str], outputs: Sequence[str], words: str) -> Marked:
    """Return what goes in and comes out: ``img``, ``file``, and ``→ img`` where more than text comes out.

    ``words`` say it in full. Text that goes in beside other types has no mark: nearly every model takes it.
    """
    beside = [name for name in inputs if name != "text"] or list(inputs)
    given = [name for name in outputs if name != "text"]
    if not inputs or not outputs:
        return Marked(words)
    return Marked(words, (*map(_short, beside), *[f"→ {_short(name)}" for name in given]))


def ability_marks(words: str) -> Marked:
    """Return the notable abilities as marks: ``tools``, ``think``, ``JSON``."""
    names = words.split(", ")
    return Marked(words, tuple([SHORT_ABILITIES[name] for name in names if name in SHORT_ABILITIES]))


def _short(name: str) -> str:
    return SHORT_TYPES.get(name, name)


class RecentMove(NamedTuple):
    """A price that moved lately: ``−72 %``, ``3 days ago``, ``down``."""

    by: str
    when: str
    direction: str
