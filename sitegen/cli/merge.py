"""The command that puts the shards of one site together."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.cli.options import OUT, answered

PART = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.argument("parts", nargs=-1, required=True, type=PART, metavar="PART...")
@OUT
@answered
def merge(parts: tuple[Path, ...], out: Path) -> int:
    """Put the PARTs of one site, built with --shard, together: byte for byte what one build writes.

    \b
    Example:
      sitegen build --shard 1/2 --out part-1
      sitegen build --shard 2/2 --out part-2
      sitegen merge part-1 part-2 --out dist
    """
    from sitegen.cli.terminal import say
    from sitegen.publishing.shards import merge as merged

    done = merged(parts, out)
    say(f"{out}: {done.written:,} files written, {done.unchanged:,} unchanged, {done.removed:,} removed")
    return 0
