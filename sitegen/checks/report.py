"""Reports of a review: text for a terminal, and Markdown for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sitegen.checks.events import Event, events, joined
from sitegen.forms.addresses import url_path
from sitegen.records.review import Review, Section
from sitegen.text import counted, escaped, without_log_commands

COMMENT_LIMIT = 65_536
"""Characters that the body of a pull request or a comment may hold on GitHub.

Its documentation does not say so, its answer does: "body is too long (maximum is 65536 characters)"
(https://github.com/renovatebot/renovate/issues/2032).
"""

_HEADINGS = {
    Section.REVIEW: "Must be reviewed",
    Section.LEAVING: "Leaving",
    Section.ACCEPTED: "Accepted",
    Section.CORRECTED: "Corrected",
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
    """Return the counts of a review in one line: ``2 to review, prices: 14, noise: 365``.

    What left and was not announced is to be reviewed and stands with what else is leaving: it is said apart.
    """
    if not review.lines and not review.noise:
        return "nothing changed"
    found = events(review)
    calm = Counter(event.section for event in found if not event.urgent)
    parts = [f"{section}: {calm[section]}" for section in Section if calm[section]]
    noise = sum(review.noise.values())
    left = sum(event.urgent and event.section is Section.LEAVING for event in found)
    urgent = f"{len(found) - calm.total()} to review{f' ({left} left)' if left else ''}"
    return ", ".join([urgent, *parts, f"noise: {noise:,}"])


def text_report(review: Review) -> str:
    """Return a review for a terminal, with a line a model under each section; nothing is escaped yet."""
    out = [f"{review.old} → {review.new}: {summary(review)}"]
    for section, found in _sections(review):
        out.append(f"\n{_HEADINGS[section]} ({len(found)})")
        out += [f"  {event.subject()}: {event.text}" for event in found]
    if review.noise:
        noise = ", ".join(f"{kind}: {number:,}" for kind, number in review.noise.items())
        out.append(f"\nNoise, folded: {noise}")
    return "\n".join(out) + "\n"


def pages_line(review: Review, base_url: str, room: int) -> str:
    """Return a sentence with the number of model pages that change, and with links to some of them.

    As many are named as fit into ``room`` characters: ``This changes 2 of 9 model pages: models/a/m/ and 1
    more.`` Without ``base_url`` they are named without a link.
    """
    usage = any(line.section is Section.USAGE for line in review.lines)
    but = " Usage is left out of that: it moves on the pages of all models in the list." if usage else ""
    if not review.pages:
        return f"No model page changes.{but}"
    head = f"This changes {len(review.pages):,} of {review.model_pages:,} model pages"
    line = f"{head}.{but}"
    shown: list[str] = []
    for number, path in enumerate(review.pages, start=1):
        shown.append(f"[{path}]({base_url}{url_path(path)})" if base_url else code_span(path))
        more = f" and {len(review.pages) - number:,} more" if number < len(review.pages) else ""
        longer = f"{head}: {', '.join(shown)}{more}.{but}"
        if len(longer) > room:
            break
        line = longer
    return line


_SHARE = 10
"""The line that names pages has at most this part of the text: a tenth."""


def markdown_report(review: Review, base_url: str = "", limit: int = COMMENT_LIMIT) -> str:
    """Return a review for a pull request, cut at a line so that it has at most ``limit`` characters.

    All text from upstream stands in code spans: there it can neither mention anybody, nor link, nor break
    the list.
    """
    head = f"**{summary(review).capitalize()}** ({code_span(review.old)} → {code_span(review.new)})\n"
    noise = _noise_markdown(review)
    room = limit - limit // _SHARE - len(head) - len(noise)
    lines = cut_lines(_lines_markdown(review), room, "`sitegen diff` prints them all.")
    text = "\n".join([head, *lines, noise])
    return f"{text}\n{pages_line(review, base_url, len(text) // _SHARE)}\n"


def _lines_markdown(review: Review) -> list[str]:
    """Return the lines of all sections, each under its heading."""
    lines: list[str] = []
    for section, of_section in _sections(review):
        lines.append(f"\n### {_HEADINGS[section]} ({len(of_section)})\n")
        lines += [
            f"- {event.subject(code_span)}: {joined(list(map(_spelled, event.texts)))}"
            for event in of_section
        ]
    return lines


def cut_lines(lines: Sequence[str], room: int, step: str) -> list[str]:
    """Return as many of the lines as fit into ``room`` characters; a last line counts the others.

    It ends with ``step``: ``… 12 lines left out here; `sitegen diff` prints them all.``
    """
    if sum(len(line) + 1 for line in lines) <= room:
        return list(lines)
    kept: list[str] = []
    room -= len(step) + 60  # the last line
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return [*kept, f"\n… {counted(len(lines) - len(kept), 'line')} left out here; {step}"]


def _noise_markdown(review: Review) -> str:
    if not review.noise:
        return ""
    total = sum(review.noise.values())
    items = "\n".join(f"- {kind}: {number:,}" for kind, number in review.noise.items())
    return f"\n<details><summary>Noise: {total:,}</summary>\n\n{items}\n\n</details>\n"


def _spelled(text: str) -> str:
    """Return a sentence as it is where it is plain, else as one code span, since values may be upstream's."""
    plain = all(char.isalnum() or char in " .,$+-−%()→×≈/\u202f:“”" for char in text)
    return text if plain and "//" not in text else code_span(text)


def code_span(text: str) -> str:
    r"""Return text as a code span of Markdown, which nothing in the text can end: ``a⏎b`` becomes ``a\nb``.

    No escape works in a code span: a character that would end it, or make a command for a CI log, is
    replaced by one that looks like it.
    """
    span = escaped(text).replace("`", "\N{MODIFIER LETTER GRAVE ACCENT}").strip() or " "
    return without_log_commands(f"`{span}`", bracket="\N{FULLWIDTH LEFT SQUARE BRACKET}")


def _sections(review: Review) -> Iterator[tuple[Section, list[Event]]]:
    found = events(review)
    for section in Section:
        own = [event for event in found if event.section is section]
        if own:
            yield section, own
