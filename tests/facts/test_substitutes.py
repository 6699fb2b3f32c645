"""Substitutes: who does the same, nearest in price, and where a page proposes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.catalog.neighbours import DOUBLING, nearest_to, strips_of
from sitegen.facts.context import SiteContext
from sitegen.facts.model import model_facts
from sitegen.facts.substitutes import MOST, substitutes
from sitegen.pages.model import model_file
from sitegen.records.listing import Listing
from tests.pages.odd_world import SITE, drawn
from tests.pages.shown import model_page, text
from tests.worlds import listing

SPAN = (date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3))
TEXT = {"input_modalities": ["text"], "output_modalities": ["text"]}


def named(word: str, into: str = "0.000001", out: str = "0.000002", **changed: Any) -> Listing:  # noqa: ANN401
    """Return a model of this word at these prices, which takes and gives text and has tools."""
    given = {"architecture": TEXT, "supported_parameters": ["tools"], "created": 1, **changed}
    pricing = {"prompt": into, "completion": out}
    name = f"{word}/{word}"
    return listing(id=name, canonical_slug=name, name=word.title(), pricing=pricing, **given)


def found(word: str, known: Catalog) -> list[str]:
    """Return the words of those who do the same as a model."""
    context = SiteContext(known, SITE)
    return [slug.partition("/")[0] for slug in substitutes(known.by_id()[f"{word}/{word}"], context.alike)]


def test_the_nearest_in_input_and_output_stand_first() -> None:
    """Twice the input price is as far as twice the output price, and a free model is far from all others."""
    known = catalog([
        named("own"), named("twice", "0.000002"), named("dear", "0.000008", "0.00001"),
        named("double", "0.000002", "0.000004"), named("gift", "0", "0"), named("same"),
    ])  # fmt: skip
    assert found("own", known) == ["same", "twice", "double", "dear", "gift"]
    assert found("gift", known)[0] == "own"


def test_who_lacks_a_type_or_an_ability_does_not_do_the_same() -> None:
    """The types are the same, and notable abilities are its own or more; other parameters do not count."""
    both = {"input_modalities": ["image", "text"], "output_modalities": ["text"]}
    known = catalog([
        named("own"), named("more", supported_parameters=["tools", "reasoning"]),
        named("less", supported_parameters=["seed"]), named("eyes", architecture=both),
        named("turned", architecture={**both, "input_modalities": ["text", "image"]}),
        named("vary", "-1", "-1"), named("unknown", architecture={}),
    ])  # fmt: skip
    assert found("own", known) == ["more"]
    assert found("more", known) == []
    assert found("eyes", known) == ["turned"]
    assert found("less", known) == ["more", "own"]
    assert found("vary", known) == found("unknown", known) == []


def test_aliases_routers_and_retired_models_are_no_substitutes() -> None:
    """Only what can be had for itself is proposed, to a retired model as well."""
    target = {"name": "Own", "slug": "own/own"}
    known = catalog(
        [named("own"), named("latest", alias_target=target)], gone=[Gone(named("old"), *SPAN)]
    )  # fmt: skip
    assert found("own", known) == []
    assert found("old", known) == ["own"]
    assert found("latest", known) == []


def test_a_retired_page_says_what_to_try() -> None:
    """The notice leads to what the page of ends names; JSON has the slugs of all that do the same."""
    listings = [named(word) for word in ("ant", "bee", "cat", "dog")]
    known = catalog(listings, gone=[Gone(named("old"), *SPAN)])
    page = drawn(model_page("old/old", known), known)
    assert "All below is as it last was. Try Ant (does the same) or Bee (does the same)." in text(page)
    assert '<a href="../../../models/ant/ant/">Ant</a> (does the same) or <a href="' in page
    context = SiteContext(known, SITE)
    facts = model_facts(known.by_id()["old/old"], context)
    assert (
        model_file(facts, context)["substitutes"]
        == list(facts.substitutes)
        == ["ant/ant", "bee/bee", "cat/cat", "dog/dog"]
    )
    assert [link.name for link in facts.opening.notices[0].links] == ["Ant", "Bee"]
    alone = catalog([], gone=[Gone(named("old"), *SPAN)])
    (notice,) = model_facts(alone.models[0], SiteContext(alone, SITE)).opening.notices
    assert (notice.links, "Try" in notice.text) == ((), False)


def test_a_model_that_will_go_says_what_to_try() -> None:
    """An announced end names what does the same, too, and nothing that ends itself."""
    ends = {"expiration_date": "2027-01-01"}
    known = catalog([named("own", **ends), named("next"), named("also", **ends)])
    assert "Expires on 2027-01-01, as the source says. Try Next (does the same)." in text(
        drawn(model_page("own/own", known), known)
    )


places = st.tuples(st.floats(-30, 5), st.floats(-1000, 1000))


@given(st.lists(places, max_size=60), places)
def test_the_search_from_any_place_misses_nobody(
    every: list[tuple[float, float]], own: tuple[float, float]
) -> None:
    """From a place at which no model stands the nearest are found, as by looking at all."""

    def far(place: tuple[float, float]) -> float:
        return float(((DOUBLING * (place[0] - own[0])) ** 2 + (place[1] - own[1]) ** 2) ** 0.5)

    strips = strips_of(sorted((*place, f"m{at}") for at, place in enumerate(every)))
    got = [far(every[int(slug[1:])]) for slug in nearest_to(*own, strips, MOST)]
    assert got == sorted(map(far, every))[:MOST]
