"""Reports of a review: text for a terminal, and Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sitegen.forms.addresses import url_path
from sitegen.records.endpoint import model_and_key
from sitegen.records.review import Line, Review, Section
from sitegen.text import without_log_commands

COMMENT_LIMIT = 65_536
"""Characters that the body of a pull request or a comment may hold on GitHub.

https://github.com/orgs/community/discussions/27190
"""

_HEADINGS = {
    Section.REVIEW: "Must be reviewed",
    Section.SET_ASIDE: "Set aside",
    Section.PRICES: "Prices",
    Section.SELLERS: "Sellers",
    Section.LIFE: "Listed and left",
    Section.LIMITS: "Limits and parameters",
    Section.ARENA: "Arena",
    Section.USAGE: "Usage",
    Section.SOURCES: "Other sources",
}


def summary(review: Review) -> str:
    """Return the counts of a review in one line: ``2 to review, 14 prices, 365 noise``."""
    if not review.lines and not review.noise:
        return "nothing changed"
    parts = [f"{len(lines)} {name}" for name, lines in _sections(review) if name is not Section.REVIEW]
    noise = sum(review.noise.values())
    return ", ".join([f"{len(review.must_review)} to review", *parts, f"{noise:,} noise"])


def text_report(review: Review) -> str:
    """Return a review for a terminal, with a line a model under each section; nothing is escaped yet."""
    out = [f"{review.old} → {review.new}: {summary(review)}"]
    for section, lines in _sections(review):
        out.append(f"\n{_HEADINGS[section]} ({len(lines)})")
        out += [f"  {_who(names)}: {_joined(texts)}" for names, texts in _folded(lines)]
    if review.noise:
        noise = ", ".join(f"{number:,} {kind}" for kind, number in review.noise.items())
        out.append(f"\nNoise, folded: {noise}")
    return "\n".join(out) + "\n"


LINKED = 30
"""The most pages that are linked by name; of further ones the number is given."""


def pages_line(review: Review, base_url: str) -> str:
    """Return a sentence with the number of model pages that change, linked where the address is given."""
    usage = any(line.section is Section.USAGE for line in review.lines)
    but = " Usage is left out of that: it moves on the pages of all models in the list." if usage else ""
    if not review.pages:
        return f"No model page changes.{but}"
    shown = [
        _code(path) if not base_url else f"[{path}]({base_url}{url_path(path)})"
        for path in review.pages[:LINKED]
    ]
    more = f" and {len(review.pages) - LINKED:,} more" if len(review.pages) > LINKED else ""
    number = f"{len(review.pages):,} of {review.model_pages:,}"
    return f"This changes {number} model pages: {', '.join(shown)}{more}.{but}"


def markdown_report(review: Review, base_url: str = "", limit: int = COMMENT_LIMIT) -> str:
    """Return a review for a pull request, cut at a line so that it has at most ``limit`` characters.

    All text from upstream stands in code spans: there it can neither mention anybody, nor link, nor break
    the list.
    """
    head = f"**{summary(review).capitalize()}** ({_code(review.old)} → {_code(review.new)})\n"
    tail = f"{_noise_markdown(review)}\n{pages_line(review, base_url)}\n"
    note_room = 120
    room = limit - len(head) - len(tail) - note_room
    kept: list[str] = []
    lines: list[str] = []
    for section, of_section in _sections(review):
        lines.append(f"\n### {_HEADINGS[section]} ({len(of_section)})\n")
        for names, texts in _folded(of_section):
            lines.append(f"- {_who(names, _code)}: {_joined(list(map(_spelled, texts)))}")
    for number, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            left = len(lines) - number
            kept.append(f"\n… {left:,} lines are left out here; `sitegen diff` prints them all.")
            break
        kept.append(line)
    return "\n".join([head, *kept, tail])


def _noise_markdown(review: Review) -> str:
    if not review.noise:
        return ""
    total = sum(review.noise.values())
    items = "\n".join(f"- {number:,} {kind}" for kind, number in review.noise.items())
    return f"\n<details><summary>Noise: {total:,}</summary>\n\n{items}\n\n</details>\n"


def _spelled(text: str) -> str:
    """Return a sentence as it is where it is plain, else as one code span, since values may be upstream's."""
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


def _sections(review: Review) -> Iterator[tuple[Section, list[Line]]]:
    for section in Section:
        lines = [line for line in review.lines if line.section is section]
        if lines:
            yield section, lines


ALIKE = 4
"""The number of models from which on the same change of limits or parameters is one line."""


def _folded(lines: Sequence[Line]) -> Iterator[tuple[list[tuple[str, str]], list[str]]]:
    """Yield models with their texts: the lines of one model together, and models of the same change."""
    texts: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        who = line.name, model_and_key(line.id)[0] if line.seller else line.id
        texts[who] = _with_text(texts.get(who, []), line.text)
    alike: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for who, own in texts.items():
        alike.setdefault(tuple(own), []).append(who)
    foldable = lines[0].section in (Section.LIMITS, Section.SET_ASIDE)
    for who, own in texts.items():
        same = alike[tuple(own)]
        if not foldable or len(same) < ALIKE:
            yield [who], own
        elif same[0] == who:
            yield same, own


def _with_text(texts: list[str], text: str) -> list[str]:
    """Return texts with one more; what is said of a seller twice in a row names it once."""
    subject, colon, rest = text.partition(": ")
    if texts and colon and texts[-1].startswith(f"{subject}: "):
        return [*texts[:-1], f"{texts[-1]}, {rest}"]
    return [*texts, text]


def _joined(texts: Sequence[str]) -> str:
    """Return the texts of a model in a row; a seller's own have commas in them."""
    return ("; " if any(", " in text for text in texts) else ", ").join(texts)


def _who(names: Sequence[tuple[str, str]], code: Callable[[str], str] = str) -> str:
    """Return the name of one model with its id, or the ids of several."""
    if len(names) == 1:
        name, key = names[0]
        return code(name) if key == name else f"{code(name)} ({code(key)})"
    return f"{len(names)} models ({', '.join(code(key) for _, key in names)})"
