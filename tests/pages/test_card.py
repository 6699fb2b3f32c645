"""A card's texts: drawn as they are, or in other words that the fonts have."""

from __future__ import annotations

import pytest

from sitegen.pages.card import LONGEST, KeyFigure, described, drawn


@pytest.mark.parametrize(
    "text", ["Claude Opus 4.5", "Żubr Ω – Ёлка", "≈ $0.0833333", "<script>alert(1)</script>"]
)
def test_what_the_fonts_have_is_drawn_as_it_is(text: str) -> None:
    """Latin, Greek and Cyrillic names stay as they are, and so does what would be markup elsewhere."""
    assert drawn(text, "acme/other") == text


@pytest.mark.parametrize(
    "text", ["通义千问", "🚀 Rocket", "عربي", "a\u200dd", "na\u0300\u0301", "\ue000", "", "  \n "]
)
def test_what_the_fonts_lack_falls_back(text: str) -> None:
    """A name with a character that the fonts lack, or with none at all, gives way to the next text."""
    assert drawn(text, "acme/other") == "acme/other"


def test_the_last_text_is_spelled_in_ascii() -> None:
    """Where no text can be drawn, the last is, with marks for what is lacking."""
    assert drawn("千问", "acme/千问-2") == "acme/??-2"
    assert drawn("千问", "") == ""


def test_a_text_is_one_line_of_composed_letters() -> None:
    """Line ends, narrow blanks and letters in two parts become what a font can set."""
    assert drawn("≈\u202f$0.08\n a\u0308b") == "≈ $0.08 äb"


def test_an_endless_text_is_cut() -> None:
    """A name of a million characters is cut before anything is measured."""
    assert len(drawn("a" * 1_000_000)) == LONGEST
    assert len(drawn("千" * 1_000_000)) == LONGEST


def test_a_description_has_each_text_once() -> None:
    """Empty parts are left out, and a figure without a unit ends where its word does."""
    figures = (
        KeyFigure("Input", "$2", "per 1M tokens", money=True),
        KeyFigure("Output", "free", state="free", money=True),
    )
    assert described("Anvil", "Acme", "", "As of 2026-01-05", figures=figures) == (
        "Anvil. Acme. Input: $2 per 1M tokens. Output: free. As of 2026-01-05."
    )
