"""The join: listings folded by canonical slug, Arena rows and usage put where they belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from sitegen.catalog.history import told
from sitegen.catalog.model import HEADLINE_BOARD, Catalog, Gone, History, Model, Rated, Used
from sitegen.catalog.usage import used
from sitegen.errors import CatalogError
from sitegen.matching.matches import ArenaName, Decision, matches
from sitegen.records.change import Change
from sitegen.records.data_files import board_feed
from sitegen.records.listing import Listing
from sitegen.records.match import Confidence
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Failure, Receipt
from sitegen.records.usage import Usage
from sitegen.sources import SOURCES, openrouter
from sitegen.sources import usage as ranking

T = TypeVar("T")

LAST = 1_000_000_000
"""Sorts behind every rank: the place of a row that has none."""


def catalog(  # noqa: PLR0913 - one of each kind of record
    listings: Sequence[Listing],
    leaderboards: Sequence[Leaderboard] = (),
    *,
    usage: Usage | None = None,
    gone: Sequence[Gone] = (),
    journal: Sequence[Change] = (),
    decisions: Mapping[str, Decision] | None = None,
    receipts: Mapping[str, Receipt] | None = None,
    failures: Mapping[str, Failure] | None = None,
    version: str = "",
) -> Catalog:
    """Return the catalog of one state of ``data/``, sorted by slug; raises CatalogError where ids clash."""
    rated = _rated(leaderboards, listings, decisions or {})
    changes, past = told(journal)
    taken = used(usage, {listing.slug for listing in listings} | {item.listing.slug for item in gone})
    models = _models(listings, gone, rated, past, taken)
    slugs = {model.slug for model in models}
    return Catalog(
        models=models,
        arena_only=tuple(one for one in rated if one.match.slug is None),
        redirects=_redirects(models),
        leaderboards=tuple(leaderboards),
        usage=usage,
        usage_alone=tuple(name for name, one in taken.items() if one.latest and name not in slugs),
        receipts=receipts or {},
        failures=failures or {},
        infos={name: source.info for name, source in SOURCES.items()},
        journal=tuple(changes),
        version=version,
    )


def _models(
    listings: Sequence[Listing],
    gone: Sequence[Gone],
    rated: Sequence[Rated],
    past: Mapping[str, History],
    taken: Mapping[str, Used],
) -> tuple[Model, ...]:
    current: dict[str, list[Listing]] = {}
    left: dict[str, list[Gone]] = {}
    ratings: dict[str, list[Rated]] = {}
    for listing in listings:
        current.setdefault(listing.slug, []).append(listing)
    for item in gone:
        left.setdefault(item.listing.slug, []).append(item)
    for name in rated:
        if name.match.slug is not None:
            ratings.setdefault(name.match.slug, []).append(name)
    return tuple(
        _model(slug, current.get(slug, ()), left.get(slug, ()), ratings.get(slug, ()), past, taken.get(slug))
        for slug in sorted(current.keys() | left.keys())
    )


def _model(
    slug: str,
    current: Sequence[Listing],
    left: Sequence[Gone],
    rated: Sequence[Rated],
    past: Mapping[str, History],
    usage: Used | None,
) -> Model:
    variants, gone = (
        _ordered(current, variant_order),
        _ordered(left, lambda item: variant_order(item.listing)),
    )
    ids = [listing.id for listing in variants] + [item.listing.id for item in gone]
    boards = {row.board for name in rated for row in name.ratings} if rated else ()
    return Model(
        slug=slug,
        variants=variants,
        gone=gone,
        rated=_ordered(rated, in_headline_order),
        histories={key: past[key] for key in ids if key in past},
        usage=usage,
        feeds=_feeds(frozenset(boards), tuple([feed for feed, told in ((ranking.FEED, usage),) if told])),
    )


def _ordered(items: Sequence[T], order: Callable[[T], tuple[object, ...]]) -> tuple[T, ...]:
    """Return the items in their order; most models have one of each."""
    return tuple(sorted(items, key=order) if len(items) > 1 else items)


@lru_cache(maxsize=1024)
def _feeds(boards: frozenset[str], further: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the facts of a model come from, which is the same for many."""
    return (openrouter.FEED, *map(board_feed, sorted(boards)), *further)


def variant_order(listing: Listing) -> tuple[bool, bool, str]:
    """Put the listing first that speaks for its model: a plain id, then the one that is the slug itself.

    ``:free`` often stands first upstream, and a page that took it would say that a paid model is free.
    """
    return bool(listing.variant), listing.id != listing.slug, listing.id


def in_headline_order(rated: Rated) -> tuple[bool, int, str]:
    """Put the name first whose rank stands for the model: the plain row, else the best ranked mode of it."""
    return rated.match.confidence is Confidence.VARIANT, _rank(rated.on(HEADLINE_BOARD)), rated.name


def _rank(row: Rating | None) -> int:
    return row.rank if row and row.rank else LAST


def _redirects(models: Sequence[Model]) -> dict[str, str]:
    slugs = {model.slug for model in models}
    found: dict[str, str] = {}
    for model in models:
        for listing in model.listings:
            if listing.id in slugs:
                continue
            if found.setdefault(listing.id, model.slug) != model.slug:
                raise CatalogError(
                    listing.id,
                    f"belongs to two models, {found[listing.id]} and {model.slug}",
                    "fetch openrouter again",
                )
    return found


def _rated(
    leaderboards: Sequence[Leaderboard], listings: Sequence[Listing], decisions: Mapping[str, Decision]
) -> list[Rated]:
    rows: dict[str, list[Rating]] = {}
    for board in leaderboards:
        for rating in board.ratings:
            rows.setdefault(rating.name, []).append(rating)
    names = [
        ArenaName(
            name=name,
            organization=next((row.organization for row in found if row.organization), None),
            license=next((row.license for row in found if row.license), None),
        )
        for name, found in rows.items()
    ]
    answers = matches(names, listings, decisions)
    for found in rows.values():
        found.sort(key=lambda row: (row.board != HEADLINE_BOARD, row.board, row.category))
    rated = [Rated(*name[:3], tuple(rows[name.name]), answers[name.name]) for name in names]
    return sorted(rated, key=lambda name: (_rank(name.on(HEADLINE_BOARD)), name.name))
