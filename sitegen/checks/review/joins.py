"""What a review says of the join: matches that changed, and ids that became the slug of another model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.catalog.model import Catalog, NoOffer
from sitegen.checks.review.side import Side
from sitegen.records import Row
from sitegen.records.match import Match
from sitegen.records.review import Line, Section


def match_lines(old: Catalog, new: Catalog) -> Iterator[Line]:
    """Yield the names of boards that belong to another model than before."""
    was, now = _matches(old), _matches(new)
    for name in sorted(was.keys() & now.keys()):
        both = was[name], now[name]
        before, after = [(match.slug, match.confidence.joined) for match in both]
        if before != after:
            words = [f"{m.slug if m.confidence.joined and m.slug else 'none'} ({m.confidence})" for m in both]
            line = {"kind": "match", "id": name, "name": name, "text": f"match {' → '.join(words)}"}
            yield Line(section=Section.REVIEW, old=before[0], new=after[0], **line)


def list_price_lines(old: Catalog, new: Catalog) -> Iterator[Line]:
    """Yield the models whose maker's list price is joined no more, by their plain ids.

    That its model has no price any more is a change of this price, and told as such.
    """
    now = {model.slug: model for model in new.models}
    for model in old.models:
        after = now[model.slug].maker if model.slug in now else None
        if model.maker.model and model.maker.prices and after and after.reason in _NOT_JOINED:
            text = f"maker’s list price is not known any more: {after.why}"
            who = {"id": model.primary.id, "name": model.primary.name}
            yield Line(section=Section.REVIEW, kind="match", text=text, old=model.maker.model.id, **who)


_NOT_JOINED = (NoOffer.NOT_IN_SOURCE, NoOffer.NO_CONFIDENT_MATCH)


def _matches(known: Catalog) -> dict[str, Match]:
    joined = {rated.name: rated.match for model in known.models for rated in model.rated}
    return joined | {rated.name: rated.match for rated in known.arena_only}


def clashes(old: Side, new: Side) -> Iterator[Line]:
    """Yield the ids that have become another model's slug: their own page cannot stand any more."""
    known = set(_clashing(old.rows))
    for key in _clashing(new.rows):
        if key not in known:
            text = "is the id of one model and the canonical slug of another"
            yield Line(section=Section.REVIEW, kind="clash", id=key, name=key, text=text)


def _clashing(rows: Iterable[Row]) -> list[str]:
    slug_of = {str(row["id"]): str(row.get("canonical_slug") or row["id"]) for row in rows}
    slugs = set(slug_of.values())
    return sorted(key for key, slug in slug_of.items() if key != slug and key in slugs)
