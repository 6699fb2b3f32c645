"""The methodology: what ``content/methodology.md`` has beyond the owner's other prose.

Its figures can stand in any page of the owner's; the data set that it describes is its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.catalog.counts import counts, unknown_keys
from sitegen.catalog.model import HEADLINE_BOARD, Catalog, board_day
from sitegen.facts.sources import catalogue_day
from sitegen.facts.usage import ranking, unread
from sitegen.forms.documents import SCHEMA_VERSION
from sitegen.forms.figures import DIGITS, day
from sitegen.forms.markdown import codes, words
from sitegen.pages.api.endpoints import API
from sitegen.records import Json
from sitegen.records.settings import Site
from sitegen.records.usage import Period
from sitegen.sources import arena, openrouter, usage
from sitegen.text import counted

SOURCE = "content/methodology.md"
FOLDER = "methodology/"
TWIN = f"{FOLDER}index.md"
MATCHES_FILE = "data/overrides/matches.toml"
TITLE = "Methodology"
NO_DAY = "none, for it was not fetched yet"
DESCRIPTION = (
    "Where every price and rating comes from, how Arena names are matched to models, what each blank means, "
    "and what is refused."
)


def figures(catalog: Catalog, site: Site) -> dict[str, str]:
    """Return every figure that the prose can name, as Markdown."""
    found = counts(catalog)
    board = next((one for one in catalog.leaderboards if one.board == HEADLINE_BOARD), None)
    arena_day = day(board_day(catalog, board)) if board else ""
    link = f"[`{MATCHES_FILE}`]({site.repository.rstrip('/')}/{MATCHES_FILE})"
    return {name: f"{number:,}" for name, number in found.items()} | {
        "catalogue_day": day(catalogue_day(catalog)) or NO_DAY,
        "arena_day": arena_day or NO_DAY,
        "version": catalog.version or "empty",
        "schema_version": SCHEMA_VERSION,
        "headline_board": HEADLINE_BOARD,
        "usage": _usage_words(catalog, found),
        "usage_citation": words(ranking(catalog).citation),
        "digits": str(DIGITS),
        "unknown_keys": _keys(list(unknown_keys(catalog))) or "none",
        "site": words(site.title),
        "address": f"<{site.base_url}>",
        "matches_file": link if site.repository else f"`{MATCHES_FILE}`",
    }


MOST_KEYS, LONGEST_KEY = 100, 80
"""What prose names of unknown keys; a key of 50,000 backslashes kept the parser of Markdown for minutes."""


def _keys(names: Sequence[str]) -> str:
    """Return unknown keys as code, cut where they are endless; ``api/v1/status.json`` has them all."""
    cut = [name if len(name) <= LONGEST_KEY else f"{name[: LONGEST_KEY - 1]}…" for name in names[:MOST_KEYS]]
    more = f" and {len(names) - MOST_KEYS:,} more" if len(names) > MOST_KEYS else ""
    return codes(tuple(cut)) + more


def _usage_words(catalog: Catalog, found: Mapping[str, int]) -> str:
    """Return what the ranking on file holds, or why there is none."""
    known = ranking(catalog)
    if known.period is None:
        return f"At present no usage is shown. {unread(known)}"
    held = (
        "total of the week" if known.period is Period.WEEK else f"list of {counted(len(known.window), 'day')}"
    )
    return (
        f"The {held} to {day(known.latest)} names {counted(found['usage_models'], 'model')}; "
        f"with a page here: {found['models_used']:,}. {words(known.citation)}"
    )


def data_set(catalog: Catalog, site: Site) -> Json:
    """Return the data as schema.org's Dataset; no licence, for each source has its own."""
    files: Sequence[tuple[str, str]] = (("models.json", "application/json"), ("models.csv", "text/csv"))
    return {
        "@type": "Dataset",
        "name": f"{site.title}: language models",
        "description": site.description,
        "url": site.url(f"{API}index.json"),
        "version": catalog.version or "empty",
        "isAccessibleForFree": True,
        "isBasedOn": [openrouter.info.link, arena.info.link, *([usage.info.link] if catalog.usage else [])],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": site.url(API + name)}
            for name, kind in files
        ],
    }
