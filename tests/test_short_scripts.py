"""Scripts are sent shorter, and say the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from sitegen.rendering.short_scripts import short_script

SCRIPTS = sorted((Path(__file__).parents[1] / "templates" / "assets").glob("*.js"))

CASES = {
    "const a = 1; // one\n": "const a=1;\n",
    "/** A sum. */\nexport function f(a, b) {\n  return a + b;\n}\n": "export function f(a,b){return a+b;}\n",
    "/*! Licence */ f();\n": "/*! Licence */f();\n",
    'const url = "https://a  // b";\n': 'const url="https://a  // b";\n',
    "f(`a  ${x  +  `b  ${ {c: 1}.c }  // c`}  d`);\n": "f(`a  ${x  +  `b  ${ {c: 1}.c }  // c`}  d`);\n",
    "f(`}${'}'}  \\`  `);\n": "f(`}${'}'}  \\`  `);\n",
    "const word = /[/ ]+ \\/ /g.test(a / b / c);\n": "const word=/[/ ]+ \\/ /g.test(a/b/c);\n",
    "return  /a  b/;\n": "return/a  b/;\n",
    "a + +b - -c + ++d;\n": "a+ +b- -c+ ++d;\n",
    "let a = b\nlet c\n(d)\n": "let a=b\nlet c\n(d)\n",
    "a = b / /c/.d;\n": "a=b/ /c/.d;\n",
    "a++\nb\n": "a++\nb\n",
    "return\na\n": "return\na\n",
    "a\n  .b()\n  ?.c;\n": "a.b()?.c;\n",
    "for (const a of [1]) if (a in b) c();\n": "for(const a of[1])if(a in b)c();\n",
}


@pytest.mark.parametrize("script", CASES)
def test_white_space_goes_where_it_says_nothing(script: str) -> None:
    """Texts, patterns, licences and breaks that may end a statement stay; a second time changes nothing."""
    assert short_script(script.encode()).decode() == CASES[script]
    assert short_script(CASES[script].encode()).decode() == CASES[script]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_what_is_shipped_stays_a_module(path: Path) -> None:
    """Each shipped script is shorter, and still what node can read."""
    given = path.read_bytes()
    short = short_script(given)
    assert short_script(short) == short
    assert len(short) < len(given) * 0.9
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not on PATH")
    subprocess.run([node, "--check", "--input-type=module"], input=short, check=True, capture_output=True)
