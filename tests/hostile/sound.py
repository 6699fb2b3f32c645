"""What no file and no printed line may hold, whatever upstream sends: faults as sentences."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree

Vocabulary = frozenset[tuple[str, str]]
"""Elements with their attributes, as pairs; an element as such has "" for the attribute."""

# What Markdown from outside may become, as ``pages/prose.py`` promises.
PROSE = frozenset(
    [
        (tag, "")
        for tag in ("a", "blockquote", "br", "code", "em", "h3", "hr", "li", "ol", "p", "pre", "strong")
    ]
    + [(tag, "") for tag in ("table", "tbody", "td", "th", "thead", "tr", "ul", "span")]
    + [("a", "href"), ("a", "rel"), ("ol", "start")]
)
LINKED = {
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "xlink:href",
    "data",
    "srcset",
    "background",
    "cite",
}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
SHOWN = {"html", "md", "txt", "xml", "svg", "csv", "ics"}
"""Kinds of files that people read as they are; JSON keeps what upstream sent."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
csv.field_size_limit(10_000_000)  # the judge reads what a program for spreadsheets would not
SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MODULE = re.compile(r"(?:\./|(?:\.\./)+|/odd/)assets/[a-z]+\.js")


class Elements(HTMLParser):
    """The elements of a page with their attributes, in order, and the texts of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.comments: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        values = {name: value or "" for name, value in attrs}
        self.found.append((tag, values))
        if tag == "script":
            self.scripts.append((values, ""))

    def handle_data(self, data: str) -> None:
        """Keep the text of a script."""
        if self.scripts and self.found[-1][0] == "script":
            values, text = self.scripts[-1]
            self.scripts[-1] = (values, text + data)

    def handle_comment(self, data: str) -> None:
        """Keep a comment."""
        self.comments.append(data)

    def vocabulary(self) -> Vocabulary:
        """Return the pairs of elements and attributes that stand on the page."""
        pairs = {(tag, name) for tag, values in self.found for name in ("", *values)}
        return frozenset(pairs)


def faults(path: str, body: bytes, known: Vocabulary) -> list[str]:
    """Return what is wrong with a file of the site; ``known`` is what our own templates write."""
    kind = path.rpartition(".")[2]
    if kind == "png":
        return [] if body.startswith(b"\x89PNG\r\n\x1a\n") else ["it is no PNG"]
    if kind == "sqlite":
        return [] if body.startswith(b"SQLite format 3\0") else ["it is no database"]
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        return [f"it is no UTF-8 ({error})"]
    controls = CONTROL.findall(text.replace("\r\n", "\n") if kind in ("csv", "ics") else text)
    if controls and kind in SHOWN:
        return [f"it has the control character {controls[0]!a}"]
    if kind in ("html", "md") and (found := TURNING.search(text)):
        return [f"it has {found[0]!a}, which turns the text behind it"]
    return list(KINDS.get(kind, _nothing)(text, known))


def _nothing(text: str, known: Vocabulary) -> Iterator[str]:  # noqa: ARG001 - every kind is asked alike
    yield from ()


def html_faults(text: str, known: Vocabulary) -> Iterator[str]:
    """Find elements, attributes and scripts that are not ours, and links that run something."""
    page = Elements(text)
    yield from (f"it has <{tag} {name}>" for tag, name in sorted(page.vocabulary() - known - PROSE))
    yield from (f"it has the comment {comment[:40]!a}" for comment in page.comments)
    for tag, values in page.found:
        yield from _address_faults(tag, values)
    for values, content in page.scripts:
        kind = values.get("type")
        if kind == "module":
            if content.strip() or not MODULE.fullmatch(values.get("src", "")):
                yield f"it has the script {values} {content[:40]!a}"
        elif kind not in ("application/ld+json", "application/json") or "src" in values:
            yield f"it has the script {values}"
        else:
            yield from json_faults(content, known)


def _address_faults(tag: str, values: Mapping[str, str]) -> Iterator[str]:
    for name, value in values.items():
        if name.startswith("on") or name in ("style", "srcdoc"):
            yield f"<{tag}> has {name}"
        elif name in LINKED and not is_address(value, near=name != "href" or tag == "link"):
            yield f"<{tag} {name}> leads to {value[:80]!a}"
    refresh = values.get("content", "") if values.get("http-equiv", "").lower() == "refresh" else "0; url=./"
    if not re.fullmatch(r"0; url=(?:\./|(?:\.\./)+)[a-z0-9!._/-]*", refresh):
        yield f"it leads on to {refresh!a}"


def is_address(value: str, *, near: bool) -> bool:
    """Whether a link leads to a page, as a browser reads it; with ``near``, to one of the site."""
    # A browser leaves out tabs and line ends, and blanks and control characters at both ends:
    # https://url.spec.whatwg.org/#concept-basic-url-parser
    read = re.sub("[\t\r\n]", "", value).strip("".join(map(chr, range(0x21)))).replace("\\", "/")
    if near and (read.startswith("//") or ":" in read.partition("/")[0]):
        return read.startswith("https://example.org/odd/")
    try:
        parts = urlsplit(read)
    except ValueError:
        return False
    return parts.scheme in ("", "http", "https") and (bool(parts.hostname) or not parts.scheme)


def json_faults(text: str, known: Vocabulary) -> Iterator[str]:  # noqa: ARG001 - every kind is asked alike
    """Find JSON that RFC 8259 does not allow, and what a browser's parser would not read alike."""
    try:
        json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        yield f"its JSON does not parse ({error})"


def _no_constant(name: str) -> None:
    raise ValueError(f"it has {name}")


def xml_faults(text: str, known: Vocabulary) -> Iterator[str]:  # noqa: ARG001 - every kind is asked alike
    """Find XML that is not well-formed, declares a type, or holds markup as text that is not harmless."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text or text.count("<?") != text.startswith("<?xml "):
        yield "it declares more than that it is XML"
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - what declares entities is refused above
    except ElementTree.ParseError as error:
        yield f"it is not well-formed ({error})"
        return
    for element in root.iter():
        if element.get("type") == "html":
            yield from (f"an entry: {fault}" for fault in html_faults(element.text or "", PROSE))
        for name in ("href", "src"):
            if not is_address(element.get(name) or ".", near=True):
                yield f"<{element.tag}> leads to {element.get(name)!a}"
        if "script" in element.tag.lower() or any(name.startswith("on") for name in element.attrib):
            yield f"it has <{element.tag}>"


def csv_faults(text: str, known: Vocabulary) -> Iterator[str]:  # noqa: ARG001 - every kind is asked alike
    """Find rows of another length, and cells that a spreadsheet program would take for a formula."""
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    for row in rows:
        if len(row) != len(head):
            yield f"a row has {len(row)} cells, the head {len(head)}"
        for cell in row:
            parts = [part.strip() for part in re.split(r"[;,|\t\r\n]", cell)]
            if any(part.startswith(SIGNS) and not NUMBER.fullmatch(part) for part in parts):
                yield f"a cell begins as a formula does: {cell[:60]!a}"


ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[`~]*$", re.MULTILINE | re.DOTALL)
TAG = re.compile(r"<(?!https://[^<>\s]*>)[A-Za-z/!?][^\n]{0,40}")
TARGET = re.compile(r"\]\(\s*<?([^)>]*)|^\s*\[[^\]]*\]:\s*(\S+)", re.MULTILINE)


def markdown_faults(text: str, known: Vocabulary) -> Iterator[str]:  # noqa: ARG001 - every kind is asked alike
    """Find raw HTML and links that run something, in what CommonMark leaves of a text as markup."""
    bare = SPAN.sub("", ESCAPED.sub("", FENCE.sub("", text)))
    yield from (f"it has the markup {found[0]!a}" for found in TAG.finditer(bare))
    for found in TARGET.finditer(bare):
        address = html.unescape(found[1] or found[2] or "")
        if not is_address(address, near=False):
            yield f"it links to {address[:60]!a}"


def calendar_faults(text: str, known: Vocabulary) -> Iterator[str]:  # noqa: ARG001 - every kind is asked alike
    """Find lines of a calendar that are too long, or no property of it (RFC 5545, 3.1)."""
    yield from (f"it has a long line {line!a}" for line in text.split("\r\n") if len(line.encode()) > LONG)
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        if not PROPERTY.fullmatch(line):
            yield f"it has the line {line[:60]!a}"


LONG = 75
PROPERTY = re.compile(r"[A-Z-]+(?:;[A-Z]+=[A-Z]+)*:[^\r\n]+")
KINDS = {
    "html": html_faults,
    "json": json_faults,
    "xml": xml_faults,
    "svg": xml_faults,
    "csv": csv_faults,
    "md": markdown_faults,
    "ics": calendar_faults,
}


def printed_faults(printed: bytes) -> list[str]:
    """Return what a terminal or a CI log would take for more than text.

    GitHub's runner takes ``##[name]`` anywhere in a line, and ``::name::`` behind blanks at its start:
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    found = []
    for line in printed.decode().split("\n"):
        acting = [char for char in line if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        if acting:
            found.append(f"{acting[0]!a} in {line[:80]!a}")
        if line.lstrip().startswith("::") or "##[" in line:
            found.append(f"a command: {line[:80]!a}")
    return found
