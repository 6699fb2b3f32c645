"""Who sells a model on OpenRouter: the endpoints of each id, with the prices and limits of each seller.

Documentation: https://openrouter.ai/docs/api/api-reference/endpoints/list-endpoints (no key is needed; no
data licence is published, so the link and the day stay with the data). A request is about one canonical slug.
What moves every minute (status, uptime, latency, throughput) is not kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from sitegen.records import Json, Row, rows_in
from sitegen.records.endpoint import PARAMETERS, SELLER, TAG, Endpoint, Endpoints, journal_id, offer_key
from sitegen.records.snapshot import Feed, OnFile, SetAside, Snapshot, SourceInfo, snapshot_file
from sitegen.sources import openrouter
from sitegen.sources.offer_keys import NUMBER, keyed, number_of, numbered, with_numbers
from sitegen.sources.providers_answers import models_of
from sitegen.sources.refusal import answer_refused, as_row, reason, require_few_set_aside, sent_row
from sitegen.text import some_of

_LINK = "https://openrouter.ai/models"

name = "providers"
info = SourceInfo(
    name="Sellers at OpenRouter",
    publisher="OpenRouter",
    link=_LINK,
    credit=f"Source: OpenRouter ({_LINK})",
    tells="Sellers, with the prices and limits of each",
)
key_variable: str | None = "OPENROUTER_API_KEY"
key_required = False
known_settings: tuple[str, ...] = ("address",)
guarded_fields: tuple[str, ...] = ("context_length", "pricing.prompt", "pricing.completion", PARAMETERS)
steady_fields: Mapping[str, float] = {}

FEED = "providers/endpoints"
FILE = snapshot_file(FEED)
ADDRESS = openrouter.ADDRESS

ANSWERED = "model_id"
"""The key of the id that upstream answered with, where that is another one."""

WHO = ("first", ANSWERED)

KEPT = (
    SELLER, TAG, "context_length", "max_completion_tokens", "max_prompt_tokens", "pricing", "quantization",
    PARAMETERS,
)  # fmt: skip
"""The keys of an endpoint that are kept: seller and tag first, which say whose lines these are."""

LIMITS = ("context_length", "max_completion_tokens", "max_prompt_tokens")

_NO_CATALOGUE = "there is no catalogue on file to ask about; fetch openrouter first"
_NOT_GIVEN = "not in the answers given"

_MOVING = ("status", "uptime_", "latency_", "throughput_")
_SAID_ELSEWHERE = {"name", "model_id", "model_name", "supports_implicit_caching"}


def feeds(settings: Mapping[str, Any], on: date, on_file: OnFile) -> tuple[Feed, ...]:  # noqa: ARG001 - see Source
    """Return the one feed, with an address for each canonical slug of the catalogue on file."""
    base = str(settings.get("address", ADDRESS)).rstrip("/")
    by_slug: dict[str, Row] = {}
    # The file is sorted by id, so a plain id stands before its variants and is the one that is asked for.
    for row in rows_in(on_file(openrouter.MODELS)):
        by_slug.setdefault(_slug(row), row)
    records = {str(row.get("id")): _address(base, row) for row in by_slug.values()}
    ids = {str(row.get("id")): str(row.get("id")) for row in rows_in(on_file(openrouter.MODELS))}
    names = {slug: str(row.get("id")) for slug, row in by_slug.items()} | ids
    return (Feed(FEED, (base,), records=records, names=names, lacks="" if records else _NO_CATALOGUE),)


def _slug(row: Row) -> str:
    return str(row.get("canonical_slug") or str(row.get("id")).partition(":")[0])


def _address(base: str, row: Row) -> str:
    """Return the address of a model's endpoints: a path on the host of ``base``, whatever the record says."""
    links = row.get("links")
    path = links.get("details") if isinstance(links, dict) else None
    if isinstance(path, str) and path.startswith("/") and not path.startswith("//"):
        scheme, separator, rest = base.partition("://")
        return f"{scheme}{separator}{rest.partition('/')[0]}{path}"
    return f"{base}/{quote(_slug(row), safe='/~:')}/endpoints"


def feed_from(address: str, answer: Json) -> Feed:  # noqa: ARG001 - every answer is of the one feed
    """Return the feed for an answer read from somewhere else."""
    return Feed(FEED, (address,), apart=True)


def next_address(address: str, answer: Json) -> str | None:  # noqa: ARG001 - part of the Source protocol
    """Return None: the endpoints of a model come in one answer."""
    return None


def counts(value: Json) -> dict[str, int]:
    """Return how many ids were read, and how many endpoints they have."""
    rows = rows_in(value)
    return {"rows": len(rows), "endpoints": sum(len(rows_in(row.get("endpoints"))) for row in rows)}


def named_rows(value: Json) -> dict[str, Row]:
    """Return the endpoints by id, seller and place, as the journal names them."""
    return {
        journal_id(str(row.get("id")), key): endpoint
        for row in rows_in(value)
        for key, endpoint in keyed(rows_in(row.get("endpoints")))
    }


def journaled(on_file: OnFile) -> list[Row] | None:
    """Return a record for each id, which says who is first, and one for each of its endpoints."""
    value = on_file(FILE)
    return None if value is None else [record for row in rows_in(value) for record in _journaled(row)]


def _journaled(row: Row) -> Iterator[Row]:
    model = str(row["id"])
    yield {"id": model, **{key: row.get(key) for key in WHO}}
    for key, endpoint in keyed(rows_in(row.get("endpoints"))):
        # The number of an offer is in its id.
        kept = {name: value for name, value in endpoint.items() if name != NUMBER}
        yield {"id": journal_id(model, key), **kept}


def snapshot(feed: Feed, answers: Sequence[Json], previous: Json) -> Snapshot:
    """Return the endpoints of every id in normal form: by id, and within an id by tag.

    An answer is that of one model, or a bundle of them under ``data``, each with the id that was asked for.
    Of an address that gave none, what is on file stays; so it does where answers of single models are given
    and none is about an id. A bundle is all there is.
    """
    before = {str(row.get("id")): row for row in rows_in(previous)}
    found, unread, is_part = models_of(feed, answers, before)
    read: dict[str, Row] = {}
    refused: list[SetAside] = []
    for key, model in found:
        read[key], faults = _record(key, model, before.get(key, {}))
        refused += faults
    if not found and not unread:
        raise answer_refused(feed.name, "the answer names no model")
    sent = [row for _, model in found for row in rows_in(model.get("endpoints"))]
    require_few_set_aside(feed.name, refused, len(sent))
    if is_part:
        known = read.keys() | {note.row for note in unread}
        unread += [SetAside(row=key, reason=_NOT_GIVEN) for key in sorted(before.keys() - known)]
    stays = {note.row: row for note in unread if (row := _on_file(note.row, before, read)) is not None}
    by_id = read | {str(row["id"]): row for row in stays.values()}
    rows: list[Json] = [by_id[key] for key in sorted(by_id)]
    return Snapshot(
        feed=feed.name,
        files={FILE: rows},
        rows=len(rows),
        set_aside=(*unread, *refused, *_odd_notes(rows_in(rows))),
        kept=frozenset(stays) | {note.row for note in refused if note.row in _ids(before.values())},
        unknown_keys=Counter(key for row in sent for key in row if _is_unknown(key)),
        notes=(*_strangers(feed, read), *_zeros(sent)),
    )


_NAMED = 3
"""Ids that a note names; of more, the others are counted."""


def _strangers(feed: Feed, read: Iterable[str]) -> Iterator[str]:
    """Yield a note on the ids of answers read from files that the catalogue on file does not have."""
    ids = sorted(set(read) - feed.names.keys()) if feed.apart and feed.names else []
    if ids:
        are = "id is" if len(ids) == 1 else "ids are"
        why = "not in the catalogue on file, and no page shows who sells them"
        yield f"{len(ids):,} {are} {why}: {some_of(ids, _NAMED)}"


def _zeros(sent: Sequence[Row]) -> Iterator[str]:
    """Yield a note on each limit that offers give as 0 tokens, which is none."""
    for key in LIMITS:
        number = sum(type(row.get(key)) is int and row[key] == 0 for row in sent)
        if number:
            yield f"{key} is 0 in {number:,} {'offer' if number == 1 else 'offers'}: shown as not published"


def _on_file(asked: str, before: Mapping[str, Row], read: Container[str]) -> Row | None:
    """Return what is on file of an id that could not be read: a slug's answer may be that of its plain id."""
    keys = [key for key in (asked, asked.partition(":")[0]) if key in before and key not in read]
    return before[keys[0]] if keys else None


def _ids(rows: Iterable[Row]) -> set[str]:
    return {
        journal_id(str(row.get("id")), key) for row in rows for key, _ in keyed(rows_in(row.get("endpoints")))
    }


def endpoints(value: Json) -> dict[str, Endpoints]:
    """Return the endpoints of the file on disk by id; raises pydantic's ValidationError or ValueError."""
    found: dict[str, Endpoints] = {}
    for row in map(as_row, value if isinstance(value, list) else [value]):
        every = [Endpoint.read(record, key) for key, record in keyed(rows_in(row.get("endpoints")))]
        found[str(row["id"])] = Endpoints(str(row["id"]), tuple(every), *map(_text, map(row.get, WHO)))
    return found


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _record(name: str, model: Row, before: Row) -> tuple[Row, list[SetAside]]:
    """Return a model's endpoints in normal form, and notes on those that are refused."""
    listed, held = model["endpoints"], with_numbers(rows_in(before.get("endpoints")))
    accepted: list[Row] = []
    refused: list[tuple[str, str]] = []
    lead = ""  # the tag of the first one, where that is refused
    for item in listed if isinstance(listed, list) else []:
        try:
            accepted.append(_normal_row(Endpoint.read(sent_row(item)).raw))
        except (ValidationError, ValueError) as error:
            lead = lead if accepted or refused else _tag(item)
            refused.append((_tag(item), reason(error)))
    first = accepted[0] if accepted else None
    in_order = sorted(accepted, key=_order)
    rows = numbered(in_order, held)
    kept, notes = _last_good(name, refused, rows, held)
    leading = [row for row in kept if lead and row[TAG] == lead]
    leading += [row for row, sent in zip(rows, in_order, strict=True) if sent is first]
    other = {} if model["id"] == name else {ANSWERED: model["id"]}
    row: Row = {
        "id": name,
        "first": offer_key(str(leading[0][TAG]), number_of(leading[0])) if leading else None,
        **other,
        "endpoints": [*sorted([*rows, *kept], key=_place)],
    }
    return row, notes


def _tag(item: Json) -> str:
    """Return the tag of an endpoint that is refused, its seller's name where it has none, "" without both."""
    return str((item.get(TAG) or item.get(SELLER) or "") if isinstance(item, dict) else "")[:200]


_UNNAMED = "unnamed"
"""What stands for the tag of an endpoint that says neither tag nor seller."""


def _last_good(
    model: str, refused: Sequence[tuple[str, str]], rows: Sequence[Row], held: Sequence[Row]
) -> tuple[list[Row], list[SetAside]]:
    """Return the last good rows of endpoints that are refused, and a note on each of these with its key.

    ``refused`` are tags and reasons. A row on file that is in this answer as well stays in nobody's place.
    Endpoints without a name are those that are missing, where no more are missing than came without one.
    """
    came = {key for key, _ in keyed(rows)}
    free = [(key, row) for key, row in keyed(held) if key not in came]
    kept: list[Row] = []
    notes: list[SetAside] = []
    unnamed = sum(not tag for tag, _ in refused)
    for tag, why in sorted(refused, key=lambda one: not one[0]):
        is_missing = not tag and len(free) <= unnamed
        own = next(((key, row) for key, row in free if is_missing or str(row.get(TAG)) == tag), None)
        if own is not None:
            free.remove(own)
            kept.append(own[1])
        key = own[0] if own else offer_key(tag or _UNNAMED)
        notes.append(SetAside(row=journal_id(model, key), reason=why))
    return kept, notes


def _normal_row(row: Row) -> Row:
    normal = openrouter.normal_row({**row, TAG: row.get(TAG) or row.get(SELLER)})
    return {key: normal[key] for key in KEPT if normal.get(key) is not None}


def _order(row: Row) -> tuple[str, str]:
    return str(row[TAG]), json.dumps(row, sort_keys=True)


def _place(row: Row) -> tuple[str, int]:
    return str(row[TAG]), number_of(row)


def _is_unknown(key: str) -> bool:
    return key not in KEPT and key not in _SAID_ELSEWHERE and not key.startswith(_MOVING)


def _odd_notes(rows: Iterable[Row]) -> list[SetAside]:
    """Return notes on the fields of endpoints that are not of their kind."""
    return [
        SetAside(row=journal_id(str(row["id"]), key), reason=odd.text, field=odd.key)
        for row in rows
        for key, endpoint in keyed(rows_in(row["endpoints"]))
        for odd in Endpoint.read(endpoint, key).odd
    ]
