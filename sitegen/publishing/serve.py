"""The built site over HTTP on this machine, answered as GitHub Pages answers.

Pages serves ``x/index.html`` for ``/x/`` and finds ``x.html`` for ``/x``; it sends ``/x`` on to ``/x/`` (301)
where x is a folder and no such page, knows no other index and no listing, tells upper from lower case, and
answers all else with ``404.html`` and status 404 at any depth. Others measured it and wrote it down:
https://github.com/slorber/trailing-slash-guide/blob/main/docs/Hosting-Providers.md

One thing is unlike Pages on purpose: browsers may keep a page from there for ten minutes, from here not at
all, so that a person who builds again sees the new page.

A build replaces the folder while it is served, so every request looks its file up by name, anew.

A page of another site must not read a preview through the browser. It could by a name of its own that leads
to this machine (https://en.wikipedia.org/wiki/DNS_rebinding): a request must say a number, or a name of ours.
"""

from __future__ import annotations

import ipaddress
import json
import re
import socket
import stat
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any, Final, Protocol, TypeAlias
from urllib.parse import quote, unquote

from sitegen.errors import UsageError
from sitegen.publishing.media_types import media_type

Say: TypeAlias = Callable[..., None]
"""A function that shows a line to a person, with ``error=True`` on standard error."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request for an address gets: a status, and the file to send or the place to go to."""

    status: HTTPStatus
    file: Path | None = None
    location: str = ""


def answer(folder: Path, address: str, base: str = "/") -> Answer:
    """Return what Pages would give for an address such as ``/llm/models/?q=1``, percent-encoded.

    ``base`` is the sub-path under which the site stands, with slashes at both ends. No address reaches a file
    outside of the folder: each part of it must be a name in its folder, letter by letter, and no link.
    """
    path, mark, query = address.partition("?")
    try:
        path = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return Answer(HTTPStatus.BAD_REQUEST)
    moved = Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"{quote(path)}/{mark}{query}")
    if not path.startswith(base):
        return moved if f"{path}/" == base else Answer(HTTPStatus.NOT_FOUND)
    *above, name = path.removeprefix(base).split("/")
    for part in above:
        if not stat.S_ISDIR(_mode(folder, part)):
            return Answer(HTTPStatus.NOT_FOUND)
        folder /= part
    for file in (name, f"{name}.html") if name else ("index.html",):
        if stat.S_ISREG(_mode(folder, file)):
            return Answer(HTTPStatus.OK, folder / file)
    return moved if stat.S_ISDIR(_mode(folder, name)) else Answer(HTTPStatus.NOT_FOUND)


def _mode(folder: Path, name: str) -> int:
    """Return the mode of a name in its folder, links not followed; 0 if no name there has just these letters.

    The folder is listed because a disk that does not tell upper from lower case, as on macOS, takes ``A`` for
    ``a``, and Pages does not.
    """
    try:
        return next((path.lstat().st_mode for path in folder.iterdir() if path.name == name), 0)
    except OSError:  # a build took the folder away meanwhile
        return 0


def served_type(name: str) -> str:
    """Return the media type that Pages sends with a file: it names a character set for JSON too.

    https://docs.github.com/en/pages/getting-started-with-github-pages/about-github-pages#mime-types-on-github-pages
    """
    kind = media_type(name)
    return f"{kind}; charset=utf-8" if kind == "application/json" else kind


_LIVE: Final = "/.sitegen/live"
_SCRIPT: Final = Path(__file__).with_name("live.js")
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")


class News(Protocol):
    """What pages that are open may be told of builds."""

    @property
    def number(self) -> str:
        """The number of the last build."""

    @property
    def fault(self) -> str:
        """Why the last build failed, or ""."""

    def after(self, number: str) -> Mapping[str, str]:
        """Return number and fault of a build after that of this number, when there is one."""


_HTML: Final = served_type("page.html")
_TEXT: Final = served_type("line.txt")


class _Visit(BaseHTTPRequestHandler):
    """One connection of a browser."""

    server: SiteServer
    protocol_version = "HTTP/1.1"
    server_version = "sitegen"
    sys_version = ""
    timeout = 60  # seconds that an idle connection is kept

    def do_GET(self) -> None:
        """Send a file, a redirect or the page for what is not there; for HEAD, all but the body."""
        if not self.server.is_called(self.headers.get("Host")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"No site of this name is served here.\n", _TEXT)
        elif self.server.news and self.path.startswith(_LIVE):
            self._tell(self.server.news)
        elif self.path == "/" != self.server.base:
            self._send(HTTPStatus.FOUND, b"", _HTML, {"Location": self.server.base})
        else:
            self._answer(answer(self.server.folder, self.path, self.server.base))

    do_HEAD = do_GET  # noqa: N815 -- as http.server has it

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Return what refuses a method that a site of files cannot take, whatever it is called."""
        if name.startswith("do_"):
            return self._refuse
        raise AttributeError(name)

    def _refuse(self) -> None:
        self.close_connection = True
        body = b"Only GET and HEAD are answered.\n"
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, body, _TEXT, {"Allow": "GET, HEAD"})

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request as HTTP has it, such as an address of 70,000 characters, in a line."""
        del explain
        self.close_connection = True
        status = HTTPStatus(code)
        self._send(status, f"{message or status.phrase}.\n".encode("latin-1", "replace"), _TEXT)

    def _answer(self, result: Answer) -> None:
        # The number goes first: a build in between is news to the page then.
        number = self.server.news.number if self.server.news else ""
        if result.file is not None and (body := _bytes(result.file)) is not None:
            self._send_file(body, served_type(result.file.name), number)
        elif result.location:
            self._send(result.status, b"", _HTML, {"Location": result.location})
        elif result.status is HTTPStatus.BAD_REQUEST:
            self._send(result.status, b"This address is not UTF-8.\n", _TEXT)
        elif (body := _bytes(self.server.folder / "404.html")) is not None:
            self._send(HTTPStatus.NOT_FOUND, _followed(body, number), _HTML)
        else:
            self._send_nothing(number)

    def _send_nothing(self, number: str) -> None:
        """Say that nothing is here; a page that waits for a build that succeeds, where there are builds."""
        line = f"Nothing is here, nor a 404.html. The site stands at {self.server.base}\n"
        if self.server.news:
            page = f"<!doctype html><html><head></head><title>No site</title><body><p>{line}</body></html>\n"
            self._send(HTTPStatus.NOT_FOUND, _followed(page.encode(), number), _HTML)
        else:
            self._send(HTTPStatus.NOT_FOUND, line.encode(), _TEXT)

    def _send_file(self, body: bytes, kind: str, number: str) -> None:
        """Send a file, or the part of it that is asked for: https://www.rfc-editor.org/rfc/rfc9110#section-14."""
        body = _followed(body, number) if kind == _HTML else body
        asked = _RANGE.fullmatch(self.headers.get("Range", "")) if self.command == "GET" else None
        if not asked or not (asked[1] or asked[2]):
            self._send(HTTPStatus.OK, body, kind, {"Accept-Ranges": "bytes"})
            return
        size = len(body)
        first = int(asked[1]) if asked[1] else max(size - int(asked[2]), 0)
        last = min(int(asked[2]), size - 1) if asked[1] and asked[2] else size - 1
        if first > last:
            refused = {"Content-Range": f"bytes */{size}"}
            self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", kind, refused)
        else:
            part = {"Content-Range": f"bytes {first}-{last}/{size}"}
            self._send(HTTPStatus.PARTIAL_CONTENT, body[first : last + 1], kind, part)

    def _tell(self, news: News) -> None:
        """Send the script that follows the builds, or the next news of them."""
        path, _, seen = self.path.partition("?")
        if path == f"{_LIVE}.js":
            self._send(HTTPStatus.OK, _bytes(_SCRIPT) or b"", served_type(_SCRIPT.name))
        elif path == _LIVE:
            body = json.dumps(dict(news.after(seen))).encode()
            self._send(HTTPStatus.OK, body, served_type("news.json"))
        else:
            self._send(HTTPStatus.NOT_FOUND, b"", _TEXT)

    def _send(
        self, status: HTTPStatus, body: bytes, kind: str, more: Mapping[str, str] | None = None
    ) -> None:
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store"}
        self.send_response(status)
        for name, value in {**headers, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 -- as there
        """Tell a person of a request that failed, and of no other: a page asks for many files."""
        if int(code) >= HTTPStatus.BAD_REQUEST:
            asked = f"{self.command} {getattr(self, 'path', '')}".strip()
            self.server.say(f"{int(code)} {asked}".strip(), error=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 -- as http.server has it
        """Say nothing of other events, such as a connection that was idle for too long."""


def _followed(page: bytes, number: str) -> bytes:
    """Return a page with the script that follows the builds after this one; as it is where there are none.

    It stands before the page's own policy, which does not hold for what precedes it:
    https://www.w3.org/TR/CSP3/#meta-element
    """
    script = f'<script src="{_LIVE}.js?{number}" defer></script>'.encode()
    return page.replace(b"<head>", b"<head>" + script, 1) if number else page


def _bytes(file: Path) -> bytes | None:
    """Return the bytes of a file, or None if it is gone or may not be read."""
    with suppress(OSError):
        return file.read_bytes()
    return None


class SiteServer(ThreadingTCPServer):
    """A server of one folder, which may be replaced or absent at any time.

    It is no HTTPServer, which asks for the host's full name first: that can take seconds.
    """

    daemon_threads = allow_reuse_address = True

    def __init__(self, folder: Path, address: tuple[str, int], base: str, say: Say) -> None:
        self.shown, self.folder = folder, folder.absolute()
        self.base = base
        self.say = say
        self.news: News | None = None
        self._names = {address[0].lower(), "localhost", socket.gethostname().lower()}
        super().__init__(address, _Visit)

    @property
    def base(self) -> str:
        """The sub-path under which the site stands, with slashes at both ends."""
        return self._base

    @base.setter
    def base(self, value: str) -> None:
        self._base = f"/{value.strip('/')}/".replace("//", "/")

    def is_called(self, host: str | None) -> bool:
        """Return whether a request's Host is this server: a number, a name of this machine, or none."""
        name = re.sub(r":\d*$", "", host or "").lower().removesuffix(".")
        with suppress(ValueError):
            return bool(ipaddress.ip_address(name.strip("[]")))
        return not host or name in self._names or name.endswith(".localhost")

    @property
    def url(self) -> str:
        """Address of the site's first page."""
        host, port, *_ = self.server_address
        return f"http://{host!s}:{port}{self.base}"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 -- as socketserver has it
        """Print the traceback of an error of ours, and nothing where a browser went away."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(
    folder: Path, *, host: str, port: int, base: str = "/", say: Say = lambda *_, **__: None
) -> SiteServer:
    """Return a server of the site in ``folder``, ready for ``serve_forever``; port 0 takes a free one.

    ``base`` is the sub-path under which the site stands, such as ``/llm/``; beside it nothing is found.
    ``say`` gets a line for each request that fails. Raises UsageError where the address cannot be had.
    """
    try:
        return SiteServer(folder, (host, port), base, say)
    except (OSError, OverflowError) as error:
        fault = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{host}:{port}", fault.lower(), "give another --port or --host") from error
