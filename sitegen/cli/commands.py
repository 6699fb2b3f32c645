"""The commands: each takes its options, does its work, and returns its exit code.

Each imports what it needs when it runs, so that `build` never reads httpx and `diff` no Jinja.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from sitegen.cli import terminal
from sitegen.cli.options import (
    ACCEPT_PAGE_LOSS,
    BASE,
    NO_CACHE,
    NO_IMAGES,
    OUT,
    a_day,
    a_share,
    answered,
    form,
    uncollected,
)
from sitegen.errors import UsageError
from sitegen.text import counted


def source_names(_context: click.Context, _argument: click.Parameter, begun: str) -> list[str]:
    """Return the sources whose names begin so, for who completes a line with the tab key."""
    from sitegen.sources import SOURCES

    return [name for name in SOURCES if name.startswith(begun)]


class Finished(SystemExit):
    """A command has done and said all: nothing is left to do but to free what it made."""


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", shell_complete=source_names)
@click.option(
    "--from",
    "origins",
    multiple=True,
    metavar="FILE|FOLDER|URL|-",
    help="Read the SOURCE here; repeat for pages.",
)
@click.option("--on", callback=a_day, metavar="YYYY-MM-DD", help="Day of this fetch.  [default: today, UTC]")
@click.option("--board", help="Arena: only this board, or the board of a file that does not say it.")
@click.option(
    "--accept-change",
    "--accept-loss",
    "accept_change",
    is_flag=True,
    help="Take an answer that lost rows, names or values, or grew threefold; diff then says so.",
)
@form("text", "json")
@click.pass_obj
@answered
def fetch(root: Path, form: str, on: date | None, **asked: Any) -> int:  # noqa: ANN401 - handed on as they are
    """Fetch SOURCEs (default: all that are not off in content/site.toml) into data/.

    A refused answer changes nothing. A source is skipped without the key that it needs (usage), or without
    the catalogue that says what to ask for (providers). Of providers, a model that cannot be read keeps its
    record and is named; more than a tenth of them refuse the source.

    \b
    Example:
      sitegen fetch openrouter
      sitegen fetch providers --from answers/ --on 2026-05-16
      sitegen fetch arena --from page0.json --from page1.json
    """
    from sitegen.fetching.fetch import Request
    from sitegen.fetching.fetch import fetch as fetched
    from sitegen.rendering.owner_files import read_site
    from sitegen.store.failures import note_failures

    today = datetime.now(UTC).date()
    if on and on > today:
        # The journal is append-only: until that day nothing more could be fetched.
        raise UsageError(f"--on {on}", f"is after today, {today} in UTC", "give the day of the answer")
    request = Request(on=on or today, **asked)
    settings = read_site(root).sources
    with terminal.progress_bar() as progress:
        shown: dict[str, Any] = {"progress": progress, "notice": terminal.waiting_lines()}
        outcomes = fetched(root / "data", settings, request, environment=os.environ, **shown)
    failed = {outcome.feed: outcome.error or "" for outcome in outcomes if outcome.status == "failed"}
    read = [outcome.feed for outcome in outcomes if outcome.status in ("changed", "unchanged")]
    note_failures(root / "data", failed, read, request.on)
    terminal.say_outcomes(outcomes, form)
    return 1 if failed else 0


@click.command()
@OUT
@BASE
@NO_IMAGES
@NO_CACHE
@click.option("--shard", callback=a_share, metavar="K/N", help="Build the Kth of N parts; see sitegen merge.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Processes that draw.  [default: one a core where that is faster]",
)
@click.option("--check", is_flag=True, help="Compare and write nothing; exit code 1 if they differ.")
@ACCEPT_PAGE_LOSS
@click.pass_obj
@answered
@uncollected()
def build(
    root: Path,
    out: Path,
    check: bool,
    no_images: bool,
    no_cache: bool,
    shard: tuple[int, int],
    **asked: Any,  # noqa: ANN401
) -> int:
    """Build the site from data/ and content/ into one folder, all of it or nothing.

    Without a catalogue in data/ nothing is built, nor where more than 10 % of the pages that stand would go.

    \b
    Example:
      sitegen build --out dist --base-url https://example.org/models/
    """
    from sitegen.build import build as built
    from sitegen.large.shard import Share
    from sitegen.rendering.owner_files import picture_cache

    begun = time.monotonic()
    with terminal.progress_bar() as progress:
        asked |= {"share": Share(*shard), "images": not no_images, "kept": not no_cache, "progress": progress}
        done = built(root, out, check=check, **asked)
    terminal.say_more(f"root {root.resolve()}, share pictures in {picture_cache(root) or 'no folder'}")
    terminal.say_more(f"built in {time.monotonic() - begun:.1f} s into {out.resolve()}")
    terminal.say_built(out, done, check=check)
    raise Finished(1 if check and done.changed else 0)


@click.command()
@click.argument("what", type=click.Choice(["data", "site"]), required=False)
@OUT
@BASE
@click.option(
    "--allow-alarms",
    is_flag=True,
    help="Exit with 0 where all that is found waits for a person: open alarms, corrections that are over, "
    "overrides that name nothing.",
)
@form("text", "json")
@click.pass_obj
@answered
@uncollected()
def check(
    root: Path, what: str | None, out: Path, base_url: str | None, allow_alarms: bool, form: str
) -> int:
    """Say what the data or a built site lacks (default: both).

    A site that was built for another address says so on its start page, and is checked for that one.

    \b
    Example:
      sitegen check data
      sitegen check site --out dist
    """
    from sitegen.checks import fails
    from sitegen.cli.inspection import findings_of_data, findings_of_site, notes_of_data

    findings = [] if what == "site" else [*findings_of_data(root), *notes_of_data(root)]
    findings += [] if what == "data" else findings_of_site(root, out, base_url)
    terminal.say_findings(findings, form, what or "data and site")
    return 1 if fails(findings, allow_waiting=allow_alarms) else 0


@click.command()
@OUT
@BASE
@NO_IMAGES
@NO_CACHE
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.pass_obj
@answered
def serve(root: Path, out: Path, base_url: str | None, host: str, port: int, **without: bool) -> int:
    """Build the site, serve it as GitHub Pages would, and build again on every change.

    Open pages are reloaded then, and say why a build failed.

    \b
    Example:
      sitegen serve --port 8080
    """
    from sitegen.build import build as built
    from sitegen.publishing.live import serve as served
    from sitegen.publishing.serve import server
    from sitegen.rendering.owner_files import read_site

    def rebuild() -> str:
        with uncollected(), terminal.progress_bar() as progress:
            site.base = read_site(root, base_url).base_path
            images, kept = not without["no_images"], not without["no_cache"]
            done = built(root, out, base_url=base_url, images=images, kept=kept, progress=progress)
        return f"{counted(done.written, 'file')} written, {done.unchanged:,} unchanged"

    site = server(out, host=host, port=port, say=terminal.say)
    served(site, root=root, rebuild=rebuild)
    return 0


@click.command()
@click.argument("old", default="HEAD")
@click.argument("new", required=False)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something must be reviewed.")
@click.option("--base-url", metavar="URL", help="Link the pages that change, in Markdown.")
@click.option(
    "--limit",
    type=click.IntRange(min=4_000),
    default=65_536,
    metavar="N",
    help="The most characters of Markdown.  [default: what GitHub takes]",
)
@form("text", "markdown", "pull-request", "json")
@click.pass_obj
@answered
@uncollected()
def diff(root: Path, old: str, new: str | None, form: str, exit_code: bool, **shape: Any) -> int:  # noqa: ANN401
    """Show what changed in the data, the most serious first; what moves daily is counted.

    OLD and NEW are git revisions, data folders or a catalogue's JSON files; by default, the last commit and
    the working tree. The form pull-request adds what check data finds, and how to accept it.

    \b
    Example:
      sitegen diff
      sitegen diff HEAD~7 HEAD --format markdown
    """
    from sitegen.cli.inspection import pull_request
    from sitegen.store.revisions import reviewed

    if new and form == "pull-request":
        raise click.UsageError("the form pull-request is of the working tree; leave NEW out")
    review = reviewed(root, old, new)
    urgent = bool(review.must_review)
    if form == "pull-request":
        body, urgent = pull_request(root, review, **shape)
        click.echo(body, nl=False)
    else:
        terminal.say_review(review, form, **shape)
    return 1 if exit_code and urgent else 0


@click.command()
@click.argument(
    "parts",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="PART...",
)
@OUT
@ACCEPT_PAGE_LOSS
@answered
def merge(parts: tuple[Path, ...], out: Path, accept_loss: bool) -> int:
    """Put the PARTs of one site, built with --shard, together: byte for byte what one build writes.

    \b
    Example:
      sitegen build --shard 1/2 --out part-1
      sitegen build --shard 2/2 --out part-2
      sitegen merge part-1 part-2 --out dist
    """
    from sitegen.publishing.shards import merge as merged

    terminal.say_published(out, merged(parts, out, accept_loss=accept_loss))
    return 0


@click.command()
@click.argument("target", metavar="s3://BUCKET[/PREFIX]")
@OUT
@click.option("--endpoint-url", metavar="URL", help="A server other than Amazon's.  [env: AWS_ENDPOINT_URL]")
@click.option("--dry-run", is_flag=True, help="List what would be uploaded and removed, and change nothing.")
@click.option(
    "--accept-loss", is_flag=True, help="Remove even more than 10 %, and files of others at the top."
)
@form("text", "json")
@answered
def deploy(
    target: str, out: Path, endpoint_url: str | None, dry_run: bool, accept_loss: bool, form: str
) -> int:
    """Make an S3 bucket hold the built site: what changed goes up, what is not in the site is removed last.

    All under PREFIX belongs to the site, but for names that start with a dot; a file at its top that the site
    does not have goes with --accept-loss alone. A run that was cut is continued by the next one. Credentials
    are those of AWS's own tools (AWS_ACCESS_KEY_ID …, AWS_PROFILE, roles).

    \b
    Example:
      sitegen deploy s3://example-models --dry-run
      sitegen deploy s3://example-models/catalogue --out dist
    """
    from sitegen.cli.inspection import refuse_example
    from sitegen.publishing.deploy import carry_out, planned, refuse_loss, site_files
    from sitegen.publishing.s3 import Bucket, Target, s3_client

    place = Target.of(target)
    refuse_example(out)
    bucket = Bucket(s3_client(endpoint_url), place)
    with terminal.progress_bar() as progress:
        plan = planned(site_files(out), bucket, progress, accept_loss=accept_loss)
    if dry_run:
        terminal.say_plan(plan, bucket.target, form, dry_run=True)
    if not accept_loss:
        refuse_loss(plan, bucket)
    if not dry_run:
        with terminal.progress_bar() as progress:
            carry_out(plan, out, bucket, progress)
        terminal.say_plan(plan, bucket.target, form, dry_run=False)
    return 0
