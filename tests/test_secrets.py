"""Secrets: a key of the environment or of an address reaches no message, no file and no page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sitegen.cli.main import main
from sitegen.fetching.keys import without_key
from tests.loopback import Loopback, Reply, json_reply, serving
from tests.worlds import row

KEY = "sk-or-v1-Zq7Recognisable0Key"
OTHER = "wJalrXUtnFEMI+Recognisable1Key"


def catalogue(description: str) -> dict[str, Any]:
    """Return an answer of three records with a text."""
    ids = [f"acme/m-{n}" for n in range(3)]
    return {"data": [row(id=key, canonical_slug=key, description=description) for key in ids]}


CATALOGUE = catalogue("Whole.")
USAGE = {
    "data": [{"date": "2026-02-28", "model_permaslug": "acme/m-0", "total_tokens": "100"}],
    "meta": {"as_of": "2026-03-01T00:00:00Z"},
}


class Place:
    """A folder whose sources stand on a server, secrets in the environment, and all that was said."""

    def __init__(self, root: Path, server: Loopback) -> None:
        self.root, self.server = root, server
        self.said = b""
        (root / "content").mkdir()
        tables = {"openrouter": "/models", "usage": "/usage"}
        text = "".join(
            f'[sources.{name}]\naddress = "{server.address(path)}"\nattempts = 2\nfirst_wait = 0.001\n'
            "read_timeout = 1\ndeadline = 60\n"
            for name, path in tables.items()
        )
        (root / "content/site.toml").write_text(text)

    def run(self, *words: str, code: int) -> str:
        """Run a command, and return what it said."""
        environment = {"OPENROUTER_API_KEY": KEY, "AWS_SECRET_ACCESS_KEY": OTHER, "NO_PROXY": "127.0.0.1"}
        done = CliRunner(env=environment).invoke(main, ["--root", str(self.root), *words])
        assert not done.exception or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == code, done.output
        self.said += done.output_bytes
        return done.output

    def fetch(self, *words: str, code: int) -> str:
        """Fetch on a day."""
        return self.run("fetch", *words, "--on", "2026-03-01", code=code)

    def holds(self, secret: str) -> list[str]:
        """Return where a secret stands, in any case: files below the root, or "said"."""
        wanted = secret.lower().encode()
        found = [
            str(path)
            for path in self.root.rglob("*")
            if path.is_file() and wanted in path.read_bytes().lower()
        ]
        return [*found, *(["said"] if wanted in self.said.lower() else [])]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return a place whose server answers well."""
    with serving({"/models": json_reply(CATALOGUE), "/usage": json_reply(USAGE)}) as server:
        yield Place(tmp_path, server)


def everything(place: Place) -> None:
    """Run every command that prints or writes what a fetch left."""
    place.run("build", "--out", str(place.root / "dist"), code=0)
    for words in (
        ("check", "data"),
        ("match",),
        ("match", "--format", "json"),
        ("diff", str(place.root / "data")),
    ):
        place.run(*words, code=0)
    place.run("check", "site", "--out", str(place.root / "dist"), "--format", "json", code=0)


def test_a_key_that_works_is_sent_and_kept_nowhere(place: Place) -> None:
    """Both sources get the key; data, site and output of every command are free of it."""
    place.fetch("openrouter", "usage", code=0)
    place.fetch("openrouter", "usage", "--format", "json", code=0)
    everything(place)
    assert {asked.headers["Authorization"] for asked in place.server.asked} == {f"Bearer {KEY}"}
    assert place.holds(KEY) == place.holds(OTHER) == []


def echoing(status: int, **headers: str) -> Reply:
    """Return a reply that quotes the key in headers and body, there across the cut of long texts."""
    said = {"error": {"message": "x" * 190 + KEY, "key": KEY, "metadata": f"Bearer {KEY}"}}
    return Reply(status, json.dumps(said).encode(), {"X-Key": KEY, "Set-Cookie": f"k={KEY}", **headers})


def refused(place: Place, reply: Reply) -> None:
    """Fetch once well, and once where both sources answer with a reply that is refused."""
    place.fetch("openrouter", code=0)
    place.server.routes |= {"/models": reply, "/usage": reply}
    place.fetch("openrouter", "usage", code=1)
    assert (place.root / "data/.local/failures.json").is_file()


REPLIES = [
    echoing(401, **{"WWW-Authenticate": f'Bearer realm="{KEY}"'}),
    echoing(429, **{"Retry-After": KEY}),
    echoing(503, **{"Retry-After": "9999"}),
    json_reply(catalogue("Moved."), ETag=f'"{KEY}"', Last_Modified=KEY),
    echoing(200, **{"Content-Encoding": KEY}),
    echoing(302, Location=f"https://{KEY}.example/{KEY}"),
    echoing(302, Location=f"http://me:{KEY}@127.0.0.1/"),
    echoing(302, Location=f"http://127.0.0.1:{KEY}/"),
    echoing(302, Location=f"{KEY}://127.0.0.1/"),
    Reply(raw=(f"HTTP/1.1 401 {KEY} {'y' * 60}{KEY}\r\nContent-Length: 0\r\n\r\n".encode(),)),
    Reply(raw=(f"{KEY}\r\n\r\n".encode(),)),
    Reply(raw=(f"HTTP/1.1 200 OK\r\nContent-Length: {KEY}\r\n\r\n".encode(),)),
    Reply(body=KEY.encode()),
    Reply(body=f"<p>{KEY}".encode()),
    json_reply(catalogue(f"made for {KEY}")),
    json_reply({"data": [row(pricing={"prompt": KEY})]}),
    Reply(hangs=True),
]


def named(reply: Reply) -> str:
    """Return what a reply is called among the cases of a test."""
    return f"{reply.status} {sorted(reply.headers)[:1]} {reply.body[:9]!r} {reply.raw[:1]!r:.20}"


@pytest.mark.parametrize("reply", REPLIES, ids=named)
def test_a_server_that_quotes_the_key_is_not_quoted(place: Place, reply: Reply) -> None:
    """A refusal says why without the key or a half of it, on terminal and pages and in the note.

    ``make soak`` asks every command.
    """
    refused(place, reply)
    place.run("build", "--no-images", "--out", str(place.root / "dist"), code=0)
    place.run("check", "data", code=0)
    assert place.holds(KEY[:10]) == place.holds(OTHER) == []


@pytest.mark.parametrize("good", [True, False])
def test_a_secret_of_an_address_stays_there(place: Place, good: bool) -> None:  # noqa: FBT001 - a case of the test
    """The server gets the whole address; receipt, messages and pages have it without the secret."""
    address = place.server.address(f"/copy?X-Amz-Signature={OTHER}&part=7&api_key={OTHER}")
    place.server.routes["/copy"] = json_reply(catalogue("Moved.")) if good else Reply(403)
    place.fetch("openrouter", code=0)
    place.fetch("openrouter", "--from", address, code=0 if good else 1)
    everything(place)
    assert f"api_key={OTHER}" in place.server.asked[-1].path
    assert place.holds(OTHER) == []


def test_a_secret_of_an_address_does_not_hinder_conditions(place: Place) -> None:
    """The same address with another secret is asked under the condition that its receipt holds."""
    place.server.routes["/copy"] = [json_reply(CATALOGUE, ETag='"1"'), Reply(304)]
    for secret in ("one", "two"):
        place.fetch("openrouter", "--from", place.server.address(f"/copy?token={secret}"), code=0)
    assert place.server.asked[-1].headers["If-None-Match"] == '"1"'
    assert "token=hidden" in (place.root / "data/receipts.json").read_text()


@pytest.mark.parametrize(
    "address",
    [
        f"http://me:{OTHER}@127.0.0.1/",
        f"http://me:{OTHER}@127.0.0.1:x/",
        f"http://127.0.0.1:x/?token={OTHER}",
        f"ftp://me:{OTHER}@127.0.0.1/x",
        f"s3://bucket/x?secret={OTHER}",
    ],
)
def test_an_address_that_is_refused_is_told_without_its_secret(place: Place, address: str) -> None:
    """What is no address is named in the message, but for a password or a secret in it."""
    place.fetch("openrouter", "--from", address, code=2 if "http" not in address else 1)
    assert place.holds(OTHER) == []


def test_a_key_is_taken_out_in_any_case() -> None:
    """A host that is the key is lower-cased on its way; without a key nothing is taken out."""
    told: list[Any] = [without_key("no SK-1.x here", "sk-1.X"), without_key("abc", "")]
    assert told == ["no [key] here", "abc"]
