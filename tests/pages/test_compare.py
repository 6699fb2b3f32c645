"""The comparison's page: what stands in it before the browser draws a table, and what it proposes."""

from __future__ import annotations

import json
import re
from typing import Any

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.compare import WORDS, Proposal, pages, proposals
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from tests.pages.odd_world import SITE, drawn, world
from tests.pages.shown import model_page, part, text
from tests.worlds import listing


def compare(known: Catalog) -> str:
    """Return the drawn page of a catalog."""
    (page,) = pages(SiteContext(known, SITE))
    assert (page.path, page.indexed) == ("compare/index.html", True)
    return drawn(page, known)


def sold(name: str, price: str, **changed: Any) -> Listing:  # noqa: ANN401 - whatever upstream may send
    """Return a model under this slug with an input price."""
    facts = {
        "id": name,
        "canonical_slug": name,
        "name": name.rpartition("/")[2],
        "pricing": {"prompt": price},
    }
    return listing(**facts | changed)


def ranked(*listings: Listing) -> dict[str, Proposal]:
    """Return the proposals, by title, of a catalog whose models are ranked in the order given."""
    rows = [
        Rating(board="text", name=one.id.rpartition("/")[2], rank=rank, score=1500.0 - rank)
        for rank, one in enumerate(listings, start=1)
    ]
    known = SiteContext(catalog(listings, [Leaderboard(board="text", ratings=tuple(rows))]), SITE)
    return {one.title: one for one in proposals(known)}


def test_a_page_lets_only_our_own_scripts_and_requests_in() -> None:
    """The policy of each page allows the site's own scripts and files, and nothing else."""
    for page in (compare(world()), drawn(model_page("acme/anvil-2-20260102", world()))):
        policy = re.search(r'Content-Security-Policy" content="(.*?)"', page)
        assert policy is not None
        assert {"default-src 'none'", "script-src 'self'", "connect-src 'self'"} <= set(policy[1].split("; "))
        assert "unsafe" not in policy[1]


def test_without_a_script_the_page_says_where_the_facts_are() -> None:
    """What a browser without JavaScript shows names the table, the models' pages and the files."""
    shown = re.search(r"<noscript>(.*?)</noscript>", compare(world()), re.DOTALL)
    assert shown is not None
    assert "needs JavaScript" in text(shown[1])
    assert re.findall(r'href="(.*?)"', shown[1]) == [
        "../",
        "../api/v1/models.json",
        "../api/v1/models.csv",
    ]


def test_the_script_gets_the_words_of_the_models_pages() -> None:
    """Labels, units and the order of prices and parameters stand in a data block that no text can end."""
    block = re.search(r'<script type="application/json" id="words">(.*?)</script>', compare(world()))
    assert block is not None
    words = json.loads(block[1])
    assert words == WORDS
    assert words["kinds"]["input_cache_write_1h"] == "Cache write, 1 hour"
    assert words["units"]["token"] == "per 1M tokens"  # noqa: S105 - a unit of text, not a secret
    assert words["parameters"][:2] == ["tools", "tool_choice"]


def test_the_best_ranked_are_proposed_with_their_address_and_pages() -> None:
    """Four at most, in the order of the board, each linked to its page, all in one address."""
    names = [f"acme/model-{number}" for number in "abcde"]
    best = ranked(*(sold(name, "0.000001") for name in names))["The best ranked"]
    assert best.address == "compare/?m=acme/model-a&m=acme/model-b&m=acme/model-c&m=acme/model-d"
    assert [model.path for model in best.models] == [f"models/{name}/" for name in names[:4]]


def test_each_proposal_follows_its_rule() -> None:
    """One an author, the cheapest of the ranked, those with weights, and those that were listed last."""
    found = ranked(
        sold("acme/one-a", "0.000009", created=6),
        sold("acme/two-b", "0.000001", created=2, hugging_face_id="acme/two"),
        sold("quill/one-c", "0.000005", created=4),
        sold("quill/two-d", "0.000002", created=3, hugging_face_id="quill/two"),
        sold("orbit/one-e", "0.000003", created=5),
    )
    assert {title: [model.name for model in one.models] for title, one in found.items()} == {
        "The best ranked": ["one-a", "two-b", "one-c", "two-d"],
        "The best of each author": ["one-a", "one-c", "one-e"],
        "Well ranked for less": ["two-b", "two-d", "one-e", "one-c"],
        "Open weights": ["two-b", "two-d"],
        "The latest": ["one-a", "one-e", "one-c", "two-d"],
    }


def test_what_cannot_be_compared_by_price_is_not_proposed() -> None:
    """Free models, routers and models without a price are in no proposal, and a lone model makes none."""
    free = sold("acme/free", "0")
    router = sold("acme/router", "-1", architecture={"tokenizer": "Router"})
    assert ranked(free, router, sold("acme/bare", "1", pricing={}), sold("acme/only", "0.000001")) == {}


def test_no_two_proposals_have_the_same_models() -> None:
    """Where two rules give the same set, the first keeps it."""
    assert list(ranked(sold("acme/one-a", "0.000001"), sold("acme/two-b", "0.000002"))) == ["The best ranked"]


def test_a_hostile_slug_stays_a_slug() -> None:
    """Marks of an address and of markup in a slug are spelled out, so that they end nothing."""
    bad = 'evil/"><b>&m=#x y'
    known = catalog([sold(bad, "0.000001"), sold("acme/one", "0.000001", created=1)])
    (proposal,) = proposals(SiteContext(known, SITE))
    assert proposal.address == "compare/?m=evil/%22%3E%3Cb%3E%26m%3D%23x%20y&m=acme/one"
    assert "<b>&m" not in compare(known)


def test_an_empty_catalogue_proposes_nothing() -> None:
    """Before the first fetch the page stands without proposals, and leaks no None."""
    shown = compare(catalog([]))
    assert part(shown, "ready") == ""
    assert "None" not in text(shown)


def test_a_models_page_leads_into_the_comparison() -> None:
    """The link near the top of a model's page opens the comparison with that model in it."""
    shown = drawn(model_page("acme/anvil-2-20260102", world()))
    assert '<a href="../../../compare/?m=acme/anvil-2-20260102">Compare with…</a>' in shown
