"""TOML that is written: whatever the journal holds comes back as it was."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.catalog.alarms import comparable
from sitegen.forms.toml import toml_table, toml_text, toml_value
from sitegen.records import Json

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=12)


@given(VALUES)
def test_any_value_comes_back(value: Json) -> None:
    """Numbers, lists, maps and texts are the same after TOML, and null is as the empty map that it is."""
    assert comparable(tomllib.loads(f"x = {toml_value(value)}")["x"]) == comparable(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "{}"),
        ("0.003", '"0.003"'),
        (200_000, "200000"),
        (0.5, "0.5"),
        (True, "true"),
        (["text", None], '["text", {}]'),
        ([{"min_prompt_tokens": 200_000, "a b": "1"}], '[{ min_prompt_tokens = 200000, "a b" = "1" }]'),
    ],
)
def test_values_are_written_so(value: Json, text: str) -> None:
    """Each kind of value has one spelling, on one line."""
    assert toml_value(value) == text


def test_an_entry_is_a_table_of_its_own() -> None:
    """It can be put at the end of a file that ends with a line."""
    assert toml_table("accepted", {"id": toml_text("a/b")}) == '\n[[accepted]]\nid = "a/b"\n'
