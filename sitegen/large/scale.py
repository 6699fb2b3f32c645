"""Scale: how much one page or one file may hold, and how a longer list is cut into sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Scale(NamedTuple):
    """Sizes beyond which a browser should not be handed all at once; tests give small ones.

    ``whole`` is the most models that the start page and one file of the API hold all of: 5,000 are 3 MB of
    HTML and 7 MB of JSON, a twentieth of that as they are sent. Of more, a page shows ``rows``, 0.6 MB of
    HTML: browsers lay out every row of a table that they are given
    (https://developer.chrome.com/docs/lighthouse/performance/dom-size). ``dots`` are the most places of a
    chart that is drawn on the page of every rated model.
    """

    whole: int = 5_000
    rows: int = 1_000
    dots: int = 1_000


USUAL = Scale()


class Sheet(NamedTuple):
    """One page of a list that goes on: which of how many, and the folders of the pages beside it, or ""."""

    number: int = 1
    total: int = 1
    earlier: str = ""
    later: str = ""

    @property
    def suffix(self) -> str:
        """What tells its title from that of the first page."""
        return f", page {self.number}" if self.number > 1 else ""


def cut(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Yield the items in pieces of at most ``most``; without any, one empty piece."""
    yield from (items[start : start + most] for start in range(0, max(len(items), 1), most))


def sheets(folders: Sequence[str]) -> Iterator[Sheet]:
    """Yield the sheet of each page of a list, given the folders of all of them in order."""
    around = ["", *folders, ""]
    for number in range(1, len(folders) + 1):
        yield Sheet(number, len(folders), around[number - 1], around[number + 1])
