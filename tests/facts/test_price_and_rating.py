"""Price and rating: the chart with its table on the explorer, and one model's place on its own page."""

from __future__ import annotations

import re
from datetime import date

from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.facts.standing import overview
from sitegen.large.scale import USUAL
from sitegen.pages.explorer import pages
from sitegen.records.change import Change
from tests.contest import Entrant, entrant, known, row, world
from tests.pages.odd_world import SITE, drawn
from tests.pages.shown import model_page, part, rows, text

ENTRANTS: tuple[Entrant, ...] = (
    ("low", "0.000001", 1200.0),
    ("worse", "0.000002", 1100.0),
    ("mid", "0.000002", 1300.0),
    ("high", "0.000008", 1400.0),
)


def explorer(found: Catalog) -> str:
    """Return the section of the drawn start page."""
    (page,) = pages(SiteContext(found, SITE))
    return drawn(page, found).partition('<section class="price-rating"')[2].partition("</section>")[0]


def section(word: str, found: Catalog) -> str:
    """Return the section of a model's drawn page."""
    return part(drawn(model_page(f"acme/{word}", found), found), "price-and-rating")


def test_the_table_has_everybody() -> None:
    """The frontier stands first, cheapest first, then the others by score, then those that are free."""
    free, mode = entrant("gratis", "0"), entrant("anvil", "0.00001")
    lines = (row("gratis", 1150.0, rank=9), row("anvil-thinking-32k", 1350.0, lower=1340.0, upper=1360.0))
    assert rows(explorer(world(*ENTRANTS, more=(free, mode), rows=lines))) == [
        "Model Input Score 95 % Rank",
        "On the frontier, cheapest first",
        "Low Acme $1 1200 not published 1",
        "Mid Acme $2 1300 not published 1",
        "High Acme $8 1400 not published 1",
        "Others, highest score first",
        "Anvil Acme $10 1350 mode ±10 1",
        "Worse Acme $2 1100 not published 1",
        "Free, so not on the chart",
        "Gratis Acme free 1150 not published 9",
    ]


def test_prices_in_doubt_are_named_beside_the_chart() -> None:
    """A mark at a price that nobody confirmed looks like all others, so a sentence and the table say it."""
    on = date(2026, 2, 1)
    waiting = [
        Change(on, "openrouter", f"acme/{word}", "pricing.prompt", "0.00001", "0.000001")
        for word in ("low", "mid")
    ]
    shown = text(explorer(world(*ENTRANTS).marked(waiting)))
    assert "The input prices of Low, Mid are unconfirmed. The two signals" in shown
    assert "Low Acme $1 unconfirmed 1200" in shown
    one = text(explorer(world(*ENTRANTS).marked(waiting[:1])))
    assert "The input price of Low is unconfirmed." in one
    assert "unconfirmed" not in text(explorer(world(*ENTRANTS)))


def test_only_the_frontier_is_reached_by_keys() -> None:
    """Each drawing has a link in tab order for each model of the frontier, and names it with its figures."""
    shown = explorer(world(*ENTRANTS))
    for drawing in re.findall(r"<svg.*?</svg>", shown, re.DOTALL):
        seen = re.sub(r'<g aria-hidden="true">.*?</g>', "", drawing, flags=re.DOTALL)
        assert re.findall(r'href="\./models/acme/(\w+)/"', seen) == ["low", "mid", "high"]
        assert "tabindex" not in seen
        assert 'aria-label="Mid: $2, score 1300"' in seen
    (pointed,) = re.findall(r'<a href="\./models/acme/worse/" [^>]*>', shown)
    assert 'tabindex="-1"' in pointed


def test_what_is_left_out_is_counted() -> None:
    """Each reason why current models have no place stands below the chart, in the number that it needs."""
    more = (
        entrant("gratis", "0"),
        entrant("u1"),
        entrant("u2"),
        entrant("any", architecture={"tokenizer": "Router"}),
    )
    shown = text(explorer(world(*ENTRANTS, more=more, rows=(row("gratis", 1150.0),))))
    assert (
        "Not on the chart, 4 current models: 2 have no overall row on Arena’s text board; "
        "1 is a router or an alias; 1 is free." in shown
    )


def test_the_meaning_stands_beside_the_chart() -> None:
    """What the frontier is, that it is no certainty, what the price is and that no score is made of both."""
    shown = text(explorer(world(*ENTRANTS)))
    for words in (
        "are the 3 models that no other beats",
        "not by certainty",
        "base price of input at the seller that OpenRouter puts first",
        "no score is made of both",
    ):
        assert words in shown


def test_what_a_rating_is_stands_once() -> None:
    """The note below the table says what a rating and a missing rank mean, and the chart does not."""
    found = world(*ENTRANTS, more=(entrant("u1"),))
    (page,) = pages(SiteContext(found, SITE))
    shown = text(drawn(page, found))
    assert shown.count("A rating is a preference") == 1
    assert shown.count("A missing rank says nothing bad") == 1


def test_nothing_to_draw_is_said() -> None:
    """Where no model has both figures, the section says so and draws nothing."""
    shown = explorer(world(more=(entrant("lone"),)))
    assert "so there is nothing to draw" in text(shown)
    assert "<svg" not in shown


def test_a_model_of_the_frontier_is_told_so() -> None:
    """Its page says that none beats it, with the number of the others, and marks it in the drawing."""
    shown = section("mid", world(*ENTRANTS))
    assert (
        "On the frontier: none of the 3 other models with an input price and a score is rated higher at this "
        "price or less, or as high for less." in text(shown)
    )
    assert '<text class="own' in shown
    assert "The diamond is this model: $2, score 1300;" in text(shown)


def test_a_model_that_is_beaten_is_told_by_whom() -> None:
    """Its page has the number, the cheapest and the highest rated of those that beat it, with links."""
    shown = section("worse", world(*ENTRANTS))
    assert (
        "2 of the other 3 models with an input price and a score are rated higher at this price or less, or "
        "as high for less. The cheapest of them is Low ($1, score 1200), the highest rated Mid ($2, "
        "score 1300)." in text(shown)
    )
    assert re.findall(r'<a href="\.\./\.\./\.\./models/acme/(\w+)/">', shown) == ["low", "mid"]
    assert "It is Low ($1, score 1200)." in text(section("worse", world(ENTRANTS[0], ENTRANTS[1])))
    both = world(("best", "0.000001", 1500.0), ("next", "0.0000015", 1450.0), ENTRANTS[1])
    assert "The cheapest and the highest rated of them is Best" in text(section("worse", both))


def test_the_dots_are_one_path_on_each_page() -> None:
    """A model's page draws all quiet points together, whatever their number."""
    crowd = [(f"m{at}", f"0.00{at:04}", 1000.0 + at % 7) for at in range(1, 90)]
    shown = section("m1", world(("best", "0.0000001", 1500.0), *crowd))
    assert shown.count('class="dots"') == 1
    assert shown.count("<circle") == 1


def test_a_rated_model_without_an_amount_says_why() -> None:
    """Free, varying and unpublished prices have no place on the chart, and the page says which it is."""
    more = (entrant("gratis", "0"), entrant("varying", "-1"), entrant("unpriced", pricing={}))
    found = world(
        *ENTRANTS, more=more, rows=tuple(row(word, 1300.0) for word in ("gratis", "varying", "unpriced"))
    )
    assert "Its input is free" in text(section("gratis", found))
    assert "varies by request" in text(section("varying", found))
    assert "is not published" in text(section("unpriced", found))


def test_a_model_without_a_row_has_no_such_section() -> None:
    """Without a score there is no section and no line in the list of contents; the ratings say why."""
    found = world(*ENTRANTS, more=(entrant("unrated"),))
    assert 'id="price-and-rating"' not in drawn(model_page("acme/unrated", found), found)


def test_hostile_names_stay_text_in_the_drawings() -> None:
    """A name from outside cannot open an element in either drawing, nor end an attribute."""
    evil = entrant("evil", "0.00001", name='Acme: "><script>alert(1)</script>')
    found = world(*ENTRANTS, more=(evil,), rows=(row("evil", 1500.0),))
    for shown in (explorer(found), section("evil", found)):
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
        assert '"><script' not in shown


def test_an_empty_frontier_is_none() -> None:
    """Of no model at all nothing is drawn, named or counted."""
    some = known()
    found = overview(some.standings, some.rows, USUAL)
    assert (found.wide, found.tall, found.total, found.frontier, found.absent) == (None, None, 0, (), ())


def test_the_drawing_is_the_same_on_every_page_but_for_its_own_mark() -> None:
    """Axes, dots and frontier are one text for all models; bar, diamond and name are the model's own."""
    found = world(*ENTRANTS)

    def common(word: str) -> list[str]:
        shown = section(word, found).partition("<svg")[2].partition("</svg>")[0]
        return [line for line in shown.splitlines()[1:] if 'class="own' not in line]

    assert common("low") == common("worse")
    assert section("low", found).count('class="own') == section("worse", found).count('class="own') == 2
