"""Redirect pages: every id that is no slug leads to its slug's page."""

from __future__ import annotations

import json
import posixpath
import re
from datetime import date

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.boards import digest_folder
from sitegen.facts.context import SiteContext
from sitegen.pages.api.files import pages as api_files
from sitegen.pages.redirects import pages
from sitegen.records import Json
from sitegen.records.change import Change
from sitegen.records.rating import Leaderboard, Rating
from tests.pages.odd_world import SITE, drawn, world
from tests.worlds import listing, row

FREE = "models/acme/anvil-2!free/index.html"


def test_every_redirect_has_a_page_that_search_engines_do_not_list() -> None:
    """Each id that is no slug and each Arena name that is a model has one, and none is in the sitemap."""
    found = list(pages(SiteContext(world(), SITE)))
    assert sorted(page.path for page in found) == [
        "arena/names/anvil-2/index.html",
        "arena/names/anvil-two/index.html",
        "models/acme/anvil-2!free/index.html",
        "models/acme/anvil-2/index.html",
    ]
    assert not any(page.indexed for page in found)


def test_the_way_is_relative_and_arrives() -> None:
    """Seen from the page's own folder, the way leads to the slug's folder; a sub-path does not matter."""
    page = next(page for page in pages(SiteContext(world(), SITE)) if page.path == FREE)
    way = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', drawn(page))
    assert way
    target = posixpath.normpath(posixpath.join(posixpath.dirname(FREE), way[1]))
    assert target == "models/acme/anvil-2-20260102"
    assert way[1].endswith("/")


def test_the_page_says_by_link_and_canonical_where_it_leads() -> None:
    """A visible link, the canonical address and the twins of the slug's page stand there; no noindex does."""
    html = drawn(next(page for page in pages(SiteContext(world(), SITE)) if page.path == FREE))
    assert '<link rel="canonical" href="https://example.org/odd/models/acme/anvil-2-20260102/">' in html
    assert '<a href="../../../models/acme/anvil-2-20260102/">acme/anvil-2-20260102</a>' in html
    assert 'href="../../../models/acme/anvil-2-20260102/index.json"' in html
    assert "Content-Security-Policy" in html
    assert "noindex" not in html


def test_a_hostile_id_is_text() -> None:
    """Markup in an id reaches neither the title nor the address."""
    known = catalog([listing(id='acme/"><script>x', canonical_slug="acme/plain")])
    (page,) = pages(SiteContext(known, SITE))
    assert "<script" not in drawn(page, known)
    assert re.fullmatch(r"[a-z0-9/!_.-]+", page.path)


DAY, LATER = date(2026, 2, 1), date(2026, 2, 8)


def board(*names: str, board: str = "text") -> Leaderboard:
    """Return a board of these names."""
    return Leaderboard(
        board=board, ratings=tuple([Rating(board=board, name=name, score=1.0) for name in names])
    )


def came(name: str, on: date = DAY, board: str = "text", field: str = "listed") -> Change:
    """Return the line of the journal with which a name came onto a board, or left it."""
    return Change(on, "arena", f"{board}/{name}", field, new={"name": name})


def leads(known: Catalog) -> dict[str, str]:
    """Return where the redirect pages of a catalog lead, by path."""
    context = SiteContext(known, SITE)
    return {page.path.removesuffix("index.html"): str(page.facts["canonical"]) for page in pages(context)}


def folder(name: str, known: Catalog) -> str:
    """Return the folder of an Arena name in a catalog."""
    return SiteContext(known, SITE).boards.names[name]


def test_the_page_of_a_name_leads_to_the_model_once_it_has_one() -> None:
    """The address stays where the name stood alone, and leads to the model when there is one."""
    before = catalog([listing(id="acme/x", canonical_slug="acme/x", name="X")], [board("anvil-2")])
    assert folder("anvil-2", before) == "arena/names/anvil-2/"
    assert not leads(before)
    after = catalog([listing()], [board("anvil-2")])
    there = "https://example.org/odd/models/acme/anvil-2-20260102/"
    assert leads(after)["arena/names/anvil-2/"] == there


def test_the_address_of_a_name_never_becomes_another_names() -> None:
    """Whoever came first has the words alone, also after it left; others have a digest, in any order."""
    first, second = came("Forge 2"), came("forge (2)", LATER)
    alone = catalog([listing()], [board("Forge 2")], journal=[first])
    assert folder("Forge 2", alone) == "arena/names/forge-2/"
    both = catalog([listing()], [board("forge (2)", "Forge 2")], journal=[first, second])
    assert folder("Forge 2", both) == "arena/names/forge-2/"
    digested = folder("forge (2)", both)
    assert digested.startswith("arena/names/forge-2-")
    left = came("Forge 2", LATER, field="left")
    gone = catalog([listing()], [board("forge (2)")], journal=[first, second, left])
    assert folder("forge (2)", gone) == digested
    assert leads(gone)["arena/names/forge-2/"] == "https://example.org/odd/arena/text/"


def test_a_name_with_words_of_its_own_is_still_found_by_its_digest() -> None:
    """Names of the same words each had a digest once: the one that has them alone answers there, too."""
    known = catalog(
        [listing()], [board("forge (2)", "Forge 2")], journal=[came("Forge 2"), came("forge (2)")]
    )
    found = {path: way for path, way in leads(known).items() if path.startswith("arena/")}
    assert found == {digest_folder("Forge 2"): "https://example.org/odd/arena/names/forge-2/"}


def test_names_that_the_journal_does_not_know_have_digests_where_words_are_shared() -> None:
    """Nobody can say who was first, so no address is taken for good; a single one has its words alone."""
    known = catalog([listing()], [board("forge (2)", "Forge 2", "hammer")])
    assert folder("hammer", known) == "arena/names/hammer/"
    assert {folder(name, known) for name in ("forge (2)", "Forge 2")} == {
        digest_folder("forge (2)"), digest_folder("Forge 2"),
    }  # fmt: skip


def test_a_name_that_left_every_board_leads_to_the_board_where_it_stood() -> None:
    """It leads to the list of boards where that board is read no more."""
    journal = [came("hammer"), came("hammer", board="webdev"), came("tongs"), came("tongs", field="left")]
    found = leads(catalog([listing()], [board("x")], journal=journal))
    assert found["arena/names/tongs/"] == "https://example.org/odd/arena/text/"
    assert found["arena/names/hammer/"] == "https://example.org/odd/arena/"


def test_a_former_slug_leads_to_what_its_id_is_now() -> None:
    """Each slug that the journal knows of an id leads on, and so does its file's name in ids.json."""

    def line(field: str, old: Json = None, new: Json = None) -> Change:
        return Change(DAY, "openrouter", "acme/anvil-2", field, old, new)

    journal = [
        line("listed", new=row(canonical_slug="acme/anvil-first")),
        line("canonical_slug", "acme/anvil-first", "acme/anvil-second"),
        line("left", row(canonical_slug="acme/anvil-second")),
        line("returned", new=row()),
    ]
    known = catalog([listing()], journal=journal)
    there = "https://example.org/odd/models/acme/anvil-2-20260102/"
    assert leads(known) == {
        f"models/acme/{name}/": there for name in ("anvil-2", "anvil-first", "anvil-second")
    }
    (ids,) = [page.content for page in api_files(SiteContext(known, SITE)) if page.path == "api/v1/ids.json"]
    found = json.loads(ids or b"")["ids"]
    assert found["acme/anvil-first"] == found["acme/anvil-2-20260102"]


def test_a_former_slug_that_another_model_has_now_is_that_models() -> None:
    """A page that stands is no redirect."""
    other = listing(id="acme/other", canonical_slug="acme/anvil-first", name="Acme: Other")
    change = Change(DAY, "openrouter", "acme/anvil-2", "canonical_slug", "acme/anvil-first", "acme/x")
    assert "models/acme/anvil-first/" not in leads(catalog([listing(), other], journal=[change]))
