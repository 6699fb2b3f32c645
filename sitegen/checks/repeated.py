"""One fault of many pages, said once: with their number, and with the place that a person has to mend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sitegen.checks import Finding
from sitegen.text import counted

_NAMED = 3
"""So many further pages are named."""
_TELLING = 3
"""Characters: a shorter address stands in any text."""
_LINE_END = "\n"
ALL_PAGES = "templates/base.html"


def said_once(findings: Iterable[Finding], origins: Mapping[str, str]) -> list[Finding]:
    """Return findings with one for all that are alike: ``…, and on 602 more pages (a.html, …)``.

    Two are alike where check, ``cause`` (else the fault) and step are. ``origins`` are the texts of the
    owner's files by their places; the step names the one that a fault stems from.
    """
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.check, finding.cause or finding.what, finding.step), []).append(finding)
    return [_one(group, origins) for group in alike.values()]


def _one(group: list[Finding], origins: Mapping[str, str]) -> Finding:
    first, *others = group
    place = _origin(first, origins, of_many=bool(others))
    step = f"{first.step} (it is in {place})" if place else first.step
    pages = list(dict.fromkeys(finding.path for finding in others))
    if not pages:
        return replace(first, step=step)
    named = ", ".join(pages[:_NAMED]) + (", …" if len(pages) > _NAMED else "")
    return replace(
        first, what=f"{first.what}, and on {counted(len(pages), 'more page')} ({named})", step=step
    )


def _origin(finding: Finding, origins: Mapping[str, str], *, of_many: bool) -> str:
    """Return the place of the owner's that a fault stems from, or "" where none is seen to."""
    target = finding.cause.partition(" ")[0].partition("#")[0]
    for place, text in origins.items() if len(target) >= _TELLING else ():
        before, found, _ = text.partition(target)
        if found:
            return place if ", line " in place else f"{place}, line {before.count(_LINE_END) + 1}"
    page = finding.path.removesuffix(".html").removesuffix("/index")
    for place in () if of_many else (f"content/{page}.md", f"content/{page}/index.md"):
        if place in origins:
            return place
    return ALL_PAGES if of_many and ALL_PAGES in origins and not finding.cause else ""
