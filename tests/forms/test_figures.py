"""Figures: no rounded zero, no exponent, a word for every answer that is no number."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.forms.figures import dollars, percent, price_figure, relative, rule_condition, tokens
from sitegen.records.amounts import per_million
from sitegen.records.price import price_list
from tests.worlds import by_the_hour


@pytest.mark.parametrize(
    ("per_token", "shown"),
    [("0.0000025", "$2.50"), ("0.00001", "$10"), ("0.000000044", "$0.044"), ("0.0000004", "$0.40"),
     ("0.000000007", "$0.007"), ("0.0000000884", "$0.0884"),
     ("0.00000008333333333333334", "≈\u202f$0.0833333"),
     ("0.003", "$3,000")],
)  # fmt: skip
def test_known_prices(per_token: str, shown: str) -> None:
    """Per-token strings are dollars per 1M tokens, exact to the last digit that means something."""
    assert dollars(per_million(Decimal(per_token))) == shown


@given(st.decimals(min_value=Decimal("1e-15"), max_value=Decimal(10), places=15))
def test_no_positive_price_looks_like_nothing(amount: Decimal) -> None:
    """However small a price is, its text has a digit that is not zero, and no exponent."""
    text = dollars(per_million(amount))
    assert any(digit in text for digit in "123456789")
    assert "E" not in text


def test_answers_that_are_no_number_are_words() -> None:
    """Free, varies and not published are told apart."""
    prices = price_list({"prompt": "0", "completion": "-1"})
    shown = [price_figure(prices.get(key)).text for key in ("prompt", "completion", "audio")]
    assert shown == ["free", "varies by request", "not published"]


def test_units_stand_with_the_figure() -> None:
    """A request, a search and an image are not a million of anything."""
    prices = price_list({"prompt": "0.000001", "request": "0.018", "web_search": "0.01", "image": "0.067"})
    shown = [(figure.text, figure.unit) for figure in map(price_figure, prices.prices)]
    assert shown == [
        ("$1", "per 1M tokens"), ("$0.067", "per image"), ("$0.01", "per search"), ("$0.018", "per request")
    ]  # fmt: skip


def test_a_rounded_price_keeps_its_digits_beside_it() -> None:
    """What the ≈ leaves out is there to be read."""
    figure = price_figure(price_list({"prompt": "0.00000008333333333333334"}).get("prompt"))
    assert (figure.text, figure.exact) == ("≈\u202f$0.0833333", "$0.08333333333333334")


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("2", "3", "+50 %"), ("3", "2", "−33 %"), ("1", "2", "+100 %"), ("1", "2.004", "+100.4 %"),
        ("1", "1.000001", "+0.0001 %"), ("1.000001", "1", "−0.0001 %"), ("1", "9.99", "+899 %"),
        ("1", "10", "×10"), ("10", "1", "÷10"), ("1", "1234.5", "≈\u202f×1,230"), ("3", "2.999", "−0.03 %"),
        ("200", "0.5", "÷400"),
    ],
)  # fmt: skip
def test_a_change_is_said_in_per_cent_or_as_a_factor(was: str, now: str, shown: str) -> None:
    """From tenfold on it is a factor, and below it is rounded neither to nothing nor to a hundred."""
    assert relative(Decimal(was), Decimal(now)) == shown


@given(st.decimals("1e-9", "1e3", places=12), st.decimals("1e-9", "1e3", places=12))
def test_no_change_is_rounded_to_none_or_to_all(was: Decimal, now: Decimal) -> None:
    """Whatever the two amounts are, only a true doubling is +100 %."""
    if was != now:
        text = relative(was, now)
        assert not re.fullmatch(r".(0|0\.0+|100\.0+) %", text)
        assert (text == "+100 %") == (now == 2 * was)


@pytest.mark.parametrize(
    ("night", "day", "shown", "exact"),
    [
        ("0.00000022", "0.00000044", "$0.22 to $0.44 by the hour", ""),
        ("0", "0.00000044", "free to $0.44 by the hour", ""),
        ("0.00000044", "0.00000044", "$0.44", ""),
        ("0.00000022", "-1", "varies by request", ""),
        ("0.00000022", "0.00000033333333", "$0.22 to ≈\u202f$0.333333 by the hour",
         "$0.22 to $0.33333333 by the hour"),
    ],
)  # fmt: skip
def test_a_price_by_the_hour_has_both_ends(night: str, day: str, shown: str, exact: str) -> None:
    """The cheapest hour stands first, and one amount all day is one."""
    figure = price_figure(price_list(by_the_hour(night=night, day=day)).get("prompt"))
    assert (figure.text, figure.exact) == (shown, exact)


def test_rules_are_said_in_words() -> None:
    """A threshold and a time of day read as a person would say them."""
    rules = price_list(
        {
            "overrides": [
                {"min_prompt_tokens": 200_000, "prompt": "1"},
                {"utc_start": 1630, "utc_end": 30, "prompt": "1"},
            ]
        }
    ).rules
    assert [rule_condition(rule) for rule in rules] == [
        "prompts of more than 200,000 tokens",
        "16:30 to 00:30 UTC",
    ]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (128_000, "128K"),
        (1_048_576, "1.05M"),
        (999, "999"),
        (4_096, "4.1K"),
        (16_384, "16.4K"),
        (131_072, "131K"),
        (2_000_000, "2M"),
        (100, "100"),
    ],
)
def test_short_token_counts_keep_the_exact_one(number: int, shown: str) -> None:
    """The short form is for the eye, the exact one stands beside it."""
    assert (tokens(number).text, tokens(number).exact) == (shown, f"{number:,}")


@pytest.mark.parametrize(
    ("share", "text"), [("1", "100 %"), ("0.3", "30 %"), ("0.6241", "62.41 %"), ("0.02", "2 %"), ("0", "0 %")]
)
def test_a_share_in_per_cent_keeps_its_digits_and_its_zeros(share: str, text: str) -> None:
    """All of it is 100 % and not 1 %, and a part of it is not rounded."""
    assert percent(Decimal(share)) == text
