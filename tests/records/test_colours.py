"""The owner's colours: read strictly, refused where text would be hard to read, written as one rule."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from sitegen.records.colours import DARK, LIGHT, Colours, Palette, contrast, unreadable
from tests.pages.odd_world import ROOT

SHEET = (ROOT / "templates/assets/site.css").read_text(encoding="utf-8")


def declared(css: str) -> dict[str, str]:
    """Return the custom properties that are colours in the first rule of a text."""
    return dict(re.findall(r"--(\w+): (#\w+);", css.partition("{")[2].partition("}")[0]))


def test_the_shipped_colours_are_those_of_the_stylesheet() -> None:
    """What an owner's colour is compared with is what the stylesheet sets, in both schemes."""
    light = SHEET[SHEET.index(":root {") :]
    dark = SHEET[SHEET.index("(prefers-color-scheme: dark)") :]
    assert declared(light) == LIGHT.set_colours()
    assert declared(dark[dark.index(":root {") :]) == DARK.set_colours()
    assert set(LIGHT.set_colours()) == set(DARK.set_colours()) == set(Palette.model_fields)


def test_the_shipped_colours_can_be_read() -> None:
    """Every text of the stylesheet has its contrast on paper and on a tinted row."""
    assert [*unreadable(LIGHT), *unreadable(DARK)] == []


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0a0a0a", "#000000", 1.06),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """Well-known pairs have their well-known ratio, whichever colour comes first."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    "value",
    [
        "green", "0b6148", "#0b614", "#0b61488", "#0b6148ff", "#ggg", "rgb(1 2 3)", "var(--red)", "",
        "#000; } body { display: none", "#000000}", "#0b6148\n", "url(//evil.example)", "#\u0661\u0661\u0661",
    ],
)  # fmt: skip
def test_what_is_no_plain_colour_is_refused(value: str) -> None:
    """Nothing but hexadecimal digits reaches the stylesheet."""
    with pytest.raises(ValidationError, match="is no colour in six hexadecimal digits"):
        Colours(accent=value)


def test_a_short_colour_is_written_out() -> None:
    """Three digits and capital letters are the same colour as six small ones."""
    assert Colours(accent="#06C").accent == "#0066cc"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"accent": "#8a8a8a"}, "accent #8a8a8a on paper #fafbf9 has a contrast of 3.32:1, and text needs"),
        ({"paper": "#15201a"}, "ink #15201a on paper #15201a has a contrast of 1.00:1"),
        ({"tint": "#808080"}, "soft #55635a on tint #808080 has a contrast of"),
        ({"dark": {"accent": "#0b6148"}}, "dark: accent #0b6148 on paper #101613 has a contrast of"),
        ({"accent": "#6f7771", "paper": "#f8f8f8"}, "a contrast of 4.3"),
    ],
)  # fmt: skip
def test_a_colour_that_cannot_be_read_is_refused_with_its_ratio(given: dict[str, object], said: str) -> None:
    """The error names both colours, the ratio and what it must be; what is not set is the shipped colour."""
    with pytest.raises(ValidationError) as caught:
        Colours.model_validate(given)
    assert said in str(caught.value)


def test_hairlines_need_no_contrast() -> None:
    """Lines carry no text, so that they may be as pale as the owner likes."""
    assert Colours(hair="#fafbf9", line="#fafbf9").given


def test_a_colour_becomes_a_rule_of_its_scheme() -> None:
    """A light colour stays out of the dark and of print, and a dark one has a rule of its own."""
    assert Colours(accent="#06c").rules() == (
        "@media screen and (prefers-color-scheme: light) {\n  :root { --accent: #0066cc; }\n}\n"
    )
    dark = Palette(ink="#fff", accent="#9cf")
    assert Colours(dark=dark).rules() == (
        "@media screen and (prefers-color-scheme: dark) {\n"
        "  :root { --ink: #ffffff; --accent: #99ccff; }\n}\n"
    )
    assert Colours().rules() == ""
