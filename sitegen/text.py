"""Text from outside made safe for one line, for a terminal and for the log of a CI run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

_NARROW_SPACE = "\u202f"
"""It stands in our own figures, and Python does not count it as printable."""


def printable(text: str) -> str:
    r"""Return text that a terminal or a CI log shows and does not obey: ``a⏎b`` becomes ``a\nb``.

    Line breaks, control characters and marks that reorder text are escaped as Python's ``ascii`` does.
    """
    return without_log_commands(escaped(text))


def escaped(text: str) -> str:
    r"""Return text on one line, in which each character is seen: a zero-width space becomes ``\u200b``."""
    return "".join(
        char if char.isprintable() or char == _NARROW_SPACE else ascii(char)[1:-1] for char in text
    )


def without_log_commands(text: str, bracket: str = r"\[") -> str:
    r"""Return text without commands for a CI log: ``##[error]x`` becomes ``##\[error]x``.

    GitHub's runner obeys ``##[name]`` anywhere in a line, and ``::name::`` at its start, after blanks:
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs. ``bracket`` is written
    for the ``[`` where a backslash would not be understood, as in JSON or in a code span of Markdown.
    """
    shown = text.replace("##[", f"##{bracket}")
    return shown.replace("::", r"\::", 1) if shown.lstrip().startswith("::") else shown


def one_line(text: str, longest: int = 200) -> str:
    """Return text as part of a line: printable, and cut with ``…`` after ``longest`` characters."""
    shown = printable(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def some_of(names: Sequence[str], most: int) -> str:
    """Return the first names, and how many more there are: ``a, b and 4 more``."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def counted(number: int, noun: str, several: str = "") -> str:
    """Return a number with its noun: ``1 model``, ``1,200 models``; ``several`` if that is not noun and s."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def nearest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return what a mistyped name may mean: ``did you mean new?``; else these words, or all known names."""
    from difflib import get_close_matches  # noqa: PLC0415 - takes 5 ms, and only a mistake asks for it

    known = list(known)
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else otherwise or f"there are {', '.join(known)}"


_SECRET_NAME = re.compile(
    r"key$|token|secret|passw|pwd|auth(?!or)|^sig|signature|credential|jwt", re.IGNORECASE
)
"""Names of an address's parameters whose values are secret."""


def redacted_url(address: str) -> str:
    """Return an address without passwords and secrets: ``https://e.org/?key=s`` ends with ``?key=hidden``."""
    without_password = re.sub(r"//[^/?#]*@", "//hidden@", address)
    return re.sub(r"([?&;#])([^=&;#]*)=([^&;#]*)", _redacted_parameter, without_password)


def _redacted_parameter(parameter: re.Match[str]) -> str:
    start, name, _ = parameter.groups()
    return f"{start}{name}=hidden" if _SECRET_NAME.search(unquote(name)) else parameter[0]
