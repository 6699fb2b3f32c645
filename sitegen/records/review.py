"""The review of one change of the data, as a program reads it: the JSON form of ``sitegen diff``."""

from __future__ import annotations

from enum import StrEnum

from sitegen.records import Json, Record

SCHEMA = 1
"""The version of the JSON form of a review."""


class Section(StrEnum):
    """The parts of a review in the order in which they are read."""

    REVIEW = "must be reviewed"
    SET_ASIDE = "set aside"
    PRICES = "prices"
    SELLERS = "sellers"
    LIFE = "listed and left"
    LIMITS = "limits and parameters"
    ARENA = "Arena"
    USAGE = "usage"
    SOURCES = "other sources"


class Line(Record):
    """One line: what happened to one model or Arena name, in words and in values.

    ``kind`` says what is alarming (``unit``, ``zero``, ``varies``, ``jump``, ``other_unit``, ``shrink``,
    ``slug``, ``no_seller``), or it is ``left``, ``match``, ``clash``, ``listed``, ``returned``,
    ``described``, ``movement``, ``usage``, ``snapshot``, ``set aside``, ``first offers``, ``sellers' limits``
    (one line each for all that there are) or ``change``.
    """

    section: Section
    kind: str
    id: str
    name: str
    text: str
    field: str = ""
    seller: str = ""
    """The seller whose change it is, with what tells the offer from its others; "" for none."""
    old: Json = None
    new: Json = None


class Review(Record):
    """A whole review. ``noise`` counts what moved without meaning, by kind."""

    schema_version: int = SCHEMA
    old: str
    new: str
    lines: tuple[Line, ...] = ()
    noise: dict[str, int] = {}
    pages: tuple[str, ...] = ()
    """The folders of the model pages whose facts change, as they stand in the site."""
    model_pages: int = 0
    """The number of all model pages."""

    @property
    def must_review(self) -> tuple[Line, ...]:
        """The lines that a person must look at."""
        return tuple(line for line in self.lines if line.section is Section.REVIEW)
