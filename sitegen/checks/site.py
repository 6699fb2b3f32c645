"""What a finished site must hold: links that lead somewhere, sound paths, whole pages, nothing leaked.

A check is a function from the site to its findings, and one name in ``CHECKS``. Every page is read once, by
``page.py``, for all checks.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.parsers import expat

from sitegen.checks import NOTE, Finding, SitePaths
from sitegen.checks.outside import is_quoted, sent_texts
from sitegen.checks.page import Page, page_of
from sitegen.checks.repeated import said_once
from sitegen.records.settings import EXAMPLE, SETTINGS

_PLAIN = re.compile(r"(?:[\w!~.-]+/)*[\w!~.-]+|(?:[\w!~.-]+/)+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class Site:
    """A finished site: its files by path, and its pages, each read once.

    ``base_url`` is the address at which it will stand, with its sub-path; files that are ``apart`` are no
    pages of ours.
    """

    def __init__(self, files: Mapping[str, bytes], base_url: str, apart: Collection[str] = ()) -> None:
        self.files = files
        self.base_url = base_url.rstrip("/") + "/"
        self.host, self.base_path = urlsplit(self.base_url)[1:3]
        self.names = dict.fromkeys(sorted(files))
        self.folders = {name[: slash.start()] for name in files for slash in re.finditer("/", name)}
        pages = [name for name in self.names if name.endswith(".html") and name not in apart]
        self.pages = {name: page_of(name, files[name]) for name in pages}

    def file_at(self, url: str) -> str | None:
        """Return the file that Pages serves at an address of the site, without a redirect or a guess."""
        path = unquote(url.removeprefix(self.base_url))
        file = f"{path}index.html" if path.endswith("/") or not path else path
        return file if url.startswith(self.base_url) and file in self.names else None


def site_findings(
    files: Mapping[str, bytes],
    base_url: str,
    apart: Collection[str] = (),
    origins: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Return all that a site does not hold, check by check, each fault once; empty if it is sound.

    ``files`` maps site-relative paths to bytes. ``base_url`` is where the site will stand, with its sub-path.
    Files that are ``apart``, proofs for other services say, need not be whole pages. ``origins`` are the
    texts of the owner's files by their places.
    """
    site = Site(files, base_url, apart)
    return said_once((finding for check in CHECKS for finding in check(site)), origins or {})


def address_notes(base_url: str) -> list[Finding]:
    """Return a note where a site was built for the address that the shipped settings have."""
    if base_url != EXAMPLE:
        return []
    what = f"the site says that it stands at {EXAMPLE}, which is only an example"
    return [Finding("address", SETTINGS, what, "set base_url there before it is published", NOTE)]


def broken_links(site: Site) -> Iterator[Finding]:
    """Find links within the site that GitHub Pages answers with anything but the page and the place meant."""
    for page in site.pages.values():
        for attribute, address in dict.fromkeys(page.links):
            if fault := _link_fault(site, page, attribute, address.strip()):
                what = f"{attribute}={address[:120]!r} {fault[0]}"
                yield Finding("links", page.path, what, fault[1], cause=_target(site, page, address.strip()))


def _target(site: Site, page: Page, address: str) -> str:
    """Return where a link leads, from the root of the site: ``imprint/`` for ``../../imprint/``."""
    try:
        whole = urljoin(urljoin(site.base_url + quote(page.path), page.base), address)
    except ValueError:
        return address
    return unquote(whole.removeprefix(site.base_url)) or address


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
    step = "say in words what is missing, or mark prose from outside with data-upstream"
    if not any(page.leaks for page in site.pages.values()):
        return
    sent = sent_texts(site.files)
    for page in site.pages.values():
        for shown in dict.fromkeys(shown for shown, text in page.leaks if not is_quoted(text, sent)):
            yield Finding("leaks", page.path, f"a reader sees {shown!r}", step)


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
            try:
                json.loads(text if isinstance(text, str) else text.decode(), parse_constant=_no_constant)
            except (ValueError, RecursionError) as error:
                yield Finding("json", name, f"it does not parse: {error}", step)


def _json_texts(site: Site, name: str) -> list[bytes] | list[str]:
    """Return the JSON texts in a file."""
    if name in site.pages:
        return site.pages[name].structured
    if name.endswith((".json", ".webmanifest")):
        return [site.files[name]]
    return site.files[name].splitlines() if name.endswith((".jsonl", ".ndjson")) else []


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
        step = "leave it out, or correct it"
        for url in places:
            if site.file_at(url) is None:
                yield Finding("sitemap", name, f"{url!r} is no file of the site", step)


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
