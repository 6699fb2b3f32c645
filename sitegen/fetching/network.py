"""HTTP for one feed: the answers of its addresses, read within limits of time and bytes."""

from __future__ import annotations

import math
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

from sitegen.errors import SourceError
from sitegen.fetching.answers import Answer, answer_value, explanation, quoted, too_large, unzipped
from sitegen.fetching.connection import Connection
from sitegen.fetching.exchange import (
    AGENT,
    conditions,
    is_same_host,
    origin_of,
    seconds_to_wait,
    url_of,
    validator,
)
from sitegen.fetching.keys import quotes_key, without_key
from sitegen.fetching.limits import Limits
from sitegen.fetching.pace import Pace
from sitegen.fetching.proxies import passed_proxy
from sitegen.records.snapshot import Receipt
from sitegen.sources.refusal import KEEP, answer_refused
from sitegen.text import one_line

# What may pass when it is asked again: too early (RFC 8470), what Cloudflare says where the server behind it
# does not answer it (https://developers.cloudflare.com/support/troubleshooting/http-status-codes/), and 529,
# with which a provider says that it is overloaded.
_BUSY = {408, 425, 429, 500, 502, 503, 504, *range(520, 525), 529}
_MOST_REDIRECTS = 5
_LONGEST_EXPLANATION = 1 << 16
_LONGEST_NOTICE = 300
_CHECK_PROXY = "the snapshot on file stays; check HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY"


class _TransientError(SourceError):
    """A refusal that may pass when the same is asked again, after ``wait`` seconds if there are any."""

    wait: float | None = None


class Network:
    """HTTP for one feed, within its limits. The key goes to the hosts of the ``trusted`` addresses alone.

    With a ``pace``, each answer is a record of many: it has a record's limits, and waits for its turn.
    """

    def __init__(
        self,
        connection: Connection,
        feed: str,
        limits: Limits,
        key: str,
        trusted: Iterable[str],
        pace: Pace | None = None,
    ) -> None:
        self.feed = feed
        self._limits = limits.of_a_record() if pace else limits
        self._connection, self._key, self._pace = connection, key, pace
        self._trusted = {origin_of(url_of(feed, address)) for address in trusted}
        self._taken = 0
        self._received = 0

    def cut(self) -> None:
        """End what is on its way."""
        self._connection.cut()

    def require_address(self, address: str) -> None:
        """Raise SourceError for what is no http address."""
        url_of(self.feed, address)

    def answer(self, address: str, receipt: Receipt | None) -> Answer | None:
        """Return the answer of an address, or None if it is still that of ``receipt``; raises SourceError."""
        url = url_of(self.feed, address)
        if why := self._connection.hosts.unreachable.get(origin_of(url)):
            raise answer_refused(self.feed, why)
        headers = AGENT | conditions(receipt)
        until = time.monotonic() + self._limits.deadline
        tries = 0

        def attempt() -> Answer | None:
            nonlocal tries, until
            until += self._pace.turn() if self._pace else 0
            tries += 1
            return self._attempt(url, headers, until)

        def again(error: Exception) -> bool | float:
            # A hook may answer with the seconds to wait (stamina 25.2 and later):
            # https://stamina.hynek.me/en/stable/api.html#stamina.retry
            if not isinstance(error, _TransientError):
                return False
            if tries < limits.attempts:
                self._say_wait(error)
            return self._pace.again(error.wait) if self._pace else error.wait or True

        set_on_retry_hooks(())  # where no logging is configured, each retry would print a bare line
        limits = self._limits
        first, longest = limits.first_wait, limits.longest_wait
        waits = {"wait_initial": first, "wait_jitter": first, "wait_max": longest}
        try:
            return stamina.RetryingCaller(limits.attempts, None, **waits)(again, attempt)
        except _TransientError as error:
            times = f", {tries} times" if tries > 1 else ""
            raise SourceError(self.feed, error.fault + times, error.step) from None

    def _say_wait(self, error: _TransientError) -> None:
        """Say that the same is asked again; of many records only where the server makes all of them wait."""
        if error.wait or not self._pace:
            when = f" in {error.wait:.0f} s, as it asks" if error.wait else ""
            fault = one_line(without_key(error.fault, self._key), _LONGEST_NOTICE)
            self._connection.notice(f"{self.feed}: {fault}; asking again{when}")

    def _authorization(self, url: httpx.URL) -> dict[str, str]:
        # Nobody else can read what is sent by TLS, or on this very machine.
        confidential = url.scheme == "https" or url.host in ("127.0.0.1", "::1", "localhost")
        trusted = any(is_same_host(host, origin_of(url)) for host in self._trusted)
        known = self._key and trusted and confidential
        return {"Authorization": f"Bearer {self._key}"} if known else {}

    def _attempt(self, url: httpx.URL, headers: dict[str, str], until: float) -> Answer | None:
        left = until - time.monotonic()
        if left <= 0:
            raise self._late(url)
        try:
            with self._connection.deadline(left), self._response(url, headers, left) as response:
                self._connection.hosts.answered.add(origin_of(url))
                return self._read(response, until)
        # The lookup of a name with a part of more than 63 letters raises UnicodeError.
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            late = time.monotonic() >= until
            sent = getattr(error, "request", None) if isinstance(error, httpx.RequestError) else None
            by = passed_proxy(sent) if sent else ""
            raise (self._late(url, by) if late else self._broken(url, error, by)) from None

    def _late(self, url: httpx.URL, by: str = "") -> SourceError:
        """Return the error for an answer that takes too long; ``by`` says through which proxy."""
        fault = f"{url.host} did not finish its answer in {self._limits.deadline:g} s{by}"
        return SourceError(self.feed, fault, _CHECK_PROXY if by else KEEP)

    @contextmanager
    def _response(self, url: httpx.URL, headers: dict[str, str], left: float) -> Iterator[httpx.Response]:
        """Yield the response at the end of the redirects, all of which stay on one host."""
        passed: list[httpx.URL] = []
        while True:
            response = self._sent(url, headers | self._authorization(url), left)
            try:
                if not response.has_redirect_location:
                    yield response
                    return
                passed.append(url)
                url = self._redirected(response.headers["Location"], passed)
            finally:
                response.close()

    def _sent(self, url: httpx.URL, headers: dict[str, str], left: float) -> httpx.Response:
        limits, client = self._limits, self._connection.client
        timeout = httpx.Timeout(min(limits.read_timeout, left), connect=min(limits.connect_timeout, left))
        trace = {"trace": self._connection.trace}
        request = client.build_request("GET", url, headers=headers, timeout=timeout, extensions=trace)
        if self._pace:  # a bar counts the records
            return client.send(request, stream=True, follow_redirects=False)
        line = f"{self.feed}: still waiting for {url.host}, for {left:.0f} s at most"
        with self._connection.waiting(line):
            return client.send(request, stream=True, follow_redirects=False)

    def _redirected(self, location: str, passed: Sequence[httpx.URL]) -> httpx.URL:
        here = passed[-1]
        url = here.join(location)
        if url.scheme not in ("http", "https"):
            raise answer_refused(self.feed, f"{here.host} redirects to no http address")
        if not is_same_host(origin_of(here), origin_of(url)) or url.userinfo:
            raise SourceError(
                self.feed,
                f"{here.host} redirects to another host, {url.scheme}://{url.netloc.decode('ascii')}",
                "the snapshot on file stays; if you trust that host, write its address in content/site.toml",
            )
        if url in passed or len(passed) > _MOST_REDIRECTS:
            raise answer_refused(self.feed, f"{here.host} redirects in a circle")
        return url

    def _broken(self, url: httpx.URL, error: Exception, by: str) -> SourceError:
        faults = {
            httpx.ConnectTimeout: f"took no connection within {self._limits.connect_timeout:g} s",
            httpx.TimeoutException: f"sent nothing for {self._limits.read_timeout:g} s",
            httpx.ConnectError: f"cannot be reached ({error})",
            httpx.ProxyError: f"was not asked: there is no way through the proxy {error}",
            httpx.InvalidURL: f"redirects to no address ({error})",
            httpx.RemoteProtocolError: f"cut the answer off, or does not speak HTTP ({error})",
            Exception: f"broke the connection ({str(error) or type(error).__name__})",
        }
        fault = f"{url.host} {next(fault for kind, fault in faults.items() if isinstance(error, kind))}"
        if not isinstance(error, httpx.ProxyError):  # which names it
            fault += by
        hosts, step = self._connection.hosts, _CHECK_PROXY if by else KEEP
        unreached = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError)
        if unreached and origin_of(url) not in hosts.answered:
            hosts.unreachable[origin_of(url)] = fault
            return SourceError(self.feed, fault, step)
        passing = httpx.TimeoutException | httpx.NetworkError | httpx.RemoteProtocolError | httpx.ProxyError
        return (_TransientError if isinstance(error, passing) else SourceError)(self.feed, fault, step)

    def _read(self, response: httpx.Response, until: float) -> Answer | None:
        conditional = {"if-none-match", "if-modified-since"} & response.request.headers.keys()
        if response.status_code == httpx.codes.NOT_MODIFIED and conditional:
            return None
        if not response.is_success:
            raise self._unsuccessful(response, until)
        body = self._body(response, until, self._limits.max_bytes - self._taken)
        if quotes_key(body, self._key):
            raise answer_refused(self.feed, f"{response.url.host} answered with the key that it was sent")
        value = answer_value(self.feed, f"{response.url.host} answered", body)
        if not self._pace:  # a record has the limit for itself
            self._taken += len(body)
        # Everybody can read the receipt, so a validator that quotes the key is none.
        texts = [response.headers.get(name) for name in ("ETag", "Last-Modified")]
        kept = [text if without_key(text or "", self._key) == text else None for text in texts]
        etag, last_modified = map(validator, kept)
        return Answer(value, etag, last_modified, len(body))

    def _unsuccessful(self, response: httpx.Response, until: float) -> SourceError:
        reason = without_key(response.reason_phrase, self._key)
        status = f"{response.status_code} {reason:.80}".strip()
        by = passed_proxy(response.request)
        fault = f"{response.url.host} answered {status}{by}{self._explanation(response, until)}"
        if response.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
            return SourceError(self.feed, fault, _CHECK_PROXY)
        if response.status_code not in _BUSY:
            return answer_refused(self.feed, fault)
        wait = seconds_to_wait(response.headers.get("Retry-After", ""), datetime.now(UTC))
        if wait > self._longest_wait(until):
            asks = f"asks to wait longer than a fetch does ({wait:.0f} s)"
            if self._pace and response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                self._pace.end(f"{response.url.host} {asks}")
            step = "the snapshot on file stays; try again after that time"
            return SourceError(self.feed, f"{fault} and {asks}", step)
        error = _TransientError(self.feed, fault, KEEP)
        error.wait = wait or None
        return error

    def _longest_wait(self, until: float) -> float:
        """Return the most seconds that a server may ask to wait; where all wait, it is nobody's own time."""
        left = math.inf if self._pace else until - time.monotonic()
        return min(self._limits.longest_wait, left)

    def _explanation(self, response: httpx.Response, until: float) -> str:
        """Return what a refusal says of itself, in quotes and brackets, or nothing."""
        try:
            body = self._body(response, until, _LONGEST_EXPLANATION)
        except (SourceError, httpx.HTTPError):
            return ""
        return quoted(without_key(explanation(body), self._key))

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
                    raise self._too_large(response)
        except zlib.error as error:
            raise answer_refused(self.feed, f"{response.url.host} answered broken gzip ({error})") from None
        return bytes(body)

    def _too_large(self, response: httpx.Response) -> SourceError:
        setting = "max_record_bytes" if self._pace else "max_bytes"
        return too_large(self.feed, f"{response.url.host} answered", self._limits.max_bytes, setting)

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
