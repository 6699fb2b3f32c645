"""Matching: which model of the catalogue an Arena name is, how sure that is, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.matching.index import Catalogue
from sitegen.matching.names import author_key
from sitegen.matching.reasons import SHOWN, candidate, compared, confidence, difference, dropped, reason
from sitegen.matching.search import Question, Search, similar
from sitegen.matching.verdicts import Fit, Pair
from sitegen.matching.words import LONGEST
from sitegen.records.listing import Listing
from sitegen.records.match import Candidate, Confidence, Match

BESIDE = 2
"""Losing candidates that are shown beside the one that won."""

TELLING = 20
"""Makers up to which a name's first word tells whose it is: eight have a "llama". Of more, only those are
asked who have something under the name, or many names of no maker would each be held against all of them."""

DISTINCT = 3
"""Words from which on a name is so much its model's own that another maker's name beside it is an error."""


@dataclass(frozen=True)
class ArenaName:
    """A name as it stands on one or more boards, with what the boards say of it."""

    name: str
    organization: str | None = None
    license: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Decision:
    """A person's decision, a line of ``data/overrides/matches.toml``: ``slug`` is None for "none"."""

    name: str
    slug: str | None
    reason: str
    on: date | None = None


def matches(
    names: Iterable[ArenaName], listings: Sequence[Listing], decisions: Mapping[str, Decision] | None = None
) -> dict[str, Match]:
    """Return one Match for each name; the order of names and listings does not matter."""
    catalogue = Catalogue(listings)
    decided = decisions or {}
    ordered = sorted(names, key=lambda one: (one.name, one.organization or "~", one.url or "~"), reverse=True)
    return {
        name: _decided(catalogue, name, decided[name]) if name in decided else _matched(catalogue, one)
        for name, one in sorted({one.name: one for one in ordered}.items())
    }


def _matched(catalogue: Catalogue, one: ArenaName) -> Match:
    if not any(map(str.isalnum, one.name[:LONGEST])):
        return _nothing(one, "The name has no letter and no digit to compare.")
    if len(one.name) > LONGEST:
        return _nothing(one, f"The name is longer than {LONGEST} characters, as no model's name is.")
    makers = catalogue.authors(one.organization)
    question = Question(catalogue, one.name)
    brands = set[str]() if makers else catalogue.branded(one.name)
    if len(brands) > TELLING:
        brands = question.held(brands)
    searches = question.searches(makers or brands)
    fits = [fit for search in searches for fit in search.fits()] or _linked(catalogue, one, searches)
    strange = bool(one.organization) and not makers and not _misspelled_maker(catalogue, one, brands)
    if fits and not strange:
        return _joined(one, fits, searches)
    # What would fit if the board had named another maker, to whom the name's first word points.
    others = catalogue.branded(one.name) - makers if makers and not fits else set[str]()
    foreign = fits or [fit for search in question.searches(question.held(others)) for fit in search.fits()]
    own = [_owned(fit) for fit in foreign if not fit.pair.left and len(fit.pair.mine.everything) >= DISTINCT]
    equal = [fit for fit in own if fit.pair.mine.key == fit.pair.theirs.key]
    return _joined(one, equal, searches) if equal else _proposed(one, foreign, searches)


def _owned(fit: Fit) -> Fit:
    maker = fit.pair.entry.listing.author
    return Fit(fit.pair, (f"the names are equal, and by the catalogue its maker is {maker}", *fit.rules))


def _misspelled_maker(catalogue: Catalogue, one: ArenaName, brands: set[str]) -> bool:
    """Whether an unknown organisation is a misspelling of the maker to whom the first word points."""
    key = author_key(one.organization or "")
    return any(similar(key, spelling) for spelling, author in catalogue.makers.items() if author in brands)


def _linked(catalogue: Catalogue, one: ArenaName, searches: Sequence[Search]) -> list[Fit]:
    """Return the one entry to whose weights on Hugging Face a board links, if there is just one."""
    found = re.search(r"huggingface\.co/([\w.-]+/[\w.-]+)", one.url or "")
    entries = catalogue.weights.get(found[1].casefold(), []) if found else []
    if len(entries) != 1 or not searches:
        return []
    pair = Pair(searches[0].mine, searches[0].author, entries[0], entries[0].names[0], searches[0].mine.ways)
    return [Fit(pair, ("Arena links to the very weights that the catalogue names",))]


def _decided(catalogue: Catalogue, name: str, decision: Decision) -> Match:
    """Return a person's decision, which wins over every rule; one for an unknown slug joins nothing."""
    found = catalogue.slugs.get(decision.slug or "")
    if decision.slug is not None and found is None:
        reason = f"A person decided for {decision.slug}, which the catalogue does not have."
        return Match(arena_name=name, confidence=Confidence.UNMATCHED, reason=reason)
    return Match(
        arena_name=name,
        confidence=Confidence.MANUAL,
        reason=decision.reason,
        slug=found.slug if found else None,
        openrouter_id=found.id if found else None,
        compared=(name, found.name) if found else None,
    )


def _joined(one: ArenaName, fits: Sequence[Fit], searches: Sequence[Search]) -> Match:
    slugs = sorted({fit.pair.entry.listing.slug for fit in fits})
    pair, rules = fits[0]
    if len(slugs) > 1:
        why = f"{len(slugs)} models answer to the name: {', '.join(slugs[:SHOWN])}"
        return _low(one, pair, why, _lost(searches))
    return Match(
        arena_name=one.name,
        confidence=confidence(pair, rules),
        reason=reason(pair, rules),
        slug=pair.entry.listing.slug,
        openrouter_id=pair.entry.listing.id,
        compared=compared(pair),
        dropped=dropped(pair),
        candidates=tuple(_lost(searches, pair.entry.listing.id)),
    )


def _nothing(one: ArenaName, reason: str, lost: Sequence[Candidate] = ()) -> Match:
    return Match(arena_name=one.name, confidence=Confidence.UNMATCHED, reason=reason, candidates=tuple(lost))


def _low(one: ArenaName, pair: Pair, why: str, lost: Sequence[Candidate]) -> Match:
    others = (other for other in lost if other.openrouter_id != pair.entry.listing.id)
    return Match(
        arena_name=one.name,
        confidence=Confidence.LOW,
        reason=f"Perhaps {pair.entry.listing.name}, for a person to confirm: {why}.",
        compared=compared(pair),
        dropped=dropped(pair),
        candidates=(candidate(pair, why), *others)[:SHOWN],
    )


def _proposed(one: ArenaName, foreign: Sequence[Fit], searches: Sequence[Search]) -> Match:
    """Return a proposal for a person where something came near, else no match with what came nearest."""
    lost = _lost(searches)
    if foreign:
        maker = foreign[0].pair.entry.listing.author
        why = f"the names agree, but its maker is {maker}, not {one.organization}"
        return _low(one, foreign[0].pair, why, lost)
    unsure = next((item for search in searches for item in search.refused if not item[1].sure), None)
    if unsure:
        return _low(one, unsure[0], unsure[1].why, lost)
    misspelled = next((pair for search in searches if (pair := search.misspelled())), None)
    if misspelled:
        return _low(one, misspelled, "a single word is spelled differently", lost)
    if lost:
        nearest = f"the nearest is {lost[0].openrouter_id}: {lost[0].why}"
        return _nothing(one, f"No model has this name; {nearest}.", lost)
    maker = f" of {one.organization}" if one.organization and not searches else ""
    return _nothing(one, f"The catalogue has no model{maker} with such a name.")


def _lost(searches: Iterable[Search], winner: str = "") -> list[Candidate]:
    """Return the entries that were refused or that share most words, each once, nearest first."""
    found: dict[str, Candidate] = {}
    for pair, why in (item for search in searches for item in search.lost()):
        if len(found) == (BESIDE if winner else SHOWN):
            break
        if pair.entry.listing.id not in (winner, *found):
            found[pair.entry.listing.id] = candidate(pair, why or difference(pair))
    return list(found.values())
