"""The benchmark as a whole: it builds a checkout, measures it, and prints the table."""

from __future__ import annotations

import pytest

from tests.bench.__main__ import STEPS, main


def test_the_program_measures_the_checkout(capsys: pytest.CaptureFixture[str]) -> None:
    """Without an install, and so without Hugo, all that it says of sitegen stands on standard output."""
    main(["--no-install", "--models", "3", "--rounds", "1"])
    first, *lines = filter(None, capsys.readouterr().out.splitlines())
    assert first.endswith("; Hugo is left out, it is not installed")
    assert [line.split(" | ")[0] for line in lines[:5]] == [
        "| 3 models, medians of 1 rounds",
        "| ---",
        *(f"| sitegen, {step}" for step in STEPS),
    ]
    assert lines[5].startswith("In one process ")
    assert "jinja2, markdown, nh3, pydantic" in lines[6]
