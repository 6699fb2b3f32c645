"""HTTP for one feed: the answers of its addresses, read within limits of time and bytes."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias
from urllib.parse import urlsplit

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

from sitegen import __version__
from sitegen.errors import SourceError
from sitegen.fetching.answers import answer_value, parsed_answer, too_large, unzipped
from sitegen.fetching.connection import Connection
from sitegen.fetching.limits import Limits
from sitegen.records import Json
from sitegen.records.snapshot import Receipt
from sitegen.sources.refusal import KEEP, answer_refused
from sitegen.text import redacted_url


@dataclass(frozen=True)
class Answer:
    """One answer, and the validators that it came with (RFC 9110, section 8.8)."""

    value: Json
    etag: str | None = None
    last_modified: str | None = None


AGENT = {
    "User-Agent": f"sitegen/{__version__}",
    "Accept": "application/json",
    # zlib reads it piece by piece, so that the limit on bytes holds while a body is unzipped.
    "Accept-Encoding": "gzip",
}
_BUSY = {429, 500, 502, 503, 504}
_MOST_REDIRECTS = 5
_SHORTEST_KEY = 8
"""Characters: a shorter text is no key, and may stand in an answer by chance."""
_LONGEST_EXPLANATION = 1 << 16
Host: TypeAlias = tuple[str, str, int | None]


class _TransientError(SourceError):
    """A refusal that may pass when the same is asked again, after ``wait`` seconds if there are any."""

    wait: float | None = None


class Network:
    """HTTP for one feed, within its limits. The key goes to the hosts of ``trusted`` and nowhere else."""

    def __init__(
        self, connection: Connection, feed: str, limits: Limits, key: str, trusted: set[Host]
    ) -> None:
        self.feed = feed
        self._connection, self._limits, self._key, self._trusted = connection, limits, key, trusted
        self._taken = 0
        self._received = 0

    def answer(self, address: str, receipt: Receipt | None) -> Answer | None:
        """Return the answer of an address, or None if it is still that of ``receipt``; raises SourceError."""
        url = url_of(self.feed, address)
        headers = AGENT | conditions(receipt)
        # Nobody else can read what is sent by TLS, or on this very machine.
        confidential = url.scheme == "https" or url.host in ("127.0.0.1", "::1", "localhost")
        if self._key and origin_of(url) in self._trusted and confidential:
            headers["Authorization"] = f"Bearer {self._key}"
        until = time.monotonic() + self._limits.deadline
        tries = 0

        def attempt() -> Answer | None:
            nonlocal tries
            tries += 1
            return self._attempt(url, headers, until)

        def again(error: Exception) -> bool | float:
            # A hook may answer with the seconds to wait (stamina 25.2 and later):
            # https://stamina.hynek.me/en/stable/api.html#stamina.retry
            return isinstance(error, _TransientError) and (error.wait or True)

        set_on_retry_hooks(())  # where no logging is configured, each retry would print a bare line
        limits = self._limits
        first, longest = limits.first_wait, limits.longest_wait
        waits = {"wait_initial": first, "wait_jitter": first, "wait_max": longest}
        try:
            return stamina.RetryingCaller(limits.attempts, None, **waits)(again, attempt)
        except _TransientError as error:
            times = f", {tries} times" if tries > 1 else ""
            raise SourceError(self.feed, error.fault + times, error.step) from None

    def _attempt(self, url: httpx.URL, headers: dict[str, str], until: float) -> Answer | None:
        left = until - time.monotonic()
        if left <= 0:
            raise self._late(url)
        try:
            with self._connection.deadline(left), self._response(url, headers, left) as response:
                return self._read(response, until)
        # The lookup of a name with a part of more than 63 letters raises UnicodeError.
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            late = time.monotonic() >= until
            raise (self._late(url) if late else self._broken(url, error)) from None

    def _late(self, url: httpx.URL) -> SourceError:
        fault = f"{url.host} did not finish its answer in {self._limits.deadline:g} s"
        return answer_refused(self.feed, fault)

    @contextmanager
    def _response(self, url: httpx.URL, headers: dict[str, str], left: float) -> Iterator[httpx.Response]:
        """Yield the response at the end of the redirects, all of which stay on one host."""
        passed: list[httpx.URL] = []
        while True:
            response = self._sent(url, headers, left)
            try:
                if not response.has_redirect_location:
                    yield response
                    return
                passed.append(url)
                url = self._redirected(response.headers["Location"], passed)
            finally:
                response.close()

    def _sent(self, url: httpx.URL, headers: dict[str, str], left: float) -> httpx.Response:
        limits, client = self._limits, self._connection.client()
        timeout = httpx.Timeout(min(limits.read_timeout, left), connect=min(limits.connect_timeout, left))
        trace = {"trace": self._connection.trace}
        request = client.build_request("GET", url, headers=headers, timeout=timeout, extensions=trace)
        return client.send(request, stream=True, follow_redirects=False)

    def _redirected(self, location: str, passed: Sequence[httpx.URL]) -> httpx.URL:
        here = passed[-1]
        url = here.join(location)
        if origin_of(url) != origin_of(here) or url.userinfo:
            raise SourceError(
                self.feed,
                f"{here.host} redirects to another host, {url.scheme}://{url.netloc.decode('ascii')}",
                "the snapshot on file stays; if you trust that host, write its address in content/site.toml",
            )
        if url in passed or len(passed) > _MOST_REDIRECTS:
            raise answer_refused(self.feed, f"{here.host} redirects in a circle")
        return url

    def _broken(self, url: httpx.URL, error: Exception) -> SourceError:
        faults = {
            httpx.ConnectTimeout: f"took no connection within {self._limits.connect_timeout:g} s",
            httpx.TimeoutException: f"sent nothing for {self._limits.read_timeout:g} s",
            httpx.ConnectError: f"cannot be reached ({error})",
            httpx.InvalidURL: f"redirects to no address ({error})",
            httpx.RemoteProtocolError: f"cut the answer off, or does not speak HTTP ({error})",
            Exception: f"broke the connection ({str(error) or type(error).__name__})",
        }
        fault = next(fault for kind, fault in faults.items() if isinstance(error, kind))
        transient = isinstance(error, httpx.TimeoutException | httpx.NetworkError | httpx.RemoteProtocolError)
        return (_TransientError if transient else SourceError)(self.feed, f"{url.host} {fault}", KEEP)

    def _read(self, response: httpx.Response, until: float) -> Answer | None:
        conditional = {"if-none-match", "if-modified-since"} & response.request.headers.keys()
        if response.status_code == httpx.codes.NOT_MODIFIED and conditional:
            return None
        if not response.is_success:
            raise self._unsuccessful(response, until)
        body = self._body(response, until, self._limits.max_bytes - self._taken)
        if len(self._key) >= _SHORTEST_KEY and self._key.encode() in body:
            raise answer_refused(self.feed, f"{response.url.host} answered with the key that it was sent")
        value = answer_value(self.feed, f"{response.url.host} answered", body)
        self._taken += len(body)
        # Everybody can read the receipt, so a validator that quotes the key is none.
        texts = [response.headers.get(name) for name in ("ETag", "Last-Modified")]
        kept = [text if without_key(text or "", self._key) == text else None for text in texts]
        return Answer(value, *map(validator, kept))

    def _unsuccessful(self, response: httpx.Response, until: float) -> SourceError:
        reason = without_key(response.reason_phrase, self._key)
        status = f"{response.status_code} {reason:.80}".strip()
        fault = f"{response.url.host} answered {status}{self._explanation(response, until)}"
        if response.status_code not in _BUSY:
            return answer_refused(self.feed, fault)
        wait = seconds_to_wait(response.headers.get("Retry-After", ""), datetime.now(UTC))
        if wait > min(self._limits.longest_wait, until - time.monotonic()):
            asks = f"{fault} and asks to wait {wait:.0f} s, longer than a fetch does"
            return SourceError(self.feed, asks, "the snapshot on file stays; try again after that time")
        error = _TransientError(self.feed, fault, KEEP)
        error.wait = wait or None
        return error

    def _explanation(self, response: httpx.Response, until: float) -> str:
        """Return the reason that a refusal names: ``{"error": text}`` or ``{"error": {"message": text}}``.

        https://openrouter.ai/docs/api/reference/errors-and-debugging and
        https://datasets-server.huggingface.co/openapi.json
        """
        try:
            value = parsed_answer(self._body(response, until, _LONGEST_EXPLANATION))
        except (SourceError, ValueError, httpx.HTTPError):
            return ""
        error = value.get("error") if isinstance(value, dict) else None
        text = error.get("message") if isinstance(error, dict) else error
        return f' ("{without_key(text, self._key):.200}")' if isinstance(text, str) and text else ""

    def _body(self, response: httpx.Response, until: float, most: int) -> bytes:
        coding = response.headers.get("Content-Encoding", "").strip().lower() or "identity"
        if coding not in ("identity", "gzip", "x-gzip"):
            fault = f"{response.url.host} answered in {coding:.40}, which nobody asked for"
            raise answer_refused(self.feed, fault)
        pieces = self._pieces(response, until)
        body = bytearray()
        try:
            for piece in pieces if coding == "identity" else unzipped(pieces):
                body += piece
                if len(body) > most:
                    raise too_large(self.feed, f"{response.url.host} answered", self._limits.max_bytes)
        except zlib.error as error:
            raise answer_refused(self.feed, f"{response.url.host} answered broken gzip ({error})") from None
        return bytes(body)

    def _pieces(self, response: httpx.Response, until: float) -> Iterator[bytes]:
        length = response.headers.get("Content-Length", "")
        total = self._received + int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None
        for piece in response.iter_raw():
            self._received += len(piece)
            self._connection.progress(self.feed, self._received, total)
            if time.monotonic() >= until:
                raise self._late(response.url)
            yield piece
        if time.monotonic() >= until:  # cut off, a body without a length looks whole
            raise self._late(response.url)


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


def without_key(text: str, key: str) -> str:
    """Return a server's text without the key that it was sent, in any case: hosts are lower-cased."""
    return re.sub(re.escape(key), "[key]", text, flags=re.IGNORECASE) if key else text
