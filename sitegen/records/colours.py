"""The owner's colours: values for the stylesheet's custom properties, each readable on its paper."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, model_validator

from sitegen.records import Record

LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: of text against what it stands on. https://www.w3.org/TR/WCAG22/#contrast-minimum"""

TEXTS, GROUNDS = ("ink", "soft", "accent", "red"), ("paper", "tint")
"""What is read, and on what: a row under the pointer is tinted."""


def _colour(value: str) -> str:
    # Hexadecimal alone: a colour that shines through has no contrast of its own, and what is six digits
    # cannot end a declaration. https://www.w3.org/TR/css-color-4/#hex-notation
    found = re.fullmatch(r"#([0-9a-f]{6}|[0-9a-f]{3})", value.lower())
    if not found:
        raise ValueError("is no colour in six hexadecimal digits, such as #0b6148")
    return f"#{found[1] if len(found[1]) == len('rrggbb') else ''.join(digit * 2 for digit in found[1])}"


Colour = Annotated[str, AfterValidator(_colour)]


class Palette(Record):
    """Colours of one scheme, by the custom property whose value each becomes; None keeps the shipped one."""

    model_config = ConfigDict(extra="forbid")

    paper: Colour | None = None
    ink: Colour | None = None
    soft: Colour | None = None
    hair: Colour | None = None
    line: Colour | None = None
    tint: Colour | None = None
    accent: Colour | None = None
    red: Colour | None = None

    def over(self, other: Palette) -> Palette:
        """Return the other palette with this one's colours in their places."""
        return other.model_copy(update=self.set_colours())

    def set_colours(self) -> dict[str, str]:
        """Return the colours that are set."""
        return {name: value for name in Palette.model_fields if (value := getattr(self, name))}


# What the shipped stylesheet sets: its own values, which a test holds to be these.
LIGHT = Palette(
    paper="#fafbf9", ink="#15201a", soft="#55635a", hair="#dde4de",
    line="#a7b6ac", tint="#eff4f0", accent="#0b6148", red="#9b2d1d",
)  # fmt: skip
DARK = Palette(
    paper="#101613", ink="#e3eae5", soft="#9eaea4", hair="#28332d",
    line="#55655c", tint="#18211c", accent="#7dd0af", red="#f39c88",
)  # fmt: skip


class Colours(Palette):
    """The table ``[colours]`` of ``content/site.toml``: the light scheme, and ``dark`` for the other."""

    dark: Palette = Palette()

    @model_validator(mode="after")
    def _readable(self) -> Colours:
        dark = (f"dark: {fault}" for fault in unreadable(self.dark.over(DARK)))
        if faults := [*unreadable(self.over(LIGHT)), *dark]:
            raise ValueError("; ".join(faults))
        return self

    @property
    def given(self) -> bool:
        """Whether any colour is set."""
        return bool(self.set_colours() or self.dark.set_colours())

    def rules(self) -> str:
        """Return the rules that set the custom properties; "" where no colour is given.

        They hold on screens alone, for print has black on white, and each in its own scheme, for a light
        colour must not follow into the dark: https://www.w3.org/TR/mediaqueries-5/#prefers-color-scheme
        """
        schemes = (("light", self.set_colours()), ("dark", self.dark.set_colours()))
        return "".join(_rule(scheme, found) for scheme, found in schemes if found)


def _rule(scheme: str, found: dict[str, str]) -> str:
    declarations = " ".join(f"--{name}: {value};" for name, value in found.items())
    return f"@media screen and (prefers-color-scheme: {scheme}) {{\n  :root {{ {declarations} }}\n}}\n"


def unreadable(palette: Palette) -> Iterator[str]:
    """Yield each pair of text and ground whose contrast is too small, with its ratio."""
    colours = palette.set_colours()
    for text in TEXTS:
        for ground in GROUNDS:
            ratio = contrast(colours[text], colours[ground])
            if ratio < LEAST_CONTRAST:
                # Rounded down: 4.499 must not be called 4.5.
                shown = math.floor(ratio * 100) / 100
                yield (
                    f"{text} {colours[text]} on {ground} {colours[ground]} has a contrast of {shown:.2f}:1, "
                    f"and text needs {LEAST_CONTRAST}:1"
                )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, from 0 for black to 1 for white.

    https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= KNEE else ((channel + 0.055) / 1.055) ** 2.4


KNEE = 0.04045
"""Where the curve of sRGB begins; below it a channel is linear."""
