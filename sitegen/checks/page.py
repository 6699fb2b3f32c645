"""One page of a site as the checks see it: read once, with the standard library's parser."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a program prints where a value is missing or was not made into text; "None of" opens a sentence of
# ours. Each branch starts with a letter of its own, which the search looks for alone: three times as fast.
_LEAK = re.compile(
    r"""\{[{%]|\[object[ ]|<sitegen\.|<\w+\.\w+:[ ]|<function[ ]|<class[ ]|[ ]object[ ]at[ ]0x
    |D(?<!\wD)ecimal\(|U(?<!\wU)ndefined\(|d(?<!\wd)atetime\.
    |N(?<![\w-]N)(?:one(?![ ]of\b)|aN)(?![\w-])|u(?<![\w-]u)ndefined(?![\w-])""",
    re.VERBOSE,
)
# An exponent needs its sign (a name may be "2e8"), and no reader needs nine significant decimals. The zeros
# with which a small price begins are not significant: $0.0000954321 is no noise of a float.
_LEAKED_NUMBER = re.compile(
    r"""[0-9](?:(?<![\w.-][0-9])[0-9]*(?:\.[0-9]+)?[eE][+-][0-9]+(?![\w-])
    |\.0*[1-9][0-9]{8}
    |(?<![^0-9]0)(?<!\A0)\.[0-9]{9})""",
    re.VERBOSE,
)
_LEAK_ALONE = frozenset({"null", "nan", "inf", "-inf", "Infinity", "True", "False", "[]", "{}"})
_LONGEST_ALONE = 20  # characters: no text that is nothing but a leak is longer
_SHOWN = frozenset({"title", "alt", "content", "aria-label", "placeholder"})
_NOT_PROSE = frozenset({"script", "style", "template", "pre", "code", "kbd", "samp"})
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
_OF_PAGE = frozenset({"html", "base", "title", "meta", "link", "h1", "script", "svg"})

_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "xlink:href"})
_PICTURES = frozenset({"og:image", "og:url", "twitter:image"})
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """What the checks ask of an HTML file; ``links`` are pairs of attribute and address.

    ``leaks`` are pairs of what a reader should not see, with some words around it, and the whole text.
    """

    path: str
    base: str = ""
    language: str = ""
    title: str | None = None
    description: str = ""
    headings: int = 0
    redirect: bool = False
    canonical: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    leaks: list[tuple[str, str]] = field(default_factory=list)
    structured: list[str] = field(default_factory=list)


def page_of(path: str, body: bytes) -> Page:
    """Return what the checks ask of an HTML file, from its path and its bytes; nothing in it is an error."""
    reader = _Reader(path)
    reader.feed(body.decode(errors="replace"))
    reader.close()
    return reader.page


def leak_in(text: str) -> str:
    """Return what a reader should not see in a text, with some words around it; "" if there is nothing."""
    if found := _LEAK.search(text) or _LEAKED_NUMBER.search(text):
        return text[max(found.start() - 30, 0) : found.end() + 30].strip()
    return text.strip() if len(text) <= _LONGEST_ALONE and text.strip() in _LEAK_ALONE else ""


class _Reader(HTMLParser):
    """Reads one page.

    Text in code, and below an element with ``data-upstream``, is not judged: any word may stand there.
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self.page = Page(path)
        self._apart = ""  # the element whose text is not judged, and how many of its name are open
        self._depth = 0
        self._kept: list[str] | None = None  # the text of the title or of structured data
        self._svg = 0  # pictures that are open: a title in one is not the page's

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        judged = not self._apart and "data-upstream" not in values
        for name, value in values.items():
            if name == "id":
                self.page.ids[value] += 1
            elif judged and name in _SHOWN:
                self._judge(value)
            elif name in _ADDRESSES and tag not in _OF_PAGE:
                self.page.links.append((name, value))
            elif name == "srcset":
                self.page.links += [(name, part.split()[0]) for part in value.split(", ") if part.strip()]
        if tag in _OF_PAGE:
            self._read(tag, values)
        if self._apart:
            self._depth += tag == self._apart
        elif (not judged or tag in _NOT_PROSE) and tag not in _VOID:
            self._apart, self._depth = tag, 1

    def _read(self, tag: str, values: dict[str, str]) -> None:
        """Read an element that says something of the page as a whole."""
        page = self.page
        if tag == "html":
            page.language = values.get("lang", "").strip()
        elif tag == "base":
            page.base = values.get("href", "")
        elif tag == "h1":
            page.headings += 1
        elif tag == "svg":
            self._svg += 1
        elif tag == "title":
            self._kept = [] if page.title is None and not self._svg else None
        elif tag == "meta":
            self._read_meta(values)
        elif tag == "link":
            address = values.get("href", "")
            if "canonical" in values.get("rel", "").lower().split():
                page.canonical.append(address)
            else:
                page.links.append(("href", address))
        else:
            page.links += [("src", values["src"])] if "src" in values else []
            self._kept = [] if values.get("type", "").lower() == "application/ld+json" else None

    def _read_meta(self, values: dict[str, str]) -> None:
        name = (values.get("name") or values.get("property", "")).lower()
        content = values.get("content", "")
        if name == "description":
            self.page.description = content.strip()
        elif name in _PICTURES:
            self.page.links.append((name, content))
        elif values.get("http-equiv", "").lower() == "refresh":
            self.page.redirect = True
            self.page.links += [("refresh", place) for place in _REFRESH.findall(content)]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._apart:
            self._depth -= 1
            self._apart = tag if self._depth else ""
        if tag == "svg":
            self._svg -= 1
        elif self._kept is not None and tag in {"title", "script"}:
            text = "".join(self._kept).strip()
            if tag == "title":
                self.page.title = text
            else:
                self.page.structured.append(text)
            self._kept = None

    def handle_data(self, data: str) -> None:
        if self._kept is not None:
            self._kept.append(data)
        if not self._apart:
            self._judge(data)

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 -- as html.parser has it
        """Count no lines: nobody asks for them, and it takes a tenth of the time."""
        return j

    def _judge(self, text: str) -> None:
        """Keep a text in which a reader sees what he should not."""
        if shown := leak_in(text):
            self.page.leaks.append((shown, text))
