"""The house's rule on who may import whom, read off the source: a line that breaks it fails here by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "archive"

# Each room, and the rooms of ours that it may import besides itself. The longest prefix of a module's name counts.
MAY_IMPORT: dict[str, set[str]] = {
    "archive": set(),
    "archive.settings": {"archive.environment", "archive.secret_key"},
    "archive.middleware": set(),
    "archive.static_files": set(),
    "archive.text": set(),
    "archive.dates": set(),
    "archive.content_store": set(),
    "archive.addresses": set(),
    "archive.models": {"archive.addresses", "archive.text", "archive.dates", "archive.content_store"},
    "archive.search.grammar": set(),
    "archive.search.parser": {"archive.search.grammar"},
    "archive.search.query": {"archive.search.grammar", "archive.search.parser"},
    "archive.search.engine": {"archive.text"},
    "archive.languages": set(),
    "archive.search": {"archive.languages", "archive.models", "archive.text"},
    "archive.search_indexes": {"archive.models"},
    "archive.curation": {"archive.models", "archive.text", "archive.content_store"},
    "archive.rendering": {"archive.models", "archive.search.excerpts", "archive.text"},
    "archive.reading": {
        "archive.content_store",
        "archive.dates",
        "archive.ingest",
        "archive.models",
        "archive.rendering",
        "archive.search",
        "archive.text",
    },
    "archive.forms": {"archive.models"},
    "archive.templatetags": {
        "archive.search.grammar",
        "archive.dates",
        "archive.exchange",
        "archive.languages",
        "archive.models",
        "archive.rendering",
    },
    "archive.ingest": {
        "archive.addresses",
        "archive.curation",
        "archive.content_store",
        "archive.dates",
        "archive.models",
        "archive.text",
    },
    "archive.exchange": {
        "archive.addresses",
        "archive.content_store",
        "archive.curation",
        "archive.dates",
        "archive.models",
        "archive.text",
    },
    "archive.views": {
        "archive.curation",
        "archive.exchange",
        "archive.forms",
        "archive.models",
        "archive.reading",
        "archive.rendering",
        "archive.search",
    },
    "archive.urls": {"archive.views"},
    "archive.admin": {
        "archive.addresses",
        "archive.content_store",
        "archive.curation",
        "archive.dates",
        "archive.ingest",
        "archive.models",
        "archive.reading",
        "archive.rendering",
        "archive.search",
        "archive.text",
    },
    "archive.admin_site": {"archive.models"},
    "archive.backup": {"archive.content_store"},
    "archive.integrity": {"archive.content_store", "archive.models", "archive.search"},
    "archive.management": {
        "archive.backup",
        "archive.integrity",
        "archive.curation",
        "archive.exchange",
        "archive.ingest",
        "archive.models",
        "archive.search",
        "archive.static_files",
        "archive.text",
    },
    "archive.migrations": {"archive.addresses", "archive.models"},
}
# Packages that a room must not know at all.
MUST_NOT_KNOW = {
    "archive.text": {"django", "haystack", "whoosh"},
    "archive.search.grammar": {"django", "haystack", "whoosh"},
    "archive.search.parser": {"django", "haystack", "whoosh"},
    "archive.search.query": {"django", "haystack", "whoosh"},
}
ONLY_ENGINE_KNOWS = "whoosh"

FILES = sorted(PACKAGE.rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> list[tuple[str, str]]:
    """Each (module, name) that a file imports; the name is empty for `import module`."""
    found: list[tuple[str, str]] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found += ((node.module or "", alias.name) for alias in node.names)
    return found


def room_of(module: str) -> str:
    return max((room for room in MAY_IMPORT if f"{module}.".startswith(f"{room}.")), key=len)


def targets(path: Path) -> Iterator[str]:
    """The modules of ours that a file imports, `from archive.search import queue` as archive.search.queue."""
    for module, name in imports(path):
        if module.split(".")[0] == "archive":
            inner = PACKAGE.joinpath(*module.split(".")[1:], name)
            yield f"{module}.{name}" if name and (inner.is_dir() or inner.with_suffix(".py").is_file()) else module


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_follow_the_arrows(path: Path) -> None:
    room = room_of(module_of(path))
    allowed = MAY_IMPORT[room] | {room}
    for target in targets(path):
        fits = any(f"{target}.".startswith(f"{one}.") for one in allowed)
        assert fits, f"{module_of(path)} imports {target}; {room} may import {', '.join(sorted(allowed))}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_no_file_reaches_for_anothers_private_names(path: Path) -> None:
    for module, name in imports(path):
        private = [part for part in (*module.split("."), name) if part.startswith("_") and not part.startswith("__")]
        assert not (module.startswith("archive") and private), f"{module_of(path)} imports {private} of {module}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_no_room_knows_what_it_should_not(path: Path) -> None:
    module = module_of(path)
    forbidden = MUST_NOT_KNOW.get(room_of(module), set())
    if not module.startswith("archive.search.engine"):
        forbidden = forbidden | {ONLY_ENGINE_KNOWS}
    known = {imported.split(".")[0] for imported, _ in imports(path)}
    assert not known & forbidden, f"{module} imports {known & forbidden}"
