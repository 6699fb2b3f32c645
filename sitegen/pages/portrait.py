"""A portrait: what both twins of a model are drawn from, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sitegen.catalog.history import History
from sitegen.catalog.model import Model
from sitegen.pages.addresses import model_path, url_path
from sitegen.pages.citation import citation_entry
from sitegen.pages.entries import identity
from sitegen.pages.evidence import Days, feeds_of, source_entries
from sitegen.pages.known import Known
from sitegen.pages.pricebook import PriceBook
from sitegen.pages.shapes import CitationEntry, Identity, SourceEntry
from sitegen.pages.summary import composed
from sitegen.pages.usage import Ranking
from sitegen.records.price import PRICE_KINDS, Price

PLACES = {key: place for place, key in enumerate(PRICE_KINDS)}


class PriceDay(NamedTuple):
    """The prices of one id that a snapshot showed to be others than before; None: not published any more."""

    on: date
    prices: Mapping[str, Price | None]


class Portrait(NamedTuple):
    """One model; ``lives`` has the price days of each id, oldest first, ``version`` that of ``data/``.

    ``sentence`` describes a model that the source does not describe; it is made of the model's facts.
    """

    model: Model
    folder: str
    who: Identity
    sentence: str
    lives: Mapping[str, tuple[PriceDay, ...]]
    days: Days
    book: PriceBook
    ranking: Ranking
    sources: tuple[SourceEntry, ...]
    version: str
    citation: CitationEntry


def portraits(known: Known) -> Iterable[Portrait]:
    """Return the portrait of every model whose pages this build makes."""
    catalog, site, days, book = known.catalog, known.site, known.board_days, known.book
    for model in known.own_models:
        folder = model_path(model.slug)
        yield Portrait(
            model=model,
            folder=folder,
            who=identity(model, site.url(url_path(folder)), known),
            sentence="" if model.primary.description else composed(model, known),
            lives={key: tuple(price_days(history, book)) for key, history in model.histories.items()},
            days=days,
            book=book,
            ranking=known.usage,
            sources=tuple(source_entries(catalog, feeds_of(model))),
            version=catalog.version,
            citation=citation_entry(model, known),
        )


def price_days(history: History, book: PriceBook) -> Iterable[PriceDay]:
    """Return the days on which base prices of an id changed, its prices in page order."""
    for on, steps in groupby(history.prices, key=lambda step: step.on):
        amounts = {step.key: step.amount for step in steps if step.key != "discount"}
        found = {key: None if amount is None else book.price(key, amount) for key, amount in amounts.items()}
        if found:
            yield PriceDay(on, {key: found[key] for key in sorted(found, key=_page_order)})


def _page_order(key: str) -> tuple[int, str]:
    return PLACES.get(key, len(PLACES)), key
