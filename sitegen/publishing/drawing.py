"""Draws share pictures; run as a program, it draws the cards that it reads from standard input."""

from __future__ import annotations

import json
import struct
import sys
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image

from sitegen.pages.card import HEIGHT, WIDTH, Card, Inks, KeyFigure
from sitegen.publishing.caches import keep
from sitegen.publishing.typesetting import ITALIC, LEVELS, REGULAR, SEMIBOLD, Font, Fonts

PAPER = {"ink": 2 * LEVELS, "soft": LEVELS, "accent": 0}
"""The place in the palette before the first level of each ink, in the order in which they are drawn."""
PADDING = 2
"""Pixels of paper to the left of each row, not shown: packed, they are the byte 0 with which a row of a PNG
says that it is not filtered. https://www.w3.org/TR/png-3/#9Filters
"""
COMPRESSION = 4
"""zlib's level; 6 takes nearly twice the time and saves 7 % of the bytes."""

LEFT, RIGHT = 64, WIDTH - 64
MASTHEAD, OVER, NAME, BAND = 80, 184, 200, 404
"""Pixels from the top: baselines of the title and of the line over the name; tops of name and figures."""
NAME_SIZES = ((72, 112), (56, 82), (44, 56))
"""Smallest and largest type of a name in one, two or three lines; the last smallest is where it is cut."""
NAME_SIZES_ABOVE = ((68, 100), (46, 62), (34, 42))
"""The same above another line."""
LEADING = 1.06
"""From one baseline to the next, as a multiple of the size of type."""
MONEY_WIDTH = 1.28
"""Width of a column with a price, as a multiple of one with a count."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom edge in pixels, the last two just outside of the box."""
Text = tuple[int, int, str, Font, str]
"""Where a baseline's end is in pixels, the text, its font, and which end it is: "ls" left or "rs" right."""


class Canvas:
    """One picture while it is drawn: its texts and boxes by ink, in pixels from the upper left corner."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.texts: dict[str, list[Text]] = {ink: [] for ink in PAPER}
        self.boxes: dict[str, list[tuple[Box, int]]] = {ink: [] for ink in PAPER}

    def write(self, ink: str, x: int, y: int, text: str, font: Font, anchor: str = "ls") -> None:
        """Add a text whose baseline starts, or for the anchor "rs" ends, at a point."""
        self.texts[ink].append((x, y, text, font, anchor))

    def fill(self, ink: str, box: Box, level: int = LEVELS) -> None:
        """Add a box that is filled with a level of an ink."""
        self.boxes[ink].append((box, level))

    def png(self, colours: Inks, *, gone: bool) -> bytes:
        """Return the picture as a PNG with a palette; for what is gone, the accent is red."""
        palette = _palette(colours, gone=gone)
        image = self._image()
        image.putpalette(palette)  # which makes its pixels places in a palette, as packing needs
        rows = zlib.compress(image.tobytes("raw", "P;4"), COMPRESSION)
        header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
        chunks = {b"IHDR": header, b"PLTE": palette, b"IDAT": rows, b"IEND": b""}
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks.items())

    def _image(self) -> Image.Image:
        """Return the image with its padding: places in the palette."""
        image = Image.new("L", (PADDING + WIDTH, HEIGHT))
        for ink, paper in PAPER.items():
            for x, y, text, font, anchor in self.texts[ink]:
                coverage, levels, left, top = self.fonts.glyphs(text, font, anchor, paper)
                corner = PADDING + x + left, y + top
                ground = image.crop((*corner, corner[0] + levels.width, corner[1] + levels.height))
                image.paste(_mixed(ground, coverage, paper) if ground.getbbox() else levels, corner)
            for (left, top, right, bottom), level in self.boxes[ink]:
                image.paste(paper + level, (PADDING + left, top, PADDING + right, bottom))
        return image


def _mixed(ground: Image.Image, coverage: Image.Image, paper: int) -> Image.Image:
    """Return what is drawn in a rectangle with a text over it: edges that touch are a mixture of both."""
    image = ground.point([level or paper for level in range(256)])
    image.paste(paper + LEVELS, (0, 0), coverage)
    return image.point([0 if level == paper else level for level in range(256)])


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG: https://www.w3.org/TR/png-3/#5Chunk-layout."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@lru_cache(4)
def _palette(colours: Inks, *, gone: bool) -> bytes:
    """Return red, green and blue of the paper and of each level of each ink, as ``PAPER`` says."""
    paper = _rgb(colours.paper)
    inks = (colours.red if gone else colours.accent, colours.soft, colours.ink)
    return bytes(paper) + bytes(
        round(under + (over - under) * level / LEVELS)
        for ink in inks
        for level in range(1, LEVELS + 1)
        for under, over in zip(paper, _rgb(ink), strict=True)
    )


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def picture(card: Card, fonts: Fonts, colours: Inks) -> bytes:
    """Return the share picture of a card as a PNG of 1200×630 pixels."""
    return laid_out(card, fonts).png(colours, gone=card.gone)


def laid_out(card: Card, fonts: Fonts) -> Canvas:
    """Return the canvas with all that a card shows in its place."""
    canvas = Canvas(fonts)
    _add_masthead(canvas, card)
    _add_name(canvas, card)
    _add_figures(canvas, card)
    return canvas


def _add_masthead(canvas: Canvas, card: Card) -> None:
    """Add the site's title and the day over a double rule."""
    font, (day, *_) = canvas.fonts.fitted(card.dated, REGULAR, (RIGHT - LEFT) * 3 // 5, ((22, 30),))
    canvas.write("soft", RIGHT, MASTHEAD, day, font, "rs")
    width = RIGHT - LEFT - round(font.getlength(day)) - 40
    font, (title, *_) = canvas.fonts.fitted(card.site, SEMIBOLD, width, ((24, 38),))
    canvas.write("ink", LEFT, MASTHEAD, title, font)
    for top in (102, 109):
        canvas.fill("ink", (LEFT, top, RIGHT, top + 3))


def _add_name(canvas: Canvas, card: Card) -> None:
    """Add the name with the lines over and under it."""
    font, (over, *_) = canvas.fonts.fitted(card.over, REGULAR, RIGHT - LEFT, ((28, 44),))
    canvas.write("accent", LEFT, OVER, over, font)
    sizes = NAME_SIZES_ABOVE if card.under else NAME_SIZES
    font, lines = canvas.fonts.fitted(card.name, SEMIBOLD, RIGHT - LEFT, sizes)
    for number, line in enumerate(lines):
        baseline = NAME + font.size * 0.96 + number * font.size * LEADING
        canvas.write("ink", LEFT, round(baseline), line, font)
    if card.under:
        font, (under, *_) = canvas.fonts.fitted(card.under, REGULAR, RIGHT - LEFT, ((26, 34),))
        canvas.write("accent" if card.gone else "soft", LEFT, BAND - 28, under, font)


def _add_figures(canvas: Canvas, card: Card) -> None:
    """Add the figures in columns with a rule between two; the rule before the prices is double."""
    canvas.fill("ink", (LEFT, BAND, RIGHT, BAND + 2))
    shares = [MONEY_WIDTH if figure.money else 1 for figure in card.figures]
    left, before = float(LEFT), None
    for figure, share in zip(card.figures, shares, strict=True):
        width, x = (RIGHT - LEFT) * share / sum(shares), round(left)
        inset = 24 if before else 0
        if before:
            for rule in (x - 3, x + 3) if figure.money and not before.money else (x,):
                canvas.fill("soft", (rule, BAND + 20, rule + 2, HEIGHT - 44), 3)
        _add_figure(canvas, figure, x + inset, round(width) - inset - 20, gone=card.gone)
        left, before = left + width, figure


def _add_figure(canvas: Canvas, figure: KeyFigure, x: int, width: int, *, gone: bool) -> None:
    """Add one figure below its label and above its unit."""
    font, (label, *_) = canvas.fonts.fitted(figure.label, REGULAR, width, ((24, 34),))
    canvas.write("soft", x, BAND + 52, label, font)
    amount = figure.state == "amount"
    style, largest = (SEMIBOLD, 74) if amount else (ITALIC, 56)
    sizes = ((34, largest),) if figure.unit else ((44, largest), (30, 50))
    font, lines = canvas.fonts.fitted(figure.text, style, width, sizes)
    ink = "ink" if amount else "accent" if figure.state == "free" and not gone else "soft"
    for number, line in enumerate(lines):
        canvas.write(ink, x, round(BAND + 124 + number * font.size * LEADING), line, font)
    if figure.unit:
        font, (unit, *_) = canvas.fonts.fitted(figure.unit, REGULAR, width, ((22, 32),))
        canvas.write("soft", x, BAND + 174, unit, font)


def card_of(fields: dict[str, Any]) -> Card:
    """Return the card that ``dataclasses.asdict`` and JSON made of one."""
    return Card(**{**fields, "figures": tuple(KeyFigure(*figure) for figure in fields["figures"])})


def main() -> None:
    """Draw what standard input asks for, a line of JSON each: the file, the card and the colours.

    Writes a full stop for each picture, so that the caller can count them.
    """
    fonts = Fonts()
    for line in sys.stdin.buffer:
        file, fields, colours = json.loads(line)
        keep(Path(file), picture(card_of(fields), fonts, Inks(*colours)))
        sys.stdout.write(".")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
