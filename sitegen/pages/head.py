"""What stands in the head of every HTML page: title, description, canonical path, twins, structured data."""

from __future__ import annotations

from typing import NamedTuple

from sitegen.forms.titles import LONGEST_TITLE
from sitegen.records import Json

SHARE_PICTURE = "assets/share.png"
"""The site's general share picture, 1200×630."""
SHARE_ALT = "A ledger of AI models: prices, limits, ratings"


class Alternate(NamedTuple):
    """A twin of the page in another form: ``rel="alternate"`` with its media type, path and title."""

    media_type: str
    path: str
    title: str


class Crumb(NamedTuple):
    """One step of the way from the site's root to a page: its name and the path of its folder."""

    name: str
    path: str


class Head(NamedTuple):
    """One page's head. ``path`` is the site-relative file path that the canonical address is made of.

    ``description`` is one plain sentence or two, 50 to 160 characters; ``structured`` is a JSON-LD value
    (schema.org), never with ratings of Arena's in it; ``indexed`` False adds ``noindex``. ``trail`` is the
    way from the root to this page, itself last; empty, the page shows none. ``picture_alt`` says what the
    picture at ``picture`` shows; ``cards.pictured`` sets both. ``kind`` is Open Graph's type, ``website`` or
    ``article`` (https://ogp.me/#types); ``changed`` is the day on which its facts last did.
    """

    title: str
    description: str
    path: str
    kind: str = "website"
    alternates: tuple[Alternate, ...] = ()
    structured: Json = None
    indexed: bool = True
    picture: str = SHARE_PICTURE
    picture_alt: str = SHARE_ALT
    trail: tuple[Crumb, ...] = ()
    changed: str = ""

    def titled(self, site: str) -> str:
        """Return the text of the ``title`` element: the page's title, and the site's where there is room."""
        both = f"{self.title} – {site}"
        return self.title if self.title == site or len(both) > LONGEST_TITLE else both
