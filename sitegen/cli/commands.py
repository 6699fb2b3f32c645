"""The commands: each takes its options, does its work, and returns its exit code."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sitegen.cli.options import uncollected

# Each command imports what it needs when it runs, so that `build` never reads httpx and `diff` no Jinja.


class Finished(SystemExit):
    """A command has done and said all: nothing is left to do but to free what it made."""


def fetch(root: Path, form: str, on: date | None, asked: dict[str, Any]) -> int:
    """Fetch sources into ``data/``, print each outcome, and return 1 where a source failed, else 0."""
    from sitegen.cli.terminal import progress_bar, say_outcomes
    from sitegen.fetching.fetch import Request
    from sitegen.fetching.fetch import fetch as fetched
    from sitegen.rendering.owner_files import read_site
    from sitegen.store.failures import note_failures

    request = Request(on=on or datetime.now(UTC).date(), **asked)
    settings = read_site(root).sources
    with progress_bar() as progress:
        outcomes = fetched(root / "data", settings, request, environment=os.environ, progress=progress)
    failed = {outcome.feed: outcome.error or "" for outcome in outcomes if outcome.status == "failed"}
    read = [outcome.feed for outcome in outcomes if outcome.status in ("changed", "unchanged")]
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
    """Build the site, or with ``check`` compare alone; raises Finished with 1 where the output differs."""
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
    """Print the findings of the data, the built site, or both, and return 1 where there are any."""
    from sitegen.cli.inspection import findings_of_data, findings_of_site
    from sitegen.cli.terminal import say_findings

    findings = [] if what == "site" else findings_of_data(root)
    findings += [] if what == "data" else findings_of_site(root, out, base_url)
    say_findings(findings, form, what or "data and site")
    return 1 if findings else 0


@uncollected()
def diff(root: Path, old: str, new: str | None, form: str, base_url: str | None, *, exit_code: bool) -> int:
    """Print what changed between two states of the data; with ``exit_code``, return 1 to ask for a review."""
    from sitegen.cli.terminal import say_review
    from sitegen.store.revisions import reviewed

    review = reviewed(root, old, new)
    say_review(review, form, base_url)
    return 1 if exit_code and review.must_review else 0


def serve(root: Path, out: Path, base_url: str | None, host: str, port: int, *, images: bool) -> int:
    """Build and serve the site until Ctrl-C, and build again on every change."""
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
