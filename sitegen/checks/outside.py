"""Words from outside on a page: what a site publishes as data was sent so, and is no leak of ours.

A model may be called ``undefined`` or ``{{ x }}``, and must not hold up a deploy. The price: as long as
upstream says ``None`` somewhere, and nothing else with it, no ``None`` of ours is found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sitegen.checks.page import leak_in
from sitegen.facts.changes.words import field_label
from sitegen.forms.addresses import words_path
from sitegen.forms.prose import mark_invisible

# Under these keys of the site's JSON stands what upstream sent, keys included; under others, our own words.
_SENT = frozenset(
    (
        *("raw", "old", "new", "field", "id", "ids", "slug", "name", "author", "key", "arena_name"),
        *("organization", "license", "category", "compared", "dropped"),
    )
)
# A text of more characters that stands as a part of what was sent is a quotation, and a shorter one is, if an
# ellipsis ends it.
_LONG, _CUT = 20, 8


def sent_texts(files: Mapping[str, bytes]) -> list[str]:
    """Return the texts from outside in a site's JSON that would be leaks if they were ours, longest first."""
    found: set[str] = set()
    for path in files:
        if path.endswith(".json") and "/schemas/" not in path:
            with suppress(ValueError, RecursionError):  # another check says so
                for text in _sent(json.loads(files[path]), theirs=False):
                    found.update(form for form in _forms(text) if leak_in(form))
    return sorted(found, key=len, reverse=True)


def is_quoted(text: str, sent: list[str]) -> bool:
    """Whether nothing of a text leaks but what was sent."""
    rest = whole = " ".join(text.split())
    for one in sent:
        rest = rest.replace(one, "·")
    if not leak_in(rest):
        return True
    cut = whole.strip("… ")
    long = len(cut) > _LONG or (whole.endswith("…") and len(cut) > _CUT)
    return long and any(cut in one for one in sent)


def _sent(value: Any, *, theirs: bool) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Yield the keys, texts and fractions from outside in a JSON value."""
    if isinstance(value, dict):
        for key, item in value.items():
            if theirs:
                yield key
            yield from _sent(item, theirs=theirs or key in _SENT)
    elif isinstance(value, list):
        for item in value:
            yield from _sent(item, theirs=theirs)
    elif theirs and isinstance(value, str | float):
        yield str(value)


def _forms(text: str) -> Iterator[str]:
    """Yield a text in the forms in which pages show it: visible, in part, as a label, as a file's name."""
    shown = " ".join(mark_invisible(text).split())
    yield from {shown, shown.partition(": ")[2], *shown.split("/"), *shown.split(":")}
    yield from {field_label(shown), shown.lower(), words_path(text)}
