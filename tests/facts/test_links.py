"""Links out of the site: other sites, and the files of ``data/`` in which a person can mend what is wrong."""

from __future__ import annotations

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Model
from sitegen.facts.context import SiteContext
from sitegen.facts.links import Way, board_ways, corrections, elsewhere, matches_link, name_corrections
from sitegen.pages.arena import pages as arena_pages
from sitegen.pages.model import model_pages
from sitegen.records.settings import Site
from tests.pages.odd_world import SITE, SLUG, drawn, world
from tests.worlds import listing

BLOB = "https://github.com/acme/site/blob/main"


def model(slug: str, known: Catalog | None = None) -> Model:
    """Return a model of the odd world, or of another catalog."""
    return next(model for model in (known or world()).models if model.slug == slug)


def with_repository(repository: str) -> Site:
    """Return the site of the odd world with a repository."""
    return SITE.model_copy(update={"repository": repository})


def test_a_model_leads_to_the_files_that_it_is_made_from() -> None:
    """Each current id, each row on a board and each decision of a person has its file."""
    assert [(one.what, one.name, one.file) for one in corrections(model(SLUG), SITE)] == [
        ("Record of", "acme/anvil-2", "data/openrouter/models.json"),
        ("Record of", "acme/anvil-2:free", "data/openrouter/models.json"),
        ("Row of Arena’s text board,", "anvil-2", "data/arena/text.json"),
        ("Row of Arena’s vision board,", "Anvil Two", "data/arena/vision.json"),
        ("A person’s decision about", "Anvil Two", "data/overrides/matches.toml"),
    ]


def test_a_model_that_left_leads_to_its_last_record() -> None:
    """It stands in another file than those that are listed."""
    (line,) = corrections(model("acme/old"), SITE)
    assert (line.what, line.name, line.file) == ("Last record of", "acme/old", "data/retired.json")


@pytest.mark.parametrize(
    ("repository", "start"),
    [
        (BLOB, f"{BLOB}/data/"),
        (f"{BLOB}/", f"{BLOB}/data/"),
        ("https://github.com/acme/site", "https://github.com/acme/site/blob/HEAD/data/"),
        ("", ""),
    ],
)
def test_files_are_links_where_the_site_names_a_repository(repository: str, start: str) -> None:
    """With a repository each file is a link; without one it is named all the same."""
    site = with_repository(repository)
    for line in corrections(model(SLUG), site):
        assert line.link == (start + line.file.removeprefix("data/") if start else "")
    assert matches_link(site) == (f"{start}overrides/matches.toml" if start else "")


def test_pages_show_the_files() -> None:
    """A model's page and that of a name without a model both lead to them."""
    known = SiteContext(world(), with_repository(BLOB))
    page = drawn(next(model_pages(model(SLUG), known)), known.catalog)
    assert f'<a href="{BLOB}/data/arena/vision.json"><code>data/arena/vision.json</code></a>' in page
    (alone,) = [page for page in arena_pages(known) if "/nobody-knows-this-7b/" in page.path]
    assert alone.facts["corrections"] == name_corrections(known.catalog.arena_only[0], known.site)
    assert [line.file for line in alone.facts["corrections"]] == ["data/arena/text.json"]


def test_boards_have_pages_of_their_own_where_arena_names_them_so() -> None:
    """Any other board is reached from the list of all, and each stands once."""
    assert board_ways(["text", "webdev", "text"]) == [
        Way("Arena, text board", "https://arena.ai/leaderboard/text"),
        Way("Arena, webdev board", "https://arena.ai/leaderboard"),
    ]


def test_links_of_upstream_stay_on_its_site() -> None:
    """A link that would lead to another host, or that is none, is left out."""
    links = {"details": "/api/x", "odd": "//evil.example/", "no": 1, "far": "https://evil.example/"}
    (found,) = catalog([listing(links=links)]).models
    assert [(way.name, way.link) for way in elsewhere(found)] == [
        ("OpenRouter", "https://openrouter.ai/acme/anvil-2"),
        ("API details", "https://openrouter.ai/api/x"),
    ]
