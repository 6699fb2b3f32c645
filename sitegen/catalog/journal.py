"""The journal as it is told: without lines that are no change, and each id's own part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.catalog.model import History
from sitegen.catalog.offers import by_id, told
from sitegen.catalog.price_terms import is_of_prices, price_changes
from sitegen.records.change import Change


def changes_and_histories(
    journal: Sequence[Change], source: str = "openrouter", makers: Mapping[str, str] | None = None
) -> tuple[list[Change], dict[str, History]]:
    """Return the journal without lines that are no change, and the history of every id of a source.

    Changes of prices and of sellers say whose they are; ``makers`` is as in ``offers.told``.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for place, line in enumerate(journal):
        places.setdefault((line.source, line.id), []).append(place)
    changes: list[Change | None] = list(journal)
    for own in places.values():
        lines = [journal[place] for place in own]
        if any(map(is_of_prices, lines)):
            for place, change in zip(own, price_changes(lines), strict=True):
                changes[place] = change
    changes = told(journal, changes, makers=makers)
    offers = by_id(filter(None, changes))
    histories: dict[str, History] = {}
    for (name, key), own in places.items():
        if name == source:
            found = filter(None, map(changes.__getitem__, own))
            histories[key] = History(
                tuple(found), tuple([journal[place] for place in own]), tuple(offers.get(key, ()))
            )
    return list(filter(None, changes)), histories
