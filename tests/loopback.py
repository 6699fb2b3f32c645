"""A real HTTP server on the loopback interface that answers well, badly, slowly or not at all, as told."""

from __future__ import annotations

import gzip
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request as it came in; ``at`` is seconds on a clock that never goes back."""

    path: str
    headers: Mapping[str, str]
    at: float


@dataclass(frozen=True)
class Reply:
    """What to answer.

    ``raw`` is sent as it stands, in the place of status, headers and body; the connection ends after it.
    ``pause`` seconds pass between the pieces of ``raw``, and a reply that ``hangs`` says nothing more then.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: tuple[bytes, ...] = ()
    pause: float = 0
    hangs: bool = False


Route = Reply | list[Reply] | Callable[[Asked], Reply]
"""One answer for always, answers in turn (the last one stays), or a function of the request."""


def json_reply(value: Any, status: int = 200, **headers: str) -> Reply:  # noqa: ANN401 - whatever JSON can hold
    """Return a reply that holds JSON; ``if_none_match`` as a keyword stands for the header of that name."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


def gzip_reply(content: bytes) -> Reply:
    """Return a reply whose body is zipped."""
    return Reply(body=gzip.compress(content), headers={"Content-Encoding": "gzip"})


class Loopback:
    """The running server: where it stands, what it was asked, and what it answers on each path."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.port = server.server_address[1]
        self.asked: list[Asked] = []
        self.routes: dict[str, Route] = {}
        self.closing = threading.Event()
        self.left = threading.Event()
        """Set once a client has gone away in the middle of an answer."""

    def address(self, path: str = "/") -> str:
        """Return the address of a path on this server."""
        return f"http://127.0.0.1:{self.port}{path}"

    def reply(self, asked: Asked) -> Reply:
        """Note a request and return what is to be answered; 404 for a path without a route."""
        self.asked.append(asked)
        route = self.routes.get(asked.path.partition("?")[0], Reply(404))
        if isinstance(route, list):
            return route.pop(0) if len(route) > 1 else route[0]
        return route if isinstance(route, Reply) else route(asked)


class Handler(BaseHTTPRequestHandler):
    """One connection to the server of ``loopback``."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    loopback: Loopback

    def do_GET(self) -> None:
        """Answer one request."""
        reply = self.loopback.reply(Asked(self.path, dict(self.headers.items()), time.monotonic()))
        try:
            if reply.raw or reply.hangs:
                self._send_raw(reply)
            else:
                self._send(reply)
        except ConnectionError:
            self.loopback.left.set()
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _send_raw(self, reply: Reply) -> None:
        for piece in reply.raw:
            self.wfile.write(piece)
            self.loopback.closing.wait(reply.pause)
        if reply.hangs:
            self.loopback.closing.wait()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The server, which does not mind that a client goes away."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver has it
        """Print a fault of our own, and no broken connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(routes: Mapping[str, Route] | None = None) -> Iterator[Loopback]:
    """Run a server on a free port until the block ends."""

    class Own(Handler):
        """The connections of this server."""

    server = Server(("127.0.0.1", 0), Own)
    loopback = Own.loopback = Loopback(server)
    loopback.routes.update(routes or {})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield loopback
    finally:
        loopback.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
