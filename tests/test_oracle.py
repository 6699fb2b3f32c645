"""An oracle that knows nothing of the program reads built sites and finds every figure and reason right.

``SITEGEN_ORACLE=FOLDER`` has it judge a folder of upstream's answers, too: catalogues whose names begin with
their day, in it or in ``FOLDER/openrouter``. Each is fetched into a root of its own, and all of them into one
after each other, with what stands in ``FOLDER/arena/dataset`` and ``FOLDER/usage``. Each site is judged.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.oracle.judge import judge
from tests.oracle.records import AWAITED, Reason, Truth, expected, truth
from tests.oracle.sentences import false_sentences
from tests.processes import build_words, run

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests/golden"
ANSWERS = os.environ.get("SITEGEN_ORACLE", "")


def report(lines: list[object]) -> str:
    """Return what was found, cut to what a person reads."""
    return "\n".join([f"{len(lines)} disagreements", *map(str, lines[:20])])


def build(root: Path, out: Path) -> None:
    """Build the site of a root."""
    done = run(*build_words(root, out))
    assert done.returncode == 0, done.stderr


def test_the_oracle_knows_nothing_of_the_program() -> None:
    """Its modules import the standard library and each other, and nothing else."""
    modules = sorted((ROOT / "tests/oracle").glob("*.py"))
    assert len(modules) > 5
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "."]
            for name in names:
                assert (
                    name.startswith("tests.oracle.") or name.partition(".")[0] in sys.stdlib_module_names
                ), path
            assert not isinstance(node, ast.Name) or node.id not in ("__import__", "exec", "eval"), path
            assert not isinstance(node, ast.Attribute) or node.attr != "import_module", path


def test_the_site_of_the_committed_data_is_right(tmp_path: Path) -> None:
    """Every price, limit, type, reason and rating of every model is right on every surface."""
    build(ROOT, tmp_path / "site")
    judged = judge(truth(ROOT / "data"), tmp_path / "site")
    assert judged.count > 50_000
    assert not judged.disagreements, report(judged.disagreements)
    assert not false_sentences(tmp_path / "site")


def test_the_golden_site_is_right() -> None:
    """Its odd models have tiers, variants, an alias and names that markup must not break."""
    judged = judge(truth(GOLDEN / "data"), GOLDEN / "site")
    assert judged.count > 600
    assert not judged.disagreements, report(judged.disagreements)
    assert not false_sentences(GOLDEN / "site")


PAGE, DATA = "models/acme/anvil-2-20260102/index.html", "models/acme/anvil-2-20260102/index.json"
TEXT, TABLE, LIST = "models/acme/anvil-2-20260102/index.md", "api/v1/models.csv", "index.html"
AUTHOR = "authors/acme/index.html"
RETIRED = "models/acme/anvil-1/index.html"


@pytest.fixture(scope="module")
def right() -> Truth:
    """Return what is right of the golden data."""
    return truth(GOLDEN / "data")


@pytest.mark.parametrize(
    ("path", "old", "new", "named"),
    [
        # A base price, a price of a rule, its threshold, a price that a rule keeps.
        (
            PAGE,
            'data-label="base price">$2</td>',
            'data-label="base price">$3</td>',
            "page anvil-2 price prompt 2 3",
        ),
        (
            PAGE,
            'data-label="prompts of more than 200,000 tokens">$15</td>',
            'data-label="prompts of more than 200,000 tokens">$16</td>',
            "page rule 200,000 completion 15 16",
        ),
        (PAGE, "more than 200,000 tokens</th>", "more than 100,000 tokens</th>", "page rule 100,000 prompt"),
        (PAGE, "16:00 to 00:30 UTC</th>", "16:00 to 01:30 UTC</th>", "page rule 01:30 prompt"),
        (
            PAGE,
            'data-label="16:00 to 00:30 UTC">$10</td>',
            'data-label="16:00 to 00:30 UTC">$11</td>',
            "page rule 16:00 completion grey",
        ),
        (DATA, '"usd_per_million": "2"', '"usd_per_million": "2.1"', "JSON anvil-2 price prompt 2.1"),
        (DATA, '"usd": "0.000002"', '"usd": "0.0000021"', "JSON anvil-2 price prompt 0.0000021"),
        (DATA, "than 200,000 tokens", "than 200,001 tokens", "JSON rule 200,001 prompt"),
        (TEXT, "$2 per 1M", "$2.01 per 1M", "Markdown anvil-2 price prompt 2.01"),
        (TEXT, "$15 per 1M", "$14 per 1M", "Markdown rule completion 14"),
        (TABLE, "tools,2,amount", "tools,2.1,amount", "CSV anvil-2 price prompt 2.1"),
        (TABLE, "million_tokens 15;", "million_tokens 16;", "CSV rule completion 16"),
        (LIST, ">$2<sup>", ">$2.10<sup>", "explorer prompt $2.10"),
        (LIST, ">$2<sup>+</sup>", ">$2", "explorer ruled"),
        (PAGE, 'amount">$2</span>', 'amount">$3</span>', "page glance prompt $3"),
        (PAGE, "$5 if the prompt exceeds 200K", "$5 if the prompt exceeds 100K", "page glance prompt 100K"),
        (PAGE, '"name":"Output","price":"10"', '"name":"Output","price":"1"', "page offer completion"),
        (AUTHOR, ">$2<sup>", ">$2.10<sup>", "author prompt $2.10"),
        ("api/v1/models.json", '"usd_per_million":"2"', '"usd_per_million":"3"', "models.json entry"),
        # Limits, types, parameters.
        (PAGE, "<dd>128,000 tokens</dd>", "<dd>127,000 tokens</dd>", "page fact context 127000"),
        (PAGE, "<dd>16,384 tokens</dd>", "<dd>16,383 tokens</dd>", "page fact longest 16383"),
        (PAGE, "<dd>text and image</dd>", "<dd>text</dd>", "page fact inputs image"),
        (
            PAGE,
            "<code>tools</code> <code>tool_choice</code>",
            "<code>tools</code>",
            "page fact parameters tool_choice",
        ),
        (PAGE, "<td>32,000 tokens</td>", "<td>33,000 tokens</td>", "page :free fact context 33000"),
        (DATA, '"context_tokens": 128000', '"context_tokens": 128001', "JSON fact context 128001"),
        (TEXT, "| 128,000 tokens |", "| 128,001 tokens |", "Markdown fact context 128001"),
        (TABLE, "128000,16384,image text", "128000,16385,image text", "CSV fact longest 16385"),
        (LIST, ">128K</td>", ">129K</td>", "explorer context 129K"),
        (LIST, ">text, image → text<", ">text → text<", "explorer types text → text"),
        # Sellers.
        (PAGE, 'money">$1.80</td>', 'money">$1.81</td>', "page sellers 1.81"),
        (PAGE, '<span class="mode chosen">shown first</span>', "", "page sellers"),
        (PAGE, '<td class="n amount">64,000</td>', '<td class="n amount">64,001</td>', "page sellers 64,001"),
        (DATA, '"context_tokens": 64000', '"context_tokens": 64001', "JSON sellers 64001"),
        (TEXT, "| $1.80 |", "| $1.81 |", "Markdown sellers 1.81"),
        ("api/v1/sellers.csv", ",1.8,amount", ",1.81,amount", "sellers.csv sellers 1.81"),
        # Reasons and days.
        (PAGE, "none planned", "not published", "page fact expires 'none planned' 'not published'"),
        (DATA, '"expires": "none planned"', '"expires": "never"', "JSON fact expires never"),
        (TEXT, "none planned", "not published", "Markdown fact expires"),
        (TABLE, "retired by 2026-02-05", "retired by 2026-02-06", "CSV anvil-1 rank 2026-02-06"),
        (
            RETIRED,
            ">2026-02-05</time></span></dd>",
            ">2026-02-06</time></span></dd>",
            "page rank 2026-02-06",
        ),
        ("gone/index.html", ">retired by 2026-02-05<", ">retired by 2026-02-06<", "explorer rank 2026-02-06"),
        (
            PAGE,
            'Listed on <time datetime="2026-01-02">',
            'Listed on <time datetime="2026-01-03">',
            "page glance lead 2026-01-03",
        ),
        (PAGE, 'datetime="2026-02-05">5 F', 'datetime="2026-02-06">5 F', "page glance day 2026-02-06"),
        (PAGE, ">2026-02-03</time>", ">2026-02-04</time>", "page time 2026-02-04"),
        # Arena's rows.
        (PAGE, '<td class="n">1481.22</td>', '<td class="n">1481.23</td>', "page row anvil-2 1481.23"),
        (PAGE, '<td class="n">12,346</td>', '<td class="n">12,345</td>', "page row anvil-2 12,345"),
        (DATA, '"score": 1481.22', '"score": 1481.23', "JSON headline 1481.23"),
        (DATA, '"day": "2026-02-03"', '"day": "2026-02-04"', "JSON headline 2026-02-04"),
        (
            DATA,
            '"rank": 1,\n     "score": 1481.22',
            '"rank": 2,\n     "score": 1481.22',
            "JSON row anvil-2 rank=2",
        ),
        (TEXT, "| 1481.22 |", "| 1481.23 |", "Markdown row anvil-2 1481.23"),
        (TEXT, "rank 1 on", "rank 2 on", "Markdown rank 1 2"),
        (PAGE, "1,038,500,000,123 tokens", "1,038,500,000,122 tokens", "page glance usage 122"),
        (TEXT, ": 1,038,500,000,123", ": 1,038,500,000,122", "Markdown usage 122"),
        (TABLE, "1038500000123,1,", "1038500000123,2,", "CSV usage"),
        (DATA, '"tokens": 1038500000123', '"tokens": 1038500000122', "JSON usage 122"),
        (PAGE, "score 1481.22", "score 1481.21", "page glance score 1481.21"),
        (TABLE, "1481.22,1475.02", "1481.22,1475.03", "CSV headline 1475.03"),
        (LIST, "#1 <span>1481.22", "#2 <span>1481.22", "explorer rank #2 1481.22"),
    ],
)
def test_one_wrong_figure_is_named(
    tmp_path: Path, right: Truth, path: str, old: str, new: str, named: str
) -> None:
    """A figure or a reason that is changed in one file is the one that the oracle names, on its surface."""
    site = tmp_path / "site"
    shutil.copytree(GOLDEN / "site", site)
    text = (site / path).read_text()
    assert old in text
    (site / path).write_text(text.replace(old, new, 1), newline="")
    judged = judge(right, site)
    found = [str(one) for one in judged.disagreements]
    surface, *words = re.findall(r"'[^']*'|\S+", named)
    assert any(line.startswith(surface) and all(word in line for word in words) for line in found), found
    # The list of all models is held to the models' own files.
    assert {one.surface for one in judged.disagreements} - {"models.json"} <= {surface}, found


def test_rounded_amounts_have_their_digits_in_a_note() -> None:
    """The oracle takes ``≈`` only with the exact digits beside it, which must round to what is shown."""
    from tests.oracle.words import price_text  # noqa: PLC0415 - only here

    right = expected({"id": "a/b", "pricing": {"prompt": "0.00000008333333333333334"}}).prices["prompt"]
    assert price_text("≈ $0.0833333 per 1M tokens (exactly $0.08333333333333334)") == right
    assert price_text("≈ $0.0833333", "per 1M tokens", [right.dollars]) == right
    assert price_text("≈ $0.0833333", "per 1M tokens") != right
    assert price_text("≈ $0.0833334 per 1M tokens (exactly $0.08333333333333334)") != right
    assert price_text("$0.0833333 per 1M tokens") != right


@pytest.mark.parametrize(
    ("pricing", "right"),
    [
        ({"prompt": "0.0000025"}, {"prompt": ("2.5", "per 1M tokens")}),
        ({"prompt": "0", "web_search": "0.01"}, {"prompt": "free", "web_search": ("0.01", "per search")}),
        ({"prompt": "-1"}, {"prompt": "varies by request"}),
        ({"prompt": "0.000001", "image": "0", "request": "0"}, {"prompt": ("1", "per 1M tokens")}),
        (
            {"prompt": "0.000001", "image": "0.00012"},
            {"prompt": ("1", "per 1M tokens"), "image": ("120", "per 1M tokens")},
        ),
        (
            {"prompt": "0.0000001", "image": "0.0000258"},
            {"prompt": ("0.1", "per 1M tokens"), "image": ("0.0000258", "per image")},
        ),
    ],
)
def test_prices_are_read_by_the_plan(pricing: dict[str, str], right: dict[str, object]) -> None:
    """Units, free, filler zeros and pictures are what the plan says, where no rule is awaited."""
    found = expected({"id": "a/b", "pricing": pricing}).prices
    told = {
        key: str(price) if isinstance(price, Reason) else (f"{price.dollars.normalize():f}", price.unit)
        for key, price in found.items()
    }
    assert told == right


def test_a_false_sentence_is_named(tmp_path: Path) -> None:
    """Changes of nothing, falls to −100 % above zero, lowest prices and retired ids still listed: found."""
    site = tmp_path / "site"
    shutil.copytree(GOLDEN / "site", site)
    for path, words in {
        "changes/index.html": "<p>input $2 → $1.25 (−100 %); output ≈ $1 → ≈ $1 (−0.00 %)</p>",
        "index.md": "OpenRouter’s lowest price",
        RETIRED: "This day is past: the source still lists the id.",
    }.items():
        with (site / path).open("a") as file:
            file.write(words)
    found = "\n".join(false_sentences(site, awaited=frozenset()))
    for word in ("above zero", "a change of nothing", "lowest price", "anvil-1/index.html: a retired model"):
        assert word in found


def answers() -> list[Path]:
    """Return the catalogues of the folder that the variable names, by day."""
    folder = Path(ANSWERS)
    days = re.compile(r"\d{4}-\d\d-\d\d")
    places = (folder, folder / "openrouter")
    return sorted(path for place in places for path in place.glob("*.json") if days.match(path.name))


def fetch(root: Path, source: str, files: list[Path], day: str) -> None:
    """Fetch an answer, of several pages perhaps, into a root."""
    pages = [word for file in files for word in ("--from", str(file))]
    done = run("--root", str(root), "fetch", source, *pages, "--on", day, "--accept-loss")
    assert done.returncode == 0, done.stdout + done.stderr


def fetch_others(root: Path, day: str) -> None:
    """Fetch the answers of Arena and of usage that stand beside the catalogues."""
    boards: dict[str, list[Path]] = {}
    for page in sorted(Path(ANSWERS).glob("arena/dataset/*.page*.json")):
        boards.setdefault(page.name.partition(".")[0], []).append(page)
    latest = {name.partition("-")[0]: pages for name, pages in sorted(boards.items())}
    for pages in latest.values():
        fetch(root, "arena", pages, day)
    for path in sorted(Path(ANSWERS).glob("usage/*.json"))[-1:]:
        fetch(root, "usage", [path], day)


@pytest.mark.skipif(not ANSWERS, reason="SITEGEN_ORACLE names no folder of answers")
@pytest.mark.parametrize("together", [False, True], ids=["each day", "all days"])
def test_the_sites_of_real_answers_are_right(tmp_path: Path, *, together: bool) -> None:
    """The site of each day, by itself and after all days before it, says what that day's answer says."""
    assert answers()
    for path in answers():
        day = path.name[:10]
        root = tmp_path / ("all" if together else path.stem)
        root.mkdir(exist_ok=True)
        fetch(root, "openrouter", [path], day)
        if not together or path == answers()[-1]:
            fetch_others(root, day)
        build(root, root / "site")
        judged = judge(truth(root / "data", path), root / "site", AWAITED)
        assert not judged.disagreements, f"{day}: {report(judged.disagreements)}"
        assert not (found := false_sentences(root / "site")), f"{day}: {report(found)}"
        done = run("--root", str(root), "check", "site", "--out", str(root / "site"))
        assert done.returncode == 0, f"{day}: {done.stdout}{done.stderr}"
