"""Accepting: open alarms are listed, accepted with somebody's name and reason, and seen in the review."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from sitegen.checks.acceptance import alarm_findings
from sitegen.cli.main import main
from sitegen.records.change import Change, Whose
from tests.makers import answer as makers_answer
from tests.makers import model as makers_model
from tests.test_revisions import git
from tests.worlds import Row, row

RULES = [{"min_prompt_tokens": 200_000, "prompt": "0.000005"}]
DEARER = [{"min_prompt_tokens": 200_000, "prompt": "0.00005"}]
DAYS = {
    "2026-03-01": {
        "a/price": {},
        "a/rules": {"pricing": {"prompt": "0.0000025", "completion": "0.00001", "overrides": RULES}},
        "a/window": {},
    },
    "2026-03-02": {
        "a/price": {"pricing": {"prompt": "0.0025", "completion": "0.00001"}},
        "a/rules": {"pricing": {"prompt": "0.0000025", "completion": "0.00001", "overrides": DEARER}},
        "a/window": {"context_length": 1_000},
    },
}
CHECKED = ("--why", "their page says so")


class Place:
    """A root under git, in which somebody fetches, accepts and checks."""

    def __init__(self, root: Path) -> None:
        self.root, self.file = root, root / "data/overrides/accepted.toml"
        root.mkdir()
        git(root, "init", "-q")
        git(root, "config", "user.name", "Ann Other")
        self.fetch("2026-03-01")
        git(root, "add", "data")
        git(root, "commit", "-qm", "data")

    def run(self, *words: str, code: int = 0) -> Result:
        """Run a command, which must end with a code."""
        done = CliRunner().invoke(main, ["--root", str(self.root), *words], catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done

    def fetch(
        self, day: str, *words: str, models: dict[str, dict[str, Any]] | None = None, code: int = 0
    ) -> Result:
        """Fetch an answer as of a day: these models, with what differs from the plain one."""
        answer = self.root / "answer.json"
        rows = [named(name, **changed) for name, changed in (models or DAYS[day]).items()]
        answer.write_text(json.dumps({"data": rows}))
        return self.run("fetch", "openrouter", "--from", str(answer), "--on", day, *words, code=code)

    def entries(self) -> list[dict[str, Any]]:
        """Return the entries of accepted.toml."""
        return tomllib.loads(self.file.read_text())["accepted"] if self.file.exists() else []


def named(name: str, **changed: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return a record under an id with a slug of its own."""
    return row(id=name, canonical_slug=f"{name}-20260101", **changed)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a root in which three changes of today are alarming."""
    made = Place(tmp_path / "root")
    made.fetch("2026-03-02")
    return made


def test_open_alarms_are_listed(place: Place) -> None:
    """Without an ID nothing is accepted; each event is a line with its command, each alarm an object."""
    lines = place.run("accept").output.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1:2]] == ["a/price", "a/rules", "a/window"]
    assert lines[1] == '  sitegen accept --why "what you checked" a/price'
    assert lines[-1] == "3 open alarms"
    first = json.loads(place.run("accept", "--format", "json").output)[0]
    assert (first["old"], first["new"], first["on"]) == ("0.0000025", "0.0025", "2026-03-02")
    assert place.entries() == []


def test_what_check_prints_is_the_command_that_accepts(place: Place) -> None:
    """Each finding's own command, run as it stands, leaves one finding less, down to none."""
    for left in (2, 1, 0):
        found = json.loads(place.run("check", "data", "--format", "json", code=1).output)
        step = next(one["step"] for one in found if one["check"] == "alarm")
        words = step.partition("sitegen ")[2].replace('"what you checked"', "checked").split()
        place.run(*words)
        place.run("check", "data", code=1 if left else 0)
        assert len(place.run("accept").output.splitlines()) == 2 * left + 1


def test_what_happened_to_many_models_is_one_line_and_one_command(place: Place) -> None:
    """Input and output of a model are one event, as in diff, and so is one factor for many models."""
    many = {f"a/unit-{number}": {} for number in range(6)} | {"a/alone": {}}
    place.fetch("2026-03-03", "--accept-change", models={**DAYS["2026-03-02"], **many})
    dear = {"pricing": {"prompt": "0.0025", "completion": "0.01"}}
    moved = dict.fromkeys(many, dear) | {"a/alone": {"pricing": {"prompt": "0", "completion": "0.0000005"}}}
    place.fetch("2026-03-04", models={**DAYS["2026-03-02"], **moved})
    output = place.run("check", "data", code=1).output
    (units,) = [line for line in output.splitlines() if "unit-0" in line]
    assert units.startswith("alarm: 6 models (a/unit-0, a/unit-1, a/unit-2, a/unit-3, a/unit-4, a/unit-5): ")
    assert "input and output ×1,000 (moved by a power of a thousand" in units
    (alone,) = [line for line in output.splitlines() if "a/alone" in line]
    assert "input $2.50 → free" in alone
    assert "output $10 → $0.50" in alone
    place.run("accept", *(f"a/unit-{number}" for number in range(6)), "a/alone", *CHECKED)
    assert len(place.entries()) == 14
    assert place.run("accept").output.endswith("3 open alarms\n")


def test_prices_that_all_become_zero_are_one_event(place: Place) -> None:
    """Whatever they were before, and a price that comes in the place of zero likewise."""
    prices = [{"pricing": {"prompt": f"0.00000{n}", "completion": f"0.0000{n}"}} for n in range(1, 6)]
    before = {f"a/m{n}": own for n, own in enumerate(prices)}
    place.fetch("2026-03-03", models={**DAYS["2026-03-02"], **before})
    git(place.root, "commit", "-qam", "the day before")
    zero = {key: {"pricing": {"prompt": "0", "completion": "0"}} for key in before}
    place.fetch("2026-03-04", models={**DAYS["2026-03-02"], **zero})
    (line,) = [line for line in place.run("diff").output.splitlines() if "a/m0" in line]
    assert line.strip().endswith("input and output → free (moved to or from zero)")


def test_a_new_id_has_nothing_before_its_price(place: Place) -> None:
    """It was not "not published" before: it came with that price, in both lists, on its page and for many."""
    new = {f"a/new-{number}": {"pricing": {"prompt": f"0.{number}5"}} for number in range(1, 6)}
    place.fetch("2026-03-03", models={**DAYS["2026-03-02"], "a/new-1": new["a/new-1"]})
    (line,) = [line for line in place.run("accept").output.splitlines() if line.startswith("a/new-1:")]
    told = "listed with input price $150,000 per 1M tokens"
    assert line.startswith(f"a/new-1: {told} (more than $1,000 per 1M tokens")
    found = json.loads(place.run("accept", "--format", "json").output)
    assert [one["text"].partition(" on ")[0] for one in found if one["id"] == "a/new-1"] == [told]
    place.run("build", "--no-images")
    page = (place.root / "dist/models/a/new-1-20260101/index.md").read_text()
    assert "per 1M tokens is unconfirmed; it came with the id on 2026-03-03." in page
    place.fetch("2026-03-04", models={**DAYS["2026-03-02"], **new})
    output = place.run("check", "data", code=1).output
    (line,) = [line for line in output.splitlines() if "a/new-2" in line]
    assert "4 models (a/new-2, a/new-3, a/new-4, a/new-5): input published for the first time (more" in line


def test_values_of_any_type_are_written(place: Place) -> None:
    """Prices as texts, lengths as numbers, rules as lists of tables; with who, why and the day."""
    place.run("accept", "--all", *CHECKED)
    values = {entry["field"]: (entry["old"], entry["new"]) for entry in place.entries()}
    assert values == {
        "pricing.prompt": ("0.0000025", "0.0025"),
        "pricing.overrides": (RULES, DEARER),
        "context_length": (128_000, 1_000),
    }
    assert {entry["who"] for entry in place.entries()} == {"Ann Other"}
    assert {entry["why"] for entry in place.entries()} == {"their page says so"}
    place.run("check", "data")


@pytest.mark.parametrize("name", ["a/price", "a/price-20260101"])
def test_an_id_or_a_slug_is_accepted(place: Place, name: str) -> None:
    """Only its own alarms are, and --who stands before git's user."""
    place.run("accept", name, *CHECKED, "--who", "Bob")
    assert [(entry["id"], entry["who"]) for entry in place.entries()] == [("a/price", "Bob")]


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("a/price",), "--why: is missing or empty"),
        (("a/price", "--why", " "), "--why: is missing or empty"),
        (("a/prise", *CHECKED), "a/prise: has no open alarm; did you mean a/price?"),
        (("a/price", "--field", "context_length", *CHECKED), "a/price: has no open alarm of context_length"),
    ],
)
def test_what_cannot_be_accepted_is_said(place: Place, words: tuple[str, ...], refusal: str) -> None:
    """A reason must be given and an alarm be there; nothing is written otherwise."""
    assert refusal in place.run("accept", *words, code=2).output
    assert place.entries() == []


def test_somebody_must_accept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git knows nobody, --who must say who it was."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    git(place.root, "config", "--unset", "user.name")
    assert "--who: is missing" in place.run("accept", "--all", *CHECKED, code=2).output


def test_the_review_says_what_was_accepted_and_by_whom(place: Place) -> None:
    """On main and on a branch alike it stands in diff, with the change and the reason."""
    place.run("accept", "a/price", *CHECKED)
    text = place.run("diff").output
    assert "Accepted (1)" in text
    assert "input $2.50 → $2,500 (×1,000), accepted by Ann Other: their page says so" in text


def test_entries_that_have_become_useless_are_pruned(place: Place) -> None:
    """When a price is back, its entry is named in a note, and removed when somebody says so."""
    place.run("accept", "--all", *CHECKED)
    place.file.write_text(f"# Our words.\n{place.file.read_text()}")
    place.fetch("2026-03-04", models={**DAYS["2026-03-02"], "a/price": {}})
    place.run("accept", "--all", *CHECKED)  # the way back is a change of the same size
    assert "sitegen accept --prune" in place.run("check", "data").output
    assert place.run("accept", "--prune").output.endswith("2 removed\n")
    assert place.run("accept", "--prune").output == "none removed\n"
    assert place.file.read_text().startswith("# Our words.\n")
    place.run("check", "data")


def test_what_a_person_took_stands_first_in_the_review(place: Place) -> None:
    """An answer that was taken with --accept-change is one line, before what it changed."""
    blank = {name: {"context_length": None} for name in DAYS["2026-03-01"]}
    refused = place.fetch("2026-03-05", models=blank, code=1)
    assert "3 of 3 rows had context_length and have none" in refused.output
    place.fetch("2026-03-05", "--accept-change", models=blank)
    lines = place.run("diff").output.splitlines()
    assert lines[2].startswith("Must be reviewed")
    assert lines[3].strip() == (
        "openrouter/models: taken with --accept-change on 2026-03-05: "
        "3 of 3 rows had context_length and have none"
    )


def test_an_alarm_of_a_makers_price_is_open_until_it_is_accepted(tmp_path: Path) -> None:
    """Diff, check and accept know the same alarms: list prices of models.dev in another unit, too."""
    place = Place(tmp_path / "root")
    (place.root / "content").mkdir()
    (place.root / "content/site.toml").write_text('[sources.modelsdev.makers]\na = "forge"\n')
    for day, cost in (("2026-03-02", 2.5), ("2026-03-03", 0.0000025)):
        makers = makers_answer(
            drop_default=True, forge={"price": makers_model(cost={"input": cost, "output": 8})}
        )
        file = place.root / "makers.json"
        file.write_text(json.dumps(makers))
        place.run("fetch", "modelsdev", "--from", str(file), "--on", day)
    output = place.run("check", "data", code=1).output
    assert "alarm: modelsdev/forge/price: " in output
    assert "÷1,000,000" in output
    place.run("accept", "a/price", *CHECKED)
    assert [entry["id"] for entry in place.entries()] == ["modelsdev/forge/price"]
    place.run("check", "data")


def test_a_makers_price_that_goes_is_seen(tmp_path: Path) -> None:
    """One that becomes 0, which says nothing, is an alarm; a model under another name is to be reviewed."""
    place = Place(tmp_path / "root")
    (place.root / "content").mkdir()
    (place.root / "content/site.toml").write_text('[sources.modelsdev.makers]\na = "forge"\n')

    def fetch(day: str, name: str, cost: float) -> None:
        made = {
            name: makers_model(cost={"input": cost, "output": cost}),
            "other": makers_model(),
            "more": makers_model(),
        }
        file = place.root / "makers.json"
        file.write_text(json.dumps(makers_answer(drop_default=True, forge=made)))
        place.run("fetch", "modelsdev", "--from", str(file), "--on", day, "--accept-change")

    fetch("2026-03-02", "price", 2.5)
    git(place.root, "add", "data")
    git(place.root, "commit", "-qm", "list prices")
    fetch("2026-03-03", "price", 0)
    assert "vanished" in place.run("check", "data", code=1).output
    fetch("2026-03-04", "song", 2.5)
    (line,) = [one for one in place.run("diff").output.splitlines() if "(a/price)" in one]
    assert "maker’s list price is not known any more: models.dev has no model of this name" in line


def test_the_advice_about_an_alarm_can_be_followed(tmp_path: Path) -> None:
    """No correction reaches the price of a maker or a seller, and the finding does not say that one does."""
    place = Place(tmp_path / "root")
    place.fetch("2026-03-02")
    alarms = [
        one for one in place.run("check", "data", code=1).output.splitlines() if one.startswith("alarm")
    ]
    assert all("; correct it in data/overrides/corrections.toml, or accept it: " in one for one in alarms)
    change = Change(
        on=date(2026, 3, 2), source="modelsdev", id="modelsdev/a/b", field="pricing.prompt", old="1", new="0"
    )
    pricing = {"pricing": {"prompt": "0.15"}}
    offer = Change(date(2026, 3, 2), "providers", "a/b@dear", "listed", None, pricing)
    offer = offer.by(Whose(seller="Dear", label="Dear", of="a/b"))
    for moved, said in ((change, "maker’s list price"), (offer, "Dear: listed with input price $150,000")):
        (found,) = alarm_findings([moved], [])
        assert said in found.what
        assert found.step.startswith("if it is right, accept it: sitegen accept")
        assert "corrections.toml" not in found.step
