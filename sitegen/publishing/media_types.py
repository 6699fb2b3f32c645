"""Media types: what a file of the site is said to be, by the ending of its name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

# Markdown must say its charset (RFC 7763), JSON has none (RFC 8259), scripts are text/javascript (RFC 9239).
# application/schema+json is not registered with IANA: a schema is JSON.
_BY_SUFFIX: Final = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".ics": "text/calendar; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".sqlite": "application/vnd.sqlite3",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


def media_type(path: str) -> str:
    """Return the media type of a file by its ending, in any case; ``application/octet-stream`` for others.

    A file that is called ``feed.xml`` is one in Atom: https://www.rfc-editor.org/rfc/rfc4287#section-7
    """
    if PurePosixPath(path).name == "feed.xml":
        return "application/atom+xml"
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
