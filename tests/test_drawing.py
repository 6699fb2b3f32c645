"""Drawing: the size of a picture, its bytes, and texts that fit whatever they are."""

from __future__ import annotations

import io
from dataclasses import asdict, replace

import pytest
from PIL import Image

from sitegen.pages.card import HEIGHT, WIDTH, Card, Inks, Sum, drawn
from sitegen.publishing.drawing import LEFT, RIGHT, SEMIBOLD, Picture, Types, balanced, card_of, picture

TYPES = Types()
SUMS = (
    Sum("Context", "200K", "tokens"),
    Sum("Arena, text", "#12", "of 302 names"),
    Sum("Input", "$2.50", "per 1M tokens", money=True),
    Sum("Output", "varies by request", state="varies", money=True),
)
CARD = Card("og/a.png", "A card", "Odd Models", "Anvil 2", "Acme", sums=SUMS, dated="As of 2026-01-05")

WIDE = "W" * 160
TEXTS = [
    "GPT",
    "A name of many short words that goes on and on, until three lines of small type are full, and more",
    WIDE,
    "acme/" + "long-" * 30,
    drawn("🚀" * 40),
    "<script>alert(1)</script>",
    "jgpqyÅÉ" * 9,
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
    """A PNG of 16 colours at most, well under 30 KB."""
    content = picture(CARD, TYPES, Inks())
    image = opened(content)
    assert (image.format, image.mode, image.size) == ("PNG", "P", (WIDTH, HEIGHT))
    assert len(image.getcolors() or []) <= 16
    assert len(content) < 30_000


def test_the_same_card_is_the_same_bytes() -> None:
    """Nothing but the card decides: fonts read anew give the same bytes."""
    assert picture(CARD, TYPES, Inks()) == picture(CARD, Types(), Inks())


@pytest.mark.parametrize(
    "changed", [{"name": "Anvil 3"}, {"dated": ""}, {"gone": True}, {"sums": SUMS[:3]}, {"site": "Other"}]
)
def test_what_a_card_says_is_seen(changed: dict[str, object]) -> None:
    """Another name, day, state, figure or site is another picture."""
    assert picture(replace(CARD, **changed), TYPES, Inks()) != picture(CARD, TYPES, Inks())  # type: ignore[arg-type]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("place", ["name", "over", "under", "site", "dated"])
def test_no_text_leaves_the_frame(place: str, text: str) -> None:
    """Whatever stands in any place, nothing is drawn in the margins, and the picture stays small."""
    content = picture(replace(CARD, **{place: text}), TYPES, Inks())  # type: ignore[arg-type]
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
        sums = tuple(Sum(text, text, unit, state, money=place > 1) for place in range(number))
        left, _, right, bottom = inked(opened(picture(replace(CARD, sums=sums), TYPES, Inks())))
        assert (left >= LEFT - 4, right <= RIGHT + 4, bottom <= HEIGHT - 20) == (True, True, True)


def test_a_long_name_wraps_and_a_longer_one_is_cut() -> None:
    """Lines are within the width, at most as many as there are sizes, and what is left out is marked."""
    bounds = [(60, 80), (40, 50)]
    for text, cut in (("Anvil", False), ("one two three four five six", False), (WIDE, True)):
        font, lines = TYPES.fitted(text, SEMIBOLD, 500, bounds)
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
        font = TYPES.font(cut, 40)
        missing = bytes(font.getmask("\uffff"))
        passed = [chr(code) for code in range(0x21, 0x2FFF) if drawn(chr(code), "") == chr(code)]
        assert len(passed) > 500
        assert [char for char in passed if bytes(font.getmask(char)) == missing] == []


def test_colours_are_an_argument() -> None:
    """The paper and the inks are those that are asked for, red in the accent's place for what is gone."""
    colours = Inks(paper="#000000", ink="#ffffff", accent="#00ff00", red="#ff0000")
    for gone, accent, other in ((False, (0, 255, 0), (255, 0, 0)), (True, (255, 0, 0), (0, 255, 0))):
        image = opened(picture(replace(CARD, gone=gone), TYPES, colours)).convert("RGB")
        seen = {colour for _, colour in image.getcolors(1 << 16) or []}
        assert {(0, 0, 0), (255, 255, 255), accent} <= seen
        assert other not in seen


def test_ink_laid_on_later_leaves_the_first() -> None:
    """Each ink has levels of its own in the palette."""
    made = Picture(TYPES)
    for place, ink in enumerate(("ink", "soft", "accent")):
        made.bars[ink].append((place * 10, 0, place * 10 + 10, 10, 5))
    image = opened(made.bytes(Inks(ink="#010101", soft="#020202", accent="#030303"), gone=False)).convert(
        "RGB"
    )
    assert [image.getpixel((x, 5)) for x in (5, 15, 25)] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


def test_a_card_survives_its_way_to_another_process() -> None:
    """``asdict`` and back is the same card."""
    assert card_of(asdict(CARD)) == CARD
