"""Addresses: safe on every host, reversible, and never outside the site."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.forms.addresses import compare_address, id_path, root_of, url_path, words_path


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("openai/gpt-4o", "openai/gpt-4o"),
        ("z-ai/glm-5.2:free", "z-ai/glm-5.2!free"),
        ("~acme/anvil-latest", "!-acme/anvil-latest"),
        ("Acme/X", "!_41_cme/!_58_"),
        ("con/aux.txt", "!_63_on/!_61_ux.txt"),
        ("a/..", "a/!_2e_!_2e_"),
        ("a//b", "a/!_/b"),
    ],
)
def test_known_spellings(name: str, path: str) -> None:
    """Usual ids stay readable, and what a host refuses is spelled out."""
    assert id_path(name) == path


def id_of(path: str) -> str:
    """Return the id that ``id_path`` spelled; parts that were cut keep their digest."""
    return "/".join(
        re.sub(r"!_([0-9a-f]+)_|!-|!_$|!(?=[a-z0-9])", _unspelled, part) for part in path.split("/")
    )


def _unspelled(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return {"!-": "~", "!_": ""}.get(found[0], ":")


@given(st.text(max_size=60))
def test_any_id_can_be_read_back_and_is_safe(name: str) -> None:
    """Whatever upstream calls an id, its path is reversible and holds nothing that a host refuses."""
    path = id_path(name)
    assert re.fullmatch(r"[a-z0-9._!/-]+", path)
    assert not any(
        part in ("", ".", "..") or part.endswith(".") or part.startswith(".") for part in path.split("/")
    )
    if all(len(part) <= 20 for part in name.split("/")):
        assert id_of(path) == name


def test_a_long_part_is_cut_and_stays_unique() -> None:
    """Two long ids that differ at the end have two paths that a file system takes."""
    one, two = id_path("a/" + "x" * 300), id_path("a/" + "x" * 299 + "y")
    assert one != two
    assert max(len(part) for part in one.split("/")) <= 255


def test_a_path_of_many_parts_keeps_its_first_and_a_digest() -> None:
    """Two ids whose paths S3 would refuse for their length have two short ones, in their authors' folders."""
    one, two = id_path("a/" + "b/" * 400 + "x"), id_path("a/" + "b/" * 400 + "y")
    assert one != two
    assert re.fullmatch(r"a/!__[0-9a-f]{16}", one)
    assert id_path("b/" * 340 + "x") == "b/" * 340 + "x"


@given(st.text(max_size=300))
def test_words_are_one_safe_part(name: str) -> None:
    """A name from outside becomes one readable part, never empty, never special."""
    assert re.fullmatch(r"[a-z0-9._!-]{1,255}", words_path(name))
    assert words_path(name).strip(".") == words_path(name)


def test_words_stay_readable() -> None:
    """The usual style of Arena's names reads well as an address."""
    assert words_path("Claude Opus 4.5 (High, 32K, 20251101)") == "claude-opus-4.5-high-32k-20251101"


def test_ways_and_addresses() -> None:
    """A file's way back to the root goes up once a folder; its address leaves index.html out."""
    assert root_of("models/a/b/index.html") == "../../../"
    assert root_of("index.html") == ""
    assert url_path("models/a/b!free/index.html") == "models/a/b!free/"
    assert url_path("index.html") == ""


def test_models_side_by_side_have_an_address() -> None:
    """Slugs follow each other in one query, readable, and without any there is the bare page."""
    assert compare_address(["acme/a:free", "~b/c d"]) == "compare/?m=acme/a:free&m=~b/c%20d"
    assert compare_address([]) == "compare/"
