"""A portrait: what both twins of a model are drawn from, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sitegen.catalog.history import NO_PRICE, History
from sitegen.catalog.model import Model
from sitegen.facts.citation import citation_entry
from sitegen.facts.context import Known
from sitegen.facts.entries import told, variant_detail
from sitegen.facts.evidence import Days, feeds_of, read_at, source_entries
from sitegen.facts.price_history import BEGINNINGS
from sitegen.facts.price_texts import PriceBook
from sitegen.facts.shapes import CitationEntry, Identity, SourceEntry, VariantDetail
from sitegen.facts.summary import composed
from sitegen.facts.usage import Ranking
from sitegen.facts.versions import version
from sitegen.forms.addresses import model_path
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from sitegen.records.price import PRICE_KINDS, Price, price

PLACES = {key: place for place, key in enumerate(PRICE_KINDS)}


class PriceDay(NamedTuple):
    """The prices of one id that a snapshot showed to be others than before; None: not published any more."""

    on: date
    prices: Mapping[str, Price | None]


class Portrait(NamedTuple):
    """One model; ``lives`` has the price days of each id, oldest first, ``version`` the digest of its facts.

    ``sentence`` describes a model that the source does not describe; it is made of the model's facts.
    """

    model: Model
    listings: tuple[Listing, ...]
    folder: str
    who: Identity
    variants: list[VariantDetail]
    sentence: str
    lives: Mapping[str, tuple[PriceDay, ...]]
    days: Days
    book: PriceBook
    ranking: Ranking
    sources: tuple[SourceEntry, ...]
    version: str
    citation: CitationEntry


def teller(known: Known) -> Callable[[Model], Portrait]:
    """Return what makes the portrait of a model; what many of them share is made once.

    The last portrait is kept, for both twins of a model are made of one.
    """
    sources: dict[tuple[str, ...], tuple[SourceEntry, ...]] = {}
    last: list[Portrait] = []

    def tell(model: Model) -> Portrait:
        if not last or last[0].model is not model:
            last[:] = [portrayed(model)]
        return last[0]

    def portrayed(model: Model) -> Portrait:
        book, (who, variants) = known.book, told(model, known)
        feeds = tuple(feeds_of(model))
        if feeds not in sources:
            sources[feeds] = tuple(
                [
                    {**entry, "address": read_at(known.catalog.receipts[entry["feed"]])}
                    for entry in source_entries(known.catalog, feeds)
                ]
            )
        return Portrait(
            model=model,
            listings=model.listings,
            folder=model_path(model.slug),
            who=who,
            variants=[variant_detail(*each) for each in zip(variants, model.listings, strict=True)],
            sentence="" if model.primary.description else composed(model, known),
            lives={key: price_days(history, book) for key, history in model.histories.items()},
            days=known.board_days,
            book=book,
            ranking=known.usage,
            sources=sources[feeds],
            version=version(model),
            citation=citation_entry(model, known, who["url"]),
        )

    return tell


def price_days(history: History, book: PriceBook) -> tuple[PriceDay, ...]:
    """Return the days on which base prices of an id changed, its prices in page order."""
    if len(history.changes) == 1 and history.changes[0].field in BEGINNINGS:
        # Nothing has happened to most ids since they came: their prices stand in one record.
        first = _first_prices(history.changes[0])
        return (PriceDay(history.changes[0].on, first),) if first else ()
    days: list[tuple[date, dict[str, Decimal | None]]] = []
    for on, key, amount in history.prices:
        if key != "discount":
            if not days or days[-1][0] != on:
                days.append((on, {}))
            days[-1][1][key] = amount
    return tuple([PriceDay(on, _priced(amounts, book)) for on, amounts in days])


def _first_prices(line: Change) -> dict[str, Price | None]:
    """Return the prices of the record with which an id came; what is none is left out, as in a history."""
    pricing = line.new.get("pricing") if isinstance(line.new, dict) else None
    if not isinstance(pricing, dict):
        return {}
    keys = [key for key in PRICE_KINDS if key in pricing]
    if len(keys) < len(pricing):
        keys += sorted(pricing.keys() - PRICE_KINDS.keys() - NO_PRICE)
    return {key: found for key in keys if (found := _read(key, pricing[key]))}


def _read(key: str, value: Json) -> Price | None:
    try:
        return price(key, value)
    except ValueError:
        return None


def _priced(amounts: Mapping[str, Decimal | None], book: PriceBook) -> dict[str, Price | None]:
    ordered = sorted([(PLACES.get(key, len(PLACES)), key) for key in amounts])
    return {key: None if (cost := amounts[key]) is None else book.price(key, cost) for _, key in ordered}
