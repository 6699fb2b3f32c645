"""`sitegen deploy` with boto3 itself to moto's server: what goes up, in which order, what failures leave."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest
from click.testing import CliRunner, Result

from sitegen.cli.main import main
from sitegen.errors import DeployError
from sitegen.large.shard import PART
from sitegen.publishing.deploy import carry_out, headers_of, planned, site_files
from sitegen.publishing.s3 import Bucket, Target, s3_client
from sitegen.publishing.shards import Receipt
from sitegen.publishing.swap import MARKER, MARKER_TEXT, replace
from tests.buckets import Fault, Proxy, Request, proxy_before

NUMBERS = count(1)
SECRETS = ("AKIARECOGNISABLE", "secretRECOGNISABLE", "tokenRECOGNISABLE")

# In the order in which they must go up: what pages need, pages, what leads to them.
NEEDED = {
    "api/v1/models.json": b"[]\n",
    "assets/site.css": b"h1 { color: red }\n",
    "assets/view.js": b"export const one = 1;\n",
    "models/acme/anvil!free/index.md": b"# Anvil\n",
    "og/models/anvil.png": b"\x89PNG\r\n\x1a\n",
}
PAGES = {
    "404.html": b"<h1>Not found</h1>\n",
    "gone/index.html": b"",
    "models/acme/anvil!free/index.html": b"<h1>Anvil</h1>\n",
}
LISTS = {
    "feed.xml": b"<feed/>\n",
    "index.html": b"<h1>Models</h1>\n",
    "llms.txt": b"# Models\n",
    "sitemap.xml": b"<urlset/>\n",
}
FILES = NEEDED | PAGES | LISTS
WHOLE = len(FILES)


@dataclass
class World:
    """A site, a bucket, the way to it, and a client that looks at the bucket past the proxy."""

    site: Path
    bucket: str
    proxy: Proxy
    direct: Any

    def deploy(self, *options: str, prefix: str = "") -> Result:
        """Run the command; a traceback or a secret in its output is a failure of the test."""
        line = ["deploy", f"s3://{self.bucket}/{prefix}", "--out", str(self.site), *options]
        done = CliRunner().invoke(main, line, catch_exceptions=False)
        assert "RECOGNISABLE" not in done.output
        return done

    def said(self, *options: str, prefix: str = "") -> str:
        """Return the last line of a deploy that went well."""
        self.proxy.asked.clear()
        done = self.deploy(*options, prefix=prefix)
        assert done.exit_code == 0, done.output
        return done.output.splitlines()[-1].partition(": ")[2]

    def standing(self) -> list[str]:
        """Return all keys of the bucket."""
        pages = self.direct.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        return sorted(one["Key"] for page in pages for one in page.get("Contents", ()))

    def put(self, key: str, body: bytes = b"x", **more: str) -> None:
        """Put an object by hand."""
        self.direct.put_object(Bucket=self.bucket, Key=key, Body=body, **more)

    def body(self, key: str) -> bytes:
        """Return the bytes of an object."""
        body: bytes = self.direct.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        return body

    def uploaded(self) -> list[str]:
        """Return the paths that were put since the last deploy began, in the order of their coming."""
        return [path.removeprefix(f"/{self.bucket}/") for path in self.proxy.paths("PUT")]


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder."""
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder as a build leaves it."""
    folder = tmp_path / "dist"
    write(folder, FILES | {MARKER: MARKER_TEXT, ".sitegen-build": b"the build's own"})
    return folder


@pytest.fixture(scope="module")
def direct(moto_port: int) -> Any:  # noqa: ANN401 - boto3 comes without types
    """Return a client that knows no proxy."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{moto_port}",
        region_name="us-east-1",
        aws_access_key_id="x",
        aws_secret_access_key="x",  # noqa: S106 - moto takes any
    )


@pytest.fixture
def world(
    site: Path,
    moto_port: int,
    direct: Any,  # noqa: ANN401 - boto3 comes without types
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[World]:
    """Return a site and an empty bucket, and the environment that a deploy needs; nothing is tried twice."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, text in zip(("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"), SECRETS, strict=True):
        monkeypatch.setenv(f"AWS_{name}", text)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    with proxy_before(moto_port) as proxy:
        bucket = f"models-{next(NUMBERS)}-{os.getpid()}"
        direct.create_bucket(Bucket=bucket)
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        yield World(site, bucket, proxy, direct)


def on(
    method: str, fault: Fault, *, first: int = 1, times: int = 10_000
) -> Callable[[Request], Fault | None]:
    """Return the rule that requests of a method fail, from the ``first``-th on and so many ``times``."""
    met = count(1)
    return lambda asked: fault if asked.method == method and first <= next(met) < first + times else None


def test_every_file_stands_in_the_bucket_with_its_bytes(world: World) -> None:
    """A first deploy puts all of the site and nothing else; the build's own dot files stay behind."""
    assert world.said() == f"{WHOLE} files uploaded, 0 unchanged, 0 removed"
    assert world.standing() == sorted(FILES)
    assert {key: world.body(key) for key in world.standing()} == FILES


@pytest.mark.parametrize(
    ("path", "content_type", "cache_control"),
    [
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        ("assets/site.css", "text/css; charset=utf-8", "no-cache"),
        ("assets/view.js", "text/javascript; charset=utf-8", "no-cache"),
        ("models/acme/anvil!free/index.md", "text/markdown; charset=utf-8", "no-cache"),
        ("api/v1/models.csv", "text/csv; charset=utf-8", "no-cache"),
        ("api/v1/models.json", "application/json", "no-cache"),
        ("robots.txt", "text/plain; charset=utf-8", "no-cache"),
        ("sitemap.xml", "application/xml", "no-cache"),
        ("feed.xml", "application/atom+xml", "no-cache"),
        ("authors/acme/feed.xml", "application/atom+xml", "no-cache"),
        ("assets/favicon.svg", "image/svg+xml", "public, max-age=86400"),
        ("og/models/anvil.png", "image/png", "public, max-age=86400"),
        ("assets/own.WOFF2", "font/woff2", "public, max-age=86400"),
        ("assets/LICENCE", "application/octet-stream", "no-cache"),
    ],
)
def test_headers_follow_from_the_name(path: str, content_type: str, cache_control: str) -> None:
    """Each kind of file has its type, and only pictures and fonts may be kept without asking."""
    headers = headers_of(path)
    assert (headers.content_type, headers.cache_control) == (content_type, cache_control)


def test_objects_are_served_with_their_headers(world: World) -> None:
    """What a browser would get says the type and the rule of caching that the name asks for."""
    world.said()
    for path in FILES:
        found = world.direct.head_object(Bucket=world.bucket, Key=path)
        assert found["ContentType"] == headers_of(path).content_type
        assert found["CacheControl"] == headers_of(path).cache_control


@pytest.mark.parametrize("hides_md5", [False, True])
def test_a_second_deploy_changes_nothing(world: World, *, hides_md5: bool) -> None:
    """The same site again is no upload and no removal, also where a key of KMS makes ETags no MD5."""
    world.proxy.hides_md5 = hides_md5
    world.said()
    assert world.said() == f"0 files uploaded, {WHOLE} unchanged, 0 removed"
    assert {one.method for one in world.proxy.asked} == {"GET", "HEAD"}


def test_content_decides_and_not_size_or_time(world: World) -> None:
    """A file with other bytes of the same number and time goes up; one that is only newer does not."""
    world.said()
    changed, touched = world.site / "assets/site.css", world.site / "assets/view.js"
    before = changed.stat()
    changed.write_bytes(b"h1 { color: tan }\n")
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.utime(touched, (2e9, 2e9))
    assert world.said() == f"1 file uploaded, {WHOLE - 1} unchanged, 0 removed"
    assert world.uploaded() == ["assets/site.css"]
    assert world.body("assets/site.css") == b"h1 { color: tan }\n"


def test_a_change_by_hand_is_put_right(world: World) -> None:
    """An object that somebody changed, re-typed, removed or sent in parts stands again as the site has it."""
    world.said()
    world.put("assets/site.css", b"h1 { color: pink}\n", ContentType="text/css; charset=utf-8")
    world.put("index.html", FILES["index.html"], ContentType="binary/octet-stream")
    world.direct.delete_object(Bucket=world.bucket, Key="llms.txt")
    named = {"Bucket": world.bucket, "Key": "feed.xml"}
    parts = world.direct.create_multipart_upload(**named)["UploadId"]
    part = world.direct.upload_part(**named, UploadId=parts, PartNumber=1, Body=FILES["feed.xml"])
    world.direct.complete_multipart_upload(
        **named, UploadId=parts, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    )
    world.proxy.asked.clear()
    uploads = json.loads(world.deploy("--format", "json").output)["uploads"]
    assert {one["path"]: one["reason"] for one in uploads} == {
        "assets/site.css": "content",
        "feed.xml": "content",
        "index.html": "headers",
        "llms.txt": "new",
    }
    assert world.said() == f"0 files uploaded, {WHOLE} unchanged, 0 removed"
    assert {key: world.body(key) for key in world.standing()} == FILES


def test_what_another_tool_uploaded_is_not_uploaded_again(world: World) -> None:
    """An object without the server's SHA-256 is known by its ETag, where that is the MD5."""
    for path, body in FILES.items():
        headers = headers_of(path)
        world.put(path, body, ContentType=headers.content_type, CacheControl=headers.cache_control)
    assert world.said() == f"0 files uploaded, {WHOLE} unchanged, 0 removed"


def test_pages_come_after_what_they_need_and_removals_last(world: World) -> None:
    """Each stage begins when the one before it has ended, and the removal is the last request."""
    world.put("models/stale/index.html")
    assert world.said() == f"{WHOLE} files uploaded, 0 unchanged, 1 removed"
    put = [path.replace("%21", "!") for path in world.uploaded()]
    ends = (len(NEEDED), len(NEEDED) + len(PAGES))
    assert set(put[: ends[0]]) == set(NEEDED)
    assert set(put[ends[0] : ends[1]]) == set(PAGES)
    assert set(put[ends[1] :]) == set(LISTS)
    last = world.proxy.asked[-1]
    assert (last.method, last.path) == ("POST", f"/{world.bucket}?delete")
    assert world.standing() == sorted(FILES)


def test_only_what_is_below_the_prefix_is_touched(world: World) -> None:
    """Neighbours, also those whose names begin alike, and dot names below the prefix stay as they are."""
    neighbours = ["index.html", "models-old/index.html", "models/.well-known/security.txt", "models/"]
    for key in [*neighbours, "models/old/stale.html"]:
        world.put(key)
    assert world.said(prefix="models/") == f"{WHOLE} files uploaded, 0 unchanged, 1 removed"
    assert world.standing() == sorted([*neighbours, *(f"models/{path}" for path in FILES)])
    assert world.body("index.html") == b"x"
    assert world.said(prefix="models") == f"0 files uploaded, {WHOLE} unchanged, 0 removed"


def test_what_others_put_at_the_top_goes_with_a_word_alone(world: World) -> None:
    """A proof of another service stays, and it is said; an old file of a deploy of ours goes."""
    write(world.site, {"old.txt": b"old"})
    world.said()
    (world.site / "old.txt").unlink()
    world.put("ads.txt")
    done = world.deploy()
    assert done.output.splitlines() == [
        "note: ads.txt: somebody else put it there, so that it stays; it would go with --accept-loss",
        f"s3://{world.bucket}/: 0 files uploaded, {WHOLE} unchanged, 1 removed",
    ]
    assert world.standing() == sorted([*FILES, "ads.txt"])
    assert world.said("--accept-loss") == f"0 files uploaded, {WHOLE} unchanged, 1 removed"
    assert world.standing() == sorted(FILES)


def test_a_folder_of_proofs_is_the_owners(world: World) -> None:
    """What the site has in a folder that starts with a dot goes up, once."""
    write(world.site, {".well-known/security.txt": b"Contact: x"})
    assert world.said() == f"{WHOLE + 1} files uploaded, 0 unchanged, 0 removed"
    assert world.said() == f"0 files uploaded, {WHOLE + 1} unchanged, 0 removed"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"ContentType": 'TEXT/HTML;charset="UTF-8"', "CacheControl": "No-Cache"}, None),
        ({"ContentType": "text/html", "CacheControl": "no-cache"}, "headers"),
        ({"ContentType": "text/html; charset=utf-8"}, "headers"),
        ({"ContentEncoding": "gzip"}, "headers"),
        ({"ContentDisposition": "attachment"}, "headers"),
        ({"WebsiteRedirectLocation": "/elsewhere"}, "headers"),
    ],
)
def test_headers_that_a_browser_would_choke_on_are_put_right(
    world: World, headers: dict[str, str], reason: str | None
) -> None:
    """Types are compared as types; an encoding, a redirect or a download that is none of ours is undone."""
    world.said()
    usual = {"ContentType": "text/html; charset=utf-8", "CacheControl": "no-cache"}
    given = headers if "ContentType" in headers else usual | headers
    world.put("index.html", FILES["index.html"], **given)
    plan = json.loads(world.deploy("--dry-run", "--format", "json").output)
    assert [one["reason"] for one in plan["uploads"]] == ([reason] if reason else [])
    world.said()
    answer = world.direct.head_object(Bucket=world.bucket, Key="index.html")
    assert not {"ContentEncoding", "ContentDisposition", "WebsiteRedirectLocation"} & answer.keys()
    assert world.said() == f"0 files uploaded, {WHOLE} unchanged, 0 removed"


def test_a_dry_run_lists_and_changes_nothing(world: World) -> None:
    """It says what would go up, why, and what would go, in the order of the deploy, and sends nothing."""
    world.said()
    (world.site / "llms.txt").write_bytes(b"# All models\n")
    write(world.site, {"assets/new.js": b"1\n"})
    world.put("old/stale.html")
    world.proxy.asked.clear()
    done = world.deploy("--dry-run")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "upload assets/new.js (new, 2 bytes)",
        "upload llms.txt (content, 13 bytes)",
        "remove old/stale.html",
        f"s3://{world.bucket}/: 2 files to upload, {WHOLE - 1} unchanged, 1 to remove",
    ]
    assert {one.method for one in world.proxy.asked} == {"GET", "HEAD"}
    assert world.standing() == sorted([*FILES, "old/stale.html"])
    answer = json.loads(world.deploy("--dry-run", "--format", "json").output)
    assert answer == {
        "target": f"s3://{world.bucket}/",
        "dry_run": True,
        "uploads": [
            {
                "path": "assets/new.js",
                "reason": "new",
                "bytes": 2,
                "content_type": "text/javascript; charset=utf-8",
                "cache_control": "no-cache",
            },
            {
                "path": "llms.txt",
                "reason": "content",
                "bytes": 13,
                "content_type": "text/plain; charset=utf-8",
                "cache_control": "no-cache",
            },
        ],
        "deletions": ["old/stale.html"],
        "kept": [],
        "unchanged": WHOLE - 1,
    }


def test_a_great_loss_is_refused_before_anything_is_sent(world: World) -> None:
    """More than a tenth of what stands there goes only with --accept-loss; a dry run shows it and says so."""
    others = ["backup/1.tar", "backup/2.tar"]
    for key in others:
        world.put(key)
    done = world.deploy()
    assert (done.exit_code, len(done.output.splitlines())) == (1, 1)
    assert (
        "2 of 2 objects there are not in the site and would be removed; see them with --dry-run"
        in done.output
    )
    shown = world.deploy("--dry-run")
    assert shown.exit_code == 1
    assert [f"remove {key}" for key in others] == [
        line for line in shown.output.splitlines() if line.startswith("remove")
    ]
    assert {one.method for one in world.proxy.asked} == {"GET"}
    assert world.standing() == others
    assert world.said("--accept-loss") == f"{WHOLE} files uploaded, 0 unchanged, 2 removed"
    assert world.standing() == sorted(FILES)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ((403, "AccessDenied"), "access is denied (PutObject: AccessDenied); allow s3:ListBucket"),
        ("reset", "127.0.0.1 cannot be reached or hung up (ConnectionClosedError); check network"),
        ("flip", "the bytes did not arrive as they were sent, and were refused (PutObject: BadDigest); run"),
    ],
)
def test_a_failed_upload_removes_nothing_and_is_continued(world: World, fault: Fault, words: str) -> None:
    """One line with the next step, exit code 1, no removal; the next run uploads only what is missing."""
    world.put("old/stale.html")
    world.proxy.fault = on("PUT", fault, first=5)
    done = world.deploy()
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert re.match(f"sitegen: s3://{world.bucket}/[a-z0-9/.!]+: ", line)  # the first object that failed
    assert words in line
    assert world.proxy.paths("POST") == []
    there = world.standing()
    assert "old/stale.html" in there
    assert len(there) == 4 + 1  # what came before the fault, and the stranger
    world.proxy.fault = lambda _: None
    left = WHOLE - 4
    assert world.said() == f"{left} files uploaded, 4 unchanged, 1 removed"
    assert len(world.uploaded()) == left
    assert {key: world.body(key) for key in world.standing()} == FILES


def test_after_a_failure_no_further_upload_begins(world: World) -> None:
    """Where every upload is refused, those in flight end and the many that wait are never sent."""
    write(world.site, {f"api/v1/{number}.json": b"{}" for number in range(200)})
    world.proxy.fault = on("PUT", (403, "AccessDenied"))
    assert world.deploy().exit_code == 1
    assert 0 < len(world.uploaded()) < 200


def test_a_killed_deploy_is_continued(world: World) -> None:
    """A process killed when the first page comes has removed nothing, and the next uploads just the rest."""
    world.put("old/stale.html")
    running: list[subprocess.Popen[bytes]] = []

    def kill(asked: Request) -> Fault | None:
        if asked.method == "PUT" and asked.path.endswith(".html"):
            running[0].kill()
            return "reset"
        return None

    world.proxy.fault = kill
    line = [sys.executable, "-m", "sitegen", "deploy", f"s3://{world.bucket}", "--out", str(world.site)]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        running.append(process)
        assert process.wait(60) == -signal.SIGKILL
    assert world.standing() == sorted([*NEEDED, "old/stale.html"])
    world.proxy.fault = lambda _: None
    assert world.said() == f"{WHOLE - len(NEEDED)} files uploaded, {len(NEEDED)} unchanged, 1 removed"
    assert {key: world.body(key) for key in world.standing()} == FILES


@pytest.mark.parametrize("fault", [(503, "SlowDown"), "reset"])
def test_a_passing_fault_is_tried_again(world: World, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """One busy answer or one lost connection costs a wait and no failure."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "2")
    world.proxy.fault = on("PUT", fault, first=3, times=1)
    assert world.said() == f"{WHOLE} files uploaded, 0 unchanged, 0 removed"
    assert len(world.uploaded()) == WHOLE + 1
    assert {key: world.body(key) for key in world.standing()} == FILES


@pytest.mark.parametrize(
    ("method", "operation"), [("GET", "ListObjectsV2"), ("HEAD", "HeadObject"), ("POST", "DeleteObjects")]
)
def test_faults_of_other_requests_are_one_line(world: World, method: str, operation: str) -> None:
    """Listing, looking and removing fail as plainly as uploading does, and leave what stood there."""
    world.put("old/stale.html")
    world.put("llms.txt", FILES["llms.txt"])
    world.proxy.fault = on(method, (403, "AccessDenied"))
    done = world.deploy()
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert f"access is denied ({operation}: " in line
    assert "old/stale.html" in world.standing()


def test_an_object_gone_between_list_and_look_is_uploaded(world: World) -> None:
    """An answer 404 to HEAD is an object that is missing, not a failure."""
    world.said()
    world.proxy.fault = on("HEAD", (404, "unseen"), times=1)
    assert world.said() == f"1 file uploaded, {WHOLE - 1} unchanged, 0 removed"


def test_an_absent_bucket_is_one_line(world: World) -> None:
    """The server's own answer for a bucket that nobody made is understood."""
    done = CliRunner().invoke(main, ["deploy", "s3://nobody-made-this", "--out", str(world.site)])
    assert done.exit_code == 1
    assert done.output.startswith("sitegen: s3://nobody-made-this/: there is no such bucket (ListObjectsV2: ")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("AWS_SECRET_ACCESS_KEY", None, "there are no credentials to use (PartialCredentialsError)"),
        ("AWS_ACCESS_KEY_ID", "AKIARECOGNISABLE\n", "look for line breaks and blanks"),
        ("AWS_SESSION_TOKEN", "token\r\nRECOGNISABLE: 1", "look for line breaks and blanks"),
        ("AWS_PROFILE", "RECOGNISABLE", "there are no credentials to use (ProfileNotFound)"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "127.0.0.1 cannot be reached"),
        ("AWS_ENDPOINT_URL", "http://RECOGNISABLE:secret@127.0.0.1:9", "127.0.0.1 cannot be reached"),
        ("HTTP_PROXY", "http://RECOGNISABLE:secret@127.0.0.1:9", "no way to 127.0.0.1 through the proxy"),
    ],
)
def test_a_wrong_environment_is_one_line_without_secrets(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, text: str | None, words: str
) -> None:
    """What is set wrongly is named by its kind, and never repeated."""
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    if text is None:
        monkeypatch.delenv(name)
    else:
        monkeypatch.setenv(name, text)
    done = world.deploy()
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert words in line


def test_no_credentials_at_all_is_one_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any key the line says which variables to set."""
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"):
        monkeypatch.delenv(f"AWS_{name}")
    done = world.deploy()
    assert done.exit_code == 1
    assert "there are no credentials to use (NoCredentialsError); check AWS_ACCESS_KEY_ID" in done.output


def test_the_option_wins_over_the_environment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """--endpoint-url names the server, whatever AWS_ENDPOINT_URL says."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert world.said("--endpoint-url", world.proxy.url) == f"{WHOLE} files uploaded, 0 unchanged, 0 removed"


@pytest.mark.parametrize("absent", [MARKER, "index.html", "404.html"])
def test_a_folder_that_is_no_built_site_is_refused(world: World, absent: str) -> None:
    """Without the mark of a build, a start page or a page for what is not found, nothing is asked or sent."""
    (world.site / absent).unlink()
    done = world.deploy()
    assert done.exit_code == 1
    assert "holds no built site; run sitegen build" in done.output
    assert world.proxy.asked == []


def test_one_part_of_a_site_is_refused(world: World) -> None:
    """The first part of a site has a start page, and would yet take most of a bucket away."""
    part = Receipt(number=1, total=2, made_of={}, base_url="https://models.example/", indexed=[], files={})
    whole = part.model_copy(update={"itself": part.digest})
    (world.site / PART).write_text(whole.model_dump_json())
    done = world.deploy("--accept-loss")
    assert done.exit_code == 1
    assert "is part 1 of 2 of a site; put all parts together with sitegen merge" in done.output
    assert world.proxy.asked == []


def test_what_is_no_file_is_refused(world: World) -> None:
    """A link or a pipe among the files is none of a build's, and nothing is sent."""
    (world.site / "assets/link.css").symlink_to(world.site / "assets/site.css")
    assert "assets/link.css: cannot be read" in world.deploy().output
    (world.site / "assets/link.css").unlink()
    os.mkfifo(world.site / "assets/pipe")
    assert "assets/pipe: cannot be read (is no regular file)" in world.deploy().output
    assert world.proxy.asked == []


@pytest.mark.parametrize("vanishes", [False, True])
def test_a_file_that_changes_meanwhile_stops_the_deploy(world: World, *, vanishes: bool) -> None:
    """Bytes other than those that were compared never go up, and nothing is removed."""
    world.put("old/stale.html")
    bucket = Bucket(s3_client(), Target(world.bucket))
    plan = planned(site_files(world.site), bucket, lambda *_: None)
    page = world.site / "404.html"
    if vanishes:
        page.unlink()
    else:
        page.write_bytes(b"<h1>Not Found</h1>\n")
    with pytest.raises(DeployError, match="cannot be read" if vanishes else "changed during the deploy"):
        carry_out(plan, world.site, bucket, lambda *_: None)
    assert "404.html" not in world.standing()
    assert set(world.standing()) & set(LISTS) == set()
    assert "old/stale.html" in world.standing()


def test_two_states_of_a_site_are_never_mixed(tmp_path: Path) -> None:
    """A build that ends while the files are read is noticed: all are of one state, or the deploy stops."""
    for number in range(30):
        old, new = tmp_path / f"{number}/dist", tmp_path / f"{number}/new"
        for folder, text in ((old, b"old"), (new, b"new")):
            write(folder, {f"{n}.css": text for n in range(60)} | {"index.html": text, "404.html": text})
            write(folder, {MARKER: MARKER_TEXT})
        swap = threading.Timer(number * 0.0001, replace, (new, old))
        swap.start()
        states = set()
        with suppress(DeployError):
            states = {one.sha256 for one in site_files(old)}
        swap.join()
        assert len(states) <= 1
