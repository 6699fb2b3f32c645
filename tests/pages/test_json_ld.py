"""Structured data: a page within its site, in the words of schema.org."""

from __future__ import annotations

import json
from datetime import date

from sitegen.forms.prose import json_ld
from sitegen.pages.head import Head
from sitegen.pages.json_ld import with_json_ld
from tests.pages.odd_world import SITE


def test_the_graph_names_page_and_site() -> None:
    """A head gets a WebPage within the WebSite, dated where a day is known, and nothing it was not given."""
    head = with_json_ld(Head("T", "D.", "x/index.html"), SITE, changed=date(2026, 1, 2))
    page, site = json.loads(json_ld(head.structured))["@graph"]
    assert (page["@type"], page["@id"], page["dateModified"]) == (
        "WebPage",
        "https://example.org/odd/x/",
        "2026-01-02",
    )
    assert page["isPartOf"]["@id"] == site["@id"]
    assert not {"mainEntity", "breadcrumb"} & page.keys()
