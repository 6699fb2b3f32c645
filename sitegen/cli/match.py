"""``sitegen match``: which model each name of a leaderboard or of a maker is, and why."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli import terminal
from sitegen.cli.options import answered, form, uncollected


@click.command()
@click.argument("name", required=False)
@click.option(
    "--unmatched", is_flag=True, help="List the best ranked names without a model, as lines for matches.toml."
)
@click.option(
    "--source",
    type=click.Choice(["arena", "modelsdev"]),
    default="arena",
    show_default=True,
    help="Whose names: those of Arena's boards, or those of the makers' own models at models.dev.",
)
@form("text", "json")
@click.pass_obj
@answered
@uncollected()
def match(root: Path, name: str | None, unmatched: bool, source: str, form: str) -> int:
    """Say which model each Arena name is, how sure that is, and why; or explain one NAME.

    With --source modelsdev the same of the models that makers list at models.dev: these bring the maker's
    own price.

    \b
    Example:
      sitegen match
      sitegen match "gpt-5.1-high"
      sitegen match --unmatched
      sitegen match --source modelsdev "anthropic/claude-opus-4-5"
    """
    from sitegen.checks.makers import MAKERS
    from sitegen.checks.matches import ARENA
    from sitegen.records.match import Confidence
    from sitegen.store.dataset import joined, read_dataset

    catalog = joined(read_dataset(root / "data"))
    names = MAKERS if source == "modelsdev" else ARENA
    if not names.rows(catalog, None):
        terminal.say_news(f"note: no name of {source} is on file; run sitegen fetch {source}", error=True)
    if form == "json":
        found = names.rows(catalog, name)
        rows = [row for row in found if not (unmatched and Confidence(str(row["confidence"])).joined)]
        terminal.say_json(rows)
        return 0 if rows or name is None else 1
    if name is None:
        terminal.say_lines(names.proposals(catalog) if unmatched else names.table(catalog))
        return 0
    text = names.explanation(catalog, name)
    terminal.say_lines(text or names.unknown(catalog, name))
    return 0 if text else 1
