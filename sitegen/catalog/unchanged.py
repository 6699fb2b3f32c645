"""Since when facts have been as they are: the last day on which the journal says that one of them changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter, itemgetter

from sitegen.catalog.history import price_days
from sitegen.catalog.model import Model, variant_order
from sitegen.records.change import CAME, LEFT, Change
from sitegen.records.price import Price, PriceState


def unchanged_since(model: Model, is_shown: Callable[[Change], bool]) -> date | None:
    """Return the last day on which the id that speaks for a current model changed in what is shown of it.

    ``is_shown`` says of a change whether it is one of these. A day on which another id gave way to this one
    is one too. None where the journal knows of no such day.
    """
    history = model.histories.get(model.primary.id)
    days = [change.on for change in history.changes if is_shown(change)] if history else []
    order = variant_order(model.primary)
    days += [gone.left for gone in model.gone if variant_order(gone.listing) < order]
    return max(days, default=None)


def came_or_left(model: Model) -> date | None:
    """Return the last day on which a model came into the catalogue or left it, whatever its variants did."""
    if model.left:
        return model.left
    changes = [
        change
        for history in model.histories.values()
        for change in history.changes
        if change.field == LEFT or change.field in CAME
    ]
    listed: set[str] = set()
    day = None
    for change in sorted(changes, key=attrgetter("on")):
        if change.field == LEFT:
            listed.discard(change.id)
        else:
            day = day if listed else change.on
            listed.add(change.id)
    return day


def price_span_unchanged_since(models: Sequence[Model]) -> date | None:
    """Return the last day on which the lowest or the highest input price of these models changed.

    A model's price on a day is that of the id that spoke for it then.
    """
    ids = [[listing.id for listing in sorted(model.listings, key=variant_order)] for model in models]
    steps = [
        (day.on, key, day.prices.get("prompt"))
        for model in models
        for key, history in model.histories.items()
        for day in price_days(history.lines)
    ]
    prices: dict[str, Price | None] = {}
    span: tuple[Decimal, ...] = ()
    since = None
    for on, todays in groupby(sorted(steps, key=itemgetter(0)), key=itemgetter(0)):
        prices |= {key: price for _, key, price in todays}
        before, span = span, _span(prices, ids)
        since = since if span == before else on
    return since


def _span(prices: Mapping[str, Price | None], ids: Iterable[Sequence[str]]) -> tuple[Decimal, ...]:
    """Return the lowest and the highest price of the first id in each row that has one; () for none."""
    firsts = [next(filter(None, map(prices.get, row)), None) for row in ids]
    priced = [price for price in firsts if price and price.state is not PriceState.VARIES]
    amounts = [end for price in priced for end in (price.amount, price.high) if end is not None]
    return (min(amounts), max(amounts)) if amounts else ()
