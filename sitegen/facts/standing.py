"""Where a model stands among others: on the chart, which are related, and which to try in its place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from sitegen.catalog.families import surely_later
from sitegen.catalog.model import Model
from sitegen.catalog.neighbours import DOUBLING, nearest_by_price_and_score
from sitegen.catalog.relations import Relations
from sitegen.catalog.standings import Absent, Standings
from sitegen.facts.charts.scatter import TALL, WIDE, Mark, Scatter, marked, scatter
from sitegen.facts.listed_price import price_cells
from sitegen.facts.prices import PriceTexts
from sitegen.facts.row import ModelRow, latest_first
from sitegen.facts.substitutes import Alike, substitutes
from sitegen.forms.figures import Cell
from sitegen.large.scale import Scale
from sitegen.records.listing import MODEL, Listing
from sitegen.text import some_of

CERTAINTY = (
    "The frontier is drawn by the figures, not by certainty: chance alone may move a score within its "
    "interval, so a model just below the line may well belong on it."
)
PRICES = (
    "The price is the base price of input at the seller that OpenRouter puts first. Sellers differ, and "
    "output, caches and other kinds are paid beside it."
)
SIGNALS = "The two signals stay two: no score is made of both."

# The words for one and for several models that are not on the chart.
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
NOT_DRAWN = {
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


def overview(standings: Standings, rows: Mapping[str, ModelRow], scale: Scale) -> Overview:
    """Return the chart of every current model with a price and a score."""
    named = {point.slug: rows[point.slug].name for point in standings.frontier}
    beaten = sorted(
        (point for point in standings.points if point.slug in standings.beaten),
        key=lambda point: (-point.score, point.price, point.slug),
    )
    free, most = [slug for slug, why in standings.absent.items() if why is Absent.FREE], scale.rows
    return Overview(
        wide=scatter(standings, WIDE, named, most=scale.dots),
        tall=scatter(standings, TALL, named, most=scale.dots),
        rows=rows,
        total=len(standings.points),
        frontier=tuple([rows[point.slug] for point in standings.frontier[:most]]),
        others=tuple([rows[point.slug] for point in beaten[:most]]),
        free=tuple([rows[slug] for slug in free[:most]]),
        unlisted=len(beaten[most:]) + len(free[most:]) + len(standings.frontier[most:]),
        left_out=len(standings.absent),
        absent=tuple(_absent(standings)),
        notes=(CERTAINTY, PRICES, *_doubts([rows[point.slug] for point in standings.points]), SIGNALS),
    )


MOST_NAMED = 8
"""So many models whose price is in doubt are named beside the chart; the others are counted."""


def _doubts(rows: Iterable[ModelRow]) -> Iterator[str]:
    """Yield which marks stand at a price that is a person's, or that nobody confirmed."""
    named: dict[str, list[str]] = {}
    for row in rows:
        if row.input_note:
            named.setdefault(row.input_note, []).append(row.name)
    for note, names in sorted(named.items()):
        prices = "The input price" if len(names) == 1 else "The input prices"
        yield f"{prices} of {some_of(names, MOST_NAMED)} {'is' if len(names) == 1 else 'are'} {note}."


def _absent(standings: Standings) -> Iterator[str]:
    for reason, (one, several) in WHY.items():
        if count := standings.count(reason):
            yield f"{count:,} {one if count == 1 else several}"


class Standing(NamedTuple):
    """Where one rated model stands among ``others``, the other models with a price and a score.

    ``beaten`` of them beat it, two of these are named, ``cheapest`` and ``highest``: both on the frontier,
    and maybe the same. ``figures`` are its own price and score; ``drawing`` is the same for every model,
    ``mark`` its own. ``absent`` says why the model is not on the chart, and then all else is empty.
    """

    others: int = 0
    beaten: int = 0
    cheapest: ModelRow | None = None
    highest: ModelRow | None = None
    drawing: Scatter | None = None
    mark: Mark | None = None
    figures: str = ""
    absent: str = ""
    notes: tuple[str, ...] = (CERTAINTY, SIGNALS)


def standing(
    slug: str, standings: Standings, drawing: Scatter | None, rows: Mapping[str, ModelRow]
) -> Standing | None:
    """Return where a model stands, or None where it is retired, a router, or has no overall row."""
    reason = standings.absent.get(slug)
    if reason in NOT_DRAWN:
        return Standing(absent=NOT_DRAWN[reason])
    point = standings.by_slug.get(slug)
    if point is None or drawing is None:
        return None
    beaten, row = standings.beaten.get(slug), rows[slug]
    return Standing(
        others=len(standings.points) - 1,
        beaten=beaten.by if beaten else 0,
        cheapest=rows[beaten.cheapest.slug] if beaten else None,
        highest=rows[beaten.highest.slug] if beaten else None,
        drawing=drawing,
        mark=marked(point, drawing, row.name),
        figures=row.figures,
    )


MOST = 5
"""Models in one group."""

LATER, FAMILY = "Later version", "Same family"
NEAREST = f"a price twice as high is as far as {DOUBLING:.0f} points of score"


class RelatedGroup(NamedTuple):
    """A few related models under what relates them; ``foreign`` where they can be other authors'."""

    title: str
    note: str
    models: tuple[ModelRow, ...]
    foreign: bool = False


def related(
    model: Model, relations: Relations, rows: Mapping[str, ModelRow], same: Sequence[str] = ()
) -> tuple[RelatedGroup, ...]:
    """Return the groups that a model's page shows, each model in the first group that it belongs to.

    ``same`` are the models that do the same, the nearest in price first.
    """
    slug, own = model.slug, relations.lineages[model.slug]
    shown, groups = {slug}, list[RelatedGroup]()

    def add(title: str, note: str, slugs: Iterable[str], *, foreign: bool = False) -> None:
        if new := _first_new(slugs, shown):
            shown.update(new)
            groups.append(RelatedGroup(title, note, tuple([rows[one] for one in new]), foreign))

    if later := relations.later.get(slug):
        sure = surely_later(own, relations.lineages[later])
        add(LATER, BY_NAME if sure else BY_ALIAS, [later])
    add(FAMILY, LATEST_FIRST, relations.families.get(own.family, ()))
    add("Does the same", SAME, same, foreign=True)
    nearest = nearest_by_price_and_score(slug, relations.priced, MOST, shown)
    add("Nearest in price and rating", NEAREST, nearest, foreign=True)
    if others := relations.authors.get(own.author):
        add(f"More by {rows[others[0]].author}", LATEST_FIRST, others)
    return tuple(groups)


def _first_new(slugs: Iterable[str], shown: Container[str]) -> list[str]:
    """Return the first few models that are not shown yet."""
    return list(islice((slug for slug in slugs if slug not in shown), MOST))


BY_NAME, BY_ALIAS = "by name and day of listing", "by OpenRouter’s alias for the latest"
SAME = "the same types, its notable abilities at least, nearest price first"
LATEST_FIRST = "latest listed first"


class Alternative(NamedTuple):
    """What to try in the place of an id: another id of the same model, or a related model, and why this one.

    Prices are base prices per 1M tokens; ``rank`` is that on Arena's text board, "" where it has none.
    """

    why: str
    name: str
    path: str
    input: Cell
    output: Cell
    rank: str


class Others(Protocol):
    """What alternatives are looked up in: a ``SiteContext``."""

    @property
    def models(self) -> Mapping[str, Model]:
        """Every model by its slug."""

    @property
    def rows(self) -> Mapping[str, ModelRow]:
        """Every model in a line, by slug."""

    @property
    def relations(self) -> Relations:
        """Which models are related."""

    @property
    def alike(self) -> Alike:
        """Which models are used for the same."""

    @property
    def prices(self) -> PriceTexts:
        """The prices in words."""


MOST_INSTEAD = 4
"""Alternatives of an id at most."""

OTHER_ID = "the same model under another id"
FREE = "Free, same types"


def alternatives(model: Model, key: str, context: Others) -> tuple[Alternative, ...]:
    """Return what to try in the place of an id: ids of its own model that stay, else other models."""
    own = next(one for one in model.listings if one.id == key)
    stays = [one for one in model.variants if one.id != key and not one.expires]
    if stays:
        row, texts = context.rows[model.slug], context.prices
        same = [_alternative(OTHER_ID, row, price_cells(one, texts))._replace(name=one.id) for one in stays]
        return tuple(same[:MOST_INSTEAD])
    found: dict[str, Alternative] = {}
    for why, row in (*_free_alike(own, context), *_near(model, own, context)):
        lacks = _lacking(own, row, context)
        note = f"{why}, without {', '.join(lacks)}" if lacks else why
        found.setdefault(row.slug, _alternative(note, row, (row.input, row.output)))
    return tuple(found.values())[:MOST_INSTEAD]


def _near(model: Model, own: Listing, context: Others) -> Iterator[tuple[str, ModelRow]]:
    """Yield related models with what relates each: one of each group, two of those of other authors.

    What takes or gives less is named only where it is of the same line, and nothing of that does the same;
    the author's other models only where nothing is nearer.
    """
    some = False
    same = substitutes(model, context.alike)
    for group in related(model, context.relations, context.rows, same):
        of_line = group.title in (LATER, FAMILY)
        rows = [row for row in group.models if not row.expires]
        whole = [row for row in rows if not _lacking(own, row, context)]
        for row in (whole or (rows if of_line else []))[: 2 if group.foreign else 1]:
            if of_line or group.foreign or not some:
                some = True
                yield group.title, row


def _free_alike(own: Listing, context: Others) -> Iterator[tuple[str, ModelRow]]:
    """Yield the latest two free models that take and give what a free id does."""
    if {cell.state for cell in price_cells(own, context.prices)} != {"free"}:
        return
    free = [row for row in context.rows.values() if row.input.state == row.output.state == "free"]
    stay = [row for row in free if row.kind == MODEL and not (row.left or row.expires)]
    alike = [row for row in stay if row.id != own.id and not _lacking(own, row, context)]
    for row in sorted(alike, key=latest_first)[:2]:
        yield FREE, row


def _lacking(own: Listing, row: ModelRow, context: Others) -> list[str]:
    """Return what an id takes or gives and another model does not: ``["image input"]``."""
    was, now = own.architecture, context.models[row.slug].primary.architecture
    takes = [f"{one} input" for one in was.input_modalities if one not in now.input_modalities]
    return takes + [f"{one} output" for one in was.output_modalities if one not in now.output_modalities]


def _alternative(why: str, row: ModelRow, cells: tuple[Cell, Cell]) -> Alternative:
    return Alternative(why, row.name, row.path, *cells, rank=row.rank.cell.text if row.rank.score else "")
