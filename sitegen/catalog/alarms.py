"""Alarms: changes that are more often a mistake than news, and the ones that a person accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import NamedTuple

from sitegen.records import Json, Record
from sitegen.records.change import CAME, LEFT, Change, Move
from sitegen.records.endpoint import FIRST, SOURCE, model_and_key
from sitegen.records.price import FILLERS, PRICE_KINDS

JUMP = 3
"""A price that moves by more than this factor, either way, is an alarm."""

SHRINK = 2
"""So is a context that becomes this many times smaller."""


PLACEHOLDERS = {f"pricing.{key}" for key in FILLERS}
"""Prices whose "0" says that there is none: an amount in their place is no alarm."""


class AlarmKind(StrEnum):
    """What a change looks like, gravest first; the last says of an id without a seller why that is odd."""

    UNIT = "moved by a power of a thousand, as a wrong unit does"
    ZERO = "moved to or from zero"
    VARIES = "moved between an amount and “varies by request”"
    JUMP = "moved by more than 3×"
    OTHER_UNIT = "is for another unit than before"
    SHRINK = "shrank by half or more"
    SLUG = "moved to another canonical slug"
    NO_SELLER = "is still in the catalogue"


class Alarm(NamedTuple):
    """One alarming change: its kind, the change, and the rule whose price it is ("" for a base price)."""

    kind: AlarmKind
    change: Change
    where: str = ""

    @property
    def words(self) -> str:
        """The kind in words, with the rule whose price it is."""
        return f"{self.kind}, {self.where}" if self.where else str(self.kind)


class Accepted(Record):
    """A line of ``data/overrides/accepted.toml``: an alarming change that a person looked at.

    ``old`` and ``new`` are the values as the journal has them; leaving one out accepts any, and so does ``*``
    as ``id`` or ``field``. ``until`` is the last day of changes that the line accepts.
    """

    id: str
    field: str
    old: Json = None
    new: Json = None
    who: str
    why: str
    until: date | None = None

    def covers(self, change: Change) -> bool:
        """Whether this line accepts a change."""
        return (
            self.id in ("*", change.id)
            and self.field in ("*", change.field)
            and (self.old is None or self.old == change.old)
            and (self.new is None or self.new == change.new)
            and (self.until is None or change.on <= self.until)
        )


def alarms(changes: Iterable[Change]) -> list[Alarm]:
    """Return the alarming ones among changes, in their order; what another line tells alarms there alone."""
    return [alarm for change in changes if not change.seller.folded for alarm in _alarms(change)]


def open_alarms(journal: Sequence[Change], accepted: Sequence[Accepted]) -> list[Alarm]:
    """Return the alarms that still stand: the value is today's, the id is listed, and nobody accepted it.

    The journal has the lines that bring no news, too: a seller whose model left is gone with it.
    """
    latest: dict[tuple[str, str, str], Change] = {}
    away: set[tuple[str, str]] = set()
    for change in journal:
        key = change.source, change.id
        if change.field == LEFT:
            away.add(key)
        elif change.field in CAME:
            away.discard(key)
        latest[*key, change.field] = change
    # Of a record that is away only that it left can stand, and only then.
    standing = [one for (*key, field), one in latest.items() if ((*key,) in away) == (field == LEFT)]
    return [one for one in alarms(standing) if not any(line.covers(one.change) for line in accepted)]


def unused(accepted: Sequence[Accepted], journal: Sequence[Change]) -> list[Accepted]:
    """Return the lines of ``accepted.toml`` that accept nothing that the journal holds."""
    alarming = [alarm.change for alarm in alarms(journal)]
    return [
        line
        for line in accepted
        if not line.field.startswith("rows") and not any(line.covers(c) for c in alarming)
    ]


def _alarms(change: Change) -> list[Alarm]:
    if change.seller.move is Move.FIRST:
        return []
    if change.field == "pricing.overrides":
        return _rule_alarms(change)
    kind = _seller_alarm(change) if change.source == SOURCE else _catalogue_alarm(change)
    if change.field.startswith("pricing.") and change.field not in SHARES:
        kind = _field_alarm(change)
    return [Alarm(kind, change)] if kind else []


SHARES = {"pricing.discount"}
"""What stands among prices and is none: a discount that came or went shows in the prices themselves."""


def _catalogue_alarm(change: Change) -> AlarmKind | None:
    if change.field == "context_length":
        was, now = _number(change.old), _number(change.new)
        return AlarmKind.SHRINK if was and now is not None and now * SHRINK <= was else None
    return AlarmKind.SLUG if change.field == "canonical_slug" and change.old is not None else None


def _seller_alarm(change: Change) -> AlarmKind | None:
    """Return an alarm where the last seller of an id left.

    The context of one seller alone is none: sellers set it as they like, and the catalogue's own says what
    the model takes.
    """
    is_of_id = not model_and_key(change.id)[1] and change.whose is not None
    gone = change.field == LEFT or (change.field == FIRST and change.old is not None and change.new is None)
    return AlarmKind.NO_SELLER if is_of_id and gone else None


def _field_alarm(change: Change) -> AlarmKind | None:
    """Return what is alarming about a change of a kind of price; amounts of two units have no ratio."""
    was, now = change.prices or (None, None)
    if was and now and was.unit is not now.unit and min(was.amount, now.amount) > 0:
        return AlarmKind.OTHER_UNIT
    placeholder = change.field in PLACEHOLDERS and _number(change.old) == 0
    return price_alarm(None if placeholder else change.old, change.new)


def price_alarm(old: Json, new: Json) -> AlarmKind | None:
    """Return what is alarming about a price that moved; a price that appears or goes away is not."""
    was, now = _number(old), _number(new)
    if was is None or now is None or was == now:
        return None
    if (was < 0) != (now < 0):
        return AlarmKind.VARIES
    if not was or not now:
        return AlarmKind.ZERO
    ratio = max(was, now) / min(was, now)
    if _power_of_thousand(ratio):
        return AlarmKind.UNIT
    return AlarmKind.JUMP if ratio > JUMP else None


def _power_of_thousand(ratio: Decimal) -> bool:
    """Whether a ratio is 1,000, 1,000,000 … give or take a hundredth."""
    while ratio > Decimal(1010):
        ratio /= 1000
    return Decimal(990) <= ratio <= Decimal(1010)


def _rule_alarms(change: Change) -> list[Alarm]:
    """Return the alarms among the prices of rules that stand under the same conditions before and after."""
    old, new = _rules(change.old), _rules(change.new)
    found = [
        Alarm(kind, change, f"{key} at {condition}")
        for condition in old.keys() & new.keys()
        for key in old[condition].keys() & new[condition].keys()
        if (kind := price_alarm(old[condition][key], new[condition][key]))
    ]
    return sorted(found, key=lambda alarm: alarm.where)


def _rules(value: Json) -> dict[str, Mapping[str, Json]]:
    rules = value if isinstance(value, list) else []
    return {
        ", ".join(f"{k}={v}" for k, v in sorted(rule.items()) if k not in PRICE_KINDS): {
            k: v for k, v in rule.items() if k in PRICE_KINDS
        }
        for rule in rules
        if isinstance(rule, dict)
    }


def _number(value: Json) -> Decimal | None:
    if not isinstance(value, str | int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
