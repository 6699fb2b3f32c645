"""The list that a search on any page looks through: every model's names, and words for makers and modes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NotRequired, TypedDict

from sitegen.facts.context import SiteContext
from sitegen.facts.row import ModelRow, chosen_first, last_retired_first
from sitegen.forms.documents import long_document
from sitegen.matching import vocabulary
from sitegen.matching.names import maker_key
from sitegen.pages import Page

PATH = "assets/search.json"
"""No file of the API: its shape is what ``assets/search.js`` needs and may change with it."""


class SearchEntry(TypedDict):
    """A model as a search needs it: slug and short name, and what does not follow from the slug."""

    slug: str
    name: str
    id: NotRequired[str]
    path: NotRequired[str]
    family: NotRequired[str]
    variants: NotRequired[str]
    retired: NotRequired[bool]


class SearchFile(TypedDict):
    """What a search looks through: what people choose first stands first, retired models last.

    ``makers`` has by author all that the author is called; ``spare`` are words that a name may come with.
    """

    makers: dict[str, str]
    spare: list[str]
    models: list[SearchEntry]


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the one file."""
    rows, models = context.rows, context.catalog.models
    current = [rows[model.slug] for model in sorted(models, key=chosen_first) if not model.left]
    retired = sorted((row for row in rows.values() if row.left), key=last_retired_first)
    authors = sorted({model.author for model in models})
    families = {model.slug: model.primary.architecture.tokenizer for model in models}
    file: SearchFile = {
        "makers": {author: maker_words(author, context.names.author(author)) for author in authors},
        "spare": spare_words(),
        "models": [search_entry(row, families[row.slug]) for row in (*current, *retired)],
    }
    return [Page(PATH, content=long_document(file))]


def maker_words(author: str, name: str) -> str:
    """Return all that an author is called, for ``z-ai``: ``z-ai Z.ai zhipu thudm …``."""
    key = maker_key(author)
    known = (maker for maker in vocabulary.MAKERS if maker.key == key)
    others = [spelling for maker in known for spelling in (maker.key, *maker.spellings)]
    return " ".join(dict.fromkeys((author, name, *others)))


def spare_words() -> list[str]:
    """Return the words of modes and forms, which a visitor may type and a model's name need not have."""
    modes = {word for mode in vocabulary.MODES for word in mode.words.split()}
    return sorted(modes | vocabulary.TUNED | vocabulary.STAGES | vocabulary.NOISE | {"latest"})


def search_entry(row: ModelRow, family: str | None) -> SearchEntry:
    """Return a model for a search; what follows from the slug is left out."""
    entry: SearchEntry = {"slug": row.slug, "name": row.name}
    if row.id != row.slug:
        entry["id"] = row.id
    if row.path != f"models/{row.slug}/":
        entry["path"] = row.path
    if family and family != "Other":
        entry["family"] = family
    if row.others:
        entry["variants"] = " ".join(other.removeprefix(":") for other in row.others)
    if row.left:
        entry["retired"] = True
    return entry
