"""A rating: how voters placed one Arena name on one board, in one category."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

SOURCE = "arena"
"""The source of all ratings, as the journal calls it."""
OVERALL = "overall"
"""The category that holds all of a board's votes."""


def board_output(board: str) -> str:
    """Return what the models on a board give: ``image`` for ``text_to_image`` and ``image_edit``.

    Boards that are not named for a type (``text``, ``vision``, ``webdev``, ``search``) rate text.
    """
    words = re.split(r"[^a-z0-9]+", board.lower())
    made = words[words.index("to") + 1 :] if "to" in words else words
    return next((word for word in made if word in ("image", "video", "audio")), "text")


def _blank(value: object) -> object:
    return (" ".join(value.split()) or None) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One row of a leaderboard: a preference of voters between answers, not a measure of truth.

    ``score`` is on Arena's Bradley-Terry scale, ``lower`` and ``upper`` its 95 % interval (None where the
    board publishes none), ``votes`` a count. Source: https://huggingface.co/datasets/lmarena-ai/leaderboard-dataset
    """

    board: str
    category: str = OVERALL
    name: Annotated[str, BeforeValidator(_blank), Field(min_length=1)]
    organization: Annotated[str | None, BeforeValidator(_blank)] = None
    license: Annotated[str | None, BeforeValidator(_blank)] = None
    rank: Annotated[int | None, Field(ge=1)] = None
    score: Annotated[float, Field(allow_inf_nan=False)]
    lower: Annotated[float | None, Field(allow_inf_nan=False)] = None
    upper: Annotated[float | None, Field(allow_inf_nan=False)] = None
    votes: Annotated[int | None, Field(ge=0)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard:
    """One board: its rows, and the day that its source gives each category.

    On a partial board a missing row says nothing: the model may stand below the cut.
    """

    board: str
    published: dict[str, date | None] = field(default_factory=dict)
    partial: bool = False
    ratings: tuple[Rating, ...]
