"""Places: the lines at which records stand in files of the normal form, and none in files laid out anew."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator

import pytest

from sitegen.catalog.places import Place, Span, keyed_spans, listed_spans, match_spans, places, row_spans

Spans = Callable[[str], Iterator[Span]]

MODELS = """\
[
 {
  "architecture": {
   "id": "no/id"
  },
  "id": "acme/anvil-2",
  "name": "A"
 },
 {
  "id": "acme/\\"quoted\\\\\\u00e9\\""
 }
]
"""
RETIRED = """\
{
 "acme/anvil-1": {
  "record": {
   "id": "acme/anvil-1"
  }
 },
 "acme/\\"old\\"": {
  "left": "2026-01-01"
 }
}
"""
BOARD = """\
{
 "board": "text",
 "rows": [
  {"category": "coding", "name": "Anvil 2"},
  {"category": "overall", "name": "Anvil  2 "},
  {"category": "overall", "name": "Quill"}
 ]
}
"""
DECISIONS = """\
# [[match]]
# name = "Nobody"

[[match]]  # the first
name = "Anvil 2"
slug = "acme/anvil-2"
# why
reason = "it is"

# a remark
  # and another
  [[match]]
  name = 'C:\\\\Quill'  # as it is
  slug = "none"
[other]
name = "No match"
[[match]]
slug = "none"
name="\\u0041\\"B"
"""


@pytest.mark.parametrize(
    ("content", "spans", "found"),
    [
        (MODELS, listed_spans, [("acme/anvil-2", 2, 8), ('acme/"quoted\\é"', 9, 11)]),
        (RETIRED, keyed_spans, [("acme/anvil-1", 2, 6), ('acme/"old"', 7, 9)]),
        (BOARD, row_spans, [("Anvil 2", 5, 5), ("Quill", 6, 6)]),
        (DECISIONS, match_spans, [("Anvil 2", 4, 8), ("C:\\\\Quill", 12, 14), ('A"B', 17, 19)]),
    ],
)
def test_each_thing_stands_at_its_lines(
    content: str, spans: Spans, found: list[tuple[str, int, int]]
) -> None:
    """A record, an entry, a row and a decision are found by name, from the line that opens it to its last."""
    assert list(spans(content)) == found


def test_the_examples_say_what_they_are_read_as() -> None:
    """The names above are those that a parser of the whole file finds, in the same order."""
    assert [one["id"] for one in json.loads(MODELS)] == ["acme/anvil-2", 'acme/"quoted\\é"']
    assert list(json.loads(RETIRED)) == ["acme/anvil-1", 'acme/"old"']
    assert [one["name"] for one in tomllib.loads(DECISIONS)["match"]] == ["Anvil 2", "C:\\\\Quill", 'A"B']


def test_a_place_has_its_file_and_lines() -> None:
    """What is found is filed under file and name; bytes that are no UTF-8 cost no other line its number."""
    content = MODELS.encode().replace(b'"name": "A"', b'"name": "\xff\xc2\x85\r\x0b"')
    assert places("openrouter/models.json", content, listed_spans) == {
        ("openrouter/models.json", "acme/anvil-2"): Place("openrouter/models.json", 2, 8),
        ("openrouter/models.json", 'acme/"quoted\\é"'): Place("openrouter/models.json", 9, 11),
    }


def test_a_file_that_a_person_laid_out_anew_has_no_places() -> None:
    """Another indentation is no error: the page then names the file alone."""
    for text, spans in ((MODELS, listed_spans), (RETIRED, keyed_spans), (BOARD, row_spans)):
        for indent in (None, 0, 2, 4):
            laid_out = json.dumps(json.loads(text), indent=indent)
            assert list(spans(laid_out)) == []


@pytest.mark.parametrize(
    ("lines", "spans"),
    [
        ([" {", "  }", " }"], listed_spans),
        (['  "id": "a/b"', " }"], listed_spans),
        ([" {", '  "id": "a/b"', "["], listed_spans),
        ([" }", " },"], keyed_spans),
        ([' "a/b": {', "  }"], keyed_spans),
        (['  {"category": "overall", "name": "x"', '  {"category": "overall", "name":'], row_spans),
        (['  {"note": {"category": "overall"}, "name": "x"},'], row_spans),
        (['  ["category": "overall"]'], row_spans),
        (['    {"category": "overall", "name": "x"}'], row_spans),
        (['  {"category":"overall","name":"x"}'], row_spans),
        (["[[match]]", 'slug = "none"'], match_spans),
        (['name = "x"', "[match]", 'name = "x"'], match_spans),
        (["[[match]]", 'name = "\\U0001F600"'], match_spans),
        (["[[match]]", 'name = "x" y'], match_spans),
    ],
)
def test_what_is_not_whole_has_no_place(lines: list[str], spans: Spans) -> None:
    """A record without a name, a broken line, and a name that is not written in one line are passed over."""
    assert list(spans("\n".join(lines))) == []


def test_a_record_that_is_not_closed_lends_its_start_to_nobody() -> None:
    """The lines of a record begin at its own opening, and an end without one is none."""
    lines = [" {", " {", '  "id": "a/b"', " },", '  "id": "c/d"', " },", " {", '  "id": "e/f"', " }"]
    assert list(listed_spans("\n".join(lines))) == [("a/b", 2, 4), ("e/f", 7, 9)]
    assert list(keyed_spans(' "a": {\n },\n },\n "b": {\n }')) == [("a", 1, 2), ("b", 4, 5)]


def test_a_name_is_the_records_own() -> None:
    """What was read of one record, or stands outside of any, is no name of the next."""
    assert list(listed_spans(' {\n  "id": "a/b"\n },\n {\n }')) == [("a/b", 1, 3)]
    assert list(match_spans("[[match]]\nname = 'a'\n[[match]]\nslug = 'b'")) == [("a", 1, 2)]
    assert list(match_spans("[[match]]\nname = 'a'\n[x]\ny = 1\n[[match]]\nname = 'b'")) == [
        ("a", 1, 2),
        ("b", 5, 6),
    ]


LISTED = ' {\n  "id": "a/b",\n  "top": {\n   "id": "inner"\n  }\n },\n {\n  "id": "c\\"d"\n }'


def test_records_of_a_list_stand_between_their_braces() -> None:
    """A record is named by its own id, not by one inside, and its lines are counted from 1."""
    assert list(listed_spans(f"[\n{LISTED}\n]\n")) == [("a/b", 2, 7), ('c"d', 8, 10)]


def test_what_a_person_laid_out_anew_has_no_place() -> None:
    """A record without its braces on lines of their own, or without an id, is left out; the next counts."""
    assert list(listed_spans('[{"id": "x"},\n {\n  "name": "y"\n },\n {\n  "id": "z"\n }]\n {,\n')) == []
    assert list(listed_spans(' {\n  "name": "y"\n },\n {\n  "id": "z"\n }')) == [("z", 4, 6)]


def test_entries_of_a_map_stand_from_their_key() -> None:
    """An entry begins with the line of its key; one on a single line has no place."""
    text = '{\n "a": {\n  "b": {\n  }\n },\n "c": {},\n "d": {\n }\n}\n'
    assert list(keyed_spans(text)) == [("a", 2, 5), ("d", 7, 8)]


def test_only_a_line_feed_ends_a_line() -> None:
    """A carriage return or a form feed in a file moves no number: git counts line feeds."""
    content = b'[\n\x0c\r\n {\n  "id": "a"\n }\n]'
    assert dict(places("f", content, listed_spans)) == {("f", "a"): ("f", 3, 5)}


def test_a_row_that_is_not_overall_has_no_place() -> None:
    """Of a leaderboard only the overall row of a name stands anywhere."""
    rows = '  {"category": "overall", "name": "x"},\n  {"category": "math", "name": "x", "n": "overall"}'
    assert list(row_spans(rows)) == [("x", 1, 1)]
