"""Answers about the sellers of models: which model each is of, whether asked for or read from files."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from sitegen.records import Json, Row, rows_in
from sitegen.records.snapshot import Feed, SetAside
from sitegen.sources.refusal import MOST_OFFERS, require_few_unread, row_name

ASKED = "modelId"
"""In a bundle of answers, the key of the id that was asked for."""

SLASH = "--"
"""What stands for the slash of an id or a slug in the name of a file: ``acme--anvil-1.json``."""

_NO_MODEL = "the answer has no model with an id and a list 'endpoints'"


class Found(NamedTuple):
    """The models of answers under their ids, notes on what has none, and whether these are but a part.

    They are a part where files or addresses are given with an answer about one model each.
    """

    models: list[tuple[str, Row]]
    unread: list[SetAside]
    is_part: bool


class _Item(NamedTuple):
    """An answer about one model: the id that was asked for, None where nobody says it, and a name for it."""

    asked: Json
    name: str
    answer: Json
    is_alone: bool = False


def models_of(feed: Feed, answers: Sequence[Json], before: Container[str]) -> Found:
    """Return the models of answers; ``before`` has the ids on file.

    Raises SourceError where over a tenth of those that were given have no model.
    """
    items = list(_items(feed, answers, before))
    found: list[tuple[str, Row]] = []
    unread = [
        note.model_copy(update={"row": _asked(feed, note.row, before) or note.row}) for note in feed.unread
    ]
    for item in items:
        model = _model(item.answer)
        offers = len(rows_in(model["endpoints"])) if model else 0
        if model is None or offers > MOST_OFFERS:
            many = f"the answer has {offers:,} offers, and at most {MOST_OFFERS} are read"
            unread.append(SetAside(row=item.name, reason=many if model else _NO_MODEL))
        else:
            found.append((id_of_answer(item.asked, str(model["id"])), model))
    if not feed.records:
        require_few_unread(feed.name, unread, len(items) + len(feed.unread))
    is_part = any(item.is_alone for item in items)
    return Found(found, sorted(unread, key=lambda note: note.row), is_part)


def _items(feed: Feed, answers: Sequence[Json], before: Container[str]) -> Iterator[_Item]:
    """Yield each answer about one model; bundles are opened."""
    if feed.records:
        for key, answer in zip(feed.records, answers, strict=True):
            yield _Item(key, key, answer)
        return
    for number, answer in enumerate(answers):
        data = answer.get("data") if isinstance(answer, dict) else None
        if isinstance(data, list):
            yield from map(_bundled, data)
        elif isinstance(answer, dict) and "response" in answer:
            yield _bundled(answer)._replace(is_alone=True)
        else:
            file = feed.files[number] if feed.files else ""
            asked = _asked(feed, file, before)
            yield _Item(asked, asked or file or row_name(answer, ("id",)), answer, is_alone=True)


def _bundled(item: Json) -> _Item:
    """Return an answer of a bundle, which says what was asked, or does not."""
    if not isinstance(item, dict):
        return _Item(None, row_name(item, ()), item)
    return _Item(item.get(ASKED), row_name(item, (ASKED, "id")), item.get("response", item))


def _asked(feed: Feed, file: str, before: Container[str]) -> str | None:
    """Return the id that a file is named after, or whose slug; None for any other name."""
    name = file.removesuffix(".json").replace(SLASH, "/", 1)
    return feed.names.get(name) or (name if name in before else None)


def _model(answer: Json) -> Row | None:
    """Return the model of an answer, which has an id and a list of endpoints, or None."""
    model = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(model, dict) or not isinstance(model.get("endpoints"), list):
        return None
    key = model.get("id")
    return model if isinstance(key, str) and key else None


def id_of_answer(asked: Json, answered: str) -> str:
    """Return the id whose sellers an answer has, given the id that was asked for and the one that it names.

    One slug answers for its plain id, also where its ``:free`` id was asked for. Where upstream answers with
    another model, as ``gemini-2.5-pro`` for a preview of it, the sellers are those of the preview too.
    """
    plain = asked.partition(":")[0] if isinstance(asked, str) else ""
    return plain if plain and plain != answered.partition(":")[0] else answered
