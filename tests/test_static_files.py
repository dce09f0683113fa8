"""Static files as they are served: under names that change with their content, style without what nobody reads."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from pytest_django import Settings

from archive.static_files import gather

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def gathered(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "archive.static_files.ArchiveStaticFilesStorage"},
    }
    gather()
    return tmp_path


def test_style_is_served_without_comments_and_scripts_as_they_are(gathered: Path) -> None:
    served = (gathered / "css" / Path(staticfiles_storage.url("css/compare.css")).name).read_text()
    source = (ROOT / "static" / "css" / "compare.css").read_text()
    assert "/*" in source
    assert "/*" not in served
    assert ".compare .column" in served
    script = (gathered / "js" / Path(staticfiles_storage.url("js/marks.js")).name).read_text()
    assert script == (ROOT / "static" / "js" / "marks.js").read_text()


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


def test_what_is_gathered_already_is_left_alone(gathered: Path) -> None:
    def times() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in gathered.rglob("*") if path.is_file()}

    before = times()
    gather()
    assert times() == before
    source = gathered / ".gathered-from"
    source.write_text("something else")
    os.utime(gathered / "css" / "compare.css", (0, 0))
    gather()
    assert times() != before
