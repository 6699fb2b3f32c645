"""The catalog's nouns: a model with all that is known of it, and an Arena name without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sitegen.records.change import CAME, RETURNED, Change, Move
from sitegen.records.data_files import board_feed
from sitegen.records.endpoint import SOURCE, Endpoints, model_and_key
from sitegen.records.listing import Listing
from sitegen.records.makers_model import MakersModel
from sitegen.records.match import Match
from sitegen.records.price import PriceList
from sitegen.records.rating import OVERALL, Leaderboard, Rating
from sitegen.records.snapshot import Failure, Receipt, SourceInfo
from sitegen.records.usage import Usage

HEADLINE_BOARD = "text"
"""The board whose overall rank stands at the top of a page: the one with the most votes."""


class History(NamedTuple):
    """One id's life in the journal, oldest first; ``lines`` are as the journal has them.

    ``changes`` are those that tell of a change, as ``price_terms`` and ``offers`` read them. ``offers`` are
    the news of its sellers.
    """

    changes: tuple[Change, ...]
    lines: tuple[Change, ...] = ()
    offers: tuple[Change, ...] = ()

    @property
    def first_seen(self) -> date | None:
        """The first day on which a snapshot held the id."""
        for change in self.changes:
            if change.field in CAME:
                return change.on
        return None

    @property
    def returned(self) -> tuple[date, ...]:
        """The days on which the id came back after it had left."""
        return tuple([change.on for change in self.changes if change.field == RETURNED])

    @property
    def last_changed(self) -> date | None:
        """The last day on which a tracked fact changed; that another seller is put first is no change."""
        changes = (line.on for line in reversed(self.changes) if line.seller.move is not Move.FIRST)
        return next(changes, None)


class UsageRank(NamedTuple):
    """A model in one day's list: its tokens, its rank among that day's models, and the names that add up."""

    tokens: int
    rank: int
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Used:
    """A model in the ranking: its rank on each day of the window (None: not in that day's list).

    ``trend`` is the mean of the last 7 days against that of the 7 before, in per cent to one decimal; where
    there is none, ``no_trend`` says why.
    """

    days: Mapping[date, UsageRank | None]
    trend: Decimal | None
    no_trend: str

    @property
    def latest(self) -> UsageRank | None:
        """The rank on the last day of the window, or None."""
        return self.days[max(self.days)]

    @property
    def present(self) -> int:
        """The number of days on which the model is in the list."""
        return sum(rank is not None for rank in self.days.values())


class Rated(NamedTuple):
    """One Arena name with its rows on every board, and the match that says which model it is.

    ``until`` is the last day on which that model was listed, where it is a retired one.
    """

    name: str
    organization: str | None
    license: str | None
    ratings: tuple[Rating, ...]
    match: Match
    until: date | None = None

    def on(self, board: str, category: str = OVERALL) -> Rating | None:
        """Return this name's row on a board, or None where it has none there."""
        for one in self.ratings:
            if one.board == board and one.category == category:
                return one
        return None


LAST = 1_000_000_000
"""Sorts behind every rank: the place of a name that has none."""


def best_first(rated: Rated) -> tuple[int, str]:
    """Put the name first that has the best overall rank on the headline board."""
    row = rated.on(HEADLINE_BOARD)
    return row.rank if row and row.rank else LAST, rated.name


def variant_order(listing: Listing) -> tuple[bool, bool, str]:
    """Put the listing first that speaks for its model: a plain id, then the one that is the slug itself.

    ``:free`` often stands first upstream, and a page that took it would say that a paid model is free.
    """
    return bool(listing.variant), listing.id != listing.slug, listing.id


class Gone(NamedTuple):
    """An id that left the catalogue, as it last was."""

    listing: Listing
    first_seen: date
    last_seen: date
    left: date


class MakersMatch(NamedTuple):
    """A maker's model, the author under whom the catalogue has this maker, and which model there it is."""

    model: MakersModel
    author: str
    match: Match


class NoOffer(StrEnum):
    """Why there is no list price of a model's maker."""

    NOT_READ = "not read"
    NOT_IN_SOURCE = "not in the source"
    NOT_PUBLISHED = "not published"
    NO_CONFIDENT_MATCH = "no confident match"


class MakersOffer(NamedTuple):
    """What the maker of a model asks for it by models.dev, or why that is not known.

    ``model`` is the maker's model with its prices, limits and status, and ``match`` says how sure it is that
    it is this one, why, and by which evidence. Where there is no price, ``reason`` is set and ``why`` says
    more: then ``model`` is one that has none, or None.
    """

    model: MakersModel | None = None
    match: Match | None = None
    reason: NoOffer | None = NoOffer.NOT_READ
    why: str = "models.dev was not read"

    @property
    def prices(self) -> PriceList | None:
        """The maker's list price, each for one token; None where ``reason`` says why there is none."""
        return self.model.prices if self.model and self.reason is None else None


NO_OFFER = MakersOffer()


@dataclass(frozen=True, slots=True)
class Model:
    """One canonical slug: its variants (the primary first), ids that left, ratings, history and usage."""

    slug: str
    variants: tuple[Listing, ...]
    gone: tuple[Gone, ...] = ()
    rated: tuple[Rated, ...] = ()
    histories: Mapping[str, History] = field(default_factory=dict)
    usage: Used | None = None
    """Its place in OpenRouter's ranking; None where no day on file has it."""
    endpoints: Mapping[str, Endpoints] | None = None
    """Who sells each of its listed ids, where the source has an answer for it. None: never read."""
    feeds: tuple[str, ...] = ()
    """What its facts come from: the catalogue first, then boards by name, then what further sources tell."""
    maker: MakersOffer = NO_OFFER
    """What its maker asks for it, or why that is not known."""
    dated: Mapping[str, MakersModel] | None = None
    """What models.dev says of its ids, by id (``gateway_models``); None where that was never read."""
    unconfirmed: tuple[Change, ...] = ()
    """The alarming changes of its ids and their sellers that nobody accepted or corrected."""
    primary: Listing = field(init=False, repr=False, compare=False)
    """The listing that speaks for the model: a current one if there is any."""
    author: str = field(init=False, repr=False, compare=False)
    """The author's part of the slug."""
    listings: tuple[Listing, ...] = field(init=False, repr=False, compare=False)
    """Every listing, current ones first."""

    def __post_init__(self) -> None:
        """Work out what each page asks many times."""
        left = tuple([gone.listing for gone in self.gone])
        listings = self.variants + left if left else self.variants
        object.__setattr__(self, "listings", listings)
        object.__setattr__(self, "primary", listings[0])
        object.__setattr__(self, "author", listings[0].author)

    @property
    def left(self) -> date | None:
        """The day since which no id of the model is listed; None while one is."""
        return None if self.variants else max(gone.left for gone in self.gone)

    @property
    def release(self) -> MakersModel | None:
        """What models.dev says of the model by the id that speaks for it; None where it does not list it.

        Its ``release_date`` and ``knowledge`` are as precise as there: ``2025-08-08``, ``2025-08``, ``2025``.
        They and ``open_weights`` are None where they are not published.
        """
        return (self.dated or {}).get(self.primary.id)

    @property
    def headline(self) -> Rated | None:
        """The rated name whose overall rank stands for the model (see ``join.in_headline_order``)."""
        for rated in self.rated:
            if rated.on(HEADLINE_BOARD):
                return rated
        return None

    @property
    def changed(self) -> date | None:
        """The last day on which the journal says that a fact of the model changed, or one of its sellers'."""
        lines = [lines for h in self.histories.values() for lines in (h.changes, h.offers) if lines]
        return max([own[-1].on for own in lines], default=None)


class FirstReading(NamedTuple):
    """The first reading of a source: nothing that it holds is news. ``offers`` are those of sellers."""

    on: date
    source: str
    rows: int
    offers: int


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that pages are drawn from."""

    models: tuple[Model, ...] = ()
    arena_only: tuple[Rated, ...] = ()
    seen_names: Mapping[str, str] = field(default_factory=dict)
    """Every Arena name of the journal, the first seen first → the board on which it last came."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Every id that is not its model's slug, and every former slug → the slug."""
    leaderboards: tuple[Leaderboard, ...] = ()
    makers_matches: tuple[MakersMatch, ...] = ()
    """Every model of the makers' own providers at models.dev, with the model of the catalogue that it is."""
    usage: Usage | None = None
    """The ranking by tokens; None where it was never read."""
    usage_alone: tuple[str, ...] = ()
    """The names of the ranking's latest list that no model has."""
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    failures: Mapping[str, Failure] = field(default_factory=dict)
    """The feeds that could not be read when last tried, by name."""
    infos: Mapping[str, SourceInfo] = field(default_factory=dict)
    """What every source of the registry says of itself, by its name."""
    journal: tuple[Change, ...] = ()
    """The journal, oldest first, without lines that are no change."""
    readings: Mapping[str, FirstReading] = field(default_factory=dict)
    """When each source beside the catalogue and Arena was first read, by its name."""
    version: str = ""
    """A short digest of ``data/``: the same data, the same version."""

    @property
    def news(self) -> tuple[Change, ...]:
        """The changes that tell of something that no other one tells."""
        return tuple([change for change in self.journal if not change.seller.folded])

    def marked(self, unconfirmed: Iterable[Change]) -> Catalog:
        """Return the catalog with alarming changes that wait for a person, each at its model."""
        by_id: dict[str, list[Change]] = {}
        for change in unconfirmed:
            by_id.setdefault(listing_id(change), []).append(change)
        if not by_id:
            return self
        models = [
            replace(model, unconfirmed=tuple(found))
            if (found := [change for one in model.listings for change in by_id.get(one.id, ())])
            else model
            for model in self.models
        ]
        return replace(self, models=tuple(models))

    def by_id(self) -> dict[str, Model]:
        """Return the model of every id, current and gone, and of every slug."""
        found = {listing.id: model for model in self.models for listing in model.listings}
        return found | {model.slug: model for model in self.models}


def listing_id(change: Change) -> str:
    """Return the id of the catalogue of which a change tells: that of a maker's model by the join."""
    return change.seller.of or (model_and_key(change.id)[0] if change.source == SOURCE else change.id)


def board_day(catalog: Catalog, board: Leaderboard, category: str = OVERALL) -> date | None:
    """Return the day that Arena gave a category of a board, else the day of its snapshot."""
    own = board.published.get(category)
    return own or snapshot_day(catalog.receipts.get(board_feed(board.board)))


def snapshot_day(receipt: Receipt | None) -> date | None:
    """Return the day of a snapshot: the source's own, else the day on which it last changed."""
    return None if receipt is None else receipt.dated or receipt.changed
