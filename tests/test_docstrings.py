"""Every file opens with a sentence, and every test says in one what holds."""

from __future__ import annotations

import ast
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


def wordless_tests(tree: ast.Module) -> list[str]:
    """Return the names of the tests in a module that do not say what holds."""
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test")
        and not opens_with_a_sentence(node)
    ]


def test_every_file_and_every_test_says_what_it_is() -> None:
    """Every module of the package and of the tests says in its first line what it is; every test, what holds.

    One after the other: to have all trees at once takes four times as long.
    """
    silent = {}
    for path, source in SOURCES.items():
        tree = ast.parse(source)
        file = [] if opens_with_a_sentence(tree) else [path]
        silent[path] = [*file, *(wordless_tests(tree) if path.startswith("tests/") else ())]
    assert {path: names for path, names in silent.items() if names} == {}


def test_both_folders_were_looked_at() -> None:
    """The tests above were asked of this file and of the package."""
    assert {"tests/test_docstrings.py", "sitegen/errors.py"} <= SOURCES.keys()


def test_a_missing_sentence_is_caught() -> None:
    """A file or test without a docstring, or with one that is no sentence, is caught."""
    assert opens_with_a_sentence(ast.parse('"""Prices."""'))
    assert not opens_with_a_sentence(ast.parse("x = 1"))
    assert not opens_with_a_sentence(ast.parse('"""Prices"""'))
    assert not opens_with_a_sentence(ast.parse('"""Prices\n\nand units."""'))
    assert wordless_tests(ast.parse('def test_one():\n    """One is one."""\ndef helper():\n    pass')) == []
    two = "def test_one():\n    pass\nclass T:\n    async def test_two(self):\n        pass"
    assert wordless_tests(ast.parse(two)) == ["test_one", "test_two"]
