"""A pytest plugin that gives each test worker a data folder of its own, before the settings are read."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

ROOM = 2_000_000_000  # bytes that the folders of all workers may come to


def in_memory() -> Path | None:
    """A folder of the machine's memory, where there is room: a disk would be waited for, for what is thrown away."""
    folder = Path("/dev/shm")  # noqa: S108 - mkdtemp makes folders in it that are nobody else's
    return folder if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM else None


_memory = in_memory()
if _memory:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_memory))  # where pytest makes each test's tmp_path
_folder = tempfile.mkdtemp(prefix="parallax-test-", dir=_memory)
for name in [name for name in os.environ if name.startswith("PARALLAX_") or name in {"DATABASE_URL", "SEARCH_URL"}]:
    del os.environ[name]  # what this machine is set to is no part of a test
os.environ["PARALLAX_DATA"] = _folder
# Where Python may not keep what it compiled, each worker and each process of a test compiles everything again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Playwright's synchronous driver runs an event loop in the test's thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_folder, ignore_errors=True)
