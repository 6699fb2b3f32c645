"""What stands in the head of every HTML page: title, description, canonical path, twins, structured data."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.records import Json

SHARE_PICTURE = "assets/share.png"
"""The site's general share picture, 1200×630."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """A twin of the page in another form: ``rel="alternate"`` with its media type, path and title."""

    media_type: str
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """One page's head. ``path`` is the site-relative file path that the canonical address is made of.

    ``description`` is one plain sentence or two, 50 to 160 characters; ``structured`` is a JSON-LD value
    (schema.org), never with ratings of Arena's in it; ``indexed`` False adds ``noindex``.
    """

    title: str
    description: str
    path: str
    kind: str = "website"
    alternates: tuple[Alternate, ...] = ()
    structured: Json = None
    indexed: bool = True
    picture: str = SHARE_PICTURE
