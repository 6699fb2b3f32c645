"""What each surface of a site must say of a model, by what is right about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from tests.oracle.documents import FACTS_OF_MARKDOWN
from tests.oracle.records import (
    FREE,
    NOT_JUDGED,
    NOT_PUBLISHED,
    PROVIDERS,
    UNKNOWN,
    Hourly,
    Id,
    Money,
    Reason,
    Row,
    Truth,
    Unjudged,
    kind,
    unpriced_outputs,
    why_unranked,
)
from tests.oracle.sellers import panel_line
from tests.oracle.words import SETS, SIX_DIGITS, Seen, number

TWO_DECIMALS = Decimal("0.01")
THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_EVEN)


class Model:
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
        *_, self.headline_name, self.headline = min(headlines, default=("", None), key=lambda one: one[:3])
        elsewhere = Reason("not on this board" if "text" in right.boards else "not read")
        blank = elsewhere if self.names else why_unranked(slug, right, proposed)
        self.usage = right.usage.get(slug)
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
        seen = self._prices(self.ids) | {("", "rank"): self.rank, ("", "kind"): kind(self.first.record)}
        for one in self.ids:
            seen |= {(one.id, "fact", name): told for name, told in one.facts.items()}
            seen |= {(one.id, "unpriced"): unpriced_outputs(one)}
            seen |= {(one.id, "status"): "listed" if one.listed else "gone"}
        if self.headline:
            seen["", "headline"] = self.headline
        if self.usage:
            seen["", "usage"] = self.usage
        return seen | {("", "row", *place): row for place, row in self.rows.items()}

    def on_page(self, said: Seen) -> Seen:
        """Return what the page must show."""
        current = [one for one in self.ids if one.listed]
        shown = current or list(self.ids)
        seen = self._prices(shown) | {("", "rank"): self.rank, (self.first.id, "first"): True}
        seen |= self._glance(current)
        seen |= {("", "offer", key): told for key, told in self._offer(current).items()}
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

    def _glance(self, current: Sequence[Id]) -> Seen:
        """Return what stands large at the top of the page, and the days beside it."""
        facts, prices, row = self.first.facts, self.first.prices, self.headline
        listed, longest = facts["listed"], facts["longest"]
        up_to = "max output" if isinstance(longest, Reason) else "answers up to"
        right: dict[str, Any] = {
            "prompt": price_line(prices.get("prompt", NOT_PUBLISHED)),
            "completion": price_line(prices.get("completion", NOT_PUBLISHED)),
            "context": context_line(facts["context"]),
            "longest": f"{up_to} {short(longest)}",
            "lead": "" if isinstance(listed, Reason) else listed,
            "day": self.right.own_days.get(self.first.id, self.right.day)
            if current
            else self.first.last_seen,
        }
        besides = {key: self._besides(key) for key in ("prompt", "completion")}
        if unpriced := unpriced_outputs(self.first):
            right["completion"] = "text free"
            besides["completion"][:0] = [f"{name} output: not published" for name in unpriced]
        awaited = [prices.get(key) for key in besides if isinstance(prices.get(key), Unjudged)]
        awaited += [rule for rule in self.first.rules if not rule.condition]
        right |= {f"{key} besides": NOT_JUDGED if awaited else lines for key, lines in besides.items()}
        if self.usage:
            right["usage"] = f"{self.usage[0]:,}"
        if row:
            interval = ", interval not published" if row.lower is None else f" {_interval(row)}"
            right["score"] = f"score {score_words(row.score)}{interval}"
        return {("", "glance", name): told for name, told in right.items()}

    def _besides(self, key: str) -> list[str]:
        """Return what stands below a price: that of long prompts, and that of other ids."""
        listed = key == "prompt" and self.first.listed
        lines = panel_line(self.right.endpoints, self.first.id) if listed else []
        hourly = isinstance(self.first.prices.get(key), Hourly)
        for rule in () if hourly else self.first.rules:
            size = re.fullmatch(r"prompts of more than ([\d,]+) tokens", rule.condition)
            if key in rule.prices and size:
                threshold = short(int(number(size[1])))
                lines.append(f"{price_words(rule.prices[key])} if the prompt exceeds {threshold}")
            elif key in rule.prices:
                known = UNKNOWN not in rule.condition
                lines.append("other prices by rule" if known else "a rule with an unknown condition")
                break
        own = price_words(self.first.prices.get(key, NOT_PUBLISHED))
        for other in sorted(self.ids, key=lambda one: (":" in one.id, one.id != self.slug, one.id)):
            _, suffix, name = other.id.partition(":")
            price = price_words(other.prices.get(key, NOT_PUBLISHED))
            if other.listed and suffix and other.id != self.first.id and price != own:
                lines.append(f"{price} as :{name}")
        return lines

    def _offer(self, current: Sequence[Id]) -> dict[str, Any]:
        """Return the prices that search engines are told, of what is for sale."""
        if not current or unpriced_outputs(self.first):
            return {}
        prices = {key: self.first.prices.get(key) for key in ("prompt", "completion")}
        return {
            key: told
            for key, told in prices.items()
            if isinstance(told, Money | Hourly | Unjudged) or told == FREE
        }

    def _seen_facts(self, one: Id, said: Seen) -> dict[str, Any]:
        """Return the facts of an id for readers: a second context may be left out if it is no smaller."""
        facts = dict(one.facts)
        second, shown = facts["provider_context"], (one.id, "fact", "provider_context") in said
        same = isinstance(second, Reason) or not _smaller(second, facts["context"])
        if not shown and (same or (PROVIDERS in self.awaited and one.id != self.first.id)):
            del facts["provider_context"]
        return facts

    def in_markdown(self, said: Seen) -> Seen:
        """Return what the Markdown file must say."""
        seen = self._prices(self.ids) | {("", "rank"): self.rank}
        if self.headline:
            seen["", "rank"] = (self.rank, self.headline.day or "", self.headline_name)
        if self.usage:
            seen["", "usage"] = self.usage
        seen["", "listed"] = str(self.first.facts["listed"])
        own = {*FACTS_OF_MARKDOWN.values(), "provider_context", "prompt"}
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
        seen[one.id, "kind"] = kind(self.first.record)
        seen[one.id, "rank"] = self.rank
        seen[one.id, "usage"] = self.usage[:2] if self.usage else ("", "")
        cells = (row.rank, row.score, row.lower, row.upper, row.votes, row.day) if row else (None,) * 6
        seen[one.id, "headline"] = tuple("" if cell is None else cell for cell in cells)
        return seen

    def in_explorer(self, said: Seen) -> Seen:
        """Return the texts of the row in the explorer's table, or in that of retired models."""
        facts, prices = self.first.facts, self.first.prices
        output = price_words(prices.get("completion", NOT_PUBLISHED))
        takes, gives = _types(facts["inputs"]), _types(facts["outputs"])
        one_reason = takes == gives and isinstance(facts["inputs"], Reason)
        rank = f"#{self.rank:,} {score_words(self.headline.score)}" if self.headline else str(self.rank)
        right = {
            "id": self.first.id,
            "prompt": price_words(prices.get("prompt", NOT_PUBLISHED)),
            "completion": "text free" if unpriced_outputs(self.first) else output,
            "ruled": bool(self.first.rules),
            "context": short(facts["context"]),
            "longest": short(facts["longest"]),
            "types": takes if one_reason else f"{takes} → {gives}",
            "abilities": _abilities(facts["parameters"]),
            "rank": rank,
            "listed": str(facts["listed"]),
        }
        right["context"] = self._both_contexts(right["context"], said.get(("", "context"), ""))
        return {("", name): told for name, told in right.items()}

    def _both_contexts(self, context: Any, said: str) -> Any:  # noqa: ANN401
        """Return the text of a context: beside it must stand that of the provider whose price is shown."""
        second = self.first.facts["provider_context"]
        if not _smaller(second, self.first.facts["context"]) or short(second) == context:
            return context
        both = str(context) in said and short(second) in said
        missing = context if PROVIDERS in self.awaited else f"{context} and {short(second)}"
        return said if both else missing


def _smaller(second: Any, context: Any) -> bool:  # noqa: ANN401
    """Whether the context of the provider whose price is shown is smaller than the one that stands there."""
    return isinstance(second, int) and isinstance(context, int) and second < context


def price_line(price: Any) -> Any:  # noqa: ANN401
    """Return a price with its unit, rounded to six digits."""
    words = price_words(price)
    comma = "," if isinstance(price, Hourly) else ""
    return f"{words}{comma} {price.unit}" if isinstance(price, Money | Hourly) else words


def context_line(tokens: Any) -> Any:  # noqa: ANN401
    """Return a context in three digits with all of them beside it: ``1.05M 1,048,576 tokens``."""
    return f"{short(tokens)} {tokens:,} tokens" if isinstance(tokens, int) else short(tokens)


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
