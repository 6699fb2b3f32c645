"""``llms.txt`` has the form that its readers parse, and leads to what exists."""

from __future__ import annotations

import re

from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.api.files import pages as api_pages
from sitegen.pages.api.llms import pages
from sitegen.pages.content.pages import pages as article_pages
from sitegen.records.settings import Site
from tests.pages.odd_world import SITE, world


def text(known: Catalog | None = None, site: Site = SITE) -> str:
    """Return the file."""
    (page,) = pages(SiteContext(known or world(), site))
    assert page.path == "llms.txt"
    return (page.content or b"").decode()


def test_it_opens_with_title_and_summary_and_lists_links() -> None:
    """A title, a quotation, and below each second-level heading nothing but links with notes."""
    head, *sections = re.split(r"^## ", text(), flags=re.MULTILINE)
    assert head.startswith("# Odd Models\n\n> A handful of odd models.\n\n- ")
    assert [section.partition("\n")[0] for section in sections] == ["Documents", "API", "Optional"]
    for section in sections:
        lines = section.partition("\n")[2].strip().splitlines()
        assert lines
        assert all(re.fullmatch(r"- \[[^\]]+\]\(https://example\.org/odd/\S*\): .+", line) for line in lines)


def test_it_says_of_what_day_the_data_are() -> None:
    """The day of each source stands there, or that there is none yet."""
    assert "OpenRouter (catalogue, prices and limits) as of 2026-03-01" in text()
    assert "not fetched yet" in text(Catalog())


def test_the_api_and_the_methodology_are_there() -> None:
    """All files of the API and the methodology's Markdown are named by the addresses at which they stand."""
    named = set(re.findall(r"\]\((\S+)\)", text()))
    known = SiteContext(world(), SITE, {"methodology.md": "# M\n"})
    made = [*api_pages(known), *article_pages(known)]
    wanted = {SITE.url(page.path) for page in made if page.content is not None}
    assert wanted <= named


def test_an_owners_line_break_does_not_break_the_form() -> None:
    """A description of several lines stays one quotation."""
    broken = text(site=SITE.model_copy(update={"description": "One.\n\n# Two"}))
    assert broken.startswith("# Odd Models\n\n> One. # Two\n\n")
