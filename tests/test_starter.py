"""The starter data: the packages' figures turned back into the sources' own, exactly."""

from __future__ import annotations

import gzip
import importlib.util
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def starter() -> ModuleType:
    """Return ``data/starter.py`` as a module."""
    spec = importlib.util.spec_from_file_location("starter", ROOT / "data/starter.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["starter"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("per_million", "per_token"),
    [
        (2.5, "0.0000025"),
        (30.0, "0.00003"),
        (0.044, "0.000000044"),
        (0.083333, "0.000000083333"),
        (0.0, "0"),
        (1e6, "1"),
    ],
)
def test_dollars_per_million_are_the_apis_string(
    starter: ModuleType, per_million: float, per_token: str
) -> None:
    """Every digit of the package is kept, without an exponent."""
    assert starter.per_token(per_million) == per_token


def test_an_archived_price_is_the_exact_one_that_rounds_to_it(starter: ModuleType) -> None:
    """The archive's four decimals stand for the catalogue's six where they agree, and only there."""
    assert starter.unrounded(0.0833, 0.083333) == 0.083333
    assert starter.unrounded(0.09, 0.083333) == 0.09


def test_an_absence_that_says_nothing_is_left_out(starter: ModuleType) -> None:
    """An id that the archive has before and after, or that was free at the end, did not provably leave."""
    days = [
        {"date": "2026-03-01", "prices": {"gone": [1, 2], "there": [1, 2], "free": [1, 2], "known": [1, 2]}},
        {"date": "2026-04-01", "prices": {"there": [1, 2], "free": [0, 0], "known": [1, 2]}},
        {"date": "2026-05-01", "prices": {"there": [1, 2]}},
    ]
    assert starter.ids_left_out(days, {"known"}, "2026-04-24") == {"there", "free"}


def test_a_file_of_a_wheel_is_read_byte_for_byte(starter: ModuleType, tmp_path: Path) -> None:
    """Packed or unpacked, the figures of a package reach the fetch as they stand there."""
    figures = b'{"input": 0.30000000000000004}'
    with zipfile.ZipFile(tmp_path / "anvil-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("anvil/data.json.gz", gzip.compress(figures))
    folder = tmp_path / "hammer-1.0-py3-none-any.whl" / "hammer"
    folder.mkdir(parents=True)
    (folder / "data.json").write_bytes(figures)
    assert starter.content(tmp_path, ("anvil-1.0", "anvil/data.json.gz")) == figures
    assert starter.content(tmp_path, ("hammer-1.0", "hammer/data.json")) == figures


def test_the_documents_name_every_package_with_its_version_and_day(starter: ModuleType) -> None:
    """Who makes the data again downloads what they were made from."""
    readme = (ROOT / "data/README.md").read_text()
    for name, file in (starter.CATALOGUE, starter.PRICES, starter.RATINGS, starter.MAKERS):
        package, version = name.replace("_", "-").rsplit("-", 1)
        assert f"{package}=={version}" in readme
        assert f"`{package}` {version}" in readme
        assert f"`{file.split('/', 1)[1]}`" in readme or f"`{file}`" in readme
    assert f"| {starter.MAKERS_DAY} | models.dev" in readme
