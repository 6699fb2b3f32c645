"""``sitegen match``: which model each name of a leaderboard or of a maker is, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli import terminal
from sitegen.cli.options import answered, form, uncollected
from sitegen.text import nearest

if TYPE_CHECKING:
    from sitegen.catalog.model import Catalog


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
    from sitegen.checks.matches import (
        by_the_rules,
        explanation,
        match_rows,
        match_table,
        names_by_confidence,
        proposals,
    )
    from sitegen.store.dataset import joined, read_dataset

    catalog = joined(read_dataset(root / "data"))
    if source == "modelsdev":
        return _match_makers(catalog, name, unmatched, form)
    if form == "json":
        rows = [row for row in match_rows(catalog) if name in (None, row["arena_name"])]
        terminal.say_json(rows)
        return 0 if rows or name is None else 1
    if name is None:
        terminal.say_lines(proposals(catalog) if unmatched else match_table(catalog))
        return 0
    text = explanation(catalog, name)
    if text is None:
        near = nearest(name, [rated.name for rated in names_by_confidence(catalog)], "none is like it.")
        terminal.say(f"No board has this name; {near} By the rules:")
    terminal.say_lines(text or by_the_rules(catalog, name))
    return 0 if text else 1


def _match_makers(catalog: Catalog, name: str | None, unmatched: bool, form: str) -> int:
    """Say the same of the makers' own models."""
    from sitegen.checks.makers import (
        makers_explanation,
        makers_names,
        makers_proposals,
        makers_rows,
        makers_table,
    )

    if form == "json":
        rows = makers_rows(catalog, name)
        terminal.say_json(rows)
        return 0 if rows or name is None else 1
    if name is None:
        terminal.say_lines(makers_proposals(catalog) if unmatched else makers_table(catalog))
        return 0
    text = makers_explanation(catalog, name)
    if text is None:
        near = nearest(name, makers_names(catalog), "sitegen match --source modelsdev lists them")
        terminal.say(f"No maker’s model at models.dev has this name; {near}")
    else:
        terminal.say_lines(text)
    return 0 if text else 1
