"""The source of sellers: what of an answer is kept, under which id, and in which order."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sitegen.catalog.changes import changes, replayed
from sitegen.errors import SourceError
from sitegen.records import Json
from sitegen.records.endpoint import model_and_key
from sitegen.records.snapshot import Snapshot
from sitegen.sources import providers

DAY = date(2026, 3, 1)


def endpoint(seller: str, tag: str, prompt: str = "0.000001", **others: Json) -> dict[str, Any]:
    """Return an endpoint as upstream sends it, with what moves every minute."""
    return {
        "name": f"{seller} | acme/anvil-1-20260101",
        "model_id": "acme/anvil-1",
        "provider_name": seller,
        "tag": tag,
        "quantization": "fp8",
        "context_length": 8000,
        "max_completion_tokens": None,
        "pricing": {"prompt": prompt, "completion": "0.000002", "discount": 0},
        "supported_parameters": ["tools", "seed"],
        "status": 0,
        "uptime_last_30m": 99.1,
        "latency_last_30m": None,
        **others,
    }


def answer(*endpoints: Json, key: str = "acme/anvil-1") -> Json:
    """Return the answer about one model."""
    return {"data": {"id": key, "name": "Anvil", "endpoints": [*endpoints]}}


def asked(key: str, response: Json) -> Json:
    """Return an answer in a bundle, under the id that was asked for."""
    return {"modelId": key, "canonicalSlug": f"{key}-20260101", "response": response}


def taken(*answers: Json, previous: Json = None) -> Snapshot:
    """Return the snapshot of some answers."""
    return providers.snapshot(providers.feed_from("", None), answers, previous)


def test_an_endpoint_keeps_what_a_buyer_asks_for_and_nothing_that_moves_every_minute() -> None:
    """Seller and tag stand first, other keys are sorted, and status, uptime and latency are not kept."""
    (row,) = taken(answer(endpoint("Forge", "forge/fp8"))).main  # type: ignore[misc]
    (kept,) = row["endpoints"]  # type: ignore[call-overload, index]
    assert list(kept) == [  # type: ignore[arg-type]
        "provider_name",
        "tag",
        "context_length",
        "pricing",
        "quantization",
        "supported_parameters",
    ]
    assert kept["supported_parameters"] == ["seed", "tools"]  # type: ignore[call-overload, index]


def test_another_order_of_the_same_endpoints_moves_only_who_is_first() -> None:
    """Upstream decides anew all the time who is first: the file is in order of tags, and says who it is."""
    one, two = endpoint("Forge", "forge"), endpoint("Bellows", "bellows")
    before, after = taken(answer(one, two)).main, taken(answer(two, one)).main
    first = [row["first"] for value in (before, after) for row in value]  # type: ignore[union-attr, index, call-overload]
    assert first == ["forge", "bellows"]
    assert json.dumps(before).replace('"forge", "endpoints"', '"bellows", "endpoints"') == json.dumps(after)


def test_a_seller_with_two_offers_under_one_tag_has_both() -> None:
    """The second is numbered, and the journal leads back to both."""
    value = taken(answer(endpoint("Forge", "forge/us"), endpoint("Forge", "forge/us", "0.000003"))).main
    (model,) = providers.endpoints(value).values()
    assert [item.key for item in model.all] == ["forge/us", "forge/us#2"]
    assert model.first_offer is model.all[0]
    rows = providers.journaled({providers.FILE: value}.get)
    assert rows is not None
    journal = changes(replayed([], "providers"), rows, on=DAY, source="providers")
    assert replayed(journal, "providers").rows["acme/anvil-1@forge/us#2"]["pricing"] == {
        "completion": "0.000002",
        "discount": "0",
        "prompt": "0.000003",
    }


@pytest.mark.parametrize(
    ("key", "answered", "under"),
    [
        ("acme/anvil-1:free", "acme/anvil-1", "acme/anvil-1"),
        ("acme/anvil-1:free", "acme/anvil-1:free", "acme/anvil-1:free"),
        ("acme/anvil-1-preview", "acme/anvil-1", "acme/anvil-1-preview"),
        ("acme/anvil-1-preview:free", "acme/anvil-1", "acme/anvil-1-preview"),
    ],
)
def test_an_answer_is_about_the_id_whose_sellers_it_has(key: str, answered: str, under: str) -> None:
    """A ``:free`` id does not take the sellers of the plain one; a preview has those that it is led to."""
    model = providers.endpoints(taken(asked(key, answer(endpoint("Forge", "forge"), key=answered))).main)
    assert list(model) == [under]
    assert model[under].answered == (None if answered == under else answered)


def test_a_model_that_nobody_sells_is_read_and_has_no_first() -> None:
    """An empty answer is an answer: it is not the same as a model that was never asked for."""
    (model,) = providers.endpoints(taken(answer()).main).values()
    assert (model.all, model.first) == ((), None)


def test_an_endpoint_whose_price_is_no_number_keeps_its_last_good_record() -> None:
    """The seller stays with what it asked before, and the note names model, seller and price."""
    others = [endpoint("Forge", f"forge/{number:02}") for number in range(60)]
    good = taken(answer(*others, endpoint("Bellows", "bellows", "0.000005"))).main
    bad = taken(answer(*others, endpoint("Bellows", "bellows", "cheap")), previous=good)
    (note,) = bad.set_aside
    assert (note.row, note.row in bad.kept) == ("acme/anvil-1@bellows", True)
    assert "price prompt is 'cheap'" in note.reason
    (model,) = providers.endpoints(bad.main).values()
    assert model.all[0].key == "bellows"
    assert model.all[0].prices.prices[0].amount == Decimal("0.000005")


def test_a_first_endpoint_that_is_refused_stays_the_first() -> None:
    """Its last good record is who is first; where there is none, it is the first that can be read."""
    others = [endpoint("Forge", f"forge/{number:02}") for number in range(60)]
    good = taken(answer(*others, endpoint("Bellows", "bellows"))).main
    for before, first in ((good, "bellows"), (None, "forge/00")):
        found = taken(answer(endpoint("Bellows", "bellows", "cheap"), *others), previous=before)
        assert providers.endpoints(found.main)["acme/anvil-1"].first == first
    later = taken(answer(others[3], endpoint("Bellows", "bellows", "cheap"), *others[4:]), previous=good)
    assert providers.endpoints(later.main)["acme/anvil-1"].first == "forge/03"
    twins = [endpoint("Bellows", "bellows"), endpoint("Bellows", "bellows", "0.000009")]
    both = taken(answer(*twins, *others)).main
    found = taken(answer(twins[0], endpoint("Bellows", "bellows", "cheap"), *others), previous=both)
    assert providers.endpoints(found.main)["acme/anvil-1"].first == "bellows"


def test_an_endpoint_without_a_name_is_the_one_that_is_missing() -> None:
    """It keeps its last good record; where more are missing than came without a name, none is it."""
    others = [endpoint("Forge", f"forge/{number:02}") for number in range(60)]
    two = [endpoint("Bellows", "bellows"), endpoint("Anvil", "anvil")]
    good = taken(answer(*others, *two)).main
    one = taken(answer(*others, two[1], "gone"), previous=good)
    assert [(note.row, note.reason, note.row in one.kept) for note in one.set_aside] == [
        ("acme/anvil-1@bellows", "no record", True)
    ]
    assert one.main == good
    none = taken(answer(*others, {}), previous=good)
    assert [note.row for note in none.set_aside] == ["acme/anvil-1@unnamed"]
    assert len(providers.endpoints(none.main)["acme/anvil-1"].all) == len(others)


def test_an_endpoint_that_is_too_long_is_set_aside() -> None:
    """One with more tiers than a page could show is named with its field, and the others stand."""
    others = [endpoint("Forge", f"forge/{number:02}") for number in range(60)]
    tiers = [{"min_prompt_tokens": size, "prompt": "1"} for size in range(1, 102)]
    found = taken(answer(*others, endpoint("Bellows", "bellows", overrides=tiers)))
    (note,) = found.set_aside
    assert (note.row, note.reason) == (
        "acme/anvil-1@bellows",
        "overrides: has 101 entries in a list, and at most 100 are read",
    )
    assert len(providers.endpoints(found.main)["acme/anvil-1"].all) == 60


def test_an_odd_limit_is_set_aside_and_its_endpoint_stays() -> None:
    """A context that is no number is as if it were absent, and the note has it."""
    found = taken(answer(endpoint("Forge", "forge", context_length="much")))
    (model,) = providers.endpoints(found.main).values()
    assert model.all[0].context_length is None
    assert [note.what for note in found.set_aside] == ['context_length is "much", no whole number']


@pytest.mark.parametrize(
    "value", [{"data": {"id": "acme/anvil-1"}}, {"data": [{"response": []}]}, [], {"error": 1}]
)
def test_an_answer_without_endpoints_is_refused(value: Json) -> None:
    """What is no answer about endpoints would read as a model that nobody sells."""
    with pytest.raises(SourceError, match="no model with an id and a list 'endpoints'"):
        taken(value)


def test_an_unknown_key_of_an_endpoint_is_counted() -> None:
    """A key that sitegen does not know is reported, with how often it came."""
    assert taken(answer(endpoint("Forge", "forge", region="eu"))).unknown_keys == {"region": 1}


def test_the_journal_tells_a_model_from_its_endpoints() -> None:
    """An id of an endpoint is the model's, an at sign, and the key: a tag with an at sign has it spelled."""
    value = taken(answer(endpoint("Forge", "forge@home"))).main
    ids = [str(row["id"]) for row in providers.journaled({providers.FILE: value}.get) or ()]
    assert [model_and_key(key) for key in ids] == [("acme/anvil-1", ""), ("acme/anvil-1", "forge%40home")]


def told(before: Json, after: Json) -> list[tuple[str, str, Json, Json]]:
    """Return what the journal says of two snapshots: the offer or id, the field, and both prices."""
    states = [providers.journaled({providers.FILE: value}.get) or [] for value in (before, after)]
    first = changes(replayed([], "providers"), states[0], on=DAY, source="providers")
    lines = changes(replayed(first, "providers"), states[1], on=DAY, source="providers")
    values = [(line.old, line.new) if line.field.startswith("pricing") else (None, None) for line in lines]
    return [
        (line.id.removeprefix("acme/anvil-1"), line.field, *two)
        for line, two in zip(lines, values, strict=True)
    ]


CHEAP, DEAR = endpoint("Forge", "forge/us", "0.00000022"), endpoint("Forge", "forge/us", "0.00000044")


@pytest.mark.parametrize(("stays", "left"), [(CHEAP, "@forge/us#2"), (DEAR, "@forge/us")])
def test_where_one_of_two_offers_under_a_tag_leaves_the_other_keeps_its_key(stays: Json, left: str) -> None:
    """No price moved: one offer left, and the number of the other stands in the file for the next time."""
    before = taken(answer(CHEAP, DEAR)).main
    after = taken(answer(stays), previous=before).main
    assert [line for line in told(before, after) if line[0]] == [(left, "left", None, None)]
    again = taken(answer(stays), previous=after).main
    assert told(after, again) == []


def test_a_second_offer_that_comes_leaves_the_first_its_key_whatever_it_asks() -> None:
    """The cheaper twin sorts before the one that was there, and is still the new one."""
    before = taken(answer(DEAR)).main
    after = taken(answer(CHEAP, DEAR), previous=before).main
    assert told(before, after) == [("", "first", None, None), ("@forge/us#2", "listed", None, None)]


def test_a_twin_whose_price_moved_is_the_one_that_is_nearest() -> None:
    """Of two offers that differ in quantization, the one with the same is the same offer."""
    fine = endpoint("Forge", "forge/us", "0.000003", quantization="bf16")
    before = taken(answer(CHEAP, fine)).main
    moved = endpoint("Forge", "forge/us", "0.0000001", quantization="bf16")
    after = taken(answer(CHEAP, moved), previous=before).main
    assert told(before, after) == [("@forge/us#2", "pricing.prompt", "0.000003", "0.0000001")]


def test_a_seller_that_takes_the_tag_of_another_is_a_new_offer() -> None:
    """Nobody changed a price: one seller left and another one came."""
    before = taken(answer(endpoint("Forge", "us", "0.000001"))).main
    after = taken(answer(endpoint("Bellows", "us", "0.000009")), previous=before).main
    assert [line[:2] for line in told(before, after)] == [("", "first"), ("@us", "left"), ("@us#2", "listed")]


def test_a_twin_that_is_refused_keeps_its_own_record_alone() -> None:
    """The other twin came, so its record on file stands in nobody's place."""
    others = [endpoint("Bellows", f"bellows/{number:02}") for number in range(60)]
    before = taken(answer(*others, CHEAP, DEAR)).main
    bad = taken(answer(*others, CHEAP, endpoint("Forge", "forge/us", "dear")), previous=before)
    assert told(before, bad.main) == []
    assert [note.row for note in bad.set_aside] == ["acme/anvil-1@forge/us#2"] == [*bad.kept]


def test_a_file_from_before_offers_had_numbers_reads_as_it_did() -> None:
    """Two records under one tag without numbers are the first and the second, and nothing moves."""
    before = taken(answer(CHEAP, DEAR)).main
    old = json.loads(json.dumps(before).replace('"offer": 2, ', ""))
    assert old != before
    assert [*providers.named_rows(old)] == [*providers.named_rows(before)]
    assert told(old, taken(answer(CHEAP, DEAR), previous=old).main) == []


def bundle(*items: Json) -> Json:
    """Return a bundle of answers."""
    return {"data": [*items]}


BAD: list[Json] = [
    {"error": {"code": 404}},
    {"data": {"id": "acme/m-3", "endpoints": None}},
    {
        "data": {
            "id": "acme/m-3",
            "endpoints": [endpoint("Forge", f"forge/{number}") for number in range(101)],
        }
    },
]


@pytest.mark.parametrize("bad", BAD)
def test_one_bad_answer_of_a_bundle_is_set_aside_by_its_name(bad: Json) -> None:
    """The others go on, and what is on file of it stays."""
    good = [asked(f"acme/m-{number}", answer(CHEAP, key=f"acme/m-{number}")) for number in range(12)]
    before = taken(bundle(*good)).main
    good[3] = asked("acme/m-3", bad)
    found = taken(bundle(*good), previous=before)
    assert [note.row for note in found.set_aside] == ["acme/m-3"] == [*found.kept]
    assert found.main == before


def test_many_bad_answers_of_a_bundle_are_refused_with_their_number() -> None:
    """Over a tenth is a source that is down: the error has how many, and the first with its reason."""
    good = [asked(f"acme/m-{number}", answer(CHEAP, key=f"acme/m-{number}")) for number in range(10)]
    fault = "2 of 12 records could not be read: acme/x: the answer has no model"
    with pytest.raises(SourceError, match=fault):
        taken(bundle(*good, asked("acme/x", BAD[0]), asked("acme/y", BAD[0])))


def test_an_id_that_no_bare_answer_is_about_stays() -> None:
    """Answers of single models are a part; a bundle is all there is."""
    two = [asked(key, answer(CHEAP, key=key)) for key in ("acme/one", "acme/two")]
    before = taken(bundle(*two)).main
    part = taken(answer(DEAR, key="acme/two"), previous=before)
    assert [*providers.endpoints(part.main)] == ["acme/one", "acme/two"]
    (note,) = part.set_aside
    assert (note.row, note.reason, note.row in part.kept) == ("acme/one", "not in the answers given", True)
    assert [*providers.endpoints(taken(bundle(two[1]), previous=before).main)] == ["acme/two"]


def test_a_bundle_without_any_model_is_refused() -> None:
    """An empty one on an empty folder would be a source that was read, with nobody who sells anything."""
    with pytest.raises(SourceError, match="the answer names no model"):
        taken(bundle())


def test_ids_that_the_catalogue_does_not_have_are_told_in_one_line() -> None:
    """How many there are, and the first few; nothing where no catalogue is on file, or all are in it."""
    keys = [f"acme/m-{number}" for number in range(6)]
    given = bundle(*[asked(key, answer(endpoint("Forge", "forge"), key=key)) for key in keys])

    def notes(*known: str) -> tuple[str, ...]:
        feed = providers.feed_from("", None)._replace(names={key: key for key in known})
        return providers.snapshot(feed, [given], None).notes

    told = "not in the catalogue on file, and no page shows who sells them"
    assert notes("acme/m-3") == (f"5 ids are {told}: acme/m-0, acme/m-1, acme/m-2 and 2 more",)
    assert notes(*keys[1:]) == (f"1 id is {told}: acme/m-0",)
    assert notes() == notes(*keys) == ()


def test_limits_of_0_tokens_are_counted() -> None:
    """None of them is one that anybody publishes."""
    zeros = [
        endpoint("Forge", "forge", context_length=0),
        endpoint("Mill", "mill", context_length=0, max_prompt_tokens=0),
        endpoint("Yard", "yard", max_prompt_tokens=False),
    ]
    assert taken(answer(*zeros)).notes == (
        "context_length is 0 in 2 offers: shown as not published",
        "max_prompt_tokens is 0 in 1 offer: shown as not published",
    )
