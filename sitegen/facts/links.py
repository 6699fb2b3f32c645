"""Elsewhere: where a model stands on other sites, every way out in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.forms.addresses import url_path
from sitegen.forms.figures import MANY
from sitegen.forms.prose import UPSTREAM
from sitegen.records import Json
from sitegen.records.listing import Listing

HUGGING_FACE = "https://huggingface.co/"
ARENA = "https://arena.ai/leaderboard"
ARENA_BOARDS = ("text", "vision", "document")
"""The boards whose own page Arena names as ours does; any other board is reached from the list of all."""


class Way(NamedTuple):
    """One way out of the site: where it leads, in words, and its address."""

    name: str
    link: str


def elsewhere(model: Model) -> tuple[Way, ...]:
    """Return the ways out of a model's page: ids on OpenRouter, weights, boards, and upstream's own links."""
    listing = model.primary
    # An id that left has no page on OpenRouter any more.
    ways = [_openrouter(one) for one in model.variants]
    if listing.hugging_face_id:
        ways.append(Way("Hugging Face", f"{HUGGING_FACE}{url_path(listing.hugging_face_id)}"))
    if model.rated:
        ways += board_ways([row.board for rated in model.rated for row in rated.ratings])
    if listing.links:
        ways += _upstream(listing.links)
    return tuple(ways)


def _openrouter(listing: Listing) -> Way:
    suffix = listing.variant
    return Way(f"OpenRouter, :{suffix}" if suffix else "OpenRouter", f"{UPSTREAM}/{url_path(listing.id)}")


def board_ways(boards: Iterable[str]) -> list[Way]:
    """Return the ways to Arena's own boards, each once."""
    return [_board_way(board) for board in dict.fromkeys(boards)]


@lru_cache(maxsize=MANY)
def _board_way(board: str) -> Way:
    own = board in ARENA_BOARDS
    return Way(f"Arena, {board} board", f"{ARENA}/{board}" if own else ARENA)


def _upstream(links: Mapping[str, Json]) -> list[Way]:
    return [
        Way(f"OpenRouter, “{name}”", f"{UPSTREAM}{url_path(way)}")
        for name, way in links.items()
        if isinstance(way, str) and way.startswith("/") and not way.startswith("//")
    ]
