"""The queue: nothing that is committed is lost to search, and nothing that is rolled back is found."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from haystack import connections

from archive import curation
from archive.models import Article, PendingIndexing, Tag
from archive.search import queue
from archive.search.query import SearchQuery
from archive.search.run import run
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def index() -> None:
    reset_index()


def found(typed: str) -> set[str]:
    return {hit.article.title for hit in run(SearchQuery.parse(typed)).articles}


def claims_found(typed: str) -> set[str]:
    return {hit.claim.statement for hit in run(SearchQuery.parse(typed), kind="claims").claims}


class _RolledBackError(Exception):
    pass


def save_and_roll_back() -> None:
    with transaction.atomic():
        make_article("The lantern burns.")
        raise _RolledBackError


def test_a_saved_article_is_found_at_once() -> None:
    make_article("The lantern burns.", title="Quay")
    assert found("lantern") == {"Quay"}
    assert queue.pending_count() == 0


def test_a_save_that_is_rolled_back_leaves_no_trace() -> None:
    with pytest.raises(_RolledBackError):
        save_and_roll_back()
    assert queue.pending_count() == 0
    assert found("lantern") == set()


def test_a_row_saved_again_after_a_rolled_back_savepoint_is_queued() -> None:
    with transaction.atomic():
        with pytest.raises(_RolledBackError):
            save_and_roll_back()
        make_article("The lantern burns on.", title="Second")
    assert found("lantern") == {"Second"}


def test_a_transaction_queues_each_row_once() -> None:
    with transaction.atomic():
        article = make_article("The lantern burns. The quay sleeps.")
        claim = make_claim("Lamps burn.")
        make_passage(article, claim, "The lantern burns.")
        make_passage(article, claim, "The quay sleeps.")
        rows = list(PendingIndexing.objects.values_list("model", "key"))
        assert len(rows) == len(set(rows))
        assert sorted(label for label, _ in rows) == ["archive.article", "archive.claim", *["archive.passage"] * 2]


def test_a_deleted_article_and_claim_leave_the_index() -> None:
    article, claim = make_article("The lantern burns."), make_claim("Lanterns burn.")
    make_passage(article, claim, "lantern").delete()
    claim.delete()
    curation.purge_article(article)
    assert found("lantern") == set()
    assert claims_found("lanterns") == set()


def change_statement(article: Article) -> None:
    claim = article.passages.get().claim
    claim.statement = "Zeppelins fly."
    claim.save()


def tag_the_claim(article: Article) -> None:
    curation.tag_claim(article.passages.get().claim, ["zeppelin"])


def tag_from_the_other_side(article: Article) -> None:
    Tag.objects.create(name="zeppelin").claims.add(article.passages.get().claim)


def rename_tag(article: Article) -> None:
    curation.rename_tag(Tag.objects.get(name="tides"), "zeppelin")


def merge_tag(article: Article) -> None:
    curation.merge_tags(Tag.objects.get(name="tides"), Tag.objects.create(name="zeppelin"))


def rename_source(article: Article) -> None:
    article.source.name = "The Zeppelin"
    article.source.save()


def name_speaker(article: Article) -> None:
    passage = article.passages.get()
    passage.speaker = "Ana Zeppelin"
    passage.save()


def add_passage(article: Article) -> None:
    make_passage(article, make_claim("A zeppelin is seen."), "quay")


@pytest.mark.parametrize(
    "change",
    [
        change_statement,
        tag_the_claim,
        tag_from_the_other_side,
        rename_tag,
        merge_tag,
        rename_source,
        name_speaker,
        add_passage,
    ],
)
def test_what_changes_around_an_article_is_found_with_it(change: Callable[[Article], None]) -> None:
    article = make_article("The lantern burns at the quay.", title="Quay")
    make_passage(article, make_claim("Lamps burn.", tags=("tides",)), "lantern")
    assert found("zeppelin") == set()
    change(article)
    assert found("zeppelin") == {"Quay"}
    assert queue.pending_count() == 0


def retire(article: Article) -> None:
    curation.set_status(article.passages.all(), "proposed")


def delete_passage(article: Article) -> None:
    article.passages.get().delete()


def untag(article: Article) -> None:
    article.passages.get().claim.tags.clear()


def untag_from_the_other_side(article: Article) -> None:
    Tag.objects.get(name="tides").claims.clear()


def delete_tag(article: Article) -> None:
    Tag.objects.get(name="tides").delete()


def move_away(article: Article) -> None:
    passage = article.passages.get()
    passage.article, passage.start, passage.end = make_article("Elsewhere."), 0, 5
    passage.save()


@pytest.mark.parametrize("change", [retire, delete_passage, untag, untag_from_the_other_side, delete_tag, move_away])
def test_what_leaves_an_article_is_no_longer_found_with_it(change: Callable[[Article], None]) -> None:
    article = make_article("The lantern burns at the quay.", title="Quay")
    make_passage(article, make_claim("Lamps burn.", tags=("tides",)), "lantern")
    assert "Quay" in found("tag:tides")
    change(article)
    assert "Quay" not in found("tag:tides")


def test_a_merged_tags_old_name_finds_what_the_new_one_holds() -> None:
    article = make_article("The lantern burns.", title="Quay")
    make_passage(article, make_claim("Lamps burn.", tags=("tides",)), "lantern")
    merge_tag(article)
    assert found("tag:tides") == {"Quay"}


def test_a_claim_is_found_by_the_sources_of_its_articles() -> None:
    source = make_source("Harbour Post")
    article = make_article("The lantern burns.", source=source, published="2014-09-27")
    make_passage(article, make_claim("Lamps burn."), "lantern")
    assert claims_found('source:"Harbour Post" year:2014') == {"Lamps burn."}
    source.name = "The Tide"
    source.save()
    assert claims_found('source:"Harbour Post"') == set()
    assert claims_found('source:"The Tide"') == {"Lamps burn."}


def test_deferred_flushes_once_at_its_end() -> None:
    with queue.deferred():
        make_article("The lantern burns.", title="One")
        with queue.deferred():
            make_article("The lantern burns.", title="Two")
        assert found("lantern") == set()
    assert found("lantern") == {"One", "Two"}
    assert queue.pending_count() == 0


def save_one_and_fail() -> None:
    with queue.deferred():
        make_article("The lantern burns.", title="One")
        save_and_roll_back()


def test_deferred_flushes_what_was_committed_before_an_error() -> None:
    with pytest.raises(_RolledBackError):
        save_one_and_fail()
    assert found("lantern") == {"One"}


def test_a_lock_held_elsewhere_leaves_the_rows_and_the_save_stands(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "archive"), connections["default"].get_backend().writing():
        make_article("The lantern burns.", title="Quay")
        waiting = queue.pending_count()
    assert waiting > 0
    assert "Another process is writing" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert queue.flush() == waiting
    assert found("lantern") == {"Quay"}


def test_an_index_that_cannot_be_written_is_logged_and_the_save_stands(caplog: pytest.LogCaptureFixture) -> None:
    folder = settings.DATA / "index"
    for file in folder.glob("*.toc"):
        file.write_bytes(b"nonsense")
    make_article("The lantern burns.")  # the one row that there is: the index is made anew
    assert found("lantern")
    for file in folder.glob("*.toc"):
        file.write_bytes(b"nonsense")
    article = make_article("Another lantern burns.")
    assert Article.objects.filter(pk=article.pk).exists()
    assert "manage.py flush_index --rebuild-if-missing" in caplog.text
    assert queue.pending_count() > 0


def test_a_missing_index_is_not_made_of_a_part_of_the_rows(caplog: pytest.LogCaptureFixture) -> None:
    """A passage that a queue leaves out would be missed by every search; others in the queue do not make up for it."""
    article, claim = make_article("The lantern burns. The quay sleeps."), make_claim("Lamps burn.")
    kept, proposed = make_passage(article, claim, "lantern"), make_passage(article, claim, "quay", status="proposed")
    rows = [("archive.article", article.pk), ("archive.claim", claim.pk), ("archive.passage", proposed.pk)]
    for file in (settings.DATA / "index").iterdir():
        file.unlink()
    queue.enqueue_rows([*((label, str(key)) for label, key in rows), ("archive.passage", "999")])
    assert "manage.py flush_index --rebuild-if-missing" in caplog.text
    assert not queue.is_ready()
    queue.enqueue_rows([("archive.passage", str(kept.pk))])
    assert queue.is_ready()
    assert found("lantern") == {article.title}


def test_a_flush_takes_as_many_queries_for_many_rows_as_for_few() -> None:
    counts = []
    for number in (3, 12):
        with transaction.atomic():
            for _ in range(number):
                article = make_article("The lantern burns at the quay.")
                make_passage(article, make_claim(tags=("tides", "wind")), "lantern")
            rows = list(PendingIndexing.objects.values("model", "key"))
        PendingIndexing.objects.bulk_create(PendingIndexing(**row) for row in rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            queue.flush()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_more_rows_than_a_batch_are_all_flushed() -> None:
    queue.enqueue(Article, range(1, queue.BATCH + 50))
    article = make_article("The lantern burns.", title="Quay")
    assert queue.pending_count() == 0
    assert found("lantern") == {article.title}


def _process(code: str) -> subprocess.Popen[str]:
    """A process of its own on this test's database and index."""
    start = f"""
        import os, signal, sys
        from django.conf import settings
        settings.DATABASES["default"]["NAME"] = {str(settings.DATABASES["default"]["TEST"]["NAME"])!r}
        import django
        django.setup()
        from django.db import transaction
        from archive.models import Article, Source
        from archive.search import queue
    """
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(start) + textwrap.dedent(code)],
        cwd=settings.BASE,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings", "PARALLAX_DATA": str(settings.DATA)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_process_killed_between_commit_and_flush_loses_nothing() -> None:
    make_source("Harbour Post")
    killed = _process(
        """
        queue.flush = lambda: os.kill(os.getpid(), signal.SIGKILL)
        with transaction.atomic():
            Article.objects.create(title="Quay", text="x", source=Source.objects.get(), abstract="A lantern burns.")
        """
    )
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert Article.objects.get().title == "Quay"
    assert queue.pending_count() == 1
    assert found("lantern") == set()
    assert queue.flush() == 1
    assert found("lantern") == {"Quay"}


def test_two_processes_that_flush_at_once_end_with_an_empty_queue_and_a_right_index() -> None:
    make_source("Harbour Post")
    code = """
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(8):
            Article.objects.create(title=f"{name} {number}", text="x", source=Source.objects.get(), abstract="lantern")
    """
    both = [_process(f"name = {name!r}\n" + textwrap.dedent(code)) for name in ("One", "Two")]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in both:
        one.communicate(timeout=120)
        assert one.returncode == 0
    assert queue.pending_count() == 0
    assert found("lantern") == {f"{name} {number}" for name in ("One", "Two") for number in range(8)}
