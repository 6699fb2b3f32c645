"""Ranks: a model's overall row on Arena's text board, or why it has none.

Whether a rank is missing, and why, is decided here alone: every page, file and picture asks ``rank_of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, NamedTuple

from sitegen.catalog.model import HEADLINE_BOARD, Model
from sitegen.facts.boards import NO_ROW_NOTE, Boards, RatingEntry, RatingRow, rating_json, rating_row
from sitegen.forms.blanks import Blank, Missing
from sitegen.forms.figures import Cell, count
from sitegen.forms.figures import day as iso_day
from sitegen.records.match import Confidence
from sitegen.records.rating import OVERALL

ROUTER = Missing(
    Blank.NOT_APPLICABLE.value,
    "An alias or a router stands for other models, so no row of Arena’s can be its own.",
)
RETIRED = Missing(
    Blank.NOT_MATCHED.value,
    "Rows of Arena’s are matched to the current catalogue, which this model has left.",
    (NO_ROW_NOTE,),
)
RATED_ELSEWHERE = Missing(
    Blank.NOT_IN_SOURCE.value,
    f"Arena’s {HEADLINE_BOARD} board has no overall row of this model.",
)


class Rank(NamedTuple):
    """A model's overall row on the text board, or the reason why it has none.

    Beside a row stand the ``name`` that it has there, whether that is a ``mode`` of the model and not its
    plain form, how sure the match is (``confidence``), and ``of`` how many names the rank is.
    """

    row: RatingRow | Missing
    name: str = ""
    mode: bool = False
    confidence: str = ""
    of: int = 0

    @property
    def missing(self) -> Missing | None:
        """Why there is no rank, or None where there is one."""
        return self.row if isinstance(self.row, Missing) else None

    @property
    def reason(self) -> str:
        """Why there is no rank, as programs read it; "" where there is one."""
        return self.row.reason if isinstance(self.row, Missing) else ""

    @property
    def text(self) -> str:
        """The rank for a column of ranks, ``1,234``, or the word for the blank."""
        return self.row.word if isinstance(self.row, Missing) else count(self.row.rank)

    @property
    def cell(self) -> Cell:
        """The rank by itself, ``#1,234``, or the word for the blank; and which of the two it is."""
        known = not isinstance(self.row, Missing) and self.row.rank is not None
        return Cell(f"#{self.text}", "amount") if known else Cell(self.text, "blank")

    @property
    def score(self) -> str:
        """The score, ``1400``; "" without a row."""
        return "" if isinstance(self.row, Missing) else self.row.score_text

    @property
    def interval(self) -> str:
        """How far the score's 95 % interval reaches, ``±5`` or ``not published``; "" without a row."""
        return "" if isinstance(self.row, Missing) else self.row.interval

    @property
    def day(self) -> date | None:
        """The day of the board, where there is a row and the board has one."""
        return None if isinstance(self.row, Missing) else self.row.day

    @property
    def line(self) -> str:
        """The rank with its row and match: ``rank 3 on the text board of 2026-02-01, as x (exact match)``."""
        if isinstance(self.row, Missing):
            return self.row.word
        rank = self.text if self.row.rank is None else f"rank {self.text}"
        of_day = f" of {iso_day(self.row.day)}" if self.row.day else ""
        return f"{rank} on the {self.row.board} board{of_day}, as {self.name} ({self.confidence} match)"


def ranks(models: Iterable[Model], boards: Boards) -> dict[str, Rank]:
    """Return the rank of each model by slug, for all that lists, pages and pictures say of it."""
    return {model.slug: rank_of(model, boards) for model in models}


def rank_of(model: Model, boards: Boards) -> Rank:
    """Return the model's overall rank on the headline board, or the reason why it has none."""
    rated = model.headline if model.rated else None
    rating = rated.on(HEADLINE_BOARD) if rated else None
    if rated is None or rating is None:
        return Rank(_missing(model, boards))
    return Rank(
        row=rating_row(rating, boards),
        name=rated.name,
        mode=rated.match.confidence is Confidence.VARIANT,
        confidence=rated.match.confidence.value,
        of=boards.sizes[rating.board, rating.category],
    )


def _missing(model: Model, boards: Boards) -> Missing:
    """Return why a model has no rank. A row that a person joined to a router counts as that of a model."""
    read = HEADLINE_BOARD in boards.paths
    if model.rated:
        return (RATED_ELSEWHERE if read else boards.unranked)._replace(lines=_other_ranks(model))
    if model.primary.router:
        return ROUTER
    return RETIRED if model.left and read else boards.unranked


def _other_ranks(model: Model) -> tuple[str, ...]:
    """Return the overall ranks on other boards: ``vision board: #3``."""
    rows = [row for rated in model.rated for row in rated.ratings if row.category == OVERALL]
    ranked = tuple([f"{row.board} board: #{count(row.rank)}" for row in rows if row.rank])
    return ranked or ("rated in other categories",)


class HeadlineEntry(RatingEntry):
    """The row that stands for the model: overall on the text board."""

    arena_name: Annotated[str, "The name on the board."]
    confidence: Annotated[str, "How sure it is that this name is the model."]


def headline_json(rank: Rank) -> HeadlineEntry | None:
    """Return the row that stands for a model for programs; None without one, and ``missing`` says why."""
    if isinstance(rank.row, Missing):
        return None
    return {**rating_json(rank.row), "arena_name": rank.name, "confidence": rank.confidence}
