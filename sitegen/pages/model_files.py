"""Twins: each model's facts beside its page, as JSON for programs and as Markdown for readers of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from sitegen.catalog.history import History
from sitegen.catalog.model import Gone, Model
from sitegen.facts.context import Known
from sitegen.facts.evidence import rated_entry
from sitegen.facts.portrait import Portrait, PriceDay, teller
from sitegen.facts.price_texts import PriceBook
from sitegen.facts.shapes import File, HistoryEntry, ModelFile, PriceDayEntry, PriceEntry
from sitegen.facts.usage import usage_days
from sitegen.forms.addresses import model_path
from sitegen.forms.documents import UNPUBLISHED, document, explained, file_head
from sitegen.forms.figures import Blank, day
from sitegen.pages import Page
from sitegen.pages.model_markdown import sheet
from sitegen.records.price import PRICE_KINDS, Unit

Teller = Callable[[Model], Portrait]

NEVER_CHANGED = History(())
NEVER_WAS = {
    "first_seen": Blank.NOT_IN_SOURCE.value,
    "last_changed": Blank.NOT_IN_SOURCE.value,
    "last_seen": Blank.NOT_APPLICABLE.value,
    "left": Blank.NOT_APPLICABLE.value,
}


def pages(known: Known) -> Iterable[Page]:
    """Yield ``index.json`` and ``index.md`` of every model, to be made where they must be."""
    tell = teller(known)
    for model in known.own_models:
        folder = model_path(model.slug)
        yield Page(f"{folder}index.json", make=partial(_json_page, tell, model, known))
        yield Page(f"{folder}index.md", make=partial(_markdown_page, tell, model))


def _json_page(tell: Teller, model: Model, known: Known) -> Page:
    portrait = tell(model)
    content = document(model_file(portrait, file_head(known.site, portrait.version, "model")))
    return Page(f"{portrait.folder}index.json", content=content)


def _markdown_page(tell: Teller, model: Model) -> Page:
    portrait = tell(model)
    return Page(f"{portrait.folder}index.md", content=sheet(portrait).encode("utf-8", "replace"))


def model_file(portrait: Portrait, head: File) -> ModelFile:
    """Return everything that is known of one model, the source's own records last."""
    model, listings = portrait.model, portrait.listings
    entry: ModelFile = {
        **head,
        **portrait.who,
        "description": model.primary.description,
        "variants": portrait.variants,
        "ratings": [rated_entry(rated, portrait.days) for rated in model.rated],
        "usage_days": usage_days(model),
        "history": history_entries(portrait),
        "sources": list(portrait.sources),
        "citation": portrait.citation,
        "raw": {listing.id: listing.raw for listing in listings},
    }
    # All other nulls are told already by what the entry is put together of.
    blanks = dict(portrait.who.get("blanks", ()))
    if model.primary.description is None:
        blanks["description"] = UNPUBLISHED
    if blanks:
        entry.pop("blanks", None)
        entry["blanks"] = blanks
    return entry


def history_entries(portrait: Portrait) -> list[HistoryEntry]:
    """Return the life of each id of a model."""
    model = portrait.model
    gone = {item.listing.id: item for item in model.gone}
    return [
        _history_entry(
            model.histories.get(listing.id, NEVER_CHANGED),
            listing.id,
            gone.get(listing.id) if gone else None,
            [_price_day(step, portrait.book) for step in portrait.lives.get(listing.id, ())],
        )
        for listing in portrait.listings
    ]


def _history_entry(
    history: History, key: str, gone: Gone | None, prices: list[PriceDayEntry]
) -> HistoryEntry:
    seen = history.first_seen or (gone.first_seen if gone else None)
    entry: HistoryEntry = {
        "id": key,
        "first_seen": day(seen) or None,
        "last_seen": day(gone.last_seen) if gone else None,
        "left": day(gone.left) if gone else None,
        "returned": [day(on) for on in history.returned],
        "last_changed": day(history.last_changed) or None,
        "prices": prices,
    }
    return explained(entry, NEVER_WAS)


def _price_day(step: PriceDay, book: PriceBook) -> PriceDayEntry:
    prices = {key: _ended(key) if price is None else book.entry(price) for key, price in step.prices.items()}
    return {"on": day(step.on), "prices": prices}


def _ended(key: str) -> PriceEntry:
    """Return a price that is not published any more."""
    unit = PRICE_KINDS[key].unit if key in PRICE_KINDS else Unit.TOKEN
    entry: PriceEntry = {"unit": unit.value, "state": UNPUBLISHED, "usd": None, "usd_per_million": None}
    return explained(entry)
