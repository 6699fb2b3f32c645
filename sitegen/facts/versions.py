"""Versions: a short digest of the data about a model, by which a reader tells whether a fact changed."""

from __future__ import annotations

from hashlib import blake2b

from pydantic_core import to_json

from sitegen.catalog.model import Model, Rated
from sitegen.records.change import LIFE, Change

BYTES = 6
"""Bytes of a version that people read: twelve hexadecimal digits, as that of the whole data."""


def version(model: Model) -> str:
    """Return a digest of all that ``data/`` holds about a model: the same digest, the same facts."""
    total = blake2b(model.slug.encode("utf-8", "replace"), digest_size=BYTES)
    for listing in model.listings:
        total.update(_bytes(listing.raw))
    gone = [(item.first_seen, item.last_seen, item.left) for item in model.gone]
    past = {key: [_line(change) for change in history.changes] for key, history in model.histories.items()}
    total.update(_bytes((gone, [_plain(name) for name in model.rated], past, model.usage)))
    return total.hexdigest()


def _line(change: Change) -> tuple[object, ...]:
    """Return what a line of the journal adds: of a whole record the day, for what it held follows.

    The record is the one of today, with what later lines say that it was before.
    """
    if change.field in LIFE:
        return change.on, change.field
    return change.on, change.field, change.old, change.new


def _plain(rated: Rated) -> tuple[object, ...]:
    """Return a name on Arena as plain values, which become JSON in a tenth of a record's time."""
    return rated.name, rated.organization, rated.license, rated.match, [vars(row) for row in rated.ratings]


def _bytes(value: object) -> bytes:
    """Return the bytes that stand for a value of records, tuples, numbers and texts."""
    try:
        return to_json(value, fallback=repr)
    except ValueError:  # half a surrogate pair, which no UTF-8 holds
        return repr(value).encode("utf-8", "backslashreplace")
