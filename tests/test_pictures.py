"""Pictures: drawn once, kept by what they show, and never in the way of a build."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from sitegen.build import build
from sitegen.cli.main import main
from sitegen.pages.card import Card, Inks, KeyFigure
from sitegen.publishing.caches import cache_folder
from sitegen.publishing.drawing import picture
from sitegen.publishing.pictures import FEW, Pictures
from sitegen.publishing.typesetting import Fonts
from sitegen.rendering.owner_files import picture_cache
from tests.processes import command
from tests.test_children import all_end, runs
from tests.test_crashes import ROOT, answer_files, fetched
from tests.test_snapshots import store
from tests.worlds import row


def cards(number: int) -> list[Card]:
    """Return cards that are unlike each other."""
    return [
        Card(f"og/{n}.png", "A card", "Odd", f"Anvil {n}", figures=(KeyFigure("Input", f"${n}"),))
        for n in range(number)
    ]


def made(known: list[Card], cache: Path | None, colours: Inks | None = None) -> tuple[int, dict[str, bytes]]:
    """Return how many pictures were drawn, and all of them by path."""
    with Pictures(known, cache, colours) as pictures:
        files = dict(pictures.files())
    return pictures.drawn, files


def test_a_second_build_draws_none(tmp_path: Path) -> None:
    """What an earlier build drew is read, and has the same bytes."""
    first, files = made(cards(3), tmp_path)
    again, same = made(cards(3), tmp_path)
    assert (first, again) == (3, 0)
    assert list(files) == ["og/0.png", "og/1.png", "og/2.png"]
    assert files == same


def test_only_what_changed_is_drawn_and_only_what_is_used_is_kept(tmp_path: Path) -> None:
    """A card that says something else is drawn; the picture of what it said before leaves the folder."""
    made(cards(3), tmp_path)
    assert made([*cards(2), Card("og/2.png", "A card", "Odd", "Other")], tmp_path)[0] == 1
    assert len(list(tmp_path.iterdir())) == 3


def test_where_a_picture_stands_and_its_words_for_the_blind_are_not_drawn(tmp_path: Path) -> None:
    """Another path or description needs no other picture."""
    made(cards(1), tmp_path)
    one = cards(1)[0]
    moved = Card("og/moved.png", "Other words", one.site, one.name, figures=one.figures)
    assert made([moved], tmp_path)[0] == 0


def test_other_colours_are_other_pictures(tmp_path: Path) -> None:
    """A site in other colours never gets a picture in the old ones."""
    plain = made(cards(1), tmp_path)[1]
    drawn, other = made(cards(1), tmp_path, Inks(paper="#ffffff"))
    assert drawn == 1
    assert plain != other


@pytest.mark.parametrize("cached", [True, False])
def test_many_are_drawn_by_other_processes(tmp_path: Path, *, cached: bool) -> None:
    """Enough for other processes to help, with a cache or without: the same bytes as here."""
    known = cards(2 * FEW + 1)
    drawn, files = made(known, tmp_path if cached else None)
    assert drawn == len(known)
    colours, fonts = Inks(), Fonts()
    assert files == {card.path: picture(card, fonts, colours) for card in known}
    assert len(list(tmp_path.iterdir())) == (len(known) if cached else 0)


def test_a_person_sees_how_far_it_is(tmp_path: Path) -> None:
    """Each picture that another process has drawn moves the bar by one."""
    seen: list[tuple[str, int, int | None]] = []
    known = cards(FEW)
    with Pictures(known, tmp_path, progress=lambda *said: seen.append(said)) as pictures:
        list(pictures.files())
    assert seen == [("share pictures", n, FEW) for n in range(1, FEW + 1)]


def test_a_build_that_ends_early_leaves_no_process_and_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused while pictures are drawn stops the drawing, and the folder for it goes too."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ValueError, match="refused"), Pictures(cards(FEW), None):
        raise ValueError("refused")
    assert list(tmp_path.iterdir()) == []


def started_by(leader: int) -> list[int]:
    """Return a process and all that it started, in any depth; those that are over too."""
    found = []
    for number in [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]:
        with suppress(ProcessLookupError):
            found += [number] if os.getsid(number) == leader else []
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says which processes there are")
def test_workers_end_when_the_build_is_killed(tmp_path: Path) -> None:
    """Those that draw pictures, and those that draw pages beside them, do not go on without the build."""
    answers = answer_files(tmp_path, 1_000)
    (tmp_path / "root").mkdir()
    fetched(tmp_path / "root", answers["one"], "one")
    process = subprocess.Popen(
        command("--root", str(tmp_path / "root"), "build", "--out", str(tmp_path / "out"), "--jobs", "2"),
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
        cwd=ROOT,
        start_new_session=True,
    )
    while not list(tmp_path.glob("cache/sitegen/pictures-*/*")):  # until the first one is drawn
        assert process.poll() is None
        time.sleep(0.002)
    others = [number for number in started_by(process.pid) if number != process.pid]
    assert others
    assert all(map(runs, others))
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert all_end(others)
    assert len(list(tmp_path.glob("cache/sitegen/pictures-*/*"))) < 1_000


def flipped(content: bytes, place: int) -> bytes:
    """Return bytes with one bit changed."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut": lambda content: content[:-1],
    "longer": lambda content: content + b"x",
    "a bit of the picture": lambda content: flipped(content, len(content) // 2),
    "a bit of the digest": lambda content: flipped(content, 0),
    "a picture without a digest": lambda _: picture(cards(1)[0], Fonts(), Inks()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_picture_is_drawn_again(tmp_path: Path, damage: str) -> None:
    """A file of the cache whose bytes do not match their digest is never published."""
    whole = made(cards(1), tmp_path)[1]
    file = next(tmp_path.iterdir())
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    assert made(cards(1), tmp_path) == (1, whole)
    assert made(cards(1), tmp_path) == (0, whole)


def test_another_cards_picture_is_not_taken(tmp_path: Path) -> None:
    """A whole file that stands under another card's name is not published for that card."""
    for folder in ("other", "own"):
        (tmp_path / folder).mkdir()
    whole = made(cards(1), tmp_path / "own")[1]
    made([Card("", "", "", "Another")], tmp_path / "other")
    next((tmp_path / "other").iterdir()).replace(next((tmp_path / "own").iterdir()))
    assert made(cards(1), tmp_path / "own") == (1, whole)


def test_pictures_of_other_processes_have_their_digests(tmp_path: Path) -> None:
    """What a process that helps put into the cache is taken from it by the next build."""
    known = cards(2 * FEW)
    first, files = made(known, tmp_path)
    assert made(known, tmp_path) == (0, files)
    assert first == len(known)


def test_the_cache_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder and the one above are made so that nobody else can write them, whatever the umask is."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = os.umask(0)
    try:
        folder = cache_folder("pictures-x")
    finally:
        os.umask(before)
    assert folder == str(tmp_path / "sitegen/pictures-x")
    modes = [(tmp_path / name).stat().st_mode & 0o777 for name in ("sitegen", "sitegen/pictures-x")]
    assert modes == [0o700, 0o700]
    assert cache_folder("pictures-x") == folder


@pytest.mark.parametrize("name", ["sitegen", "sitegen/pictures-x"])
@pytest.mark.parametrize("fault", ["group", "others", "link", "file", "owner"])
def test_a_cache_that_another_may_have_written_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, fault: str
) -> None:
    """A folder that others can write, a link, and another's folder are refused, as is what stands in one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "cache" / name
    folder.parent.mkdir(parents=True, mode=0o700)
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    if fault == "link":
        folder.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    elif fault == "file":
        folder.touch()
    else:
        folder.mkdir()
        folder.chmod({"group": 0o770, "others": 0o707}.get(fault, 0o700))
    if fault == "owner":
        other = os.getuid() + 1
        real = os.lstat

        def lstat(path: str) -> os.stat_result:
            found = real(path)
            owned = Path(path) == folder
            return os.stat_result((*found[:4], other if owned else found.st_uid, *found[5:]))

        monkeypatch.setattr(os, "lstat", lstat)
    assert cache_folder("pictures-x") is None
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("mode", "used"), [(0o777, False), (0o770, False), (0o1777, True), (0o755, True), (0o700, True)]
)
@pytest.mark.parametrize("above", ["shared", "shared/inner"])
def test_a_cache_below_a_folder_that_others_can_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, above: str, mode: int, *, used: bool
) -> None:
    """Who can write a folder above could put a link in our place, unless its sticky bit forbids it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "shared/inner"))
    (tmp_path / "shared/inner").mkdir(parents=True)
    (tmp_path / above).chmod(mode)
    assert (cache_folder("pictures-x") is not None) is used
    (tmp_path / "link").symlink_to(tmp_path / "shared/inner")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "link"))
    assert (cache_folder("pictures-x") is not None) is used


def test_without_the_cache_every_picture_is_drawn(tmp_path: Path) -> None:
    """``--no-cache`` reads and writes none: a second build draws all of them again, byte for byte."""
    store(tmp_path / "root/data", [row()])
    where = ["--root", str(tmp_path / "root"), "build", "--out"]
    first = run(*where, str(tmp_path / "a"))
    again = run(*where, str(tmp_path / "b"), "--no-cache")
    assert first.splitlines()[0].partition(": ")[2] == again.splitlines()[0].partition(": ")[2]
    assert " pictures drawn" in again
    assert (tmp_path / "a/og/explorer.png").read_bytes() == (tmp_path / "b/og/explorer.png").read_bytes()


def test_a_cache_that_goes_is_no_failure(tmp_path: Path) -> None:
    """A folder that is removed while a site is built costs drawing, and nothing else."""
    cache = tmp_path / "gone"
    assert made(cards(2), cache)[0] == 2


def test_each_site_has_its_own_folder(tmp_path: Path) -> None:
    """A build cleans the folder of its own root, never another site's."""
    roots = [tmp_path / "one", tmp_path / "two"]
    for root in roots:
        store(root / "data", [row()])
        assert build(root, tmp_path / f"{root.name}-out").drawn > 0
    for root in roots:
        assert build(root, tmp_path / f"{root.name}-out").drawn == 0
    assert picture_cache(roots[0]) != picture_cache(roots[1])


def run(*arguments: str) -> str:
    """Run a command that succeeds and return what it said."""
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_without_images_pages_have_the_general_picture(tmp_path: Path) -> None:
    """``--no-images`` draws none, removes those that were there, and leaves no page that names one."""
    root, out = tmp_path / "root", tmp_path / "out"
    store(root / "data", [row()])
    assert "pictures drawn" in run("--root", str(root), "build", "--out", str(out))
    assert 'content="https://example.github.io/sitegen/og/explorer.png"' in (out / "index.html").read_text()
    assert " removed\n" in run("--root", str(root), "build", "--out", str(out), "--no-images")
    assert not (out / "og").exists()
    assert 'content="https://example.github.io/sitegen/assets/share.png"' in (out / "index.html").read_text()
    assert "no findings" in run("--root", str(root), "check", "site", "--out", str(out))


HIDES_PILLOW = """
import importlib.machinery, sys
class Without(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name == "PIL" else super().find_spec(name, path, target)
sys.meta_path = [Without if one is importlib.machinery.PathFinder else one for one in sys.meta_path]
from sitegen.cli.main import main
main()
"""


def test_without_pillow_a_line_says_what_to_do(tmp_path: Path) -> None:
    """Where the library is lacking, the build names it and the option that does without."""
    store(tmp_path / "root/data", [row()])
    line = [
        sys.executable,
        "-c",
        HIDES_PILLOW,
        "--root",
        str(tmp_path / "root"),
        "build",
        "--out",
        str(tmp_path / "o"),
    ]
    refused = subprocess.run(line, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == (
        "sitegen: share pictures: the package Pillow is not installed; "
        "install it with pip install pillow, or build with --no-images\n"
    )
    assert subprocess.run([*line, "--no-images"], capture_output=True, check=False).returncode == 0
