"""The owner's settings, prose and stylesheet, and the folder of kept pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import ContentError
from sitegen.rendering.owner_files import picture_cache, read_prose, read_site, shipped


def root(folder: Path, **files: str) -> Path:
    """Return a folder with these files; ``a__b_c`` is ``a/b.c``."""
    for name, text in files.items():
        path = folder / ".".join(name.replace("__", "/").rsplit("_", 1))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('titel = "x"', "titel is no setting; did you mean title?"),
        ('[colors]\naccent = "#000"', "colors is no setting; did you mean colours?"),
        ('[colours]\nacent = "#000"', "colours.acent is no setting; did you mean accent?"),
        (
            '[colours.dark]\nbackground = "#000"',
            "colours.dark.background is no setting; the settings here are paper",
        ),
        ("[colours.dark.dark]", "colours.dark.dark is no setting"),
        ('[sources.openruter]\naddress = "x"', "sources.openruter is no setting; did you mean openrouter?"),
        ("[colours]\naccent = 7", "colours.accent: Input should be a valid string; correct the line"),
        ('base_url = "example.org"', "base_url: is no address that starts with https://; correct the line"),
        ('[colours]\nink = "#bbb"', "colours: ink #bbbbbb on paper #fafbf9 has a contrast of 1.84:1, and"),
    ],
)
def test_a_setting_that_would_do_nothing_is_refused(tmp_path: Path, settings: str, said: str) -> None:
    """The error names file, line, the setting and the one probably meant, or the fault of its value."""
    with pytest.raises(ContentError) as caught:
        read_site(root(tmp_path, content__site_toml=settings))
    line = 1 if said.startswith(("colours: ", "colours.dark.dark")) else settings.count("\n") + 1
    line = 1 if said.startswith(("colors", "sources")) else line
    assert f"content/site.toml, line {line}: {said}" in str(caught.value)


def test_every_shipped_setting_is_known(tmp_path: Path) -> None:
    """The shipped file passes its own rules, and so do the colours that it shows as an example."""
    shown = (shipped("content") / "site.toml").read_text(encoding="utf-8").partition("# [colours]\n")[2]
    lines = shown.partition("\n\n")[0].splitlines()
    example = "\n".join(line.removeprefix("# ") for line in lines)
    site = read_site(root(tmp_path, content__site_toml=f"[colours]\n{example}"))
    assert site.colours.accent == "#0b6148"
    assert site.colours.dark.accent == "#7dd0af"


def test_a_source_that_the_owner_leaves_out_stays(tmp_path: Path) -> None:
    """One source's table replaces that source's and no other."""
    site = read_site(
        root(tmp_path, content__site_toml='[sources.openrouter]\naddress = "https://example.org/"')
    )
    assert site.sources["openrouter"] == {"address": "https://example.org/"}
    assert site.sources["arena"] == read_site(tmp_path / "content").sources["arena"]


def test_an_owners_stylesheet_is_served_as_it_is(tmp_path: Path) -> None:
    """Beside a stylesheet of the owner's own, colours in the settings are refused, not ignored."""
    made = root(tmp_path, templates__assets__site_css="a{}")
    assert not read_site(made).colours.given
    root(tmp_path, content__site_toml='[colours]\naccent = "#000"')
    with pytest.raises(ContentError, match=r"site\.css: stands for the shipped stylesheet"):
        read_site(made)


def test_drafts_are_no_pages(tmp_path: Path) -> None:
    """What starts with an underscore or a dot is left out, and so is what is no Markdown."""
    made = root(
        tmp_path,
        content__about_md="a",
        content__deep__er_md="b",
        content___draft_md="c",
        content___drafts__x_md="d",
        content__notes_txt="e",
    )
    assert sorted(read_prose(made)) == ["about.md", "api.md", "deep/er.md", "methodology.md"]
    root(tmp_path, content__methodology_md="mine")
    assert read_prose(made)["methodology.md"] == "mine"


def test_pictures_stand_in_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made below the cache folder of the user, with and without the variable."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    found = picture_cache(tmp_path)
    assert found is not None
    assert found.is_dir()
    assert found.is_relative_to(tmp_path / "here" / "sitegen")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert picture_cache(tmp_path) == tmp_path / "home" / ".cache" / "sitegen" / found.name


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is published, so a folder open to others holds none of ours."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = picture_cache(tmp_path)
    assert found is not None
    found.chmod(0o777)
    assert picture_cache(tmp_path) is None


def test_a_cache_that_cannot_be_made_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file stands in the way, or the variable is no absolute path, nothing is kept."""
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "taken"))
    assert picture_cache(tmp_path) is None
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert picture_cache(tmp_path) is None
    assert not Path("relative").exists()
