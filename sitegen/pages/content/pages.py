"""Pages of the owner's prose from ``content/*.md``, the methodology among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from markupsafe import Markup

from sitegen.errors import ContentError
from sitegen.facts.context import SiteContext
from sitegen.forms.content_page import Manuscript
from sitegen.forms.figures import day
from sitegen.forms.prose import markdown_prose
from sitegen.forms.titles import LONGEST, SHORTEST
from sitegen.pages import Page
from sitegen.pages.content import methodology
from sitegen.pages.content.article import MARK, MARKED, PLACE, Article, article, markdown_text
from sitegen.pages.content.methodology import data_set
from sitegen.pages.content.tables import Table
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld

SECTIONS_WORTH_A_LIST = 3
"""Sections from which on a page begins with a list of them."""

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Code and elements, which stay as they are, or a day in running text.
_DAY = re.compile(
    r"""<(code|pre|time)\b.*?</\1> | <[^>]*>
    | (?<![\w/-])(?P<day>[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))(?![\w/-])""",
    re.DOTALL | re.VERBOSE,
)


class Section(NamedTuple):
    """What stands below one heading of the second level: HTML and tables in turn."""

    id: str
    heading: str
    blocks: tuple[Markup | Table, ...]


def pages(context: SiteContext) -> Iterable[Page]:
    """Return each manuscript's page and its Markdown twin; raises ContentError for an unknown figure."""
    for manuscript in context.manuscripts:
        made = article(manuscript, context)
        yield _page(made, context)
        yield Page(manuscript.twin, content=markdown_text(made).encode())


def _page(made: Article, context: SiteContext) -> Page:
    manuscript = made.manuscript
    body = manuscript._replace(text=made.text).body
    opening, *parts = _HEADING.split(markdown_prose(body))
    ours = manuscript.source == methodology.SOURCE
    # The day of a page without a live figure is known to nobody: a build has no clock.
    changed = context.latest if ours or PLACE.search(manuscript.text) else None
    title = manuscript.title or (methodology.TITLE if ours else manuscript.name)
    description = methodology.DESCRIPTION if ours else _described(opening, title)
    head = Head(
        title=title,
        description=manuscript.description or description,
        path=manuscript.path,
        kind="article",
        alternates=(Alternate("text/markdown", manuscript.twin, "The same as Markdown"),),
        trail=tuple(_trail(manuscript, title, context.manuscripts)),
    )
    about = data_set(context.catalog, context.site) if ours else None
    facts = {
        "head": with_json_ld(head, context.site, changed=changed, about=about),
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
    text = " ".join(unescape(_TAG.sub("", found[1])).split()) if found and MARK[0] not in found[1] else ""
    if len(text) <= LONGEST:
        return text if len(text) >= SHORTEST else ": ".join(filter(None, (title, text)))
    return text[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:–-") + "…"


def _blocks(html: str, made: Article) -> Iterable[Markup | Table]:
    """Return the page as HTML and tables in turn."""
    for place, part in enumerate(MARKED.split(html)):
        if place % 2:
            yield made.tables[part]
        elif MARK[0] in part:
            fault = "a table stands inside a list or a quotation"
            raise ContentError(made.manuscript.source, fault, "put it between paragraphs")
        elif part.strip():
            yield Markup(_DAY.sub(_time, part.strip()))  # noqa: S704 - the content folder is the site owner's own


def _time(found: re.Match[str]) -> str:
    """Return a day as a ``time`` element, which does not break in the middle; what stands apart stays."""
    return f'<time datetime="{found["day"]}">{found["day"]}</time>' if found["day"] else found[0]
