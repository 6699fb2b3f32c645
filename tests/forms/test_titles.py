"""Titles and descriptions: what fits into a search result."""

from __future__ import annotations

from sitegen.forms.titles import roomy_title, sized


def test_descriptions_take_what_fits() -> None:
    """Parts that would make it too long are left out, and a short one is filled up."""
    assert sized("Name:", "a" * 200, "one fact;", "") == (
        "Name: one fact: exact prices, limits, ratings and their sources."
    )
    assert len(sized("n" * 300)) <= 160
    assert roomy_title("Anvil", "price and ratings") == "Anvil: price and ratings"
    assert roomy_title("A" * 60, "price and ratings") == "A" * 60
