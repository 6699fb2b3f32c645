"""Changes that are counted and not told: limits that hardly move, and abilities that flip with the seller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.endpoint import LIMITS

HARDLY = 3
"""Per cent under which a limit hardly moved."""

SMALL = f"limits that moved by under {HARDLY} %"
FLIPS = "flips of moderation and logprobs"
"""What belongs to the seller that is put first, and goes to and fro with it."""

_FLIPPING = {"logprobs", "top_logprobs"}


def quiet_move(change: Change) -> str:
    """Return as what a change is counted, "" for one that is told."""
    if change.field in LIMITS and _hardly(change.old, change.new):
        return SMALL
    if change.field == "supported_parameters" and isinstance(change.old, list):
        other = set(map(str, change.old)) ^ set(map(str, change.new if isinstance(change.new, list) else ()))
        return FLIPS if other and other <= _FLIPPING else ""
    return FLIPS if change.field == "top_provider.is_moderated" else ""


def _hardly(old: Json, new: Json) -> bool:
    if not isinstance(old, int) or not isinstance(new, int):
        return False
    return new > 0 and abs(new - old) * 100 < HARDLY * old


def quiet_counts(moved: Iterable[Change]) -> Counter[str]:
    """Return how many changes are counted and not told, by kind."""
    return Counter(filter(None, map(quiet_move, moved)))
