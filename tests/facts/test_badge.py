"""Badges: price and rank in a small drawing that needs no font, and the Markdown that shows it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.charts.badge import badge_markdown
from sitegen.facts.context import SiteContext
from sitegen.forms.prose import markdown_prose
from sitegen.pages.model import badge_page
from tests.pages.odd_world import SITE, drawn, world
from tests.worlds import by_the_hour, listing

SVG = "{http://www.w3.org/2000/svg}"
MOST = 2_000
"""Bytes of a badge at most."""


def svg(known: Catalog, slug: str = "") -> str:
    """Return the badge of a model, or of the first one."""
    model = next(one for one in known.models if one.slug == slug or not slug)
    return drawn(badge_page(model, SiteContext(known, SITE)), known)


def texts(drawing: str) -> list[str]:
    """Return the two texts of a badge."""
    return [element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314 - our own


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        ({"prompt": "0.0000025", "completion": "0.00001"}, "$2.50 in, $10 out per 1M"),
        ({"prompt": "0", "completion": "0"}, "free"),
        ({"prompt": "-1", "completion": "-1"}, "price varies by request"),
        ({"prompt": "0.000001"}, "$1 in, not published out per 1M"),
        (by_the_hour(), "$0.20 to $0.40 by the hour in, $1 out per 1M"),
    ],
)
def test_the_price_is_that_of_the_row(prices: dict[str, object], said: str) -> None:
    """Exact prices with their unit, and the words for what is no number."""
    assert texts(svg(catalog([listing(pricing=prices)]))) == ["Anvil 2", said]


def test_the_rank_stands_behind_the_price() -> None:
    """Where the model has one on the text board; whoever does not see the drawing hears the same."""
    drawing = svg(world(), "acme/anvil-2-20260102")
    assert texts(drawing)[1].endswith(" · Arena #3")
    root = ET.fromstring(drawing)  # noqa: S314 - our own
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}*[@id='{key}']") for key in (root.get("aria-labelledby") or "").split()]
    assert [one.tag for one in named if one is not None] == [f"{SVG}title", f"{SVG}desc"]
    assert "rank 3 on Arena’s text board" in "".join(root.itertext())


def test_a_retired_model_says_since_when() -> None:
    """Its last price would be read as one that can be had."""
    gone = [Gone(listing(), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))]
    assert texts(svg(catalog([], gone=gone)))[1] == "retired by 2026-03-01"


@pytest.mark.parametrize(
    "name",
    ["Anvil", "Acme: " + "W" * 300, "N" * 5_000, "<b>&\"'", "鍛冶屋の金床" * 20, "i" * 39, "\ufffe \x07 ]]>"],
)
def test_every_name_fits_into_a_small_drawing(name: str) -> None:
    """Below 2 KB, well-formed, both texts of a given length within their field, light and dark."""
    drawing = svg(catalog([listing(name=name)]))
    assert len(drawing.encode()) < MOST
    assert "prefers-color-scheme:dark" in drawing
    root = ET.fromstring(drawing)  # noqa: S314 - our own
    ends = [int(one.get("x") or 0) + int(one.get("textLength") or 0) for one in root.iter(f"{SVG}text")]
    assert len(ends) == 2
    assert ends == sorted(ends)
    assert ends[1] < int(root.get("width") or 0)
    assert not re.search(r"(?:href|src|url\()", drawing)


def test_every_model_of_a_world_has_a_badge() -> None:
    """Aliases, routers and hostile names are drawn like all others."""
    known = world()
    for model in known.models:
        assert len(svg(known, model.slug).encode()) < MOST


@pytest.mark.parametrize("name", ["Anvil 2", "A [b] `c` \\ *d* _e_ <i> &amp; ](x)"])
def test_the_markdown_is_a_picture_that_leads_to_the_page(name: str) -> None:
    """What a README shows is one link with one picture whose text is the name, whatever stands in it."""
    html = markdown_prose(badge_markdown(name, "https://example.org/m/"))
    assert html.count("<a ") == html.count("<img ") == 1
    assert 'href="https://example.org/m/"' in html
    assert 'src="https://example.org/m/badge.svg"' in html
