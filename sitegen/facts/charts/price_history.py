"""The price chart of an id: what the catalogue shows, the band of its sellers, and its maker's list price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.history import PriceDay, price_days
from sitegen.facts.charts.steps import Amounts, Chart, Lines, Steps, step_chart
from sitegen.records.change import Change
from sitegen.records.endpoint import model_and_key
from sitegen.records.price import Price, per_million

KINDS = ("prompt", "completion")
"""The kinds of price that a chart has a line for."""

SellerLines = Mapping[str, Mapping[str, Sequence[Change]]]
"""The lines of the journal about the sellers of each id, by id and by the key of the offer."""


class Market(NamedTuple):
    """What stands around the price of an id: the lines of the journal about its sellers, and on its maker."""

    sellers: Mapping[str, Sequence[Change]] = {}
    maker: Sequence[Change] = ()

    @property
    def still(self) -> bool:
        """Whether nothing ever moved: one line for each seller, all of one day, and one for the maker."""
        lines = [line for own in self.sellers.values() for line in own]
        return len(lines) == len(self.sellers) and len({line.on for line in lines}) <= 1 >= len(self.maker)


NO_MARKET = Market()


def lines_by_source(journal: Iterable[Change], source: str) -> dict[str, list[Change]]:
    """Return the journal's lines of a source, by the id that each is about."""
    found: dict[str, list[Change]] = {}
    for change in journal:
        if change.source == source:
            found.setdefault(change.id, []).append(change)
    return found


def seller_lines(journal: Iterable[Change], source: str) -> dict[str, dict[str, Sequence[Change]]]:
    """Return the journal's lines about sellers, by the id that they sell and the key of the offer."""
    found: dict[str, dict[str, Sequence[Change]]] = {}
    for key, lines in lines_by_source(journal, source).items():
        model, offer = model_and_key(key)
        if offer:
            found.setdefault(model, {})[offer] = lines
    return found


def price_chart(days: Sequence[PriceDay], until: date | None, name: str, market: Market) -> Chart | None:
    """Return the chart of an id's prices up to a day; None where no price in it ever moved."""
    if until is None or not days or (len(days) == 1 and market.still):
        return None
    shown = Lines(*[_steps(days, kind) for kind in KINDS])
    sold = [price_days(lines) for lines in market.sellers.values()]
    listed = price_days(market.maker) if market.maker else ()
    bands = Lines(*[_band(sold, kind) for kind in KINDS])
    return step_chart(shown, bands, Lines(*[_steps(listed, kind) for kind in KINDS]), until, name)


def _steps(days: Iterable[PriceDay], kind: str) -> Steps:
    """Return dollars per 1M tokens from each day on, both ends of a day, none where there is no amount."""
    return [(one.on, _ends(one.moved[kind])) for one in days if kind in one.moved]


def _ends(price: Price | None) -> Amounts:
    ends = (price.amount, price.high) if price and price.amount >= 0 else ()
    return tuple([per_million(end) for end in ends if end is not None])


def _band(sold: Sequence[Sequence[PriceDay]], kind: str) -> Steps:
    """Return the cheapest and the dearest of all sellers from each day on, none where nobody sells."""
    moves = sorted(
        [(on, seller, ends) for seller, days in enumerate(sold) for on, ends in _steps(days, kind)],
        key=lambda move: move[:2],
    )
    return list(_spans(moves))


def _spans(
    moves: Sequence[tuple[date, int, Amounts]],
) -> Iterator[tuple[date, Amounts]]:
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
