"""Authors: the list of all, and each one's models, current and gone."""

from __future__ import annotations

from datetime import date

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.context import SiteContext
from sitegen.matching.matches import Decision
from sitegen.pages.authors import pages, spread
from sitegen.pages.feeds import atom as feeds
from sitegen.records.rating import Leaderboard, Rating
from tests.pages.odd_world import LAST, LATER, SITE, drawn, world
from tests.pages.shown import rows, text
from tests.worlds import by_the_hour, listing


def drawn_pages(known: Catalog) -> dict[str, str]:
    """Return the drawn pages of a catalog's authors by path."""
    return {page.path: drawn(page, known) for page in pages(SiteContext(known, SITE))}


def gone(slug: str, left: date = LAST, **changed: object) -> Gone:
    """Return a model that left."""
    return Gone(listing(id=slug, canonical_slug=slug, **changed), LATER, LATER, left)


def test_every_author_has_a_page() -> None:
    """Each author of a current or gone model is in the list and has a page."""
    found = drawn_pages(world())
    authors = {model.author for model in world().models}
    assert len(found) == len(authors) + 1
    shown = found["authors/index.html"]
    assert all(f'<a href="../authors/{author}/">' in shown for author in authors - {"~acme"})


def test_links_lead_to_an_author_of_any_name() -> None:
    """The list spells an author as the path of its page does."""
    known = catalog([listing(id="A b/x", canonical_slug="A b/x")])
    found = drawn_pages(known)
    assert "authors/!_41_!_20_b/index.html" in found
    assert '<a href="../authors/!_41_!_20_b/">' in found["authors/index.html"]


def test_a_price_by_the_hour_is_in_the_spread_with_both_ends() -> None:
    """What an author's models span reaches from the cheapest hour to the dearest."""
    known = catalog([listing(pricing=by_the_hour())])
    assert "Input from $0.20 to $0.40 per 1M tokens" in text(drawn_pages(known)["authors/acme/index.html"])


def test_the_list_counts_models_now_and_left() -> None:
    """Each line has the author's name, slug, counts and latest model, or says that there is none now."""
    known = catalog(
        [listing(), listing(id="acme/b", canonical_slug="acme/b", name="Acme: B", created=0)],
        gone=[gone("bygone/x", name="Bygone: X"), gone("acme/c", name="Acme: C")],
    )
    assert rows(drawn_pages(known)["authors/index.html"])[1:] == [
        "Acme acme 2 1 Anvil 2",
        "Bygone bygone 0 1 none now",
    ]


def test_gone_models_stand_apart_with_their_last_day_and_price() -> None:
    """Those that left stand below the current ones, the last to leave first."""
    known = catalog(
        [listing()],
        gone=[
            gone("acme/early", LATER, name="Acme: Early", pricing={"prompt": "0"}),
            gone("acme/late", name="Acme: Late", pricing={"prompt": "0.000001", "completion": "0.000002"}),
        ],
    )
    shown = drawn_pages(known)["authors/acme/index.html"]
    now, _, left = shown.partition('<h2 id="gone">')
    assert [row.split(" acme/")[0] for row in rows(now)[1:]] == ["Anvil 2"]
    assert rows(left)[1:] == [
        "Late acme/late $1 $2 2026-02-01 2026-03-01",
        "Early acme/early free not published 2026-02-01 2026-02-01",
    ]


def test_an_author_without_a_model_now_says_so() -> None:
    """The page of an author whose models have all left has no empty table."""
    shown = drawn_pages(catalog([], gone=[gone("bygone/x", name="Bygone: X")]))["authors/bygone/index.html"]
    assert "No model on OpenRouter any more; 1 retired." in text(shown)
    assert shown.count("<table") == 1


def test_the_feed_is_linked_where_there_is_one() -> None:
    """A page names its author's feed in the head and in the text as soon as the journal has a line."""
    shown = drawn_pages(world())["authors/acme/index.html"]
    assert 'type="application/atom+xml" href="../../authors/acme/feed.xml"' in shown
    assert '<a href="feed.xml">Atom feed</a>' in shown
    made = {page.path for page in feeds.pages(SiteContext(world(), SITE))}
    assert "authors/acme/feed.xml" in made
    assert "feed" not in drawn_pages(catalog([listing()]))["authors/acme/index.html"]


def test_what_an_authors_models_span() -> None:
    """The page says the least and the most that input costs, how many are free, and the longest context."""
    one, two, three = (
        listing(id=slug, canonical_slug=slug, name=slug, context_length=size, pricing=prices)
        for slug, size, prices in (
            ("acme/a", 8_000, {"prompt": "0.000010"}),
            ("acme/b", 1_000_000, {"prompt": "0.000002"}),
            ("acme/c", None, {"prompt": "0"}),
        )
    )
    board = Leaderboard(board="text", ratings=(Rating(board="text", name="acme/a", rank=7, score=1.0),))
    decided = {"acme/a": Decision("acme/a", "acme/a", "So it is.")}
    shown = text(
        drawn_pages(catalog([one, two, three], [board], decisions=decided))["authors/acme/index.html"]
    )
    assert (
        "Input from $2 to $10 per 1M tokens; 1 free; context up to 1M tokens; "
        "best rank on Arena’s text board 7." in shown
    )
    assert "Input $10 per 1M tokens; context" in text(drawn_pages(catalog([one]))["authors/acme/index.html"])


def test_models_without_figures_span_nothing() -> None:
    """Where no figure is published there is no sentence."""
    bare = listing(pricing={}, context_length=None)
    (author,) = SiteContext(catalog([bare]), SITE).authors
    assert spread(author.current) == ""
