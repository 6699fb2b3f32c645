"""The format iCalendar (RFC 5545), for programs that subscribe to a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sitegen.forms.prose import UNSEEN

LONGEST = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""

_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
"""A calendar holds one component at least (RFC 5545, 3.4), also when it has no event: then it is this one."""


class DayEvent(NamedTuple):
    """An event of one day. ``uid`` never changes; ``revised`` is the day on which it was last another one."""

    uid: str
    revised: date
    on: date
    summary: str
    description: str
    address: str


def calendar(title: str, address: str, events: Iterable[DayEvent]) -> bytes:
    """Return the bytes of a calendar. An event takes nobody's time; a program looks for news once a day."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//sitegen//Announced ends//EN",
        f"NAME:{_text(title)}",  # RFC 7986, 5.1; the next is what programs read before it
        f"X-WR-CALNAME:{_text(title)}",
        f"URL:{address}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *([line for event in events for line in _event(event)] or _ZONE),
        "END:VCALENDAR",
    )
    return b"".join([_folded(line) for line in lines])


def _event(event: DayEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_digits(event.revised)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(event.on)}"
    if event.on < date.max:
        yield f"DTEND;VALUE=DATE:{_digits(event.on + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    yield f"URL:{event.address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _digits(on: date) -> str:
    """Return a day as eight digits; ``strftime`` leaves out the zeros of an early year."""
    return on.isoformat().replace("-", "")


_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROLS = re.compile(rf"[\t\r{UNSEEN}]")


def _text(text: str) -> str:
    """Return a text as a value (RFC 5545, 3.3.11), in which nothing is that no page shows, nor a tab."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text).translate(_ESCAPED)


_CONTINUED = 0x80


def _begins(octet: int) -> bool:
    """Whether an octet begins a character of UTF-8 (RFC 3629, 3)."""
    return octet & 0xC0 != _CONTINUED


def _folded(line: str) -> bytes:
    """Return a line with its end, folded where it is too long, never within a character of UTF-8."""
    rest, parts = line.encode(), list[bytes]()
    while len(rest) > LONGEST - bool(parts):
        cut = LONGEST - bool(parts)
        while not _begins(rest[cut]):
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join([*parts, rest]) + b"\r\n"
