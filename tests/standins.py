"""Servers that speak S3's protocol in the ways in which Backblaze, Google, an old MinIO and Cloudflare do.

Each keeps its objects in memory, refuses what that server is known to refuse, and can fail now and then.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

NAMES = ("backblaze", "google", "minio", "cloudflare")
PAGE = 7
"""Objects that one page of a listing has."""


@dataclass
class Stored:
    """An object: its bytes, and the headers that it is served with."""

    body: bytes
    headers: dict[str, str]

    @property
    def md5(self) -> bytes:
        """The MD5 of the bytes."""
        return md5(self.body, usedforsecurity=False).digest()


@dataclass
class StandIn:
    """One server: the kind that it answers as, its objects by their keys, and what it was asked."""

    kind: str
    objects: dict[str, Stored] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    busy_each: int = 0
    """Each so manieth request is answered 503; 0 for none."""
    listing: str = ""
    """``endless``, ``tokenless`` or ``etagless`` for a server that is broken so."""
    faults: Callable[[str, str], str] = lambda *_: ""
    """By method and key ("" for a list) what goes wrong.

    A status and a code (``403 AccessDenied``), ``reset``, ``hang``, ``cut`` for half of an answer, ``short``
    for less than it announces, or ``kept`` for a key that stays.
    """
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    going: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def etag(self, stored: Stored) -> str:
        """Return the ETag of an object, which is no MD5 at Google's."""
        if self.listing == "etagless":
            return ""
        return b64encode(stored.md5[:9]).decode() if self.kind == "google" else stored.md5.hex()

    def refusal(
        self, method: str, query: dict[str, list[str]], headers: dict[str, str]
    ) -> tuple[int, str] | None:
        """Return the status and the code with which a request is refused, or None."""
        with self.lock:
            self.asked.append(method)
            if self.busy_each and len(self.asked) % self.busy_each == 0:
                return 503, "SlowDown"
        strange = [name for name in headers if name.startswith(("x-amz-checksum", "x-amz-sdk-checksum"))]
        streaming = headers.get("x-amz-content-sha256", "").startswith("STREAMING")
        together = method == "POST" and "delete" in query
        # https://github.com/boto/s3transfer/issues/327: "Unsupported header 'x-amz-sdk-checksum-algorithm'"
        if self.kind == "backblaze" and strange:
            return 400, "InvalidArgument"
        if self.kind == "google" and (together or streaming):
            return 501, "NotImplemented"
        # https://github.com/minio/minio/issues/4383
        if self.kind == "minio" and together and "content-md5" not in headers:
            return 400, "MissingContentMD5"
        # https://github.com/google/go-cloud/pull/3765
        if self.kind == "cloudflare" and (streaming or (strange and not together)):
            return 501, "NotImplemented"
        return None


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_is: StandIn
    fault = ""

    def answer(self) -> None:
        """Do what is asked, as this kind of server does it."""
        address = urlsplit(self.path)
        query = parse_qs(address.query, keep_blank_values=True)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): text for name, text in self.headers.items()}
        if refused := self.server_is.refusal(self.command, query, headers):
            self.send(refused[0], f"<Error><Code>{refused[1]}</Code></Error>".encode())
            return
        key = unquote(address.path).partition("/")[2].partition("/")[2]
        self.fault = self.server_is.faults(self.command, key)
        if self.fault == "reset":  # https://man7.org/linux/man-pages/man7/socket.7.html, SO_LINGER
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        elif self.fault == "hang":
            self.server_is.going.wait(30)
            self.close_connection = True
        elif status := re.match(r"\d+", self.fault):
            self.send(int(status[0]), f"<Error><Code>{self.fault[4:]}</Code></Error>".encode())
        elif self.command == "PUT":
            self.put(key, body, headers)
        elif self.command == "POST":
            self.remove_together(body)
        elif self.command == "DELETE":
            with self.server_is.lock:
                self.server_is.objects.pop(key, None)
            self.send(204, b"")
        elif key:
            self.look(key)
        else:
            self.list(query)

    def put(self, key: str, body: bytes, headers: dict[str, str]) -> None:
        """Keep an object, unless its bytes are not those that were sent."""
        kept = {
            name: text
            for name, text in headers.items()
            if name in ("content-type", "cache-control") or name.startswith("x-amz-meta-")
        }
        stored = Stored(body, kept)
        if headers.get("content-md5") != b64encode(stored.md5).decode():
            self.send(400, b"<Error><Code>BadDigest</Code></Error>")
            return
        with self.server_is.lock:
            self.server_is.objects[key] = stored
        self.send(200, b"", {"ETag": f'"{self.server_is.etag(stored)}"'})

    def look(self, key: str) -> None:
        """Tell the headers of an object; MinIO writes the names of metadata with capitals."""
        stored = self.server_is.objects.get(key)
        if stored is None:
            self.send(404, b"")
            return
        kind = self.server_is.kind
        told = {name.title() if kind == "minio" else name: text for name, text in stored.headers.items()}
        if kind == "cloudflare":
            told["content-type"] = told["content-type"].replace("; charset=utf-8", ";charset=UTF-8")
        if etag := self.server_is.etag(stored):
            told["ETag"] = f'"{etag}"'
        self.send(200, stored.body, told)

    def list(self, query: dict[str, list[str]]) -> None:
        """List a page of objects."""
        prefix, start = query.get("prefix", [""])[0], query.get("continuation-token", [""])[0]
        keys = [key for key in sorted(self.server_is.objects) if key.startswith(prefix) and key > start]
        page = keys if self.server_is.listing == "endless" else keys[:PAGE]
        more = len(page) < len(keys) or self.server_is.listing == "endless"
        entries = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(self.server_is.objects[key].body)}</Size></Contents>"
            for key in page
        )
        last = start if self.server_is.listing == "endless" and start else (page[-1] if page else "x")
        token = f"<NextContinuationToken>{escape(last)}</NextContinuationToken>"
        token = token if more and self.server_is.listing != "tokenless" else ""
        text = f"<Name>b</Name><IsTruncated>{str(more).lower()}</IsTruncated>{token}{entries}"
        self.send(200, f"<ListBucketResult>{text}</ListBucketResult>".encode())

    def remove_together(self, body: bytes) -> None:
        """Remove the objects that a request names."""
        with self.server_is.lock:
            every = ElementTree.fromstring(body).iter()  # noqa: S314 - botocore made it
            keys = [node.text or "" for node in every if node.tag.endswith("Key")]
            kept = keys[:1] if self.fault == "kept" else []
            for key in keys[len(kept) :]:
                self.server_is.objects.pop(key, None)
        errors = "".join(f"<Error><Key>{escape(key)}</Key><Code>AccessDenied</Code></Error>" for key in kept)
        self.send(200, f"<DeleteResult>{errors}</DeleteResult>".encode())

    def send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Send an answer, as far as nothing goes wrong; one to HEAD has no body."""
        length = len(body)
        if self.fault in ("cut", "short"):
            body = body[: length // 2]
            length = len(body) if self.fault == "cut" else length
            self.close_connection = True
        self.send_response(status)
        for name, text in {"Content-Length": str(length), **(headers or {})}.items():
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD" and status != 204:
            self.wfile.write(body)

    do_DELETE = do_GET = do_HEAD = do_POST = do_PUT = answer  # noqa: N815 - names of http.server

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def standing_in(kind: str) -> Iterator[StandIn]:
    """Run a server of a kind."""
    found = StandIn(kind)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"server_is": found}))
    server.daemon_threads = True
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        found.going.set()
        server.shutdown()
        server.server_close()
        thread.join()
