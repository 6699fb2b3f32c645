"""Words: what a name is made of, and what a word is: a version, a size, a date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from sitegen.matching.dates import Day, marked

LONGEST = 200
"""Characters that are read of a name; no model's name is longer."""

# A pattern that begins with what it takes, and looks behind only then, is several times faster to search for.
_VERSION = re.compile(r"([0-9])(?<![0-9.][0-9])[-_]([0-9]|[1-9][0-9])(?![0-9a-z]|\.[0-9])")
_WORD = re.compile(
    r"@[0-9-]+|v[0-9]+(?:\.[0-9]+)*(?![a-z0-9])|[ae][0-9]+(?:\.[0-9]+)?[bmt](?![a-z0-9])"
    r"|[0-9]+(?:\.[0-9]+)*(?:[a-z][a-z0-9]*)?|[^\W\d_]+"
)


def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case: "Z.ai" and "z-ai" are both "zai"."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text[:LONGEST]).casefold()))


def case_folded(text: str) -> str:
    """Return a name as its words are read off it: no capitals, no signs, at most LONGEST characters."""
    whole = text[:LONGEST] if text.isascii() else unicodedata.normalize("NFKC", text[:LONGEST])
    found = whole.casefold().replace("@", " ").replace("+", " plus ")
    return re.sub(r"(?<=[0-9])_(?=[0-9])", ".", found) if "_" in found else found


def first_word(text: str) -> str:
    """Return the word with which a name begins, "" where it has none."""
    found = _WORD.search(case_folded(text))
    return found[0] if found else ""


def read_words(text: str, days: list[Day]) -> list[str]:
    """Return the words of a text, a date as "@" with its digits, and add its dates to ``days``."""
    dated = marked(text, days)
    if _VERSION.search(dated):
        dated = _VERSION.sub(r"\1.\2", dated)
    found = plain_words(dated)
    return [_whole(word) for word in found] if ".0" in text else found


def plain_words(text: str) -> list[str]:
    """Return the words of a text in which nothing is a date or a version spelled with a hyphen."""
    return _WORD.findall(text)


def _whole(word: str) -> str:
    while word.endswith(".0"):
        word = word[:-2]
    return word


def bare(word: str) -> str:
    """Return a version without its "v": V3 and 3 are one."""
    return word[1:] if word[0] == "v" and word[1:2].isdigit() else word


def word_key(words: Iterable[str]) -> str:
    """Return words as one string in which a hyphen stands only between two digits."""
    joined = ""
    for word in words:
        said = bare(word)
        joined += f"-{said}" if joined[-1:].isdigit() and said[0].isdigit() else said
    return joined


_SIZE = re.compile(r"[ae]?[0-9.]+(?:x[0-9.]+)?[bmt]")


def sizeless(core: frozenset[str]) -> frozenset[str]:
    """Return the words that are no size: neither "27b" nor "a22b" nor "8x7b"."""
    return frozenset([word for word in core if word[-1] not in "bmt" or not _SIZE.fullmatch(word)])


def numberless(core: frozenset[str]) -> frozenset[str]:
    """Return the words that are neither a size nor a number."""
    return frozenset(word for word in sizeless(core) if not numeric(word))


def numeric(word: str) -> bool:
    """Whether a word is a number, be it one with letters behind it."""
    return word[0].isdigit()


def versions(core: frozenset[str]) -> frozenset[str]:
    """Return the numbers that are no sizes."""
    return sizeless(core) - numberless(core)
