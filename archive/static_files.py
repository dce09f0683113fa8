"""The gathered static files, made anew only when what they are made from has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def gather() -> None:
    """Run collectstatic unless its last run had the same sources: a running server reads what it would rewrite."""
    mark = settings.STATIC_ROOT / ".gathered-from"
    sources = hashlib.sha256("\n".join(sorted(_sources())).encode()).hexdigest()
    if mark.is_file() and mark.read_text(encoding="ascii") == sources:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(sources, encoding="ascii")


def _sources() -> Iterator[str]:
    """One line for each source file: its name, size and time of change; and what else decides the result."""
    yield f"Django {django.__version__}, {settings.STORAGES['staticfiles']['BACKEND']}"
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"
