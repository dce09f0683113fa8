"""Static files as they are served: under names that change with their content, style without what nobody reads."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
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
