"""Where sources disagree: a page with a table for each rule, and the same for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

from sitegen.facts.context import SiteContext
from sitegen.facts.doubts.disagreements import (
    DisagreementEntry,
    RuleCount,
    RuleGroup,
    disagreement_entries,
    rule_counts,
)
from sitegen.facts.doubts.rules import Disagreement, Rule
from sitegen.forms.documents import File, long_document
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API, JSON, file_head
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import with_json_ld

FOLDER = "disagreements/"
FILE = f"{API}disagreements.json"
TITLE = "Where sources disagree"


class DisagreementsFile(File):
    """Where sources say different things of a model: api/v1/disagreements.json."""

    rules: Annotated[list[RuleCount], "Each rule with the number that it finds."]
    disagreements: Annotated[
        list[DisagreementEntry], "In the order of the rules, what is furthest apart first."
    ]


class Line(NamedTuple):
    """A line of a table: the model's name and page, and what is said of it in several ways."""

    name: str
    path: str
    found: Disagreement


class RuleTable(NamedTuple):
    """The lines of one rule; ``more`` is how many do not stand on the page."""

    rule: Rule
    total: int
    lines: tuple[Line, ...]
    more: int


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the page and its JSON."""
    groups = context.disagreements
    changed = context.latest
    head = Head(
        title=TITLE,
        description="Models of which two sources or two sellers say different things: list price, context, "
        "max output. Both figures with their days, the rule, and what it can mean.",
        path=f"{FOLDER}index.html",
        alternates=(Alternate(JSON, FILE, "The same as JSON"),),
        trail=(Crumb("Models", ""), Crumb(TITLE, FOLDER)),
    )
    facts = {
        "head": with_json_ld(head, context.site, changed=changed),
        "title": TITLE,
        "tables": [_table(group, context) for group in groups],
        "file": FILE,
    }
    yield Page(head.path, "disagreements.html", facts, indexed=True, changed=day(changed) or None)
    yield Page(FILE, content=long_document(_file(groups, context)))


def _table(group: RuleGroup, context: SiteContext) -> RuleTable:
    most = context.scale.rows
    lines = [_line(one, context) for one in group.found[:most]]
    return RuleTable(group.rule, len(group.found), tuple(lines), max(len(group.found) - most, 0))


def _line(found: Disagreement, context: SiteContext) -> Line:
    return Line(context.names.ids[found.id], context.names.path(found.slug) or "", found)


def _file(groups: Sequence[RuleGroup], context: SiteContext) -> DisagreementsFile:
    return {
        **file_head(context.site, context.catalog.version, "disagreements"),
        "rules": rule_counts(groups),
        "disagreements": disagreement_entries(groups),
    }
