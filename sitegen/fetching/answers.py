"""Answers: the bytes of a file or of a response as a JSON value, or the fault that they have."""

from __future__ import annotations

import json
import math
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.request import url2pathname

from sitegen.errors import SourceError, UsageError
from sitegen.records import Json
from sitegen.sources import FRACTIONS_AS_TEXT
from sitegen.sources.refusal import KEEP, answer_refused
from sitegen.text import one_line, redacted_url

STDIN = Path("-")
_GIVE = "give a file, a folder or an http address"
_DEEPEST = 64
_LONGEST_QUOTE = 200
_LONGEST_INTEGER = 100
_PIECE = 1024 * 1024
_UNZIPPED = 64 * 1024
"""Bytes of a piece."""


@dataclass(frozen=True)
class Answer:
    """One answer, and the validators that it came with (RFC 9110, section 8.8)."""

    value: Json
    etag: str | None = None
    last_modified: str | None = None
    size: int = 0
    """Bytes, unzipped."""


def files(origin: str) -> list[Path]:
    """Return the files that a ``--from`` names, sorted; raises UsageError where there are none."""
    scheme, separator, rest = origin.partition("://")
    if separator and scheme != "file":
        raise UsageError(one_line(redacted_url(origin)), "is no http address", _GIVE)
    path = Path(url2pathname("/" + rest.partition("/")[2]) if separator else origin)
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.glob("*.json") if not file.name.startswith(("_", ".")))
    if not files:
        raise UsageError(path, "holds no .json file", _GIVE)
    for file in files:
        if not file.is_file():  # a pipe that is given by its own name is read, as one of a shell's is
            raise UsageError(
                file, "is no regular file, or a link that leads nowhere", "remove it, or name the files"
            )
    return files


def public_name(path: Path) -> str:
    """Return what a receipt says of a file, without the folder in which it stood on somebody's disk."""
    return "stdin" if path == STDIN or path.is_fifo() else path.name


def file_bytes(feed: str, path: Path, most: int) -> bytes:
    """Return at most ``most`` bytes of a file; raises SourceError above that, UsageError without a file."""
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as file:
            content = _at_most(file, most + 1)
    except OSError as error:
        raise UsageError(path, f"cannot be read ({error.strerror})", _GIVE) from None
    if len(content) > most:
        raise too_large(feed, f"{path} holds", most, "max_file_bytes")
    return content


def _at_most(stream: BinaryIO, most: int) -> bytes:
    """Return at most so many bytes of a stream."""
    # A single call would reserve memory for the most, however little there is.
    parts = []
    while most and (part := stream.read(min(most, _PIECE))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def too_large(feed: str, who: str, most: int, setting: str = "max_bytes") -> SourceError:
    """Return the error for an answer of more than ``most`` bytes, which ``setting`` limits."""
    step = f"{KEEP}; {setting} in content/site.toml is the limit"
    return SourceError(feed, f"{who} more than {most:,} bytes", step)


def unzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield an unzipped body in pieces of a bounded size, however much a piece holds; raises zlib.error."""
    gzip = 16 + zlib.MAX_WBITS
    unzip = zlib.decompressobj(gzip)
    for piece in pieces:
        rest = piece
        while rest:
            if unzip.eof:  # a gzip body may have several members (RFC 1952, section 2.2)
                unzip = zlib.decompressobj(gzip)
            yield unzip.decompress(rest, _UNZIPPED)
            rest = unzip.unconsumed_tail or unzip.unused_data
    yield unzip.flush()
    if not unzip.eof:
        raise zlib.error("it ends in the middle")


def answer_value(feed: str, who: str, body: bytes) -> Json:
    """Return an answer's value; raises SourceError that begins with ``who`` (``x.json holds``)."""
    try:
        return parsed_answer(body, fractions_as_text=feed.partition("/")[0] in FRACTIONS_AS_TEXT)
    except ValueError as error:
        raise answer_refused(feed, f"{who} {error}") from None


def parsed_answer(body: bytes, *, fractions_as_text: bool = False) -> Json:
    """Return the JSON value of an answer; raises ValueError that says why it has none.

    With ``fractions_as_text`` a number with a point or an exponent is the text that stands in the answer.

    Stricter than ``json.loads`` where a later step would stumble: no NaN, no number beyond a float (unless it
    is text), no depth that recursion cannot follow, no key twice in a map, of which one value would be lost
    unseen. Half of a surrogate pair, which JavaScript leaves where it cuts a text, becomes the replacement
    character.
    """
    try:
        text = body.decode("utf-8-sig")
        value: Json = json.loads(
            text,
            parse_constant=_constant,
            parse_float=_fraction if fractions_as_text else _float,
            parse_int=_integer,
            object_pairs_hook=_map,
        )
    except RecursionError:
        raise ValueError("JSON that is nested too deep") from None
    except _RepeatedKeyError:
        raise
    except ValueError as error:
        raise ValueError(_no_json(body, error)) from None
    if _deeper(value, _DEEPEST):
        raise ValueError("JSON that is nested too deep")
    if re.search(rb"\\u[dD][89a-fA-F]", body):
        whole = re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False))
        value = json.loads(whole)
    return value


def explanation(body: bytes) -> str:
    """Return what a server says of its refusal: a text of its JSON, or the title of its page; else "".

    ``{"error": text}`` and ``{"error": {"message": text}}`` are OpenRouter's and the dataset viewer's
    (https://openrouter.ai/docs/api/reference/errors-and-debugging,
    https://datasets-server.huggingface.co/openapi.json), ``detail`` and ``title`` are those of RFC 9457.
    """
    try:
        value = parsed_answer(body)
    except ValueError:
        text = body.decode(errors="replace").strip()
        title = re.search(r"<title[^>]*>(.*?)</title", text, re.IGNORECASE | re.DOTALL)
        return title[1] if title else "" if text.startswith("<") else text
    return _words(value)


def _words(value: Json) -> str:
    """Return the words within an error's value, or ""; of several errors the first one's."""
    if isinstance(value, list):
        return _words(value[0]) if value else ""
    if isinstance(value, dict):
        keys = ("error", "errors", "message", "detail", "title", "msg")
        return next((words for key in keys if (words := _words(value.get(key)))), "")
    return value if isinstance(value, str) else ""


def quoted(text: str) -> str:
    """Return a server's words as part of a line: `` ("no such board")``, cut and without what acts."""
    words = one_line(" ".join(text.split()), _LONGEST_QUOTE)
    return f' ("{words}")' if words else ""


def _no_json(body: bytes, error: ValueError) -> str:
    """Return words for an answer that is no JSON: ``HTML, not JSON``."""
    start = body[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "nothing"
    if body.startswith(b"\x1f\x8b"):  # https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1
        return "gzip, not JSON"
    return "HTML, not JSON" if start.startswith(b"<") else f"no whole JSON ({error})"


class _RepeatedKeyError(ValueError):
    """A map has a key twice."""


def _map(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Return a map of pairs; the error for a key that stands twice names the key and the id beside it."""
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    key = next(key for key, number in Counter(name for name, _ in pairs).items() if number > 1)
    beside = next((value[name] for name in ("id", "model_name") if isinstance(value.get(name), str)), None)
    raise _RepeatedKeyError(
        f"the key {key!r:.100} twice in one map{f', of {beside!r:.200}' if beside else ''}"
    )


def _constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text:.20} is too large a number")
    return number


def _fraction(text: str) -> str:
    """Return the text of a number that is no whole one; one that is too large its record refuses."""
    return text


def _integer(text: str) -> int:
    if len(text) > _LONGEST_INTEGER:
        raise ValueError(f"{text:.20}… is too large a number")
    return int(text)


def _deeper(value: Json, levels: int) -> bool:
    """Return whether a value has maps or lists more than so many levels deep."""
    level: list[Json] = [value]
    for _ in range(levels):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
    return bool(level)
