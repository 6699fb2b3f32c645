"""Small answers of the catalogue that are odd in one way each, and what a reader is told of them.

One catalogue holds them all, each in a model of its own: two days of it are fetched, built and looked at as a
maintainer and a visitor do. What is not so yet is marked with what is wrong.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.judge import judge
from tests.oracle.records import truth
from tests.pages.shown import part, rows, text
from tests.processes import build_words, run

ROWS = 110
"""More than fifty for each row that is set aside: a source of which more is wrong is refused."""
BEFORE, AFTER = "2026-06-01", "2026-06-02"
Row = dict[str, Any]


def tool(name: str, /, **changed: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return the record of a model of the forge, with some keys changed; a dictionary changes keys in one."""
    record: Row = {
        "id": f"forge/{name}",
        "canonical_slug": f"forge/{name}-20260301",
        "name": f"Forge: {name.title()}",
        "created": 1_772_323_200,
        "description": f"A {name} for words.",
        "context_length": 200_000,
        "architecture": {
            "modality": "text->text",
            "input_modalities": ["text"],
            "output_modalities": ["text"],
            "tokenizer": "Other",
            "instruct_type": None,
        },
        "pricing": {"prompt": "0.000003", "completion": "0.000012"},
        "top_provider": {"context_length": 200_000, "max_completion_tokens": 8_000, "is_moderated": False},
        "per_request_limits": None,
        "supported_parameters": ["max_tokens", "tools"],
        "default_parameters": {},
        "hugging_face_id": "",
        "expiration_date": None,
    }
    for key, value in changed.items():
        merges = isinstance(value, dict) and isinstance(record.get(key), dict)
        record[key] = {**record[key], **value} if merges else value
    return record


def ruled(name: str, *rules: Row, **prices: str) -> Row:
    """Return a model whose prices change by rules."""
    return tool(name, pricing={**prices, "overrides": list(rules)})


def by_the_hour(now: str) -> Row:
    """Return a model whose price depends on the hour; ``now`` is the input price while it was asked for."""
    windows = [(200, 900, "0.0000006"), (900, 2100, "0.0000015"), (2100, 200, "0.0000006")]
    rules = [{"utc_start": start, "utc_end": end, "prompt": price} for start, end, price in windows]
    return ruled("bellows", *rules, prompt=now)


def batch(*, moderated: bool) -> Row:
    """Return the second id of a model, which differs from the first in moderation alone."""
    return tool("vice", id="forge/vice:batch", top_provider={"is_moderated": moderated})


SAME = [tool(f"nail-{number}") for number in range(ROWS)]
FIRST = [
    *[tool(name) for name in ("awl", "chisel", "drill", "file", "gauge", "lathe", "mallet", "saw")],
    *[tool(name) for name in ("tongs", "wedge", "vice")],
    tool("rasp", pricing={"prompt": "0.000004"}),
    tool("scale", pricing={"input_cache_read": "0.0000003"}),
    by_the_hour("0.0000006"),
    batch(moderated=False),
]
SECOND = [
    ruled("awl", {"max_prompt_tokens": 64_000, "prompt": "0.000006"}),
    ruled("chisel", {"utc_start": 100, "utc_end": 500, "weekdays": 31, "prompt": "0.000001"}),
    ruled("drill", {"days": ["sat", "sun"], "prompt": "0.000001"}),
    tool("file", pricing={"prompt": "0.0000030", "completion": "1.2e-5"}),
    tool("rasp", pricing={"prompt": "0.000004000000000000002"}),
    tool("scale", pricing={"input_cache_read": "3E-7"}),
    by_the_hour("0.0000015"),
    tool(
        "gauge",
        architecture={"output_modalities": ["text", "audio"]},
        pricing={"prompt": "0", "completion": "0"},
    ),
    tool("lathe", pricing={"prompt": "0.0000002", "image": "0.000052"}),
    tool("mallet", pricing={"prompt": "0.00001", "image": "0.0006"}),
    tool("saw", pricing={"prompt": "0.0000005", "image": "0.0001"}),
    tool("tongs", pricing={"prompt": "0.0000000000123456"}),
    ruled("wedge", {"min_prompt_tokens": 100_000, "prompt": "0.000006", "completion": "0.000018"}),
    tool("vice"),
    batch(moderated=True),
]
ASIDE = {"nail-0": "NaN", "nail-1": "-0.25"}
"""Models of whose record the second day has a price that is none."""
ODD = {
    "nail-0": {"expiration_date": "when it rusts"},
    "nail-1": {"expiration_date": "2027-01-31T23:59:59Z"},
    "nail-2": {"top_provider": None},
    "nail-3": {"architecture": None},
    "nail-4": {"reasoning": True},
    "nail-5": {"default_parameters": []},
    "nail-6": {"hugging_face_id": False},
    "nail-7": {"name": ""},
    "nail-8": {"created": 1_772_323_200_000},
    "nail-9": {"links": []},
}
"""Optional fields that are not what they should be."""


class Forge:
    """A catalogue of two days: its data before and after, and the site of the second day."""

    def __init__(self, folder: Path, first: list[Row], second: list[Row]) -> None:
        self.root, self.before, self.site = folder / "root", folder / "before", folder / "site"
        self.fetch(first, BEFORE)
        shutil.copytree(self.root / "data", self.before)
        self.fetched = self.fetch(second, AFTER)
        done = run(*build_words(self.root, self.site))
        assert done.returncode == 0, done.stderr

    def fetch(self, records: list[Row], day: str) -> str:
        """Fetch an answer and return what a person sees of it."""
        answer = self.root.parent / f"{day}.json"
        answer.write_text(json.dumps({"data": records}))
        self.root.mkdir(exist_ok=True)
        done = self.run("fetch", "openrouter", "--from", str(answer), "--on", day)
        assert "openrouter/models: changed" in done, done
        return done

    def run(self, *words: str) -> str:
        """Run a command and return what a person sees."""
        done = run("--root", str(self.root), *words)
        return done.stdout + done.stderr

    @cached_property
    def diff(self) -> str:
        """What changed between the two days, for a person who reviews it."""
        return self.run("diff", str(self.before), str(self.root / "data"))

    @cached_property
    def check(self) -> str:
        """What the data do not hold."""
        return self.run("check", "data")

    @cached_property
    def journal(self) -> list[Row]:
        """The changes of the second day."""
        lines = (self.root / "data/changes.jsonl").read_text().splitlines()
        return [change for change in map(json.loads, lines) if change["on"] == AFTER]

    def page(self, name: str) -> str:
        """Return the page of a model."""
        return (self.site / f"models/forge/{name}-20260301/index.html").read_text()

    def prices(self, name: str) -> list[str]:
        """Return the rows of a model's table of prices."""
        return rows(part(self.page(name), "prices"))

    def facts(self, name: str) -> Row:
        """Return the first id of a model as programs read it."""
        document = json.loads((self.site / f"models/forge/{name}-20260301/index.json").read_text())
        return document["variants"][0]

    def changed(self, name: str) -> list[Row]:
        """Return the lines of the journal about prices of a model."""
        about = [change for change in self.journal if change["id"].startswith(f"forge/{name}")]
        return [change for change in about if change["field"].startswith("pricing")]


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    """Return the catalogue of all oddities at once, each in a model of its own."""
    aside = [tool(name, pricing={"prompt": price}) for name, price in ASIDE.items()]
    second = [*SECOND, *aside, *SAME[len(aside) :]]
    return Forge(tmp_path_factory.mktemp("forge"), [*FIRST, *SAME], second)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("awl", ["max_prompt_tokens", "64,?000"]),
        ("chisel", ["01:00 to 05:00 UTC", "weekdays", "31"]),
        ("drill", ["days", 'sat"?, "?sun']),
    ],
)
def test_a_rule_with_an_unknown_condition_is_not_applied(forge: Forge, name: str, words: list[str]) -> None:
    """It stands in the condition's own words, marked as not applied, is reported, and costs nothing."""
    shown = text(part(forge.page(name), "prices"))
    assert all(re.search(word, shown) for word in words), shown
    assert "not applied" in shown
    assert not re.search(r"always|\$64,000,000,000|\$31,000,000|\['", shown)
    assert forge.facts(name)["rules"][0]["prices"].keys() == {"prompt"}
    assert words[-2] in forge.diff + forge.check
    costs = [re.findall(r"\$[\d,.]+", part(forge.page(one), "cost")) for one in (name, "nail-9")]
    assert costs[0] == costs[1]


def test_a_price_by_the_hour_is_a_range_and_no_change(forge: Forge) -> None:
    """Where windows tile the day, the page says from what to what, and another hour is no change."""
    assert not forge.changed("bellows")
    assert "$0.60 to $1.50 by the hour" in text(part(forge.page("bellows"), "prices"))
    assert "bellows" not in forge.diff


@pytest.mark.parametrize("name", ["file", "rasp", "scale"])
def test_the_same_price_spelled_otherwise_is_no_change(forge: Forge, name: str) -> None:
    """Zeros at the end, an exponent and a digit behind the twelfth change nothing."""
    assert not forge.changed(name)
    assert f"forge/{name}" not in forge.diff
    assert "0.00 %" not in forge.page(name)


def test_a_song_is_not_free(forge: Forge) -> None:
    """Of a model whose text is free and whose sound has no price, both are said, and no price of 0 is."""
    shown = forge.prices("gauge")
    assert any(row.startswith("Audio output") and row.endswith("not published") for row in shown), shown
    assert forge.facts("gauge")["unpriced_outputs"] == ["audio"]
    assert '"price":"0"' not in forge.page("gauge")
    (line,) = [
        row for row in rows((forge.site / "index.html").read_text()) if row.startswith("Gauge forge/gauge")
    ]
    assert "text free" in line
    assert not re.search("free(?! text)", text(part(forge.page("gauge"), "cost")).lower())


@pytest.mark.parametrize(
    ("name", "unit", "price"),
    [
        ("lathe", "image", "$0.000052"),
        ("mallet", "token", "$600"),
        ("saw", None, "unknown"),
    ],
)
def test_a_pictures_unit_follows_from_the_input_price(
    forge: Forge, name: str, unit: str | None, price: str
) -> None:
    """From 258 times the input price it is a picture's, up to 120 times a token's, and between not known."""
    (row,) = [row for row in forge.prices(name) if row.startswith("Image input")]
    assert price in row
    entry = forge.facts(name)["prices"]["image"]
    assert unit is None or entry["unit"] == unit
    assert unit is not None or entry["usd_per_million"] is None


@pytest.mark.parametrize("name", list(ASIDE))
def test_a_price_that_is_none_is_set_aside(forge: Forge, name: str) -> None:
    """The last good record stays, dated by its own day, and diff, check and page say which price was none."""
    for said in (forge.diff, forge.check, text(forge.page(name))):
        line = f"set aside: .*price prompt is '{ASIDE[name]}', no price; the record of {BEFORE} stays"
        assert re.search(line, said)
    assert "$3" in forge.prices(name)[1]
    assert f'published by OpenRouter on <time datetime="{BEFORE}">' in forge.page(name)


def test_a_tiny_price_is_no_leak(forge: Forge) -> None:
    """The smallest price is printed with its digits, and the check of the site takes it."""
    assert "$0.0000123456" in forge.prices("tongs")[1]
    assert (
        "0 refused" in (said := forge.run("check", "site", "--out", str(forge.site))) or "no findings" in said
    )


def test_moderation_is_among_the_differences(forge: Forge) -> None:
    """Where two ids of a model differ in moderation, the table of what differs says so."""
    differing = text(part(forge.page("vice"), "abilities")).partition("How the variants differ")[2]
    assert "Moderated no yes" in differing


def test_a_tier_that_comes_is_in_the_history(forge: Forge) -> None:
    """A rule that was not there the day before is a change of prices, with its threshold."""
    history = text(part(forge.page("wedge"), "history"))
    assert "Unchanged at" not in history or "Other prices of it changed" in history
    assert "100,000" in history
    assert forge.changed("wedge")


def test_the_oracle_agrees_on_all_of_them(forge: Forge) -> None:
    """Whatever else is odd, each price, limit, type and reason is that of the record on file."""
    judged = judge(truth(forge.root / "data"), forge.site)
    assert judged.count > 5_000
    assert not judged.disagreements, "\n".join(map(str, judged.disagreements[:20]))


@pytest.fixture(scope="module")
def rusty(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    """Return the catalogue of which ten models have an odd optional field on the second day."""
    odd = [tool(name, **fields) for name, fields in ODD.items()]
    return Forge(tmp_path_factory.mktemp("rusty"), SAME, [*odd, *SAME[len(odd) :]])


@pytest.mark.parametrize("name", list(ODD))
def test_an_odd_optional_field_is_set_aside_and_the_row_stays(
    name: str, request: pytest.FixtureRequest
) -> None:
    """The prices of the new day stand, and diff and check name the field with its model."""
    rusty = request.getfixturevalue("rusty")
    (field,) = ODD[name]
    assert "$3" in rusty.prices(name)[1]
    for said in (rusty.diff, rusty.check):
        lines = [line for line in said.splitlines() if re.search(rf"forge/{name}\b", line)]
        assert any(field in line for line in lines), said


def test_an_empty_name_shows_the_id_and_milliseconds_a_real_year(request: pytest.FixtureRequest) -> None:
    """A model without a name is called by its id, and no model is listed in the year 9999."""
    rusty = request.getfixturevalue("rusty")
    assert "<h1>forge/nail-7</h1>" in rusty.page("nail-7")
    assert "9999" not in rusty.page("nail-8")
