"""Ratings: what people on Arena think of a model, row by row, and how sure each match is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.model import Model, Rated
from sitegen.facts.boards import (
    Boards,
    ProposedName,
    Rank,
    RatingEntry,
    RatingRow,
    rating_json,
    rating_row,
)
from sitegen.forms.blanks import Blank
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.match_entry import MatchEntry, match_json
from sitegen.records.match import Confidence, Match
from sitegen.records.rating import OVERALL

MEANING = (
    "A rating is a preference: visitors of Arena saw two answers without names and chose one. It does not "
    "measure truth, and the interval says how far chance alone may move it."
)
ABSENCE_NOTE = "A missing rank says nothing bad about a model."

CONFIDENCE_MEANINGS = {
    Confidence.MANUAL: "a person decided it",
    Confidence.EXACT: "the names are equal",
    Confidence.HIGH: "equal under a named rule",
    Confidence.VARIANT: "the row is a mode of this model",
    Confidence.LOW: "a candidate that a person should confirm",
    Confidence.UNMATCHED: "no model found",
}

# Plain strings: an enumeration works out the value of a member each time that it is asked.
UNNAMED = Blank.NOT_IN_SOURCE.value


class RatedName(NamedTuple):
    """One name of Arena's with every row of it, and the match that says which model it is, if any.

    ``until`` is the last day on which that model was listed, where it is a retired one, and ``path`` the page
    of the name; "" where the model's page is all there is.
    """

    name: str
    organization: str | None
    license: str | None
    rows: tuple[RatingRow, ...]
    match: Match
    until: date | None = None
    path: str = ""

    @property
    def mode(self) -> bool:
        """Whether its rows are those of a mode of the model."""
        return self.match.confidence is Confidence.VARIANT

    @property
    def meaning(self) -> str:
        """What the confidence of the match means."""
        return CONFIDENCE_MEANINGS[self.match.confidence]

    @property
    def maker(self) -> str:
        """The organization that Arena names, or the word for the blank."""
        return self.organization or UNNAMED

    @property
    def terms(self) -> str:
        """The licence that Arena names, or the word for the blank; by board where boards differ."""
        by_board = {row.board: row.license or UNNAMED for row in self.rows}
        if len(set(by_board.values())) <= 1:
            return self.license or UNNAMED
        return ", ".join(f"{licence} ({board} board)" for board, licence in by_board.items())

    @property
    def overall(self) -> list[RatingRow]:
        """The rows that count all votes of a board."""
        return [row for row in self.rows if row.category == OVERALL]

    @property
    def categories(self) -> list[RatingRow]:
        """The rows of single categories."""
        return [row for row in self.rows if row.category != OVERALL]


class Ratings(NamedTuple):
    """How people rate a model: its rank, and its names on Arena, the one that stands for the model first.

    ``near`` are names that may be this model.
    """

    rank: Rank
    names: tuple[RatedName, ...]
    near: tuple[ProposedName, ...]
    meaning: str = MEANING
    absence_note: str = ABSENCE_NOTE


def ratings(model: Model, rank: Rank, boards: Boards) -> Ratings:
    """Return how people rate a model that has this rank."""
    names = tuple([rated_name(rated, boards) for rated in model.rated])
    return Ratings(rank, names, tuple(boards.proposed.get(model.slug, ())))


def rated_name(rated: Rated, boards: Boards) -> RatedName:
    """Return one name of Arena's with every row of it."""
    rows = tuple([rating_row(rating, boards) for rating in rated.ratings])
    own = rated.until or not rated.match.slug
    path = boards.names.get(rated.name, "") if own else ""
    return RatedName(rated.name, rated.organization, rated.license, rows, rated.match, rated.until, path)


class RatedRowEntry(RatingEntry):
    """One row of an Arena name."""

    license: NotRequired[
        Annotated[str, "The licence that this row’s board names, where it is not the one above."]
    ]


class RatedEntry(TypedDict):
    """One Arena name with its rows and its match."""

    arena_name: Annotated[str, "The name on the boards."]
    organization: Annotated[str | None, "The organization that Arena names."]
    license: Annotated[str | None, "The licence that Arena names, on the first board that names one."]
    match: Annotated[MatchEntry, "Which model this is."]
    rows: Annotated[list[RatedRowEntry], "Its rows, the text board first."]
    listed_until: NotRequired[
        Annotated[str, "The last day on which the model was listed, where it is a retired one."]
    ]
    blanks: NotRequired[Blanks]


_NO_NAME = dict.fromkeys(("organization", "license"), UNNAMED)


def ratings_json(ratings: Ratings) -> list[RatedEntry]:
    """Return every name of a model with its match and its rows for programs."""
    return [rated_json(name) for name in ratings.names]


def rated_json(name: RatedName, *, overall: bool = False) -> RatedEntry:
    """Return an Arena name with its match and all rows for programs, or with its ``overall`` rows alone."""
    entry: RatedEntry = {
        "arena_name": name.name,
        "organization": name.organization,
        "license": name.license,
        "match": match_json(name.match),
        "rows": [_row_json(row, name) for row in (name.overall if overall else name.rows)],
    }
    if name.until:
        entry["listed_until"] = name.until.isoformat()
    return explained(entry, _NO_NAME)


def _row_json(row: RatingRow, name: RatedName) -> RatedRowEntry:
    entry: RatedRowEntry = {**rating_json(row)}  # type: ignore[typeddict-item] # its licence comes below
    if row.license and row.license != name.license:
        entry["license"] = row.license
    return entry
