"""Manuscripts: the Markdown files of ``content/``, with what their heads say and where their pages stand.

A head is optional: lines of ``key: value`` between two lines of ``---``, which Python-Markdown's own
extension reads the same way (https://python-markdown.github.io/extensions/meta_data/). Without the two lines
it is no head, so that a text may begin with "Note: …".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote

from sitegen.errors import ContentError
from sitegen.forms.addresses import root_of, url_path, words_path

FOLDER = "content/"
_HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"([\w-]+)[ \t]*:(.*)")
_TITLE = re.compile(r"\s*# +(.+?) *#* *(?:\n|$)")
# A link to a Markdown file, inline or as a reference: https://spec.commonmark.org/0.31.2/#links
_LINK = re.compile(r"(\]\(<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)([^()\s<>:#?]+\.md)(?=[>#)\s]|$)", re.MULTILINE)


class Manuscript(NamedTuple):
    """One file of prose: ``folder`` is its page's, with a trailing slash, ``first`` the line it begins at.

    ``label`` is the word for it in the masthead, or "" where it does not stand there. ``title`` is "" where
    the text has no heading of the first level; ``text`` begins with it.
    """

    source: str
    folder: str
    title: str
    description: str
    label: str
    text: str
    first: int

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"{self.folder}index.html"

    @property
    def twin(self) -> str:
        """The path of its Markdown twin."""
        return f"{self.folder}index.md"

    @property
    def name(self) -> str:
        """What it is called: its title, or the name of its file in words."""
        words = self.source.removesuffix(".md").rpartition("/")[2].replace("-", " ").replace("_", " ")
        return self.title or words.strip().capitalize() or "Untitled"

    @property
    def body(self) -> str:
        """The text below the title."""
        return _TITLE.sub("", self.text, count=1) if self.title else self.text


def manuscripts(prose: Mapping[str, str]) -> tuple[Manuscript, ...]:
    """Return the manuscripts of ``content/``, whose files are given by their path below it.

    ContentError: a line of a head that says nothing known, or two files whose pages would be one.
    """
    found: dict[str, Manuscript] = {}
    for name in sorted(prose):
        one = manuscript(name, prose[name])
        other = found.setdefault(one.folder, one)
        if other is not one:
            fault = f"would stand at /{one.folder}, where {other.source} stands already"
            raise ContentError(one.source, fault, "give one of the two files another name")
    return tuple(found.values())


MOST_OPEN = 200
"""Brackets that may be open at a time. Python-Markdown looks for the end of each one anew, to the end of the
paragraph: 8,000 of them take 14 s, 20,000 over a minute."""
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"\\.|[][()]", re.DOTALL)


def require_closed(source: str, text: str, first: int = 1) -> None:
    """Raise ContentError for a paragraph in which hundreds of brackets are open at a time.

    ``first`` is the line of ``source`` at which the text begins.
    """
    start = 0
    for end in [*(blank.end() for blank in _BLANK_LINES.finditer(text)), len(text)]:
        if text.count("[", start, end) > MOST_OPEN and (at := _too_deep(text, start, end)):
            fault = f"has over {MOST_OPEN} brackets open in one paragraph, which would take minutes to read"
            place = f"{source}, line {text.count(chr(10), 0, at) + first}"
            raise ContentError(place, fault, "close them, or write a single one as \\[")
        start = end


def _too_deep(text: str, start: int, end: int) -> int:
    """Return the place of the bracket that is open beside too many others, or 0."""
    still_open = {"[": 0, "(": 0}
    for found in _BRACKET.finditer(text, start, end):
        if found[0] in still_open:
            still_open[found[0]] += 1
            if still_open[found[0]] > MOST_OPEN:
                return found.start()
        elif found[0] in "])":
            opening = "[" if found[0] == "]" else "("
            still_open[opening] = max(still_open[opening] - 1, 0)
    return 0


def manuscript(name: str, text: str) -> Manuscript:
    """Return one manuscript from its path below ``content/`` and its text."""
    source = FOLDER + name
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    head = _HEAD.match(text)
    if not head and _BEGUN.match(text):
        raise ContentError(f"{source}, line 1", "the head has no end", "write --- on a line below it")
    said = dict(_said(source, head[1])) if head else {}
    rest = text[head.end() :] if head else text
    first = text[: head.end()].count("\n") + 1 if head else 1
    require_closed(source, rest, first)
    title = _TITLE.match(rest)
    one = Manuscript(
        source=source,
        folder=_folder(name),
        title=title[1] if title else "",
        description=said.get("description", ""),
        label="",
        text=rest,
        first=first,
    )
    label = said.get("nav", "no")
    return one._replace(label={"yes": one.name, "no": ""}.get(label.lower(), label))


KEYS = ("description", "nav")
"""What a head can say: a sentence for search results; ``yes``, ``no`` or the word for it in the masthead."""
_BEGUN = re.compile(rf"---[ \t]*\n(?:{'|'.join(KEYS)}):")


def _said(source: str, head: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(head.splitlines(), start=2):
        if not line.strip():
            continue
        found = _KEY.fullmatch(line.strip())
        if not found or found[1] not in KEYS:
            near = get_close_matches(found[1].lower(), KEYS, n=1) if found else []
            step = f"did you mean {near[0]}?" if near else f"a head has lines of {' or '.join(KEYS)}: TEXT"
            raise ContentError(f"{source}, line {number}", f"{line.strip()!r} is no line of a head", step)
        yield found[1], _unquoted(found[2].strip())


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _folder(name: str) -> str:
    """Return the folder of a page: ``index.md`` speaks for the folder that it is in."""
    parts = [words_path(part) for part in name.removesuffix(".md").split("/")]
    return "".join(f"{part}/" for part in (parts[:-1] if parts[-1] == "index" else parts))


def linked(text: str, source: str, path: str, all_of_them: Iterable[Manuscript]) -> str:
    """Return Markdown with links to other manuscripts led to their pages, as they are seen from ``path``.

    ``source`` is the file that the text stands in. ``[how](methodology.md)`` thus works on the site as it
    does where the files are read as they are; a link to any other file is left alone.
    """
    pages = {one.source: one.folder for one in all_of_them}
    way = root_of(path) or "./"

    def led(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(link[2])))
        return f"{link[1]}{way}{url_path(pages[target])}" if target in pages else link[0]

    return _LINK.sub(led, text)
