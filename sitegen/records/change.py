"""A change: one line of the journal, the only place where sitegen keeps history."""

from __future__ import annotations

from datetime import date

from sitegen.records import Json, Record

LISTED = "listed"
LEFT = "left"
RETURNED = "returned"
DESCRIBED = "described"
"""The first full record of an id that the journal knew by its prices alone."""


class Change(Record):
    """What one field of one id was and became on a day.

    ``field`` is the dotted key of the record (``pricing.prompt``), or one of ``listed``, ``returned`` and
    ``described``, whose ``new`` is the whole record, or ``left``, whose ``old`` is. ``old`` None means that
    the key was absent or null before; ``new`` None, that it is now.
    """

    on: date
    source: str
    id: str
    field: str
    old: Json = None
    new: Json = None
