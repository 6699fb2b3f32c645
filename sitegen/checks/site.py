"""What a finished site must hold: links that lead somewhere, sound paths, whole pages, nothing leaked.

A check is a function from the site to its findings, and one name in ``CHECKS``. Every page is read once, with
the standard library's parser, for all checks.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.parsers import expat

from sitegen.checks import Finding, SitePaths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# What a program prints where a value is missing or was not made into text; "None of" opens a sentence of
# ours. Each branch starts with a letter of its own, which the search looks for alone: three times as fast.
_LEAK = re.compile(
    r"""\{[{%]|\[object[ ]|<sitegen\.|<\w+\.\w+:[ ]|<function[ ]|<class[ ]|[ ]object[ ]at[ ]0x
    |D(?<!\wD)ecimal\(|U(?<!\wU)ndefined\(|d(?<!\wd)atetime\.
    |N(?<![\w-]N)(?:one(?![ ]of\b)|aN)(?![\w-])|u(?<![\w-]u)ndefined(?![\w-])""",
    re.VERBOSE,
)
# An exponent needs its sign (a name may be "2e8"), and no reader needs nine decimals.
_LEAKED_NUMBER = re.compile(r"[0-9](?:(?<![\w.-][0-9])[0-9]*(?:\.[0-9]+)?[eE][+-][0-9]+(?![\w-])|\.[0-9]{9})")
_LEAK_ALONE = frozenset({"null", "nan", "inf", "-inf", "Infinity", "True", "False", "[]", "{}"})
_LONGEST_ALONE = 20  # characters: no text that is nothing but a leak is longer
_SHOWN = frozenset({"title", "alt", "content", "aria-label", "placeholder"})
_NOT_PROSE = frozenset({"script", "style", "template", "pre", "code", "kbd", "samp"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_OF_PAGE = frozenset({"html", "base", "title", "meta", "link", "h1", "script", "svg"})

_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "xlink:href"})
_PICTURES = frozenset({"og:image", "og:url", "twitter:image"})
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_PLAIN = re.compile(r"(?:[\w!~.-]+/)*[\w!~.-]+|(?:[\w!~.-]+/)+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """What the checks ask of an HTML file; ``links`` are pairs of attribute and address."""

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
    leaks: list[str] = field(default_factory=list)
    structured: list[str] = field(default_factory=list)


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
            self._read_link(values)
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

    def _read_link(self, values: dict[str, str]) -> None:
        address = values.get("href", "")
        if "canonical" in values.get("rel", "").lower().split():
            self.page.canonical.append(address)
        else:
            self.page.links.append(("href", address))

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
        """Keep what a reader should not see in this text, with some of what stands around it."""
        if found := _LEAK.search(text) or _LEAKED_NUMBER.search(text):
            self.page.leaks.append(text[max(found.start() - 30, 0) : found.end() + 30].strip())
        elif len(text) <= _LONGEST_ALONE and text.strip() in _LEAK_ALONE:
            self.page.leaks.append(text.strip())


def _page(path: str, body: bytes) -> Page:
    reader = _Reader(path)
    reader.feed(body.decode(errors="replace"))
    reader.close()
    return reader.page


class Site:
    """A finished site: its files by path, and its pages, each read once.

    ``base_url`` is the address at which it will stand, with its sub-path.
    """

    def __init__(self, files: Mapping[str, bytes], base_url: str) -> None:
        self.files = files
        self.base_url = base_url.rstrip("/") + "/"
        self.host, self.base_path = urlsplit(self.base_url)[1:3]
        self.names = dict.fromkeys(sorted(files))
        self.folders = {name[: slash.start()] for name in files for slash in re.finditer("/", name)}
        self.pages = {name: _page(name, files[name]) for name in self.names if name.endswith(".html")}

    def file_at(self, url: str) -> str | None:
        """Return the file that Pages serves at an address of the site, without a redirect or a guess."""
        path = unquote(url.removeprefix(self.base_url))
        file = f"{path}index.html" if path.endswith("/") or not path else path
        return file if url.startswith(self.base_url) and file in self.names else None


def site_findings(files: Mapping[str, bytes], base_url: str) -> list[Finding]:
    """Return all that a site does not hold, check by check and file by file; empty if it is sound.

    ``files`` maps site-relative paths to bytes. ``base_url`` is where the site will stand, with its sub-path.
    """
    site = Site(files, base_url)
    return [finding for check in CHECKS for finding in check(site)]


def broken_links(site: Site) -> Iterator[Finding]:
    """Find links within the site that GitHub Pages answers with anything but the page and the place meant."""
    for page in site.pages.values():
        for attribute, address in dict.fromkeys(page.links):
            if fault := _link_fault(site, page, attribute, address.strip()):
                yield Finding("links", page.path, f"{attribute}={address[:120]!r} {fault[0]}", fault[1])


def _link_fault(site: Site, page: Page, attribute: str, address: str) -> tuple[str, str] | None:
    """Say what is wrong with a link and what to do, or None if it is sound or leads to another site."""
    if (near := _near(page, address)) is not None:
        return _place_fault(site, *near)
    scheme = _SCHEME.match(address)
    if scheme and scheme[0].lower() not in {"http:", "https:"}:
        return ("runs a script", "make it a link or a button") if scheme[0].lower() == "javascript:" else None
    if not address and attribute != "href":
        return "is empty", "name a file, or leave the attribute out"
    try:
        whole = urlsplit(urljoin(urljoin(site.base_url + quote(page.path), page.base), address))
    except ValueError:
        return "is no address", "write it as https://example.org/ or as a path"
    if whole.netloc == site.host and whole.path.startswith(site.base_path):
        return _place_fault(site, unquote(whole.path.removeprefix(site.base_path)), unquote(whole.fragment))
    step = f"start it with {site.base_path}, or make it relative"
    return None if scheme or address.startswith("//") else ("leads out of the site", step)


def _near(page: Page, address: str) -> tuple[str, str] | None:
    """Return path and fragment of a plain relative address, None for any other.

    Most addresses are plain; urljoin takes 8 µs, and a site has a million links.
    """
    path, _, fragment = address.partition("#")
    if page.base or not _PLAIN.fullmatch(path):
        return None
    place = posixpath.normpath(f"{page.path}/../{path}") + ("/" if path.endswith(("/", ".")) else "")
    return None if place.startswith("../") else (place.removeprefix("./"), unquote(fragment))


def _place_fault(site: Site, path: str, fragment: str) -> tuple[str, str] | None:
    """Say why a path of the site, with its fragment, does not lead straight to a page, or None."""
    file = f"{path}index.html" if path.endswith("/") or not path else path
    if file in site.names:
        name = fragment.partition(":~:")[0]  # https://wicg.github.io/scroll-to-text-fragment/
        if name in {"", "top"} or file not in site.pages or name in site.pages[file].ids:
            return None
        return f"leads to an id that {file} does not have", "give the element this id, or correct the link"
    if f"{path}.html" in site.names:
        return f"finds {path}.html on GitHub Pages alone", "add .html to the link"
    if path in site.folders:
        return "goes through a redirect", "end the link with a slash"
    return "leads nowhere", "correct the link, or publish what it names"


def bad_paths(site: Site) -> Iterator[Finding]:
    """Find paths that some host or disk refuses, and those that some takes for one."""
    paths = SitePaths()
    for name in site.names:
        if fault := paths.fault(name):
            yield Finding("paths", name, fault, "give the file another path")


def leaks(site: Site) -> Iterator[Finding]:
    """Find what only a program should read: None, NaN, template marks, reprs, exponents, float noise."""
    for page in site.pages.values():
        for text in dict.fromkeys(page.leaks):
            step = "say in words what is missing, or mark prose from outside with data-upstream"
            yield Finding("leaks", page.path, f"a reader sees {text!r}", step)


def repeated_ids(site: Site) -> Iterator[Finding]:
    """Find ids that more than one element of a page has."""
    for page in site.pages.values():
        for name, count in page.ids.items():
            if count > 1:
                yield Finding("ids", page.path, f"{count} elements have the id {name!r}", "give each its own")


def poor_heads(site: Site) -> Iterator[Finding]:
    """Find pages without language, title, description or one h1; a redirect needs the first two alone."""
    for page in site.pages.values():
        for present, what, step in (
            (page.language, "it has no language", "write it into the lang of html"),
            (page.title, "it has no title", "write one into its head"),
            (page.description or page.redirect, "it has no description", "add <meta name=description>"),
            (page.headings == 1 or page.redirect, f"it has {page.headings} h1", "give it just one"),
        ):
            if not present:
                yield Finding("heads", page.path, what, step)


def wrong_canonicals(site: Site) -> Iterator[Finding]:
    """Find canonical addresses that are no page of the site, another page, or one of several."""
    step = "name the page's own address, with the base address and a slash at its end"
    for page in site.pages.values():
        if len(page.canonical) > 1:
            yield Finding("canonical", page.path, f"it has {len(page.canonical)} of them", "leave one")
        for url in dict.fromkeys(page.canonical):
            file = site.file_at(url)
            if file not in site.pages:
                yield Finding("canonical", page.path, f"{url!r} is no page of the site", step)
            elif file != page.path and not page.redirect:
                yield Finding("canonical", page.path, f"{url!r} is the page {file}", step)


def unsound_json(site: Site) -> Iterator[Finding]:
    """Find JSON that does not parse, by the letter of RFC 8259: files, lines of files, and JSON-LD."""
    step = "write it with json.dumps and allow_nan=False"
    for name in site.names:
        for text in _json_texts(site, name):
            if fault := _json_fault(text):
                yield Finding("json", name, fault, step)


def _json_texts(site: Site, name: str) -> list[bytes] | list[str]:
    """Return the JSON texts in a file."""
    if name in site.pages:
        return site.pages[name].structured
    if name.endswith((".json", ".webmanifest")):
        return [site.files[name]]
    return site.files[name].splitlines() if name.endswith((".jsonl", ".ndjson")) else []


def _json_fault(text: bytes | str) -> str | None:
    """Say why a text is no JSON, or None."""
    try:
        json.loads(text if isinstance(text, str) else text.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return f"it does not parse: {error}"
    return None


def _no_constant(name: str) -> None:
    """Refuse what Python's parser takes and no other: NaN and the infinities."""
    raise ValueError(f"{name} is no JSON")


def unsound_xml(site: Site) -> Iterator[Finding]:
    """Find XML and SVG that is not well-formed or has a DOCTYPE, and sitemap addresses without a file."""
    for name in site.names:
        if not name.endswith((".xml", ".svg")):
            continue
        try:
            places = _sitemap_places(site.files[name])
        except (expat.ExpatError, ValueError) as error:
            yield Finding("xml", name, f"it is not well-formed: {error}", "escape what stands in it")
            continue
        for url in places:
            if site.file_at(url) is None:
                yield Finding(
                    "sitemap", name, f"{url!r} is no file of the site", "leave it out, or correct it"
                )


def _sitemap_places(body: bytes) -> list[str]:
    """Read an XML file to its end; return the addresses if it is a sitemap or an index of sitemaps."""
    texts: list[list[str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _no_doctype

    def start(name: str, _: dict[str, str]) -> None:
        if name == "http://www.sitemaps.org/schemas/sitemap/0.9 loc":
            texts.append([])
            parser.CharacterDataHandler = texts[-1].append

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: setattr(parser, "CharacterDataHandler", None)
    parser.Parse(body, True)  # noqa: FBT003 -- pyexpat names no arguments
    return ["".join(text).strip() for text in texts]


def _no_doctype(*_: object) -> None:
    """Refuse what can make a small file endless: https://en.wikipedia.org/wiki/Billion_laughs_attack."""
    raise ValueError("it has a DOCTYPE")


CHECKS: tuple[Callable[[Site], Iterator[Finding]], ...] = (
    broken_links,
    bad_paths,
    leaks,
    repeated_ids,
    poor_heads,
    wrong_canonicals,
    unsound_json,
    unsound_xml,
)
