"""Faults as they happen upstream, planted into a small catalogue of real shapes, each with its right outcome.

An outcome is the first of these that holds: the answer is ``refused``; a line ``must be reviewed``; a row or
field is ``set aside``; a change is ``listed`` in a line of its own; it is ``folded`` into one line of many
models or counted as noise; it is ``no change``.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from tests.worlds import Row, by_the_hour, row

REFUSED, REVIEW, ASIDE = "refused", "must be reviewed", "set aside"
LISTED, FOLDED, NO_CHANGE = "listed", "folded", "no change"

ANVIL, TIERS, HOURS, FILLER, WHOLE = "forge/anvil", "forge/tiers", "forge/hours", "forge/filler", ""
ROWS = 60
TIER = {"min_prompt_tokens": 200_000, "prompt": "0.000005", "completion": "0.00002"}
HIGH = {"min_prompt_tokens": 500_000, "prompt": "0.00001", "completion": "0.00004"}
MONDAYS = {"day": "mon", "prompt": "0.000001"}
PRICES = {"prompt": "0.0000025", "completion": "0.00001"}


def model(name: str, place: int, **changed: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return the record of a model of the forge."""
    own = {"id": name, "canonical_slug": f"{name}-20260101", "name": f"Forge: {name}", "links": {"x": "/y"}}
    marks = {"benchmarks": {"score": place}, "created": 1_767_312_000 + place, "mood": None}
    return row(**{**own, **marks, "description": f"Model {place}.", **changed})


def catalogue() -> list[Row]:
    """Return the records of the day before."""
    odd = [
        model(ANVIL, 1),
        model(TIERS, 2, pricing={**PRICES, "input_cache_read": "0.00000025", "overrides": [TIER, HIGH]}),
        model(HOURS, 3, pricing=by_the_hour()),
        model(FILLER, 4, pricing={**PRICES, "image": "0", "request": "0"}),
    ]
    return [*odd, *(model(f"forge/nail-{place}", place) for place in range(len(odd) + 1, ROWS + 1))]


Answer = list[Row] | bytes


class Plant(NamedTuple):
    """A fault: what it is called, the id that it befalls, what it does to the answer, and its outcome."""

    name: str
    id: str
    answer: Callable[[list[Row]], Any]
    outcome: str


def only(name: str, key: str, fault: str, outcome: str, value: object) -> Plant:
    """Return a fault of one value of one record; a dotted key is a key of a map in it."""

    def answer(rows: list[Row]) -> list[Row]:
        return [put(one, key, value) if one["id"] == name else one for one in rows]

    return Plant(fault, name, answer, outcome)


def every(key: str, fault: str, outcome: str, value: object, share: int = 1) -> Plant:
    """Return a fault of one value in all records, or in each second or third one."""

    def answer(rows: list[Row]) -> list[Row]:
        return [put(one, key, value) if place % share == 0 else one for place, one in enumerate(rows)]

    return Plant(fault, WHOLE, answer, outcome)


def moved(key: str, other: str) -> Callable[[list[Row]], list[Row]]:
    """Return a function that gives an answer in which a key is called otherwise in all records."""
    return lambda rows: [put({**one, other: one[key]}, key, ...) for one in rows]


def whole(fault: str, answer: Callable[[list[Row]], Any], outcome: str = REFUSED, name: str = WHOLE) -> Plant:
    """Return a fault of the whole answer, which may be bytes."""
    return Plant(fault, name, answer, outcome)


def put(record: Row, key: str, value: object) -> Row:
    """Return a record with another value under a key; a function is asked for it, ``...`` removes the key."""
    first, _, rest = key.partition(".")
    made = copy.deepcopy(record)
    inner = made.setdefault(first, {}) if rest else made
    name = rest or first
    inner[name] = value(inner.get(name)) if callable(value) else value
    if value is ...:
        del inner[name]
    return made


def times(factor: str) -> Callable[[str], str]:
    """Return a function that multiplies a price."""
    return lambda price: f"{Decimal(price) * Decimal(factor):f}"


def costly(price: str) -> Row:
    """Return the record of a new model at a price for a token of input."""
    return put(model("forge/new", 99), INPUT, price)


def renamed(rows: list[Row], number: int) -> list[Row]:
    """Return an answer in which so many ids have another author."""
    return [
        {**one, "id": one["id"].replace("forge/", "smithy/")} if place < number else one
        for place, one in enumerate(rows)
    ]


def body(rows: list[Row]) -> bytes:
    """Return the bytes of an answer."""
    return json.dumps({"data": rows}).encode()


PARAMETERS = ["max_tokens", "temperature", "tools"]
INPUT, OUTPUT = "pricing.prompt", "pricing.completion"
INPUTS, OUTPUTS = "architecture.input_modalities", "architecture.output_modalities"
RULES, CAN = "pricing.overrides", "supported_parameters"

UNITS = [
    only(ANVIL, INPUT, "input ×1,000", REVIEW, times("1000")),
    only(ANVIL, OUTPUT, "output ×1,000", REVIEW, times("1000")),
    only(ANVIL, INPUT, "input ÷1,000", REVIEW, times("0.001")),
    only(ANVIL, INPUT, "input ×1,000 and a bit", REVIEW, times("1003")),
    only(ANVIL, INPUT, "input per 1M tokens", REVIEW, times("1000000")),
    only(ANVIL, INPUT, "input ÷1,000,000", REVIEW, times("0.000001")),
    only(TIERS, "pricing.input_cache_read", "cache read ×1,000", REVIEW, times("1000")),
]
AMOUNTS = [
    only(ANVIL, INPUT, "input zero", REVIEW, "0"),
    only(ANVIL, OUTPUT, "output zero", REVIEW, "0"),
    only(ANVIL, "pricing", "both zero", REVIEW, {"prompt": "0", "completion": "0"}),
    only(ANVIL, INPUT, "input -1", REVIEW, "-1"),
    only(ANVIL, "pricing", "swapped", REVIEW, {"prompt": "0.00001", "completion": "0.0000025"}),
    only(ANVIL, INPUT, "input ×3.5", REVIEW, times("3.5")),
    only(ANVIL, INPUT, "input ÷4", REVIEW, times("0.25")),
    only(ANVIL, INPUT, "input null", REVIEW, None),
    only(ANVIL, OUTPUT, "output gone", REVIEW, ...),
    only(ANVIL, "pricing", "no price at all", REVIEW, {}),
    only(TIERS, "pricing.input_cache_read", "cache read ×3.5", LISTED, times("3.5")),
    only(TIERS, "pricing.input_cache_read", "cache read ×5", REVIEW, times("5")),
    only(TIERS, "pricing.input_cache_read", "a side kind goes", LISTED, ...),
    only(ANVIL, INPUT, "input halved", LISTED, times("0.5")),
    only(ANVIL, INPUT, "input doubled", LISTED, times("2")),
    only(ANVIL, INPUT, "input a little dearer", LISTED, times("1.01")),
    only(ANVIL, "pricing.hologram", "a kind that nobody knows", LISTED, "0.5"),
    only(ANVIL, "pricing.web_search", "a side kind comes", LISTED, "0.01"),
    only(FILLER, "pricing.request", "a side kind in the place of a filler", LISTED, "0.01"),
    only(FILLER, "pricing.request", "a filler goes", NO_CHANGE, ...),
    only(ANVIL, "pricing.request", "a filler comes", NO_CHANGE, "0"),
]
SPELLINGS = [
    only(ANVIL, INPUT, "exponent", NO_CHANGE, "2.5e-06"),
    only(ANVIL, INPUT, "a number", NO_CHANGE, 0.0000025),
    only(ANVIL, INPUT, "zeros at the end", NO_CHANGE, "0.00000250000"),
    only(ANVIL, INPUT, "a float's noise", NO_CHANGE, "0.0000025000000000000004"),
    only(ANVIL, INPUT, "NaN", ASIDE, "NaN"),
    only(ANVIL, INPUT, "Infinity", ASIDE, "Infinity"),
    only(ANVIL, INPUT, "the word free", ASIDE, "free"),
    only(ANVIL, INPUT, "an empty price", ASIDE, ""),
    only(ANVIL, INPUT, "negative", ASIDE, "-0.5"),
    only(ANVIL, INPUT, "with a currency", ASIDE, "$2.50"),
    only(ANVIL, INPUT, "true", ASIDE, value=True),
    only(ANVIL, INPUT, "a list", ASIDE, ["0.0000025"]),
    only(ANVIL, "pricing", "a list of prices", ASIDE, ["0.0000025"]),
]
TIER_FAULTS = [
    only(TIERS, RULES, "rules in another order", NO_CHANGE, [HIGH, TIER]),
    only(TIERS, RULES, "a rule spelled otherwise", NO_CHANGE, [{**TIER, "prompt": "5e-6"}, HIGH]),
    only(TIERS, RULES, "a rule's price ×10", REVIEW, [{**TIER, "prompt": "0.00005"}, HIGH]),
    only(TIERS, RULES, "a rule's price zero", REVIEW, [{**TIER, "prompt": "0"}, HIGH]),
    only(TIERS, RULES, "a rule a little dearer", LISTED, [{**TIER, "prompt": "0.000006"}, HIGH]),
    only(
        TIERS,
        RULES,
        "a rule with a condition that nobody knows",
        LISTED,
        [TIER, HIGH, MONDAYS],
    ),
    only(TIERS, RULES, "a tier is gone", REVIEW, [HIGH]),
    only(TIERS, RULES, "all tiers are gone", REVIEW, ...),
    only(TIERS, RULES, "a threshold ÷10", REVIEW, [{**TIER, "min_prompt_tokens": 20_000}, HIGH]),
    only(TIERS, RULES, "a threshold moves", LISTED, [{**TIER, "min_prompt_tokens": 250_000}, HIGH]),
    only(TIERS, RULES, "one more tier", LISTED, [TIER, HIGH, {**HIGH, "min_prompt_tokens": 900_000}]),
    only(ANVIL, RULES, "rules come", LISTED, [TIER]),
    only(TIERS, RULES, "a rule's price NaN", ASIDE, [{**TIER, "prompt": "NaN"}, HIGH]),
    only(HOURS, "pricing", "asked in another hour", NO_CHANGE, by_the_hour(now="0.0000004")),
    only(HOURS, "pricing", "a window dearer", LISTED, by_the_hour(day="0.0000005")),
]
LIMITS = [
    only(ANVIL, "context_length", "context halved", REVIEW, 64_000),
    only(ANVIL, "context_length", "context ÷1,000", REVIEW, 128),
    only(ANVIL, "context_length", "context null", REVIEW, None),
    only(ANVIL, "context_length", "context ×1,000", REVIEW, 128_000_000),
    only(ANVIL, "context_length", "context ×8", LISTED, 1_024_000),
    only(ANVIL, "context_length", "context zero", REVIEW, 0),
    only(ANVIL, "context_length", "context a little longer", FOLDED, 131_072),
    only(ANVIL, "context_length", "context in words", ASIDE, "128k"),
    only(ANVIL, "context_length", "context negative", REVIEW, -1),
    only(ANVIL, "top_provider.max_completion_tokens", "max output moves", LISTED, 8_000),
    only(ANVIL, "top_provider.is_moderated", "moderation flips", FOLDED, value=False),
    only(ANVIL, "context_length", "context 3 % longer", LISTED, 131_840),
    only(ANVIL, CAN, "log probabilities come", FOLDED, [*PARAMETERS, "logprobs", "top_logprobs"]),
    only(ANVIL, CAN, "log probabilities and a seed come", LISTED, [*PARAMETERS, "logprobs", "seed"]),
    only(ANVIL, "hugging_face_id", "an empty name of weights", NO_CHANGE, ""),
    only(ANVIL, CAN, "a parameter goes", LISTED, ["max_tokens", "tools"]),
    only(
        ANVIL,
        CAN,
        "parameters in another order",
        NO_CHANGE,
        PARAMETERS[::-1],
    ),
    only(ANVIL, INPUTS, "input types in another order", NO_CHANGE, ["image", "text"]),
    only(ANVIL, OUTPUTS, "no output type", REVIEW, []),
    only(ANVIL, OUTPUTS, "another output type", REVIEW, ["audio"]),
    only(ANVIL, INPUTS, "an input type goes", LISTED, ["text"]),
    only(ANVIL, OUTPUTS, "an output type comes", LISTED, ["text", "audio"]),
]
FIELDS = [
    only(ANVIL, "expiration_date", "expiry: soon", ASIDE, "soon"),
    only(ANVIL, "expiration_date", "expiry with a time", ASIDE, "2026-12-01T23:59:59Z"),
    only(ANVIL, "expiration_date", "an end is announced", LISTED, "2026-12-31"),
    only(ANVIL, "expiration_date", "expiry past", REVIEW, "2026-05-31"),
    only(ANVIL, "expiration_date", "expiry today", LISTED, "2026-06-02"),
    only(ANVIL, "expiration_date", "expiry: never", LISTED, "9999-01-01"),
    only(ANVIL, "created", "created in milliseconds", ASIDE, 1_767_312_001_000),
    only(ANVIL, "links", "links a list", ASIDE, []),
    only(ANVIL, "name", "another name", LISTED, "Forge: The Anvil"),
    only(ANVIL, "name", "an empty name", ASIDE, ""),
    only(ANVIL, "canonical_slug", "another slug", REVIEW, "forge/anvil-20260202"),
    only(ANVIL, "novelty", "a key that nobody knows", LISTED, "shiny"),
    only(ANVIL, "description", "other prose", FOLDED, "New words."),
    only(ANVIL, "benchmarks", "marks move", FOLDED, {"score": 99}),
    only(ANVIL, "benchmarks", "marks go", FOLDED, ...),
    every("mood", "a key that is null for all", NO_CHANGE, None),
    every("mood", "a key comes for all", FOLDED, "sunny"),
    every(
        CAN,
        "a parameter comes for all",
        FOLDED,
        [*PARAMETERS, "top_k"],
    ),
    every(
        CAN,
        "a parameter comes for a third",
        FOLDED,
        [*PARAMETERS, "seed"],
        3,
    ),
    every("benchmarks", "all marks move", FOLDED, {"score": 100}),
]
CURRENCY = [
    every(INPUT, "input in euros", REVIEW, times("0.92")),
    every(OUTPUT, "output of every third doubled", REVIEW, times("2"), 3),
    every(INPUT, "every fifteenth is dearer by a fifth", FOLDED, times("1.2"), 15),
]
RECORDS = [
    whole("a duplicate id", lambda rows: [*rows, rows[0]], ASIDE, ANVIL),
    whole("a record without id", lambda rows: [*rows, put(rows[0], "id", ...)], ASIDE),
    whole("a record that is a text", lambda rows: [*rows, "forge/anvil"], ASIDE),
    whole("another order of records", lambda rows: rows[::-1], NO_CHANGE),
    whole("one leaves", lambda rows: rows[1:], REVIEW, ANVIL),
    whole("five of sixty leave", lambda rows: rows[5:], REVIEW),
    whole("one is listed", lambda rows: [*rows, model("forge/new", 99)], LISTED, "forge/new"),
    whole("one is listed at $150,000", lambda rows: [*rows, costly("0.15")], REVIEW, "forge/new"),
    whole("one is listed at $1,000", lambda rows: [*rows, costly("0.001")], LISTED, "forge/new"),
    whole("one is renamed", lambda rows: renamed(rows, 1), LISTED, "smithy/anvil"),
    whole("two of sixty broken", lambda rows: [put(one, INPUT, "x") for one in rows[:2]] + rows[2:]),
    whole("30 leave", lambda rows: rows[30:]),
    whole("seven of sixty leave", lambda rows: rows[7:]),
    whole("all ids renamed", lambda rows: renamed(rows, ROWS)),
    whole("seven of sixty ids renamed", lambda rows: renamed(rows, 7)),
    whole("fourfold", lambda rows: [*rows, *(model(f"forge/bolt-{place}", place) for place in range(180))]),
]
LOST = [
    every("pricing", "all price maps empty", REFUSED, {}),
    every("pricing", "all price maps null", REFUSED, None),
    whole(
        "pricing renamed",
        moved("pricing", "price"),
    ),
    every(INPUT, "input null in all", REFUSED, None),
    every(OUTPUT, "output null in all", REFUSED, None),
    every(INPUT, "input gone from each third", REFUSED, ..., 3),
    every("context_length", "context null in all", REFUSED, None),
    every("context_length", "context in words in all", REFUSED, "128k"),
    every("context_length", "context zero in all", REFUSED, 0),
    whole("context renamed", moved("context_length", "context")),
    every(CAN, "parameters empty in all", REFUSED, []),
    every(INPUTS, "input types empty in all", REFUSED, []),
    every(OUTPUTS, "output types empty in all", REFUSED, []),
    every("architecture", "no architecture in any", REFUSED, None),
    every("canonical_slug", "no slug in any", REFUSED, None),
    every("created", "no day of listing in any", REFUSED, None),
    every("created", "milliseconds in all", REFUSED, 1_767_312_001_000),
    every(INPUT, "NaN in all", REFUSED, "NaN"),
]
ANSWERS = [
    whole("an empty list", lambda _: []),
    whole("an error instead", lambda _: b'{"error": {"message": "try later"}}'),
    whole("a page instead", lambda _: b"<!doctype html><title>Down</title>"),
    whole("nothing", lambda _: b""),
    whole("cut", lambda rows: body(rows)[:-900]),
    whole("a key twice", lambda rows: body(rows).replace(b'"id"', b'"id": "x", "id"', 1)),
    whole("no list", lambda rows: json.dumps({"data": {"first": rows[0]}}).encode()),
    whole("in another encoding", lambda rows: json.dumps({"data": rows}).encode("utf-16")),
]
PLANTS = [
    *UNITS, *AMOUNTS, *SPELLINGS, *TIER_FAULTS, *CURRENCY, *LIMITS, *FIELDS, *RECORDS, *LOST, *ANSWERS,
]  # fmt: skip
