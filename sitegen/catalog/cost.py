"""What work costs in a month: a workload at the published prices of one id, or why there is no price.

Prices are taken as they are published. "The top-level pricing keys always reflect the price that applies
under default conditions" (schema "Pricing" of OpenRouter's API,
https://openrouter.ai/docs/client-sdks/go/models/components/pricing), so the base price stands in where a rule
depends on more than the size of the prompt. Where times of day fill the whole day there is no base price, and
work has two: at the cheapest hour and at the dearest. Thinking is counted as output: "Reasoning tokens are
considered output tokens and charged accordingly" (https://openrouter.ai/docs/use-cases/reasoning-tokens). Not
counted are cache writes, searches, pictures and sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import MAX_PREC, Context, Decimal
from functools import lru_cache
from math import inf
from typing import Annotated, NamedTuple

from pydantic import Field

from sitegen.records import Record
from sitegen.records.change import PRICING
from sitegen.records.endpoint import Endpoints
from sitegen.records.listing import Listing, smaller_window
from sitegen.records.price import PriceRule, PriceState

NEEDED = {"prompt": "input", "completion": "output"}
"""The kinds without which work has no price; a fee for each request or a cache price may be absent."""

WITHHELD = {
    **{key: f"{name} price" for key, name in NEEDED.items()},
    "input_cache_read": "cache read price",
    "request": "price per request",
    "overrides": "price rules",
}
"""The keys of the price map without which work has no cost where a person withholds them."""

GONE = "retired"

KINDS = frozenset({*NEEDED, "input_cache_read", "request"})
"""The kinds of price that work takes."""

BASE = -1
"""The place of the base prices: before every rule."""

_EXACTLY = Context(prec=MAX_PREC)
_NOTHING = Decimal(0)


class Workload(Record):
    """Work of one kind: tokens in and out of a request, the cached share of the input, requests a month."""

    input: Annotated[int, Field(ge=1)]
    output: Annotated[int, Field(ge=0)]
    cached: Annotated[int, Field(ge=0, le=100)] = 0
    """Per cent of the input tokens that the seller finds in its prompt cache."""
    requests: Annotated[int, Field(ge=1)]


class Cost(NamedTuple):
    """US dollars for a month, exactly; None where there is no such amount, and ``why`` says so in words.

    ``tiers`` are the rules whose prices are in the amount. ``left_out`` are those that could change it and
    depend on something that a workload does not say, such as the time of day. ``uncached`` says that the
    cached part is counted at the input price, since no other is published. ``discount`` is stated by the
    source and not applied. ``most`` is the amount at the dearest hour, where ``usd`` is that at the cheapest.
    """

    usd: Decimal | None = None
    why: str = ""
    tiers: tuple[PriceRule, ...] = ()
    left_out: tuple[PriceRule, ...] = ()
    uncached: bool = False
    discount: Decimal | None = None
    most: Decimal | None = None


class Limits(NamedTuple):
    """What the seller whose prices an id shows takes and gives at most, in tokens; None where nobody says."""

    context: int | None
    prompt: int | None
    longest: int | None


_TOP_CONTEXT, _TOP_LONGEST = "top_provider.context_length", "top_provider.max_completion_tokens"


def first_limits(listing: Listing, sold: Mapping[str, Endpoints] | None) -> Limits:
    """Return the limits at the prices of an id: the catalogue's, or its first seller's where that takes less.

    ``sold`` are the sellers of each id. Those of another id, with which upstream answered, limit nothing, and
    a person's correction stands.
    """
    top, own = listing.top_provider, (sold or {}).get(listing.id)
    first = own.first_offer if own and own.answered is None else None
    if first is None:
        return Limits(top.context_length, None, top.max_completion_tokens)
    corrected = {one.correction.field for one in listing.corrected}
    context, longest = top.context_length, top.max_completion_tokens
    if _TOP_CONTEXT not in corrected:
        context = _least(context, first.context_length)
    if _TOP_LONGEST not in corrected:
        longest = _least(longest, first.max_completion_tokens)
    window, prompt = _least(listing.context_length, context), first.max_prompt_tokens
    is_less = prompt is not None and (window is None or prompt < window)
    return Limits(context, prompt if is_less else None, longest)


def _least(one: int | None, other: int | None) -> int | None:
    return min(filter(None, (one, other)), default=None)


class Terms(NamedTuple):
    """What decides the costs of an id: what it gives, its prices by kind, its rules and its limits.

    ``prices`` are those that work can take, as pairs of kind and amount; -1 varies by request. ``unpriced``
    are what ``unpriced_outputs`` returns, ``withheld`` the kinds that a person withholds, ``hours`` the times
    of day at which prices become others. ``window`` is the context of the seller whose prices these are,
    where that of the id is another's and larger; ``prompt`` its longest prompt, where it is less than the
    context.
    """

    gives: tuple[str, ...]
    unpriced: tuple[str, ...]
    withheld: tuple[str, ...]
    prices: tuple[tuple[str, Decimal], ...]
    rules: tuple[PriceRule, ...]
    hours: tuple[int, ...]
    discount: Decimal | None
    context: int | None
    window: int | None
    prompt: int | None
    longest: int | None


class _Charges(NamedTuple):
    """What holds for the whole request: amounts by kind, and the place of the rule that one is from."""

    amounts: Mapping[str, Decimal]
    places: Mapping[str, int]


_NO_RULE: Mapping[str, int] = {}

Taken = Mapping[str, Decimal]
"""How much work takes of each kind of price."""


Enough = tuple[float, float, float]
"""Tokens at which a limit is as good as none: of the whole work, of its input, of its output."""


def terms(listing: Listing, limits: Limits, enough: Enough = (inf, inf, inf)) -> Terms:
    """Return what decides the costs of an id at the limits that ``first_limits`` returns."""
    prices, context = listing.prices, listing.context_length
    window = smaller_window(context, limits.context)
    return Terms(
        listing.architecture.output_modalities,
        unpriced_outputs(listing),
        withheld_prices(listing),
        tuple([(one.key, one.amount) for one in prices.prices if one.key in KINDS]),
        prices.rules,
        prices.hours,
        prices.discount,
        _below(context, enough[0]),
        _below(window, enough[0]),
        _below(limits.prompt, enough[1]),
        _below(limits.longest, enough[2]),
    )


def _below(limit: int | None, enough: float) -> int | None:
    return None if limit is None or limit >= enough else limit


def withheld_prices(listing: Listing) -> tuple[str, ...]:
    """Return the keys of the price map that a person withholds, its rules (``overrides``) among them."""
    return tuple(
        [
            one.correction.field.removeprefix(PRICING)
            for one in listing.corrected
            if one.correction.withheld and one.correction.field.startswith(PRICING)
        ]
    )


OUTPUT_KINDS = {"image": "image_output", "audio": "audio_output"}
"""What an id gives beside text → the kind of its price; any other has none that we know."""


def charged_outputs(listing: Listing) -> tuple[str, ...]:
    """Return what an id gives beside text and not for 0, where its text is free.

    ``("audio",)`` for a model that writes songs, whether their price is published or not: a price of 0 for
    text does not make it free.
    """
    gives, prices = listing.architecture.output_modalities, listing.prices
    others = [name for name in gives if name != "text"]
    if not others or not all(one.state is PriceState.FREE for one in map(prices.get, NEEDED) if one):
        return ()
    asked = [(name, prices.get(OUTPUT_KINDS.get(name, name))) for name in others]
    return tuple([name for name, price in asked if price is None or price.state is not PriceState.FREE])


def unpriced_outputs(listing: Listing) -> tuple[str, ...]:
    """Return those of ``charged_outputs`` whose price is not published."""
    prices = listing.prices
    return tuple([name for name in charged_outputs(listing) if not prices.get(OUTPUT_KINDS.get(name, name))])


def cost(given: Terms, workload: Workload) -> Cost:
    """Return what a month of the work costs on these terms."""
    if not given.hours:
        return _cost_at(given, workload)
    costs = [_cost_at(given, workload, hhmm) for hhmm in given.hours]
    amounts = [one.usd for one in costs if one.usd is not None]
    if len(amounts) < len(costs):
        return next(one for one in costs if one.usd is None)
    cheapest = costs[amounts.index(min(amounts))]
    return cheapest._replace(most=max(amounts)) if max(amounts) > min(amounts) else cheapest


def _cost_at(given: Terms, workload: Workload, hhmm: int | None = None) -> Cost:
    """Return what the work costs at a time of day (HHMM, UTC); without one, at the base prices."""
    charges = _charges(given, workload.input, hhmm)
    cache = "input_cache_read" in charges.amounts
    taken = _taken(workload.input, workload.output, workload.cached if cache else 0, workload.requests)
    if why := _no_price(given, workload, charges.amounts, taken):
        return Cost(why=why)
    places = sorted({place for key, place in charges.places.items() if key in taken})
    return Cost(
        usd=_dollars(charges.amounts, taken),
        tiers=tuple([given.rules[place] for place in places if not given.rules[place].timed]),
        left_out=tuple(_left_out(given, workload, charges, hhmm)) if given.rules else (),
        uncached=workload.cached > 0 and not cache and charges.amounts["prompt"] > 0,
        discount=given.discount or None,
    )


def _charges(given: Terms, tokens: int, hhmm: int | None) -> _Charges:
    """Return the prices that hold for a prompt of so many tokens: the later of the rules that apply wins."""
    amounts = dict(given.prices)
    if not given.rules:
        return _Charges(amounts, _NO_RULE)
    places: dict[str, int] = {}
    for place, rule in enumerate(given.rules):
        if _decided(rule, hhmm) and _within(rule, tokens, hhmm):
            amounts |= {price.key: price.amount for price in rule.prices}
            places |= {price.key: place for price in rule.prices}
    return _Charges(amounts, places)


def _decided(rule: PriceRule, hhmm: int | None) -> bool:
    """Whether the size of the prompt decides if a rule applies, with the time of day where there is one."""
    return rule.applied and (hhmm is not None or not rule.timed)


def _within(rule: PriceRule, tokens: int, hhmm: int | None) -> bool:
    long_enough = rule.min_prompt_tokens is None or tokens > rule.min_prompt_tokens
    return long_enough and (hhmm is None or rule.holds_at(hhmm))


@lru_cache(maxsize=256)
def _taken(tokens: int, output: int, share: int, requests: int) -> Taken:
    """Return how much a month takes of each kind of price, in its unit; ``share`` % come from the cache."""
    taken = {
        "prompt": tokens * (100 - share),
        "input_cache_read": tokens * share,
        "completion": output * 100,
        "request": 100,
    }
    return {key: Decimal(amount * requests).scaleb(-2, _EXACTLY) for key, amount in taken.items() if amount}


def _no_price(given: Terms, workload: Workload, amounts: Mapping[str, Decimal], taken: Taken) -> str:
    """Return why the work has no price, or ""."""
    gives = given.gives
    if gives and "text" not in gives:
        return f"gives {' and '.join(gives)}, no text"
    if given.unpriced:
        return f"{' and '.join(given.unpriced)} price not published"
    if any(amounts[key] < 0 for key in taken if key in amounts):
        return "price varies by request"
    asked = {*taken, "overrides", *(("input_cache_read",) if workload.cached else ())}
    withheld = [name for key, name in WITHHELD.items() if key in given.withheld and key in asked]
    if withheld:
        return f"{' and '.join(withheld)} withheld"
    missing = [name for key, name in NEEDED.items() if key in taken and key not in amounts]
    if missing:
        return f"{' and '.join(missing)} price not published"
    return _no_room(workload, given)


def _no_room(workload: Workload, given: Terms) -> str:
    """Return which limit the work exceeds, or ""; a limit that is not published is none."""
    whole, longest = workload.input + workload.output, given.longest
    if given.context is not None and whole > given.context:
        return f"does not fit: {whole:,} tokens, context {given.context:,}"
    if given.window is not None and whole > given.window:
        return f"does not fit the seller at this price: {whole:,} tokens, context {given.window:,}"
    if given.prompt is not None and workload.input > given.prompt:
        limit = f"{workload.input:,} tokens, at most {given.prompt:,}"
        return f"input too long for the seller at this price: {limit}"
    if longest is not None and workload.output > longest:
        return f"answer too long: {workload.output:,} tokens, at most {longest:,}"
    return ""


def _dollars(amounts: Mapping[str, Decimal], taken: Taken) -> Decimal:
    """Return the sum of the prices times what is taken of each, with every digit."""
    total = _NOTHING
    for key, units in taken.items():
        if key in amounts:
            total = _EXACTLY.fma(amounts[key], units, total)
    return total


def _left_out(given: Terms, workload: Workload, charges: _Charges, hhmm: int | None) -> Iterator[PriceRule]:
    """Yield the rules that are not decided and whose prices would change the amount if they applied."""
    # With a cache price that only such a rule has, the cached part would be paid at that.
    work = workload.input, workload.output, workload.requests
    taken = {*_taken(*work[:2], 0, work[2]), *_taken(*work[:2], workload.cached, work[2])}
    for place, rule in enumerate(given.rules):
        if not _decided(rule, hhmm) and _within(rule, workload.input, hhmm):
            prices = [price for price in rule.prices if price.key in taken]
            if any(_changes(price.key, price.amount, place, charges) for price in prices):
                yield rule


def _changes(kind: str, amount: Decimal, place: int, charges: _Charges) -> bool:
    """Whether an amount of the rule at ``place`` would stand in for what is charged, and is another."""
    charged = charges.amounts.get(kind)
    later = charges.places.get(kind, BASE) < place
    return charged is None or (later and charged != amount)
