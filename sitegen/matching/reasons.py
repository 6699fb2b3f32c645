"""The evidence of a match in words: why two names are one model, and why others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable

from sitegen.matching import vocabulary
from sitegen.matching.spelling import NameMode
from sitegen.matching.verdicts import Pair
from sitegen.records.match import Candidate, Confidence

MAX_QUOTED_WORDS = 4
"""Words that are quoted to say what sets a model apart from a name."""

EQUAL_NAMES = "The names are equal once case, punctuation and the maker's prefix are set aside."


def confidence(pair: Pair, rules: tuple[str, ...]) -> Confidence:
    """Return how sure it is that a pair is one model."""
    if pair.left_out:
        return Confidence.VARIANT
    return Confidence.HIGH if rules or pair.mine.key != pair.theirs.key else Confidence.EXACT


def reason(pair: Pair, rules: tuple[str, ...]) -> str:
    """Return why a pair is one model, as a sentence."""
    because = "; ".join(rules)
    if pair.left_out:
        modes = ", ".join(_label(mode, pair) for mode in pair.left_out)
        return f"A mode of this model ({modes}), not a model of its own{': ' if because else ''}{because}."
    if pair.mine.key == pair.theirs.key and not rules:
        return EQUAL_NAMES
    return f"The same model: {because or 'the same words in another order or spelling'}."


def _label(mode: NameMode, pair: Pair) -> str:
    """Return what a mode means in a name of its maker: Perplexity's "high" is the size of its searches."""
    for meaning in vocabulary.MEANINGS:
        if (meaning.maker, meaning.words) == (pair.maker, mode.text) and _has(pair.mine.core, meaning):
            return meaning.label
    return mode.label


def _has(words: Container[str], meaning: vocabulary.Meaning) -> bool:
    return (not meaning.with_word or meaning.with_word in words) and meaning.without_word not in words


def compared(pair: Pair) -> tuple[str, str]:
    """Return the words of both names that were compared: ("gpt 5.1", "gpt 5.1")."""
    mine = pair.mine.words[len(_prefix(pair)) :]
    if pair.left_out:
        mine = _without_last(mine, Counter(word for mode in pair.left_out for word in mode.words))
    return _readable(mine), _readable(pair.theirs.words)


def _without_last(words: tuple[str, ...], counts: Counter[str]) -> tuple[str, ...]:
    """Return the words without so many of each, counted from the end."""
    kept: list[str] = []
    for word in reversed(words):
        counts[word] -= 1
        if counts[word] < 0:
            kept.append(word)
    return tuple(reversed(kept))


def _prefix(pair: Pair) -> tuple[str, ...]:
    """Return the words for the maker that only the Arena name has."""
    return () if pair.theirs.vendor else pair.mine.vendor


def _readable(words: Iterable[str]) -> str:
    return " ".join(words).replace("@", "")


def dropped(pair: Pair) -> tuple[str, ...]:
    """Return what only the Arena name has: its maker, modes, stages and dates."""
    stated = not pair.theirs.dates and any(word.startswith("@") for word in pair.mine.words)
    dates = [str(name_date) for name_date in pair.mine.dates] if stated else []
    stages = sorted(pair.mine.stages - pair.theirs.stages)
    prefix = "".join(_prefix(pair))
    return tuple(filter(None, (prefix, *(mode.text for mode in pair.left_out), *stages, *dates)))


def candidate(pair: Pair, why: str) -> Candidate:
    """Return an entry that was not chosen, and why."""
    return Candidate(slug=pair.entry.listing.slug, openrouter_id=pair.entry.listing.id, why=why)


def difference(pair: Pair) -> str:
    """Return in words what sets an entry apart from a name: "it is “5.1”, not “6.1”"."""
    mine, theirs = pair.mine, pair.theirs.core_and_modes
    added, lacking = _quoted(theirs - mine.core_and_modes), _quoted(mine.core - theirs)
    if added and lacking:
        return f"it is {added}, not {lacking}"
    if added or lacking:
        return f"it adds {added}" if added else f"it lacks {lacking}"
    return "it is another release of that name"


def _quoted(words: Iterable[str]) -> str:
    return " ".join([f"“{word}”" for word in sorted(words)[:MAX_QUOTED_WORDS]])
