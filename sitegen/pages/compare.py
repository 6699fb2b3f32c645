"""The comparison: up to six models side by side, drawn in the browser from the files of the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sitegen.catalog.model import HEADLINE_BOARD, Model
from sitegen.facts.abilities import GROUPS
from sitegen.facts.context import SiteContext
from sitegen.facts.ratings import ABSENCE_NOTE
from sitegen.facts.row import latest
from sitegen.facts.sources import changed_on
from sitegen.forms.addresses import compare_address, model_path
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.choices import PRICE_WORDS, work_form
from sitegen.pages.head import Crumb, Head
from sitegen.pages.json_ld import with_json_ld
from sitegen.records import Json
from sitegen.records.change import CAME
from sitegen.records.data_files import board_feed
from sitegen.records.price import PriceState

FOLDER = "compare/"
MODULES = ("amounts.js", "comparison.js", "page.js", "search.js", "view.js")
"""What ``assets/compare.js`` imports: named in the page, so that a browser asks for all of it at once."""
MOST = 6
"""Models side by side: more columns than that nobody can read."""

FEW = 4
"""Models of a comparison that we propose."""

CHEAP = "Well ranked for less"
WELL_RANKED = 25
"""How far down the board a low price is looked for."""

WORDS: Json = {
    "most": MOST,
    **PRICE_WORDS,
    "parameters": [name for names in GROUPS.values() for name in names],
}
"""The words of a model's page, for the script, in the order of that page."""


class Named(NamedTuple):
    """One model of a proposal: its name and the folder of its page."""

    name: str
    path: str


class Proposal(NamedTuple):
    """A ready comparison: what it is, by which rule, its address, and its models."""

    title: str
    rule: str
    address: str
    models: tuple[Named, ...]


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the page; which models it compares, the address says in the browser."""
    head = Head(
        title="Compare language models side by side",
        description=f"Up to {MOST} language models side by side: every price, limit, ability and rating, "
        "what differs and how many times, with a reason for every blank.",
        path=FOLDER + "index.html",
        trail=(Crumb("Models", ""), Crumb("Compare", FOLDER)),
    )
    changed = _changed(context)
    facts = {
        "head": with_json_ld(head, context.site, changed=changed),
        "words": WORDS,
        "most": MOST,
        "proposals": tuple(proposals(context)),
        "work": work_form(),
        "modules": MODULES,
        "absence": ABSENCE_NOTE,
    }
    return [Page(head.path, "compare.html", facts, indexed=True, changed=day(changed) or None)]


def proposals(context: SiteContext) -> Iterator[Proposal]:
    """Return ready comparisons: each by one plain rule, of two models at least, and no set twice."""
    seen: set[frozenset[str]] = set()
    for title, rule, models in _ideas(context):
        few = models[:FEW]
        slugs = frozenset(model.slug for model in few)
        if len(few) > 1 and slugs not in seen:
            seen.add(slugs)
            named = tuple(Named(context.names.short(model), model_path(model.slug)) for model in few)
            yield Proposal(title, rule, compare_address(model.slug for model in few), named)


def _ideas(context: SiteContext) -> Iterator[tuple[str, str, Sequence[Model]]]:
    priced = [model for model in context.catalog.models if _has_amount(model)]
    ranked = sorted((model for model in priced if model.headline), key=_rank)
    board = f"Arena’s {HEADLINE_BOARD} board"
    yield "The best ranked", f"the first on {board} that have a price", ranked
    yield "The best of each author", f"each author’s best ranked on {board}", _first_of_each_author(ranked)
    cheap = sorted(ranked[:WELL_RANKED], key=_input_price)
    yield CHEAP, f"the cheapest input among the {WELL_RANKED} best ranked", cheap
    weights = [model for model in ranked if model.primary.hugging_face_id]
    yield "Open weights", "the best ranked that have a Hugging Face id", weights
    latest = sorted(priced, key=lambda model: (-(model.primary.created or 0), model.slug))
    yield "The latest", "listed last, with a price", latest


def _has_amount(model: Model) -> bool:
    price = model.primary.prices.get("prompt")
    listed = bool(model.variants) and not model.primary.is_stand_in
    return listed and price is not None and price.state in (PriceState.AMOUNT, PriceState.BY_HOUR)


def _rank(model: Model) -> tuple[bool, int, str]:
    rating = model.headline.on(HEADLINE_BOARD) if model.headline else None
    rank = rating.rank if rating else None
    return rank is None, rank or 0, model.slug


def _input_price(model: Model) -> tuple[bool, object, str]:
    price = model.primary.prices.get("prompt")
    return price is None, price.amount if price else 0, model.slug


def _first_of_each_author(models: Iterable[Model]) -> list[Model]:
    found: dict[str, Model] = {}
    for model in models:
        found.setdefault(model.author, model)
    return list(found.values())


_NAMED = CAME | {"name"}
_PRICED = _NAMED | {"pricing.prompt"}
"""Changes by which a model's place in a comparison may be another one."""


def _changed(context: SiteContext) -> date | None:
    """Return the last day on which one of the ready comparisons may have got other models.

    Ranks move with their board; a model that comes, leaves or costs something else moves only those
    comparisons in which it stands, or would stand had it not left.
    """
    ideas = {title: models[:FEW] for title, _, models in _ideas(context)}
    shown = {model.slug: model for models in ideas.values() for model in models}
    newest = min([model.primary.created or 0 for model in shown.values()], default=0)
    worst = max([_rank(model)[1] for model in shown.values()], default=0)
    days = [context.came_or_left[slug] for slug in shown]
    days += [
        model.left
        for model in context.catalog.models
        if (model.primary.created or 0) >= newest or 0 < _rank(model)[1] <= worst
    ]
    for model in shown.values():
        history = model.histories.get(model.primary.id)
        seen = _PRICED if model in ideas[CHEAP] else _NAMED
        days += [change.on for change in (history.changes if history else ()) if change.field in seen]
    ranked = any(model.headline for model in shown.values())
    return latest([*days, changed_on(board_feed(HEADLINE_BOARD), context.catalog) if ranked else None])
