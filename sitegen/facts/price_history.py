"""Price history in words: what each id cost, day by day, as the journal tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sitegen.catalog.history import History, PriceStep
from sitegen.catalog.model import Model
from sitegen.facts.charts.steps import Chart, history_chart
from sitegen.facts.price_texts import PriceBook
from sitegen.forms.figures import UNITS, day, price_label
from sitegen.records.change import DESCRIBED, LEFT, LISTED, RETURNED
from sitegen.records.price import PRICE_KINDS, Unit

PER_MILLION = UNITS[Unit.TOKEN]
HAD_LEFT = "Left the catalogue"
CAME_BACK = "Came back"
BEGINNINGS = frozenset({LISTED, RETURNED, DESCRIBED})
"""The changes that bring a whole record."""

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


def price_history(model: Model, until: date | None, book: PriceBook) -> PriceHistory:
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


def events(key: str, history: History, prices: Sequence[PriceStep], book: PriceBook) -> list[Event]:
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


def _price(key: str, amount: Decimal | None, book: PriceBook) -> str:
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
