"""Settings: each of them changes what stands in the site, or what is fetched for it."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from sitegen.facts.context import SiteContext
from sitegen.pages.contents import common_pages
from sitegen.records import Json
from sitegen.records.colours import GROUNDS, Palette
from sitegen.records.settings import Site
from sitegen.sources import SOURCES
from tests.pages.odd_world import SITE, site_files, world

OTHER: dict[str, object] = {
    "title": "Other Models",
    "description": "Another handful of odd models.",
    "base_url": "https://example.org/other/",
    "language": "en-GB",
    "repository": "https://github.com/example/odd/blob/main",
    "feed_authority": "example.net",
    "footer": "[Imprint](https://example.org/imprint)",
    "colours": {"accent": "#003366"},
}
"""Another value for each setting of the site; what stands under ``sources`` is for a fetch."""
OTHER_SOURCES: dict[str, dict[str, object]] = {
    "openrouter": {"address": "https://example.org/models"},
    "providers": {"address": "https://example.org/models"},
    "modelsdev": {"address": "https://example.org/api.json", "makers": {"acme": "forge"}},
    "usage": {"address": "https://example.org/usage"},
    "arena": {
        "address": "https://example.org/rows",
        "dataset": "example/boards",
        "boards": {"text": ["overall"]},
    },
}
STYLESHEET = "assets/site.css"


def drawn(**settings: object) -> dict[str, bytes]:
    """Return the files of a small site with some other settings."""
    site = Site.model_validate({**SITE.model_dump(), **settings})
    return site_files(SiteContext(world(), site), {"site.css": b"body {}"})


@cache
def usual() -> dict[str, bytes]:
    """Return the files of the small site."""
    return drawn()


def stylesheet(colours: dict[str, Any]) -> bytes | None:
    """Return the stylesheet of a small site with these colours."""
    site = Site.model_validate({**SITE.model_dump(), "colours": colours})
    pages = common_pages(SiteContext(world(), site), {"site.css": b"body {}"})
    return next(page.content for page in pages if page.path == STYLESHEET)


def test_every_setting_has_another_value() -> None:
    """The tests below leave no setting of the site and of a source out, and have none that is gone."""
    assert {*OTHER, "sources"} == set(Site.model_fields)
    known = {name: set(source.known_settings) for name, source in SOURCES.items()}
    assert {name: set(table) for name, table in OTHER_SOURCES.items()} == known


@pytest.mark.parametrize("name", OTHER)
def test_every_setting_changes_the_site(name: str) -> None:
    """A site with another value of one setting differs from the usual one in a byte at least."""
    assert drawn(**{name: OTHER[name]}) != usual()


@pytest.mark.parametrize("name", sorted(Palette.model_fields))
def test_every_colour_changes_the_stylesheet(name: str) -> None:
    """A colour stands in the stylesheet under its name, for light pages and for dark ones alike."""
    light, dark = ("#fefefe", "#010101") if name in GROUNDS else ("#010101", "#fefefe")
    colours: list[dict[str, Any]] = [{}, {name: light}, {"dark": {name: dark}}]
    sheets = [stylesheet(given) for given in colours]
    assert len(set(sheets)) == len(sheets)
    assert all(f"--{name}: ".encode() in (sheet or b"") for sheet in sheets[1:])


@pytest.mark.parametrize(
    ("name", "setting"), [(name, setting) for name, table in OTHER_SOURCES.items() for setting in table]
)
def test_every_setting_of_a_source_changes_what_is_asked(name: str, setting: str) -> None:
    """A source with another value of one setting asks other addresses."""
    table = {setting: OTHER_SOURCES[name][setting]}
    catalogue: Json = [{"id": "acme/anvil-1", "canonical_slug": "acme/anvil-1-20260101"}]
    asked = [SOURCES[name].feeds(one, date(2026, 3, 1), lambda _: catalogue) for one in ({}, table)]
    assert asked[0] != asked[1]
