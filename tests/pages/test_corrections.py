"""Corrections: a page points to the very lines of the data that it is drawn from."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from sitegen.facts.corrections import Correction, corrections

from sitegen.facts.context import Known
from sitegen.pages.arena import pages as arena_pages
from sitegen.records.settings import Site
from sitegen.store.dataset import joined, read_dataset
from sitegen.store.snapshots import normal_form
from tests.pages.odd_world import SITE
from tests.pages.shown import model_page
from tests.test_snapshots import store
from tests.worlds import row

ONE, TWO = date(2026, 3, 1), date(2026, 3, 2)
BLOB = "https://github.com/acme/site/blob/main"
TEXT = {
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
    catalog = joined(read_dataset(data))
    return {model.slug: corrections(model, catalog, site) for model in catalog.models}


def lines(data: Path, one: Correction) -> str:
    """Return what stands at a place, read back from the file."""
    said = [int(number) for number in re.findall(r"\d+", one.lines.replace(",", ""))]
    every = (data.parent / one.file.replace("data/", f"{data.name}/", 1)).read_text().split("\n")
    return "\n".join(every[said[0] - 1 : said[-1]])


def test_the_lines_hold_what_the_page_says(data: Path) -> None:
    """Read back, the lines are the record, the last record, the overall row and the decision, and no more."""
    record, ranked, decided = found(data)["acme/anvil-2-20260102"]
    first, second = json.loads((data / "openrouter/models.json").read_text())
    assert (first["id"], second["id"]) == ("a/first", "acme/anvil-2")
    assert json.loads(lines(data, record).rstrip(",")) == second
    assert json.loads(lines(data, ranked).rstrip(","))["score"] == 2.0
    assert lines(data, decided) == MATCHES.partition("# And last.\n")[2].rstrip("\n")
    (gone,) = found(data)["b/b"]
    assert (
        json.loads("{" + lines(data, gone).rstrip(",") + "}")['b/"\u2028b']["record"]["canonical_slug"]
        == "b/b"
    )


@pytest.mark.parametrize(
    ("repository", "start"),
    [
        (BLOB, f"{BLOB}/data/"),
        (f"{BLOB}/", f"{BLOB}/data/"),
        ("https://github.com/acme/site", "https://github.com/acme/site/blob/HEAD/data/"),
    ],
)
def test_links_lead_to_the_lines(data: Path, repository: str, start: str) -> None:
    """With a repository each place is a link with GitHub's anchor: one line, or the first to the last."""
    site = SITE.model_copy(update={"repository": repository})
    record, ranked, decided = found(data, site)["acme/anvil-2-20260102"]
    length = len(lines(data, record).split("\n"))
    first = int(record.lines.split()[1])
    assert record.link == f"{start}openrouter/models.json#L{first}-L{first + length - 1}"
    assert ranked.link == f"{start}arena/text.json#L6"
    assert decided.link == f"{start}overrides/matches.toml#L9-L12"


def test_without_a_repository_places_are_text(data: Path) -> None:
    """File and lines are named all the same."""
    assert all(one.link == "" and one.lines for every in found(data).values() for one in every)


def test_a_file_in_another_form_is_named_without_lines(data: Path) -> None:
    """A file that a person laid out anew still builds; the page names the file alone."""
    for name in ("openrouter/models.json", "arena/text.json", "retired.json"):
        value = json.loads((data / name).read_text())
        (data / name).write_text(json.dumps(value, indent=4))
    (data / "overrides/matches.toml").write_text("")
    site = SITE.model_copy(update={"repository": BLOB})
    record, ranked = found(data, site)["acme/anvil-2-20260102"]
    assert (record.lines, record.link) == ("", f"{BLOB}/data/openrouter/models.json")
    assert (ranked.lines, ranked.link) == ("", f"{BLOB}/data/arena/text.json")


def test_pages_show_the_places(data: Path) -> None:
    """A model's page and that of a name without a model both carry them."""
    catalog = joined(read_dataset(data))
    assert model_page("anvil-2-20260102", catalog).made().facts["corrections"]
    alone = [page for page in arena_pages(Known(catalog, SITE)) if "/nobody-knows-7b/" in page.path]
    assert [one.lines for one in alone[0].facts["corrections"]] == ["line 5"]
