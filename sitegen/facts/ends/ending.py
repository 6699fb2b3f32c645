"""What ends: ids with an announced end, and ids that left lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.changes.leaving import END, as_announced, tells_of_ends
from sitegen.facts.ends.words import is_past
from sitegen.facts.sources import catalogue_day
from sitegen.facts.standing import Alternative, Others, alternatives
from sitegen.forms.figures import day
from sitegen.records.change import WHOLE
from sitegen.records.listing import Listing
from sitegen.sources import openrouter

MONTH = timedelta(days=30)
"""How far back departures are listed, from the day of the catalogue."""


class Ending(NamedTuple):
    """An id that ends or left; ``expires`` is the announced day and ``known_since`` that of the announcement.

    ``last_seen`` and ``left`` are None while it is listed. ``record`` is its id in the journal, and ``told``
    says whether the source's record of it tells of ends at all.
    """

    id: str
    name: str
    path: str
    record: str
    expires: date | None
    known_since: date | None
    told: bool
    last_seen: date | None = None
    left: date | None = None
    instead: tuple[Alternative, ...] = ()

    @property
    def announced(self) -> bool:
        """Whether an id that left did so as it was announced."""
        return self.left is not None and as_announced(self.expires, self.left)


class Ends(NamedTuple):
    """What ends, on the day of the catalogue.

    ``coming`` are announced ends, the next first; ``past`` those whose day is over though the source still
    lists them. ``noticed`` and ``unnoticed`` left after ``since``, with and without notice, the last first;
    of the ``untold`` nobody can say, for their last records do not tell of ends.
    """

    today: date | None
    since: date | None
    coming: tuple[Ending, ...]
    past: tuple[Ending, ...]
    noticed: tuple[Ending, ...]
    unnoticed: tuple[Ending, ...]
    untold: tuple[Ending, ...]

    @property
    def dated(self) -> tuple[Ending, ...]:
        """Every id with an announced day, the first day first: what a calendar holds."""
        found = [*self.past, *self.coming, *self.noticed]
        return tuple(sorted(found, key=lambda end: (day(end.expires), end.id)))


def ends(catalog: Catalog, context: Others) -> Ends:
    """Return what ends, and what left in the last month, each with what to try instead."""
    today = catalogue_day(catalog)
    since = today - MONTH if today else None
    listed = [end for model in catalog.models for end in _announced(model, context)]
    left = [end for model in catalog.models if since for end in _departed(model, since, context)]
    listed.sort(key=lambda one: (day(one.expires), one.name.casefold(), one.id))
    left.sort(key=lambda one: (day(one.left), one.name.casefold(), one.id))
    left.sort(key=lambda one: day(one.left), reverse=True)
    past = tuple([one for one in listed if is_past(one.expires, today)])
    return Ends(
        today=today,
        since=since,
        coming=tuple(listed[len(past) :]),
        past=past,
        noticed=tuple([one for one in left if one.announced]),
        unnoticed=tuple([one for one in left if one.told and not one.announced]),
        untold=tuple([one for one in left if not one.told]),
    )


def _announced(model: Model, context: Others) -> Iterator[Ending]:
    for listing in model.variants:
        if listing.expires:
            yield _ending(model, listing, context)


def _departed(model: Model, since: date, context: Others) -> Iterator[Ending]:
    for gone in model.gone:
        if gone.left > since:
            ending = _ending(model, gone.listing, context)
            yield ending._replace(last_seen=gone.last_seen, left=gone.left)


def _ending(model: Model, listing: Listing, context: Others) -> Ending:
    return Ending(
        id=listing.id,
        name=listing.name,
        path=context.rows[model.slug].path,
        record=f"{openrouter.name}/{listing.id}",
        expires=listing.expires,
        known_since=_known_since(model, listing.id) if listing.expires else None,
        told=tells_of_ends(listing.raw),
        instead=alternatives(model, listing.id, context),
    )


def _known_since(model: Model, key: str) -> date | None:
    """Return the day on which the journal first has the announced day of an id; None where it has none."""
    past = model.histories.get(key)
    for change in reversed(past.changes if past else ()):
        if change.field == END or change.field in WHOLE:
            return change.on
    return None
