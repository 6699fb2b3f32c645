"""Surfaces: each fact of a model stands on just those pages and files that ``surfaces.txt`` says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import islice

from sitegen.facts.row import ModelRow
from sitegen.pages.api.files import pages as api_files
from sitegen.store.dataset import joined, read_dataset
from tests.facts.leaves import values
from tests.facts.rare_world import rare_world
from tests.facts.surfaces import FACTS, ROW, ROW_SURFACES, SURFACES, Line, World, reasons, table
from tests.pages.odd_world import ROOT, world
from tests.sellers_world import sellers_world

FACTS_TABLE = table("facts", SURFACES)
ROW_TABLE = table("row", ROW_SURFACES)


@cache
def worlds() -> tuple[World, ...]:
    """Return small worlds that have every leaf of at least one model."""
    golden = joined(read_dataset(ROOT / "tests/golden/data"))
    return World(world()), World(golden), World(rare_world()), World(sellers_world())


@cache
def real_world() -> World:
    """Return the committed data."""
    return World(joined(read_dataset(ROOT / "data")))


def test_every_leaf_has_a_line() -> None:
    """Each leaf of the facts and of a row has a line of its own, and no line is of a leaf that has gone."""
    for lines, leaves in ((FACTS_TABLE, FACTS), (ROW_TABLE, ROW)):
        assert sorted(line.leaf for line in lines) == sorted(leaves)


def test_what_is_missing_is_missing_for_a_reason() -> None:
    """A line has a reason just where a surface is missing; every reason is one of the list, and is used."""
    lines = [(line, SURFACES) for line in FACTS_TABLE] + [(line, ROW_SURFACES) for line in ROW_TABLE]
    for line, surfaces in lines:
        assert bool(line.reasons) == (line.surfaces != set(surfaces)), line.leaf
    assert {reason for line, _ in lines for reason in line.reasons} == reasons().keys()


def test_every_leaf_stands_where_the_table_says() -> None:
    """Another value of a leaf changes the files of the surfaces that its line has, and no other byte."""
    wrong = []
    for line in FACTS_TABLE:
        found = _surfaces(line)
        assert found is not None, f"no small world has {line.leaf}"
        if found != line.surfaces:
            wrong.append(f"{line.leaf} stands on {sorted(found)}, not {sorted(line.surfaces)}")
    assert not wrong


MODELS = 6
"""Models with a leaf that are looked at, and more of them where these do not show all that its line has."""


def _surfaces(line: Line) -> set[str] | None:
    """Return the surfaces that a leaf stands on in the small worlds; None where no model has it."""
    every = (drawn.shown(facts, line.leaf) for drawn in worlds() for facts in drawn.facts)
    found: set[str] | None = None
    for number, shown in enumerate((shown for shown in every if shown is not None), start=1):
        found = (found or set()) | shown
        if number >= MODELS and found == line.surfaces:
            break
    return found


def test_real_models_say_a_fact_on_no_other_surface() -> None:
    """In the committed data, too, a leaf changes no surface that its line does not have."""
    models = real_world().facts[::40]
    for line in FACTS_TABLE:
        found = (real_world().shown(facts, line.leaf) for facts in models)
        for shown in islice((shown for shown in found if shown is not None), 1):
            assert shown <= line.surfaces, line.leaf


def test_the_spreadsheet_of_the_site_is_that_of_the_facts() -> None:
    """The lines that the table is measured by are those of the site's own spreadsheet."""
    for drawn in worlds():
        (made,) = [page.content for page in api_files(drawn.known) if page.path.endswith("models.csv")]
        assert made
        assert made.split(b"\r\n", 1)[1] == b"".join(drawn.files(facts)["csv"] for facts in drawn.facts)


def test_every_list_has_what_the_table_says() -> None:
    """Another value of a leaf of the rows changes those lists that its line has, and no other."""
    found: dict[str, set[str]] = defaultdict(set)
    for drawn in worlds():
        before = drawn.lists()
        for leaf in ROW:
            found[leaf] |= {name for name, after in drawn.lists(leaf).items() if after != before[name]}
    wrong = [
        f"{line.leaf} stands in {sorted(found[line.leaf])}"
        for line in ROW_TABLE
        if found[line.leaf] != line.surfaces
    ]
    assert not wrong


def test_a_row_says_what_the_facts_say() -> None:
    """Each field of a row is decided by the leaves that name it: models that agree in these have it alike."""
    deciding: dict[str, list[str]] = defaultdict(list)
    for line in FACTS_TABLE:
        for name in line.row:
            deciding[name].append(line.leaf)
    assert deciding.keys() == set(ModelRow.__dataclass_fields__)
    for drawn in (*worlds(), real_world()):
        for name, leaves in deciding.items():
            assert not _contradictions(drawn, name, leaves), name


def _contradictions(drawn: World, name: str, leaves: Iterable[str]) -> list[str]:
    """Return the models that agree in all these leaves with another one, and whose rows do not."""
    first: dict[str, str] = {}
    rows = drawn.known.rows
    return [
        facts.slug
        for facts in drawn.facts
        if (value := repr(getattr(rows[facts.slug], name)))
        != first.setdefault(repr([values(facts, leaf) for leaf in leaves]), value)
    ]
