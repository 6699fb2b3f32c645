"""What the site is made of: a page is a path, a template and the facts that it is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

File = tuple[str, bytes]
"""A path below the site's folder, with its bytes."""

NO_FACTS: Mapping[str, Any] = MappingProxyType({})


class Page(NamedTuple):
    """One file of the site.

    ``path`` is relative to the site's root, with ``/``, and safe on every host (see ``addresses``). A page
    has either a ``template`` with the ``facts`` that it draws, or finished ``content``. ``indexed``
    pages stand in the sitemap with ``changed``, the day on which their facts last changed.
    """

    path: str
    template: str | None = None
    facts: Mapping[str, Any] = NO_FACTS
    content: bytes | None = None
    indexed: bool = False
    changed: str | None = None


class Drawing(Protocol):
    """Templates become text: ``rendering.renderer`` does it."""

    def text(self, template: str, facts: Mapping[str, Any], root: str) -> str:
        """Return the text of a template with these facts; ``root`` leads from it to the site's root."""

    def rendered(self, page: Page) -> bytes:
        """Return the bytes of a page's file."""
