"""Atom feeds of the changes: one for everything, one for each author.

The format: RFC 4287. Ids of entries are tag URIs (RFC 4151) made of day and id, which stay what they are
whatever is fetched later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from sitegen.facts.changes import FIRST_RECORDS, FOLDER, ChangedName, ChangeKind, JournalDay
from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import author_feed, author_path, id_path
from sitegen.pages import Page
from sitegen.pages.head import Alternate
from sitegen.records.settings import Site

LATEST = 100
"""Entries of a feed; what is older stands on the pages of its day."""

FEED = Alternate("application/atom+xml", "feed.xml", "Changes of all models")


class FeedEntry(NamedTuple):
    """One entry: what happened to one model on one day; ``author`` is "" for a leaderboard's.

    ``kind`` is the term of its kind, ``label`` says it; ``html`` is markup, to be escaped once more as text.
    """

    id: str
    on: date
    author: str
    kind: str
    label: str
    title: str
    html: str
    address: str


class Feed(NamedTuple):
    """One feed. ``id`` never changes; ``updated`` is the day of its latest entry."""

    id: str
    title: str
    path: str
    home: str
    updated: date
    entries: tuple[FeedEntry, ...]


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the feed of all changes and one for each author; none where the journal is empty."""
    found, site = context.journal, context.site
    if not found:
        return
    latest, authors = found[0].on, sorted({model.author for model in context.catalog.models})
    every, by_author = _latest(found, site, authors)
    yield _page(every, latest, site, FEED.path, f"{site.title}: changes", FOLDER)
    for author in authors:
        home, title = author_path(author), f"{site.title}: changes of {context.names.author(author)}"
        yield _page(by_author[author], latest, site, author_feed(author), title, home)


def _latest(
    days: Iterable[JournalDay], site: Site, authors: Iterable[str]
) -> tuple[list[FeedEntry], dict[str, list[FeedEntry]]]:
    """Return the latest entries of all and of each author: those that no feed has are not made."""
    every: list[FeedEntry] = []
    by_author: dict[str, list[FeedEntry]] = {author: [] for author in authors}
    nowhere: list[FeedEntry] = []
    for one in days:
        for kind, entry in _entries(one):
            own = by_author.get(entry.author, nowhere)
            in_all, in_own = len(every) < LATEST, own is not nowhere and len(own) < LATEST
            if in_all or in_own:
                made = _entry(entry, kind, one.on, site)
                every += [made] if in_all else []
                own += [made] if in_own else []
    return every, by_author


def feed_links(context: SiteContext) -> tuple[Alternate, ...]:
    """Return what every page names for readers of feeds: the feed of all changes, where there is one.

    https://blog.whatwg.org/feed-autodiscovery; a page's own feed, such as an author's, stands before it.
    """
    return (FEED,) if context.journal else ()


def _page(entries: Sequence[FeedEntry], latest: date, site: Site, path: str, title: str, home: str) -> Page:
    updated = entries[0].on if entries else latest
    feed = Feed(site.url(path), xml_text(title), path, home, updated, tuple(entries))
    return Page(path, "feed.xml", {"feed": feed})


def _entries(one: JournalDay) -> Iterator[tuple[ChangeKind, ChangedName]]:
    """Yield what happened on a day, each with its kind; a first full record is news to nobody."""
    for group in one.groups:
        if group.kind is not FIRST_RECORDS:
            for entry in group.entries:
                yield group.kind, entry


def _entry(entry: ChangedName, kind: ChangeKind, on: date, site: Site) -> FeedEntry:
    iso = on.isoformat()
    # A key of the catalogue is an id; that of a leaderboard only names the board.
    name = "" if entry.author else f"/{id_path(entry.name)}"
    return FeedEntry(
        id=f"tag:{site.host},{iso}:{kind.term}/{id_path(entry.key)}{name}",
        on=on,
        author=entry.author,
        kind=kind.term,
        label=kind.title,
        title=xml_text(_title(entry)),
        html=xml_text(_html(entry, iso)),
        address=site.url(entry.path or f"{FOLDER}{iso}/"),
    )


LONGEST_TITLE = 120
"""Characters of a title that a list of entries still shows on two lines."""


def _title(entry: ChangedName) -> str:
    """Return the name with as many changes as fit, and how many more there are."""
    title, *rest = f"{entry.name}: {entry.texts[0]}" if entry.texts else entry.name, *entry.texts[1:]
    while rest and len(title) + len(rest[0]) <= LONGEST_TITLE:
        title = f"{title}; {rest.pop(0)}"
    return f"{title}; and {len(rest)} more" if rest else title


def _html(entry: ChangedName, iso: str) -> str:
    """Return an entry as markup: every text in it is from outside, and escaped."""
    lines = "".join([f"<li>{escape(text)}</li>" for text in entry.texts])
    opening = f"{escape(entry.name)} (<code>{escape(entry.key)}</code>), {iso}:"
    return f"<p>{opening}</p><ul>{lines}</ul>"


_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold, not even escaped.

    https://www.w3.org/TR/xml/#charsets
    """
    # What can be printed is no control character and no half of a surrogate pair.
    return text if text.isprintable() else _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
