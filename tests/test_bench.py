"""The benchmark: its corpus is the same everywhere and is taken, its tables reckon right, untimed."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from sitegen.build import build
from sitegen.fetching.fetch import Request, fetch
from sitegen.store.dataset import joined, read_dataset
from tests.bench import corpus, stages
from tests.bench.measure import Command, Measure, measured, medians, paired_ratio
from tests.bench.tables import COLD, EDITED, SAME, Rounds, Table, beside, figures, goals, verdict
from tests.bench.tools import HERE, Hugo, Sitegen, source_digest

COUNT = 20


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small corpus."""
    folder = tmp_path_factory.mktemp("corpus")
    corpus.write(COUNT, folder)
    return folder


def fetched(root: Path, made: Path, answer: str) -> Path:
    """Return ``root`` with a corpus in its data, as the benchmark puts it there."""
    for name, file in (("openrouter", answer), ("arena", corpus.BOARD)):
        request = Request(sources=(name,), on=date.fromisoformat(corpus.DAY), origins=(str(made / file),))
        (outcome,) = fetch(root / "data", {}, request, environment={})
        assert (outcome.status, outcome.set_aside, outcome.unknown_keys) == ("changed", (), {})
    return root


def test_a_corpus_is_the_same_every_time(made: Path, tmp_path: Path) -> None:
    """The same number gives the same bytes, in every file."""
    corpus.write(COUNT, tmp_path)
    files = {path.name: path.read_bytes() for path in made.iterdir()}
    assert len(files) == 5
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_every_record_is_a_model() -> None:
    """No slug of 5,000 comes twice, and about 40 % of them are rated."""
    slugs = {record["canonical_slug"]: record for record in corpus.records(5_000)}
    assert len(slugs) == 5_000
    assert 0.37 < len(corpus.board(slugs.values(), 5_000)) / 5_000 < 0.43


def test_the_edited_answer_differs_in_one_description(made: Path) -> None:
    """One record is another, the one whose slug is told, and by nothing but what was added."""
    old, new = (json.loads((made / name).read_text())["data"] for name in (corpus.ANSWER, corpus.EDITED))
    [(before, after)] = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
    assert before["id"] == (made / corpus.EDITED_SLUG).read_text()
    assert after == {**before, "description": f"{before['description']}\n\n{corpus.ADDITION}"}


def test_sitegen_takes_the_corpus(made: Path, tmp_path: Path) -> None:
    """Every record is a page, every row of Arena's is joined exactly, and the edit reaches its page."""
    root = fetched(tmp_path / "root", made, corpus.ANSWER)
    models = joined(read_dataset(root / "data")).models
    rated = json.loads((made / corpus.RATED).read_text())
    assert len(models) == COUNT
    assert {m.slug for m in models for one in m.rated if one.match.confidence == "exact"} == set(rated)
    slug = (made / corpus.EDITED_SLUG).read_text()
    for answer, edited in ((corpus.ANSWER, False), (corpus.EDITED, True)):
        out = tmp_path / f"site-{edited}"
        build(fetched(tmp_path / f"root-{edited}", made, answer), out, images=False)
        assert len(list((out / "models").glob("*/*/index.html"))) >= COUNT
        assert (corpus.ADDITION in (out / "models" / slug / "index.html").read_text()) is edited


def test_the_stages_build_the_same_site(made: Path, tmp_path: Path) -> None:
    """What is measured by stages writes byte for byte what a build writes, and every stage took its time."""
    root = fetched(tmp_path / "root", made, corpus.ANSWER)
    clock = stages.Clock()
    models, files = stages.staged(root, tmp_path / "staged", clock)
    build(root, tmp_path / "built", images=False)
    built, staged = (tree(tmp_path / name) for name in ("built", "staged"))
    assert models == COUNT
    assert staged == built
    assert files == len(built) - 1  # the marker of the folder is no page
    assert set(clock.spent) == {"import", "read", "validate", "join", "draw", "write"}


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ROUNDS: Rounds = {
    ("sitegen", COLD): [Measure(1, 1, 50), Measure(4, 2, 52), Measure(2, 9, 51)],
    ("sitegen", SAME): [Measure(0.1, 0.1, 30)] * 3,
    ("sitegen", EDITED): [Measure(0.9, 0.5, 61)] * 3,
    ("Hugo", COLD): [Measure(2, 2, 100), Measure(4, 4, 100), Measure(4, 9, 100)],
    ("Hugo", SAME): [Measure(1, 2, 100)] * 3,
    ("Hugo", EDITED): [Measure(1, 2, 100)] * 3,
}


def test_medians_are_of_each_column() -> None:
    """The middle of each column, whatever round it is from."""
    assert medians(ROUNDS["sitegen", COLD]) == (2, 2, 51)
    assert medians([Measure(1, 2, 3), Measure(2, 4, 6)]) == (1.5, 3, 4.5)


def test_ratios_are_of_pairs() -> None:
    """The median of 1/2, 4/4 and 2/4, which is not the ratio of the medians 2/4 … of other rounds."""
    assert (
        paired_ratio([Measure(1, 0, 0), Measure(4, 0, 0), Measure(9, 0, 0)], [Measure(2, 1, 1)] * 3, "wall")
        == 2
    )
    assert paired_ratio(ROUNDS["sitegen", COLD], ROUNDS["Hugo", COLD], "wall") == 0.5
    assert paired_ratio(ROUNDS["sitegen", COLD], ROUNDS["Hugo", COLD], "cpu") == 0.5


def test_pairs_that_do_not_fit_are_refused() -> None:
    """A round without its pair is no ratio."""
    with pytest.raises(ValueError, match="shorter"):
        paired_ratio([Measure(1, 1, 1)] * 2, [Measure(1, 1, 1)], "wall")


@pytest.mark.parametrize(
    ("value", "limit", "said"),
    [
        (0.5, 0.9, "0.500 (≤ 0.9: met)"),
        (0.9, 0.9, "0.900 (≤ 0.9: met)"),
        (0.9001, 0.9, "0.900 (≤ 0.9: missed)"),
        (61, 60, "61 (≤ 60: missed)"),
        (12.34, None, "12"),
        (0.0199, 0.02, "0.020 (≤ 0.02: met)"),
    ],
)
def test_a_goal_is_met_or_missed(value: float, limit: float | None, said: str) -> None:
    """The figure is compared in full, and a size without a goal has none."""
    assert verdict(value, limit) == said


def test_the_goals_are_those_of_each_size() -> None:
    """Each column has the limits of its number of models; memory is that of the heaviest step."""
    table = goals({500: ROUNDS, 5_000: ROUNDS, 7: ROUNDS})
    assert table.head == ["sitegen / Hugo", "500 models", "5,000 models", "7 models"]
    assert table.rows == [
        ["cold, wall", "0.500 (≤ 0.9: met)", "0.500 (≤ 0.5: met)", "0.500"],
        ["cold, CPU", "0.500 (≤ 0.6: met)", "0.500 (≤ 0.35: missed)", "0.500"],
        ["nothing changed, wall", "0.100 (≤ 0.15: met)", "0.100 (≤ 0.05: missed)", "0.100"],
        ["one model changed, wall", "0.900 (≤ 0.7: missed)", "0.900 (≤ 0.2: missed)", "0.900"],
        ["peak memory, MB", "61 (≤ 60: missed)", "61 (≤ 80: met)", "61"],
    ]


def test_without_hugo_only_memory_has_a_goal() -> None:
    """A ratio to what was not measured is not made up."""
    alone = {key: found for key, found in ROUNDS.items() if key[0] == "sitegen"}
    assert goals({500: alone}).rows == [["peak memory, MB", "61 (≤ 60: missed)"]]
    assert "Hugo" not in "".join(figures(alone, {"sitegen": (3, 1)}).head)


def test_the_figures_stand_beside_hugos() -> None:
    """Medians, what a cold build wrote, and ratios that are 1 for Hugo itself."""
    sizes: Mapping[str, tuple[int, int]] = {"sitegen": (1_234, 5_600_000), "Hugo": (500, 4_000_000)}
    table = figures(ROUNDS, sizes)
    assert table.rows[0] == ["sitegen, cold", "2.000", "2.000", "51", "1,234", "5.6", "0.50", "0.50"]
    assert table.rows[3] == ["Hugo, cold", "4.000", "4.000", "100", "500", "4.0", "1.00", "1.00"]
    assert table.rows[4][4:] == ["", "", "1.00", "1.00"]


def test_tools_stand_side_by_side() -> None:
    """A line a tool, a triple for each size and step."""
    table = beside({500: ROUNDS})
    assert table.rows[1] == ["Hugo", "4.00 / 4.00 / 100", "1.00 / 2.00 / 100"]
    assert table.head == ["wall s / CPU s / MB", "500, cold", "500, nothing changed"]


def test_a_table_is_text_or_markdown() -> None:
    """Figures are flush right in text; Markdown has a line under its head."""
    table = Table(["", "MB"], [["sitegen", "51"], ["Hugo", "100"]])
    assert table.text() == "          MB\nsitegen   51\nHugo     100"
    assert table.markdown() == "|  | MB |\n| --- | --- |\n| sitegen | 51 |\n| Hugo | 100 |"


def test_a_process_is_measured_as_a_whole() -> None:
    """CPU and memory of the process that was started are read; memory beyond what this one has used."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    idle = measured(Command([sys.executable, "-c", ""]))
    busy = measured(Command([sys.executable, "-c", f"bytearray({own} + 100 * 2**20); sum(range(4_000_000))"]))
    assert idle.memory <= own / 2**20 + 1
    assert own / 2**20 + 100 <= busy.memory
    assert idle.cpu < busy.cpu
    assert idle.wall > 0


def test_a_command_that_fails_says_why() -> None:
    """Its exit code and what it wrote on standard error are not lost."""
    with pytest.raises(CalledProcessError) as failure:
        measured(Command([sys.executable, "-c", "import sys; sys.exit('no such corpus')"]))
    assert (failure.value.returncode, failure.value.stderr.strip()) == (1, "no such corpus")


def test_hugo_gets_the_edited_answer(made: Path, tmp_path: Path) -> None:
    """Hugo reads data within its site, so it has two sites, and its command stands in one of them."""
    hugo = Hugo(Path("hugo"))
    hugo.prepare(made, tmp_path)
    for edited, answer in ((False, corpus.ANSWER), (True, corpus.EDITED)):
        site = hugo.build(made, tmp_path, tmp_path / "out", edited=edited).folder
        assert site is not None
        assert (site / "data/openrouter.json").read_bytes() == (made / answer).read_bytes()
        assert (site / "hugo.toml").read_bytes() == (HERE / "hugo/hugo.toml").read_bytes()


def test_the_programs_own_options_reach_its_build(tmp_path: Path) -> None:
    """``--build '--jobs 2'`` ends the command that is measured."""
    command = Sitegen(Path("sitegen"), ("--jobs", "2")).build(
        tmp_path, tmp_path, tmp_path / "out", edited=True
    )
    assert list(map(str, command.arguments))[-5:] == [
        "--no-images",
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "2",
    ]
    assert str(tmp_path / "sitegen-edited") in map(str, command.arguments)


def test_the_digest_is_of_the_source() -> None:
    """The same checkout has one digest: nothing is installed anew that is installed."""
    assert source_digest() == source_digest()
