"""Whether a name is an entry of the catalogue, and by which rules, or why it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sitegen.matching import vocabulary
from sitegen.matching.candidates import CatalogueEntry
from sitegen.matching.dates import NameDate
from sitegen.matching.names import Name, NameReader
from sitegen.matching.spelling import NameMode
from sitegen.matching.words import sizeless, versions

EARLY, LATE = timedelta(days=2), timedelta(days=30)
"""A snapshot is dated at most 30 days before its release, or 2 after it (time zones)."""


class Refusal(NamedTuple):
    """Why an entry is not the model of a name; when not ``sure``, a person may say otherwise."""

    reason: str
    sure: bool = True


class Pair(NamedTuple):
    """A name as its maker writes it, an entry under one of its names, and the modes that were left out."""

    mine: Name
    maker: str
    entry: CatalogueEntry
    theirs: Name
    left_out: tuple[NameMode, ...] = ()


class Fit(NamedTuple):
    """A pair that is the same model, and the rules by which it is."""

    pair: Pair
    rules: tuple[str, ...] = ()


def judged(pair: Pair, reader: NameReader) -> Fit | Refusal:
    """Return the rules that make a pair the same model, or the first reason why it is not."""
    rules: list[str] = []
    for check in (_alias, _release, _dates, _stage, _tuned, _switch, _nickname):
        verdict = check(pair, reader)
        if isinstance(verdict, str):
            rules.append(verdict)
        elif verdict:
            return verdict
    return Fit(pair, tuple(rules))


def _alias(pair: Pair, _: NameReader) -> str | None:
    """Return the rule by which the words of one of the two names mean those of the other."""
    if pair.mine.alias == pair.theirs.alias:
        return None
    return pair.mine.alias or pair.theirs.alias


def _release(pair: Pair, reader: NameReader) -> str | Refusal | None:
    mine, theirs = pair.mine.release, pair.entry.release
    if mine == theirs:
        return None
    if {mine, theirs} <= vocabulary.FIRST:
        return "a name without a release number means the first release"
    return Refusal(f"it is release {theirs or 1}, {reader.naming.name} is release {mine or 1}")


def _dates(pair: Pair, reader: NameReader) -> str | Refusal | None:
    if not pair.mine.dates:
        return _undated(pair, reader)
    mine, entry = pair.mine.dates[0], pair.entry
    theirs = entry.stated_dates or entry.implied_dates
    if not theirs:
        return _near(mine, entry)
    if not any(mine.agrees(other) for other in theirs):
        return Refusal(f"it is the release of {theirs[0]}, not of {mine}")
    return None if entry.stated_dates else f"the catalogue's undated name stands for the release of {mine}"


def _near(mine: NameDate, entry: CatalogueEntry) -> str | Refusal:
    """Return whether a date is near the day in the slug, or where it has none, the day of listing."""
    released, listed = entry.released, not entry.slug_day
    if released is None:
        return Refusal(f"no day of release is known to compare with {mine}", sure=False)
    gap, month = mine.before(released), NameDate(released.year, released.month, 0)
    if not (mine.agrees(month) if gap is None else -EARLY <= gap <= LATE):
        if listed:
            return Refusal(f"it was listed on {released}, too far from {mine}")
        return Refusal(f"it is the release of {released}, not of {mine}")
    if gap:
        return f"the snapshot of {mine} was {'listed' if listed else 'released'} on {released}"
    dated = f"the catalogue {'listed it on' if listed else 'dates it'} {released}"
    return f"{dated}{', in that month' if gap is None else ' too'}"


def _undated(pair: Pair, reader: NameReader) -> str | Refusal | None:
    if not pair.theirs.dates or not pair.entry.stated_dates:
        return None
    if pair.maker in vocabulary.NUMBERED_BY_MONTH and versions(pair.mine.core):
        return "its maker dates each version once, so the version names the release"
    why = f"it is the release of {pair.theirs.dates[0]}, and {reader.naming.name} has no date"
    return Refusal(why, sure=False)


def _stage(pair: Pair, reader: NameReader) -> str | Refusal | None:
    mine, theirs = pair.mine.stages, pair.theirs.stages
    if mine == theirs:
        return None
    if pair.mine.dates and _same_day(pair.mine.dates[0], pair.entry):
        return f"the {_in_words(mine or theirs)} of that day is the release"
    value, rule = "keeps", "its maker's preview is the release"
    if mine < theirs and reader.naming.drops_preview:
        value, rule = "drops", "Arena leaves out the word “preview”"
    for fact, core in reader.previews if mine ^ theirs == {"preview"} else ():
        if fact.maker == pair.maker and fact.value == value and (not core or core == pair.theirs.core):
            return rule
    why = f"it is the {_in_words(theirs)}, {reader.naming.name} is the {_in_words(mine)}"
    return Refusal(why, sure=False)


def _in_words(stages: frozenset[str]) -> str:
    return " ".join(sorted(stages)) or "release"


def _same_day(name_date: NameDate, entry: CatalogueEntry) -> bool:
    dates = entry.stated_dates or entry.implied_dates
    if dates or entry.released is None:
        return any(name_date.agrees(other) for other in dates)
    return name_date.before(entry.released) == timedelta(0)


def _tuned(pair: Pair, reader: NameReader) -> str | Refusal | None:
    mine, theirs = pair.mine.tuned, pair.theirs.tuned
    if mine == theirs or (mine and pair.entry.tuned):
        return None
    sized = pair.theirs.core != sizeless(pair.theirs.core)
    if sized and (mine or not _sibling(pair, reader)):
        return reader.naming.tuned
    return Refusal("only one of the two names says “instruct”", sure=False)


def _switch(pair: Pair, reader: NameReader) -> str | Refusal | None:
    switched = pair.left_out and any(mode.switch and not mode.bracketed for mode in pair.left_out)
    if switched and (_sibling(pair, reader) or (pair.entry.tuned and not pair.mine.tuned)):
        return Refusal("its maker sells the thinking model apart from it", sure=False)
    return None


def _sibling(pair: Pair, reader: NameReader) -> bool:
    """Whether the maker sells the thinking model of such a name as a model of its own."""
    return any(fact.maker == pair.maker and core <= pair.mine.core for fact, core in reader.siblings)


def _nickname(pair: Pair, _: NameReader) -> str | Refusal | None:
    known = not pair.mine.nicknames or pair.entry.keys.issuperset(pair.mine.nicknames)
    return None if known else Refusal("it does not go by the name in brackets", sure=False)
