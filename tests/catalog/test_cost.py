"""What work costs in a month: every rule of prices, every reason why there is no price, exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sitegen.catalog.cost import Workload, monthly_cost
from tests.cost_cases import CASES, Case
from tests.worlds import listing

TOKENS = st.integers(min_value=1, max_value=3_000_000)
PRICES = st.decimals(min_value="1e-12", max_value="1e-3", places=12).map(lambda price: f"{price:f}")
SHARES = st.integers(min_value=0, max_value=100)


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
    found = monthly_cost(case.listing, case.workload, gone=case.gone)
    assert (found.usd, found.why) == (None if case.usd is None else Decimal(case.usd), case.why)


@given(PRICES, PRICES, TOKENS, TOKENS, TOKENS)
def test_more_tokens_cost_more(prompt: str, completion: str, tokens: int, more: int, output: int) -> None:
    """Without a tier, each token more costs exactly its price more."""
    pricing = {"prompt": prompt, "completion": completion}
    base = usd(pricing, input=tokens, output=output)
    assert usd(pricing, input=tokens + more, output=output) - base == Decimal(prompt) * more
    assert usd(pricing, input=tokens, output=output + more) - base == Decimal(completion) * more


@given(PRICES, PRICES, TOKENS, TOKENS, SHARES)
def test_a_tier_reprices_the_whole_request(
    base: str, above: str, limit: int, tokens: int, cached: int
) -> None:
    """Above a threshold the cost is that of an id with the tier's prices alone, below it that of the base."""
    rule = {"min_prompt_tokens": limit, "prompt": above, "completion": above, "input_cache_read": base}
    tiered = {"prompt": base, "completion": base, "input_cache_read": above, "overrides": [rule]}
    high = {"prompt": above, "completion": above, "input_cache_read": base}
    low = {"prompt": base, "completion": base, "input_cache_read": above}
    work = {"input": tokens, "output": 10, "cached": cached}
    assert usd(tiered, **work) == usd(high if tokens > limit else low, **work)


@given(PRICES, TOKENS, SHARES, SHARES)
def test_a_cheaper_cache_saves_its_share(prompt: str, tokens: int, cached: int, more: int) -> None:
    """Each per cent that is cached costs a tenth where the cache price is a tenth."""
    pricing = {"prompt": prompt, "completion": "0", "input_cache_read": f"{Decimal(prompt) / 10:f}"}
    whole = usd(pricing, input=tokens, output=0)
    one = usd(pricing, input=tokens, output=0, cached=cached)
    assert whole - one == whole * cached * 9 / 1000
    assert (usd(pricing, input=tokens, output=0, cached=more) <= one) == (more >= cached)


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
    """A request has one token at least, a month one request, and a share lies within 100 per cent."""
    right: dict[str, Any] = {"input": 1, "output": 0, "requests": 1}
    assert Workload(**right).cached == 0
    with pytest.raises(ValidationError):
        Workload(**right | wrong)
