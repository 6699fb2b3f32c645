"""What a person sees in a terminal: outcomes in lines, and a bar only after a wait."""

from __future__ import annotations

import io
import json
import sys

import pytest

from sitegen.cli.terminal import progress_bar, say_outcomes
from sitegen.records.snapshot import Outcome, SetAside


class Screen(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        """Say that a person looks."""
        return True


OUTCOMES = [
    Outcome(
        feed="openrouter/models", status="changed", rows=1_200, changes=7,
        set_aside=(SetAside(row="acme/\x1b[2J", reason="price prompt is 'x', no number"),),
        unknown_keys={"pricing.hologram": 3, "carbon": 1_000},
        notes=("2 ids are strange: acme/\x1b[2J",),
    ),
    Outcome(feed="arena/text", status="unchanged", rows=300),
    Outcome(feed="usage/daily", status="skipped", error="needs OPENROUTER_API_KEY"),
]  # fmt: skip


def test_outcomes_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each feed has a line, under it what was set aside, escaped, and every new key with its rows."""
    say_outcomes(OUTCOMES, "text")
    assert capsys.readouterr().out.splitlines() == [
        "openrouter/models: changed, 1,200 rows, 7 changes",
        "  set aside: acme/\\x1b[2J: price prompt is 'x', no number",
        "  note: 2 ids are strange: acme/\\x1b[2J",
        "  new key: carbon, in 1,000 rows; it is shown on the pages as it is",
        "  new key: pricing.hologram, in 3 rows; it is shown on the pages as it is",
        "arena/text: unchanged, 300 rows",
        "usage/daily: skipped (needs OPENROUTER_API_KEY)",
    ]


def test_outcomes_are_json_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    """The same as a list, with what was set aside as rows and reasons."""
    say_outcomes(OUTCOMES, "json")
    first, second, third = json.loads(capsys.readouterr().out)
    assert first["set_aside"] == [
        {"row": "acme/\x1b[2J", "reason": "price prompt is 'x', no number", "field": ""}
    ]
    assert (second["status"], third["error"]) == ("unchanged", "needs OPENROUTER_API_KEY")


def test_a_bar_shows_the_share_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a total the bar fills up and never beyond; at the end its line is blank again."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar(patience=0) as progress:
        progress("pages", 1, 4)
        progress("pages\x1b[2J", 9, 4)
    drawn = screen.getvalue().split("\r")
    assert drawn[1].rstrip() == "█" * 6 + "░" * 18 + "  25% pages"
    assert drawn[2].rstrip() == "█" * 24 + " 100% pages\\x1b[2J"
    assert (drawn[3].strip(), drawn[4]) == ("", "")


def test_a_bar_without_a_total_counts_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody knows how much is to come, the bar says how much has come."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar(patience=0) as progress:
        progress("arena/text", 2_500_000, None)
    assert "░" * 24 + " 2.5 MB arena/text" in screen.getvalue()


@pytest.mark.parametrize("screen", [Screen(), io.StringIO()])
def test_nothing_is_drawn_for_the_quick_or_for_a_log(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person who has not waited sees no bar, and a file never has one."""
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar(patience=60 if screen.isatty() else 0) as progress:
        progress("pages", 1, 4)
    assert screen.getvalue() == ""
