"""Answers that never end, or unzip to gigabytes: each is left in time, and the memory stays bounded."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loopback import Reply, serving
from tests.soak.conftest import Counted
from tests.test_crashes import ROOT

MOST_MEGABYTES = 300
# Of its own memory: what getrusage says begins with the peak of the process that started it, which may be a
# gigabyte after other tests (https://man7.org/linux/man-pages/man5/proc_pid_status.5.html).
FETCH = """
import resource, sys
from pathlib import Path
from sitegen.cli.main import main
try:
    main(sys.argv[1:])
finally:
    status = Path("/proc/self/status")
    peak = status.read_text().partition("VmHWM:")[2].split()[0] if status.exists() else None
    print(peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
PIECE = b"[" + b"1," * (1 << 19)
HEAD = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(10_000_000))
"""A member of a gzip file: 10 KB that become 10 MB."""


def piecewise(head: bytes, piece: bytes, count: int) -> Reply:
    """Return a reply that sends one piece again and again."""
    return Reply(raw=(head, *[piece] * count))


def zipped(body: bytes, coding: str = "gzip") -> Reply:
    """Return a reply with a body that is said to be zipped."""
    return Reply(body=body, headers={"Content-Encoding": coding})


BODIES = {
    "200 MB": piecewise(HEAD + b"Content-Length: %d\r\n\r\n" % (200 * len(PIECE)), PIECE, 200),
    "200 MB without a length": piecewise(HEAD + b"\r\n", PIECE, 200),
    "200 MB in one chunk": piecewise(HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n", PIECE, 200),
    "200 MB of a chunk's size": piecewise(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * len(PIECE), 200
    ),
    "200 MB of chunks of a byte": piecewise(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n[\r\n" * 100_000, 350
    ),
    "200 MB of a header": piecewise(HEAD + b"X: ", PIECE, 200),
    "200 MB of headers": piecewise(HEAD, b"X: y\r\n" * 100_000, 350),
    "200 MB of answers that are none": piecewise(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 40_000, 200),
    "200 MB of a refusal": piecewise(b"HTTP/1.1 401 No\r\n\r\n", PIECE, 200),
    "10 MB that unzip to 10 GB": zipped(BOMB * 1000),
    "a refusal that unzips to 10 GB": Reply(403, BOMB * 1000, {"Content-Encoding": "gzip"}),
    "10 GB zipped twice": zipped(gzip.compress(BOMB * 1000)),
    "10 GB zipped twice, and said so": zipped(gzip.compress(BOMB * 1000), "gzip, gzip"),
    "a coding that nobody asked for": zipped(BOMB, "br"),
    "50 MB of brackets": Reply(body=b"[" * 50_000_000),
    "50 MB of a number": Reply(body=b"1" * 50_000_000),
    "50 MB of a text": Reply(body=b'"' + b"\\" * 50_000_000),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_measure_is_left(name: str, tmp_path: Path, counted: Counted) -> None:
    """A fetch of its own process ends with one error and writes no data, in at most 300 MB.

    Where it takes long, a line before says who is waited for.
    """
    (tmp_path / "content").mkdir()
    with serving({"/models": BODIES[name]}) as server:
        (tmp_path / "content/site.toml").write_text(
            f'[sources.openrouter]\naddress = "{server.address("/models")}"\nattempts = 1\ndeadline = 60\n'
        )
        done = subprocess.run(
            [sys.executable, "-c", FETCH, "--root", str(tmp_path), "fetch", "openrouter"],
            cwd=ROOT,
            env={**os.environ, "NO_PROXY": "127.0.0.1"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    *said, size = (done.stderr + done.stdout).splitlines()
    counted("bodies without measure", 1)
    assert done.returncode == 1
    *notices, line = said
    assert all("still waiting for 127.0.0.1" in notice for notice in notices)
    assert line.startswith("sitegen: openrouter/models: 127.0.0.1 ")
    assert "the snapshot on file stays" in line
    assert not (tmp_path / "data").exists()
    assert int(size) / 1024 < MOST_MEGABYTES, f"{int(size) // 1024} MB"
