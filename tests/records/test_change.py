"""Changes: a line of the journal is read as it stands, and a field is spelled as its keys are."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.records.change import Change, field_of, keys_of

HEAD = b'"on": "2026-03-01", "source": "openrouter", "id": "acme/anvil"'


def test_a_line_is_read_with_its_values_as_json_has_them() -> None:
    """Whole numbers stay whole, however large, and nothing is turned into what it resembles."""
    line = b'{%s, "field": "pricing.prompt", "old": "0.000003", "new": [1, 1.5, true, null, {"a": %d}]}'
    found = Change.read(line % (HEAD, 10**20))
    assert (found.on, found.source, found.id) == (date(2026, 3, 1), "openrouter", "acme/anvil")
    assert (found.field, found.old) == ("pricing.prompt", "0.000003")
    assert repr(found.new) == f"[1, 1.5, True, None, {{'a': {10**20}}}]"
    assert Change.read(b'{%s, "field": "left"}' % HEAD).new is None


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"", "EOF"),
        (b"[]", "dictionary"),
        (b'{%s, "field": "left"' % HEAD, "EOF"),
        (b"{%s}" % HEAD, "Field required"),
        (b'{%s, "field": 7}' % HEAD, "valid string"),
        (b'{%s, "field": "left", "on": "yesterday"}' % HEAD, "valid date"),
        (b'{%s, "field": "score", "new": NaN}' % HEAD, "expected value"),
    ],
)
def test_what_is_no_change_is_refused(line: bytes, fault: str) -> None:
    """Each with a word of what is wrong; NaN is no JSON, and no file of ours could hold it again."""
    with pytest.raises(ValueError, match=fault):
        Change.read(line)


def test_a_key_is_spelled_so_that_a_person_can_read_it() -> None:
    """A key with a dot stands in quotes, with its letters; one that only looks like JSON is itself."""
    assert field_of("größe.a") == '"größe.a"'
    assert field_of("pricing", "größe.a") == 'pricing."größe.a"'
    assert keys_of("7") == ("7",)
    assert keys_of("true.false") == ("true", "false")
