"""The local server answers as GitHub Pages does, and follows what is built."""

from __future__ import annotations

import http.client
import socket
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sitegen.checks.site import site_findings
from sitegen.errors import UsageError
from sitegen.publishing.live import Live, is_built
from sitegen.publishing.output import publish
from sitegen.publishing.serve import answer, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import ThreadingHTTPServer

ROOT = Path(__file__).parent.parent
SITE = {
    "index.html": b"home",
    "404.html": b"not here",
    "about.html": b"about",
    "models/index.html": b"models",
    "models/a/glm-4.6/index.html": b"glm",
    "models/a/glm-4.6/index.json": b"{}",
    "both.html": b"both page",
    "both/index.html": b"both folder",
    "bare/data.csv": b"a,b",
    "a b/\u00fc.html": b"umlaut",
    "Case/index.html": b"case",
}


class Reply:
    """What the server said: status, body, and headers by name."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.body, self.headers = response.status, response.read(), response.headers

    @property
    def said(self) -> tuple[int, bytes]:
        """Status and body."""
        return self.status, self.body


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """Publish a small site and return its folder."""
    publish(tmp_path / "dist", SITE.items())
    return tmp_path / "dist"


@contextmanager
def running(site: ThreadingHTTPServer) -> Iterator[Callable[..., Reply]]:
    """Run a server and give a function that asks it."""
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(path: str, method: str = "GET", **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", site.server_address[1], timeout=10)
        try:
            connection.request(method, path, headers=headers)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    try:
        yield ask
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


@pytest.fixture
def ask(dist: Path) -> Iterator[Callable[..., Reply]]:
    """Serve the small site from the root."""
    with running(server(dist, host="127.0.0.1", port=0)) as asking:
        yield asking


@pytest.fixture
def ask_below(dist: Path) -> Iterator[Callable[..., Reply]]:
    """Serve the small site from a sub-path."""
    with running(server(dist, host="127.0.0.1", port=0, base="/llm/")) as asking:
        yield asking


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/", b"home"),
        ("/index.html", b"home"),
        ("/about", b"about"),
        ("/about.html", b"about"),
        ("/models/", b"models"),
        ("/models/index.html", b"models"),
        ("/models/a/glm-4.6/", b"glm"),
        ("/models/a/glm-4.6/index", b"glm"),
        ("/models/a/glm-4.6/index.json", b"{}"),
        ("/both", b"both page"),
        ("/both/", b"both folder"),
        ("/bare/data.csv", b"a,b"),
        ("/a%20b/%C3%BC", b"umlaut"),
        ("/models/?q=a/b&x=%2e", b"models"),
        ("/%6dodels/", b"models"),
    ],
)
def test_page_is_found_where_pages_finds_it(ask: Callable[..., Reply], path: str, body: bytes) -> None:
    """A folder by its index, a page with and without its ending, whatever the query."""
    assert ask(path).said == (200, body)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/models", "/models/"),
        ("/models/a/glm-4.6", "/models/a/glm-4.6/"),
        ("/models?q=1&r=/", "/models/?q=1&r=/"),
        ("/a%20b", "/a%20b/"),
        ("/bare", "/bare/"),
    ],
)
def test_folder_without_slash_is_sent_on(ask: Callable[..., Reply], path: str, place: str) -> None:
    """A folder's name without a slash answers 301, with the query kept."""
    reply = ask(path)
    assert (reply.status, reply.headers["Location"]) == (301, place)
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/none/",
        "/models/a/none/at/any/depth/",
        "/about/",
        "/about.html/",
        "/bare/",
        "/models/a/",
        "/MODELS/",
        "/About",
        "/case/",
        "/index.HTML",
        "/models//",
        "/models/./",
        "/index.html/..",
    ],
)
def test_all_else_is_the_page_for_what_is_missing(ask: Callable[..., Reply], path: str) -> None:
    """No listing, no guess, no other case: the site's own 404.html with status 404, at any depth."""
    reply = ask(path)
    assert reply.said == (404, b"not here")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/About", "/about.HTML", "/MODELS/", "/models/A/", "/Models", "/case/"])
def test_case_is_told_without_the_help_of_the_disk(dist: Path, path: str) -> None:
    """Names are compared letter by letter, so that a disk that does not tell case gives no other answer."""
    assert answer(dist, path).status == 404


@pytest.mark.parametrize(
    ("path", "served"),
    [
        ("", True),
        ("models/", True),
        ("models/?q=1", True),
        ("about.html", True),
        ("models/a/glm-4.6/index.json", True),
        ("a%20b/%C3%BC.html", True),
        ("models", False),
        ("Models/", False),
        ("bare/", False),
        ("about/", False),
        ("a%2fnone", False),
    ],
)
def test_server_and_check_of_links_agree(dist: Path, path: str, *, served: bool) -> None:
    """A link that the check lets pass is one that the server answers with a page, and no other."""
    linking = SITE | {"x.html": f'<a href="/llm/{path}">'.encode()}
    found = [one for one in site_findings(linking, "https://example.org/llm/") if one.check == "links"]
    assert (answer(dist, f"/llm/{path}", "/llm/").status == 200, found == []) == (served, served)


def test_site_without_404_page_still_answers_404(ask: Callable[..., Reply], dist: Path) -> None:
    """Without a page of its own the answer is a line of text."""
    publish(dist, [("index.html", b"home")])
    reply = ask("/none")
    assert reply.status == 404
    assert b"Nothing is here" in reply.body
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/%2e%2e%2fsecret",
        "/models/../../secret",
        "/models/%2e%2e/%2e%2e/secret",
        "/..%5csecret",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/secret%00",
        "/index.html%00",
        "/link",
        "/link.txt",
        "/up/secret",
        "/up/secret/",
    ],
)
def test_no_address_leaves_the_folder(ask: Callable[..., Reply], dist: Path, path: str) -> None:
    """Neither dots, encoded or not, nor links lead to a file outside, and a link is not found at all."""
    (dist.parent / "secret").write_bytes(b"secret")
    (dist / "link").symlink_to(dist.parent / "secret")
    (dist / "link.txt").symlink_to(dist / "index.html")
    (dist / "up").symlink_to(dist.parent)
    assert ask(path).said == (404, b"not here")


def test_address_that_is_not_utf_8_is_a_bad_request(ask: Callable[..., Reply]) -> None:
    """Bytes that spell no text name no file."""
    assert ask("/%ff").status == 400


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("A.PNG", "image/png"),
        ("a.md", "text/markdown; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.xml", "application/xml"),
        ("a.svg", "image/svg+xml"),
        ("a.png", "image/png"),
        ("glm-4.6", "application/octet-stream"),
    ],
)
def test_type_is_that_of_pages(ask: Callable[..., Reply], dist: Path, name: str, kind: str) -> None:
    """The ending alone decides the type, and a name without a known one is a download."""
    publish(dist, [(name, b"{}")])
    assert ask(f"/{name}").headers["Content-Type"] == kind


def test_a_person_is_told_of_what_failed_alone(dist: Path) -> None:
    """A missing page is a line for standard error; a page and a redirect are none."""
    lines: list[tuple[str, bool]] = []

    def say(line: str, /, *, error: bool = False) -> None:
        lines.append((line, error))

    with running(server(dist, host="127.0.0.1", port=0, say=say)) as ask:
        for path in ("/", "/models", "/none?q=1"):
            ask(path)
    assert lines == [("404 GET /none?q=1", True)]


def test_nothing_is_kept_by_the_browser(ask: Callable[..., Reply]) -> None:
    """A page, a redirect and a missing page all say no-store."""
    assert {ask(path).headers["Cache-Control"] for path in ("/", "/models", "/none")} == {"no-store"}


@pytest.mark.parametrize("path", ["/", "/models", "/none", "/bare/data.csv"])
def test_head_is_get_without_the_body(ask: Callable[..., Reply], path: str) -> None:
    """HEAD gives the status and the headers of GET, the length too."""
    head, get = ask(path, "HEAD"), ask(path)
    assert (head.status, head.body) == (get.status, b"")
    for name in ("Content-Type", "Content-Length", "Location", "Cache-Control"):
        assert head.headers[name] == get.headers[name]
    assert int(get.headers["Content-Length"]) == len(get.body)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_not_allowed(ask: Callable[..., Reply], method: str) -> None:
    """A site of files takes nothing."""
    reply = ask("/", method)
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_sub_path_is_where_the_site_stands(ask_below: Callable[..., Reply]) -> None:
    """Under a sub-path its pages are found below it and nothing beside it."""
    assert ask_below("/llm/").said == (200, b"home")
    assert ask_below("/llm/models/").said == (200, b"models")
    assert ask_below("/llm/models").headers["Location"] == "/llm/models/"
    bare = ask_below("/llm?q=1")
    assert (bare.status, bare.headers["Location"]) == (301, "/llm/?q=1")
    start = ask_below("/")
    assert (start.status, start.headers["Location"]) == (302, "/llm/")
    for beside in ("/models/", "/llmx/", "/LLM/", "/llm/none"):
        assert ask_below(beside).said == (404, b"not here")


@pytest.mark.parametrize("base", ["llm", "/llm", "llm/", "/llm/"])
def test_sub_path_is_understood_with_or_without_slashes(dist: Path, base: str) -> None:
    """However the sub-path is written, the site stands below it."""
    with running(server(dist, host="127.0.0.1", port=0, base=base)) as ask:
        assert ask("/llm/").said == (200, b"home")


def test_build_is_seen_at_once(ask: Callable[..., Reply], dist: Path) -> None:
    """The folder is looked up by name for each request: a new build is served without a restart."""
    assert ask("/").body == b"home"
    publish(dist, [("index.html", b"new home"), ("404.html", b"new 404")])
    assert ask("/").body == b"new home"
    assert ask("/about").said == (404, b"new 404")


def test_folder_that_is_not_there_yet_is_served_when_it_comes(tmp_path: Path) -> None:
    """Without a folder nothing is found, and no request ends the server."""
    with running(server(tmp_path / "dist", host="127.0.0.1", port=0)) as ask:
        assert ask("/").status == 404
        publish(tmp_path / "dist", SITE.items())
        assert ask("/").said == (200, b"home")


def test_one_connection_carries_many_requests(dist: Path) -> None:
    """A browser keeps its connection."""
    site = server(dist, host="127.0.0.1", port=0)
    said = []
    with running(site):
        connection = http.client.HTTPConnection("127.0.0.1", site.server_address[1], timeout=10)
        for path in ("/", "/none", "/models", "/about"):
            connection.request("GET", path)
            response = connection.getresponse()
            said.append((response.status, response.read()))
            assert connection.sock is not None
        connection.close()
    assert said == [(200, b"home"), (404, b"not here"), (301, b""), (200, b"about")]


def test_browser_that_goes_away_leaves_no_traceback(dist: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A connection that is cut in the middle of an answer is no news."""
    publish(dist, [("index.html", bytes(5_000_000))])
    site = server(dist, host="127.0.0.1", port=0)
    with running(site) as ask:
        rude = socket.create_connection(("127.0.0.1", site.server_address[1]))
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # close with a reset
        rude.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        rude.recv(10)
        rude.close()
        assert ask("/").status == 200
    assert capfd.readouterr().err == ""


def test_port_in_use_is_a_clear_error(dist: Path) -> None:
    """A second server on the same port says so, and what to do."""
    site = server(dist, host="127.0.0.1", port=0)
    port = site.server_address[1]
    with pytest.raises(
        UsageError, match=rf"127\.0\.0\.1:{port}: address already in use; give another --port"
    ):
        server(dist, host="127.0.0.1", port=port)
    with pytest.raises(UsageError, match="give another --port"):
        server(dist, host="127.0.0.1", port=70_000)
    site.server_close()


@pytest.mark.parametrize(
    ("path", "built"),
    [
        ("dist", True),
        ("dist/a.html", True),
        (".dist.new-0a1b2c3d", True),
        (".dist.new-0a1b2c3d/a.html", True),
        (".dist.lock", True),
        ("distance/a.md", False),
        ("content/dist", False),
        (".distant", False),
        ("content", False),
    ],
)
def test_what_a_build_writes_is_no_reason_to_build(tmp_path: Path, path: str, *, built: bool) -> None:
    """The folder and the names beside it that a build uses are not sources, all others are."""
    assert is_built(str(tmp_path / path), tmp_path / "dist") is built


def test_an_address_that_is_too_long_is_refused(ask: Callable[..., Reply]) -> None:
    """A line of more than 65,536 bytes is answered 414 in a line of text, and the server goes on."""
    reply = ask("/" + "a" * 70_000)
    assert (reply.status, reply.headers["Content-Type"]) == (414, "text/plain; charset=utf-8")
    assert ask("/").said == (200, b"home")


@pytest.mark.parametrize(
    ("asked", "status", "body", "place"),
    [
        ("bytes=0-1", 206, b"ab", "bytes 0-1/6"),
        ("bytes=2-", 206, b"cdef", "bytes 2-5/6"),
        ("bytes=-2", 206, b"ef", "bytes 4-5/6"),
        ("bytes=-99", 206, b"abcdef", "bytes 0-5/6"),
        ("bytes=4-99", 206, b"ef", "bytes 4-5/6"),
        ("bytes=6-", 416, b"", "bytes */6"),
        ("bytes=3-2", 416, b"", "bytes */6"),
        ("bytes=0-1,3-4", 200, b"abcdef", None),
        ("bytes=-", 200, b"abcdef", None),
        ("lines=0-1", 200, b"abcdef", None),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(
    ask: Callable[..., Reply], dist: Path, asked: str, status: int, body: bytes, place: str | None
) -> None:
    """One range of bytes is answered with just these; what is not understood with the whole file."""
    publish(dist, [("a.csv", b"abcdef")])
    reply = ask("/a.csv", Range=asked)
    assert (*reply.said, reply.headers["Content-Range"]) == (status, body, place)
    assert ask("/a.csv", "HEAD", Range=asked).headers["Content-Length"] == "6"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("models.localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("192.168.0.7", 200),
        (socket.gethostname(), 200),
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
    ],
)
def test_a_foreign_name_is_refused(ask: Callable[..., Reply], host: str, status: int) -> None:
    """A page elsewhere whose name is made to lead here reads nothing through its visitor's browser."""
    assert ask("/", Host=host).status == status


def test_pages_follow_the_builds(dist: Path) -> None:
    """Pages alone get a script, before their policy, that asks for news; a plain server adds none."""
    page = b'<!doctype html><html><head><meta http-equiv="Content-Security-Policy"></head>'
    publish(dist, [("index.html", page), ("a.json", b"<head>")])
    site = server(dist, host="127.0.0.1", port=0)
    with running(site) as ask:
        assert ask("/").body == page
        assert ask("/.sitegen/live.js").status == 404
        site.news = live = Live()
        script = f'<head><script src="/.sitegen/live.js?{live.number}" defer></script>'.encode()
        assert ask("/").body == page.replace(b"<head>", script)
        assert ask("/a.json").body == b"<head>"
        assert ask("/none").body.startswith(b"<!doctype html><html><head><script src=")
        assert b"follow();" in ask("/.sitegen/live.js").body
        assert ask("/.sitegen/live?0").body == f'{{"number": "{live.number}", "fault": ""}}'.encode()
        assert ask("/.sitegen/other").status == 404
        assert int(ask("/", "HEAD").headers["Content-Length"]) == len(ask("/").body)
