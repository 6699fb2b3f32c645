"""A change: one line of the journal, the only place where sitegen keeps history."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from dataclasses import field as part
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic_core import from_json

from sitegen.records import Json, Row, Unchecked, checked

if TYPE_CHECKING:
    from sitegen.records.price import Price

    Prices: TypeAlias = tuple[Price | None, Price | None] | None
else:
    Prices = Any

LISTED = "listed"
LEFT = "left"
RETURNED = "returned"
DESCRIBED = "described"
"""The first full record of an id that the journal knew by its prices alone."""

CAME = frozenset({LISTED, RETURNED})
"""The changes with which an id is in the catalogue, or in it again."""
WHOLE = CAME | {DESCRIBED}
"""The changes that bring a whole record."""
LIFE = WHOLE | {LEFT}
"""The changes of a whole record; every other change is of one field."""

PRICING = "pricing."
"""The beginning of the fields of prices."""
MAKERS = "modelsdev"
"""The source of the makers' own list prices, as the journal calls it."""

_PLAIN = re.compile(r'[^".][^.]*')
_FIELD = re.compile(r'("(?:[^"\\]|\\.)*"|[^.]*)(?:\.(.*))?', re.DOTALL)


def field_of(*keys: str) -> str:
    """Return the field that stands for a key of a record, or for a key of a map in it.

    A key that would read as another one, for a dot in it or for its name ``left``, is spelled as JSON.
    """
    return ".".join(
        key if _PLAIN.fullmatch(key) and (place or key not in LIFE) else json.dumps(key, ensure_ascii=False)
        for place, key in enumerate(keys)
    )


@lru_cache(maxsize=256)
def keys_of(field: str) -> tuple[str, ...]:
    """Return the one or two keys that ``field_of`` made a field of."""
    found = _FIELD.fullmatch(field)
    parts = found.groups() if found else (field, None)
    return tuple(_key(part) for part in parts if part is not None)


def _key(text: str) -> str:
    try:
        return str(json.loads(text)) if text.startswith('"') else text
    except ValueError:
        return text


def with_value(row: Row, field: str, value: Json) -> Row:
    """Return a record with one field set, or removed where the value is None."""
    key, *parts = keys_of(field)
    if parts:
        inner = row.get(key)
        value = _put(inner if isinstance(inner, dict) else {}, parts[0], value)
    return _put(row, key, value)


def _put(row: Row, key: str, value: Json) -> Row:
    others = {name: item for name, item in row.items() if name != key}
    return others if value is None else {**others, key: value}


class Move(StrEnum):
    """What moved where the catalogue shows another price, or where a seller has one."""

    OWN = "seller"
    """A seller asks another price than before."""
    FIRST = "first offer"
    """Another seller is put first, at a price that was there before: nobody's price moved."""
    UNKNOWN = "unknown"
    """Which of the two it is cannot be told."""


class Whose(NamedTuple):
    """Whose change a line is, as the records of the sellers tell; the journal does not have it.

    ``seller`` is the seller's name as it came, ``label`` what tells this offer of the seller from the others
    of the same id: ``Google (google-vertex/global)``. ``of`` is the id of the catalogue that the line is told
    of, "" for its own. ``why`` says why the move is unknown. ``folded`` says that the line brings no news:
    another line tells the same event, or the id itself came or left with it.
    """

    move: Move | None = None
    seller: str = ""
    label: str = ""
    of: str = ""
    why: str = ""
    folded: bool = False


NOBODYS = Whose()
"""A line that is about no seller."""
FOLDED = Whose(folded=True)


@dataclass(frozen=True, slots=True)
class Change:
    """What one field of one id was and became on a day.

    ``field`` is the dotted key of the record (``pricing.prompt``, see ``field_of``), or one of ``listed``,
    ``returned`` and ``described``, whose ``new`` is the whole record, or ``left``, whose ``old`` is. ``old``
    None means that the key was absent or null before; ``new`` None, that it is now. ``prices`` are the two
    prices of a kind of price, with their units, where these are known; the journal does not have them.
    ``whose`` says whose change it is (``catalog/offers.py``), None where nobody has asked.
    """

    on: date
    source: str
    id: str
    field: str
    old: Unchecked = None
    new: Unchecked = None
    prices: Prices = part(init=False, default=None, repr=False, compare=False)
    whose: Whose | None = part(init=False, default=None, repr=False, compare=False)

    def about(self, old: Json, new: Json, prices: Prices) -> Change:
        """Return the same change of these values and prices."""
        # Quicker than ``replace``, and a long journal asks it of most of its lines.
        change = Change(self.on, self.source, self.id, self.field, old, new)
        object.__setattr__(change, "prices", prices)
        return change

    def by(self, whose: Whose) -> Change:
        """Return the same change, said to be of this seller."""
        change = self.about(self.old, self.new, self.prices)
        object.__setattr__(change, "whose", whose)
        return change

    @property
    def seller(self) -> Whose:
        """Whose change it is; ``NOBODYS`` where nobody has asked."""
        return self.whose or NOBODYS

    @classmethod
    def read(cls, line: bytes) -> Change:
        """Return the change of a line of the journal. Raises ValueError, of pydantic or of its parser.

        Parsed first, a string that stands in many lines is one object: the journal takes half of the
        memory that ``validate_json`` needs for it, where whole records came on one day.
        """
        return checked(cls, from_json(line, allow_inf_nan=False))


def row_after(row: Row | None, change: Change) -> Row | None:
    """Return the record of an id after a line about it; None where the id has left."""
    if change.field == LEFT:
        return None
    if change.field in WHOLE:
        return dict(change.new) if isinstance(change.new, dict) else {}
    return with_value(row or {}, change.field, change.new)
