"""Buckets on the loopback interface: moto's server, and a proxy before it that fails as told."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import md5
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import pytest

Fault = Literal["reset", "flip"] | tuple[int, str]
"""What the proxy does in place of passing on: cut the connection in the middle of the body, change a byte on
the way, or answer with a status and a text, which is an error code of S3 or, with 200, all of the body."""

# A process of its own: its warnings are not ours. Pages of ten objects make most listings take several.
MOTO = """
import sys, threading
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@contextmanager
def models_read_once() -> Iterator[None]:
    """Keep what boto3 reads of its own models of services, in which most of the time of a deploy goes."""
    import botocore.session as sessions  # noqa: PLC0415 - no other tests than those of a deploy need it

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "create_loader", cache(sessions.create_loader))
        yield


@contextmanager
def moto_server() -> Iterator[int]:
    """Run moto's server, and give its port."""
    environment = os.environ | {"MOTO_S3_DEFAULT_MAX_KEYS": "10"}
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", MOTO],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


@dataclass
class Request:
    """One request as it came to the proxy."""

    method: str
    path: str


@dataclass
class Proxy:
    """What the proxy saw, and how it fails: ``fault`` is asked of each request, as they come."""

    behind: int
    port: int = 0
    asked: list[Request] = field(default_factory=list)
    fault: Callable[[Request], Fault | None] = lambda _: None
    hides_md5: bool = False
    """Whether ETags are no MD5, as in a bucket that encrypts with a key of KMS."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """The address of the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def paths(self, method: str) -> list[str]:
        """Return the paths of the requests of one method, in the order of their coming."""
        return [one.path for one in self.asked if one.method == method]

    def faulty(self, request: Request) -> Fault | None:
        """Note a request and return its fault."""
        with self.lock:
            self.asked.append(request)
            return self.fault(request)


class Handler(BaseHTTPRequestHandler):
    """One connection to the proxy."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    proxy: Proxy

    def answer(self) -> None:
        """Pass a request on, or fail."""
        fault = self.proxy.faulty(Request(self.command, self.path))
        length = int(self.headers.get("Content-Length") or 0)
        if fault == "reset":
            self.rfile.read(length // 2)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        body = self.rfile.read(length)
        if fault == "flip":
            body = bytes([body[0] ^ 1]) + body[1:]
            digest = b64encode(md5(body, usedforsecurity=False).digest()).decode()
            # moto takes any digest; S3 refuses one that is not that of the bytes which came.
            fault = None if self.headers["content-md5"] == digest else (400, "BadDigest")
        if fault is None:
            self.pass_on(body)
        else:
            status, text = fault
            if status != 200:
                text = f"<Error><Code>{text}</Code><Message>{dict(self.headers)}</Message></Error>"
            self.reply(status, [("Content-Type", "application/xml")], text.encode())

    def pass_on(self, body: bytes) -> None:
        """Ask moto, and answer what it answers."""
        behind = HTTPConnection("127.0.0.1", self.proxy.behind)
        headers = {name: text for name, text in self.headers.items() if name.lower() != "expect"}
        behind.request(self.command, self.path, body, headers)
        answer = behind.getresponse()
        found = [
            (name, '"opaque"' if name.lower() == "etag" and self.proxy.hides_md5 else text)
            for name, text in answer.getheaders()
            if name.lower() not in {"connection", "content-length", "date", "server", "transfer-encoding"}
        ]
        length = answer.getheader("Content-Length") if self.command == "HEAD" else None
        self.reply(answer.status, found, answer.read(), length)
        behind.close()

    def reply(
        self, status: int, headers: list[tuple[str, str]], body: bytes, length: str | None = None
    ) -> None:
        """Send an answer; one to HEAD has no body."""
        self.send_response(status)
        for name, text in headers:
            self.send_header(name, text)
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_DELETE = do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815 - names of http.server

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def proxy_before(port: int) -> Iterator[Proxy]:
    """Run a proxy before moto's server."""
    proxy = Proxy(port)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"proxy": proxy}))
    server.daemon_threads = True
    proxy.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
