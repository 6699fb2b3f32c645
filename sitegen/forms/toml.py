"""TOML of values that JSON can hold, as it stands in the files under ``data/overrides/``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.records import Json

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

NOTHING = "{}"
"""How null is written, which TOML does not have: an empty table, which says as much."""


def toml_text(text: str) -> str:
    """Return a TOML basic string (https://toml.io/en/v1.0.0#string)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def toml_value(value: Json) -> str:
    """Return a value on one line: ``{ min_prompt_tokens = 200000, prompt = "0.000006" }``."""
    if value is None or value == {}:
        return NOTHING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {toml_value(item)}' for key, item in value.items())} }}"
    return repr(value)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else toml_text(key)


def toml_table(name: str, values: Mapping[str, str]) -> str:
    """Return an entry of an array of tables, given its values as TOML, with a blank line before it."""
    return "\n".join(["", f"[[{name}]]", *(f"{_key(key)} = {value}" for key, value in values.items()), ""])
