"""Announced ends in words. They count from the day of the data: a site does not know when it is read."""

from __future__ import annotations

from datetime import date

FOLDER = "ending/"
"""Where the page stands that has all announced ends."""


def past_expiry(expires: str, today: str) -> str:
    """Return that a day of expiry is past on the day of the catalogue; "" where it is not, or unknown."""
    if not today or expires >= today:
        return ""
    return f"Its day of expiry, {expires}, is past, and the source still lists it."


def expiry_text(expires: str, today: str, key: str = "") -> str:
    """Return when an id goes away, as its page says it; ``key`` names an id that is not the page's main one.

    ``Expires on 2026-08-24, 6 days after the day of these data (2026-08-18), as the source says.``
    """
    past = past_expiry(expires, today)
    if past:
        return f"{key}: {past[:1].lower()}{past[1:]}" if key else past
    subject = f"{key} expires" if key else "Expires"
    wait = days_after(expires, today)
    return f"{subject} on {expires}{f', {wait} ({today})' if wait else ''}, as the source says."


def days_after(expires: str, today: str) -> str:
    """Return how long an end is away: ``6 days after the day of these data``; "" where that is unknown."""
    if not today or expires < today:
        return ""
    days = (date.fromisoformat(expires) - date.fromisoformat(today)).days
    if not days:
        return "the day of these data"
    return f"{days:,} day{'' if days == 1 else 's'} after the day of these data"
