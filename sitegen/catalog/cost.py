"""What work costs in a month: a workload at the published prices of one id, or why there is no price.

Prices are taken as they are published. "The top-level pricing keys always reflect the price that applies
under default conditions" (schema "Pricing" of OpenRouter's API,
https://openrouter.ai/docs/api/api-reference/models/get-models), so the base price stands in where a rule
depends on more than the size of the prompt. Thinking is counted as
output: "Reasoning tokens are considered output tokens and charged accordingly"
(https://openrouter.ai/docs/use-cases/reasoning-tokens). Not counted are cache writes, searches, pictures and
sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import MAX_PREC, Context, Decimal
from typing import Annotated, NamedTuple

from pydantic import Field

from sitegen.records import Record
from sitegen.records.listing import Listing
from sitegen.records.price import Price, PriceRule, PriceState

NEEDED = {"prompt": "input", "completion": "output"}
"""The kinds without which work has no price; a fee for each request or a cache price may be absent."""

BASE = -1
"""The place of the base prices: before every rule."""

_EXACTLY = Context(prec=MAX_PREC)


class Workload(Record):
    """Work of one kind: tokens of a request and its answer, per cent of cached input, requests a month."""

    input: Annotated[int, Field(ge=1)]
    output: Annotated[int, Field(ge=0)]
    cached: Annotated[int, Field(ge=0, le=100)] = 0
    """Per cent of the input tokens that the provider finds in its prompt cache."""
    requests: Annotated[int, Field(ge=1)]


class Cost(NamedTuple):
    """US dollars for a month, exactly; None where there is no such amount, and ``why`` says so in words.

    ``tiers`` are the rules whose prices are in the amount. ``left_out`` are those that could change it and
    depend on something that a workload does not say, such as the time of day. ``uncached`` says that the
    cached part is counted at the input price, since no other is published. ``discount`` is stated by the
    source and not applied.
    """

    usd: Decimal | None = None
    why: str = ""
    tiers: tuple[PriceRule, ...] = ()
    left_out: tuple[PriceRule, ...] = ()
    uncached: bool = False
    discount: Decimal | None = None


class _Charge(NamedTuple):
    """A price that holds for the whole request, and the place of the rule that it is from."""

    price: Price
    place: int


def monthly_cost(listing: Listing, workload: Workload, *, gone: bool = False) -> Cost:
    """Return what a month of the work costs with one id; ``gone`` says that the id is listed no more."""
    rules = listing.prices.rules
    charges = _charges(listing, workload.input)
    cache = "input_cache_read" in charges
    taken = _taken(workload, cache=cache)
    if why := "no longer listed" if gone else _no_price(listing, workload, charges, taken):
        return Cost(why=why)
    paid = {key: charges[key] for key in taken if key in charges}
    return Cost(
        usd=_dollars({key: charge.price.amount for key, charge in paid.items()}, taken),
        tiers=tuple(rules[place] for place in sorted({one.place for one in paid.values()}) if place != BASE),
        left_out=tuple(_left_out(listing, workload, charges)),
        uncached=workload.cached > 0 and not cache and charges["prompt"].price.amount > 0,
        discount=listing.prices.discount or None,
    )


def _charges(listing: Listing, tokens: int) -> dict[str, _Charge]:
    """Return the prices that hold for a prompt of so many tokens; of rules that apply the later one wins."""
    charges = {price.key: _Charge(price, BASE) for price in listing.prices.prices}
    for place, rule in enumerate(listing.prices.rules):
        if _decided(rule) and _within(rule, tokens):
            charges |= {price.key: _Charge(price, place) for price in rule.prices}
    return charges


def _decided(rule: PriceRule) -> bool:
    """Whether the size of the prompt alone decides if a rule applies.

    A key of the rule that nobody documented may be a price or a condition, so it decides nothing.
    """
    timed = rule.utc_start is not None or rule.utc_end is not None
    return not timed and not rule.other_conditions and all(price.known for price in rule.prices)


def _within(rule: PriceRule, tokens: int) -> bool:
    return rule.min_prompt_tokens is None or tokens > rule.min_prompt_tokens


def _taken(workload: Workload, *, cache: bool) -> dict[str, int]:
    """Return how much a month takes of each kind of price, in hundredths of its unit."""
    share = workload.cached if cache else 0
    taken = {
        "prompt": workload.input * (100 - share),
        "input_cache_read": workload.input * share,
        "completion": workload.output * 100,
        "request": 100,
    }
    return {key: amount * workload.requests for key, amount in taken.items() if amount}


def _no_price(
    listing: Listing, workload: Workload, charges: Mapping[str, _Charge], taken: Mapping[str, int]
) -> str:
    """Return why the work has no price, or ""."""
    gives = listing.architecture.output_modalities
    if gives and "text" not in gives:
        return f"gives {' and '.join(gives)}, no text"
    if any(charges[key].price.state is PriceState.VARIES for key in taken if key in charges):
        return "price varies by request"
    missing = [name for key, name in NEEDED.items() if key in taken and key not in charges]
    if missing:
        return f"{' and '.join(missing)} price not published"
    return _no_room(workload, listing.context_length, listing.top_provider.max_completion_tokens)


def _no_room(workload: Workload, context: int | None, longest: int | None) -> str:
    """Return which limit the work exceeds, or ""; a limit that is not published is none."""
    whole = workload.input + workload.output
    if context is not None and whole > context:
        return f"does not fit: {whole:,} tokens, context {context:,}"
    if longest is not None and workload.output > longest:
        return f"answer too long: {workload.output:,} tokens, at most {longest:,}"
    return ""


def _dollars(amounts: Mapping[str, Decimal], taken: Mapping[str, int]) -> Decimal:
    """Return the sum of the prices times what is taken of each, with every digit."""
    total = Decimal(0)
    for key, amount in amounts.items():
        total = _EXACTLY.add(total, _EXACTLY.multiply(amount, Decimal(taken[key])))
    return _EXACTLY.scaleb(total, -2)


def _left_out(listing: Listing, workload: Workload, charges: Mapping[str, _Charge]) -> Iterator[PriceRule]:
    """Yield the rules that are not decided and whose prices would change the amount if they applied."""
    # With a cache price that only such a rule has, the cached part would be paid at that.
    taken = _taken(workload, cache=False) | _taken(workload, cache=True)
    for place, rule in enumerate(listing.prices.rules):
        if not _decided(rule) and _within(rule, workload.input):
            told = (price for price in rule.prices if price.key in taken)
            if any(_changes(price, place, charges.get(price.key)) for price in told):
                yield rule


def _changes(price: Price, place: int, charge: _Charge | None) -> bool:
    """Whether a price of the rule at ``place`` would stand in for what is charged, and is another."""
    return charge is None or (charge.place < place and charge.price.amount != price.amount)
