"""The methodology: the owner's prose with live figures and tables."""

from __future__ import annotations

import re

import pytest

from sitegen.catalog.model import Catalog
from sitegen.errors import ContentError
from sitegen.facts.context import SiteContext
from sitegen.forms.blanks import Blank
from sitegen.pages import Page
from sitegen.pages.content.methodology import figures
from sitegen.pages.content.pages import pages
from sitegen.pages.content.tables import BLANKS, TABLES
from sitegen.records.price import PRICE_KINDS
from sitegen.records.settings import Site
from tests.pages.odd_world import ROOT, SITE, drawn, world

SHIPPED = (ROOT / "content" / "methodology.md").read_text(encoding="utf-8")
PROGRAMS = (ROOT / "content" / "api.md").read_text(encoding="utf-8")
MOST_WORDS = 2350
"""What a visitor is asked to read at most, tables among it."""


def made(prose: str, known: Catalog | None = None, site: Site = SITE) -> tuple[Page, str]:
    """Return the page and the text of its Markdown twin."""
    page, twin = pages(SiteContext(known or world(), site, {"methodology.md": prose}))
    assert (page.path, twin.path) == ("methodology/index.html", "methodology/index.md")
    return page, (twin.content or b"").decode()


def html(prose: str, known: Catalog | None = None) -> str:
    """Return the main part of the page as the shipped template draws it."""
    whole = drawn(made(prose, known)[0], known)
    return whole.partition('<main id="main"')[2].partition("</main>")[0]


def test_figures_stand_in_the_prose() -> None:
    """A name in braces becomes the figure of this catalog, with or without blanks beside it."""
    assert made("{{ models_listed }} of {{models}}, {{ catalogue_day }}")[1] == "3 of 4, 2026-03-01\n"
    assert "<p>3 of 4</p>" in html("{{ models_listed }} of {{models}}")


@pytest.mark.parametrize(
    ("prose", "line", "fault"),
    [
        ("fine\n\n{{ modles }}", 3, "{{ modles }} is not known"),
        ("{{ table: nothing }}", 1, "{{ table: nothing }} is not known"),
        ("{{ sources }}", 1, "{{ sources }} is not known"),
        ("see {{ table: sources }}", 1, "{{ table: sources }} stands beside other text"),
        ("{{}}", 1, "{{}} is not known"),
    ],
)
def test_what_is_not_known_is_refused_with_its_line(prose: str, line: int, fault: str) -> None:
    """The error names the file, the line, the fault and what could stand there."""
    with pytest.raises(ContentError) as caught:
        made(prose)
    assert str(caught.value).startswith(f"content/methodology.md, line {line}: {fault}; ")


@pytest.mark.parametrize("prose", ["<div>\n{{ table: blanks }}\n</div>", "> {{ table: blanks }}"])
def test_a_table_inside_something_is_refused(prose: str) -> None:
    """A table can stand between paragraphs only, and an error says so instead of a broken page."""
    with pytest.raises(ContentError):
        made(prose)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_caption_and_scopes(name: str) -> None:
    """A table is drawn with its caption, heads its columns and rows, and is a table in Markdown too."""
    main = html(f"Before.\n\n{{{{ table: {name} }}}}\n\nAfter.")
    table = TABLES[name](SiteContext(world(), SITE))
    assert table.rows
    assert main.count("<caption>") == 1
    assert main.count('<th scope="col"') == len(table.head)
    assert main.count('<th scope="row">') == len(table.rows)
    assert {len(row) for row in table.rows} == {len(table.head)}
    assert made(f"{{{{ table: {name} }}}}")[1].count("\n| ") == len(table.rows) + 2


def test_an_empty_table_is_a_sentence() -> None:
    """Where there is nothing to list, the page says so."""
    assert "At present nothing is set aside." in html("{{ table: set_aside }}", Catalog())
    assert made("{{ table: sources }}", Catalog())[1] == "No source has been read yet.\n"


def test_tables_hold_live_facts() -> None:
    """Sources have their days and rows, the ladder its counts, refused rows their reasons."""
    twin = made("{{ table: sources }}\n\n{{ table: ladder }}\n\n{{ table: set_aside }}")[1]
    assert "| 2026-02-01 | 2026-03-01 | 3 | 0 |" in twin
    assert "| exact | the names are equal | yes | 1 |" in twin
    assert "| low | a candidate that a person should confirm | no | 0 |" in twin
    assert "| `openrouter/models` | acme/broken | the whole row | price prompt is 'x', no number |" in twin
    assert "1 (in part)" in twin


def test_an_address_is_a_link_only_where_it_is_one() -> None:
    """An https address is linked without its query in sight; the name of a file is shown as it is."""
    main = html("{{ table: sources }}")
    assert '<a href="https://example.org/rows?board=text&amp;x=1">example.org/rows</a>' in main
    assert "<code>vision.json</code>" in main


def test_every_blank_and_every_kind_of_price_is_explained() -> None:
    """No word that stands for a missing figure, and no key of a price, is left without a meaning."""
    assert BLANKS.keys() == set(Blank)
    assert [row[0].text for row in TABLES["price_kinds"](SiteContext(world(), SITE)).rows] == list(
        PRICE_KINDS
    )


def test_title_and_sections_come_from_the_prose() -> None:
    """The first heading names the page, each second-level one begins a section with an address."""
    page, twin = made("# Our `way`\n\nHello.\n\n## Why & how\n\nSo.\n\n## Limits\n\n{{ table: blanks }}\n")
    main = html("# Our way\n\nHello.\n\n## Why & how\n\nSo.\n\n## B\n\nb\n\n## C\n\nc\n")
    assert main.count("<h1>") == 1
    assert '<a href="#why-how">Why &amp; how</a>' in main
    assert '<h2 id="why-how">Why &amp; how</h2>' in main
    assert [section.heading for section in page.facts["sections"]] == ["Why & how", "Limits"]
    assert page.facts["title"] == "Our `way`"
    assert twin.startswith("# Our `way`\n")


def test_prose_without_a_title_gets_one() -> None:
    """The page has a heading in any case."""
    assert "<h1>Methodology</h1>" in html("Just text.")


@pytest.mark.parametrize("prose", [SHIPPED, PROGRAMS])
def test_the_shipped_prose_is_whole(prose: str) -> None:
    """Every figure is known, ids are unique, links within the page arrive, and no mark is left behind."""
    main, twin = html(prose), made(prose)[1]
    ids = re.findall(r' id="([^"]+)"', main)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', main)) <= set(ids)
    for text in (main, twin):
        assert not re.search(r"\{\{|\}\}|[\ue000\ue001]|\bNone\b", text)
    assert main.count("<table") == twin.count("\n| --- ") == prose.count("{{ table: ")


def test_every_table_stands_in_the_shipped_prose() -> None:
    """No table is drawn for nobody, and none stands twice."""
    assert sorted(re.findall(r"\{\{ table: (\w+) \}\}", SHIPPED + PROGRAMS)) == sorted(TABLES)


def test_the_methodology_is_short_enough_to_be_read() -> None:
    """The page has at most the words that it is held to, folded text and tables among them."""
    text = re.sub(
        r"<[^>]*>", " ", re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html(SHIPPED), flags=re.DOTALL)
    )
    assert 1000 < len(text.split()) <= MOST_WORDS


def test_the_shipped_prose_fits_an_empty_catalog() -> None:
    """Before the first fetch the page says that there is nothing yet."""
    assert "none, for it was not fetched yet" in html(SHIPPED, Catalog())


def test_the_file_of_decisions_is_linked_where_the_repository_is_known() -> None:
    """With a repository in the settings, the place to correct a match is a link to the file."""
    hosted = SITE.model_copy(update={"repository": "https://git.example/blob/main/"})
    assert figures(world(), SITE)["matches_file"] == "`data/overrides/matches.toml`"
    link = "(https://git.example/blob/main/data/overrides/matches.toml)"
    assert figures(world(), hosted)["matches_file"].endswith(link)


def test_the_page_stands_in_the_sitemap_with_its_day() -> None:
    """Its facts change when a snapshot does."""
    page = made("x")[0]
    assert (page.indexed, page.changed) == (True, "2026-03-01")
    assert page.facts["head"].alternates[0].path == "methodology/index.md"
