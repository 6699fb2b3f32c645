"""The browser's arithmetic: cost.js and figures.js give what Python gives, in every digit and word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from sitegen.catalog.cost import Cost, Workload, monthly_cost
from sitegen.facts.costs import cost_notes
from sitegen.facts.prices import PriceTexts, exact
from sitegen.facts.variants import GONE, LISTED, variant_detail, variant_entry
from sitegen.forms.figures import bill, dollars, tokens
from sitegen.records.listing import Listing
from sitegen.records.price import per_million
from tests.browser.conftest import context, watched
from tests.cost_cases import CASES, Case
from tests.worlds import listing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CALL = """async ([address, name, values]) => {
  const call = (await import(address))[name];
  return values.map((each) => { try { return call(...each) } catch (error) { return error.name } });
}"""


@pytest.fixture(scope="module")
def call(browser: Browser, site_address: str) -> Iterator[Any]:
    """Give a function that calls one of a module, once for each list of values."""
    # A page of the site that runs no script of its own would let none in.
    with context(browser, bypass_csp=True) as lax, watched(lax.new_page(), site_address) as page:
        page.goto(f"{site_address}methodology/")
        yield partial(called, page, f"{site_address}assets/")


def called(page: Page, assets: str, module: str, name: str, values: list[list[Any]]) -> list[Any]:
    """Return what a function of a module answers to each list of values."""
    found: list[Any] = page.evaluate(CALL, [assets + module, name, values])
    return found


def told(cost: Cost) -> dict[str, Any]:
    """Return a cost in the shape that cost.js gives."""
    return (
        {"why": cost.why} if cost.usd is None else {"usd": exact(cost.usd), "notes": list(cost_notes(cost))}
    )


def expected(case: Case) -> dict[str, Any]:
    """Return what the file of cases says."""
    return {"why": case.why} if case.usd is None else {"usd": case.usd, "notes": list(case.notes)}


def asked(one: Listing, work: Workload, *, gone: bool = False) -> list[Any]:
    """Return an id in the shape of a model's index.json, and a workload."""
    entry = variant_entry(one, GONE if gone else LISTED, PriceTexts())
    return [variant_detail(entry, one), work.model_dump()]


def test_every_case_is_the_same_in_the_browser(call: Any) -> None:  # noqa: ANN401
    """Amount, notes and reasons are those that Python gives, for ids in the shape that the site publishes."""
    found = call("cost.js", "monthlyCost", [asked(one.listing, one.workload, gone=one.gone) for one in CASES])
    for case, got in zip(CASES, found, strict=True):
        assert got == expected(case), case.about


def odd_id(chance: random.Random) -> Listing:
    """Return an id with any prices, rules and limits."""

    def price() -> str:
        return exact(
            Decimal(chance.choice([0, 1, 2, 25, 333333, 10**17 // 7])).scaleb(-chance.randrange(11, 22))
        )

    def prices(keys: list[str]) -> dict[str, Any]:
        return {key: "-1" if chance.random() < 0.02 else price() for key in keys if chance.random() < 0.8}

    kinds = ["prompt", "completion", "input_cache_read", "request", "image_output"]
    rules = [
        prices(kinds)
        | chance.choice(
            [{}, {"min_prompt_tokens": chance.randrange(2_000)}, {"min_prompt_tokens": 999},
             {"utc_start": 100, "utc_end": 900}, {"utc_days": "weekend"}, {"min_output_tokens": 5}]
        )
        for _ in range(chance.choice([0, 0, 1, 2, 4]))
    ]  # fmt: skip
    return listing(
        pricing=prices(kinds) | {"overrides": rules} | chance.choice([{}, {}, {"discount": 0.125}]),
        context_length=chance.choice([None, 1_500, 10_000]),
        top_provider={"max_completion_tokens": chance.choice([None, 100, 4_000])},
        architecture={
            "output_modalities": chance.choice([["text"], ["text"], ["text", "image"], ["image"], []])
        },
    )


def test_any_id_costs_the_same_in_the_browser(call: Any) -> None:  # noqa: ANN401
    """For six hundred made-up ids and workloads the two answers are equal."""
    chance = random.Random(5)  # noqa: S311 - made-up records, not secrets
    pairs = [
        (
            odd_id(chance),
            Workload(
                input=chance.choice([1, 999, 1_000, 1_999]),
                output=chance.choice([0, 1, 100, 333]),
                cached=chance.choice([0, 0, 33, 100]),
                requests=chance.choice([1, 12_345]),
            ),
        )
        for _ in range(600)
    ]
    found = call("cost.js", "monthlyCost", [asked(*pair) for pair in pairs])
    for (one, work), got in zip(pairs, found, strict=True):
        assert got == told(monthly_cost(one, work)), (one.raw, work)


def test_an_id_of_the_list_is_as_good_as_one_of_its_own_file(call: Any) -> None:  # noqa: ANN401
    """The shorter shape of models.json gives the same cost."""
    one, work = listing(), Workload(input=1_000, output=10, requests=7)
    (found,) = call("cost.js", "monthlyCost", [[variant_entry(one, LISTED, PriceTexts()), work.model_dump()]])
    assert found == told(monthly_cost(one, work))


WRONG = [
    {"input": 0}, {"input": 1.5}, {"output": -1}, {"cached": 101}, {"cached": -1}, {"requests": 0},
    {"requests": None}, {"requests": "7"},
]  # fmt: skip


def test_a_workload_that_is_none_is_refused(call: Any) -> None:  # noqa: ANN401
    """What is no whole number within its limits is an error, as in Python, and never a wrong amount."""
    entry, work = asked(listing(), Workload(input=1, output=0, requests=1))
    found = call("cost.js", "monthlyCost", [[entry, work], *([entry, work | wrong] for wrong in WRONG)])
    assert found == [{"usd": "0.0000025", "notes": []}, *["RangeError"] * len(WRONG)]


def amounts() -> list[Decimal]:
    """Return amounts of every length and size, ties of rounding among them."""
    chance = random.Random(7)  # noqa: S311 - made-up amounts, not secrets
    made = [
        Decimal(chance.randrange(10 ** chance.randrange(1, 20))).scaleb(-chance.randrange(22))
        for _ in range(500)
    ]
    return [
        *made,
        *map(Decimal, ("0.005", "1.005", "99.995", "0.0012345", "1234565", "12345.65", "0.08333335")),
    ]


def test_dollars_are_those_of_the_pages(call: Any) -> None:  # noqa: ANN401
    """Exact dollars, bills and prices a million are what Python writes, ≈ included."""
    values = [[exact(amount)] for amount in amounts()]
    assert call("figures.js", "dollars", values) == [dollars(amount) for amount in amounts()]
    assert call("figures.js", "bill", values) == [bill(amount) for amount in amounts()]
    assert call("figures.js", "perMillion", values) == [exact(per_million(amount)) for amount in amounts()]


def test_counts_are_those_of_the_pages(call: Any) -> None:  # noqa: ANN401
    """Numbers of tokens are short, and long ones grouped, as Python writes them."""
    numbers = [0, 7, 999, 1_000, 1_005, 4_096, 16_384, 131_072, 999_499, 999_500, 1_048_576, 2_000_000, 10**9]
    assert call("figures.js", "tokens", [[one] for one in numbers]) == [tokens(one).text for one in numbers]
    assert call("figures.js", "grouped", [[one] for one in numbers]) == [f"{one:,}" for one in numbers]


RATIOS = [
    ("0.00001", "0.0000025", "4×"),
    ("0.0000375", "0.000025", "1.5×"),
    ("2.50", "2.5", "the same"),
    ("0", "0.0", "the same"),
    ("1", "2", "half"),
    ("1", "3", "0.333×"),
    ("2", "3", "0.667×"),
    ("1.235", "1", "1.24×"),
    ("1.245", "1", "1.24×"),
    ("1.2450000001", "1", "1.25×"),
    ("1.0004", "1", "almost the same"),
    ("0.9999", "1", "almost the same"),
    ("123456", "1", "123,000×"),
    ("0.000001", "12", "0.0000000833×"),
    ("0", "2", ""),
    ("2", "0", ""),
    ("-1", "2", ""),
]


def test_a_ratio_is_said_in_words(call: Any) -> None:  # noqa: ANN401
    """Three digits, half to even; nothing is never divided by nor called so many times something."""
    found = call("figures.js", "ratio", [[one, other] for one, other, _ in RATIOS])
    assert found == [words for *_, words in RATIOS]
