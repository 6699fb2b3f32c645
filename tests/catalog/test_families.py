"""Families: which models belong together by name, and which is surely the later version of another."""

from __future__ import annotations

import pytest

from sitegen.catalog.families import Lineage, lineage, successors, surely_later
from tests.worlds import listing

DAY = 86_400


def read(key: str, created: int | None = 1_700_000_000) -> Lineage:
    """Return what an id says, of a listing of that second."""
    return lineage(listing(id=key, canonical_slug=key.partition(":")[0], created=created))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("acme/anvil-large-4.5", "anvil large"),
        ("acme/anvil-large-4.5:free", "anvil large"),
        ("acme/anvil3-235b-a22b-instruct-2507", "anvil"),
        ("acme/anvil-8x22b", "anvil"),
        ("acme/anvil-4o-2024-05-13", "anvil o"),
        ("acme/anvil-3n-e4b-it", "anvil n"),
        ("acme/anvil-v2.5-pro-preview-05-06", "anvil pro"),
        ("acme/anvil-3-5-turbo-16k", "anvil turbo"),
        ("~acme/anvil-large-latest", "anvil large"),
        ("acme/anvil-4.1-thinking", "anvil"),
        ("acme/forge/anvil-2", "anvil"),
    ],
)
def test_a_family_is_the_name_without_version_size_date_and_mode(key: str, words: str) -> None:
    """What makes one model differ from the next of its family is left out of the family's words."""
    assert read(key).family == ("acme", frozenset(words.split()))


def test_a_mode_is_one_as_its_maker_means_it() -> None:
    """Moonshot sells the same model faster as "turbo"; elsewhere the word is part of the name."""
    assert read("moonshotai/kimi-k2-turbo").words == {"kimi", "k"}
    assert read("moonshotai/kimi-k2-turbo").modes == {"turbo"}
    assert read("acme/kimi-k2-turbo").words == {"kimi", "k", "turbo"}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("acme/anvil-4.1", "acme/anvil-4.5"),
        ("acme/anvil-4.1", "acme/anvil-5"),
        ("acme/anvil-3-70b-instruct", "acme/anvil-3.3-70b-instruct"),
        ("acme/anvil-2407", "acme/anvil-2512"),
        ("acme/anvil-4o-2024-05-13", "acme/anvil-4o-2024-11-20"),
        ("acme/anvil-3-preview", "acme/anvil-3.7"),
        ("acme/anvil-4.7-fast", "acme/anvil-5-fast"),
    ],
)
def test_a_higher_version_or_later_date_is_later(earlier: str, later: str) -> None:
    """The same name with a higher version or a later date is a later version, and not the other way round."""
    assert surely_later(read(earlier), read(later))
    assert not surely_later(read(later), read(earlier))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("acme/anvil-4", "acme/anvil-5-mini"),
        ("acme/anvil-3-8b", "acme/anvil-3.3-70b"),
        ("acme/anvil-4.7", "acme/anvil-5-fast"),
        ("acme/anvil-4.7", "acme/anvil-5-thinking"),
        ("acme/anvil-2512", "acme/anvil-2512:free"),
        ("acme/anvil-4", "other/anvil-5"),
        ("acme/anvil-4", "acme/anvil-5-preview"),
        ("acme/anvil-3", "acme/anvil-4-instruct"),
        ("acme/anvil-large", "acme/anvil-large-2512"),
        ("acme/anvil-2-0711", "acme/anvil-2-0905"),
        ("acme/anvil", "acme/anvil-2"),
        ("acme/anvil-5-picture-1", "acme/anvil-6-picture-2"),
    ],
)
def test_what_is_not_sure_is_no_later_version(one: str, other: str) -> None:
    """Another size, mode, author or tuning, a preview, a name without number or with two decide nothing."""
    assert not surely_later(read(one), read(other))


def test_the_day_of_listing_must_agree() -> None:
    """A higher number that was listed earlier is no later version: 4.20 came before 4.6 as often as after."""
    assert not surely_later(read("acme/anvil-4.6", 2 * DAY), read("acme/anvil-4.20", DAY))
    assert not surely_later(read("acme/anvil-4", None), read("acme/anvil-5"))
    assert not surely_later(read("acme/anvil-4"), read("acme/anvil-5", None))


def test_the_latest_version_succeeds_all_before_it() -> None:
    """Each earlier version leads to the latest that can be had; what is gone leads, and is led to by none."""
    known = {key: read(key, at * DAY) for at, key in enumerate(("a/x-1", "a/x-2", "a/x-3", "a/x-4"), start=1)}
    assert successors(known, {}, past={"a/x-1", "a/x-4"}) == {"a/x-1": "a/x-3", "a/x-2": "a/x-3"}


def test_the_highest_version_is_the_latest_however_its_digits_sort() -> None:
    """Version 10 follows version 9, and the name that sorts last is not the answer."""
    known = {f"a/x-{at}": read(f"a/x-{at}", at * DAY) for at in (1, 9, 10)}
    assert successors(known, {}, past=set()) == {"a/x-1": "a/x-10", "a/x-9": "a/x-10"}


def test_a_line_that_is_gone_as_a_whole_leads_nowhere() -> None:
    """A model that left, and none like it is there: it has no successor."""
    assert successors({"a/x-1": read("a/x-1")}, {}, past={"a/x-1"}) == {}


def test_an_alias_leads_nobody_whose_day_is_unknown() -> None:
    """Without the second of listing of both, nobody knows whether the alias's target came later."""
    family = read("a/x").family
    for old, new in ((None, DAY), (DAY, None)):
        known = {"a/x": read("a/x", old), "a/x-sol": read("a/x-sol", new)}
        assert successors(known, {family: "a/x-sol"}, past=set()) == {}


def test_an_alias_leads_within_its_mode() -> None:
    """A model that thinks is not succeeded by one that does not, whatever the alias says."""
    known = {"a/x-1-thinking": read("a/x-1-thinking", DAY), "a/x-2": read("a/x-2", 2 * DAY)}
    assert successors(known, {known["a/x-2"].family: "a/x-2"}, past=set()) == {}


def test_the_catalogues_own_alias_comes_first() -> None:
    """Where an alias for the latest of the family points, its models lead, in their own mode only."""
    keys = ("a/x-1", "a/x-1-fast", "a/x-2", "a/x-3-sol", "a/x-4")
    known = {key: read(key, at * DAY) for at, key in enumerate(keys, start=1)}
    family = known["a/x-1"].family
    assert successors(known, {family: "a/x-3-sol"}, past=set()) == {
        "a/x-1": "a/x-3-sol",
        "a/x-2": "a/x-3-sol",
    }


def test_an_alias_that_lags_leads_nowhere() -> None:
    """An alias to a model that was listed before leads nobody back."""
    known = {"a/x-2": read("a/x-2", DAY), "a/x-3": read("a/x-3", 2 * DAY)}
    assert successors(known, {known["a/x-2"].family: "a/x-2"}, past=set()) == {"a/x-2": "a/x-3"}
