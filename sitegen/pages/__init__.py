"""What the site is made of: a page is a path, a template and the facts that it is drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

NO_FACTS: Mapping[str, Any] = MappingProxyType({})


class Page(NamedTuple):
    """One file of the site.

    ``path`` is relative to the site's root, with ``/``, and safe on every host (see ``addresses``). A page
    has either a ``template`` with the ``facts`` that it draws, or finished ``content``. ``indexed``
    pages stand in the sitemap with ``changed``, the day on which their facts last changed.

    A page that takes long to make may come with a ``key``, a digest of all that it is drawn from, and be made
    by ``make`` only where no earlier build has drawn it from the same.
    """

    path: str
    template: str | None = None
    facts: Mapping[str, Any] = NO_FACTS
    content: bytes | None = None
    indexed: bool = False
    changed: str | None = None
    key: str = ""
    make: Callable[[], Page] | None = None

    def made(self) -> Page:
        """Return the page with its facts or its content."""
        return self.make() if self.make else self
