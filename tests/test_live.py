"""The preview goes on: what changes is built again, and what fails is said and ends nothing."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitegen.publishing.live import Live

ROOT = Path(__file__).parent.parent

SERVING = """
import sys
from pathlib import Path
from sitegen.errors import ContentError
from sitegen.cli.terminal import say
from sitegen.publishing.output import publish
from sitegen.publishing.live import serve
from sitegen.publishing.serve import server

root = Path(sys.argv[1])
dist, content = root / "dist", root / "content"

def rebuild():
    text = b"".join(path.read_bytes() for path in sorted(content.glob("*.md")))
    text += (root / "templates/more.html").read_bytes() if (root / "templates").is_dir() else b""
    if text == b"bad":
        raise ContentError("content/home.md", "it is bad", "make it good")
    publish(dist, [("index.html", text)])
    return f"built {text.decode()}"

if sys.argv[2] == "still":
    sys.modules["watchfiles"] = None
serve(server(dist, host="127.0.0.1", port=0, say=say), root=root, rebuild=rebuild)
print("ended", flush=True)
"""


@pytest.fixture
def process(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """Run ``serve`` as a person does, in a process of its own."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "home.md").write_bytes(b"one")
    command = [sys.executable, "-c", SERVING, str(tmp_path), request.param]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as started:
        # A test that waits for what is never said fails then, and does not stand still.
        enough = threading.Timer(120, started.kill)
        enough.start()
        yield started
        enough.cancel()
        started.kill()


def lines(process: subprocess.Popen[str], *, error: bool = False) -> Iterator[str]:
    """Yield what the process prints, line by line, as it comes."""
    stream = process.stderr if error else process.stdout
    assert stream is not None
    yield from (line.rstrip("\n") for line in iter(stream.readline, ""))


@contextmanager
def saved_again_and_again(file: Path, text: bytes) -> Iterator[None]:
    """Write a file every 0.2 seconds: the first time may be before the process watches."""
    enough, draft = threading.Event(), file.parent.parent / "draft"

    def save() -> None:
        while not enough.wait(0.2):
            draft.write_bytes(text)
            draft.replace(file)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def page(address: str) -> bytes:
    """Return the first page at an address such as ``http://127.0.0.1:1234/``."""
    connection = http.client.HTTPConnection(address.split("/")[2], timeout=10)
    connection.request("GET", "/")
    body = connection.getresponse().read()
    connection.close()
    return body


@pytest.mark.parametrize("process", ["watch"], indirect=True)
def test_change_builds_again_and_a_failing_build_leaves_the_old_site(
    process: subprocess.Popen[str], tmp_path: Path
) -> None:
    """A changed file is built and served, a bad one prints its error alone, Ctrl-C ends well."""
    home = tmp_path / "content" / "home.md"
    address = next(lines(process)).split()[-3]
    assert page(address) == b"one"
    with saved_again_and_again(home, b"two"):
        assert "built two" in lines(process)
    assert page(address) == b"two"
    with saved_again_and_again(home, b"bad"):
        assert "sitegen: content/home.md: it is bad; make it good" in lines(process, error=True)
    assert page(address) == b"two"
    with saved_again_and_again(home, b"three"):
        assert "built three" in lines(process)
    assert page(address) == b"three"
    process.send_signal(signal.SIGINT)
    assert "ended" in lines(process)
    assert process.wait(timeout=20) == 0


@pytest.mark.parametrize("process", ["watch"], indirect=True)
def test_folders_that_are_made_later_count(process: subprocess.Popen[str], tmp_path: Path) -> None:
    """A folder that was not there at the start, and one that another took the place of, are followed."""
    address = next(lines(process)).split()[-3]
    (tmp_path / "new").mkdir()
    (tmp_path / "new/more.html").write_bytes(b" more")
    (tmp_path / "new").rename(tmp_path / "templates")
    assert "built one more" in lines(process)
    (tmp_path / "content").rename(tmp_path / "old")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/home.md").write_bytes(b"two")
    assert "built two more" in lines(process)
    with saved_again_and_again(tmp_path / "content/home.md", b"three"):
        assert "built three more" in lines(process)
    assert page(address) == b"three more"


@pytest.mark.parametrize("process", ["still"], indirect=True)
def test_nothing_to_watch_is_only_served(process: subprocess.Popen[str]) -> None:
    """Without the package that watches, a line says what to install, and the site is served until Ctrl-C."""
    address = next(lines(process)).split()[-3]
    said = next(lines(process, error=True))
    assert "watchfiles is not installed; install it with pip install watchfiles" in said
    assert page(address) == b"one"
    process.send_signal(signal.SIGINT)
    assert "ended" in lines(process)
    assert process.wait(timeout=20) == 0


def test_news_come_when_there_are_some() -> None:
    """Who has another number is answered at once, who has the last one when a build has ended."""
    live = Live()
    assert live.after("") == {"number": live.number, "fault": ""}
    before = live.number
    threading.Timer(0.05, live.tell, ["it failed"]).start()
    assert live.after(before) == {"number": live.number, "fault": "it failed"}
    assert live.number != before
