"""Corrections: a page points to the files of the data that it is drawn from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sitegen.facts.context import Known
from sitegen.facts.links import Correction, corrections
from sitegen.pages.arena import pages as arena_pages
from sitegen.records.settings import Site
from sitegen.store.dataset import joined, read_dataset
from sitegen.store.snapshots import normal_form
from tests.pages.odd_world import SITE, drawn
from tests.pages.shown import model_page, part, text
from tests.test_snapshots import store
from tests.worlds import Row, row

ONE, TWO = date(2026, 3, 1), date(2026, 3, 2)
BLOB = "https://github.com/acme/site/blob/main"
TEXT: Row = {
    "board": "text",
    "rows": [
        {"category": "coding", "name": "anvil-2", "score": 1.0},
        {"category": "overall", "name": "nobody-knows-7b", "score": 3.0},
        {"category": "overall", "name": "anvil-2", "score": 2.0},
    ],
}
MATCHES = """# A word first.

[[match]]
name = "x"
slug = "none"
reason = "r"

# And last.
[[match]]
name = "anvil-2"
slug = "acme/anvil-2-20260102"
reason = "r"
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with a current and a gone model, a board and a decision."""
    store(tmp_path, [row(), row(id='b/"\u2028b', canonical_slug="b/b")], ONE)
    store(tmp_path, [row(id="a/first", canonical_slug="a/first", name="First"), row()], TWO)
    for name, content in (
        ("arena/text.json", normal_form(TEXT)),
        ("overrides/matches.toml", MATCHES.encode()),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def found(data: Path, site: Site = SITE) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections of each model by its slug."""
    return {model.slug: corrections(model, site) for model in joined(read_dataset(data)).models}


def test_each_file_that_a_model_is_made_from_is_named(data: Path) -> None:
    """The record, the last record of a gone id, the board once, and a person's decision: no other file."""
    told = {
        slug: [(one.what, one.name, one.file) for one in every]
        for slug, every in found(data).items()
        if slug != "a/first"
    }
    assert told == {
        "acme/anvil-2-20260102": [
            ("Record of", "acme/anvil-2", "data/openrouter/models.json"),
            ("Row of Arena’s text board,", "anvil-2", "data/arena/text.json"),
            ("A person’s decision about", "anvil-2", "data/overrides/matches.toml"),
        ],
        "b/b": [("Last record of", 'b/"\u2028b', "data/retired.json")],
    }
    assert all(
        (data / one.file.removeprefix("data/")).is_file() for every in found(data).values() for one in every
    )


def test_a_match_that_nobody_decided_has_no_decision_to_correct(data: Path) -> None:
    """Without a line about the name the file of decisions is not named."""
    (data / "overrides/matches.toml").write_text("")
    assert [one.file for one in found(data)["acme/anvil-2-20260102"]] == [
        "data/openrouter/models.json",
        "data/arena/text.json",
    ]


@pytest.mark.parametrize(
    ("repository", "start"),
    [
        (BLOB, f"{BLOB}/data/"),
        (f"{BLOB}/", f"{BLOB}/data/"),
        ("https://github.com/acme/site", "https://github.com/acme/site/blob/HEAD/data/"),
    ],
)
def test_links_lead_to_the_files(data: Path, repository: str, start: str) -> None:
    """With a repository each file is a link, on the branch that it names or else at its head."""
    site = SITE.model_copy(update={"repository": repository})
    assert [one.link for one in found(data, site)["acme/anvil-2-20260102"]] == [
        f"{start}openrouter/models.json",
        f"{start}arena/text.json",
        f"{start}overrides/matches.toml",
    ]


def test_without_a_repository_places_are_text(data: Path) -> None:
    """Files are named all the same."""
    assert all(one.link == "" and one.file for every in found(data).values() for one in every)


def test_pages_show_the_places(data: Path) -> None:
    """A model's page and that of a name without a model both carry them."""
    catalog = joined(read_dataset(data))
    shown = text(part(drawn(model_page("anvil-2-20260102", catalog), catalog), "sources"))
    assert "Record of acme/anvil-2: data/openrouter/models.json" in shown
    (alone,) = [page for page in arena_pages(Known(catalog, SITE)) if "/nobody-knows-7b/" in page.path]
    assert "Row of Arena’s text board, nobody-knows-7b: data/arena/text.json" in text(drawn(alone, catalog))
