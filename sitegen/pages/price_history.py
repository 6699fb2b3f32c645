"""Price history in words: what each id cost, day by day, as the journal tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from sitegen.catalog.history import History, PriceStep
from sitegen.catalog.model import Model
from sitegen.pages.figures import UNITS, day, price_label
from sitegen.pages.history_chart import Chart, history_chart
from sitegen.pages.pricebook import PriceBook
from sitegen.records.change import DESCRIBED, LEFT, LISTED, RETURNED
from sitegen.records.price import PRICE_KINDS, Unit

PER_MILLION = UNITS[Unit.TOKEN]
HAD_LEFT = "Left the catalogue"
CAME_BACK = "Came back"


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
    steps = {key: history.prices for key, history in model.histories.items()}
    found = [
        event
        for key, history in model.histories.items()
        for event in _joined(events(key, history, steps[key], book))
    ]
    return PriceHistory(
        sentences=tuple(_sentences(model, main, found)),
        chart=history_chart(steps[model.primary.id], end, model.primary.name) if main and end else None,
        days=_days(found),
        several=len({event.id for event in found}) > 1,
    )


def _days(found: Iterable[Event]) -> tuple[Day, ...]:
    by_day = groupby(sorted(found, key=lambda event: event.on), key=lambda event: event.on)
    return tuple(Day(on, tuple(group)) for on, group in by_day)


def events(key: str, history: History, prices: Sequence[PriceStep], book: PriceBook) -> Iterator[Event]:
    """Return what happened to one id: prices that moved, and the days on which it left and came back.

    The first price of a key is where its history begins and no event, on the days when a whole record came.
    """
    steps = {on: list(group) for on, group in groupby(prices, key=lambda step: step.on)}
    held: dict[str, Decimal | None] = {}
    for on, lines in groupby(history.changes, key=lambda change: change.on):
        fields = {line.field for line in lines}
        if LEFT in fields:
            yield Event(on, key, HAD_LEFT)
            continue
        now = {step.key: step.amount for step in steps.get(on, [])}
        if RETURNED in fields and held:
            yield Event(on, key, CAME_BACK)
            now = dict.fromkeys(held) | now
        begins = bool(fields & {LISTED, RETURNED, DESCRIBED})
        for kind, amount in now.items():
            if held.get(kind) != amount and (kind in held or not begins):
                before, after = (_price(kind, one, book) for one in (held.get(kind), amount))
                yield Event(on, key, price_label(kind), before, after)
        held |= now


def _joined(found: Iterable[Event]) -> Iterator[Event]:
    """Put kinds of price that moved alike on one day on one line."""
    alike: dict[tuple[date, str, str], list[Event]] = {}
    for event in sorted(found, key=lambda one: (bool(one.before), ORDER.get(one.what, len(ORDER)))):
        alike.setdefault((event.on, event.before, event.after), []).append(event)
    for group in alike.values():
        first = group[0]
        what = ", ".join(event.what for event in group)
        yield Event(first.on, first.id, what, first.before, first.after)


def _price(key: str, amount: Decimal | None, book: PriceBook) -> str:
    figure = book.figure(None if amount is None else book.price(key, amount))
    return figure.text if figure.unit in (PER_MILLION, "") else f"{figure.text} {figure.unit}"


def _sentences(model: Model, main: History | None, found: Iterable[Event]) -> Iterable[str]:
    key = model.primary.id
    if main is None or main.first_seen is None:
        yield f"The journal of this site holds no line about {key} yet."
        return
    yield f"{key} stands in the journal of this site since {day(main.first_seen)}."
    if not any(event.before for event in found if event.id == key):
        until = f" until it left by {day(model.left)}" if model.left else ""
        yield f"None of its prices has changed since then{until}."
