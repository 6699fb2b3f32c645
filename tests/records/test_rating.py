"""Ratings: what the models on a board give, by the board's name."""

from __future__ import annotations

import pytest

from sitegen.records.rating import board_output


@pytest.mark.parametrize(
    ("board", "output"),
    [
        ("text", "text"),
        ("vision", "text"),
        ("webdev", "text"),
        ("search", "text"),
        ("text_to_image", "image"),
        ("text-to-image", "image"),
        ("image_edit", "image"),
        ("image_to_video", "video"),
        ("text_to_video", "video"),
        ("image_to_text", "text"),
    ],
)
def test_a_board_is_named_for_what_it_rates(board: str, output: str) -> None:
    """What stands behind "to" counts, else the first type in the name, else text."""
    assert board_output(board) == output
