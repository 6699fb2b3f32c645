"""Where a model's facts come from, and where a person can correct them."""

from __future__ import annotations

from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.corrections import MATCHES, Correction, corrections
from sitegen.facts.evidence import feeds_of, read_at, source_entries
from sitegen.facts.provenance import Origin, origins
from sitegen.facts.shapes import SourceEntry
from sitegen.records.settings import Site


class Sources(NamedTuple):
    """The section on sources: ``origins`` by group of facts, ``entries`` by snapshot.

    ``matches_link`` is the address of the file that corrects a match, "" where the site names no repository.
    """

    origins: tuple[Origin, ...]
    corrections: tuple[Correction, ...]
    matches_link: str
    entries: tuple[SourceEntry, ...]
    version: str


def sources(model: Model, catalog: Catalog, site: Site, version: str) -> Sources:
    """Return where the facts of a model come from; ``version`` is the digest of these facts."""
    return Sources(
        origins=origins(model, catalog),
        corrections=corrections(model, site),
        matches_link=site.file_url(f"data/{MATCHES}"),
        entries=_entries(tuple(feeds_of(model)), catalog),
        version=version,
    )


def _entries(feeds: tuple[str, ...], catalog: Catalog) -> tuple[SourceEntry, ...]:
    return tuple(
        [
            {**entry, "address": read_at(catalog.receipts[entry["feed"]])}
            for entry in source_entries(catalog, feeds)
        ]
    )
