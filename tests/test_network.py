"""The way to a host and what is said of it: dead hosts, proxies, waits, a server's own words, the key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from click.testing import CliRunner

from sitegen.cli.main import main
from sitegen.fetching import connection
from sitegen.fetching.answers import explanation, quoted
from sitegen.fetching.fetch import Request, fetch
from sitegen.fetching.keys import quotes_key, without_key
from sitegen.fetching.limits import Limits
from sitegen.fetching.proxies import is_outside
from sitegen.records import Json
from sitegen.records.snapshot import Outcome
from tests.loopback import Loopback, Reply, json_reply, serving
from tests.test_fetch import DAY, KEY, QUICK, board, catalogue, error_of, outcome, state
from tests.worlds import row

ROOT = Path(__file__).parents[1]
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # nothing here is encrypted


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving() as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


Handler = Callable[[httpx.Request], httpx.Response]


def fetched(
    data: Path,
    handler: Handler | None,
    settings: dict[str, Any],
    *,
    limits: Limits = QUICK,
    **asked: Any,  # noqa: ANN401 - environment and notice of a fetch
) -> list[Outcome]:
    """Fetch the sources of ``settings`` through a handler of requests, or over the network."""
    request = Request(sources=tuple(settings), on=DAY)
    client = (lambda: httpx.Client(transport=httpx.MockTransport(handler))) if handler else None
    asked = {"environment": {}} | asked
    return fetch(data, settings, request, client=client, limits=limits, **asked)


ARENA = {
    "arena": {
        "address": "https://boards.example/filter",
        "boards": {name: ["overall"] for name in ("text", "vision", "webdev")},
    }
}


def response(value: Json) -> httpx.Response:
    """Return a response whose body comes in pieces, as one from a network does."""
    return httpx.Response(200, stream=httpx.ByteStream(json.dumps(value).encode()))


def no_connection(request: httpx.Request) -> httpx.Response:
    """Find nobody at any address."""
    raise httpx.ConnectError("[Errno -2] Name or service not known", request=request)


def test_a_dead_host_is_asked_once(data: Path) -> None:
    """A host that cannot be reached is asked once in a run, not so many times for each of its boards."""
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return no_connection(request)

    found = fetched(data, handler, ARENA)
    assert [one.status for one in found] == ["failed"] * 3
    assert all("boards.example cannot be reached ([Errno -2]" in str(one.error) for one in found)
    assert asked == ["boards.example"]


def test_a_dead_host_stops_the_records_of_a_feed_at_once(data: Path) -> None:
    """Of hundreds of models, each with an address of its own, only those on their way are asked."""
    names = [f"acme/m-{number}" for number in range(300)]
    answer: Json = {"data": [row(id=name, canonical_slug=name) for name in names]}
    own = {"address": "https://models.example/models"}
    fetched(data, lambda _: response(answer), {"openrouter": own})
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return no_connection(request)

    (found,) = fetched(data, handler, {"providers": own}, limits=Limits(pause=0.001, first_wait=0.001))
    assert found.status == "failed"
    assert "models.example cannot be reached" in str(found.error)
    assert 1 <= len(asked) <= 4


def test_a_host_that_has_answered_is_no_dead_one(data: Path) -> None:
    """Where a connection fails for once, the same is asked again."""
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["config"])
        return no_connection(request) if len(asked) == 2 else response(board(20))

    assert [one.status for one in fetched(data, handler, ARENA)] == ["changed"] * 3
    assert asked == ["text", "vision", "vision", "webdev"]


# Waiting


def test_who_waits_is_told_of_another_attempt(data: Path, server: Loopback) -> None:
    """A line names the feed, what happened and when it is asked again."""
    server.routes["/models"] = [
        Reply(503),
        Reply(429, headers={"Retry-After": "1"}),
        json_reply(catalogue()),
    ]
    lines: list[str] = []
    (found,) = fetched(
        data, None, {"openrouter": {"address": server.address("/models")}}, notice=lines.append
    )
    assert found.status == "changed"
    assert lines == [
        "openrouter/models: 127.0.0.1 answered 503 Service Unavailable; asking again",
        "openrouter/models: 127.0.0.1 answered 429 Too Many Requests; asking again in 1 s, as it asks",
    ]


def test_who_waits_for_a_silent_host_is_told_its_name(
    data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some seconds without an answer a line says who is waited for; a host that answers brings none."""
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    server.routes["/models"] = Reply(hangs=True)
    lines: list[str] = []
    own = {"openrouter": {"address": server.address("/models")}}
    fetched(data, None, own, notice=lines.append, limits=Limits(read_timeout=0.5, attempts=1))
    assert lines == ["openrouter/models: still waiting for 127.0.0.1, for 90 s at most"]
    server.routes["/models"] = json_reply(catalogue())
    fetched(data, None, own, notice=lines.append)
    assert len(lines) == 1


@pytest.mark.parametrize(("options", "said"), [([], 1), (["-q"], 0)])
def test_the_command_says_who_is_waited_for(
    tmp_path: Path, server: Loopback, options: list[str], said: int
) -> None:
    """It stands on standard error, and a quiet run leaves it out."""
    server.routes["/models"] = [Reply(503), json_reply(catalogue())]
    settings = f'[sources.openrouter]\naddress = "{server.address("/models")}"\nfirst_wait = 0.001\n'
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.toml").write_text(settings)
    done = CliRunner().invoke(main, ["--root", str(tmp_path), "fetch", *options, "openrouter"])
    assert done.exit_code == 0
    assert done.stderr.count("answered 503 Service Unavailable; asking again\n") == said


# Proxies


@pytest.mark.parametrize(
    ("listed", "address", "outside"),
    [
        ("", "http://[::1]/", False),
        ("*", "http://models.example/", True),
        ("::1", "http://[::1]:8080/", True),
        ("[::1]", "http://[::1]:8080/", True),
        ("[::1]:8080", "http://[::1]:8080/", True),
        ("[::1]:8080", "http://[::1]/", False),
        ("0:0:0:0:0:0:0:1", "http://[::1]/", True),
        ("fd00::/8", "http://[fd12::7]/", True),
        ("[fd00::]/8", "http://[fd12::7]/", True),
        ("fd00::/8", "http://[fe80::7]/", False),
        ("10.0.0.0/8", "http://10.1.2.3/", True),
        ("10.0.0.0/8", "http://11.1.2.3/", False),
        ("10.1.2.3", "http://10.1.2.3/", True),
        ("127.0.0.1, models.example", "https://models.example/", True),
        ("127.0.0.1 models.example", "https://models.example/", True),
        ("models.example:443", "https://models.example/", True),
        ("models.example:80", "https://models.example/", False),
        (".example", "https://models.example/", True),
        ("*.example", "https://models.example/", True),
        ("MODELS.example", "https://models.example/", True),
        ("https://models.example", "https://models.example/", True),
        ("odels.example", "https://models.example/", False),
        ("::/:::[", "http://[::1]/", False),
        ("10.0.0.0/99", "http://10.0.0.0/", False),
    ],
)
def test_no_proxy_names_hosts_as_other_programs_read_it(listed: str, address: str, outside: bool) -> None:  # noqa: FBT001
    """IPv6 with and without brackets, ranges, ports and names; what makes no sense is no entry."""
    assert is_outside(listed, httpx.URL(address)) is outside


def test_a_host_of_no_proxy_is_asked_itself(
    data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a dead proxy for all addresses, one that the list names is read."""
    with serving() as gone:
        monkeypatch.setenv("ALL_PROXY", gone.address(""))
    monkeypatch.setenv("NO_PROXY", "[::1],127.0.0.0/8")
    server.routes["/models"] = json_reply(catalogue())
    assert outcome(data, server).status == "changed"


def test_a_dead_proxy_is_named_as_one(data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody listens at the proxy's address, the error names the proxy, without its password."""
    with serving() as gone:
        monkeypatch.setenv("HTTP_PROXY", f"http://me:hunter2@127.0.0.1:{gone.port}")
    error = error_of(data, server, json_reply(catalogue()))
    proxy = f"http://hidden@127.0.0.1:{gone.port}"
    assert f"127.0.0.1 was not asked: there is no way through the proxy {proxy} (" in error
    assert "check HTTP_PROXY, HTTPS_PROXY" in error
    assert "hunter2" not in error
    assert server.asked == []


def test_a_proxy_that_refuses_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that opens no tunnel is quoted with its reason."""
    with serving() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
        (found,) = fetched(data, None, {"openrouter": {"address": "https://models.example/models"}})
    assert (
        f"models.example was not asked: there is no way through the proxy http://127.0.0.1:{proxy.port} (501"
        in str(found.error)
    )


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (Reply(407), "answered 407 Proxy Authentication Required"),
        (Reply(raw=(b"",)), "cut the answer off, or does not speak HTTP (Server disconnected "),
        (Reply(raw=(b"HTTP/1.1 200 OK\r\n",), hangs=True), "sent nothing for 0.2 s"),
        (
            Reply(raw=(b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 99), pause=0.1),
            "did not finish its answer in 1 s",
        ),
    ],
)
def test_a_fault_behind_a_proxy_names_it(
    data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch, reply: Reply, fault: str
) -> None:
    """A proxy that wants a password, hangs up, says nothing or trickles is named beside the host."""
    monkeypatch.setenv("HTTP_PROXY", server.address(""))
    server.routes["http://models.example/models"] = reply
    limits = replace(QUICK, attempts=1, read_timeout=0.2, deadline=1)
    (found,) = fetched(data, None, {"openrouter": {"address": "http://models.example/models"}}, limits=limits)
    error = str(found.error)
    assert f"models.example {fault}" in error
    assert f", through the proxy {server.address('')}; the snapshot on file stays; check HTTP_PROXY" in error


def test_a_proxy_is_used(data: Path, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment names is asked for the address of another host."""
    monkeypatch.setenv("HTTP_PROXY", server.address(""))
    server.routes["http://models.example/models"] = json_reply(catalogue())
    (found,) = fetched(data, None, {"openrouter": {"address": "http://models.example/models"}})
    assert found.status == "changed"


# From http to https


def test_the_same_host_by_https_is_no_other_host(data: Path) -> None:
    """A redirect from http to https is followed, and the key goes out once nobody can read it on the way."""
    keys = {}

    def handler(request: httpx.Request) -> httpx.Response:
        keys[request.url.scheme] = request.headers.get("Authorization")
        if request.url.scheme == "http":
            return httpx.Response(301, headers={"Location": "https://models.example/models"})
        return response(catalogue())

    own = {"openrouter": {"address": "http://models.example/models"}}
    (found,) = fetched(data, handler, own, environment=KEY)
    assert found.status == "changed"
    assert keys == {"http": None, "https": "Bearer sk-or-secret"}


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("https://models.example/", "http://models.example/x"),
        ("http://models.example/", "https://models.example:8443/x"),
        ("http://models.example:8080/", "https://models.example/x"),
        ("http://models.example/", "https://www.models.example/x"),
    ],
)
def test_a_redirect_elsewhere_or_back_to_http_is_refused(data: Path, here: str, there: str) -> None:
    """The way back to an open line, another port and another name are other hosts."""
    asked = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": there})

    (found,) = fetched(data, handler, {"openrouter": {"address": here}})
    assert "redirects to another host" in str(found.error)
    assert asked == [here]


@pytest.mark.parametrize("there", ["file:///etc/passwd", "ftp://models.example/models"])
def test_a_redirect_to_no_http_address_is_refused(data: Path, there: str) -> None:
    """Nobody is told to trust a file of this machine as a host."""

    def handler(_: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": there})

    (found,) = fetched(data, handler, {"openrouter": {"address": "http://models.example/"}})
    assert "models.example redirects to no http address; the snapshot on file stays; look" in str(found.error)


# What a server says of its refusal


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error": "no such board"}', ' ("no such board")'),
        ('{"error": {"code": 402, "message": "no credits"}}', ' ("no credits")'),
        ('{"errors": [{"message": "first"}, {"message": "second"}]}', ' ("first")'),
        ('{"message": "API rate limit exceeded"}', ' ("API rate limit exceeded")'),
        ('{"type": "about:blank", "title": "Gone", "detail": "moved\\nin May"}', ' ("moved in May")'),
        ('{"detail": [{"loc": ["query"], "message": "wrong"}]}', ' ("wrong")'),
        ("upstream connect error\n", ' ("upstream connect error")'),
        ("<html><head><title>x | 522: timed out</title>", ' ("x | 522: timed out")'),
        ("<html><body>no title", ""),
        ('{"code": 7}', ""),
        ('{"error": {}}', ""),
        ('{"error": 7}', ""),
        ("[]", ""),
        ("", ""),
        ("::error::x\x1b[2J", ' ("\\::error::x\\x1b[2J")'),
        ("x" * 1000, f' ("{"x" * 199}…")'),
    ],
)
def test_a_refusal_is_quoted_in_one_safe_line(body: str, words: str) -> None:
    """The usual shapes of an error are known; the words are cut, and nothing in them acts."""
    assert quoted(explanation(body.encode())) == words


# The key, however an answer spells it

SECRET = "sk-or-v1/AbC+9f=="  # noqa: S105 - made up
SPELLED = {
    "as it is": SECRET,
    "in capitals": SECRET.upper(),
    "in small letters": SECRET.lower(),
    "for a URL": quote(SECRET, safe=""),
    "for a URL, twice": quote(quote(SECRET, safe=""), safe=""),
    "each letter for a URL": "".join(f"%{ord(char):02x}" for char in SECRET),
    "for JSON": SECRET.replace("/", "\\/"),
    "each letter for JSON": "".join(f"\\u{ord(char):04X}" for char in SECRET),
    "in JSON within JSON": json.dumps(json.dumps(SECRET.replace("/", "\\/"))),
    "for HTML": SECRET.replace("/", "&#x2F;").replace("+", "&#43;").replace("=", "&#061;"),
    "for HTML, twice": SECRET.replace("/", "&amp;#x2f;"),
}


@pytest.mark.parametrize("spelling", SPELLED.values(), ids=SPELLED)
def test_no_spelling_of_the_key_is_written(data: Path, server: Loopback, spelling: str) -> None:
    """An answer that holds the key is refused, and neither error nor receipt holds it."""
    assert quotes_key(f"x{spelling}y".encode(), SECRET)
    assert without_key(f"({spelling})", SECRET).strip('"\\') in ("([key])", '("\\"[key]\\"")')
    for reply in (
        Reply(body=json.dumps(catalogue(name="NAME")).replace("NAME", spelling).encode()),
        Reply(401, f'{{"error": "no user has {spelling}"}}'.encode()),
        Reply(403, f"no user has {spelling}".encode()),
    ):
        error = error_of(data, server, reply, environment={"OPENROUTER_API_KEY": SECRET})
        assert not quotes_key(error.encode(), SECRET)
    server.routes["/models"] = json_reply(catalogue(), ETag=f'"{spelling}"'.replace('"', ""))
    assert outcome(data, server, environment={"OPENROUTER_API_KEY": SECRET}).status == "changed"
    assert not any(quotes_key(content, SECRET) for content, _ in state(data).values())


def test_a_text_that_is_no_key_is_left_alone() -> None:
    """Another text, a part of the key and a word that is too short to be a key stay."""
    assert without_key("sk-or-v1 is the start", SECRET) == "sk-or-v1 is the start"
    assert not quotes_key(SECRET[1:].encode(), SECRET)
    assert not quotes_key(b"a secret", "secret")


@pytest.mark.parametrize("run", ["\\", "%25", "&amp;", "%", "&#0", "s"])
def test_a_long_run_of_escapes_is_read_in_time(run: str) -> None:
    """Ten times the text takes about ten times the time, not a hundred times."""
    assert not quotes_key((run * (2_000_000 // len(run))).encode(), SECRET)


# Without the network, and on any console

IMPORTED = """
import sys
for name in ("httpx", "httpcore", "stamina", "tenacity"):
    sys.modules[name] = None  # an import of it raises ModuleNotFoundError
sys.argv[0] = "sitegen"
from sitegen.cli.main import main
main(standalone_mode=False)
"""


@pytest.mark.parametrize(
    ("origin", "code", "said"), [("file", 0, "changed, 20 rows"), ("url", 2, "pip install httpx")]
)
def test_a_file_is_fetched_without_a_library_of_the_network(
    tmp_path: Path, origin: str, code: int, said: str
) -> None:
    """Where httpx and stamina are not there, a file is read; an address says what to install."""
    answer = tmp_path / "models.json"
    answer.write_text(json.dumps(catalogue()))
    place = str(answer) if origin == "file" else "https://models.example/"
    words = ("--root", str(tmp_path), "fetch", "--from", place, "--on", str(DAY), "openrouter")
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize(
    "console",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp437"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_output_is_utf_8_on_any_console(tmp_path: Path, console: dict[str, str]) -> None:
    """Arrows, quotes and names from outside come as they are, whatever the code page is called."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONUTF8"} | console

    def told(*words: str) -> subprocess.CompletedProcess[bytes]:
        line = [sys.executable, "-m", "sitegen", "--root", str(tmp_path), *words]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, check=False)

    def fetch(name: str, day: str) -> list[str]:
        (tmp_path / "models.json").write_text(json.dumps(catalogue(name=name)), encoding="utf-8")
        return ["fetch", "--from", str(tmp_path / "models.json"), "--on", day, "openrouter"]

    first = CliRunner().invoke(main, ["--root", str(tmp_path), *fetch("Before", "2026-03-01")])
    assert first.exit_code == 0, first.output
    shutil.copytree(tmp_path / "data", tmp_path / "old")
    assert told(*fetch("Ünïcode – 模型", "2026-03-02")).returncode == 0
    done = told("diff", str(tmp_path / "old"), str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert "Before → Ünïcode – 模型" in done.stdout.decode("utf-8")
