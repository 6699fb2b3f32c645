"""Pull requests while somebody else works, on main or on the branch.

Each runs the shell of the workflows several times over, which takes long; ``tests/test_workflows.py`` has
the rest.
"""

from __future__ import annotations

from tests.test_workflows import GitHub, accepted, accepting
from tests.test_workflows import pytestmark as pytestmark  # noqa: PLC0414 - these need bash, too


def test_what_main_accepts_meanwhile_holds_on_the_branch(github: GitHub) -> None:
    """Main is merged into the branch first, so its override counts there, and the review does not undo it."""
    github.upstream("0.003")
    github.update()
    assert "alarm: a/m-0" in github.held("body")
    github.on("main", accepting("Ann"))
    run = github.update()
    assert not run.failed, run.log
    assert github.file("data-update", "data/overrides/accepted.toml") == accepted("Ann")
    assert "alarm: a/m-0" not in github.held("body")
    assert "alarm: a/m-2" in github.held("body")
    assert github.git("merge-base", "main", "data-update") == github.git("rev-parse", "main")
    assert github.asked("workflow run") == 2


def test_two_people_who_accept_are_both_heard(github: GitHub) -> None:
    """What was added to the same file on main and on the branch stands there whole, below each other."""
    github.upstream("0.003")
    github.update()
    github.on("data-update", accepting("Bob"))
    github.on("main", accepting("Ann", "0.004"))
    run = github.update()
    assert not run.failed, run.log
    both = accepted("Ann", "0.004") + accepted("Bob")
    assert github.file("data-update", "data/overrides/accepted.toml") == both
    assert "Both had edited `data/overrides/accepted.toml`" in github.held("body")
    assert '"0.003"' in github.file("data-update", "data/openrouter/models.json")
    github.update()
    assert "Both had edited" not in github.held("body")


def test_one_table_that_two_people_edit_is_that_of_the_branch(github: GitHub) -> None:
    """Two sides of one table make no TOML, and yet the update goes on: the reviewer's side stands."""
    github.on("main", accepting("Ann"))
    github.upstream("0.004")
    github.update()
    path = "data/overrides/accepted.toml"

    def edit(branch: str, name: str) -> None:
        github.on(branch, lambda root: (root / path).write_text(accepted(name)))

    edit("data-update", "Bob")
    edit("main", "Cleo")
    run = github.update()
    assert not run.failed, run.log
    assert github.file("data-update", path) == accepted("Bob")
    assert f"one table of `{path}`: only this branch's lines stand there" in github.held("body")


def test_a_fetch_on_main_meanwhile_starts_the_branch_anew(github: GitHub) -> None:
    """Two snapshots cannot be merged: main's is taken, a reviewer's override stays, and the body says so."""
    github.upstream("0.003")
    github.update()
    github.on("data-update", accepting("Bob"))
    reviewed = github.git("rev-parse", "data-update").strip()
    github.upstream(score=1500)
    github.fetch_on_main()
    github.upstream("0.003", score=1500)
    run = github.update()
    assert not run.failed, run.log
    assert "start anew from main, with the overrides of this branch." in github.held("body")
    assert github.file("data-update", "data/overrides/accepted.toml") == accepted("Bob")
    assert github.journal("data-update").startswith(github.journal("main"))
    assert github.journal("data-update").count('"0.003"') == 2
    assert "Arena" not in github.held("body")
    assert "alarm: a/m-0" not in github.held("body")
    github.git("merge-base", "--is-ancestor", reviewed, "data-update")
    github.git("merge-base", "--is-ancestor", "main", "data-update")


def test_a_branch_left_over_from_a_closed_pull_request_counts_for_nothing(github: GitHub) -> None:
    """What a closed pull request had proposed is not in the next one, which starts from main."""
    github.upstream("0.003")
    github.update()
    github.on("data-update", accepting("Bob"))
    (github.state / "number").write_text("")
    github.upstream("0.0000026")
    run = github.update()
    assert not run.failed, run.log
    assert github.asked("pr create") == 2
    assert '"0.003"' not in github.journal("data-update")
    assert "overrides" not in github.git("ls-tree", "-r", "--name-only", "data-update")


def test_a_push_in_between_is_not_overwritten(github: GitHub) -> None:
    """What a reviewer pushes while an update runs stays, and the update says that it came to no end."""
    github.upstream("0.003")
    github.update()
    github.upstream("0.004")
    run = github.update(between=lambda: github.on("data-update", accepting("Bob")))
    assert run.failed
    assert run.summary.startswith("**Ran, but not to its end** on ")
    assert github.file("data-update", "data/overrides/accepted.toml") == accepted("Bob")
    assert not github.update().failed
    assert github.journal("data-update").count('"0.004"') == 2
