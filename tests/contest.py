"""Small catalogs of models with a price and a score, for the tests of charts and neighbours."""

from __future__ import annotations

from typing import Any

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.catalog.standings import Standings, standings
from sitegen.facts.context import SiteContext
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from tests.pages.odd_world import SITE
from tests.worlds import listing

Entrant = tuple[str, str, float]
"""A word for a model, its input price in dollars a token, its score."""


def entrant(word: str, price: str = "0.000001", **changed: Any) -> Listing:  # noqa: ANN401
    """Return the plain model under this word, at this price."""
    slug = f"acme/{word}"
    named = {"id": slug, "canonical_slug": slug, "name": f"Acme: {word.title()}"}
    return listing(**{**named, "pricing": {"prompt": price, "completion": "0.00001"}, **changed})


def row(word: str, score: float, **changed: Any) -> Rating:  # noqa: ANN401
    """Return the model's overall row on the text board."""
    return Rating(board="text", name=word, score=score, **{"rank": 1, **changed})


def world(*entrants: Entrant, more: tuple[Listing, ...] = (), rows: tuple[Rating, ...] = ()) -> Catalog:
    """Return the catalog of these models, and of others."""
    board = Leaderboard(board="text", ratings=(*(row(word, score) for word, _, score in entrants), *rows))
    return catalog([*(entrant(word, price) for word, price, _ in entrants), *more], [board])


def stands(*entrants: Entrant) -> Standings:
    """Return the standings of these models."""
    return standings(world(*entrants))


def known(*entrants: Entrant, more: tuple[Listing, ...] = (), rows: tuple[Rating, ...] = ()) -> SiteContext:
    """Return what pages know of these models."""
    return SiteContext(world(*entrants, more=more, rows=rows), SITE)


def words(slugs: Any) -> list[str]:  # noqa: ANN401 - slugs, or what has a slug
    """Return the words of models, points or marks."""
    return [getattr(one, "slug", one).removeprefix("acme/") for one in slugs]
