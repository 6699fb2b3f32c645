"""Usage by model: variants added up, ranks by day, and a trend only where every day is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal, localcontext

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Used
from sitegen.catalog.usage import slug_of, used
from sitegen.records.usage import Period, Usage, UsageRow
from tests.worlds import listing

END = date(2026, 3, 1)


def days_of(tokens: Mapping[str, list[int | None]], period: Period = Period.DAY) -> Usage:
    """Return a ranking of days up to END: the tokens of each name, oldest first (None: not in the list)."""
    rows = [
        UsageRow(on=END - timedelta(days=len(row) - 1 - place), name=name, tokens=number)
        for name, row in tokens.items()
        for place, number in enumerate(row)
        if number is not None
    ]
    return Usage(period=period, rows=tuple(rows))


def one(tokens: Mapping[str, list[int | None]], period: Period = Period.DAY) -> Used:
    """Return what the model ``a/b`` used."""
    return used(days_of(tokens, period), {"a/b"})["a/b"]


def test_variants_are_added_up_and_ranked_as_one() -> None:
    """A variant counts for its slug, unknown names keep their place, equals share it, the rest has none."""
    ranking = days_of({"a/b": [30], "a/b:free": [25], "x/y": [50], "x/z:beta": [50], "other": [900]})
    found = used(ranking, {"a/b"})
    places = {name: (place.tokens, place.rank) for name, item in found.items() if (place := item.latest)}
    assert places == {"a/b": (55, 1), "x/y": (50, 2), "x/z": (50, 2)}
    assert found["a/b"].latest is not None
    assert found["a/b"].latest.names == {"a/b": 30, "a/b:free": 25}


def test_a_slug_with_a_colon_is_itself() -> None:
    """A name that is a slug is not taken for a variant of another; all behind the first colon is variant."""
    assert set(used(days_of({"a/b:thinking": [5]}), {"a/b:thinking", "a/b"})) == {"a/b:thinking"}
    assert [slug_of(name, {"a/b"}) for name in ("a/b", "x/y:beta:free", ":free")] == ["a/b", "x/y", ":free"]


def test_a_model_that_fell_out_keeps_its_days() -> None:
    """Without a row on the last day there is no figure, and the days before are still there."""
    found = one({"a/b": [5, 6, None], "x/y": [1, 1, 1]})
    assert (found.latest, found.present, len(found.days)) == (None, 2, 3)


@pytest.mark.parametrize(
    ("tokens", "trend"),
    [
        ([100] * 7 + [110] * 7, Decimal("10.0")),
        ([3] * 7 + [2] * 7, Decimal("-33.3")),
        ([9] * 3 + [5] * 14, Decimal("0.0")),
        ([10**15] * 7 + [10**15 - 1] * 7, Decimal("0.0")),
        ([1] * 7 + [0] * 7, Decimal("-100.0")),
    ],
)
def test_a_trend_compares_two_weeks(tokens: list[int | None], trend: Decimal) -> None:
    """The mean of the last seven days stands against that of the seven before, to one decimal."""
    found = one({"a/b": tokens})
    assert (found.trend, found.no_trend) == (trend, "")
    assert str(found.trend) == str(trend)
    assert found.present == len(tokens)


def test_a_trend_is_rounded_in_one_way() -> None:
    """A half goes to the even digit, whatever the program that asks has made of decimal's context."""
    with localcontext() as context:
        context.rounding = ROUND_UP
        assert one({"a/b": [3] * 7 + [2] * 7}).trend == Decimal("-33.3")
        assert one({"a/b": [2000] * 7 + [2001] * 7}).trend == Decimal("0.0")
        assert one({"a/b": [2000] * 7 + [2003] * 7}).trend == Decimal("0.2")


@pytest.mark.parametrize(
    ("tokens", "why"),
    [
        ({"a/b": [5] * 13}, "the snapshot does not hold the 14 days that it takes"),
        (
            {"a/b": [5] * 10 + [None] + [5] * 10},
            "the snapshot does not hold the 14 days that it takes",
        ),
        (
            {"a/b": [5] * 10 + [None] + [5] * 3, "x/y": [1] * 14},
            "it takes 14 days in the list, and the model was in it on 13 of the last",
        ),
        (
            {"a/b": [5] * 14, "a/b:free": [5] * 4 + [None] * 10},
            "a variant of it was in the list on some of the last 14 days only",
        ),
        (
            {"a/b": [0] * 7 + [5] * 7},
            "no token was counted in the first 7 of the last 14 days",
        ),
    ],
)
def test_without_every_day_there_is_no_trend(tokens: dict[str, list[int | None]], why: str) -> None:
    """A day that is missing, for all or for the model or one of its variants, is said in place of a trend."""
    found = one(tokens)
    assert found.trend is None
    assert found.no_trend == why


def test_a_week_has_no_trend() -> None:
    """One total of a week says so."""
    week = one({"a/b": [5]}, Period.WEEK)
    assert (week.trend, week.no_trend) == (None, "the figure is one total of a week, not a row of days")


def test_the_join_goes_by_slug_and_counts_who_is_left_over() -> None:
    """A model gets its usage by canonical slug, never by id, and names without a model are kept apart."""
    ranking = days_of({"a/b-2026": [5, 5], "a/b": [4, 4], "x/y:free": [3, 3], "x/old": [3, None]})
    known = catalog([listing(id="a/b", canonical_slug="a/b-2026")], usage=ranking)
    (model,) = known.models
    assert model.usage is not None
    assert model.usage.latest is not None
    assert model.usage.latest.tokens == 5
    assert known.usage_alone == ("a/b", "x/y")


def test_without_a_ranking_nobody_has_usage() -> None:
    """Before the first reading no model has any."""
    known = catalog([listing()])
    assert (known.usage, known.usage_alone, known.models[0].usage) == (None, (), None)
