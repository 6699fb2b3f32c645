"""The explorer: every current model on one line, with its figures for readers and for programs."""

from __future__ import annotations

import gzip
import re
from collections import Counter

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages import retired
from sitegen.pages.choices import choices, quick_choices
from sitegen.pages.explorer import COLUMNS, COST, MODULES, pages
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from tests.pages.odd_world import ROOT, SITE, SLUG, drawn, world
from tests.pages.shown import rows, text
from tests.worlds import listing


def explorer(known: Catalog) -> str:
    """Return the drawn start page of a catalog, up to the chart."""
    (page,) = pages(SiteContext(known, SITE))
    assert (page.path, page.indexed) == ("index.html", True)
    shown = drawn(page, known).partition('<section class="price-rating"')[0]
    return re.sub("<template.*?</template>", "", shown, flags=re.DOTALL)


def lines(shown: str) -> list[str]:
    """Return the text of each row of the table, its head first."""
    return rows(shown.partition('id="register"')[2])


def named(name: str, slug: str, **changed: object) -> Listing:
    """Return the plain model under another name and slug."""
    return listing(id=slug, canonical_slug=slug, name=name, **changed)


def test_every_current_model_has_a_line() -> None:
    """The table has one line a model and none for those that left, whose place is named above."""
    shown = explorer(world())
    current = [model for model in world().models if model.variants]
    assert shown.count("<tr data-slug=") == len(current)
    assert "acme/old" not in shown
    assert "3 models under" in text(shown)
    assert "1 more have left the catalogue" in text(shown)


def test_a_line_has_the_facts_that_people_choose_by() -> None:
    """Name, ids, prices, context, longest answer, modalities, abilities, rank and day stand on the line."""
    rating = Rating(board="text", name="anvil-2", rank=3, score=1400.4)
    known = catalog(
        [listing(), listing(id="acme/anvil-2:free", pricing={"prompt": "0"})],
        [Leaderboard(board="text", ratings=(rating,))],
    )
    assert lines(explorer(known))[1:] == [
        "Acme",
        "Anvil 2 acme/anvil-2 :free $2.50 $10 128K 16.4K text, image → text tools 3 1400.4 2026-01-02",
    ]


def test_the_script_finds_each_line_and_what_it_needs() -> None:
    """A line carries the slug of its entry in models.json; the page names every module that is read."""
    shown = explorer(world())
    assert f'<tr data-slug="{SLUG}">' in shown
    assets = ROOT / "templates" / "assets"
    needed, found = {"explorer.js"}, set[str]()
    while needed:
        name = needed.pop()
        found.add(name)
        imported = re.findall(r'from "./(\w+\.js)"', (assets / name).read_text(encoding="utf-8"))
        needed |= set(imported) - found
    assert {*MODULES, "explorer.js"} == found
    assert all(f'<script type="module" src="./assets/{name}">' in shown for name in MODULES)


def test_all_scripts_together_are_small() -> None:
    """Everything that the site runs is under 35 KB as it is sent, and none of it is anybody else's."""
    scripts = sorted((ROOT / "templates" / "assets").glob("*.js"))
    assert sum(len(gzip.compress(script.read_bytes(), mtime=0)) for script in scripts) < 35_000
    assert not [one.name for one in scripts if re.search(r'from "(?!\./)', one.read_text(encoding="utf-8"))]


def test_choices_are_what_the_catalogue_has() -> None:
    """Each question offers what some current model has, with the number of models; nobody's is no choice."""
    known = SiteContext(world(), SITE)
    found = {one.name: {it.value: it.models for it in one.options} for one in choices(world(), known.authors)}
    assert found["author"]["acme"] == 1
    assert found["in"] == {"text": 3, "image": 3}
    assert "tools" not in found["can"]
    assert found["can"]["temperature"] > found["can"]["seed"]
    assert found["match"] == {"exact": 1}
    assert found["source"] == {"openrouter_and_arena": 1, "openrouter_only": 3, "arena_only": 1}
    assert [one.value for one in quick_choices(world())] == ["tools", "reasoning", "structured_outputs"]


def test_columns_and_orders_fit_the_table() -> None:
    """The columns that can be ordered by are those of the table, in its order, each in two orders."""
    shown = explorer(world())
    assert re.findall(r'data-key="(\w+)"', shown) == [
        column.key for column in COLUMNS if column.key != "usage"
    ]
    orders = re.findall(r'<option value="(-?)(\w+)"', shown)
    assert Counter(key for _, key in orders) == dict.fromkeys(
        [*(one.key for one in COLUMNS if one.key != "usage"), COST.key], 2
    )
    assert '<option value="-listed" selected>Listed, latest first</option>' in shown


def test_models_that_left_have_a_page_in_the_same_columns() -> None:
    """The last to leave stands first, as it last was, with the day by which it had left."""
    (page,) = retired.pages(SiteContext(world(), SITE))
    assert (page.path, page.indexed) == ("gone/index.html", True)
    (line,) = rows(drawn(page).partition("<tbody>")[2])
    assert line.startswith("Old acme/old gone by 2026-03-01 $1 not published 128K")
    (page,) = retired.pages(SiteContext(catalog([]), SITE))
    assert "No model has left since the first fetch." in drawn(page, catalog([]))


def test_states_that_are_no_amounts_have_their_words() -> None:
    """Free, varying, unpublished, unread and not applicable are told apart."""
    bare: dict[str, object] = {"top_provider": {}, "context_length": None}
    line = lines(explorer(catalog([listing(pricing={"prompt": "0", "completion": "-1"}, **bare)])))[-1]
    assert "free varies by request not published not in the source" in line
    assert "not read" in line
    alias = named("Acme: Latest", "~acme/latest", alias_target={"slug": "acme/anvil-2"})
    assert "not applicable" in lines(explorer(catalog([alias])))[-1]
    assert "→ acme/anvil-2" in lines(explorer(catalog([alias])))[-1]


def test_prices_that_depend_on_rules_are_marked() -> None:
    """A plus marks both prices of a model with tiers, and the legend says what it means."""
    pricing = {"prompt": "0.000001", "completion": "0.000002"}
    ruled = pricing | {"overrides": [{"min_prompt_tokens": 9, "prompt": "0.000002"}]}
    assert "$1+ $2+" in lines(explorer(catalog([listing(pricing=ruled)])))[-1]
    shown = explorer(catalog([listing(pricing=pricing)]))
    assert "$1 $2" in lines(shown)[-1]
    assert "A + marks prices that change with the size of the prompt or the time of day" in text(shown)


def test_the_rank_of_a_mode_is_marked() -> None:
    """A rank that only a mode of the model has says so beside it."""
    rating = Rating(board="text", name="anvil-2-thinking-32k", rank=7, score=1300.0)
    known = catalog([listing()], [Leaderboard(board="text", ratings=(rating,))])
    assert "7 1300 mode" in lines(explorer(known))[-1]


def test_authors_are_in_order_and_can_be_jumped_to() -> None:
    """Groups stand by the author's name, each with an anchor that the list of authors leads to."""
    shown = explorer(
        catalog([named("Zeta: Z", "zeta/z"), named("alpha", "a.b/a"), named("Beta: B", "beta/b")])
    )
    assert re.findall(r'<tbody id="(.*?)"', shown) == ["by-a.b", "by-beta", "by-zeta"]
    assert re.findall(r'<a href="#(by-.*?)">(.*?)</a>', shown) == [
        ("by-a.b", "a.b"),
        ("by-beta", "Beta"),
        ("by-zeta", "Zeta"),
    ]


def test_the_latest_listed_stands_first_and_aliases_last() -> None:
    """Within an author the order is that of listing, newest first, with aliases behind."""
    shown = explorer(
        catalog(
            [
                named("Acme: Old", "acme/old", created=1),
                named("Acme: Alias", "~acme/latest", created=9, alias_target={"slug": "acme/new"}),
                named("Acme: New", "acme/new", created=5),
            ]
        )
    )
    assert [row.split()[0] for row in lines(shown)[2:]] == ["New", "Old", "Alias"]


def test_an_empty_catalogue_is_a_page_too() -> None:
    """Before the first fetch the page stands, says that nothing is here, and leaks no None."""
    shown = explorer(catalog([]))
    assert "0 models under 0 ids" in text(shown)
    assert "None" not in shown


def test_a_line_gives_the_reason_for_each_blank() -> None:
    """What a record of prices alone lacks is "not in the source", and an empty list is no blank."""
    bare = Listing.read({"id": "acme/bare", "pricing": {"prompt": "0.000001", "completion": "0.000002"}})
    nulls = named("Nulls", "acme/nulls", architecture={}, created=None, supported_parameters=None)
    none = named("None", "acme/none", architecture={"input_modalities": []}, supported_parameters=[])
    shown = lines(explorer(catalog([bare, nulls, none])))
    tails = {line.split()[0]: line.partition("$2 ")[2] or line.partition("$10 ")[2] for line in shown[1:]}
    absent = "not in the source"
    assert tails["acme/bare"] == f"{absent} {absent} {absent} → {absent} {absent} not read {absent}"
    assert tails["Nulls"] == f"128K 16.4K {absent} → {absent} not published not read not published"
    assert tails["None"] == f"128K 16.4K not published → {absent} none of the three not read 2026-01-02"
