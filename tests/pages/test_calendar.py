"""The calendar of announced ends: valid iCalendar, the same for the same data, stable events."""

from __future__ import annotations

from datetime import date

from icalendar import Calendar, Event

from sitegen.catalog.join import catalog
from sitegen.catalog.model import Catalog, Gone
from sitegen.facts.context import SiteContext
from sitegen.pages import Page
from sitegen.pages.ending import pages
from sitegen.pages.feeds.calendar import DayEvent, calendar
from sitegen.records.listing import Listing
from sitegen.records.settings import Site
from sitegen.records.snapshot import Receipt
from tests.pages.test_history_files import journal
from tests.worlds import Row, row

SITE = Site(title="T; a, b", description="D", base_url="https://example.org/llm/")
ONE, TWO, THREE = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
NAME = "Acme: Anvil, the 2nd; a\\b \N{SNOWMAN} 鍛冶屋の金床鍛冶屋の金床鍛冶屋の金床鍛冶屋の金床\x07"


def world(*days: tuple[date, list[Row]]) -> Catalog:
    """Return the catalog that these snapshots lead to, on the last of the days."""
    receipts = {"openrouter/models": Receipt(address="x", changed=days[-1][0], sha256="", rows=1)}
    return catalog([Listing.read(one) for one in days[-1][1]], journal=journal(*days), receipts=receipts)


def ending(day: str | None) -> Row:
    """Return a model with this announced end."""
    return row(name=NAME, expiration_date=day)


def content(known: Catalog) -> bytes:
    """Return the bytes of the calendar of a catalog."""
    found: list[Page] = [page for page in pages(SiteContext(known, SITE)) if page.path == "ending.ics"]
    return found[0].content or b""


def events(made: bytes) -> list[Event]:
    """Return the events of a calendar, which the library reads without an error."""
    read = Calendar.from_ical(made)
    assert isinstance(read, Calendar)
    assert (read["VERSION"], bool(read["PRODID"])) == ("2.0", True)
    assert not read.errors
    found = [part for part in read.walk("VEVENT") if isinstance(part, Event)]
    assert not any(event.errors for event in found)
    return found


def test_an_end_is_an_event_of_its_day() -> None:
    """The library reads back title, day and address, whatever the name has in it."""
    (event,) = events(content(world((ONE, [ending(None)]), (TWO, [ending("2026-03-09")]))))
    assert event["SUMMARY"] == f"{NAME.replace(chr(7), chr(0xFFFD))} ends on OpenRouter"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 3, 9), date(2026, 3, 10))
    assert event["URL"] == "https://example.org/llm/models/acme/anvil-2-20260102/"
    assert event["DESCRIPTION"].startswith("Id: acme/anvil-2")
    assert event["TRANSP"] == "TRANSPARENT"


def test_lines_are_short_and_end_as_the_format_wants() -> None:
    """Each line ends in CRLF, none has more than 75 octets, and none is cut within a character."""
    made = content(world((ONE, [ending("2026-03-09")])))
    assert made.endswith(b"END:VCALENDAR\r\n")
    lines = made.removesuffix(b"\r\n").split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert 73 <= max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines)


def test_characters_that_nobody_sees_are_marked() -> None:
    """No control character is in a value, nor one that turns the direction of what stands behind it."""
    made = content(world((ONE, [row(expiration_date="2026-03-09", name="A\x07\t\x84\x9b\u202eB\nC")])))
    (event,) = events(made)
    assert str(event["SUMMARY"]).count("\N{REPLACEMENT CHARACTER}") == 4
    assert not any(char in made.decode() for char in "\x07\t\x84\x9b\u202e")


def test_an_event_keeps_its_id_where_its_day_moves() -> None:
    """What moves is the day and the day of the announcement, so that a program moves the event it has."""
    first, moved = (
        events(content(world(*days)))[0]
        for days in (
            ((ONE, [ending("2026-03-09")]),),
            ((ONE, [ending("2026-03-09")]), (TWO, [ending("2026-04-09")])),
        )
    )
    assert first["UID"] == moved["UID"] == "openrouter/acme/anvil-2@example.org"
    assert [one.decoded("DTSTAMP").date() for one in (first, moved)] == [ONE, TWO]
    assert moved.decoded("DTSTART") == date(2026, 4, 9)


def test_a_later_day_of_the_data_moves_no_event() -> None:
    """The day on which the data were read is nowhere in the calendar."""
    rows = [ending("2026-05-09")]
    days = [(ONE, rows), (THREE, [*rows, row(id="acme/x", canonical_slug="acme/x", name="Q: X")])]
    assert content(world(days[0])) == content(world(*days))


def test_never_is_no_event_and_an_empty_calendar_is_valid() -> None:
    """A calendar without a component would be none (RFC 5545, 3.4)."""
    made = content(world((ONE, [ending("9999-01-01"), row(id="a/b", expiration_date="2098-12-31")])))
    assert events(made) == []
    assert [part.name for part in Calendar.from_ical(made).subcomponents] == ["VTIMEZONE"]


def test_what_left_as_announced_keeps_its_event_for_a_month() -> None:
    """A person who subscribed sees that it left; without notice there was no event."""
    kept = row(id="acme/kept", canonical_slug="acme/kept", name="Acme: Kept")
    known = world((ONE, [kept, ending("2026-02-03")]), (TWO, [kept]))
    left = catalog(
        [Listing.read(kept)],
        journal=known.journal,
        receipts=known.receipts,
        gone=[*_gone(known)],
    )
    (event,) = events(content(left))
    assert "Retired by 2026-02-01." in event["DESCRIPTION"]
    assert event.decoded("DTSTAMP").date() == TWO


def _gone(known: Catalog) -> list[Gone]:
    return [Gone(Listing.read(ending("2026-02-03")), ONE, ONE, known.receipts["openrouter/models"].changed)]


def test_a_day_at_the_end_of_time_is_written() -> None:
    """The last day that there is has no day after it, and an early one keeps its zeros."""
    made = [DayEvent("u", ONE, on, "s", "d", "https://example.org/") for on in (date.min, date.max)]
    early, last = events(calendar("t", "https://example.org/", made))
    assert (early.decoded("DTSTART"), last.decoded("DTSTART")) == (date.min, date.max)
    assert "DTEND" not in last
