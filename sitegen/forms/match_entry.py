"""A match as programs read it: which model a name of another source is, how sure that is, and why."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from sitegen.forms.blanks import Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.records.match import Match


class CandidateEntry(TypedDict):
    """A model that was considered for a name and lost."""

    slug: Annotated[str, "The model."]
    id: Annotated[str, "Its OpenRouter id."]
    why: Annotated[str, "Why it lost, or what a person should look at."]


class MatchEntry(TypedDict):
    """Which model a name of Arena’s or of models.dev’s is, how sure that is, and the evidence."""

    confidence: Annotated[str, "manual, exact, high, variant, low or unmatched; the first four are joined."]
    reason: Annotated[str, "Why, in one sentence."]
    slug: Annotated[str | None, "The model that the name is; null where none is joined."]
    id: Annotated[str | None, "Its OpenRouter id."]
    compared: Annotated[list[str] | None, "The two strings that decided, as they were compared."]
    dropped: Annotated[list[str], "What was left out of the name to get there."]
    candidates: Annotated[list[CandidateEntry], "The models that lost."]
    blanks: NotRequired[Blanks]


_NO_MATCH = dict.fromkeys(("slug", "id"), Blank.NOT_MATCHED.value) | {"compared": Blank.NOT_APPLICABLE.value}


def match_json(match: Match) -> MatchEntry:
    """Return a match with its evidence for programs."""
    entry: MatchEntry = {
        "confidence": match.confidence.value,
        "reason": match.reason,
        "slug": match.slug,
        "id": match.openrouter_id,
        "compared": None if match.compared is None else list(match.compared),
        "dropped": list(match.dropped),
        "candidates": [{"slug": c.slug, "id": c.openrouter_id, "why": c.why} for c in match.candidates],
    }
    return explained(entry, _NO_MATCH)
