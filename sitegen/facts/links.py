"""Links out of the site: where a model stands elsewhere, and the files of ``data/`` that it is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Model, Rated
from sitegen.forms.addresses import url_path
from sitegen.forms.figures import MANY
from sitegen.forms.prose import UPSTREAM
from sitegen.records import Json
from sitegen.records.data_files import MATCHES, RETIRED, board_feed
from sitegen.records.listing import Listing
from sitegen.records.match import Confidence
from sitegen.records.settings import Site
from sitegen.records.snapshot import snapshot_file
from sitegen.sources import arena, openrouter

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
    ways = [_openrouter(variant) for variant in model.variants]
    if listing.hugging_face_id:
        ways.append(Way("Hugging Face", f"{HUGGING_FACE}{url_path(listing.hugging_face_id)}"))
    if model.rated:
        ways += board_ways([row.board for rated in model.rated for row in rated.ratings])
    if listing.links:
        ways += _upstream(listing.links)
    return tuple(ways)


def _openrouter(listing: Listing) -> Way:
    suffix, name = listing.variant, openrouter.info.name
    return Way(f"{name}, :{suffix}" if suffix else name, f"{UPSTREAM}/{url_path(listing.id)}")


def board_ways(boards: Iterable[str]) -> list[Way]:
    """Return the ways to Arena's own boards, each once."""
    return [_board_way(board) for board in dict.fromkeys(boards)]


@lru_cache(maxsize=MANY)
def _board_way(board: str) -> Way:
    own = board in ARENA_BOARDS
    return Way(f"{arena.info.name}, {board} board", f"{ARENA}/{board}" if own else ARENA)


def _upstream(links: Mapping[str, Json]) -> list[Way]:
    return [
        Way(
            "API details" if name == "details" else f"{openrouter.info.name}, “{name}”",
            f"{UPSTREAM}{url_path(way)}",
        )
        for name, way in links.items()
        if isinstance(way, str) and way.startswith("/") and not way.startswith("//")
    ]


class Correction(NamedTuple):
    """A file in which a person can mend what is wrong: what it holds of a model, its path, its address.

    The address is "" where the site names no repository.
    """

    what: str
    name: str
    file: str
    link: str


def matches_link(site: Site) -> str:
    """Return the address of the file that corrects a match; "" where the site names no repository."""
    return site.file_url(f"data/{MATCHES}")


def corrections(model: Model, site: Site) -> tuple[Correction, ...]:
    """Return where the records of a model, its rows on Arena and its matches stand in the repository."""
    records = [_correction("Record of", listing.id, openrouter.MODELS, site) for listing in model.variants]
    records += [_correction("Last record of", gone.listing.id, RETIRED, site) for gone in model.gone]
    return (*records, *[line for rated in model.rated for line in name_corrections(rated, site)])


def name_corrections(rated: Rated, site: Site) -> tuple[Correction, ...]:
    """Return where the rows and the match of one name on Arena stand in the repository."""
    return tuple(_name_corrections(rated, site))


def _name_corrections(rated: Rated, site: Site) -> Iterator[Correction]:
    for board in dict.fromkeys([row.board for row in rated.ratings]):
        what = f"Row of {arena.info.name}’s {board} board,"
        yield _correction(what, rated.name, snapshot_file(board_feed(board)), site)
    if rated.match.confidence is Confidence.MANUAL:
        yield _correction("A person’s decision about", rated.name, MATCHES, site)


def _correction(what: str, name: str, file: str, site: Site) -> Correction:
    path = f"data/{file}"
    return Correction(what, name, path, site.file_url(path))
