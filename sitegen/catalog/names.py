"""Names: a model's name taken apart into the parts that mean something.

``claude-opus-4-5-20251101-thinking-32k`` and ``Claude Opus 4.5 (High, 32K, 20251101)`` are both read as the
words claude, opus and 4.5, the day 2025-11-01 and a mode. Parts are compared, never whole strings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from sitegen.catalog import vocabulary

LONGEST = 200
"""Characters that are read of a name; no model's name is longer."""

LONGEST_MAKER = 3
"""Words that a maker's name has at most: "Prime Intellect", "Allen Institute" and the like."""


COUNTED = 4
"""Modes of a name that may be counted as words of it, each with and without the others."""

_MASKS = [sorted(range(1 << count), key=int.bit_count) for count in range(COUNTED + 1)]


class Day(NamedTuple):
    """A date as far as a name gives it: 2508 has no day, 0709 no year. Zero stands for what is missing."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        parts = (
            f"{self.year}" if self.year else "",
            f"{self.month:02}",
            f"{self.day:02}" if self.day else "",
        )
        return "-".join(part for part in parts if part)

    def agrees(self, other: Day) -> bool:
        """Whether nothing that both of them give differs."""
        return all(a == b or not a or not b for a, b in zip(self, other, strict=True))

    def nearest(self, other: date | None) -> date | None:
        """Return the day of the calendar, in the year that is nearest to ``other`` where it has none."""
        if not self.day or not (self.year or other):
            return None
        years = (self.year,) if self.year or not other else range(other.year - 1, other.year + 2)
        days = [day for year in years if (day := _calendar(self._replace(year=year)))]
        return min(days, key=lambda day: abs(day - other) if other else timedelta(0), default=None)

    def before(self, other: date) -> timedelta | None:
        """Return how long before ``other`` it was, in the nearest year; None where it has no day."""
        day = self.nearest(other)
        return other - day if day else None


class Way(NamedTuple):
    """A mode as it stands in a name."""

    words: tuple[str, ...]
    text: str
    label: str
    switch: bool = False
    bracketed: bool = False


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


def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case: "Z.ai" and "z-ai" are both "zai"."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text[:LONGEST]).casefold()))


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


def _calendar(day: Day) -> date | None:
    try:
        return date(day.year or 2024, day.month, day.day or 1)
    except ValueError:
        return None


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MM, _DD = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
# Two-digit years begin where chat models do, so that 1106 is November 6th and 2410 is October 2024.
_DATE = re.compile(
    rf"""(?<![a-uw-z0-9.])v?(?:
      (?P<y1>20[2-3][0-9])[-_/\ ]?(?P<m1>{_MM})(?:[-_/\ ]?(?P<d1>{_DD}))?
    | (?P<m2>{_MM})[-_/\ ](?P<y2>20[2-3][0-9])
    | (?P<y3>2[2-9])(?P<m3>{_MM})(?P<d3>{_DD})?
    | (?P<m4>{_MM})-?(?P<d4>{_DD})
    | (?P<w5>{"|".join(_MONTHS)})[-\ ](?P<y5>20[2-3][0-9])
    )(?![a-z0-9]|\.[0-9])""",
    re.VERBOSE,
)
_DIGITS = re.compile(r"[0-9]{3}|[0-9]{2}[-_/ ][0-9]{2}")
# A pattern that begins with what it takes, and looks behind only then, is several times faster to search for.
_VERSION = re.compile(r"([0-9])(?<![0-9.][0-9])[-_]([0-9]|[1-9][0-9])(?![0-9a-z]|\.[0-9])")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_WORD = re.compile(
    r"@[0-9-]+|v[0-9]+(?:\.[0-9]+)*(?![a-z0-9])|[ae][0-9]+(?:\.[0-9]+)?[bmt](?![a-z0-9])"
    r"|[0-9]+(?:\.[0-9]+)*(?:[a-z][a-z0-9]*)?|[^\W\d_]+"
)
_BUDGET = re.compile(r"[0-9]+k")
_CENTURY = 2000


def _day(found: re.Match[str]) -> Day | None:
    part = found.groupdict(default="")
    year = int(part["y1"] or part["y2"] or part["y3"] or part["y5"] or 0)
    month = part["m1"] or part["m2"] or part["m3"] or part["m4"] or _MONTHS.index(part["w5"]) + 1
    day = part["d1"] or part["d3"] or part["d4"] or 0
    read = Day(year + _CENTURY if 0 < year < _CENTURY else year, int(month), int(day))
    return read if _calendar(read) else None


def _plain(text: str) -> str:
    folded = text[:LONGEST] if text.isascii() else unicodedata.normalize("NFKC", text[:LONGEST])
    plain = folded.casefold().replace("@", " ").replace("+", " plus ")
    return re.sub(r"(?<=[0-9])_(?=[0-9])", ".", plain) if "_" in plain else plain


def first_word(text: str) -> str:
    """Return the word with which a name begins, "" where it has none."""
    found = _WORD.search(_plain(text))
    return found[0] if found else ""


def _words(text: str, days: list[Day]) -> list[str]:
    """Return the words of a text, a date as "@" with its digits, and add its dates to ``days``."""

    def marked(found: re.Match[str]) -> str:
        day = _day(found)
        if day is None:
            return found[0]
        days.append(day)
        return f" @{day} "

    dated = _DATE.sub(marked, text) if _DIGITS.search(text) else text
    if _VERSION.search(dated):
        dated = _VERSION.sub(r"\1.\2", dated)
    words = _WORD.findall(dated)
    return [_whole(word) for word in words] if ".0" in text else words


def dates(text: str) -> tuple[Day, ...]:
    """Return the dates in a text, in reading order."""
    found = _DATE.finditer(text) if _DIGITS.search(text) else ()
    return tuple(day for one in found if (day := _day(one)))


def _whole(word: str) -> str:
    while word.endswith(".0"):
        word = word[:-2]
    return word


def _bare(word: str) -> str:
    """Return a version without its "v": V3 and 3 are one."""
    return word[1:] if word[0] == "v" and word[1:2].isdigit() else word


def _key(words: Iterable[str]) -> str:
    """Return words as one string in which a hyphen stands only between two digits."""
    joined = ""
    for word in words:
        bare = word[1:] if word[0] == "v" and word[1:2].isdigit() else word
        joined += f"-{bare}" if joined[-1:].isdigit() and bare[0].isdigit() else bare
    return joined


_WAYS = {tuple(_WORD.findall(mode.words)): mode for mode in vocabulary.MODES}
_LAST = frozenset(words[-1] for words in _WAYS)


def _last_way(words: list[str], author: str, *, bracketed: bool) -> Way | None:
    """Return the mode that ends a list of words, the longest there is."""
    last = words[-1]
    if last in _LAST:
        for ending in (tuple(words[-length:]) for length in (3, 2, 1)):
            mode = _WAYS.get(ending)
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


def _ways(words: list[str], author: str, *, bracketed: bool) -> tuple[list[str], list[Way]]:
    """Split words into those before the modes at their end, and the modes in reading order."""
    ways: list[Way] = []
    if not words or (words[-1] not in _LAST and not words[-1].endswith("k")):
        return words, ways
    while len(words) > (not bracketed) and (way := _last_way(words, author, bracketed=bracketed)):
        ways.insert(0, way)
        words = words[: -len(way.words)]
    return words, ways


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
    plain = _plain(text)
    days: list[Day] = []
    if "(" not in plain and "[" not in plain:
        return Spelled(text, _words(plain, days), days)
    return Spelled(text, _words(_BRACKETS.sub(" ", plain), days), days, _aside(plain, days))


def _aside(text: str, days: list[Day]) -> Aside:
    words: list[str] = []
    rest: list[str] = []
    ways: list[Way] = []
    nicknames: list[str] = []
    for item in (item for inner in _BRACKETS.findall(text) for item in re.split(r"[,;]", inner)):
        found = _words(item, days)
        others, modes = _ways([word for word in found if word[0] != "@"], "", bracketed=True)
        others = [word for word in others if word not in vocabulary.NOISE]
        if len(others) > 1:
            nicknames.append(_key(others))
            continue
        words, rest, ways = words + found, rest + others, ways + modes
    return Aside(words, rest, ways, nicknames)


_PHRASES = [(fact.author, fact.name.split(), fact.says.split()) for fact in vocabulary.PHRASES]
PECULIAR = (
    *((words[-1], author) for words, mode in _WAYS.items() for author in mode.authors + mode.never),
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
    marked = last and (_bare(last) != last or (last[0] == "0" and len(last) == len("001")))
    if not marked or len(words) == 1:
        return ""
    others = any(_bare(word)[0].isdigit() for word in words[:-1])
    return last if others or _bare(last) in vocabulary.FIRST else ""


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


def first_joined(words: list[str]) -> Iterator[str]:
    """Yield what of a name may name its maker: its first word, its first two, three, but never all."""
    return accumulate(words[: min(LONGEST_MAKER, len(words) - 1)])


def read(text: str, author: str = "", prefixes: frozenset[str] = frozenset()) -> Name:
    """Return the parts of a name; ``prefixes`` only name its maker (see :func:`vendors`)."""
    return named(spelled(text), author, prefixes)


def named(one: Spelled, author: str, prefixes: frozenset[str]) -> Name:
    """Return the parts of a name as this maker means them."""
    undated = one.undated
    skipped = _vendor(undated, prefixes)
    rest, ways = _ways(_rephrased(undated[skipped:], author), author, bracketed=False)
    words = one.words
    if one.aside.words:
        words, rest, ways = [*words, *one.aside.words], [*rest, *one.aside.rest], [*ways, *one.aside.ways]
    if not vocabulary.NOISE.isdisjoint(rest):
        rest = [word for word in rest if word not in vocabulary.NOISE]
    release = _release(rest)
    parts = frozenset([_bare(word) if word[0] == "v" else word for word in rest if word != release])
    stages = vocabulary.STAGES & parts or NONE
    tuned = not vocabulary.TUNED.isdisjoint(parts)
    core = parts - vocabulary.STAGES - vocabulary.TUNED if stages or tuned else parts
    return Name(
        text=one.text,
        words=tuple(words),
        key=_key(words[skipped:] if skipped else words),
        core=core,
        everything=core.union(word for way in ways for word in way.words) if ways else core,
        days=tuple(one.days),
        ways=tuple(ways),
        stages=stages,
        tuned=tuned,
        release=_bare(release) if release else "",
        vendor=tuple(undated[:skipped]),
        nicknames=tuple(one.aside.nicknames),
    )
