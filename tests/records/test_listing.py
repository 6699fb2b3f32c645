"""Listings: every odd value that upstream is known to send."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from tests.worlds import listing, priced


def test_a_plain_record_is_read() -> None:
    """Id, slug, days, limits and sets of a usual record come out typed."""
    made = listing()
    assert (made.id, made.slug, made.author) == ("acme/anvil-2", "acme/anvil-2-20260102", "acme")
    assert made.listed == date(2026, 1, 2)
    assert made.parameters == ("max_tokens", "temperature", "tools")
    assert made.top_provider.max_completion_tokens == 16_384


def test_two_ways_of_saying_nothing_are_one() -> None:
    """An empty string and null both mean that there is no Hugging Face id and no description."""
    assert listing(hugging_face_id="").hugging_face_id is None
    assert listing(hugging_face_id=None).hugging_face_id is None
    assert listing(description="  ").description is None


def test_blanks_in_names_are_folded() -> None:
    """Trailing and double blanks of a name are upstream's, not the model's."""
    assert listing(name=" Acme:  Anvil 2 ").name == "Acme: Anvil 2"


@pytest.mark.parametrize("key", ["id", "canonical_slug"])
def test_an_endless_id_is_refused(key: str) -> None:
    """An id or slug of a thousand characters is read, and one more is not."""
    assert listing(**{key: "a/" + "x" * 998})
    with pytest.raises(ValidationError, match="at most 1000 characters"):
        listing(**{key: "a/" + "x" * 999})


def test_never_is_no_day() -> None:
    """Upstream's 2098-12-31 means that the id does not expire; any other day is one, past or not."""
    assert listing(expiration_date="2098-12-31").expires is None
    assert listing(expiration_date="2020-01-01").expires == date(2020, 1, 1)
    assert listing(expiration_date=...).expires is None


def test_a_set_in_another_order_is_the_same() -> None:
    """Upstream reorders its lists from day to day."""
    one = listing(supported_parameters=["b", "a"])
    other = listing(supported_parameters=["a", "b"])
    assert one.parameters == other.parameters


def test_output_may_exceed_the_context() -> None:
    """A limit of output larger than the context is kept as upstream says it."""
    made = listing(context_length=1_000, top_provider={"max_completion_tokens": 9_000})
    assert (made.context_length, made.top_provider.max_completion_tokens) == (1_000, 9_000)


def test_optional_keys_may_be_absent() -> None:
    """A record of an early day, with an id and prices alone, is a listing whose slug is its id."""
    made = listing(
        canonical_slug=..., name=..., created=..., description=..., context_length=..., architecture=...,
        top_provider=..., supported_parameters=..., default_parameters=..., expiration_date=...,
        hugging_face_id=...,
    )  # fmt: skip
    assert (made.slug, made.name, made.listed, made.context_length) == (
        "acme/anvil-2",
        "acme/anvil-2",
        None,
        None,
    )


def test_the_slug_that_stands_in_for_an_absent_one_has_no_variant() -> None:
    """Without a slug, `:free` and the plain id still belong to one model."""
    assert listing(id="acme/anvil-2:free", canonical_slug=...).slug == "acme/anvil-2"


def test_an_alias_is_a_router_and_names_its_target() -> None:
    """`~author/family-latest` points at an id that upstream calls a slug."""
    made = listing(id="~acme/anvil-latest", alias_target={"name": "Acme: Anvil 2", "slug": "acme/anvil-2"})
    assert made.router
    assert made.alias_target is not None
    assert made.alias_target.slug == "acme/anvil-2"


def test_the_variant_is_the_suffix_of_the_id() -> None:
    """`:free`, `:batch` and the others are variants; a plain id has none."""
    assert listing(id="acme/anvil-2:batch").variant == "batch"
    assert listing().variant == ""


def test_unknown_keys_are_reported_with_their_place() -> None:
    """A new key is no crash and is not dropped in silence, wherever it stands."""
    made = listing(
        carbon="low",
        architecture={"input_modalities": ["text"], "lattice": 7},
        pricing={"prompt": "0.1", "hologram": "0.5"},
    )
    assert made.unknown_keys == ("carbon", "architecture.lattice", "pricing.hologram")


@pytest.mark.parametrize(
    ("key", "value"),
    [("id", None), ("id", ""), ("id", 7), ("name", 3), ("context_length", "long"), ("context_length", -1),
     ("created", "yesterday"), ("pricing", {"prompt": "abc"}), ("pricing", []), ("architecture", "text"),
     ("supported_parameters", "tools"), ("supported_parameters", ["tools", 7])],
)  # fmt: skip
def test_a_wrong_type_is_refused(key: str, value: object) -> None:
    """What is not of the documented type is refused at the door, with the name of the field."""
    with pytest.raises(ValidationError) as refusal:
        listing(**{key: value})
    assert {error["loc"][0] for error in refusal.value.errors()} == {key}


def test_a_list_that_is_null_is_empty() -> None:
    """Upstream sends null in place of a list that has nothing in it."""
    assert listing(supported_parameters=None, supported_voices=None).parameters == ()


def test_the_raw_record_is_kept() -> None:
    """The page shows the record as the data folder holds it."""
    row = priced(prompt="0.1")
    assert listing(pricing={"prompt": "0.1"}).raw == row


def test_a_far_future_second_is_a_day() -> None:
    """A `created` beyond the calendar does not crash."""
    assert listing(created=10**14).listed == date(9999, 12, 31)


def test_what_a_parser_made_is_not_copied() -> None:
    """A map that is kept as it came is the record's own, and nothing else is kept beside the fields."""
    made = listing(links={"details": "/x"}, benchmarks={"arena": [1]}, reasoning={"default": "high"})
    for key in ("links", "benchmarks", "reasoning", "default_parameters"):
        assert getattr(made, key) is made.raw.get(key)
    assert not hasattr(made, "__dict__")


@pytest.mark.parametrize("key", ["slug", "prices", "parameters", "raw"])
def test_a_key_with_the_name_of_a_field_is_unknown(key: str) -> None:
    """A record has upstream's names alone: a key that is called as a field of ours is none of them."""
    made = listing(**{key: 7})
    assert (made.unknown_keys, made.slug) == ((key,), "acme/anvil-2-20260102")
