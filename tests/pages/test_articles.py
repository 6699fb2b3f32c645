"""Articles: the owner's own pages, drawn like the methodology and known to the whole site."""

from __future__ import annotations

import re

import pytest

from sitegen.catalog.join import catalog
from sitegen.errors import ContentError
from sitegen.facts.context import SiteContext
from sitegen.pages import Page
from sitegen.pages.api.llms import pages as llms_pages
from sitegen.pages.content.pages import pages
from sitegen.pages.navigation import Footer, further, masthead
from tests.pages.odd_world import SITE, drawn, site_files, world
from tests.worlds import listing

ABOUT = """---
description: Who makes this site.
nav: About
---
# About us

We list {{ models_listed }} models. See [how](methodology.md#limits), [terms](legal/terms.md) and
[the table]({{ root }}).

## Why

{{ table: blanks }}
"""
PROSE = {
    "about.md": ABOUT,
    "legal/terms.md": "# Terms\n\nNo warranty.\n",
    "methodology.md": "# M\n\n## Limits\n",
}


def made(**prose: str) -> dict[str, Page]:
    """Return the pages of this prose by path; ``a__b`` is the file ``a/b.md``."""
    files = {f"{name.replace('__', '/')}.md": text for name, text in prose.items()} or PROSE
    return {page.path: page for page in pages(SiteContext(world(), SITE, files))}


def main(page: Page) -> str:
    """Return what is drawn between the header and the footer."""
    return drawn(page).partition('<main id="main"')[2].partition("</main>")[0]


def test_every_file_has_a_page_and_a_twin() -> None:
    """Each Markdown file of content/, in folders too, becomes a page with its Markdown beside it."""
    assert sorted(made()) == [
        "about/index.html", "about/index.md", "legal/terms/index.html", "legal/terms/index.md",
        "methodology/index.html", "methodology/index.md",
    ]  # fmt: skip


def test_a_page_has_figures_tables_and_relative_links() -> None:
    """The owner's page is drawn like the methodology: live figures, captioned tables, links that arrive."""
    shown = main(made()["about/index.html"])
    assert "<p>We list 3 models." in shown
    assert '<a href="../methodology/#limits">how</a>' in shown
    assert '<a href="../legal/terms/">terms</a>' in shown
    assert '<a href="../">the table</a>' in shown
    assert "<caption>What stands where there is no figure</caption>" in shown
    assert '<h2 id="why">Why</h2>' in shown


def test_a_figure_with_the_mark_of_a_table_is_text() -> None:
    """A key of upstream's that has the private characters which stand for a table draws and stops nothing."""
    known = SiteContext(
        catalog([listing(**{"\ue000blanks\ue001": 1})]),
        SITE,
        {"about.md": "Unknown: {{ unknown_keys }}.\n\n{{ table: blanks }}\n"},
    )
    shown = {page.path: drawn(page, known.catalog) for page in pages(known)}["about/index.html"]
    assert "\ufffdblanks\ufffd" in shown
    assert shown.count("<table") == 1


@pytest.mark.parametrize(
    ("keys", "end"),
    [(["a" * 50_000], "a" * 79 + "…."), ([f"key_{number:03d}" for number in range(105)], " and 5 more.")],
)
def test_endless_keys_are_cut_in_prose(keys: list[str], end: str) -> None:
    """A long unknown key ends in a mark, and of many a hundred are named and the rest counted."""
    known = SiteContext(
        catalog([listing(**dict.fromkeys(keys, 1))]), SITE, {"about.md": "{{ unknown_keys }}.\n"}
    )
    shown = {page.path: drawn(page, known.catalog) for page in pages(known)}["about/index.html"]
    assert f"{end}</p>" in shown
    assert "a" * 80 not in shown
    assert "key_104" not in shown


def test_the_twin_is_the_text_without_its_head() -> None:
    """The Markdown has title, figures and tables, and no head; its links lead to the same pages."""
    text = (made()["about/index.md"].content or b"").decode()
    assert text.startswith("# About us\n\nWe list 3 models. See [how](../methodology/#limits), ")
    assert "| not published | " in text


def test_a_page_is_described_to_those_who_find_it() -> None:
    """Title, description, twin, way from the root and structured data stand in its head."""
    shown = drawn(made()["about/index.html"])
    for expected in (
        "<title>About us – Odd Models</title>",
        '<meta name="description" content="Who makes this site.">',
        '<link rel="canonical" href="https://example.org/odd/about/">',
        '<link rel="alternate" type="text/markdown" href="../about/index.md" title="The same as Markdown">',
        '<meta property="og:type" content="article">',
        '<li aria-current="page">About us</li>',
        '"@type":"WebPage"',
        '"@type":"BreadcrumbList"',
    ):
        assert expected in shown


def test_a_page_without_a_description_is_described_by_its_first_words() -> None:
    """The first paragraph stands in, without its markup, cut between words where it is long."""
    short, long = "Some *words* & [more](x).", "word " * 60
    found = made(a=short, b=f"# B\n\n{long}", c="## Only a section\n")
    said = [found[f"{name}/index.html"].facts["head"].description for name in "abc"]
    assert said[0] == "A: Some words & more."
    assert said[1].endswith("word…")
    assert len(said[1]) <= 160
    assert said[2] == "C"


def test_only_live_pages_have_a_day() -> None:
    """The sitemap knows the day of a page whose figures move, and says nothing where nobody knows it."""
    found = made()
    assert found["about/index.html"].changed == "2026-03-01"
    assert found["legal/terms/index.html"].changed is None
    assert all(page.indexed for path, page in found.items() if path.endswith(".html"))
    assert 'article:modified_time" content="2026-03-01"' in drawn(found["about/index.html"])
    assert "modified_time" not in drawn(found["legal/terms/index.html"])


def test_a_fault_is_named_with_the_line_of_its_file() -> None:
    """Lines are counted from the start of the file, its head among them."""
    with pytest.raises(ContentError, match=r"^content/a\.md, line 5: \{\{ modles \}\} is not known"):
        made(a="---\nnav: yes\n---\n# A\n{{ modles }}\n")


def test_days_in_prose_are_time_elements() -> None:
    """A day in running text is marked as one, so that it does not break; elsewhere it is left alone."""
    prose = "On 2026-02-01, not 2026-13-01, `2026-02-01`, a-2026-02-01 or <https://example.org/2026-02-01/>."
    shown = main(made(a=prose)["a/index.html"])
    assert shown.count('<time datetime="2026-02-01">2026-02-01</time>') == shown.count("<time") == 1


def test_a_short_page_has_no_list_of_its_sections() -> None:
    """Such a list begins where it saves a reader something."""
    few, many = (made(a="".join(f"## S{i}\n\nx\n\n" for i in range(count))) for count in (2, 3))
    assert "On this page" not in main(few["a/index.html"])
    assert main(many["a/index.html"]).count('<li><a href="#s') == 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("arena", "content/arena.md: would stand at /arena/, where our own page “Arena: how voters rate"),
        ("index", "content/index.md: would stand at /, where our own page “AI models"),
        ("authors__acme", "content/authors/acme.md: would stand at /authors/acme/, where our own page “acme"),
        ("models__acme__anvil-2", "content/models/acme/anvil-2.md: would stand at /models/acme/anvil-2/"),
    ],
)
def test_a_page_cannot_take_the_place_of_ours(name: str, said: str) -> None:
    """The error names the owner's file and the page that stands there."""
    files = {f"{name.replace('__', '/')}.md": "# Mine\n"}
    with pytest.raises(ContentError) as caught:
        site_files(SiteContext(world(), SITE, files))
    assert said.casefold() in str(caught.value).casefold()


def test_the_masthead_has_the_pages_that_name_themselves() -> None:
    """They follow ours; the others stand at the foot; the methodology is ours already."""
    found = SiteContext(world(), SITE, PROSE).manuscripts
    assert [way.name for way in masthead(found)][-2:] == ["Methodology", "About"]
    assert further(found) == (("Where sources disagree", "disagreements/"), ("Terms", "legal/terms/"))
    named = SiteContext(world(), SITE, {"methodology.md": "---\nnav: How\n---\n# M\n"}).manuscripts
    assert [way.name for way in masthead(named)].count("Methodology") == 1
    assert "How" not in [way.name for way in masthead(named)]


def test_programs_that_read_text_are_told() -> None:
    """llms.txt lists the Markdown of each page with its description."""
    (page,) = llms_pages(SiteContext(world(), SITE, PROSE))
    text = (page.content or b"").decode()
    assert "- [About us](https://example.org/odd/about/index.md): Who makes this site.\n" in text
    assert "- [Terms](https://example.org/odd/legal/terms/index.md): of those who make this site\n" in text
    assert text.count("methodology/index.md") == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Mine & yours", "<p>Mine &amp; yours</p>"),
        ("[Terms](legal/terms.md)", '<p><a href="../../legal/terms/">Terms</a></p>'),
        ("[All](authors/)", '<p><a href="../../authors/">All</a></p>'),
        ("[Us](https://example.com/)", '<p><a href="https://example.com/">Us</a></p>'),
        ("[Write](mailto:a@example.com)", '<p><a href="mailto:a@example.com">Write</a></p>'),
        ("[Top](#main)", '<p><a href="#main">Top</a></p>'),
        ("", ""),
    ],
)
def test_a_footer_has_links_that_arrive_from_every_depth(written: str, shown: str) -> None:
    """The footer is Markdown; its relative links start at the root of the site."""
    assert Footer(written, SiteContext(world(), SITE, PROSE).manuscripts)("../../") == shown


def test_every_page_of_the_whole_site_stands_once() -> None:
    """The owner's pages are among the site's, in the sitemap, and no path comes twice."""
    files = site_files(SiteContext(world(), SITE, PROSE), {"site.css": b"a{}"})
    listed = re.findall(r"<loc>([^<]+)</loc>", files["sitemap.xml"].decode())
    assert "https://example.org/odd/about/" in listed
    assert "https://example.org/odd/legal/terms/" in listed
    assert {"about/index.html", "about/index.md", "assets/site.css"} <= files.keys()


def test_the_colours_follow_in_the_stylesheet() -> None:
    """An owner's colours stand at the end of the served sheet, and without any it is served byte for byte."""
    coloured = SITE.model_validate(SITE.model_dump() | {"colours": {"accent": "#06c"}})
    plain, own = (
        site_files(SiteContext(world(), site), {"site.css": b"a{}\n"})["assets/site.css"]
        for site in (SITE, coloured)
    )
    assert plain == b"a{}\n"
    assert own.startswith(plain)
    assert b"--accent: #0066cc;" in own
