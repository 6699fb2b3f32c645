"""A catalogue of some size and every kind of model, for tests that look at the site in a browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from sitegen.cli.main import main
from sitegen.publishing.serve import server
from tests.worlds import by_the_hour, row

BASE = "/odd/"
BASE_URL = f"https://example.org{BASE}"
PLAIN = 120
"""Models of five authors that differ in price, context, abilities and day alone."""
AUTHORS = ("acme", "quill", "nimbus", "orbit", "zephyr")
FIRST_DAY = 1_735_732_800  # 1 January 2025
DAY = 86_400
HOSTILE = 'evil/"><img src=x onerror=alert(1)>'


def records() -> list[dict[str, Any]]:
    """Return the catalogue in the shape that the source sends."""
    return [*(_plain(number) for number in range(PLAIN)), *_odd()]


def _plain(number: int) -> dict[str, Any]:
    author = AUTHORS[number % len(AUTHORS)]
    name = f"{author}/model-{number:03d}"
    parameters = ["temperature", "max_tokens"]
    parameters += ["tools", "tool_choice"] if number % 2 else []
    parameters += ["structured_outputs", "response_format"] if number % 3 == 0 else []
    parameters += ["reasoning"] if number % 4 == 0 else []
    return row(
        id=name,
        canonical_slug=name,
        name=f"{author.capitalize()}: Model {number:03d}",
        created=FIRST_DAY + number * DAY,
        context_length=8_000 * (1 + number % 16),
        architecture={
            "input_modalities": ["text", "image"] if number % 5 == 0 else ["text"],
            "output_modalities": ["text"],
            "tokenizer": "Odd",
        },
        pricing={"prompt": f"0.00000{1 + number:03d}", "completion": f"0.0000{1 + number:03d}"},
        top_provider={
            "context_length": 8_000 * (1 + number % 16),
            "max_completion_tokens": 4_000,
            "is_moderated": False,
        },
        supported_parameters=parameters,
        hugging_face_id=name if number % 6 == 0 else "",
    )


def _odd() -> list[dict[str, Any]]:
    return [
        row(
            pricing={
                "prompt": "0.0000025",
                "completion": "0.00001",
                "input_cache_read": "0.00000025",
                "overrides": [{"min_prompt_tokens": 64_000, "prompt": "0.000005", "completion": "0.00002"}],
            }
        ),
        row(id="acme/anvil-2:free", pricing={"prompt": "0", "completion": "0"}),
        row(
            id="openrouter/auto",
            canonical_slug="openrouter/auto",
            name="Auto Router",
            pricing={"prompt": "-1", "completion": "-1"},
            architecture={"tokenizer": "Router"},
        ),
        row(
            id="~acme/anvil-latest",
            canonical_slug="~acme/anvil-latest",
            name="Acme: Anvil (latest)",
            alias_target={"name": "Acme: Anvil 2", "slug": "acme/anvil-2"},
        ),
        *_quill(),
        row(
            id=HOSTILE,
            canonical_slug=HOSTILE,
            name='Evil: =1+1"><img src=x onerror=alert(1)>',
            description="<script>alert(1)</script>",
        ),
    ]


def _quill() -> list[dict[str, Any]]:
    return [
        row(
            id="quill/gift:free",
            canonical_slug="quill/gift",
            name="Quill: Gift (free)",
            pricing={"prompt": "0", "completion": "0"},
        ),
        row(
            id="quill/paint",
            canonical_slug="quill/paint",
            name="Quill: Paint",
            architecture={
                "input_modalities": ["text"],
                "output_modalities": ["image"],
                "tokenizer": "Odd",
            },
            pricing={"prompt": "0.000001", "completion": "0.000002", "image_output": "0.03"},
        ),
        row(id="quill/tide", canonical_slug="quill/tide", name="Quill: Tide", pricing=by_the_hour()),
        row(id="quill/bare", canonical_slug="quill/bare", name="Bare", pricing={}, context_length=None),
    ]


def gone() -> dict[str, Any]:
    """Return a model that stood in an earlier catalogue alone."""
    return row(id="acme/old", canonical_slug="acme/old", name="Acme: Old", created=FIRST_DAY)


MOVED = {"acme/model-005": "0.00000012", "quill/model-006": "0.000000035"}
"""Ids whose input price moved, down and up, and what it was on the day before."""


def before() -> list[dict[str, Any]]:
    """Return the catalogue of the day before: the same, with other prices of two models."""
    return [
        {**one, "pricing": {**one["pricing"], "prompt": MOVED[one["id"]]}} if one["id"] in MOVED else one
        for one in records()
    ]


PROSE = f"""# About

A page of the owner's, with what is wide: `{"code-without-a-blank-" * 9}`.

| one | two | three | four | five |
| --- | --- | --- | --- | --- |
| {" | ".join(["a-word-without-a-blank"] * 5)} |

    {"a line of code that goes on " * 9}
"""


def ratings() -> dict[str, Any]:
    """Return a leaderboard in the dataset's shape: every third plain model, a mode, a stranger."""
    plain = [f"model-{number:03d}" for number in range(0, PLAIN, 3)]
    names = ["anvil-2", "anvil-2-thinking-32k", *plain, "stranger-7b"]
    rows = [_rating(rank, name) for rank, name in enumerate(names, start=1)]
    return {"rows": [{"row": one} for one in rows], "num_rows_total": len(rows)}


def _rating(rank: int, name: str) -> dict[str, Any]:
    score = 1500.0 - 4 * rank
    return {
        "model_name": name,
        "organization": "",
        "license": "Proprietary",
        "rating": score,
        "rating_lower": score - 6,
        "rating_upper": score + 6,
        "vote_count": 1000 + rank,
        "rank": rank,
        "category": "overall",
        "leaderboard_publish_date": "2026-02-06",
    }


def fetch_world(root: Path) -> None:
    """Fetch the world into ``root`` with the commands."""
    days = [("2026-02-04", [gone(), *before()]), ("2026-02-05", records())]
    for day, found in days:
        _fetch(root, "openrouter", {"data": found}, day)
    _fetch(root, "arena", ratings(), "2026-02-06")


def build_world(root: Path) -> Path:
    """Fetch the world into ``root``, build its site, and return the site's folder.

    No page shows its own share picture, so none is drawn.
    """
    fetch_world(root)
    (root / "content").mkdir(exist_ok=True)
    (root / "content" / "about.md").write_text(PROSE, encoding="utf-8")
    site = root / "site"
    _run(root, "build", "--no-images", "--out", str(site), "--base-url", BASE_URL)
    return site


def _fetch(root: Path, source: str, answer: dict[str, Any], day: str) -> None:
    file = root / f"{source}-{day}.json"
    file.write_text(json.dumps(answer), encoding="utf-8")
    _run(root, "fetch", source, "--from", str(file), "--on", day)


def _run(root: Path, *arguments: str) -> None:
    done = CliRunner().invoke(main, ["--root", str(root), *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a site under a sub-path, and give the address of its first page."""
    serving = server(site, host="127.0.0.1", port=0, base=BASE)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield serving.url
    serving.shutdown()
    serving.server_close()
