"""The join: listings folded by canonical slug, Arena rows and usage put where they belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from sitegen.catalog.arena_names import rated_names
from sitegen.catalog.journal import changes_and_histories
from sitegen.catalog.makers import gateway_models, makers_ids, makers_matches, makers_offers
from sitegen.catalog.model import (
    NO_OFFER,
    Catalog,
    Gone,
    History,
    MakersOffer,
    Model,
    Rated,
    Used,
    best_first,
    variant_order,
)
from sitegen.catalog.offers import first_readings
from sitegen.catalog.usage import used
from sitegen.errors import CatalogError
from sitegen.matching.matches import Decision
from sitegen.records.change import CAME, LIFE, Change
from sitegen.records.data_files import board_feed
from sitegen.records.endpoint import Endpoints
from sitegen.records.listing import Listing
from sitegen.records.makers_model import MakersModel
from sitegen.records.match import Confidence
from sitegen.records.rating import Leaderboard
from sitegen.records.snapshot import Failure, Receipt
from sitegen.records.usage import Usage
from sitegen.sources import SOURCES, arena, modelsdev, openrouter, providers
from sitegen.sources import usage as ranking
from sitegen.sources.modelsdev import ModelsDev

T = TypeVar("T")


def catalog(  # noqa: PLR0913 - one of each kind of record
    listings: Sequence[Listing],
    leaderboards: Sequence[Leaderboard] = (),
    *,
    endpoints: Mapping[str, Endpoints] | None = None,
    makers: ModelsDev | None = None,
    usage: Usage | None = None,
    gone: Sequence[Gone] = (),
    journal: Sequence[Change] = (),
    decisions: Mapping[str, Decision] | None = None,
    makers_decisions: Mapping[str, Decision] | None = None,
    receipts: Mapping[str, Receipt] | None = None,
    failures: Mapping[str, Failure] | None = None,
    version: str = "",
) -> Catalog:
    """Return the catalog of one state of ``data/``, sorted by slug; raises CatalogError where ids clash."""
    rated = rated_names(leaderboards, listings, gone, decisions)
    taken = used(usage, {listing.slug for listing in listings} | {item.listing.slug for item in gone})
    matches = makers_matches(makers, listings, gone, makers_decisions)
    offers = makers_offers(makers, matches, {item.slug: item.author for item in _each(listings, gone)})
    changes, past = changes_and_histories(journal, makers=makers_ids(offers.values()))
    dated = None if makers is None else gateway_models(makers, _each(listings, gone))
    models = _models(listings, gone, rated, _Known(past, taken, endpoints, offers, dated))
    slugs = {model.slug for model in models}
    return Catalog(
        models=models,
        arena_only=tuple(one for one in rated if one.match.slug is None),
        seen_names=_seen_names(journal),
        redirects=_redirects(models) | _former_slugs(models),
        leaderboards=tuple(leaderboards),
        makers_matches=matches,
        usage=usage,
        usage_alone=tuple(name for name, one in taken.items() if one.latest and name not in slugs),
        receipts=receipts or {},
        failures=failures or {},
        infos={name: source.info for name, source in SOURCES.items()},
        journal=tuple(changes),
        readings=first_readings(journal),
        version=version,
    )


class _Known(NamedTuple):
    """What sources tell of models beside the catalogue: by id, usage and offers by slug; None: never read."""

    histories: Mapping[str, History]
    usage: Mapping[str, Used]
    endpoints: Mapping[str, Endpoints] | None
    offers: Mapping[str, MakersOffer]
    dated: Mapping[str, MakersModel] | None


def _each(listings: Sequence[Listing], gone: Sequence[Gone]) -> Iterator[Listing]:
    """Yield every listing, current ones last."""
    yield from (item.listing for item in gone)
    yield from listings


def _models(
    listings: Sequence[Listing],
    gone: Sequence[Gone],
    rated: Sequence[Rated],
    known: _Known,
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
        _model(slug, current.get(slug, ()), left.get(slug, ()), ratings.get(slug, ()), known)
        for slug in sorted(current.keys() | left.keys())
    )


def _model(
    slug: str,
    current: Sequence[Listing],
    left: Sequence[Gone],
    rated: Sequence[Rated],
    known: _Known,
) -> Model:
    variants = _ordered(current, variant_order)
    gone = _ordered(left, lambda item: variant_order(item.listing))
    listed = [listing.id for listing in variants]
    ids = listed + [item.listing.id for item in gone]
    boards = {row.board for name in rated for row in name.ratings} if rated else ()
    usage = known.usage.get(slug)
    every = known.endpoints
    sold = None if every is None else {key: every[key] for key in listed if key in every}
    dated = None if known.dated is None else {key: known.dated[key] for key in ids if key in known.dated}
    maker = known.offers.get(slug, NO_OFFER)
    further = ((providers.FEED, sold), (modelsdev.FEED, dated or maker.model), (ranking.FEED, usage))
    return Model(
        slug=slug,
        variants=variants,
        gone=gone,
        rated=_ordered(rated, in_headline_order),
        histories={key: known.histories[key] for key in ids if key in known.histories},
        usage=usage,
        endpoints=sold,
        maker=maker,
        dated=dated,
        feeds=_feeds(frozenset(boards), tuple([feed for feed, told in further if told])),
    )


def _ordered(items: Sequence[T], order: Callable[[T], tuple[object, ...]]) -> tuple[T, ...]:
    """Return the items in their order; most models have one of each."""
    return tuple(sorted(items, key=order) if len(items) > 1 else items)


@lru_cache(maxsize=1024)
def _feeds(boards: frozenset[str], further: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the facts of a model come from, which is the same for many."""
    return (openrouter.FEED, *map(board_feed, sorted(boards)), *further)


def in_headline_order(rated: Rated) -> tuple[bool, int, str]:
    """Put the name first whose rank stands for the model: the plain row, else the best ranked mode of it."""
    return rated.match.confidence is Confidence.VARIANT, *best_first(rated)


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


def _former_slugs(models: Sequence[Model]) -> dict[str, str]:
    """Return the slugs that ids of these models had before → the slug of the model that they are now."""
    taken = {key for model in models for key in (model.slug, *[listing.id for listing in model.listings])}
    former: dict[str, str] = {}
    for model in models:
        # Where ids of one slug went to several, the id that speaks for its model says where it leads.
        for listing in model.listings:
            history = model.histories.get(listing.id)
            for change in history.changes if history else ():
                for slug in _slugs_of(change):
                    if slug not in taken:
                        former.setdefault(slug, model.slug)
    return former


def _slugs_of(change: Change) -> Iterator[str]:
    """Yield the slugs that a change of the journal names."""
    if change.field == SLUG or change.field in LIFE:
        for value in (change.old, change.new):
            slug = value.get(SLUG) if isinstance(value, dict) else value
            if isinstance(slug, str) and slug:
                yield slug


SLUG = "canonical_slug"


def _seen_names(journal: Sequence[Change]) -> dict[str, str]:
    """Return every name that came onto a board, the first seen first → the board on which it last came."""
    seen: dict[str, str] = {}
    for change in journal:
        if change.source == arena.name and change.field in CAME:
            board, _, name = change.id.partition("/")
            seen[name] = board
    return seen
