"""Atom feeds of the changes: one for everything, one for each author, and one for each of a few questions.

The format: RFC 4287. Ids are tag URIs (RFC 4151) made of the owner's authority, of a day and of the record
that changed, in the journal's own spelling. No word of a page and no address of the site is in them, so that
they stay what they are whatever is said otherwise, fetched later or moved. An entry of a feed that has a part
of a model's day, such as its prices, has an id of its own: two texts under one id are two versions of one
entry, and a reader shows the one or the other (RFC 4287, 4.2.6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from sitegen.facts.changes.days import FOLDER, ChangedName, JournalDay
from sitegen.facts.changes.kinds import CAME, ENDS, PRICES, WENT, ChangeKind
from sitegen.facts.context import SiteContext
from sitegen.facts.ends.words import FOLDER as ENDING_FOLDER
from sitegen.forms.addresses import author_feed, author_path, id_path
from sitegen.forms.prose import xml_text
from sitegen.pages import Page
from sitegen.pages.api.endpoints import ATOM
from sitegen.pages.head import Alternate
from sitegen.records.settings import Site

LATEST = 100
"""Entries that a feed has at least, where there are so many: a day stands in it whole or not at all."""

MOST_OF_A_DAY = 500
"""Entries of a day beyond which a feed has one for the whole day, such as that of the first fetch."""

FEED = Alternate(ATOM, "feed.xml", "Changes of all models")


class Topic(NamedTuple):
    """A feed of some kinds of changes alone. ``key`` is a part of its entries' ids and never changes."""

    key: str
    title: str
    kinds: frozenset[ChangeKind]
    home: str = FOLDER

    @property
    def link(self) -> Alternate:
        """The feed as the head of a page names it."""
        return Alternate(ATOM, f"feeds/{self.key}/feed.xml", self.title)


ENDS_FEED = Topic("ends", "Announced ends and retired models", frozenset({ENDS, WENT}), ENDING_FOLDER)
TOPICS = (
    Topic("prices", "Price changes", frozenset({PRICES})),
    Topic("new", "New models", frozenset({CAME})),
    ENDS_FEED,
)
"""The questions that have a feed of their own."""


class FeedEntry(NamedTuple):
    """One entry: what happened to one model on one day, or to many; ``kinds`` are the kinds of changes.

    ``html`` is markup, to be escaped once more as text.
    """

    id: str
    on: date
    kinds: tuple[ChangeKind, ...]
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


class DayOfName(NamedTuple):
    """All that happened on a day to one model or name, whatever its kind."""

    name: ChangedName
    kinds: tuple[ChangeKind, ...]


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the feed of all changes, those of topics and of authors; none where the journal is empty."""
    days, site = context.journal, context.site
    if not days:
        return
    titles = {FEED.path: ("changes", FOLDER)}
    for author in sorted({model.author for model in context.catalog.models}):
        titles[author_feed(author)] = f"changes of {context.names.author(author)}", author_path(author)
    titles |= {topic.link.path: (topic.title.lower(), topic.home) for topic in TOPICS}
    entries = _latest(days, site, titles)
    for path, (title, home) in titles.items():
        own = tuple(entries[path])
        yield Page(
            path,
            "feed.xml",
            {
                "feed": Feed(
                    id=_tag(site, days[-1].on, path),
                    title=xml_text(f"{site.title}: {title}"),
                    path=path,
                    home=home,
                    updated=own[0].on if own else days[0].on,
                    entries=own,
                )
            },
        )


def _latest(days: Iterable[JournalDay], site: Site, paths: Iterable[str]) -> dict[str, list[FeedEntry]]:
    """Return the latest entries of each feed by its path; those that no feed has are not made."""
    found: dict[str, list[FeedEntry]] = {path: [] for path in paths}
    for day in days:
        names = _names_of_day(day)
        own: dict[str, list[DayOfName]] = {FEED.path: names}
        for name in names:
            if name.name.author:
                own.setdefault(author_feed(name.name.author), []).append(name)
        for path, theirs in own.items():
            if theirs and path in found and len(found[path]) < LATEST:
                found[path] += _entries(theirs, day, path, site)
        for topic in TOPICS:
            if len(found[path := topic.link.path]) < LATEST and (theirs := _names_of_day(day, topic)):
                found[path] += _entries(theirs, day, path, site, f"{topic.key}/")
    return found


def feed_links(context: SiteContext) -> tuple[Alternate, ...]:
    """Return what every page names for readers of feeds: the feed of all changes, where there is one.

    https://blog.whatwg.org/feed-autodiscovery; a page's own feed, such as an author's, stands before it.
    """
    return (FEED,) if context.journal else ()


def topic_links(context: SiteContext) -> tuple[Alternate, ...]:
    """Return the feeds of topics, which the start page and the pages of changes name beside that one."""
    return tuple([topic.link for topic in TOPICS]) if context.journal else ()


def _names_of_day(day: JournalDay, topic: Topic | None = None) -> list[DayOfName]:
    """Return what happened on a day, each model or name once; what is quiet is news to nobody."""
    found: dict[str, DayOfName] = {}
    for group in day.groups:
        shown = group.kind in topic.kinds if topic else not group.kind.quiet
        for name in group.entries if shown else ():
            if known := found.get(name.record):
                texts = known.name.texts + name.texts
                found[name.record] = DayOfName(known.name._replace(texts=texts), (*known.kinds, group.kind))
            else:
                found[name.record] = DayOfName(name, (group.kind,))
    return list(found.values())


def _entries(
    names: Sequence[DayOfName], day: JournalDay, path: str, site: Site, key: str = ""
) -> list[FeedEntry]:
    """Return a day's entries in the feed at a path; ``key`` stands in their ids before the record."""
    return (
        [_folded(names, day, path, site)]
        if len(names) > MOST_OF_A_DAY
        else [_entry(name, day, site, key) for name in names]
    )


def _folded(names: Sequence[DayOfName], day: JournalDay, path: str, site: Site) -> FeedEntry:
    """Return one entry for a day of very many: how many changes of each kind, with the way to its page."""
    counts = Counter(kind for name in names for kind in name.kinds)
    summary = ", ".join(kind.counted(count) for kind, count in counts.items())
    title = f"{day.on.isoformat()}: {summary}"
    return FeedEntry(
        id=_tag(site, day.on, f"days/{path}"),
        on=day.on,
        kinds=tuple(counts),
        title=title,
        html=f"<p>{escape(title)}</p>",
        address=site.url(day.path),
    )


def _entry(name: DayOfName, day: JournalDay, site: Site, key: str) -> FeedEntry:
    changed = name.name
    return FeedEntry(
        id=_tag(site, day.on, key + id_path(changed.record)),
        on=day.on,
        kinds=name.kinds,
        title=xml_text(_title(changed)),
        html=xml_text(_html(changed, day.on.isoformat())),
        address=site.url(changed.path or day.path),
    )


def _tag(site: Site, on: date, name: str) -> str:
    """Return a tag URI: ``tag:models.example,2026-02-01:openrouter/acme/anvil-2``."""
    return f"tag:{site.authority},{on.isoformat()}:{name}"


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
