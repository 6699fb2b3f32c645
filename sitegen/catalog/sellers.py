"""The sellers of every id, as the journal's lines so far leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sitegen.catalog.price_terms import PRICING, prices_of
from sitegen.records import Row
from sitegen.records.change import CAME, LEFT, WHOLE, Change, with_value
from sitegen.records.endpoint import FIRST, SELLER, SOURCE, model_and_key
from sitegen.records.price import NO_PRICES, PriceList
from sitegen.sources import openrouter


class Offers(NamedTuple):
    """The offers for one id: the key of the one that is put first, and each one's record by its key."""

    first: str | None
    rows: Mapping[str, Row]

    def prices(self, key: str | None) -> PriceList:
        """Return what an offer asks; no prices where there is no such offer."""
        return prices_of(self.rows[key].get(PRICING)) if key and key in self.rows else NO_PRICES

    def name(self, key: str) -> str:
        """Return the seller of an offer, as it came; "" where there is no such offer."""
        return str(self.rows[key].get(SELLER) or key) if key in self.rows else ""


class Sellers:
    """The sellers of every id, and the ids that the catalogue lists, after the lines that were followed."""

    def __init__(self, rows: Iterable[Row] | None = None, listed: Iterable[str] = ()) -> None:
        """Begin with records as the journal follows them, None where none was ever read, and with ids."""
        self.listed = set(listed)
        self.known = rows is not None
        self._records: dict[str, dict[str, Row]] = {}
        for row in rows or ():
            model, key = model_and_key(str(row["id"]))
            self._records.setdefault(model, {})[key] = row

    def of(self, model: str) -> Offers | None:
        """Return the offers for an id, None where it has no record."""
        records = self._records.get(model)
        if not records or "" not in records:
            return None
        first = records[""].get(FIRST)
        return Offers(first if isinstance(first, str) else None, {k: v for k, v in records.items() if k})

    def follow(self, line: Change) -> None:
        """Take in one line of the journal."""
        if line.source == SOURCE:
            self.known = True
            model, key = model_and_key(line.id)
            self._put(self._records.setdefault(model, {}), key, line)
        elif line.source == openrouter.name and line.field in CAME:
            self.listed.add(line.id)
        elif line.source == openrouter.name and line.field == LEFT:
            self.listed.discard(line.id)

    def _put(self, records: dict[str, Row], key: str, line: Change) -> None:
        if line.field == LEFT:
            records.pop(key, None)
        elif line.field in WHOLE:
            records[key] = line.new if isinstance(line.new, dict) else {}
        else:
            records[key] = with_value(records.get(key, {}), line.field, line.new)
