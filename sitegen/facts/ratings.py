"""Ratings: a model's rows on Arena's boards, and how sure it is that they are this model's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import HEADLINE_BOARD, Catalog, Model, Rated
from sitegen.facts.abilities import joined
from sitegen.facts.provenance import board_day
from sitegen.forms.addresses import digest, words_path
from sitegen.forms.figures import Blank, count
from sitegen.records.match import Confidence, Match
from sitegen.records.rating import OVERALL, Leaderboard, Rating

MEANING = (
    "A rating is a preference: visitors of Arena saw two answers without names and chose one. It does not "
    "measure truth, and the interval says how far chance alone may move it."
)
ABSENCE = "A missing rank says nothing bad about a model."

LADDER = {
    Confidence.MANUAL: "a person decided it",
    Confidence.EXACT: "the names are equal",
    Confidence.HIGH: "equal under a named rule",
    Confidence.VARIANT: "the row is a mode of this model",
    Confidence.LOW: "a candidate that a person should confirm",
    Confidence.UNMATCHED: "no model found",
}


class Boards(NamedTuple):
    """The leaderboards of a catalog: folders of their pages and of names without a model, days and sizes.

    ``days`` and ``sizes`` are by board and category; ``read`` names every board with its day and size;
    ``proposed`` holds, by slug, names that may be a model and that a person should confirm.
    """

    paths: Mapping[str, str]
    names: Mapping[str, str]
    days: Mapping[tuple[str, str], date | None]
    sizes: Mapping[tuple[str, str], int]
    read: str
    proposed: Mapping[str, Sequence[Rated]]

    def day(self, rating: Rating) -> date | None:
        """Return the day of the board and category that a rating stands in."""
        return self.days.get((rating.board, rating.category))


def boards(catalog: Catalog) -> Boards:
    """Return the boards of a catalog."""
    sizes = Counter((row.board, row.category) for board in catalog.leaderboards for row in board.ratings)
    return Boards(
        paths=folders("arena/", [board.board for board in catalog.leaderboards], taken={"names"}),
        names=folders("arena/names/", [rated.name for rated in catalog.arena_only]),
        days={
            (board.board, category): board_day(catalog, board, category)
            for board in catalog.leaderboards
            for category in {OVERALL, *(row.category for row in board.ratings)}
        },
        sizes=sizes,
        read=_read(catalog),
        proposed=proposed(catalog.arena_only),
    )


def folders(parent: str, names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a folder for each name: words, and a digest where two names make the same words."""
    words = {name: words_path(name) for name in names}
    used = Counter([*words.values(), *taken])
    return {
        name: f"{parent}{path}-{digest(name)}/" if used[path] > 1 else f"{parent}{path}/"
        for name, path in words.items()
    }


class RatingRow(NamedTuple):
    """One row of a board as a page shows it. ``day`` is the day that Arena gave its category."""

    board: str
    path: str
    category: str
    rank: str
    score: str
    interval: str
    votes: str
    day: date | None


class MatchCard(NamedTuple):
    """Why a name of Arena's stands on this page, with the evidence."""

    confidence: str
    meaning: str
    reason: str
    compared: tuple[str, str] | None
    dropped: tuple[str, ...]
    openrouter_id: str | None


class RatedName(NamedTuple):
    """One name of Arena's that is this model, or a mode of it."""

    name: str
    variant: bool
    organization: str
    license: str
    overall: tuple[RatingRow, ...]
    categories: tuple[RatingRow, ...]
    match: MatchCard


class Ratings(NamedTuple):
    """How people rate a model: its names on Arena, the one that stands for the model first.

    ``headline`` is its overall rank on the headline board, or None, and then ``blank`` is the reason.
    ``absence`` says in a sentence why it has no rating at all. ``near`` are names that may be this model,
    each with the path of its page and the reason why it was not joined.
    """

    names: tuple[RatedName, ...]
    headline: Headline | None
    blank: str
    absence: str
    router: bool
    near: tuple[tuple[str, str, str], ...]
    rated: tuple[Rated, ...]
    meaning: str = MEANING
    no_blame: str = ABSENCE


def ratings(model: Model, boards: Boards, catalog: Catalog) -> Ratings:
    """Return how people rate a model."""
    best, near = headline(model, boards), boards.proposed.get(model.slug, ())
    return Ratings(
        names=tuple([rated_name(rated, boards) for rated in model.rated]),
        headline=best,
        blank="" if best else no_headline(model, catalog),
        absence=absence(model, boards),
        router=model.primary.router,
        near=tuple([(name.name, boards.names[name.name], name.match.reason) for name in near]),
        rated=model.rated,
    )


def no_headline(model: Model, catalog: Catalog) -> str:
    """Return why a model has no row that stands for it."""
    if not catalog.leaderboards or model.rated:
        return Blank.NOT_IN_SOURCE.value
    return Blank.NOT_APPLICABLE.value if model.primary.router else Blank.NOT_MATCHED.value


def rated_name(rated: Rated, boards: Boards) -> RatedName:
    """Return one name of Arena's with every row of it, overall ones apart."""
    rows = [(one.category == OVERALL, rating_row(one, boards)) for one in rated.ratings]
    return RatedName(
        name=rated.name,
        variant=rated.match.confidence is Confidence.VARIANT,
        organization=rated.organization or str(Blank.NOT_IN_SOURCE),
        license=rated.license or str(Blank.NOT_IN_SOURCE),
        overall=tuple([row for overall, row in rows if overall]),
        categories=tuple([row for overall, row in rows if not overall]),
        match=match_card(rated.match),
    )


def rating_row(rating: Rating, boards: Boards) -> RatingRow:
    """Return one row with its figures in words."""
    return RatingRow(
        board=rating.board,
        path=boards.paths[rating.board],
        category=rating.category.replace("_", " "),
        rank=count(rating.rank),
        score=score(rating.score),
        interval=interval(rating),
        votes=count(rating.votes),
        day=boards.day(rating),
    )


def score(value: float) -> str:
    """Return a score without a decimal point: the interval is wider than one."""
    return f"{value:.0f}"


def interval(rating: Rating) -> str:
    """Return how far the 95 % interval reaches on both sides: ``±5`` or ``+6 −5``."""
    if rating.lower is None or rating.upper is None:
        return str(Blank.NOT_PUBLISHED)
    up, down = f"{rating.upper - rating.score:.0f}", f"{rating.score - rating.lower:.0f}"
    return f"±{up}" if up == down else f"+{up} −{down}"


def match_card(match: Match) -> MatchCard:
    """Return a match as a reader checks it."""
    return MatchCard(
        confidence=match.confidence.value,
        meaning=LADDER[match.confidence],
        reason=match.reason,
        compared=match.compared,
        dropped=match.dropped,
        openrouter_id=match.openrouter_id,
    )


def absence(model: Model, boards: Boards) -> str:
    """Return why a model has no rating, naming each board that was read and its day."""
    if model.left:
        return "Rows of Arena’s are matched to the current catalogue, which this model has left."
    if model.primary.router:
        return "An alias or a router stands for other models, so no row of Arena’s can be its own."
    if not boards.read:
        return "No board of Arena’s has been read yet."
    return f"No row was matched to this model on the boards that we read: {boards.read}."


def _read(catalog: Catalog) -> str:
    return joined([_board_words(board, catalog) for board in catalog.leaderboards])


def _board_words(board: Leaderboard, catalog: Catalog) -> str:
    names = len({rating.name for rating in board.ratings})
    day = board_day(catalog, board)
    part = ", in part" if board.partial else ""
    return f"{board.board} ({f'{day}, ' if day else ''}{names:,} name{'' if names == 1 else 's'}{part})"


def proposed(arena_only: Sequence[Rated]) -> dict[str, list[Rated]]:
    """Return the names that a person should confirm, by the slug of the model that each may be."""
    found: dict[str, list[Rated]] = {}
    for one in arena_only:
        if one.match.confidence is Confidence.LOW and one.match.candidates:
            found.setdefault(one.match.candidates[0].slug, []).append(one)
    return found


class Headline(NamedTuple):
    """The rank that stands for a model at the top of a page, and the row that it is from."""

    rank: str
    score: str
    interval: str
    name: str
    of: int
    board: str
    variant: bool
    day: date | None
    confidence: str


def headline(model: Model, boards: Boards) -> Headline | None:
    """Return the model's overall rank on the headline board, or None where it has no row there."""
    rated = model.headline if model.rated else None
    rating = rated.on(HEADLINE_BOARD) if rated else None
    if rated is None or rating is None:
        return None
    return Headline(
        rank=count(rating.rank),
        score=score(rating.score),
        interval=interval(rating),
        name=rated.name,
        of=boards.sizes[rating.board, rating.category],
        board=rating.board,
        variant=rated.match.confidence is Confidence.VARIANT,
        day=boards.day(rating),
        confidence=rated.match.confidence.value,
    )
