"""A large catalogue: no page and no file grows without bound, and nothing is lost on the way."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sitegen.build import build
from sitegen.checks.site import site_findings
from sitegen.large.scale import USUAL, Scale
from sitegen.large.shard import Share
from sitegen.publishing.shards import merge
from sitegen.store.dataset import joined, read_dataset
from tests.test_golden import fetch_world

BASE = "https://example.org/llm/"
SMALL = Scale(whole=3, rows=2, dots=1)
"""The golden world's models are more than a page of this scale holds, and Acme's more than one page."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root with the data of the golden world."""
    return fetch_world(tmp_path_factory.mktemp("scale"))


@pytest.fixture(scope="module")
def large(root: Path) -> dict[str, bytes]:
    """Return the site of the world as one that is too large for its scale."""
    build(root, root / "large", base_url=BASE, images=False, scale=SMALL)
    return held(root / "large")


@pytest.fixture(scope="module")
def usual(root: Path) -> dict[str, bytes]:
    """Return the site of the world as it is."""
    build(root, root / "usual", base_url=BASE, images=False)
    return held(root / "usual")


def held(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def value(files: dict[str, bytes], path: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON file of a site, given its path or its address."""
    return json.loads(files[path.removeprefix(BASE)])


def slugs(page: bytes) -> list[str]:
    """Return the models that have a line in a page's table."""
    return [unescape(slug) for slug in re.findall(r'<tr data-slug="(.*?)"', page.decode())]


def test_a_large_site_has_no_findings(large: dict[str, bytes]) -> None:
    """Every link leads somewhere, every page is in its place, and all the other checks hold."""
    assert site_findings(large, BASE) == []


def test_models_pages_know_nothing_of_it(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """A model's page and its twins are the same bytes, but for the chart, whose dots are fewer."""
    for path in usual:
        if path.startswith("models/"):
            plain = [
                re.sub(rb'<path class="(dots|rings)".*?/>\n', b"", site[path]) for site in (large, usual)
            ]
            assert plain[0] == plain[1], path


def test_the_start_page_has_the_models_listed_last(root: Path, large: dict[str, bytes]) -> None:
    """It has as many lines as one page may, of the latest models, and says how many there are in all."""
    current = [model for model in joined(read_dataset(root / "data")).models if model.variants]
    latest = sorted(
        (one for one in current if not one.primary.alias_target), key=lambda one: -one.primary.created
    )
    shown = slugs(large["index.html"])
    assert len(shown) == SMALL.rows < len(current)
    assert set(shown) == {model.slug for model in latest[: SMALL.rows]}
    assert f"The table has the {SMALL.rows} models that were listed last" in large["index.html"].decode()


def test_parts_hold_every_model_as_one_file_would(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """All parts together are ``models.json`` of a site of usual size, and none of them is as large."""
    index = value(large, "api/v1/models.json")
    parts = [value(large, part["json"]) for part in index["parts"]]
    whole = value(usual, "api/v1/models.json")["models"]
    assert sorted((one for part in parts for one in part["models"]), key=lambda one: one["slug"]) == whole
    assert [len(part["models"]) for part in parts] == [part["models"] for part in index["parts"]]
    assert index["total"] == len(whole) > max(map(len, (part["models"] for part in parts)))
    assert {one["author"] for part in parts for one in part["models"]} == {
        one["author"] for one in index["parts"]
    }


def test_a_part_has_its_lines_on_one_page(large: dict[str, bytes]) -> None:
    """Each current model of a part has its line on the page that the part names, for the script to find."""
    for part in value(large, "api/v1/models.json")["parts"]:
        page = large[part["page"].removeprefix(BASE) + "index.html"]
        models = value(large, part["json"])["models"]
        assert set(slugs(page)) == {one["slug"] for one in models if one["status"] == "listed"}
        assert 0 < len(models) <= SMALL.rows


def test_the_first_file_has_what_the_start_page_and_those_who_left_need(large: dict[str, bytes]) -> None:
    """``models.json`` holds the models of the start page's lines, and those of the first page of the gone."""
    found = {one["slug"] for one in value(large, "api/v1/models.json")["models"]}
    assert found == {*slugs(large["index.html"]), *slugs(large["gone/index.html"])}


def test_parts_of_ids_hold_every_id(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """All parts together are ``ids.json`` of a site of usual size, each found by what its ids begin with."""
    index, whole = value(large, "api/v1/ids.json"), value(usual, "api/v1/ids.json")["ids"]
    found = {}
    for part in index["parts"]:
        ids = value(large, part["json"])["ids"]
        assert {key.partition("/")[0] for key in ids} == {part["author"]}
        assert 0 < len(ids) == part["ids"] <= SMALL.whole
        found |= ids
    assert found == whole
    assert index["total"] == len(whole)
    assert index["ids"].items() <= whole.items()


def test_the_spreadsheet_has_the_same_rows(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """The CSV stays one file, which programs read row by row."""
    read = [list(csv.reader(io.StringIO(site["api/v1/models.csv"].decode()))) for site in (large, usual)]
    assert read[0][0] == read[1][0]
    assert sorted(read[0]) == sorted(read[1])


def test_every_part_holds_its_schema(large: dict[str, bytes]) -> None:
    """The files in parts are of the shapes that the schemas tell."""
    for kind in ("models", "ids"):
        schema = Draft202012Validator(value(large, f"api/v1/schemas/{kind}.json"))
        files = [path for path in large if path.startswith((f"api/v1/{kind}/", f"api/v1/{kind}.json"))]
        assert len(files) > 1
        assert not [error.message for path in files for error in schema.iter_errors(value(large, path))]


def test_authors_pages_lead_to_one_another(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """Every line of an author is on one of the pages, in the same order, and each names its neighbours."""
    pages = sorted(path for path in large if re.fullmatch(r"authors/acme/(\d+/)?index\.html", path))
    pages = [pages[-1], *pages[:-1]]
    assert len(pages) > 1
    lines = [
        line for page in pages for line in re.findall(rb'<tr.*?>\n<th scope="row">.*?</th>', large[page])
    ]
    wanted = re.findall(rb'<tr.*?>\n<th scope="row">.*?</th>', usual["authors/acme/index.html"])
    assert [re.sub(rb'href="(\.\./)+', b'href="', one) for one in lines] == [
        re.sub(rb'href="(\.\./)+', b'href="', one) for one in wanted
    ]
    first, second = (large[page].decode() for page in pages[:2])
    assert '<link rel="next" href="../../authors/acme/2/">' in first
    assert 'rel="prev"' not in first
    assert '<link rel="prev" href="../../../authors/acme/">' in second
    assert '<a href="../feed.xml">' in second
    assert f"Page 1 of {len(pages)}" in first
    assert BASE + "authors/acme/2/" in large["sitemap.xml"].decode()


def test_the_list_of_authors_goes_on(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """Each author stands on one page of the list."""
    pages = [path for path in large if re.fullmatch(r"authors(-\d+)?/index\.html", path)]
    found = [name for page in pages for name in re.findall(rb"<td><code>(.*?)</code>", large[page])]
    assert len(pages) > 1
    assert sorted(found) == sorted(re.findall(rb"<td><code>(.*?)</code>", usual["authors/index.html"]))


def test_the_texts_of_authors_hold_every_model(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """Each model's line stands in the text of its author, which the one text of all leads to."""
    models = usual["llms-full.txt"].decode().partition("## All models (")[2]
    lines = re.findall(r"^- \*\*.*$", models, re.MULTILINE)
    texts = re.findall(rf"<{BASE}(authors/.*?llms-full\.txt)>", large["llms-full.txt"].decode())
    found = [line for path in texts for line in re.findall(r"^- \*\*.*$", large[path].decode(), re.MULTILINE)]
    assert sorted(found) == sorted(lines)
    assert all(large[path].decode().count("\n- **") <= SMALL.rows for path in texts)


def test_programs_are_told_of_the_parts(large: dict[str, bytes], usual: dict[str, bytes]) -> None:
    """``index.json`` has the addresses of the parts and ``llms.txt`` names them; a usual site has neither."""
    for site, told in ((large, True), (usual, False)):
        named = {line["url"].removeprefix(BASE) for line in value(site, "api/v1/index.json")["endpoints"]}
        assert ("api/v1/models/{author}/{number}.json" in named) is told
        assert (b"too many for one file" in site["llms.txt"]) is told


def test_no_table_has_more_rows_than_a_page_may(large: dict[str, bytes]) -> None:
    """Neither the register nor the list of those who left nor a day's changes outgrows the scale."""
    for path, body in large.items():
        if path.startswith(("index.html", "authors/", "gone", "changes/2")) and path.endswith(".html"):
            assert len(slugs(body)) <= SMALL.rows
            for part in re.findall(rb'<ul class="events">.*?</ul>\n(?=<p|</s|</d)', body, re.DOTALL):
                assert part.count(b"\n<li>") <= SMALL.rows


def test_a_large_site_can_be_built_in_shards(root: Path, large: dict[str, bytes], tmp_path: Path) -> None:
    """Parts of the API and shards of the build do not meet: merged, the site is the same."""
    parts = [tmp_path / str(number) for number in (1, 2)]
    for number, part in enumerate(parts, start=1):
        build(root, part, base_url=BASE, images=False, scale=SMALL, share=Share(number, 2))
    merge(parts, tmp_path / "site")
    assert held(tmp_path / "site") == large


def test_the_usual_scale_is_what_the_readme_says() -> None:
    """The figures of the README are those of the program."""
    text = (Path(__file__).parents[1] / ".github/workflows/README.md").read_text(encoding="utf-8")
    assert f"More than {USUAL.whole:,} models" in text
    assert f"{USUAL.rows:,} lines a page" in text
