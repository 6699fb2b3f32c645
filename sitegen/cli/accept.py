"""The command that lists alarms and accepts those that a person found right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sitegen.cli import terminal
from sitegen.cli.options import answered, form, uncollected


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="Accept every open alarm.")
@click.option("--field", help="Accept the alarms of this field alone.")
@click.option("--why", metavar="TEXT", help="What you checked; needed to accept.")
@click.option("--who", metavar="NAME", help="Who checked it.  [default: git's user.name]")
@click.option("--prune", is_flag=True, help="Remove the entries that accept nothing any more.")
@form("text", "json")
@click.pass_obj
@answered
@uncollected()
def accept(root: Path, ids: tuple[str, ...], form: str, every: bool, prune: bool, **asked: Any) -> int:  # noqa: ANN401
    """List the open alarms, or accept those of the IDs or slugs, in data/overrides/accepted.toml.

    An alarm is a change that is more often a mistake than news, and sitegen check data fails while one is
    open. Accept what you have checked; what is wrong waits for its correction upstream, or has one in
    data/overrides/corrections.toml.

    \b
    Example:
      sitegen accept
      sitegen accept acme/anvil-1 --why "their price page says so"
      sitegen accept --all --why "checked one by one" --who "Ann Other"
    """
    from sitegen.cli.acceptance import accept_alarms, listed_alarms, listed_events, pruned

    if ids or every:
        terminal.say_each(accept_alarms(root, ids, **asked), "accepted")
    elif prune:
        terminal.say_each(pruned(root), "removed")
    elif form == "json":
        terminal.say_json(listed_alarms(root))
    else:
        terminal.say_alarms(listed_events(root))
    return 0
