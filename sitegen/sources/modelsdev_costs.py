"""Costs as models.dev gives them, dollars per 1M tokens, as a price map in the terms of the catalogue.

The schema of a cost: https://github.com/sst/models.dev/blob/dev/packages/core/src/schema.ts
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from sitegen.records import Json, Row
from sitegen.records.amounts import per_token, plain
from sitegen.records.makers_model import MakersModel
from sitegen.records.price import Price, PriceList, Unit, amount, price_list

KINDS = {
    "input": "prompt",
    "output": "completion",
    "reasoning": "internal_reasoning",
    "cache_read": "input_cache_read",
    "cache_write": "input_cache_write",
    "input_audio": "audio",
    "output_audio": "audio_output",
}
"""The kinds of a cost that are understood → the kinds of price that they are."""

TIERS, CONDITION, OVER_200K = "tiers", "tier", "context_over_200k"
CURRENCY, DOLLAR = "currency", "USD"
_KEYS = frozenset({*KINDS, TIERS, OVER_200K, CURRENCY})


class Pricing(NamedTuple):
    """A cost in the terms of the catalogue: a map of dollars per token, and the keys that are not understood.

    ``zero`` says that each kind of the cost is 0. That stands for "free" and for "not sold by the token"
    alike, so it is no price.
    """

    map: Row
    unread: Row
    zero: bool = False

    @property
    def prices(self) -> PriceList | None:
        """The prices, each for one token; keys that are not understood are its ``unread``; None for none."""
        if not self.map:
            return None
        prices = price_list(self.map)
        each = tuple([_of_token(price) for price in prices.prices])
        return prices._replace(prices=each, unread=self.unread or prices.unread)


def _of_token(price: Price) -> Price:
    """Return a price with its unit: whoever gives costs per 1M tokens counts pictures in tokens, too."""
    return price._replace(unit=Unit.TOKEN, unit_inferred=False)


def makers_model(row: Row) -> MakersModel:
    """Return the record of a row in normal form; raises ValidationError, or ValueError for a cost."""
    pricing = pricing_of(row)
    return MakersModel.read(row, pricing.prices, zero=pricing.zero)


def pricing_of(row: Row) -> Pricing:
    """Return the price map of a row's cost; raises ValueError that names the kind whose figure is no price.

    A kind that costs 0 beside one that costs something is left out: models.dev writes 0 for "no such price".
    """
    if row.get("cost") is None:
        return Pricing({}, {})
    cost, gives = _map("cost", row["cost"]), _gives(row)
    currency = cost.get(CURRENCY)
    if currency not in (None, DOLLAR):
        raise ValueError(f"the cost is in {currency!r:.40}, not in {DOLLAR}")
    base, tiers = _amounts(cost, gives), list(_tiers(cost))
    unread: Row = {key: value for key, value in cost.items() if key not in _KEYS and value is not None}
    for size, tier in tiers:
        unread |= {f"{size}.{key}": value for key, value in tier.items() if key not in (*KINDS, CONDITION)}
    if base and not any(base.values()):
        return Pricing({}, unread, zero=True)
    rules: list[Json] = [_rule(tier, gives) for _, tier in tiers]
    prices: Row = dict(_texts(base))
    return Pricing({**prices, "overrides": rules} if rules else prices, unread)


def _gives(row: Row) -> tuple[str, ...]:
    """Return the types of output of a row, as far as it has any."""
    modalities = row.get("modalities")
    output = modalities.get("output") if isinstance(modalities, dict) else None
    return tuple(kind for kind in output if isinstance(kind, str)) if isinstance(output, list) else ()


def _amounts(cost: Mapping[str, Json], gives: Collection[str]) -> dict[str, Decimal]:
    """Return the dollars for a token of each kind of the catalogue."""
    given = {key: value for key in KINDS if (value := cost.get(key)) is not None}
    return {_kind(key, gives): _dollars(key, value) for key, value in given.items()}


def _kind(key: str, gives: Collection[str]) -> str:
    """Return the kind of price that a key is: what comes out of a model that makes pictures are those."""
    if key == "output" and "image" in gives:
        return "image_output"
    return "audio_output" if key == "output" and set(gives) == {"audio"} else KINDS[key]


def _dollars(key: str, value: Json) -> Decimal:
    """Return the dollars for a token; raises ValueError where the cost is no number of 0 or more."""
    per_million = amount(key, value)
    if per_million < 0:
        raise ValueError(f"price {key} is {value!r:.40}, no price")
    return per_token(per_million)


def _texts(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {kind: plain(each) for kind, each in amounts.items() if each}


def _tiers(cost: Mapping[str, Json]) -> Iterator[tuple[str, Row]]:
    """Yield the prices for long requests by the name of their key, those for the longest last.

    ``context_over_200k`` repeats a tier, or stands alone in older answers.
    """
    tiers = cost.get(TIERS)
    if tiers is None:
        over = cost.get(OVER_200K)
        if over is not None:
            yield OVER_200K, {**_map(OVER_200K, over), CONDITION: {"size": 200_000}}
        return
    if not isinstance(tiers, list):
        raise ValueError(f"price {TIERS} is {tiers!r:.40}, no list")
    for tier in sorted([_map(TIERS, tier) for tier in tiers], key=_size):
        yield TIERS, tier


def _map(key: str, value: Json) -> Row:
    if not isinstance(value, dict):
        raise ValueError(f"price {key} is {value!r:.40}, no map")
    return value


def _size(tier: Row) -> int:
    condition = tier.get(CONDITION)
    size = condition.get("size") if isinstance(condition, dict) else None
    return size if type(size) is int else 0


def _rule(tier: Row, gives: Collection[str]) -> Row:
    """Return a tier as a rule of the catalogue; what its condition has beside a size stays a condition."""
    condition = tier.get(CONDITION)
    others = dict(condition) if isinstance(condition, dict) else {CONDITION: condition}
    if others.get("type") == "context":
        del others["type"]
    size = others.pop("size", None)
    return {"min_prompt_tokens": size, **others, **_texts(_amounts(tier, gives))}
