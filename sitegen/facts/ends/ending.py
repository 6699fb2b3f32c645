"""What ends: ids with an announced end, ids that left lately, and what to try in the place of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.catalog.relations import Relations
from sitegen.facts.changes.leaving import END, as_announced
from sitegen.facts.listed_price import price_cells
from sitegen.facts.prices import PriceTexts
from sitegen.facts.row import ModelRow, latest_first
from sitegen.facts.sources import catalogue_day
from sitegen.facts.standing import FAMILY, LATER, related
from sitegen.forms.figures import Cell, day
from sitegen.records.change import WHOLE
from sitegen.records.listing import MODEL, Listing
from sitegen.sources import openrouter

MONTH = timedelta(days=30)
"""How far back departures are listed, from the day of the catalogue."""


class Alternative(NamedTuple):
    """What to try in the place of an id: another id of the same model, or a related model, and why this one.

    Prices are base prices per 1M tokens; ``rank`` is that on Arena's text board, or why there is none.
    """

    why: str
    name: str
    path: str
    input: Cell
    output: Cell
    rank: str


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


class EndContext(NamedTuple):
    """What alternatives are looked up in; ``models`` by slug."""

    models: Mapping[str, Model]
    relations: Relations
    rows: Mapping[str, ModelRow]
    texts: PriceTexts


def ends(catalog: Catalog, context: EndContext) -> Ends:
    """Return what ends, and what left in the last month, each with what to try instead."""
    today = catalogue_day(catalog)
    since = today - MONTH if today else None
    listed = [end for model in catalog.models for end in _announced(model, context)]
    left = [end for model in catalog.models if since for end in _departed(model, since, context)]
    listed.sort(key=lambda one: (day(one.expires), one.name.casefold(), one.id))
    left.sort(key=lambda one: (day(one.left), one.name.casefold(), one.id))
    left.sort(key=lambda one: day(one.left), reverse=True)
    past = tuple([one for one in listed if today and one.expires and one.expires < today])
    return Ends(
        today=today,
        since=since,
        coming=tuple(listed[len(past) :]),
        past=past,
        noticed=tuple([one for one in left if one.announced]),
        unnoticed=tuple([one for one in left if one.told and not one.announced]),
        untold=tuple([one for one in left if not one.told]),
    )


def _announced(model: Model, context: EndContext) -> Iterator[Ending]:
    for listing in model.variants:
        if listing.expires:
            yield _ending(model, listing, context)


def _departed(model: Model, since: date, context: EndContext) -> Iterator[Ending]:
    for gone in model.gone:
        if gone.left > since:
            ending = _ending(model, gone.listing, context)
            yield ending._replace(last_seen=gone.last_seen, left=gone.left)


def _ending(model: Model, listing: Listing, context: EndContext) -> Ending:
    return Ending(
        id=listing.id,
        name=listing.name,
        path=context.rows[model.slug].path,
        record=f"{openrouter.name}/{listing.id}",
        expires=listing.expires,
        known_since=_known_since(model, listing.id) if listing.expires else None,
        told=END in listing.raw,
        instead=tuple(_instead(model, listing.id, context)),
    )


def _known_since(model: Model, key: str) -> date | None:
    """Return the day on which the journal first has the announced day of an id; None where it has none."""
    past = model.histories.get(key)
    for change in reversed(past.changes if past else ()):
        if change.field == END or change.field in WHOLE:
            return change.on
    return None


MOST = 4
"""Alternatives of an id at most."""

SAME = "the same model under another id"
FREE = "Free, same types"


def _instead(model: Model, key: str, context: EndContext) -> Iterator[Alternative]:
    """Yield what to try in the place of an id: ids of its own model that stay, else other models."""
    own = next(one for one in model.listings if one.id == key)
    stays = [one for one in model.variants if one.id != key and not one.expires]
    for listing in stays[:MOST]:
        cells = price_cells(listing, context.texts)
        yield _alternative(SAME, context.rows[model.slug], cells)._replace(name=listing.id)
    found: dict[str, Alternative] = {}
    for why, row in () if stays else (*_near(model, own, context), *_free_alike(own, context)):
        lacks = _lacking(own, row, context)
        note = f"{why}, without {', '.join(lacks)}" if lacks else why
        found.setdefault(row.slug, _alternative(note, row, (row.input, row.output)))
    yield from list(found.values())[:MOST]


def _near(model: Model, own: Listing, context: EndContext) -> Iterator[tuple[str, ModelRow]]:
    """Yield related models with what relates each: one of each group, two of those near in price and rating.

    What takes or gives less is named only where it is of the same line, and nothing of that does the same;
    the author's other models only where nothing is nearer.
    """
    some = False
    for group in related(model, context.relations, context.rows):
        of_line = group.title in (LATER, FAMILY)
        rows = [row for row in group.models if not row.expires]
        whole = [row for row in rows if not _lacking(own, row, context)]
        for row in (whole or (rows if of_line else []))[: 2 if group.foreign else 1]:
            if of_line or group.foreign or not some:
                some = True
                yield group.title, row


def _free_alike(own: Listing, context: EndContext) -> Iterator[tuple[str, ModelRow]]:
    """Yield the latest two free models that take and give what a free id does."""
    if {cell.state for cell in price_cells(own, context.texts)} != {"free"}:
        return
    free = [row for row in context.rows.values() if row.input.state == row.output.state == "free"]
    stay = [row for row in free if row.kind == MODEL and not (row.left or row.expires)]
    alike = [row for row in stay if row.id != own.id and not _lacking(own, row, context)]
    for row in sorted(alike, key=latest_first)[:2]:
        yield FREE, row


def _lacking(own: Listing, row: ModelRow, context: EndContext) -> list[str]:
    """Return what an id takes or gives and another model does not: ``["image input"]``."""
    was, now = own.architecture, context.models[row.slug].primary.architecture
    takes = [f"{one} input" for one in was.input_modalities if one not in now.input_modalities]
    return takes + [f"{one} output" for one in was.output_modalities if one not in now.output_modalities]


def _alternative(why: str, row: ModelRow, cells: tuple[Cell, Cell]) -> Alternative:
    return Alternative(why, row.name, row.path, *cells, rank=row.rank.cell.text if row.rank.score else "")
