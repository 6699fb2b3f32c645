"""Two states side by side: git revisions, data folders and single files."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from sitegen.errors import UsageError
from sitegen.store.revisions import reviewed
from tests.test_snapshots import store
from tests.worlds import row

ONE, TWO = date(2026, 3, 1), date(2026, 3, 2)


def git(root: Path, *arguments: str) -> None:
    """Run git in a folder as nobody in particular."""
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(root), *who, *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a root within a checkout, with one committed state and a newer one in the working tree."""
    root = tmp_path / "checkout" / "site"
    root.mkdir(parents=True)
    git(tmp_path, "init", "-q", "checkout")
    store(root / "data", [row(), row(id="b/b", canonical_slug="b/b")], ONE)
    git(root, "add", ".")
    git(root, "commit", "-qm", "data")
    store(root / "data", [row(pricing={"prompt": "0.00000375", "completion": "0.00001"})], TWO)
    return root


def test_the_last_commit_against_the_working_tree(repository: Path) -> None:
    """Without arguments the review is what a commit would record."""
    found = reviewed(repository)
    assert (found.old, found.new) == ("HEAD", "working tree")
    assert [(line.kind, line.id) for line in found.lines] == [("left", "b/b"), ("change", "acme/anvil-2")]


def test_two_revisions(repository: Path) -> None:
    """Both sides may be revisions, and the same one on both sides is no change."""
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "more")
    assert len(reviewed(repository, "HEAD~1", "HEAD").lines) == 2
    assert reviewed(repository, "HEAD", "HEAD").lines == ()


def test_a_revision_without_data_is_an_empty_state(tmp_path: Path) -> None:
    """The first commit of data is compared with nothing."""
    bare = tmp_path / "bare"
    git(tmp_path, "init", "-q", "bare")
    (bare / "README").write_text("x")
    git(bare, "add", ".")
    git(bare, "commit", "-qm", "none")
    store(bare / "data", [row()], ONE)
    (line,) = reviewed(bare).lines
    assert (line.id, line.text) == ("openrouter/models", "read for the first time: 1 row")


def test_a_file_of_the_api_and_a_folder(repository: Path, tmp_path: Path) -> None:
    """An answer of the catalogue's API stands for a state, and so does a data folder."""
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps({"data": [row(), row(id="b/b", canonical_slug="b/b")]}))
    assert len(reviewed(repository, str(answer)).lines) == 2
    assert reviewed(repository, str(repository), str(repository / "data")).lines == ()


def test_a_record_of_a_file_that_cannot_be_read_has_not_left(tmp_path: Path) -> None:
    """Of two answers, the later one's broken record is set aside, and its model neither left nor changed."""
    rows = [row(id=f"a/{n}", canonical_slug=f"a/{n}", name=f"A: {n}") for n in range(60)]
    broken = {**rows[0], "pricing": {"prompt": "NaN"}, "name": "Other"}
    for name, records in (("old", rows), ("new", [broken, *rows[2:]])):
        (tmp_path / f"{name}.json").write_text(json.dumps({"data": records}))
    found = reviewed(tmp_path, str(tmp_path / "old.json"), str(tmp_path / "new.json")).lines
    assert [(line.kind, line.id) for line in found] == [("left", "a/1"), ("set aside", "a/0")]
    assert "price prompt is 'NaN'" in found[1].text


@pytest.mark.parametrize("name", ["no-such-revision", "--output=x", ""])
def test_what_is_nothing_of_the_kind_is_refused(repository: Path, name: str) -> None:
    """A name that is no revision, folder or file is wrong usage, whatever git would make of it."""
    with pytest.raises(UsageError, match="give a git revision"):
        reviewed(repository, name)


def reason(root: Path, revision: str) -> str:
    """Return the line with which a revision is refused."""
    with pytest.raises(UsageError) as refused:
        reviewed(root, revision)
    return str(refused.value)


def test_a_shallow_clone_says_that_it_is_one(repository: Path, tmp_path: Path) -> None:
    """A revision beyond the history of a clone is named as that, with git's reason and the way to get it."""
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "more")
    git(tmp_path, "clone", "-q", "--depth", "1", (tmp_path / "checkout").as_uri(), "shallow")
    assert reviewed(tmp_path / "shallow/site").lines == ()
    assert reason(tmp_path / "shallow/site", "HEAD~1") == (
        "HEAD~1: is not in this clone, which is a shallow one (Needed a single revision); get the rest with "
        "git fetch --unshallow, in a workflow by fetch-depth: 0"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to somebody else")
def test_a_folder_of_somebody_else_is_named_with_git_s_reason(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git reads no repository that another user owns, which is usual in containers; the step helps."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("SUDO_UID", raising=False)
    top = repository.parent
    for path in (top, top / ".git"):
        os.chown(path, 12345, 12345)
    line = reason(repository, "HEAD")
    assert line.startswith("HEAD: cannot be read (detected dubious ownership in repository at ")
    assert line.endswith("); make the folder your own, or name it to git as safe.directory")


def test_a_submodule_is_read_and_one_that_lost_its_repository_is_named(
    repository: Path, tmp_path: Path
) -> None:
    """The data may be a submodule of something larger; without its repository git's reason is quoted."""
    git(tmp_path, "init", "-q", "outer")
    outer = tmp_path / "outer"
    source = str(repository.parent)
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", source, "site")
    inner = outer / "site/site"
    assert reviewed(inner).lines == ()
    (outer / ".git").rename(outer / "moved")
    line = reason(inner, "HEAD")
    assert line.startswith("HEAD: is no revision, folder or file here (not a git repository: ")


def test_a_repository_without_a_commit_is_named(tmp_path: Path) -> None:
    """Git's words for a revision that is not there stand in the line."""
    git(tmp_path, "init", "-q", "new")
    store(tmp_path / "new/data", [row()], ONE)
    assert "(Needed a single revision)" in reason(tmp_path / "new", "HEAD")
