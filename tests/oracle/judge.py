"""Finds where a built site says something else than the raw data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tests.oracle.documents import FACTS_OF_MARKDOWN, model_json, model_markdown, rating
from tests.oracle.lists import explorer, spreadsheet, spreadsheet_row
from tests.oracle.page import page
from tests.oracle.records import (
    AWAITED,
    NOT_PUBLISHED,
    PROVIDERS,
    Hourly,
    Id,
    Money,
    Reason,
    Row,
    Truth,
    Unjudged,
    read_json,
    unpriced_outputs,
    why_unranked,
)
from tests.oracle.words import SETS, SIX_DIGITS, Seen


class Disagreement(NamedTuple):
    """One fact that a surface says otherwise."""

    surface: str
    slug: str
    fact: tuple[str, ...]
    right: Any
    said: Any

    def __str__(self) -> str:
        """Return it in a line."""
        about = " ".join(filter(None, self.fact))
        return f"{self.surface} of {self.slug}: {about}: right is {self.right!r}, said is {self.said!r}"


class Judged(NamedTuple):
    """How many facts were compared, and where they differ."""

    count: int
    disagreements: list[Disagreement]


def path_of(slug: str) -> str:
    """Return the folder of a model's page."""
    safe = "abcdefghijklmnopqrstuvwxyz0123456789._-/"
    spelled = {":": "!", "~": "!-"}
    return "models/" + "".join(
        sign if sign in safe else spelled.get(sign, f"!_{ord(sign):x}_") for sign in slug
    )


def judge(right: Truth, site: Path, awaited: frozenset[str] = AWAITED) -> Judged:
    """Compare a built site with what is right."""
    bench = _Bench()
    arena = read_json(site / "api/v1/arena.json")["names"] if right.rows else []
    proposed = [_proposed(name) for name in arena if name["match"]["confidence"] == "low"]
    cells = spreadsheet(site / "api/v1/models.csv")
    listed = explorer((site / "index.html").read_text())
    retired = site / "gone/index.html"
    listed_before = explorer(retired.read_text()) if retired.exists() else {}
    for slug, ids in right.models.items():
        folder = site / path_of(slug)
        document = read_json(folder / "index.json")
        about = _Model(slug, ids, right, document, proposed, awaited)
        bench.compare("JSON", about, about.in_json(), model_json(document))
        said = page((folder / "index.html").read_text())
        bench.compare("page", about, about.on_page(said), said)
        said = model_markdown((folder / "index.md").read_text())
        bench.compare("Markdown", about, about.in_markdown(said), said)
        for one in ids:
            said = spreadsheet_row(cells[one.id]) if one.id in cells else Seen()
            bench.compare("CSV", about, about.in_csv(one), said)
        row = (listed if any(one.listed for one in ids) else listed_before).get(slug, {})
        said = {("", name): told for name, told in row.items()}
        bench.compare("explorer", about, about.in_explorer(said), said)
        own = {name["arena_name"] for name in arena if name["match"]["slug"] == slug}
        bench.note("JSON", slug, ("names",), own, set(about.names))
    for name in arena:
        overall = [row for row in right.rows.get(name["arena_name"], ()) if row.category == "overall"]
        said_rows = [rating(row) for row in name["rows"]]
        bench.note("arena.json", name["arena_name"], ("rows",), set(overall), set(said_rows))
    bench.note("arena.json", "all", ("names",), set(right.rows), {name["arena_name"] for name in arena})
    bench.note("CSV", "all", ("ids",), {one.id for ids in right.models.values() for one in ids}, set(cells))
    bench.note("explorer", "all", ("models",), _current(right), set(listed))
    return Judged(bench.count, bench.found)


def _proposed(name: Mapping[str, Any]) -> str:
    candidates = name["match"]["candidates"]
    return candidates[0]["slug"] if candidates else ""


def _current(right: Truth) -> set[str]:
    return {slug for slug, ids in right.models.items() if any(one.listed for one in ids)}


class _Bench:
    """Counts what was compared and keeps what differs."""

    def __init__(self) -> None:
        self.count = 0
        self.found: list[Disagreement] = []

    def note(self, surface: str, slug: str, fact: tuple[str, ...], right: object, said: object) -> None:
        self.count += 1
        # What is right stands first: only it can be something that is not judged.
        if not (type(right) is Unjudged or _same(right, said)):
            self.found.append(Disagreement(surface, slug, fact, right, said))

    def compare(self, surface: str, about: _Model, right: Seen, said: Seen) -> None:
        for fact in right.keys() | said.keys():
            if fact[1] in ("price", "gone price"):
                given = right.get(fact, NOT_PUBLISHED), said.get(fact, NOT_PUBLISHED)
            else:
                given = right.get(fact, "nothing"), said.get(fact, "nothing")
            if not about.left_out(fact):
                self.note(surface, about.slug, fact, *given)


def _same(right: object, said: object) -> bool:
    if isinstance(right, Reason) != isinstance(said, Reason):
        return False
    return right == said


TWO_DECIMALS = Decimal("0.01")
THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_EVEN)


class _Model:
    """What is right about one model, as each surface must say it."""

    def __init__(
        self,
        slug: str,
        ids: Sequence[Id],
        right: Truth,
        document: Mapping[str, Any],
        proposed: Sequence[str],
        awaited: frozenset[str],
    ) -> None:
        self.slug, self.ids, self.right, self.awaited = slug, ids, right, awaited
        current = [one for one in ids if one.listed] or list(ids)
        plain = [one for one in current if ":" not in one.id] or current
        self.first = min(plain, key=lambda one: (one.id != slug, one.id))
        self.names = [rated["arena_name"] for rated in document["ratings"]]
        modes = {
            rated["arena_name"] for rated in document["ratings"] if rated["match"]["confidence"] == "variant"
        }
        self.rows = {
            (name, row.board, row.category): row for name in self.names for row in right.rows.get(name, ())
        }
        headlines = [(name in modes, row.rank or 10**9, name, row) for name, row in self._text_rows()]
        self.headline = min(headlines, key=lambda one: one[:3])[-1] if headlines else None
        elsewhere = Reason("not on this board" if "text" in right.boards else "not read")
        blank = elsewhere if self.names else why_unranked(slug, right, proposed)
        self.rank: Any = self.headline.rank if self.headline else blank

    def _text_rows(self) -> Iterator[tuple[str, Row]]:
        for (name, board, category), row in self.rows.items():
            if (board, category) == ("text", "overall"):
                yield name, row

    def left_out(self, fact: tuple[str, ...]) -> bool:
        """Whether a fact is not judged: rules of an id whose conditions are not read yet."""
        own = next((one for one in self.ids if one.id == fact[0]), None)
        return fact[1] == "rule" and own is not None and any(not rule.condition for rule in own.rules)

    def _prices(self, ids: Iterable[Id]) -> Seen:
        seen: Seen = {}
        for one in ids:
            seen |= {(one.id, "price", key): told for key, told in one.prices.items()}
            for rule in one.rules:
                seen |= {(one.id, "rule", rule.condition, key): told for key, told in rule.prices.items()}
        return seen

    def in_json(self) -> Seen:
        """Return what the JSON file must hold."""
        seen = self._prices(self.ids) | {("", "rank"): self.rank}
        for one in self.ids:
            seen |= {(one.id, "fact", name): told for name, told in one.facts.items()}
            seen |= {(one.id, "unpriced"): unpriced_outputs(one)}
            seen |= {(one.id, "status"): "listed" if one.listed else "gone"}
        if self.headline:
            seen["", "headline"] = self.headline
        return seen | {("", "row", *place): row for place, row in self.rows.items()}

    def on_page(self, said: Seen) -> Seen:
        """Return what the page must show."""
        current = [one for one in self.ids if one.listed]
        shown = current or list(self.ids)
        seen = self._prices(shown) | {("", "rank"): self.rank, (self.first.id, "first"): True}
        for one in shown:
            seen |= {(one.id, "fact", name): told for name, told in self._seen_facts(one, said).items()}
            # The day of the listing stands in a sentence of its own.
            del seen[one.id, "fact", "listed"]
        gone = [one for one in self.ids if not one.listed] if current or len(self.ids) > 1 else []
        for one in gone:
            seen |= {(one.id, "last seen"): one.last_seen, (one.id, "left"): one.left}
            for key in ("prompt", "completion"):
                seen[one.id, "gone price", key] = price_words(one.prices.get(key, NOT_PUBLISHED))
        rows = {
            ("", "row", name, board, category.replace("_", " ")): row_words(row)
            for (name, board, category), row in self.rows.items()
        }
        return seen | rows

    def _seen_facts(self, one: Id, said: Seen) -> dict[str, Any]:
        """Return the facts of an id for readers: a second context need not stand there if it is the same."""
        facts = dict(one.facts)
        second, shown = facts["provider_context"], (one.id, "fact", "provider_context") in said
        same = isinstance(second, Reason) or second == facts["context"]
        if not shown and (same or (PROVIDERS in self.awaited and one.id != self.first.id)):
            del facts["provider_context"]
        return facts

    def in_markdown(self, said: Seen) -> Seen:
        """Return what the Markdown file must say."""
        seen = self._prices(self.ids) | {("", "rank"): self.rank}
        seen["", "listed"] = str(self.first.facts["listed"])
        own = set(FACTS_OF_MARKDOWN.values())
        if PROVIDERS in self.awaited:
            own -= {"provider_context"}
        for one in self.ids:
            facts = self._seen_facts(one, said)
            seen |= {(one.id, "fact", name): told for name, told in facts.items() if name in own}
        return seen | {("", "row", *place): row_words(row) for place, row in self.rows.items()}

    def in_csv(self, one: Id) -> Seen:
        """Return what the row of an id in the spreadsheet must hold."""
        row, seen = self.headline, self._prices([one])
        columns = ("context", "longest", "inputs", "outputs", "parameters", "listed", "expires")
        if PROVIDERS not in self.awaited:
            columns = (*columns, "provider_context")
        for name in columns:
            told = one.facts[name]
            empty: Any = frozenset() if name in SETS else ""
            seen[one.id, "fact", name] = empty if isinstance(told, Reason) else told
        seen[one.id, "status"] = "listed" if one.listed else "gone"
        seen[one.id, "rank"] = self.rank
        cells = (row.rank, row.score, row.lower, row.upper, row.votes, row.day) if row else (None,) * 6
        seen[one.id, "headline"] = tuple("" if cell is None else cell for cell in cells)
        return seen

    def in_explorer(self, said: Seen) -> Seen:
        """Return the texts of the row in the explorer's table, or in that of retired models."""
        facts, prices = self.first.facts, self.first.prices
        output = price_words(prices.get("completion", NOT_PUBLISHED))
        rank = f"{self.rank:,} {score_words(self.headline.score)}" if self.headline else str(self.rank)
        right = {
            "id": self.first.id,
            "prompt": price_words(prices.get("prompt", NOT_PUBLISHED)),
            "completion": "text free" if unpriced_outputs(self.first) else output,
            "ruled": bool(self.first.rules),
            "context": short(facts["context"]),
            "longest": short(facts["longest"]),
            "types": f"{_types(facts['inputs'])} → {_types(facts['outputs'])}",
            "abilities": _abilities(facts["parameters"]),
            "rank": rank,
            "listed": str(facts["listed"]),
        }
        right["context"] = self._both_contexts(right["context"], said.get(("", "context"), ""))
        return {("", name): told for name, told in right.items()}

    def _both_contexts(self, context: Any, said: str) -> Any:  # noqa: ANN401
        """Return the text of a context: beside it must stand that of the provider whose price is shown."""
        second = self.first.facts["provider_context"]
        if isinstance(second, Reason) or second == self.first.facts["context"]:
            return context
        both = str(context) in said and short(second) in said
        missing = context if PROVIDERS in self.awaited else f"{context} and {short(second)}"
        return said if both else missing


def _types(names: Any) -> str:  # noqa: ANN401
    if isinstance(names, Reason):
        return str(names)
    return ", ".join(sorted(names, key=lambda name: (name != "text", name)))


def _abilities(parameters: Any) -> str:  # noqa: ANN401
    if isinstance(parameters, Reason):
        return str(parameters)
    notable = [name for name in ("tools", "reasoning", "structured_outputs") if name in parameters]
    return ", ".join(notable).replace("_", " ") or "none of the three"


def price_words(price: Any) -> Any:  # noqa: ANN401
    """Return a price without its unit as a list shows it: to six digits, ``≈`` where some are left out."""
    if isinstance(price, Hourly):
        return f"{_dollars(price.low)} to {_dollars(price.high)} by the hour"
    if isinstance(price, Money):
        return _dollars(price.dollars)
    return price if type(price) is Unjudged else str(price)


def _dollars(amount: Decimal) -> str:
    rounded = SIX_DIGITS.plus(amount)
    whole, _, cents = f"{rounded:,f}".partition(".")
    cents = cents.rstrip("0")
    text = f"${whole}.{cents.ljust(2, '0')}" if cents else f"${whole}"
    return text if rounded == amount else f"≈ {text}"


def short(tokens: Any) -> Any:  # noqa: ANN401
    """Return a number of tokens in three digits: ``1.05M``."""
    if not isinstance(tokens, int):
        return tokens if type(tokens) is Unjudged else str(tokens)
    for size, letter in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")):
        if tokens >= size:
            return f"{THREE_DIGITS.divide(Decimal(tokens), Decimal(size)).normalize():f}{letter}"
    return str(tokens)


def score_words(score: Decimal) -> str:
    """Return a score with at most two decimals, ``≈`` where some are left out."""
    text = _points(score)
    return text if Decimal(text) == score else f"≈ {text}"


def _points(points: Decimal) -> str:
    text = f"{points.quantize(TWO_DECIMALS, ROUND_HALF_EVEN):f}"
    return text.rstrip("0").rstrip(".")


def row_words(row: Row) -> tuple[str, ...]:
    """Return a row of a board as a table shows it: rank, score, interval, votes, day."""
    return (
        _count(row.rank),
        score_words(row.score),
        _interval(row),
        _count(row.votes),
        row.day or NOT_PUBLISHED,
    )


def _count(number: int | None) -> str:
    return NOT_PUBLISHED if number is None else f"{number:,}"


def _interval(row: Row) -> str:
    if row.lower is None or row.upper is None:
        return NOT_PUBLISHED
    up, down = _points(row.upper - row.score), _points(row.score - row.lower)
    return f"±{up}" if up == down else f"+{up} −{down}"
