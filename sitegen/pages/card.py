"""A card: the texts of one share picture, all of them in characters that the pictures' fonts have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 1200, 630
"""Pixels of a share picture: what large link previews are cut to."""

# Latin, Greek and Cyrillic with the signs of names and prices: what the files in ``sitegen/fonts`` have. No
# right-to-left script and no mark that joins the letter before it, so each character stands by itself.
_DRAWN = (
    r"[ -~\u00a1-\u00ac\u00ae-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f\u0218-\u021b\u0388-\u038a"
    r"\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490\u0491\u1e80-\u1e85\u1ea0-\u1ef9\u2010-\u2015\u2018-\u201a\u201c-\u201e"
    r"\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2116\u2122\u2190-\u2193\u2211\u2212\u221e\u2248"
    r"\u2260\u2264\u2265]"
)
_ALL_DRAWN = re.compile(f"{_DRAWN}+")
_NOT_ASCII = re.compile(r"[^ -~]")


class Inks(NamedTuple):
    """The colours of a picture, as ``#rrggbb``; ``accent`` is the author's, ``red`` that of what is gone."""

    paper: str = "#fafbf9"
    ink: str = "#15201a"
    soft: str = "#55635a"
    accent: str = "#0b6148"
    red: str = "#9b2d1d"


class KeyFigure(NamedTuple):
    """One figure of a card: ``state`` as in ``figures.Cell``, ``money`` where it is a price.

    ``KeyFigure("Input", "$2.50", "per 1M tokens", money=True)`` is a price with its unit.
    """

    label: str
    text: str
    unit: str = ""
    state: str = "amount"
    money: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What one picture shows, and the ``path`` at which it stands in the site.

    From the top: the ``site`` and the days of what is shown (``dated``), a line ``over`` the name, the
    ``name`` and a line ``under`` it, and up to four figures (``figures``), prices behind a double rule.
    ``gone`` marks a model that is retired. ``alt`` describes the picture for people who cannot see it.
    """

    path: str
    alt: str
    site: str
    name: str
    over: str = ""
    under: str = ""
    figures: tuple[KeyFigure, ...] = ()
    dated: str = ""
    gone: bool = False


LONGEST = 160
"""Characters of a text beyond which no picture has room for it."""


def drawn(*texts: str) -> str:
    """Return the first of these texts whose every character can be drawn, on one line.

    Where none is, the last one is spelled in ASCII, with ``?`` for what that lacks.
    """
    for text in texts:
        line = " ".join(unicodedata.normalize("NFC", text).split())
        if _ALL_DRAWN.fullmatch(line):
            return line[:LONGEST]
    return _NOT_ASCII.sub("?", " ".join(texts[-1].split())[:LONGEST])


def described(*parts: str, figures: Iterable[KeyFigure] = ()) -> str:
    """Return a description of a picture: its texts from the top (``parts``), its figures before the last one.

    ``described("Anvil", "As of 2026-01-05", figures=[KeyFigure("Input", "$2")])`` is
    ``"Anvil. Input: $2. As of 2026-01-05."``. https://ogp.me/#structured: "A description of what is in the
    image (not a caption)".
    """
    texts = [f"{figure.label}: {figure.text} {figure.unit}".rstrip() for figure in figures]
    return " ".join(f"{text.rstrip('.')}." for text in (*parts[:-1], *texts, *parts[-1:]) if text)
