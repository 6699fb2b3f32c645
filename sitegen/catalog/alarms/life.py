"""The life of an alarm: it is open until it is accepted, or the value is back where it was before."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.alarms import Accepted, Alarm, AlarmKind
from sitegen.catalog.alarms.judged import verdicts
from sitegen.catalog.changes import differences
from sitegen.catalog.price_terms import PRICING, is_of_prices, price_change, prices_of
from sitegen.records import Row
from sitegen.records.change import CAME, LEFT, Change, Move
from sitegen.records.endpoint import FIRST, SOURCE
from sitegen.records.listing import ALIAS_MARK
from sitegen.sources import openrouter


class _Open(NamedTuple):
    """An open alarm of one field: its first change, what is alarming now, and its place among all raised."""

    first: Change
    alarms: Sequence[Alarm]
    place: int


class Alarms:
    """The alarms of a journal, followed from its start; ``raised`` has all that ever were.

    ``follow`` takes the next lines, those that bring no news among them: these raise nothing, but may bring a
    value back. ``standing`` returns what is open.
    """

    def __init__(self, accepted: Iterable[Accepted] = ()) -> None:
        self.raised: list[Alarm] = []
        self._accepted = tuple(accepted)
        self._open: dict[tuple[str, str], dict[str, _Open]] = {}
        self._away: dict[tuple[str, str], Row] = {}
        self._began: dict[str, date] = {}

    def follow(self, lines: Iterable[Change]) -> list[Alarm]:
        """Take the next lines of the journal; return the alarms that they raised."""
        known = len(self.raised)
        for line in lines:
            for change in self._changes(line):
                self._take(change, line)
        return self.raised[known:]

    def standing(self) -> list[Alarm]:
        """Return the open alarms in the order of their lines. A record that is away has none but that."""
        found = [
            one
            for key, fields in self._open.items()
            for one in fields.values()
            if key not in self._away or one.alarms[0].kind is AlarmKind.NO_SELLER
        ]
        found.sort(key=lambda one: one.place)
        return [alarm for one in found for alarm in one.alarms]

    def _changes(self, line: Change) -> Iterable[Change]:
        """Return the changes of single fields that a line tells of."""
        key = line.source, line.id
        began = self._began.setdefault(line.source, line.on)
        if line.field == LEFT:
            self._away[key] = line.old if isinstance(line.old, dict) else {}
            if line.source == openrouter.name:
                self._seller_is_there(line.id)
        if line.field not in CAME:
            return (line,)
        if line.source == SOURCE:
            self._seller_is_there(line.id)
        new = line.new if isinstance(line.new, dict) else {}
        old = self._away.pop(key, None)
        if old is not None:
            return _compared(line, old, new)
        return _first_values(line, new, is_first_look=line.on == began)

    def _seller_is_there(self, key: str) -> None:
        """Close the alarm of an id that nobody sells: somebody does, or the model left itself."""
        for field in (LEFT, FIRST):
            self._open.get((SOURCE, key), {}).pop(field, None)

    def _take(self, change: Change, line: Change) -> None:
        """Open, keep or close the alarm of a field."""
        silent = line.seller.folded or line.seller.move is Move.FIRST or _follows(line)
        fields = self._open.get((change.source, change.id), {})
        held = fields.get(change.field)
        if held is None:
            found = [] if silent else verdicts(change)
            self._raise(change, [Alarm(kind, change, where, line) for kind, where in found])
            return
        now = verdicts(_between(held.first, change, change.on))
        stands = _between(held.first, change, held.first.on)
        if not now:
            del fields[change.field]
        elif not silent and (verdicts(change) or now != [(one.kind, one.where) for one in held.alarms]):
            self._raise(held.first, [Alarm(kind, change, where, line, stands) for kind, where in now])
        else:
            kept = [one._replace(stands=stands) for one in held.alarms]
            fields[change.field] = held._replace(alarms=kept)

    def _raise(self, first: Change, alarms: Sequence[Alarm]) -> None:
        """Open the alarms of a change, or close them at once where somebody accepted it."""
        if not alarms:
            return
        change = alarms[0].change
        fields = self._open.setdefault((change.source, change.id), {})
        fields.pop(change.field, None)
        if not any(line.covers(change) for line in self._accepted):
            fields[change.field] = _Open(first, alarms, len(self.raised))
        self.raised += alarms


def _follows(line: Change) -> bool:
    """Whether an id is an alias: what it costs and takes follows the model that it points to."""
    return line.source == openrouter.name and line.id.startswith(ALIAS_MARK)


def _compared(line: Change, old: Row, new: Row) -> Iterable[Change]:
    """Return what a record that came back says otherwise than when it left."""
    moved = [Change(line.on, line.source, line.id, *difference) for difference in differences(old, new)]
    if any(map(is_of_prices, moved)):
        was, now = prices_of(old.get(PRICING)), prices_of(new.get(PRICING))
        moved = [(is_of_prices(one) and price_change(one, was, now)) or one for one in moved]
    return [one.by(line.whose) for one in moved] if line.whose else moved


def _first_values(line: Change, new: Row, *, is_first_look: bool) -> Iterable[Change]:
    """Return the values of a new record that may be alarming without one before: its prices and its end.

    An end that was past when the source was first looked at is how things stand, and a note of `check data`.
    """
    if line.seller.folded:
        return ()
    keys = (PRICING,) if is_first_look else (PRICING, "expiration_date")
    told = {key: new[key] for key in keys if key in new}
    return _compared(line, {}, told)


def _between(first: Change, last: Change, on: date) -> Change:
    """Return the change from the value before one change to the value after another of the same field."""
    prices = (first.prices[0], last.prices[1]) if first.prices and last.prices else None
    stands = Change(on, first.source, first.id, first.field).about(first.old, last.new, prices)
    return stands.by(first.whose) if first.whose else stands


def open_alarms(journal: Iterable[Change], accepted: Iterable[Accepted]) -> list[Alarm]:
    """Return the alarms that stand: nobody accepted them, and the value is not back where it was before."""
    alarms = Alarms(accepted)
    alarms.follow(journal)
    return alarms.standing()


def unused(
    accepted: Sequence[Accepted], journal: Iterable[Change], feeds: Container[str] = ()
) -> list[Accepted]:
    """Return the lines of ``accepted.toml`` that accept no alarm of the journal.

    A line under the name of one of the ``feeds`` accepts what a whole answer lost, which no journal holds.
    """
    raised = {id(alarm.change): alarm.change for alarm in Alarms(accepted).follow(journal)}.values()
    return [line for line in accepted if line.id not in feeds and not any(map(line.covers, raised))]


def used_up(
    accepted: Sequence[Accepted], journal: Sequence[Change], feeds: Container[str] = ()
) -> list[Accepted]:
    """Return the lines of ``accepted.toml`` that no alarm needs: it would not stand without them either.

    While a later alarm of the same field is open, its lines are kept: without them that is another one.
    """
    needed = [alarm.change for alarm in open_alarms(journal, ())]
    fields = {(alarm.change.id, alarm.change.field) for alarm in open_alarms(journal, accepted)}
    return [
        line
        for line in accepted
        if line.id not in feeds and (line.id, line.field) not in fields
        if not any(map(line.covers, needed))
    ]
