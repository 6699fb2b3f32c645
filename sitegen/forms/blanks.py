"""Blanks: the reasons for what is missing, the same on every page and in every file."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Blank(StrEnum):
    """Why there is no figure; a page never shows a blank without one of these."""

    NOT_PUBLISHED = "not published"
    NOT_APPLICABLE = "not applicable"
    NOT_MATCHED = "not matched"
    NOT_IN_SOURCE = "not in the source"
    NOT_READ = "not read"
    NOT_ON_BOARD = "not on this board"
    NEWER_THAN_BOARD = "listed after this board’s day"
    NO_CONFIDENT_MATCH = "no confident match"
    RETIRED = "retired"
    SET_ASIDE = "set aside"
    WITHHELD = "withheld"
    SELLER_NOT_KNOWN = "seller not known"
    NO_SELLER = "no seller listed"


NONE_PLANNED = "none planned"
"""Why a day on which an id ends is missing: none is announced."""


def retired_by(left: date) -> str:
    """Return the word for what left: ``retired by 2026-02-05``, the first day on which it was not listed."""
    return f"{Blank.RETIRED.value} by {left.isoformat()}"


class Missing(NamedTuple):
    """Why a value is missing: the ``reason`` for programs, and a ``sentence`` for a page.

    ``lines`` are small print below the word: what there is instead, or how to take it. ``own_word`` stands in
    a cell where the reason itself would say too little.
    """

    reason: str
    sentence: str = ""
    lines: tuple[str, ...] = ()
    own_word: str = ""

    @property
    def word(self) -> str:
        """What stands in the place of the value: ``not matched``, ``not in the top 50``."""
        return self.own_word or self.reason
