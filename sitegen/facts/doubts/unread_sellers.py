"""What could not be read of who sells a model: an answer, a seller's record, or a field of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.doubts.contradictions import Unread
from sitegen.records.endpoint import model_and_key, offer_words
from sitegen.records.snapshot import SetAside
from sitegen.sources.providers import FEED

Notes = Mapping[str, Sequence[SetAside]]


def sellers_notes(catalog: Catalog) -> Notes:
    """Return the notes on answers about sellers and on what stands in them, by the id or slug."""
    receipt = catalog.receipts.get(FEED)
    found: dict[str, list[SetAside]] = {}
    for note in receipt.set_aside if receipt else ():
        found.setdefault(model_and_key(note.row)[0], []).append(note)
    return found


def unread_sellers(model: Model, notes: Notes) -> Iterator[Unread]:
    """Yield what could not be read of who sells a model; an answer under its slug is about its main id."""
    ids = [listing.id for listing in model.variants]
    for name in dict.fromkeys([*ids, model.slug]) if ids else ():
        for note in notes.get(name, ()):
            yield Unread(name if name in ids else ids[0], f"{_of_whom(model, note.row)}: {note.what}.")


def _of_whom(model: Model, row: str) -> str:
    """Return what a note is about: ``Forge (forge/us)``, or the whole answer."""
    name, key = model_and_key(row)
    if not key:
        return "the answer about its sellers"
    sold = (model.endpoints or {}).get(name)
    seller = next((one.seller for one in sold.all if one.key == key), "") if sold else ""
    return f"{seller} ({offer_words(key)})" if seller else f"the seller {offer_words(key)}"
