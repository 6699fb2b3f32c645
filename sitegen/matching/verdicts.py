"""Verdicts: whether a name is an entry of the catalogue, by which rules, or why not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sitegen.matching import vocabulary
from sitegen.matching.candidates import Entry
from sitegen.matching.dates import Day
from sitegen.matching.modes import Way
from sitegen.matching.names import Name
from sitegen.matching.reader import Reader
from sitegen.matching.words import sizeless, versions

EARLY, LATE = timedelta(days=2), timedelta(days=30)
"""A snapshot is dated at most 30 days before its release, or 2 after it (time zones)."""


class Refusal(NamedTuple):
    """Why an entry is not the model of a name; when not ``sure``, a person may say otherwise."""

    why: str
    sure: bool = True


class Pair(NamedTuple):
    """A name as its maker writes it, an entry under one of its names, and the modes that were left out."""

    mine: Name
    author: str
    entry: Entry
    theirs: Name
    left: tuple[Way, ...] = ()


class Fit(NamedTuple):
    """A pair that is the same model, and the rules by which it is."""

    pair: Pair
    rules: tuple[str, ...] = ()


def judged(pair: Pair, reader: Reader) -> Fit | Refusal:
    """Return the rules that make a pair the same model, or the first thing that forbids it."""
    rules: list[str] = []
    for check in (_release, _day, _stage, _tuned, _switch, _nickname):
        verdict = check(pair, reader)
        if isinstance(verdict, Refusal):
            return verdict
        if verdict:
            rules.append(verdict)
    return Fit(pair, tuple(rules))


def _release(pair: Pair, _: Reader) -> str | Refusal | None:
    mine, theirs = pair.mine.release, pair.entry.release
    if mine == theirs:
        return None
    if {mine, theirs} <= vocabulary.FIRST:
        return "a name without a release number means the first release"
    return Refusal(f"it is release {theirs or 1}, the Arena name is release {mine or 1}")


def _day(pair: Pair, _: Reader) -> str | Refusal | None:
    if not pair.mine.days:
        return _undated(pair)
    day, entry = pair.mine.days[0], pair.entry
    known = entry.named or entry.told
    if not known:
        return _near(day, entry.released)
    if not any(day.agrees(other) for other in known):
        return Refusal(f"it is the release of {known[0]}, not of {day}")
    return None if entry.named else f"the catalogue's undated name stands for the release of {day}"


def _near(day: Day, released: date | None) -> str | Refusal:
    if released is None:
        return Refusal(f"no day of release is known to compare with {day}", sure=False)
    gap, month = day.before(released), Day(released.year, released.month, 0)
    if not (day.agrees(month) if gap is None else -EARLY <= gap <= LATE):
        return Refusal(f"it is the release of {released}, not of {day}")
    return (
        f"the snapshot of {day} was released on {released}"
        if gap
        else f"the catalogue dates it {released} too"
    )


def _undated(pair: Pair) -> str | Refusal | None:
    if not pair.entry.named or not pair.theirs.days:
        return None
    if pair.author in vocabulary.NUMBERED_BY_MONTH and versions(pair.mine.core):
        return "its maker dates each version once, so the version names the release"
    return Refusal(f"it is the release of {pair.theirs.days[0]}, and the Arena name has no date", sure=False)


def _stage(pair: Pair, reader: Reader) -> str | Refusal | None:
    mine, theirs = pair.mine.stages, pair.theirs.stages
    if mine == theirs:
        return None
    if pair.mine.days and _same_day(pair.mine.days[0], pair.entry):
        return f"the {_said(mine or theirs)} of that day is the release"
    says, rule = "keeps", "its maker's preview is the release"
    if mine < theirs:
        says, rule = "drops", "Arena leaves out the word “preview”"
    for fact, core in reader.previews if mine ^ theirs == {"preview"} else ():
        if fact.author == pair.author and fact.says == says and (not core or core == pair.theirs.core):
            return rule
    return Refusal(f"it is the {_said(theirs)}, the Arena name is the {_said(mine)}", sure=False)


def _said(stages: frozenset[str]) -> str:
    return " ".join(sorted(stages)) or "release"


def _same_day(day: Day, entry: Entry) -> bool:
    known = entry.named or entry.told
    if known or entry.released is None:
        return any(day.agrees(other) for other in known)
    return day.before(entry.released) == timedelta(0)


def _tuned(pair: Pair, reader: Reader) -> str | Refusal | None:
    mine, theirs = pair.mine.tuned, pair.theirs.tuned
    if mine == theirs or (mine and pair.entry.tuned):
        return None
    sized = pair.theirs.core != sizeless(pair.theirs.core)
    if sized and (mine or not _sibling(pair, reader)):
        return "Arena rates the weights that are tuned for instructions"
    return Refusal("only one of the two names says “instruct”", sure=False)


def _switch(pair: Pair, reader: Reader) -> str | Refusal | None:
    switched = any(way.switch and not way.bracketed for way in pair.left)
    if switched and (_sibling(pair, reader) or (pair.entry.tuned and not pair.mine.tuned)):
        return Refusal("its maker sells the thinking model apart from it", sure=False)
    return None


def _sibling(pair: Pair, reader: Reader) -> bool:
    return any(fact.author == pair.author and core <= pair.mine.core for fact, core in reader.siblings)


def _nickname(pair: Pair, _: Reader) -> str | Refusal | None:
    known = not pair.mine.nicknames or pair.entry.keys.issuperset(pair.mine.nicknames)
    return None if known else Refusal("it does not go by the name in brackets", sure=False)
