"""The explorer: every current model on one row, with its figures for readers and for programs."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.changes.recent import recent_move
from sitegen.facts.context import SiteContext
from sitegen.facts.prices import PriceTexts
from sitegen.forms.marks import RecentMove
from sitegen.pages import retired
from sitegen.pages.choices import choices
from sitegen.pages.explorer import (
    COLUMNS,
    COST,
    FIRST_DRAWN,
    FIRST_SHOWN,
    MODULES,
    chips,
    extra_columns,
    pages,
)
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.snapshot import Receipt
from sitegen.records.usage import Period, Usage, UsageRow
from sitegen.rendering.short_scripts import short_script
from sitegen.sources.modelsdev import ModelsDev
from tests.pages.odd_world import ROOT, SITE, SLUG, drawn, world
from tests.pages.shown import rows, text
from tests.sellers import DAYS, Fetch, journal, listed, offer, sold
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
    assert "3 models, 1 retired." in text(shown)


def test_a_line_has_the_facts_that_people_choose_by() -> None:
    """Name, ids, prices, context, max output, types, abilities, rank and day stand on the row."""
    rating = Rating(board="text", name="anvil-2", rank=3, score=1400.4)
    known = catalog(
        [listing(), listing(id="acme/anvil-2:free", pricing={"prompt": "0"})],
        [Leaderboard(board="text", ratings=(rating,))],
    )
    figures = "$2.50 $10 128K 16.4K text, image → text img tools tools #3 1400.4 2026-01-02"
    assert lines(explorer(known))[1:] == [f"Anvil 2 acme/anvil-2 :free {figures}"]


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
    """All scripts are under 35 KB as they are sent, the style sheet under 10, and none is anybody else's."""
    scripts = sorted((ROOT / "templates" / "assets").glob("*.js"))
    sent = [short_script(script.read_bytes()) for script in scripts]
    assert sum(len(gzip.compress(script, mtime=0)) for script in sent) < 35_000
    sheet = (ROOT / "templates" / "assets" / "site.css").read_bytes()
    assert len(gzip.compress(sheet, mtime=0)) < 10_000
    assert not [one.name for one in scripts if re.search(r'from "(?!\./)', one.read_text(encoding="utf-8"))]


def test_choices_are_what_the_catalogue_has() -> None:
    """Each question offers what some current model has, with the number of models; nobody's is no choice."""
    known = SiteContext(world(), SITE)
    found = {one.name: {it.value: it.models for it in one.options} for one in choices(world(), known.authors)}
    assert found["author"]["acme"] == 1
    assert found["in"] == {"text": 3, "image": 3}
    assert found["can"]["temperature"] > found["can"]["seed"]
    assert found["match"] == {"exact": 1}
    assert found["source"] == {"openrouter_and_arena": 1, "openrouter_only": 3, "arena_only": 1}


def test_what_most_ask_for_stands_first() -> None:
    """The abilities that most visitors ask for lead theirs, and the authors with the most models theirs."""
    two = [named("Beta: B", "beta/b"), named("Beta: C", "beta/c"), named("Acme: A", "acme/a")]
    can_all = named("Zeta: Z", "zeta/z", supported_parameters=["seed", "reasoning", "tools"])
    known = SiteContext(catalog([*two, can_all]), SITE)
    found = {one.name: [it.value for it in one.options] for one in choices(known.catalog, known.authors)}
    assert found["author"][0] == "beta"
    assert found["can"][:2] == ["tools", "reasoning"]


def test_columns_and_orders_fit_the_table() -> None:
    """The columns that can be ordered by are those of the table, in its order, each in two orders."""
    shown = explorer(world())
    assert re.findall(r'data-key="(\w+)"', shown) == [
        "pick",
        *(column.key for column in COLUMNS if column.key != "usage"),
    ]
    sort = shown.partition('name="sort"')[2].partition("</select>")[0]
    orders = re.findall(r'<option value="(-?)(\w+)"(?! hidden)', sort)
    assert Counter(key for _, key in orders) == dict.fromkeys(
        [*(one.key for one in COLUMNS if one.key != "usage"), COST.key], 2
    )
    assert '<option value="rank" selected>Best rated</option>' in shown


def test_models_that_left_have_a_page_in_the_same_columns() -> None:
    """The last to leave stands first, as it last was, with the day by which it had left."""
    (page,) = retired.pages(SiteContext(world(), SITE))
    assert (page.path, page.indexed) == ("gone/index.html", True)
    (line,) = rows(drawn(page).partition("<tbody>")[2])
    assert line.startswith("Old retired 2026-03-01 acme/old $1 not published 128K")
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
    assert "#7 1300 mode" in lines(explorer(known))[-1]


def test_what_people_choose_first_stands_first() -> None:
    """The most used stand first, then the best rated, then the newest; aliases and routers stand last."""
    rows = [
        named("Acme: Old", "acme/old", created=1),
        named("Acme: Alias", "~acme/latest", created=9, alias_target={"slug": "acme/new"}),
        named("Acme: New", "acme/new", created=5),
        named("Acme: Rated", "acme/rated", created=2),
        named("Acme: Used", "acme/used", created=3),
    ]
    board = Leaderboard(board="text", ratings=(Rating(board="text", name="rated", rank=7, score=1300.0),))
    used = Usage(rows=(UsageRow(on=date(2026, 3, 1), name="acme/used", tokens=5),), period=Period.WEEK)
    for usage, first in ((None, ["Rated", "New", "Used"]), (used, ["Used", "Rated", "New"])):
        shown = explorer(catalog(rows, [board], usage=usage))
        assert [line.split()[0] for line in lines(shown)[1:]][:3] == first
        assert [line.split()[0] for line in lines(shown)[1:]][-2:] == ["Old", "Alias"]
    assert '<option value="-usage" selected>Most used</option>' in shown


def test_rows_are_served_as_they_are_first_shown() -> None:
    """The page says of its rows what the script will, and what it hides is marked."""
    alias = named("Latest", "~acme/latest", alias_target={"slug": "acme/m0"})
    few = explorer(catalog([*(named(f"M{n}", f"acme/m{n}") for n in range(4)), alias]))
    assert '<p role="status" id="found">4 models, 1 alias or router</p>' in few
    many = explorer(catalog([named(f"M{n}", f"acme/m{n}") for n in range(FIRST_SHOWN + 1)]))
    assert f"{FIRST_SHOWN + 1} models, the first {FIRST_SHOWN} shown</p>" in many
    script = (ROOT / "templates" / "assets" / "explorer.js").read_text(encoding="utf-8")
    assert f"const STEP = {FIRST_SHOWN};" in script
    at_once, later = many.split('<tbody class="later">')
    assert at_once.count("<tr data-slug=") == FIRST_DRAWN
    assert later.count("<tr data-slug=") == FIRST_SHOWN + 1 - FIRST_DRAWN
    assert '<tbody class="later">' not in few


def test_the_questions_are_views_of_the_page() -> None:
    """Each chip asks by names that the form has; “this month” is that of the catalogue."""
    shown = explorer(world())
    asked = [chip.address for chip in chips(date(2026, 3, 1))]
    assert "?sort=-listed&since=2026-01-30" in asked
    names = {name for address in asked if address[0] == "?" for name in parse_qs(address[1:])}
    assert all(f'name="{name}"' in shown for name in names)
    assert not [chip for chip in chips(None) if "since" in chip.address]


def moved_world(*fetches: Fetch) -> SiteContext:
    """Return the context of one id with sellers, on the day of the last fetch."""
    last = Listing.read(fetches[-1][1][0]) if fetches[-1][1] else listing()
    receipt = Receipt(address="x", changed=DAYS[fetches[-1][0]], sha256="0", rows=1)
    return SiteContext(
        catalog([last], journal=journal(*fetches), receipts={"openrouter/models": receipt}), SITE
    )


def test_a_price_that_moved_is_marked_where_its_seller_moved_it() -> None:
    """The first offer's own move is marked by per cent and days; that another seller is put first is none."""
    sellers = offer("forge", prompt="0.000004"), offer("mara", prompt="0.000002")
    before: Fetch = (0, [listed(prompt="0.000004")], sold(*sellers))
    other_first: Fetch = (1, [listed(prompt="0.000002")], sold(*sellers, first="mara"))
    cheaper = offer("forge", prompt="0.000001"), sellers[1]
    own: Fetch = (1, [listed(prompt="0.000001")], sold(*cheaper))
    (row,) = moved_world(before, own).rows.values()
    assert row.moved == (RecentMove("−75 %", "today", "down"), None)
    (row,) = moved_world(before, other_first).rows.values()
    assert row.moved == (None, None)
    context = moved_world(before, own)
    (page,) = pages(context)
    assert "?moved=down" in drawn(page, context.catalog)
    asked = {one.name: one for one in choices(context.catalog, context.authors, context.rows.values())}
    assert [tuple(one) for one in asked["moved"].options] == [("down", "Price down", 1)]
    (page,) = pages(moved_world(before, other_first))
    assert 'href="./changes/prices/">Price changes' in drawn(page, context.catalog)


@pytest.mark.parametrize(
    ("old", "new", "days", "mark"),
    [
        ("0.000002", "0.000001", 0, ("−50 %", "today", "down")),
        ("0.000002", "0.000003", 1, ("+50 %", "1 day ago", "up")),
        ("0.000002", "0.00003", 30, ("×15", "30 days ago", "up")),
        ("0.000002", "0.000001", 31, None),
        ("0.000002", "0", 2, ("was $2", "2 days ago", "down")),
        ("0", "0.000002", 2, ("was free", "2 days ago", "up")),
        (None, "0.000002", 2, None),
        ("-1", "0.000002", 2, None),
    ],
)
def test_a_move_is_told_for_thirty_days(
    old: str | None, new: str, days: int, mark: tuple[str, str, str] | None
) -> None:
    """Two prices that can be compared give a mark, with the days since then as the catalogue counts them."""
    change = Change(DAYS[0], "openrouter", "a/b", "pricing.prompt", old, new)
    found = recent_move(change, DAYS[0] + timedelta(days=days), PriceTexts())
    assert (found and tuple(found)) == mark


def test_columns_of_sellers_and_makers_are_offered_where_they_were_read() -> None:
    """Without sellers and without models.dev there is no such column, order or filter."""
    assert extra_columns(world()) == ()
    assert 'name="released"' not in explorer(world())
    sold = catalog([listing()], endpoints={}, makers=ModelsDev((), {}, {}))
    assert [column.key for column in extra_columns(sold)] == [
        "sellers", "cheapest", "maker", "released", "cutoff"
    ]  # fmt: skip
    assert 'data-extra="Cheapest seller"' in explorer(sold)
    assert 'name="released"' in explorer(sold)


def test_an_empty_catalogue_is_a_page_too() -> None:
    """Before the first fetch the page stands, says that nothing is here, and leaks no None."""
    shown = explorer(catalog([]))
    assert "0 models." in text(shown)
    assert "None" not in shown


def test_a_line_gives_the_reason_for_each_blank() -> None:
    """What a record of prices alone lacks is "not in the source", and an empty list is no blank."""
    bare = Listing.read({"id": "acme/bare", "pricing": {"prompt": "0.000001", "completion": "0.000002"}})
    nulls = named("Nulls", "acme/nulls", architecture={}, created=None, supported_parameters=None)
    none = named("None", "acme/none", architecture={"input_modalities": []}, supported_parameters=[])
    shown = lines(explorer(catalog([bare, nulls, none])))
    tails = {line.split()[0]: line.partition("$2 ")[2] or line.partition("$10 ")[2] for line in shown[1:]}
    absent = "not in the source"
    assert tails["acme/bare"] == f"{absent} {absent} {absent} {absent} not read {absent}"
    assert tails["Nulls"] == f"128K 16.4K {absent} not published not read not published"
    assert tails["None"] == f"128K 16.4K not published → {absent} none of the three not read 2026-01-02"
