"""``sitegen init``: a folder of one's own, with title and address asked for or given."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from sitegen.cli import terminal
from sitegen.cli.options import answered


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.option("--title", metavar="TEXT", help="What the site is called.")
@click.option("--base-url", metavar="URL", help="Where the site will stand; it can be set later.")
@click.option(
    "--package",
    default="",
    metavar="ADDRESS",
    help="What the workflows install.  [default: this version of sitegen-models]",
)
@click.pass_obj
@answered
def init(root: Path, folder: Path | None, title: str | None, base_url: str | None, package: str) -> int:
    """Begin a site of your own in DIR (default: here): settings, an empty data/, workflows, a README.

    In a terminal it asks for what is not given. Files that are there stay as they are.

    \b
    Example:
      sitegen init my-models --title "Our models" --base-url https://models.example/
    """
    from sitegen.rendering.new_root import start

    place = folder or root
    if sys.stdin.isatty():
        title = click.prompt("Title", default="Model Ledger") if title is None else title
        if base_url is None:
            base_url = click.prompt("Address (empty: later)", default="", show_default=False)
    done = start(place, "Model Ledger" if title is None else title, base_url or "", package)
    terminal.say_news(f"{place}: {', '.join(done.written) or 'nothing'} written")
    if done.kept:
        terminal.say_news(f"{place}: {', '.join(done.kept)} kept as they were")
    there = "" if place.resolve() == Path.cwd() else f"cd {shlex.quote(str(place))}, then "
    terminal.say_news(f"Next: {there}sitegen fetch, sitegen build and sitegen serve")
    return 0
