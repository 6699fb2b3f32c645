"""A model as models.dev has it: since when it is out, what it knows, and what its maker asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from sitegen.records import Row, checked
from sitegen.records.field_kinds import Map, Names, Text
from sitegen.records.makers_cost import Pricing, pricing_of
from sitegen.records.odd_field import OddField, odd_fields, without
from sitegen.records.price import NO_PRICES, PriceList

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
Tokens = Annotated[int | None, BeforeValidator(_whole), Field(gt=0)]


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tokens fit: in all, of input, of output."""

    context: Tokens = None
    input: Tokens = None
    output: Tokens = None


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

    Id and costs must be right. Any other field that is not of its kind is set aside: it is as if it were
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
    pricing: Pricing = field(init=False, repr=False, compare=False)
    prices: PriceList = field(init=False, repr=False, compare=False, default=NO_PRICES)
    """The list price; of a model of a gateway none is kept."""
    raw: Row = field(init=False, repr=False, compare=False)
    """The record as ``data/`` holds it."""
    odd: tuple[OddField, ...] = field(init=False, repr=False, compare=False, default=())
    """The fields that were set aside, in upstream's order."""

    @classmethod
    def read(cls, row: Row) -> MakersModel:
        """Make a record of a row; raises pydantic's ValidationError, or ValueError that names the price."""
        odd: tuple[OddField, ...] = ()
        try:
            model = checked(cls, row)
        except ValidationError as error:
            found = odd_fields(error, row, _PARTS)
            found = {path: one for path, one in found.items() if path[0] not in _NEEDED}
            model = checked(cls, without(row, found))
            odd = tuple([one for one in found.values() if not one.unpublished])
        pricing = pricing_of(model.cost or {}, model.modalities.output)
        for name, value in {"raw": row, "odd": odd, "pricing": pricing, "prices": pricing.prices}.items():
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

    @property
    def unknown_keys(self) -> Iterator[str]:
        """The keys of its limits and of its cost that sitegen does not know, dotted."""
        limit = self.raw.get("limit")
        yield from (
            f"limit.{key}" for key in (limit if isinstance(limit, dict) else ()) if key not in _LIMITS
        )
        yield from (f"cost.{key}" for key in self.pricing.unread)


_PARTS = {"limit": Limit, "modalities": Modalities}
"""The maps of which one key may be odd while the others stay."""
_NEEDED = frozenset({"id", "cost"})
KEYS = frozenset(one.name for one in fields(MakersModel) if one.init)
"""The keys that are kept of a model."""
_LIMITS = frozenset(Limit.__slots__)
