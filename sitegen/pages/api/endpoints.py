"""The files that a program may ask for: where each stands, its type, its schema and what it holds."""

from __future__ import annotations

from sitegen.forms.documents import SCHEMAS, File
from sitegen.records.settings import Site

API = "api/v1/"
JSON, CSV, MARKDOWN = "application/json", "text/csv", "text/markdown"
SQLITE = "application/vnd.sqlite3"
"""https://www.iana.org/assignments/media-types/application/vnd.sqlite3"""
ATOM, CALENDAR, TEXT = "application/atom+xml", "text/calendar", "text/plain"
LLMS, LLMS_FULL = "llms.txt", "llms-full.txt"

Line = tuple[str, str, str | None, str]
"""Path, media type, schema and what a file holds."""

ENDPOINTS: tuple[Line, ...] = (
    (
        f"{API}models.json",
        JSON,
        "models",
        "all models: ids, prices, limits, modalities, rating, usage",
    ),
    (
        f"{API}models.csv",
        CSV,
        None,
        "one row an id; empty: not published; words say what is no number",
    ),
    (f"{API}ids.json", JSON, "ids", "where every id and slug leads"),
    (f"{API}arena.json", JSON, "arena", "all Arena names, joined or not: match, reason, overall rows"),
    (f"{API}changes.json", JSON, "changes", "the latest changes: old and new, in values and in words"),
    (
        f"{API}disagreements.json",
        JSON,
        "disagreements",
        "where sources or sellers say different things of a model",
    ),
    (f"{API}status.json", JSON, "status", "day, rows and faults of each source; counts"),
    (
        f"{API}history.sqlite",
        SQLITE,
        None,
        "every period of prices, limits and ratings, and every event, as one SQLite database",
    ),
    (f"{API}prices.csv", CSV, None, "what every id cost and from which day to which, one row a period"),
    ("models/{slug}/index.json", JSON, "model", "one model with evidence, history and raw records"),
    ("models/{slug}/index.md", MARKDOWN, None, "the same as Markdown"),
    ("llms.txt", TEXT, None, "what stands where, for programs that read text"),
    ("llms-full.txt", TEXT, None, "the whole catalogue as one Markdown text"),
)
"""The files that every site has."""

SELLERS: tuple[Line, ...] = (
    (
        f"{API}sellers.csv",
        CSV,
        None,
        "one row an offer of a seller: prices, limits, quantization, parameters; which is first",
    ),
)
"""The same of who sells the models, where that was read."""

PARTS: tuple[Line, ...] = (
    (
        f"{API}models/{{author}}/{{number}}.json",
        JSON,
        "models",
        "an author’s models: all are too many for one file, and models.json names these",
    ),
    (
        f"{API}ids/{{author}}/{{number}}.json",
        JSON,
        "ids",
        "the ids with one beginning: all are too many for one file, and ids.json names these",
    ),
    ("authors/{author}/llms-full.txt", TEXT, None, "an author’s models as one Markdown text"),
)
"""The same of the parts that a large catalogue is in."""

JOURNAL: tuple[Line, ...] = (
    (
        f"{API}changes/{{month}}.json",
        JSON,
        "changes",
        "all changes of a month, YYYY-MM; changes.json names the months",
    ),
    ("ending.ics", CALENDAR, None, "the announced ends as a calendar to subscribe to"),
    ("feed.xml", ATOM, None, "the changes of all models, as Atom"),
    ("feeds/prices/feed.xml", ATOM, None, "changes of prices alone"),
    ("feeds/new/feed.xml", ATOM, None, "new models alone"),
    ("feeds/ends/feed.xml", ATOM, None, "announced ends and retired models alone"),
    ("authors/{author}/feed.xml", ATOM, None, "the changes of one author’s models"),
)
"""The same of what the journal tells, which there is as soon as it has a line."""


def file_head(site: Site, version: str, shape: str) -> File:
    """Return what every file starts with; ``shape`` is the name of its schema."""
    return {"schema": site.url(f"{SCHEMAS}{shape}.json"), "version": version}
