"""What ids cost and when: periods of prices as CSV, as JSON, and as lines for a person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches

from sitegen.catalog.model import Catalog
from sitegen.catalog.periods import PricePeriod, lines_by_id, price_periods
from sitegen.facts.prices import PriceTexts, exact
from sitegen.forms.figures import day
from sitegen.pages.api.cells import harmless
from sitegen.records.price import kind_order

COLUMNS = ("id", "seller", "key", "rule", "unit", "usd", "usd_high", "valid_from", "valid_to")
"""``seller`` is empty for the price that the catalogue shows, ``usd_high`` but for prices by the hour."""


PriceCells = tuple[str | None, ...]


def price_cells(period: PricePeriod) -> PriceCells:
    """Return a period in the order of ``COLUMNS``; US dollars for one unit, with every digit."""
    price = period.price
    return (
        period.id,
        period.seller or None,
        price.key,
        period.rule,
        price.unit.value,
        exact(price.amount),
        None if price.high is None else exact(price.high),
        day(period.since),
        day(period.until) or None,
    )


def price_records(periods: Iterable[PricePeriod]) -> list[dict[str, str | None]]:
    """Return periods as programs read them, by the names of ``COLUMNS``."""
    return [dict(zip(COLUMNS, price_cells(period), strict=True)) for period in periods]


def prices_csv(periods: Iterable[PriceCells]) -> bytes:
    """Return a CSV file of the cells of periods: a header, one row a period, CRLF line ends, UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for name, seller, key, rule, *figures in periods:
        texts = [text and harmless(text) for text in (name, seller, key, rule)]
        writer.writerow([*texts, *figures])
    return out.getvalue().encode("utf-8", "replace")


def ids_of(catalog: Catalog, key: str) -> frozenset[str]:
    """Return the id that is asked for, or all ids of the model whose slug, or former slug, it is."""
    models = catalog.by_id()
    model = models.get(key) or models.get(catalog.redirects.get(key, ""))
    ids = frozenset(listing.id for listing in model.listings) if model else frozenset[str]()
    return frozenset([key]) if key in ids else ids


def nearest_id(catalog: Catalog, key: str) -> str:
    """Return the known id or slug that is spelled most like an unknown one; "" where none is like it."""
    known = {name.casefold(): name for name in catalog.by_id()}
    return next((known[name] for name in get_close_matches(key.strip().casefold(), known, 1)), "")


def periods_of(catalog: Catalog, ids: frozenset[str], on: date | None) -> list[PricePeriod]:
    """Return the periods of some ids, all or those of one day: an id's own first, then its sellers'."""
    periods = price_periods(lines_by_id(catalog.journal))
    return sorted(
        [one for one in periods if one.id in ids and (on is None or one.held_on(on))],
        key=lambda one: (one.id, one.seller, one.rule, kind_order(one.price.key), one.price.key, one.since),
    )


def price_lines(periods: Sequence[PricePeriod], on: date | None) -> list[str]:
    """Return a line for each period: ``2026-01-02 to 2026-03-01  acme/anvil  Input $2.50 per 1M tokens``."""
    texts = PriceTexts()
    return [("" if on else f"{_span(period)}  ") + _line(period, texts) for period in periods]


def _span(period: PricePeriod) -> str:
    return f"{day(period.since)} to {day(period.until) or 'now':<10}"


def _line(period: PricePeriod, texts: PriceTexts) -> str:
    whose = f"{period.id} at {period.seller}" if period.seller else period.id
    rule = f", where {period.rule}" if period.rule else ""
    return f"{whose}  {texts.forms(period.price).named}{rule}"
