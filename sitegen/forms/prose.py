"""Prose as HTML: our own Markdown, and Markdown from outside, which is hostile until shown otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import comrak
import nh3
from markupsafe import Markup, escape

from sitegen.forms.addresses import model_path, url_path
from sitegen.records import json_bytes

UPSTREAM = "https://openrouter.ai"
"""What the relative links in OpenRouter's descriptions are relative to."""

_UPSTREAM_HOST = "openrouter.ai"
# A whole address that needs no thought: urljoin and urlsplit give it back as it is, in forty times the time.
_PLAIN_LINK = re.compile(r"https?://([A-Za-z0-9.-]+)(?:/[A-Za-z0-9/._~-]*)?(?:\?[A-Za-z0-9=&._~-]+)?")

# What turns a text into more than paragraphs: any sign of Markdown, or a character reference. Each pattern
# begins with one character, which a search finds in a tenth of the time of an alternation.
_SIGNS = ("*", "`", "[", "]", "\\", "<http:", "<https:")
_EMPHASIS = re.compile(r"_.*_")
_REFERENCE = re.compile(r"&#?\w+;")
_BLOCK = re.compile(
    r"""\n(?: [ ]{4} | \t | [ ]*(?: [-+>\#|~] | =+[ ]*$ | \d+[.)][ ] ) )""", re.MULTILINE | re.VERBOSE
)
# The one sign that most descriptions have: a link, without a title.
_LINK = re.compile(r"\[(?<!!\[)([^\[\]\n]+)\]\(([^()\s<>]+)\)")
LONGEST = 50_000
"""Characters of a description that are shown; the longest so far has 3,631, and JSON keeps all of any."""
_MOST_CELLS = 1_000
_NEST = 50
"""Quotes or items in each other that no honest text has."""
_DEEP = re.compile(rf"(?:>[ \t]*){{{_NEST}}}|(?:[-+*][ \t]+){{{_NEST}}}")
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
# "*" is what any element may have: nh3 would add title and lang, and a link with a title was led nowhere
# (https://docs.rs/ammonia/latest/ammonia/struct.Builder.html#method.generic_attributes).
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
_SCHEMES = {"http", "https"}
_SANITISER = nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes=_SCHEMES)

# GitHub's Markdown with tables, as OpenRouter shows it; HTML is escaped, and stands as text:
# https://docs.rs/comrak/latest/comrak/options/struct.Render.html#structfield.escape
_GFM = comrak.ExtensionOptions()
_GFM.table = True
_ESCAPED = comrak.RenderOptions()
_ESCAPED.escape = True

_HEADING = re.compile(r"<(/?)h[1-6]>")
# Every tag but the beginning of a link that has an address as most are, and nothing else.
_TAG = re.compile(r'<(?!a href="(?:https?://[A-Za-z0-9.-]+)?/(?:[A-Za-z0-9/._~:?=-]|&amp;)*">)[^>]*>?')
_VOID = {"br", "hr"}
_BARE = {
    *(f"<{tag}>" for tag in _TAGS - _VOID - {"a"}),
    *(f"</{tag}>" for tag in _TAGS - _VOID),
    *(f"<{tag} />" for tag in _VOID),
}
_ANCHOR = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)
_HTML_LINE = re.compile(r"^([ ]{0,3})<(?!https?:)(?=[A-Za-z/!?])", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(?:```|~~~)", re.MULTILINE)


class LinkPolicy(NamedTuple):
    """Where links in outside prose lead: ``root`` back to our own root, ``own`` from each id to its slug."""

    root: str = "./"
    own: Mapping[str, str] = MappingProxyType({})

    def address(self, link: str) -> str | None:
        """Return where a link leads, or None where it leads nowhere that a reader should be sent."""
        if (plain := _PLAIN_LINK.fullmatch(link)) and plain[1].lower() != _UPSTREAM_HOST:
            return link
        try:
            parts = urlsplit(urljoin(UPSTREAM + "/", link.strip()))
        except ValueError:
            return None
        if parts.scheme not in _SCHEMES or not parts.hostname or link.startswith("#"):
            return None
        slug = self.own.get(parts.path.strip("/")) if parts.hostname == _UPSTREAM_HOST else None
        return parts.geturl() if slug is None else self.root + url_path(model_path(slug))


def markdown_prose(text: str) -> Markup:
    """Return our own Markdown as HTML, with ids on headings, tables and lists that keep their kind."""
    from markdown import markdown  # noqa: PLC0415 - takes 30 ms, and plain sentences never need it

    # https://python-markdown.github.io/extensions/
    html = markdown(text, extensions=["tables", "toc", "sane_lists"], output_format="html")
    return Markup(html)  # noqa: S704 - the content folder is the site owner's own


def untrusted_html(text: str, links: LinkPolicy) -> Markup:
    """Return Markdown from outside as HTML that holds nothing but text, lists, tables and links.

    Raw HTML stands as text (``<think>`` stays visible), a picture becomes a link to it, and every heading is
    an ``h3``: the text stands in a section of ours, and one level cannot leave a gap in the outline. What no
    honest text is, too long or too deep for a parser of Markdown, stands as paragraphs with links.
    """
    text = mark_invisible(text)
    if not _marked(_LINK.sub("", text)) or _laborious(text):
        parts = [_paragraph(part, links) for part in _PARAGRAPHS.split(text) if part.strip()]
        return Markup("\n".join(parts))  # noqa: S704 - made of escaped parts
    html = _checked_html(text.replace("![", "["), links)
    # A character reference to a control character has become one by now.
    return Markup(mark_invisible(html) if "&" in text else html)  # noqa: S704 - sanitised


def mark_invisible(text: str) -> str:
    """Return text with a mark for each character that acts instead of being seen."""
    # Of what can be printed nothing acts, and most texts have only line feeds beside that.
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


_NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold, not even escaped.

    https://www.w3.org/TR/xml/#charsets
    """
    # What can be printed is no control character and no half of a surrogate pair.
    return text if text.isprintable() else _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def shortened(text: str) -> str:
    """Return as much of a description as is shown: of a megabyte of lines a page would have 10 MB."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _laborious(text: str) -> bool:
    """Whether a text would keep a parser busy: 50,000 quotes in each other took nh3 34 s."""
    if len(text) > LONGEST or text.count("|") > _MOST_CELLS:
        return True
    return sum(map(text.count, ">-+*")) >= _NEST and _DEEP.search(text) is not None


def _marked(text: str) -> bool:
    """Whether a text, its links left out, has any Markdown in it."""
    lines = f"\n{text}\n"
    return bool(
        any(map(text.__contains__, _SIGNS))
        or _EMPHASIS.search(text)
        or _REFERENCE.search(text)
        or "  \n" in lines
        or _BLOCK.search(lines)
    )


def _paragraph(text: str, links: LinkPolicy) -> str:
    """Return a paragraph whose only markup are links: what Markdown makes of it, many times faster."""
    parts = _LINK.split(text.strip())
    parts[::3] = [str(escape(part)) for part in parts[::3]]
    for place in range(1, len(parts), 3):
        parts[place : place + 2] = "", _anchor(parts[place + 1], str(escape(parts[place])), links)
    return f"<p>{''.join(parts)}</p>"


def _checked_html(text: str, links: LinkPolicy) -> str:
    """Return Markdown with more than links as HTML: parsed, sanitised, its links led where they may lead."""
    if "<" in text and _HTML_LINE.search(text) and not _FENCE.search(text):
        # A block of HTML would end the paragraph that it stands in, and hide the Markdown after it.
        text = _HTML_LINE.sub(r"\1\\<", text)
    html = comrak.render_markdown(text, extension_options=_GFM, render_options=_ESCAPED)
    clean = _sanitised(_HEADING.sub(r"<\1h3>", html) if "<h" in html else html)
    return _ANCHOR.sub(lambda found: _anchor(unescape(found[1] or ""), found[2], links), clean).rstrip()


def _sanitised(html: str) -> str:
    """Return what comrak made, with nothing in it but what we allow.

    It is safe already; the allow list holds even if that is ever wrong. Where every tag is one of ours to the
    letter, nothing has to be taken out, and no second parser has to find that out.
    """
    # Two characters are spelled anew: https://html.spec.whatwg.org/multipage/parsing.html#escapingString
    if _BARE.issuperset(_TAG.findall(html)) and "\xa0" not in html and "\r" not in html:
        return html.replace("&quot;", '"').replace(" />", ">")
    return _SANITISER.clean(html)


def _anchor(href: str, words: str, links: LinkPolicy) -> str:
    """Return a link to where a reader may be sent, or its words alone; ``words`` are HTML."""
    address = links.address(href) if href else None
    if address is None:
        return words
    rel = "" if address.startswith(links.root) else ' rel="nofollow noopener"'
    return f'<a href="{escape(address)}"{rel}>{words}</a>'


def json_ld(value: Any) -> Markup:  # noqa: ANN401 - any JSON value
    """Return JSON for a ``script`` element: no text in it can end the element or open a comment."""
    text = json_bytes(value).decode()
    if not text.isprintable() or any(map(text.__contains__, "<>&")):
        text = _IN_SCRIPT.sub(lambda char: f"\\u{ord(char[0]):04x}", text)
    return Markup(text)  # noqa: S704 - the characters that HTML knows are gone
