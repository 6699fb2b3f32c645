"""The shapes of every JSON file that the site publishes; JSON Schemas and the dictionary are made of them.

Three rules hold for all of them. Money is a string with every digit, never a float. A null never stands
alone: the object that holds it has ``blanks``, which names the field and the reason, and an object without a
null has no ``blanks``. Fields may be added within ``v1``; none is removed or changes its meaning.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from sitegen.facts.changes.entry import ChangeEntry, HistoryEntry
from sitegen.facts.citation import CitationEntry
from sitegen.facts.doubts.contradictions import DoubtEntry
from sitegen.facts.identifiers import Identity
from sitegen.facts.ratings import RatedEntry
from sitegen.facts.sellers.shapes import MakerDetail, MakerEntry, SellersDetail, SellersEntry
from sitegen.facts.sources import SourceEntry
from sitegen.facts.usage import UsageDayEntry
from sitegen.facts.variants import VariantDetail, VariantEntry
from sitegen.forms.documents import Blanks, File
from sitegen.records import Row


class ModelEntry(Identity):
    """One model, for choosing among all of them."""

    maker_price: Annotated[MakerEntry | None, "What the maker asks for the model, by models.dev."]
    variants: Annotated[list[VariantEntry], "The ids, the primary first, those that are gone last."]
    sellers: Annotated[list[SellersEntry], "Who sells each of these ids, in the same order."]


class ModelFile(File, Identity):
    """Everything that is known of one model: the file index.json beside its page."""

    description: Annotated[str | None, "The source's own text on the primary id, as Markdown."]
    maker_price: Annotated[MakerDetail | None, "What the maker asks for the model, by models.dev."]
    variants: Annotated[list[VariantDetail], "The ids, the primary first, those that are gone last."]
    sellers: Annotated[list[SellersDetail], "Who sells each of these ids, in the same order."]
    contradictions: Annotated[
        list[DoubtEntry], "Where what the source says of one id does not fit together, a sentence each."
    ]
    set_aside: Annotated[
        list[DoubtEntry],
        "What the sources sent of one id and cannot be read: a field, the whole record, or an answer about "
        "its sellers, a sentence each.",
    ]
    unconfirmed: Annotated[
        list[DoubtEntry],
        "Values that moved as mistakes do and that nobody has confirmed yet, with what they were, a sentence "
        "each.",
    ]
    substitutes: Annotated[
        list[str],
        "The slugs of current models that take and give the same types and have its notable abilities at "
        "least (of tools, reasoning and structured outputs), nearest in price first.",
    ]
    ratings: Annotated[list[RatedEntry], "Every Arena name that is joined to the model."]
    usage_days: Annotated[list[UsageDayEntry], "Its days in the ranking, oldest first."]
    history: Annotated[list[HistoryEntry], "The life of each id."]
    sources: Annotated[list[SourceEntry], "Where these facts come from."]
    citation: Annotated[CitationEntry, "How to cite the page."]
    raw: Annotated[dict[str, Row], "The source's record of each id, in the normal form of data/."]


class ModelsPart(TypedDict):
    """A file of the same shape with models of one author."""

    author: Annotated[str, "The author’s part of the slugs."]
    json: Annotated[str, "The file."]
    page: Annotated[str, "The page that has a line for each of these models."]
    models: Annotated[int, "How many models it holds."]


class ModelsFile(File):
    """All models: api/v1/models.json."""

    models: Annotated[
        list[ModelEntry], "Sorted by slug: all, or where there are parts, those that were listed last."
    ]
    total: NotRequired[Annotated[int, "How many models all parts hold together."]]
    parts: NotRequired[
        Annotated[
            list[ModelsPart], "The files that hold all models, where they are too many for one; else absent."
        ]
    ]


class IdEntry(TypedDict):
    """Where an id leads."""

    slug: Annotated[str, "The model's canonical slug."]
    name: Annotated[str, "The model's name in the source."]
    status: Annotated[str, "listed or gone."]
    json: Annotated[str, "The model's own JSON file."]


class IdsPart(TypedDict):
    """A file of the same shape with the ids that have one beginning."""

    author: Annotated[str, "What stands before the first slash of these ids."]
    json: Annotated[str, "The file."]
    ids: Annotated[int, "How many ids it holds."]


class IdsFile(File):
    """Every id and slug, current and gone, and its model: api/v1/ids.json."""

    ids: Annotated[
        dict[str, IdEntry], "Sorted by id: all, or where there are parts, those of the models listed last."
    ]
    total: NotRequired[Annotated[int, "How many ids and slugs all parts hold together."]]
    parts: NotRequired[
        Annotated[list[IdsPart], "The files that hold all ids, where they are too many for one; else absent."]
    ]


class ArenaNameEntry(RatedEntry):
    """One Arena name, joined or not."""

    url: Annotated[str, "The page that shows it: the model's, or its own."]


class ArenaFile(File):
    """Every Arena name with its match and its overall rows: api/v1/arena.json."""

    names: Annotated[list[ArenaNameEntry], "Sorted by name."]


class SetAsideEntry(TypedDict):
    """A row of a source that was refused, or a field of one; the rest went on."""

    row: Annotated[str, "What the row calls itself."]
    field: Annotated[str, "The field that is set aside, dotted; empty for the whole row."]
    reason: Annotated[str, "Why it was refused."]
    since: NotRequired[
        Annotated[str, "The day of the last good row, which stays in its place; absent where there is none."]
    ]


class SourceStatus(SourceEntry):
    """A source with what was refused of it."""

    set_aside: Annotated[list[SetAsideEntry], "Rows and fields that were refused, with their reasons."]
    failed_on: NotRequired[
        Annotated[str, "Only where the last try failed: its day. The snapshot is the one before."]
    ]
    unknown_keys: Annotated[dict[str, int], "Keys without a known meaning, and how many records have them."]


class StatusFile(File):
    """How old and how complete the data are: api/v1/status.json."""

    schema_version: Annotated[str, "The version of all schemas together."]
    sources: Annotated[list[SourceStatus], "One entry for each snapshot."]
    counts: Annotated[
        dict[str, int], "How many models, ids, variants and Arena names there are, and models in use."
    ]
    matches: Annotated[dict[str, int], "How many Arena names have each match confidence."]


class EndpointEntry(TypedDict):
    """One file of the API."""

    url: Annotated[str, "Its address; a part in braces stands for what index.json and ids.json give."]
    type: Annotated[str, "Its media type."]
    what: Annotated[str, "What it holds."]
    schema: Annotated[str | None, "The address of its JSON Schema."]
    blanks: NotRequired[Blanks]


class PriceKindEntry(TypedDict):
    """What a kind of price means."""

    label: Annotated[str, "Its name on the pages."]
    unit: Annotated[str, "What it is paid for, unless a price says otherwise."]
    meaning: Annotated[str, "What is paid."]


class IndexFile(File):
    """The files of the API: api/v1/index.json."""

    schema_version: Annotated[str, "The version of all schemas together."]
    rules: Annotated[list[str], "What holds in every file."]
    endpoints: Annotated[list[EndpointEntry], "The files."]
    price_kinds: Annotated[dict[str, PriceKindEntry], "What each kind of price means, in page order."]


class MonthEntry(TypedDict):
    """A file of the same shape with all changes of one month."""

    month: Annotated[str, "The month, YYYY-MM."]
    json: Annotated[str, "The file."]
    changes: Annotated[int, "How many changes it holds."]


class ChangesFile(File):
    """The latest changes, or all of a month: api/v1/changes.json and api/v1/changes/YYYY-MM.json."""

    total: Annotated[
        int, "How many changes the journal holds, of which the file has the latest 1,000; or the month."
    ]
    changes: Annotated[list[ChangeEntry], "Latest first."]
    months: NotRequired[
        Annotated[list[MonthEntry], "In changes.json alone: the files with all changes, the latest first."]
    ]
