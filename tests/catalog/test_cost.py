"""What work costs in a month: every rule of prices, every reason why there is no price, exactly."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sitegen.catalog.cost import GONE, Cost, Limits, Workload, first_limits, terms
from sitegen.records.corrected import corrected
from sitegen.records.price import PriceRule
from tests.cost_cases import CASES, Case, monthly_cost, sellers
from tests.facts.rare_world import corrections
from tests.worlds import listing

TOKENS = st.integers(min_value=1, max_value=3_000_000)
PRICES = st.decimals(min_value="1e-12", max_value="1e-3", places=12).map(lambda price: f"{price:f}")
SHARES = st.integers(min_value=0, max_value=100)
# How long an example takes tells of the machine. mutmut, which sets the variable, runs each test often.
EXAMPLES = settings(deadline=None, max_examples=10 if "MUTANT_UNDER_TEST" in os.environ else 100)


def usd(pricing: dict[str, Any], **work: int) -> Decimal:
    """Return what a request, or a month of them, costs with an id that has no limits."""
    found = monthly_cost(
        listing(pricing=pricing, context_length=None, top_provider={}), Workload(**{"requests": 1, **work})
    )
    assert found.usd is not None, found.why
    return found.usd


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_each_case_has_its_amount_or_its_reason(case: Case) -> None:
    """The amount is exact to the last digit, and where there is none its reason is the one that holds."""
    found = monthly_cost(case.listing, case.workload, case.seller, gone=case.gone)
    usd, most = (None if amount is None else Decimal(amount) for amount in (case.usd, case.most))
    assert (found.usd, found.most, found.why) == (usd, most, case.why)


@EXAMPLES
@given(PRICES, PRICES, TOKENS, TOKENS, TOKENS)
def test_more_tokens_cost_more(prompt: str, completion: str, tokens: int, more: int, output: int) -> None:
    """Without a tier, each token more costs exactly its price more."""
    pricing = {"prompt": prompt, "completion": completion}
    base = usd(pricing, input=tokens, output=output)
    assert usd(pricing, input=tokens + more, output=output) - base == Decimal(prompt) * more
    assert usd(pricing, input=tokens, output=output + more) - base == Decimal(completion) * more


@EXAMPLES
@given(PRICES, PRICES, TOKENS, TOKENS, SHARES)
def test_a_tier_reprices_the_whole_request(
    base: str, above: str, limit: int, tokens: int, cached: int
) -> None:
    """Above a threshold the cost is that of an id with the tier's prices alone, up to it that of the base."""
    rule = {"min_prompt_tokens": limit, "prompt": above, "completion": above, "input_cache_read": base}
    tiered = {"prompt": base, "completion": base, "input_cache_read": above, "overrides": [rule]}
    high = {"prompt": above, "completion": above, "input_cache_read": base}
    low = {"prompt": base, "completion": base, "input_cache_read": above}
    work = {"input": tokens, "output": 10, "cached": cached}
    assert usd(tiered, **work) == usd(high if tokens > limit else low, **work)


@EXAMPLES
@given(PRICES, TOKENS, SHARES, SHARES)
def test_a_cheaper_cache_saves_its_share(prompt: str, tokens: int, cached: int, more: int) -> None:
    """Each per cent that is cached costs a tenth where the cache price is a tenth."""
    pricing = {"prompt": prompt, "completion": "0", "input_cache_read": f"{Decimal(prompt) / 10:f}"}
    whole = usd(pricing, input=tokens, output=0)
    one = usd(pricing, input=tokens, output=0, cached=cached)
    assert whole - one == whole * cached * 9 / 1000
    assert (usd(pricing, input=tokens, output=0, cached=more) <= one) == (more >= cached)


@EXAMPLES
@given(PRICES, TOKENS, st.integers(min_value=1, max_value=10**9))
def test_requests_multiply(prompt: str, tokens: int, requests: int) -> None:
    """A month of requests costs exactly as many times one request, its fee included."""
    pricing = {"prompt": prompt, "completion": prompt, "request": "0.001"}
    one = usd(pricing, input=tokens, output=7)
    assert usd(pricing, input=tokens, output=7, requests=requests) == one * requests


@pytest.mark.parametrize(
    "wrong", [{"input": 0}, {"output": -1}, {"cached": 101}, {"cached": -1}, {"requests": 0}, {"input": 1.5}]
)
def test_a_workload_is_made_of_whole_numbers(wrong: dict[str, Any]) -> None:
    """A request has a token or more, a month a request or more, and a share lies within 100 per cent."""
    right: dict[str, Any] = {"input": 1, "output": 0, "requests": 1}
    assert Workload(**right).cached == 0
    with pytest.raises(ValidationError):
        Workload(**right | wrong)


NIGHT = {"utc_start": 1600, "utc_end": 30, "prompt": "0.1"}
LONG = {"min_prompt_tokens": 1_000, "prompt": "3", "completion": "4"}


def cost(pricing: dict[str, Any], **work: int) -> Cost:
    """Return the cost of one request of a thousand tokens and one back, or of other work."""
    model = listing(pricing=pricing, context_length=None, top_provider={})
    return monthly_cost(model, Workload(**{"input": 1_000, "output": 1, "requests": 1, **work}))


def rules(pricing: dict[str, Any]) -> tuple[PriceRule, ...]:
    """Return the rules of a price map."""
    return listing(pricing=pricing).prices.rules


def test_the_rules_in_the_amount_are_named_once_and_in_order() -> None:
    """Two tiers that each give a price are both named; one that is overtaken or not reached is not."""
    tiers = [
        {"min_prompt_tokens": 100, "prompt": "2", "completion": "2"},
        {"min_prompt_tokens": 200, "prompt": "3"},
        {"min_prompt_tokens": 300, "prompt": "4"},
        {"min_prompt_tokens": 999_999, "prompt": "5"},
    ]
    pricing = {"prompt": "1", "completion": "1", "overrides": tiers}
    first, _, third, _ = rules(pricing)
    assert cost(pricing).tiers == (first, third)
    assert cost(pricing, input=100).tiers == ()


@pytest.mark.parametrize(
    "rule", [NIGHT, {"utc_start": 1600, "prompt": "0.1"}, {"utc_end": 30, "prompt": "0.1"}]
)
def test_a_rule_by_the_clock_is_left_out_and_named(rule: dict[str, Any]) -> None:
    """A workload does not say at what hour it runs: the amount is that of the base, and the rule is named."""
    pricing = {"prompt": "1", "completion": "1", "overrides": [rule]}
    found = cost(pricing)
    assert (found.usd, found.tiers, found.left_out) == (Decimal(1_001), (), rules(pricing))


@pytest.mark.parametrize("rule", [{"region": {"in": "eu"}, "prompt": "2"}, {"prompt": "2", "hologram": "1"}])
def test_a_rule_with_a_key_that_nobody_documented_is_left_out_and_named(rule: dict[str, Any]) -> None:
    """The key may be a condition or a price, so the rule decides nothing."""
    pricing = {"prompt": "1", "completion": "1", "overrides": [rule]}
    found = cost(pricing)
    assert (found.usd, found.left_out) == (Decimal(1_001), rules(pricing))


@pytest.mark.parametrize(
    ("pricing", "work"),
    [
        ({"overrides": [NIGHT | {"prompt": "1"}]}, {}),
        ({"overrides": [NIGHT | {"min_prompt_tokens": 1_000}]}, {}),
        ({"overrides": [{"utc_start": 0, "completion": "9"}]}, {"output": 0}),
        ({"overrides": [{"utc_start": 0, "input_cache_read": "9"}]}, {}),
        ({"overrides": [NIGHT, LONG]}, {"input": 1_001}),
    ],
)
def test_a_rule_that_changes_nothing_is_not_named(pricing: dict[str, Any], work: dict[str, int]) -> None:
    """The same price, a prompt too small for it, a kind that is not taken, a later rule that wins."""
    assert cost({"prompt": "1", "completion": "1"} | pricing, **work).left_out == ()


def test_a_rule_behind_the_tier_that_applies_is_named() -> None:
    """A rule by the clock that comes later would win over the tier."""
    pricing = {"prompt": "1", "completion": "1", "overrides": [LONG, NIGHT]}
    assert cost(pricing, input=1_001).left_out == rules(pricing)[1:]


def test_a_cache_price_that_only_a_rule_has_is_named() -> None:
    """Where part of the input is cached, a rule that alone prices the cache would change the amount."""
    pricing = {"prompt": "1", "completion": "1", "overrides": [{"utc_start": 0, "input_cache_read": "9"}]}
    found = cost(pricing, cached=50)
    assert (found.usd, found.uncached, found.left_out) == (Decimal(1_001), True, rules(pricing))


def test_what_is_cached_at_no_price_of_its_own_is_told() -> None:
    """It is paid as input and said; not where nothing is cached, a cache price stands or input is free."""
    base = {"prompt": "1", "completion": "1"}
    assert cost(base, cached=1).uncached
    assert not cost(base).uncached
    assert not cost(base | {"input_cache_read": "0.5"}, cached=1).uncached
    assert not cost(base | {"prompt": "0"}, cached=1).uncached


def test_a_discount_is_told_and_not_applied() -> None:
    """The source states a discount and not how it counts; one of zero is none."""
    base = {"prompt": "1", "completion": "1"}
    assert (cost(base | {"discount": "0.5"}).usd, cost(base | {"discount": "0.5"}).discount) == (
        Decimal(1_001), Decimal("0.5"),
    )  # fmt: skip
    assert cost(base | {"discount": 0}).discount is None
    assert cost(base).discount is None


def test_an_id_that_left_has_no_cost() -> None:
    """Its last prices buy nothing any more."""
    assert monthly_cost(listing(), Workload(input=1, output=1, requests=1), gone=True) == Cost(why=GONE)


@pytest.mark.parametrize(
    ("context", "longest", "limits"),
    [
        (None, None, (None, None)),
        (9, 4, (9, 4)),
        (10, 5, (None, None)),
        (11, 6, (None, None)),
        (9, 5, (9, None)),
    ],
)
def test_a_limit_that_no_work_reaches_is_none(
    context: int | None, longest: int | None, limits: tuple[int | None, int | None]
) -> None:
    """Of the context and of the answer each has its own bound; what is below it stays."""
    model = listing(context_length=context, top_provider={"max_completion_tokens": longest})
    found = terms(model, first_limits(model, None), (10, 10, 5))
    assert (found.context, found.longest) == limits


def test_a_person_s_correction_of_a_limit_stands() -> None:
    """What a seller says takes the place of the catalogue's word, not of a person's."""
    model = listing(context_length=1_000_000)
    seller = {"context_length": 64_000, "max_completion_tokens": 4_000, "max_prompt_tokens": 60_000}
    assert first_limits(model, sellers(model, seller)) == Limits(64_000, 60_000, 4_000)
    fields = {"top_provider.max_completion_tokens": 9_000, "top_provider.context_length": 200_000}
    right = corrected([model], corrections(model.id, fields), None).listings[model.id]
    assert first_limits(right, sellers(right, seller)) == Limits(200_000, 60_000, 9_000)


def test_the_sellers_of_another_id_limit_nothing() -> None:
    """Where OpenRouter answered with the sellers of another id, theirs may be other limits."""
    model = listing()
    own = sellers(model, {"context_length": 64_000})
    other = {model.id: own[model.id]._replace(answered="acme/other")} if own else None
    assert first_limits(model, own).context == 64_000
    assert first_limits(model, other) == first_limits(model, None) == Limits(128_000, None, 16_384)
