"""JSON Schemas of the files that the site publishes, made of ``shapes``.

Draft 2020-12, https://json-schema.org/draft/2020-12. pydantic can make them too, in 40 ms of every build;
these take two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from sitegen.facts.context import SiteContext
from sitegen.forms.documents import SCHEMAS, File, document
from sitegen.forms.json_schema import DIALECT, Schema, json_schema
from sitegen.pages import Page
from sitegen.pages.api.shapes import (
    ArenaFile,
    ChangesFile,
    IdsFile,
    IndexFile,
    ModelFile,
    ModelsFile,
    StatusFile,
)
from sitegen.pages.disagreements import DisagreementsFile
from sitegen.records.review import Review

FILES: dict[str, type[File]] = {
    "arena": ArenaFile,
    "changes": ChangesFile,
    "disagreements": DisagreementsFile,
    "ids": IdsFile,
    "index": IndexFile,
    "model": ModelFile,
    "models": ModelsFile,
    "status": StatusFile,
}
"""The schema's name → the shape of the file."""


def pages(context: SiteContext) -> Iterable[Page]:
    """Return one schema a file, and that of ``sitegen diff --format json``."""
    made: dict[str, Callable[[str], Schema]] = {
        name: partial(json_schema, shape) for name, shape in FILES.items()
    }
    for name, make in {**made, "diff": review_schema}.items():
        path = f"{SCHEMAS}{name}.json"
        address = context.site.url(path)
        yield Page(path, content=document(make(address)))


def review_schema(address: str) -> Schema:
    """Return the schema of a review, which is a record: pydantic writes it."""
    return {"$schema": DIALECT, "$id": address, **Review.model_json_schema(mode="serialization")}
