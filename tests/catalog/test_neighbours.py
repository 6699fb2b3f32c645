"""Neighbours: whoever is nearest in price and score is found, by whatever way the search takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.catalog.neighbours import PriceStrips, nearest_by_price_and_score, price_strips
from tests.contest import Entrant, stands, words

MOST = 5


def strips(*entrants: Entrant) -> PriceStrips:
    """Return these models in strips of like price."""
    return price_strips(stands(*entrants).points)


def test_the_nearest_are_those_of_like_price_and_score() -> None:
    """A doubled price counts as fifty points; who is left out is no neighbour, and a stranger has none."""
    some = strips(
        ("own", "0.000001", 1300.0),
        ("twice", "0.000002", 1300.0),
        ("higher", "0.000001", 1345.0),
        ("both", "0.0000005", 1260.0),
        ("dear", "0.000016", 1300.0),
    )
    assert words(nearest_by_price_and_score("acme/own", some, MOST)) == ["higher", "twice", "both", "dear"]
    assert words(nearest_by_price_and_score("acme/own", some, MOST, ["acme/twice"])) == [
        "higher",
        "both",
        "dear",
    ]
    assert words(nearest_by_price_and_score("acme/own", some, 2)) == ["higher", "twice"]
    assert nearest_by_price_and_score("acme/nobody", some, MOST) == []


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 400)), min_size=1, max_size=60), st.data())
def test_the_search_misses_nobody(places: list[tuple[int, int]], data: st.DataObject) -> None:
    """Of several strips the search finds the same distances as looking at everybody."""
    some = strips(
        *((f"m{at}", f"0.0000{price:02}", 1000.0 + score) for at, (price, score) in enumerate(places))
    )
    own = f"acme/m{data.draw(st.integers(0, len(places) - 1))}"

    def far(other: str) -> float:
        (_, price, score), (_, its, its_score) = some.at[own], some.at[other]
        return float(((50 * (its - price)) ** 2 + (its_score - score) ** 2) ** 0.5)

    every = sorted(far(other) for other in some.at if other != own)
    got = [far(slug) for slug in nearest_by_price_and_score(own, some, MOST)]
    assert [round(one, 6) for one in got] == [round(one, 6) for one in every[:MOST]]
