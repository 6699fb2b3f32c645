"""An article: the owner's prose with live figures in it, and tables where it names them.

The prose is Markdown. ``{{ models }}`` stands for a figure and ``{{ table: sources }}``, alone on its line,
for a table; a name between such braces that is not known is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sitegen.errors import ContentError
from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import root_of
from sitegen.forms.content_page import Manuscript, linked
from sitegen.forms.markdown import code, table, words
from sitegen.pages.content.methodology import figures
from sitegen.pages.content.tables import TABLES, Cell, Table

PLACE = re.compile(r"\{\{\s*(table:)?\s*(.*?)\s*\}\}")
# Stands for a table while the prose becomes HTML: no prose has these characters, and no figure keeps them.
MARK = "\ue000{}\ue001"
_NO_MARK = dict.fromkeys(map(ord, "\ue000\ue001"), "\N{REPLACEMENT CHARACTER}")
MARKED = re.compile(r"<p>\ue000(\w+)\ue001</p>")


class Article(NamedTuple):
    """A manuscript with its figures: Markdown with marks for its tables, and what these are."""

    manuscript: Manuscript
    text: str
    tables: Mapping[str, Table]


def article(manuscript: Manuscript, context: SiteContext) -> Article:
    """Return a manuscript with the figures of a catalog; raises ContentError that names a faulty line."""
    every = {**figures(context.catalog, context.site), "root": root_of(manuscript.path) or "./"}
    filled = _filled(manuscript, every)
    text = linked(filled, manuscript.source, manuscript.path, context.manuscripts)
    drawn = {name: make(context) for name, make in TABLES.items() if MARK.format(name) in text}
    return Article(manuscript, text, drawn)


def _filled(manuscript: Manuscript, known: Mapping[str, str]) -> str:
    """Return the prose with its figures, and a mark for each table."""
    return "\n".join(
        PLACE.sub(lambda place: _figure(place, f"{manuscript.source}, line {number}", line, known), line)  # noqa: B023 - called in this round
        for number, line in enumerate(manuscript.text.splitlines(), start=manuscript.first)
    )


def _figure(place: re.Match[str], where: str, line: str, known: Mapping[str, str]) -> str:
    if not place[1]:
        return _known(known, place[2], where, place[0]).translate(_NO_MARK)
    if line.strip() != place[0]:
        raise ContentError(where, f"{place[0]} stands beside other text", "put it on a line of its own")
    _known(TABLES, place[2], where, place[0])
    return f"\n{MARK.format(place[2])}\n"


def _known(names: Mapping[str, object], name: str, where: str, written: str) -> str:
    if name not in names:
        raise ContentError(where, f"{written} is not known", f"write one of {', '.join(sorted(names))}")
    return str(names[name])


def markdown_text(made: Article) -> str:
    """Return an article as Markdown, its tables drawn."""
    filled = made.text
    for name, one in made.tables.items():
        filled = filled.replace(MARK.format(name), _markdown_table(one))
    return re.sub(r"\n{3,}", "\n\n", filled).strip() + "\n"


def _markdown_table(made: Table) -> str:
    if not made.rows:
        return made.empty
    rows = [[_markdown_cell(cell) for cell in row] for row in made.rows]
    return f"{made.caption}:\n\n{table(rows, made.head)}"


def _markdown_cell(cell: Cell) -> str:
    if cell.link:
        return f"[{words(cell.text)}](<{cell.link.translate(_NO_BRACKETS)}>)"
    return code(cell.text) if cell.kind == "code" else words(cell.text)


_NO_BRACKETS = {ord("<"): "%3C", ord(">"): "%3E", ord("|"): "%7C", ord("\\"): "%5C", ord("\n"): "%0A"}
