"""The gathered static files: made anew only when what they are made from has changed, ours without their comments."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import django
import rcssmin  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

COMMENTS = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)  # lines of nothing else; no string of ours spans lines
# How our own files are served; what vendors and Django bring stays as it came.
SMALLER: dict[str, Callable[[str], str]] = {"css": rcssmin.cssmin, "js": partial(COMMENTS.sub, "")}


def smaller(name: str) -> Callable[[str], str] | None:
    """What makes a file of this name smaller, where it is one of ours."""
    folder, _, rest = name.partition("/")
    return SMALLER.get(folder) if rest.endswith(f".{folder}") else None


class ArchiveStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under names that change with their content, compressed; our own style and script without comments."""

    support_js_module_import_aggregation = True  # else a page would load a module twice, by its two names

    def post_process(
        self, paths: Mapping[str, tuple[Any, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """paths: by name, the storage that a file lies in and its path there."""
        shrunk = {
            name: (_Smaller(storage, make), path) if (make := smaller(name)) else (storage, path)
            for name, (storage, path) in paths.items()
        }
        yield from super().post_process(shrunk, dry_run, **options)


class _Smaller:
    """A storage as post_process reads it, of files that lose what browsers pass over."""

    def __init__(self, storage: Storage, make: Callable[[str], str]) -> None:
        self.storage = storage
        self.make = make

    def open(self, path: str) -> ContentFile[bytes]:
        with self.storage.open(path) as file:
            return ContentFile(self.make(file.read().decode()).encode())


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
    makers = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    yield f"Django {django.__version__}, {settings.STORAGES['staticfiles']['BACKEND']}, {rcssmin.__version__}, {makers}"
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"
