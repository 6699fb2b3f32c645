"""Elsewhere: where a model stands on other sites, every way out in one place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.pages.addresses import url_path
from sitegen.pages.prose import UPSTREAM
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
    return (*_openrouter(model), *_weights(model.primary), *_boards(model), *_upstream(model.primary))


def _openrouter(model: Model) -> Iterable[Way]:
    # An id that left has no page on OpenRouter any more.
    for listing in model.variants:
        name = f"OpenRouter, :{listing.variant}" if listing.variant else "OpenRouter"
        yield Way(name, f"{UPSTREAM}/{url_path(listing.id)}")


def _weights(listing: Listing) -> Iterable[Way]:
    if listing.hugging_face_id:
        yield Way("Hugging Face", f"{HUGGING_FACE}{url_path(listing.hugging_face_id)}")


def _boards(model: Model) -> Iterable[Way]:
    return board_ways(row.board for rated in model.rated for row in rated.ratings)


def board_ways(boards: Iterable[str]) -> Iterable[Way]:
    """Yield the ways to Arena's own boards, each once."""
    for board in dict.fromkeys(boards):
        own = board in ARENA_BOARDS
        yield Way(f"Arena, {board} board", f"{ARENA}/{board}" if own else ARENA)


def _upstream(listing: Listing) -> Iterable[Way]:
    for name, way in (listing.links or {}).items():
        if isinstance(way, str) and way.startswith("/") and not way.startswith("//"):
            yield Way(f"OpenRouter, “{name}”", f"{UPSTREAM}{url_path(way)}")
