"""Changes: each kind of change in words, and which kind it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sitegen.facts.changes.kinds import KINDS, change_kind
from sitegen.facts.changes.words import change_json, change_text, worth_telling
from sitegen.facts.prices import PriceTexts
from sitegen.records.change import Change


def change(field: str, old: Any = None, new: Any = None, source: str = "openrouter") -> Change:  # noqa: ANN401 - any JSON value
    """Return a change of a field."""
    return Change(on=date(2026, 1, 1), source=source, id="a/b", field=field, old=old, new=new)


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("pricing.prompt", "0.000005", "0.0000075", "input $5 → $7.50 (+50 %)"),
        ("pricing.completion", "0.00001", "0", "output $10 → free"),
        ("pricing.prompt", "0.000003", "0.003", "input $3 → $3,000 (×1,000)"),
        ("pricing.prompt", "0.003", "0.000003", "input $3,000 → $3 (÷1,000)"),
        ("pricing.prompt", "0.000002", "0.000004", "input $2 → $4 (+100 %)"),
        ("pricing.prompt", "0.000002", "0.000004002", "input $2 → $4.002 (+100.1 %)"),
        ("pricing.prompt", "1", "0.99999", "input $1,000,000 → $999,990 (−0.001 %)"),
        ("pricing.web_search", None, "0.01", "web search not published → $0.01 per search"),
        ("pricing.prompt", "-1", "0.000001", "input varies by request → $1"),
        ("pricing.hologram", "0.5", None, "hologram $500,000 → not published"),
        ("context_length", 128_000, 64_000, "context 128,000 → 64,000"),
        ("supported_parameters", ["a", "b"], ["b", "c"], "parameters +c, −a"),
        ("name", "A", "B", "name A → B"),
        ("limits.day", {"a": None}, {"a": [1, True]}, 'limits day {"a":null} → {"a":[1,true]}'),
        ("top_provider.is_moderated", False, True, "top provider is moderated false → true"),
        ("name", "A" * 300, "B" * 301, f"name {'A' * 300} → {'B' * 300}…"),
        ("voices", ["c" * 400], ["c" * 401], f"voices +{'c' * 300}…, −{'c' * 300}…"),
        ("voices", [{"n": "é"}], [None], 'voices +null, −{"n":"é"}'),
        ("left", {"pricing": {"prompt": "0.000001"}}, None, "left at $1 in, not published out"),
        ("listed", None, {"id": "a/b"}, "listed"),
        ("reasoning.default_effort", None, "high", "reasoning default effort not published → high"),
        ("default_parameters", {}, [], "default parameters {} → set aside: no map"),
        ("hugging_face_id", "", False, "hugging face id not published → set aside: no text"),
        ("expiration_date", None, "soon", "expires none planned → set aside: no day"),
        ("expiration_date", None, "2098-12-31", "expires none planned → never"),
        ("expiration_date", "2026-05-01", None, "expires 2026-05-01 → none planned"),
        ("created", 1_767_225_600, 1_767_312_000, "day of listing 2026-01-01 → 2026-01-02"),
        (
            "created",
            1_767_225_600,
            1_767_225_600_000,
            "day of listing 2026-01-01 → set aside: later than the year 2100",
        ),
        ("created", 0, 1_767_225_600, "day of listing not published → 2026-01-01"),
        ("context_length", 128_000, 0, "context 128,000 → not published"),
        ("top_provider.max_completion_tokens", 0, 8_000, "max output not published → 8,000"),
        (
            "top_provider.is_moderated",
            False,
            "no way",
            "top provider is moderated false → set aside: neither true nor false",
        ),
        ("supported_parameters", ["a"], ["a", 3], 'parameters ["a"] → set aside: no list of names'),
        ("pricing.discount", None, "0.25", "discount not published → 0.25"),
        ("pricing.hologram", None, {"a": 1}, 'hologram not published → {"a": 1}'),
        ("listed", None, {"pricing": {"prompt": 1e-7, "completion": 0}}, "listed at $0.10 in, free out"),
    ],
)
def test_sentences(field: str, old: Any, new: Any, words: str) -> None:  # noqa: ANN401 - any JSON value
    """Each kind of change reads as a person would say it, in the figures of the pages."""
    assert change_text(change(field, old, new), PriceTexts()) == words


def test_a_rule_is_said_under_its_condition() -> None:
    """A tier that became dearer, and one that is new, each name their threshold."""
    old = [{"min_prompt_tokens": 200_000, "prompt": "0.000004"}]
    new = [
        {"min_prompt_tokens": 200_000, "prompt": "0.000006"},
        {"utc_start": 100, "utc_end": 400, "prompt": "0.000001"},
    ]
    assert change_text(change("pricing.overrides", old, new), PriceTexts()) == (
        "price rules: input for prompts of more than 200,000 tokens $4 → $6; "
        "input for 01:00 to 04:00 UTC none → $1"
    )


@pytest.mark.parametrize(
    ("field", "old", "new", "words"),
    [
        ("listed", None, {"name": "a", "rank": 3, "score": 1400.5}, "listed at rank 3 with 1400.5"),
        ("returned", None, {"name": "a", "score": 1400.5}, "returned"),
        ("left", {"name": "a", "rank": 3, "score": 1400.5}, None, "left"),
        ("rank", 3, 12, "rank 3 → 12"),
        ("score", 1400.5, 1390.0, "score 1400.5 → 1390.0"),
        ("rank", None, 1200, "rank not published → 1,200"),
    ],
)
def test_movements_on_a_leaderboard(field: str, old: Any, new: Any, words: str) -> None:  # noqa: ANN401 - any JSON value
    """A name that came onto a board of Arena says at which rank, and a rank that moved says from where."""
    assert change_text(change(field, old, new, "arena"), PriceTexts()) == words


def test_the_ends_of_an_interval_are_not_told() -> None:
    """They move with their score; prices stand in the order of a page, with all else behind them."""
    fields = ["lower", "context_length", "pricing.hologram", "upper", "pricing.completion", "pricing.prompt"]
    told = [one.field for one in worth_telling([change(field) for field in fields])]
    assert told == ["pricing.prompt", "pricing.completion", "context_length", "pricing.hologram"]


@pytest.mark.parametrize(
    ("field", "source", "term"),
    [
        ("pricing.prompt", "openrouter", "prices"),
        ("pricing.overrides", "openrouter", "prices"),
        ("listed", "openrouter", "listed"),
        ("returned", "openrouter", "returned"),
        ("left", "openrouter", "left"),
        ("name", "openrouter", "limits"),
        ("described", "openrouter", "first-full-records"),
        ("listed", "arena", "arena"),
        ("rank", "arena", "arena"),
    ],
)
def test_kinds_keep_their_terms(field: str, source: str, term: str) -> None:
    """A reader of feeds knows an entry by its id, which has this term in it: it must never change."""
    assert change_kind(change(field, source=source)).term == term
    assert len({kind.term for kind in KINDS}) == len(KINDS)


def test_programs_get_no_whole_records() -> None:
    """Old and new are the values of a field; of an id that came or left the journal itself has the record."""
    came, went = change("listed", new={"id": "a/b"}), change("left", old={"id": "a/b"})
    moved = change("context_length", 1, 2)
    found = [change_json(one, PriceTexts()) for one in (came, went, moved)]
    assert [(entry["old"], entry["new"]) for entry in found] == [(None, None), (None, None), (1, 2)]
    assert found[2]["text"] == "context 1 → 2"
