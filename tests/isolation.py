"""A pytest plugin that gives each test worker a data folder of its own, before the settings are read."""

import os
import shutil
import tempfile

import pytest

_folder = tempfile.mkdtemp(prefix="parallax-test-")
for name in [name for name in os.environ if name.startswith("PARALLAX_") or name in {"DATABASE_URL", "SEARCH_URL"}]:
    del os.environ[name]  # what this machine is set to is no part of a test
os.environ["PARALLAX_DATA"] = _folder
# Playwright's synchronous driver runs an event loop in the test's thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_folder, ignore_errors=True)
