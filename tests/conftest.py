"""What tests share: the data beside the repository, and an index that each test finds empty."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.utils import translation

from tests.search_index import reset_index

# Machines are noisy: what a case costs is measured by the benchmarks, never by a test's clock.
hypothesis.settings.register_profile("archive", deadline=None, max_examples=60)
hypothesis.settings.load_profile("archive")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes name no test: they may be long, and packed ones hold the moment, so that workers would disagree."""
    return argname if isinstance(val, bytes) else None


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


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an empty, migrated database, to be copied by tests that start processes of their own."""
    folder = tmp_path_factory.mktemp("migrated") / "data"
    folder.mkdir(mode=0o700)
    ours, copy = connection.settings_dict["NAME"], folder / "archive.sqlite3"
    with closing(sqlite3.connect(ours)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return folder


@pytest.fixture
def searchable(db: None) -> None:
    """An index that is ready and empty, and that follows what the test commits."""
    reset_index()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Django's hashers are slow on purpose, and hundreds of tests log somebody in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request in another language leaves that language active, which the next test would be written in."""
    yield
    translation.deactivate()
