"""Figures in words: exact prices, counts and days as a reader sees them, and a reason for every blank."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from sitegen.forms.blanks import Blank
from sitegen.records import Json
from sitegen.records.amounts import per_million
from sitegen.records.price import PRICE_KINDS, Price, PriceRule, PriceState, Unit

DIGITS = 6
"""Significant digits beyond which a price is upstream's rounding noise and is shown with a ≈."""


NEAR = "≈\u202f"
"""Stands before an amount of which digits are left out."""
SHORT = 3
"""Significant digits of a short count, and of a bill of less than a dollar."""

MANY = 4096
"""Different values for which what they become is kept: days, sizes of contexts and the like are few."""


class KeyFigure(NamedTuple):
    """A figure that is set large below its label, with its unit and lines of small print.

    Its state is as in ``Cell``, or ``words`` where no number is set large.
    """

    label: str
    value: str
    state: str
    unit: str = ""
    lines: tuple[str, ...] = ()


class Figure(NamedTuple):
    """What is shown, its unit in words ("" if none), and the exact text where what is shown is not exact."""

    text: str
    unit: str = ""
    exact: str = ""


class Cell(NamedTuple):
    """One price: ``state`` is ``amount``, ``free``, ``varies``, ``blank`` or ``base`` (the rule keeps it).

    ``first`` stands where a variant's columns begin.
    """

    text: str
    state: str
    unit: str = ""
    first: bool = False


UNITS = {
    Unit.TOKEN: "per 1M tokens",
    Unit.IMAGE: "per image",
    Unit.REQUEST: "per request",
    Unit.SEARCH: "per search",
    Unit.UNKNOWN: "(unit unknown)",
}


def price_figure(price: Price | None) -> Figure:
    """Return a price for the page: dollars per 1M tokens, or per image, request or search."""
    if price is None:
        return Figure(Blank.NOT_PUBLISHED)
    if price.state is PriceState.BY_HOUR:
        return _day_figure(price)
    if price.state is not PriceState.AMOUNT:
        return Figure(str(price.state))
    amount = in_unit(price.amount, price.unit)
    exact = exact_dollars(amount)
    if not noisy(amount):
        return Figure(exact, UNITS[price.unit])
    return Figure(dollars(amount), UNITS[price.unit], exact)


def _day_figure(price: Price) -> Figure:
    """Return a price by the time of day: ``$0.22 to $0.44 by the hour``."""
    ends = [in_unit(end, price.unit) for end in (price.amount, price.high) if end is not None]
    shown, exact = [" to ".join(map(form, ends)) for form in (_end, exact_dollars)]
    noise = f"{exact} {price.state}" if any(map(noisy, ends)) else ""
    return Figure(f"{shown} {price.state}", UNITS[price.unit], noise)


def _end(amount: Decimal) -> str:
    return dollars(amount) if amount else str(PriceState.FREE)


def in_unit(amount: Decimal, unit: Unit) -> Decimal:
    """Return dollars for what a page counts by: a million tokens, or one image, request or search."""
    return per_million(amount) if unit is Unit.TOKEN else amount


STATES = {
    PriceState.AMOUNT: "amount",
    PriceState.BY_HOUR: "amount",
    PriceState.FREE: "free",
    PriceState.VARIES: "varies",
}


def cell(price: Price | None, figure: Figure | None = None) -> Cell:
    """Return a price, of which the figure may be at hand, as a cell; or the reason why there is none."""
    figure = figure or price_figure(price)
    return Cell(figure.text, STATES[price.state] if price else "blank", figure.unit)


BY_HOUR = f" {PriceState.BY_HOUR}"
"""What stands behind the two ends of a price by the time of day."""


def large_price(price: Cell) -> tuple[str, str]:
    """Return what is set large of a price, and its unit: ``$2 to $4``, ``by the hour, per 1M tokens``."""
    text, hour, _ = price.text.partition(BY_HOUR)
    return text, f"{hour.strip()}, {price.unit}" if hour else price.unit


def pair_text(prices: Iterable[Cell], unit: str = "", *, brief: bool = False) -> str:
    """Return an input and an output price in words, ``$3 in, $15 out``, and amounts with their unit.

    Two amounts are ``$3, $15`` if they shall be ``brief``. What is the same of both and no amount is said
    once: ``free``, ``price not published``.
    """
    into, out = prices
    states, unit = {into.state, out.state}, f" {unit}" if unit else ""
    if into.text == out.text and "amount" not in states:
        return into.text if into.state == "free" else f"price {into.text}"
    if brief and states == {"amount"}:
        return f"{into.text}, {out.text}{unit}"
    return f"{into.text} in, {out.text} out{unit if 'amount' in states else ''}"


def price_label(key: str) -> str:
    """Return the name of a price: ours where upstream documents the key, else upstream's own key."""
    return PRICE_KINDS[key].label if key in PRICE_KINDS else key


def dollars(amount: Decimal) -> str:
    """Return dollars as text: never an exponent, never a rounded zero, ≈ where digits are left out."""
    if not noisy(amount):
        return exact_dollars(amount)
    rounded = _rounding(DIGITS).plus(amount)
    return f"{NEAR}{exact_dollars(rounded)}"


def bill(amount: Decimal) -> str:
    """Return dollars for a month: to the cent, or three digits if that is finer; ≈ if some are left out."""
    cents = amount.adjusted() + 3
    rounded = _rounding(max(SHORT, cents)).plus(amount)
    return f"{'' if rounded == amount else NEAR}{exact_dollars(rounded)}"


@lru_cache(maxsize=64)
def _rounding(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_EVEN)


def exact_dollars(amount: Decimal) -> str:
    """Return dollars with every digit and at least two decimals, none where it is a whole number."""
    whole, _, cents = f"{amount.copy_abs():,f}".partition(".")
    cents = cents.rstrip("0")
    sign = "-" if amount < 0 else ""
    return f"{sign}${whole}.{cents.ljust(2, '0')}" if cents else f"{sign}${whole}"


def noisy(amount: Decimal) -> bool:
    """Whether an amount has more digits than a price list has: 0.08333333333333334."""
    return len(amount.normalize().as_tuple().digits) > DIGITS


TENFOLD, WHOLE = 10, 100


def plain_factor(factor: Decimal) -> str:
    """Return a factor above zero: ``×1,000``, ``÷3.5``."""
    times, sign = (factor, "×") if factor >= 1 else (1 / factor, "÷")
    return f"{sign}{_plain_number(_rounding(SHORT).plus(times))}"


def relative(was: Decimal, now: Decimal) -> str:
    """Return a change between two amounts above zero: ``+50 %``, ``−0.0004 %``, from tenfold on ``×1,000``.

    No change is rounded to none, and none to a doubling that is not one.
    """
    times, sign = (now / was, "×") if now > was else (was / now, "÷")
    if times >= TENFOLD:
        rounded = _rounding(SHORT).plus(times)
        return f"{'' if rounded == times else NEAR}{sign}{_plain_number(rounded)}"
    share = abs(now / was - 1) * WHOLE
    digits = 0 if share >= 1 else 2
    while (text := f"{share:.{digits}f}") and Decimal(text) in (0, WHOLE) and Decimal(text) != share:
        digits += 1
    return f"{'+' if now > was else '−'}{text} %"


def price_move(was: Price | None, now: Price | None) -> str:
    """Return by how much a price moved: ``−21 %``, or "" where that has no meaning."""
    if was is None or now is None or was.unit is not now.unit:
        return ""
    single = was.state is now.state is PriceState.AMOUNT
    return relative(was.amount, now.amount) if single else ""


def percent(share: Decimal) -> str:
    """Return a share of one in per cent, with every digit: ``30 %``, ``62.41 %``, and ``100 %`` for 1."""
    return f"{_plain_number(share * WHOLE)} %"


def _plain_number(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def count(number: int | None, blank: Blank = Blank.NOT_PUBLISHED) -> str:
    """Return a whole number with separators, or the reason why there is none."""
    return str(blank) if number is None else f"{number:,}"


def tokens(number: int | None, blank: str = Blank.NOT_PUBLISHED.value) -> Figure:
    """Return a number of tokens, short (``1.05M``, ``1.2T``) with the exact number beside it."""
    if number is None:
        return Figure(blank)
    for size, letter in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")):
        if number >= size:
            return Figure(f"{_short(number, size)}{letter}", "tokens", f"{number:,}")
    return Figure(str(number), "tokens", str(number))


def _short(number: int, size: int) -> str:
    """Return a multiple of ``size`` with three significant digits: 131, 16.4, 1.05."""
    digits = _rounding(SHORT).divide(Decimal(number), Decimal(size))
    return f"{digits:f}".rstrip("0").rstrip(".") if "." in f"{digits:f}" else f"{digits:f}"


@lru_cache(maxsize=MANY)
def score(value: float) -> str:
    """Return a score of Arena's as it is published, ``1496.22``; ≈ where more than two decimals are."""
    text = points(value)
    return text if float(text) == value else f"{NEAR}{text}"


@lru_cache(maxsize=MANY)
def points(value: float) -> str:
    """Return a number of points with at most two decimals, a half to the even digit: ``11.12``."""
    text = f"{Decimal(repr(value)).quantize(_HUNDREDTH, ROUND_HALF_EVEN):f}"
    return text.rstrip("0").rstrip(".")


_HUNDREDTH = Decimal("0.01")


@lru_cache(maxsize=MANY)
def day(value: date | None) -> str:
    """Return a day as ISO 8601, or "" where there is none."""
    return value.isoformat() if value else ""


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def long_day(value: date) -> str:
    """Return a day in words: ``18 August 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def rule_condition(rule: PriceRule) -> str:
    """Return when a price rule applies, in words; a condition that is not known, in upstream's own words."""
    parts = []
    if rule.min_prompt_tokens is not None:
        parts.append(f"prompts of more than {rule.min_prompt_tokens:,} tokens")
    if rule.utc_start is not None and rule.utc_end is not None:
        parts.append(f"{_clock(rule.utc_start)} to {_clock(rule.utc_end)} UTC")
    parts += [f"{key} {_own_words(value)}" for key, value in rule.other_conditions.items()]
    conditions = ", ".join(parts) or "every request"
    return conditions if rule.applied else f"{conditions} (condition not known: not applied)"


def _own_words(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _clock(hhmm: int) -> str:
    return f"{hhmm // 100:02d}:{hhmm % 100:02d}"
