"""The hand-written files: what is not understood is refused with what was meant, and entries come and go."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import DataError
from sitegen.store.dataset import read_dataset
from sitegen.store.overrides import add_accepted, read_accepted, read_decisions, remove_accepted
from tests.test_snapshots import store
from tests.worlds import row

WHOLE = """[[accepted]]
id = "a/b"
field = "pricing.prompt"
old = "0.000003"
new = "0.003"
who = "Ann"
why = "asked them"
"""


def written(data: Path, name: str, text: str) -> Path:
    """Write a file of overrides into a data folder, and return the folder."""
    (data / "overrides").mkdir(exist_ok=True)
    (data / f"overrides/{name}.toml").write_text(text)
    return data


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (
            WHOLE.replace("accepted", "acepted"),
            "acepted is no table of this file; did you mean [[accepted",
        ),
        (WHOLE.replace("[[accepted]]", "[accepted]"), "[accepted] is one table; write [[accepted]]"),
        (WHOLE.replace("new", "neu"), "accepted 1 (a/b): neu is no key of such an entry; did you mean new?"),
        (WHOLE.replace("why", "until"), "why is missing; add why = …"),
        (WHOLE.replace('"Ann"', '" "'), "who is empty; say it, in quotes: who = …"),
        (WHOLE.replace('"asked them"', '""'), "why is empty"),
        (WHOLE.replace('"asked them"', "7"), 'why is no text; write it in quotes: why = "…"'),
        (WHOLE.replace('"a/b"', '["a/b"]'), "accepted 1: id is no text"),
        (WHOLE.replace('"0.003"', "2026-03-01"), "new is no value"),
        (WHOLE + 'until = "soon"\n', "until is no day; write it without quotes: until = 2026-05-15"),
        (WHOLE + WHOLE.replace("field", "feld"), "accepted 2 (a/b): feld is no key"),
        ('accepted = "all"', "[accepted] is one table"),
        ("accepted = [3]", "accepted 1: it is no table"),
    ],
)
def test_an_entry_that_is_not_understood_is_refused(tmp_path: Path, text: str, refusal: str) -> None:
    """Tables, keys, empty words and values of another kind are named with their entry and what was meant."""
    with pytest.raises(DataError) as error:
        read_accepted(written(tmp_path, "accepted", text))
    assert refusal in str(error.value)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ('[[matches]]\nname = "x"\n', "matches is no table of this file; did you mean [[match]]?"),
        ('[[match]]\nname = "x"\nslug = "a/b"\nreason = ""\n', "match 1 (x): reason is empty"),
        ('[[match]]\nname = "x"\nslugg = "a/b"\nreason = "r"\n', "slugg is no key of such an entry"),
    ],
)
def test_a_decision_that_is_not_understood_is_refused(tmp_path: Path, text: str, refusal: str) -> None:
    """The same holds for matches.toml."""
    with pytest.raises(DataError) as error:
        read_decisions(written(tmp_path, "matches", text))
    assert refusal in str(error.value)


@pytest.mark.parametrize("name", ["acme/anvil-2", "acme/anvil-2-20260102", "acme/anvil-2:free"])
def test_an_id_stands_for_its_slug(tmp_path: Path, name: str) -> None:
    """A decision may name any id of a model, also one that left; a slug is itself."""
    store(tmp_path, [row(), row(id="acme/anvil-2:free"), row(id="b/b", canonical_slug="b/b")])
    store(tmp_path, [row(), row(id="b/b", canonical_slug="b/b")])
    written(tmp_path, "matches", f'[[match]]\nname = "x"\nslug = "{name}"\nreason = "r"\n')
    assert read_dataset(tmp_path).decisions["x"].slug == "acme/anvil-2-20260102"


def test_an_id_that_is_another_models_slug_is_that_slug(tmp_path: Path) -> None:
    """What is a slug is never read as an id."""
    store(tmp_path, [row(id="a/one", canonical_slug="a/two"), row(id="a/two", canonical_slug="a/three")])
    written(tmp_path, "matches", '[[match]]\nname = "x"\nslug = "a/two"\nreason = "r"\n')
    assert read_dataset(tmp_path).decisions["x"].slug == "a/two"


def test_entries_come_and_go_and_leave_the_rest_alone(tmp_path: Path) -> None:
    """What a person wrote around an entry, comments above all, stays as it is."""
    head = "# Words of a person.\n\n"
    other = WHOLE.replace("a/b", "c/d")
    written(tmp_path, "accepted", f"{head}{WHOLE}\n# about the next\n{other}")
    first = read_accepted(tmp_path)[0]
    add_accepted(tmp_path, ["\n" + WHOLE.replace("a/b", "e/f")])
    assert [line.id for line in read_accepted(tmp_path)] == ["a/b", "c/d", "e/f"]
    remove_accepted(tmp_path, [first])
    assert [line.id for line in read_accepted(tmp_path)] == ["c/d", "e/f"]
    text = (tmp_path / "overrides/accepted.toml").read_text()
    assert text.startswith(head)
    assert f"# about the next\n{other}" in text


def test_entries_come_and_go_in_a_file_of_another_editor(tmp_path: Path) -> None:
    """A mark at the front and line ends of Windows hide no entry from who reads, adds and removes."""
    written(tmp_path, "accepted", "\ufeff" + WHOLE.replace("\n", "\r\n"))
    first = read_accepted(tmp_path)[0]
    add_accepted(tmp_path, ["\n" + WHOLE.replace("a/b", "e/f")])
    remove_accepted(tmp_path, [first])
    assert [line.id for line in read_accepted(tmp_path)] == ["e/f"]


def test_a_file_in_a_way_of_its_own_is_left_to_people(tmp_path: Path) -> None:
    """Where entries are not found by their heads, nothing is removed."""
    text = 'accepted = [{ id = "a/b", field = "f", who = "me", why = "y" }]\n'
    written(tmp_path, "accepted", text)
    with pytest.raises(DataError, match="left to people"):
        remove_accepted(tmp_path, read_accepted(tmp_path))
    assert (tmp_path / "overrides/accepted.toml").read_text() == text


@pytest.mark.parametrize("named", [('"*"', '"pricing.prompt"'), ('"a/b"', '"*"')])
def test_an_entry_that_accepts_anything_must_end(tmp_path: Path, named: tuple[str, str]) -> None:
    """Nothing would ever be alarming again; with a last day it is read."""
    key, field = named
    text = f'[[accepted]]\nid = {key}\nfield = {field}\nwho = "Ann"\nwhy = "a new shape"\n'
    with pytest.raises(DataError, match="accepts for good"):
        read_accepted(written(tmp_path, "accepted", text))
    (line,) = read_accepted(written(tmp_path, "accepted", f"{text}until = 2026-03-31\n"))
    assert line.until
