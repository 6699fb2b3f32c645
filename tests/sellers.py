"""A small journal of a catalogue and of its sellers, as the days of fetches make it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sitegen.catalog.changes import changes, replayed
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.endpoint import SOURCE, journal_id
from sitegen.sources.openrouter import normal_row
from tests.worlds import Row, row

ID = "acme/anvil-2"
DAYS = [date(2026, month, 1) for month in range(1, 10)]


def listed(key: str = ID, **pricing: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return the catalogue's record of an id at these prices."""
    return normal_row(row(id=key, canonical_slug=ID, pricing=pricing))


def offer(tag: str, seller: str = "", key: str = ID, /, **pricing: Any) -> Row:  # noqa: ANN401
    """Return what the journal follows of an offer at these prices: ``forge`` is Forge's."""
    return {
        "id": journal_id(key, tag),
        "provider_name": seller or tag.title(),
        "tag": tag,
        "pricing": pricing,
    }


def sold(*offers: Row, first: str | None = None, key: str = ID) -> list[Row]:
    """Return the records of an id's sellers; the first one is put first where nobody else is named."""
    tags = [str(one["id"]).rpartition("@")[2] for one in offers]
    return [{"id": key, "first": first or (tags[0] if tags else None)}, *offers]


Fetch = tuple[int, list[Row] | None, list[Row] | None]
"""A day of ``DAYS``, the catalogue of that day and its sellers; None: not read that day."""


def journal(*fetches: Fetch) -> list[Change]:
    """Return the journal of these fetches."""
    lines: list[Change] = []
    for day, catalogue, sellers in fetches:
        for source, rows in (("openrouter", catalogue), (SOURCE, sellers)):
            if rows is not None:
                lines += changes(replayed(lines, source), rows, on=DAYS[day], source=source)
    return lines


def line(day: int, source: str, key: str, field: str, old: Json = None, new: Json = None) -> Change:
    """Return one line of the journal."""
    return Change(on=DAYS[day], source=source, id=key, field=field, old=old, new=new)


def told_apart(found: Iterable[Change]) -> list[Change]:
    """Return the changes that are news."""
    return [change for change in found if not change.seller.folded]
