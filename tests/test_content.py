"""The folder of compiled templates: the user's own, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.content import template_cache


def test_compiled_templates_stand_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made below the cache folder of the user, with and without the variable."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    found = template_cache()
    assert found is not None
    assert found.is_dir()
    assert found.is_relative_to(tmp_path / "here" / "sitegen")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert template_cache() == tmp_path / "home" / ".cache" / "sitegen" / found.name


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled templates are run, so a folder open to others holds none of ours."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = template_cache()
    assert found is not None
    found.chmod(0o777)
    assert template_cache() is None


def test_a_cache_that_cannot_be_made_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file stands in the way, or the variable is no absolute path, templates are just compiled."""
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    assert template_cache() is None
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert template_cache() is None
    assert not Path("relative").exists()
