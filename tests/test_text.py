"""Text from outside: what a line, a terminal and a log show of it, and what they never obey."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.text import one_line, printable, redacted_url, without_log_commands


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é → $1\u202fx", "plain é → $1\u202fx"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\rc\td", "a\\nb\\rc\\td"),
        ("::error::x", "\\::error::x"),
        ("  ::error::x", "  \\::error::x"),
        ("x ##[error]y", "x ##\\[error]y"),
        ("\u202egnp.exe\u200b", "\\u202egnp.exe\\u200b"),
    ],
)
def test_nothing_from_outside_acts_on_a_terminal_or_a_log(text: str, shown: str) -> None:
    """Control characters, reordering marks and a CI's commands are shown, not obeyed."""
    assert printable(text) == shown


@given(st.text(st.sampled_from("#[:]\\ a\n\x85")))
def test_no_text_is_a_command_of_a_log(text: str) -> None:
    """Whatever is put together of the marks of commands, no line of it is one, and once escaped it stays."""
    shown = printable(text)
    assert "##[" not in shown
    assert not shown.lstrip().startswith("::")
    assert shown.isprintable()
    assert printable(shown) == shown


def test_where_a_backslash_means_nothing_another_bracket_stands() -> None:
    """JSON reads its own escape as the bracket that was meant; other marks of a program stay."""
    value = {"name": "##[error]", "other": "::x"}
    shown = without_log_commands(json.dumps(value), bracket=r"\u005b")
    assert "##[" not in shown
    assert json.loads(shown) == value


@pytest.mark.parametrize(
    ("text", "shown"), [("a" * 9, "a" * 9), ("a" * 10, "a" * 8 + "…"), ("a\nb", "a\\nb"), ("", "")]
)
def test_a_part_of_a_line_is_cut(text: str, shown: str) -> None:
    """Text of up to nine characters stays whole; what is longer ends after eight with an ellipsis."""
    assert one_line(text, 9) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://e.org/x?a=1&key=s#token=s", "https://e.org/x?a=1&key=hidden#token=hidden"),
        (
            "https://e.org/x?API%5Fkey=s&Sig=s&author=a",
            "https://e.org/x?API%5Fkey=hidden&Sig=hidden&author=a",
        ),
        ("https://me:s@e.org/@x", "https://hidden@e.org/@x"),
        (
            "https://e.org/x?config=text&offset=0&length=100",
            "https://e.org/x?config=text&offset=0&length=100",
        ),
    ],
)
def test_an_address_is_shown_without_secrets(address: str, shown: str) -> None:
    """Names of parameters tell which values are secret; all else stays, so that the address is a link."""
    assert redacted_url(address) == shown
