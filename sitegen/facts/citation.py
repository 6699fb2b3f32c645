"""Citation: the line by which a model's page is cited, with the version, days and licences of its data."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sitegen.catalog.model import Catalog, Model
from sitegen.facts.provenance import Cited, cited
from sitegen.facts.shapes import CitationEntry, CitedEntry
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.documents import explained
from sitegen.forms.figures import MANY, day
from sitegen.records.settings import Site


class Citation(NamedTuple):
    """What a citation names: site and page, the version of its facts, and each source with its day."""

    site: str
    title: str
    slug: str
    version: str
    address: str
    sources: tuple[Cited, ...]

    @property
    def text(self) -> str:
        """The whole citation as one line of text."""
        data = _said(self.sources)
        return f"{self.site}, {self._named}, version {self.version}. Data: {data}. {self.address}"

    @property
    def _named(self) -> str:
        return self.slug if self.title == self.slug else f"“{self.title}” ({self.slug})"


def citation(model: Model, catalog: Catalog, site: Site, version: str) -> Citation:
    """Return how a model's page is cited; ``version`` is the digest of its facts."""
    return Citation(
        site=site.title,
        title=model.primary.name,
        slug=model.slug,
        version=version,
        address=site.url(url_path(model_path(model.slug))),
        sources=cited(model, catalog),
    )


@lru_cache(maxsize=MANY)
def _said(sources: tuple[Cited, ...]) -> str:
    return "; ".join(
        f"{one.name}, {day(one.day) or 'day not published'} ({one.licence or 'no licence published'})"
        for one in sources
    )


def citation_entry(found: Citation) -> CitationEntry:
    """Return the citation as programs read it."""
    return {
        "text": found.text,
        "site": found.site,
        "title": found.title,
        "version": found.version,
        "address": found.address,
        "sources": _cited_entries(found.sources),
    }


@lru_cache(maxsize=MANY)
def _cited_entries(sources: tuple[Cited, ...]) -> list[CitedEntry]:
    return [_cited_entry(one) for one in sources]


def _cited_entry(one: Cited) -> CitedEntry:
    entry: CitedEntry = {"name": one.name, "day": day(one.day) or None, "licence": one.licence or None}
    return explained(entry)
