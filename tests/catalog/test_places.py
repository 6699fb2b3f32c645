"""Places: the lines of ``data/`` at which a record stands."""

from __future__ import annotations

from sitegen.catalog.places import keyed_spans, listed_spans, places, row_spans

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
