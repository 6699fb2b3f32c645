"""Corrections: the very lines of ``data/`` that a page is drawn from, and who can mend what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model, Rated
from sitegen.catalog.places import Place
from sitegen.records.settings import Site

MODELS = "openrouter/models.json"
RETIRED = "retired.json"
MATCHES = "overrides/matches.toml"


class Correction(NamedTuple):
    """A place in the data: what stands there, the file with its lines in words, and its address if any."""

    what: str
    name: str
    file: str
    lines: str
    link: str


def corrections(model: Model, catalog: Catalog, site: Site) -> tuple[Correction, ...]:
    """Return where the records of a model, its rows on Arena and its matches stand in the repository."""
    found = _records(model, catalog)
    if model.rated:
        found += _ratings(model.rated, catalog)
    return tuple([_shown(what, name, place, site) for what, name, place in found])


def name_corrections(rated: Rated, catalog: Catalog, site: Site) -> tuple[Correction, ...]:
    """Return where the rows and the match of one name on Arena stand in the repository."""
    return tuple(_shown(*one, site) for one in _ratings((rated,), catalog))


Found = tuple[str, str, Place]


def _records(model: Model, catalog: Catalog) -> list[Found]:
    found = [("Record of", one.id, _place(catalog, MODELS, one.id)) for one in model.variants]
    if model.gone:
        ids = [gone.listing.id for gone in model.gone]
        found += [("Last record of", one, _place(catalog, RETIRED, one)) for one in ids]
    return found


def _ratings(rated: Iterable[Rated], catalog: Catalog) -> Iterator[Found]:
    for one in rated:
        for board in dict.fromkeys([row.board for row in one.ratings]):
            yield f"Row of Arena’s {board} board,", one.name, _place(catalog, f"arena/{board}.json", one.name)
        if (MATCHES, one.name) in catalog.places:
            yield "A person’s decision about", one.name, _place(catalog, MATCHES, one.name)


def _place(catalog: Catalog, file: str, name: str) -> Place:
    return catalog.places.get((file, name)) or Place(file)


def _shown(what: str, name: str, place: Place, site: Site) -> Correction:
    file, first, last = place
    if not first:
        lines = ""
    elif last > first:
        lines = f"lines {first:,} to {last:,}"
    else:
        lines = f"line {first:,}"
    path = f"data/{file}"
    return Correction(what, name, path, lines, site.file_url(path, first, last))
