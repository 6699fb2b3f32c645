"""All payloads in all fields of all sources: files are sound, printed lines harmless, texts shown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitegen.sources.refusal import LONGEST_TEXT
from tests.hostile.fields import DAILY_USAGE, KEY, MODEL, WEEKLY_USAGE, Place, put
from tests.hostile.payloads import HUGE, payloads, sample
from tests.hostile.shown import wrongly_shown
from tests.hostile.sound import Vocabulary, faults, printed_faults
from tests.hostile.worlds import (
    FREE,
    PLAIN,
    TYPED,
    World,
    ask_everything,
    boards,
    hostile_world,
    ratings_of,
    vocabulary,
)
from tests.soak.conftest import Counted

EVERY = payloads()
MOVED = [*EVERY[1:], EVERY[0]]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world that harms nobody."""
    return hostile_world(tmp_path_factory.mktemp("plain"), PLAIN, "--no-images")


@pytest.fixture(scope="module")
def known(plain: World) -> Vocabulary:
    """Return the elements and attributes that our own templates write."""
    return vocabulary(plain)


def test_every_payload_in_every_field_stays_text(
    plain: World, known: Vocabulary, tmp_path: Path, counted: Counted
) -> None:
    """Files parse and hold no markup of upstream's, pages show the very text, commands print no code."""
    world = hostile_world(tmp_path, EVERY, "--no-images")
    files = world.files()
    counted("hostile payloads", len(EVERY))
    counted("fields of a catalogue's record that hold them", len(FREE))
    counted("pairs of payload and field", len(EVERY) * len(FREE))
    counted("files of hostile worlds", len(files))
    counted("hostile pages", sum(path.endswith(".html") for path in files))
    assert {path: wrong[:3] for path, body in files.items() if (wrong := faults(path, body, known))} == {}
    wrong, looked = wrongly_shown(world, MOVED)
    counted("hostile texts seen on pages", looked)
    assert wrong == []
    ask_everything(world, plain)
    counted("hostile lines printed", sum(printed.count(b"\n") for _, _, printed in world.printed))
    assert [(name, wrong[:3]) for name, _, out in world.printed if (wrong := printed_faults(out))] == []


@pytest.mark.parametrize("place", TYPED, ids=lambda place: ".".join(map(str, place)))
def test_a_payload_where_a_number_or_day_must_be_is_set_aside(
    known: Vocabulary, tmp_path: Path, counted: Counted, place: Place
) -> None:
    """The field, or for a price the row, is refused with its reason, and the rest goes on."""
    world = World(tmp_path)
    honest = [
        {**MODEL, "id": f"acme/item:v{number:03d}", "canonical_slug": f"acme/item{number % 6}"}
        for number in range(600)
    ]
    for number, start in enumerate(range(0, len(EVERY), 12)):
        rows = [
            put(MODEL, place, text) | {"id": f"evil/{text}", "canonical_slug": text}
            for _, text in EVERY[start : start + 12]
        ]
        said = world.fetch("openrouter", {"data": honest + rows}, "2026-02-05")
        assert not printed_faults(said)
        counted("rows with a payload in the place of a number", len(rows))
        if number % 40 == 0:
            world.build("--no-images")
            wrong = {
                path: wrong for path, body in world.files().items() if (wrong := faults(path, body, known))
            }
            assert wrong == {}
    assert b"set aside" in said


def surroundings() -> Iterator[tuple[str, Any]]:
    """Yield source and answer of a part of each family around the rows, and in rows that are refused."""
    for _, text in sample(15):
        row = boards([("", "anvil-2")])["vision"]["models"][0]
        about = {
            "leaderboard": "vision",
            "fetched_at": text,
            "last_updated": text,
            "source_url": text,
            KEY: text,
        }
        yield "arena", {"meta": about, "models": [row], KEY: text}
        yield "arena", {"meta": {"leaderboard": text}, "models": [row]}
        yield "arena", {"rows": ratings_of(text), "updated": text, "leaderboard": "webdev"}
        yield (
            "usage",
            {"data": [DAILY_USAGE, DAILY_USAGE | {"model_permaslug": text}], "meta": {"as_of": text}},
        )
        yield "usage", {"data": [DAILY_USAGE | {"date": text, "total_tokens": text}], "meta": text}
        yield "usage", {"rankingType": "week", "rankingData": [WEEKLY_USAGE | {"variant": text}]}
        yield "usage", {"rankingType": text, "rankingData": [WEEKLY_USAGE | {"date": text}]}
        yield "openrouter", {"data": text, "error": {"message": text}, text: [text]}


def test_a_payload_around_the_rows_is_refused_or_kept_as_text(
    known: Vocabulary, tmp_path: Path, counted: Counted
) -> None:
    """Answers are taken or refused in one harmless line, and what is taken builds."""
    world = World(tmp_path)
    for number, (source, answer) in enumerate(surroundings()):
        said = world.fetch(source, answer, "2026-02-05", code=None)
        assert not printed_faults(said), said
        counted("answers with a payload around their rows", 1)
        if number % 400 == 0:
            world.build("--no-images")
            wrong = {
                path: wrong for path, body in world.files().items() if (wrong := faults(path, body, known))
            }
            assert wrong == {}


@pytest.mark.parametrize("what", HUGE)
def test_a_huge_text_is_got_through(known: Vocabulary, tmp_path: Path, counted: Counted, what: str) -> None:
    """A description of a megabyte is built in the end; a name, a key, a board's row up to the limit."""
    world, whole = World(tmp_path), HUGE[what]
    text = whole[:LONGEST_TEXT]
    rows = [
        {**MODEL, "id": "acme/a", "canonical_slug": "acme/a", "description": whole},
        {**MODEL, "id": "acme/b", "canonical_slug": "acme/b", "name": text},
        {**MODEL, "id": f"acme/{text}", "canonical_slug": f"acme/{text}", "alias_target": None},
        {**MODEL, "id": "acme/d", "canonical_slug": "acme/d", text: text, "supported_parameters": [text]},
        *(MODEL | {"id": f"acme/c:v{number}", "canonical_slug": "acme/c"} for number in range(60)),
    ]
    world.fetch("openrouter", {"data": rows}, "2026-02-04")
    moved = [row | {"description": whole, "name": text} for row in rows[:4]]
    world.fetch("openrouter", {"data": [*moved, *rows[4:]]}, "2026-02-05")
    world.fetch("arena", {"rows": ratings_of(text)}, "2026-02-05", code=None)
    world.build()
    counted("huge texts", 1)
    assert {
        path: wrong[:3] for path, body in world.files().items() if (wrong := faults(path, body, known))
    } == {}
    assert [wrong[:2] for _, _, printed in world.printed if (wrong := printed_faults(printed))] == []


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_a_real_terminal_gets_no_code(tmp_path: Path, counted: Counted) -> None:
    """Through a pseudo-terminal, on which click filters nothing, commands send text and line ends."""
    world = hostile_world(tmp_path, EVERY[::3], "--no-images")
    for command in (
        "match",
        "match --unmatched",
        "check data",
        "build --no-images",
        "fetch openrouter",
    ):
        more = ["--from", str(tmp_path / "answer.json")] if command.startswith("fetch") else []
        more += ["--out", str(world.site)] if command.startswith("build") else []
        printed = on_a_terminal(["--root", str(tmp_path), *command.split(), *more])
        counted("bytes printed to a terminal", len(printed))
        # The bar, for a person who waits, goes back in its line.
        assert not printed_faults(printed.replace(b"\r", b"\n"))
    assert world.printed


def on_a_terminal(arguments: list[str]) -> bytes:
    """Return what a command writes to a pseudo-terminal."""
    ours, theirs = os.openpty()
    line = [sys.executable, "-m", "sitegen", *arguments]
    with subprocess.Popen(line, stdout=theirs, stderr=theirs, stdin=theirs) as running:
        os.close(theirs)
        found = bytearray()
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not piece:
                break
            found += piece
        running.wait()
    os.close(ours)
    return bytes(found)
