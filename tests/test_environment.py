import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive import environment, secret_key

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("word", "value"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_a_flag_is_yes_or_no(word: str, value: bool) -> None:
    assert environment.flag("X", environ={"X": word}) is value


def test_a_flag_that_is_not_set_has_its_default() -> None:
    assert environment.flag("X", default=True, environ={}) is True


def test_another_word_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="X='maybe'"):
        environment.flag("X", environ={"X": "maybe"})


def test_words_are_split_at_commas() -> None:
    assert environment.words("X", default=[], environ={"X": " a.example, b.example,"}) == ["a.example", "b.example"]


def test_a_slip_of_the_keys_is_told() -> None:
    with pytest.raises(ImproperlyConfigured, match="PARALLAX_DEBGU"):
        environment.refuse_unknown("PARALLAX_", {"PARALLAX_DEBUG"}, {"PARALLAX_DEBGU": "1"})


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    key = secret_key.read_or_make(path)
    assert len(key) >= 50
    assert secret_key.read_or_make(path) == key
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("PARALLAX_DEBUG", "perhaps", "neither yes nor no"),
        ("PARALLAX_HTTPSS", "1", "Nothing reads PARALLAX_HTTPSS"),
        ("SEARCH_URL", "solr://127.0.0.1:8983/archive", "Write whoosh:///a/folder"),
        ("PARALLAX_DATA", "/proc/nowhere", "cannot be made"),
        ("PARALLAX_TIME_ZONE", "Mars/Olympus", "is no time zone"),
        ("PARALLAX_LANGUAGE", "tlh", "Set it to one of: en-gb, de"),
        ("DATABASE_URL", "foo", "Write sqlite:////a/file"),
        ("DATABASE_URL", "mysql://user@127.0.0.1/archive", "Write sqlite:////a/file"),
    ],
)
def test_a_bad_setting_stops_the_start_and_says_which(variable: str, value: str, says: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, variable: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert says in done.stderr
