"""The commands: what each does between its options and its exit code."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

# Each command imports what it needs when it runs, so that `build` never reads httpx and `diff` no Jinja.


class Finished(SystemExit):
    """A command has done and said all: nothing is left to do but to free what it made."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nothing look for garbage while a catalogue is read and drawn: what is made stays to the end.

    Each look goes over all that there is. Afterwards all of it counts as old, or the first new object would
    set off one more look: https://docs.python.org/3/library/gc.html#gc.freeze
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def fetch(root: Path, form: str, on: date | None, asked: dict[str, Any]) -> int:
    """Fetch what is asked for into ``data/``; 1 where a source failed."""
    from sitegen.cli.terminal import progress_bar, say_outcomes
    from sitegen.fetching.fetch import Request
    from sitegen.fetching.fetch import fetch as fetched
    from sitegen.rendering.owner_files import read_site
    from sitegen.store.failures import note_failures

    request = Request(on=on or datetime.now(UTC).date(), **asked)
    settings = read_site(root).sources
    with progress_bar() as progress:
        outcomes = fetched(root / "data", settings, request, environment=os.environ, progress=progress)
    failed = {one.feed: one.error or "" for one in outcomes if one.status == "failed"}
    read = [one.feed for one in outcomes if one.status in ("changed", "unchanged")]
    note_failures(root / "data", failed, read, request.on)
    say_outcomes(outcomes, form)
    return 1 if failed else 0


@uncollected()
def build(
    root: Path,
    out: Path,
    base_url: str | None,
    *,
    images: bool,
    check: bool,
    shard: tuple[int, int] = (1, 1),
    jobs: int | None = None,
) -> int:
    """Build the site; with ``check`` only compare, and 1 where the output differs. Raises Finished."""
    from sitegen.build import build as built
    from sitegen.cli.terminal import progress_bar, say
    from sitegen.large.shard import Share

    share = Share(*shard)
    with progress_bar() as progress:
        done = built(
            root,
            out,
            base_url=base_url,
            check=check,
            images=images,
            share=share,
            jobs=jobs,
            progress=progress,
        )
    written = f"{done.written:,} files {'to write' if check else 'written'}"
    drawn = f"; {done.drawn:,} pictures drawn" if done.drawn else ""
    say(f"{out}: {written}, {done.unchanged:,} unchanged, {done.removed:,} removed{drawn}")
    raise Finished(1 if check and done.changed else 0)


@uncollected()
def check(root: Path, what: str | None, out: Path, base_url: str | None, form: str) -> int:
    """Check the data, the built site, or both; 1 where something was found."""
    from sitegen.cli.inspection import findings_of_data, findings_of_site
    from sitegen.cli.terminal import say_findings

    found = [] if what == "site" else findings_of_data(root)
    found += [] if what == "data" else findings_of_site(root, out, base_url)
    say_findings(found, form, what or "data and site")
    return 1 if found else 0


@uncollected()
def diff(root: Path, old: str, new: str | None, form: str, base_url: str | None, *, exit_code: bool) -> int:
    """Print what changed between two states of the data; 1 where something must be reviewed, if asked."""
    from sitegen.cli.terminal import say_review
    from sitegen.store.revisions import reviewed

    found = reviewed(root, old, new)
    say_review(found, form, base_url)
    return 1 if exit_code and found.must_review else 0


def serve(root: Path, out: Path, base_url: str | None, host: str, port: int, *, images: bool) -> int:
    """Build and serve the site until Ctrl-C, building again on every change."""
    from sitegen.build import build as built
    from sitegen.cli.terminal import progress_bar, say
    from sitegen.publishing.serve import serve as served
    from sitegen.rendering.owner_files import read_site

    def rebuild() -> str:
        with uncollected(), progress_bar() as progress:
            done = built(root, out, base_url=base_url, images=images, progress=progress)
        return f"{done.written:,} files written, {done.unchanged:,} unchanged"

    rebuild()
    watched = [root / name for name in ("data", "content", "templates") if (root / name).is_dir()]
    base = read_site(root, base_url).base_path
    served(out, host=host, port=port, base=base, watched=watched, rebuild=rebuild, say=say)
    return 0


@uncollected()
def match(root: Path, name: str | None, form: str, *, unmatched: bool) -> int:
    """Print the matches, one name explained, or lines to confirm; 1 where no board has the name."""
    from sitegen.checks.matches import by_the_rules, explanation, match_rows, match_table, proposals
    from sitegen.cli.terminal import say, say_json, say_lines
    from sitegen.store.dataset import joined, read_dataset

    known = joined(read_dataset(root / "data"))
    if form == "json":
        rows = match_rows(known)
        say_json([row for row in rows if name in (None, row["arena_name"])])
        return 0
    if name is None:
        say_lines(proposals(known) if unmatched else match_table(known))
        return 0
    text = explanation(known, name)
    if text is None:
        say("No board has this name. By the rules:")
    say_lines(text or by_the_rules(known, name))
    return 0 if text else 1
