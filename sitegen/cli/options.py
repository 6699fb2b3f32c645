"""Options of the commands, and what turns the result of a command into an exit code."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sitegen.cli import terminal
from sitegen.errors import SitegenError

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_PATH = click.Path(path_type=Path)

ROOT = click.option(
    "--root", type=_PATH, default=".", help="Folder with content/ and data/.  [default: here]"
)


def _in_root(context: click.Context, _option: click.Parameter, value: Path | None) -> Path:
    """Return the site folder that is asked for, or ``dist`` in the root."""
    return context.obj / "dist" if value is None else value


OUT = click.option("--out", type=_PATH, callback=_in_root, help="Site folder.  [default: dist in the root]")
BASE = click.option(
    "--base-url", metavar="URL", help="Where the site stands.  [default: as content/site.toml says]"
)
NO_CACHE = click.option(
    "--no-cache",
    is_flag=True,
    help="Draw every share picture anew. Those of earlier builds are kept in sitegen/ in $XDG_CACHE_HOME, "
    "by default ~/.cache, where they can be deleted at any time.",
)
NO_IMAGES = click.option(
    "--no-images", is_flag=True, help="Draw no share pictures; every page then has the general one."
)
ACCEPT_PAGE_LOSS = click.option(
    "--accept-loss", is_flag=True, help="Take away even more than 10 % of the pages that stand there."
)


def _loudness(level: int) -> Callable[[click.Context, click.Parameter, bool], None]:
    def set_it(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
        if value:
            terminal.set_loudness(context, level)

    return set_it


def loudness(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command that takes ``-q`` and ``-v``, which may stand before its name as well."""
    for short, name, level, text in (
        ("-v", "--verbose", terminal.VERBOSE, "Say more: folders, times, and where an error arose."),
        ("-q", "--quiet", terminal.QUIET, "Say nothing but errors and what is asked for."),
    ):
        option = click.option(
            short, name, is_flag=True, expose_value=False, callback=_loudness(level), help=text
        )
        command = option(command)
    return command


def a_share(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int]:
    """Return part and number of parts: (2, 4) for ``2/4``, and (1, 1) where none is asked for."""
    numbers = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", "1/1" if value is None else value)
    if not numbers or int(numbers[1]) > int(numbers[2]):
        raise click.BadParameter(f"{value!r} is no part of a whole; write the second of four as 2/4")
    return int(numbers[1]), int(numbers[2])


def a_day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Return the day of ``2026-05-15``, or None where none is given."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        meant = day_meant(value or "")
        step = f"did you mean {meant}?" if meant else "write it as 2026-05-15"
        raise click.BadParameter(f"{value!r} is no day; {step}") from None


def day_meant(text: str) -> date | None:
    """Return the day that is written in another way, year first or last: ``2026/5/15``, ``15.5.2026``.

    With the year last, the day stands first where it is written with dots, and nobody knows where it is not.
    """
    year_first = re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", text.strip())
    year_last = re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", text.strip())
    numbers = year_first.groups() if year_first else year_last.groups()[::-1] if year_last else ()
    try:
        return date(*map(int, numbers)) if numbers else None
    except ValueError:
        return None


def form(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return the option that chooses among forms of output, the first one by default."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True)


def answered(function: Callable[..., int]) -> Callable[..., None]:
    """Return a command that exits with the number it returns, and prints a SitegenError as one line."""

    @wraps(function)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 - click passes what the options say
        try:
            sys.exit(function(*args, **options))
        except SitegenError as error:
            terminal.say_error(error)
            sys.exit(error.exit_code)

    return loudness(run)


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
