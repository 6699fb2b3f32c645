"""Every file opens with a sentence, and every test says in one what holds."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in ("sitegen", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
}


def opens_with_a_sentence(node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether there is a docstring whose first line is a sentence."""
    first, *_ = [*(ast.get_docstring(node) or "").splitlines(), ""]
    return first.endswith(".")


@cache
def parsed(source: str) -> ast.Module:
    """Return the tree of a source text, which two tests look at."""
    return ast.parse(source)


def wordless_tests(source: str) -> list[str]:
    """Return the names of the tests in a source text that do not say what holds."""
    return [
        node.name
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test")
        and not opens_with_a_sentence(node)
    ]


def test_every_file_opens_with_a_sentence() -> None:
    """Every module of the package and of the tests says in its first line what it is."""
    assert [path for path, source in SOURCES.items() if not opens_with_a_sentence(parsed(source))] == []


def test_every_test_says_what_holds() -> None:
    """Every test opens with a sentence."""
    wordless = {path: wordless_tests(source) for path, source in SOURCES.items() if path.startswith("tests/")}
    assert {path: names for path, names in wordless.items() if names} == {}


def test_both_folders_were_looked_at() -> None:
    """The tests above were asked of this file and of the package."""
    assert {"tests/test_docstrings.py", "sitegen/errors.py"} <= SOURCES.keys()


def test_a_missing_sentence_is_caught() -> None:
    """A file or test without a docstring, or with one that is no sentence, is caught."""
    assert opens_with_a_sentence(ast.parse('"""Prices."""'))
    assert not opens_with_a_sentence(ast.parse("x = 1"))
    assert not opens_with_a_sentence(ast.parse('"""Prices"""'))
    assert not opens_with_a_sentence(ast.parse('"""Prices\n\nand units."""'))
    assert wordless_tests('def test_one():\n    """One is one."""\ndef helper():\n    pass') == []
    assert wordless_tests(
        "def test_one():\n    pass\nclass T:\n    async def test_two(self):\n        pass"
    ) == [
        "test_one",
        "test_two",
    ]
