"""The shipped scripts and style sheet, read as text: nothing is dead, and nothing stays in a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitegen.forms.marks import HUES, STEPS

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
SHEET = (TEMPLATES / "assets" / "site.css").read_text(encoding="utf-8")
SCRIPTS = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((TEMPLATES / "assets").glob("*.js"))
}

COMMENT = re.compile(r"/\*.*?\*/|^ *//[^\n]*", re.DOTALL | re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
IMPORT = re.compile(r'^import \{\s([^}]*)\s\} from "\./([\w.]+)";$', re.MULTILINE)
LATER = re.compile(r'\(await import\("\./([\w.]+)"\)\)\.(\w+)')
"""A script that is read when it is first used, and the function of it."""
FUNCTION = re.compile(
    r"^ *(?:async )?function (\w+)|^ *const (\w+) = (?:async )?(?:\([^)]*\)|\w+) =>", re.MULTILINE
)
VALUE = re.compile(r"^(?:const|let) (\w+) =", re.MULTILINE)
PARAMETERS = re.compile(r"(?<=function )\w+\([^)]*\)|\w+ =>|\([^()]*\) =>")
BEFORE = r"(?<![\w$])(?<![^.]\.)"
"""What stands before a name that is no member of something: ``...name`` is none, ``one.name`` is."""
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
BUILT_IN = {
    *("if", "for", "while", "switch", "catch", "return", "super", "import", "async", "await"),
    *(
        "addEventListener",
        "cancelAnimationFrame",
        "clearTimeout",
        "fetch",
        "getComputedStyle",
        "getSelection",
    ),
    *(
        "requestAnimationFrame",
        "setTimeout",
        "encodeURIComponent",
        "BigInt",
        "Map",
        "Set",
        "URL",
        "URLSearchParams",
        "Number",
        "Promise",
        "String",
    ),
    *("Boolean", "Error", "RangeError", "Date", "Option", "Blob", "DOMParser", "IntersectionObserver"),
    *("ResizeObserver",),
}
"""What may be called without being declared: words of the language, and what a browser has."""
FILE = re.compile(r"\b(?:sitegen|tests|templates)/[\w/]+\.\w+")
"""A file of the repository, as a comment names it."""

Names = set[tuple[str, str]]
"""Pairs of a script and a name in it."""


def exports(scripts: Mapping[str, str]) -> Names:
    """Return what scripts export."""
    return {(script, name) for script, source in scripts.items() for name in EXPORT.findall(source)}


def imports(scripts: Mapping[str, str]) -> Names:
    """Return what scripts import, with the script that it comes from."""
    lists = [found for source in scripts.values() for found in IMPORT.findall(source)]
    return {(script, name) for names, script in lists for name in re.findall(r"\w+", names)}


def read_later(scripts: Mapping[str, str]) -> Names:
    """Return what scripts read when it is first used, with the script that it comes from."""
    return {pair for source in scripts.values() for pair in LATER.findall(source)}


def unused(source: str) -> list[str]:
    """Return the functions, constants and imports of a script that it does not use itself."""
    source = COMMENT.sub("", source)
    functions = {name or constant for name, constant in FUNCTION.findall(source)}
    functions |= {name for _, name in imports({"": source})}
    values = {*VALUE.findall(source)} - functions
    source = PARAMETERS.sub("", IMPORT.sub("", source))
    return sorted(
        [name for name in functions if not re.search(rf"{BEFORE}{name}\(|[(\s]{name}[,)]", source)]
        + [name for name in values if len(re.findall(rf"{BEFORE}{name}\b", source)) < 2]
    )


def only_called(source: str) -> list[str]:
    """Return the names that a script calls, and neither declares, imports, takes nor has of the browser."""
    source = STRING.sub('""', COMMENT.sub("", source))
    called = set(re.findall(rf"(?<!\\){BEFORE}([A-Za-z_$][\w$]*)\(", source)) - BUILT_IN
    # A function, or a word that stands somewhere without being called: a parameter, a constant, an import.
    return sorted(
        name for name in called if not re.search(rf"function {name}\(|{BEFORE}\b{name}\b(?!\w|\()", source)
    )


def test_every_export_is_imported() -> None:
    """No script exports what no other one needs, and none imports what is not there."""
    assert exports(SCRIPTS) == imports(SCRIPTS) | read_later(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_everything_in_a_script_is_used(script: str) -> None:
    """No function is defined that nothing calls, and no value or import that nothing reads."""
    assert unused(SCRIPTS[script]) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_everything_that_a_script_calls_is_there(script: str) -> None:
    """No call is of a function that was renamed, or that went with another change."""
    assert only_called(SCRIPTS[script]) == []


def test_every_script_is_loaded() -> None:
    """Each script is named by a page, or imported by another one."""
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.html"))
    named = set(re.findall(r'src="\{\{ root \}\}assets/([\w.]+)"', pages))
    others = {script for script, _ in imports(SCRIPTS) | read_later(SCRIPTS)}
    assert named | others == SCRIPTS.keys()


def test_every_file_that_a_comment_names_is_there() -> None:
    """A reader who follows a comment of script or style sheet into the repository finds the file."""
    files = {file for text in (*SCRIPTS.values(), SHEET) for file in FILE.findall(text)}
    assert "sitegen/catalog/cost.py" in files
    assert [file for file in sorted(files) if not (ROOT / file).is_file()] == []


def test_every_class_of_the_style_sheet_is_given() -> None:
    """Each class and id that the style sheet has a rule for is a word of a template, a script or a module."""
    selectors = re.sub(r"\{[^{}]*\}", "{}", COMMENT.sub("", SHEET))
    named = set(re.findall(r"[.#]([a-z][\w-]*)", selectors, re.IGNORECASE))
    texts = [
        path.read_text(encoding="utf-8")
        for path in (*TEMPLATES.rglob("*.html"), *ROOT.glob("sitegen/**/*.py"))
    ]
    words = set(re.findall(r"[\w-]+", " ".join([*texts, *SCRIPTS.values()])))
    assert {"register", "finder"} <= named
    numbered = {f"b{step}" for step in range(1, STEPS + 1)} | {f"h{hue}" for hue in range(2, HUES + 1)}
    assert numbered <= named
    assert sorted(named - words - numbered) == []


DEAD = """
import { near, far } from "./distance.js";
const LIMIT = 3;
const MOST = 4;
// Nothing reads LIMIT any more.
/** Nothing calls walk() any more. */
function walk(step) { return near(step.walk()); }
export function run(walk, LIMITS) { return [1].map((walk) => MOST).map(jump); }
const jump = (far) => far;
async function stand({ rest, stand }) { return [...(await wait())]; }
function wait(steps, stand) {}
"""


def test_what_is_dead_is_found() -> None:
    """A comment, a parameter, a member and a longer name are no use of what they are called like."""
    assert unused(DEAD) == ["LIMIT", "far", "stand", "walk"]
    assert exports({"a.js": DEAD}) == {("a.js", "run")}
    assert only_called('import { near } from "./a.js";\nnear(walk("run()"), far);\nfar(2);') == ["walk"]
    assert imports({"a.js": DEAD}) == {("distance.js", "near"), ("distance.js", "far")}


KEEPS = re.compile(r"localStorage|sessionStorage|indexedDB|\bcaches\b|\.cookie\b|cookieStore|serviceWorker")


def test_no_script_keeps_anything_in_the_browser() -> None:
    """No script of the site writes cookies, storage or caches: neither visits nor tests leave a trace."""
    assert [name for name, source in SCRIPTS.items() if KEEPS.search(source)] == []
    assert len(SCRIPTS) > 3
    assert KEEPS.search("document.cookie = 1")


def test_no_rule_is_about_whatever_stands_behind_something() -> None:
    """A row that comes has a browser style all rows anew if a rule is about any element behind another."""
    assert re.findall(r"[+~] ?(?:\*|[:\[])(?!is\()[^{]*", SHEET) == []
