"""Markdown that no text from outside can break: escaped words, code spans, quotations and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

MANY = 4096
"""Different texts for which the Markdown is kept."""

# Every character that can open inline markup, raw HTML, a character reference or a table cell: CommonMark
# lets any ASCII punctuation be escaped (https://spec.commonmark.org/0.31.2/#backslash-escapes).
# The backslash comes first: the others are escaped with it.
_INLINE = "\\`*_[]<>|~&$"
_BLOCK = re.compile(r"^(?=[#+=-])|^(\d+)(?=[.)])")
_LIST = re.compile(r"(?:[-*+]|(\d{1,9})[.)])\s+(?=\S)")
_HEADING = re.compile(r"#{1,6}\s+")
_LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]*)(?:\s+\"[^\"]*\")?\)")
# A pattern that begins with what it takes is searched for much faster: most texts have no picture.
_LINK_OR_PICTURE = re.compile(f"!?{_LINK.pattern}")
_PLAIN_CODE = re.compile(r"[\w.:/~+@-]+", re.ASCII)
# What acts on a terminal or turns the direction of the text that follows.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def words(text: str) -> str:
    """Return text from outside as one line of Markdown that shows just this text."""
    if not text.isprintable():
        text = " ".join(_UNSEEN.sub("", text).split())
    elif "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    for char in _INLINE:
        if char in text:
            text = text.replace(char, f"\\{char}")
    return text


def code(text: str) -> str:
    """Return an identifier as a code span, or as words where it has characters that no identifier has."""
    return f"`{text}`" if _PLAIN_CODE.fullmatch(text) else words(text)


_kept_code = lru_cache(maxsize=MANY)(code)


@lru_cache(maxsize=MANY)
def series(names: tuple[str, ...]) -> str:
    """Return a few words from outside with commas between them: what goes in, what comes out."""
    return words(", ".join(names))


@lru_cache(maxsize=MANY)
def codes(names: tuple[str, ...]) -> str:
    """Return identifiers as code spans with commas between them: parameters, which models share."""
    return ", ".join([_kept_code(name) for name in names])


def quotation(text: str) -> str:
    """Return Markdown from outside as a quotation of paragraphs and lists; links become their words."""
    return "\n".join([f"> {_quoted(line)}".rstrip() for line in text.strip().splitlines()])


def _quoted(line: str) -> str:
    line = line.strip()
    if not line:
        return ""
    if "](" in line:
        line = (_LINK_OR_PICTURE if "![" in line else _LINK).sub(_unlinked, line)
    line = line.replace("**", "")
    if line[:1].isalpha():
        return words(line)
    line = _HEADING.sub("", line, count=1) if _HEADING.match(line) else line
    item = _LIST.match(line)
    if item:
        return f"{item[1]}. {words(line[item.end() :])}" if item[1] else f"- {words(line[item.end() :])}"
    return _BLOCK.sub(r"\1\\", words(line))


def _unlinked(link: re.Match[str]) -> str:
    return f"{link[1]} ({link[2]})" if link[2].startswith(("https://", "http://")) else link[1]


def table(rows: Iterable[Sequence[str]], head: Sequence[str]) -> str:
    """Return a table of cells that are Markdown already, below the cells of its head."""
    lines = [" | ".join(cells) for cells in (head, ["---"] * len(head), *rows)]
    joined = " |\n| ".join(lines)
    return f"| {joined} |"
