"""Announced ends in words. They count from the day of the data: a site does not know when it is read."""

from __future__ import annotations

from datetime import date

from sitegen.text import counted

FOLDER = "ending/"
"""Where the page stands that has all announced ends."""


def is_past(end: date | None, today: date | None) -> bool:
    """Whether an announced end is past on the day of the catalogue; not where one of the two is unknown."""
    return end is not None and today is not None and end < today


def past_expiry(expires: date | None, today: date | None) -> str:
    """Return that a day of expiry is past on the day of the catalogue; "" where it is not, or unknown."""
    if not is_past(expires, today):
        return ""
    return f"Its day of expiry, {expires}, is past, and the source still lists it."


def expiry_text(expires: date, today: date | None, key: str = "") -> str:
    """Return when an id goes away, as its page says it; ``key`` names an id that is not the page's main one.

    ``Expires on 2026-08-24, 6 days after the day of these data (2026-08-18), as the source says.``
    """
    past = past_expiry(expires, today)
    if past:
        return f"{key}: {past[:1].lower()}{past[1:]}" if key else past
    subject = f"{key} expires" if key else "Expires"
    wait = days_after(expires, today)
    return f"{subject} on {expires}{f', {wait} ({today})' if wait else ''}, as the source says."


def days_after(expires: date | None, today: date | None) -> str:
    """Return how long an end is away: ``6 days after the day of these data``; "" where that is unknown."""
    if expires is None or today is None or is_past(expires, today):
        return ""
    days = (expires - today).days
    return f"{counted(days, 'day')} after the day of these data" if days else "the day of these data"
