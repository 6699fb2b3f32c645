"""What goes out with a request and comes back beside the body: addresses, conditions, waits, and no key."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from sitegen import __version__
from sitegen.errors import SourceError
from sitegen.fetching.connection import Host
from sitegen.records.snapshot import Receipt
from sitegen.text import redacted_url

AGENT = {
    "User-Agent": f"sitegen/{__version__}",
    "Accept": "application/json",
    # zlib reads it piece by piece, so that the limit on bytes holds while a body is unzipped.
    "Accept-Encoding": "gzip",
}


def url_of(feed: str, address: str) -> httpx.URL:
    """Return an address in its parts; raises SourceError for no http address, or one with a password."""
    try:
        urlsplit(address)  # a source looks into its address with it, and it refuses some that httpx takes
        url = httpx.URL(address)
    except (ValueError, httpx.InvalidURL):
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host:
        fault = f"{redacted_url(address)!r:.200} is no http address"
        raise SourceError(feed, fault, "give one that starts with https://")
    if url.userinfo:
        # The address goes into a receipt, and receipts are committed.
        raise SourceError(feed, f"the address at {url.host} holds a password", "remove it from the address")
    return url


def origin_of(url: httpx.URL) -> Host:
    """Return scheme, host and port of an address."""
    return url.scheme, url.host, url.port


def is_same_host(here: Host, there: Host) -> bool:
    """Return whether two addresses are of one host; https at its usual port is that of http at its own."""
    return there == here or (here[0] == "http" and there == ("https", here[1], None) and here[2] is None)


def conditions(receipt: Receipt | None) -> dict[str, str]:
    """Return the headers that make a request conditional (RFC 9110, section 13.1); none without a receipt."""
    if receipt is None:
        return {}
    headers = {"If-None-Match": receipt.etag, "If-Modified-Since": receipt.last_modified}
    return {name: value for name, text in headers.items() if (value := validator(text))}


def validator(text: str | None) -> str | None:
    """Return a validator that can be sent back as a header, or None."""
    return text if text and re.fullmatch(r"[ -~]{1,500}", text) else None


def seconds_to_wait(retry_after: str, now: datetime) -> float:
    """Return the seconds that Retry-After asks for, as a number or a date (RFC 9110, 10.2.3); else 0."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())
