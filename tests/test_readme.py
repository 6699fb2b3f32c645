"""What the READMEs say to owners is true: their examples are built, and their commands are run."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from sitegen.cli.main import main
from tests.test_snapshots import store
from tests.worlds import row

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OURS = "".join((ROOT / name / "README.md").read_text(encoding="utf-8") for name in ("content", "templates"))
# "In `content/about.md`:" and the indented block that follows.
EXAMPLE = re.compile(r"In\s`([\w/.]+)`:\n\n((?:    .*\n|\n)+)")


def examples() -> dict[str, str]:
    """Return the text of each example by the file that a README calls it."""
    return {path: dedent(block).strip() + "\n" for path, block in EXAMPLE.findall(OURS)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a folder with a catalogue of one model and all the examples."""
    root = tmp_path_factory.mktemp("readme")
    store(root / "data", [row()])
    for name, text in examples().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for command in ("build", "check site"):
        done = CliRunner().invoke(main, ["--root", str(root), *command.split(), "--out", str(root / "dist")])
        assert done.exit_code == 0, done.output
    return root / "dist"


def text(site: Path, path: str) -> str:
    """Return a file of the site."""
    return (site / path).read_text(encoding="utf-8")


def test_the_examples_are_found() -> None:
    """Each file that the READMEs show is among those that are tried."""
    assert sorted(examples()) == [
        "content/about.md",
        "content/imprint.md",
        "content/site.toml",
        "templates/assets/own.css",
        "templates/base.html",
        "templates/notfound.html",
    ]


def test_the_settings_take_effect(site: Path) -> None:
    """Title and footer stand on every page with links that arrive, the colours in the stylesheet."""
    for path, way in (
        ("index.html", "./"),
        ("about/index.html", "../"),
        ("arena/names/index.html", "../../"),
    ):
        page = text(site, path)
        assert '<a class="title" href="' in page
        assert ">Our models</a>" in page
        assert f'<a href="{way}imprint/">Imprint</a>. The prices' in page
    sheet = text(site, "assets/site.css")
    assert ":root { --accent: #005a8c; }" in sheet
    assert ":root { --accent: #7cc4ff; }" in sheet


def test_the_pages_stand_where_it_says(site: Path) -> None:
    """A page has its address, masthead, figures, table, twin and lines in sitemap and llms.txt."""
    page = text(site, "about/index.html")
    assert "<h1>About us</h1>" in page
    assert "We follow 1 models." in page
    assert "Ratings by voters" in page or "ratings by voters" in page
    assert '<a href="../about/" aria-current="page">About</a>' in page
    assert '<a href="../imprint/">Imprint</a></li>' in page
    assert "about/</loc>" in text(site, "sitemap.xml")
    assert "about/index.md): Who makes this site, and who pays for it." in text(site, "llms.txt")
    assert text(site, "about/index.md").startswith("# About us\n")


def test_a_template_stands_for_the_shipped_one(site: Path) -> None:
    """The owner's block follows what the shipped template draws."""
    page = text(site, "404.html")
    assert page.index("<h1>No page here</h1>") < page.index("<p>Write to us if you miss a model.</p>")


def test_a_script_is_allowed_where_the_owner_says_so(site: Path) -> None:
    """The owner's base has script, stylesheet and policy on every page."""
    for path in ("index.html", "about/index.html", "404.html"):
        page = text(site, path)
        assert '<script src="https://stats.example/count.js" defer></script>' in page
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
        assert policy
        assert "; default-src 'none'; " in policy[1]
        # Of two directives of one name the first holds: https://www.w3.org/TR/CSP3/#parse-serialized-policy
        own = "script-src 'self' https://stats.example; connect-src 'self' https://stats.example"
        assert policy[1].startswith(own)
    assert text(site, "assets/own.css") == "h1 { font-style: italic; }\n"


def test_without_the_owners_word_nothing_is_asked_of_another_host(tmp_path: Path) -> None:
    """The shipped pages have no script but the site's own, and a policy that lets no other in."""
    store(tmp_path / "data", [row()])
    CliRunner().invoke(main, ["--root", str(tmp_path), "build", "--out", str(tmp_path / "dist")])
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; script-src 'self'"
    )
    for path in ("methodology/", "404.html", "", "compare/"):
        page = text(tmp_path / "dist", path if path.endswith("html") else f"{path}index.html")
        assert f'content="{policy}"' in page
        scripts = re.findall(r'<script(?! type="application/(?:ld\+)?json")[^>]*>', page)
        assert all(
            re.fullmatch(r'<script type="module" src="[./\w]*/assets/\w+\.js">', one) for one in scripts
        )


def test_the_readme_is_short_and_shows_the_site() -> None:
    """A newcomer reads fewer than 900 words, and sees a picture of fewer than 150 KB; links lead to files."""
    assert len(README.split()) < 900
    (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert (ROOT / picture).stat().st_size < 150_000
    links = re.findall(r"\]\((?!https:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_commands_of_a_site_of_ones_own_are_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines that README.md gives run one after another in an empty folder, with a file for a source."""
    block = README.partition("In an empty folder:\n\n")[2].partition("\n\n")[0]
    install, *lines = [shlex.split(line) for line in block.splitlines()]
    assert install == ["pip", "install", "sitegen-models"]
    assert [words[1] for words in lines] == ["init", "fetch", "build", "check"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answer.json").write_text(json.dumps({"data": [row()]}))
    for program, *words in lines:
        assert program == "sitegen"
        further = ["openrouter", "--from", "answer.json"] if words == ["fetch"] else []
        done = CliRunner().invoke(main, [*words, *further], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    assert done.output == "data and site: no findings\n"


def test_every_command_is_named() -> None:
    """README.md has a line for each command of the program, and none of another one."""
    named = re.findall(r"^    sitegen (\w+)\b.* {3}", README, re.MULTILINE)
    assert sorted(named) == sorted(main.commands)  # type: ignore[attr-defined]
