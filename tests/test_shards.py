"""Shards: a site built in parts and put together is, byte for byte, the one that one build writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.build import build
from sitegen.cli.main import main
from sitegen.errors import OutputError
from sitegen.large.shard import PART, Share
from sitegen.publishing.output import publish
from sitegen.publishing.shards import Receipt, merge, part_receipt
from tests.test_golden import fetch_world, run

BASE = "https://example.org/llm/"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a root with the data of the golden world."""
    return fetch_world(tmp_path_factory.mktemp("shards"))


@pytest.fixture(scope="module")
def site(root: Path) -> dict[str, bytes]:
    """Return every file of the site as one build writes it, pictures too."""
    build(root, root / "whole", base_url=BASE)
    return held(root / "whole")


@pytest.fixture(scope="module")
def halves(root: Path, site: dict[str, bytes]) -> tuple[Path, Path]:
    """Return the two shards of the site, built without pictures."""
    assert site
    return shards(root, 2, images=False)


@pytest.fixture
def copies(halves: tuple[Path, ...], tmp_path: Path) -> tuple[Path, ...]:
    """Return copies of both shards, without the hidden file, as a store of artifacts hands them on."""
    return tuple(
        shutil.copytree(half, tmp_path / half.name, ignore=shutil.ignore_patterns(".*")) for half in halves
    )


def held(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def shards(root: Path, total: int, *, images: bool = True) -> tuple[Path, ...]:
    """Build every shard into a folder of its own, some of them with two processes."""
    made = tuple(root / f"{number}-of-{total}" for number in range(1, total + 1))
    for number, out in enumerate(made, start=1):
        build(root, out, base_url=BASE, images=images, share=Share(number, total), jobs=1 + number % 2)
    return made


@pytest.mark.parametrize("total", [2, 3, 7])
def test_merged_shards_are_the_site_of_one_build(
    root: Path, site: dict[str, bytes], total: int, tmp_path: Path
) -> None:
    """However many shards there are, and in whatever order they come, their site has the same bytes."""
    parts = shards(root, total)
    done = merge(parts[::-1], tmp_path / "site")
    assert held(tmp_path / "site") == site
    assert (done.written, done.unchanged, done.removed) == (len(site) - 1, 0, 0)
    assert not merge(parts, tmp_path / "site").changed


def test_shards_share_the_work(root: Path, site: dict[str, bytes], halves: tuple[Path, ...]) -> None:
    """Each of two shards has pages of models, no file is in both, and the common ones are in the first."""
    first, second = (held(half).keys() - {PART, ".nojekyll"} for half in halves)
    assert not first & second
    assert {path.partition("/")[0] for path in second} == {"models"}
    assert any(path.startswith("models/") for path in first)
    assert first | second | {"sitemap.xml"} == {
        path for path in site if not path.startswith("og/") and path != ".nojekyll"
    }
    assert root


def test_one_shard_of_one_is_the_site(root: Path, site: dict[str, bytes], tmp_path: Path) -> None:
    """``--shard 1/1`` writes the whole site, without a receipt."""
    run(root, "build", "--out", str(tmp_path / "site"), "--base-url", BASE, "--shard", "1/1")
    assert held(tmp_path / "site") == site


def test_a_model_keeps_its_shard() -> None:
    """Where a model is drawn follows from its path alone, the page and its twins together."""
    names = [f"models/acme/m{number}/" for number in range(200)]
    for total in (2, 7):
        places = {}
        for name in names:
            numbers = {
                number
                for number in range(1, total + 1)
                for file in ("index.html", "index.json", "index.md")
                if Share(number, total).has(name + file)
            }
            assert len(numbers) == 1
            places[name] = numbers.pop()
        assert set(places.values()) == set(range(1, total + 1))


def test_the_commands_build_and_merge_shards(root: Path, site: dict[str, bytes], tmp_path: Path) -> None:
    """The command line does what the README shows, and the site passes its own checks."""
    parts = [str(tmp_path / f"part-{number}") for number in (1, 2)]
    for number, part in enumerate(parts, start=1):
        run(root, "build", "--base-url", BASE, "--shard", f"{number}/2", "--out", part)
    assert f"{len(site) - 1} files written" in run(root, "merge", *parts, "--out", str(tmp_path / "site"))
    assert held(tmp_path / "site") == site
    assert "no findings" in run(root, "check", "site", "--out", str(tmp_path / "site"), "--base-url", BASE)


def test_a_merged_folder_without_its_hidden_files_is_whole(copies: tuple[Path, ...], tmp_path: Path) -> None:
    """A store that leaves hidden files out loses nothing that merging needs."""
    merge(copies, tmp_path / "site")
    assert (tmp_path / "site" / ".nojekyll").is_file()
    assert (tmp_path / "site" / "sitemap.xml").is_file()
    assert not (tmp_path / "site" / PART).exists()


def test_a_part_does_not_take_the_place_of_a_site(root: Path, site: dict[str, bytes], tmp_path: Path) -> None:
    """Who forgets to give a part a folder of its own keeps the site; a part gives way to another one."""
    whole = shutil.copytree(root / "whole", tmp_path / "dist")
    with pytest.raises(OutputError, match=r"pages there would go; .* build with --accept-loss"):
        build(root, whole, base_url=BASE, images=False, share=Share(1, 2))
    assert held(whole) == site
    for share in (Share(1, 2), Share(2, 2)):
        build(root, tmp_path / "part", base_url=BASE, images=False, share=share)


def test_a_merge_takes_many_pages_away_only_when_told(copies: tuple[Path, ...], tmp_path: Path) -> None:
    """Parts that lack a tenth of the pages that stand there are refused as a build is."""
    pages = {f"old/{n}/index.html": b"x" for n in range(99)}
    publish(tmp_path / "dist", pages.items())
    with pytest.raises(OutputError, match="99 of the 99 pages there would go"):
        merge(copies, tmp_path / "dist")
    assert merge(copies, tmp_path / "dist", accept_loss=True).removed == 99


def write(part: Path, receipt: Receipt) -> None:
    """Let a part say something else of itself, as a part of another build does."""
    whole = receipt.model_copy(update={"itself": receipt.digest})
    (part / PART).write_text(whole.model_dump_json(), encoding="utf-8")


def said(parts: tuple[Path, ...], out: Path) -> str:
    """Return why merging is refused, after which nothing stands at ``out``."""
    with pytest.raises(OutputError) as refused:
        merge(parts, out)
    assert not out.exists()
    return str(refused.value)


def test_a_missing_shard_is_named(copies: tuple[Path, ...], tmp_path: Path) -> None:
    """Without all shards there is no site, and the message says which is missing."""
    assert "shard 2/2: is missing" in said(copies[:1], tmp_path / "site")
    assert "shard 1/2: is given twice" in said((copies[0], copies[0]), tmp_path / "site")


def test_a_folder_that_is_no_shard_is_refused(copies: tuple[Path, ...], tmp_path: Path) -> None:
    """A folder without a receipt, or with one that cannot be read, is not part of a site."""
    (tmp_path / "other").mkdir()
    assert f"holds no {PART}" in said((copies[0], tmp_path / "other"), tmp_path / "site")
    (copies[1] / PART).write_text("{}", encoding="utf-8")
    assert f"its {PART} cannot be read" in said(copies, tmp_path / "site")


@pytest.mark.parametrize(
    ("old", "new"),
    [('"base_url":"https', '"base_url":"http'), ('"itself":"', '"itself":"0'), ("number", "nr")],
)
def test_a_receipt_that_was_changed_is_refused(
    copies: tuple[Path, ...], tmp_path: Path, old: str, new: str
) -> None:
    """Its digest of itself shows an address, a list or a digest that is not what was written."""
    text = (copies[1] / PART).read_text(encoding="utf-8").replace('": "', '":"')
    (copies[1] / PART).write_text(text, encoding="utf-8")
    part_receipt(copies[1])  # blanks mean nothing
    assert old in text
    (copies[1] / PART).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert f"its {PART} " in said(copies, tmp_path / "site")


def test_a_part_is_not_checked_or_deployed_as_a_site(copies: tuple[Path, ...], root: Path) -> None:
    """Its links lead into the other parts: it says which part it is, and to merge them."""
    for number, part in enumerate(copies, start=1):
        for words in (("check", "site"), ("deploy", "s3://bucket")):
            line = ["--root", str(root), *words, "--out", str(part)]
            done = CliRunner().invoke(main, line)
            assert done.exit_code == 1
            assert (
                f"{part}: is part {number} of 2 of a site; put all parts together with sitegen merge"
                in done.output
            )


@pytest.mark.parametrize("name", ["data/", "the settings", "--no-images", "the program"])
def test_shards_of_different_builds_are_refused(copies: tuple[Path, ...], tmp_path: Path, name: str) -> None:
    """Parts that were made of other data, settings or options never become one site."""
    receipt = part_receipt(copies[1])
    assert receipt.made_of[name]
    write(copies[1], receipt.model_copy(update={"made_of": receipt.made_of | {name: "another"}}))
    assert f"is of another build than {copies[0]}: {name} differ" in said(copies, tmp_path / "site")


def test_what_a_shard_was_built_with_is_in_its_receipt(
    root: Path, halves: tuple[Path, ...], tmp_path: Path
) -> None:
    """Another address, other pictures, another number of shards, other prose: each is told apart."""
    build(root, tmp_path / "a", base_url="https://example.net/", images=False, share=Share(2, 2))
    assert "the settings, --base-url differ" in said((halves[0], tmp_path / "a"), tmp_path / "site")
    build(root, tmp_path / "b", base_url=BASE, images=True, share=Share(2, 2))
    assert ": --no-images differ" in said((halves[0], tmp_path / "b"), tmp_path / "site")
    build(root, tmp_path / "c", base_url=BASE, images=False, share=Share(2, 3))
    assert ": the numbers of parts differ" in said((halves[0], tmp_path / "c"), tmp_path / "site")
    other = shutil.copytree(root / "data", tmp_path / "root" / "data").parent
    (other / "content").mkdir()
    (other / "content" / "about.md").write_text("# About\n", encoding="utf-8")
    (other / "templates" / "assets").mkdir(parents=True)
    (other / "templates" / "assets" / "own.css").write_text("p {}\n", encoding="utf-8")
    build(other, tmp_path / "d", base_url=BASE, images=False, share=Share(2, 2))
    assert ": content/, templates/ differ" in said((halves[0], tmp_path / "d"), tmp_path / "site")


def lost(part: Path) -> str:
    """Take the first page of a shard away."""
    file = min(part.rglob("index.html"))
    file.unlink()
    return f"{file.relative_to(part).as_posix()} is missing"


def strange(part: Path) -> str:
    """Put a file into a shard that nobody built."""
    (part / "models" / "extra.html").write_text("x", encoding="utf-8")
    return "models/extra.html was not built"


def changed(part: Path) -> str:
    """Change a byte of a page of a shard."""
    file = min(part.rglob("index.html"))
    file.write_bytes(file.read_bytes()[:-1] + b" ")
    return f"{file.relative_to(part).as_posix()} holds other bytes than were built"


@pytest.mark.parametrize("harm", [lost, strange, changed])
def test_a_shard_that_is_not_whole_is_refused(
    copies: tuple[Path, ...], tmp_path: Path, harm: Callable[[Path], str]
) -> None:
    """A file that was lost, added or changed on the way stops the merge, and nothing is published."""
    fault = harm(copies[1])
    assert fault in said(copies, tmp_path / "site")


def test_the_old_site_stays_where_a_merge_is_refused(copies: tuple[Path, ...], tmp_path: Path) -> None:
    """A merge is published all or nothing: what stood there stands."""
    merge(copies, tmp_path / "site")
    before = held(tmp_path / "site")
    changed(copies[1])
    with pytest.raises(OutputError):
        merge(copies, tmp_path / "site")
    assert held(tmp_path / "site") == before


def test_a_shard_of_the_same_paths_is_refused(copies: tuple[Path, ...], tmp_path: Path) -> None:
    """Two shards that claim one path are a fault of the paths, as in one build."""
    page = min((copies[0] / "models").rglob("index.html"))
    path = page.relative_to(copies[0]).as_posix()
    target = copies[1] / path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(page, target)
    ours, theirs = map(part_receipt, copies)
    write(copies[1], theirs.model_copy(update={"files": theirs.files | {path: ours.files[path]}}))
    done = CliRunner().invoke(main, ["merge", *map(str, copies), "--out", str(tmp_path / "site")])
    assert (done.exit_code, "two files have it" in done.output) == (1, True)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("shard", ["0/2", "3/2", "2", "1/0", "a/b", "1/2/3", ""])
def test_a_shard_that_is_no_part_is_a_wrong_usage(tmp_path: Path, shard: str) -> None:
    """What is not K/N with K from 1 to N is refused with exit code 2 and an example."""
    done = CliRunner().invoke(main, ["build", "--shard", shard, "--out", str(tmp_path / "site")])
    assert done.exit_code == 2
    assert "write the second of four as 2/4" in " ".join(done.output.split())
