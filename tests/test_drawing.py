"""Drawing: the size of a picture, its pixels, and texts that fit whatever they are."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, features

from sitegen.pages.card import HEIGHT, WIDTH, Card, Inks, KeyFigure, drawn
from sitegen.publishing.drawing import LEFT, LEVELS, RIGHT, SEMIBOLD, Canvas, laid_out, picture
from sitegen.publishing.typesetting import KEPT, Fonts, balanced

FONTS = Fonts()
FIGURES = (
    KeyFigure("Context", "200K", "tokens"),
    KeyFigure("Arena, text", "#12", "of 302 names"),
    KeyFigure("Input", "$2.50", "per 1M tokens", money=True),
    KeyFigure("Output", "varies by request", state="varies", money=True),
)
CARD = Card("og/a.png", "A card", "Odd Models", "Anvil 2", "Acme", figures=FIGURES, dated="As of 2026-01-05")

WIDE = "W" * 160
TOUCHING = "jgpqyÅÉ" * 9
"""A name whose lines touch each other and the line above: accents and descenders in every word."""
TEXTS = [
    "GPT",
    "A name of many short words that goes on and on, until three lines of small type are full, and more",
    WIDE,
    "acme/" + "long-" * 30,
    drawn("🚀" * 40),
    "<script>alert(1)</script>",
    TOUCHING,
    "",
]


def opened(content: bytes) -> Image.Image:
    """Return a picture from its bytes."""
    return Image.open(io.BytesIO(content))


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of all that is not paper."""
    levels = image.point([0] + [255] * 255, "L")
    return levels.getbbox() or (0, 0, 0, 0)


def test_a_picture_is_1200_by_630_and_small() -> None:
    """A PNG of 16 colours at most, well under 30 KB, that a strict reader takes."""
    content = picture(CARD, FONTS, Inks())
    opened(content).verify()
    image = opened(content)
    assert (image.format, image.mode, image.size) == ("PNG", "P", (WIDTH, HEIGHT))
    assert len(image.getcolors() or []) <= 16
    assert len(content) < 30_000


def test_the_same_card_is_the_same_bytes() -> None:
    """Nothing but the card decides: fonts read anew give the same bytes."""
    assert picture(CARD, FONTS, Inks()) == picture(CARD, Fonts(), Inks())


@pytest.mark.parametrize(
    "changed",
    [{"name": "Anvil 3"}, {"dated": ""}, {"gone": True}, {"figures": FIGURES[:3]}, {"site": "Other"}],
)
def test_what_a_card_says_is_seen(changed: dict[str, object]) -> None:
    """Another name, day, state, figure or site is another picture."""
    assert picture(replace(CARD, **changed), FONTS, Inks()) != picture(CARD, FONTS, Inks())  # type: ignore[arg-type]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("place", ["name", "over", "under", "site", "dated"])
def test_no_text_leaves_the_frame(place: str, text: str) -> None:
    """Whatever stands in any place, nothing is drawn in the margins, and the picture stays small."""
    content = picture(replace(CARD, **{place: text}), FONTS, Inks())  # type: ignore[arg-type]
    left, top, right, bottom = inked(opened(content))
    assert left >= LEFT - 4
    assert right <= RIGHT + 4
    assert top >= 20
    assert bottom <= HEIGHT - 20
    assert len(content) < 30_000


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("text", TEXTS)
def test_figures_keep_to_their_columns(text: str, number: int) -> None:
    """A figure of any length, amount or word, stays within the frame."""
    for state, unit in (("amount", text), ("varies", "")):
        figures = tuple(KeyFigure(text, text, unit, state, money=place > 1) for place in range(number))
        left, _, right, bottom = inked(opened(picture(replace(CARD, figures=figures), FONTS, Inks())))
        assert (left >= LEFT - 4, right <= RIGHT + 4, bottom <= HEIGHT - 20) == (True, True, True)


def test_a_long_name_wraps_and_a_longer_one_is_cut() -> None:
    """Lines are within the width, at most as many as there are sizes, and what is left out is marked."""
    sizes = ((60, 80), (40, 50))
    for text, cut in (("Anvil", False), ("one two three four five six", False), (WIDE, True)):
        font, lines = FONTS.fitted(text, SEMIBOLD, 500, sizes)
        assert len(lines) <= 2
        assert all(font.getlength(line) <= 500 for line in lines)
        assert lines[-1].endswith("…") == cut
        if not cut:
            assert " ".join(lines) == text


def test_lines_are_of_like_length() -> None:
    """Two lines are broken so that the longer one is as short as can be."""
    assert balanced([10, 10, 10, 10], 1, 35, 2) == [0, 2, 4]
    assert balanced([10, 10], 1, 25, 2) == [0, 2]
    assert balanced([10, 40], 1, 35, 2) == []
    assert balanced([10, 10, 10], 1, 12, 2) == []


def test_every_character_of_a_card_has_a_glyph() -> None:
    """What ``drawn`` lets through is in both fonts: nothing is drawn as the box of what is missing."""
    for cut in ("regular.ttf", SEMIBOLD):
        font = FONTS.font(cut, 40)
        missing = bytes(font.getmask("\uffff"))
        passed = [chr(code) for code in range(0x21, 0x2FFF) if drawn(chr(code), "") == chr(code)]
        assert len(passed) > 500
        assert [char for char in passed if bytes(font.getmask(char)) == missing] == []


def test_colours_are_an_argument() -> None:
    """The paper and the inks are those that are asked for, red in the accent's place for what is gone."""
    colours = Inks(paper="#000000", ink="#ffffff", accent="#00ff00", red="#ff0000")
    for gone, accent, other in ((False, (0, 255, 0), (255, 0, 0)), (True, (255, 0, 0), (0, 255, 0))):
        image = opened(picture(replace(CARD, gone=gone), FONTS, colours)).convert("RGB")
        seen = {colour for _, colour in image.getcolors(1 << 16) or []}
        assert {(0, 0, 0), (255, 255, 255), accent} <= seen
        assert other not in seen


def test_each_ink_has_levels_of_its_own() -> None:
    """Boxes of three inks have three colours, up to the edge of the picture."""
    canvas = Canvas(FONTS)
    for number, ink in enumerate(("ink", "soft", "accent")):
        canvas.fill(ink, (number * 10, 0, number * 10 + 10, 10))
    colours = Inks(ink="#010101", soft="#020202", accent="#030303")
    image = opened(canvas.png(colours, gone=False)).convert("RGB")
    assert [image.getpixel((x, 5)) for x in (0, 10, 29)] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


ODD_CARDS = {
    "plain": CARD,
    "retired": replace(CARD, gone=True, under="Retired, gone by 2026-03-01: this is what it was"),
    "free": replace(CARD, figures=(*FIGURES[:2], KeyFigure("Input", "free", state="free", money=True))),
    "three lines": replace(CARD, name=TEXTS[1], over=TEXTS[1], site=TEXTS[1], dated=TEXTS[1]),
    "too long": replace(CARD, name=WIDE, under=WIDE, figures=tuple(KeyFigure(WIDE, WIDE) for _ in range(4))),
    "touching": replace(CARD, name=TOUCHING, over="gjÅ", under="Åy", figures=()),
    "empty": Card("", "", "", ""),
}


def drawn_by_pillow(canvas: Canvas) -> Image.Image:
    """Return what is on a canvas as Pillow alone draws it: ink after ink, and without kept texts."""
    image = Image.new("L", (WIDTH, HEIGHT))
    brush = ImageDraw.Draw(image)
    for ink in ("ink", "soft", "accent"):
        image.paste(image.point([level + LEVELS if level else 0 for level in range(256)]))
        for x, y, text, font, anchor in canvas.texts[ink]:
            brush.text((x, y), text, fill=LEVELS, font=font, anchor=anchor)
        for (left, top, right, bottom), level in canvas.boxes[ink]:
            brush.rectangle((left, top, right - 1, bottom - 1), fill=level)
    return image


@pytest.mark.parametrize("name", ODD_CARDS)
def test_no_pixel_is_lost_for_speed(name: str) -> None:
    """Kept texts, packed rows and a PNG of our own show what Pillow draws, also where texts touch."""
    canvas = laid_out(ODD_CARDS[name], FONTS)
    expected = drawn_by_pillow(canvas).tobytes()
    for _ in range(2):  # the second time, all texts are kept ones
        assert opened(canvas.png(Inks(), gone=False)).tobytes() == expected


def test_texts_that_are_no_longer_kept_are_set_again() -> None:
    """A process that drew many other cards gives the same bytes as before."""
    before = picture(CARD, FONTS, Inks())
    for number in range(KEPT + 1):
        font, _ = FONTS.fitted(str(number), SEMIBOLD, 500, ((20, 30),))
        FONTS.glyphs(str(number), font, "ls", 0)
    assert picture(CARD, FONTS, Inks()) == before


def test_golden_pictures(request: pytest.FixtureRequest) -> None:
    """The same card has the same pixels as ever, wherever the library that draws letters is the same."""
    file = Path(__file__).parent / "golden/pictures.json"
    pixels = {name: opened(picture(card, FONTS, Inks())).convert("RGB") for name, card in ODD_CARDS.items()}
    digests = {name: hashlib.sha256(image.tobytes()).hexdigest() for name, image in pixels.items()}
    made = {"freetype": features.version("freetype2"), "pixels": digests}
    if request.config.getoption("--update-golden"):
        file.write_text(json.dumps(made, indent=1) + "\n")
    golden = json.loads(file.read_text())
    if made["freetype"] != golden["freetype"]:
        pytest.skip(f"FreeType is {made['freetype']}, and the golden pictures were drawn by another")
    assert made == golden, "run `make golden` if the change is meant, and look at the pictures"
