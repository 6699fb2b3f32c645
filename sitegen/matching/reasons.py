"""Reasons: a match, and what was no match, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sitegen.matching.verdicts import Pair
from sitegen.records.match import Candidate, Confidence

SHOWN = 4
"""Losing candidates that are shown for a name without a model, and words that set one apart."""

SAME = "The names are equal once case, punctuation and the maker's prefix are set aside."


def confidence(pair: Pair, rules: tuple[str, ...]) -> Confidence:
    """Return how sure it is that a pair is one model."""
    if pair.left:
        return Confidence.VARIANT
    return Confidence.HIGH if rules or pair.mine.key != pair.theirs.key else Confidence.EXACT


def reason(pair: Pair, rules: tuple[str, ...]) -> str:
    """Return why it is, as a sentence."""
    because = "; ".join(rules)
    if pair.left:
        modes = ", ".join(way.label for way in pair.left)
        return f"A mode of this model ({modes}), not a model of its own{': ' if because else ''}{because}."
    if pair.mine.key == pair.theirs.key and not rules:
        return SAME
    return f"The same model: {because or 'the same words in another order or spelling'}."


def compared(pair: Pair) -> tuple[str, str]:
    """Return the words of both names that were compared."""
    if not pair.left:
        return _readable(pair.mine.words[len(_prefix(pair)) :]), _readable(pair.theirs.words)
    left = Counter(word for way in pair.left for word in way.words)
    mine: list[str] = []
    for word in reversed(pair.mine.words[len(_prefix(pair)) :]):
        left[word] -= 1
        mine += [word] if left[word] < 0 else []
    return _readable(reversed(mine)), _readable(pair.theirs.words)


def _prefix(pair: Pair) -> tuple[str, ...]:
    """Return the words for the maker that only the Arena name has."""
    return () if pair.theirs.vendor else pair.mine.vendor


def _readable(words: Iterable[str]) -> str:
    return " ".join(word.removeprefix("@") for word in words)


def dropped(pair: Pair) -> tuple[str, ...]:
    """Return what only the Arena name has: its maker, modes, stages and days."""
    days = [] if pair.theirs.days else [str(day) for day in pair.mine.days]
    stages = sorted(pair.mine.stages - pair.theirs.stages)
    prefix = "".join(_prefix(pair))
    return tuple(filter(None, (prefix, *(way.text for way in pair.left), *stages, *days)))


def candidate(pair: Pair, why: str) -> Candidate:
    """Return an entry that was not chosen, and why."""
    return Candidate(slug=pair.entry.listing.slug, openrouter_id=pair.entry.listing.id, why=why)


def difference(pair: Pair) -> str:
    """Return in words what sets an entry apart from a name."""
    mine, theirs = pair.mine, pair.theirs.everything
    added, lacking = _quoted(theirs - mine.everything), _quoted(mine.core - theirs)
    if added and lacking:
        return f"it is {added}, not {lacking}"
    if added or lacking:
        return f"it adds {added}" if added else f"it lacks {lacking}"
    return "it is another release of that name"


def _quoted(words: Iterable[str]) -> str:
    return " ".join([f"“{word}”" for word in sorted(words)[:SHOWN]])
