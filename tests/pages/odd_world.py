"""A small world for the tests of pages: variants, tiers, a router, a model that left, hostile text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.build import renderer_of
from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.context import SiteContext
from sitegen.facts.sources import source_days
from sitegen.matching.matches import Decision
from sitegen.pages import Page
from sitegen.pages.contents import ModelFiles, common_pages
from sitegen.records.change import Change
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.settings import Site
from sitegen.records.snapshot import Receipt, SetAside
from sitegen.rendering.renderer import Renderer
from tests.worlds import listing, row

ROOT = Path(__file__).parents[2]
SITE = Site(
    title="Odd Models",
    description="A handful of odd models.",
    base_url="https://example.org/odd/",
)

SLUG = "acme/anvil-2-20260102"
HOSTILE = "evil/=cmd|x"
FIRST, LATER, LAST = date(2026, 1, 5), date(2026, 2, 1), date(2026, 3, 1)

ANVIL_PRICES = {
    "prompt": "0.0000025",
    "completion": "0.00001",
    "audio": "0.00004",
    "image_output": "0.00003",
    "web_search": "0.01",
    "overrides": [
        {"min_prompt_tokens": 128_000, "prompt": "0.000005"},
        {"utc_start": 1630, "utc_end": 30, "completion": "0.000005"},
    ],
}
HOSTILE_DESCRIPTION = (
    "# Not a heading\n\n| a | b |\n|---|---|\n<script>alert(1)</script> [here](/acme/anvil-2) "
    "[there](https://example.com/x)\n- one **bold** `code`\n===\n&lt;img&gt;"
)


def anvil(**changed: Any) -> Any:  # noqa: ANN401 - whatever upstream may send
    """Return the plain model with every kind of price."""
    return listing(**{"pricing": ANVIL_PRICES} | changed)


def _current() -> list[Listing]:
    return [
        anvil(),
        anvil(id="acme/anvil-2:free", pricing={"prompt": "0", "completion": "0"}),
        listing(
            id="openrouter/auto",
            canonical_slug="openrouter/auto",
            name="Auto Router",
            description=None,
            pricing={"prompt": "-1", "completion": "-1"},
            architecture={"tokenizer": "Router"},
        ),
        listing(
            id="quill/noisy",
            canonical_slug="quill/noisy",
            name="Quill: Noisy",
            pricing={"prompt": "0.00000008333333333333334", "new_key": "0.5", "odd": {"a": 1}},
            context_length=None,
            top_provider={},
            fresh_key=1,
        ),
        listing(
            id=HOSTILE,
            canonical_slug=HOSTILE,
            name="=1+1|<b>x</b> *y* `z`",
            description=HOSTILE_DESCRIPTION,
            supported_parameters=["tools`|x", "seed"],
            pricing={},
        ),
    ]


@cache
def world() -> Catalog:
    """Return the catalog of the small world."""
    gone = Gone(
        listing(id="acme/old", canonical_slug="acme/old", name="Acme: Old", pricing={"prompt": "0.000001"}),
        FIRST,
        LATER,
        LAST,
    )
    return catalog(
        _current(),
        [_text_board(), _vision_board()],
        gone=[gone],
        journal=_journal(),
        decisions={"Anvil Two": Decision("Anvil Two", SLUG, "The maker calls it so | <b>here</b>.")},
        receipts=_receipts(),
        version="abc123def456",
    )


def _text_board() -> Leaderboard:
    rows = (
        Rating(board="text", name="anvil-2", rank=3, score=1400.5, lower=1390.0, upper=1411.0, votes=9_000),
        Rating(board="text", name="anvil-2", category="coding", rank=2, score=1410.25),
        Rating(board="text", name="nobody-knows-this-7b", rank=1, score=1500.0, organization="Nobody"),
    )
    return Leaderboard(board="text", published={"overall": LATER, "coding": LAST}, ratings=rows)


def _vision_board() -> Leaderboard:
    rows = (Rating(board="vision", name="Anvil Two", rank=1, score=1200.0, license="Proprietary"),)
    return Leaderboard(board="vision", partial=True, ratings=rows)


def _journal() -> list[Change]:
    def line(on: date, key: str, field: str, old: Any = None, new: Any = None) -> Change:  # noqa: ANN401
        return Change(on=on, source="openrouter", id=key, field=field, old=old, new=new)

    first = row(pricing={"prompt": "0.000003", "completion": "0.00001", "request": "0.01"})
    return [
        line(FIRST, "acme/anvil-2", "listed", new=first),
        line(FIRST, "acme/old", "listed", new=row(id="acme/old", pricing={"prompt": "0.000001"})),
        line(LATER, "acme/anvil-2", "pricing.prompt", "0.000003", "0.0000025"),
        line(LATER, "acme/anvil-2", "pricing.request", "0.01", None),
        line(LAST, "acme/old", "left", old=row(id="acme/old")),
    ]


def _receipts() -> dict[str, Receipt]:
    aside = (SetAside(row="acme/broken", reason="price prompt is 'x', no number"),)
    return {
        "openrouter/models": Receipt(
            address="https://openrouter.ai/api/v1/models",
            changed=LAST,
            sha256="0" * 64,
            rows=5,
            set_aside=aside,
        ),
        "arena/text": Receipt(
            address="https://example.org/rows?board=text&x=1",
            changed=LAST,
            dated=LATER,
            sha256="0" * 64,
            rows=3,
        ),
        "arena/vision": Receipt(address="vision.json", changed=LATER, sha256="0" * 64, rows=1),
    }


def drawn(page: Page, known: Catalog | None = None) -> str:
    """Return a page as the shipped templates draw it."""
    known = known or world()
    facts = {"version": known.version, "days": source_days(known), **page.facts}
    return _renderer().rendered(page._replace(facts=facts)).decode()


@cache
def _renderer() -> Renderer:
    """Return what draws with the shipped templates, which are compiled once."""
    return Renderer([ROOT / "templates"], SITE, {})


def site_files(context: SiteContext, assets: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return every file of a site by its path."""
    renderer = renderer_of(ROOT, context)
    files = ModelFiles(context, renderer)
    made = [file for model in files.models for file in files.files_of(model)]
    made += [(page.path, renderer.rendered(page)) for page in common_pages(context, assets or {})]
    assert len(made) == len(dict(made))
    return dict(made)


def site_texts(context: SiteContext) -> dict[str, str]:
    """Return the text of every file of a site by its path; a database has none."""
    return {path: body.decode() for path, body in site_files(context).items() if not path.endswith(".sqlite")}


def loaded(page: Page) -> Any:  # noqa: ANN401 - any JSON value
    """Return the JSON value of a page."""
    assert page.content is not None
    return json.loads(page.content)
