"""Corrections: the files of ``data/`` that a page is made from, where a person can mend what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sitegen.catalog.model import Model, Rated
from sitegen.records.match import Confidence
from sitegen.records.settings import Site

MODELS = "openrouter/models.json"
RETIRED = "retired.json"
MATCHES = "overrides/matches.toml"


class Correction(NamedTuple):
    """One file of the data: what it holds about a model, its path, and its address if the site has one."""

    what: str
    name: str
    file: str
    link: str


def corrections(model: Model, site: Site) -> tuple[Correction, ...]:
    """Return where the records of a model, its rows on Arena and its matches stand in the repository."""
    found = _records(model)
    if model.rated:
        found += _ratings(model.rated)
    return tuple([_shown(what, name, place, site) for what, name, place in found])


def name_corrections(rated: Rated, site: Site) -> tuple[Correction, ...]:
    """Return where the rows and the match of one name on Arena stand in the repository."""
    return tuple(_shown(*item, site) for item in _ratings((rated,)))


Found = tuple[str, str, str]
"""What stands there, the id or name that it is about, and the file below ``data/``."""


def _records(model: Model) -> list[Found]:
    found = [("Record of", listing.id, MODELS) for listing in model.variants]
    return found + [("Last record of", gone.listing.id, RETIRED) for gone in model.gone]


def _ratings(rated: Iterable[Rated]) -> Iterator[Found]:
    for name in rated:
        for board in dict.fromkeys([row.board for row in name.ratings]):
            yield f"Row of Arena’s {board} board,", name.name, f"arena/{board}.json"
        if name.match.confidence is Confidence.MANUAL:
            yield "A person’s decision about", name.name, MATCHES


def _shown(what: str, name: str, file: str, site: Site) -> Correction:
    path = f"data/{file}"
    return Correction(what, name, path, site.file_url(path))
