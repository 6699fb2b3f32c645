"""Markdown that no text from outside can break."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.forms.markdown import code, codes, quotation, table, words

SPECIAL = re.compile(r"[`*_\[\]<>|~&$\n\x1b]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@given(st.text())
def test_words_show_just_the_text(text: str) -> None:
    """Without its escapes the result has no character in force, and it reads as the text on one line."""
    made = words(text)
    assert not SPECIAL.search(ESCAPED.sub("", made))
    visible = re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    assert ESCAPED.sub(r"\1", made) == " ".join(visible.split())


@given(st.text(alphabet="#+-=.) \t>*|0123456789\na`<", max_size=60))
def test_a_quotation_opens_no_block_but_lists(text: str) -> None:
    """No line of a quotation is a heading, a rule, code, a table or raw HTML."""
    for line in quotation(text).splitlines():
        assert re.match(r">$|> ", line)
        assert not re.match(r"> (?:#|=|---|\+|>|`|\||\s)", line)
        assert not re.search(r"(?<!\\)[<`|]", line[1:])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a **bold** word", "> a bold word"),
        ("## Heading", "> Heading"),
        ("* one\n2) two", "> - one\n> 2. two"),
        ("see [GLM](/z-ai/glm) and [x](https://e.org/x)", "> see GLM and x (https://e.org/x)"),
        ("![pic](https://e.org/p.png)", "> pic (https://e.org/p.png)"),
        ("2026. A year", "> 2026. A year"),
        ("1.5 times", "> 1\\.5 times"),
        ("---", "> \\---"),
        ("one\n\n\ntwo", "> one\n>\n>\n> two"),
    ],
)
def test_outside_markdown_becomes_a_plain_quotation(text: str, shown: str) -> None:
    """Paragraphs and lists stay, emphasis and headings lose their marks, links become their words."""
    assert quotation(text) == shown


def test_identifiers_are_code_unless_they_are_strange() -> None:
    """An id is a code span; one with a backtick or a bar, which would end the span or the cell, is words."""
    assert code("a/b-2:free") == "`a/b-2:free`"
    assert code("a`|b") == "a\\`\\|b"
    assert codes(("a", "b_c")) == "`a`, `b_c`"
    assert codes(("a", "b`c")) == "`a`, b\\`c"
    assert codes(()) == ""


def test_a_table_has_a_rule_below_its_head() -> None:
    """Head, rule and rows have the same number of cells."""
    assert table([["1", "2"]], ["A", "B"]) == "| A | B |\n| --- | --- |\n| 1 | 2 |"
