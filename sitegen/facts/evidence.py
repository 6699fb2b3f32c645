"""Evidence as the JSON values of ``shapes``: ratings, the matches behind them, and where facts come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.catalog.model import HEADLINE_BOARD, Catalog, Model, Rated
from sitegen.facts.provenance import ARENA_LINK, OPENROUTER, OPENROUTER_LINK, USAGE, board_day, usage_as_of
from sitegen.facts.shapes import HeadlineEntry, MatchEntry, RatedEntry, RatingEntry, SourceEntry
from sitegen.forms.documents import explained
from sitegen.forms.figures import Blank, day
from sitegen.records.match import Match
from sitegen.records.rating import OVERALL, Rating
from sitegen.records.snapshot import Receipt

Days = Mapping[tuple[str, str], str | None]
"""(board, category) → the day that the leaderboard gives itself."""

# OpenRouter names no licence for its catalogue; Arena's is on the dataset's page.
TERMS = {
    "openrouter": ("No licence for these data is published.", f"Source: OpenRouter ({OPENROUTER_LINK})"),
    "usage": ("CC BY 4.0", "Source: OpenRouter (openrouter.ai/rankings)"),
    "arena": ("CC BY 4.0", f"Source: Arena ({ARENA_LINK}), CC BY 4.0"),
}
# Plain strings: an enumeration works out the value of a member each time that it is asked.
NOT_IN_SOURCE, NOT_APPLICABLE = Blank.NOT_IN_SOURCE.value, Blank.NOT_APPLICABLE.value
NOT_MATCHED = Blank.NOT_MATCHED.value
_NO_NAME = {"organization": NOT_IN_SOURCE, "license": NOT_IN_SOURCE}
_NO_MATCH = {"slug": NOT_MATCHED, "id": NOT_MATCHED, "compared": NOT_APPLICABLE}
UNKNOWN_TERMS = ("No licence for these data is known.", "")


def source_type(model: Model) -> str:
    """Return where a model is known from, as programs read it."""
    return "openrouter_and_arena" if model.rated else "openrouter_only"


def headline_entry(model: Model, days: Days) -> HeadlineEntry | None:
    """Return the row that stands for the model, or None where it has none."""
    rated = model.headline
    row = rated.on(HEADLINE_BOARD) if rated else None
    if rated is None or row is None:
        return None
    confidence = rated.match.confidence
    return {**rating_entry(row, days), "arena_name": rated.name, "confidence": confidence.value}


def board_days(catalog: Catalog) -> Days:
    """Return the day of each category of each board."""
    return {
        (board.board, category): day(board_day(catalog, board, category)) or None
        for board in catalog.leaderboards
        for category in {OVERALL, *(row.category for row in board.ratings)}
    }


def rating_entry(row: Rating, days: Days) -> RatingEntry:
    """Return one row of a leaderboard."""
    entry: RatingEntry = {
        "board": row.board,
        "category": row.category,
        "rank": row.rank,
        "score": row.score,
        "lower": row.lower,
        "upper": row.upper,
        "votes": row.votes,
        "day": days.get((row.board, row.category)),
    }
    return explained(entry)


def rated_entry(rated: Rated, days: Days, *, overall_only: bool = False) -> RatedEntry:
    """Return an Arena name with its match and its rows."""
    rows = [row for row in rated.ratings if row.category == OVERALL or not overall_only]
    entry: RatedEntry = {
        "arena_name": rated.name,
        "organization": rated.organization,
        "license": rated.license,
        "match": match_entry(rated.match),
        "rows": [rating_entry(row, days) for row in rows],
    }
    return explained(entry, _NO_NAME)


def match_entry(match: Match) -> MatchEntry:
    """Return a match with its evidence."""
    entry: MatchEntry = {
        "confidence": match.confidence.value,
        "reason": match.reason,
        "slug": match.slug,
        "id": match.openrouter_id,
        "compared": None if match.compared is None else list(match.compared),
        "dropped": list(match.dropped),
        "candidates": [{"slug": c.slug, "id": c.openrouter_id, "why": c.why} for c in match.candidates],
    }
    return explained(entry, _NO_MATCH)


def source_entries(catalog: Catalog, feeds: Iterable[str]) -> list[SourceEntry]:
    """Return where the facts of these feeds come from; feeds without a receipt are left out."""
    partial = {f"arena/{board.board}" for board in catalog.leaderboards if board.partial}
    own = {USAGE: usage_as_of(catalog.usage)} if catalog.usage else {}
    return [
        _source_entry(feed, catalog.receipts[feed], own.get(feed, ""), partial=feed in partial)
        for feed in feeds
        if feed in catalog.receipts
    ]


def read_at(receipt: Receipt) -> str:
    """Return where an answer was read, for pages of models; which file it was is told in the status alone.

    Names of files change while nothing else does: that of a day's dump would change every page every day.
    """
    return receipt.address if "://" in receipt.address else "a file"


def _source_entry(feed: str, receipt: Receipt, as_of: str, *, partial: bool) -> SourceEntry:
    licence, credit = TERMS.get(feed.partition("/")[0], UNKNOWN_TERMS)
    as_of = as_of or day(receipt.dated or receipt.changed)
    entry: SourceEntry = {
        "feed": feed,
        "address": receipt.address,
        "changed": day(receipt.changed),
        "dated": day(receipt.dated) or None,
        "rows": receipt.rows,
        "partial": partial,
        "licence": licence,
        "credit": f"{credit}, as of {as_of}." if credit else "",
    }
    return explained(entry)


def feeds_of(model: Model) -> list[str]:
    """Return the feeds that a model's facts come from."""
    if not model.rated:
        return [OPENROUTER, USAGE] if model.usage else [OPENROUTER]
    boards = {row.board for rated in model.rated for row in rated.ratings}
    usage = [USAGE] if model.usage else []
    return [OPENROUTER, *(f"arena/{board}" for board in sorted(boards)), *usage]
