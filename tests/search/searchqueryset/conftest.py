"""Each of these tests finds an index that is ready and empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.searchqueryset.probing import Probe, probing
from tests.search_index import reset_index


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Probe]:
    with probing(tmp_path / "index", monkeypatch) as made:
        yield made
