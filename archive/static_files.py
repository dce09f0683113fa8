"""The gathered static files: made anew only when what they are made from has changed, style without its comments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import django
import rcssmin  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

OURS = "css/"  # what vendors and Django bring stays as it came


class ArchiveStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under names that change with their content, compressed; our own style sheets without comments and space."""

    support_js_module_import_aggregation = True  # else a page would load a module twice, by its two names

    def post_process(
        self, paths: Mapping[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """paths: by name, the storage that a file lies in and its path there."""
        smaller = {
            name: (_Smaller(storage), path) if name.startswith(OURS) and name.endswith(".css") else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(smaller, dry_run, **options)


class _Smaller:
    """A storage as post_process reads it, of style sheets that lose what browsers pass over."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def open(self, path: str) -> ContentFile[bytes]:
        with self.storage.open(path) as file:
            return ContentFile(rcssmin.cssmin(file.read().decode()).encode())


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
    yield f"Django {django.__version__}, {settings.STORAGES['staticfiles']['BACKEND']}, {rcssmin.__version__}"
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"
