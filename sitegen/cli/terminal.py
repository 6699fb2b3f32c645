"""The terminal: lines that nothing from upstream can break, and a bar while a person waits."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from sitegen.text import printable, without_log_commands

if TYPE_CHECKING:
    from sitegen.checks import Finding
    from sitegen.records.review import Review
    from sitegen.records.snapshot import Outcome

Progress = Callable[[str, int, "int | None"], None]


def say(line: str, *, error: bool = False) -> None:
    """Print one line."""
    click.echo(printable(line), err=error)


def say_lines(text: str) -> None:
    """Print text of several lines."""
    for line in text.splitlines():
        say(line)


def say_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print a value as JSON; what a terminal or a CI log would act on is escaped as JSON allows."""
    click.echo(without_log_commands(json.dumps(value, indent=1, default=str), bracket=r"\u005b"))


def say_findings(found: Sequence[Finding], form: str, what: str) -> None:
    """Print what a check found: one a line and their number, or a JSON list."""
    if form == "json":
        say_json([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.check}: {one.path}: {one.what}; {one.step}")
    say(f"{what}: {len(found) or 'no'} finding{'' if len(found) == 1 else 's'}")


def say_outcomes(outcomes: Sequence[Outcome], form: str) -> None:
    """Print what a fetch did: a line a feed, and what was set aside or is new in it."""
    if form == "json":
        say_json([asdict(one) | {"set_aside": [s.model_dump() for s in one.set_aside]} for one in outcomes])
        return
    for one in outcomes:
        if one.status == "failed":
            say(f"sitegen: {one.error}", error=True)
            continue
        detail = (
            f"{one.rows:,} rows, {one.changes:,} changes" if one.status == "changed" else f"{one.rows:,} rows"
        )
        say(f"{one.feed}: {one.status}" + (f" ({one.error})" if one.status == "skipped" else f", {detail}"))
        for note in one.set_aside:
            say(f"  set aside: {note.row}: {note.reason}")
        for key, number in sorted(one.unknown_keys.items()):
            say(f"  new key: {key}, in {number:,} rows; it is shown on the pages as it is")


def say_review(found: Review, form: str, base_url: str | None) -> None:
    """Print a review: for a terminal, as Markdown for a pull request, or as JSON."""
    from sitegen.checks.report import markdown_report, text_report  # noqa: PLC0415 - pydantic, for `diff` alone

    if form == "json":
        say_json(found.model_dump(mode="json"))
    elif form == "markdown":
        click.echo(markdown_report(found, base_url or ""))
    else:
        say_lines(text_report(found))


@contextmanager
def progress_bar(patience: float = 1.0) -> Iterator[Progress]:
    """Give a progress function that draws on a terminal once a person has waited ``patience`` seconds."""
    started, drawn = time.monotonic(), False

    def draw(name: str, done: int, total: int | None) -> None:
        nonlocal drawn
        if not sys.stderr.isatty() or time.monotonic() - started < patience:
            return
        drawn = True
        share = f"{min(done / total, 1):4.0%}" if total else f"{done / 1e6:.1f} MB"
        filled = round(24 * min(done / total, 1)) if total else 0
        click.echo(
            f"\r{'█' * filled}{'░' * (24 - filled)} {share} {printable(name)[:40]:<40}", nl=False, err=True
        )

    try:
        yield draw
    finally:
        if drawn:
            click.echo("\r" + " " * 78 + "\r", nl=False, err=True)
