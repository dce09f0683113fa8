"""The two sides that each scenario is run on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.stock import sides

# The stock backend leaves files open until the collector comes; on ours such a warning fails the test.
LEAKS = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(params=["ours", pytest.param("stock", marks=LEAKS)])
def side(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sides.Side]:
    with sides.opened(request.param, tmp_path / "index", monkeypatch) as side:
        yield side
    gc.collect()  # what the stock side has leaked must not be found in another test
