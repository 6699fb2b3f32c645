"""A model's page: what it is, costs and can do, how people rate it, and where each fact comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from sitegen.catalog.model import Gone, Model
from sitegen.pages import Page
from sitegen.pages.abilities import abilities
from sitegen.pages.addresses import author_path, model_path, root_of
from sitegen.pages.figures import Cell, day
from sitegen.pages.glance import glance, notices
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.pages.identifiers import identifiers, raw_records
from sitegen.pages.known import Known
from sitegen.pages.price_history import price_history
from sitegen.pages.pricebook import PriceBook
from sitegen.pages.prices import price_table
from sitegen.pages.prose import Ways, upstream_html
from sitegen.pages.provenance import board_changed, origins
from sitegen.pages.ratings import ABSENCE, MEANING, Headline, absence, headline, rated_names
from sitegen.pages.structured import model_entity, with_graph
from sitegen.pages.summary import composed, description, opening, roomy_title
from sitegen.pages.workloads import work_table

CONTENTS = (
    ("about", "About"),
    ("prices", "Prices"),
    ("cost", "Cost of work"),
    ("abilities", "Abilities"),
    ("ratings", "People’s ratings"),
    ("history", "Price history"),
    ("sources", "Sources"),
    ("identifiers", "Identifiers"),
    ("record", "Raw record"),
)


class GoneId(NamedTuple):
    """An id that left: as it last was."""

    id: str
    left: date
    last_seen: date
    input: Cell
    output: Cell


def pages(known: Known) -> Iterable[Page]:
    """Return a page for every canonical slug, current and gone."""
    return (model_page(model, known) for model in known.catalog.models)


def model_page(model: Model, known: Known) -> Page:
    """Return the page of one model."""
    best = headline(model, known.boards)
    changed = changed_day(model, known)
    head = _head(model, known, changed, best)
    return Page(
        path=head.path,
        template="model.html",
        facts={"head": head, **_identity(model, known), **_figures(model, known, best)},
        indexed=True,
        changed=day(changed) or None,
    )


def changed_day(model: Model, known: Known) -> date | None:
    """Return the last day on which a fact of the page changed: of the catalogue's, or a rating."""
    boards = {rating.board for one in model.rated for rating in one.ratings}
    days = [model.changed or known.day, *(board_changed(known.catalog, board) for board in sorted(boards))]
    return max(filter(None, days), default=None)


def _head(model: Model, known: Known, changed: date | None, best: Headline | None) -> Head:
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
            Crumb("Models", ""),
            Crumb(author, author_path(model.author)),
            Crumb(known.names.short(model), folder),
        ),
    )
    return with_graph(head, known.site, changed=changed, about=model_entity(model, author))


def _identity(model: Model, known: Known) -> dict[str, Any]:
    listings = model.variants or tuple(gone.listing for gone in model.gone)
    return {
        "listing": model.primary,
        "name": known.names.short(model),
        "author": known.names.author(model.author),
        "author_path": author_path(model.author),
        "opening": opening(model.primary),
        "notices": tuple(notices(model, known)),
        "contents": CONTENTS,
        "about": _about(model, known),
        "composed": composed(model, known),
        "identifiers": identifiers(model),
        "origins": origins(model, known.catalog),
        "records": tuple(raw_records(listings)),
        "unknown": model.primary.unknown_keys,
    }


def _figures(model: Model, known: Known, best: Headline | None) -> dict[str, Any]:
    listings = model.variants or tuple(gone.listing for gone in model.gone)
    return {
        "as_of": known.day if model.variants else model.gone[0].last_seen,
        "glance": glance(model, known, best),
        "prices": price_table(listings, known.book),
        "work": work_table(listings, gone=not model.variants),
        "gone": tuple(_gone(one, known.book) for one in model.gone)
        if model.variants or len(model.gone) > 1
        else (),
        "abilities": abilities(listings, known.day),
        "rated": rated_names(model, known.boards),
        "absence": absence(model, known.boards),
        "near": tuple(_near(model, known)),
        "history": price_history(model, known.day, known.book),
        "meaning": MEANING,
        "no_blame": ABSENCE,
    }


def _about(model: Model, known: Known) -> Markup | None:
    """Return the description as HTML, or None where the source gives none."""
    text = model.primary.description
    if text is None:
        return None
    return upstream_html(text, Ways(root_of(model_path(model.slug)), known.names.own))


def _gone(gone: Gone, book: PriceBook) -> GoneId:
    prices = gone.listing.prices
    return GoneId(
        id=gone.listing.id,
        left=gone.left,
        last_seen=gone.last_seen,
        input=book.cell(prices.get("prompt")),
        output=book.cell(prices.get("completion")),
    )


def _near(model: Model, known: Known) -> Iterable[tuple[str, str, str]]:
    """Return Arena names that may be this model: the name, the path of its page, why it was not joined."""
    for one in known.boards.proposed.get(model.slug, ()):
        yield one.name, known.boards.names[one.name], one.match.reason
