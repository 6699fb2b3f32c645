"""Words of a name, and what kind of word each is: a version, a size, a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_LENGTH = 200
"""Characters that are read of a name; no model's name is longer."""

_WORD = re.compile(
    r"@[0-9-]+|v[0-9]+(?:\.[0-9]+)*(?![a-z0-9])|[ae][0-9]+(?:\.[0-9]+)?[bmt](?![a-z0-9])"
    r"|[0-9]+(?:\.[0-9]+)*(?:[a-z][a-z0-9]*)?|[^\W\d_]+"
)


def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case: "Z.ai" and "z-ai" are both "zai"."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text[:MAX_LENGTH]).casefold()))


def case_folded(text: str) -> str:
    """Return the form of a name in which its words are found: lower case, "+" as "plus", "2_5" as "2.5"."""
    start = text[:MAX_LENGTH] if text.isascii() else unicodedata.normalize("NFKC", text[:MAX_LENGTH])
    folded = start.casefold().replace("@", " ").replace("+", " plus ")
    return re.sub(r"(?<=[0-9])_(?=[0-9])", ".", folded) if "_" in folded else folded


def first_word(text: str) -> str:
    """Return the first word of a name, "" where it has none."""
    match = _WORD.search(case_folded(text))
    return match[0] if match else ""


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case, as they stand: versions and dates are not looked for."""
    return _WORD.findall(text)


def bare(word: str) -> str:
    """Return a version without its "v": "v3" and "3" are the same version."""
    return word[1:] if word[0] == "v" and word[1:2].isdigit() else word


def word_key(words: Iterable[str]) -> str:
    """Return words as one string in which a hyphen stands only between two digits: "forge3-5b"."""
    key = ""
    for word in words:
        plain = bare(word) if word[0] == "v" else word
        key += f"-{plain}" if key[-1:].isdigit() and plain[0].isdigit() else plain
    return key


_SIZE = re.compile(r"[ae]?[0-9.]+(?:x[0-9.]+)?[bmt]")


def sizeless(core: frozenset[str]) -> frozenset[str]:
    """Return the words that are no size of weights, such as "27b", "a22b" or "8x7b"."""
    return frozenset([word for word in core if word[-1] not in "bmt" or not _SIZE.fullmatch(word)])


def numberless(core: frozenset[str]) -> frozenset[str]:
    """Return the words that are neither a size nor a number."""
    return frozenset(word for word in sizeless(core) if not numeric(word))


def numeric(word: str) -> bool:
    """Whether a word begins with a digit."""
    return word[0].isdigit()


def versions(core: frozenset[str]) -> frozenset[str]:
    """Return the numbers that are no sizes."""
    return sizeless(core) - numberless(core)
