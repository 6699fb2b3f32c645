"""Hostile ids, slugs, authors, aliases, Arena names and boards: a safe path for each, or a clear refusal.

The sample of names here is a sixth; ``tests/soak`` builds with all of them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hostile.fields import COMMUNITY_ROW
from tests.hostile.named import astray, names_world, path_faults, tree
from tests.hostile.names import ids, names
from tests.hostile.sound import printed_faults
from tests.hostile.worlds import World
from tests.worlds import row

IDS = ids()[::6]
TEXTS = names()[::6]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world of hostile names, built into a folder whose surroundings are watched."""
    root = tmp_path_factory.mktemp("watched") / "root"
    root.mkdir()
    world = names_world(root, IDS, TEXTS)
    before = tree(root.parent, world.site)
    world.build("--no-images")
    assert tree(root.parent, world.site) == before
    assert len(before) > 5
    return world


def test_no_file_leaves_the_output_folder(world: World) -> None:
    """A build changes nothing around its folder, as the fixture saw, and no link leads out of it."""
    assert not [path for path in world.site.rglob("*") if path.is_symlink()]
    assert all(path.resolve().is_relative_to(world.site.resolve()) for path in world.site.rglob("*"))


def test_every_path_is_one_that_every_disk_and_host_takes(world: World) -> None:
    """No part is one that Windows, S3 or Pages refuses, no two paths fold to one, no page is astray."""
    assert path_faults(world.files()) == []
    assert astray(world, IDS) == []
    assert b"id: String should have at most 1000 characters" in world.printed[0][2]


def test_the_commands_name_them_harmlessly(world: World) -> None:
    """What fetch, match and check print of hostile names acts on no terminal."""
    for command in (("match",), ("match", "--unmatched"), ("check", "data")):
        world.run(*command, code=None)
    assert [printed_faults(printed) for _, _, printed in world.printed if printed_faults(printed)] == []


def test_a_board_of_a_hostile_name_is_refused_or_takes_one_safe_file(tmp_path: Path) -> None:
    """The name of a board becomes that of a file: it is plain and no device, or the answer is refused."""
    world = World(tmp_path)
    before = tree(tmp_path, tmp_path / "data")
    for name in names():
        answer = {"meta": {"leaderboard": name}, "models": [COMMUNITY_ROW]}
        said = world.fetch("arena", answer, "2026-02-05", code=None)
        assert not printed_faults(said)
        code = world.printed[-1][1]
        written = tmp_path / f"data/arena/{name}.json"
        if code:
            assert re.fullmatch(rb"sitegen: arena.*; .*\n", said), said
        else:
            assert re.fullmatch(r"[a-z0-9_-]+", name), name
            assert written.is_file()
    (tmp_path / "answer.json").unlink()
    assert tree(tmp_path, tmp_path / "data") == before
    assert path_faults(path.name for path in (tmp_path / "data/arena").iterdir()) == []
    assert not {"con.json", "nul.json"} & {path.name for path in (tmp_path / "data/arena").iterdir()}
    world.fetch("openrouter", {"data": [row()]}, "2026-02-05")
    world.build("--no-images")


@pytest.mark.parametrize(
    "paths",
    [["../x"], ["a/../b"], ["/a"], ["a//b"], ["con"], ["a/aux.txt"], ["a."], ["a "], [".a"], ["A"], ["a:b"],
     ["a\\b"], ["x" * 256], ["/".join(["x"] * 600)], ["a/b", "a"], ["é"], ["a\x00"], ["a%2e"]],
)  # fmt: skip
def test_a_faulty_path_is_caught(paths: list[str]) -> None:
    """The judge of paths is able to fail, for each kind of fault."""
    assert path_faults(paths) != []
    assert path_faults(["a/b!free/index.html", "a/index.html", "og/a.png"]) == []


def test_the_names_are_many_and_distinct() -> None:
    """There are some hundreds of names and more than a thousand ids made of them, no two alike."""
    assert len(names()) == len(set(names())) > 200
    assert len(ids()) == len(set(ids())) > 1000
