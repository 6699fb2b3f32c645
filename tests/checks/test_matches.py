"""Matches for a maintainer: the table, one name explained, lines to confirm, decisions that are no use."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.checks.matches import (
    by_the_rules,
    decision_findings,
    explanation,
    match_rows,
    match_table,
    names_by_confidence,
    proposals,
    toml_text,
)
from sitegen.matching.matches import Decision
from sitegen.records.rating import Leaderboard, Rating
from tests.worlds import listing


def world(*names: str, decisions: dict[str, Decision] | None = None) -> Catalog:
    """Return the catalog of one model and a board with these names."""
    rows = tuple(
        Rating(board="text", name=name, rank=rank, score=1500.0 - rank) for rank, name in enumerate(names, 1)
    )
    return catalog([listing()], [Leaderboard(board="text", ratings=rows)], decisions=decisions)


def test_the_table_counts_each_level_and_lists_what_is_joined() -> None:
    """Counts stand first, then a line a joined name with its model and its reason."""
    table = match_table(world("Anvil 2", "Mystery 9"))
    assert table.startswith("2 Arena names: manual 0  exact 1  high 0  variant 0  low 0  unmatched 1\n")
    (line,) = [line for line in table.splitlines() if "acme/anvil-2" in line]
    assert line.split()[:2] == ["Anvil", "2"]
    assert "Mystery" not in table


def test_a_name_is_found_whatever_its_case_and_punctuation() -> None:
    """`anvil-2` asks for what the board calls `Anvil 2`; a name on no board is answered by the rules."""
    known = world("Anvil 2")
    text = explanation(known, "anvil-2")
    assert text is not None
    assert text.startswith("Anvil 2 is acme/anvil-2 (exact)\n  why       ")
    assert "row       text board, rank 1, score 1499" in text
    assert explanation(known, "anvil-3") is None
    assert by_the_rules(known, "anvil-3").startswith("anvil-3 is joined to no model")


@pytest.mark.parametrize("name", ["", " ", "x" * 10_000, "\x00\x1b[31m", "\N{FULLWIDTH DIGIT TWO}\u202e"])
def test_any_name_is_answered(name: str) -> None:
    """Nothing that a person can type is a crash."""
    assert explanation(world("Anvil 2"), name) is None
    assert "is joined to no model" in by_the_rules(world(), name)


def test_a_program_gets_a_row_a_name_and_board() -> None:
    """Every documented key is there, and a name that is not joined has no slug."""
    joined, alone = match_rows(world("Anvil 2", "Mystery 9"))
    assert set(joined) == {
        "board", "arena_name", "canonical_slug", "openrouter_id",
        "confidence", "reason", "compared", "dropped", "candidates",
    }  # fmt: skip
    assert (joined["canonical_slug"], alone["canonical_slug"]) == ("acme/anvil-2-20260102", None)


def test_proposals_are_lines_for_the_file() -> None:
    """What is printed is TOML that names each unmatched row, the best ranked first, whatever it is called."""
    evil = 'a "b" \\ \x07 é'
    entries = tomllib.loads(proposals(world("Mystery 9", evil)))["match"]
    assert [entry["name"] for entry in entries] == ["Mystery 9", evil]
    assert all(entry["reason"] == "" for entry in entries)
    assert tomllib.loads(f"x = {toml_text(evil)}") == {"x": evil}


@pytest.mark.parametrize(
    ("name", "slug", "fault"),
    [
        ("nobody", "acme/anvil-2-20260102", "stands on no board"),
        ("Mystery 9", "acme/anvil-3", "no model's canonical slug"),
        ("Anvil 2", "acme/anvil-2-20260102", "says what the rules say"),
        ("Mystery 9", None, "says what the rules say"),
    ],
)
def test_a_decision_that_is_no_use_is_named(name: str, slug: str | None, fault: str) -> None:
    """Dead, mistaken and redundant lines of matches.toml are found."""
    decisions = {name: Decision(name, slug, "because", date(2026, 1, 1))}
    names = ("Anvil 2", "Mystery 9")
    ruled = {one.name: one.match for one in names_by_confidence(world(*names))}
    (found,) = decision_findings(world(*names, decisions=decisions), decisions, ruled)
    assert fault in found.what


def test_a_decision_that_decides_is_no_finding() -> None:
    """A line that joins what no rule would, or parts what a rule joins, is what the file is for."""
    decisions = {
        "Mystery 9": Decision("Mystery 9", "acme/anvil-2-20260102", "r"),
        "Anvil 2": Decision("Anvil 2", None, "r"),
    }
    ruled = {one.name: one.match for one in names_by_confidence(world("Anvil 2", "Mystery 9"))}
    assert decision_findings(world("Anvil 2", "Mystery 9", decisions=decisions), decisions, ruled) == []
