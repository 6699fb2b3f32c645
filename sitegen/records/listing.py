"""A listing: one OpenRouter id with what the catalogue says of it."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from sitegen.records import Json, Record, Row
from sitegen.records.price import PriceList, price_list

NEVER = date(2098, 12, 31)
"""Upstream's way to say that an id does not expire."""

MODEL, ALIAS, ROUTER = "model", "alias", "router"

_LONGEST_ID = 1000
"""Characters: every page spells ids as paths, and one of a megabyte kept a build busy for minutes."""

_UNTOLD: set[str] = set()
_UPSTREAM_LISTS = ConfigDict(frozen=True, populate_by_name=True, extra="allow")


_STRINGS = {str}


def _words(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _text(value: object) -> object:
    """Fold the two ways in which upstream says "nothing", null and the empty string, into None."""
    return (value.strip() or None) if isinstance(value, str) else value


def _strings(value: object) -> object:
    """Sort a list of names: upstream means a set and reorders it from day to day."""
    return sorted(value) if isinstance(value, list) and set(map(type, value)) <= _STRINGS else value or ()


def _prices(value: object) -> object:
    return price_list(value) if isinstance(value, dict) else value


Words = Annotated[str, BeforeValidator(_words)]
Text = Annotated[str | None, BeforeValidator(_text)]
Names = Annotated[tuple[str, ...], BeforeValidator(_strings)]
Count = Annotated[int | None, Field(ge=0)]


class Architecture(Record):
    """What goes in and what comes out."""

    model_config = _UPSTREAM_LISTS

    input_modalities: Names = ()
    output_modalities: Names = ()
    modality: Text = None
    tokenizer: Text = None
    instruct_type: Text = None


class TopProvider(Record):
    """Limits of the provider that OpenRouter puts first."""

    model_config = _UPSTREAM_LISTS

    context_length: Count = None
    max_completion_tokens: Count = None
    is_moderated: bool | None = None


class AliasTarget(Record):
    """Where an alias such as ``~author/family-latest`` points today; ``slug`` holds an id."""

    model_config = _UPSTREAM_LISTS

    slug: str
    name: Text = None


class Listing(Record):
    """One id of OpenRouter's catalogue.

    Source and meaning of the fields: https://openrouter.ai/docs/guides/overview/models. ``created`` is the
    second (Unix time) at which the id was listed, not the day of the model's release. Lengths are tokens.
    """

    model_config = _UPSTREAM_LISTS

    id: Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]
    slug: Annotated[str, Field(alias="canonical_slug", min_length=1, max_length=_LONGEST_ID)]
    name: Words
    created: Count = None
    description: Text = None
    context_length: Count = None
    architecture: Architecture = Architecture()
    prices: Annotated[PriceList, BeforeValidator(_prices), Field(alias="pricing")] = PriceList()
    top_provider: TopProvider = TopProvider()
    parameters: Annotated[Names, Field(alias="supported_parameters")] = ()
    default_parameters: dict[str, Json] | None = None
    per_request_limits: Json = None
    hugging_face_id: Text = None
    expiration_date: date | None = None
    knowledge_cutoff: Text = None
    supported_voices: Names = ()
    reasoning: dict[str, Json] | None = None
    links: dict[str, Json] | None = None
    alias_target: AliasTarget | None = None
    benchmarks: Json = None

    _raw: Row = PrivateAttr(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _named_by_id(cls, row: object) -> object:
        """Let the id stand in for a slug or a name that the source does not have, as before 2025."""
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            return row
        absent: dict[str, object] = {}
        if row.get("canonical_slug") is None:
            absent["canonical_slug"] = row["id"].partition(":")[0]
        if row.get("name") is None:
            absent["name"] = row["id"]
        return {**row, **absent} if absent else row

    @classmethod
    def read(cls, row: Row) -> Listing:
        """Make a listing of one record in upstream's shape; raises pydantic's ValidationError."""
        listing = cls.model_validate(row)
        listing._raw = row  # noqa: SLF001 - this is the class's own constructor
        for record in (listing, listing.architecture, listing.top_provider):
            # Which fields were given, the row says: the sets would take two fifths of a listing's memory.
            # https://docs.pydantic.dev/latest/api/base_model/#pydantic.BaseModel
            object.__setattr__(record, "__pydantic_fields_set__", _UNTOLD)
        return listing

    @property
    def raw(self) -> Row:
        """The record as ``data/`` holds it."""
        # Not `self._raw`: pydantic looks a private attribute up in three places first, and pages ask often.
        return (self.__pydantic_private__ or {})["_raw"]  # type: ignore[no-any-return]

    def has(self, key: str) -> bool:
        """Whether the record has a dotted key at all, be it null: what it lacks, the source does not tell."""
        if "." not in key:
            return key in self.raw
        value: Json = self.raw
        for part in _parts(key):
            if not isinstance(value, dict) or part not in value:
                return False
            value = value[part]
        return True

    @property
    def author(self) -> str:
        """The part of the slug before its first slash, without the ``~`` that marks an alias."""
        return self.slug.partition("/")[0].lstrip("~")

    @property
    def variant(self) -> str:
        """The suffix of the id behind its colon (``free``, ``batch``, ``thinking``), or ""."""
        return self.id.partition(":")[2]

    @cached_property
    def kind(self) -> str:
        """What the id is: a model, an alias for the latest of a family, or a router, which chooses one."""
        if self.alias_target is not None or self.id.startswith("~"):
            return ALIAS
        return ROUTER if self.architecture.tokenizer == "Router" else MODEL

    @property
    def router(self) -> bool:
        """Whether the id stands for other models."""
        return self.kind != MODEL

    @cached_property
    def listed(self) -> date | None:
        """The UTC day on which OpenRouter listed the id."""
        if self.created is None:
            return None
        return date.fromordinal(_EPOCH + min(self.created, _LAST_SECOND) // _DAY)

    @property
    def expires(self) -> date | None:
        """The day on which the id goes away; None where none is published or upstream says "never"."""
        return None if self.expiration_date == NEVER else self.expiration_date

    @cached_property
    def unknown_keys(self) -> tuple[str, ...]:
        """Keys of the record that sitegen does not know, dotted, in upstream's order."""
        parts: tuple[tuple[str, Record | None], ...] = (
            ("", self),
            ("architecture.", self.architecture),
            ("top_provider.", self.top_provider),
            ("alias_target.", self.alias_target),
        )
        # Not `model_extra`, a property of a property: sources and pages ask of every record.
        unknown = [prefix + key for prefix, part in parts if part for key in part.__pydantic_extra__ or ()]
        return (*unknown, *[f"pricing.{key}" for key in self.prices.unknown_keys])


@lru_cache(maxsize=256)
def _parts(key: str) -> tuple[str, ...]:
    return tuple(key.split("."))


_EPOCH, _DAY = date(1970, 1, 1).toordinal(), 24 * 60 * 60
_LAST_SECOND = (date.max.toordinal() - _EPOCH) * _DAY
