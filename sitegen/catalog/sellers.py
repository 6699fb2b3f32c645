"""The sellers of every id, as the journal's lines so far leave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sitegen.catalog.price_terms import PRICING, is_of_prices, prices_of
from sitegen.records import Row
from sitegen.records.change import CAME, LEFT, Change, Move, row_after
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
        row = row_after(records.get(key), line)
        if row is None:
            records.pop(key, None)
        else:
            records[key] = row


class Untold:
    """Moves of prices that one of two sources has shown, and the other may show on a later day.

    Held by id and field: of the seller that is first the last move that the catalogue has not shown yet, and
    the catalogue's last line of which nobody can tell whose it is, with its place in the journal.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._sellers: dict[tuple[str, str], tuple[str, Change]] = {}
        self._shown: dict[tuple[str, str], tuple[int, Change]] = {}

    def by_seller(self, line: Change, first: str) -> bool:
        """Whether the seller that is first made on an earlier day the very move that the catalogue shows."""
        key, move = self._sellers.get((line.id, line.field), ("", None))
        return key == first and move is not None and same_move(move, line)

    def by_catalogue(self, model: str, line: Change) -> tuple[int, Change] | None:
        """Return the line of the catalogue that showed a seller's move on an earlier day, and its place."""
        found = self._shown.get((model, line.field))
        return found if found and same_move(found[1], line) else None

    def follow(self, day: Iterable[tuple[int, Change | None]], firsts: Mapping[str, str | None]) -> None:
        """Take in the told lines of a day with their places; ``firsts`` are who is first after it, by id."""
        own = [(place, line) for place, line in day if line and is_of_prices(line)]
        for _, line in own:
            model, key = model_and_key(line.id) if line.source == SOURCE else ("", "")
            if key and key == firsts.get(model):
                self._shown.pop((model, line.field), None)
                self._sellers[model, line.field] = key, line
        for place, line in own:
            if line.source == openrouter.name:
                self._sellers.pop((line.id, line.field), None)
                self._shown.pop((line.id, line.field), None)
                if line.seller.move is Move.UNKNOWN:
                    self._shown[line.id, line.field] = place, line
        self._sellers = {
            at: held for at, held in self._sellers.items() if firsts.get(at[0], held[0]) == held[0]
        }


def same_move(one: Change, other: Change) -> bool:
    """Whether two lines say the very same of a price: what it was and what it became."""
    return one.old == other.old and one.new == other.new
