"""Versions: digests of what a page is made of, by which a reader and a build tell whether it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from pydantic_core import to_json

from sitegen.catalog.model import Model, Rated
from sitegen.facts.evidence import read_at
from sitegen.facts.provenance import source_days

if TYPE_CHECKING:
    from sitegen.facts.brief import Brief
    from sitegen.facts.context import Known
    from sitegen.facts.related import Group

SHORT = 6
"""Bytes of a version that people read: twelve hexadecimal digits, as that of the whole data."""


def version(model: Model, known: Known) -> str:
    """Return a digest of all that ``data/`` holds about a model: the same digest, the same facts."""
    found = known.versions.get(model.slug)
    if found is None:
        total = blake2b(model.slug.encode("utf-8", "replace"), digest_size=SHORT)
        for listing in model.listings:
            total.update(_text(listing.raw))
        own = [(gone.first_seen, gone.last_seen, gone.left) for gone in model.gone]
        total.update(_text((own, [_rated(one) for one in model.rated], model.histories, model.usage)))
        found = known.versions[model.slug] = total.hexdigest()
    return found


def _rated(one: Rated) -> tuple[object, ...]:
    """Return a name on Arena as plain values, which say themselves in a tenth of a record's time."""
    return one.name, one.organization, one.license, one.match, [vars(rating) for rating in one.ratings]


def page_key(model: Model, known: Known, groups: Sequence[Group]) -> str:
    """Return a digest of all that a model's page and its twins are drawn from, beside code and settings.

    Two builds of one program that give a page the same key give it the same bytes. What the page says of the
    model is in its version; what it says of others, in their names, in the related ``groups``, and in the
    digests of what the whole catalogue gives to every page.
    """
    names, target = known.names, model.primary.alias_target
    drawn_from = (
        version(model, known),
        known.setting,
        known.chart if model.slug in known.places else known.standings.absent.get(model.slug),
        [(one.title, one.note, [known.told_briefs[brief.path] for brief in one.models]) for one in groups],
        names.title(model),
        names.short(model),
        names.author(model.author),
        names.path(target.slug) if target else "",
        known.links if _LINK.search(model.primary.description or "") else "",
        [(one, known.boards.names[one.name]) for one in known.boards.proposed.get(model.slug, ())],
        [known.catalog.places.get(place) for place in _told_at(model)],
    )
    return _digest(drawn_from)


def setting(known: Known) -> str:
    """Return a digest of what every page says, or may say: sources and their days, boards, the ranking."""
    catalog, boards = known.catalog, known.boards
    read = [(feed, read_at(one), one.changed, one.dated, one.rows) for feed, one in catalog.receipts.items()]
    partial = [(board.board, board.partial) for board in catalog.leaderboards]
    sizes = (boards.paths, boards.days, boards.sizes, boards.read, known.board_days)
    return _digest((read, source_days(catalog), partial, sizes, known.usage, bool(known.journal)))


def chart(known: Known) -> str:
    """Return a digest of the chart of price against rating, and of the models on its frontier."""
    found = known.standings
    return _digest((found.points, found.absent, [known.briefs[point.slug] for point in found.frontier]))


def told_briefs(briefs: Iterable[Brief]) -> dict[str, str]:
    """Return what stands for each brief in a key, by the path of its model: many pages name the same one."""
    return {brief.path: repr(brief) for brief in briefs}


def links(known: Known) -> str:
    """Return a digest of where the ids that a description may link to lead."""
    return _digest((known.names.own,))


# A description without any of these links to nothing.
_LINK = re.compile(r"\]\(|\]:|<https?:", re.IGNORECASE)


def _told_at(model: Model) -> Iterable[tuple[str, str]]:
    """Yield under which names the data may hold lines about a model."""
    for listing in model.variants:
        yield "openrouter/models.json", listing.id
    for gone in model.gone:
        yield "retired.json", gone.listing.id
    for one in model.rated:
        yield "overrides/matches.toml", one.name
        for row in one.ratings:
            yield f"arena/{row.board}.json", one.name


def _digest(value: tuple[object, ...]) -> str:
    return blake2b(_text(value), digest_size=16).hexdigest()


def _text(value: object) -> bytes:
    """Return the bytes that stand for a value of records, tuples, numbers and texts."""
    try:
        return to_json(value, fallback=repr)
    except ValueError:  # half a surrogate pair, which no UTF-8 holds
        return repr(value).encode("utf-8", "backslashreplace")
