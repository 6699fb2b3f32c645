"""The output folder is the whole old site or the whole new one, whatever happens."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sitegen.errors import OutputError, SiteError
from sitegen.publishing.output import Published, publish, staging
from sitegen.publishing.swap import MARKER, _exchanged, _rename_twice
from tests.generations import EVERY_STEP, LOOP, generation_files, started

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.pages import File

OLD = {
    "index.html": b"old home",
    "models/a/index.html": b"old a",
    "models/b/index.html": b"b",
    "same.txt": b"same",
}
NEW = {
    "index.html": b"new home",
    "models/a/index.html": b"NEW A",
    "models/c/index.html": b"c",
    "same.txt": b"same",
}


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return all that stands below a folder but sitegen's marker: path → bytes, or None for a folder."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*")}
    return {name: None if p.is_dir() else p.read_bytes() for name, p in found.items() if name != MARKER}


def names(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(p.name for p in folder.iterdir())


def files_of(folder: Path) -> dict[str, bytes | None]:
    """Return the files below a folder but sitegen's marker: path → bytes."""
    return {name: body for name, body in tree(folder).items() if body is not None}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of change of a folder and everything below it."""
    found = {p: p.lstat() for p in (folder, *folder.rglob("*"))}
    return {str(p): (s.st_ino, s.st_mtime_ns) for p, s in found.items()}


def compare(out: Path, files: Iterable[File], *, protected: Iterable[Path] = ()) -> Published:
    """Return what publishing these files would do."""
    with staging(out, protected=protected, dry=True) as new:
        for path, body in files:
            new.add(path, body)
        return new.publish()


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Publish the old site and return its folder."""
    publish(tmp_path / "dist", OLD.items())
    return tmp_path / "dist"


def stands_whole(dist: Path) -> None:
    """Assert that the old site stands as it was, and that nothing else is left beside it."""
    assert files_of(dist) == OLD
    assert names(dist.parent) == ["dist"]


# What a build does


def test_new_folder_holds_the_files_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    """The first build makes the folder, and those above it, with just its files."""
    out = tmp_path / "deep" / "er" / "dist"
    assert publish(out, OLD.items()) == Published(written=4, unchanged=0, removed=0)
    assert files_of(out) == OLD
    assert names(out.parent) == ["dist"]


def test_empty_folder_is_used(tmp_path: Path) -> None:
    """A folder that stands empty is no stranger."""
    (tmp_path / "dist").mkdir()
    publish(tmp_path / "dist", OLD.items())
    stands_whole(tmp_path / "dist")


def test_second_build_replaces_adds_and_removes(dist: Path) -> None:
    """After a build the folder holds its files and no others, nor the folders that they left empty."""
    assert publish(dist, NEW.items()) == Published(written=3, unchanged=1, removed=1)
    assert files_of(dist) == NEW
    assert "models/b" not in tree(dist)
    assert names(dist.parent) == ["dist"]


def test_unchanged_file_keeps_inode_and_time(dist: Path) -> None:
    """A file with the same bytes is the same file; one of equal length with other bytes is not."""
    old_time = 1_000_000_000 * 10**9
    for name in OLD:
        os.utime(dist / name, ns=(old_time, old_time))
    before = stamps(dist)
    publish(dist, NEW.items())
    after = stamps(dist)
    assert after[str(dist / "same.txt")] == before[str(dist / "same.txt")]
    changed = str(dist / "models/a/index.html")
    assert after[changed][0] != before[changed][0]
    assert after[changed][1] > old_time
    assert (dist / "same.txt").stat().st_nlink == 1


def test_file_that_became_shorter_or_longer_is_written(dist: Path) -> None:
    """The beginning of the old bytes is not the old file, nor is more than them."""
    for body in (b"old", b"old home and more", b""):
        publish(dist, [("index.html", body)])
        assert files_of(dist) == {"index.html": body}


def test_build_with_nothing_changed_touches_nothing(dist: Path) -> None:
    """The same build again leaves every inode and time, the folder's own too."""
    before = stamps(dist)
    assert publish(dist, OLD.items()) == Published(written=0, unchanged=4, removed=0)
    assert stamps(dist) == before


def test_marker_says_the_same_in_every_folder(tmp_path: Path) -> None:
    """Two folders with the same files are equal byte for byte, the marker too."""
    for name in ("one", "two"):
        publish(tmp_path / name, OLD.items())
    assert (tmp_path / "one" / MARKER).read_bytes() == (tmp_path / "two" / MARKER).read_bytes() != b""


def test_site_without_files_is_an_empty_folder_that_stays_sitegens(tmp_path: Path) -> None:
    """No files is a site too, and the next build may replace it."""
    assert publish(tmp_path / "dist", []) == Published(0, 0, 0)
    assert names(tmp_path / "dist") == [MARKER]
    assert publish(tmp_path / "dist", OLD.items()).written == 4
    stands_whole(tmp_path / "dist")


def modes(folder: Path) -> set[tuple[str, int]]:
    """Return the rights that files and folders have, the folder itself among them."""
    return {
        ("folder" if path.is_dir() else "file", path.stat().st_mode & 0o7777)
        for path in (folder, *folder.rglob("*"))
    }


RIGHT = {("file", 0o644), ("folder", 0o755)}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_all_may_read_whatever_the_umask_is(tmp_path: Path, umask: int) -> None:
    """A web server, which is another user, can read what is published, and only its owner can write it."""
    before = os.umask(umask)
    try:
        publish(tmp_path / "dist", OLD.items())
    finally:
        os.umask(before)
    assert modes(tmp_path / "dist") == RIGHT


@pytest.mark.parametrize("path", ["", "models", "index.html", "models/a/index.html"])
def test_rights_that_are_wrong_are_put_right_by_the_next_build(dist: Path, path: str) -> None:
    """A file or folder with other rights gets the right ones, also where no byte changed."""
    (dist / path).chmod(0o700)
    publish(dist, OLD.items())
    assert modes(dist) == RIGHT
    stands_whole(dist)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may change all")
def test_an_old_site_that_is_read_only_gives_way(dist: Path) -> None:
    """Folders that nobody may write are replaced as others are, and nothing is left beside the new site."""
    for folder in (dist, *(path for path in dist.rglob("*") if path.is_dir())):
        folder.chmod(0o555)
    publish(dist, NEW.items())
    assert files_of(dist) == NEW
    assert names(dist.parent) == [dist.name]


@pytest.mark.parametrize("place", ["content", "content/site", "content/a/b"])
def test_a_folder_that_stays_apart_is_no_place_for_a_site(tmp_path: Path, place: str) -> None:
    """A site in the folder that it is made of would be read by the next build as a part of it."""
    (tmp_path / "content").mkdir()
    with (
        pytest.raises(OutputError, match=r": it (is in|is or holds) .*content; give --out"),
        staging(tmp_path / place, apart=[tmp_path / "content"]),
    ):
        pytest.fail("it was taken")
    assert not any((tmp_path / "content").iterdir())


def test_file_is_copied_with_its_time_where_it_cannot_be_linked(
    dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a disk that knows no links, as that of a camera, bytes and time are kept all the same."""

    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    os.utime(dist / "same.txt", ns=(10**18, 10**18))
    before = (dist / "same.txt").stat()
    monkeypatch.setattr(os, "link", refused)
    publish(dist, NEW.items())
    after = (dist / "same.txt").stat()
    assert files_of(dist) == NEW
    assert after.st_mtime_ns == before.st_mtime_ns
    assert after.st_ino != before.st_ino


def test_comparing_says_what_a_build_would_do_and_writes_nothing(dist: Path) -> None:
    """The counts are those of the build that follows, and until then nothing moves."""
    before = stamps(dist.parent)
    would = compare(dist, NEW.items())
    assert stamps(dist.parent) == before
    assert would == publish(dist, NEW.items())
    assert would.changed
    assert not compare(dist, NEW.items()).changed


def test_comparing_with_no_folder_makes_none(tmp_path: Path) -> None:
    """Where nothing stands, all would be written, and nothing stands afterwards."""
    assert compare(tmp_path / "x" / "dist", OLD.items()) == Published(4, 0, 0)
    assert names(tmp_path) == []


@pytest.mark.parametrize("digests", [False, True])
def test_a_file_that_is_put_gives_a_receipt_of_a_few_bytes(dist: Path, *, digests: bool) -> None:
    """It says whether the file was written and, if asked, its SHA-256; nobody else need know what was put."""
    with staging(dist, digests=digests) as new:
        for path in NEW:
            new.claim(path)
        receipts = [new.put(path, body) for path, body in NEW.items()]
        assert [receipt[0] for receipt in receipts] == [NEW[path] != OLD.get(path) for path in NEW]
        assert [receipt[1:] for receipt in receipts] == [
            hashlib.sha256(body).digest() if digests else b"" for body in NEW.values()
        ]
        new.note(list(NEW), b"".join(receipts))
        assert new.publish() == Published(written=3, unchanged=1, removed=1)
    assert files_of(dist) == NEW


def test_a_file_whose_path_was_not_claimed_is_not_written(dist: Path) -> None:
    """What nobody has held against the rules for paths stands nowhere."""
    with staging(dist) as new, pytest.raises(KeyError):
        new.put("../stray.html", b"x")
    stands_whole(dist)


# What is not sitegen's


@pytest.mark.parametrize("stranger", ["thesis.txt", MARKER, "a/b.txt"])
def test_folder_of_somebody_else_is_never_touched(tmp_path: Path, stranger: str) -> None:
    """A folder without the marker, or with an empty file of its name, keeps every byte and time."""
    mine = tmp_path / "mine"
    (mine / stranger).parent.mkdir(parents=True)
    (mine / stranger).write_bytes(b"")
    before = stamps(mine)
    for act in (publish, compare):
        with pytest.raises(OutputError, match=r"did not make; give --out"):
            act(mine, OLD.items())
    assert stamps(mine) == before
    assert names(tmp_path) == ["mine"]


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A file is not replaced by a folder."""
    (tmp_path / "dist").write_bytes(b"mine")
    with pytest.raises(OutputError, match="it is a file"):
        publish(tmp_path / "dist", OLD.items())
    assert (tmp_path / "dist").read_bytes() == b"mine"


@pytest.mark.parametrize("kind", ["folder", "file of a worktree"])
def test_git_checkout_is_refused_even_with_the_marker(dist: Path, kind: str) -> None:
    """A folder that is a checkout would lose its history with its files."""
    if kind == "folder":
        (dist / ".git").mkdir()
    else:
        (dist / ".git").write_text("gitdir: elsewhere\n")
    with pytest.raises(OutputError, match="it is a git checkout"):
        publish(dist, NEW.items())
    assert files_of(dist).items() >= OLD.items()


def test_root_of_the_disk_and_mounts_are_refused() -> None:
    """What is a disk of its own cannot be exchanged for a folder."""
    for place in ("/", "/dev"):
        with pytest.raises(OutputError, match="it is a disk"):
            publish(Path(place), OLD.items())


@pytest.mark.parametrize("which", ["home", "above home", "working folder", "protected", "above protected"])
def test_places_that_are_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str) -> None:
    """An empty folder is refused too if it is, or holds, the home, the working or a protected folder."""
    place = tmp_path / "up" / "place"
    place.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(place if "home" in which else tmp_path / "home"))
    if which == "working folder":
        monkeypatch.chdir(place)
    protected = [place] if "protected" in which else []
    out = place.parent if "above" in which else place
    for act in (publish, compare):
        with pytest.raises(OutputError, match=r"it is or holds .*; give --out a folder of its own"):
            act(out, OLD.items(), protected=protected)
    assert tree(tmp_path) == {"up": None, "up/place": None}


def test_working_folder_that_is_gone_does_not_hinder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of another folder works in a shell whose own was removed."""
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    publish(tmp_path / "dist", OLD.items())
    stands_whole(tmp_path / "dist")


def test_folder_inside_a_protected_one_is_the_usual_case(tmp_path: Path) -> None:
    """The output stands in the root folder, beside content and data."""
    publish(tmp_path / "dist", OLD.items(), protected=[tmp_path])
    stands_whole(tmp_path / "dist")


def test_link_to_the_folder_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    """What is replaced is the folder that the link leads to."""
    (tmp_path / "srv").mkdir()
    (tmp_path / "dist").symlink_to(tmp_path / "srv" / "site")
    publish(tmp_path / "dist", OLD.items())
    publish(tmp_path / "dist", NEW.items())
    assert (tmp_path / "dist").is_symlink()
    assert files_of(tmp_path / "srv" / "site") == NEW
    assert names(tmp_path / "srv") == ["site"]


def test_link_to_the_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    """A link gives no right to what it leads to."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a").write_bytes(b"a")
    (tmp_path / "dist").symlink_to(tmp_path / "mine")
    with pytest.raises(OutputError, match="sitegen did not make"):
        publish(tmp_path / "dist", OLD.items())
    assert tree(tmp_path / "mine") == {"a": b"a"}


def test_links_inside_the_folder_go_and_what_they_lead_to_stays(dist: Path, tmp_path: Path) -> None:
    """A link in the place of a file or folder is replaced, a stray one removed, and none is followed."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "same").write_bytes(OLD["same.txt"])
    (dist / "same.txt").unlink()
    (dist / "same.txt").symlink_to(tmp_path / "mine" / "same")
    (dist / "stray").symlink_to(tmp_path / "mine")
    assert publish(dist, OLD.items()) == Published(written=1, unchanged=3, removed=1)
    assert tree(tmp_path / "mine") == {"same": b"same"}
    assert not (dist / "same.txt").is_symlink()
    assert files_of(dist) == OLD


def test_pipe_in_the_place_of_a_file_is_replaced_unread(dist: Path) -> None:
    """What is no regular file is not opened: reading a pipe that nobody writes would never end."""
    (dist / "same.txt").unlink()
    os.mkfifo(dist / "same.txt")
    assert publish(dist, OLD.items()) == Published(written=1, unchanged=3, removed=0)
    stands_whole(dist)


def test_what_stands_in_the_way_of_a_build_is_not_removed(dist: Path) -> None:
    """A file, a link or a folder of others stops a build where the old site may have to go."""
    way = dist.with_name(".dist.old")
    for make in (Path.touch, lambda p: p.symlink_to(dist), lambda p: (p / "mine").mkdir(parents=True)):
        make(way)
        with pytest.raises(OutputError, match=r"in the way.*; move or remove it"):
            publish(dist, NEW.items())
        assert os.path.lexists(way)
        assert files_of(dist) == OLD
        (way / "mine").rmdir() if (way / "mine").exists() else None
        way.rmdir() if way.is_dir() and not way.is_symlink() else way.unlink()


def test_what_somebody_else_calls_as_a_build_is_called_stays(dist: Path) -> None:
    """A file, a link or a folder beside the site that only has such a name is in nobody's way."""
    (dist.parent / ".dist.new-file").touch()
    (dist.parent / ".dist.new-link").symlink_to(dist)
    (dist.parent / ".dist.new-folder" / "mine").mkdir(parents=True)
    before = names(dist.parent)
    publish(dist, NEW.items())
    assert names(dist.parent) == before
    assert files_of(dist) == NEW


# Paths


REFUSED = [
    "", "/", "/etc/passwd", "a/", "a//b", "..", "../a", "a/../b", "a/..", ".", "./a", "a/./b",
    "a\\b", "..\\a", "C:/a", "a\0b", "a\nb", "a\x1bb", "a\x7f", "a\x85b", "a\ud800b",
    'a"b', "a:b", "a<b", "a>b", "a|b", "a*b", "a?b",
    "a.", "a ", "a./b", "a /b", "...", "con", "CON", "a/nul.txt", "Nul.tar.gz", "com1", "LPT9.html", "com¹",
    "aux/index.html", "prn .txt", "conin$", "x" * 256, "é" * 128, "a/" * 600 + "a",
]  # fmt: skip


@pytest.mark.parametrize("path", REFUSED, ids=ascii)
def test_path_that_some_host_refuses_is_refused(dist: Path, path: str) -> None:
    """Nothing is published, nor written outside, when one path is not fit to be served everywhere."""
    for act in (publish, compare):
        with pytest.raises(SiteError):
            act(dist, [*NEW.items(), (path, b"x")])
    stands_whole(dist)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "a"),
        ("models/a/index.html", "models/A/index.html"),
        ("a/x", "A/y"),
        ("straße", "STRASSE"),
        ("caf\u00e9", "cafe\u0301"),
        ("\u212a/x", "k/y"),
        ("a", "a/b"),
        ("a/b", "a"),
        ("a/b/c", "A"),
        ("A", "a/b/c"),
    ],
)
def test_two_paths_that_some_disk_takes_for_one_are_refused(dist: Path, one: str, other: str) -> None:
    """Equal after case folding or normalisation, or a file and a folder: nothing is published."""
    with pytest.raises(SiteError, match="another path"):
        publish(dist, [(one, b"1"), (other, b"2")])
    stands_whole(dist)


def test_marker_is_not_a_page(dist: Path) -> None:
    """No page may take the marker's name."""
    with pytest.raises(SiteError):
        publish(dist, [(MARKER, b"")])
    stands_whole(dist)


def test_odd_but_sound_paths_are_published(tmp_path: Path) -> None:
    """What only looks dangerous goes through: dots inside, long names, other scripts, percent signs."""
    odd = [
        "..a/b..c",
        "%2e%2e/x",
        "x" * 255,
        "模型/ü.html",
        "~a/_b-c/.well-known/x",
        "console",
        "com10",
        "a b",
    ]
    publish(tmp_path / "dist", [(path, path.encode()) for path in odd])
    assert files_of(tmp_path / "dist") == {path: path.encode() for path in odd}


# What goes wrong


def failing(after: int, error: Exception) -> Iterator[tuple[str, bytes]]:
    """Give some files of the new site, then raise."""
    yield from list(NEW.items())[:after]
    raise error


@pytest.mark.parametrize("after", range(5))
def test_page_that_fails_leaves_the_old_site_whole(dist: Path, after: int) -> None:
    """An error while pages are drawn comes through as it is, and nothing of the build is left."""
    for error in (SiteError("a", "b", "c"), OSError("a template is missing")):
        with pytest.raises(type(error)) as caught:
            publish(dist, failing(after, error))
        assert caught.value is error
        stands_whole(dist)


def test_folder_above_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    """The system's refusal is one line with the file, the fault and the next step."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"/file.*; see what stands there, or give --out"):
        publish(tmp_path / "file" / "dist", OLD.items())


def test_folder_that_may_not_be_written_is_a_clear_error(dist: Path) -> None:
    """Without the right to write beside the folder, the old site stays and the message says what to do."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; the read-only disk below shows the same")
    dist.parent.chmod(0o555)
    try:
        with pytest.raises(OutputError, match=r"permission denied; get the right"):
            publish(dist, NEW.items())
    finally:
        dist.parent.chmod(0o755)
    stands_whole(dist)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 256 KiB, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    try:
        refused = subprocess.run(mount, check=False, capture_output=True).returncode
    except FileNotFoundError:
        refused = 1
    if refused:
        pytest.skip("only root on Linux may mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_full_disk_leaves_the_old_site_whole(small_disk: Path) -> None:
    """A build that does not fit is removed, the message names the step, and one that fits succeeds."""
    dist = small_disk / "dist"
    publish(dist, OLD.items())
    big = {f"big/{k}.html": bytes(40_000) for k in range(20)}
    with pytest.raises(OutputError, match=r"no space left on device; free some space"):
        publish(dist, (NEW | big).items())
    stands_whole(dist)
    publish(dist, NEW.items())
    assert files_of(dist) == NEW


def test_file_that_is_taken_in_part_is_not_published(dist: Path) -> None:
    """When the system takes a part of a file before it refuses the rest, the build fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"file too large"):
            publish(dist, [("big.csv", bytes(1_500_000))])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    stands_whole(dist)


def test_read_only_disk_is_a_clear_error(small_disk: Path) -> None:
    """On a disk that cannot be written the site stays, and comparing still works."""
    dist = small_disk / "dist"
    publish(dist, OLD.items())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(OutputError, match=r"read-only file system; give --out"):
        publish(dist, NEW.items())
    assert compare(dist, OLD.items()) == Published(0, 4, 0)
    stands_whole(dist)


def test_file_that_vanishes_meanwhile_stops_the_build_and_the_next_one_succeeds(dist: Path) -> None:
    """A file of the old site that somebody deletes after it was compared is missed before the exchange."""

    def files() -> Iterator[tuple[str, bytes]]:
        yield "same.txt", OLD["same.txt"]
        (dist / "same.txt").unlink()
        yield "index.html", NEW["index.html"]

    with pytest.raises(OutputError, match=r"same\.txt: no such file"):
        publish(dist, files())
    assert files_of(dist).items() <= OLD.items()
    publish(dist, NEW.items())
    assert files_of(dist) == NEW


# Two builds at once


def test_second_build_is_refused_while_the_first_writes(dist: Path) -> None:
    """The second says so and writes nothing; the first ends as if alone."""

    def files() -> Iterator[tuple[str, bytes]]:
        yield from list(NEW.items())[:2]
        with pytest.raises(OutputError, match="another build is writing it; run this one again"):
            publish(dist, [("mixed.html", b"mixed")])
        yield from list(NEW.items())[2:]

    publish(dist, files())
    assert files_of(dist) == NEW
    assert names(dist.parent) == ["dist"]


def test_builds_of_two_folders_do_not_hinder_one_another(dist: Path) -> None:
    """The lock is the folder's own."""
    publish(
        dist,
        (
            (path, body)
            for path, body in NEW.items()
            if publish(dist.with_name("b"), OLD.items()).unchanged >= 0
        ),
    )
    assert files_of(dist) == NEW
    assert files_of(dist.with_name("b")) == OLD


def test_two_processes_never_mix(tmp_path: Path) -> None:
    """Of two processes that publish different sites again and again, the folder is always one of the two."""
    dist = tmp_path / "dist"
    both = [started(LOOP, dist, 3, generation, 60) for generation in ("A", "B")]
    refused = sum(int(process.communicate(timeout=60)[0].split()[-1]) for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert files_of(dist) in (generation_files("A"), generation_files("B"))
    assert names(tmp_path) == ["dist"]
    print(f"refused {refused} times")  # noqa: T201 -- shown with -s


LATE = """
import fcntl, os, sys
from pathlib import Path
from sitegen.errors import OutputError
from sitegen.publishing.output import publish
dist = Path(sys.argv[1])
lock, met = dist.with_name(".dist.lock"), []
def end_one_build_and_begin_another(event, args):
    if event == "fcntl.flock" and not met:
        met.append(event)
        os.unlink(lock)
        fcntl.flock(os.open(lock, os.O_CREAT | os.O_RDWR), fcntl.LOCK_EX)
sys.addaudithook(end_one_build_and_begin_another)
try:
    publish(dist, [("a", b"a")])
except OutputError as error:
    print(error)
"""


def test_lock_of_a_build_that_has_just_ended_is_no_lock(tmp_path: Path) -> None:
    """A build that opened the lock file just before another removed it looks for the new one."""
    output, _ = started(LATE, tmp_path / "dist").communicate(timeout=60)
    assert "another build is writing it" in output
    assert names(tmp_path) == [".dist.lock"]


# Killed at any moment


def steps_survived(dist: Path, count: int) -> int:
    """Kill a build of so many files of each kind before each call of the system; return how often."""
    process = started(EVERY_STEP, dist, count, "AB")
    output, _ = process.communicate(timeout=600)
    assert process.returncode == 0
    steps, *seen = output.split()
    assert seen == ["new", "old"]
    return int(steps)


def killed_at_random(dist: Path, times: int) -> None:
    """Kill a process that publishes two sites in turn, so many times; it leaves one of the two."""
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")  # noqa: T201 -- shown when the test fails
    moments = random.Random(seed)  # noqa: S311 -- a moment is no secret
    whole = (generation_files("A"), generation_files("B"))
    publish(dist, whole[0].items())
    for _ in range(times):
        process = started(LOOP, dist, 3, "AB", 100_000)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, 0.05))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert files_of(dist) in whole
    publish(dist, OLD.items())
    stands_whole(dist)


def test_killed_before_every_single_step_the_folder_is_whole(tmp_path: Path) -> None:
    """Killed before each call of the system in turn, the site is whole, and the next build succeeds.

    ``make soak`` does it with a larger site.
    """
    assert steps_survived(tmp_path / "dist", 2) > 50


def test_killed_at_random_moments_the_folder_is_whole(tmp_path: Path) -> None:
    """Killed at 8 random moments, a process that publishes in turn leaves one of its two sites.

    ``make soak`` kills it 100 times.
    """
    killed_at_random(tmp_path / "dist", 8)


def test_reader_never_meets_a_folder_that_is_not_whole(tmp_path: Path) -> None:
    """While a process publishes, a reader finds a page of one site or of the other at any time."""
    dist = tmp_path / "dist"
    publish(dist, generation_files("A").items())
    process = started(LOOP, dist, 3, "AB", 30)
    met = set()
    while process.poll() is None:
        met.add((dist / "models/0/index.html").read_bytes())
    process.communicate()
    assert met <= {generation_files(name)["models/0/index.html"] for name in "AB"}
    assert met


@pytest.mark.parametrize("name", [".dist.new-0a1b2c3d", ".dist.old"])
@pytest.mark.parametrize("killed_with", [{}, {MARKER: b""}, {MARKER: b"This folder"}, OLD])
def test_leftovers_of_a_killed_build_are_removed(
    dist: Path, name: str, killed_with: dict[str, bytes]
) -> None:
    """An empty folder beside the site, one with half a marker and a whole one go with the next build."""
    left = dist.with_name(name)
    if killed_with is OLD:
        publish(left, OLD.items())
    else:
        left.mkdir()
        for path, body in killed_with.items():
            (left / path).write_bytes(body)
    dist.with_name(".dist.lock").write_bytes(b"")
    publish(dist, OLD.items())
    stands_whole(dist)


STILL_WRITTEN = """
import os, sys
from pathlib import Path
from sitegen.publishing.output import publish
met = []
def write_once_more(event, args):
    if event == "os.rmdir" and not met:
        met.append(event)
        folder = os.open(args[0], os.O_RDONLY, dir_fd=None if args[1] == -1 else args[1])
        os.close(os.open("late", os.O_CREAT, dir_fd=folder))
sys.addaudithook(write_once_more)
print(publish(Path(sys.argv[1]), [("a", b"a")]).written, *met)
"""


def test_leftovers_that_an_orphan_still_writes_are_left_to_the_next_build(dist: Path) -> None:
    """A folder that is filled while it is emptied stops no build, and goes when nobody fills it any more."""
    left = dist.with_name(".dist.new-0a1b2c3d")
    publish(left, OLD.items())
    output, _ = started(STILL_WRITTEN, dist).communicate(timeout=60)
    assert output == "1 os.rmdir\n"
    assert files_of(dist) == {"a": b"a"}
    assert left.is_dir()
    publish(dist, OLD.items())
    stands_whole(dist)


# Where names cannot be exchanged


def test_names_are_exchanged_in_one_call_here(tmp_path: Path) -> None:
    """Linux and macOS have the call, and an error of the system is no silent fallback."""
    if sys.platform not in {"linux", "darwin"}:
        pytest.skip("this system has no such call")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert _exchanged(tmp_path / "one", tmp_path / "two")
    assert tree(tmp_path) == {"one": None, "two": None, "one/two": b"", "two/one": b""}
    with pytest.raises(FileNotFoundError):
        _exchanged(tmp_path / "one", tmp_path / "none")


def test_two_renames_replace_the_site_too(dist: Path) -> None:
    """The fallback leaves the new site and nothing else."""
    publish(dist.with_name(".dist.new-0"), NEW.items())
    _rename_twice(dist.with_name(".dist.new-0"), dist)
    assert files_of(dist) == NEW
    assert names(dist.parent) == ["dist"]


def test_second_rename_that_fails_puts_the_old_site_back(dist: Path) -> None:
    """The fallback leaves no gap when the system refuses its second half."""
    with pytest.raises(FileNotFoundError):
        _rename_twice(dist.with_name(".dist.new-0"), dist)
    stands_whole(dist)


def test_site_killed_between_two_renames_is_put_back_first(dist: Path) -> None:
    """The next run restores the old site even if it then fails itself."""
    dist.rename(dist.with_name(".dist.old"))
    publish(dist.with_name(".dist.new-0"), NEW.items())
    with pytest.raises(SiteError):
        publish(dist, [("..", b"")])
    stands_whole(dist)
