"""Matches for a maintainer: the table by confidence, one name explained, lines that a person can confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sitegen.catalog.arena_names import name_matches
from sitegen.catalog.model import LAST, Catalog, Rated
from sitegen.checks import Finding
from sitegen.forms.toml import toml_text
from sitegen.matching.matches import ArenaName, Decision
from sitegen.records import Row, data_files
from sitegen.records.match import Confidence, Match
from sitegen.records.rating import OVERALL
from sitegen.text import nearest

MATCHES = f"data/{data_files.MATCHES}"
PROPOSED = 40
"""Rows without a partner that are listed, the best ranked first."""


class Matches(NamedTuple):
    """What ``sitegen match`` can say of the names of one source, each in its own words."""

    rows: Callable[[Catalog, str | None], list[Row]]
    """A row for each name, or for those that a text means, for programs."""
    table: Callable[[Catalog], str]
    proposals: Callable[[Catalog], str]
    explanation: Callable[[Catalog, str], str | None]
    unknown: Callable[[Catalog, str], str]
    """What helps with a text that means no name."""


def names_by_confidence(known: Catalog) -> list[Rated]:
    """Return every Arena name, surest match first, then by rank."""
    every = [*(rated for model in known.models for rated in model.rated), *known.arena_only]
    order = list(Confidence)
    return sorted(every, key=lambda one: (order.index(one.match.confidence), best_rank(one), one.name))


def best_rank(rated: Rated) -> int:
    """Return the best overall rank of a name on any board; ``LAST`` where it has none."""
    return min((row.rank for row in rated.ratings if row.rank and row.category == OVERALL), default=LAST)


def match_rows(known: Catalog, name: str | None = None) -> list[Row]:
    """Return one row for each Arena name and board, or for those that ``name`` means, for programs."""
    rows: list[Row] = []
    for rated in names_by_confidence(known) if name is None else _called(known, name):
        match, joined = rated.match, rated.match.confidence.joined
        row: Row = {
            "arena_name": rated.name,
            "canonical_slug": match.slug if joined else None,
            "openrouter_id": match.openrouter_id if joined else None,
            "confidence": match.confidence.value,
            "reason": match.reason,
            "compared": list(match.compared) if match.compared else None,
            "dropped": list(match.dropped),
            "candidates": [candidate._asdict() for candidate in match.candidates],
        }
        rows += [{"board": board, **row} for board in dict.fromkeys(one.board for one in rated.ratings)]
    return rows


def match_table(known: Catalog) -> str:
    """Return the table by confidence: counts first, then a line for each name that is joined or proposed."""
    return table([(one.name, one.match) for one in names_by_confidence(known)], "Arena names")


def table(names: Sequence[tuple[str, Match]], what: str) -> str:
    """Return names with their matches as a table: counts, then those that are joined or proposed by level."""
    counts = Counter(match.confidence for _, match in names)
    head = "  ".join(f"{level} {counts[level]:,}" for level in Confidence)
    lines = [f"{len(names):,} {what}: {head}"]
    for level in Confidence:
        if counts[level] and level is not Confidence.UNMATCHED:
            own = [_table_line(name, match) for name, match in names if match.confidence is level]
            lines += [f"\n{level}", *own]
    return "\n".join(lines) + "\n"


def _table_line(name: str, match: Match) -> str:
    proposed = f"{match.candidates[0].openrouter_id}?" if match.candidates else "none"
    return f"  {name:48} → {match.openrouter_id or proposed}   {match.reason}"


def explanation(known: Catalog, name: str) -> str | None:
    """Return the walk through the decision for a name, or None where no board has it.

    Case and punctuation are ignored, so ``gpt-5.1-high`` finds ``GPT-5.1 (High)``.
    """
    return "\n".join(explained(one.match, _board_lines(one)) for one in _called(known, name)) or None


def _called(known: Catalog, name: str) -> list[Rated]:
    wanted = spoken(name)
    return [one for one in names_by_confidence(known) if spoken(one.name) == wanted]


def _unknown(known: Catalog, name: str) -> str:
    near = nearest(name, [rated.name for rated in names_by_confidence(known)], "none is like it.")
    return f"No board has this name; {near} By the rules:\n{by_the_rules(known, name)}"


def by_the_rules(known: Catalog, name: str) -> str:
    """Return what the rules say of a name that stands on no board."""
    listings = [listing for model in known.models for listing in model.variants]
    gone = [item for model in known.models for item in model.gone]
    return explained(name_matches([ArenaName(name)], listings, gone)[name])


def spoken(name: str) -> tuple[str, ...]:
    """Return the words of a name without case and punctuation."""
    return tuple("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def explained(match: Match, further: Iterable[str] = ()) -> str:
    """Return the walk through one decision, with further lines about the name."""
    answer = f"is {match.openrouter_id}" if match.confidence.joined else "is joined to no model"
    lines = [f"{match.arena_name} {answer} ({match.confidence})", f"  why       {match.reason}"]
    if match.compared:
        lines.append(f"  compared  “{match.compared[0]}” with “{match.compared[1]}”")
    if match.dropped:
        lines.append(f"  left out  {', '.join(match.dropped)}")
    if match.slug:
        lines.append(f"  slug      {match.slug}")
    lines += further
    lines += [f"  not       {candidate.openrouter_id}: {candidate.why}" for candidate in match.candidates]
    return "\n".join(lines) + "\n"


def _board_lines(rated: Rated) -> Iterator[str]:
    for row in rated.ratings:
        if row.category == OVERALL:
            rank = f"rank {row.rank}" if row.rank else "no rank"
            yield f"  row       {row.board} board, {rank}, score {row.score:g}"


def proposals(known: Catalog) -> str:
    """Return the best ranked names without a partner, each as lines for ``matches.toml`` to be completed."""
    alone = sorted((one for one in known.arena_only), key=lambda one: (best_rank(one), one.name))
    return "\n".join(_proposal(one) for one in alone[:PROPOSED])


ARENA = Matches(match_rows, match_table, proposals, explanation, _unknown)


def _proposal(rated: Rated) -> str:
    rank = best_rank(rated)
    return proposal(rated.name, rated.match, f"rank {rank}: " if rank < LAST else "")


def proposal(name: str, match: Match, where: str = "", source: str = "") -> str:
    """Return the lines of ``matches.toml`` that would decide about a name, for a person to complete."""
    near = match.candidates[0] if match.candidates else None
    slug = near.slug if near and match.confidence is Confidence.LOW else "none"
    # TOML allows no other character in a comment.
    comment = "".join(char if char.isprintable() else " " for char in f"{where}{match.reason}")
    lines = [f"# {comment}", "[[match]]", f"name = {toml_text(name)}", f"slug = {toml_text(slug)}"]
    lines += [f"source = {toml_text(source)}"] if source else []
    return "\n".join([*lines, 'reason = ""', ""])


def decision_findings(
    known: Catalog,
    decisions: Mapping[str, Decision],
    ruled: Mapping[str, Match],
    unknown: str = "stands on no board",
) -> list[Finding]:
    """Return the lines of ``matches.toml`` that are dead, name nothing, or say what a rule says anyway.

    ``ruled`` are the matches as they would be without any decision; ``unknown`` is the fault of a name that
    is not among them.
    """
    slugs = {model.slug for model in known.models}
    return [
        Finding("decision", MATCHES, f"{name}: {fault}", _step(name, decision, slugs, ruled))
        for name, decision in sorted(decisions.items())
        if (fault := _decision_fault(decision, slugs, ruled[name]) if name in ruled else unknown)
    ]


def _step(name: str, decision: Decision, slugs: set[str], ruled: Collection[str]) -> str:
    """Return what helps a dead line: the name or the slug that is probably meant."""
    usual = "correct or remove the line"
    if name not in ruled:
        return nearest(name, ruled, usual)
    return nearest(decision.slug, slugs, usual) if decision.slug and decision.slug not in slugs else usual


def _decision_fault(decision: Decision, slugs: set[str], ruled: Match) -> str | None:
    if decision.slug is not None and decision.slug not in slugs:
        return f"names {decision.slug}, which is no model's canonical slug"
    if ruled.slug == decision.slug and ruled.confidence.joined == (decision.slug is not None):
        return "says what the rules say without it"
    return None
