"""Deploying: a built site goes into a bucket, what is needed first, what went away last.

What stands in the bucket is asked of the bucket, each time; nothing is remembered elsewhere. So a run that
was cut is continued by the next one, and an object that somebody changed by hand is put right.
"""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from hashlib import md5, sha256
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from sitegen.errors import DeployError
from sitegen.publishing.media_types import media_type
from sitegen.publishing.s3 import WORKERS, Bucket, Headers, Seen
from sitegen.publishing.swap import made_by_sitegen

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[str, int, "int | None"], None]
Reason = Literal["new", "content", "headers"]

# Not to wait for a pipe, should one stand there.
_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK

# No name of a file changes with its content, so an old script would meet a new page: what a page is made of
# is asked for again each time, which costs a 304 (RFC 9111, section 5.2.2.4). Pictures may be a day old.
_ASK: Final = "no-cache"
_A_DAY: Final = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site as it was when the deploy began; ``md5`` is hexadecimal, ``sha256`` base64."""

    path: str
    size: int
    md5: str
    sha256: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that must go up: it is new, or its content or its headers differ."""

    file: File
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """What a deploy does, in its order; ``standing`` counts what is there before."""

    uploads: tuple[Upload, ...]
    deletions: tuple[str, ...]
    unchanged: int
    standing: int

    def as_json(self) -> dict[str, Any]:
        """Return the plan for a program."""
        uploads = [
            {"path": one.file.path, "reason": one.reason, "bytes": one.file.size, **asdict(one.file.headers)}
            for one in self.uploads
        ]
        return {"uploads": uploads, "deletions": list(self.deletions), "unchanged": self.unchanged}


def headers_of(path: str) -> Headers:
    """Return what a file is served with, by its name."""
    kind = "application/atom+xml" if path.rpartition("/")[2] == "feed.xml" else media_type(path)
    return Headers(kind, _A_DAY if kind.startswith(("image/", "font/")) else _ASK)


def stage(path: str) -> int:
    """Return when a file goes up: 0 what pages need, 1 pages, 2 what leads to them (start, lists, feeds)."""
    if path == "index.html" or path.endswith(".xml") or ("/" not in path and path.endswith(".txt")):
        return 2
    return 1 if path.endswith(".html") else 0


def site_files(out: Path) -> list[File]:
    """Return the files of a built site with their digests; raises DeployError where it is none, or changes.

    Names that start with a dot at the top are the build's own (``.nojekyll``) and are no part of the site.
    """
    before = _identity(out)
    _refuse_no_site(out)
    try:
        paths = sorted(_paths(out))
        files = [_file(out, path) for path in paths]
    except OSError as error:
        raise _unreadable(out, error) from None
    if _identity(out) != before:
        raise DeployError(out, "was built anew meanwhile", "run it again")
    return files


def _identity(out: Path) -> tuple[int, int] | None:
    """Return what tells a folder from the next build's, which takes its name; None for no folder."""
    try:
        found = out.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def _refuse_no_site(out: Path) -> None:
    """Raise DeployError for a folder that sitegen did not build whole."""
    if not made_by_sitegen(out) or not all((out / name).is_file() for name in ("index.html", "404.html")):
        raise DeployError(out, "holds no built site", f"run sitegen build --out {out}")


def _paths(out: Path, folder: str = "") -> Iterator[str]:
    """Yield the paths of all files, but for the build's own at the top."""
    with os.scandir(out / folder) as entries:
        for entry in entries:
            if not folder and entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _paths(out, f"{folder}{entry.name}/")
            else:
                yield folder + entry.name


def _file(out: Path, path: str) -> File:
    body = _read(out, path)
    digest = md5(body, usedforsecurity=False).hexdigest()
    return File(path, len(body), digest, _sha256(body), headers_of(path))


def _read(out: Path, path: str) -> bytes:
    """Return the bytes of a regular file; OSError for anything else."""
    with os.fdopen(os.open(out / path, _OPEN), "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise OSError(0, "is no regular file", str(out / path))
        return opened.read()


def _sha256(body: bytes) -> str:
    return b64encode(sha256(body).digest()).decode("ascii")


def _unreadable(out: Path, error: OSError) -> DeployError:
    """Say which file could not be read, and what to do."""
    fault = f"cannot be read ({(error.strerror or str(error)).lower()})"
    return DeployError(error.filename or out, fault, f"run sitegen build --out {out}, then deploy again")


def planned(files: Iterable[File], bucket: Bucket, progress: Progress) -> Plan:
    """Compare the files with what stands in the bucket, and change nothing.

    A size that differs says enough; else the object is looked at, since only that tells its headers and,
    where the bucket encrypts with a key of KMS, its content. Objects whose path starts with a dot
    (``.well-known/``) are never ours to remove.
    """
    files = list(files)
    standing = {path: size for path, size in bucket.standing().items() if path and not path.startswith(".")}
    alike = [one for one in files if standing.get(one.path) == one.size]
    looked = _all_done(lambda one: bucket.seen(one.path), alike, "comparing", progress)
    reasons = {one.path: _reason(one, seen) for one, seen in zip(alike, looked, strict=True)}
    uploads = [
        Upload(one, reason)
        for one in files
        if (reason := reasons.get(one.path, "content" if one.path in standing else "new"))
    ]
    uploads.sort(key=lambda one: (stage(one.file.path), one.file.path))
    strangers = sorted(standing.keys() - {one.path for one in files})
    return Plan(tuple(uploads), tuple(strangers), len(files) - len(uploads), len(standing))


def _reason(file: File, seen: Seen | None) -> Reason | None:
    """Return why a file must go up although an object of its size stands there, or None."""
    if seen is None:
        return "new"
    if (seen.sha256 != file.sha256) if seen.sha256 else (seen.etag != file.md5):
        return "content"
    return None if seen.headers == file.headers else "headers"


def refuse_loss(plan: Plan, bucket: Bucket) -> None:
    """Raise DeployError where more than 10 % of what stands there would go, and more than one object.

    That is what a wrong prefix looks like, or a site that was built from half of its data.
    """
    lost = len(plan.deletions)
    if lost > 1 and lost * 10 > plan.standing:
        raise DeployError(
            bucket.target,
            f"{lost:,} of {plan.standing:,} objects there are not in the site and would be removed",
            "see them with --dry-run; if they may go, add --accept-loss",
        )


def carry_out(plan: Plan, out: Path, bucket: Bucket, progress: Progress) -> None:
    """Upload stage by stage, then remove; the first failure ends it, and nothing is removed then."""

    def put(one: Upload) -> None:
        file = one.file
        try:
            body = _read(out, file.path)
        except OSError as error:
            raise _unreadable(out, error) from None
        if _sha256(body) != file.sha256:
            raise DeployError(out / file.path, "changed during the deploy", "run it again")
        bucket.put(file.path, body, file.sha256, file.headers)

    for number, name in enumerate(("uploading what pages need", "uploading pages", "uploading lists")):
        _all_done(put, [one for one in plan.uploads if stage(one.file.path) == number], name, progress)
    bucket.remove(plan.deletions)


def _all_done(
    work: Callable[[Item], Result], items: list[Item], name: str, progress: Progress
) -> list[Result]:
    """Do the work on all items, several at a time; after the first error no further one is begun."""
    with ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(work, one) for one in items]
        try:
            for done, future in enumerate(as_completed(futures), 1):
                future.result()
                progress(name, done, len(futures))
        finally:
            for future in futures:
                future.cancel()
    return [future.result() for future in futures]
