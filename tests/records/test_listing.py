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
    """Upstream's 2098-12-31 and 9999-01-01 mean that the id does not expire; any other day is one."""
    assert listing(expiration_date="2098-12-31").expires is None
    assert listing(expiration_date="9999-01-01").expires is None
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
    assert made.is_stand_in
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
    [("id", None), ("id", ""), ("id", 7), ("id", ...), ("canonical_slug", ""), ("canonical_slug", 7),
     ("pricing", {"prompt": "abc"}), ("pricing", [])],
)  # fmt: skip
def test_an_id_a_slug_or_a_price_of_a_wrong_type_is_refused(key: str, value: object) -> None:
    """A record without what it is known by, or at a price that is none, is refused by the field's name."""
    for others in ({}, {"name": 3, "links": []}):
        with pytest.raises(ValidationError) as refusal:
            listing(**{**others, key: value})
        assert refusal.value.errors()[0]["loc"][0] == key


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", 3, "name is 3, no text"),
        ("name", "", 'name is "", no name'),
        ("name", "  ", 'name is "  ", no name'),
        ("created", "yesterday", 'created is "yesterday", no whole number'),
        ("created", 1_767_312_000_000, "created is 1767312000000, later than the year 2100"),
        ("context_length", "long", 'context_length is "long", no whole number'),
        ("context_length", -1, "context_length is -1, below 0"),
        ("context_length", 1.5, "context_length is 1.5, no whole number"),
        ("architecture", "text", 'architecture is "text", no map'),
        ("architecture", None, "architecture is null, no map"),
        ("top_provider", None, "top_provider is null, no map"),
        ("supported_parameters", "tools", 'supported_parameters is "tools", no list'),
        ("supported_parameters", ["tools", 7], 'supported_parameters is ["tools", 7], no list of names'),
        ("expiration_date", "soon", 'expiration_date is "soon", no day'),
        ("expiration_date", "", 'expiration_date is "", no day'),
        ("expiration_date", "2026-12-01T23:59:59Z", 'expiration_date is "2026-12-01T23:59:59Z", no day'),
        ("reasoning", True, "reasoning is true, no map"),
        ("default_parameters", [], "default_parameters is [], no map"),
        ("links", [], "links is [], no map"),
        ("hugging_face_id", False, "hugging_face_id is false, no text"),
        ("alias_target", {"name": "x"}, 'alias_target is {"name": "x"}, without what it needs'),
        ("description", ["x" * 90], f'description is ["{"x" * 58}…, no text'),
    ],
)
def test_an_odd_optional_field_is_set_aside(key: str, value: object, said: str) -> None:
    """Any other field that is not of its kind is as if it were absent and is named; the record stays."""
    made = listing(**{key: value})
    assert [odd.text for odd in made.odd] == [said]
    assert made == listing(**{key: ...})
    assert made.raw[key] == value
    assert made.is_odd(key)


def test_of_a_map_one_odd_key_is_set_aside() -> None:
    """The other limits of the provider stay, and several odd fields of a record are all named."""
    made = listing(
        top_provider={"context_length": 9, "max_completion_tokens": "many", "is_moderated": "perhaps"},
        architecture={"input_modalities": "text", "output_modalities": ["text"]},
    )
    assert [odd.text for odd in made.odd] == [
        'architecture.input_modalities is "text", no list',
        'top_provider.max_completion_tokens is "many", no whole number',
        'top_provider.is_moderated is "perhaps", neither true nor false',
    ]
    assert (made.top_provider.context_length, made.top_provider.max_completion_tokens) == (9, None)
    assert made.architecture.output_modalities == ("text",)
    assert not made.is_odd("architecture.output_modalities")


def test_no_tokens_are_none_that_is_published() -> None:
    """A context or an answer of 0 tokens is what upstream sends where it knows none, and nothing odd."""
    made = listing(context_length=0, top_provider={"context_length": 0, "max_completion_tokens": 0})
    assert (made.context_length, made.odd) == (None, ())
    assert (made.top_provider.context_length, made.top_provider.max_completion_tokens) == (None, None)


def test_a_usual_record_has_nothing_odd() -> None:
    """Upstream's nulls and absent keys are none of it."""
    assert listing().odd == listing(name=None, created=None, expiration_date=None, links=None).odd == ()


def test_a_list_that_is_null_is_empty() -> None:
    """Upstream sends null in place of a list that has nothing in it."""
    assert listing(supported_parameters=None, supported_voices=None).parameters == ()


def test_the_raw_record_is_kept() -> None:
    """The page shows the record as the data folder holds it."""
    row = priced(prompt="0.1")
    assert listing(pricing={"prompt": "0.1"}).raw == row


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


def test_the_second_0_is_no_day_of_listing() -> None:
    """A page said that the model was listed on 1970-01-01."""
    made = listing(created=0)
    assert (made.listed, made.odd) == (None, ())
