"""``llms.txt``: what the site holds and where, for programs that read text (https://llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.catalog.model import Catalog
from sitegen.facts.context import SiteContext
from sitegen.facts.prices import MEANING
from sitegen.facts.sources import source_days
from sitegen.forms.content_page import Manuscript
from sitegen.forms.figures import day
from sitegen.pages import Page
from sitegen.pages.api.endpoints import API, ENDPOINTS, LLMS, LLMS_FULL
from sitegen.pages.content.methodology import SOURCE, TWIN
from sitegen.pages.sitemap import SITEMAP
from sitegen.records.settings import Site

DOCUMENTS = (
    (TWIN, "Methodology", "sources, what each signal means, how names are matched, every field and unit"),
    ("", "Models", "the table of all models"),
    ("authors/", "Authors", "models by author"),
    ("arena/", "Arena", "the leaderboards, and the names that no current model has"),
    ("compare/", "Compare", "up to six models side by side; needs a browser with JavaScript"),
    ("changes/", "Changes", "what moved, old value before new"),
    ("ending/", "Ending", "announced ends, what left lately, and what to try instead"),
)

FILES = (
    (f"{API}index.json", "index.json", "the files of the API, and what holds in all of them"),
    *((path, path.rpartition("/")[2], what) for path, _, _, what in ENDPOINTS if path.startswith(API)),
)
IN_PARTS = (
    "- The models are too many for one file: models.json, ids.json and llms-full.txt say which file has "
    "those of each author."
)
FEED = ("feed.xml", "Feed", "the changes as Atom")
FURTHER = (
    (LLMS_FULL, "All in one text", "the methodology, and a line a model with exact prices, limits and rank"),
    (SITEMAP, "Sitemap", "every page, with the day on which its facts last changed"),
)


def pages(context: SiteContext) -> Iterable[Page]:
    """Return the file: title, summary, what to know, and lists of links."""
    site = context.site
    parts = (
        f"# {_line(site.title)}",
        f"> {_line(site.description)}",
        _to_know(context.catalog, site) + (f"\n{IN_PARTS}" if context.large else ""),
        "## Documents",
        _links(site, (*DOCUMENTS, *(_own(one) for one in context.manuscripts if one.source != SOURCE))),
        "## API",
        _links(site, FILES),
        "## Optional",
        _links(site, (*FURTHER, *([FEED] if context.journal else []))),
    )
    yield Page(LLMS, content=("\n\n".join(parts) + "\n").encode())


def _own(one: Manuscript) -> tuple[str, str, str]:
    return one.twin, _line(one.name), _line(one.description) or "of those who make this site"


def _to_know(catalog: Catalog, site: Site) -> str:
    days = "; ".join(f"{one.name} ({one.what}) {_as_of(day(one.day))}" for one in source_days(catalog))
    return "\n".join(
        (
            f"- Of what day: {days}.",
            f"- A model's page: {site.url('models/SLUG/')}. Add index.md for Markdown, index.json for JSON.",
            f"- Where an id leads that is no slug: {site.url(f'{API}ids.json')}",
            f"- Prices are US dollars. {MEANING}",
            "- An Arena rank is a preference of voters, not a measure of truth; none says nothing bad.",
            "- Usage is tokens through OpenRouter: adoption, not quality.",
        )
    )


def _as_of(iso: str) -> str:
    return f"as of {iso}" if iso else "not fetched yet"


def _links(site: Site, lines: Iterable[tuple[str, str, str]]) -> str:
    return "\n".join(f"- [{name}]({site.url(path)}): {what}" for path, name, what in lines)


def _line(text: str) -> str:
    return " ".join(text.split())
