"""A model as models.dev has it: since when it is out, what it knows, and what its maker asks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from sitegen.records import Row, checked
from sitegen.records.field_kinds import Map, Names, Text, Tokens
from sitegen.records.odd_field import OddField, odd_fields, without
from sitegen.records.price import PriceList

GATEWAY = "openrouter"
"""The provider whose ids are those of the catalogue."""


def _partial_date(value: object) -> object:
    """Refuse a text that is no day, month or year of a calendar."""
    if value is None:
        return None
    found = _PARTIAL_DATE.fullmatch(value) if isinstance(value, str) else None
    try:
        if found:
            date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
            return value
    except ValueError:
        pass
    raise PydanticCustomError("date_partial", "Input should be a day, a month or a year")


_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _whole(value: object) -> object:
    """Return a number of tokens that upstream wrote with a point or an exponent as a whole number."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(float(value))
    return value


_WHOLE = re.compile(r"[0-9]{1,12}\.0+|[0-9](?:\.0+)?[eE]\+?[0-9]")

PartialDate = Annotated[str | None, BeforeValidator(_partial_date)]
"""A date as precise as upstream has it: ``2025-08-08``, ``2025-08`` or ``2025``."""
WrittenTokens = Annotated[Tokens, BeforeValidator(_whole)]


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tokens fit: in all, of input, of output."""

    context: WrittenTokens = None
    input: WrittenTokens = None
    output: WrittenTokens = None


@dataclass(frozen=True, slots=True)
class Modalities:
    """What goes in and what comes out."""

    input: Names = ()
    output: Names = ()


@dataclass(frozen=True, slots=True)
class MakersModel:
    """One model of one provider of models.dev.

    ``id`` is ``PROVIDER/ID`` by models.dev's names: ``anthropic/claude-opus-4-5``, and of its provider
    ``openrouter`` ``openrouter/anthropic/claude-opus-4.5``. ``knowledge`` is the day up to which the model
    knows the world, ``status`` is "alpha", "beta", "deprecated" or None. Prices are dollars for one token.
    Source: https://github.com/sst/models.dev#schema-reference

    Id and cost must be right. Any other field that is not of its kind is set aside: it is as if it were
    absent, and ``odd`` names it.
    """

    id: Annotated[str, Field(min_length=3, max_length=1000)]
    name: Text = None
    release_date: PartialDate = None
    knowledge: PartialDate = None
    open_weights: bool | None = None
    status: Text = None
    limit: Limit = Limit()
    modalities: Modalities = Modalities()
    cost: Map = None
    prices: PriceList | None = field(init=False, repr=False, compare=False, default=None)
    """The list price, each for one token; None where the source has none."""
    zero: bool = field(init=False, repr=False, compare=False, default=False)
    """Whether each kind costs 0. That stands for "free" and for "not sold by the token" alike: no price."""
    raw: Row = field(init=False, repr=False, compare=False)
    """The record as ``data/`` holds it."""
    odd: tuple[OddField, ...] = field(init=False, repr=False, compare=False, default=())
    """The fields that were set aside, in upstream's order."""

    @classmethod
    def read(cls, row: Row, prices: PriceList | None = None, *, zero: bool = False) -> MakersModel:
        """Make a record of a row and of what its cost means; raises pydantic's ValidationError."""
        odd: tuple[OddField, ...] = ()
        try:
            model = checked(cls, row)
        except ValidationError as error:
            found = odd_fields(error, row, _PARTS)
            found = {path: one for path, one in found.items() if path[0] not in _NEEDED}
            model = checked(cls, without(row, found))
            odd = tuple([one for one in found.values() if not one.unpublished])
        for name, value in {"raw": row, "odd": odd, "prices": prices, "zero": zero}.items():
            object.__setattr__(model, name, value)
        return model

    @property
    def provider(self) -> str:
        """The provider of models.dev: ``anthropic``."""
        return self.id.partition("/")[0]

    @property
    def key(self) -> str:
        """The id that the provider itself uses: ``claude-opus-4-5``."""
        return self.id.partition("/")[2]


_PARTS = {"limit": Limit, "modalities": Modalities}
"""The maps of which one key may be odd while the others stay."""
_NEEDED = frozenset({"id", "cost"})
KEYS = frozenset(one.name for one in fields(MakersModel) if one.init)
"""The keys that are kept of a model."""
