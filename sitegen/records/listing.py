"""A listing: one OpenRouter id with what the catalogue says of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Annotated

from pydantic import Field, ValidationError

from sitegen.records import Row, Unchecked, checked
from sitegen.records.correction import Applied
from sitegen.records.field_kinds import Map, Name, Names, Second, Text, Tokens
from sitegen.records.odd_field import OddField, odd_fields, without
from sitegen.records.price import NO_PRICES, Prices

NEVER = frozenset({date(2098, 12, 31), date(9999, 1, 1), date(9999, 12, 31)})
"""Days with which upstream says that an id does not expire."""

MODEL, ALIAS, ROUTER = "model", "alias", "router"
ALIAS_MARK = "~"
"""What the id of an alias begins with."""

SOLD_APART = frozenset({"batch", "free"})
"""Suffixes of ids whose prices are their own: what the plain id or its maker asks says nothing of them."""

_LONGEST_ID = 1000
"""Characters: every page spells ids as paths, and one of a megabyte kept a build busy for minutes."""

_ALIASES = {"slug": "canonical_slug", "prices": "pricing", "parameters": "supported_parameters"}
"""Fields that upstream calls otherwise."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """What goes in and what comes out."""

    input_modalities: Names = ()
    output_modalities: Names = ()
    modality: Text = None
    tokenizer: Text = None
    instruct_type: Text = None


@dataclass(frozen=True, slots=True)
class TopProvider:
    """Limits of the seller that OpenRouter puts first."""

    context_length: Tokens = None
    max_completion_tokens: Tokens = None
    is_moderated: bool | None = None


@dataclass(frozen=True, slots=True)
class AliasTarget:
    """Where an alias such as ``~author/family-latest`` points today; ``slug`` holds an id."""

    slug: str
    name: Text = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One id of OpenRouter's catalogue.

    Source and meaning of the fields: https://openrouter.ai/docs/guides/overview/models. ``created`` is the
    second (Unix time) at which the id was listed, not the day of the model's release. Lengths are tokens.
    A second or a length of 0 is none that is published.

    Id, slug and prices must be right. Any other field that is not of its kind is set aside: it is as if it
    were absent, ``odd`` names it, and ``raw`` has it as it came.
    """

    id: Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]
    slug: Annotated[str, Field(alias=_ALIASES["slug"], min_length=1, max_length=_LONGEST_ID)]
    name: Name
    created: Second = None
    description: Text = None
    context_length: Tokens = None
    architecture: Architecture = Architecture()
    prices: Annotated[Prices, Field(alias=_ALIASES["prices"])] = NO_PRICES
    top_provider: TopProvider = TopProvider()
    parameters: Annotated[Names, Field(alias=_ALIASES["parameters"])] = ()
    default_parameters: Map = None
    per_request_limits: Unchecked = None
    hugging_face_id: Text = None
    expiration_date: date | None = None
    knowledge_cutoff: Text = None
    supported_voices: Names = ()
    reasoning: Map = None
    links: Map = None
    alias_target: AliasTarget | None = None
    benchmarks: Unchecked = None
    raw: Row = field(init=False, repr=False, compare=False)
    """The record as ``data/`` holds it."""
    shown: Row = field(init=False, repr=False, compare=False)
    """The record as it is shown: ``raw``, with what people corrected in it."""
    corrected: tuple[Applied, ...] = field(init=False, repr=False, compare=False, default=())
    """What people corrected, in the order of their entries."""
    odd: tuple[OddField, ...] = field(init=False, repr=False, compare=False, default=())
    """The fields that were set aside, in upstream's order."""

    @classmethod
    def read(cls, row: Row) -> Listing:
        """Make a listing of one record in upstream's shape; raises pydantic's ValidationError.

        The id stands in for a slug or a name that the source does not have, as before 2025, and for a name
        that is none.
        """
        given, key = row, row.get("id")
        if isinstance(key, str) and (row.get("canonical_slug") is None or row.get("name") is None):
            stand_ins = {"canonical_slug": key.partition(":")[0], "name": key}
            given = {**row, **{name: text for name, text in stand_ins.items() if row.get(name) is None}}
        try:
            listing = checked(cls, given)
        except ValidationError as error:
            listing = _without_odd(given, error)
        object.__setattr__(listing, "raw", row)
        object.__setattr__(listing, "shown", row)
        return listing

    def is_odd(self, key: str) -> bool:
        """Whether the field of a dotted key was set aside, alone or with the map that holds it."""
        return any(key == odd.key or key.startswith(f"{odd.key}.") for odd in self.odd)

    @property
    def author(self) -> str:
        """The part of the slug before its first slash, without the ``~`` that marks an alias."""
        return self.slug.partition("/")[0].lstrip("~")

    @property
    def variant(self) -> str:
        """The suffix of the id behind its colon (``free``, ``batch``, ``thinking``), or ""."""
        return self.id.partition(":")[2]

    @property
    def kind(self) -> str:
        """What the id is: a model, an alias for the latest of a family, or a router, which chooses one."""
        if self.alias_target is not None or self.id.startswith(ALIAS_MARK):
            return ALIAS
        return ROUTER if self.architecture.tokenizer == "Router" else MODEL

    @property
    def is_stand_in(self) -> bool:
        """Whether the id stands for other models: an alias or a router."""
        return self.kind != MODEL

    @property
    def listed(self) -> date | None:
        """The UTC day on which OpenRouter listed the id."""
        if self.created is None:
            return None
        return date.fromordinal(_EPOCH + self.created // _DAY)

    @property
    def expires(self) -> date | None:
        """The day on which the id goes away; None where none is published or upstream says "never"."""
        return None if self.expiration_date in NEVER else self.expiration_date

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """Keys of the record that sitegen does not know, dotted, in upstream's order."""
        unknown: list[str] = []
        for part, known in _KEYS.items():
            value = self.raw.get(part) if part else self.raw
            if isinstance(value, dict):
                unknown += [f"{part}.{key}" if part else key for key in value if key not in known]
        return (*unknown, *[f"pricing.{key}" for key in self.prices.unknown_keys])


def smaller_window(context: int | None, seller: int | None) -> int | None:
    """Return the context, in tokens, of the seller whose price is shown, where it is less than the id's.

    OpenRouter's context may be that of another seller, so work that fits there may not fit at this price.
    """
    return seller if seller is not None and (context is None or seller < context) else None


_PARTS = {"architecture": Architecture, "top_provider": TopProvider}
"""The maps of which one key may be odd while the others stay."""
_NEEDED = {("id",), ("canonical_slug",), ("pricing",)}


def _without_odd(row: Row, error: ValidationError) -> Listing:
    """Return the listing without the optional fields that an error names; raises for any other fault."""
    odd = {path: one for path, one in odd_fields(error, row, _PARTS).items() if path not in _NEEDED}
    kept = without(row, odd)
    if ("name",) in odd:
        kept["name"] = row.get("id")
    listing = checked(Listing, kept)
    object.__setattr__(listing, "odd", tuple([one for one in odd.values() if not one.unpublished]))
    return listing


_KEYS = {
    "": frozenset(_ALIASES.get(one.name, one.name) for one in fields(Listing) if one.init),
    "architecture": frozenset(Architecture.__slots__),
    "top_provider": frozenset(TopProvider.__slots__),
    "alias_target": frozenset(AliasTarget.__slots__),
}
"""The keys that are read, of the record itself ("") and of the maps in it."""

KEYS = _KEYS[""]
"""The keys of a record that are read."""

_EPOCH, _DAY = date(1970, 1, 1).toordinal(), 24 * 60 * 60
