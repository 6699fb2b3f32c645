"""Arena names: each with its rows on every board, and the model that it is, current or retired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sitegen.catalog.model import HEADLINE_BOARD, Gone, Rated, best_first
from sitegen.matching.matches import ArenaName, Decision, matches
from sitegen.matching.naming import ARENA, Naming
from sitegen.records.listing import Listing
from sitegen.records.match import Confidence, Match
from sitegen.records.rating import Leaderboard, Rating, board_output


def rated_names(
    leaderboards: Sequence[Leaderboard],
    listings: Sequence[Listing],
    gone: Sequence[Gone] = (),
    decisions: Mapping[str, Decision] | None = None,
) -> list[Rated]:
    """Return every name on the boards with its match, by its rank on the headline board and by name."""
    rows: dict[str, list[Rating]] = {}
    for board in leaderboards:
        for rating in board.ratings:
            rows.setdefault(rating.name, []).append(rating)
    for found in rows.values():
        found.sort(key=lambda row: (row.board != HEADLINE_BOARD, row.board, row.category))
    names = [
        ArenaName(
            name=name,
            organization=next((row.organization for row in found if row.organization), None),
            license=next((row.license for row in found if row.license), None),
            gives=frozenset(board_output(row.board) for row in found),
        )
        for name, found in rows.items()
    ]
    answers, until = name_matches(names, listings, gone, decisions), _last_days(listings, gone)
    rated = [
        Rated(*name[:3], tuple(rows[name.name]), match, until.get(match.slug or ""))
        for name in names
        for match in [answers[name.name]]
    ]
    return sorted(rated, key=best_first)


def name_matches(
    names: Iterable[ArenaName],
    listings: Sequence[Listing],
    gone: Sequence[Gone] = (),
    decisions: Mapping[str, Decision] | None = None,
    naming: Naming = ARENA,
) -> dict[str, Match]:
    """Return the match of each name: with a current model, or where it is none, with a retired one.

    A name that may be a current model, for a person to confirm, can be a retired one for certain.
    """
    names, until = list(names), _last_days(listings, gone)
    answers = matches(names, listings, decisions, naming)
    open_names = [name for name in names if not answers[name.name].confidence.joined]
    if not until or not open_names:
        return answers
    retired = [item.listing for item in gone if item.listing.slug in until]
    past = matches(open_names, retired, decisions, naming)
    return answers | {
        name: _of_retired(match, until)
        for name, match in past.items()
        if match.confidence.joined
        or (match.confidence is Confidence.LOW and answers[name].confidence is Confidence.UNMATCHED)
    }


def _last_days(listings: Iterable[Listing], gone: Iterable[Gone]) -> dict[str, date]:
    """Return the last day on which each retired model was listed, by slug."""
    current = {listing.slug for listing in listings}
    days: dict[str, date] = {}
    for item in gone:
        slug = item.listing.slug
        if slug not in current:
            days[slug] = max(days.get(slug, item.last_seen), item.last_seen)
    return days


def _of_retired(match: Match, until: Mapping[str, date]) -> Match:
    """Return a match with a retired model, whose reason says until when that was listed."""
    slug = match.slug if match.slug is not None else match.candidates[0].slug
    return match._replace(reason=f"{match.reason} It was a model here until {until[slug].isoformat()}.")
