"""Reads what a page shows: a small tree of HTML, tables of HTML and of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}


class Node:
    """An element with its attributes and what stands in it: elements and text."""

    __slots__ = ("attributes", "children", "classes", "tag")

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.classes = frozenset((attributes.get("class") or "").split())
        self.children: list[Node | str] = []

    def all(self, *tags: str) -> Iterator[Node]:
        """Yield every element of these tags below this one, in the order of the page."""
        for child in self.children:
            if isinstance(child, Node):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def text(self, *without: str) -> str:
        """Return the text with single spaces, without elements of these classes or tags."""
        return " ".join("".join(_texts(self, frozenset(without))).replace("\u202f", " ").split())


def _texts(node: Node, without: frozenset[str]) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in without and not child.classes & without:
            yield from _texts(child, without)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@lru_cache(maxsize=256)
def tree(html: str) -> Node:
    """Return the tree of a piece of HTML: the same one when the same text is judged again."""
    parser = _Tree()
    parser.feed(html)
    parser.close()
    return parser.open[0]


_SECTION = re.compile(r'<section class="part">\s*<h2 id="([\w-]+)">(.*?)</section>', re.DOTALL)


def sections(html: str) -> dict[str, str]:
    """Return the sections of a page by the id of their heading."""
    return dict(_SECTION.findall(html))


def rows(table: Node) -> list[list[Node]]:
    """Return the rows of a table, a list of cells each."""
    return [[cell for cell in row.children if isinstance(cell, Node)] for row in table.all("tr")]


def pairs(list_: Node) -> dict[str, Node]:
    """Return what stands in a list of terms, by term; of several values the first."""
    found: dict[str, Node] = {}
    term = ""
    for node in list_.all("dt", "dd"):
        if node.tag == "dt":
            term = node.text()
        else:
            found.setdefault(term, node)
    return found


_CELLS = re.compile(r"(?<!\\)\|")
_SIGN = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(markdown: str) -> str:
    """Return a cell of Markdown as it reads: without escapes, without the marks of code."""
    text = markdown.strip().replace("\u202f", " ")
    if text.startswith("`"):
        return text.strip("`").strip().replace("\\|", "|")
    return _SIGN.sub(r"\1", text)


def markdown_tables(text: str) -> list[list[list[str]]]:
    """Return each table of a Markdown text: rows of cells, the head first."""
    found: list[list[list[str]]] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in _CELLS.split(line.strip())[1:-1]]
            if not inside:
                found.append([])
            if not set(line) <= set("|-: "):
                found[-1].append(cells)
        inside = line.startswith("|")
    return found


def markdown_sections(text: str) -> dict[str, str]:
    """Return the parts of a Markdown text by their headings of the second level; "" is before the first."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}
