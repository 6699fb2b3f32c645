"""A model's page: what it is, costs and can do, how people rate it, and where each fact comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sitegen.catalog.model import Gone, Model, Rated
from sitegen.facts.abilities import abilities
from sitegen.facts.citation import citation
from sitegen.facts.context import Known
from sitegen.facts.corrections import MATCHES, corrections
from sitegen.facts.costs import work_table
from sitegen.facts.description import about
from sitegen.facts.glance import glance, notices
from sitegen.facts.identifiers import identifiers, raw_records
from sitegen.facts.links import elsewhere
from sitegen.facts.price_and_rating import standing
from sitegen.facts.price_history import price_history
from sitegen.facts.price_table import price_table
from sitegen.facts.price_texts import PriceBook
from sitegen.facts.provenance import USAGE, Origin, board_changed, origins
from sitegen.facts.ratings import ABSENCE, MEANING, Headline, absence, headline, rated_names
from sitegen.facts.related import Group, related
from sitegen.facts.summary import description, opening, roomy_title
from sitegen.facts.usage import usage_panel
from sitegen.facts.versions import version
from sitegen.forms.addresses import author_path, compare_address, model_path, words_path
from sitegen.forms.figures import Cell, day
from sitegen.pages import Page
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.json_ld import model_entity, with_graph

CONTENTS = (
    ("about", "About"),
    ("prices", "Prices"),
    ("cost", "Cost of work"),
    ("abilities", "Abilities"),
    ("ratings", "People’s ratings"),
    ("price-and-rating", "Price and rating"),
    ("usage", "Usage"),
    ("history", "Price history"),
    ("related", "Related models"),
    ("sources", "Sources and corrections"),
    ("identifiers", "Identifiers"),
    ("cite", "Cite this"),
    ("record", "Raw record"),
)


MODELS = Crumb("Models", "")


class GoneId(NamedTuple):
    """An id that left: as it last was."""

    id: str
    left: date
    last_seen: date
    input: Cell
    output: Cell


def pages(known: Known) -> Iterable[Page]:
    """Yield a page for every canonical slug, current and gone, to be made where it must be drawn."""
    for model in known.own_models:
        groups, changed = related(model, known.relations, known.briefs), changed_day(model, known)
        yield Page(
            path=f"{model_path(model.slug)}index.html",
            indexed=True,
            changed=day(changed) or None,
            make=partial(model_page, model, known, groups, changed),
        )


def model_page(model: Model, known: Known, groups: Sequence[Group], changed: date | None) -> Page:
    """Return the page of one model, with its related ``groups`` and the day on which it last changed."""
    best, sources = headline(model, known.boards), origins(model, known.catalog)
    head = _head(model, known, best, sources, changed)
    return Page(
        path=head.path,
        template="model.html",
        facts={
            "head": head,
            "origins": sources,
            "version": version(model),
            **_identity(model, known),
            **_figures(model, known, best),
            **_place(model, known, groups),
        },
        indexed=True,
        changed=head.changed or None,
    )


def changed_day(model: Model, known: Known) -> date | None:
    """Return the last day on which a fact of the page changed: of the catalogue's, a rating, or usage."""
    days = [model.changed or known.day]
    if model.rated:
        boards = {rating.board for one in model.rated for rating in one.ratings}
        days += [board_changed(known.catalog, board) for board in boards]
    if model.usage and (receipt := known.catalog.receipts.get(USAGE)):
        days.append(receipt.changed)
    return max([one for one in days if one], default=None)


def _head(
    model: Model, known: Known, best: Headline | None, sources: Sequence[Origin], changed: date | None
) -> Head:
    title, folder = known.names.title(model), model_path(model.slug)
    author = known.names.author(model.author)
    head = Head(
        title=roomy_title(title, "price and ratings" if model.variants else "gone, as it was"),
        description=description(model, known, best),
        path=folder + "index.html",
        alternates=(
            Alternate("application/json", folder + "index.json", "These facts as JSON"),
            Alternate("text/markdown", folder + "index.md", "These facts as Markdown"),
        ),
        trail=(
            MODELS,
            Crumb(author, author_path(model.author)),
            Crumb(known.names.short(model), folder),
        ),
    )
    links = [one.link for one in sources if one.link]
    return with_graph(head, known.site, changed=changed, about=model_entity(model, author), sources=links)


def _identity(model: Model, known: Known) -> dict[str, Any]:
    listings = model.variants or model.listings
    return {
        "listing": model.primary,
        "name": known.names.short(model),
        "author": known.names.author(model.author),
        "author_path": author_path(model.author),
        "compare_address": compare_address([model.slug]),
        "ids": tuple([listing.id for listing in listings]),
        "opening": opening(model.primary),
        "notices": notices(model, known),
        "about": about(model, known),
        "elsewhere": elsewhere(model),
        "identifiers": identifiers(model),
        "corrections": corrections(model, known.site),
        "matches_link": known.site.file_url(f"data/{MATCHES}"),
        "citation": citation(model, known),
        "download": f"{words_path(model.slug)}.json",
        "records": raw_records(listings),
        "unknown": model.primary.unknown_keys,
    }


def _figures(model: Model, known: Known, best: Headline | None) -> dict[str, Any]:
    listings, near = model.variants or model.listings, known.boards.proposed.get(model.slug)
    return {
        "as_of": known.day if model.variants else model.gone[0].last_seen,
        "glance": glance(model, known, best),
        "prices": price_table(listings, known.book),
        "work": work_table(listings, gone=not model.variants),
        "gone": _gone_ids(model, known.book) if model.gone else (),
        "abilities": abilities(listings, known.day),
        "rated": rated_names(model, known.boards),
        "absence": absence(model, known.boards),
        "router": model.primary.router,
        "near": _near(near, known) if near else (),
        "usage": usage_panel(model, known.usage, known.names.short(model)),
        "history": price_history(model, known.day, known.book),
        "meaning": MEANING,
        "no_blame": ABSENCE,
    }


def _place(model: Model, known: Known, groups: Sequence[Group]) -> dict[str, Any]:
    """Return where a model stands among others; a part that has nothing to show is in no list of contents."""
    stands = standing(model, known)
    return {
        "contents": _contents(standing=stands is not None, related=bool(groups)),
        "standing": stands,
        "related": groups,
    }


@lru_cache(maxsize=4)
def _contents(*, standing: bool, related: bool) -> tuple[tuple[str, str], ...]:
    empty = {"price-and-rating": not standing, "related": not related}
    return tuple([line for line in CONTENTS if not empty.get(line[0])])


def _gone_ids(model: Model, book: PriceBook) -> tuple[GoneId, ...]:
    """Return the ids that left, unless one is all that there ever was: the page then shows it as a model."""
    return tuple([_gone(one, book) for one in model.gone]) if model.variants or len(model.gone) > 1 else ()


def _gone(gone: Gone, book: PriceBook) -> GoneId:
    prices = gone.listing.prices
    return GoneId(
        id=gone.listing.id,
        left=gone.left,
        last_seen=gone.last_seen,
        input=book.cell(prices.get("prompt")),
        output=book.cell(prices.get("completion")),
    )


def _near(names: Iterable[Rated], known: Known) -> tuple[tuple[str, str, str], ...]:
    """Return Arena names that may be this model: the name, the path of its page, why it was not joined."""
    return tuple([(one.name, known.boards.names[one.name], one.match.reason) for one in names])
