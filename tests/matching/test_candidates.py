"""Entries: which names a listing goes by, which ids are entries, and which makers a spelling means."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.matching.candidates import CatalogueEntry
from sitegen.matching.dates import NameDate
from sitegen.matching.index import Catalogue
from sitegen.records.listing import Listing
from tests.matching.test_matches import sold


def entry(key: str, name: str | None = None, slug: str | None = None, **more: str) -> CatalogueEntry:
    """Return the only entry of a catalogue with one listing."""
    (only,) = Catalogue([sold(key, name, slug, **more)]).entries
    return only


def words(entry: CatalogueEntry) -> list[str]:
    """Return the words of each name of an entry."""
    return [" ".join(name.words) for name in entry.names]


def ids(*listings: Listing) -> list[str]:
    """Return the ids of a catalogue's entries, in order."""
    return [one.listing.id for one in Catalogue(listings).entries]


def test_the_plain_ids_are_entries_and_ids_of_their_own_for_a_mode() -> None:
    """A route is no entry beside its plain id, a router none at all, and modes stand behind the plain ids."""
    routes = [sold(f"acme/b:{route}") for route in ("free", "batch")]
    alias = sold("~acme/latest", "Latest")
    assert ids(*routes, sold("acme/b:thinking"), sold("acme/c"), alias, sold("acme/b")) == [
        "acme/b", "acme/c", "acme/b:thinking",
    ]  # fmt: skip
    assert ids(*routes) == ["acme/b:batch"]


@pytest.mark.parametrize(
    ("key", "name", "slug", "names"),
    [
        ("acme/forge-2", "Acme: Forge 2", None, ["forge 2"]),
        ("acme/forge-2", "Acme: Forge II", None, ["forge 2", "forge ii"]),
        ("acme/forge-2", "Forge Two", None, ["forge 2", "forge two"]),
        ("acme/forge", "Acme: Forge: Two", None, ["forge", "forge two"]),
        ("acme/forge-2", None, "acme/forge-2-20260101", ["forge 2"]),
        ("acme/forge-2", None, "acme/forge-2-pro-20260101", ["forge 2", "forge 2 pro @2026-01-01"]),
        ("acme/forge-2:free", "Acme: Forge Two (free)", "acme/forge-2", ["forge 2", "forge two"]),
        ("acme/forge-2:free", "Acme: Forge 2 (free)", "acme/forge-2-20260101", ["forge 2"]),
        ("acme/f-2:thinking", "Acme: F 2", "acme/f-2", ["f 2 thinking"]),
        ("acme/f-2:thinking", "Acme: F 2 (Thinking)", "acme/f-2", ["f 2 thinking"]),
        ("acme/forge-405b", "Acme: Forge 405B (base)", None, ["forge 405b base"]),
        ("acme/forge-405b-base", "Acme: Forge 405B (base)", None, ["forge 405b base"]),
        ("acme/forge-2", "Acme: Forge 2 (Hot Anvil)", None, ["forge 2", "forge 2", "hot anvil"]),
    ],
)
def test_an_entry_goes_by_its_id_its_title_and_its_slug(
    key: str, name: str | None, slug: str | None, names: list[str]
) -> None:
    """Each is a name once: without maker, route and day, with its mode, and nicknames on their own."""
    assert words(entry(key, name, slug)) == names


@pytest.mark.parametrize(
    ("key", "weights", "name"),
    [
        ("acme/forge-2", "acme/Forge-2-24B", "forge 2 24b"),
        ("acme-inc/forge-2", "acme/Forge-2-24B", "forge 2 24b"),
        ("acme/forge-2", "AcmeInc/Forge-2-24B", "forge 2 24b"),
        ("acme/forge-2", "tuner/Forge-2-24B", None),
        ("abc/forge-2", "abcd/Forge-2-24B", None),
        ("acme/forge-2", "acme/Anvil-2", None),
        ("acme/forge-2", "", None),
        ("acme/forge-0711", "acme/Forge-24B-0905", None),
        ("acme/forge-0711", "acme/Forge-24B-0711", "forge 24b @07-11"),
        ("acme/forge-0711", "acme/Forge-24B", "forge 24b"),
        ("acme/forge", "acme/Forge-24B-0711", "forge 24b @07-11"),
        ("acme/forge-preview", "acme/Forge-24B", None),
        ("acme/forge", "acme/Forge-24B-Preview", "forge 24b preview"),
    ],
)
def test_the_makers_own_weights_are_a_name_if_they_only_add(key: str, weights: str, name: str | None) -> None:
    """Weights count where their owner is the maker and nothing in their name contradicts the id."""
    names = words(entry(key, hugging_face_id=weights))
    assert names[1:] == ([name] if name else [])


def test_how_weights_are_packed_is_no_part_of_their_name() -> None:
    """The format of the file is left out; a mode that the weights are for stays."""
    packed = entry("acme/forge-2", hugging_face_id="acme/Forge-2-24B-FP8").names[1]
    assert (packed.key, packed.core_and_modes, packed.modes) == ("", {"forge", "2", "24b"}, ())
    thinking = entry("acme/forge-2", hugging_face_id="acme/Forge-2-24B-Thinking-FP8").names[1]
    assert thinking.core_and_modes == {"forge", "2", "24b", "thinking"}
    assert [mode.text for mode in thinking.modes] == ["thinking"]


def test_the_words_of_an_entry_are_those_of_all_its_names() -> None:
    """Those of further names count, and those that name the maker before the model's."""
    assert entry("acme/forge-2").words == {"forge", "2"}
    assert entry("acme/acme-forge-2").words == {"acme", "forge", "2"}
    assert entry("acme/forge-2", "Forge II").words == {"forge", "2", "ii"}
    assert entry("acme/forge-2", "Forge II", hugging_face_id="acme/Forge-2-24B").words == {
        "forge", "2", "ii", "24b",
    }  # fmt: skip


def implied(key: str, slug: str | None = None, **more: str) -> list[str]:
    """Return the dates that are implied of the only entry of a catalogue with one listing."""
    return [str(name_date) for name_date in entry(key, slug=slug, **more).implied_dates]


def test_a_day_is_told_by_a_fact_the_description_the_weights_or_the_slug() -> None:
    """In this order, and only for an id without one; weights that are no name of the model tell nothing."""
    said = {"description": "This is forge-2407, and better than anvil-2309."}
    assert implied("acme/forge", hugging_face_id="acme/Forge-2507") == ["2025-07"]
    assert implied("acme/forge", hugging_face_id="acme/Anvil-2507") == []
    assert implied("acme/forge", hugging_face_id="acme/Forge-2507", **said) == ["2024-07"]
    assert implied("acme/forge", slug="acme/forge-2508") == ["2025-08"]
    assert implied("acme/forge", slug="acme/forge-20250801") == []
    assert implied("openai/gpt-4", description="gpt-4-0314") == ["06-13"]
    assert entry("acme/forge-0711").stated_dates == (NameDate(0, 7, 11), NameDate(0, 7, 11))


def test_only_the_beginning_of_a_description_is_read() -> None:
    """A name that ends with the 600th character is seen, one that is cut there is not."""
    name = "forge-2407"
    assert implied("acme/forge", description=" ".rjust(600 - len(name), ".") + name) == ["2024-07"]
    assert implied("acme/forge", description=" ".rjust(601 - len(name), ".") + name) == []


def test_a_release_is_of_the_day_in_the_slug_else_of_the_listing() -> None:
    """A day without a year lies in the year nearest to the listing."""
    assert entry("acme/forge", slug="acme/forge-20250711", day="2026-01-01").released == date(2025, 7, 11)
    assert entry("acme/forge", slug="acme/forge-0711", day="2025-07-20").released == date(2025, 7, 11)
    assert entry("acme/forge", slug="acme/forge-2507", day="2025-07-20").released == date(2025, 7, 20)
    assert entry("acme/forge").released is None


def test_a_spelling_means_the_maker_that_bears_it_else_those_that_begin_alike() -> None:
    """Four letters in common at the start are enough, three are not; the title's spelling counts."""
    known = Catalogue(
        [sold("acme/a"), sold("acme-inc/b", "Forge Works: B: C"), sold("abc/c"), sold("zzz/d", "D")]
    )
    assert known.makers == {"abc": "abc", "acme": "acme", "acmeinc": "acmeinc", "forgeworks": "acmeinc",
                            "zzz": "zzz"}  # fmt: skip
    asked = ("Acme", "ACME Inc.", "acme labs", "Forge Works", "forge", "ab", "abcd", "Nobody", "", None)
    assert [sorted(known.makers_meant(spelled)) for spelled in asked] == [
        ["acme"], ["acmeinc"], ["acme"], ["acmeinc"], ["acmeinc"], [], [], [], [], [],
    ]  # fmt: skip


def test_the_maker_is_read_off_the_first_part_of_the_id_and_off_the_slug() -> None:
    """An id below a folder of its maker belongs to that maker, and a slug may name another one."""
    assert entry("acme/lab/forge", slug="acme/lab/forge").makers == ("acme",)
    assert entry("acme/forge", slug="smith/forge").makers == ("acme", "smith")
