"""Prose as HTML: our own Markdown, and Markdown from outside, which is hostile until shown otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import nh3
from markupsafe import Markup, escape
from pydantic_core import to_json

from sitegen.pages.addresses import model_path, url_path

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


UPSTREAM = "https://openrouter.ai"
"""What the relative links in OpenRouter's descriptions are relative to."""

# What turns a text into more than paragraphs: any sign of Markdown, or a character reference.
_MARKUP = re.compile(
    r"""[*`\[\]\\] | _.*_ | <https?: | &\#?\w+; | [ ]{2}$ | ^[ ]{4} | ^\t
    | ^[ ]*(?:[-+>\#|] | =+[ ]*$ | \d+[.)][ ])""",
    re.MULTILINE | re.VERBOSE,
)
# The one sign that most descriptions have: a link, without a title.
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(([^()\s<>]+)\)")
# The longest description so far has 3,631 characters.
_LONGEST, _MOST_BRACKETS = 50_000, 500
_PARAGRAPHS = re.compile(r"\n\s*\n")

# A control character is an error in HTML and acts on a terminal that shows the source
# (https://html.spec.whatwg.org/multipage/parsing.html#parse-error-control-character-in-input-stream); the
# others turn the direction of our own words beside them (https://www.unicode.org/reports/tr9/).
UNSEEN = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff"
"""The characters, as a part of a regular expression, that no page shows as they are."""
_UNSEEN = re.compile(f"[{UNSEEN}]")
_IN_SCRIPT = re.compile(f"[<>&\u2028\u2029{UNSEEN}]")

_TAGS = {
    *("a", "blockquote", "br", "code", "em", "h3", "hr", "li", "ol", "p", "pre", "strong", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
_ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
_SCHEMES = {"http", "https"}
_HEADING = re.compile(r"h[1-6]")


@dataclass(frozen=True, slots=True)
class Ways:
    """Where links in outside prose lead: ``root`` back to our own root, ``own`` from each id to its slug."""

    root: str = "./"
    own: Mapping[str, str] = field(default_factory=dict)

    def address(self, link: str) -> str | None:
        """Return where a link leads, or None where it leads nowhere that a reader should be sent."""
        try:
            parts = urlsplit(urljoin(UPSTREAM + "/", link.strip()))
        except ValueError:
            return None
        if parts.scheme not in _SCHEMES or not parts.hostname or link.startswith("#"):
            return None
        slug = self.own.get(parts.path.strip("/")) if parts.hostname == urlsplit(UPSTREAM).hostname else None
        return parts.geturl() if slug is None else self.root + url_path(model_path(slug))


def markdown_prose(text: str) -> Markup:
    """Return our own Markdown as HTML, with ids on headings, tables and lists that keep their kind."""
    from markdown import markdown  # noqa: PLC0415 - takes 30 ms, and plain sentences never need it

    # https://python-markdown.github.io/extensions/
    html = markdown(text, extensions=["tables", "toc", "sane_lists"], output_format="html")
    return Markup(html)  # noqa: S704 - the content folder is the site owner's own


def upstream_html(text: str, ways: Ways) -> Markup:
    """Return Markdown from outside as HTML that holds nothing but text, lists, tables and links.

    Raw HTML stands as text (``<think>`` stays visible), a picture becomes a link to it, and every heading is
    an ``h3``: the text stands in a section of ours, and one level cannot leave a gap in the outline. What no
    honest text is, too long or too deep for a parser of Markdown, stands as paragraphs with links.
    """
    text = visible(text)
    if not _MARKUP.search(_LINK.sub("", text)) or _laborious(text):
        return _paragraphs(text, ways)
    try:
        html = _untrusted_html(text.replace("![", "["), ways)
    except RecursionError:
        return _paragraphs(text, ways)
    # What is made here is safe already; the allow list holds even if that is ever wrong.
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES)
    # A character reference to a control character has become one by now.
    return Markup(visible(clean))  # noqa: S704 - sanitised


def visible(text: str) -> str:
    """Return text with a mark for each character that acts instead of being seen."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _laborious(text: str) -> bool:
    """Whether a text would keep Python-Markdown busy: 4,000 open brackets took it 3 s, twice as many 12 s."""
    return len(text) > _LONGEST or text.count("[") > _MOST_BRACKETS


def _paragraphs(text: str, ways: Ways) -> Markup:
    return Markup("\n").join(_paragraph(part, ways) for part in _PARAGRAPHS.split(text) if part.strip())


def _paragraph(text: str, ways: Ways) -> Markup:
    """Return a paragraph whose only markup are links: what Markdown makes of it, a hundred times faster."""
    parts = _LINK.split(text.strip())
    links = [_link(words, ways) for words in zip(parts[1::3], parts[2::3], strict=True)]
    html = Markup().join(chain.from_iterable(zip_longest(map(escape, parts[::3]), links, fillvalue=Markup())))
    return Markup("<p>{}</p>").format(html)


def _link(link: tuple[str, str], ways: Ways) -> Markup:
    words, address = link[0], ways.address(link[1])
    if address is None:
        return escape(words)
    rel = "" if address.startswith(ways.root) else Markup(' rel="nofollow noopener"')
    return Markup('<a href="{}"{}>{}</a>').format(address, rel, words)


def _untrusted_html(text: str, ways: Ways) -> str:
    from markdown import Markdown  # noqa: PLC0415 - takes 30 ms, and plain sentences never come here
    from markdown.extensions.sane_lists import SaneListExtension  # noqa: PLC0415
    from markdown.extensions.tables import TableExtension  # noqa: PLC0415
    from markdown.treeprocessors import Treeprocessor  # noqa: PLC0415

    class Tamed(Treeprocessor):
        def run(self, root: Element) -> None:
            for element in root.iter():
                _tame(element, ways)

    # By name, each extension would be looked up among every package that is installed.
    parser = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    # https://python-markdown.github.io/change_log/release-3.0/ names this as the way to show HTML as text.
    parser.preprocessors.deregister("html_block")
    parser.inlinePatterns.deregister("html")
    parser.inlinePatterns.deregister("automail")
    parser.treeprocessors.register(Tamed(parser), "tamed", 0)
    return parser.convert(text)


def _tame(element: Element, ways: Ways) -> None:
    if _HEADING.fullmatch(element.tag):
        element.tag = "h3"
    if element.tag != "a":
        return
    address = ways.address(element.get("href", ""))
    element.attrib.clear()
    if address is None:
        element.tag = "span"
    else:
        element.set("href", address)
        if not address.startswith(ways.root):
            element.set("rel", "nofollow noopener")


def json_ld(value: Any) -> Markup:  # noqa: ANN401 - any JSON value
    """Return JSON for a ``script`` element: no text in it can end the element or open a comment."""
    text = _IN_SCRIPT.sub(lambda char: f"\\u{ord(char[0]):04x}", to_json(value).decode())
    return Markup(text)  # noqa: S704 - the characters that HTML knows are gone
