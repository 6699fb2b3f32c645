"""Authors: who publishes models, and each one's models, current and gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sitegen.facts.context import SiteContext
from sitegen.facts.row import AuthorRows, ModelRow, author_pages, author_ranks, latest
from sitegen.forms.addresses import author_feed, author_path, author_sheet
from sitegen.forms.figures import day, dollars
from sitegen.forms.titles import roomy_title
from sitegen.large.scale import Sheet, cut, sheets
from sitegen.pages import Page
from sitegen.pages.api.endpoints import ATOM
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld
from sitegen.records.amounts import per_million
from sitegen.records.change import CAME
from sitegen.text import counted

FOLDER = "authors/"
TRAIL = (Crumb("Models", ""), Crumb("Authors", FOLDER))


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the list of authors and a page for each."""
    authors = context.authors
    pieces = [authors] if len(authors) <= context.scale.whole else list(cut(authors, context.scale.rows))
    # No author's folder can have such a name: it stands beside the folder of authors.
    folders = [FOLDER, *(f"authors-{number}/" for number in range(2, len(pieces) + 1))]
    for piece, folder, sheet in zip(pieces, folders, sheets(folders), strict=True):
        yield _list(piece, folder, sheet, context)
    for author in authors:
        yield from _author_pages(author, context)


def _author_pages(author: AuthorRows, context: SiteContext) -> Iterable[Page]:
    pieces = author_pages(author, context.scale.rows)
    folders = [author_sheet(author.slug, number) for number in range(1, len(pieces) + 1)]
    for piece, folder, sheet in zip(pieces, folders, sheets(folders), strict=True):
        yield _author(author, piece, folder, sheet, context)


def _list(authors: Sequence[AuthorRows], folder: str, sheet: Sheet, context: SiteContext) -> Page:
    total = len(context.authors)
    head = Head(
        title=f"Authors of the models{sheet.suffix}",
        description=f"{counted(total, 'author')} with models on OpenRouter, now or earlier: how many are "
        f"listed now, how many have left, and where to find each one with its prices{sheet.suffix}.",
        path=folder + "index.html",
        trail=TRAIL,
    )
    changed = latest([*context.came_or_left.values(), *_renamings(context)]) or context.latest
    facts = {
        "head": with_json_ld(head, context.site, changed=changed),
        "authors": authors,
        "total": total,
        "sheet": sheet,
    }
    return Page(head.path, "authors.html", facts, indexed=True, changed=day(changed) or None)


def _renamings(context: SiteContext) -> Iterator[date]:
    """Yield the days on which an author's latest model, which the list names, got another name or main id."""
    latest_slugs = {author.current[0].slug for author in context.authors if author.current}
    for model in context.catalog.models:
        history = model.histories.get(model.primary.id) if model.slug in latest_slugs else None
        changes = history.changes if history else ()
        yield from (change.on for change in changes if change.field == "name" or change.field in CAME)


def _author(author: AuthorRows, piece: AuthorRows, folder: str, sheet: Sheet, context: SiteContext) -> Page:
    here, left = len(author.models), len(author.retired)
    feed = author_feed(author.slug) if context.catalog.journal else ""
    head = Head(
        title=roomy_title(author.name, f"models and their prices{sheet.suffix}"),
        description=f"{_count(here)} of {author.name} on OpenRouter{f' and {left} retired' if left else ''}"
        f": prices, context, abilities and ratings, each with its day and its source{sheet.suffix}.",
        path=folder + "index.html",
        alternates=(Alternate(ATOM, feed, f"Changes of {author.name}"),) if feed else (),
        trail=(*TRAIL, Crumb(author.name, author_path(author.slug))),
    )
    changed = latest([
        *[context.row_days.get(row.slug) for row in piece.current],
        *[context.came_or_left.get(row.slug) for row in (*author.current, *author.retired)],
    ])  # fmt: skip
    facts = {
        "head": with_json_ld(head, context.site, changed=changed),
        "author": piece,
        "here": here,
        "left": left,
        "sheet": sheet,
        "stand_ins": len(author.current) - here,
        "spread": spread(author.models),
        "feed": feed,
    }
    return Page(head.path, "author.html", facts, indexed=True, changed=day(changed) or None)


def _count(models: int) -> str:
    return counted(models, "model") if models else "No models"


def spread(rows: Sequence[ModelRow]) -> str:
    """Return what an author's models span: input prices, longest context and best rank; "" for nothing."""
    ends = {end for row in rows for end in (row.input_amount, row.input_high) if end}
    prices = [dollars(per_million(end)) for end in sorted(ends)]
    contexts = [(row.context_tokens, row.context.text) for row in rows if row.context_tokens]
    ranks = author_ranks(rows)
    free = sum(row.input.state == "free" for row in rows)
    parts = (
        _range(prices[0], prices[-1]) if prices else "",
        f"{free} free" if free else "",
        f"context up to {max(contexts)[1]} tokens" if contexts else "",
        f"best rank on Arena’s text board {min(ranks):,}" if ranks else "",
    )
    text = "; ".join(filter(None, parts))
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _range(least: str, most: str) -> str:
    return f"input {least if least == most else f'from {least} to {most}'} per 1M tokens"
