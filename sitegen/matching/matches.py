"""Which model of the catalogue an Arena name is, how sure that is, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.matching.index import Catalogue
from sitegen.matching.names import maker_key
from sitegen.matching.naming import ARENA, Naming
from sitegen.matching.reasons import candidate, compared, confidence, difference, dropped, reason
from sitegen.matching.search import MakerSearch, NameQuery, similar
from sitegen.matching.verdicts import Fit, Pair
from sitegen.matching.words import MAX_LENGTH
from sitegen.records.listing import Listing
from sitegen.records.match import Candidate, Confidence, Match

MAX_CANDIDATES = 4
"""Losing candidates that are told for a name without a model."""

MAX_LOSERS = 2
"""Losing candidates that are told beside the one that won."""

MAX_BRANDS = 20
"""Makers up to which a name's first word tells whose it is: eight have a "llama". Of more, only those are
asked who have something under the name, or many names of no maker would each be held against all of them."""

MIN_WORDS_FOR_UNIQUE = 3
"""Words from which on a name is so much its model's own that another maker's name beside it is an error."""


class ArenaName(NamedTuple):
    """A name as it stands on one or more boards, with the organisation, licence and link that they give.

    ``gives`` are the types of output that these boards rate; none where they are not known.
    """

    name: str
    organization: str | None = None
    license: str | None = None
    url: str | None = None
    gives: frozenset[str] = frozenset()


class Decision(NamedTuple):
    """A person's decision, a line of ``data/overrides/matches.toml``: ``slug`` is None for "none"."""

    name: str
    slug: str | None
    reason: str
    on: date | None = None


def matches(
    names: Iterable[ArenaName],
    listings: Sequence[Listing],
    decisions: Mapping[str, Decision] | None = None,
    naming: Naming = ARENA,
) -> dict[str, Match]:
    """Return one Match for each name; the order of names and listings does not matter."""
    catalogue = Catalogue(listings, naming)
    decided = decisions or {}
    # Of rows with one name the best known one is the last here, and stays.
    by_name = {row.name: row for row in sorted(names, key=_best_known_first, reverse=True)}
    return {
        name: _decided(catalogue, name, decided[name]) if name in decided else match(catalogue, row)
        for name, row in sorted(by_name.items())
    }


def _best_known_first(arena_name: ArenaName) -> tuple[str, str, str]:
    return arena_name.name, arena_name.organization or "~", arena_name.url or "~"


def match(catalogue: Catalogue, arena_name: ArenaName) -> Match:
    """Return the Match of a name by the rules alone."""
    name = arena_name.name
    if not any(map(str.isalnum, name[:MAX_LENGTH])):
        return _unmatched(arena_name, "The name has no letter and no digit to compare.")
    if len(name) > MAX_LENGTH:
        return _unmatched(
            arena_name, f"The name is longer than {MAX_LENGTH} characters, as no model's name is."
        )
    makers = catalogue.makers_meant(arena_name.organization)
    query = NameQuery(catalogue, name, arena_name.gives)
    brands = set[str]() if makers else catalogue.makers_of_brand(name)
    if not (brands or arena_name.organization):
        brands = query.makers_of_equal()
    if len(brands) > MAX_BRANDS:
        brands = query.makers_with_entries(brands)
    searches = query.searches(makers or brands)
    fits = [fit for search in searches for fit in search.fits()] or _linked(catalogue, arena_name, searches)
    unknown_maker = bool(arena_name.organization) and not makers
    if fits and (not unknown_maker or _misspelled_maker(catalogue, arena_name, brands)):
        return _joined(arena_name, fits, searches)
    # What would fit if the board had named another maker, to whom the name's first word points.
    others = catalogue.makers_of_brand(name) - makers if makers and not fits else set[str]()
    other_searches = query.searches(query.makers_with_entries(others))
    foreign = fits or [fit for search in other_searches for fit in search.fits()]
    rule = "the names are equal, and by the catalogue its maker is {}"
    unique = [
        Fit(fit.pair, (rule.format(fit.pair.entry.listing.author), *fit.rules))
        for fit in foreign
        if _is_unique(fit)
    ]
    return _joined(arena_name, unique, searches) if unique else _proposed(arena_name, foreign, searches)


def _is_unique(fit: Fit) -> bool:
    """Whether two names are equal and so long that no second maker has chosen them."""
    mine, theirs = fit.pair.mine, fit.pair.theirs
    long_enough = len(mine.core_and_modes) >= MIN_WORDS_FOR_UNIQUE
    return long_enough and not fit.pair.left_out and mine.key == theirs.key


def _misspelled_maker(catalogue: Catalogue, arena_name: ArenaName, brands: set[str]) -> bool:
    """Whether an unknown organisation is a misspelling of a maker to whom the first word points."""
    key = maker_key(arena_name.organization or "")
    return any(similar(key, spelling) for spelling, maker in catalogue.makers.items() if maker in brands)


def _linked(catalogue: Catalogue, arena_name: ArenaName, searches: Sequence[MakerSearch]) -> list[Fit]:
    """Return the one entry to whose weights on Hugging Face a board links, if there is just one."""
    link = re.search(r"huggingface\.co/([\w.-]+/[\w.-]+)", arena_name.url or "")
    entries = catalogue.by_weights.get(link[1].casefold(), []) if link else []
    if len(entries) != 1 or not searches:
        return []
    name, maker = searches[0].name, searches[0].maker
    pair = Pair(name, maker, entries[0], entries[0].names[0], name.modes)
    return [Fit(pair, ("Arena links to the very weights that the catalogue names",))]


def _decided(catalogue: Catalogue, name: str, decision: Decision) -> Match:
    """Return a person's decision, which wins over every rule; one for an unknown slug joins nothing."""
    listing = catalogue.by_slug.get(decision.slug or "")
    if decision.slug is not None and listing is None:
        reason = f"A person decided for {decision.slug}, which the catalogue does not have."
        return Match(arena_name=name, confidence=Confidence.UNMATCHED, reason=reason)
    return Match(
        arena_name=name,
        confidence=Confidence.MANUAL,
        reason=decision.reason,
        slug=listing.slug if listing else None,
        openrouter_id=listing.id if listing else None,
        compared=(name, listing.name) if listing else None,
    )


def _joined(arena_name: ArenaName, fits: Sequence[Fit], searches: Sequence[MakerSearch]) -> Match:
    slugs = sorted({fit.pair.entry.listing.slug for fit in fits})
    pair, rules = fits[0]
    if len(slugs) > 1:
        why = f"{len(slugs)} models answer to the name: {', '.join(slugs[:MAX_CANDIDATES])}"
        return _low(arena_name, pair, why, _losers(searches))
    return Match(
        arena_name=arena_name.name,
        confidence=confidence(pair, rules),
        reason=reason(pair, rules),
        slug=pair.entry.listing.slug,
        openrouter_id=pair.entry.listing.id,
        compared=compared(pair),
        dropped=dropped(pair),
        candidates=tuple(_losers(searches, pair.entry.listing.id)),
    )


def _unmatched(arena_name: ArenaName, reason: str, losers: Sequence[Candidate] = ()) -> Match:
    return Match(
        arena_name=arena_name.name, confidence=Confidence.UNMATCHED, reason=reason, candidates=tuple(losers)
    )


def _low(arena_name: ArenaName, pair: Pair, why: str, losers: Sequence[Candidate]) -> Match:
    others = (loser for loser in losers if loser.openrouter_id != pair.entry.listing.id)
    return Match(
        arena_name=arena_name.name,
        confidence=Confidence.LOW,
        reason=f"Perhaps {pair.entry.listing.name}, for a person to confirm: {why}.",
        compared=compared(pair),
        dropped=dropped(pair),
        candidates=(candidate(pair, why), *others)[:MAX_CANDIDATES],
    )


def _proposed(arena_name: ArenaName, foreign: Sequence[Fit], searches: Sequence[MakerSearch]) -> Match:
    """Return a proposal for a person where something came near, else no match with what came nearest."""
    losers = _losers(searches)
    if foreign:
        maker = foreign[0].pair.entry.listing.author
        why = f"the names agree, but its maker is {maker}, not {arena_name.organization}"
        return _low(arena_name, foreign[0].pair, why, losers)
    unsure = next((refused for search in searches for refused in search.refused if not refused[1].sure), None)
    if unsure:
        return _low(arena_name, unsure[0], unsure[1].reason, losers)
    misspelled = next((pair for search in searches if (pair := search.misspelled())), None)
    if misspelled:
        return _low(arena_name, misspelled, "a single word is spelled differently", losers)
    if crowd := max((search.catalogue.crowd(search.name) for search in searches), default=0):
        why = f"{crowd:,} names of models have the words of this one, too many to be told apart by rules."
        return _unmatched(arena_name, why, losers)
    if losers:
        nearest = f"the nearest is {losers[0].openrouter_id}: {losers[0].why}"
        return _unmatched(arena_name, f"No model has this name; {nearest}.", losers)
    maker = f" of {arena_name.organization}" if arena_name.organization and not searches else ""
    return _unmatched(arena_name, f"The catalogue has no model{maker} with such a name.")


def _losers(searches: Iterable[MakerSearch], winner: str = "") -> list[Candidate]:
    """Return the entries that were refused or that share most words, each once, nearest first."""
    limit = MAX_LOSERS if winner else MAX_CANDIDATES
    losers: dict[str, Candidate] = {}
    for search in searches:
        for pair, why in search.losers():
            openrouter_id = pair.entry.listing.id
            if openrouter_id != winner and openrouter_id not in losers:
                losers[openrouter_id] = candidate(pair, why or difference(pair))
                if len(losers) == limit:
                    return list(losers.values())
    return list(losers.values())
