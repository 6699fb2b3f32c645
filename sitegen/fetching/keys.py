"""A source's key, which stands in no text of ours: not as it is, and not as a server may spell it."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORTEST = 8
"""Characters: a shorter text is no key, and may stand in an answer by chance."""


def without_key(text: str, key: str) -> str:
    """Return a server's text with ``[key]`` for the key that it was sent, however it is spelled."""
    return re.sub(_spellings(key), "[key]", text) if key else text


def quotes_key(body: bytes, key: str) -> bool:
    """Return whether an answer holds the key that was sent for it, however it is spelled."""
    # Latin-1 has a character for each byte, and a key is ASCII.
    return len(key) >= _SHORTEST and bool(re.search(_spellings(key), body.decode("latin-1")))


@lru_cache(maxsize=8)
def _spellings(key: str) -> re.Pattern[str]:
    r"""Return a pattern of a key in any case, each character plain or escaped as JSON, HTML or a URL has it.

    A ``/`` is ``/``, ``\/``, ``%2F``, ``%252f``, ``\u002f``, ``\x2f``, ``&#47;`` or ``&#x2f;``.
    """
    return re.compile("".join(map(_character, key)), re.IGNORECASE)


def _character(char: str) -> str:
    # Who changes the case of a text changes it before or after escaping: both codes count. What may stand any
    # number of times has a bound, or a long run of it would take its length squared.
    codes = sorted({ord(char.lower()), ord(char.upper())})
    hexadecimal = "|".join(f"{code:02x}" for code in codes)
    decimal = "|".join(map(str, codes))
    plain = char if char.isalnum() else rf"\\{{0,4}}{re.escape(char)}"
    prefix = r"%(?:25){0,3}|\\{1,8}(?:u00|x)"
    entity = rf"&(?:amp;){{0,3}}#(?:0{{0,5}}(?:{decimal})|x0{{0,5}}(?:{hexadecimal}));"
    return rf"(?:{plain}|(?:{prefix})(?:{hexadecimal})|{entity})"
