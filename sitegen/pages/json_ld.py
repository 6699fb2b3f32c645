"""Structured data: what a page says of itself in schema.org's words, and nothing that nobody published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from sitegen.forms.addresses import url_path
from sitegen.forms.figures import MANY, day
from sitegen.pages.head import Alternate, Crumb, Head
from sitegen.records import Json
from sitegen.records.settings import Site


def with_json_ld(
    head: Head, site: Site, *, changed: date | None = None, about: Json = None, sources: Iterable[str] = ()
) -> Head:
    """Return the head with a WebPage, its way from the root, and the thing that it is about (if any).

    ``sources`` are the addresses of what the page is made from; its twins stand there as encodings of it
    (https://schema.org/encoding, https://schema.org/isBasedOn).
    """
    base, path = site.base_url, head.path
    folder = path.removesuffix("index.html") if path.endswith("/index.html") else path
    address = base + url_path(folder)
    page: dict[str, Json] = {
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": head.title,
        "description": head.description,
        "inLanguage": site.language,
        "isPartOf": {"@id": f"{base}#site"},
    }
    if changed:
        page["dateModified"] = day(changed)
    if about is not None:
        page["mainEntity"] = about
    based: list[Json] = list(dict.fromkeys(sources))
    if based:
        page["isBasedOn"] = based
        page["encoding"] = [_encoding(twin, site, folder, address) for twin in head.alternates]
    if head.trail:
        page["breadcrumb"] = _breadcrumbs(head.trail, base)
    own = _web_site(base, site.title, site.description, site.language)
    graph: Json = {"@context": "https://schema.org", "@graph": [page, own]}
    return head._replace(structured=graph, changed=day(changed))


def _encoding(twin: Alternate, site: Site, folder: str, address: str) -> Json:
    # Most stand beside their page: an address is made part by part, and that of the folder is at hand.
    media_type, path, _ = twin
    beside = path.startswith(folder)
    link = address + url_path(path.removeprefix(folder)) if beside else site.url(url_path(path))
    return {"@type": "MediaObject", "encodingFormat": media_type, "contentUrl": link}


# What many pages have in common is one value in all of their graphs, which nobody changes.
@lru_cache(maxsize=16)
def _web_site(address: str, title: str, description: str, language: str) -> Json:
    return {
        "@type": "WebSite",
        "@id": f"{address}#site",
        "url": address,
        "name": title,
        "description": description,
        "inLanguage": language,
    }


def _breadcrumbs(trail: Sequence[Crumb], base: str) -> Json:
    items = [_breadcrumb(place, name, base + url_path(path)) for place, (name, path) in enumerate(trail, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items}


@lru_cache(maxsize=MANY)
def _breadcrumb(place: int, name: str, address: str) -> Json:
    return {"@type": "ListItem", "position": place, "name": name, "item": address}
