"""What moved in whole sources: boards, rankings and snapshots, and those that are read for the first time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sitegen.catalog.changes import Before
from sitegen.catalog.model import Catalog
from sitegen.catalog.movements import movements, rating_rows
from sitegen.checks.review.side import Side
from sitegen.facts.changes.words import change_text, worth_telling
from sitegen.facts.prices import PriceTexts
from sitegen.facts.sources import RANKING
from sitegen.records.change import Change
from sitegen.records.data_files import board_feed
from sitegen.records.review import Line, Section
from sitegen.records.usage import OTHER, Period, Usage
from sitegen.sources import openrouter
from sitegen.text import counted, some_of


def first_lines(old: Side, new: Side) -> Iterator[Line]:
    """Yield a line for a catalogue or a board where there was none: nobody can review each of its rows."""
    if new.rows and not old.rows:
        yield _first_line(openrouter.FEED, counted(len(new.rows), "row"), Section.LIFE)
    held = {board.board for board in old.catalog.leaderboards}
    for board in new.catalog.leaderboards:
        if board.board not in held:
            number = counted(len(rating_rows(board)), "name")
            yield _first_line(board_feed(board.board), number, Section.ARENA)


def _first_line(feed: str, number: str, section: Section) -> Line:
    text = f"read for the first time: {number}"
    return Line(section=section, kind="snapshot", id=feed, name=feed, text=text)


def arena_lines(old: Catalog, new: Catalog) -> tuple[list[Line], int]:
    """Return the movements beyond their interval, and the number of those within."""
    held = {board.board: rating_rows(board) for board in old.leaderboards}
    lines: list[Line] = []
    quiet = 0
    for board in new.leaderboards:
        rows = held.get(board.board)
        if rows is None:
            continue
        moved = movements(Before(rows, frozenset()), board, on=date.min)
        lines += _movement_lines(moved)
        loud = {change.id for change in moved}
        quiet += sum(1 for key, row in rating_rows(board).items() if key not in loud and rows.get(key) != row)
    return lines, quiet


def _movement_lines(moved: Iterable[Change]) -> Iterator[Line]:
    by_name: dict[str, list[Change]] = {}
    for change in moved:
        by_name.setdefault(change.id, []).append(change)
    prices = PriceTexts()
    for key, changes_of_name in by_name.items():
        board, _, name = key.partition("/")
        text = ", ".join([change_text(change, prices) for change in worth_telling(changes_of_name)])
        yield Line(section=Section.ARENA, kind="movement", id=key, name=name, text=f"{board}: {text}")


_SAID_APART = ("openrouter", "arena", "usage")


def snapshot_lines(old: Side, new: Side) -> Iterator[Line]:
    """Yield a line for each snapshot of another source that moved."""
    was, now = old.catalog.receipts, new.catalog.receipts
    for feed in sorted(was.keys() | now.keys()):
        before, after = was.get(feed), now.get(feed)
        same = before and after and before.sha256 == after.sha256
        if feed.partition("/")[0] not in _SAID_APART and not same:
            text = f"{counted(after.rows, 'row')} ({before.rows:,} before)" if before and after else "is gone"
            line = Line(section=Section.SOURCES, kind="snapshot", id=feed, name=feed, text=text)
            if after and not before:
                line = _first_line(feed, counted(after.rows, "row"), Section.SOURCES)
            yield line


MOST_NAMED = 10
"""So many names that came to a list or left it are said; of the others the number."""


def usage_lines(old: Catalog, new: Catalog) -> Iterator[Line]:
    """Yield one line for a whole ranking that moved: every figure of it does, every day."""
    was, now = old.usage, new.usage
    if was == now:
        return
    texts = ["is gone"]
    if now is not None:
        period = "the week to" if now.period is Period.WEEK else "days to"
        texts = [f"{period} {now.latest}, as of {now.cited_as_of}, {counted(len(now.rows), 'row')}"]
        if was is None:
            texts[0] = f"read for the first time: {texts[0]}"
        else:
            held, listed = _listed(was), _listed(now)
            texts[0] += f" ({len(was.rows):,} before)"
            texts += [*_named("entered the list", listed - held), *_named("left it", held - listed)]
    yield Line(section=Section.USAGE, kind="usage", id=RANKING, name=RANKING, text="; ".join(texts))


def _listed(usage: Usage) -> set[str]:
    return {row.name for row in usage.rows if row.on == usage.latest and row.name != OTHER}


def _named(what: str, names: set[str]) -> Iterator[str]:
    if names:
        yield f"{what}: {some_of(sorted(names), MOST_NAMED)}"
