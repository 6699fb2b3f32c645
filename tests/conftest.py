"""Options of the suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make golden` rewrite the golden files after a change that is meant."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
