"""Leaderboards and ranks: Arena's boards, a row of one in all its forms, and the rank of each model.

Whether a rank is missing, and why, is decided here alone: every page, file and picture asks ``rank_of``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from sitegen.catalog.model import HEADLINE_BOARD, Catalog, Model, Rated, best_first, board_day
from sitegen.forms.addresses import digest, words_path
from sitegen.forms.blanks import Blank, Missing, retired_by
from sitegen.forms.documents import Blanks, explained
from sitegen.forms.figures import MANY, Cell, count, points, score
from sitegen.forms.figures import day as iso_day
from sitegen.forms.markdown import words
from sitegen.forms.word_lists import joined
from sitegen.records.match import Confidence
from sitegen.records.rating import OVERALL, Leaderboard, Rating
from sitegen.text import counted


class ProposedName(NamedTuple):
    """A name of Arena's that may be a model, which a person should confirm: its page, and the reason."""

    name: str
    path: str
    reason: str


class Boards(NamedTuple):
    """The leaderboards of a catalog: folders of their pages and of all names, days and sizes.

    ``days`` and ``sizes`` are by board and category. ``proposed`` holds, by slug, names that may be a model.
    ``unread`` is why no model at all has a rank, None where the headline board is on file; ``read`` says
    which boards are.
    """

    paths: Mapping[str, str]
    names: Mapping[str, str]
    days: Mapping[tuple[str, str], date | None]
    sizes: Mapping[tuple[str, str], int]
    proposed: Mapping[str, Sequence[ProposedName]]
    unread: Missing | None
    read: str


NAMES = "arena/names/"
"""The folder of the pages of names."""


def boards(catalog: Catalog) -> Boards:
    """Return the boards of a catalog."""
    names = name_folders(catalog)
    return Boards(
        paths=folders("arena/", [board.board for board in catalog.leaderboards], taken={"names"}),
        names=names,
        days={
            (board.board, category): board_day(catalog, board, category)
            for board in catalog.leaderboards
            for category in {OVERALL, *(row.category for row in board.ratings)}
        },
        sizes=Counter((row.board, row.category) for board in catalog.leaderboards for row in board.ratings),
        proposed=_proposed(catalog.arena_only, names),
        unread=_unread(catalog),
        read=joined([_board_words(board, catalog) for board in catalog.leaderboards]),
    )


def names_without_current_model(catalog: Catalog) -> list[Rated]:
    """Return the names that no current model has, those of retired models among them, best rank first."""
    retired = [rated for model in catalog.models if model.left for rated in model.rated]
    return sorted([*catalog.arena_only, *retired], key=best_first)


def folders(parent: str, names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a folder for each name: words, and a digest where two names make the same words."""
    paths = {name: words_path(name) for name in names}
    used = Counter([*paths.values(), *taken])
    return {
        name: f"{parent}{path}-{digest(name)}/" if used[path] > 1 else f"{parent}{path}/"
        for name, path in paths.items()
    }


def name_folders(catalog: Catalog) -> dict[str, str]:
    """Return the folder of every Arena name that stands on a board or ever stood on one.

    It never becomes another name's: of several names that make the same words, the first that the journal saw
    has them alone, and each other one has a digest behind them. The journal follows no single categories: a
    name that it does not know has a digest where any other makes the same words.
    """
    owners: dict[str, str] = {}
    for name in catalog.seen_names:
        owners.setdefault(words_path(name), name)
    rated = [*catalog.arena_only, *[one for model in catalog.models for one in model.rated]]
    unknown = {one.name: words_path(one.name) for one in rated if one.name not in catalog.seen_names}
    shared = Counter([*owners, *unknown.values()])
    owners |= {path: name for name, path in unknown.items() if shared[path] == 1}
    paths = {name: words_path(name) for name in catalog.seen_names} | unknown
    return {
        name: f"{NAMES}{path}/" if owners.get(path) == name else digest_folder(name)
        for name, path in paths.items()
    }


def digest_folder(name: str) -> str:
    """Return the folder of a name that shares its words with another one."""
    return f"{NAMES}{words_path(name)}-{digest(name)}/"


def _proposed(arena_only: Iterable[Rated], paths: Mapping[str, str]) -> dict[str, list[ProposedName]]:
    """Return the names that a person should confirm, by the slug of the model that each may be."""
    names: dict[str, list[ProposedName]] = {}
    for rated in arena_only:
        if rated.match.confidence is Confidence.LOW and rated.match.candidates:
            proposed = ProposedName(rated.name, paths[rated.name], rated.match.reason)
            names.setdefault(rated.match.candidates[0].slug, []).append(proposed)
    return names


def _unread(catalog: Catalog) -> Missing | None:
    """Return why no model has a rank: its board was never read. None where it was."""
    found = catalog.leaderboards
    if any(board.board == HEADLINE_BOARD for board in found):
        return None
    unread = f"Arena’s {HEADLINE_BOARD} board" if found else "No board of Arena’s"
    return Missing(Blank.NOT_READ.value, f"{unread} has {'not ' if found else ''}been read yet.")


def _board_words(board: Leaderboard, catalog: Catalog) -> str:
    """Return a board with its day and size: ``text (2026-01-01, 300 names, in part)``."""
    names = len({rating.name for rating in board.ratings})
    on = board_day(catalog, board)
    part = ", in part" if board.partial else ""
    return f"{board.board} ({f'{on}, ' if on else ''}{counted(names, 'name')}{part})"


# Boards and their categories are few, and stand in every row.
_kept_words = lru_cache(maxsize=MANY)(words)


class RatingRow(NamedTuple):
    """One row of a board; a figure that is None is one that the board does not publish.

    ``path`` is that of the board's page, ``day`` the day that Arena gave the row's category, ``license`` what
    its board says of the model's weights.
    """

    board: str
    path: str
    category: str
    rank: int | None
    score: float
    lower: float | None
    upper: float | None
    votes: int | None
    day: date | None
    license: str | None = None

    @property
    def category_words(self) -> str:
        """The category as a page says it: ``hard prompts``."""
        return self.category.replace("_", " ")

    @property
    def score_text(self) -> str:
        """The score: ``1496.22``."""
        return score(self.score)

    @property
    def interval(self) -> str:
        """How far the 95 % interval reaches on both sides: ``±5.5``, ``+6 −5.5`` or ``not published``."""
        if self.lower is None or self.upper is None:
            return Blank.NOT_PUBLISHED.value
        up, down = points(self.upper - self.score), points(self.score - self.lower)
        return f"±{up}" if up == down else f"+{up} −{down}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as cells of a table in Markdown."""
        return (
            _kept_words(self.board),
            _kept_words(self.category),
            count(self.rank),
            self.score_text,
            self.interval,
            count(self.votes),
            iso_day(self.day) or Blank.NOT_PUBLISHED.value,
        )


def rating_row(rating: Rating, boards: Boards) -> RatingRow:
    """Return one row of a board."""
    board, category = rating.board, rating.category
    return RatingRow(
        board=board,
        path=boards.paths[board],
        category=category,
        rank=rating.rank,
        score=rating.score,
        lower=rating.lower,
        upper=rating.upper,
        votes=rating.votes,
        day=boards.days.get((board, category)),
        license=rating.license,
    )


class RatingEntry(TypedDict):
    """One row of a leaderboard: a preference of voters, not a measure of truth."""

    board: Annotated[str, "The leaderboard: text, vision, webdev and others."]
    category: Annotated[str, "The category of votes; overall holds all of a board's."]
    rank: Annotated[int | None, "The place on the board, 1 is the first."]
    score: Annotated[float, "The Bradley-Terry score; only differences have a meaning."]
    lower: Annotated[float | None, "The lower end of the score's 95 % interval."]
    upper: Annotated[float | None, "The upper end of the score's 95 % interval."]
    votes: Annotated[int | None, "How many votes the row rests on."]
    day: Annotated[str | None, "The day that the leaderboard gives itself."]
    blanks: NotRequired[Blanks]


def rating_json(row: RatingRow) -> RatingEntry:
    """Return one row of a board for programs."""
    entry: RatingEntry = {
        "board": row.board,
        "category": row.category,
        "rank": row.rank,
        "score": row.score,
        "lower": row.lower,
        "upper": row.upper,
        "votes": row.votes,
        "day": iso_day(row.day) or None,
    }
    return explained(entry)


ROUTER = Missing(
    Blank.NOT_APPLICABLE.value,
    "An alias or a router stands for other models, so no row of Arena’s can be its own.",
)
RATED_ELSEWHERE = Missing(
    Blank.NOT_ON_BOARD.value,
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
        """The score, ``1496.22``; "" without a row."""
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
    if model.rated:
        return (boards.unread or RATED_ELSEWHERE)._replace(lines=_other_ranks(model))
    if model.primary.is_stand_in:
        return ROUTER
    return boards.unread or _no_row(model, boards)


def _no_row(model: Model, boards: Boards) -> Missing:
    """Return why a model that can have a row on the headline board has none there or on any other."""
    on, listed = boards.days.get((HEADLINE_BOARD, OVERALL)), _listed(model)
    if model.left:
        return Missing(retired_by(model.left), "No row was matched to the retired model.")
    if near := boards.proposed.get(model.slug):
        sentence = f"No row is this model for certain. The nearest is {near[0].name}: {near[0].reason}"
        return Missing(Blank.NO_CONFIDENT_MATCH.value, sentence)
    if on and listed and listed > on:
        sentence = (
            f"OpenRouter listed the model on {iso_day(listed)}, after {iso_day(on)}, the day of Arena’s "
            f"{HEADLINE_BOARD} board."
        )
        return Missing(Blank.NEWER_THAN_BOARD.value, sentence)
    sentence = f"No row was matched to this model on the boards that we read: {boards.read}."
    return Missing(Blank.NOT_ON_BOARD.value, sentence)


def _listed(model: Model) -> date | None:
    """Return the first day on which OpenRouter listed an id of the model."""
    return min([one.listed for one in model.listings if one.listed], default=None)


def _other_ranks(model: Model) -> tuple[str, ...]:
    """Return the overall rank on each other board, a plain name's before a mode's: ``vision board: #3``."""
    best: dict[str, tuple[bool, int]] = {}
    for rated in model.rated:
        mode = rated.match.confidence is Confidence.VARIANT
        for row in rated.ratings:
            if row.category == OVERALL and row.rank:
                found = mode, row.rank
                best[row.board] = min(best.get(row.board, found), found)
    said = (
        f"{board} board: #{count(rank)}{' as a mode' if mode else ''}" for board, (mode, rank) in best.items()
    )
    return tuple(said) or ("rated in other categories",)


class HeadlineEntry(RatingEntry):
    """The row that stands for the model: overall on the text board."""

    arena_name: Annotated[str, "The name on the board."]
    confidence: Annotated[str, "How sure it is that this name is the model."]


def headline_json(rank: Rank) -> HeadlineEntry | None:
    """Return the row that stands for a model for programs; None without one, and ``missing`` says why."""
    if isinstance(rank.row, Missing):
        return None
    return {**rating_json(rank.row), "arena_name": rank.name, "confidence": rank.confidence}
