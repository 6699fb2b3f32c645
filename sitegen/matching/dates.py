"""Dates in the names of models, as far as a name gives them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple


class NameDate(NamedTuple):
    """A date as far as a name gives it: 2508 has no day and 0709 no year. Zero stands for a missing part."""

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

    def agrees(self, other: NameDate) -> bool:
        """Whether the parts that both dates have are equal."""
        return all(a == b or not a or not b for a, b in zip(self, other, strict=True))

    def nearest(self, other: date | None) -> date | None:
        """Return the calendar day; without a year it is the one nearest to ``other``.

        None where the name gives no day of the month, where no calendar has the day, and where neither a
        year nor ``other`` is known.
        """
        if not self.day or not (self.year or other):
            return None
        years = (self.year,) if self.year or not other else range(other.year - 1, other.year + 2)
        days = [day for year in years if (day := _calendar_day(self._replace(year=year)))]
        return min(days, key=lambda day: abs(day - other) if other else timedelta(0), default=None)

    def before(self, other: date) -> timedelta | None:
        """Return how long before ``other`` the date is; None where it has no day of the month."""
        day = self.nearest(other)
        return other - day if day else None


def _calendar_day(name_date: NameDate) -> date | None:
    try:
        return date(name_date.year or 2024, name_date.month, name_date.day or 1)
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
_DIGITS = re.compile(r"(?:0[1-9]|1[0-2]|2[02-9])(?<![0-9]..)(?:[0-9]|[-_/ ][0-9][0-9])")
"""Every date begins with such digits, and most names have none: they are found faster than dates."""
_CENTURY = 2000


def _name_date(match: re.Match[str]) -> NameDate | None:
    part = match.groupdict(default="")
    year = int(part["y1"] or part["y2"] or part["y3"] or part["y5"] or 0)
    month = part["m1"] or part["m2"] or part["m3"] or part["m4"] or _MONTHS.index(part["w5"]) + 1
    day = part["d1"] or part["d3"] or part["d4"] or 0
    name_date = NameDate(year + _CENTURY if 0 < year < _CENTURY else year, int(month), int(day))
    return name_date if _calendar_day(name_date) else None


def dates_in(text: str) -> tuple[NameDate, ...]:
    """Return the dates in a text in lower case, in reading order."""
    matches = _DATE.finditer(text) if _DIGITS.search(text) else ()
    return tuple(name_date for match in matches if (name_date := _name_date(match)))


def mark_dates(text: str, dates: list[NameDate]) -> str:
    """Return a text with each date as "@" and its digits (" @2025-08 "), and add its dates to ``dates``."""
    if not _DIGITS.search(text):
        return text

    def mark(match: re.Match[str]) -> str:
        name_date = _name_date(match)
        if name_date is None:
            return match[0]
        dates.append(name_date)
        return f" @{name_date} "

    return _DATE.sub(mark, text)
