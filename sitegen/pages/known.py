"""What every page of one catalog is drawn with: names, boards and days, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitegen.catalog.model import Catalog
from sitegen.pages.names import Names, names
from sitegen.pages.provenance import catalogue_day
from sitegen.pages.ratings import Boards, boards
from sitegen.pages.site import Site


@dataclass(frozen=True, slots=True)
class Known:
    """A catalog and its site, with what is looked up for every page. ``day`` is the catalogue's."""

    catalog: Catalog
    site: Site
    names: Names
    boards: Boards
    day: date | None


def known(catalog: Catalog, site: Site) -> Known:
    """Return what the pages of a catalog are drawn with."""
    return Known(catalog, site, names(catalog), boards(catalog), catalogue_day(catalog))
