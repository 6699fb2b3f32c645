"""Titles and descriptions of pages, as long as search results and tabs show them."""

from __future__ import annotations

SHORTEST, LONGEST = 50, 160
"""Characters of a description in search results."""

LONGEST_TITLE = 70
"""Characters of a title that search results and tabs show."""


def roomy_title(name: str, what: str) -> str:
    """Return a title that says what its page is about, or the name alone where that is long enough."""
    return f"{name}: {what}" if len(name) + len(what) + 2 <= LONGEST_TITLE else name


def sized(*parts: str) -> str:
    """Return as many of the parts, in order, as a description may have."""
    text = " ".join(filter(None, parts))
    if len(text) >= LONGEST:
        text = ""
        for part in parts:
            if part and len(text) + 1 + len(part) <= LONGEST:
                text = f"{text} {part}".strip()
    text = text.strip().rstrip(";:") or parts[0][: LONGEST - 1]
    return text if len(text) >= SHORTEST else f"{text}: exact prices, limits, ratings and their sources."
