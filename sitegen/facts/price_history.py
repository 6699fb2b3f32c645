"""Price history in words: what each id cost, day by day, as the journal tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sitegen.catalog.history import NO_PRICE, History, PriceStep
from sitegen.catalog.model import Gone, Model
from sitegen.facts.charts.steps import Chart, history_chart
from sitegen.facts.prices import PriceTexts, ended_entry
from sitegen.facts.shapes import HistoryEntry, PriceDayEntry
from sitegen.forms.documents import explained
from sitegen.forms.figures import UNITS, Blank, day, price_label
from sitegen.records import Json
from sitegen.records.change import DESCRIBED, LEFT, LISTED, RETURNED, Change
from sitegen.records.price import PRICE_KINDS, Price, Unit, price

PER_MILLION = UNITS[Unit.TOKEN]
HAD_LEFT = "Left the catalogue"
CAME_BACK = "Came back"
BEGINNINGS = frozenset({LISTED, RETURNED, DESCRIBED})
"""The changes that bring a whole record."""

PLACES = {key: place for place, key in enumerate(PRICE_KINDS)}
ORDER = {price_label(key): place for place, key in enumerate(PRICE_KINDS)}


class Event(NamedTuple):
    """One line of the table: ``before`` and ``after`` are prices, or "" where an id left or came back."""

    on: date
    id: str
    what: str
    before: str = ""
    after: str = ""


class Day(NamedTuple):
    """Everything that happened to a model on one day."""

    on: date
    events: tuple[Event, ...]


class PriceHistory(NamedTuple):
    """What the journal knows: sentences, the chart of the main id, and every change of every id."""

    sentences: tuple[str, ...]
    chart: Chart | None
    days: tuple[Day, ...]
    several: bool

    @property
    def moved(self) -> bool:
        """Whether any event has prices before and after: else the table needs no columns for them."""
        return any(event.before for on in self.days for event in on.events)


class PriceDay(NamedTuple):
    """The prices of one id that a snapshot showed to be others than before; None: not published any more."""

    on: date
    prices: Mapping[str, Price | None]


class HistoryFacts(NamedTuple):
    """The section on history: the table and chart of a page, and the price days of each id, oldest first."""

    table: PriceHistory
    main_id: str
    lives: Mapping[str, tuple[PriceDay, ...]]
    model: Model


def history(model: Model, until: date | None, book: PriceTexts) -> HistoryFacts:
    """Return a model's history up to the day of the snapshot."""
    lives = {key: price_days(past, book) for key, past in model.histories.items()}
    return HistoryFacts(price_history(model, until, book), model.primary.id, lives, model)


def price_history(model: Model, until: date | None, book: PriceTexts) -> PriceHistory:
    """Return a model's price history up to the day of the snapshot."""
    main = model.histories.get(model.primary.id)
    end = model.gone[0].last_seen if model.left else until
    found: list[Event] = []
    for key, history in model.histories.items():
        if not _uneventful(history):
            found += _joined(events(key, history, history.prices, book))
    # One record says each price once: nothing has moved yet.
    drawn = main and end and len(main.changes) > 1
    return PriceHistory(
        sentences=_sentences(model, main, found),
        chart=history_chart(main.prices, end, model.primary.name) if drawn and main and end else None,
        days=_days(found) if found else (),
        several=len({event.id for event in found}) > 1 if found else False,
    )


def _uneventful(history: History) -> bool:
    """Whether an id came and nothing has happened to it since, as to most."""
    return len(history.changes) == 1 and history.changes[0].field in BEGINNINGS


def _days(found: Iterable[Event]) -> tuple[Day, ...]:
    by_day: dict[date, list[Event]] = {}
    for event in found:
        by_day.setdefault(event.on, []).append(event)
    return tuple([Day(on, tuple(by_day[on])) for on in sorted(by_day)])


def events(key: str, history: History, prices: Sequence[PriceStep], book: PriceTexts) -> list[Event]:
    """Return what happened to one id: prices that moved, and the days on which it left and came back.

    The first price of a key is where its history begins and no event, on the days when a whole record came.
    """
    steps: dict[date, dict[str, Decimal | None]] = {}
    for step in prices:
        steps.setdefault(step.on, {})[step.key] = step.amount
    fields: dict[date, set[str]] = {}
    for change in history.changes:
        fields.setdefault(change.on, set()).add(change.field)
    held: dict[str, Decimal | None] = {}
    found: list[Event] = []
    for on, changed in fields.items():
        if LEFT in changed:
            found.append(Event(on, key, HAD_LEFT))
            continue
        now = steps.get(on, {})
        if RETURNED in changed and held:
            found.append(Event(on, key, CAME_BACK))
            now = dict.fromkeys(held) | now
        begins = not BEGINNINGS.isdisjoint(changed)
        for kind, amount in now.items():
            was = held.get(kind)
            if was != amount and (kind in held or not begins):
                before, after = _price(kind, was, book), _price(kind, amount, book)
                found.append(Event(on, key, price_label(kind), before, after))
        held |= now
    return found


def _joined(found: list[Event]) -> list[Event]:
    """Put kinds of price that moved alike on one day on one line."""
    if len(found) <= 1:
        return found
    alike: dict[tuple[date, str, str], list[Event]] = {}
    for event in sorted(found, key=lambda one: (bool(one.before), ORDER.get(one.what, len(ORDER)))):
        alike.setdefault((event.on, event.before, event.after), []).append(event)
    return [
        Event(on, group[0].id, ", ".join([one.what for one in group]), before, after)
        for (on, before, after), group in alike.items()
    ]


def _price(key: str, amount: Decimal | None, book: PriceTexts) -> str:
    figure = book.figure(None if amount is None else book.price(key, amount))
    return figure.text if figure.unit in (PER_MILLION, "") else f"{figure.text} {figure.unit}"


def _sentences(model: Model, main: History | None, found: Sequence[Event]) -> tuple[str, ...]:
    key = model.primary.id
    since = main.first_seen if main else None
    if since is None:
        return (f"The journal of this site holds no line about {key} yet.",)
    known = f"{key} stands in the journal of this site since {day(since)}."
    if found and any(event.before for event in found if event.id == key):
        return (known,)
    left = model.left
    until = f" until it left by {day(left)}" if left else ""
    return known, f"None of its prices has changed since then{until}."


def price_days(history: History, book: PriceTexts) -> tuple[PriceDay, ...]:
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


def _priced(amounts: Mapping[str, Decimal | None], book: PriceTexts) -> dict[str, Price | None]:
    ordered = sorted([(PLACES.get(key, len(PLACES)), key) for key in amounts])
    return {key: None if (cost := amounts[key]) is None else book.price(key, cost) for _, key in ordered}


NEVER_CHANGED = History(())
NEVER_WAS = {
    "first_seen": Blank.NOT_IN_SOURCE.value,
    "last_changed": Blank.NOT_IN_SOURCE.value,
    "last_seen": Blank.NOT_APPLICABLE.value,
    "left": Blank.NOT_APPLICABLE.value,
}


def history_entries(facts: HistoryFacts, book: PriceTexts) -> list[HistoryEntry]:
    """Return the life of each id of a model."""
    model = facts.model
    gone = {item.listing.id: item for item in model.gone}
    return [
        _history_entry(
            model.histories.get(listing.id, NEVER_CHANGED),
            listing.id,
            gone.get(listing.id) if gone else None,
            [_price_day(step, book) for step in facts.lives.get(listing.id, ())],
        )
        for listing in model.listings
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


def _price_day(step: PriceDay, book: PriceTexts) -> PriceDayEntry:
    prices = {
        key: ended_entry(key) if price is None else book.forms(price).entry
        for key, price in step.prices.items()
    }
    return {"on": day(step.on), "prices": prices}
