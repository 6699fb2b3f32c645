"""An endpoint: what one seller asks for a model on OpenRouter, and the limits that it sets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationError

from sitegen.records import Row, checked
from sitegen.records.field_kinds import Names, Text, Tokens
from sitegen.records.odd_field import OddField, odd_fields, without
from sitegen.records.price import NO_PRICES, Prices

SOURCE = "providers"
"""The source of all endpoints, as the journal calls it."""

AT = "@"
"""Parts an id from the key of one of its endpoints, in the journal and in notes."""

_MARK = "#"
"""Parts the tag of an offer from its number in a key."""

LIMITS = (
    "context_length",
    "max_completion_tokens",
    "max_prompt_tokens",
    "top_provider.context_length",
    "top_provider.max_completion_tokens",
)
"""The fields of a record or of an endpoint that limit what fits, in tokens; 0 is none that is published."""

NOT_SAID = "unknown"
"""Upstream's word for a quantization that the seller does not say."""

SELLER, TAG, PARAMETERS = "provider_name", "tag", "supported_parameters"
FIRST = "first"
"""The key of an id's record that names the endpoint which is put first."""

_NEEDED = {(SELLER,), (TAG,), ("pricing",)}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one seller asks for one id: prices, limits in tokens, and the parameters that it takes.

    Source: https://openrouter.ai/docs/api/api-reference/endpoints/list-endpoints. Seller, tag and prices must
    be right; any other field that is not of its kind is set aside, as in a listing. A seller can offer a
    model twice under one tag: ``key`` tells the two apart (``google-vertex/us-south1#2``).
    """

    seller: Annotated[str, Field(alias=SELLER, min_length=1, max_length=200)]
    tag: Annotated[str, Field(min_length=1, max_length=200)]
    prices: Annotated[Prices, Field(alias="pricing")] = NO_PRICES
    quantization: Text = None
    context_length: Tokens = None
    max_completion_tokens: Tokens = None
    max_prompt_tokens: Tokens = None
    parameters: Annotated[Names | None, Field(alias=PARAMETERS)] = None
    """None where the source does not list them."""
    key: str = field(init=False, compare=False, default="")
    raw: Row = field(init=False, repr=False, compare=False)
    """The record as ``data/`` holds it."""
    odd: tuple[OddField, ...] = field(init=False, repr=False, compare=False, default=())
    """The fields that were set aside."""

    @classmethod
    def read(cls, row: Row, key: str = "") -> Endpoint:
        """Make an endpoint of one record in upstream's shape; raises pydantic's ValidationError."""
        given = row if row.get(TAG) else {**row, TAG: row.get(SELLER)}
        odd: tuple[OddField, ...] = ()
        try:
            endpoint = checked(cls, given)
        except ValidationError as error:
            fields = {path: one for path, one in odd_fields(error, row, {}).items() if path not in _NEEDED}
            endpoint = checked(cls, without(given, fields))
            odd = tuple([one for one in fields.values() if not one.unpublished])
        for name, value in (("key", key), ("raw", row), ("odd", odd)):
            object.__setattr__(endpoint, name, value)
        return endpoint

    @property
    def precision(self) -> str | None:
        """The quantization in which the seller serves the model, such as ``fp8``; None where nobody says."""
        return None if self.quantization == NOT_SAID else self.quantization


class Endpoints(NamedTuple):
    """The endpoints of one id, by tag, and the key of the one that OpenRouter puts first.

    ``first`` is None where nobody sells the id. The catalogue shows the price of the first.
    """

    id: str
    all: tuple[Endpoint, ...]
    first: str | None = None
    answered: str | None = None
    """The id whose sellers upstream answered with, where it is another one."""

    @property
    def first_offer(self) -> Endpoint | None:
        """The endpoint that OpenRouter puts first."""
        return next((endpoint for endpoint in self.all if endpoint.key == self.first), None)


def offer_key(tag: str, number: int = 1) -> str:
    """Return the key of an offer: ``forge/us``, ``forge/us#2``."""
    key = tag.replace(AT, "%40").replace(_MARK, "%23")
    return key if number == 1 else f"{key}{_MARK}{number}"


def offer_number(key: str) -> int:
    """Return which of the offers under its tag a key stands for."""
    return int(key.partition(_MARK)[2] or 1)


def offer_words(key: str) -> str:
    """Return the tag of an offer by its key, and which of several it is: ``forge/us, second offer``."""
    tag = key.partition(_MARK)[0].replace("%23", _MARK).replace("%40", AT)
    return ", ".join(filter(None, (tag, which_offer(key))))


def which_offer(key: str) -> str:
    """Return which offer under its tag a key stands for: ``second offer``; "" for the first."""
    if _MARK not in key:
        return ""
    number = offer_number(key)
    return {2: "second offer", 3: "third offer"}.get(number, f"offer {number}")


def journal_id(model: str, key: str) -> str:
    """Return the id under which the journal follows an endpoint: ``acme/anvil@forge/fp8``."""
    return f"{model}{AT}{key}"


def model_and_key(journal_id: str) -> tuple[str, str]:
    """Return the id and the key of an endpoint that ``journal_id`` put together; the key is "" for an id."""
    model, at, key = journal_id.rpartition(AT)
    return (model, key) if at else (journal_id, "")
