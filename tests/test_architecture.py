"""The house rules hold in every module: floors, purity, names, lengths, handlers and slim commands.

Each rule is a function from a module's path and source text to its faults, so that it is shown to catch what
it forbids on a few lines that break it.
"""

from __future__ import annotations

import ast
import builtins
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Rule = Callable[[str, str], list[str]]

ROOT = Path(__file__).parents[1]
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "sitegen").rglob("*.py"))
}

FOLDERS = ("records", "sources", "matching", "catalog", "forms", "large", "facts", "pages", "checks")
DOORS = ("fetching", "store", "rendering", "publishing")
# A room imports itself and what stands lower; rooms of one height do not know each other, but for the doors.
FLOORS = dict(zip(FOLDERS, (2, 3, 3, 4, 5, 6, 7, 8, 9), strict=True))
FLOORS |= {"sitegen": 0, "errors": 1, "text": 1, "doors": 10, "build": 11, "cli": 12, "__main__": 13}

# What a folder may not name: disk, network, clock, chance, terminal, system, and ways round the floors.
# PurePosixPath, io.StringIO and datetime.time touch nothing.
IMPURE = re.compile(
    r"""(
    builtins\.open|os|io\.(open|FileIO)|pathlib\.(Path|PosixPath|WindowsPath)|fileinput|glob|linecache|mmap
    |shelve|shutil|tempfile|zoneinfo
    |asyncio|http|httpx|select|selectors|socket|socketserver|ssl|stamina|urllib\.request
    |datetime\.(date\.today|datetime\.(now|today|utcnow))|time
    |random|secrets|uuid\.(getnode|uuid1|uuid4)
    |builtins\.(breakpoint|input|print)|click|getpass|locale|logging|platform|sys|webbrowser
    |boto3|botocore|concurrent|ctypes|fcntl|multiprocessing|signal|subprocess|threading|watchfiles
    |builtins\.(__import__|eval|exec)|importlib|pkgutil|runpy
    )(\..*)?""",
    re.VERBOSE,
)
DISK_METHODS = re.compile(
    r"""chmod|exists|expanduser|glob|is_dir|is_file|iterdir|lstat|mkdir|open|read_bytes|read_text|readlink|rglob
    |rmdir|stat|symlink_to|touch|unlink|write_bytes|write_text""",
    re.VERBOSE,
)
POOR_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
ONE_SCREEN = {"sitegen/build.py": 150, "sitegen/cli/main.py": 150}
EVERY_ERROR = frozenset({"Exception", "BaseException"})


@cache
def parsed(source: str) -> ast.Module:
    """Return the tree of a source text, which several rules look at."""
    return ast.parse(source)


def module_name(path: str) -> str:
    """Return the dotted name: ``sitegen/records/price.py`` is ``sitegen.records.price``."""
    return ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix(".__init__")


def room(name: str) -> str:
    """Return the key in ``FLOORS``: that of ``sitegen.records.price`` and of names in it is ``records``."""
    _, second, *_ = *name.split("."), "", ""
    if second in {"", "__version__"}:
        return "sitegen"
    return "doors" if second in DOORS else second


def origin(path: str, node: ast.ImportFrom) -> str:
    """Return the absolute module that a ``from`` import names, relative ones resolved."""
    parts = module_name(path).split(".")
    package = parts if path.endswith("__init__.py") else parts[:-1]
    above = package[: len(package) - node.level + 1] if node.level else []
    return ".".join([*above, *filter(None, [node.module])])


def imports(path: str, tree: ast.AST) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, full name, and local name with its meaning of each import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield node.lineno, alias.name, alias.asname or top, alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = f"{origin(path, node)}.{alias.name}"
                yield node.lineno, name, alias.asname or alias.name, name


def dotted(node: ast.AST) -> list[str]:
    """Return ``a.b.c`` as its parts, or nothing when it does not start with a name."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute) and (front := dotted(node.value)):
        return [*front, node.attr]
    return []


def names_used(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and full name of what is imported or built in: ``dt.now`` as ``datetime.datetime.now``.

    A name that is given a value, such as a field called ``input``, is no use of the built-in one.
    """
    found = list(imports(path, tree))
    yield from ((line, name) for line, name, _, _ in found)
    meanings = {name: f"builtins.{name}" for name in dir(builtins)}
    meanings |= {local: meaning for _, _, local, meaning in found}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            continue
        if isinstance(node, ast.expr) and (parts := dotted(node)) and parts[0] in meanings:
            yield node.lineno, ".".join([meanings[parts[0]], *parts[1:]])


def floor_faults(path: str, source: str) -> list[str]:
    """Return the imports of a room that does not stand lower, and a folder that is no room."""
    here = room(module_name(path))
    if here not in FLOORS:
        return [f"{path}: is in a room that is on no floor"]
    return [
        f"{path}:{line}: {here} imports {name}"
        for line, name, _, _ in imports(path, parsed(source))
        if name.split(".")[0] == "sitegen"
        and room(name) != here
        and FLOORS.get(room(name), 0) >= FLOORS[here]
    ]


def purity_faults(path: str, source: str) -> list[str]:
    """Return what a module of a folder does that only the doors, the build and the command line may do."""
    if room(module_name(path)) not in FOLDERS:
        return []
    tree = parsed(source)
    touched = {(line, name) for line, name in names_used(path, tree) if IMPURE.fullmatch(name)}
    touched |= {
        (node.lineno, f".{node.attr}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and DISK_METHODS.fullmatch(node.attr)
    }
    touched |= {(line, "sqlite3") for line in _databases_on_disk(tree)}
    return [f"{path}:{line}: touches {name}" for line, name in sorted(touched)]


def _databases_on_disk(tree: ast.Module) -> list[int]:
    """Return the lines that name SQLite's ``connect`` for anything but a database in memory."""
    in_memory = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and [one.value for one in node.args if isinstance(one, ast.Constant)] == [":memory:"]
    }
    named = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "connect"]
    imported = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "sqlite3"
    ]
    return imported + [node.lineno for node in named if id(node) not in in_memory]


def name_faults(path: str, _source: str) -> list[str]:
    """Return the parts of a path that are named for nothing."""
    return [f"{path}: {part} says nothing" for part in module_name(path).split(".") if part in POOR_NAMES]


def length_faults(path: str, source: str) -> list[str]:
    """Return the excess of a module that must be readable at once."""
    lines, most = len(source.splitlines()), ONE_SCREEN.get(path)
    return [f"{path}: has {lines} lines, {most} at most"] if most and lines > most else []


def caught(tree: ast.AST) -> Iterator[tuple[int, list[ast.expr]]]:
    """Yield line and error classes of each handler and each ``suppress``; a bare handler has no class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            yield node.lineno, [node.type] if node.type else []
        elif isinstance(node, ast.Call) and dotted(node.func)[-1:] == ["suppress"]:
            yield node.lineno, node.args


def handler_faults(path: str, source: str) -> list[str]:
    """Return the handlers of every error: they hide our own mistakes too."""
    return [
        f"{path}:{line}: catches every error"
        for line, classes in caught(parsed(source))
        if not classes or any(EVERY_ERROR & set(dotted(name)) for each in classes for name in ast.walk(each))
    ]


RULES = (floor_faults, purity_faults, name_faults, length_faults, handler_faults)


MOST_IN_FOLDER = 22
"""Modules of one folder that a person still finds their way in."""
LONGEST_CHAIN = 15
"""Modules on the longest way along imports, each imported by the one before."""


def graph(modules: Mapping[str, str]) -> dict[str, set[str]]:
    """Return which modules each module imports, wherever the import stands; packages by their own name."""
    known = {module_name(path) for path in modules}
    found: dict[str, set[str]] = {}
    for path, source in modules.items():
        names = [name for _, name, _, _ in imports(path, parsed(source))]
        nearest = {name if name in known else name.rpartition(".")[0] for name in names}
        found[module_name(path)] = nearest & known - {module_name(path)}
    return found


def longest_chain(imported: Mapping[str, set[str]]) -> list[str]:
    """Return the longest way along imports; raises CycleError where they run in a circle."""
    longest: dict[str, list[str]] = {}
    for name in TopologicalSorter(imported).static_order():
        ways = [longest[other] for other in imported[name]]
        longest[name] = [name, *max(ways, key=len, default=[])]
    return max(longest.values(), key=len)


def folder_sizes(paths: Iterable[str]) -> Counter[str]:
    """Return how many modules each folder holds, ``__init__.py`` among them."""
    return Counter(path.rpartition("/")[0] for path in paths)


def test_no_imports_run_in_a_circle_and_no_chain_is_long() -> None:
    """The package's imports have an order, and none of their chains has more than 15 modules."""
    chain = longest_chain(graph(MODULES))
    assert len(chain) <= LONGEST_CHAIN, " → ".join(chain)


def test_no_folder_is_a_crowd() -> None:
    """No folder of the package holds more than 22 modules."""
    crowded = {folder: size for folder, size in folder_sizes(MODULES).items() if size > MOST_IN_FOLDER}
    assert not crowded


def test_a_circle_and_a_long_chain_are_seen() -> None:
    """Imports are counted inside functions and for types too, and a circle of them is an error."""
    one = {"sitegen/a.py": "def f():\n    from sitegen.b import x", "sitegen/b.py": "x = 1"}
    assert longest_chain(graph(one)) == ["sitegen.a", "sitegen.b"]
    two = {**one, "sitegen/b.py": "if TYPE_CHECKING:\n    from sitegen import a"}
    with pytest.raises(CycleError):
        longest_chain(graph(two))


def test_a_crowd_is_seen() -> None:
    """A folder's modules are counted with its ``__init__.py``, those of a folder in it by themselves."""
    assert folder_sizes(["sitegen/a/__init__.py", "sitegen/a/b.py", "sitegen/a/c/d.py"]) == {
        "sitegen/a": 2,
        "sitegen/a/c": 1,
    }


@pytest.mark.parametrize("rule", RULES)
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    """No module of the package breaks a rule of the house."""
    faults = [fault for path, source in MODULES.items() for fault in rule(path, source)]
    assert not faults, "\n".join(faults)


def test_every_room_was_looked_at() -> None:
    """The rules above were asked of all the rooms, not of an empty list."""
    assert {room(module_name(path)) for path in MODULES} >= {*FLOORS} - {"text"}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("sitegen/errors.py", "from sitegen.records import Record"),
        ("sitegen/records/price.py", "from sitegen.sources.arena import rows"),
        ("sitegen/records/price.py", "import sitegen.pages.model"),
        ("sitegen/sources/arena.py", "from sitegen.catalog import join"),
        ("sitegen/matching/words.py", "from sitegen.sources import arena"),
        ("sitegen/catalog/join.py", "from ..facts import prices"),
        ("sitegen/catalog/__init__.py", "from ..pages.model import page"),
        ("sitegen/catalog/join.py", "from .. import fetching"),
        ("sitegen/pages/model.py", "def page():\n    from sitegen.rendering.renderer import rendered"),
        ("sitegen/pages/model.py", "if TYPE_CHECKING:\n    from sitegen.checks import Check"),
        ("sitegen/checks/links.py", "from sitegen import publishing"),
        ("sitegen/fetching/fetch.py", "from sitegen.build import build"),
        ("sitegen/build.py", "from .cli import main"),
        ("sitegen/feeds/atom.py", "x = 1"),
    ],
)
def test_an_import_from_above_is_caught(path: str, source: str) -> None:
    """A room that imports from its own height or higher breaks the floors, however the import is written."""
    assert floor_faults(path, source) != []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "sitegen/records/price.py",
            "from sitegen.errors import DataError\nfrom . import listing\nimport json",
        ),
        ("sitegen/checks/links.py", "from sitegen.pages import model\nfrom ..catalog.join import Catalog"),
        ("sitegen/fetching/fetch.py", "from sitegen import __version__, store\nfrom ..sources import arena"),
        ("sitegen/cli/main.py", "def fetch():\n    from sitegen.fetching.fetch import fetch"),
        ("sitegen/__main__.py", "from sitegen.cli.main import main"),
    ],
)
def test_an_import_from_below_is_allowed(path: str, source: str) -> None:
    """A room may import from its own package and from lower floors."""
    assert floor_faults(path, source) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from os.path import join",
        "import sys",
        "def page():\n    import socket",
        "if TYPE_CHECKING:\n    import httpx",
        "import urllib.request",
        "from urllib import request",
        "from pathlib import Path",
        "import pathlib as p\nhere = p.Path('.')",
        "def text(file):\n    return file.read_text()",
        "there = [file for file in folder.iterdir()]",
        "text = open('a').read()",
        "read = open",
        "import io\ntext = io.open('a')",
        "print('done')",
        "answer = input()",
        "from datetime import datetime\nstamp = datetime.now()",
        "from datetime import datetime as dt\nstamp = dt.utcnow()",
        "import datetime\nday = datetime.date.today()",
        "from datetime import date\nfield = list(map(date.today, ()))",
        "import time",
        "from random import choice",
        "from uuid import uuid4",
        "import importlib",
        "cli = __import__('sitegen.cli.main')",
        "import sqlite3\nheld = sqlite3.connect('data.sqlite')",
        "import sqlite3\nopened = map(sqlite3.connect, [':memory:'])",
        "from sqlite3 import connect",
    ],
)
def test_a_touch_of_the_outside_is_caught(source: str) -> None:
    """A folder that reaches for disk, network, clock, chance, environment or terminal breaks the purity."""
    assert purity_faults("sitegen/pages/model.py", source) != []
    assert purity_faults("sitegen/publishing/output.py", source) == []


@pytest.mark.parametrize(
    "source",
    [
        "from pathlib import PurePosixPath\npath = PurePosixPath('a') / 'b'",
        "from datetime import UTC, date, datetime, time\nday = datetime.fromisoformat('2026-01-01').date()",
        "import csv\nimport io\ntable = csv.writer(io.StringIO())",
        "from urllib.parse import quote\nfrom uuid import uuid5",
        "import sqlite3\nheld = sqlite3.connect(':memory:')",
        "prices = row.input, row.open_weights, site.today",
        "def meaning(signal, time):\n    return signal.value, time.hour",
    ],
)
def test_a_pure_look_alike_is_allowed(source: str) -> None:
    """What only looks like disk, network or clock is allowed in a folder."""
    assert purity_faults("sitegen/pages/model.py", source) == []


@pytest.mark.parametrize(
    "path", ["sitegen/utils.py", "sitegen/pages/helpers.py", "sitegen/common/__init__.py"]
)
def test_a_poor_name_is_caught(path: str) -> None:
    """A module or folder named for nothing is caught."""
    assert name_faults(path, "") != []


def test_a_long_build_is_caught() -> None:
    """Line 151 of build.py or cli.py is one too many, elsewhere it is not."""
    assert length_faults("sitegen/build.py", "x = 1\n" * 150) == []
    assert length_faults("sitegen/build.py", "x = 1\n" * 151) != []
    assert length_faults("sitegen/publishing/output.py", "x = 1\n" * 151) == []


@pytest.mark.parametrize(
    ("caught", "is_broad"),
    [
        ("except:", True),
        ("except Exception:", True),
        ("except (ValueError, BaseException):", True),
        ("except ValueError:", False),
        ("except SitegenError as error:", False),
    ],
)
def test_a_broad_handler_is_caught(caught: str, *, is_broad: bool) -> None:
    """A handler of every error is caught, one of named errors is not."""
    assert bool(handler_faults("sitegen/cli/main.py", f"try:\n    x = 1\n{caught}\n    pass")) == is_broad


def test_a_broad_suppress_is_caught() -> None:
    """Suppressing every error is caught, suppressing a named one is not."""
    assert handler_faults("sitegen/cli/main.py", "with suppress(ValueError, Exception):\n    x = 1") != []
    assert (
        handler_faults("sitegen/cli/main.py", "with contextlib.suppress(FileNotFoundError):\n    x = 1") == []
    )


# Runs a command in an interpreter of its own and writes down what it imported, with no import to do so.
COMMAND = """
import sys
report, *sys.argv[1:] = sys.argv[1:]
from sitegen.cli.main import main
try:
    main()
except SystemExit as end:
    code = end.code
else:
    code = 0
with open(report, "w", encoding="utf-8") as out:
    print(*sys.modules, file=out)
sys.exit(code)
"""


def imported_by(report: Path, *command: str) -> set[str]:
    """Return the modules in memory after a command has run, and succeeded, over the project's own data."""
    line = [sys.executable, "-c", COMMAND, str(report), *command]
    done = subprocess.run(
        line, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(report.read_text(encoding="utf-8").split())


def test_help_imports_no_library_but_click(tmp_path: Path) -> None:
    """``sitegen --help`` answers without the libraries of building and fetching."""
    modules = imported_by(tmp_path / "modules", "--help")
    assert "click" in modules
    assert (
        modules & {"boto3", "httpx", "jinja2", "markdown", "nh3", "PIL", "pydantic", "stamina", "watchfiles"}
        == set()
    )


def test_build_imports_no_library_of_other_commands(tmp_path: Path) -> None:
    """``sitegen build`` imports nothing that only fetching and serving need."""
    shutil.copytree(ROOT / "tests/golden/data", tmp_path / "root/data")
    words = ("--root", str(tmp_path / "root"), "build", "--no-images", "--out", str(tmp_path / "site"))
    modules = imported_by(tmp_path / "modules", *words)
    assert (tmp_path / "site/models").is_dir()
    assert {"jinja2", "pydantic"} <= modules
    assert modules & {"PIL", "boto3", "httpx", "stamina", "watchfiles"} == set()
