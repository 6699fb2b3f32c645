"""Articles: the owner's prose from ``content/*.md`` as pages, with live figures and tables.

The prose is Markdown. ``{{ models }}`` stands for a figure and ``{{ table: sources }}``, alone on its line,
for a table; a name between such braces that is not known is refused. The methodology is one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import NamedTuple

from markupsafe import Markup

from sitegen.errors import ContentError
from sitegen.facts.context import Known
from sitegen.facts.description import LONGEST, SHORTEST
from sitegen.forms.addresses import root_of
from sitegen.forms.content_page import Manuscript, linked
from sitegen.forms.figures import day
from sitegen.forms.markdown import code, table, words
from sitegen.forms.prose import markdown_prose
from sitegen.pages import Page
from sitegen.pages.content import methodology
from sitegen.pages.content.methodology import data_set, figures
from sitegen.pages.content.tables import TABLES, Cell, Table
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_graph

SECTIONS_WORTH_A_LIST = 3
"""Sections from which on a page begins with a list of them."""

_PLACE = re.compile(r"\{\{\s*(table:)?\s*(.*?)\s*\}\}")
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Code and elements, which stay as they are, or a day in running text.
_DAY = re.compile(
    r"""<(code|pre|time)\b.*?</\1> | <[^>]*>
    | (?<![\w/-])(?P<day>[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))(?![\w/-])""",
    re.DOTALL | re.VERBOSE,
)
# Stands for a table while the prose becomes HTML: no prose has these characters, and no figure keeps them.
_MARK = "\ue000{}\ue001"
_NO_MARK = dict.fromkeys(map(ord, "\ue000\ue001"), "\N{REPLACEMENT CHARACTER}")
_MARKED = re.compile(r"<p>\ue000(\w+)\ue001</p>")


class Section(NamedTuple):
    """What stands below one heading of the second level: HTML and tables in turn."""

    id: str
    heading: str
    blocks: tuple[Markup | Table, ...]


class Article(NamedTuple):
    """A manuscript with its figures: Markdown with marks for its tables, and what these are."""

    manuscript: Manuscript
    text: str
    tables: Mapping[str, Table]


def pages(known: Known) -> Iterable[Page]:
    """Return each manuscript's page and its Markdown twin; raises ContentError for an unknown figure."""
    for manuscript in known.manuscripts:
        made = article(manuscript, known)
        yield _page(made, known)
        yield Page(manuscript.twin, content=markdown_text(made).encode())


def article(manuscript: Manuscript, known: Known) -> Article:
    """Return a manuscript with the figures of a catalog; raises ContentError that names a faulty line."""
    every = {**figures(known.catalog, known.site), "root": root_of(manuscript.path) or "./"}
    filled = _filled(manuscript, every)
    text = linked(filled, manuscript.source, manuscript.path, known.manuscripts)
    drawn = {name: make(known.catalog) for name, make in TABLES.items() if _MARK.format(name) in text}
    return Article(manuscript, text, drawn)


def _page(made: Article, known: Known) -> Page:
    manuscript = made.manuscript
    body = manuscript._replace(text=made.text).body
    opening, *parts = _HEADING.split(markdown_prose(body))
    ours = manuscript.source == methodology.SOURCE
    # The day of a page without a live figure is known to nobody: a build has no clock.
    changed = known.latest if ours or _PLACE.search(manuscript.text) else None
    title = manuscript.title or (methodology.TITLE if ours else manuscript.name)
    description = methodology.DESCRIPTION if ours else _described(opening, title)
    head = Head(
        title=title,
        description=manuscript.description or description,
        path=manuscript.path,
        kind="article",
        alternates=(Alternate("text/markdown", manuscript.twin, "The same as Markdown"),),
        trail=tuple(_trail(manuscript, title, known.manuscripts)),
    )
    about = data_set(known.catalog, known.site) if ours else None
    facts = {
        "head": with_graph(head, known.site, changed=changed, about=about),
        "title": title,
        "opening": list(_blocks(opening, made)),
        "sections": [
            Section(key, unescape(_TAG.sub("", heading)), tuple(_blocks(text, made)))
            for key, heading, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ],
        "listed": len(parts) // 3 >= SECTIONS_WORTH_A_LIST,
    }
    template = "methodology.html" if ours else "article.html"
    return Page(head.path, template, facts, indexed=True, changed=day(changed) or None)


def _trail(manuscript: Manuscript, title: str, every: Iterable[Manuscript]) -> Iterable[Crumb]:
    """Return the way to a page, through the owner's pages whose folders it stands in."""
    yield Crumb("Models", "")
    for one in every:
        if one.folder != manuscript.folder and one.folder and manuscript.folder.startswith(one.folder):
            yield Crumb(one.name, one.folder)
    yield Crumb(title, manuscript.folder)


def _described(html: str, title: str) -> str:
    """Return the first paragraph as a description, cut between words where it is long."""
    found = _PARAGRAPH.search(html)
    text = " ".join(unescape(_TAG.sub("", found[1])).split()) if found and _MARK[0] not in found[1] else ""
    if len(text) <= LONGEST:
        return text if len(text) >= SHORTEST else ": ".join(filter(None, (title, text)))
    return text[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:–-") + "…"


def _filled(manuscript: Manuscript, known: Mapping[str, str]) -> str:
    """Return the prose with its figures, and a mark for each table."""
    return "\n".join(
        _PLACE.sub(lambda place: _figure(place, f"{manuscript.source}, line {number}", line, known), line)  # noqa: B023 - called in this round
        for number, line in enumerate(manuscript.text.splitlines(), start=manuscript.first)
    )


def _figure(place: re.Match[str], where: str, line: str, known: Mapping[str, str]) -> str:
    if not place[1]:
        return _known(known, place[2], where, place[0]).translate(_NO_MARK)
    if line.strip() != place[0]:
        raise ContentError(where, f"{place[0]} stands beside other text", "put it on a line of its own")
    _known(TABLES, place[2], where, place[0])
    return f"\n{_MARK.format(place[2])}\n"


def _known(names: Mapping[str, object], name: str, where: str, written: str) -> str:
    if name not in names:
        raise ContentError(where, f"{written} is not known", f"write one of {', '.join(sorted(names))}")
    return str(names[name])


def _blocks(html: str, made: Article) -> Iterable[Markup | Table]:
    """Return the page as HTML and tables in turn."""
    for place, part in enumerate(_MARKED.split(html)):
        if place % 2:
            yield made.tables[part]
        elif _MARK[0] in part:
            fault = "a table stands inside a list or a quotation"
            raise ContentError(made.manuscript.source, fault, "put it between paragraphs")
        elif part.strip():
            yield Markup(_DAY.sub(_time, part.strip()))  # noqa: S704 - the content folder is the site owner's own


def _time(found: re.Match[str]) -> str:
    """Return a day as a ``time`` element, which does not break in the middle; what stands apart stays."""
    return f'<time datetime="{found["day"]}">{found["day"]}</time>' if found["day"] else found[0]


def markdown_text(made: Article) -> str:
    """Return an article as Markdown, its tables drawn."""
    filled = made.text
    for name, one in made.tables.items():
        filled = filled.replace(_MARK.format(name), _markdown_table(one))
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
