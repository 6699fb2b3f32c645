"""Neighbours: the models nearest to one in price and score, without looking at all the others.

A price twice as high is as far as ``DOUBLING`` points of score. The models are cut into strips by price, of
which each is ordered by score: where models stand close together the strips are narrow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise
from math import hypot, inf, isqrt, log2
from typing import NamedTuple

from sitegen.catalog.standings import Point

DOUBLING = 50.0
"""Points of score that count as much as a price twice as high."""
LEAST = 8
"""Models in one strip, at least."""


class Strip(NamedTuple):
    """Models of like price, the lowest score first: each with its slug and its price as a power of two."""

    cheapest: float
    dearest: float
    scores: Sequence[float]
    models: Sequence[tuple[str, float]]


class PriceStrips(NamedTuple):
    """The strips, cheapest first; ``at`` leads from each slug to its strip, power of two and score."""

    strips: Sequence[Strip]
    at: Mapping[str, tuple[int, float, float]]


def price_strips(points: Sequence[Point]) -> PriceStrips:
    """Return the strips of models that come cheapest first."""
    return strips_of([(log2(float(point.price)), point.score, point.slug) for point in points])


def strips_of(every: Sequence[tuple[float, float, str]]) -> PriceStrips:
    """Return the strips of models that come cheapest first, each as power of two, score and slug."""
    size = max(LEAST, isqrt(len(every)))
    cuts = [*range(0, len(every), size), len(every)]
    parts = [every[start:end] for start, end in pairwise(cuts)]
    at = {slug: (number, price, score) for number, part in enumerate(parts) for price, score, slug in part}
    return PriceStrips([_strip(part) for part in parts], at)


def _strip(part: Sequence[tuple[float, float, str]]) -> Strip:
    rising = sorted(part, key=lambda entry: entry[1])
    models = [(slug, price) for price, _, slug in rising]
    return Strip(part[0][0], part[-1][0], [score for _, score, _ in rising], models)


def nearest_by_price_and_score(
    slug: str, models: PriceStrips, most: int, skip: Container[str] = ()
) -> list[str]:
    """Return the ``most`` nearest models, the nearest first; none where the model has no price or score."""
    if slug not in models.at:
        return []
    number, price, score = models.at[slug]
    return _nearest(number, models, _Search(slug, price, score, most, skip))


def nearest_to(
    price: float, score: float, models: PriceStrips, most: int, skip: Container[str] = ()
) -> list[str]:
    """Return the ``most`` models nearest to a place, the nearest first; ``price`` is a power of two."""
    number = bisect_right([strip.cheapest for strip in models.strips], price) - 1
    return _nearest(max(number, 0), models, _Search("", price, score, most, skip)) if models.strips else []


def _nearest(number: int, models: PriceStrips, search: _Search) -> list[str]:
    """Return the nearest models, beginning with the strip of this number."""
    price, most = search.price, search.most
    best = _nearer([], models.strips[number], search)
    for strip in reversed(models.strips[:number]):
        if len(best) == most and DOUBLING * (price - strip.dearest) > best[-1][0]:
            break
        best = _nearer(best, strip, search)
    for strip in models.strips[number + 1 :]:
        if len(best) == most and DOUBLING * (strip.cheapest - price) > best[-1][0]:
            break
        best = _nearer(best, strip, search)
    return [other for _, other in best]


class _Search(NamedTuple):
    """Where a search starts, how many models it looks for and which it leaves out."""

    slug: str
    price: float
    score: float
    most: int
    skip: Container[str]


def _nearer(best: list[tuple[float, str]], strip: Strip, search: _Search) -> list[tuple[float, str]]:
    """Return the nearest of what was found so far and of one strip, which is read outwards by score."""
    slug, price, score, most, skip = search
    scores, models = strip.scores, strip.models
    limit = best[-1][0] if len(best) == most else inf
    middle = bisect_left(scores, score)
    for way in (range(middle, len(scores)), range(middle - 1, -1, -1)):
        for at in way:
            higher = scores[at] - score
            if abs(higher) > limit:
                break
            other, its_price = models[at]
            far = hypot(DOUBLING * (its_price - price), higher)
            if far <= limit and other != slug and other not in skip:
                insort(best, (far, other))
                if len(best) >= most:
                    del best[most:]
                    limit = best[-1][0]
    return best
