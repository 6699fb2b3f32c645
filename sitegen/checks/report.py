"""A review as a person or a program reads it: text, Markdown for a pull request, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sitegen.forms.addresses import url_path
from sitegen.records.review import Line, Review, Section
from sitegen.text import without_log_commands

COMMENT_LIMIT = 65_536
"""Characters that the body of a pull request or a comment may hold on GitHub.

https://github.com/orgs/community/discussions/27190
"""

_HEADINGS = {
    Section.REVIEW: "Must be reviewed",
    Section.PRICES: "Prices",
    Section.LIFE: "Listed and left",
    Section.LIMITS: "Limits and parameters",
    Section.ARENA: "Arena",
    Section.USAGE: "Usage",
    Section.SOURCES: "Other sources",
}


def summary(found: Review) -> str:
    """Return one line of counts: what must be reviewed, what else moved, what is noise."""
    if not found.lines and not found.noise:
        return "nothing changed"
    parts = [f"{len(found.must_review)} to review"]
    parts += [
        f"{len(lines)} {section}" for section, lines in _sections(found) if section is not Section.REVIEW
    ]
    return ", ".join([*parts, f"{sum(found.noise.values()):,} noise"])


def text_report(found: Review) -> str:
    """Return a review for a terminal (which escapes control characters): a section, then a line a model."""
    out = [f"{found.old} → {found.new}: {summary(found)}"]
    for section, lines in _sections(found):
        out.append(f"\n{_HEADINGS[section]} ({len(lines)})")
        out += [f"  {_who(names)}: {', '.join(texts)}" for names, texts in _folded(lines)]
    return "\n".join([*out, *_noise_text(found)]) + "\n"


def _noise_text(found: Review) -> list[str]:
    if not found.noise:
        return []
    return [f"\nNoise, folded: {', '.join(f'{number:,} {kind}' for kind, number in found.noise.items())}"]


LINKED = 30
"""Pages that are linked by name; beyond that only their number is said."""


def pages_line(found: Review, base_url: str) -> str:
    """Return how many model pages change, with links to them where the site's address is given."""
    usage = any(line.section is Section.USAGE for line in found.lines)
    but = " Usage is left out of that: it moves on the pages of all models in the list." if usage else ""
    if not found.pages:
        return f"No model page changes.{but}"
    shown = [
        _code(path) if not base_url else f"[{path}]({base_url}{url_path(path)})"
        for path in found.pages[:LINKED]
    ]
    more = f" and {len(found.pages) - LINKED:,} more" if len(found.pages) > LINKED else ""
    number = f"{len(found.pages):,} of {found.model_pages:,}"
    return f"This changes {number} model pages: {', '.join(shown)}{more}.{but}"


def markdown_report(found: Review, base_url: str = "", limit: int = COMMENT_LIMIT) -> str:
    """Return a review for a pull request, cut at a line so that it has at most ``limit`` characters.

    All text from upstream stands in code spans: there it can neither mention anybody, nor link, nor break
    the list.
    """
    head = f"**{summary(found).capitalize()}** ({_code(found.old)} → {_code(found.new)})\n"
    tail = f"{_noise_markdown(found)}\n{pages_line(found, base_url)}\n"
    note_room = 120
    room = limit - len(head) - len(tail) - note_room
    kept: list[str] = []
    lines = list(_markdown_lines(found))
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            left = len(lines) - number
            kept.append(f"\n… {left:,} lines are left out here; `sitegen diff` prints them all.")
            break
        kept.append(line)
    return "\n".join([head, *kept, tail])


def _markdown_lines(found: Review) -> Iterator[str]:
    for section, lines in _sections(found):
        yield f"\n### {_HEADINGS[section]} ({len(lines)})\n"
        for names, texts in _folded(lines):
            yield f"- {_who(names, _code)}: {', '.join(_spelled(text) for text in texts)}"


def _noise_markdown(found: Review) -> str:
    if not found.noise:
        return ""
    total = sum(found.noise.values())
    items = "\n".join(f"- {number:,} {kind}" for kind, number in found.noise.items())
    return f"\n<details><summary>Noise: {total:,}</summary>\n\n{items}\n\n</details>\n"


def _spelled(text: str) -> str:
    """Return a sentence of ours, whose values may be upstream's, as one code span where it is not plain."""
    plain = all(char.isalnum() or char in " .,$+-−%()→×≈/\u202f:“”" for char in text)
    return text if plain and "//" not in text else _code(text)


def _code(text: str) -> str:
    """Return text as a code span of Markdown, which nothing in the text can end.

    No escape works in a code span: a character that would end it, or make a command for a CI log, is
    replaced by one that looks like it.
    """
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    span = shown.replace("`", "\N{MODIFIER LETTER GRAVE ACCENT}").strip() or " "
    return without_log_commands(f"`{span}`", bracket="\N{FULLWIDTH LEFT SQUARE BRACKET}")


def _sections(found: Review) -> Iterator[tuple[Section, list[Line]]]:
    for section in Section:
        lines = [line for line in found.lines if line.section is section]
        if lines:
            yield section, lines


ALIKE = 4
"""So many models with the very same change of limits or parameters become one line."""


def _folded(lines: Sequence[Line]) -> Iterator[tuple[list[tuple[str, str]], list[str]]]:
    """Gather the lines of one model, and then the models of one and the same change where nothing is lost."""
    texts: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        texts.setdefault((line.name, line.id), []).append(line.text)
    alike: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for who, found in texts.items():
        alike.setdefault(tuple(found), []).append(who)
    foldable = lines[0].section is Section.LIMITS
    for who, found in texts.items():
        same = alike[tuple(found)]
        if not foldable or len(same) < ALIKE:
            yield [who], found
        elif same[0] == who:
            yield same, found


def _who(names: Sequence[tuple[str, str]], code: Callable[[str], str] = str) -> str:
    """Name one model with its id, or several by their ids."""
    if len(names) == 1:
        name, key = names[0]
        return code(name) if key == name else f"{code(name)} ({code(key)})"
    return f"{len(names)} models ({', '.join(code(key) for _, key in names)})"
