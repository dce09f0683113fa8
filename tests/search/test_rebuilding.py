"""The whole index built anew: here, and in two processes where there is much of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from haystack import connections

from archive.management.commands import rebuild_index
from archive.models import PendingIndexing
from archive.search import queue, rebuilding
from archive.search.query import SearchQuery
from archive.search.run import run
from tests.factories import make_article, make_claim, make_passage
from tests.search_index import reset_index

ROOT = Path(__file__).resolve().parent.parent.parent

# Written in another process: a test's own rows are in a transaction that no other process sees.
MUCH = """
import django
django.setup()
from archive.models import Article, Source
from archive.search import rebuilding
from archive.search.query import SearchQuery
from archive.search.run import run
from tests.factories import paragraphs

if __name__ == "__main__":
    rebuilding.WORTH_A_PROCESS = 400  # so that a test's rows are many
    source = Source.objects.create(name="Quay Post")
    rows = []
    for number in range(rebuilding.WORTH_A_PROCESS + 1):
        rows.append(Article(source=source, title=f"No. {number}", slug=f"no-{number}", published="2014"))
        rows[-1].content = paragraphs(f"Lantern {number} burns.")
    Article.objects.bulk_create(rows)
    print(rebuilding.rebuild())
    print(run(SearchQuery.parse("lanterns")).total)
    for number in (0, 199, 200, 201, len(rows) - 1):
        print(*(hit.article.title for hit in run(SearchQuery.parse(f'"lantern {number} burns"')).articles))
"""


@pytest.fixture
def index(db: None) -> None:
    reset_index()


def total(typed: str) -> int:
    return run(SearchQuery.parse(typed)).total


@pytest.mark.usefixtures("index")
def test_searches_find_the_same_before_and_after() -> None:
    article = make_article("A lantern burns on the quay.")
    make_passage(article, make_claim("Lanterns burn."), "A lantern burns")
    queue.flush()
    before = run(SearchQuery.parse("lantern")).totals
    assert rebuilding.rebuild() == 3
    assert run(SearchQuery.parse("lantern")).totals == before == {"articles": 1, "claims": 1, "passages": 1}


@pytest.mark.usefixtures("index")
def test_what_was_deleted_behind_the_indexs_back_is_gone() -> None:
    claim = make_claim("Lanterns burn.")
    queue.flush()
    claim.delete()
    PendingIndexing.objects.all().delete()
    assert run(SearchQuery.parse("lantern"), kind="claims").totals["claims"] == 1
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert run(SearchQuery.parse("lantern"), kind="claims").totals["claims"] == 0


@pytest.mark.usefixtures("index")
def test_an_error_on_the_way_leaves_the_old_index(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article("A lantern.")
    queue.flush()
    make_article("A tide.")
    index = queue.index_of(type(make_article("A quay.")))

    def unwilling(_: object) -> dict[str, object]:
        raise RuntimeError("this row cannot be prepared")

    monkeypatch.setattr(index, "prepare", unwilling)
    files = set((connections["default"].get_backend().store.folder).iterdir())
    with pytest.raises(RuntimeError, match="cannot be prepared"):
        rebuilding.rebuild()
    assert total("lantern") == 1
    assert set((connections["default"].get_backend().store.folder).iterdir()) == files


@pytest.mark.usefixtures("index")
def test_another_process_that_writes_is_waited_for_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_index, "LOCK_SECONDS", 0.0)
    with (
        connections["default"].get_backend().writing(),
        pytest.raises(CommandError, match=r"Another process is writing .* Try again when it is done"),
    ):
        call_command("rebuild_index")


@pytest.mark.slow
def test_two_processes_build_one_index(tmp_path: Path, migrated: Path) -> None:
    shutil.copytree(migrated, tmp_path / "data")
    script = tmp_path / "much.py"
    script.write_text(MUCH)
    environ = {
        **os.environ, "PARALLAX_DATA": str(tmp_path / "data"), "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "archive.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n") == ["401", "401", "No. 0", "No. 199", "No. 200", "No. 201", "No. 400", ""]
    assert len(list((tmp_path / "data" / "index").glob("*.plx"))) == 2
