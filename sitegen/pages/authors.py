"""Authors: who publishes models, and each one's models, current and gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.pages import Page
from sitegen.pages.addresses import author_feed, author_path
from sitegen.pages.figures import day
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.known import Known
from sitegen.pages.register import Author, Entry
from sitegen.pages.structured import with_graph
from sitegen.pages.summary import roomy_title

FOLDER = "authors/"
TRAIL = (Crumb("Models", ""), Crumb("Authors", FOLDER))


def pages(known: Known) -> Iterable[Page]:
    """Return the list of authors and a page for each."""
    yield _list(known.authors, known)
    for author in known.authors:
        yield _author(author, known)


def _list(authors: Sequence[Author], known: Known) -> Page:
    head = Head(
        title="Authors of the models",
        description=f"All {len(authors)} authors with models on OpenRouter: how many they have listed now, "
        "how many have left, and where to find each one with its prices.",
        path=FOLDER + "index.html",
        trail=TRAIL,
    )
    facts = {
        "head": with_graph(head, known.site, changed=known.latest),
        "authors": authors,
        "as_of": known.day,
    }
    return Page(head.path, "authors.html", facts, indexed=True, changed=day(known.latest) or None)


def _author(author: Author, known: Known) -> Page:
    folder = author_path(author.slug)
    here, left = len(author.entries), len(author.gone)
    feed = author_feed(author.slug) if known.catalog.journal else ""
    head = Head(
        title=roomy_title(author.name, "models and their prices"),
        description=f"{_count(here)} of {author.name} on OpenRouter{f' and {left} that left' if left else ''}"
        ": prices, context, abilities and ratings, each with its day and its source.",
        path=folder + "index.html",
        alternates=(Alternate("application/atom+xml", feed, f"Changes of {author.name}"),) if feed else (),
        trail=(*TRAIL, Crumb(author.name, folder)),
    )
    facts = {
        "head": with_graph(head, known.site, changed=known.latest),
        "author": author,
        "spread": spread(author.entries),
        "feed": feed,
        "as_of": known.day,
    }
    return Page(head.path, "author.html", facts, indexed=True, changed=day(known.latest) or None)


def _count(models: int) -> str:
    return "One model" if models == 1 else f"{models or 'No'} models"


def spread(entries: Sequence[Entry]) -> str:
    """Return what an author's models span: input prices, longest context and best rank; "" for nothing."""
    prices = sorted((one.exact.input, one.input.text) for one in entries if one.exact.input)
    contexts = [(one.exact.context, one.context.text) for one in entries if one.exact.context]
    ranks = [int(one.rank.replace(",", "")) for one in entries if one.rank.replace(",", "").isdecimal()]
    free = sum(one.input.state == "free" for one in entries)
    parts = (
        _range(prices[0][1], prices[-1][1]) if prices else "",
        f"{free} free" if free else "",
        f"context up to {max(contexts)[1]} tokens" if contexts else "",
        f"best rank on Arena’s text board {min(ranks):,}" if ranks else "",
    )
    text = "; ".join(filter(None, parts))
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _range(least: str, most: str) -> str:
    return f"input {least if least == most else f'from {least} to {most}'} per 1M tokens"
