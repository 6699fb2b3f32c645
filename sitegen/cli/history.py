"""The command that says what an id cost, on a day or ever."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sitegen.cli import terminal
from sitegen.cli.options import a_day, answered, form, uncollected


@click.command()
@click.argument("key", metavar="ID")
@click.option("--on", callback=a_day, metavar="YYYY-MM-DD", help="Only the prices of this day.")
@form("text", "json", "csv")
@click.pass_obj
@answered
@uncollected()
def history(root: Path, key: str, on: date | None, form: str) -> int:
    """Say what an ID cost: each price with the days from which and to which it held.

    A slug, or a slug of before, stands for all ids of its model. The day on which a price ended is the first
    on which it no longer held. Exit code 1: the journal has no price of it.

    \b
    Example:
      sitegen history anthropic/claude-sonnet-4.5
      sitegen history openai/gpt-4o --on 2026-03-01 --format json
    """
    from sitegen.errors import UsageError
    from sitegen.facts.sources import catalogue_day
    from sitegen.pages.api import price_history
    from sitegen.store.dataset import joined, read_dataset

    catalog = joined(read_dataset(root / "data"))
    ids = price_history.ids_of(catalog, key)
    if not ids:
        near = price_history.nearest_id(catalog, key)
        step = f"did you mean {near}?" if near else "give an id or a slug of the catalogue"
        raise UsageError(key.strip() or "an empty ID", "is no id and no slug of the data", step)
    periods = price_history.periods_of(catalog, ids, on)
    end = catalogue_day(catalog)
    if on and end and on > end:
        terminal.say_news(f"note: the data end on {end}: these are the prices of that day", error=True)
    if form == "csv":
        terminal.say_lines(price_history.prices_csv(map(price_history.price_cells, periods)).decode())
    elif form == "json":
        terminal.say_json(price_history.price_records(periods))
    else:
        first = min((period.since for period in price_history.periods_of(catalog, ids, None)), default=None)
        known = f"; its first is of {first}" if on and first and on < first else ""
        none = f"{key}: the journal has no price{f' on {on}' if on else ''}{known}"
        terminal.say_lines("\n".join(price_history.price_lines(periods, on) or [none]))
    return 0 if periods else 1
