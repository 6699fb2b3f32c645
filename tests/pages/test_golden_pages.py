"""The golden world's pages and files, drawn in this process: every word of them is the golden one."""

from __future__ import annotations

from sitegen.build import renderer_of
from sitegen.facts.context import SiteContext
from sitegen.pages.cards import cards
from sitegen.pages.contents import ModelFiles, common_pages
from sitegen.rendering.owner_files import read_prose, read_site
from sitegen.store.dataset import joined, read_dataset
from tests.pages.odd_world import ROOT

GOLDEN = ROOT / "tests/golden"


def drawn() -> dict[str, bytes]:
    """Return every file of the golden site that is drawn, by path."""
    site = read_site(ROOT, "https://example.org/llm/")
    known = SiteContext(joined(read_dataset(GOLDEN / "data")), site, read_prose(ROOT))
    renderer, pictured = renderer_of(ROOT, known), cards(known)
    files = ModelFiles(known, renderer, pictured)
    made = {path: body for model in files.models for path, body in files.files_of(model)}
    return made | {page.path: renderer.rendered(page) for page in common_pages(known, {}, pictured)}


def test_every_page_and_file_is_the_golden_one() -> None:
    """What is drawn of the golden world is what was reviewed, byte for byte, and none is missing."""
    site = GOLDEN / "site"
    golden = {path.relative_to(site).as_posix(): path for path in site.rglob("[!.]*") if path.is_file()}
    made = drawn()
    assert golden.keys() <= made.keys()
    assert [name for name, path in sorted(golden.items()) if made[name] != path.read_bytes()] == []
