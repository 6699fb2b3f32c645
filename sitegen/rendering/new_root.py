"""A folder of one's own: the few files that a new site begins with."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sitegen import __version__
from sitegen.errors import OutputError, UsageError
from sitegen.records.settings import EXAMPLE, SETTINGS
from sitegen.rendering.owner_files import asked_address, shipped

DISTRIBUTION = "sitegen-models"
_STARTER = Path(__file__).with_name("starter")
# What pip takes and what neither a shell nor YAML takes for anything else: no blank, no quote, no dollar.
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+=<>!~,@:/%#&\[\]-]*")
# The argument of a workflow's `pip install` that stands for the checkout: `.` or `'.[fetch]'`.
_CHECKOUT = re.compile(r"(?<=\bpip install )(.*?)'?\.(?:\[[\w,]+\])?'?$", re.MULTILINE)
_JOB = re.compile(r"^  (?=[\w-]+:\n)", re.MULTILINE)
_NEEDED = ("workflows/*.yml", "requirements*", "*.sh", "dependabot.yml")
"""The workflows, and what they run with: locked packages, scripts, and what keeps their pins current."""
_LISTED = ".github/requirements.in"
_ABOUT_LISTED = f"""\
# What the workflows install beside sitegen itself, which they name. requirements.txt beside this is made of
# it, with hashes, on the Python that they use:
#   cd .github && pip-compile --generate-hashes --no-emit-index-url --strip-extras requirements.in
# Dependabot does so every month. The lines are what sitegen {__version__} needs and what builds it; for
# another version take them from its pyproject.toml. pip finds {DISTRIBUTION} by its name once that is
# published. Until it is, let the workflows install it from a repository:
# sitegen init --package git+https://HOST/REPO
"""
_OURS = ".ci/run"
"""A job that runs this tests the program, and not a site."""


class Started(NamedTuple):
    """The files that were written, and those that were there already and stay; both by their paths."""

    written: list[str]
    kept: list[str]


def start(root: Path, title: str, base_url: str, package: str = "") -> Started:
    """Write what a new site begins with into a folder, which is made where there is none.

    ``base_url`` "" leaves the address open, ``package`` is what pip installs in the workflows, by default
    this very version. A file that is there stays as it is. UsageError: the folder is a site already, or a
    word cannot be used. OutputError: something stands in the way, or the system refused.
    """
    files = starter_files(title, base_url, package or f"{DISTRIBUTION}=={__version__}")
    _require_folders(root, files)
    if os.path.lexists(root / SETTINGS):
        raise UsageError(root / SETTINGS, "is there already", "edit it, or give another folder")
    done = Started([], [])
    for name, text in files.items():
        (done.written if _written(root / name, text) else done.kept).append(name)
    return done


def _require_folders(root: Path, names: Iterable[str]) -> None:
    """Raise OutputError where a folder cannot be made for what stands in its place, before a file is written.

    A link that leads out of the root is refused: what is begun in a folder stays in it.
    """
    real = os.path.realpath(root)
    for folder in sorted({root / above for name in names for above in Path(name).parents}):
        if os.path.lexists(folder) and not folder.is_dir():
            fault = "is no folder, or a link that leads nowhere"
            raise OutputError(folder, fault, "move it away, or give another folder")
        if not Path(os.path.realpath(folder)).is_relative_to(real):
            fault = "is a link that leads out of the root"
            raise OutputError(folder, fault, "remove it, or give another folder")


def starter_files(title: str, base_url: str, package: str) -> Mapping[str, str]:
    """Return the text of each file of a new site by its path; raises UsageError where a word is none."""
    if not title.strip() or not title.isprintable():
        raise UsageError("--title", "is empty or has characters that cannot be seen", "write some words")
    if not _PACKAGE.fullmatch(package):
        step = f"write what pip takes, such as {DISTRIBUTION}=={__version__} or git+https://HOST/REPO"
        raise UsageError("--package", "is no package that a workflow can install", step)
    line = f'# base_url = "{EXAMPLE}" # the site has no address yet: write where it will stand'
    if base_url:
        line = f"base_url = {_quoted(asked_address(base_url))}"
    settings = _text("site.toml").replace("{title}", _quoted(title)).replace("{address}", line)
    files = {
        SETTINGS: settings,
        "data/README.md": _text("data/README.md"),
        "README.md": _text("README.md").replace("{package}", package),
        ".gitignore": _text("gitignore"),
        ".gitattributes": _text("gitattributes"),
    }
    return files | workflows(package)


def workflows(package: str) -> dict[str, str]:
    """Return the shipped workflows as a site of one's own runs them, with what they need, by their paths.

    They install ``package`` where ours install the checkout; a job that tests the program is left out.
    """
    source = shipped(".github")
    found = {
        f".github/{path.relative_to(source).as_posix()}": path.read_text(encoding="utf-8")
        for pattern in _NEEDED
        for path in sorted(source.glob(pattern))
    }
    lines = found[_LISTED].splitlines(keepends=True)
    found[_LISTED] = _ABOUT_LISTED + "".join(line for line in lines if not line.startswith("#"))
    return {name: own_workflow(text, package) for name, text in found.items()}


def own_workflow(text: str, package: str) -> str:
    """Return the text of a workflow that installs ``package``, without the jobs that test the program."""
    head, jobs, rest = text.partition("\njobs:\n")
    kept = [job for job in _JOB.split(rest) if _OURS not in job]
    body = "  ".join(kept).rstrip() + "\n" if jobs else rest
    return _CHECKOUT.sub(lambda line: f"{line[1]}'{package}'", head + jobs + body)


def _quoted(text: str) -> str:
    """Return text as a TOML string, which a JSON string without control characters is."""
    return json.dumps(text, ensure_ascii=False)


def _text(name: str) -> str:
    return (_STARTER / name).read_text(encoding="utf-8")


def _written(path: Path, text: str) -> bool:
    """Write a new file and the folders above it; False where there is one already."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            if text.startswith("#!"):  # a step runs it by its name
                path.chmod(0o755)
            return True
    except OSError as error:
        step = "get the right to write there, or give another folder"
        raise OutputError(path, (error.strerror or str(error)).lower(), step) from None
    return False
