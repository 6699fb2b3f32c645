"""Changes and feeds: the journal in words, and entries whose ids stay what they are."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

from sitegen.catalog.changes import changes, replayed
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.changes.days import JournalDay
from sitegen.facts.changes.kinds import KINDS
from sitegen.facts.context import SiteContext
from sitegen.pages import changes as changes_pages
from sitegen.pages.feeds import atom as feeds
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from sitegen.records.settings import Site
from sitegen.rendering.owner_files import folders
from sitegen.rendering.renderer import Renderer
from tests.sellers import Fetch, journal, listed, offer, sold
from tests.worlds import Row, row

SITE = Site(title="T", description="D", base_url="https://example.org/llm/")
ATOM = "{http://www.w3.org/2005/Atom}"


def world(*days: tuple[date, list[Row]]) -> Catalog:
    """Return the catalog that these snapshots lead to."""
    journal: list[Change] = []
    for on, rows in days:
        journal += changes(replayed(journal, "openrouter"), rows, on=on, source="openrouter")
    return catalog([Listing.read(one) for one in days[-1][1]], journal=journal)


ONE, TWO, THREE = (date(2026, month, 1) for month in (1, 2, 3))
EVIL = 'A <b>&"\x07 ]]>'
WORLD = world(
    (ONE, [row(), row(id="b/b", canonical_slug="b/b", name=EVIL)]),
    (
        TWO,
        [
            row(pricing={"prompt": "0.003", "completion": "0.00001"}),
            row(id="b/b", canonical_slug="b/b", name=EVIL),
        ],
    ),
    (THREE, [row(pricing={"prompt": "0.003", "completion": "0.00001"})]),
)


def rendered(page_module: Any, known: Catalog | None = None) -> dict[str, str]:  # noqa: ANN401 - a module of pages
    """Return the files that a module of pages makes of the world, or of another."""
    renderer = Renderer(folders(Path("nowhere"), "templates"), SITE, {"days": (), "version": "x"})
    return {
        page.path: renderer.rendered(page).decode()
        for page in page_module.pages(SiteContext(known or WORLD, SITE))
    }


def test_there_is_a_page_a_day_and_an_overview() -> None:
    """Each day of the journal has its address, with the days beside it linked."""
    found = rendered(changes_pages)
    assert sorted(found) == ["changes/2026-01-01/index.html", "changes/2026-02-01/index.html",
                             "changes/2026-03-01/index.html", "changes/index.html", "changes/new/index.html",
                             "changes/other/index.html", "changes/prices/index.html",
                             "changes/retired/index.html"]  # fmt: skip
    middle = found["changes/2026-02-01/index.html"]
    assert "$2.50 → $3,000" in middle
    assert '<span aria-hidden="true">▲</span> <span class="unseen">up</span> ×1,200' in middle
    assert 'href="../../changes/2026-03-01/"' in middle
    assert 'href="../../changes/2026-01-01/"' in middle
    assert 'href="../../models/acme/anvil-2-20260102/"' in middle


def test_the_feed_is_atom_with_unique_ids_and_old_and_new() -> None:
    """Entries are dated by their day, latest first, and hold the words of the change; XML holds any name."""
    root = ET.fromstring(rendered(feeds)["feed.xml"])  # noqa: S314 - our own feed
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) == 4
    assert ids[1] == "tag:example.org,2026-02-01:openrouter/acme/anvil-2"
    texts = [entry.findtext(f"{ATOM}content") or "" for entry in entries]
    assert "input $2.50 → $3,000" in texts[1]
    hostile = "A &lt;b&gt;&amp;&quot;\N{REPLACEMENT CHARACTER} ]]&gt;"
    assert hostile in texts[-1] + texts[-2] + texts[0]
    assert root.findtext(f"{ATOM}updated") == "2026-03-01T00:00:00Z"


def test_an_authors_feed_has_that_author_alone() -> None:
    """A reader who follows one author hears of no other."""
    root = ET.fromstring(rendered(feeds)["authors/acme/feed.xml"])  # noqa: S314 - our own feed
    contents = [entry.findtext(f"{ATOM}content") or "" for entry in root.findall(f"{ATOM}entry")]
    assert len(contents) == 2
    assert all("acme/anvil-2" in content for content in contents)


def test_the_same_history_has_the_same_ids_later() -> None:
    """A later day adds entries and changes none."""
    later = catalog(
        [],
        journal=[
            *WORLD.journal,
            *changes(replayed(WORLD.journal, "openrouter"), [], on=date(2026, 4, 1), source="openrouter"),
        ],
    )
    ids = [
        [entry.id for entry in next(iter(feeds.pages(SiteContext(known, SITE)))).facts["feed"].entries]
        for known in (WORLD, later)
    ]
    assert ids[1][-len(ids[0]) :] == ids[0]


def test_an_author_keeps_a_feed_of_their_own_behind_many_others() -> None:
    """A feed has the latest entries of its own, however many of others came since, and no day is cut."""
    quiet = row(id="acme/anvil", canonical_slug="acme/anvil")
    busy = [
        row(id=f"quill/q-{number:03}", canonical_slug=f"quill/q-{number:03}")
        for number in range(feeds.LATEST + 20)
    ]
    known = SiteContext(world((date(2026, 1, 1), [quiet]), (date(2026, 1, 2), [quiet, *busy])), SITE)
    every, acme, quill, *_ = (page.facts["feed"].entries for page in feeds.pages(known))
    assert [len(every), len(acme), len(quill)] == [feeds.LATEST + 20, 1, feeds.LATEST + 20]
    assert all("openrouter/quill/" in entry.id for entry in every)
    assert acme[0].on == date(2026, 1, 1)


def feed(known: Catalog, site: Site = SITE, number: int = 0) -> feeds.Feed:
    """Return one of the feeds of a catalog: that of all changes, or an author's."""
    found = list(feeds.pages(SiteContext(known, site)))[number].facts["feed"]
    assert isinstance(found, feeds.Feed)
    return found


def test_ids_hang_on_no_heading_no_kind_and_no_address() -> None:
    """A site that moves keeps its authority, and with it the ids of its feeds and of their entries."""
    moved = SITE.model_copy(update={"base_url": "https://models.example/", "feed_authority": "example.org"})
    before, after = feed(WORLD), feed(WORLD, moved)
    assert (after.id, [entry.id for entry in after.entries]) == (
        before.id,
        [entry.id for entry in before.entries],
    )
    assert before.id == "tag:example.org,2026-01-01:feed.xml"
    assert after.entries[0].address.startswith("https://models.example/")
    words = {word for kind in KINDS for word in (kind.term, kind.title, kind.one)}
    assert not [entry.id for entry in before.entries if words & set(re.split("[:/]", entry.id))]


def test_what_happens_to_one_model_on_one_day_is_one_entry() -> None:
    """Prices and limits of one day stand together, under both kinds; a name of Arena's is another."""
    after = row(pricing={"prompt": "0.003", "completion": "0.00001"}, context_length=64_000)
    known = world((ONE, [row()]), (TWO, [after]))
    journal = [*known.journal, Change(TWO, "arena", "text/acme/anvil-2", "rank", 3, 2)]
    entries = feed(catalog([Listing.read(after)], journal=journal)).entries
    assert [(entry.id.partition(":")[2], [kind.term for kind in entry.kinds]) for entry in entries] == [
        ("example.org,2026-02-01:openrouter/acme/anvil-2", ["prices", "limits"]),
        ("example.org,2026-02-01:arena/text/acme/anvil-2", ["arena"]),
        ("example.org,2026-01-01:openrouter/acme/anvil-2", ["listed"]),
    ]
    assert "context 128,000 → 64,000" in entries[0].html
    assert "input $2.50 → $3,000" in entries[0].html


def test_a_day_of_very_many_is_one_entry_that_leads_to_its_page() -> None:
    """Where a day has more than a reader can take it is folded, in each feed by its own number."""
    rows = [row(id=f"quill/q{n}", canonical_slug=f"quill/q{n}") for n in range(feeds.MOST_OF_A_DAY)]
    known = world((ONE, [row(), *rows]))
    (entry,) = feed(known).entries
    assert entry.title == f"2026-01-01: {feeds.MOST_OF_A_DAY + 1} new"
    assert entry.id == "tag:example.org,2026-01-01:days/feed.xml"
    assert entry.address == "https://example.org/llm/changes/2026-01-01/"
    assert len(feed(known, number=2).entries) == feeds.MOST_OF_A_DAY


def test_without_a_journal_there_is_no_feed_but_a_page() -> None:
    """The first build of an empty folder says that nothing has changed yet."""
    assert list(feeds.pages(SiteContext(Catalog(), SITE))) == []
    made = [page.path for page in changes_pages.pages(SiteContext(Catalog(), SITE))]
    assert made == [f"{tab.path}index.html" for tab in changes_pages.TABS]


def days_of(known: Catalog) -> tuple[JournalDay, ...]:
    """Return the days of a catalog's journal, the latest first."""
    return SiteContext(known, SITE).journal


def test_the_overview_has_the_furthest_moves_of_a_long_day() -> None:
    """It counts all, shows the first rows, those that need a look first, and leads to the rest."""
    rows = [row(id=f"a/{n}", canonical_slug=f"a/{n}", name=f"M{n}") for n in range(changes_pages.FIRST + 9)]
    moved = [one | {"pricing": {"prompt": "0.000003", "completion": "0.00001"}} for one in rows]
    moved[7] = moved[7] | {"pricing": {"prompt": "0.0025", "completion": "0.00001"}}
    known = world((ONE, rows), (TWO, moved))
    first, second = days_of(known)
    assert second.summary == f"first reading of the catalogue: {len(rows)} models"
    assert first.summary == f"{len(rows)} price changes"
    assert [one.model.ids for one in first.tables.prices if one.alarming] == [("a/7",)]
    assert first.tables.prices[0].model.name == "M7"
    shown = rendered(changes_pages, known)["changes/index.html"]
    assert shown.count('<th scope="row">') == changes_pages.FIRST
    assert f"The first {changes_pages.FIRST} of {len(rows)}." in shown
    assert 'href="../changes/2026-02-01/#prices"' in shown


def test_ids_of_a_model_share_a_row_where_the_same_happened_to_them() -> None:
    """A variant and an alias stand with their model; a variant that moved otherwise has a row of its own."""

    def day(prompt: str, batch: str) -> list[Row]:
        target = {"name": "Anvil 2", "slug": "acme/anvil-2"}
        return [
            row(pricing={"prompt": prompt, "completion": "0.00001"}),
            row(id="acme/anvil-2:fast", pricing={"prompt": prompt, "completion": "0.00001"}),
            row(id="acme/anvil-2:batch", pricing={"prompt": batch, "completion": "0.00001"}),
            row(id="~acme/anvil-latest", canonical_slug="~acme/anvil-latest", alias_target=target,
                pricing={"prompt": prompt, "completion": "0.00001"}),
        ]  # fmt: skip

    found = days_of(world((ONE, day("0.000002", "0.000002")), (TWO, day("0.000001", "0.0000005"))))[0]
    assert [(one.model.ids, one.input and one.input.by) for one in found.tables.prices] == [
        (("acme/anvil-2:batch",), "−75 %"),
        (("acme/anvil-2", "acme/anvil-2:fast", "~acme/anvil-latest"), "−50 %"),
    ]
    assert found.summary == "2 price changes"
    assert {one.key for one in found.groups[0].entries} == {
        "acme/anvil-2", "acme/anvil-2:batch", "acme/anvil-2:fast", "~acme/anvil-latest"
    }  # fmt: skip


def test_an_alias_that_leads_elsewhere_is_no_price_change() -> None:
    """Its price is another model's since then: it is named above the table, and has no row and no mark."""

    def day(prompt: str) -> list[Row]:
        target = {"name": "Anvil 2", "slug": "acme/anvil-2"}
        alias = row(id="~acme/anvil-latest", canonical_slug="~acme/anvil-latest", alias_target=target)
        return [row(), alias | {"pricing": {"prompt": prompt, "completion": "0.00001"}}]

    found = days_of(world((ONE, day("0.000002")), (TWO, day("0.000001"))))[0]
    assert found.tables.prices == ()
    assert found.tables.unknown == (
        "Not listed are aliases that got another model or seller behind them: ~acme/anvil-latest",
    )


def test_the_first_reading_of_a_board_is_one_line() -> None:
    """Its names are no moves; who comes onto a board that was read before is one."""
    names = [Change(ONE, "arena", f"text/m{n}", "listed", None, {"rank": n}) for n in range(3)]
    vision = Change(TWO, "arena", "vision/m1", "listed", None, {"rank": 1})
    late = Change(TWO, "arena", "text/m9", "listed", None, {"rank": 9})
    later, first = days_of(catalog([], journal=[*names, vision, late]))
    assert first.summary == "first reading of the board text: 3 models"
    assert later.summary == "1 moved on Arena, first reading of the board vision: 1 model"
    assert [one.model.name for one in later.tables.texts[0].rows] == ["m9"]


def test_new_models_stand_before_new_variants() -> None:
    """What is new as a whole comes first; a variant of a model that was there stands behind."""
    new = row(id="zeta/z", canonical_slug="zeta/z", name="Zeta")
    found = days_of(world((ONE, [row()]), (TWO, [row(), row(id="acme/anvil-2:batch"), new])))[0]
    assert [one.model.ids for one in found.tables.came] == [("zeta/z",), ("acme/anvil-2:batch",)]


def test_what_came_and_left_stands_with_its_prices() -> None:
    """A new model has a row with prices and context, a retired one with those that it left with."""
    new = row(id="b/b", canonical_slug="b/b", name="B", pricing={"prompt": "0", "completion": "0"})
    last, middle, _ = days_of(world((ONE, [row()]), (TWO, [row(), new]), (THREE, [row()])))
    assert [(one.model.name, one.input, one.output, one.context) for one in middle.tables.came] == [
        ("B", "free", "free", "128K")
    ]
    assert (last.summary, [one.model.ids for one in last.tables.left]) == ("1 retired", [("b/b",)])
    shown = rendered(changes_pages, world((ONE, [row()]), (TWO, [row(), new])))
    assert '<td class="n" data-label="Context">128K</td>' in shown["changes/new/index.html"]
    assert "Nothing of this kind has changed yet." in shown["changes/retired/index.html"]


def test_a_page_of_a_kind_ends_with_a_whole_day() -> None:
    """Older days are only linked where the rows before them are many enough; the latest day always stands."""
    rows = [row(id=f"a/{n}", canonical_slug=f"a/{n}") for n in range(changes_pages.ROWS - 1)]
    known = world((ONE, []), (TWO, rows), (THREE, [*rows, row(), row(id="b/b", canonical_slug="b/b")]))
    extra = [Change(ONE, "openrouter", "c/c", "name", "A", "B")]
    page = rendered(changes_pages, catalog([], journal=[*extra, *known.journal]))["changes/new/index.html"]
    assert page.count('<th scope="row">') == 2
    assert 'href="../../changes/2026-02-01/"' in page.partition("Earlier days")[2]


START: Fetch = (
    0,
    [listed(prompt="0.000001")],
    sold(offer("forge", prompt="0.000001"), offer("mara", prompt="0.000009")),
)
OTHER: Fetch = (
    1,
    [listed(prompt="0.000009")],
    sold(offer("forge", prompt="0.000001"), offer("mara", prompt="0.000009"), first="mara"),
)


def sold_world(*fetches: Fetch) -> Catalog:
    """Return the catalog of one id with sellers."""
    return catalog([Listing.read(listed(prompt="0.000009"))], journal=journal(*fetches))


def test_the_first_reading_of_sellers_is_one_line() -> None:
    """A day's page counts what is no news, and has no entry for it."""
    first = rendered(changes_pages, sold_world(START))["changes/2026-01-01/index.html"]
    assert "Sellers first read: 2 offers of 1 id." in first
    assert "new seller" not in first


def test_another_seller_put_first_is_on_the_day_s_page_and_in_no_feed() -> None:
    """It counts among no changes of prices; the feed has the day of listing alone."""
    known = sold_world(START, OTHER)
    page = rendered(changes_pages, known)["changes/2026-02-01/index.html"]
    assert "now first: Mara, input $9" in page
    assert "1 with another seller first, no price changed" in page
    assert "price change" not in page.replace("no price changed", "").replace("whether a change", "")
    root = ET.fromstring(rendered(feeds, known)["feed.xml"])  # noqa: S314 - our own feed
    assert [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")] == [
        "tag:example.org,2026-01-01:openrouter/acme/anvil-2"
    ]


def test_what_sellers_do_is_an_entry_of_their_id() -> None:
    """One entry a day and an id, under the id that a change of the catalogue's price always had."""
    moved = sold(offer("forge", prompt="0.000009"), offer("quill", prompt="0.000009"))
    known = sold_world(START, (1, [listed(prompt="0.000009")], moved))
    root = ET.fromstring(rendered(feeds, known)["feed.xml"])  # noqa: S314 - our own feed
    entry = root.findall(f"{ATOM}entry")[0]
    assert entry.findtext(f"{ATOM}id") == "tag:example.org,2026-02-01:openrouter/acme/anvil-2"
    assert [one.get("term") for one in entry.findall(f"{ATOM}category")] == ["prices", "sellers"]
    text = entry.findtext(f"{ATOM}content") or ""
    assert "Forge: input $1 → $9 (+800 %)" in text
    assert "seller Mara left" in text
