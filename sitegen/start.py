"""The first step of every command: a build with nothing to do ends here, before anything is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main() -> None:
    """Run the command that was given."""
    if line := _nothing_to_do(sys.argv[1:]):
        print(line)  # noqa: T201 - click, which prints everything else, takes longer than all of this
        return
    from sitegen.cli import main as command  # noqa: PLC0415 - for the same reason

    command()


def _nothing_to_do(arguments: Sequence[str]) -> str | None:
    """Return the last line of a build that would change nothing, or None where the command must run.

    Only a plain ``build`` is understood; what is spelled in another way is left to the command line.
    """
    if "build" not in arguments:
        return None
    options = {"--root": ".", "--out": "dist", "--base-url": "", "--jobs": "1"}
    flags = {"build": False, "--no-images": False}
    rest = iter(arguments)
    for word in rest:
        if word in options:
            options[word] = next(rest, "")
        elif flags.get(word) is False:
            flags[word] = True
        else:
            return None
    out = options["--out"]
    if not (
        flags["build"]
        and options["--jobs"].isdecimal()
        and options["--root"]
        and out
        and out.isprintable()
        and ":" not in out
    ):
        return None
    from sitegen.unchanged import summary, unchanged  # noqa: PLC0415 - no other command needs it

    files = unchanged(options["--root"], out, (options["--base-url"] or None, not flags["--no-images"]))
    return None if files is None else summary(out, 0, files, 0)
