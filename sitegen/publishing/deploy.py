"""Deploys: a built site is uploaded to a bucket, first the files that pages need; removals come last.

The bucket itself is asked for its objects, each time; nothing is remembered elsewhere. So a run that was cut
is continued by the next one, and an object that somebody changed by hand is put right.
"""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from hashlib import md5, sha256
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeVar

from sitegen.errors import DeployError
from sitegen.publishing.media_types import media_type
from sitegen.publishing.s3 import WORKERS, Bucket, Digests, Headers, Seen
from sitegen.publishing.shards import require_whole
from sitegen.publishing.swap import files_below, made_by_sitegen

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[str, int, "int | None"], None]
Reason = Literal["new", "content", "headers"]

_OPEN: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # not to wait for a pipe, should one stand there

# No name of a file changes with its content, so an old script would meet a new page: what a page is made of
# is asked for again each time, which costs a 304 (RFC 9111, section 5.2.2.4). Pictures may be a day old.
_ASK: Final = "no-cache"
_A_DAY: Final = "public, max-age=86400"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site as it was when the deploy began; ``md5`` is hexadecimal, ``sha256`` is base64."""

    path: str
    size: int
    md5: str
    sha256: str
    headers: Headers


class Upload(NamedTuple):
    """A file to upload, since it is new, or its content or its headers differ."""

    file: File
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """The steps of a deploy in their order; ``standing`` is the number of objects in the bucket before.

    ``kept`` are objects at the top that are not in the site, and that somebody else put: they stay.
    """

    uploads: tuple[Upload, ...]
    deletions: tuple[str, ...]
    unchanged: int
    standing: int
    kept: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the plan for a program."""
        uploads = [
            {"path": file.path, "reason": reason, "bytes": file.size, **asdict(file.headers)}
            for file, reason in self.uploads
        ]
        lists = {"deletions": list(self.deletions), "kept": list(self.kept)}
        return {"uploads": uploads, "unchanged": self.unchanged, **lists}


def headers_of(path: str) -> Headers:
    """Return the headers that a file is served with, by its name."""
    kind = media_type(path)
    return Headers(kind, _A_DAY if kind.startswith(("image/", "font/")) else _ASK)


def stage(path: str) -> int:
    """Return the stage of an upload: 0 for parts of pages, 1 for pages, 2 for start page, lists and feeds."""
    if path == "index.html" or path.endswith(".xml") or ("/" not in path and path.endswith(".txt")):
        return 2
    return 1 if path.endswith(".html") else 0


def site_files(out: Path) -> list[File]:
    """Return the files of a built site with their digests; raises DeployError where it is none, or changes.

    OutputError: it is a part of a site.

    Files whose names start with a dot at the top are the build's own (``.nojekyll``) and no part of the site;
    a folder such as ``.well-known/`` is the owner's.
    """
    require_whole(out)
    if not made_by_sitegen(out) or not all((out / name).is_file() for name in ("index.html", "404.html")):
        raise DeployError(out, "holds no built site", f"run sitegen build --out {out}")
    files = []
    try:
        before = out.stat()
        for path in sorted(files_below(out)):
            if not path.startswith(".") or "/" in path:
                body = _read(out, path)
                digest = md5(body, usedforsecurity=False).hexdigest()
                files.append(File(path, len(body), digest, _sha256(body), headers_of(path)))
        same = os.path.samestat(before, out.stat())
    except OSError as error:
        raise _unreadable(out, error) from None
    if not same:  # the next build is another folder
        raise DeployError(out, "was built anew meanwhile", "run it again")
    return files


def _read(out: Path, path: str) -> bytes:
    """Return the bytes of a regular file; raises DeployError for anything else."""
    try:
        with os.fdopen(os.open(out / path, _OPEN), "rb") as opened:
            if stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                return opened.read()
    except OSError as error:
        raise _unreadable(out, error) from None
    raise _unreadable(out, OSError(0, "is no regular file", str(out / path)))


def _sha256(body: bytes) -> str:
    return b64encode(sha256(body).digest()).decode("ascii")


def _unreadable(out: Path, error: OSError) -> DeployError:
    """Return the error for a file that cannot be read."""
    fault = f"cannot be read ({(error.strerror or str(error)).lower()})"
    return DeployError(error.filename or out, fault, f"run sitegen build --out {out}, then deploy again")


def planned(files: Iterable[File], bucket: Bucket, progress: Progress, *, accept_loss: bool = False) -> Plan:
    """Return the plan that makes the bucket hold the files; nothing is changed yet.

    A size that differs says enough; else the object is looked at, since only that tells its headers and,
    where the bucket encrypts with a key of KMS, its content. Objects whose path starts with a dot
    (``.well-known/``) are never ours to remove, and those at the top (``ads.txt``) that no deploy of ours put
    only where the loss is accepted: proofs for other services stand there.
    """
    files = list(files)
    ours = {file.path for file in files}
    found = bucket.standing().items()
    standing = {path: size for path, size in found if path in ours or (path and not path.startswith("."))}
    alike = [file for file in files if standing.get(file.path) == file.size]
    objects = _all_done(lambda file: bucket.seen(file.path), alike, "comparing", progress)
    reasons = {file.path: _reason(file, seen) for file, seen in zip(alike, objects, strict=True)}
    uploads = [
        Upload(file, reason)
        for file in files
        if (reason := reasons.get(file.path, "content" if file.path in standing else "new"))
    ]
    uploads.sort(key=lambda upload: (stage(upload.file.path), upload.file.path))
    strangers = sorted(standing.keys() - ours)
    top = [] if accept_loss else [path for path in strangers if "/" not in path]
    kept = tuple(path for path in top if _is_strange(bucket, path))
    gone = tuple(path for path in strangers if path not in kept)
    return Plan(tuple(uploads), gone, len(files) - len(uploads), len(standing), kept)


def _is_strange(bucket: Bucket, path: str) -> bool:
    """Return whether an object was put by something else than a deploy of ours."""
    seen = bucket.seen(path)
    return seen is None or seen.sha256 is None


def _reason(file: File, seen: Seen | None) -> Reason | None:
    """Return why a file must be uploaded although an object of its size stands there, or None."""
    if seen is None:
        return "new"
    if seen.etag != file.md5 and (seen.etag_is_md5 or seen.sha256 != file.sha256):
        return "content"
    return None if seen.headers.alike(file.headers) and not seen.odd else "headers"


def refuse_loss(plan: Plan, bucket: Bucket) -> None:
    """Raise DeployError where more than 10 % of the objects would be removed, and more than one.

    A wrong prefix looks like that, and so does a site that was built from half of its data.
    """
    lost = len(plan.deletions)
    if lost > 1 and lost * 10 > plan.standing:
        fault = f"{lost:,} of {plan.standing:,} objects there are not in the site and would be removed"
        step = "see them with --dry-run; if they may go, add --accept-loss"
        raise DeployError(bucket.target, fault, step)


def carry_out(plan: Plan, out: Path, bucket: Bucket, progress: Progress) -> None:
    """Upload stage by stage, then remove; after a failure nothing more is done, and nothing is removed."""

    def put(upload: Upload) -> None:
        file = upload.file
        body = _read(out, file.path)
        if _sha256(body) != file.sha256:
            raise DeployError(out / file.path, "changed during the deploy", "run it again")
        bucket.put(file.path, body, Digests(file.md5, file.sha256), file.headers)

    for number, name in enumerate(("uploading what pages need", "uploading pages", "uploading lists")):
        _all_done(put, [one for one in plan.uploads if stage(one.file.path) == number], name, progress)
    bucket.remove(plan.deletions)


def _all_done(
    work: Callable[[Item], Result], items: list[Item], name: str, progress: Progress
) -> list[Result]:
    """Return the results of work on all items, several at a time; after an error no further one begins."""
    with ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(work, item) for item in items]
        try:
            for done, future in enumerate(as_completed(futures), 1):
                future.result()
                progress(name, done, len(futures))
        finally:
            for future in futures:
                future.cancel()
    return [future.result() for future in futures]
