"""The dictionary: tables that say what is shown here, how sure it is, and in which words and units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from sitegen.catalog.counts import match_counts
from sitegen.catalog.counts import set_aside as noted
from sitegen.catalog.model import Catalog
from sitegen.facts.boards import HeadlineEntry, RatingEntry
from sitegen.facts.changes.entry import HistoryEntry, PriceDayEntry
from sitegen.facts.citation import CitationEntry, CitedEntry
from sitegen.facts.doubts.contradictions import DoubtEntry, contradiction_counts
from sitegen.facts.doubts.disagreements import RuleGroup
from sitegen.facts.prices import PriceEntry, RuleEntry
from sitegen.facts.ratings import CONFIDENCE_MEANINGS, RatedEntry
from sitegen.facts.sellers.shapes import MakerDetail, OfferEntry, OfferName, SellersDetail
from sitegen.facts.sources import SourceEntry, source_entries
from sitegen.facts.usage import UsageDayEntry, UsageEntry
from sitegen.facts.variants import VariantDetail
from sitegen.forms.blanks import Blank
from sitegen.forms.json_schema import Schema, fields
from sitegen.forms.match_entry import MatchEntry
from sitegen.pages.api.endpoints import ENDPOINTS, JOURNAL
from sitegen.pages.api.shapes import ModelFile
from sitegen.records.match import Confidence
from sitegen.records.price import PRICE_KINDS


class Known(Protocol):
    """What tables are made of; the context of a site has it."""

    @property
    def catalog(self) -> Catalog:
        """The catalog."""

    @property
    def day(self) -> date | None:
        """The day of the catalogue."""

    @property
    def disagreements(self) -> tuple[RuleGroup, ...]:
        """Where sources say different things, by rule."""


class Cell(NamedTuple):
    """One cell: ``kind`` is "", ``code``, ``day``, ``number`` or ``upstream``; ``link`` is an address or "".

    ``upstream`` is text from outside, in which any word may stand.
    """

    text: str
    kind: str = ""
    link: str = ""


class Table(NamedTuple):
    """A table whose first column heads its rows; ``empty`` stands in its place where it has none."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "There is nothing to list."


BLANKS = {
    Blank.NOT_PUBLISHED: "The source has this field and no value.",
    Blank.NOT_IN_SOURCE: "The source has no such field.",
    Blank.NOT_READ: "The source was not read, for want of a key say.",
    Blank.NOT_MATCHED: "No model here is known to be this Arena name.",
    Blank.NEWER_THAN_BOARD: "The model is newer than Arena’s board.",
    Blank.NO_CONFIDENT_MATCH: "Arena or models.dev has a name that may be this model; a person should look.",
    Blank.NOT_ON_BOARD: "No row of the board is this model.",
    Blank.RETIRED: "The model was retired by that day.",
    Blank.SET_ASIDE: "The value came and cannot be read; the reason stands behind the word.",
    Blank.WITHHELD: "A person decided not to show it; the reason stands behind the word.",
    Blank.SELLER_NOT_KNOWN: "Sellers were not read that day, or none asked this price.",
    Blank.NO_SELLER: "OpenRouter was asked, and named nobody.",
    Blank.NOT_APPLICABLE: "The field makes no sense here, such as a router’s rank.",
}

OBJECTS: dict[str, type] = {
    "model": ModelFile,
    "variant": VariantDetail,
    "sellers": SellersDetail,
    "offer": OfferEntry,
    "offer_name": OfferName,
    "maker_price": MakerDetail,
    "price": PriceEntry,
    "rule": RuleEntry,
    "headline": HeadlineEntry,
    "rated": RatedEntry,
    "match": MatchEntry,
    "row": RatingEntry,
    "doubt": DoubtEntry,
    "history": HistoryEntry,
    "price_day": PriceDayEntry,
    "usage": UsageEntry,
    "usage_day": UsageDayEntry,
    "source": SourceEntry,
    "citation": CitationEntry,
    "cited": CitedEntry,
}
"""What an object is called in the dictionary → its shape."""

SAID_ELSEWHERE = {"headline": {field.name for field in fields(RatingEntry)}}
"""Fields of an object that stand in the dictionary under another."""

TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "map",
    "null": "null",
}


def sources(context: Known) -> Table:
    """Return where the data come from."""
    return Table(
        "Where the data come from, and of what day they are",
        ("Snapshot", "Read from", "Terms", "Own day", "Last changed", "Rows", "Set aside"),
        tuple(
            (
                Cell(entry["feed"], "code"),
                _address(entry["address"]),
                Cell(entry["licence"]),
                Cell(entry["dated"], "day") if entry["dated"] else Cell(Blank.NOT_PUBLISHED.value),
                Cell(entry["changed"], "day"),
                Cell(f"{entry['rows']:,}{' (in part)' if entry['partial'] else ''}", "number"),
                Cell(f"{len(noted(context.catalog, entry['feed'])):,}", "number"),
            )
            for entry in source_entries(context.catalog)
        ),
        "No source has been read yet.",
    )


def _address(address: str) -> Cell:
    """Return an address as a link without its query, or a file's name as it is."""
    scheme, separator, rest = address.partition("://")
    linked = separator and scheme in ("https", "http")
    return Cell(rest.partition("?")[0], link=address) if linked else Cell(address, "code")


def ladder(context: Known) -> Table:
    """Return the match ladder with the number of Arena names on each step."""
    found = match_counts(context.catalog)
    return Table(
        "How sure a match is, and how many Arena names have each confidence",
        ("Confidence", "Means", "On the model’s page", "Names"),
        tuple(
            (
                Cell(step.value),
                Cell(CONFIDENCE_MEANINGS[step]),
                Cell(_joined(step)),
                Cell(f"{found[step.value]:,}", "number"),
            )
            for step in Confidence
        ),
    )


def _joined(step: Confidence) -> str:
    if not step.joined:
        return "no"
    return "yes, marked as a mode" if step is Confidence.VARIANT else "yes"


def blanks(context: Known) -> Table:  # noqa: ARG001 - every table is made alike
    """Return what each blank means."""
    return Table(
        "What stands where there is no figure",
        ("Word", "Meaning"),
        tuple((Cell(blank.value), Cell(BLANKS[blank])) for blank in Blank),
    )


def price_kinds(context: Known) -> Table:  # noqa: ARG001 - every table is made alike
    """Return what each kind of price is paid for."""
    return Table(
        "Kinds of price",
        ("Key", "Name", "Paid for", "Unit"),
        tuple(
            (Cell(key, "code"), Cell(kind.label), Cell(kind.meaning), Cell(kind.unit.value))
            for key, kind in PRICE_KINDS.items()
        ),
    )


def set_aside(context: Known) -> Table:
    """Return the rows and the fields of rows that were refused, with their reasons."""
    return Table(
        "What is set aside at present",
        ("Snapshot", "Row", "Set aside", "Reason"),
        tuple(
            (
                Cell(feed, "code"),
                Cell(note.row, "upstream"),
                Cell(note.field, "code") if note.field else Cell("the whole row"),
                Cell(note.what, "upstream"),
            )
            for feed in sorted(context.catalog.receipts)
            for note in noted(context.catalog, feed)
        ),
        "At present nothing is set aside.",
    )


def contradictions(context: Known) -> Table:
    """Return the rules by which a record contradicts itself, with the number of records that each finds."""
    found = contradiction_counts(context.catalog.models, context.day)
    return Table(
        "What does not fit together in a record, and in how many records it is so at present",
        ("Rule", "Records"),
        tuple((Cell(what), Cell(f"{number:,}", "number")) for what, number in found.items()),
    )


def disagreements(context: Known) -> Table:
    """Return the rules by which sources disagree, with how often each finds something."""
    return Table(
        "Where sources or sellers say different things, and how often at present",
        ("Rule", "Found"),
        tuple(
            (Cell(group.rule.title), Cell(f"{len(group.found):,}", "number"))
            for group in context.disagreements
        ),
    )


def files(context: Known) -> Table:
    """Return the files that programs read."""
    return Table(
        "Files for programs, from the root of the site",
        ("Address", "Type", "What it holds"),
        tuple(
            (Cell(path, "code"), Cell(media_type, "code"), Cell(what))
            for path, media_type, _, what in (*ENDPOINTS, *(JOURNAL if context.catalog.journal else ()))
        ),
    )


def field_list(context: Known) -> Table:  # noqa: ARG001 - every table is made alike
    """Return the fields of the JSON files, without ``blanks``: every object can have them."""
    return Table(
        "Fields of the JSON files, by the object that they stand in; a headline has those of a row too",
        ("Field", "Type", "Meaning"),
        tuple(
            (Cell(f"{name}.{field.name}", "code"), Cell(_type(field.schema)), Cell(field.meaning))
            for name, shape in OBJECTS.items()
            for field in fields(shape)
            if field.name not in SAID_ELSEWHERE.get(name, {"blanks"})
        ),
    )


def _type(schema: Schema) -> str:
    kinds = schema.get("type", "object" if "$ref" in schema else "")
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    return " or ".join(TYPES[kind] for kind in _several(kinds)) or "anything"


def _several(kinds: object) -> Iterable[str]:
    return kinds if isinstance(kinds, list) else [kinds] if isinstance(kinds, str) and kinds else []


TABLES: Mapping[str, Callable[[Known], Table]] = {
    "sources": sources,
    "ladder": ladder,
    "blanks": blanks,
    "price_kinds": price_kinds,
    "set_aside": set_aside,
    "contradictions": contradictions,
    "disagreements": disagreements,
    "files": files,
    "fields": field_list,
}
"""What prose can name as ``{{ table: NAME }}``."""
