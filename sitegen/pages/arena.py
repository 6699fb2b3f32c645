"""Arena: every board with its rows and the model that each row is, and the names without a current model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from sitegen.catalog.model import Rated
from sitegen.facts.boards import NAMES, RatingRow, names_without_current_model, rating_row
from sitegen.facts.context import SiteContext
from sitegen.facts.links import board_ways, matches_link, name_corrections
from sitegen.facts.ratings import ABSENCE_NOTE, CONFIDENCE_MEANINGS, MEANING, rated_name
from sitegen.facts.row import latest
from sitegen.facts.sources import changed_on
from sitegen.forms.figures import day
from sitegen.forms.titles import roomy_title, sized
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld
from sitegen.records.data_files import board_feed
from sitegen.records.match import Confidence
from sitegen.records.rating import OVERALL, Leaderboard, Rating
from sitegen.sources import arena
from sitegen.text import counted

FOLDER = "arena/"
TRAIL = (Crumb("Models", ""), Crumb("Arena", FOLDER))
NAMES_TRAIL = (*TRAIL, Crumb("Names without a current model", NAMES))
TWIN = Alternate("application/json", f"{API}arena.json", "All Arena names as JSON")


class BoardRow(NamedTuple):
    """One row of a board: ``model`` and ``path`` lead to the model that it is, or to why there is none.

    ``until`` is the last day on which a retired model was listed; ``name_path`` leads to the name's own page.
    """

    rating: RatingRow
    name: str
    organization: str
    model: str
    path: str
    confidence: str
    until: date | None
    name_path: str


class BoardView(NamedTuple):
    """One board as a page shows it: the rows of one category, best rank first."""

    name: str
    path: str
    category: str
    categories: int
    partial: bool
    day: date | None
    rows: tuple[BoardRow, ...]
    matched: int


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the list of boards, a page for each, the names without a current model, and a page for each."""
    catalog = context.catalog
    every = chain.from_iterable([model.rated for model in catalog.models])
    rated = {name.name: name for name in chain(every, catalog.arena_only)}
    views = [_board_view(board, rated, context) for board in catalog.leaderboards]
    yield _overview(views, context)
    for view in views:
        yield _board_page(view, context)
    yield _names_page(context)
    for name in names_without_current_model(catalog):
        yield _name_page(name, context)


def _board_view(board: Leaderboard, rated: Mapping[str, Rated], context: SiteContext) -> BoardView:
    categories = {row.category for row in board.ratings}
    category = OVERALL if OVERALL in categories or not categories else min(categories)
    ratings = [rating for rating in board.ratings if rating.category == category]
    ratings.sort(key=lambda row: (row.rank is None, row.rank, -row.score, row.name))
    rows = tuple([_board_row(rating, rated[rating.name], context) for rating in ratings])
    return BoardView(
        name=board.board,
        path=context.boards.paths[board.board],
        category=category,
        categories=len(categories),
        partial=board.partial,
        day=context.boards.days.get((board.board, category)),
        rows=rows,
        matched=sum(bool(row.model) for row in rows),
    )


def _board_row(rating: Rating, rated: Rated, context: SiteContext) -> BoardRow:
    match = rated.match
    path = context.names.path(match.slug) if match.slug and match.confidence.joined else None
    return BoardRow(
        rating=rating_row(rating, context.boards),
        name=rated.name,
        organization=rated.organization or "",
        model=(match.openrouter_id or match.slug or "") if path else "",
        path=path or context.boards.names[rated.name],
        confidence=match.confidence.value,
        until=rated.until,
        name_path=context.boards.names.get(rated.name, ""),
    )


def _overview(views: Sequence[BoardView], context: SiteContext) -> Page:
    head = Head(
        title="Arena: how voters rate the models",
        description=f"{counted(len(views), 'leaderboard')} of Arena, row by row, with the model of "
        "OpenRouter’s catalogue that each row is, how sure that is, and why.",
        path=FOLDER + "index.html",
        alternates=(TWIN,),
        trail=TRAIL,
    )
    joined = [name.match.confidence for model in context.catalog.models for name in model.rated]
    counts = Counter([*joined, *[name.match.confidence for name in context.catalog.arena_only]])
    current = [model.slug for model in context.catalog.models if model.rated and model.variants]
    came = [context.came_or_left[slug] for slug in current]
    changed = latest([*_board_days([view.name for view in views], context), *came])
    facts = {
        "head": with_json_ld(head, context.site, changed=changed),
        "boards": views,
        "ladder": [(step.value, CONFIDENCE_MEANINGS[step], counts[step]) for step in Confidence],
        "names": sum(counts.values()),
        **ARENA_NOTES,
    }
    return Page(head.path, "arena.html", facts, indexed=True, changed=day(changed) or None)


def _board_days(boards: Iterable[str], context: SiteContext) -> list[date | None]:
    """Return the days on which the snapshots of these boards last changed."""
    return [changed_on(board_feed(board), context.catalog) for board in boards]


def _matched_days(board: str, context: SiteContext) -> list[date | None]:
    """Return the days on which the models of a board's rows came or left."""
    return [
        context.came_or_left[model.slug]
        for model in context.catalog.models
        if any(name.on(board) for name in model.rated)
    ]


ARENA_NOTES = {
    "meaning": MEANING,
    "absence": ABSENCE_NOTE,
    "source": arena.info,
    "names_path": NAMES,
}
"""Sentences and addresses that every page about Arena has."""


def _board_page(view: BoardView, context: SiteContext) -> Page:
    head = Head(
        title=f"Arena’s {view.name} board",
        description=f"{counted(len(view.rows), 'row')} of Arena’s {view.name} board"
        f"{f' of {day(view.day)}' if view.day else ''}: rank, score, interval, votes, and the model that "
        "each row is, or why there is none.",
        path=view.path + "index.html",
        trail=(*TRAIL, Crumb(f"{view.name} board", view.path)),
    )
    changed = latest([*_board_days([view.name], context), *_matched_days(view.name, context)]) or view.day
    facts = {"head": with_json_ld(head, context.site, changed=changed), "board": view, **ARENA_NOTES}
    return Page(head.path, "arena_board.html", facts, indexed=True, changed=day(changed) or None)


def _names_page(context: SiteContext) -> Page:
    alone = names_without_current_model(context.catalog)
    head = Head(
        title="Arena names without a current model",
        description=f"{counted(len(alone), 'name')} on Arena’s boards without a current model in "
        "OpenRouter’s catalogue, each with the reason and the nearest candidates.",
        path=NAMES + "index.html",
        alternates=(TWIN,),
        trail=NAMES_TRAIL,
    )
    boards = context.boards
    rows = [(name, boards.names[name.name], rating_row(name.ratings[0], boards)) for name in alone]
    changed = latest([_name_day(name, context) for name in alone])
    facts = {"head": with_json_ld(head, context.site, changed=changed), "rows": rows, **ARENA_NOTES}
    return Page(head.path, "arena_names.html", facts, indexed=True, changed=day(changed) or None)


def _name_day(rated: Rated, context: SiteContext) -> date | None:
    """Return the last day on which what is said of a name changed: its rows, or the models that it is not."""
    boards = {row.board for row in rated.ratings}
    slugs = [context.names.own.get(item.slug) for item in rated.match.candidates]
    known = [context.came_or_left[slug] for slug in (*slugs, rated.match.slug) if slug]
    return latest([*_board_days(boards, context), *known])


def _name_page(rated: Rated, context: SiteContext) -> Page:
    name, site = rated_name(rated, context.boards), context.site
    folder, first = context.boards.names[rated.name], name.rows[0]
    changed = _name_day(rated, context) or latest([row.day for row in name.rows])
    head = Head(
        title=roomy_title(name.name, "a retired model" if rated.until else "on Arena only"),
        description=sized(
            f"{name.name}:",
            f"rank {first.rank} on Arena’s {first.board} board;" if first.rank else "",
            _which_model(rated),
            "Its rows, votes and nearest candidates.",
        ),
        path=folder + "index.html",
        trail=(*NAMES_TRAIL, Crumb(name.name, folder)),
    )
    candidates = [
        (item, path) for item in name.match.candidates if (path := context.names.path(item.slug)) is not None
    ]
    model = context.names.path(rated.match.slug) if rated.match.slug else None
    facts = {
        "head": with_json_ld(head, site, changed=changed),
        "rated": name,
        "model_path": model,
        "candidates": candidates,
        "elsewhere": tuple(board_ways(row.board for row in name.rows)),
        "corrections": name_corrections(rated, site),
        "matches_link": matches_link(site),
        **ARENA_NOTES,
    }
    return Page(head.path, "arena_name.html", facts, indexed=True, changed=day(changed) or None)


def _which_model(rated: Rated) -> str:
    """Return in a line that a name was a model until a day, or that it is none."""
    if rated.until:
        return f"a model of OpenRouter’s catalogue until {day(rated.until)}."
    return "no model of OpenRouter’s catalogue, and why."
