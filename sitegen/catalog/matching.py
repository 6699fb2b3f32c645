"""Matching: which model of the catalogue an Arena name is, how sure that is, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.records.match import Confidence, Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sitegen.records.listing import Listing


@dataclass(frozen=True)
class ArenaName:
    """A name as it stands on one or more boards, with what the boards say of it."""

    name: str
    organization: str | None = None
    license: str | None = None
    url: str | None = None
    boards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A person's decision, a line of ``data/overrides/matches.toml``: ``slug`` is None for "none"."""

    name: str
    slug: str | None
    reason: str
    on: date | None = None


def matches(
    names: Iterable[ArenaName], listings: Sequence[Listing], decisions: Mapping[str, Decision] | None = None
) -> dict[str, Match]:
    """Return one Match for each name; the order of names and listings does not matter."""
    decisions = decisions or {}
    primary: dict[str, Listing] = {}
    for listing in sorted(listings, key=lambda one: (bool(one.variant), one.id), reverse=True):
        if not listing.router:
            primary[listing.slug] = listing
    index = {_key(text): one for one in primary.values() for text in (one.slug, one.name, one.id)}
    return {one.name: _match(one, index, primary, decisions.get(one.name)) for one in names}


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", " ", re.split(r"[/:]", text.lower().partition(":")[0])[-1]).strip()


def _match(
    one: ArenaName, index: dict[str, Listing], primary: dict[str, Listing], decision: Decision | None
) -> Match:
    found = index.get(_key(one.name))
    confidence, reason = Confidence.EXACT, "The names are equal after case, punctuation and vendor prefix."
    if decision is not None:
        found = primary.get(decision.slug or "")
        confidence, reason = Confidence.MANUAL, decision.reason
        if found is None and decision.slug is not None:
            reason = f"A person named {decision.slug}, which the catalogue does not have."
    if found is None:
        reason = reason if decision else "No model of the catalogue has this name."
        return Match(arena_name=one.name, confidence=Confidence.UNMATCHED, reason=reason)
    return Match(
        arena_name=one.name,
        confidence=confidence,
        reason=reason,
        slug=found.slug,
        openrouter_id=found.id,
        compared=(one.name, found.name),
    )
