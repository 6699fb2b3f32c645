"""HTTP: what an address answers, within limits of time and bytes; it knows no source."""

from __future__ import annotations

import math
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from sitegen import __version__
from sitegen.errors import ContentError, SourceError, UsageError
from sitegen.fetching.answers import answer_value, parsed_answer, too_large
from sitegen.records import Json
from sitegen.records.snapshot import Receipt
from sitegen.sources.refusal import KEEP, answer_refused
from sitegen.text import redacted_url

try:
    import httpx
    import stamina
    from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks
except ModuleNotFoundError as error:
    raise UsageError(
        "sitegen fetch", f"needs {error.name}", "install it with: pip install 'sitegen[fetch]'"
    ) from None

Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Called with a feed's name, the bytes received so far, and how many there will be where that is known."""


@dataclass(frozen=True)
class Limits:
    """How patient a fetch is and how much it takes: seconds, counts and bytes.

    ``deadline`` holds for one answer with all its attempts and waits; ``longest_wait`` also for what a server
    asks for with Retry-After; ``max_bytes`` for all pages of a feed together, unzipped; ``max_file_bytes``
    for a file, since whoever names one knows what it holds. The source's table in
    ``content/site.toml`` may set each of them by its name.
    """

    connect_timeout: float = 10
    read_timeout: float = 20
    deadline: float = 90
    attempts: int = 4
    first_wait: float = 1
    longest_wait: float = 60
    max_bytes: int = 64 * 1024 * 1024
    max_file_bytes: int = 1024 * 1024 * 1024
    max_pages: int = 1000


DEFAULT_LIMITS = Limits()


def limits_of(limits: Limits, name: str, table: Mapping[str, Any]) -> Limits:
    """Return the limits with what the table of a source sets; raises ContentError for what is no number."""
    own = {item.name: table[item.name] for item in fields(Limits) if item.name in table}
    for key, value in own.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            place = f"content/site.toml [sources.{name}] {key}"
            raise ContentError(place, "is no positive number", f"write {getattr(DEFAULT_LIMITS, key)}")
    return replace(limits, **own)


def new_client() -> httpx.Client:
    """Return a client; raises UsageError where proxy or certificate variables cannot be used."""
    try:
        return httpx.Client()
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        fault = f"cannot be set up ({error})"
        raise UsageError("the network", fault, "check ALL_PROXY, HTTPS_PROXY and SSL_CERT_FILE") from None


@contextmanager
def unlogged_retries() -> Iterator[None]:
    """Keep stamina from logging: where nothing is configured, each retry would print a bare line."""
    hooks = get_on_retry_hooks()
    set_on_retry_hooks(())
    try:
        yield
    finally:
        set_on_retry_hooks(hooks)


@dataclass(frozen=True)
class Answer:
    """One answer, and the validators that it came with (RFC 9110, section 8.8)."""

    value: Json
    etag: str | None = None
    last_modified: str | None = None


_AGENT = {
    "User-Agent": f"sitegen/{__version__}",
    "Accept": "application/json",
    # What zlib reads piece by piece, so that the limit on bytes holds while a body is unzipped.
    "Accept-Encoding": "gzip",
}
_BUSY = {429, 500, 502, 503, 504}
_MOST_REDIRECTS = 5
_PIECE = 1 << 16
_SHORTEST_KEY = 8
"""What is shorter is no key, and may stand in an answer by chance."""
Host: TypeAlias = tuple[str, str, int | None]


class _TransientError(SourceError):
    """A refusal that may not stand when the same is asked again, after ``wait`` seconds if there is one."""

    wait: float | None = None


@dataclass
class Wire:
    """What all feeds of one fetch share: the client, whom to tell of progress, and the open sockets."""

    opened: Callable[[], httpx.Client]
    progress: Progress
    sockets: list[socket.socket] = field(default_factory=list)
    cut: bool = False

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note each socket when it opens: https://www.python-httpx.org/advanced/extensions/#trace."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            opened = info["return_value"].get_extra_info("socket")
            if isinstance(opened, socket.socket):
                self.sockets.append(opened)
        if self.cut:
            self._shut()

    @contextmanager
    def cut_after(self, seconds: float) -> Iterator[None]:
        """Cut every connection when the time is up.

        httpx limits the wait for each piece, not for the whole: a server that sends a byte now and then,
        even within the headers, would hold a fetch for days.
        """
        self.cut = False
        timer = threading.Timer(seconds, self._shut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def _shut(self) -> None:
        self.cut = True
        for opened in self.sockets:
            # The method of the plain socket: that of a TLS socket may not be called from another thread.
            with suppress(OSError):
                socket.socket.shutdown(opened, socket.SHUT_RDWR)


class Network:
    """HTTP for one feed, within its limits. The key goes to the hosts of ``trusted`` and nowhere else."""

    def __init__(self, wire: Wire, feed: str, limits: Limits, key: str, trusted: set[Host]) -> None:
        self.feed = feed
        self._wire, self._limits, self._key, self._trusted = wire, limits, key, trusted
        self._taken = 0
        self._received = 0

    def answer(self, address: str, known: Receipt | None) -> Answer | None:
        """Return what an address answers, None if it is what ``known`` was; raises SourceError."""
        url = url_of(self.feed, address)
        headers = _AGENT | _conditions(known)
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
            with self._wire.cut_after(left), self._response(url, headers, left) as response:
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
        """Give the response at the end of the redirects, all of which stay on one host."""
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
        client = self._wire.opened()
        timeout = httpx.Timeout(min(limits.read_timeout, left), connect=min(limits.connect_timeout, left))
        request = client.build_request(
            "GET", url, headers=headers, timeout=timeout, extensions={"trace": self._wire.trace}
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
        etag, changed = (self._validator(response.headers.get(name)) for name in ("ETag", "Last-Modified"))
        return Answer(value, etag, changed)

    def _validator(self, text: str | None) -> str | None:
        """Return a validator to keep, which the receipt shows to everybody."""
        return _validator(text) if text == without_key(text or "", self._key) else None

    def _unsuccessful(self, response: httpx.Response, until: float) -> SourceError:
        reason = without_key(response.reason_phrase, self._key)
        status = f"{response.status_code} {reason:.80}".strip()
        fault = f"{response.url.host} answered {status}{self._explanation(response, until)}"
        if response.status_code not in _BUSY:
            return answer_refused(self.feed, fault)
        wait = _seconds_to_wait(response.headers.get("Retry-After", ""), datetime.now(UTC))
        if wait > min(self._limits.longest_wait, until - time.monotonic()):
            asks = f"{fault} and asks to wait {wait:.0f} s, longer than a fetch does"
            return SourceError(self.feed, asks, "the snapshot on file stays; try again after that time")
        error = _TransientError(self.feed, fault, KEEP)
        error.wait = wait or None
        return error

    def _explanation(self, response: httpx.Response, until: float) -> str:
        """Return what a refusal says of itself: ``{"error": text}`` or ``{"error": {"message": text}}``.

        https://openrouter.ai/docs/api/reference/errors-and-debugging and
        https://datasets-server.huggingface.co/openapi.json
        """
        try:
            value = parsed_answer(self._body(response, until, _PIECE))
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
            for piece in pieces if coding == "identity" else _unzipped(pieces):
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
            self._wire.progress(self.feed, self._received, total)
            if time.monotonic() >= until:
                raise self._late(response.url)
            yield piece
        # Cut off, a body without a length looks whole.
        if time.monotonic() >= until:
            raise self._late(response.url)


def url_of(feed: str, address: str) -> httpx.URL:
    """Return an address in parts; raises SourceError where it is none, or holds a password."""
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


def without_key(text: str, key: str) -> str:
    """Return what a server said without the key that it was sent, in any case: hosts are lower-cased."""
    return re.sub(re.escape(key), "[key]", text, flags=re.IGNORECASE) if key else text


def origin_of(url: httpx.URL) -> Host:
    """Return scheme, host and port: who is asked."""
    return url.scheme, url.host, url.port


def _confidential(url: httpx.URL) -> bool:
    """Return whether nobody else reads what is sent to an address: TLS, or this very machine."""
    return url.scheme == "https" or url.host in ("127.0.0.1", "::1", "localhost")


def _conditions(known: Receipt | None) -> dict[str, str]:
    """Return the headers that make a request conditional (RFC 9110, section 13.1)."""
    if known is None:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, text in headers.items() if (value := _validator(text))}


def _validator(text: str | None) -> str | None:
    """Return a validator that can be sent back as a header, or None."""
    return text if text and re.fullmatch(r"[ -~]{1,500}", text) else None


def _seconds_to_wait(retry_after: str, now: datetime) -> float:
    """Return what Retry-After asks for, in seconds or as a date (RFC 9110, section 10.2.3); 0 for nothing."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _unzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unzip a body in pieces of a bounded size, however much a piece holds; raises zlib.error."""
    gzip = 16 + zlib.MAX_WBITS
    unzip = zlib.decompressobj(gzip)
    for piece in pieces:
        rest = piece
        while rest:
            if unzip.eof:  # a gzip body may have several members (RFC 1952, section 2.2)
                unzip = zlib.decompressobj(gzip)
            yield unzip.decompress(rest, _PIECE)
            rest = unzip.unconsumed_tail or unzip.unused_data
    yield unzip.flush()
    if not unzip.eof:
        raise zlib.error("it ends in the middle")
