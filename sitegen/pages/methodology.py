"""The methodology: the owner's prose from ``content/methodology.md`` with live figures and tables.

The prose is Markdown. ``{{ models }}`` stands for a figure and ``{{ table: sources }}``, alone on its line,
for a table; a name between such braces that is not known is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import NamedTuple

from markupsafe import Markup

from sitegen.catalog.model import HEADLINE_BOARD, Catalog
from sitegen.errors import ContentError
from sitegen.pages import Page
from sitegen.pages.api import API, counts, unknown_keys
from sitegen.pages.dictionary import TABLES, Cell, Table
from sitegen.pages.figures import DIGITS, day
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.known import Known
from sitegen.pages.markdown import code, codes, table, words
from sitegen.pages.prose import markdown_prose
from sitegen.pages.provenance import (
    ARENA_LINK,
    OPENROUTER_LINK,
    USAGE_LINK,
    board_day,
    catalogue_day,
    citation,
)
from sitegen.pages.shapes import SCHEMA_VERSION
from sitegen.pages.site import Site
from sitegen.pages.structured import with_graph
from sitegen.pages.usage import ranking, unread
from sitegen.records import Json
from sitegen.records.usage import Period

SOURCE = "content/methodology.md"
FOLDER = "methodology/"
TWIN = f"{FOLDER}index.md"
MATCHES_FILE = "data/overrides/matches.toml"
TITLE = "Methodology"
NO_DAY = "none, for it was not fetched yet"
DESCRIPTION = (
    "Where every price and rating comes from, how Arena names are matched to models, what each blank means, "
    "and what is refused."
)

_PLACE = re.compile(r"\{\{\s*(table:)?\s*(.*?)\s*\}\}")
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_TITLE = re.compile(r"\s*# +(.+?) *#* *(?:\n|$)")
_TAG = re.compile(r"<[^>]*>")
# Stands for a table while the prose becomes HTML: no text has these characters.
_MARK = "\ue000{}\ue001"
_MARKED = re.compile(r"<p>\ue000(\w+)\ue001</p>")


class Section(NamedTuple):
    """What stands below one heading of the second level: HTML and tables in turn."""

    id: str
    heading: str
    blocks: tuple[Markup | Table, ...]


def pages(known: Known, prose: str) -> Iterable[Page]:
    """Return the page and its Markdown twin; raises ContentError that names the line of an unknown figure."""
    found = _TITLE.match(prose)
    title = found[1] if found else TITLE
    filled = _filled(prose, figures(known.catalog, known.site))
    body = _TITLE.sub("", filled, count=1) if found else filled
    drawn = {name: make(known.catalog) for name, make in TABLES.items() if _MARK.format(name) in body}
    yield _page(title, body, drawn, known)
    yield Page(TWIN, content=_twin(filled, drawn).encode())


def _page(title: str, body: str, drawn: Mapping[str, Table], known: Known) -> Page:
    opening, *parts = _HEADING.split(markdown_prose(body))
    about = data_set(known.catalog, known.site)
    head = Head(
        title=title,
        description=DESCRIPTION,
        path=f"{FOLDER}index.html",
        alternates=(Alternate("text/markdown", TWIN, "The same as Markdown"),),
        trail=(Crumb("Models", ""), Crumb(title, FOLDER)),
    )
    facts = {
        "head": with_graph(head, known.site, changed=known.latest, about=about),
        "title": title,
        "opening": list(_blocks(opening, drawn)),
        "sections": [
            Section(key, unescape(_TAG.sub("", heading)), tuple(_blocks(text, drawn)))
            for key, heading, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ],
    }
    return Page(head.path, "methodology.html", facts, indexed=True, changed=day(known.latest) or None)


def figures(catalog: Catalog, site: Site) -> dict[str, str]:
    """Return every figure that the prose can name, as Markdown."""
    board = next((one for one in catalog.leaderboards if one.board == HEADLINE_BOARD), None)
    arena_day = day(board_day(catalog, board)) if board else ""
    link = f"[`{MATCHES_FILE}`]({site.repository.rstrip('/')}/{MATCHES_FILE})"
    return {name: f"{number:,}" for name, number in counts(catalog).items()} | {
        "catalogue_day": day(catalogue_day(catalog)) or NO_DAY,
        "arena_day": arena_day or NO_DAY,
        "version": catalog.version or "empty",
        "schema_version": SCHEMA_VERSION,
        "headline_board": HEADLINE_BOARD,
        "usage": _usage_words(catalog),
        "usage_citation": words(citation(catalog.usage)) if catalog.usage else "",
        "digits": str(DIGITS),
        "unknown_keys": codes(list(unknown_keys(catalog))) or "none",
        "site": words(site.title),
        "address": f"<{site.base_url}>",
        "matches_file": link if site.repository else f"`{MATCHES_FILE}`",
    }


def _usage_words(catalog: Catalog) -> str:
    """Return what the ranking on file holds, or why there is none."""
    known, found = ranking(catalog), counts(catalog)
    if known.period is None:
        return f"At present no usage is shown. {unread(known)}"
    if known.period is Period.WEEK:
        held = f"The snapshot on file is one total for the week to {day(known.latest)}, not a row of days"
    else:
        held = f"The snapshot on file holds {len(known.window)} days up to {day(known.latest)}"
    return (
        f"{held}; its latest list has {known.names:,} names, which are {found['usage_models']:,} models once "
        f"variants are added up. With a page here: {found['models_used']:,}. Left out, for no slug of this "
        f"catalogue is theirs: {found['usage_models_alone']:,}. "
        f"{words(known.citation)}"
    )


def _filled(prose: str, known: Mapping[str, str]) -> str:
    """Return the prose with its figures, and a mark for each table."""
    return "\n".join(
        _PLACE.sub(lambda place: _figure(place, number, line, known), line)  # noqa: B023 - called in this round
        for number, line in enumerate(prose.splitlines(), start=1)
    )


def _figure(place: re.Match[str], number: int, line: str, known: Mapping[str, str]) -> str:
    where = f"{SOURCE}, line {number}"
    if not place[1]:
        return _known(known, place[2], where, place[0])
    if line.strip() != place[0]:
        raise ContentError(where, f"{place[0]} stands beside other text", "put it on a line of its own")
    _known(TABLES, place[2], where, place[0])
    return f"\n{_MARK.format(place[2])}\n"


def _known(names: Mapping[str, object], name: str, where: str, written: str) -> str:
    if name not in names:
        raise ContentError(where, f"{written} is not known", f"write one of {', '.join(sorted(names))}")
    return str(names[name])


def _blocks(html: str, drawn: Mapping[str, Table]) -> Iterable[Markup | Table]:
    """Return the page as HTML and tables in turn."""
    for place, part in enumerate(_MARKED.split(html)):
        if place % 2:
            yield drawn[part]
        elif _MARK[0] in part:
            raise ContentError(
                SOURCE, "a table stands inside a list or a quotation", "put it between paragraphs"
            )
        elif part.strip():
            yield Markup(part.strip())  # noqa: S704 - the content folder is the site owner's own


def _twin(filled: str, drawn: Mapping[str, Table]) -> str:
    for name, made in drawn.items():
        filled = filled.replace(_MARK.format(name), _markdown_table(made))
    return re.sub(r"\n{3,}", "\n\n", filled).strip() + "\n"


def _markdown_table(made: Table) -> str:
    if not made.rows:
        return made.empty
    rows = [[_markdown_cell(cell) for cell in row] for row in made.rows]
    return f"{made.caption}:\n\n{table(made.head, rows)}"


def _markdown_cell(cell: Cell) -> str:
    if cell.link:
        return f"[{words(cell.text)}](<{cell.link.translate(_NO_BRACKETS)}>)"
    return code(cell.text) if cell.kind == "code" else words(cell.text)


_NO_BRACKETS = {ord("<"): "%3C", ord(">"): "%3E", ord("|"): "%7C", ord("\\"): "%5C", ord("\n"): "%0A"}


def data_set(catalog: Catalog, site: Site) -> Json:
    """Return the data as schema.org's Dataset; no licence, for each source has its own."""
    files: Sequence[tuple[str, str]] = (("models.json", "application/json"), ("models.csv", "text/csv"))
    return {
        "@type": "Dataset",
        "name": f"{site.title}: language models",
        "description": site.description,
        "url": site.url(f"{API}index.json"),
        "version": catalog.version or "empty",
        "isAccessibleForFree": True,
        "isBasedOn": [OPENROUTER_LINK, ARENA_LINK, *([USAGE_LINK] if catalog.usage else [])],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": site.url(API + name)}
            for name, kind in files
        ],
    }
