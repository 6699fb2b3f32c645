"""The price chart of an id: what the catalogue shows, the band of its sellers, and its maker's list price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from sitegen.facts.charts.steps import Amounts, Chart, Lines, Steps, step_chart
from sitegen.records.amounts import per_million
from sitegen.records.price import Price

KINDS = ("prompt", "completion")
"""The kinds of price that a chart has a line for."""


class PricesOfDay(Protocol):
    """A day on which prices moved; one that is not published any more is None."""

    @property
    def on(self) -> date:
        """The day."""

    @property
    def moved(self) -> Mapping[str, Price | None]:
        """The prices that were others the day before, by kind."""


class Market(NamedTuple):
    """What stands around the price of an id: the days of each of its sellers, and those of its maker."""

    sellers: Sequence[Sequence[PricesOfDay]] = ()
    maker: Sequence[PricesOfDay] = ()


NO_MARKET = Market()


def price_chart(
    days: Sequence[PricesOfDay], until: date | None, name: str, market: Market = NO_MARKET
) -> Chart | None:
    """Return the chart of an id's prices up to a day; None where no price in it ever moved."""
    if until is None or (len(days) <= 1 and market is NO_MARKET):
        return None
    shown = Lines(*[_steps(days, kind) for kind in KINDS])
    sold = Lines(*[_band(market.sellers, kind) for kind in KINDS])
    return step_chart(shown, sold, Lines(*[_steps(market.maker, kind) for kind in KINDS]), until, name)


def _steps(days: Iterable[PricesOfDay], kind: str) -> Steps:
    """Return dollars per 1M tokens from each day on, both ends of a day, none where there is no amount."""
    return [(one.on, _ends(one.moved[kind])) for one in days if kind in one.moved]


def _ends(price: Price | None) -> Amounts:
    ends = (price.amount, price.high) if price and price.amount >= 0 else ()
    return tuple([per_million(end) for end in ends if end is not None])


def _band(sellers: Sequence[Sequence[PricesOfDay]], kind: str) -> Steps:
    """Return the cheapest and the dearest of all sellers from each day on, none where nobody sells."""
    moves = [(on, seller, ends) for seller, days in enumerate(sellers) for on, ends in _steps(days, kind)]
    return list(_spans(sorted(moves, key=lambda move: move[:2])))


def _spans(moves: Sequence[tuple[date, int, Amounts]]) -> Iterator[tuple[date, Amounts]]:
    """Yield the span of all sellers after each day on which one of them moved, where it is another one."""
    held: dict[int, Amounts] = {}
    before: Amounts = ()
    for place, (on, seller, ends) in enumerate(moves):
        held[seller] = ends
        if place + 1 < len(moves) and moves[place + 1][0] == on:
            continue
        amounts = [amount for own in held.values() for amount in own]
        now = (min(amounts), max(amounts)) if amounts else ()
        if now != before:
            yield on, now
        before = now
