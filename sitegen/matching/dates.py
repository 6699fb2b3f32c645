"""Dates in names, as far as a name gives them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple


class Day(NamedTuple):
    """A date as far as a name gives it: 2508 has no day, 0709 no year. Zero stands for what is missing."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        parts = (
            f"{self.year}" if self.year else "",
            f"{self.month:02}",
            f"{self.day:02}" if self.day else "",
        )
        return "-".join(part for part in parts if part)

    def agrees(self, other: Day) -> bool:
        """Whether nothing that both of them give differs."""
        return all(a == b or not a or not b for a, b in zip(self, other, strict=True))

    def nearest(self, other: date | None) -> date | None:
        """Return the day of the calendar, in the year that is nearest to ``other`` where it has none."""
        if not self.day or not (self.year or other):
            return None
        years = (self.year,) if self.year or not other else range(other.year - 1, other.year + 2)
        days = [day for year in years if (day := _calendar(self._replace(year=year)))]
        return min(days, key=lambda day: abs(day - other) if other else timedelta(0), default=None)

    def before(self, other: date) -> timedelta | None:
        """Return how long before ``other`` it was, in the nearest year; None where it has no day."""
        day = self.nearest(other)
        return other - day if day else None


def _calendar(day: Day) -> date | None:
    try:
        return date(day.year or 2024, day.month, day.day or 1)
    except ValueError:
        return None


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MM, _DD = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
# Two-digit years begin where chat models do, so that 1106 is November 6th and 2410 is October 2024.
_DATE = re.compile(
    rf"""(?<![a-uw-z0-9.])v?(?:
      (?P<y1>20[2-3][0-9])[-_/\ ]?(?P<m1>{_MM})(?:[-_/\ ]?(?P<d1>{_DD}))?
    | (?P<m2>{_MM})[-_/\ ](?P<y2>20[2-3][0-9])
    | (?P<y3>2[2-9])(?P<m3>{_MM})(?P<d3>{_DD})?
    | (?P<m4>{_MM})-?(?P<d4>{_DD})
    | (?P<w5>{"|".join(_MONTHS)})[-\ ](?P<y5>20[2-3][0-9])
    )(?![a-z0-9]|\.[0-9])""",
    re.VERBOSE,
)
_DIGITS = re.compile(r"[0-9]{3}|[0-9]{2}[-_/ ][0-9]{2}")
_CENTURY = 2000


def _day(found: re.Match[str]) -> Day | None:
    part = found.groupdict(default="")
    year = int(part["y1"] or part["y2"] or part["y3"] or part["y5"] or 0)
    month = part["m1"] or part["m2"] or part["m3"] or part["m4"] or _MONTHS.index(part["w5"]) + 1
    day = part["d1"] or part["d3"] or part["d4"] or 0
    read = Day(year + _CENTURY if 0 < year < _CENTURY else year, int(month), int(day))
    return read if _calendar(read) else None


def dates(text: str) -> tuple[Day, ...]:
    """Return the dates in a text, in reading order."""
    found = _DATE.finditer(text) if _DIGITS.search(text) else ()
    return tuple(day for one in found if (day := _day(one)))


def marked(text: str, days: list[Day]) -> str:
    """Return a text with each date as "@" and its digits, and add its dates to ``days``."""

    def mark(found: re.Match[str]) -> str:
        day = _day(found)
        if day is None:
            return found[0]
        days.append(day)
        return f" @{day} "

    return _DATE.sub(mark, text) if _DIGITS.search(text) else text
