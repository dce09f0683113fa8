"""manage.py flush_index: what waits is indexed, or the command says why not and fails."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from haystack import connections

from archive.management.commands import flush_index
from archive.search import queue
from archive.search.query import SearchQuery
from archive.search.run import run
from tests.factories import make_article
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


def flush(**options: object) -> str:
    out = StringIO()
    call_command("flush_index", stdout=out, **options)
    return out.getvalue()


def total(typed: str) -> int:
    return run(SearchQuery.parse(typed)).total


def remove_index() -> None:
    for file in Path(settings.DATA / "index").iterdir():
        file.unlink()


def damage_index() -> None:
    for file in Path(settings.DATA / "index").glob("*.toc"):
        file.write_bytes(b"nonsense")


def test_it_indexes_what_waits_and_says_how_many() -> None:
    make_article("A lantern.")
    assert flush() == "The search index is up to date: 1 document written.\n"
    assert total("lantern") == 1
    assert flush() == "The search index is up to date: 0 documents written.\n"


@pytest.mark.parametrize("lose", [remove_index, damage_index])
def test_a_lost_index_is_an_error_until_it_may_be_rebuilt(lose: object) -> None:
    make_article("A lantern.")
    queue.flush()
    assert callable(lose)
    lose()
    make_article("Another lantern.")
    with pytest.raises(CommandError, match=r"--rebuild-if-missing 1 changes wait"):
        flush()
    assert flush(rebuild_if_missing=True) == "The search index was built anew: 2 documents written.\n"
    assert total("lantern") == 2
    assert queue.pending_count() == 0


def test_an_index_that_is_there_is_not_rebuilt() -> None:
    make_article("A lantern.")
    queue.flush()
    assert flush(rebuild_if_missing=True) == "The search index is up to date: 0 documents written.\n"


def test_a_lost_index_is_an_error_even_when_nothing_waits() -> None:
    make_article("A lantern.")
    queue.flush()
    remove_index()
    with pytest.raises(CommandError, match="--rebuild-if-missing"):
        flush()


def test_a_new_archive_needs_no_rebuild() -> None:
    remove_index()
    make_article("A lantern.")
    assert "1 document written" in flush()
    assert total("lantern") == 1


def test_rows_that_remain_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flush_index, "LOCK_SECONDS", 0.0)
    make_article("A lantern.")
    with connections["default"].get_backend().writing(), pytest.raises(CommandError, match="1 changes still wait"):
        flush()
    assert queue.pending_count() == 1
