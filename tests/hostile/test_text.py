"""Hostile text in every field of every source stays text: in files, on pages, in a terminal.

The sample of payloads here is small; ``tests/soak`` does the same with all of them, and in a browser.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.records.listing import Listing
from sitegen.records.rating import Rating
from sitegen.sources import arena
from sitegen.sources.arena import feed_from
from tests.hostile import fields
from tests.hostile.payloads import FAMILIES, payloads, sample
from tests.hostile.shown import wrongly_shown
from tests.hostile.sound import Vocabulary, faults, printed_faults
from tests.hostile.worlds import FREE, PLAIN, TYPED, World, ask_everything, hostile_world, vocabulary

SAMPLE = sample(1)
MOVED = [*SAMPLE[1:], SAMPLE[0]]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world that harms nobody."""
    return hostile_world(tmp_path_factory.mktemp("plain"), PLAIN[:10], "--no-images")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world with a payload of each family in every field, its pictures drawn."""
    return hostile_world(tmp_path_factory.mktemp("hostile"), SAMPLE)


@pytest.fixture(scope="module")
def known(plain: World) -> Vocabulary:
    """Return the elements and attributes that our own templates write."""
    return vocabulary(plain)


def test_the_payloads_are_many_and_distinct() -> None:
    """There are more than five hundred, no two alike, and the sample has some of each family."""
    texts = [text for _, text in payloads()]
    assert len(texts) == len(set(texts)) >= 500
    assert {family for family, _ in payloads()} == {family for family, _ in SAMPLE} == set(FAMILIES)


def test_every_field_of_a_listing_is_in_the_sample() -> None:
    """A field that the catalogue's reader learns to read must be added to the sample that is filled."""
    assert fields.unsampled(Listing, fields.MODEL) == []
    assert {("name",), ("description",), ("links", "details"), ("pricing", fields.KEY)} <= set(FREE)
    assert {("expiration_date",), ("pricing", "prompt")} <= set(TYPED)


def test_every_field_of_a_rating_is_in_a_sample() -> None:
    """What each shape of a leaderboard has is what a rating is made of."""
    for sample_row in (fields.DATASET_ROW, fields.COMMUNITY_ROW, fields.PLAIN_ROW):
        answer = {"models" if "model" in sample_row else "rows": [sample_row]}
        (row,) = arena.snapshot(feed_from("x.json", answer), [answer], None).files["arena/text.json"]["rows"]  # type: ignore[index, call-overload, misc]
        assert row.keys() >= set(Rating.__slots__) - {"board", "rank"}


def test_no_file_has_anything_of_upstream_as_markup(known: Vocabulary, world: World) -> None:
    """Every file parses, and has no element, attribute, script, link or formula that is not ours."""
    found = {path: wrong for path, body in world.files().items() if (wrong := faults(path, body, known))}
    assert found == {}


def test_a_reader_sees_the_very_text(world: World) -> None:
    """A model's page shows a hostile name and description as they were sent."""
    found, looked = wrongly_shown(world, MOVED)
    assert found == []
    assert looked > len(SAMPLE)


def test_no_command_prints_what_a_terminal_or_a_log_obeys(plain: World, world: World) -> None:
    """Nothing that the commands print has a control character, a turn of direction or a runner's command."""
    ask_everything(world, plain)
    found = {name: wrong[:3] for name, _, printed in world.printed if (wrong := printed_faults(printed))}
    assert found == {}
    assert len(world.printed) == 20


def test_a_template_that_forgets_to_escape_is_caught(known: Vocabulary, world: World, tmp_path: Path) -> None:
    """The test of files is able to fail: one raw name in a template brings markup that is not ours."""
    (tmp_path / "data").symlink_to(world.root / "data")
    (tmp_path / "templates/partials").mkdir(parents=True)
    leaky = "<h1>{{ opening.name|safe }}</h1>{{ about.text|striptags|safe }}"
    (tmp_path / "templates/partials/about.html").write_text(leaky, encoding="utf-8")
    careless = World(tmp_path)
    careless.build("--no-images")
    caught = [path for path, body in careless.files().items() if faults(path, body, known)]
    assert len(caught) >= len(SAMPLE) // 4


@pytest.mark.parametrize(
    "printed",
    [
        b"a\x1b[31m",
        b"a\rb",
        "\u202ea".encode(),
        "a\x9b".encode(),
        b"::error::x",
        b"x ##[group]",
        b"  ::add-mask::",
    ],
)
def test_a_printed_fault_is_caught(printed: bytes) -> None:
    """Each kind of what a terminal or a log would obey is told."""
    assert printed_faults(b"fine\n" + printed)
    assert not printed_faults("fine: ünï ✓\n".encode())
