"""HTTP for one feed: the answers of its addresses, read within limits of time and bytes."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from urllib.parse import urlsplit

import httpx
import stamina

from sitegen.errors import SourceError
from sitegen.fetching.answers import answer_value, parsed_answer, too_large, unzipped
from sitegen.fetching.connection import Connection
from sitegen.fetching.headers import AGENT, conditions, seconds_to_wait, validator, without_key
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
        if self._key and origin_of(url) in self._trusted and _confidential(url):
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

        try:
            return self._patience()(again, attempt)
        except _TransientError as error:
            times = f", {tries} times" if tries > 1 else ""
            raise SourceError(self.feed, error.fault + times, error.step) from None

    def _patience(self) -> stamina.RetryingCaller:
        first, longest = self._limits.first_wait, self._limits.longest_wait
        return stamina.RetryingCaller(
            attempts=self._limits.attempts,
            timeout=None,
            wait_initial=first,
            wait_jitter=first,
            wait_max=longest,
        )

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
        return answer_refused(
            self.feed, f"{url.host} did not finish its answer in {self._limits.deadline:g} s"
        )

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
        limits = self._limits
        client = self._connection.client()
        timeout = httpx.Timeout(min(limits.read_timeout, left), connect=min(limits.connect_timeout, left))
        request = client.build_request(
            "GET", url, headers=headers, timeout=timeout, extensions={"trace": self._connection.trace}
        )
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
        limits = self._limits
        if isinstance(error, httpx.ConnectTimeout):
            fault = f"took no connection within {limits.connect_timeout:g} s"
        elif isinstance(error, httpx.TimeoutException):
            fault = f"sent nothing for {limits.read_timeout:g} s"
        elif isinstance(error, httpx.ConnectError):
            fault = f"cannot be reached ({error})"
        elif isinstance(error, httpx.InvalidURL):
            fault = f"redirects to no address ({error})"
        elif isinstance(error, httpx.RemoteProtocolError):
            fault = f"cut the answer off, or does not speak HTTP ({error})"
        else:
            fault = f"broke the connection ({str(error) or type(error).__name__})"
        transient = isinstance(error, httpx.TimeoutException | httpx.NetworkError | httpx.RemoteProtocolError)
        return (_TransientError if transient else SourceError)(self.feed, f"{url.host} {fault}", KEEP)

    def _read(self, response: httpx.Response, until: float) -> Answer | None:
        asked = response.request.headers
        if response.status_code == httpx.codes.NOT_MODIFIED and (
            "If-None-Match" in asked or "If-Modified-Since" in asked
        ):
            return None
        if not response.is_success:
            raise self._unsuccessful(response, until)
        body = self._body(response, until, self._limits.max_bytes - self._taken)
        if len(self._key) >= _SHORTEST_KEY and self._key.encode() in body:
            raise answer_refused(self.feed, f"{response.url.host} answered with the key that it was sent")
        value = answer_value(self.feed, f"{response.url.host} answered", body)
        self._taken += len(body)
        etag, changed = (
            self._kept_validator(response.headers.get(name)) for name in ("ETag", "Last-Modified")
        )
        return Answer(value, etag, changed)

    def _kept_validator(self, text: str | None) -> str | None:
        """Return a validator for the receipt, which everybody can read, or None."""
        return validator(text) if text == without_key(text or "", self._key) else None

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
            raise answer_refused(
                self.feed, f"{response.url.host} answered in {coding:.40}, which nobody asked for"
            )
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
        # Cut off, a body without a length looks whole.
        if time.monotonic() >= until:
            raise self._late(response.url)


def url_of(feed: str, address: str) -> httpx.URL:
    """Return an address in its parts; raises SourceError for no http address, or one with a password."""
    try:
        urlsplit(address)  # a source looks into its address with it, and it refuses some that httpx takes
        url = httpx.URL(address)
    except (ValueError, httpx.InvalidURL):
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise SourceError(
            feed, f"{redacted_url(address)!r:.200} is no http address", "give one that starts with https://"
        )
    if url.userinfo:
        # The address goes into a receipt, and receipts are committed.
        raise SourceError(feed, f"the address at {url.host} holds a password", "remove it from the address")
    return url


def origin_of(url: httpx.URL) -> Host:
    """Return scheme, host and port of an address."""
    return url.scheme, url.host, url.port


def _confidential(url: httpx.URL) -> bool:
    """Return whether nobody else can read what is sent to an address: by TLS, or on this very machine."""
    return url.scheme == "https" or url.host in ("127.0.0.1", "::1", "localhost")
