"""Feeds of one question each: what is in them, entries that stay themselves, and that all feeds are valid."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.pages.feeds import atom
from sitegen.pages.feeds.atom import FEED, TOPICS, Feed, pages
from sitegen.records.settings import Site
from tests.pages.atom import faults
from tests.pages.odd_world import ROOT
from tests.pages.test_changes import SITE, WORLD, rendered
from tests.pages.test_changes import world as told
from tests.worlds import row

ONE, TWO, THREE, FOUR = (date(2026, month, 1) for month in (1, 2, 3, 4))
TONGS = {"id": "acme/tongs", "canonical_slug": "acme/tongs", "name": "Acme: Tongs"}
DEAR = {"prompt": "0.003", "completion": "0.00001"}
DEARER = row(pricing=DEAR, context_length=64_000)
LIFE = told(
    (ONE, [row(), row(**TONGS, expiration_date="2026-06-01")]),
    (TWO, [DEARER, row(**TONGS, expiration_date="2026-06-01")]),
    (THREE, [DEARER | {"expiration_date": "2026-05-02"}, row(**TONGS, expiration_date="2026-04-02")]),
    (FOUR, [DEARER]),
)


def feed(key: str, known: Catalog = LIFE, site: Site = SITE) -> Feed:
    """Return the feed of a topic."""
    made = {page.path: page.facts["feed"] for page in pages(SiteContext(known, site))}
    found = made[f"feeds/{key}/feed.xml"]
    assert isinstance(found, Feed)
    return found


def titles(key: str) -> list[tuple[str, str]]:
    """Return the entries of a topic's feed: the day and the title."""
    return [(entry.on.isoformat(), entry.title) for entry in feed(key).entries]


def test_prices_alone() -> None:
    """What else changed on the same day for the same model is not there."""
    assert titles("prices") == [("2026-02-01", "Acme: Anvil 2: input $2.50 → $3,000 (×1,200)")]
    assert "context" not in feed("prices").entries[0].html


def test_new_models_alone() -> None:
    """An id that comes with an end is new all the same."""
    assert titles("new") == [
        ("2026-01-01", "Acme: Anvil 2: listed at $2.50 in, $10 out"),
        ("2026-01-01", "Acme: Tongs: listed at $2.50 in, $10 out"),
    ]


def test_ends_alone() -> None:
    """Ends that are announced, moved, taken back or come with an id, and departures with their notice."""
    assert titles("ends") == [
        ("2026-04-01", "Acme: Anvil 2: expires 2026-05-02 → none planned"),
        ("2026-04-01", "Acme: Tongs: left at $2.50 in, $10 out, as announced for 2026-04-02"),
        ("2026-03-01", "acme/tongs: expires 2026-06-01 → 2026-04-02"),
        ("2026-03-01", "Acme: Anvil 2: expires none planned → 2026-05-02"),
        ("2026-01-01", "acme/tongs: expires 2026-06-01"),
    ]


def test_entries_of_a_topic_have_ids_of_their_own_that_stay() -> None:
    """A model's day has another text in another feed, so another id; no address of the site is in it."""
    every = next(iter(pages(SiteContext(LIFE, SITE)))).facts["feed"]
    ids = {entry.id for entry in every.entries}
    moved = SITE.model_copy(update={"base_url": "https://models.example/", "feed_authority": "example.org"})
    for topic in TOPICS:
        own = [entry.id for entry in feed(topic.key).entries]
        assert own
        assert own == [entry.id for entry in feed(topic.key, site=moved).entries]
        assert not ids & set(own)
    assert feed("prices").entries[0].id == "tag:example.org,2026-02-01:prices/openrouter/acme/anvil-2"


@pytest.mark.parametrize("known", [WORLD, LIFE], ids=["hostile", "life"])
def test_every_feed_is_valid(known: Catalog) -> None:
    """Each is what RFC 4287 asks for, element by element, also where names are hostile."""
    made = rendered(atom, known)
    assert {FEED.path, *[topic.link.path for topic in TOPICS]} < made.keys()
    assert {path: faults(text) for path, text in made.items() if faults(text)} == {}


def test_the_feeds_of_the_golden_site_are_valid() -> None:
    """The files as they are published."""
    found = sorted(Path(ROOT / "tests/golden/site").rglob("feed.xml"))
    assert len(found) > len(TOPICS)
    assert [faults(path.read_text(encoding="utf-8")) for path in found] == [[]] * len(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title>", "<titel>x</titel><title>"),
        ("Z</updated>", "</updated>"),
        ("<id>tag:", "<id>ta g:"),
        ('rel="self"', 'rel="other"'),
        ("<name>Model Ledger</name>", ""),
        ('<category term="listed"', "<category"),
    ],
)
def test_a_broken_feed_is_found(old: str, new: str) -> None:
    """The rules that the feeds are held to find what is wrong."""
    text = (ROOT / "tests/golden/site/feed.xml").read_text(encoding="utf-8")
    assert old in text
    assert faults(text.replace(old, new))
