"""Draws share pictures with Pillow; run as a program, it draws the cards that it reads.

Nothing but this file knows Pillow, and it is imported only where a picture must really be drawn.
"""

from __future__ import annotations

import io
import json
import os
import sys
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sitegen.pages.card import HEIGHT, WIDTH, Card, Inks, Sum

FONTS = Path(__file__).parent / "fonts"
REGULAR, SEMIBOLD, ITALIC = "regular.ttf", "semibold.ttf", "italic.ttf"

LEVELS = 5
"""Steps from paper to an ink. Three inks and the paper are 16 colours, 4 bits a pixel."""

LEFT, RIGHT = 64, WIDTH - 64
MASTHEAD, OVER, NAME, BAND = 80, 184, 200, 404
"""Baselines of the site's title and of the line over the name; top of the name and of the sums."""
NAME_SIZES = ((72, 112), (56, 82), (44, 56))
"""Smallest and largest type of a name in one, two or three lines; the last smallest is where it is cut."""
NAME_SIZES_ABOVE = ((68, 100), (46, 62), (34, 42))
"""The same above another line."""
LEADING = 1.06
EM = 100
"""Size at which texts are measured to guess their size."""
TALL = 1.28
"""A wide column's share of a narrow one: money needs more room than counts."""

Run = tuple[float, float, str, ImageFont.FreeTypeFont, str]
"""A text with its font, the place of its baseline's end and which end that is ("ls" or "rs")."""
Bar = tuple[int, int, int, int, int]
"""Left, top, right and bottom edge of a bar, the last two just outside of it, and its level of ink."""


class Types:
    """The fonts of one process, each size read once.

    Letters are set one by one, without Raqm: not every Pillow has that library, and kerning is in the files
    themselves. https://pillow.readthedocs.io/en/stable/reference/ImageFont.html#PIL.ImageFont.Layout
    """

    def __init__(self) -> None:
        self._files = {cut: (FONTS / cut).read_bytes() for cut in (REGULAR, SEMIBOLD, ITALIC)}
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}

    def font(self, cut: str, size: int) -> ImageFont.FreeTypeFont:
        """Return a font; ``size`` is in pixels."""
        if (cut, size) not in self._fonts:
            content = io.BytesIO(self._files[cut])
            self._fonts[cut, size] = ImageFont.truetype(content, size, layout_engine=ImageFont.Layout.BASIC)
        return self._fonts[cut, size]

    def fitted(
        self, text: str, cut: str, width: int, sizes: Iterable[tuple[int, int]]
    ) -> tuple[ImageFont.FreeTypeFont, list[str]]:
        """Return the largest font in which a text keeps to a width, and its lines.

        ``sizes`` are the smallest and largest type for one line, for two and so on, tried in turn. What fits
        in none of them is set in the last and smallest, broken anywhere, and cut with an ellipsis.
        """
        bounds = list(sizes)
        words = text.split(" ")
        ems = [self.font(cut, EM).getlength(word) / EM for word in words]
        blank = self.font(cut, EM).getlength(" ") / EM
        for number, (smallest, largest) in enumerate(bounds, start=1):
            for size in range(largest, smallest - 1, -1):
                breaks = balanced([em * size for em in ems], blank * size, width, number)
                if not breaks:
                    continue
                font = self.font(cut, size)
                lines = [" ".join(words[start:end]) for start, end in pairwise(breaks)]
                if all(font.getlength(line) <= width for line in lines):  # hinting has its say too
                    return font, lines
        font = self.font(cut, bounds[-1][0])
        return font, list(_cut(text, font, width, len(bounds)))


def balanced(widths: Sequence[float], blank: float, width: float, number: int) -> list[int]:
    """Return where at most ``number`` lines of like length begin, and the end; [] if the words do not fit.

    ``widths`` are those of the words and ``blank`` that of the space between two.
    """
    lines = _broken(widths, blank, width)
    if len(lines) > number + 1:
        return []
    while len(lines) > 2:  # noqa: PLR2004 - one line begins and ends
        longest = max(sum(widths[a:b]) + blank * (b - a - 1) for a, b in pairwise(lines))
        tighter = _broken(widths, blank, longest - 1)
        if not tighter or len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _broken(widths: Sequence[float], blank: float, width: float) -> list[int]:
    """Return where lines begin that are as full as can be, and the end; [] where a word is too wide."""
    if max(widths) > width:
        return []
    begins, used = [0], 0.0
    for place, word in enumerate(widths):
        if place > begins[-1] and used + blank + word > width:
            begins.append(place)
            used = word
        else:
            used += word + (blank if place > begins[-1] else 0)
    return [*begins, len(widths)]


def _cut(text: str, font: ImageFont.FreeTypeFont, width: float, number: int) -> Iterator[str]:
    """Yield lines broken wherever they are full, the last with an ellipsis if there is more."""
    for line in range(number):
        tail = "…" if line == number - 1 else ""
        if font.getlength(text) <= width:
            yield text
            return
        # Where a text ends that is as long as it may be; its length grows with every character.
        end = bisect(range(1, len(text)), width, key=lambda n: font.getlength(text[:n] + tail)) or 1
        yield text[:end].rstrip() + tail
        text = text[end:].lstrip()


class Picture:
    """One picture while it is drawn: runs of text and bars, by the ink that they are in."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.runs: dict[str, list[Run]] = {"ink": [], "soft": [], "accent": []}
        self.bars: dict[str, list[Bar]] = {"ink": [], "soft": [], "accent": []}

    def write(
        self, ink: str, at: tuple[float, float], text: str, font: ImageFont.FreeTypeFont, end: str = "ls"
    ) -> None:
        """Add a text whose baseline starts, or for "rs" ends, at a point."""
        self.runs[ink].append((*at, text, font, end))

    def bytes(self, colours: Inks, *, gone: bool) -> bytes:
        """Return the picture as a PNG with a palette."""
        canvas = Image.new("L", (WIDTH, HEIGHT))
        brush = ImageDraw.Draw(canvas)
        inks = {"ink": colours.ink, "soft": colours.soft, "accent": colours.red if gone else colours.accent}
        for place, ink in enumerate(inks):
            # What is down already moves up the palette, and leaves its first levels to the next ink.
            if place:
                canvas.paste(canvas.point([level + LEVELS if level else 0 for level in range(256)]))
            for x, y, text, font, end in self.runs[ink]:
                brush.text((x, y), text, fill=LEVELS, font=font, anchor=end)
            for left, top, right, bottom, level in self.bars[ink]:
                brush.rectangle((left, top, right - 1, bottom - 1), fill=level)
        canvas.putpalette(_palette(colours.paper, tuple(inks.values())))
        file = io.BytesIO()
        canvas.save(file, "PNG", compress_level=6)
        return file.getvalue()


def _palette(paper: str, inks: tuple[str, ...]) -> list[int]:
    """Return red, green and blue of the paper and of each ink's levels, the last ink's first."""
    base = _rgb(paper)
    ramps = [
        round(under + (over - under) * level / LEVELS)
        for ink in reversed(inks)
        for level in range(1, LEVELS + 1)
        for under, over in zip(base, _rgb(ink), strict=True)
    ]
    return [*base, *ramps]


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def picture(card: Card, types: Types, colours: Inks) -> bytes:
    """Return the share picture of a card as a PNG of 1200×630 pixels."""
    made = Picture(types)
    _draw_masthead(made, card)
    _draw_name(made, card)
    _draw_sums(made, card)
    return made.bytes(colours, gone=card.gone)


def _draw_masthead(made: Picture, card: Card) -> None:
    """Draw the site's title and the day over a double rule."""
    day, (dated, *_) = made.types.fitted(card.dated, REGULAR, (RIGHT - LEFT) * 3 // 5, [(22, 30)])
    made.write("soft", (RIGHT, MASTHEAD), dated, day, "rs")
    room = RIGHT - LEFT - round(day.getlength(dated)) - 40
    font, (title, *_) = made.types.fitted(card.site, SEMIBOLD, room, [(24, 38)])
    made.write("ink", (LEFT, MASTHEAD), title, font)
    made.bars["ink"] += [(LEFT, 102, RIGHT, 105, LEVELS), (LEFT, 109, RIGHT, 112, LEVELS)]


def _draw_name(made: Picture, card: Card) -> None:
    """Draw the name with the lines over and under it."""
    font, (over, *_) = made.types.fitted(card.over, REGULAR, RIGHT - LEFT, [(28, 44)])
    made.write("accent", (LEFT, OVER), over, font)
    sizes = NAME_SIZES_ABOVE if card.under else NAME_SIZES
    name, lines = made.types.fitted(card.name, SEMIBOLD, RIGHT - LEFT, sizes)
    y = NAME + name.size * 0.96
    for number, line in enumerate(lines):
        made.write("ink", (LEFT, round(y + number * name.size * LEADING)), line, name)
    if card.under:
        font, (under, *_) = made.types.fitted(card.under, REGULAR, RIGHT - LEFT, [(26, 34)])
        made.write("accent" if card.gone else "soft", (LEFT, BAND - 28), under, font)


def _draw_sums(made: Picture, card: Card) -> None:
    """Draw the figures in columns, the money behind a double rule."""
    sums = card.sums
    made.bars["ink"].append((LEFT, BAND, RIGHT, BAND + 2, LEVELS))
    shares = [TALL if one.money else 1 for one in sums]
    left = float(LEFT)
    for place, (one, share) in enumerate(zip(sums, shares, strict=True)):
        width = (RIGHT - LEFT) * share / sum(shares)
        inset = 0
        if place:
            inset = 24
            double = one.money and not sums[place - 1].money
            edges = (-3, 3) if double else (0,)
            made.bars["soft"] += [
                (round(left) + edge, BAND + 20, round(left) + edge + 2, HEIGHT - 44, 3) for edge in edges
            ]
        _draw_sum(made, one, round(left) + inset, round(width) - inset - 20, gone=card.gone)
        left += width


def _draw_sum(made: Picture, one: Sum, x: int, width: int, *, gone: bool) -> None:
    """Draw one figure below its label and above its unit."""
    label, (said, *_) = made.types.fitted(one.label, REGULAR, width, [(24, 34)])
    made.write("soft", (x, BAND + 52), said, label)
    amount = one.state == "amount"
    cut, largest = (SEMIBOLD, 74) if amount else (ITALIC, 56)
    sizes = [(34, largest)] if one.unit else [(44, largest), (30, 50)]
    font, lines = made.types.fitted(one.text, cut, width, sizes)
    ink = "ink" if amount else "accent" if one.state == "free" and not gone else "soft"
    for number, line in enumerate(lines):
        made.write(ink, (x, round(BAND + 124 + number * font.size * LEADING)), line, font)
    if one.unit:
        font, (unit, *_) = made.types.fitted(one.unit, REGULAR, width, [(22, 32)])
        made.write("soft", (x, BAND + 174), unit, font)


def keep(file: Path, content: bytes) -> None:
    """Write a picture to a folder that others may read and write at the same time: all of it or nothing."""
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(file)


def card_of(fields: dict[str, Any]) -> Card:
    """Return the card that ``dataclasses.asdict`` and JSON made of one."""
    return Card(**{**fields, "sums": tuple(Sum(*one) for one in fields["sums"])})


def main() -> None:
    """Draw what standard input asks for, a line of JSON each: the file, the card and the colours.

    Says a full stop for each, so that who waits can count.
    """
    types = Types()
    for line in sys.stdin.buffer:
        file, fields, colours = json.loads(line)
        keep(Path(file), picture(card_of(fields), types, Inks(*colours)))
        sys.stdout.write(".")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
