"""The built site over HTTP on this machine, answered as GitHub Pages answers.

Pages serves ``x/index.html`` for ``/x/`` and finds ``x.html`` for ``/x``; it sends ``/x`` on to ``/x/`` (301)
where x is a folder and no such page, knows no other index and no listing, tells upper from lower case, and
answers all else with ``404.html`` and status 404 at any depth. Others measured it and wrote it down:
https://github.com/slorber/trailing-slash-guide/blob/main/docs/Hosting-Providers.md

One thing is unlike Pages on purpose: browsers may keep a page from there for ten minutes, from here not at
all, so that a person who builds again sees the new page.

A build replaces the folder while it is served, so every request looks its file up by name, anew.
"""

from __future__ import annotations

import stat
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

from sitegen.errors import SitegenError, UsageError
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
        result = answer(self.server.folder, self.path, self.server.base)
        if result.file is not None and (body := _bytes(result.file)) is not None:
            self._send(HTTPStatus.OK, body, served_type(result.file.name))
        elif result.location:
            self._send(result.status, b"", _HTML, result.location)
        elif result.status is HTTPStatus.BAD_REQUEST:
            self._send(result.status, b"This address is not UTF-8.\n", _TEXT)
        elif (body := _bytes(self.server.folder / "404.html")) is not None:
            self._send(HTTPStatus.NOT_FOUND, body, _HTML)
        else:
            line = f"Nothing is here, nor a 404.html. The site stands at {self.server.base}\n"
            self._send(HTTPStatus.NOT_FOUND, line.encode(), _TEXT)

    do_HEAD = do_GET  # noqa: N815 -- as http.server has it

    def do_POST(self) -> None:
        """Refuse what a site of files cannot take."""
        self.close_connection = True
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, b"Only GET and HEAD are answered.\n", _TEXT)

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_POST  # noqa: N815 -- as http.server has it

    def _send(self, status: HTTPStatus, body: bytes, kind: str, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if location:
            self.send_header("Location", location)
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 -- as there
        """Tell a person of a request that failed, and of no other: a page asks for many files."""
        if int(code) >= HTTPStatus.BAD_REQUEST:
            self.server.say(f"{int(code)} {self.command} {self.path}", error=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 -- as http.server has it
        """Say nothing of other events, such as a connection that was idle for too long."""


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
        self.base = f"/{base.strip('/')}/".replace("//", "/")
        self.say = say
        super().__init__(address, _Visit)

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


def serve(site: SiteServer, *, watched: Sequence[Path], rebuild: Callable[[], str]) -> None:
    """Serve a site until Ctrl-C, and ``rebuild`` it when something under ``watched`` changes.

    ``rebuild`` returns a line to show. If it raises SitegenError, the error is shown and the old site goes
    on being served. With nothing to watch the site is only served. Raises UsageError where the package that
    watches is not installed.
    """
    say, changes = site.say, _changes(watched, site.folder) if watched else iter(())
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    say(f"{site.shown} at {site.url} (Ctrl-C ends)")
    try:
        with suppress(KeyboardInterrupt):
            for _ in changes:
                try:
                    say(rebuild())
                except SitegenError as error:
                    say(f"sitegen: {error}", error=True)
            thread.join()
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


def _changes(watched: Sequence[Path], folder: Path) -> Iterator[object]:
    """Return an iterator over the bursts of changes under the watched paths, those that exist now."""
    try:
        import watchfiles  # noqa: PLC0415 -- only serving needs it
    except ImportError as error:
        step = "install it with pip install 'sitegen[serve]', or serve without watching"
        raise UsageError("sitegen serve", "the package watchfiles is not installed", step) from error
    usual = watchfiles.DefaultFilter()
    return watchfiles.watch(
        *[path.resolve() for path in watched if path.exists()],
        watch_filter=lambda change, path: usual(change, path) and not _is_built(path, folder.resolve()),
    )


def _is_built(path: str, folder: Path) -> bool:
    """Return whether a build itself changes this path: it is no reason to build again."""
    return f"{path}/".startswith((f"{folder}/", str(folder.with_name(f".{folder.name}."))))
