"""The catalogues are whole: what is compiled is what was translated, and nothing is left open."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

from tests.translation.catalogues import LOCALE, ROOT, compiled, context, forms, messages, source

LOCALES = [to_locale(code) for code, _ in settings.LANGUAGES[1:]]  # the first is what the program is written in
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|(?<!%)\{\w*\}")
TAG = re.compile(r"</?\w+")
EVERY = pytest.mark.parametrize("locale", LOCALES)


def test_every_language_that_is_offered_has_a_catalogue_and_the_other_way_round() -> None:
    assert sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po")) == sorted(LOCALES)


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not on PATH: apt-get install gettext")
@EVERY
def test_every_message_of_the_program_is_in_the_catalogue_and_no_other(locale: str, tmp_path: Path) -> None:
    for folder in ("archive", "templates", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale", locale, "--no-obsolete", "--no-location"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, env=environment)
    with (tmp_path / "locale" / locale / "LC_MESSAGES/django.po").open("rb") as file:
        found = {(context(one), forms(one)[0]) for one in messages(read_po(file, locale))}
    assert found == {(context(one), forms(one)[0]) for one in messages(source(locale))}


@EVERY
def test_what_is_compiled_is_what_was_translated(locale: str) -> None:
    def texts(catalogue: Catalog) -> dict[tuple[str, tuple[str, ...]], tuple[str, ...]]:
        return {(context(one), forms(one)[0]): forms(one)[1] for one in messages(catalogue)}

    written, read = source(locale), compiled(locale)
    assert texts(read) == texts(written)
    assert read.plural_expr == written.plural_expr


@EVERY
def test_no_message_is_fuzzy_or_empty(locale: str) -> None:
    left = [message.id for message in messages(source(locale)) if message.fuzzy or not all(forms(message)[1])]
    assert left == []


@EVERY
def test_placeholders_and_markup_agree(locale: str) -> None:
    wrong = []
    for message in messages(source(locale)):
        ids, strings = forms(message)
        for kind in (PLACEHOLDER, TAG):
            known = {tuple(sorted(kind.findall(one))) for one in ids}
            wrong += [string for string in strings if tuple(sorted(kind.findall(string))) not in known]
    assert wrong == []


@EVERY
def test_a_message_begins_and_ends_as_it_does_in_english(locale: str) -> None:
    """With or without white space; a sentence with its full stop, a label without one."""
    pairs = [forms(message) for message in messages(source(locale))]
    assert [text for ids, strings in pairs for text in strings if _edges(text) != _edges(ids[0])] == []


def _edges(text: str) -> tuple[bool, bool, str]:
    last = text.rstrip("”“\"'›»)")[-1:]
    return text[:1].isspace(), text[-1:].isspace(), last if last in set(".?!:;…") else ""
