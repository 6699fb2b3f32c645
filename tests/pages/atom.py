"""What an Atom feed must be by RFC 4287, held against the text of one: an empty list is a valid feed.

The rules are those of section 4 of https://www.rfc-editor.org/rfc/rfc4287, element by element.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from urllib.parse import urlsplit

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = {"id", "title", "updated"}
FEED = ONCE | {
    "author",
    "category",
    "contributor",
    "generator",
    "icon",
    "link",
    "logo",
    "rights",
    "subtitle",
    "entry",
}
ENTRY = ONCE | {
    "author",
    "category",
    "content",
    "contributor",
    "link",
    "published",
    "rights",
    "source",
    "summary",
}
AT_MOST_ONCE = {
    "generator",
    "icon",
    "logo",
    "rights",
    "subtitle",
    "content",
    "published",
    "source",
    "summary",
}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,/0-9:;=?@A-Z\[\]_a-z~.-]+")
MEDIA_TYPE = re.compile(r"[^/\s]+/[^/\s]+")


def faults(text: str) -> list[str]:
    """Return what is wrong with a feed."""
    root = ET.fromstring(text)  # noqa: S314 - our own file
    if root.tag != f"{ATOM}feed":
        return [f"{root.tag} is no feed"]
    entries = root.findall(f"{ATOM}entry")
    found = _element(root, FEED)
    found += [fault for entry in entries for fault in _element(entry, ENTRY)]
    if root.find(f"{ATOM}author") is None and any(one.find(f"{ATOM}author") is None for one in entries):
        found.append("an entry has no author, and neither has the feed")
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        found.append("the feed does not say where it is")
    ids = Counter(one.findtext(f"{ATOM}id") for one in entries)
    found += [f"{key} stands there {count} times" for key, count in ids.items() if count > 1]
    newest = max((one.findtext(f"{ATOM}updated") or "" for one in entries), default="")
    if newest and root.findtext(f"{ATOM}updated") != newest:
        found.append("the feed was not updated with its latest entry")
    return found


def _element(element: ET.Element, known: set[str]) -> list[str]:
    counts = Counter(child.tag.removeprefix(ATOM) for child in element)
    found = [f"{name} is no part of {element.tag}" for name in counts.keys() - known]
    found += [f"{counts[name]} {name}" for name in ONCE if counts[name] != 1]
    found += [f"{counts[name]} {name}" for name in AT_MOST_ONCE if counts[name] > 1]
    for child in element:
        found += _CHILDREN.get(child.tag.removeprefix(ATOM), _nothing)(child)
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    found += [f"{count} alternates of {kind}" for kind, count in alternates.items() if count > 1]
    if "content" not in counts and not alternates and element.tag == f"{ATOM}entry":
        found.append("an entry without content has no link")
    return found


def _nothing(_: ET.Element) -> list[str]:
    return []


def _uri(element: ET.Element) -> list[str]:
    return [] if URI.fullmatch(element.text or "") else [f"{element.text} is no address"]


def _stamp(element: ET.Element) -> list[str]:
    return [] if STAMP.fullmatch(element.text or "") else [f"{element.text} is no time"]


def _text(element: ET.Element) -> list[str]:
    kind = element.get("type", "text")
    good = kind in ("text", "html") and not len(element) and bool((element.text or "").strip())
    return [] if good else [f"{element.tag} of type {kind} holds {element.text!r}"]


def _link(element: ET.Element) -> list[str]:
    found = [] if URI.fullmatch(element.get("href", "")) else [f"{element.get('href')} is no address"]
    if not urlsplit(element.get("href", "")).netloc:
        found.append(f"{element.get('href')} leads nowhere")
    if not MEDIA_TYPE.fullmatch(element.get("type", "a/b")):
        found.append(f"{element.get('type')} is no media type")
    return found


def _category(element: ET.Element) -> list[str]:
    return [] if element.get("term") else ["a category without a term"]


def _author(element: ET.Element) -> list[str]:
    return [] if (element.findtext(f"{ATOM}name") or "").strip() else ["an author without a name"]


_CHILDREN = {
    "id": _uri,
    "icon": _uri,
    "updated": _stamp,
    "published": _stamp,
    "title": _text,
    "subtitle": _text,
    "content": _text,
    "link": _link,
    "category": _category,
    "author": _author,
}
