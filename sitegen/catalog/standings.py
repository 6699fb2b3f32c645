"""Standings: each model by price and score, the frontier that no other one beats, and who has no place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from sitegen.catalog.model import HEADLINE_BOARD, Catalog, Model
from sitegen.records.amounts import per_million
from sitegen.records.match import Confidence
from sitegen.records.price import PriceState


class Absent(StrEnum):
    """Why a current model has no place on the chart."""

    ROUTER = "stands for other models"
    UNRATED = "has no row"
    FREE = "is free"
    VARIES = "has a price that varies by request"
    UNPRICED = "publishes no input price"


class Point(NamedTuple):
    """One model: ``price`` is dollars per 1M tokens of input, above zero, at its base price.

    ``score``, ``lower`` and ``upper`` are those of its overall row on the headline board; ``row`` is the
    name of that row, and ``mode`` says that it is a mode of the model and not its plain form.
    """

    slug: str
    price: Decimal
    score: float
    lower: float | None
    upper: float | None
    rank: int | None
    row: str
    mode: bool


class Beaten(NamedTuple):
    """By how many models one is beaten, and two of the frontier's among them: the cheapest and the best."""

    by: int
    cheapest: Point
    highest: Point


class Standings(NamedTuple):
    """Every model with a price and a score, cheapest first and by slug, and those that nothing beats.

    One model beats another when it is at most as dear and rated at least as high, and one of the two
    strictly. ``frontier`` holds the models that none beats, cheapest first; ``beaten`` the others, by slug.
    ``absent`` says of every other current model why it has no place.
    """

    points: tuple[Point, ...]
    by_slug: Mapping[str, Point]
    frontier: tuple[Point, ...]
    beaten: Mapping[str, Beaten]
    absent: Mapping[str, Absent]

    def count(self, reason: Absent) -> int:
        """Return how many current models have no place for this reason."""
        return sum(absent is reason for absent in self.absent.values())


def standings(catalog: Catalog) -> Standings:
    """Return who stands where, of the current models of a catalog."""
    points: list[Point] = []
    absent: dict[str, Absent] = {}
    for model in catalog.models:
        if model.left is not None:
            continue
        point = _point(model)
        if isinstance(point, Point):
            points.append(point)
        else:
            absent[model.slug] = point
    points.sort(key=lambda point: (point.price, -point.score, point.slug))
    rivals = _rivals(points)
    frontier = tuple(point for point, count in zip(points, rivals, strict=True) if not count)
    by_slug = {point.slug: point for point in points}
    return Standings(tuple(points), by_slug, frontier, _beaten(points, rivals, frontier), absent)


def _point(model: Model) -> Point | Absent:
    rated = model.headline
    row = rated.on(HEADLINE_BOARD) if rated else None
    if model.primary.is_stand_in:
        return Absent.ROUTER
    if rated is None or row is None:
        return Absent.UNRATED
    price = model.primary.prices.get("prompt")
    if price is None:
        return Absent.UNPRICED
    # A price by the hour stands where its cheapest hour does; its row says both.
    if price.state not in (PriceState.AMOUNT, PriceState.BY_HOUR):
        return Absent.FREE if price.state is PriceState.FREE else Absent.VARIES
    mode = rated.match.confidence is Confidence.VARIANT
    price_per_million = per_million(price.amount)
    return Point(model.slug, price_per_million, row.score, row.lower, row.upper, row.rank, rated.name, mode)


def _rivals(points: Sequence[Point]) -> list[int]:
    """Return by how many others each is beaten; the points come cheapest first."""
    alike = Counter((point.price, point.score) for point in points)
    scores: list[float] = []
    counts: list[int] = []
    for _, group in groupby(points, key=lambda point: point.price):
        equals = list(group)
        for point in equals:
            insort(scores, point.score)
        for point in equals:
            as_high = len(scores) - bisect_left(scores, point.score)
            # Neither of two models with the same price and the same score beats the other.
            counts.append(as_high - alike[point.price, point.score])
    return counts


def _beaten(points: Iterable[Point], rivals: Iterable[int], frontier: Sequence[Point]) -> dict[str, Beaten]:
    # Along the frontier both price and score only rise, so that both can be searched.
    prices, scores = [point.price for point in frontier], [point.score for point in frontier]
    return {
        point.slug: Beaten(
            by=count,
            cheapest=frontier[bisect_left(scores, point.score)],
            highest=frontier[bisect_right(prices, point.price) - 1],
        )
        for point, count in zip(points, rivals, strict=True)
        if count
    }
