"""Citation: the line by which a model's page is cited, and the version of the facts that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from pydantic_core import to_json

from sitegen.catalog.model import MakersOffer, Model, Rated
from sitegen.facts.sources import Provenance
from sitegen.forms.addresses import model_path, url_path
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import MANY, day
from sitegen.records.change import LIFE, Change
from sitegen.records.settings import Site
from sitegen.records.snapshot import Licence, SourceInfo
from sitegen.sources import openrouter, usage


class Cited(NamedTuple):
    """A source as a citation names it; ``day`` is "" where it has none."""

    name: str
    day: str
    licence: Licence


class Citation(NamedTuple):
    """What a citation names: site and page, the version of its facts, and each source with its day.

    ``licensed`` are the sources whose licence asks for a credit.
    """

    site: str
    title: str
    slug: str
    version: str
    address: str
    sources: tuple[Cited, ...]
    licensed: tuple[SourceInfo, ...]

    @property
    def line(self) -> str:
        """The citation without the address at its end."""
        return f"{self._named}, version {self.version}. Data: {_data(self.sources)}."

    @property
    def _named(self) -> str:
        named = self.slug if self.title == self.slug else f"“{self.title}” ({self.slug})"
        return f"{self.site}, {named}"

    @property
    def text(self) -> str:
        """The whole citation as one line of text."""
        return f"{self.line} {self.address}"

    @property
    def of_a_day(self) -> str:
        """The citation of the prices of a day, which stands in it as ``DAY``."""
        data = _data((Cited(openrouter.info.name, "DAY", openrouter.info.licence),))
        return f"{self._named}, prices as of DAY, version {self.version}. Data: {data}. {self.address}?on=DAY"


def citation(model: Model, snapshots: Sequence[Provenance], site: Site, version: str) -> Citation:
    """Return how a model's page is cited; ``version`` is the digest of its facts."""
    # The ranking has a citation of its own, word for word as its terms ask for it.
    cited = [snapshot for snapshot in snapshots if snapshot.source is not usage.info]
    return Citation(
        site=site.title,
        title=model.primary.name,
        slug=model.slug,
        version=version,
        address=site.url(url_path(model_path(model.slug))),
        sources=tuple([Cited(one.name, day(one.day), one.source.licence) for one in cited]),
        licensed=tuple(dict.fromkeys([one.source for one in cited if one.source.licence.name])),
    )


@lru_cache(maxsize=MANY)
def _data(sources: tuple[Cited, ...]) -> str:
    return "; ".join(
        f"{cited.name}, {cited.day or 'day not published'} ({cited.licence.name or 'no licence published'})"
        for cited in sources
    )


class CitedEntry(TypedDict):
    """A source as a citation names it."""

    name: Annotated[str, "The source, and for Arena the board."]
    day: Annotated[str | None, "The day of what is shown of it."]
    licence: Annotated[str | None, "The licence of the data; null where the source publishes none."]
    blanks: NotRequired[Blanks]


class CitationEntry(TypedDict):
    """How a model's page is cited."""

    text: Annotated[str, "The whole citation as one line."]
    of_a_day: Annotated[
        str, "The citation of its prices as they were on a day, which takes the place of DAY, as one line."
    ]
    site: Annotated[str, "The title of the site."]
    title: Annotated[str, "What the page is about: the name of the model."]
    version: Annotated[str, "The version of its facts: a short digest of what data/ holds about the model."]
    address: Annotated[str, "The address of the page."]
    sources: Annotated[list[CitedEntry], "The sources with their days and licences."]


def citation_json(citation: Citation) -> CitationEntry:
    """Return the citation as programs read it."""
    return {
        "text": citation.text,
        "of_a_day": citation.of_a_day,
        "site": citation.site,
        "title": citation.title,
        "version": citation.version,
        "address": citation.address,
        "sources": _cited_entries(citation.sources),
    }


@lru_cache(maxsize=MANY)
def _cited_entries(sources: tuple[Cited, ...]) -> list[CitedEntry]:
    return [_cited_entry(cited) for cited in sources]


def _cited_entry(cited: Cited) -> CitedEntry:
    entry: CitedEntry = {
        "name": cited.name,
        "day": cited.day or None,
        "licence": cited.licence.name or None,
    }
    return explained(entry)


BYTES = 6
"""Bytes of a version that people read: twelve hexadecimal digits, as that of the whole data."""


_SPELLED = (
    *("slug", "variants", "gone", "rated", "histories", "feeds", "unconfirmed"),
    *("endpoints", "maker", "dated"),
)
_FURTHER = tuple(one.name for one in fields(Model) if one.init and one.name not in _SPELLED)
"""What a model has beside those that ``version`` spells: every field counts, also one that comes to it."""


def version(model: Model) -> str:
    """Return a digest of all that ``data/`` holds about a model: the same digest, the same facts."""
    total = blake2b(model.slug.encode("utf-8", "replace"), digest_size=BYTES)
    for listing in model.listings:
        total.update(_bytes(listing.raw))
        if listing.corrected:
            total.update(_bytes([one.correction.model_dump(mode="json") for one in listing.corrected]))
    gone = [(item.first_seen, item.last_seen, item.left) for item in model.gone]
    past = {
        key: [_line(change) for change in (*history.changes, *history.offers)]
        for key, history in model.histories.items()
    }
    if model.unconfirmed:
        total.update(_bytes([_line(change) for change in model.unconfirmed]))
    further = [getattr(model, name) for name in _FURTHER]
    others = _sold(model), _dated(model), _offered(model.maker)
    total.update(_bytes((gone, [_plain(name) for name in model.rated], past, *others, *further)))
    return total.hexdigest()


def _line(change: Change) -> tuple[object, ...]:
    """Return what a line of the journal adds: of a whole record the day, for what it held follows.

    The record is the one of today, with what later lines say that it was before.
    """
    whose = (change.id, *change.whose) if change.whose else ()
    if change.field in LIFE:
        return change.on, change.field, *whose
    return change.on, change.field, change.old, change.new, *whose


def _plain(rated: Rated) -> tuple[object, ...]:
    """Return a name on Arena as plain values, which become JSON in a tenth of a record's time."""
    return rated.name, rated.organization, rated.license, rated.match, rated.ratings


# Of what was typed the record says all, and it becomes JSON in a tenth of the time.


def _sold(model: Model) -> object:
    """Return who sells each id as plain values."""
    return model.endpoints and {
        key: (sold.first, sold.answered, [endpoint.raw for endpoint in sold.all])
        for key, sold in model.endpoints.items()
    }


def _dated(model: Model) -> object:
    """Return what models.dev says of each id as plain values."""
    return model.dated and {key: told.raw for key, told in model.dated.items()}


def _offered(maker: MakersOffer) -> object:
    """Return the maker's list price as plain values."""
    return maker.model and maker.model.raw, maker.match, maker.reason, maker.why


def _bytes(value: object) -> bytes:
    """Return the bytes that stand for a value of records, tuples, numbers and texts."""
    try:
        return to_json(value, fallback=repr)
    except ValueError:  # half a surrogate pair, which no UTF-8 holds
        return repr(value).encode("utf-8", "backslashreplace")
