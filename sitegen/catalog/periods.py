"""Periods: from which day to which a price, a limit or a rating held, as the journal tells it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, TypeVar

from sitegen.catalog.history import PriceDay, price_days
from sitegen.records import Json, Row
from sitegen.records.change import CAME, LEFT, LIFE, Change, keys_of, row_after
from sitegen.records.endpoint import LIMITS, model_and_key
from sitegen.records.endpoint import SOURCE as SELLERS
from sitegen.records.price import Price, PriceRule, same_price
from sitegen.records.rating import SOURCE as RATINGS
from sitegen.sources import openrouter

T = TypeVar("T")


class PricePeriod(NamedTuple):
    """A price that held from one day on, until another (None: it still holds).

    ``seller`` is the key of an endpoint, "" for the price that the catalogue shows. ``rule`` holds the
    conditions under which the price holds, as JSON by upstream's names; "" for a base price. ``until`` is the
    first day on which it no longer held.
    """

    id: str
    seller: str
    rule: str
    price: Price
    since: date
    until: date | None

    def held_on(self, on: date) -> bool:
        """Whether the price held on a day."""
        return self.since <= on and (self.until is None or on < self.until)


class ValuePeriod(NamedTuple):
    """A value of a field that held from one day on, until another (None: it still holds)."""

    id: str
    field: str
    value: Json
    since: date
    until: date | None


PRICED = (openrouter.name, SELLERS)
"""The journal's sources of prices and limits."""

Lines = Mapping[tuple[str, str], Sequence[Change]]
"""The lines of the journal by source and id, in the order of these, each oldest first."""

_ON = attrgetter("on")


def lines_by_id(journal: Iterable[Change]) -> Lines:
    """Return the lines of the journal by source and id."""
    found: dict[tuple[str, str], list[Change]] = {}
    for change in journal:
        found.setdefault((change.source, change.id), []).append(change)
    return {key: found[key] for key in sorted(found)}


def price_periods(lines: Lines) -> Iterator[PricePeriod]:
    """Yield every period of every price, by id, seller, and the day on which it began."""
    for (source, key), own in lines.items():
        if source in PRICED:
            name, seller = model_and_key(key) if source == SELLERS else (key, "")
            periods = _periods(_price_states(own), same_price)
            for (_, rule), price, since, until in _while_listed(periods, _absences(lines, name, seller)):
                yield PricePeriod(name, seller, rule, price, since, until)


def _price_states(lines: Sequence[Change]) -> Iterator[tuple[date, dict[tuple[str, str], Price]]]:
    """Yield each day on which prices moved, with all prices from that day on, by kind and rule."""
    for day in price_days(lines):
        yield day.on, _placed(day)


def _placed(day: PriceDay) -> dict[tuple[str, str], Price]:
    if day.event == LEFT:
        return {}
    found = {(key, ""): price for key, price in day.prices.items()}
    for rule in day.rules:
        found.update({(price.key, conditions(rule)): price for price in rule.prices})
    return found


def conditions(rule: PriceRule) -> str:
    """Return the conditions of a rule as JSON, by upstream's names: ``{"min_prompt_tokens": 200000}``."""
    known = {
        "min_prompt_tokens": rule.min_prompt_tokens,
        "utc_start": rule.utc_start,
        "utc_end": rule.utc_end,
    }
    given = {key: value for key, value in known.items() if value is not None} | rule.other_conditions
    return json.dumps(given, sort_keys=True, ensure_ascii=False)


def limit_periods(lines: Lines) -> Iterator[tuple[str, ValuePeriod]]:
    """Yield the seller ("" for the catalogue) and each period of each limit in tokens, by id.

    What is no whole number above 0 is no limit, as in ``records.field_kinds.Tokens``.
    """
    for (source, key), own in lines.items():
        if source in PRICED:
            name, seller = model_and_key(key) if source == SELLERS else (key, "")
            periods = _periods(_value_states(own, LIMITS), _same)
            for field, value, since, until in _while_listed(periods, _absences(lines, name, seller)):
                if isinstance(value, int) and value > 0 and value is not True:
                    yield seller, ValuePeriod(name, field, value, since, until)


RATED = ("rank", "score", "lower", "upper")


class RatingPeriod(NamedTuple):
    """A row of a board as the journal has it: moves within a score's interval are not in it."""

    id: str
    values: Mapping[str, Json]
    since: date
    until: date | None


def rating_periods(lines: Lines) -> Iterator[RatingPeriod]:
    """Yield each period of each row of Arena's boards, by ``BOARD/NAME``."""
    for (source, key), own in lines.items():
        if source == RATINGS:
            states = ((on, {"": row} if row else {}) for on, row in _value_states(own, RATED))
            for _, values, since, until in _periods(states, _same):
                yield RatingPeriod(key, values, since, until)


def _value_states(lines: Iterable[Change], fields: Sequence[str]) -> Iterator[tuple[date, dict[str, Json]]]:
    """Yield each day of an id's life with the values of some fields from that day on; none while away."""
    row: Row | None = None
    places = _places(tuple(fields))
    maps = {keys[0] for _, keys in places}
    own = [line for line in lines if line.field in LIFE or keys_of(line.field)[0] in maps]
    for on, group in groupby(own, key=_ON):
        for change in group:
            row = row_after(row, change)
        given = row or {}
        yield on, {field: value for field, keys in places if (value := _value(given, keys)) is not None}


@lru_cache(maxsize=8)
def _places(fields: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return fields with the keys that lead to each."""
    return tuple([(field, tuple(keys_of(field))) for field in fields])


def _value(row: Row, keys: tuple[str, ...]) -> Json:
    value: Json = row
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _same(one: object, other: object) -> bool:
    return one == other


K = TypeVar("K", bound=object)


def _periods(
    states: Iterable[tuple[date, Mapping[K, T]]], same: Callable[[T, T], bool]
) -> Iterator[tuple[K, T, date, date | None]]:
    """Yield each value with its place and the days between which it held, given the states of each day."""
    held: dict[K, tuple[T, date]] = {}
    for on, state in states:
        for place, (value, since) in list(held.items()):
            if place not in state or not same(value, state[place]):
                del held[place]
                if since < on:
                    yield place, value, since, on
        for place, value in state.items():
            held.setdefault(place, (value, on))
    for place, (value, since) in held.items():
        yield place, value, since, None


Absence = tuple[date, date | None]
"""The day on which an id left the catalogue, and the day on which it came back, if it did."""


def _absences(lines: Lines, key: str, seller: str) -> list[Absence]:
    """Return when the id that a seller sells was away; the catalogue's own periods end when it leaves."""
    found: list[Absence] = []
    for line in lines.get((openrouter.name, key), ()) if seller else ():
        if line.field == LEFT:
            found.append((line.on, None))
        elif line.field in CAME and found:
            found[-1] = found[-1][0], line.on
    return found


def _while_listed(
    periods: Iterable[tuple[K, T, date, date | None]], absences: Sequence[Absence]
) -> Iterator[tuple[K, T, date, date | None]]:
    """Yield periods without the days on which the id was away: nobody is asked then who sells it.

    What was read of a seller only after an id left stands.
    """
    for place, value, began, until in periods:
        since: date | None = began
        for left, back in absences:
            if since and since < left and (until is None or left < until):
                yield place, value, since, left
                since = back if back and (until is None or back < until) else None
        if since:
            yield place, value, since, until
