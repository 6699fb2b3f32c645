"""Whose change a change is: a price of the catalogue read beside what each of its sellers asked.

The catalogue shows the price of the seller that OpenRouter puts first, and which one that is moves all the
time. The journal keeps both as upstream sent them; what a line means is decided here, when it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby

from sitegen.catalog.model import FirstReading
from sitegen.catalog.price_terms import asks, is_of_prices
from sitegen.catalog.sellers import Offers, Sellers, Untold, same_move
from sitegen.records.change import DESCRIBED, FOLDED, LEFT, LIFE, LISTED, MAKERS, Change, Move, Whose
from sitegen.records.endpoint import FIRST, SOURCE, journal_id, model_and_key, offer_words
from sitegen.records.rating import SOURCE as ARENA
from sitegen.sources import openrouter

COME_AND_GO = LIFE - {DESCRIBED}
FOLLOWED = {openrouter.name, ARENA}
"""The sources whose records came and left before there were others: each of these events is told."""


class Why(StrEnum):
    """Why it cannot be told whose change a change of the catalogue's price is, and why it is no change."""

    NO_CHANGE = "no change of its sellers is known of that day"
    """They were not read, or nothing about any seller was new: no line of the journal tells the two apart."""
    NOT_BEFORE = "its sellers were not read before"
    NO_SELLERS = "it has no sellers of its own"
    OTHER_PRICE = "the seller that is put first asks another price"
    AS_BEFORE = "as before"
    """Of a seller that was first already, with that price: the catalogue shows it a day later."""


def first_readings(journal: Iterable[Change]) -> dict[str, FirstReading]:
    """Return when each source beside the catalogue and Arena was first read, by its name."""
    days: dict[str, date] = {}
    numbers: Counter[tuple[str, bool]] = Counter()
    for line in journal:
        name = line.source
        if name not in FOLLOWED and line.on == days.setdefault(name, line.on) and line.field == LISTED:
            numbers[name, name == SOURCE and bool(model_and_key(line.id)[1])] += 1
    return {
        name: FirstReading(on, name, numbers[name, False], numbers[name, True]) for name, on in days.items()
    }


def told(
    journal: Sequence[Change],
    changes: Sequence[Change | None],
    held: Sellers | None = None,
    makers: Mapping[str, str] | None = None,
) -> list[Change | None]:
    """Return the changes of a journal, each of a price or a seller with whose it is.

    ``changes`` are the journal's lines as ``price_terms`` reads them, None for no change. ``held`` is what
    was known before the first line, None for a journal from its start: what it lists of a source on the day
    when that was first read is no news. Prices of days before sellers were first read stay as they are.
    ``makers`` has the ids of the catalogue that records of the makers are, by the ids of these.
    """
    found = list(changes)
    readings = first_readings(journal)
    if not readings and held is None:
        return found
    sellers, untold = held or Sellers(), Untold()
    first_days = {name: reading.on for name, reading in readings.items()} if held is None else {}
    for _, places in groupby(range(len(journal)), key=lambda place: journal[place].on):
        day = list(places)
        own = [changes[place] for place in day]
        on_day = _Day([journal[place] for place in day], own, (sellers, untold), (first_days, makers or {}))
        for place, change in zip(day, own, strict=True):
            found[place] = change and on_day.told(change)
        for place, whose in on_day.whose_earlier.items():
            earlier = found[place]
            found[place] = earlier and earlier.by(whose)
        untold.follow([(place, found[place]) for place in day], on_day.firsts)
    return found


class _Day:
    """One day of the journal, with the sellers of the ids that it is about before it and after it.

    Sellers count as read on a day of which the journal has a line about any of them. A reading in which
    nothing at all was new leaves no line: then no offer moved, and what the catalogue shows cannot be told
    from the price of a seller that was asked in vain.

    Where the two were read on different days, one shows a move before the other does. The later of the two
    lines is folded, and ``whose_earlier`` has by its place in the journal whose a line was that could not be
    told before.
    """

    def __init__(
        self,
        lines: Sequence[Change],
        changes: Iterable[Change | None],
        held: tuple[Sellers, Untold],
        known: tuple[Mapping[str, date], Mapping[str, str]],
    ) -> None:
        self._first_days, self._makers = known
        sellers, self._untold = held
        self.whose_earlier: dict[int, Whose] = {}
        self._offers: dict[tuple[str, str], Whose] = {}
        self._names: dict[str, dict[str, str]] = {}
        ids = {_model(line) for line in lines if line.source == SOURCE or is_of_prices(line)}
        self._before = {model: sellers.of(model) for model in ids}
        for line in lines:
            sellers.follow(line)
        self._after = {model: sellers.of(model) for model in ids}
        self.firsts = {model: offers.first if offers else None for model, offers in self._after.items()}
        self._listed = {model for model in ids if model in sellers.listed}
        self._known, self._read = sellers.known, any(line.source == SOURCE for line in lines)
        own = [change for change in changes if change is not None]
        self._moves: dict[tuple[str, str], list[Change]] = {}
        for change in own:
            if change.source == SOURCE:
                self._moves.setdefault((change.id, change.field), []).append(change)
        shown = [line for line in own if line.source == openrouter.name and is_of_prices(line)]
        self._shown = {id(line): self._of_catalogue(line) for line in shown} if self._known else {}
        self._first_offers = {line.id for line in shown if self._is_first_offer(line)}

    def told(self, change: Change) -> Change:
        """Return a change of the day with whose it is."""
        if change.source == SOURCE:
            return change.by(self._of_sellers(change))
        if change.source == openrouter.name:
            whose = self._shown.get(id(change))
            return change.by(whose) if whose else change
        # Which models models.dev lists is no news: the catalogue and the makers say what there is.
        is_old = change.source == MAKERS or self._first_days.get(change.source) == change.on
        if is_old and change.field in COME_AND_GO:
            return change.by(FOLDED)
        return change.by(self._of_maker(change)) if change.source == MAKERS else change

    def _of_maker(self, change: Change) -> Whose:
        """Return which id of the catalogue a record of models.dev tells of: an equal id, or the join's.

        What is said of any other model is folded: nothing here shows it.
        """
        gateway = f"{MAKERS}/{openrouter.name}/"
        is_equal = change.id.startswith(gateway)
        of = change.id.removeprefix(gateway) if is_equal else self._makers.get(change.id, "")
        return Whose(of=of, folded=not of)

    def _is_first_offer(self, line: Change) -> bool:
        whose = self._shown.get(id(line))
        return whose is not None and whose.move is Move.FIRST

    def _of_catalogue(self, line: Change) -> Whose:
        """Return whose price the catalogue shows since this line, and whether that price moved."""
        before, after = self._before[line.id], self._after[line.id]
        if self._is_echo(line, before, after):
            return self._offer(line.id, self.firsts[line.id])._replace(move=Move.OWN, folded=True)
        if not self._read or before is None or after is None or after.first is None:
            return Whose(Move.UNKNOWN, why=self._why(before, after))
        first = after.first
        offer, is_told = self._offer(line.id, first), self._tells(line, first)
        if not is_told and not _asks(after, first, line):
            return Whose(Move.UNKNOWN, why=Why.OTHER_PRICE)
        if not is_told and (first not in before.rows or _asks(before, first, line)):
            return offer._replace(move=Move.FIRST, why=Why.AS_BEFORE if first == before.first else "")
        folded = is_told or (journal_id(line.id, first), line.field) in self._moves
        return offer._replace(move=Move.OWN, folded=folded)

    def _is_echo(self, line: Change, before: Offers | None, after: Offers | None) -> bool:
        """Whether the seller that is first told on an earlier day what the catalogue shows now."""
        if before is None or after is None or after.first is None or after.first != before.first:
            return False
        return self._untold.by_seller(line, after.first) and _asks(after, after.first, line)

    def _why(self, before: Offers | None, after: Offers | None) -> Why:
        if not self._read:
            return Why.NO_CHANGE
        return (
            Why.NO_SELLERS if after is None or after.first is None or before is not None else Why.NOT_BEFORE
        )

    def _tells(self, line: Change, first: str) -> bool:
        """Whether a line of the first seller says the very same: of several moves on a day, each one."""
        moves = self._moves.get((journal_id(line.id, first), line.field), ())
        return any(same_move(move, line) for move in moves)

    def _of_sellers(self, line: Change) -> Whose:
        """Return which seller a line of the sellers' source is about."""
        model, key = model_and_key(line.id)
        if not key:
            return self._of_id(line, model)
        offer = self._offer(model, key)
        # An id that came or left has its offers come or leave with it.
        came_along = line.field in LIFE and (self._before[model] is None or self._after[model] is None)
        if not is_of_prices(line):
            return offer._replace(folded=came_along)
        own = offer._replace(move=Move.OWN)
        return own._replace(folded=self._is_shown_before(model, key, line, own))

    def _is_shown_before(self, model: str, key: str, line: Change, own: Whose) -> bool:
        """Whether the catalogue showed on an earlier day what the first seller asks now; then it was its."""
        earlier = self._untold.by_catalogue(model, line) if key == self.firsts[model] else None
        if earlier is not None:
            self.whose_earlier[earlier[0]] = own
        return earlier is not None

    def _of_id(self, line: Change, model: str) -> Whose:
        """Return who is put first, or who sold an id last; folded where that is no news of its own."""
        before, after = self._before[model], self._after[model]
        none_left = after is None or (after.first is None and not after.rows)
        if line.field == LEFT or (line.field == FIRST and line.new is None):
            last = before.first if before else None
            is_news = none_left and last is not None and model in self._listed
            return self._offer(model, last)._replace(folded=not is_news)
        if line.field == FIRST and after is not None:
            return self._offer(model, after.first)._replace(
                move=Move.FIRST, folded=model in self._first_offers
            )
        return Whose(of=model, folded=line.field in LIFE)

    def _offer(self, model: str, key: str | None) -> Whose:
        """Return the seller of an offer, with what tells it from the seller's other offers for the id."""
        at = model, key or ""
        if at not in self._offers:
            self._offers[at] = self._labelled(*at)
        return self._offers[at]

    def _labelled(self, model: str, key: str) -> Whose:
        if model not in self._names:
            self._names[model] = {
                other: state.name(other)
                for state in (self._before[model], self._after[model])
                if state
                for other in state.rows
            }
        names = self._names[model]
        name = names.get(key, key)
        several = [*names.values()].count(name) > 1
        return Whose(seller=name, label=f"{name} ({offer_words(key)})" if several else name, of=model)


def _asks(offers: Offers, key: str, line: Change) -> bool:
    return asks(offers.prices(key), line)


def _model(line: Change) -> str:
    return model_and_key(line.id)[0] if line.source == SOURCE else line.id


def by_id(changes: Iterable[Change]) -> Mapping[str, list[Change]]:
    """Return what is told of ids of the catalogue by other sources and is news, by the id."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.source != openrouter.name and change.seller.of and not change.seller.folded:
            found.setdefault(change.seller.of, []).append(change)
    return found
