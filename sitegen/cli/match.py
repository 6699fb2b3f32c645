"""The command that shows which model each name of Arena is, and why."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import answered, form, uncollected
from sitegen.cli.terminal import say, say_json, say_lines

UNMATCHED = click.option(
    "--unmatched", is_flag=True, help="List the best ranked names without a model, as lines for matches.toml."
)


@click.command()
@click.argument("name", required=False)
@UNMATCHED
@form("text", "json")
@click.pass_obj
@answered
@uncollected()
def match(root: Path, name: str | None, unmatched: bool, form: str) -> int:
    """Say which model each Arena name is, how sure that is, and why; or explain one NAME.

    \b
    Example:
      sitegen match
      sitegen match "gpt-5.1-high"
      sitegen match --unmatched
    """
    from sitegen.checks.matches import by_the_rules, explanation, match_rows, match_table, proposals
    from sitegen.store.dataset import joined, read_dataset

    catalog = joined(read_dataset(root / "data"))
    if form == "json":
        rows = match_rows(catalog)
        say_json([row for row in rows if name in (None, row["arena_name"])])
        return 0
    if name is None:
        say_lines(proposals(catalog) if unmatched else match_table(catalog))
        return 0
    text = explanation(catalog, name)
    if text is None:
        say("No board has this name. By the rules:")
    say_lines(text or by_the_rules(catalog, name))
    return 0 if text else 1
