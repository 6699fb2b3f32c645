"""Options of the suite."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from jinja2 import Environment

from sitegen.rendering.owner_files import read_site
from sitegen.rendering.renderer import Renderer
from tests.buckets import models_read_once, moto_server

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its user's alone in it
ROOM = 2 << 30
"""Bytes that must be free there: several times what the tests of all processes leave until they end."""

# A busy machine takes longer than Hypothesis allows an example, which says nothing of what is tested.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make golden` rewrite the golden files after a change that is meant."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_configure() -> None:
    """Let the tests write to memory where there is room for them: a disk takes half as long again.

    A container may have a little of it alone, where no program is run: some stand in for others in tests.
    https://docs.pytest.org/en/stable/reference/reference.html#environment-variables
    """
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        disk = os.statvfs(MEMORY)
        if disk.f_bavail * disk.f_frsize > ROOM and not disk.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep compiled templates and pictures out of the cache folder of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    """Let Jinja compile a template once for all builds of a process: most of a small build is spent on that.

    The shipped ones are compiled before the first build, whose children would else do it each for themselves.
    """
    compiled: dict[object, Any] = {}
    compile_text = Environment.compile

    def compile_once(self: Environment, *words: Any, **options: Any) -> Any:  # noqa: ANN401 - Jinja's own
        key = (words, *options.items())
        if key not in compiled:
            compiled[key] = compile_text(self, *words, **options)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        shipped = Renderer([TEMPLATES], read_site(TEMPLATES.parent), {})._environment  # noqa: SLF001 - the one that draws
        for path in sorted(TEMPLATES.rglob("*.*")):
            name = path.relative_to(TEMPLATES).as_posix()
            if not name.startswith(("assets/", "README")):
                shipped.get_template(name)
        yield


@pytest.fixture(scope="session", autouse=True)
def _can_be_interrupted() -> None:
    """Let the programs that tests start hear Ctrl-C, also in the background of a script.

    There a shell has it ignored, and so do all that descend from it: a test would wait without end.
    https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_11
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Any:  # noqa: ANN401 - see below
    """Return a small site of two days for those who build it as whole processes; nobody may change it."""
    from tests.processes import World  # noqa: PLC0415 - only they need it, and it is a module of tests

    return World(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def moto_port() -> Iterator[int]:
    """Give the port of moto's server, started for the first test that asks for it."""
    with models_read_once(), moto_server() as port:
        yield port


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest's own type is private
    """Say clearly that tests in a browser or in node were skipped, and why."""
    for where, path in (("a browser", "tests/browser/"), ("node", "tests/test_scripts_in_node")):
        skipped = [one for one in terminalreporter.stats.get("skipped", []) if path in one.nodeid]
        if skipped:
            why = skipped[0].longrepr[2].removeprefix("Skipped: ")
            terminalreporter.write_line(f"{len(skipped)} tests in {where} were skipped: {why}")
