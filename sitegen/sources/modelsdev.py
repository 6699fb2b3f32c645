"""models.dev: since when a model is out, what it knows, and what its maker asks for it.

Documentation: https://github.com/sst/models.dev (no key is needed; MIT, Copyright (c) 2025 models.dev). One
answer has all providers with their models. Kept are the facts of its provider ``openrouter``, whose ids are
those of the catalogue, and the models of the makers' own providers with their list prices. How many others
there are is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from sitegen.errors import ContentError
from sitegen.records import Json, Row, rows_in
from sitegen.records.amounts import plain
from sitegen.records.makers_model import GATEWAY, KEYS, Limit, MakersModel
from sitegen.records.price import amount
from sitegen.records.snapshot import Feed, Licence, OnFile, SetAside, Snapshot, SourceInfo, snapshot_file
from sitegen.sources.modelsdev_costs import CONDITION, makers_model, pricing_of
from sitegen.sources.refusal import answer_refused, as_row, require_few_set_aside, sent_row, set_aside

_LINK = "https://models.dev"

name = "modelsdev"
info = SourceInfo(
    name="models.dev",
    publisher="models.dev",
    link=_LINK,
    credit=f"Source: models.dev ({_LINK}), Copyright (c) 2025 models.dev",
    licence=Licence("MIT", "https://github.com/sst/models.dev/blob/dev/LICENSE"),
    tells="Release date, knowledge cutoff, open weights, the maker’s list price",
)
key_variable: str | None = None
key_required = False
known_settings: tuple[str, ...] = ("address", "makers")
guarded_fields: tuple[str, ...] = (
    "release_date", "open_weights", "cost.input", "cost.output", "limit.context",
)  # fmt: skip
steady_fields: Mapping[str, float] = {}

FEED = "modelsdev/models"
FILE = snapshot_file(FEED)
ADDRESS = "https://models.dev/api.json"

# Left out are providers whose costs are no list price in dollars: plans for which one pays by the month
# (their costs are 0), sites for mainland China, prices turned from another currency (stepfun, bailing), free
# previews (llama, nova, nvidia, poolside), and figures that are the same for input and output of every model,
# though the maker's own endpoint at OpenRouter has two prices (upstage).
MAKERS: dict[str, list[str]] = {
    "anthropic": ["anthropic"],
    "cohere": ["cohere"],
    "deepseek": ["deepseek"],
    "google": ["google"],
    "inception": ["inception"],
    "minimax": ["minimax"],
    "mistralai": ["mistral"],
    "moonshotai": ["moonshotai"],
    "morph": ["morph"],
    "openai": ["openai"],
    "perplexity": ["perplexity"],
    "qwen": ["alibaba"],
    "x-ai": ["xai"],
    "xiaomi": ["xiaomi"],
    "z-ai": ["zai"],
}
"""The author of slugs of the catalogue → the providers of models.dev that are this maker itself."""

_GATEWAY_KEYS = frozenset({"id", "release_date", "knowledge", "open_weights"})
"""What is kept of the gateway's models: their prices are the catalogue's own."""

_OTHER_KEYS = frozenset({
    "attachment", "experimental", "family", "interleaved", "last_updated", "provider", "reasoning",
    "reasoning_options", "structured_output", "temperature", "tool_call",
})  # fmt: skip
"""Documented keys of a model that are not kept: https://github.com/sst/models.dev#schema-reference."""


class ModelsDev(NamedTuple):
    """The file on disk: the models, and which providers are which maker.

    ``makers`` are the providers by the author of slugs; ``others`` says how many further providers and models
    upstream has.
    """

    models: tuple[MakersModel, ...]
    makers: Mapping[str, tuple[str, ...]]
    others: Mapping[str, int]


def feeds(settings: Mapping[str, Any], on: date, on_file: OnFile) -> tuple[Feed, ...]:  # noqa: ARG001 - always the same
    """Return the one feed; raises ContentError where the table of makers is none."""
    makers_of(settings)
    return (Feed(FEED, (str(settings.get("address", ADDRESS)),), settings=settings),)


def makers_of(settings: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the providers of each maker; raises ContentError for what is no table of names."""
    table = settings.get("makers", MAKERS)
    makers: dict[str, list[str]] = {}
    for author, value in table.items() if isinstance(table, dict) else [("", None)]:
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            place, fault = (
                "content/site.toml [sources.modelsdev] makers",
                "is no table of providers",
            )
            raise ContentError(place, fault, 'write mistralai = "mistral"')
        makers[author] = list(dict.fromkeys(names))
    return dict(sorted(makers.items()))


def feed_from(address: str, answer: Json) -> Feed:  # noqa: ARG001 - every answer is the whole list
    """Return the feed for an answer read from somewhere else."""
    return Feed(FEED, (address,))


def next_address(address: str, answer: Json) -> str | None:  # noqa: ARG001 - part of the Source protocol
    """Return None: everything comes in one answer."""
    return None


def counts(value: Json) -> dict[str, int]:
    """Return how many models of the gateway and of makers there are, and how many have a date or a cost.

    Beside that each maker's provider counts as one: it has few models, of which some leave, and never all.
    """
    rows = rows_in(value.get("models")) if isinstance(value, dict) else []
    providers = [str(row.get("id")).partition("/")[0] for row in rows]
    gateway = providers.count(GATEWAY)
    return {
        f"rows.{GATEWAY}": gateway,
        "rows.makers": len(rows) - gateway,
        "rows.release_date": sum("release_date" in row for row in rows),
        "rows.cost": sum("cost" in row for row in rows),
        **{f"rows.{provider}": 1 for provider in sorted(set(providers) - {GATEWAY})},
    }


def named_rows(value: Json) -> dict[str, Row]:
    """Return the models by provider and id."""
    rows = rows_in(value.get("models")) if isinstance(value, dict) else []
    return {str(row.get("id")): row for row in rows}


def journaled(on_file: OnFile) -> list[Row] | None:
    """Return the models with their prices in the terms of the catalogue, or None before any was fetched."""
    value = on_file(FILE)
    return None if value is None else [_journaled(model) for model in modelsdev(value).models]


def journal_id(key: str) -> str:
    """Return the id of a model in the journal, which has ids of the catalogue, too."""
    return f"{name}/{key}"


def _journaled(model: MakersModel) -> Row:
    """Return what the journal follows; the types of output only tell what a price is for."""
    pricing = pricing_of(model.raw)
    kept = {key: item for key, item in model.raw.items() if key not in ("id", "cost", "modalities")}
    further = {"pricing": pricing.map, "unread": pricing.unread}
    return {"id": journal_id(model.id)} | kept | {key: item for key, item in further.items() if item}


def snapshot(feed: Feed, answers: Sequence[Json], previous: Json) -> Snapshot:
    """Return the kept models in normal form, by provider and id; raises SourceError for another shape."""
    makers = makers_of(feed.settings)
    providers = _providers(feed.name, answers)
    kept = {GATEWAY, *[provider for names in makers.values() for provider in names]}
    missing = [SetAside(row=key, reason="models.dev has no such provider") for key in kept - providers.keys()]
    rows = [
        row for provider in sorted(kept & providers.keys()) for row in _rows(provider, providers[provider])
    ]
    models, refused = _models(rows)
    require_few_set_aside(feed.name, refused, len(rows))
    stay = {key: row for key, row in _last_good(previous, refused).items() if key not in models}
    by_id = stay | {key: model.raw for key, model in models.items()}
    others = [models for provider, models in providers.items() if provider not in kept]
    value: Json = {
        "makers": {author: [*names] for author, names in makers.items()},
        "models": [by_id[key] for key in sorted(by_id)],
        "others": {"providers": len(others), "models": sum(map(len, others))},
    }
    return Snapshot(
        feed=feed.name,
        files={FILE: value},
        rows=len(by_id),
        set_aside=(*sorted(missing, key=lambda note: note.row), *refused, *_odd_notes(models.values())),
        kept=frozenset(stay),
        unknown_keys=Counter(key for row in rows for key in _unknown_keys(row, models)),
    )


def _providers(feed: str, answers: Sequence[Json]) -> dict[str, Row]:
    """Return the models of each provider by its id."""
    providers: dict[str, Row] = {}
    for answer in answers:
        if not isinstance(answer, dict):
            raise answer_refused(feed, "the answer is no map of providers")
        for key, provider in answer.items():
            if key in providers:
                raise answer_refused(feed, f"the provider {key!r:.60} stands in two answers")
            models = provider.get("models") if isinstance(provider, dict) else None
            if not isinstance(models, dict):
                raise answer_refused(feed, f"the provider {key!r:.60} has no map 'models'")
            providers[key] = models
    if not providers.get(GATEWAY):
        raise answer_refused(feed, f"the answer has no models of the provider {GATEWAY!r}")
    return providers


class _UpstreamRow(NamedTuple):
    """One model of an answer under the id that it has here."""

    id: str
    model: Json

    @property
    def normal(self) -> Row:
        """The record in normal form: the id first, then the kept keys, sorted, costs as text."""
        model = sent_row(self.model)
        keys = _GATEWAY_KEYS if self.id.startswith(f"{GATEWAY}/") else KEYS
        return {"id": self.id} | {
            key: _normal(key, model[key])
            for key in sorted(keys & model.keys())
            if key != "id" and model[key] is not None
        }


def _rows(provider: str, models: Row) -> Iterator[_UpstreamRow]:
    return (_UpstreamRow(f"{provider}/{key}", model) for key, model in models.items())


def _normal(key: str, value: Json) -> Json:
    """Return a value with its keys sorted, its sets sorted, and the figures of a cost as text."""
    if key == "cost":
        return _cost(key, value)
    if isinstance(value, dict):
        return {name: _normal("", value[name]) for name in sorted(value)}
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return [*sorted(set(texts))] if isinstance(value, list) and len(texts) == len(value) else value


def _cost(key: str, value: Json) -> Json:
    """Return a cost with its figures as text: one amount is written in one way, without an exponent."""
    if isinstance(value, dict):
        return {name: _cost(name, value[name]) for name in sorted(value)} if key != CONDITION else value
    if isinstance(value, list):
        return [_cost(key, item) for item in value]
    try:
        return plain(amount(key, value)) if not isinstance(value, bool) else value
    except ValueError:
        return value  # which is refused, or not understood, when it is read


def _models(rows: Sequence[_UpstreamRow]) -> tuple[dict[str, MakersModel], list[SetAside]]:
    """Return the models of an answer by id, and notes on the rows that are refused."""
    models: dict[str, MakersModel] = {}
    refused: list[SetAside] = []
    for row in rows:
        try:
            models[row.id] = makers_model(row.normal)
        except (ValidationError, ValueError) as error:
            refused.append(set_aside({"id": row.id}, ("id",), error))
    return models, refused


def _last_good(previous: Json, refused: Sequence[SetAside]) -> dict[str, Row]:
    """Return the last good records of the ids that were refused this time, by id."""
    names = {note.row for note in refused}
    rows = rows_in(previous.get("models")) if isinstance(previous, dict) else []
    return {str(row["id"]): row for row in rows if row.get("id") in names}


def _odd_notes(models: Iterable[MakersModel]) -> list[SetAside]:
    """Return notes on the fields of models that were set aside, by id."""
    odd = [(model.id, field) for model in models for field in model.odd]
    return [SetAside(row=key, reason=field.text, field=field.key) for key, field in sorted(odd)]


def _unknown_keys(row: _UpstreamRow, models: Mapping[str, MakersModel]) -> Iterator[str]:
    """Yield the keys of a model that are not documented, dotted."""
    if isinstance(row.model, dict):
        yield from (key for key in row.model if key not in KEYS | _OTHER_KEYS)
    if row.id in models:
        raw = models[row.id].raw
        limit = raw.get("limit")
        limits = limit if isinstance(limit, dict) else {}
        yield from (f"limit.{key}" for key in limits if key not in Limit.__slots__)
        yield from (f"cost.{key}" for key in pricing_of(raw).unread)


def modelsdev(value: Json) -> ModelsDev:
    """Return what the file on disk holds; raises pydantic's ValidationError or ValueError."""
    file = as_row(value)
    makers, others = as_row(file.get("makers")), as_row(file.get("others"))
    return ModelsDev(
        models=tuple([makers_model(row) for row in rows_in(file.get("models"))]),
        makers={
            author: tuple(map(str, names)) for author, names in makers.items() if isinstance(names, list)
        },
        others={key: number for key, number in others.items() if isinstance(number, int)},
    )
