"""Badge: a model's price and rank in a small drawing, for a README or another page to show.

Both texts have a given length, so that the drawing looks alike in every font: ``textLength``,
https://www.w3.org/TR/SVG2/text.html#TextElementTextLengthAttribute
"""

from __future__ import annotations

from typing import NamedTuple

from sitegen.facts.charts.labels import cut, width
from sitegen.facts.row import ModelRow
from sitegen.forms.blanks import retired_by
from sitegen.forms.figures import pair_text
from sitegen.forms.prose import xml_text

FILE = "badge.svg"
HEIGHT, SIZE, PADDING = 20, 11, 6
"""The height of the drawing, the size of its letters and the room beside a text, in pixels."""
SHARE = 0.8
"""What a text needs of the width that it has at most: ``labels.width`` goes by the broadest font."""
LONGEST = 40
"""Characters of a name."""


class BadgeText(NamedTuple):
    """A text in a field of the badge: where the field begins, how wide it is, and how wide the text."""

    text: str
    left: int
    width: int
    length: int

    @property
    def start(self) -> int:
        """Where the text begins."""
        return self.left + PADDING


class Badge(NamedTuple):
    """A badge: the model's name, and its price and rank, in the drawing and in words."""

    name: BadgeText
    figures: BadgeText
    title: str
    description: str

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return self.name.width + self.figures.width


def badge(row: ModelRow) -> Badge:
    """Return the badge of a model."""
    called = cut(xml_text(row.name), LONGEST)
    name = _field(called, 0)
    return Badge(name, _field(_figures(row), name.width), badge_title(called), _description(row))


def badge_title(name: str) -> str:
    """Return what a badge is called; its figures move, so a text beside a picture must not name them."""
    return f"{name}: price and rank"


def badge_markdown(name: str, page: str) -> str:
    """Return the line of Markdown that shows a badge and leads to the model's page, at this address."""
    return f"[![{_label(badge_title(name))}]({page}{FILE})]({page})"


def _field(text: str, left: int) -> BadgeText:
    length = round(width(text, SIZE) * SHARE)
    return BadgeText(text, left, length + 2 * PADDING, length)


def _figures(row: ModelRow) -> str:
    """Return the price and the rank in short: ``$2.50 in, $10 out per 1M · Arena #3``."""
    if row.left:
        return retired_by(row.left)
    rank = f" · Arena {row.rank.cell.text}" if row.rank.score else ""
    return f"{pair_text((row.input, row.output), 'per 1M')}{rank}"


def _description(row: ModelRow) -> str:
    """Return the same as a sentence, for those who do not see the drawing."""
    if row.left:
        return f"No longer in OpenRouter’s catalogue: {retired_by(row.left)}."
    rank = (
        f"rank {row.rank.text} on Arena’s text board" if row.rank.score else "no rank on Arena’s text board"
    )
    return f"Input {row.input.text}, output {row.output.text}, in US dollars per 1M tokens; {rank}."


def _label(text: str) -> str:
    """Return a text as the description of a picture in Markdown: brackets would end it."""
    return "".join(f"\\{char}" if char in "[]\\`*_<&" else char for char in " ".join(text.split()))
