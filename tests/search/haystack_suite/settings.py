"""The published tests' own settings, with our engine in place of the stock one and what else they need left out."""

from __future__ import annotations

import os
from tempfile import mkdtemp

from test_haystack import settings as published

STOCK = "haystack.backends.whoosh_backend.WhooshEngine"

SECRET_KEY = published.SECRET_KEY
DEFAULT_AUTO_FIELD = published.DEFAULT_AUTO_FIELD
INSTALLED_APPS = published.INSTALLED_APPS
MIDDLEWARE = published.MIDDLEWARE
TEMPLATES = published.TEMPLATES
ROOT_URLCONF = published.ROOT_URLCONF
HAYSTACK_ROUTERS = published.HAYSTACK_ROUTERS
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
TEST_RUNNER = "tests.search.haystack_suite.recording.RecordingRunner"
HAYSTACK_CONNECTIONS = {
    name: {**options, "ENGINE": os.environ["SUITE_ENGINE"]} if options["ENGINE"] == STOCK else options
    for name, options in published.HAYSTACK_CONNECTIONS.items()
    if name in {"default", "simple", "whoosh", "filtered_whoosh"}
}
for _options in HAYSTACK_CONNECTIONS.values():
    if "PATH" in _options:
        _options["PATH"] = mkdtemp(prefix="index-", dir=os.environ["SUITE_FOLDER"])
