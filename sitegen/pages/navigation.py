"""Navigation: the ways that stand on every page, ours and those to the owner's own pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from sitegen.forms.content_page import Manuscript, linked, require_closed
from sitegen.forms.prose import markdown_prose
from sitegen.records.settings import SETTINGS


class Way(NamedTuple):
    """One way: what it is called, and the path of the folder that it leads to."""

    name: str
    path: str


MASTHEAD = (
    Way("Models", ""),
    Way("Authors", "authors/"),
    Way("Arena", "arena/"),
    Way("Changes", "changes/"),
    Way("Compare", "compare/"),
    Way("Methodology", "methodology/"),
)

FURTHER = (Way("Where sources disagree", "disagreements/"),)
_OURS = frozenset(way.path for way in (*MASTHEAD, *FURTHER))


def masthead(manuscripts: Iterable[Manuscript]) -> tuple[Way, ...]:
    """Return the ways at the top of every page: ours, then the owner's pages that name themselves there."""
    own = (Way(one.label, one.folder) for one in manuscripts if one.label and one.folder not in _OURS)
    return (*MASTHEAD, *own)


def further(manuscripts: Iterable[Manuscript]) -> tuple[Way, ...]:
    """Return the ways at the foot of every page: ours, then to the owner's pages that are not at its top."""
    own = (Way(one.name, one.folder) for one in manuscripts if not one.label and one.folder not in _OURS)
    return (*FURTHER, *own)


class Footer:
    """The owner's footer. Its relative links start at the site's root, wherever a page stands.

    It is made once and placed on each page: called with the way to the root, it returns the HTML.
    """

    def __init__(self, text: str, manuscripts: Iterable[Manuscript] = ()) -> None:
        require_closed(f"{SETTINGS}, footer", text)
        html = markdown_prose(linked(text, SETTINGS, "", manuscripts)) if text else Markup()
        self._parts = _RELATIVE.split(html)

    def __call__(self, root: str) -> Markup:
        """Return the footer of a page."""
        return Markup(root.join(self._parts))  # noqa: S704 - the content folder is the site owner's own


# Behind the quotation mark of an address without scheme, host, root or place on the page.
_RELATIVE = re.compile(r'(?<= href=")(?:\./)?(?![a-zA-Z][a-zA-Z0-9+.-]*:|/|#)')
