"""Counts of the long tests: a test calls ``counted(name, number)``, and the run's last lines print the sums.

These tests take longer than a minute and are no part of ``make test``; ``make soak`` runs them. A test that
looks at many things says how many there were, so that a run that looked at nothing is seen::

    def test_every_payload_stays_text(counted: Counted) -> None:
        ...
        counted("hostile payloads", len(payloads))

The fixture lives as long as the run, so that Hypothesis takes it too. Numbers under one name are added up
over tests and over processes; call it in tests, not in fixtures, which several processes may set up each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import browser
from tests.test_workflows import fork, github

__all__ = ["browser", "fork", "github"]

Counted = Callable[[str, int], None]
COUNTS = pytest.StashKey[Counter[str]]()
SENT = "soak_counts"


def pytest_configure(config: pytest.Config) -> None:
    """Start at nothing."""
    config.stash[COUNTS] = Counter()


@pytest.fixture(scope="session")
def counted(request: pytest.FixtureRequest) -> Counted:
    """Give the function that adds a number under a name."""
    counts = request.config.stash[COUNTS]

    def add(name: str, number: int) -> None:
        counts[name] += number

    return add


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the counts of a process of pytest-xdist to the one that prints them."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[SENT] = dict(session.config.stash[COUNTS])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - a type of pytest-xdist, which may be absent
    """Add up what a process counted; one that crashed has sent nothing."""
    node.config.stash[COUNTS].update(getattr(node, "workeroutput", {}).get(SENT, {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:  # noqa: ANN401 - pytest's own type is private
    """Print one line a name, in the order of names."""
    for name, number in sorted(terminalreporter.config.stash[COUNTS].items()):
        terminalreporter.write_line(f"{name}: {number}")
