"""Prices: exact decimals, units, rules and the answers that are no amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sitegen.records import Json
from sitegen.records.amounts import per_million
from sitegen.records.price import PRICE_KINDS, PriceState, Unit, _price, kind_order, price_list
from tests.worlds import by_the_hour


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Read each price anew: what another test has read would hide a fault, and from mutmut what it tests."""
    _price.cache_clear()


def test_prices_are_the_exact_decimals_that_upstream_wrote() -> None:
    """The smallest price, rounding noise and a plain price keep every digit of their string."""
    texts = ["0.000000007", "0.00000008333333333333334", "0.0000025"]
    for text in texts:
        price = price_list({"prompt": text}).get("prompt")
        assert price is not None
        assert f"{price.amount:f}" == text


def test_a_number_is_read_as_the_decimal_that_it_spells() -> None:
    """A price that comes as a JSON number (4e-07) is the decimal that it spells, not a binary one."""
    price = price_list({"prompt": 4e-07}).get("prompt")
    assert price is not None
    assert price.amount == Decimal("0.0000004")


def test_minus_one_varies_and_zero_is_free() -> None:
    """A router's -1 is no amount, and "0" is free; both say so."""
    prices = price_list({"prompt": "-1", "completion": "0"})
    assert [price.state for price in prices.prices] == [PriceState.VARIES, PriceState.FREE]


@pytest.mark.parametrize("text", ["-0", "-0.0", "0e9", "0.00"])
def test_a_zero_is_spelled_in_one_way(text: str) -> None:
    """The spreadsheet had "-0" where that is what upstream sent."""
    assert [str(price.amount) for price in price_list({"prompt": text}).prices] == ["0"]


def test_an_absent_price_is_none() -> None:
    """A key that upstream does not send has no price: not zero, which is free."""
    assert price_list({"prompt": "0.1"}).get("completion") is None


ELSEWHERE_A_NUMBER = ["\N{ARABIC-INDIC DIGIT ONE}", "1_0"]
BAD = ["abc", "", "NaN", "Infinity", "-2", "0x1", True, [], {}, "1e-999999", "1e999999", "1e7"]


@pytest.mark.parametrize("bad", [*BAD, *ELSEWHERE_A_NUMBER])
def test_a_price_that_is_no_price_is_refused_by_name(bad: object) -> None:
    """Whatever is no number, not finite, or negative but -1 is refused with the name of its key."""
    with pytest.raises(ValueError, match="completion"):
        price_list({"prompt": "0.1", "completion": bad})  # type: ignore[dict-item]


@pytest.mark.parametrize("text", ["1e-40", "9.9e6"])
def test_the_smallest_and_the_largest_price_are_read(text: str) -> None:
    """Forty digits after the point and seven before it are still a price."""
    assert price_list({"prompt": text}).prices[0].amount == Decimal(text)


@pytest.mark.parametrize(
    ("pricing", "error"),
    [
        ({"overrides": {"prompt": "0.1"}}, "overrides is no list"),
        ({"overrides": ["cheaper"]}, "an override is 'cheaper', no map"),
        ({"overrides": [{"prompt": "x" * 99}]}, f"price prompt is '{'x' * 39}, no number"),
        ({"prompt": "-2"}, "price prompt is '-2', no price"),
        ({"prompt": ["0.1"]}, "price prompt is ['0.1'], no number"),
    ],
)
def test_an_error_says_which_key_and_what_stands_there(pricing: dict[str, Json], error: str) -> None:
    """The reason that a row is set aside can be looked up in upstream's answer; a long value is cut."""
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the text is compared as a whole
        price_list(pricing)
    assert str(refusal.value) == error


def test_rules_keep_their_thresholds_and_times() -> None:
    """An override by prompt size and one by the clock, wrapping midnight, are rules with their prices."""
    prices = price_list(
        {
            "prompt": "0.000001",
            "overrides": [
                {"min_prompt_tokens": 272_000, "prompt": "0.000002"},
                {"utc_start": 1600, "utc_end": 30, "prompt": "0.0000005"},
            ],
        }
    )
    size, clock = prices.rules
    assert (size.min_prompt_tokens, size.prices[0].amount) == (272_000, Decimal("0.000002"))
    assert (clock.utc_start, clock.utc_end) == (1600, 30)


def test_an_unknown_condition_of_a_rule_is_kept() -> None:
    """A condition that we do not know stays with the rule instead of turning it into one without."""
    rule = price_list({"overrides": [{"region": "eu", "prompt": "0.1"}]}).rules[0]
    assert rule.other_conditions == {"region": "eu"}


@pytest.mark.parametrize(
    "conditions",
    [
        {"max_prompt_tokens": 100_000},
        {"min_prompt_tokens": "200k"},
        {"min_prompt_tokens": -1},
        {"min_prompt_tokens": True},
        {"utc_start": True, "utc_end": False},
        {"min_output_tokens": "200000"},
        {"days": ["mon", "tue"]},
        {"hologram": "0.5"},
        {"utc_start": 100},
        {"utc_start": 100, "utc_end": 2500},
        {"utc_start": 100, "utc_end": 170},
        {"utc_start": "night", "utc_end": "day"},
    ],
)
def test_a_key_of_a_rule_that_is_no_known_price_is_a_condition(conditions: dict[str, Json]) -> None:
    """It is never a price, the rule is not applied for it, and it is reported like any unknown key."""
    prices = price_list({"prompt": "0.1", "overrides": [{**conditions, "prompt": "0.2"}]})
    (rule,) = prices.rules
    assert (rule.other_conditions, rule.applied) == (conditions, False)
    assert [price.key for price in rule.prices] == ["prompt"]
    assert prices.unknown_keys == tuple([f"overrides.{key}" for key in conditions])


def test_windows_that_fill_the_day_leave_no_base_price() -> None:
    """A kind that every window has goes from its lowest to its highest, whatever stands at the top."""
    for now in ("0.0000002", "0.0000004", "9"):
        prices = price_list(by_the_hour(now=now))
        prompt, completion = prices.prices
        assert (prompt.amount, prompt.high) == (Decimal("0.0000002"), Decimal("0.0000004"))
        assert (prompt.state, completion.high) == (PriceState.BY_HOUR, None)
        assert prices.hours == (0, 800, 1600)


def test_a_price_that_only_some_windows_have_keeps_its_base() -> None:
    """Nobody says what it is in the other hours but the top-level price."""
    pricing = by_the_hour() | {"input_cache_read": "0.00000002"}
    pricing["overrides"][0]["input_cache_read"] = "0.00000001"
    price = price_list(pricing).get("input_cache_read")
    assert price is not None
    assert (price.amount, price.high) == (Decimal("0.00000002"), None)


@pytest.mark.parametrize(
    "windows",
    [
        [(0, 800), (800, 1600)],
        [(0, 1200), (1201, 0)],
        [(2200, 600), (600, 2159)],
        [],
    ],
)
def test_windows_with_a_gap_fill_no_day(windows: list[tuple[int, int]]) -> None:
    """A minute without a window has the base price, so there is one."""
    rules: list[Json] = [{"utc_start": start, "utc_end": end, "prompt": "0.5"} for start, end in windows]
    prices = price_list({"prompt": "0.1", "overrides": rules})
    assert (prices.hours, prices.prices[0].amount) == ((), Decimal("0.1"))


@pytest.mark.parametrize("kept", [{"min_prompt_tokens": 5}, {"weekdays": 31}])
def test_windows_of_some_requests_fill_no_day(kept: dict[str, Json]) -> None:
    """A window with a further condition, a known one or not, leaves the base price to other requests."""
    pricing = by_the_hour()
    pricing["overrides"][1] |= kept
    assert price_list(pricing).hours == ()


def test_filler_zeros_are_no_prices() -> None:
    """Until 2026 a zero in a side kind meant that there is none; input and output at zero are free."""
    side = dict.fromkeys(["request", "image", "web_search", "internal_reasoning"], "0")
    prices = price_list({"prompt": "0", "audio": "0.0", **side})
    assert [price.key for price in prices.prices] == ["prompt", "audio"]
    ruled = price_list({"request": "0.01", "overrides": [{"min_prompt_tokens": 5, "request": "0"}]})
    assert [price.key for price in ruled.rules[0].prices] == ["request"]


def test_an_unknown_price_key_is_shown_and_reported() -> None:
    """A new key with a number is a price under upstream's name; one without a number is kept as it is."""
    prices = price_list({"prompt": "0.1", "hologram": "0.5", "terms": {"net": 30}})
    assert prices.unknown_keys == ("hologram", "terms")
    assert prices.get("hologram") is not None
    assert prices.unread == {"terms": {"net": 30}}


def test_a_unit_that_nobody_documents_is_marked() -> None:
    """A new key is taken to be per token and says that this is a guess; documented keys do not."""
    prices = price_list({"prompt": "0.1", "hologram": "0.5"}).prices
    assert [(one.key, one.unit, one.unit_inferred) for one in prices] == [
        ("prompt", Unit.TOKEN, False),
        ("hologram", Unit.TOKEN, True),
    ]


def test_rules_and_discount_are_no_prices() -> None:
    """The two keys of the price map that hold something else are neither prices nor unknown."""
    prices = price_list({"prompt": "0.1", "overrides": [{"prompt": "0.2"}], "discount": 0})
    assert (len(prices.prices), prices.unread, prices.unknown_keys) == (1, {}, ())


def test_units_follow_the_documentation() -> None:
    """Tokens, requests and searches are counted each in their own unit."""
    prices = price_list({"prompt": "0.1", "request": "0.1", "web_search": "0.1", "image": "90"})
    units = {price.key: price.unit for price in prices.prices}
    assert units == {
        "prompt": Unit.TOKEN, "request": Unit.REQUEST, "web_search": Unit.SEARCH, "image": Unit.IMAGE
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "picture", "unit", "inferred"),
    [
        ("0.00000025", "0.00003", Unit.TOKEN, True),
        ("0.0000005", "0.0000005", Unit.TOKEN, True),
        ("0.0000001", "0.0000258", Unit.IMAGE, False),
        ("0.00000005", "0.00017685", Unit.IMAGE, False),
        ("0.00000025", "0.0000302", Unit.UNKNOWN, False),
        ("0.0000001", "0.0000257", Unit.UNKNOWN, False),
        (None, "0.00003", Unit.IMAGE, False),
        ("0", "0.00003", Unit.IMAGE, False),
        ("-1", "0.00003", Unit.IMAGE, False),
    ],
)
def test_what_a_picture_s_price_is_for_follows_from_the_input_price(
    text: str | None, picture: str, unit: Unit, *, inferred: bool
) -> None:
    """120 times the input price is a token's, 258 times a picture's, between them nobody knows.

    With nothing to hold it against, it is for a picture, as documented.
    """
    for key in ("image", "image_output"):
        price = price_list({"prompt": text, key: picture}).get(key)
        assert price is not None
        assert (price.unit, price.unit_inferred) == (unit, inferred)


def test_a_rule_s_picture_is_held_against_the_rule_s_own_input_price() -> None:
    """A rule that makes input dear makes its pictures dear as well; without one, the base price counts."""
    rules = [{"prompt": "0.00001", "image": "0.00003"}, {"image": "0.00003"}]
    found = price_list({"prompt": "0.0000001", "overrides": rules}).rules
    assert [rule.prices[-1].unit for rule in found] == [Unit.TOKEN, Unit.IMAGE]


def test_a_discount_is_no_price() -> None:
    """The documented `discount` is a fraction, and never stands among the prices."""
    prices = price_list({"prompt": "0.1", "discount": 0.25})
    assert prices.discount == Decimal("0.25")
    assert [price.key for price in prices.prices] == ["prompt"]


def test_dollars_for_a_million_tokens_keep_every_digit() -> None:
    """However many digits a price has, none is rounded, and trailing zeros of the string change nothing."""
    digits = "1.23456789012345678901234567890123456789"
    assert f"{per_million(Decimal(f'{digits}e-3')):f}" == "1234.56789012345678901234567890123456789"
    assert per_million(Decimal("0.000010")) == 10


def test_kinds_have_the_order_of_a_page() -> None:
    """Documented kinds stand as ``PRICE_KINDS`` has them, and every other key behind all of them."""
    keys = ["request", "zinc", "prompt", "amber", "completion"]
    assert sorted(keys, key=kind_order) == ["prompt", "completion", "request", "zinc", "amber"]
    assert sorted(PRICE_KINDS, key=kind_order) == list(PRICE_KINDS)


@pytest.mark.parametrize("discount", ["much", -0.2, 1.5, "-1", [], True])
def test_a_discount_that_is_no_share_leaves_the_prices_as_they_are(discount: Json) -> None:
    """It is none, and stands among what nobody can read; the offer that it came with can be right."""
    prices = price_list({"prompt": "0.1", "discount": discount})
    assert prices.discount is None
    assert prices.unread == {"discount": discount}
    assert [one.key for one in prices.prices] == ["prompt"]
    assert price_list({"discount": 1}).discount == 1
