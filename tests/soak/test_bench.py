"""The benchmark's corpus at the size that it is measured at."""

from __future__ import annotations

from pathlib import Path

from tests.test_bench import is_as_distinct_as_real_data


def test_a_large_corpus_is_as_distinct_as_real_data(tmp_path: Path) -> None:
    """Prices, groups of parameters and ratings of 5,000 models repeat as on a real day."""
    is_as_distinct_as_real_data(5_000, tmp_path)
