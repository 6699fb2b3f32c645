"""The command line: each command takes its options and makes one call, whose result is the exit code."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.cli import commands
from sitegen.cli.deploy import deploy
from sitegen.cli.match import match
from sitegen.cli.merge import merge
from sitegen.cli.options import BASE, HELP, NO_IMAGES, OUT, PARTS, READING, ROOT, answered, form


def run() -> None:
    """Run the command line as a process of its own, which a build ends at once.

    To free a catalogue object by object would take a tenth of the time in which it was read and drawn.
    """
    try:
        main()
    except commands.Finished as end:
        os._exit(int(end.code or 0))


@click.group(context_settings=HELP, commands=[deploy, match, merge])
@ROOT
@click.version_option(__version__, prog_name="sitegen")
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Build a static site from a catalogue of language models.

    \b
    Example:
      sitegen fetch            refresh data/ from the sources
      sitegen diff             see what moved
      sitegen build            write the site to dist/
      sitegen serve            look at it in a browser
      sitegen deploy s3://...  upload it to a bucket
    """
    context.obj = root


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@READING
@form("text", "json")
@click.pass_obj
@answered
def fetch(root: Path, form: str, on: date | None, **asked: Any) -> int:  # noqa: ANN401 - handed on as they are
    """Fetch SOURCEs (default: all of them) into data/.

    A refused answer changes nothing, and a source without the key that it needs is skipped (usage).

    \b
    Example:
      sitegen fetch openrouter
      sitegen fetch arena --from page0.json --from page1.json
    """
    return commands.fetch(root, form, on, asked)


@main.command()
@OUT
@BASE
@NO_IMAGES
@PARTS
@click.option("--check", is_flag=True, help="Compare and write nothing; exit code 1 if they differ.")
@click.pass_obj
@answered
def build(root: Path, out: Path, base_url: str | None, check: bool, no_images: bool, **asked: Any) -> int:  # noqa: ANN401
    """Build the site from data/ and content/ into one folder, all of it or nothing.

    \b
    Example:
      sitegen build --out dist --base-url https://example.org/models/
    """
    return commands.build(root, out, base_url, images=not no_images, check=check, **asked)


@main.command()
@click.argument("what", type=click.Choice(["data", "site"]), required=False)
@OUT
@BASE
@form("text", "json")
@click.pass_obj
@answered
def check(root: Path, what: str | None, out: Path, base_url: str | None, form: str) -> int:
    """Say what the data or a built site lacks (default: both).

    A site that was built for another address says so on its start page, and is checked for that one.

    \b
    Example:
      sitegen check data
      sitegen check site --out dist
    """
    return commands.check(root, what, out, base_url, form)


@main.command()
@OUT
@BASE
@NO_IMAGES
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.pass_obj
@answered
def serve(root: Path, out: Path, base_url: str | None, no_images: bool, host: str, port: int) -> int:
    """Build the site, serve it as GitHub Pages would, and build again on every change.

    \b
    Example:
      sitegen serve --port 8080
    """
    return commands.serve(root, out, base_url, host, port, images=not no_images)


@main.command()
@click.argument("old", default="HEAD")
@click.argument("new", required=False)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where something must be reviewed.")
@click.option("--base-url", metavar="URL", help="Link the pages that change, in Markdown.")
@form("text", "markdown", "json")
@click.pass_obj
@answered
def diff(root: Path, old: str, new: str | None, base_url: str | None, form: str, exit_code: bool) -> int:
    """Show what changed in the data, the most serious first; what moves daily is counted.

    OLD and NEW are git revisions, data folders or a catalogue's JSON files; by default, the last commit and
    the working tree.

    \b
    Example:
      sitegen diff
      sitegen diff HEAD~7 HEAD --format markdown
    """
    return commands.diff(root, old, new, form, base_url, exit_code=exit_code)
