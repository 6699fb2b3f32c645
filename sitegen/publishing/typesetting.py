"""Typesetting for share pictures: the fonts, texts fitted to a width, and texts as pixels.

Only this module and ``drawing`` import Pillow, and they are imported only where a picture must be drawn.
"""

from __future__ import annotations

import io
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR, SEMIBOLD, ITALIC = "regular.ttf", "semibold.ttf", "italic.ttf"

LEVELS = 5
"""Shades from paper to a full ink. Three inks and the paper are 16 colours, 4 bits a pixel."""

REFERENCE_SIZE = 100
"""Size in pixels at which words are measured once; their width at another size follows from it."""

KEPT = 256
"""Texts that are kept, fitted and as pixels: most cards share their labels, units, days and authors."""

Font = ImageFont.FreeTypeFont
Sizes = tuple[tuple[int, int], ...]
"""The smallest and largest size of type, in pixels, for one line, for two lines and so on."""


class Glyphs(NamedTuple):
    """A text as a rectangle of pixels: how much of each its letters cover, to 255, and its level of ink.

    ``left`` and ``top`` are where the rectangle's corner is, seen from the end of the baseline, in pixels.
    """

    coverage: Image.Image
    levels: Image.Image
    left: int
    top: int


class Fonts:
    """The fonts of one process, each size read once, with the texts that were set in them lately.

    Letters are placed one by one, without the library Raqm: not every Pillow has it, and kerning is in the
    files themselves. https://pillow.readthedocs.io/en/stable/reference/ImageFont.html#PIL.ImageFont.Layout
    """

    def __init__(self) -> None:
        self._files = {style: (FOLDER / style).read_bytes() for style in (REGULAR, SEMIBOLD, ITALIC)}
        self.font = cache(self._font)
        self.fitted = lru_cache(KEPT)(self._fitted)
        self.glyphs = lru_cache(KEPT)(_glyphs)

    def _font(self, style: str, size: int) -> Font:
        """Return a font; ``size`` is in pixels."""
        content = io.BytesIO(self._files[style])
        return ImageFont.truetype(content, size, layout_engine=ImageFont.Layout.BASIC)

    def _fitted(self, text: str, style: str, width: int, sizes: Sizes) -> tuple[Font, tuple[str, ...]]:
        """Return the largest font in which a text keeps to a width of pixels, and the text's lines.

        One line is tried first, then two and so on. What fits in none of the sizes is set in the smallest
        size of the last one, broken anywhere, and cut with an ellipsis.
        """
        words = text.split(" ")
        reference = self.font(style, REFERENCE_SIZE)
        scaled = [reference.getlength(word) / REFERENCE_SIZE for word in words]
        space = reference.getlength(" ") / REFERENCE_SIZE
        for number, (smallest, largest) in enumerate(sizes, start=1):
            for size in range(largest, smallest - 1, -1):
                breaks = balanced([word * size for word in scaled], space * size, width, number)
                if not breaks:
                    continue
                font = self.font(style, size)
                lines = tuple([" ".join(words[start:end]) for start, end in pairwise(breaks)])
                if all(font.getlength(line) <= width for line in lines):  # hinting moves widths a little
                    return font, lines
        font = self.font(style, sizes[-1][0])
        return font, tuple(_cut(text, font, width, len(sizes)))


def _glyphs(text: str, font: Font, anchor: str, paper: int) -> Glyphs:
    """Return a text as pixels, seen from the start of its baseline for the anchor "ls", its end for "rs".

    Its levels are those behind ``paper``: from ``paper`` + 1 to ``paper`` + ``LEVELS``, and 0 for no ink.
    """
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text, anchor=anchor))
    coverage = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(coverage).text((-left, -top), text, fill=255, font=font, anchor=anchor)
    levels = (round(share * LEVELS / 255) for share in range(256))
    return Glyphs(coverage, coverage.point([paper + level if level else 0 for level in levels]), left, top)


def balanced(widths: Sequence[float], space: float, width: float, number: int) -> list[int]:
    """Return the index of the word that each line begins with, and the number of words at the end.

    There are at most ``number`` lines, of like length; the list is empty if the words do not fit. ``widths``
    are the words' and ``space`` is that between two: ``balanced([10, 10, 10, 10], 1, 35, 2)`` is
    ``[0, 2, 4]``.
    """
    breaks = _full_lines(widths, space, width)
    if len(breaks) > number + 1:
        return []
    while len(breaks) > 2:  # noqa: PLR2004 - one line begins and ends
        longest = max(sum(widths[a:b]) + space * (b - a - 1) for a, b in pairwise(breaks))
        tighter = _full_lines(widths, space, longest - 1)
        if not tighter or len(tighter) > len(breaks):
            break
        breaks = tighter
    return breaks


def _full_lines(widths: Sequence[float], space: float, width: float) -> list[int]:
    """Return the breaks of lines that are as full as can be; an empty list where a word is too wide."""
    if max(widths) > width:
        return []
    breaks, used = [0], 0.0
    for index, word in enumerate(widths):
        if index > breaks[-1] and used + space + word > width:
            breaks.append(index)
            used = word
        else:
            used += word + (space if index > breaks[-1] else 0)
    return [*breaks, len(widths)]


def _cut(text: str, font: Font, width: float, number: int) -> Iterator[str]:
    """Yield at most ``number`` lines, broken anywhere; the last has an ellipsis if there is more."""
    for line in range(number):
        tail = "…" if line == number - 1 else ""
        if font.getlength(text) <= width:
            yield text
            return
        # The number of characters that fit; a text's length grows with every character.
        end = bisect(range(1, len(text)), width, key=lambda n: font.getlength(text[:n] + tail)) or 1
        yield text[:end].rstrip() + tail
        text = text[end:].lstrip()
