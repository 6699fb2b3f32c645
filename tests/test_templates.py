"""Templates that were compiled when the wheel was made draw what those of a checkout draw."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader, ModuleLoader, meta

from sitegen.build import build
from sitegen.rendering.environment import compile_templates, compiled_folder, environment
from sitegen.rendering.renderer import FILTERS, seen
from tests.processes import tree

ROOT = Path(__file__).parents[1]
BASE = "https://models.example/"
GOLDEN = ROOT / "tests" / "golden"
NAMES = [
    path.relative_to(ROOT / "templates").as_posix()
    for path in sorted((ROOT / "templates").rglob("*"))
    if path.is_file() and path.parent.name != "assets" and path.name != "README.md"
]


def test_the_code_is_what_a_start_compiles(tmp_path: Path) -> None:
    """Where no filter of ours is known, each template becomes the very code that it becomes with all."""
    compile_templates(ROOT / "templates", tmp_path)
    ours = environment(FileSystemLoader(ROOT / "templates"), {**FILTERS, "drawn": str, "each": str}, seen)
    for name in NAMES:
        source = (ROOT / "templates" / name).read_text(encoding="utf-8")
        code = ours.compile(source, name, None, raw=True, defer_init=True)
        assert (tmp_path / ModuleLoader.get_module_filename(name)).read_text(encoding="utf-8") == code
    assert len(list(tmp_path.iterdir())) == len(NAMES)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the program as a wheel installs it, and beside it a root with the golden data."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(ROOT / "sitegen", folder / "sitegen", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "content"):
        shutil.copytree(ROOT / name, folder / "sitegen" / "shipped" / name)
    templates = folder / "sitegen" / "shipped" / "templates"
    compile_templates(templates, compiled_folder(templates))
    shutil.copytree(GOLDEN / "data", folder / "root" / "data")
    return folder


def built(installed: Path, out: str) -> subprocess.CompletedProcess[str]:
    """Build with the installed program."""
    words = ["--root", str(installed / "root"), "build", "--no-images", "--out", str(installed / out)]
    words += ["--base-url", BASE]
    return subprocess.run(
        [sys.executable, "-P", "-m", "sitegen", *words],
        cwd=installed,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installed_program_draws_with_the_compiled_code(installed: Path) -> None:
    """Byte for byte what a checkout draws; that it does not even read the template shows whose code it is."""
    templates = installed / "sitegen" / "shipped" / "templates"
    build(installed / "root", installed / "checkout", base_url=BASE, images=False)
    (templates / "model.html").rename(installed / "model.html")
    done = built(installed, "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(installed / "site") == tree(installed / "checkout")
    # Code that another Jinja made is left alone.
    compiled_folder(templates).rename(templates.with_name("compiled-0.1"))
    said = built(installed, "site").stderr
    assert "templates/model.html: there is no template model.html (drawing models/" in said
    templates.with_name("compiled-0.1").rename(compiled_folder(templates))
    (installed / "model.html").rename(templates / "model.html")


def test_the_owners_templates_win_over_compiled_ones(installed: Path) -> None:
    """A file in the owner's folder stands for a compiled one, and can extend it."""
    own = installed / "root" / "templates"
    own.mkdir()
    extended = '{% extends "shipped/notfound.html" %}{% block main %}Lost? {{ super() }}{% endblock %}'
    (own / "notfound.html").write_text(extended)
    (own / "redirect.html").write_text("to {{ target }}")
    done = built(installed, "owned")
    assert (done.returncode, done.stderr) == (0, "")
    page = (installed / "owned" / "404.html").read_text()
    assert "Lost? " in page
    assert "</html>" in page
    redirect = installed / "owned" / "models" / "acme" / "anvil-2" / "index.html"
    assert redirect.read_text().startswith("to ../")
    shutil.rmtree(own)


def test_the_wheel_carries_the_compiled_templates(tmp_path: Path) -> None:
    """What hatchling makes of a checkout has the code of every template, and no other files than before."""
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.iterdir()
    held = zipfile.ZipFile(wheel).namelist()
    folder = compiled_folder(Path("sitegen/shipped/templates")).as_posix()
    made = {f"{folder}/{ModuleLoader.get_module_filename(name)}" for name in NAMES}
    assert {name for name in held if name.startswith("sitegen/shipped/compiled")} == made
    assert {f"sitegen/shipped/templates/{name}" for name in NAMES} <= set(held)


COMMON = {
    "site",
    "root",
    "version",
    "days",
    "ways",
    "further",
    "way_paths",
    "footer",
    "feeds",
    "usage_column",
}


def test_the_readme_lists_what_each_template_knows(request: pytest.FixtureRequest) -> None:
    """The table of templates/README.md has a line for each template, with the facts that it asks for."""
    made = environment(FileSystemLoader(ROOT / "templates"), {**FILTERS, "drawn": str, "each": str}, seen)
    lines = []
    for name in NAMES:
        tree = made.parse((ROOT / "templates" / name).read_text(encoding="utf-8"))
        known = sorted(meta.find_undeclared_variables(tree) - COMMON - set(made.globals))
        lines.append(f"| `{name}` | {', '.join(f'`{one}`' for one in known) or '–'} |")
    readme = ROOT / "templates/README.md"
    above, head, table = readme.read_text(encoding="utf-8").rpartition("| --- | --- |\n")
    if request.config.getoption("--update-golden"):
        table = "\n".join(lines) + "\n"
        readme.write_text(above + head + table, encoding="utf-8")
    assert table.splitlines() == lines
