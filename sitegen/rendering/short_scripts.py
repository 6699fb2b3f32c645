"""Scripts as they are sent: without comments, and without the white space that says nothing."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    rb"""
    (?P<comment> //[^\n]* | /\*(?!!).*?\*/ )
  | (?P<space> \s+ )
  | (?P<text> "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
  | (?P<pattern> /(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]* )
  | (?P<code> [^\s"'`/]+ )
  | (?P<sign> /\*!.*?\*/ | . )
    """,
    re.DOTALL | re.VERBOSE,
)
_LEADS_ON = b";{,([=*&|?:<>"
"""After one of these a line does not end a statement."""
_GOES_ON = b")]}?:.&|"
"""Before one of these neither."""


def short_script(script: bytes) -> bytes:
    """Return a script that does the same and is shorter: ``const a = 1; // one`` becomes ``const a=1;``.

    A comment that begins ``/*!``, as licences do, stays, and so do all texts, templates with their code.
    Where a line may end a statement the break stays: nothing here knows the grammar.
    """
    out: list[bytes] = []
    gap = b""
    at = 0
    while at < len(script):
        kind, token = _token(script, at, out)
        at += len(token)
        if kind in ("comment", "space"):
            gap = b"\n" if b"\n" in token + gap else b" "
            continue
        out += [_kept(gap, out[-1] if out else b";", token), token]
        gap = b""
    return b"".join(out) + b"\n"


def _token(script: bytes, at: int, before: list[bytes]) -> tuple[str, bytes]:
    """Return what stands at a place, by its kind; ``before`` are the tokens before it."""
    found = _TOKEN.match(script, at)
    kind = found.lastgroup if found else None
    if found is None or kind is None or script[at : at + 1] == b"`":
        return "text", script[at : _template_end(script, at)]
    if kind == "pattern" and not _begins_value(before):
        return "sign", b"/"
    return kind, found[0]


def _template_end(script: bytes, at: int) -> int:
    """Return where a template text ends that begins at a place; one may stand in the code of another."""
    at += 1
    while at < len(script) and script[at : at + 1] != b"`":
        if script.startswith(b"${", at):
            at = _code_end(script, at + 2)
        else:
            at += 2 if script[at : at + 1] == b"\\" else 1
    return at + 1


def _code_end(script: bytes, at: int) -> int:
    """Return where the code of a template text ends, behind its brace."""
    depth = 1
    while depth and at < len(script):
        kind, token = _token(script, at, [])
        braces = [place for place, sign in enumerate(token) if sign in b"{}"] if kind == "code" else []
        for place in braces:
            depth += 1 if token[place] == b"{"[0] else -1
            if not depth:
                return at + place + 1
        at += len(token)
    return at


def _begins_value(out: list[bytes]) -> bool:
    """Whether a slash after these tokens begins a pattern, and divides nothing."""
    last = next((token for token in reversed(out) if token), b";")
    return last.endswith(b"return") or last[-1:] in b"(,=:[!&|?{};>"


def _kept(gap: bytes, before: bytes, after: bytes) -> bytes:
    """Return what has to stand of a gap between two tokens."""
    end, start = before[-1:], after[:1]
    if gap == b"\n":
        return b"" if end in _LEADS_ON or start in _GOES_ON else gap
    words = (end.isalnum() or end in b"_$") and (start.isalnum() or start in b"_$")
    return gap if words or (end == start and end in b"+-/") else b""
