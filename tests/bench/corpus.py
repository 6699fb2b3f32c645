"""Makes a catalogue of any size: records as OpenRouter sends them, rows as Arena's dataset has them.

    python -m tests.bench.corpus 5000 FOLDER

The same number gives the same bytes, and each record is a page. As much repeats as on a real day: 28 to 32 %
of the prices are distinct (an amount of a kind), 3 % of the groups of parameters, and 26 % of the models have
ratings of their own, while the others share the reason why not. Arena's rows are 40 % as many as the models:
a quarter of the rated models have a second one, and a fifth of the rows belong to no model.
"""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
DAY = "2026-11-01"
PRICES = {
    "input_cache_read": (0.45, 0.33), "web_search": (0.2, 0.08), "input_cache_write": (0.1, 0.35),
    "internal_reasoning": (0.06, 0.45), "image": (0.07, 0.4), "audio": (0.06, 0.5), "request": (0.02, 0.3),
}  # fmt: skip
"""Of each kind beside input and output, the share of records that have it, and of its prices that are new."""
PARAMETERS = (
    (0.75, 0.006, "tools tool_choice parallel_tool_calls web_search_options"),
    (1.00, 0.020, "max_tokens max_completion_tokens stop response_format structured_outputs verbosity"),
    (0.50, 0.005, "reasoning reasoning_effort include_reasoning"),
    (0.95, 0.085, "temperature top_p top_k top_a min_p seed frequency_penalty presence_penalty logit_bias"),
    (0.25, 0.005, "logprobs top_logprobs"),
)
"""Of each group of parameters, the share of records that have some, and of their choices that are new."""
KINDS = ("instruct", "chat", "base", "mini", "large", "coder", "vision", "reasoner", "flash", "turbo")
CONTEXTS = (8_192, 16_384, 32_768, 65_536, 131_072, 163_840, 200_000, 262_144, 400_000, 1_048_576)
LICENCES = ("Proprietary", "Apache 2.0", "MIT", "CC-BY-NC-4.0")
SYLLABLES = [onset + vowel for onset in "bcdfghjklmnprstvwxyz" for vowel in "aeiou"]
MARKED = ("[{}](https://example.com/a?page=1&size=2)", "**{}**", "`{}()`", '"{}" & <b>')


def word(number: int) -> str:
    """Return a made-up word, such as 'kisetu'; no other number below a million has the same."""
    scattered = number * 611_953 % 1_000_000  # prime to a million, so that neighbours differ
    return "".join(SYLLABLES[scattered // power % 100] for power in (1, 100, 10_000))


class Generator:
    """Draws the records of one catalogue, and the rows of its board."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - not a secret
        self._drawn: dict[str, list[Any]] = defaultdict(list)
        self._words = [word(700_000 + number)[: 2 + number % 7] for number in range(90)]
        sizes = {names: 2 ** len(names.split()) for *_, names in PARAMETERS}
        self._masks = {names: self._dice.sample(range(1, size), size - 1) for names, size in sizes.items()}

    def record(self, number: int) -> Row:
        """Return a model: eight neighbours are a family, and two families have one author."""
        dice, kind = self._dice, self._dice.choice(KINDS)
        author, family, version = word(900_000 + number // 16), word(number // 8), 1 + number % 8
        slug, context = f"{author}/{family}-{version}-{kind}", dice.choice(CONTEXTS)
        inputs = ["text", *(kind for kind in ("image", "file", "audio") if dice.random() < 0.3)]
        tokenizer, form = dice.choice(("GPT", "Llama3", "Qwen", "Other")), dice.choice((None, None, "chatml"))
        most, hard = dice.choice((None, 4_096, 8_192)), dice.random() < 0.3
        return {
            "id": slug, "canonical_slug": slug, "name": f"{author}: {family} {version} {kind}".title(),
            "hugging_face_id": f"{author}/{family}-{version}" if dice.random() < 0.4 else "",
            "created": 1_700_000_000 + dice.randrange(86_400 * 900), "description": self._description(),
            "context_length": context, "per_request_limits": None, "expiration_date": None,
            "architecture": {
                "modality": f"{'+'.join(inputs)}->text", "input_modalities": inputs,
                "output_modalities": ["text"], "tokenizer": tokenizer, "instruct_type": form,
            },
            "top_provider": {"context_length": context, "max_completion_tokens": most, "is_moderated": hard},
            "pricing": self._pricing(), "supported_parameters": self._parameters(),
            "default_parameters": {"temperature": dice.choice((None, 0.7, 1)), "top_p": None},
        }  # fmt: skip

    def board(self, slugs: Iterable[str]) -> dict[str, list[Row]]:
        """Return the rows of Arena's text board by slug; those of no model stand by "AUTHOR/"."""
        dice, names, rated = self._dice, [], defaultdict(list)
        for slug in slugs:
            (author, _, name), chance = slug.partition("/"), dice.random()
            names += [(name, slug)] * (chance < 0.26) + [(f"{name}-thinking", slug)] * (chance < 0.065)
            names += [(f"{word(800_000 + len(names))}-1-chat", f"{author}/")] * (chance > 0.92)
        dice.shuffle(names)
        for rank, (name, slug) in enumerate(names, 1):
            score, lower, upper = 1_500 - 500 * rank / len(names), dice.uniform(2, 9), dice.uniform(2, 9)
            rated[slug].append({
                "model_name": name, "organization": slug.partition("/")[0], "license": dice.choice(LICENCES),
                "rank": rank, "rating": round(score, 2), "rating_lower": round(score - lower, 2),
                "rating_upper": round(score + upper, 2), "vote_count": dice.randint(400, 80_000),
                "category": "overall", "leaderboard_publish_date": DAY,
            })  # fmt: skip
        return rated

    def _draw(self, kind: str, share: float, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - as it makes
        """Return a new value, that share of the times, or a former one, so that some values are common."""
        drawn = self._drawn[kind]
        new = not drawn or int(len(drawn) * share) < int((len(drawn) + 1) * share)
        drawn.append(make() if new else self._dice.choice(drawn))
        return drawn[-1]

    def _pricing(self) -> Row:
        if self._dice.random() < 0.07:
            return {"prompt": "0", "completion": "0"}
        base = (("prompt", 0.5), ("completion", 0.6))
        pair = self._draw("pair", 0.63, lambda: {kind: self._price(kind, new) for kind, new in base})
        others = ((kind, new) for kind, (share, new) in PRICES.items() if self._dice.random() < share)
        return {**pair, **{kind: self._price(kind, new) for kind, new in others}}

    def _price(self, kind: str, new: float) -> str:
        """Return dollars a unit; the more prices there are of a kind, the more digits keep new ones apart."""
        digits, power = len(str(len(self._drawn[kind]))) - 1, self._dice.uniform(-7.7, -4.6)
        return str(self._draw(kind, new, lambda: f"{Decimal(f'{10**power:.{digits}e}'):f}"))

    def _parameters(self) -> list[str]:
        found: list[str] = []
        for share, new, names in PARAMETERS:
            if self._dice.random() < share:
                mask = self._draw(names, new if self._masks[names] else 0, self._masks[names].pop)
                found += [name for place, name in enumerate(names.split()) if mask >> place & 1]
        return sorted(found)

    def _description(self) -> str:
        """Return one to three paragraphs of two to four sentences; some are lists."""
        dice, paragraphs = self._dice, []
        for _ in range(dice.choice((1, 1, 2, 2, 3))):
            between = "\n- " if dice.random() < 0.1 else " "
            paragraphs.append(between.join(self._sentence() for _ in range(dice.randint(2, 4))))
        return "\n\n".join(paragraphs)

    def _sentence(self) -> str:
        words, chance = self._dice.choices(self._words, k=self._dice.randint(9, 19)), self._dice.random()
        if chance < 0.25:
            words[2] = MARKED[int(chance * 16)].format(words[2])
        return f"{' '.join(words).capitalize()}."


def write(count: int, folder: Path) -> None:
    """Write the files of a corpus of that many models; the edited catalogue differs in one description."""
    generator = Generator(count)
    catalogue = [generator.record(number) for number in range(count)]
    rated = generator.board(record["id"] for record in catalogue)  # by slug: Hugo is spared the join
    edited = [*catalogue]
    edited[count // 2] = {**catalogue[count // 2], "description": "Another description."}
    board = {"rows": [{"row": row} for rows in rated.values() for row in rows]}
    files = {"openrouter": {"data": catalogue}, "edited": {"data": edited}, "arena": board, "rated": rated}
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
