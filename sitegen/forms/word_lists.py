"""Lists of words: what goes in and out of a model, and what it can do, as a line says it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sitegen.forms.blanks import Blank

MANY = 4096
"""Different lists for which the words are kept."""

NOTABLE = {"tools": "tools", "reasoning": "reasoning", "structured_outputs": "structured outputs"}
"""Parameters that a reader chooses a model by, and what they are called in a list of models."""


@lru_cache(maxsize=MANY)
def modalities(names: tuple[str, ...]) -> str:
    """Return what goes in or out as words of a sentence, text first: ``text, file and image``."""
    return joined(_ordered(names)) or Blank.NOT_PUBLISHED.value


@lru_cache(maxsize=MANY)
def listed(names: tuple[str, ...]) -> str:
    """Return what goes in or out for a narrow column, text first: ``text, file, image``."""
    return ", ".join(_ordered(names)) or Blank.NOT_PUBLISHED.value


@lru_cache(maxsize=MANY)
def notable(parameters: tuple[str, ...]) -> tuple[str, ...]:
    """Return the abilities that a list of models names: ``("tools", "reasoning")``."""
    return tuple([word for name, word in NOTABLE.items() if name in parameters])


def _ordered(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (name != "text", name))


def joined(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence, ``last`` before the last of them."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""
