"""``llms-full.txt`` holds every model on one line, with exact prices and a reason for every blank."""

from __future__ import annotations

import re

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.forms.addresses import model_path, url_path
from sitegen.pages.api.llms_full import pages
from tests.pages.odd_world import HOSTILE, SITE, world
from tests.worlds import listing

METHOD = "# How\n\nThere are {{ models }}; see [limits](#limits) and [api](../api/).\n\n## Limits\n\nx\n"
PROSE = {"methodology.md": METHOD}


def text(known: Catalog | None = None) -> str:
    """Return the file."""
    (page,) = pages(SiteContext(world() if known is None else known, SITE, PROSE))
    assert page.path == "llms-full.txt"
    return (page.content or b"").decode()


def line(name: str, known: Catalog | None = None) -> str:
    """Return the line of the one model whose main id this is."""
    (found,) = (
        one for one in text(known).splitlines() if re.match(rf"- \*\*.*?\*\* `{re.escape(name)}`", one)
    )
    return found


def test_every_model_has_one_line_with_its_page() -> None:
    """All models stand there, those that left under a heading of their own."""
    listed, _, left = text().partition("## Retired models (1)")
    assert len(re.findall(r"^- \*\*", listed, re.MULTILINE)) == 4
    assert "`acme/old`, listed 2026-01-02, gone since 2026-03-01. Input $1." in left
    assert len(set(re.findall(r"<https://example\.org/odd/models/[^>]+/>", text()))) == len(world().models)


def test_a_line_has_exact_prices_conditions_limits_and_rank() -> None:
    """What people choose by stands on the line, with units where they are not per 1M tokens."""
    found = line("acme/anvil-2")
    for expected in (
        "**Anvil 2** `acme/anvil-2`, slug `acme/anvil-2-20260102`, listed 2026-01-02. Input $2.50, ",
        "web search $0.01 per search; when prompts of more than 128,000 tokens: input $5; when 16:30 ",
        "Context 128,000, max output 16,384; image, text → text. ",
        "Parameters: `max_tokens`, `temperature`, `tools`. ",
        "Arena rank 3 (score 1400.5) as anvil-2, ",
        "Also `acme/anvil-2:free`: input free, output free. ",
    ):
        assert expected in found


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "openrouter/auto",
            "A router, which chooses among models. Input varies by request, output varies by request. ",
        ),
        ("openrouter/auto", "Arena rank: not applicable."),
        ("quill/noisy", "Input $0.08333333333333334, `new_key` $500,000"),
        ("quill/noisy", "Context not published, max output not in the source"),
    ],
)
def test_what_is_no_number_has_its_word(name: str, said: str) -> None:
    """No digit of a price is lost, and each blank says which it is."""
    assert said in line(name)


def test_an_alias_says_of_what() -> None:
    """Its line names the id that it stands for."""
    alias = listing(id="~acme/latest", canonical_slug="~acme/latest", alias_target={"slug": "acme/anvil-2"})
    assert ". An alias, at present of `acme/anvil-2`. Input" in line("~acme/latest", catalog([alias]))


def test_the_methodology_stands_first_a_level_deeper() -> None:
    """Its headings fit under the file's own, and its links lead where they do from its page."""
    found = text()
    assert "\n## How\n\nThere are 4; see [limits](https://example.org/odd/methodology/#limits)" in found
    assert "[api](https://example.org/odd/api/)" in found
    assert "\n### Limits\n" in found
    assert len(re.findall(r"^# ", found, re.MULTILINE)) == 1


def test_hostile_text_stays_text() -> None:
    """A name with markup is escaped, on one line."""
    (found,) = (one for one in text().splitlines() if "- **" in one and url_path(model_path(HOSTILE)) in one)
    assert "**=1+1\\|\\<b\\>x\\</b\\> \\*y\\* \\`z\\`**" in found


def test_an_empty_catalog_is_said() -> None:
    """Before the first fetch the file counts none."""
    assert "## All models (0)" in text(Catalog())


def test_six_hundred_models_stay_readable_at_once() -> None:
    """A line of an ordinary model has a few hundred bytes, so that the whole stays far below 1.5 MB."""
    many = [listing(id=f"a/m{i}", canonical_slug=f"a/m{i}", name=f"A: M{i}") for i in range(600)]
    assert len(text(catalog(many)).encode()) < 300_000
