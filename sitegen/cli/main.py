"""The command line: the program, its commands, and how its process ends."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path

import click

from sitegen import __version__
from sitegen.cli import terminal
from sitegen.cli.accept import accept
from sitegen.cli.commands import Finished, build, check, deploy, diff, fetch, merge, serve
from sitegen.cli.history import history
from sitegen.cli.init import init
from sitegen.cli.match import match
from sitegen.cli.options import HELP, ROOT, loudness
from sitegen.errors import SitegenError

CLOSED_PIPE = 141
"""The exit code where nobody reads the output any more, as shells have it of any program: 128 and SIGPIPE."""


def run() -> None:
    """Run the command line as a process of its own, which a build ends at once.

    To free a catalogue object by object would take a tenth of the time in which it was read and drawn. What
    it prints is UTF-8, whatever the code page of the console: an arrow or a name must not end a command.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: a file of ours would take its number, and be printed into
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for as long as we run
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    output = sys.stdout
    try:
        main()
    except Finished as end:
        os._exit(int(end.code or 0))
    except SystemExit:
        # Where nobody reads the output any more, click puts another stream in its place and ends with 1, the
        # answer "no": https://github.com/pallets/click/pull/1106
        if sys.stdout is not output:
            sys.exit(CLOSED_PIPE)
        raise
    except BrokenPipeError:  # under click's own line on a wrong usage
        os._exit(CLOSED_PIPE)
    except OSError as error:  # a place that no command expects to fail, or a full disk under the output
        place, fault = error.filename or "standard output", (error.strerror or str(error)).lower()
        terminal.say_error(SitegenError(place, fault, "look at its rights and its disk, and try again"))
        sys.exit(1)


@click.group(
    context_settings=HELP,
    commands=[accept, build, check, deploy, diff, fetch, history, init, match, merge, serve],
)
@ROOT
@loudness
@click.version_option(__version__, prog_name="sitegen")
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Build a static site from a catalogue of language models.

    \b
    Example:
      sitegen init             begin a site of your own
      sitegen fetch            refresh data/ from the sources
      sitegen diff             see what moved
      sitegen accept           list what is alarming, and accept what is right
      sitegen build            write the site to dist/
      sitegen serve            look at it in a browser
      sitegen deploy s3://...  upload it to a bucket
    """
    context.obj = root
