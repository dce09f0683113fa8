"""Static files as they are served: under names that change with their content, style without what nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import override_settings

from archive.static_files import gather

ROOT = Path(__file__).resolve().parent.parent


def served_from(folder: Path) -> dict[str, Any]:
    """The settings of a site whose static files are gathered in `folder`."""
    storage = {"BACKEND": "archive.static_files.ArchiveStaticFilesStorage"}
    return {"STATIC_ROOT": folder, "STORAGES": {**settings.STORAGES, "staticfiles": storage}}


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All static files, gathered once for tests that only read them."""
    folder = tmp_path_factory.mktemp("gathered")
    with override_settings(**served_from(folder)):
        gather()
    return folder


@pytest.fixture
def gathered(once: Path) -> Iterator[Path]:
    with override_settings(**served_from(once)):
        yield once


def test_style_and_script_are_served_without_their_comments(gathered: Path) -> None:
    served = (gathered / "css" / Path(staticfiles_storage.url("css/compare.css")).name).read_text()
    source = (ROOT / "static" / "css" / "compare.css").read_text()
    assert "/*" in source
    assert "/*" not in served
    assert ".compare .column" in served
    served = (gathered / "js" / Path(staticfiles_storage.url("js/marks.js")).name).read_text()
    lines = (ROOT / "static" / "js" / "marks.js").read_text().splitlines()
    assert served.splitlines() == [line for line in lines if not line.startswith("//")]


def test_what_vendors_bring_is_served_as_it_came(gathered: Path) -> None:
    name = "admin/js/core.js"
    source = finders.find(name)
    assert source
    served = gathered / Path(staticfiles_storage.url(name).lstrip("/")).relative_to("static")
    assert served.read_bytes() == Path(source).read_bytes()


def test_no_string_of_our_scripts_spans_lines() -> None:
    """Else a line within it could be taken for a comment."""
    for path in (ROOT / "static" / "js").rglob("*.js"):
        for line in path.read_text().splitlines():
            assert line.count("`") % 2 == 0, f"{path}: {line}"
        assert "/*" not in path.read_text()


def test_a_module_imports_others_by_the_names_that_pages_load_them_by(gathered: Path) -> None:
    served = gathered / "js" / Path(staticfiles_storage.url("js/compare.js")).name
    imported = re.findall(r'from "(.+?)"', served.read_text())
    assert any("keys" in module for module in imported)
    assert all((served.parent / module).is_file() for module in imported)
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", module) for module in imported)


def test_a_style_sheet_finds_its_fonts_under_their_new_names(gathered: Path) -> None:
    served = gathered / "css" / Path(staticfiles_storage.url("css/tokens.css")).name
    fonts = [part.split(")")[0].strip("\"'") for part in served.read_text().split("url(")[1:]]
    assert fonts
    assert all((served.parent / font).is_file() for font in fonts)


def test_what_is_gathered_already_is_left_alone(tmp_path: Path) -> None:
    source, folder = tmp_path / "source" / "css" / "quay.css", tmp_path / "gathered"
    source.parent.mkdir(parents=True)
    source.write_text("main { color: red }")
    finder = ["django.contrib.staticfiles.finders.FileSystemFinder"]

    def times() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}

    with override_settings(**served_from(folder), STATICFILES_DIRS=[tmp_path / "source"], STATICFILES_FINDERS=finder):
        gather()
        before = times()
        name = staticfiles_storage.url("css/quay.css")
        assert (folder / "css" / Path(name).name).read_text() == "main{color:red}"
        gather()
        assert times() == before
        source.write_text("main { color: green }")
        gather()
        changed = staticfiles_storage.url("css/quay.css")
        assert changed != name
        assert (folder / "css" / Path(changed).name).read_text() == "main{color:green}"


def test_files_lie_there_under_the_names_that_pages_use_alone(gathered: Path) -> None:
    """Compressing each of them twice would double the first start."""
    assert not (gathered / "css" / "compare.css").exists()
    assert list((gathered / "css").glob("compare.*.css.gz"))
