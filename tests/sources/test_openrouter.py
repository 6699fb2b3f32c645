"""OpenRouter's catalogue as a snapshot: every odd thing that it is known to send, on small records."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from sitegen.errors import SourceError
from sitegen.records import Json
from sitegen.records.snapshot import Snapshot
from sitegen.sources import openrouter
from sitegen.sources.openrouter import BENCHMARKS, FEED, MODELS, feed_from, feeds, listings, next_address
from tests.worlds import Row, priced, row

DAY = date(2026, 3, 1)
(WHOLE,) = feeds({}, DAY, {}.get)


def snapshot(*rows: Json, held: Json = None, fill: int = 0) -> Snapshot:
    """Return the snapshot of an answer with these rows, and ``fill`` plain ones after them."""
    others = [row(id=f"acme/fill-{n}", canonical_slug=f"acme/fill-{n}") for n in range(fill)]
    return openrouter.snapshot(WHOLE, [{"data": [*rows, *others]}], held)


def models(made: Snapshot) -> list[Row]:
    """Return the records of a snapshot's main file."""
    rows = made.files[MODELS]
    assert isinstance(rows, list)
    return [dict(one) for one in rows if isinstance(one, dict)]


def stored(one: Row) -> Row:
    """Return how one record stands on file."""
    (only,) = models(snapshot(one))
    return only


# Where it is read from


def test_the_catalogue_is_one_feed() -> None:
    """There is one feed, at the documented address or at that of site.toml, and one page of it."""
    assert [(feed.name, feed.addresses) for feed in feeds({}, DAY, {}.get)] == [
        (FEED, ("https://openrouter.ai/api/v1/models",))
    ]
    assert feeds({"address": "https://mirror.example/m"}, DAY, {}.get)[0].addresses == (
        "https://mirror.example/m",
    )
    assert feed_from("monday.json", {"data": []}).name == FEED
    assert next_address("https://openrouter.ai/api/v1/models", {"data": [], "total_count": 9}) is None


def test_what_surrounds_the_list_is_no_record() -> None:
    """Later answers carry a count and links beside the list; they are not part of the snapshot."""
    answer: Json = {"data": [row()], "total_count": 1, "links": {"next": None}}
    assert openrouter.snapshot(WHOLE, [answer], None).files == snapshot(row()).files


@pytest.mark.parametrize("answer", [None, [], {}, {"data": None}, {"data": {}}, {"data": []}, {"error": "x"}])
def test_what_is_no_catalogue_is_refused(answer: Json) -> None:
    """An answer without rows is refused under the name of the feed."""
    with pytest.raises(SourceError, match="openrouter/models: "):
        openrouter.snapshot(WHOLE, [answer], None)


# Ids and slugs


def test_a_record_begins_with_its_id() -> None:
    """The id stands first and the other keys are sorted, so that a new record is one block of a diff."""
    keys = list(stored(row(zeal=1, alias_target={"slug": "a/b", "name": "B"})))
    assert keys[0] == "id"
    assert keys[1:] == sorted(keys[1:])


def test_several_ids_of_one_slug_all_stay() -> None:
    """Variants share a slug; each keeps its own record, whichever stood first."""
    ids = ["acme/anvil-2:free", "acme/anvil-2", "acme/anvil-2:batch"]
    made = snapshot(*(row(id=one) for one in ids))
    assert [(one["id"], one["canonical_slug"]) for one in models(made)] == [
        ("acme/anvil-2", "acme/anvil-2-20260102"),
        ("acme/anvil-2:batch", "acme/anvil-2-20260102"),
        ("acme/anvil-2:free", "acme/anvil-2-20260102"),
    ]
    assert made.rows == 3


def test_an_id_with_a_suffix_may_stand_alone() -> None:
    """A suffixed id without its plain id is a record like any other."""
    assert [one["id"] for one in models(snapshot(row(id="acme/anvil-2:thinking")))] == [
        "acme/anvil-2:thinking"
    ]


def test_ids_are_kept_as_they_are() -> None:
    """A slug unlike its id, a tilde, dots and capitals pass unchanged."""
    odd = [
        ("acme/claw-opus-4.5", "acme/claw-4.5-opus-20251124"),
        ("~acme/claw-latest", "~acme/claw-latest"),
        ("Acme/Claw_9.6v:exacto", "Acme/Claw_9.6v-20251208"),
    ]
    made = snapshot(*(row(id=one, canonical_slug=slug) for one, slug in odd))
    assert sorted((one["id"], one["canonical_slug"]) for one in models(made)) == sorted(odd)


def test_an_alias_keeps_its_target() -> None:
    """An alias stands on file with the id that it points at today."""
    target = {"name": "Acme: Anvil 2", "slug": "acme/anvil-2"}
    one = stored(row(id="~acme/anvil-latest", alias_target=target))
    assert one["alias_target"] == target
    (listing,) = listings([one], None)
    assert listing.is_stand_in


# Prices


@pytest.mark.parametrize(
    "price", ["0.000000007", "0.00000008333333333333334", "-1", "0", "0.0", "0.0000025", "15", "1e-7"]
)
def test_a_price_is_kept_to_the_letter(price: str) -> None:
    """The string that upstream sent is the string on file: no rounding, no other spelling."""
    assert stored(priced(prompt=price))["pricing"] == {"prompt": price}


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (0.000000007, "0.000000007"), (2.5e-06, "0.0000025"), (-1, "-1"), (15, "15")],
)
def test_a_price_sent_as_a_number_becomes_its_string(number: float, text: str) -> None:
    """A JSON number stands on file as the plain decimal of the same value, without an exponent."""
    assert stored(priced(prompt=number))["pricing"] == {"prompt": text}


def test_every_key_of_the_price_map_stays() -> None:
    """All keys met so far and a new one are kept; the new one is counted, not dropped."""
    known = [
        "prompt", "completion", "request", "image", "image_output", "audio", "audio_output", "web_search",
        "internal_reasoning", "input_cache_read", "input_cache_write", "input_cache_write_1h",
        "input_audio_cache",
    ]  # fmt: skip
    made = snapshot(priced(**dict.fromkeys(known, "0.001"), hologram="0.002"))
    (one,) = models(made)
    assert one["pricing"] == dict.fromkeys([*known, "hologram"], "0.001") | {"hologram": "0.002"}
    assert made.unknown_keys == {"pricing.hologram": 1}


def test_price_rules_stay_a_list_with_their_conditions() -> None:
    """Rules by prompt size and by time of day keep order and conditions; their prices become strings."""
    rules = [
        {"min_prompt_tokens": 200_000, "prompt": "0.000006", "completion": 0.00002},
        {"utc_start": 1630, "utc_end": 30, "prompt": "0.0000005"},
        {"weekdays": 31, "prompt": 0.5},
    ]
    pricing = stored(priced(prompt="0.000003", overrides=rules))["pricing"]
    assert pricing["overrides"] == [
        {"completion": "0.00002", "min_prompt_tokens": 200_000, "prompt": "0.000006"},
        {"prompt": "0.0000005", "utc_end": 30, "utc_start": 1630},
        {"prompt": "0.5", "weekdays": 31},
    ]


# Optional and odd fields


@pytest.mark.parametrize(
    "changed",
    [
        {"top_provider": {"context_length": 128_000, "max_completion_tokens": None, "is_moderated": False}},
        {"top_provider": {"context_length": 4_096, "max_completion_tokens": 16_384, "is_moderated": False}},
        {"hugging_face_id": ""},
        {"hugging_face_id": None},
        {"expiration_date": ...},
        {"expiration_date": None},
        {"expiration_date": "2020-01-31"},
        {"expiration_date": "2098-12-31"},
        {"reasoning": {"supported": True, "efforts": ["high", "low"]}},
        {"links": {"details": "/api/v1/models/acme/anvil-2/endpoints"}},
        {"supported_voices": ["ash", "verse"]},
        {"description": "See [Claw](/acme/claw-opus-4.7). Wrap it in <think> and <instruction>..."},
        {"description": "x" * 3631},
        {"name": "Anvil  2 "},
        {"name": "No vendor"},
    ],
)
def test_an_odd_value_is_kept_as_sent(changed: Row) -> None:
    """Null, empty, past, far and unusual values pass the door and stand on file as upstream sent them."""
    sent = row(**changed)
    assert {key: stored(sent).get(key, ...) for key in changed} == changed
    (listing,) = listings([stored(sent)], None)
    assert listing.id == "acme/anvil-2"


@pytest.mark.parametrize("key", ["supported_parameters", "supported_voices"])
def test_a_set_in_another_order_changes_nothing(key: str) -> None:
    """Upstream reorders its sets from day to day, and doubles a member: the snapshot stays the same."""
    assert stored(row(**{key: ["b", "a", "b"]})) == stored(row(**{key: ["a", "b"]}))


def test_modalities_are_sets_too() -> None:
    """Modalities, inside the architecture, do not depend on order either."""
    one, other = (
        stored(row(architecture={"input_modalities": order, "output_modalities": ["text"]}))
        for order in (["text", "image"], ["image", "text"])
    )
    assert one == other


def test_a_list_whose_order_counts_keeps_it() -> None:
    """A list that is no set keeps its order."""
    assert stored(row(reasoning={"efforts": ["low", "high"]}))["reasoning"] == {"efforts": ["low", "high"]}


def test_order_of_rows_and_keys_says_nothing() -> None:
    """The same records in another order, with their keys in another order, are the same snapshot."""
    rows = [row(id=f"acme/{letter}") for letter in "bca"]
    turned = [dict(reversed(one.items())) for one in reversed(rows)]
    one, other = snapshot(*rows), snapshot(*turned)
    assert json.dumps(one.files) == json.dumps(other.files)
    assert [record["id"] for record in models(one)] == ["acme/a", "acme/b", "acme/c"]


def test_benchmarks_stand_apart() -> None:
    """What moves daily without meaning is in a file of its own, by id, and comes back with the records."""
    scores = {"arena": {"elo": 1400.5}}
    made = snapshot(row(id="acme/b", benchmarks=scores), row(id="acme/a", benchmarks=None), row(id="acme/c"))
    assert made.files[BENCHMARKS] == {"acme/b": scores}
    assert all("benchmarks" not in one for one in models(made))
    read = listings(made.files[MODELS], made.files[BENCHMARKS])
    assert [(listing.id, listing.benchmarks) for listing in read] == [
        ("acme/a", None),
        ("acme/b", scores),
        ("acme/c", None),
    ]


def test_unknown_keys_are_counted_by_place() -> None:
    """New keys, at the top and within, are counted over all records."""
    made = snapshot(
        row(id="acme/a", mood="sunny"),
        row(id="acme/b", mood="grey", architecture={"modality": "text->text", "layers": 96}),
    )
    assert made.unknown_keys == {"mood": 2, "architecture.layers": 1}
    assert snapshot(row()).unknown_keys == {}


# Rows that are refused


@pytest.mark.parametrize(
    ("bad", "name", "reason"),
    [
        (row(id=...), "acme/anvil-2-20260102", "id"),
        (row(id=None), "acme/anvil-2-20260102", "id"),
        (row(id=""), "acme/anvil-2-20260102", "id"),
        (priced(prompt="abc"), "acme/anvil-2", "price prompt is 'abc', no number"),
        (priced(prompt="NaN"), "acme/anvil-2", "price prompt is 'NaN', no price"),
        (priced(prompt="-2"), "acme/anvil-2", "price prompt is '-2', no price"),
        (priced(completion=True), "acme/anvil-2", "price completion is True, no number"),
        (priced(overrides={"prompt": "1"}), "acme/anvil-2", "overrides is no list"),
        (row(pricing="free"), "acme/anvil-2", "pricing"),
        (
            priced(overrides=[{"min_prompt_tokens": size, "prompt": "1"} for size in range(1, 102)]),
            "acme/anvil-2",
            "pricing: has 101 entries in a list, and at most 100 are read",
        ),
        (
            row(supported_parameters=[f"p{number}" for number in range(1001)]),
            "acme/anvil-2",
            "supported_parameters: has 1,001 values, and at most 1,000 are read",
        ),
        (
            row(name="A" * 20_001),
            "acme/anvil-2",
            "name: has 20,001 characters in a text, and at most 20,000 are read",
        ),
        (row(links={"x" * 20_001: ""}), "acme/anvil-2", "links: has 20,001 characters in a text"),
        ("acme/anvil-2", "a str in the place of a record", "no record"),
        (None, "a NoneType in the place of a record", "no record"),
        ({}, "a record without a name", "id"),
    ],
)
def test_a_bad_row_is_set_aside(bad: Json, name: str, reason: str) -> None:
    """One bad row of fifty is set aside with its name and the field at fault; the others go on."""
    made = snapshot(bad, fill=49)
    ((note,), rows) = made.set_aside, made.rows
    assert note.row == name
    assert reason in note.reason
    assert rows == 49


def test_what_is_long_and_yet_shown_is_read() -> None:
    """A hundred tiers, hundreds of voices, a long template in a new field and any description are taken."""
    tiers = [{"min_prompt_tokens": size, "prompt": "1"} for size in range(1, 101)]
    made = snapshot(
        priced(overrides=tiers),
        row(id="acme/a", supported_voices=[f"v{number}" for number in range(900)]),
        row(id="acme/b", chat_template="x" * 20_000, description="y" * 1_000_000),
    )
    assert (made.set_aside, made.rows) == ((), 3)


def test_odd_fields_are_set_aside_and_their_rows_stay() -> None:
    """Each odd field is named, in however many rows, none counts as a refused row, and all stand as sent."""
    bad = [row(id=f"acme/odd-{n}", expiration_date="soon", top_provider=None) for n in range(3)]
    made = snapshot(*bad)
    assert [(note.row, note.field) for note in made.set_aside] == [
        (f"acme/odd-{n}", field) for n in range(3) for field in ("expiration_date", "top_provider")
    ]
    assert made.set_aside[0].reason == 'expiration_date is "soon", no day'
    assert [(one["expiration_date"], one["top_provider"]) for one in models(made)] == [("soon", None)] * 3
    assert made.rows == 3


def test_a_second_record_of_an_id_is_set_aside() -> None:
    """The first record of an id counts, the second is named, and the one on file does not come back."""
    made = snapshot(row(name="First"), row(name="Second"), fill=48, held=[stored(row())])
    assert [(note.row, note.reason) for note in made.set_aside] == [
        ("acme/anvil-2", "id: a second record of the same id")
    ]
    assert {one["name"] for one in models(made)} == {"First", "Acme: Anvil 2"}
    assert made.rows == len(models(made)) == 49


def test_a_bad_row_keeps_its_last_good_record() -> None:
    """A model whose row is refused today stands as it stood; one that is not sent at all is gone."""
    held: Json = [stored(row()), stored(row(id="acme/gone"))]
    made = snapshot(priced(prompt="abc"), fill=49, held=held)
    kept = {one["id"]: one for one in models(made)}
    assert kept["acme/anvil-2"] == stored(row())
    assert "acme/gone" not in kept
    assert made.rows == 50


def test_more_than_two_percent_of_bad_rows_stop_the_source() -> None:
    """One bad row of fifty passes, two are too many, and the error names the first."""
    bad: list[Any] = [row(id=f"acme/bad-{n}", pricing={"prompt": "abc"}) for n in range(2)]
    assert len(snapshot(bad[0], fill=49).set_aside) == 1
    with pytest.raises(SourceError, match=r"2 of 50 rows are refused, the first one acme/bad-0 \(.*'abc'"):
        snapshot(*bad, fill=48)
