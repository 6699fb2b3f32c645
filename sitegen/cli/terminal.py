"""The terminal: lines in which text from outside cannot act, and a bar while a person waits."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from sitegen.text import counted, printable, without_log_commands

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.checks import Finding
    from sitegen.checks.acceptance import AlarmEvent
    from sitegen.publishing.deploy import Plan
    from sitegen.publishing.output import Published
    from sitegen.publishing.s3 import Target
    from sitegen.records.review import Review
    from sitegen.records.snapshot import Outcome

Progress = Callable[[str, int, "int | None"], None]

QUIET, USUAL, VERBOSE = -1, 0, 1
_LOUDNESS = "sitegen.loudness"


def set_loudness(context: click.Context, level: int) -> None:
    """Say so much in this run: one of ``QUIET``, ``USUAL`` and ``VERBOSE``."""
    context.meta[_LOUDNESS] = level


def _loudness() -> int:
    context = click.get_current_context(silent=True)
    level: int = context.meta.get(_LOUDNESS, USUAL) if context else USUAL
    return level


def say(line: str, *, error: bool = False) -> None:
    """Print one line."""
    click.echo(printable(line), err=error)


def say_news(line: str, *, error: bool = False) -> None:
    """Print a line that nobody asked for, unless the run is quiet."""
    if _loudness() > QUIET:
        say(line, error=error)


def say_more(line: str) -> None:
    """Print a line for who wants to know more on standard error."""
    if _loudness() >= VERBOSE:
        say(line, error=True)


def say_error(error: Exception) -> None:
    """Print an error as one line; where more is to be said, where it arose before it."""
    if _loudness() >= VERBOSE:
        for line in traceback.format_exception(error):
            say_lines(line, error=True)
    say(f"sitegen: {error}", error=True)


def say_lines(text: str, *, error: bool = False) -> None:
    """Print text of several lines."""
    for line in text.splitlines():
        say(line, error=error)


def say_published(out: Path, done: Published, verb: str = "written", more: str = "") -> None:
    """Print what a build or a merge has made of a folder."""
    files = f"{counted(done.written, 'file')} {verb}, {done.unchanged:,} unchanged"
    say_news(f"{out}: {files}, {done.removed:,} removed{more}")


def say_built(out: Path, done: Published, *, check: bool) -> None:
    """Print what a build has made of a folder; the last line names models, address and the next step."""
    from sitegen.checks.site import address_notes  # noqa: PLC0415 - for `build` alone

    drawn = f"; {counted(done.drawn, 'picture')} drawn" if done.drawn else ""
    say_published(out, done, "to write" if check else "written", drawn)
    for note in address_notes(done.address):
        say_news(f"note: {note.path}: {note.what}; {note.step}", error=True)
    step = "" if check else "; look at it with sitegen serve, then sitegen check"
    say_news(f"{_number(done.models, 'model')} for {done.address}{step}")


def say_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print a value as JSON, in which nothing acts on a terminal or a CI log."""
    click.echo(without_log_commands(json.dumps(value, indent=1, default=str), bracket=r"\u005b"))


def say_findings(findings: Sequence[Finding], form: str, what: str) -> None:
    """Print findings, one a line and their number (``data: 2 findings, 1 note``), or as a JSON list."""
    if form == "json":
        say_json([{name: text for name, text in asdict(one).items() if name != "cause"} for one in findings])
        return
    from sitegen.checks import NOTE  # noqa: PLC0415 - for `check` alone

    for finding in findings:
        say(finding.line)
    notes = sum(finding.severity == NOTE for finding in findings)
    faults = _number(len(findings) - notes, "finding")
    say(f"{what}: {faults}, {_number(notes, 'note')}" if notes else f"{what}: {faults}")


def say_each(lines: Iterable[str], done: str) -> None:
    """Print lines and what was done to so many: ``2 accepted``."""
    said = list(lines)
    for line in said:
        say(line)
    say(f"{len(said) or 'none'} {done}")


def say_alarms(events: Sequence[AlarmEvent]) -> None:
    """Print what is alarming, each event with the command that accepts it, and how many there are."""
    for event in events:
        say(f"{event.subject}: {event.text}")
        say(f"  {event.command}")
    say(_number(len(events), "open alarm"))


def _number(number: int, what: str) -> str:
    return counted(number, what) if number else f"no {what}s"


def say_outcomes(outcomes: Sequence[Outcome], form: str) -> None:
    """Print the outcomes of a fetch: a line a feed, below it the rows set aside and the new keys, or JSON."""
    from sitegen.records.snapshot import set_aside_lines  # noqa: PLC0415 - pydantic, for `fetch` alone

    if form == "json":
        say_json(
            [
                asdict(one) | {"set_aside": [s.model_dump(exclude={"since"}) for s in one.set_aside]}
                for one in outcomes
            ]
        )
        return
    for outcome in outcomes:
        if outcome.status == "failed":
            say(f"sitegen: {outcome.error}", error=True)
            continue
        # The status with its numbers: "changed, 1,200 rows, 7 changes".
        changes = f", {counted(outcome.changes, 'change')}" if outcome.status == "changed" else ""
        skipped = outcome.status == "skipped"
        numbers = f" ({outcome.error})" if skipped else f", {counted(outcome.rows, 'row')}{changes}"
        say_news(f"{outcome.feed}: {outcome.status}{numbers}")
        for line in set_aside_lines(outcome.set_aside):
            say_news(f"  set aside: {line}")
        for note in outcome.notes:
            say_news(f"  note: {note}")
        for key, number in sorted(outcome.unknown_keys.items()):
            shown = "; it is shown on the pages as it is" if outcome.feed.startswith("openrouter/") else ""
            say_news(f"  new key: {key}, in {counted(number, 'row')}{shown}")


def say_review(review: Review, form: str, base_url: str | None, limit: int) -> None:
    """Print a review: for a terminal, as Markdown of at most ``limit`` characters, or as JSON."""
    from sitegen.checks.report import markdown_report, text_report  # noqa: PLC0415 - pydantic, for `diff` alone

    if form == "json":
        say_json(review.model_dump(mode="json"))
    elif form == "markdown":
        click.echo(markdown_report(review, base_url or "", limit))
    else:
        say_lines(text_report(review))


def say_plan(plan: Plan, target: Target, form: str, *, dry_run: bool) -> None:
    """Print the counts of a deploy, and each of its files while nothing is done yet, or both as JSON."""
    if form == "json":
        say_json({"target": str(target), "dry_run": dry_run, **plan.as_json()})
        return
    if dry_run:
        for upload in plan.uploads:
            say(f"upload {upload.file.path} ({upload.reason}, {counted(upload.file.size, 'byte')})")
        for path in plan.deletions:
            say(f"remove {path}")
    if plan.kept:
        what = "somebody else put it there, so that it stays; it would go with --accept-loss"
        say_news(f"note: {', '.join(plan.kept[:5])}{' …' if plan.kept[5:] else ''}: {what}")
    uploaded, removed = ("to upload", "to remove") if dry_run else ("uploaded", "removed")
    files = f"{counted(len(plan.uploads), 'file')} {uploaded}, {plan.unchanged:,} unchanged"
    say_news(f"{target}: {files}, {len(plan.deletions):,} {removed}")


def waiting_lines() -> Callable[[str], None]:
    """Return a function that says in a line what is waited for, from any thread, unless the run is quiet."""
    quiet, over_bar = _loudness() == QUIET, sys.stderr.isatty()

    def shown(line: str) -> None:
        if not quiet:
            click.echo(f"\r{printable(line):<78}" if over_bar else printable(line), err=True)

    return shown


@contextmanager
def progress_bar(patience: float = 1.0) -> Iterator[Progress]:
    """Yield a function that draws a bar on a terminal once a person has waited ``patience`` seconds."""
    started, drawn = time.monotonic(), False

    def draw(name: str, done: int, total: int | None) -> None:
        nonlocal drawn
        if _loudness() == QUIET or not sys.stderr.isatty() or time.monotonic() - started < patience:
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
