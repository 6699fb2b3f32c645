"""Sources as the JSON values of ``shapes``: where facts come from."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.provenance import ARENA_LINK, OPENROUTER, OPENROUTER_LINK, USAGE, usage_as_of
from sitegen.facts.shapes import SourceEntry
from sitegen.forms.documents import explained
from sitegen.forms.figures import day
from sitegen.records.snapshot import Receipt

# OpenRouter names no licence for its catalogue; Arena's is on the dataset's page.
TERMS = {
    "openrouter": ("No licence for these data is published.", f"Source: OpenRouter ({OPENROUTER_LINK})"),
    "usage": ("CC BY 4.0", "Source: OpenRouter (openrouter.ai/rankings)"),
    "arena": ("CC BY 4.0", f"Source: Arena ({ARENA_LINK}), CC BY 4.0"),
}
UNKNOWN_TERMS = ("No licence for these data is known.", "")


def source_type(model: Model) -> str:
    """Return where a model is known from, as programs read it."""
    return "openrouter_and_arena" if model.rated else "openrouter_only"


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
