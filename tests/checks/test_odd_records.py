"""Records with one odd field each: whatever stands there, the row, its page and the whole site are sound."""

from __future__ import annotations

import copy
from typing import Any

from sitegen.catalog.join import catalog
from sitegen.checks.site import site_findings
from sitegen.facts.context import SiteContext
from sitegen.records.listing import Listing
from sitegen.rendering.owner_files import read_assets, read_prose
from tests.pages.odd_world import ROOT, SITE, site_files
from tests.worlds import PLAIN, row

ODD: list[Any] = [
    *("text", "", 7, 0, -1, 1.5, 10**30, True, None),
    *([], {}, [1, "a"], [None], {"a": {"b": 1}}),
]
NEEDED = {"id", "canonical_slug", "pricing"}
FURTHER = ("reasoning", "links", "alias_target", "supported_voices", "knowledge_cutoff", "benchmarks")
PLACES = [
    *[(key,) for key in (*PLAIN, *FURTHER) if key not in NEEDED],
    *[(part, key) for part in ("architecture", "top_provider") for key in PLAIN[part]],
]


def odd_records() -> list[Listing]:
    """Return a record for each place and each odd value at it."""
    made = []
    for number, (place, value) in enumerate((place, value) for place in PLACES for value in ODD):
        record = row(id=f"acme/odd-{number}", canonical_slug=f"acme/odd-{number}")
        around = record[place[0]] if len(place) > 1 else record
        around[place[-1]] = copy.deepcopy(value)
        made.append(Listing.read(record))
    return made


def test_every_odd_record_has_a_sound_page() -> None:
    """Every kind of value in the place of every optional field leaves the row, and a site without a fault."""
    records = odd_records()
    assert sum(bool(record.odd) for record in records) > len(records) / 2
    files = site_files(SiteContext(catalog(records), SITE, read_prose(ROOT)), read_assets(ROOT))
    assert site_findings(files, SITE.base_url) == []
