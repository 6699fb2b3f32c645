"""The page of what ends: announced ends, departures with and without notice, and what to try instead."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.context import SiteContext
from sitegen.facts.ends.ending import Ends, ends
from sitegen.facts.ends.words import expiry_text
from sitegen.facts.row import ModelRow
from sitegen.pages.ending import pages
from sitegen.records.listing import Listing
from sitegen.records.snapshot import Receipt
from sitegen.sources import openrouter
from tests.pages.odd_world import SITE, drawn
from tests.pages.shown import text
from tests.pages.test_history_files import journal
from tests.worlds import Row, listing, row

TODAY = date(2026, 3, 1)
RECEIPTS = {openrouter.FEED: Receipt(address="x", changed=TODAY, sha256="", rows=1)}
FREE = {"prompt": "0", "completion": "0"}


def model(name: str, **changed: object) -> Row:
    """Return a model of Acme's under its own name."""
    return row(**{"id": f"acme/{name}", "canonical_slug": f"acme/{name}", "name": f"Acme: {name}"} | changed)


def world(*rows: Row, gone: tuple[Gone, ...] = ()) -> Catalog:
    """Return a catalog of these models on one day."""
    return catalog([Listing.read(one) for one in rows], gone=gone, receipts=RECEIPTS)


def departed(name: str, end: str | None, left: date) -> Gone:
    """Return a model that left by a day, with the end that its last record announced."""
    record = Listing.read(model(name, expiration_date=end))
    return Gone(record, date(2026, 1, 1), date(2026, 2, 1), left)


def found(known: Catalog) -> Ends:
    """Return what ends in a catalog."""
    return ends(known, SiteContext(known, SITE))


def instead(known: Catalog, key: str) -> list[tuple[str, str]]:
    """Return the alternatives of an id that has an announced end: what they are called, and why."""
    (end,) = (one for one in found(known).coming if one.id == key)
    return [(other.name, other.why) for other in end.instead]


def shown(known: Catalog) -> str:
    """Return the text of the page."""
    page = next(page for page in pages(SiteContext(known, SITE)) if page.path == "ending/index.html")
    return text(drawn(page, known))


def test_ends_are_by_day_and_never_is_no_end() -> None:
    """The next comes first, one that is past stands apart, and upstream's ways to say never are not there."""
    ends = found(
        world(
            model("c", expiration_date="2026-04-01"),
            model("a", expiration_date="2026-03-01"),
            model("b", expiration_date="2026-02-28"),
            model("n", expiration_date="9999-01-01"),
            model("m", expiration_date="2098-12-31"),
        )
    )
    assert [one.id for one in ends.coming] == ["acme/a", "acme/c"]
    assert [one.id for one in ends.past] == ["acme/b"]
    assert [one.id for one in ends.dated] == ["acme/b", "acme/a", "acme/c"]


def test_departures_are_those_of_a_month_with_and_without_notice() -> None:
    """A week before the announced day is as announced; what left earlier than a month ago is not here."""
    ends = found(
        world(
            model("a"),
            gone=(
                departed("told", "2026-02-25", date(2026, 2, 20)),
                departed("early", "2026-06-01", date(2026, 2, 20)),
                departed("never", "2098-12-31", date(2026, 3, 1)),
                departed("silent", None, date(2026, 1, 31)),
                departed("before", None, date(2026, 1, 30)),
            ),
        )
    )
    assert [one.id for one in ends.noticed] == ["acme/told"]
    assert [one.id for one in ends.unnoticed] == ["acme/never", "acme/early", "acme/silent"]


def test_who_left_with_a_record_that_tells_of_no_ends_is_apart() -> None:
    """An archive may hold prices alone: that no end stands there is no lack of notice."""
    record = Listing.read({"id": "acme/old", "pricing": {"prompt": "0.000001"}})
    ends = found(world(model("a"), gone=(Gone(record, *[date(2026, 2, day) for day in (1, 2, 3)]),)))
    assert [one.id for one in ends.untold] == ["acme/old"]
    assert ends.noticed == ends.unnoticed == ()


def test_an_id_whose_model_stays_names_the_ids_that_stay() -> None:
    """Who used the free id can go on under the plain one, and needs no other model."""
    known = world(model("a"), model("a", id="acme/a:free", expiration_date="2026-03-09", pricing=FREE))
    assert instead(known, "acme/a:free") == [("acme/a", "the same model under another id")]


def test_a_later_version_that_takes_less_says_so_and_others_that_take_less_are_left_out() -> None:
    """Whoever sends pictures is not sent on to a model that takes none, unless it is the model's own line."""
    words = {"input_modalities": ["text"], "output_modalities": ["text"]}
    known = world(
        model("anvil-2", expiration_date="2026-03-09"),
        model("anvil-3", architecture=words, created=1_768_000_000),
        model("tongs", architecture=words),
    )
    assert instead(known, "acme/anvil-2") == [("anvil-3", "Later version, without image input")]


def test_a_free_id_is_sent_on_to_free_ones_too() -> None:
    """What costs money is no replacement for all and stands last; what ends itself is none for anybody."""
    known = world(
        model("a", pricing=FREE, expiration_date="2026-03-09"),
        row(id="q/z", canonical_slug="q/z", name="Q: z", pricing=FREE),
        row(id="q/y", canonical_slug="q/y", name="Q: y", pricing=FREE, expiration_date="2026-03-10"),
        row(id="q/x", canonical_slug="q/x", name="Q: x"),
    )
    assert instead(known, "acme/a") == [("z", "Free, same types"), ("x", "Does the same")]


def test_the_page_counts_from_the_day_of_the_data() -> None:
    """Whoever reads a site that was built days ago reads what is still true."""
    page = shown(world(model("a", expiration_date="2026-03-09"), model("b", expiration_date="2026-02-01")))
    assert "Days are counted from the day of these data, 1 March 2026." in page
    assert "9 March 2026 8 days after the day of these data" in page
    assert "Past their day, and still listed" in page
    assert "No id was retired without notice in the 30 days up to 2026-03-01." in page


def test_without_ends_the_page_says_so() -> None:
    """An empty catalogue has the page, too: other pages lead to it."""
    assert "No listed id has an announced end." in shown(Catalog())
    assert "No listed id has an announced end." in shown(world(model("a")))
    assert [page.path for page in pages(SiteContext(Catalog(), SITE))] == ["ending/index.html"]


@pytest.mark.parametrize(
    ("expires", "today", "key", "words"),
    [
        (
            "2026-08-24",
            "2026-08-18",
            "",
            "Expires on 2026-08-24, 6 days after the day of these data (2026-08-18), ",
        ),
        (
            "2026-08-19",
            "2026-08-18",
            "",
            "Expires on 2026-08-19, 1 day after the day of these data (2026-08-18), ",
        ),
        ("2026-08-18", "2026-08-18", "", "Expires on 2026-08-18, the day of these data (2026-08-18), "),
        ("2026-08-24", "", "", "Expires on 2026-08-24, as the source says."),
        ("2026-08-24", "2026-08-18", "a/b:free", "a/b:free expires on 2026-08-24, 6 days after"),
        (
            "2026-08-17",
            "2026-08-18",
            "",
            "Its day of expiry, 2026-08-17, is past, and the source still lists it.",
        ),
        ("2026-08-17", "2026-08-18", "a/b:free", "a/b:free: its day of expiry, 2026-08-17, is past"),
    ],
)
def test_an_end_in_words(expires: str, today: str, key: str, words: str) -> None:
    """It names the day, how far that is from the data, and whose word it is."""
    day = date.fromisoformat(today) if today else None
    assert expiry_text(date.fromisoformat(expires), day, key).startswith(words)


@pytest.mark.parametrize(
    ("expires", "seen"), [("2026-03-09", (True, False)), ("2026-02-28", (True, True)), (None, (False, False))]
)
def test_a_row_says_that_a_model_ends(expires: str | None, seen: tuple[bool, bool]) -> None:
    """The explorer and each list have the day, and whether it is past; a retired model has left."""
    known = SiteContext(catalog([listing(expiration_date=expires)], receipts=RECEIPTS), SITE)
    (one,) = known.rows.values()
    assert isinstance(one, ModelRow)
    assert (one.expires is not None, one.expired) == seen


@pytest.mark.parametrize(
    ("expires", "day"), [("2026-03-09", date(2026, 1, 1)), ("2026-02-10", date(2026, 2, 11))]
)
def test_a_row_changes_on_the_day_after_its_end(expires: str, day: date) -> None:
    """From then on it says that the end is past, though no line of the journal does."""
    record = row(expiration_date=expires)
    told = journal((date(2026, 1, 1), [record]))
    known = SiteContext(catalog([Listing.read(record)], journal=told, receipts=RECEIPTS), SITE)
    assert list(known.row_days.values()) == [day]
