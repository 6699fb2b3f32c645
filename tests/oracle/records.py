"""What is right: the facts of each id and of each Arena name, worked out from the raw records alone.

Rules and words are those of the project's plan; nothing here is taken from the program that is judged.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]

HOURS = "prices by the hour"
FILLERS = "filler zeros"
PICTURES = "units of pictures"
CONDITIONS = "unknown conditions"
PROVIDERS = "two providers"
ZERO_CONTEXT = "context of zero"
NOISE = "percent and noise"
AWAITED: frozenset[str] = frozenset()
"""Rules that the program does not follow yet: what they touch is not judged while their name stands here."""


class Money(NamedTuple):
    """US dollars, exactly, and what they are paid for."""

    dollars: Decimal
    unit: str


class Hourly(NamedTuple):
    """A price that depends on the hour alone: the lowest and the highest of the day."""

    low: Decimal
    high: Decimal
    unit: str


class Reason(str):
    """Why there is no value; a word of the one list of reasons."""

    __slots__ = ()


class Unjudged:
    """Stands where a rule is awaited: it is equal to whatever a page says."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "(not judged yet)"


NOT_JUDGED = Unjudged()
FREE, VARIES = Reason("free"), Reason("varies by request")
NOT_PUBLISHED, NOT_IN_SOURCE = Reason("not published"), Reason("not in the source")
NOT_APPLICABLE, NONE_PLANNED = Reason("not applicable"), Reason("none planned")
NEVER = ("2098-12-31", "9999-01-01", "9999-12-31")

MILLION = "per 1M tokens"
# https://openrouter.ai/docs/client-sdks/go/models/components/pricing: all others are paid by the token.
UNITS = {
    "image": "per image",
    "image_output": "per image",
    "request": "per request",
    "web_search": "per search",
}
KINDS = frozenset(
    {
        *("prompt", "completion", "internal_reasoning", "input_cache_read", "input_cache_write"),
        *("input_cache_write_1h", "image", "image_token", "image_output", "audio", "audio_output"),
        *("input_audio_cache", "web_search", "request"),
    }
)
SIDE_KINDS = frozenset({"request", "image", "web_search", "internal_reasoning"})
"""Kinds in which, until January 2026, a zero stood for "no such price"."""
TOKEN_AT_MOST, PICTURE_FROM = 120, 258
"""Times the input price: up to the one a picture is paid by the token, from the other as a picture."""
UNKNOWN = " (condition not known: not applied)"
CONDITION_KEYS = ("min_prompt_tokens", "utc_start", "utc_end")

Price = Money | Hourly | Reason | Unjudged


class Rule(NamedTuple):
    """When other prices hold, in words, and which."""

    condition: str
    prices: dict[str, Price]


class Id(NamedTuple):
    """One id with all that is right about it. ``facts`` are limits, types, dates and the like, by name."""

    id: str
    slug: str
    record: Record
    listed: bool
    left: str
    last_seen: str
    prices: dict[str, Price]
    rules: tuple[Rule, ...]
    facts: dict[str, Any]

    @property
    def stands_for_others(self) -> bool:
        """Whether this is an alias or a router."""
        return kind(self.record) != "model"


class Row(NamedTuple):
    """One row of a leaderboard."""

    board: str
    category: str
    rank: int | None
    score: Decimal
    lower: Decimal | None
    upper: Decimal | None
    votes: int | None
    day: str | None


class Truth(NamedTuple):
    """Every id by model, and every row by Arena's name.

    ``board_day`` is the day of the text board, ``day`` that of the catalogue, each if known.
    ``usage`` is tokens, rank and the number of ranked names by slug. ``own_days`` are the days of records
    that stay because a later one was set aside, by id. ``endpoints`` are the raw answers about sellers.
    """

    models: dict[str, list[Id]]
    rows: dict[str, list[Row]]
    boards: frozenset[str]
    board_day: str | None
    day: str | None
    usage: dict[str, tuple[int, int, int]]
    own_days: dict[str, str]
    endpoints: list[Record]


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what a file of JSON holds, with every digit of its numbers."""
    return json.loads(path.read_bytes(), parse_float=Decimal)


def truth(data: Path, answer: Path | None = None, awaited: frozenset[str] = AWAITED) -> Truth:
    """Return what is right, by a folder of data, or by upstream's own answer for what is listed."""
    records = read_json(answer)["data"] if answer else read_json(data / "openrouter/models.json")
    sold = data / "providers/endpoints.json"
    endpoints = read_json(sold) if sold.exists() else []
    sellers = {row["id"]: row for row in endpoints}
    ids = [at_first_seller(expected(record, awaited), sellers.get(record["id"])) for record in records]
    retired = data / "retired.json"
    for one in (read_json(retired) if retired.exists() else {}).values():
        gone = expected(one["record"], awaited)
        ids.append(gone._replace(listed=False, left=one["left"], last_seen=one["last_seen"]))
    models: dict[str, list[Id]] = {}
    for one in ids:
        models.setdefault(one.slug, []).append(one)
    boards = [read_json(path) for path in sorted(data.glob("arena/*.json"))]
    rows: dict[str, list[Row]] = {}
    for board in boards:
        for row in board["rows"]:
            rows.setdefault(row["name"], []).append(_row(board, row))
    days = {board["board"]: board["published"].get("overall") for board in boards}
    receipts = data / "receipts.json"
    receipt = read_json(receipts).get("openrouter/models", {}) if receipts.exists() else {}
    used = usage(data / "usage/daily.json", models)
    own_days = {note["row"]: note["since"] for note in receipt.get("set_aside", ()) if note.get("since")}
    board_day, day = days.get("text"), receipt.get("changed")
    return Truth(models, rows, frozenset(days), board_day, day, used, own_days, endpoints)


def at_first_seller(one: Id, answer: Record | None) -> Id:
    """Return an id with the limits of its first seller where these are less than what the catalogue says."""
    if not answer or answer.get("answered"):
        return one
    seen: list[str] = []
    facts, least = dict(one.facts), {"provider_context": "context_length", "longest": "max_completion_tokens"}
    for offer in answer["endpoints"]:
        seen.append(offer["tag"])
        number = offer.get("offer") or seen.count(offer["tag"])
        if answer["first"] != (offer["tag"] if number == 1 else f"{offer['tag']}#{number}"):
            continue
        for fact, key in least.items():
            limit = offer.get(key)
            if type(limit) is int and limit and (isinstance(facts[fact], Reason) or limit < facts[fact]):
                facts[fact] = limit
        window = [told for told in (facts["context"], facts["provider_context"]) if type(told) is int]
        prompt = offer.get("max_prompt_tokens")
        if type(prompt) is int and prompt and (not window or prompt < min(window)):
            facts["prompt"] = prompt
    return one._replace(facts=facts)


def usage(path: Path, models: Container[str]) -> dict[str, tuple[int, int, int]]:
    """Return tokens, rank and the number of names ranked on the last day that was read, by slug."""
    listed = read_json(path)["rows"] if path.exists() else []
    last = max((row["on"] for row in listed), default="")
    sums: dict[str, int] = {}
    for row in listed:
        if row["on"] == last and row["name"] != "other":
            name = row["name"] if row["name"] in models else row["name"].partition(":")[0]
            sums[name] = sums.get(name, 0) + row["tokens"]
    totals = sorted(sums.values(), reverse=True)
    return {name: (told, totals.index(told) + 1, len(sums)) for name, told in sums.items()}


def _row(board: Record, row: Record) -> Row:
    return Row(
        board["board"],
        row["category"],
        row.get("rank"),
        Decimal(row["score"]),
        *[None if row.get(end) is None else Decimal(row[end]) for end in ("lower", "upper")],
        row.get("votes"),
        board["published"].get(row["category"]),
    )


def kind(record: Record) -> str:
    """Return whether a record is that of a model, an alias or a router."""
    if record.get("alias_target") or record["id"].startswith("~"):
        return "alias"
    return "router" if (record.get("architecture") or {}).get("tokenizer") == "Router" else "model"


def expected(record: Record, awaited: Iterable[str] = ()) -> Id:
    """Return what is right about one id of the catalogue."""
    awaited = frozenset(awaited)
    name, pricing = record["id"], dict(record.get("pricing") or {})
    overrides = pricing.pop("overrides", None) or []
    pricing.pop("discount", None)
    prices = _prices(pricing, pricing, awaited)
    rules = tuple([_rule(entry, pricing, awaited) for entry in overrides])
    if overrides and _tile_the_day(overrides):
        prices |= _by_the_hour(rules, awaited)
    slug = record.get("canonical_slug") or name.partition(":")[0]
    return Id(name, slug, record, True, "", "", prices, rules, _facts(record, awaited))  # noqa: FBT003


def _prices(own: Record, base: Record, awaited: frozenset[str]) -> dict[str, Price]:
    found = {key: price(key, value, base, awaited) for key, value in own.items() if value is not None}
    return {key: value for key, value in found.items() if value is not NOT_PUBLISHED}


def price(key: str, value: Any, base: Record, awaited: frozenset[str]) -> Price:  # noqa: ANN401
    """Return one price of a record whose base prices are ``base``."""
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        return NOT_JUDGED
    if amount == -1:
        return VARIES
    if not amount:
        if key in SIDE_KINDS:
            return NOT_JUDGED if FILLERS in awaited else NOT_PUBLISHED
        return FREE
    if UNITS.get(key) == "per image":
        return _picture(amount, Decimal(str(base.get("prompt") or 0)), awaited)
    return Money(amount, UNITS[key]) if key in UNITS else Money(amount * 1_000_000, MILLION)


def _picture(amount: Decimal, prompt: Decimal, awaited: frozenset[str]) -> Price:
    """Return the price of a picture, of which the source does not say whether it is by the token."""
    if prompt > 0 and amount <= TOKEN_AT_MOST * prompt:
        right = Money(amount * 1_000_000, MILLION)
    elif prompt > 0 and amount < PICTURE_FROM * prompt:
        return NOT_JUDGED
    else:
        right = Money(amount, "per image")
    # Until the rule holds, only amounts are judged of which a fixed limit says the same.
    by_token = amount < Decimal("0.0002")
    return NOT_JUDGED if PICTURES in awaited and by_token != (right.unit == MILLION) else right


def _rule(entry: Record, base: Record, awaited: frozenset[str]) -> Rule:
    words = []
    if entry.get("min_prompt_tokens") is not None:
        words.append(f"prompts of more than {entry['min_prompt_tokens']:,} tokens")
    if entry.get("utc_start") is not None:
        words.append(f"{_clock(entry['utc_start'])} to {_clock(entry['utc_end'])} UTC")
    others = {key: value for key, value in entry.items() if key not in KINDS and key not in CONDITION_KEYS}
    if others and CONDITIONS in awaited:
        return Rule("", {})
    words += [
        f"{key} {value if isinstance(value, str) else json.dumps(value)}" for key, value in others.items()
    ]
    if others:
        words[-1] += UNKNOWN
    own = {key: value for key, value in entry.items() if key in KINDS}
    return Rule(", ".join(words) or "always", _prices(own, base, awaited))


def _clock(hhmm: int) -> str:
    return f"{hhmm // 100:02d}:{hhmm % 100:02d}"


def _tile_the_day(overrides: list[Record]) -> bool:
    """Whether rules hold by the time of day alone, and one of them at any time."""
    if any(entry.get("utc_start") is None or entry.get("utc_end") is None for entry in overrides):
        return False
    if any(key not in KINDS and key not in ("utc_start", "utc_end") for entry in overrides for key in entry):
        return False
    minutes = [[hhmm // 100 * 60 + hhmm % 100 for hhmm in (e["utc_start"], e["utc_end"])] for e in overrides]
    return sum((end - start) % 1440 or 1440 for start, end in minutes) == 1440


def _by_the_hour(rules: tuple[Rule, ...], awaited: frozenset[str]) -> dict[str, Price]:
    """Return the prices that have no base, since windows by time of day tile the whole day."""
    found: dict[str, Price] = {}
    for key in dict.fromkeys(key for rule in rules for key in rule.prices):
        amounts = [rule.prices.get(key) for rule in rules]
        if HOURS in awaited:
            found[key] = NOT_JUDGED
        elif all(isinstance(amount, Money) for amount in amounts):
            dollars = [amount.dollars for amount in amounts if isinstance(amount, Money)]
            same = min(dollars) == max(dollars)
            unit = UNITS.get(key, MILLION)
            found[key] = Money(dollars[0], unit) if same else Hourly(min(dollars), max(dollars), unit)
    return found


FIELDS = {
    "context": ("", "context_length"),
    "provider_context": ("top_provider", "context_length"),
    "longest": ("top_provider", "max_completion_tokens"),
    "inputs": ("architecture", "input_modalities"),
    "outputs": ("architecture", "output_modalities"),
    "parameters": ("", "supported_parameters"),
    "moderated": ("top_provider", "is_moderated"),
    "cutoff": ("", "knowledge_cutoff"),
    "tokenizer": ("architecture", "tokenizer"),
    "instruct_type": ("architecture", "instruct_type"),
    "weights": ("", "hugging_face_id"),
    "listed": ("", "created"),
    "expires": ("", "expiration_date"),
}
WHEN_NULL = {"instruct_type": NOT_APPLICABLE, "expires": NONE_PLANNED}
"""Where null is an answer of its own: https://openrouter.ai/docs/guides/overview/models."""
SETS = frozenset({"inputs", "outputs", "parameters"})


def _facts(record: Record, awaited: frozenset[str]) -> dict[str, Any]:
    facts = {name: _fact(record, name, *place) for name, place in FIELDS.items()}
    if facts["context"] == 0:
        facts["context"] = NOT_JUDGED if ZERO_CONTEXT in awaited else NOT_PUBLISHED
    return facts


def _fact(record: Record, name: str, part: str, key: str) -> Any:  # noqa: ANN401
    holder: Mapping[str, Any] = (record.get(part) or {}) if part else record
    if key not in holder:
        return NOT_IN_SOURCE
    value = holder[key]
    if value is None or value == "" or (value == [] and name != "parameters"):
        return WHEN_NULL.get(name, NOT_PUBLISHED)
    if name in SETS:
        return frozenset(value)
    if name == "listed":
        return datetime.fromtimestamp(value, UTC).date().isoformat()
    if name == "expires" and value in NEVER:
        return Reason("never")
    return value.strip() if isinstance(value, str) else value


def unpriced_outputs(one: Id) -> list[str]:
    """Return what comes out beside free text at no published price."""
    outputs, kinds = one.facts["outputs"], {"image": ("image_output",), "audio": ("audio_output",)}
    if isinstance(outputs, Reason) or one.prices.get("completion") != FREE:
        return []
    return [
        name
        for name in sorted(outputs - {"text"})
        if not any(key in one.prices for key in kinds.get(name, ()))
    ]


def why_unranked(slug: str, site: Truth, proposed: Iterable[str]) -> str:
    """Return the reason why a model without any row has no rank on the text board."""
    ids = site.models[slug]
    current = [one for one in ids if one.listed]
    if any(one.stands_for_others for one in (current or ids)):
        return NOT_APPLICABLE
    if "text" not in site.boards:
        return Reason("not read")
    if not current:
        return Reason(f"retired by {max(one.left for one in ids)}")
    if slug in set(proposed):
        return Reason("no confident match")
    days = [one.facts["listed"] for one in ids if not isinstance(one.facts["listed"], Reason)]
    if days and site.board_day and min(days) > site.board_day:
        return Reason("listed after this board’s day")
    return Reason("not on this board")
