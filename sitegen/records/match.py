"""A match: which model an Arena name is, how sure that is, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Confidence(StrEnum):
    """The match ladder, surest first."""

    MANUAL = "manual"
    EXACT = "exact"
    HIGH = "high"
    VARIANT = "variant"
    LOW = "low"
    UNMATCHED = "unmatched"

    @property
    def joined(self) -> bool:
        """Whether a match of this confidence puts the rating on the model's page."""
        return self not in (Confidence.LOW, Confidence.UNMATCHED)


class Candidate(NamedTuple):
    """A model that was considered and lost, with the reason."""

    slug: str
    openrouter_id: str
    why: str


class Match(NamedTuple):
    """The answer for one Arena name: ``slug`` and ``openrouter_id`` are None when no model is joined.

    ``compared`` holds the two strings that decided, as they were compared; ``dropped`` what was left out of
    the Arena name to get there.
    """

    arena_name: str
    confidence: Confidence
    reason: str
    slug: str | None = None
    openrouter_id: str | None = None
    compared: tuple[str, str] | None = None
    dropped: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
