"""The first step of every command: a build with nothing to do ends here, before anything is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that was given."""
    if line := _nothing_to_do(sys.argv[1:]):
        print(line)  # noqa: T201 - click, which prints everything else, takes longer than all of this
        return
    from sitegen.cli.main import main as command  # noqa: PLC0415 - for the same reason

    command()


def _nothing_to_do(arguments: list[str]) -> str | None:
    """Return the last line of a build that would change nothing, or None where the command must run.

    Only a plain ``build`` is understood; what is spelled in another way is left to the command line.
    """
    if "build" not in arguments:
        return None
    options = {"--root": ".", "--out": "dist", "--base-url": "", "--jobs": ""}
    flags = {"build": False, "--no-images": False}
    rest = iter(arguments)
    for word in rest:
        if word in options:
            options[word] = next(rest, "")
        elif flags.get(word) is False:
            flags[word] = True
        else:
            return None
    out, jobs = options["--out"], options["--jobs"]
    if not (flags["build"] and options["--root"] and out and out.isprintable() and ":" not in out):
        return None
    from sitegen.publishing.kept import PROCESSES  # noqa: PLC0415 - no other command needs it
    from sitegen.publishing.unchanged import summary, unchanged  # noqa: PLC0415 - nor that

    if jobs and jobs not in map(str, range(1, PROCESSES + 1)):
        return None

    asked = options["--base-url"] or None, not flags["--no-images"]
    files = unchanged(options["--root"], out, asked, int(jobs) if jobs else None)
    return None if files is None else summary(out, 0, files, 0)
