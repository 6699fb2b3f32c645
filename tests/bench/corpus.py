"""Makes a catalogue of any size: records as OpenRouter sends them, rows as Arena's dataset has them.

    python -m tests.bench.corpus 5000 FOLDER

The same number gives the same bytes on every machine. Names are made up, and every slug is another model, so
that N records are N pages; what varies (lengths, modalities, kinds of prices) varies as in real answers.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

ANSWER = "openrouter.json"
EDITED = "openrouter-edited.json"
"""The same answer, with one paragraph more in the description of the record in the middle."""
BOARD = "arena.json"
RATED = "rated.json"
"""Arena's rows by slug: the other generators are spared the join."""
EDITED_SLUG = "edited.txt"
ADDITION = "It was looked at again."

DAY = "2026-11-01"
SHARE_RATED = 0.4

_ONSETS = (
    "b",
    "br",
    "c",
    "d",
    "dr",
    "f",
    "g",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
)
_SYLLABLES = tuple(onset + vowel for onset in _ONSETS for vowel in "aeiou")
_SCATTER = 611_953
"""Prime to a million: neighbours in the list get names that are far from each other."""

_AUTHORS = (
    "harbourlight", "northfield", "okavango", "pinewood", "quarry", "redshift", "saltmarsh", "tidewater",
    "umbral", "vesper", "westwind", "yarrow", "zenithal", "alderbrook", "basalt", "cinderpath", "driftwood",
    "elmstead", "fernhill", "gladewater", "heathside", "ironbark", "juniper-ai", "kestrel", "lanternfish",
)  # fmt: skip
_KINDS = ("instruct", "chat", "base", "mini", "large", "coder", "vision", "reasoner", "flash", "turbo")
_PARAMETERS = (
    "frequency_penalty", "include_reasoning", "logit_bias", "logprobs", "max_tokens", "min_p",
    "presence_penalty", "reasoning", "repetition_penalty", "response_format", "seed", "stop",
    "structured_outputs", "temperature", "tool_choice", "tools", "top_k", "top_logprobs", "top_p",
)  # fmt: skip
_PRICES = ("0", "0.00000004", "0.00000015", "0.0000003", "0.0000008", "0.00000125", "0.0000025", "0.000015")
_OTHER_PRICES = {
    "image": ("0.000361", 0.25),
    "request": ("0.005", 0.1),
    "web_search": ("0.01", 0.3),
    "internal_reasoning": ("0.0000035", 0.3),
    "input_cache_read": ("0.000000075", 0.5),
    "input_cache_write": ("0.00000375", 0.25),
}
_CONTEXTS = (8_192, 16_384, 32_768, 65_536, 131_072, 200_000, 262_144, 1_048_576)
_WORDS = (
    "answers", "arguments", "asks", "balanced", "brief", "careful", "checks", "clear", "code", "compact",
    "context", "conversation", "cost", "dense", "documents", "drafts", "edits", "experts", "explains",
    "fast", "finds", "follows", "for", "from", "grounded", "handles", "images", "in", "instructions",
    "keeps", "languages", "large", "latency", "layout", "less", "long", "many", "mathematics", "model",
    "notes", "of", "on", "open", "outlines", "passages", "plans", "precise", "questions", "quick", "reads",
    "reasoning", "records", "retrieval", "returns", "routes", "short", "small", "sources", "speech",
    "steps", "structured", "summaries", "tables", "than", "that", "the", "to", "tokens", "tools", "trained",
    "translates", "tuned", "under", "weights", "when", "which", "with", "work", "writes",
)  # fmt: skip
_LICENCES = ("Proprietary", "Apache 2.0", "MIT", "CC-BY-NC-4.0")


def word(number: int) -> str:
    """Return a made-up word of three syllables; no other number below a million has the same."""
    scattered = number * _SCATTER % 1_000_000
    return "".join(_SYLLABLES[scattered // power % 100] for power in (1, 100, 10_000))


def records(count: int) -> Iterator[Row]:
    """Yield that many records in the shape of OpenRouter's catalogue."""
    dice = random.Random(count)  # noqa: S311 - not a secret
    return (_record(dice, number) for number in range(count))


def _record(dice: random.Random, number: int) -> Row:
    author, kind, name = dice.choice(_AUTHORS), dice.choice(_KINDS), word(number)
    context, version = dice.choice(_CONTEXTS), dice.randint(1, 5)
    inputs = ["text", *(kind for kind in ("image", "file", "audio") if dice.random() < 0.3)]
    slug = f"{author}/{name}-{version}-{kind}"
    return {
        "id": slug,
        "canonical_slug": slug,
        "hugging_face_id": f"{author}/{name.title()}-{version}-{kind}" if dice.random() < 0.4 else "",
        "name": f"{author.title()}: {name.title()} {version} {kind.title()}",
        "created": 1_700_000_000 + dice.randrange(86_400 * 900),
        "description": _description(dice, name.title()),
        "context_length": context,
        "architecture": {
            "modality": f"{'+'.join(inputs)}->text",
            "input_modalities": inputs,
            "output_modalities": ["text"],
            "tokenizer": dice.choice(("GPT", "Llama3", "Mistral", "Qwen", "Other")),
            "instruct_type": dice.choice((None, None, None, "chatml")),
        },
        "pricing": _pricing(dice),
        "top_provider": {
            "context_length": context,
            "max_completion_tokens": dice.choice((None, 4_096, 8_192, 32_768)),
            "is_moderated": dice.random() < 0.3,
        },
        "per_request_limits": None,
        "supported_parameters": sorted(dice.sample(_PARAMETERS, dice.randint(7, len(_PARAMETERS)))),
        "default_parameters": {"temperature": dice.choice((None, 0.7, 1)), "top_p": None, "top_k": None},
        "expiration_date": None,
    }


def _pricing(dice: random.Random) -> Row:
    step = dice.randrange(len(_PRICES) - 1)
    prices = {"prompt": _PRICES[step], "completion": _PRICES[step + 1 if step else 0]}
    return prices | {key: price for key, (price, share) in _OTHER_PRICES.items() if dice.random() < share}


def _description(dice: random.Random, name: str) -> str:
    """Return one to four paragraphs: some have links, code, stress, characters to escape, or a list."""
    paragraphs = [
        " ".join(_sentence(dice) for _ in range(dice.randint(2, 5)))
        for _ in range(dice.choice((1, 1, 2, 2, 3)))
    ]
    if dice.random() < 0.2:
        paragraphs.append("\n".join(f"- {_sentence(dice)}" for _ in range(dice.randint(2, 4))))
    return f"{name} {paragraphs[0][0].lower()}{paragraphs[0][1:]}" + "".join(
        f"\n\n{one}" for one in paragraphs[1:]
    )


def _sentence(dice: random.Random) -> str:
    words = dice.choices(_WORDS, k=dice.randint(9, 19))
    chance = dice.random()
    if chance < 0.08:
        words[2] = f"[{words[2]} {words[3]}](https://example.com/{words[4]}?page=1&size=2)"
    elif chance < 0.16:
        words[1] = f"**{words[1]}**"
    elif chance < 0.2:
        words[3] = f"`{words[3]}()`"
    elif chance < 0.25:
        words[5] = f'"{words[5]}" & <{words[6]}>'
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def board(rows: Iterable[Row], count: int) -> dict[str, Row]:
    """Return rows of Arena's text board for about 40 % of the records, by slug, the best first."""
    dice = random.Random(-count - 1)  # noqa: S311 - not a secret
    found = {row["id"]: _rating(dice, row["id"]) for row in rows if dice.random() < SHARE_RATED}
    ordered = sorted(found.items(), key=lambda item: (-item[1]["rating"], item[0]))
    return {slug: {**row, "rank": rank} for rank, (slug, row) in enumerate(ordered, 1)}


def _rating(dice: random.Random, slug: str) -> Row:
    author, _, name = slug.partition("/")
    rating = round(dice.uniform(980, 1_490), 2)
    return {
        "model_name": name,
        "organization": author,
        "license": dice.choice(_LICENCES),
        "rating": rating,
        "rating_lower": round(rating - dice.uniform(2, 9), 2),
        "rating_upper": round(rating + dice.uniform(2, 9), 2),
        "vote_count": dice.randint(400, 80_000),
        "category": "overall",
        "leaderboard_publish_date": DAY,
    }


def write(count: int, folder: Path) -> None:
    """Write the files of a corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = list(records(count))
    rated = board(catalogue, count)
    _dump(folder / ANSWER, {"data": catalogue})
    _dump(folder / BOARD, {"num_rows_total": len(rated), "rows": [{"row": row} for row in rated.values()]})
    _dump(folder / RATED, rated)
    middle = catalogue[count // 2]
    middle["description"] += f"\n\n{ADDITION}"
    _dump(folder / EDITED, {"data": catalogue})
    (folder / EDITED_SLUG).write_text(middle["canonical_slug"], encoding="utf-8")


def _dump(file: Path, value: Row) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
