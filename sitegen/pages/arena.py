"""Arena: every board with its rows and the model that each row is, and the names that no model has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import Rated
from sitegen.facts.context import Known
from sitegen.facts.corrections import MATCHES, name_corrections
from sitegen.facts.description import roomy_title, sized
from sitegen.facts.links import board_ways
from sitegen.facts.provenance import ARENA_LICENCE_LINK, ARENA_LINK
from sitegen.facts.ratings import ABSENCE, LADDER, MEANING, Boards, RatingRow, rated_name, rating_row
from sitegen.forms.figures import day
from sitegen.forms.names import Names
from sitegen.pages import Page
from sitegen.pages.api.files import API
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_graph
from sitegen.records.match import Confidence
from sitegen.records.rating import OVERALL, Leaderboard
from sitegen.records.settings import Site

FOLDER = "arena/"
NAMES = "arena/names/"
TRAIL = (Crumb("Models", ""), Crumb("Arena", FOLDER))
TWIN = Alternate("application/json", f"{API}arena.json", "All Arena names as JSON")


class BoardRow(NamedTuple):
    """One row of a board: ``model`` and ``path`` lead to the model that it is, or to why there is none."""

    rating: RatingRow
    name: str
    organization: str
    model: str
    path: str
    confidence: str


class Board(NamedTuple):
    """One board as a page shows it: the rows of one category, best rank first."""

    name: str
    path: str
    category: str
    categories: int
    partial: bool
    day: date | None
    rows: tuple[BoardRow, ...]
    matched: int


def pages(known: Known) -> Iterable[Page]:
    """Return the list of boards, a page for each, the names without a model, and a page for each of these."""
    catalog, site, found, all_boards = known.catalog, known.site, known.names, known.boards
    rated = {one.name: one for model in catalog.models for one in model.rated}
    rated |= {one.name: one for one in catalog.arena_only}
    views = [_board(board, rated, found, all_boards) for board in catalog.leaderboards]
    yield _overview(views, known)
    for view in views:
        yield _board_page(view, site)
    yield _names_page(known)
    for one in catalog.arena_only:
        yield _name_page(one, known)


def _board(board: Leaderboard, rated: dict[str, Rated], found: Names, all_boards: Boards) -> Board:
    categories = Counter(row.category for row in board.ratings)
    category = OVERALL if OVERALL in categories or not categories else min(categories)
    rows = [row for row in board.ratings if row.category == category]
    rows.sort(key=lambda row: (row.rank is None, row.rank, -row.score, row.name))
    views = tuple(_board_row(rating_row(row, all_boards), rated[row.name], found, all_boards) for row in rows)
    return Board(
        name=board.board,
        path=all_boards.paths[board.board],
        category=category,
        categories=len(categories),
        partial=board.partial,
        day=all_boards.days.get((board.board, category)),
        rows=views,
        matched=sum(bool(view.model) for view in views),
    )


def _board_row(rating: RatingRow, one: Rated, found: Names, all_boards: Boards) -> BoardRow:
    match = one.match
    path = found.path(match.slug) if match.slug and match.confidence.joined else None
    return BoardRow(
        rating=rating,
        name=one.name,
        organization=one.organization or "",
        model=(match.openrouter_id or match.slug or "") if path else "",
        path=path or all_boards.names[one.name],
        confidence=match.confidence.value,
    )


def _overview(views: list[Board], known: Known) -> Page:
    head = Head(
        title="Arena: how voters rate the models",
        description=f"{len(views)} leaderboards of Arena, row by row, with the model of OpenRouter’s "
        "catalogue that each row is, how sure that is, and why.",
        path=FOLDER + "index.html",
        alternates=(TWIN,),
        trail=TRAIL,
    )
    every = [one.match.confidence for model in known.catalog.models for one in model.rated]
    counts = Counter([*every, *(one.match.confidence for one in known.catalog.arena_only)])
    facts = {
        "head": with_graph(head, known.site, changed=known.latest),
        "boards": views,
        "ladder": [(step.value, LADDER[step], counts[step]) for step in Confidence],
        "names": sum(counts.values()),
        **SAID,
    }
    return Page(head.path, "arena.html", facts, indexed=True, changed=day(known.latest) or None)


SAID = {
    "meaning": MEANING,
    "absence": ABSENCE,
    "arena_link": ARENA_LINK,
    "licence_link": ARENA_LICENCE_LINK,
    "names_path": NAMES,
}
"""Sentences and addresses that every page about Arena has."""


def _board_page(view: Board, site: Site) -> Page:
    head = Head(
        title=f"Arena’s {view.name} board",
        description=f"The {len(view.rows)} rows of Arena’s {view.name} board"
        f"{f' of {day(view.day)}' if view.day else ''}: rank, score, interval, votes, and the model that "
        "each row is, or why there is none.",
        path=view.path + "index.html",
        trail=(*TRAIL, Crumb(f"{view.name} board", view.path)),
    )
    facts = {"head": with_graph(head, site, changed=view.day), "board": view, **SAID}
    return Page(head.path, "arena_board.html", facts, indexed=True, changed=day(view.day) or None)


def _names_page(known: Known) -> Page:
    alone = known.catalog.arena_only
    head = Head(
        title="Arena names without a model",
        description=f"{len(alone)} names on Arena’s boards that are no model of OpenRouter’s "
        "catalogue, each with the reason and the nearest candidates.",
        path=NAMES + "index.html",
        alternates=(TWIN,),
        trail=(*TRAIL, Crumb("Names without a model", NAMES)),
    )
    boards = known.boards
    rows = [(one, boards.names[one.name], rating_row(one.ratings[0], boards)) for one in alone]
    facts = {"head": with_graph(head, known.site, changed=known.latest), "rows": rows, **SAID}
    return Page(head.path, "arena_names.html", facts, indexed=True, changed=day(known.latest) or None)


def _name_page(one: Rated, known: Known) -> Page:
    all_boards, site = known.boards, known.site
    folder = all_boards.names[one.name]
    days = [rated for rating in one.ratings if (rated := all_boards.day(rating))]
    changed = max(days, default=None)
    rating = one.ratings[0]
    head = Head(
        title=roomy_title(one.name, "on Arena only"),
        description=sized(
            f"{one.name}:",
            f"rank {rating.rank} on Arena’s {rating.board} board;" if rating.rank else "",
            "no model of OpenRouter’s catalogue, and why.",
            "Its rows, votes and nearest candidates.",
        ),
        path=folder + "index.html",
        trail=(*TRAIL, Crumb("Names without a model", NAMES), Crumb(one.name, folder)),
    )
    candidates = [
        (item, path) for item in one.match.candidates if (path := known.names.path(item.slug)) is not None
    ]
    facts = {
        "head": with_graph(head, site, changed=changed),
        "rated": rated_name(one, all_boards),
        "candidates": candidates,
        "elsewhere": tuple(board_ways(row.board for row in one.ratings)),
        "corrections": name_corrections(one, site),
        "matches_link": site.file_url(f"data/{MATCHES}"),
        **SAID,
    }
    return Page(head.path, "arena_name.html", facts, indexed=True, changed=day(changed) or None)
