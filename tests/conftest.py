"""What tests share: the data beside the repository, and an index that each test finds empty."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def _folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"{folder.name} is not beside the repository")
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The founding articles as they were received, with their catalogue and annotations."""
    return _folder("seeds")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Public data for measuring."""
    return _folder("data")
