"""Prices of one OpenRouter id: exact decimals with a unit, and the rules that change them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, NamedTuple

from pydantic import PlainValidator, SkipValidation

from sitegen.records import Json, checked
from sitegen.records.amounts import to_twelve_digits
from sitegen.records.field_kinds import as_map


class Unit(StrEnum):
    """What one price is paid for."""

    TOKEN = "token"  # noqa: S105 - a unit of text, not a secret
    IMAGE = "image"
    REQUEST = "request"
    SEARCH = "search"
    UNKNOWN = "unknown"
    """A picture or a token of one: the source does not say, and the amount does not tell."""


class PriceState(StrEnum):
    """What a price says: an amount, two of them by the time of day, or one of the answers that are none."""

    AMOUNT = "amount"
    BY_HOUR = "by the hour"
    FREE = "free"
    VARIES = "varies by request"


class PriceKind(NamedTuple):
    """What upstream means by one key of its price map."""

    label: str
    unit: Unit
    meaning: str


# Units and meanings: https://openrouter.ai/docs/client-sdks/go/models/components/pricing
# (schema "Pricing" of OpenRouter's API). The order is the order on a page.
PRICE_KINDS: dict[str, PriceKind] = {
    "prompt": PriceKind("Input", Unit.TOKEN, "text that you send"),
    "completion": PriceKind("Output", Unit.TOKEN, "text that the model writes"),
    "internal_reasoning": PriceKind("Reasoning", Unit.TOKEN, "thinking that the model does not show"),
    "input_cache_read": PriceKind("Cache read", Unit.TOKEN, "input found in the prompt cache"),
    "input_cache_write": PriceKind("Cache write", Unit.TOKEN, "input put into the prompt cache"),
    "input_cache_write_1h": PriceKind(
        "Cache write, 1 hour", Unit.TOKEN, "input kept in the cache for an hour"
    ),
    "image": PriceKind("Image input", Unit.IMAGE, "pictures that you send"),
    "image_token": PriceKind("Image tokens", Unit.TOKEN, "pictures, counted in tokens"),
    "image_output": PriceKind("Image output", Unit.IMAGE, "pictures that the model makes"),
    "audio": PriceKind("Audio input", Unit.TOKEN, "sound that you send"),
    "audio_output": PriceKind("Audio output", Unit.TOKEN, "sound that the model makes"),
    "input_audio_cache": PriceKind("Audio cache read", Unit.TOKEN, "sound found in the prompt cache"),
    "web_search": PriceKind("Web search", Unit.SEARCH, "one search that the model starts"),
    "request": PriceKind("Request", Unit.REQUEST, "a fixed fee for each request"),
}

_ORDER = {key: place for place, key in enumerate(PRICE_KINDS)}


def kind_order(key: str) -> int:
    """Return the place of a kind of price among all: documented ones in page order, any other behind them."""
    return _ORDER.get(key, len(_ORDER))


# OpenRouter documents `image` and `image_output` per image, and sends per-token amounts in the same keys
# for models that count pictures in tokens. A picture is some 258 tokens and more, and no token of one costs
# 121 times what a token of text does: of 19 real days, none has an amount between the two.
TOKEN_AT_MOST, PICTURE_FROM = 120, 258
"""Times the input price: up to the first, a picture's price is of a token; from the second, of a picture."""

_ROUTER, _ZERO = Decimal(-1), Decimal(0)
SMALLEST, LARGEST = -40, 6
"""Powers of ten between which a price in dollars for one unit must lie."""

_MINUTES_OF_AN_HOUR = 60
_END_OF_DAY = 2400


class Price(NamedTuple):
    """One price: US dollars for one unit, exactly as upstream's string says.

    A price that goes by the time of day has two: ``amount`` is then that of the cheapest hour, and ``high``
    that of the dearest. Every other has no ``high``.
    """

    key: str
    amount: Decimal
    unit: Unit
    unit_inferred: bool = False
    high: Decimal | None = None

    @property
    def state(self) -> PriceState:
        """Whether this is one amount, two by the hour, free, or varies by request (upstream's ``-1``)."""
        if self.amount < 0:
            return PriceState.VARIES
        if self.high is not None:
            return PriceState.BY_HOUR
        return PriceState.AMOUNT if self.amount else PriceState.FREE

    @property
    def known(self) -> bool:
        """Whether the key is one whose meaning is documented."""
        return self.key in PRICE_KINDS


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Prices that replace the base prices for the whole request when every condition holds.

    Among rules that apply, the later one wins for each key, and a key that it lacks keeps the base price.
    ``min_prompt_tokens`` is exclusive: the rule applies to prompts of more tokens than that.
    ``utc_start`` and ``utc_end`` are HHMM in UTC and may wrap midnight. Source: schema "PricingOverride" of
    OpenRouter's API, https://openrouter.ai/docs/client-sdks/go/models/components/pricingoverride

    ``other_conditions`` are the keys that are neither, as upstream sent them: a rule that has one is shown
    and not applied, since nobody can say when it holds.
    """

    prices: SkipValidation[tuple[Price, ...]]
    min_prompt_tokens: int | None = None
    utc_start: int | None = None
    utc_end: int | None = None
    other_conditions: SkipValidation[dict[str, Json]] = field(default_factory=dict)

    @property
    def applied(self) -> bool:
        """Whether all conditions of the rule are known."""
        return not self.other_conditions

    @property
    def timed(self) -> bool:
        """Whether the rule has a window by the time of day."""
        return self.utc_start is not None

    def holds_at(self, hhmm: int) -> bool:
        """Whether a time of day (HHMM, UTC) is in the rule's window; every time is, where it has none."""
        if self.utc_start is None or self.utc_end is None:
            return True
        if self.utc_start < self.utc_end:
            return self.utc_start <= hhmm < self.utc_end
        return hhmm >= self.utc_start or hhmm < self.utc_end


class PriceList(NamedTuple):
    """Every price of one id: the base prices in page order, the rules, and the keys we do not know.

    ``hours`` are the times of day (HHMM, UTC) at which prices become others, where windows fill the whole
    day. There is no base price then: upstream sends that of the hour in which one asks.
    """

    prices: tuple[Price, ...] = ()
    unread: dict[str, Json] = {}
    rules: tuple[PriceRule, ...] = ()
    discount: Decimal | None = None
    hours: tuple[int, ...] = ()

    def get(self, key: str) -> Price | None:
        """Return the base price of ``key``, or None where upstream publishes none."""
        for one in self.prices:
            if one.key == key:
                return one
        return None

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """Keys without a documented meaning, in upstream's order, those of rules last."""
        prices = [one.key for one in self.prices if one.key not in PRICE_KINDS]
        if not self.rules:
            return (*prices, *self.unread)
        conditions = dict.fromkeys(f"overrides.{key}" for rule in self.rules for key in rule.other_conditions)
        return (*prices, *self.unread, *conditions)


NO_PRICES = PriceList()


def price_list(pricing: dict[str, Json]) -> PriceList:
    """Read upstream's price map. Raises ValueError that names the key whose price is no number."""
    texts = tuple([(key, value) for key, value in pricing.items() if type(value) is str])
    return _list_of_texts(texts) if len(texts) == len(pricing) else _list(pricing)


# The same texts stand in a seller's record and in the journal.
_list_of_texts = lru_cache(maxsize=65_536)(lambda texts: _list(dict(texts)))


def _share(discount: Json) -> Decimal | None:
    """Return a discount as a share of 0 to 1; None where it is none, which makes no offer unreadable."""
    try:
        share = None if discount is None else amount("discount", discount)
    except ValueError:
        return None
    return share if share is not None and 0 <= share <= 1 else None


def _list(pricing: dict[str, Json]) -> PriceList:
    base = {key: value for key, value in pricing.items() if key not in ("overrides", "discount")}
    prices, unread = _base_prices(base)
    overrides, discount = pricing.get("overrides") or [], pricing.get("discount")
    if not isinstance(overrides, list):
        raise ValueError("overrides is no list")
    text = next((one.amount for one in prices if one.key == "prompt"), None)
    rules = tuple([_rule(entry, text) for entry in overrides])
    hours = _hours(rules)
    share = _share(discount)
    if discount is not None and share is None:
        unread = unread | {"discount": discount}
    return PriceList(
        prices=_by_the_hour(prices, rules, hours) if hours else prices,
        unread=unread,
        rules=rules,
        discount=share,
        hours=hours,
    )


Prices = Annotated[PriceList, PlainValidator(lambda value: price_list(as_map(value)))]
"""The field of a record that holds a price map."""


def _whole_windows(rules: tuple[PriceRule, ...]) -> list[PriceRule]:
    """Return the rules that hold at a time of day, whatever the request."""
    return [rule for rule in rules if rule.timed and rule.applied and rule.min_prompt_tokens is None]


def _hours(rules: tuple[PriceRule, ...]) -> tuple[int, ...]:
    """Return the times at which windows begin and end, if they fill the whole day, else ()."""
    windows = _whole_windows(rules)
    ends = [end for rule in windows for end in (rule.utc_start, rule.utc_end)]
    times = sorted({end % _END_OF_DAY for end in ends if end is not None})
    # From one of these times to the next, the same windows hold.
    filled = all(any(rule.holds_at(hhmm) for rule in windows) for hhmm in times)
    return tuple(times) if filled else ()


def _by_the_hour(
    prices: tuple[Price, ...], rules: tuple[PriceRule, ...], hours: tuple[int, ...]
) -> tuple[Price, ...]:
    """Return the base prices, with both ends of the day where a price has an amount for every hour."""
    windows = _whole_windows(rules)
    days = [
        {price.key: price for rule in windows if rule.holds_at(hhmm) for price in rule.prices}
        for hhmm in hours
    ]
    spans = {key: _span([day[key] for day in days]) for key in days[0] if all(key in day for day in days)}
    every = {price.key: price for price in prices} | spans
    return tuple(sorted(every.values(), key=lambda price: kind_order(price.key)))


def _span(prices: list[Price]) -> Price:
    """Return one price for the whole day: from the lowest to the highest, if these are not the same."""
    low, high = min(prices, key=_AMOUNT), max(prices, key=_AMOUNT)
    return low if low.amount < 0 or low.amount == high.amount else low._replace(high=high.amount)


_AMOUNT = attrgetter("amount")


def amount(key: str, value: Json) -> Decimal:
    """Return upstream's price as an exact decimal; raises ValueError where it is no number."""
    # Python also takes digits of other scripts and underscores for a number.
    if not isinstance(value, (str, int, float, Decimal)) or not (text := str(value)).isascii() or "_" in text:
        raise ValueError(f"price {key} is {value!r:.40}, no number")
    try:
        # A JSON float reaches us as the shortest text that reads back the same, which is what upstream wrote.
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"price {key} is {value!r:.40}, no number") from None
    # 1e-999999 would be a million zeros on a page.
    plausible = number.is_finite() and (not number or SMALLEST <= number.adjusted() <= LARGEST)
    if not plausible or (number < 0 and number != _ROUTER):
        raise ValueError(f"price {key} is {value!r:.40}, no price")
    return number or _ZERO


FILLERS = frozenset({"request", "image", "web_search", "internal_reasoning"})
"""Kinds in which upstream sent "0" for "no such price" until January 2026."""


def _base_prices(pricing: dict[str, Json]) -> tuple[tuple[Price, ...], dict[str, Json]]:
    """Split a price map as ``_prices`` does, without the zeros that stand for no price."""
    prices, unread = _prices(pricing)
    return tuple([price for price in prices if price.amount or price.key not in FILLERS]), unread


def _prices(
    pricing: dict[str, Json], text: Decimal | None = None
) -> tuple[tuple[Price, ...], dict[str, Json]]:
    """Split a price map into prices in page order and what an unknown key holds that is no price.

    ``text`` is the price of a token of input, where the map has none of its own.
    """
    found: list[Price] = []
    unread: dict[str, Json] = {}
    for key in sorted(pricing, key=kind_order):
        value = pricing[key]
        if value is None:
            continue
        try:
            one = price(key, value, text)
        except ValueError:
            if key in PRICE_KINDS:
                raise
            unread[key] = value
            continue
        found.append(one)
        text = one.amount if key == "prompt" else text
    return tuple(found), unread or NO_PRICES.unread


_OF_PICTURES = frozenset(key for key, kind in PRICE_KINDS.items() if kind.unit is Unit.IMAGE)


def price(key: str, value: Json, text: Decimal | None = None) -> Price:
    """Return one price of a price map; raises ValueError where it is no number.

    ``text`` is the price of a token of input, by which a picture's price tells what it is for.
    """
    beside = text if key in _OF_PICTURES else None
    return _price(key, value, beside) if type(value) is str else _read(key, value, beside)


def _read(key: str, value: Json, text: Decimal | None) -> Price:
    number = amount(key, value)
    if key not in PRICE_KINDS:
        return Price(key, number, Unit.TOKEN, unit_inferred=True)
    unit = _picture_unit(number, text) if key in _OF_PICTURES else PRICE_KINDS[key].unit
    return Price(key, number, unit, unit_inferred=unit is not PRICE_KINDS[key].unit and unit is Unit.TOKEN)


_price = lru_cache(maxsize=65_536)(_read)
"""The price of a text: upstream's are few, and many ids have the same."""


def _picture_unit(number: Decimal, text: Decimal | None) -> Unit:
    """Return what a picture's price is for; as documented, where there is no price to hold it against."""
    if text is None or text <= 0 or number <= 0 or number >= PICTURE_FROM * text:
        return Unit.IMAGE
    return Unit.TOKEN if number <= TOKEN_AT_MOST * text else Unit.UNKNOWN


def _rule(entry: Json, text: Decimal | None) -> PriceRule:
    if not isinstance(entry, dict):
        raise ValueError(f"an override is {entry!r:.40}, no map")
    prices, _ = _prices({key: value for key, value in entry.items() if key in PRICE_KINDS}, text)
    known = {key: entry[key] for key in (*_threshold(entry), *_window(entry)) if key in entry}
    read = PRICE_KINDS.keys() | known.keys()
    others = {key: value for key, value in entry.items() if key not in read and value is not None}
    return checked(PriceRule, {**known, "prices": prices, "other_conditions": others})


def _threshold(entry: dict[str, Json]) -> tuple[str, ...]:
    """Return the key of a rule's least number of tokens, if it is a number of tokens."""
    value = entry.get("min_prompt_tokens")
    return ("min_prompt_tokens",) if type(value) is int and value >= 0 else ()


def _window(entry: dict[str, Json]) -> tuple[str, ...]:
    """Return the keys of a rule's window by the time of day, if it has both ends and both are a time."""
    keys = ("utc_start", "utc_end")
    ends = [end for key in keys if type(end := entry.get(key)) is int]
    times = [end for end in ends if 0 <= end <= _END_OF_DAY and end % 100 < _MINUTES_OF_AN_HOUR]
    return keys if len(times) == len(keys) else ()


def same_price(one: Price | None, other: Price | None) -> bool:
    """Whether two prices of a kind are the same amounts, to twelve digits."""
    if one is None or other is None:
        return one is other
    return (one.amount, one.high) == (other.amount, other.high) or _ends(one) == _ends(other)


def _ends(price: Price) -> tuple[Decimal, Decimal | None]:
    return to_twelve_digits(price.amount), None if price.high is None else to_twelve_digits(price.high)
