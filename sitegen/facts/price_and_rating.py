"""Price and rating together: the chart and its table for the explorer, and where one model stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.facts.charts.scatter import TALL, WIDE, Mark, Scatter, marked, scatter
from sitegen.facts.context import Known
from sitegen.facts.row import ModelRow
from sitegen.facts.standings import Absent, Standings

CERTAINTY = (
    "The frontier is drawn by the figures, not by certainty: chance alone may move a score within its "
    "interval, so a model just below the line may well belong on it."
)
PRICES = (
    "The price is OpenRouter’s lowest list price for input, at the base rate. Providers differ, and output, "
    "caches and other kinds are paid beside it."
)
SIGNALS = "The two signals stay two: no score is made of both."

# The words for one and for several models that have no place.
WHY = {
    Absent.UNRATED: ("has no overall row on Arena’s text board", "have no overall row on Arena’s text board"),
    Absent.ROUTER: ("is a router or an alias", "are routers or aliases"),
    Absent.FREE: ("is free", "are free"),
    Absent.VARIES: (
        "has an input price that varies by request",
        "have an input price that varies by request",
    ),
    Absent.UNPRICED: ("has no published input price", "have no published input price"),
}
NO_PLACE = {
    Absent.FREE: "Its input is free, and a scale of prices on which each step is a multiple has no place for "
    "zero: it is not on the chart.",
    Absent.VARIES: "Its input price varies by request, so it has no place on the chart.",
    Absent.UNPRICED: "Its input price is not published, so it has no place on the chart.",
}
"""What the page of a rated model without an amount says."""


class Overview(NamedTuple):
    """The chart of all models in two shapes, with its table: the frontier, cheapest first; others by score.

    ``rows`` hold the words for each mark, by slug. ``absent`` are the reasons why ``left_out`` current
    models are not on the chart; those that are ``free`` stand in the table alone. ``unlisted`` are too
    many for the table.
    """

    wide: Scatter | None
    tall: Scatter | None
    rows: Mapping[str, ModelRow]
    total: int
    frontier: tuple[ModelRow, ...]
    others: tuple[ModelRow, ...]
    free: tuple[ModelRow, ...]
    unlisted: int
    left_out: int
    absent: tuple[str, ...]
    notes: tuple[str, ...]


def overview(known: Known) -> Overview:
    """Return the chart of every current model with a price and a score."""
    found, rows = known.standings, known.rows
    named = {point.slug: rows[point.slug].name for point in found.frontier}
    beaten = sorted(
        (point for point in found.points if point.slug in found.beaten),
        key=lambda point: (-point.score, point.price, point.slug),
    )
    free, most = [slug for slug, why in found.absent.items() if why is Absent.FREE], known.scale.rows
    return Overview(
        wide=scatter(found, WIDE, named, most=known.scale.dots),
        tall=scatter(found, TALL, named, most=known.scale.dots),
        rows=rows,
        total=len(found.points),
        frontier=tuple(rows[point.slug] for point in found.frontier),
        others=tuple(rows[point.slug] for point in beaten[:most]),
        free=tuple(rows[slug] for slug in free[:most]),
        unlisted=len(beaten[most:]) + len(free[most:]),
        left_out=len(found.absent),
        absent=tuple(_absent(found)),
        notes=(CERTAINTY, PRICES, SIGNALS),
    )


def _absent(found: Standings) -> Iterable[str]:
    for reason, (one, several) in WHY.items():
        count = found.count(reason)
        if count:
            yield f"{count:,} {one if count == 1 else several}"


class Standing(NamedTuple):
    """Where one rated model stands among ``others``, the other models with a price and a score.

    ``beaten`` of them beat it, two of these are named, ``cheapest`` and ``highest``: both on the frontier,
    and maybe the same. ``figures`` are its own price and score. ``absent`` says why the model has no place,
    and then all else is empty.
    """

    others: int
    beaten: int
    cheapest: ModelRow | None
    highest: ModelRow | None
    drawing: Scatter | None
    mark: Mark | None
    figures: str
    absent: str
    notes: tuple[str, ...]


def standing(model: Model, known: Known) -> Standing | None:
    """Return where a model stands, or None where it is gone, a router, or has no overall row."""
    found = known.standings
    reason = found.absent.get(model.slug)
    if reason in NO_PLACE:
        return Standing(len(found.points), 0, None, None, None, None, "", NO_PLACE[reason], ())
    point, drawing = known.places.get(model.slug), known.small_scatter
    if point is None or drawing is None:
        return None
    beaten, brief = found.beaten.get(model.slug), known.rows[model.slug]
    return Standing(
        others=len(found.points) - 1,
        beaten=beaten.by if beaten else 0,
        cheapest=known.rows[beaten.cheapest.slug] if beaten else None,
        highest=known.rows[beaten.highest.slug] if beaten else None,
        drawing=drawing,
        mark=marked(point, drawing, brief.name),
        figures=brief.figures,
        absent="",
        notes=(CERTAINTY, SIGNALS),
    )
