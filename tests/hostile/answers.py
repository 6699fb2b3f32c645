"""Hostile answers: sound ones of every shape, and what a broken or evil upstream makes of them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.hostile.fields import COMMUNITY_ROW, DAILY_USAGE, DATASET_ROW, MODEL, PLAIN_ROW, WEEKLY_USAGE

Value: TypeAlias = Any
"""A value of JSON, or Raw, which stands for what is none."""
Way: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of maps and places in lists."""

FEW, MANY = 3, 52
"""Rows of an answer: of a few, one bad row refuses all; of so many, one is set aside."""


@dataclass(frozen=True)
class Raw:
    """Text that stands in an answer as it is, be it JSON or not."""

    text: str


def written(value: Value) -> str:
    """Return a value as the text of an answer."""
    raw: list[str] = []

    def kept(item: Raw) -> str:
        raw.append(item.text)
        return f"raw text {len(raw) - 1} of an answer"

    text = json.dumps(value, separators=(",", ":"), default=kept)
    for number, item in enumerate(raw):
        text = text.replace(f'"raw text {number} of an answer"', item, 1)
    return text


def _models(rows: int) -> Value:
    ids = [f"acme/anvil-{number}" for number in range(rows)]
    ids[-1] = f"{ids[0]}:free"
    slugs = [key.partition(":")[0] + "-20260102" for key in ids]
    kept = {key: item for key, item in MODEL.items() if key != "alias_target"}
    made = [kept | {"id": key, "canonical_slug": slug} for key, slug in zip(ids, slugs, strict=True)]
    return {"data": [made[0] | {"alias_target": MODEL["alias_target"]}, *made[1:]]}


def _dataset(rows: int) -> Value:
    made = [
        {"row_idx": n, "row": DATASET_ROW | {"model_name": f"anvil-{n}", "rank": n + 1}} for n in range(rows)
    ]
    return {"features": [], "rows": made, "num_rows_total": rows, "num_rows_per_page": 100, "partial": False}


def _community(rows: int) -> Value:
    meta = {"leaderboard": "text", "last_updated": "2026-02-06", "model_count": rows}
    return {
        "meta": meta,
        "models": [COMMUNITY_ROW | {"rank": n + 1, "model": f"anvil-{n}"} for n in range(rows)],
    }


def _plain(rows: int) -> Value:
    return {
        "leaderboard": "text",
        "updated": "2026-02-06",
        "rows": [PLAIN_ROW | {"name": f"anvil-{n}"} for n in range(rows)],
    }


def _daily(rows: int) -> Value:
    made = [DAILY_USAGE | {"model_permaslug": f"acme/anvil-{n}-20260102"} for n in range(rows - 1)]
    return {
        "data": [*made, DAILY_USAGE | {"model_permaslug": "other"}],
        "meta": {"as_of": "2026-02-06T01:00:00Z"},
    }


def _weekly(rows: int) -> Value:
    made = [WEEKLY_USAGE | {"model_permaslug": f"acme/anvil-{n}-20260102"} for n in range(rows)]
    return {"rankingType": "week", "rankingData": made}


SHAPES = {
    "openrouter": (_models,),
    "arena": (_dataset, _community, _plain),
    "usage": (_daily, _weekly),
}
SOUND: dict[str, tuple[Value, ...]] = {
    source: tuple(shape(rows) for shape in shapes for rows in (FEW, MANY))
    for source, shapes in SHAPES.items()
}
"""Answers that each source takes: every shape, with few rows and with many."""

# fmt: off
DEEP = tuple(
    Raw(opening * depth + inner + closing * depth)
    for depth in (40, 70, 900, 200_000)
    for opening, inner, closing in (("[", "", "]"), ('{"a":', "1", "}"))
)
_NO_JSON = (
    "NaN", "-Infinity", "1e400", "-1e400", "01", "1.", "-", "+1", "1_0", "0x1", "'x'", "undefined", "/*x*/1",
    "9" * 99, "9" * 101, "9" * 5000, "-" + "9" * 5000, "0." + "3" * 5000, "1e-5000", "1E+0", "-0", "5e-324",
    '"\\ud83d"', '"\\udc00\\ud800"', '"\\u0000"', '"\x00"', '"\t"', '"\\x"', '"', "", ",", "]", "}", '{"a"}',
)
NO_JSON = tuple(Raw(text) for text in _NO_JSON)
NUMBERS = (
    0, 1, -1, 2, 100, 400, 1401, 2**31, 2**53 + 1, 2**63, 2**64, 10**99, -(10**99), 253402300799,
    253402300800, 0.0, -0.0, 0.5, -1.5, 1e-7, 1e16, 1e22, 1.7e308, -1.7e308, 5e-324, True, False, None,
)
TEXTS = (
    "", " ", "\0", "\n", "\u2028", "\u202e", "\ud800", "\ufeff", "\U0010ffff", "a" * 300, "a" * 5000,
    "é", "e\u0301",
    "0", "-1", "-0", "-2", "1e-9", "1e-41", "1e7", "1e999999999", "NaN", "sNaN", "Infinity", "1_0", " 1 ",
    "\u0663", "\uff11", "\u0662026-02-05", "2026-02-05", "2026-02-30", "0000-00-00", "0001-01-01",
    "9999-12-31", "10000-01-01", "2026-W06-4", "2026-02-05 25:00:00", "Feb 6, 2026", "Feb 31, 2026",
    "2098-12-31",
    "other", "none", "overall", "standard", "acme", "Router", "text", "week", "month", "partial", "rows",
    "id", "../../x", "/", "//", "a//b", "a/b/c", ":", "::", "~", "~a/b", ".", "..", "a/..", "CON",
    "a/index.html", "!-", "%2e",
    "acme/anvil-0", "acme/anvil-0:", "acme/anvil-0:free", "ACME/ANVIL-0", "acme/anvil-0-20260102", "anvil-0",
    "ANVIL 0", "</script>", "{{ 1/0 }}", "=1+1", "::error::x",
)
KEYS = (
    "", " ", "id", "data", "rows", "models", "row", "overrides", "discount", "prompt", "image", "free", "a.b",
    "pricing", "category", "meta", "rankingData", "benchmarks", "__proto__", "\ud800", "\0", "a" * 300,
    "category\n", "alias_target", "left", "listed", "returned", "described",
)
# fmt: on

numbers = st.sampled_from(NUMBERS) | st.integers() | st.floats(allow_nan=False)
texts = st.sampled_from(TEXTS) | st.text(max_size=8)
scalars = numbers | texts
keys = st.sampled_from(KEYS) | st.text(max_size=4)
plain_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=5,
)
no_values = st.sampled_from(DEEP[:6] + NO_JSON)
odd_values = st.sampled_from("sssssspppn").flatmap(
    {"s": scalars, "p": plain_values, "n": no_values}.__getitem__
)
"""Values of the wrong type or size; one in ten is nothing that this reader of JSON takes."""


def ways(value: Value, way: Way = ()) -> Iterator[Way]:
    """Yield the way to every value in a value."""
    if way:
        yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from ways(item, (*way, key))


def _short(value: Value) -> list[Way]:
    """Return the ways into an answer of many rows, of which the first and the last one stand for all."""
    last = {len(value[key]) - 1 for key in value if isinstance(value[key], list)}
    return [way for way in ways(value) if len(way) < 2 or way[1] in {0, *last} or isinstance(way[1], str)]


WAYS = {source: [_short(answer) for answer in answers] for source, answers in SOUND.items()}

kinds = st.sampled_from(("put", "put", "put", "drop", "twice", "add", "rename", "everywhere"))


def mutated(answer: Value, where: Way, kind: str, value: Value, key: str) -> Value:
    """Return an answer with one thing done to it; what cannot be done there changes nothing."""
    made, places = answer, [where]
    if kind == "everywhere" and len(where) > 2:
        places = [(where[0], row, *where[2:]) for row in range(len(made[where[0]]))]
    for place in places:
        made = _copied(made, place)
        _change(made, place, kind, value, key)
    return made


def _copied(value: Value, way: Way) -> Value:
    """Return a copy of a value in which what stands along a way can be changed: of 52 models, a hundredth."""
    made = copy.copy(value)
    if len(way) > 1:
        made[way[0]] = _copied(value[way[0]], way[1:])
    return made


def _change(made: Value, place: Way, kind: str, value: Value, key: str) -> None:
    around, last = made, place[-1]
    for step in place[:-1]:
        around = around[step]
    if kind in ("put", "everywhere"):
        around[last] = value
    elif kind == "drop":
        del around[last]
    elif kind == "twice" and isinstance(around, list):
        around.append(around[last])
    elif isinstance(around, dict):
        held = around.pop(last) if kind == "rename" else around[last]
        around[key if kind in ("rename", "add") else last] = value if kind == "add" else held
        if kind == "twice":
            around[last] = Raw(f"{written(held)},{json.dumps(last)}:{written(value)}")


@st.composite
def broken_answers(draw: st.DrawFn, source: str) -> str:
    """Draw the text of a sound answer to which one to three things were done."""
    number = draw(st.sampled_from(range(len(SOUND[source]))))
    answer = SOUND[source][number]
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        where = draw(st.sampled_from(WAYS[source][number]))
        change = (draw(kinds), draw(odd_values), draw(keys))
        try:
            answer = mutated(answer, where, *change)
        except (LookupError, TypeError):
            continue  # an earlier change took the place away
    return written(answer)


def _truncated(body: bytes, at: int) -> bytes:
    return body[: at % (len(body) + 1)]


def _with_junk(body: bytes, at: int) -> bytes:
    place = at % (len(body) + 1)
    return (
        body[:place]
        + (b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\xf4\x90\x80\x80")[at % 5]
        + body[place:]
    )


def _bit_flipped(body: bytes, at: int) -> bytes:
    place = at % max(len(body), 1)
    return body[:place] + bytes(byte ^ (1 << at % 8) for byte in body[place : place + 1]) + body[place + 1 :]


BYTES = {
    "as it is": lambda body, _: body,
    "truncated": _truncated,
    "junk": _with_junk,
    "a bit": _bit_flipped,
    "BOM": lambda body, _: b"\xef\xbb\xbf" + body,
    "two BOMs": lambda body, _: b"\xef\xbb\xbf" * 2 + body,
    "UTF-16": lambda body, _: body.decode("utf-8", "replace").encode("utf-16"),
    "twice": lambda body, _: body + body,
    "in a list": lambda body, _: b"[" + body + b"]",
    "a prefix": lambda body, _: b")]}',\n" + body,
}
"""What becomes of a body on its way, by a number that says where."""


@st.composite
def bodies(draw: st.DrawFn, source: str) -> bytes:
    """Draw the bytes of an answer: mostly a broken one, or any value at all, and what its way does to it."""
    sound_shape = draw(st.sampled_from([True] * 15 + [False]))
    text = draw(broken_answers(source) if sound_shape else (plain_values | no_values).map(written))
    way = draw(st.sampled_from(["as it is"] * 40 + [name for name in BYTES if name != "as it is"]))
    return BYTES[way](text.encode("utf-8", "surrogatepass"), draw(st.integers(min_value=0, max_value=10**6)))
