"""A folder of one's own: what `sitegen init` writes is a site after a fetch and a build."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from sitegen import __version__
from sitegen.cli.main import main
from sitegen.records.settings import EXAMPLE
from sitegen.rendering.new_root import DISTRIBUTION, own_workflow, starter_files, workflows
from sitegen.rendering.owner_files import read_site, shipped
from tests.worlds import row

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PACKAGE = f"{DISTRIBUTION}=={__version__}"


def run(root: Path, *words: str) -> Result:
    """Call a command in a root; a traceback is a failure of the test."""
    return CliRunner().invoke(main, ["--root", str(root), *words], catch_exceptions=False)


def test_init_fetch_and_build_are_a_site(tmp_path: Path) -> None:
    """In a fresh folder the three commands make a site of its title and address, and nothing is an alarm."""
    root = tmp_path / "mine"
    words = ("init", "--title", 'Our "models"', "--base-url", "https://models.example")
    assert run(root, *words).exit_code == 0
    (tmp_path / "answer.json").write_text(json.dumps({"data": [row()]}))
    fetched = run(root, "fetch", "openrouter", "--from", str(tmp_path / "answer.json"))
    assert fetched.output == "openrouter/models: changed, 1 row, 1 change\n"
    built = run(root, "build", "--no-images")
    assert built.output.splitlines()[-1].startswith("1 model for https://models.example/; ")
    assert run(root, "check").output == "data and site: no findings\n"
    assert "Our &#34;models&#34;" in (root / "dist/index.html").read_text()


def test_init_writes_few_files(tmp_path: Path) -> None:
    """Settings, workflows, a README here and in data/, and what git needs: that is all, and it is said."""
    done = run(tmp_path, "init", "--title", "T")
    assert done.exit_code == 0
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    own = {"content/site.toml", "data/README.md", "README.md", ".gitignore", ".gitattributes"}
    assert found == own | workflows(PACKAGE).keys()
    # Whatever the workflows name beside themselves came with them.
    texts = [path.read_text(encoding="utf-8") for path in WORKFLOWS]
    assert {name for text in texts for name in re.findall(r"\.github/[\w.-]+\.\w+", text)} <= found
    assert all(os.access(tmp_path / name, os.X_OK) for name in found if name.endswith(".sh"))
    assert all(name in done.output for name in found)
    assert PACKAGE in (tmp_path / "README.md").read_text()


def test_what_is_there_stays(tmp_path: Path) -> None:
    """A README and an ignore file of the owner's own are kept, and it is said; settings stop it."""
    (tmp_path / "README.md").write_text("mine")
    done = run(tmp_path, "init", "--title", "T")
    assert "README.md kept as they were" in done.output
    assert (tmp_path / "README.md").read_text() == "mine"
    assert run(tmp_path, "init", "--title", "T").exit_code == 2


def test_without_an_address_the_example_stands(tmp_path: Path) -> None:
    """The address can be set later: the shipped one holds, and its line waits in the file."""
    assert run(tmp_path, "init", "--title", "T").exit_code == 0
    assert read_site(tmp_path).base_url == EXAMPLE
    assert f'# base_url = "{EXAMPLE}"' in (tmp_path / "content/site.toml").read_text()


def test_the_example_is_the_shipped_address() -> None:
    """What is questioned is what the shipped settings say."""
    assert (
        tomllib.loads((shipped("content") / "site.toml").read_text(encoding="utf-8"))["base_url"] == EXAMPLE
    )


@pytest.mark.parametrize("title", ["a\\b", 'a"b', "ü – ☃", "[x] = #"])
def test_every_title_is_read_as_it_was_given(title: str) -> None:
    """Quotes, backslashes and signs of TOML in a title are no syntax."""
    text = starter_files(title, "https://models.example/", PACKAGE)["content/site.toml"]
    assert tomllib.loads(text) == {"title": title, "base_url": "https://models.example/"}


def test_the_workflows_are_ours_but_for_what_they_install() -> None:
    """Each is the shipped file; its lines that differ install the package, and no job tests the program."""
    found = workflows(PACKAGE)
    assert {f".github/workflows/{path.name}" for path in WORKFLOWS} <= found.keys()
    for path in WORKFLOWS:
        ours, theirs = path.read_text(encoding="utf-8"), found[f".github/workflows/{path.name}"]
        jobs, kept = yaml.safe_load(ours)["jobs"], yaml.safe_load(theirs)["jobs"]
        assert jobs.keys() - kept.keys() == {name for name, job in jobs.items() if ".ci/run" in str(job)}
        needed = [job.get("needs", []) for job in kept.values()]
        names = {name for one in needed for name in ([one] if isinstance(one, str) else one)}
        assert names <= kept.keys()
        known = set(ours.splitlines())
        changed = [line for line in theirs.splitlines() if line not in known]
        assert all(re.search(rf"\bpip install .*'{re.escape(PACKAGE)}'$", line) for line in changed)
        # Nothing is left that installs or runs a checkout of the program.
        assert not re.search(r"pip install .*[ ']\.(?:\[\w+\])?'?$|\.ci/run|\bmake ", theirs, re.MULTILINE)
        assert theirs.count("pip install") == 0 or changed


@pytest.mark.parametrize(
    ("line", "installs"),
    [
        ("run: python -m pip install --quiet .", "run: python -m pip install --quiet 'P'"),
        ("run: python -m pip install --quiet '.[fetch]'", "run: python -m pip install --quiet 'P'"),
        ("run: pip install --no-deps '.'", "run: pip install --no-deps 'P'"),
        ("run: pip install -r .github/requirements.txt", "run: pip install -r .github/requirements.txt"),
    ],
)
def test_a_line_that_installs_the_checkout_installs_the_package(line: str, installs: str) -> None:
    """Whatever its options are, and whether an extra is named; a list of other packages stays."""
    assert own_workflow(f"{line}\n", "P") == f"{installs}\n"


def test_the_package_may_stand_elsewhere(tmp_path: Path) -> None:
    """An address is installed as it is given, by the workflows and by the README."""
    place = "git+https://github.com/example/sitegen@0123abc"
    assert run(tmp_path, "init", "--title", "T", "--package", place).exit_code == 0
    for name in (".github/workflows/deploy.yml", "README.md"):
        assert f"'{place}'" in (tmp_path / name).read_text()


def test_what_a_site_installs_is_listed_with_what_is_true_there() -> None:
    """Its requirements are ours to the line, and the words about them name no file that a site has not."""
    theirs = workflows(PACKAGE)[".github/requirements.in"].splitlines()
    ours = (ROOT / ".github/requirements.in").read_text(encoding="utf-8").splitlines()
    packages = [line for line in ours if not line.startswith("#")]
    assert [line for line in theirs if not line.startswith("#")] == packages
    comment = " ".join(word for line in theirs if line.startswith("#") for word in line[1:].split())
    assert "a test compares them" not in comment
    assert f"what sitegen {__version__} needs" in comment
    assert (
        "Until it is, let the workflows install it from a repository: sitegen init --package git+" in comment
    )


def test_the_data_s_own_file_says_how_to_take_a_fetch_back() -> None:
    """A refused fetch points to data/README.md for the command, which stands there in any folder."""
    (command,) = re.findall("^    git restore .+$", (ROOT / "data/README.md").read_text(), re.MULTILINE)
    assert command in starter_files("T", "", PACKAGE)["data/README.md"]


def test_git_sees_the_data_as_ours_does() -> None:
    """What .gitattributes says of data/ and of lines is what this repository says of them."""
    ours = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    theirs = starter_files("T", "", PACKAGE)[".gitattributes"].splitlines()
    rules = [line for line in ours if line and not line.startswith(("#", "/tests/"))]
    assert [line for line in theirs if line and not line.startswith("#")] == rules


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout and unpack it."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (packed,) = folder.glob("sitegen_models-*.whl")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_begins_a_site_as_the_checkout_does(wheel: Path, tmp_path: Path) -> None:
    """Installed and far from the checkout, the same files are written, and they are a site."""
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    (tmp_path / "answer.json").write_text(json.dumps({"data": [row()]}))
    commands = (
        ["init", "--title", "T", "--base-url", "https://models.example/"],
        ["fetch", "openrouter", "--from", "../answer.json"],
        ["build", "--no-images"],
        ["check"],
    )
    for words in commands:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "sitegen", *words], cwd=tmp_path / "there", check=False,
            env=os.environ | {"PYTHONPATH": str(wheel)}, capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    assert run(tmp_path / "here", *commands[0]).exit_code == 0
    for path in (tmp_path / "here").rglob("*"):
        if path.is_file():
            other = tmp_path / "there" / path.relative_to(tmp_path / "here")
            assert other.read_bytes() == path.read_bytes()


def test_the_distribution_has_a_name_of_its_own() -> None:
    """The package is installed by another name than the one that somebody else has, and no hint says that."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == DISTRIBUTION
    assert project["scripts"] == {"sitegen": "sitegen.cli.main:run"}
    files = [*ROOT.glob("*.md"), *ROOT.glob("sitegen/**/*.py"), *ROOT.glob("sitegen/**/*.md")]
    assert [
        path for path in files if re.search(r"pip install '?sitegen[\s\[']", path.read_text("utf-8"))
    ] == []


def test_sources_are_completed() -> None:
    """The tab key offers the sources whose names begin as the word does."""
    completed = subprocess.run(
        [shutil.which("sitegen", path=str(Path(sys.executable).parent)) or "sitegen"],
        env={"_SITEGEN_COMPLETE": "bash_complete", "COMP_WORDS": "sitegen fetch op", "COMP_CWORD": "2"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert completed.stdout == "plain,openrouter\n"
