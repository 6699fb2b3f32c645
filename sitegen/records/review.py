"""The review of one change of the data, as a program reads it: the JSON form of ``sitegen diff``."""

from __future__ import annotations

from enum import StrEnum

from sitegen.records import Json, Record
from sitegen.records.change import LEFT

SCHEMA = 1
"""The version of the JSON form of a review."""


ENDS, ANNOUNCED = "ends", "left as announced"
"""The kinds of a line of an id whose end is announced, and of one that left by then."""


class Section(StrEnum):
    """The parts of a review in the order in which they are read."""

    REVIEW = "must be reviewed"
    LEAVING = "leaving"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
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

    ``kind`` says what is alarming (``unit``, ``dear``, ``zero``, ``vanished``, ``varies``, ``jump``,
    ``other_unit``, ``tier_gone``, ``tier_moved``, ``shrink``, ``grew``, ``slug``, ``past``, ``no_seller``),
    or it is ``taken``, ``accepted``, ``corrected``, ``left`` (without notice), ``left as announced``,
    ``ends``, ``renamed``, ``match``, ``clash``, ``listed``, ``returned``, ``described``, ``movement``,
    ``usage``, ``snapshot``, ``set aside``, ``first offers``, ``sellers' limits`` (one line each for all that
    there are) or ``change``.
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

    @property
    def urgent(self) -> bool:
        """Whether a person must look at it."""
        return self.section is Section.REVIEW or (self.section is Section.LEAVING and self.kind == LEFT)


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
        """The lines that a person must look at: those of that section, and what left without notice."""
        return tuple(line for line in self.lines if line.urgent)
