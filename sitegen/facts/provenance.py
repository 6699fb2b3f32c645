"""Where facts come from: each source's day, link and credit, said on every page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.forms.figures import MANY
from sitegen.records.rating import OVERALL, Leaderboard
from sitegen.records.snapshot import Receipt
from sitegen.records.usage import Period, Usage

OPENROUTER = "openrouter/models"
OPENROUTER_LINK = "https://openrouter.ai/models"
USAGE = "usage/daily"
USAGE_LINK = "https://openrouter.ai/rankings"
ARENA_LINK = "https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset"
ARENA_LICENCE_LINK = "https://creativecommons.org/licenses/by/4.0/"
USAGE_LICENCE_LINK = "https://creativecommons.org/licenses/by/4.0/"


class SourceDay(NamedTuple):
    """One source as a page names it: ``day`` is that of the snapshot shown, None where there is none.

    ``failed`` is the day on which it could not be read, where that was the last try.
    """

    name: str
    what: str
    day: date | None
    link: str
    credit: str = ""
    failed: date | None = None


def source_days(catalog: Catalog) -> tuple[SourceDay, ...]:
    """Return OpenRouter's day, Arena's, one entry for the boards of each day, and that of the ranking.

    The ranking takes a key, and many sites have none: it is named where it was read, or could not be.
    """
    what = "catalogue, prices and limits"
    failed = _failed(catalog, [OPENROUTER])
    return (
        SourceDay("OpenRouter", what, catalogue_day(catalog), OPENROUTER_LINK, failed=failed),
        *_arena_days(catalog),
        *_usage_days(catalog),
    )


def _failed(catalog: Catalog, feeds: Iterable[str]) -> date | None:
    """Return the last day on which one of these feeds could not be read, and has not been since."""
    return max((catalog.failures[feed].on for feed in feeds if feed in catalog.failures), default=None)


def catalogue_day(catalog: Catalog) -> date | None:
    """Return the day of the catalogue's snapshot: the source's own, else the day it last changed."""
    return _day(catalog.receipts.get(OPENROUTER))


def latest_day(catalog: Catalog) -> date | None:
    """Return the latest day on which any snapshot changed."""
    return max((receipt.changed for receipt in catalog.receipts.values()), default=None)


def board_changed(catalog: Catalog, board: str) -> date | None:
    """Return the day on which the snapshot of a board last changed."""
    receipt = catalog.receipts.get(f"arena/{board}")
    return receipt.changed if receipt else None


def board_day(catalog: Catalog, board: Leaderboard, category: str = OVERALL) -> date | None:
    """Return the day that Arena gave a category of a board, else the day of its snapshot."""
    return board.published.get(category) or _day(catalog.receipts.get(f"arena/{board.board}"))


def _day(receipt: Receipt | None) -> date | None:
    return None if receipt is None else receipt.dated or receipt.changed


def _arena_days(catalog: Catalog) -> list[SourceDay]:
    boards: dict[date | None, list[str]] = {}
    for board in catalog.leaderboards:
        boards.setdefault(board_day(catalog, board), []).append(board.board)
    if not boards:
        failed = _failed(catalog, [feed for feed in catalog.failures if feed.startswith("arena/")])
        return [SourceDay("Arena", "ratings by voters", None, ARENA_LINK, failed=failed)]
    return [
        SourceDay(
            "Arena",
            f"ratings by voters ({', '.join(names)})",
            day,
            ARENA_LINK,
            "CC BY 4.0",
            _failed(catalog, [f"arena/{name}" for name in names]),
        )
        for day, names in boards.items()
    ]


def _usage_days(catalog: Catalog) -> list[SourceDay]:
    failed = _failed(catalog, [USAGE])
    if catalog.usage is None:
        what = "ranking by tokens"
        return [SourceDay("OpenRouter’s usage", what, None, USAGE_LINK, failed=failed)] if failed else []
    usage = catalog.usage
    what = "tokens in a week" if usage.period is Period.WEEK else "tokens by day"
    credit = f"{citation(usage)} CC BY 4.0"
    return [SourceDay("OpenRouter’s usage", what, usage.latest, USAGE_LINK, credit, failed)]


def citation(usage: Usage) -> str:
    """Return the line that the ranking's terms ask for, word for word.

    https://openrouter.ai/docs/api/api-reference/datasets/get-rankings-daily
    """
    return f"Source: OpenRouter (openrouter.ai/rankings), as of {usage_as_of(usage)}."


def usage_as_of(usage: Usage) -> str:
    """Return the time that the ranking gives itself, else its last day."""
    return usage.as_of or usage.latest.isoformat()


BoardDay = tuple[str, date | None]
"""A board and its day."""


class Origin(NamedTuple):
    """Where a group of a page's facts comes from, and under which terms."""

    facts: str
    source: str
    link: str
    day: date | None
    terms: str
    terms_link: str = ""


def origins(model: Model, catalog: Catalog) -> tuple[Origin, ...]:
    """Return where each group of a model's facts comes from."""
    usage = catalog.usage.latest if model.usage and catalog.usage else None
    return _origins(_seen(model, catalog), _named(model, catalog), usage, model.changed)


@lru_cache(maxsize=MANY)
def _origins(
    seen: date | None, boards: tuple[BoardDay, ...], usage: date | None, changed: date | None
) -> tuple[Origin, ...]:
    return (
        Origin(
            "Name, description, prices, limits, abilities, identifiers",
            "OpenRouter",
            "https://openrouter.ai/api/v1/models",
            seen,
            "no data licence published; link and day kept",
        ),
        *(_board_origin(board, on) for board, on in boards),
        *([_usage_origin(usage)] if usage else []),
        Origin(
            "Price history, first and last days",
            "the journal of this site, kept from OpenRouter’s catalogue",
            "",
            changed,
            "days are those of our snapshots",
        ),
    )


def _board_origin(board: str, on: date | None) -> Origin:
    terms = "CC BY 4.0, credit Arena"
    return Origin(f"Ratings, {board} board", "Arena", ARENA_LINK, on, terms, ARENA_LICENCE_LINK)


def _usage_origin(latest: date) -> Origin:
    terms = "CC BY 4.0, credit OpenRouter"
    return Origin("Usage", "OpenRouter’s ranking", USAGE_LINK, latest, terms, USAGE_LICENCE_LINK)


class Cited(NamedTuple):
    """A source as a citation names it; ``licence`` is "" where none is published."""

    name: str
    day: date | None
    licence: str


def cited(model: Model, catalog: Catalog) -> tuple[Cited, ...]:
    """Return the sources that a model's facts are from: the catalogue, and each board with a row of it."""
    return _cited(_seen(model, catalog), _named(model, catalog))


@lru_cache(maxsize=MANY)
def _cited(seen: date | None, boards: tuple[BoardDay, ...]) -> tuple[Cited, ...]:
    return (
        Cited("OpenRouter", seen, ""),
        *(Cited(f"Arena, {board} board", on, "CC BY 4.0") for board, on in boards),
    )


def _named(model: Model, catalog: Catalog) -> tuple[BoardDay, ...]:
    """Return the boards that have a row of the model, each with its day."""
    if not model.rated:
        return ()
    found = {rating.board for rated in model.rated for rating in rated.ratings}
    return tuple([(one.board, board_day(catalog, one)) for one in catalog.leaderboards if one.board in found])


def _seen(model: Model, catalog: Catalog) -> date | None:
    """Return the day of the snapshot that a model's facts are from: for one that left, its last."""
    return catalogue_day(catalog) if model.variants else max(gone.last_seen for gone in model.gone)
