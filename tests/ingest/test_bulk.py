"""Documents taken in bulk: real processes read them, and what befalls one of them is told of it alone."""

from __future__ import annotations

import datetime as dt
import errno
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from archive import content_store
from archive.ingest import likeness, plain
from archive.ingest.bulk import batches
from archive.ingest.bulk.keeping import Foreseeing, Keeper, Storing
from archive.ingest.bulk.processes import MEGABYTE, Bounds, Readers
from archive.ingest.bulk.report import Taken
from archive.ingest.received import Given, Received, Refused
from archive.ingest.store import Outcome, Prepared, prepared, store_many
from archive.models import Article, Capture, Fingerprint, PendingIndexing

STORY = (
    "The {} harbour lights went out one by one while the ferry waited for the tide to turn and carry it home.\n\n"
    "The council will decide in spring whether the old quay is to be repaired or whether it will be given up.\n"
)
BOUNDS = Bounds(processes=1)


def document(name: str, text: str = STORY, **fields: Any) -> Received:
    return Received(raw=text.format(name).encode(), name=f"{name}.txt", **fields)


def documents(count: int, first: int = 0) -> list[Received]:
    return [document(f"{number}th") for number in range(first, first + count)]


def taken(items: Iterable[Received | Refused], keeper: Keeper | None = None, bounds: Bounds = BOUNDS) -> list[Taken]:
    return [item for batch in batches.take(items, Given("The Post"), bounds, keeper or Storing()) for item in batch]


def statuses(items: Iterable[Received | Refused], keeper: Keeper | None = None) -> list[str]:
    return [item.status for item in taken(items, keeper)]


@pytest.mark.django_db
def test_what_became_of_each_item_is_told_in_their_order() -> None:
    items: list[Received | Refused] = [
        document("north"),
        Refused("a.png", "It is a picture.", failed=False),
        document("empty", " "),
        document("south"),
        document("north", origin="again"),
        Refused("b.zip", "It is damaged."),
    ]
    told = taken(items)
    assert [(item.name, item.status) for item in told] == [
        ("north.txt", "added"),
        ("a.png", "passed over"),
        ("empty.txt", "failed"),
        ("south.txt", "added"),
        ("north.txt", "unchanged"),
        ("b.zip", "failed"),
    ]
    north, south = Article.objects.order_by("pk")
    assert [item.article for item in told if item.article] == [
        f"/articles/{one.slug}/" for one in (north, south, north)
    ]
    assert "empty" in told[2].reason
    assert north.source.name == "The Post"


@pytest.mark.django_db
def test_articles_are_whole_and_await_indexing_and_have_their_fingerprints() -> None:
    long = STORY + " ".join(f"word{number}" for number in range(100))
    taken([document("north", long), document("south", long)])
    for article in Article.objects.select_related("capture"):
        assert article.capture is not None
        assert article.capture.read().decode().startswith(f"The {article.capture.name[:5]} harbour")
        assert PendingIndexing.objects.filter(model="archive.article", key=str(article.pk)).exists()
        assert bytes(Fingerprint.objects.get(article=article).signature) == likeness.signature(article.body_text)


@pytest.mark.django_db
def test_what_is_in_is_not_read_again_and_bytes_that_were_lost_come_back() -> None:
    taken(documents(3))
    lost = content_store.digest_of(documents(1)[0].raw)
    content_store.remove(lost)
    nothing_is_read_in_time = Bounds(processes=1, seconds=1e-9)
    assert [item.status for item in taken(documents(3), bounds=nothing_is_read_in_time)] == ["unchanged"] * 3
    assert content_store.read(lost) == documents(1)[0].raw


@pytest.mark.django_db
def test_versions_of_one_article_in_one_batch_become_one_article() -> None:
    url = "https://example.org/storm"
    items = [document("first", url=url), document("second", url=f"{url}?utm_source=feed#top"), document("third")]
    assert statuses(items) == ["added", "changed", "added"]
    article = Article.objects.get(url=url)
    assert article.text.startswith("The second")
    assert article.captures.count() == 2


@pytest.mark.django_db
def test_articles_of_one_title_have_addresses_of_their_own() -> None:
    titles = ["Storm over the long quay", "Storm over the long quay 2", *["Storm over the long quay"] * 3]
    told = taken(document(f"{at}", f"# {title}\n\n{STORY}") for at, title in enumerate(titles))
    assert [item.status for item in told] == ["added"] * 5
    stem = "/articles/storm-over-the-long-quay"
    assert sorted(item.article for item in told) == [f"{stem}-{n}/" for n in (2, 3, 4, 5)] + [f"{stem}/"]


@pytest.mark.django_db
@pytest.mark.parametrize("at", [0, 1])  # of the first item's failure its source is made again for the others
def test_a_row_that_cannot_be_written_costs_its_item_alone(at: int) -> None:
    def fail(instance: Capture, **_: Any) -> None:
        if instance.name == f"{at}th.txt":
            raise OSError("the disk\nis full")

    post_save.connect(fail, sender=Capture)
    try:
        told = taken(documents(3))
    finally:
        post_save.disconnect(fail, sender=Capture)
    expected = ["added"] * 3
    expected[at] = "failed"
    assert [item.status for item in told] == expected
    assert "could not be stored: the disk is full" in told[at].reason
    assert Article.objects.count() == 2
    assert set(PendingIndexing.objects.values_list("key", flat=True)) == {str(one.pk) for one in Article.objects.all()}
    assert statuses(documents(3)) == ["added" if number == at else "unchanged" for number in range(3)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), "No space left on device"),
        (OperationalError("database or disk is full"), "database or disk is full"),
    ],
)
def test_where_there_is_no_room_it_says_to_make_some(error: Exception, why: str) -> None:
    def fail(**_: Any) -> None:
        raise error

    post_save.connect(fail, sender=Capture)
    try:
        told = taken(documents(1))
    finally:
        post_save.disconnect(fail, sender=Capture)
    assert told[0].reason == f"It could not be stored: {why}. Make room on the disk, and ingest it again."
    assert statuses(documents(1)) == ["added"]


@pytest.mark.django_db
def test_bytes_that_cannot_be_written_cost_their_item_alone() -> None:
    one = documents(3)[1]
    content_store.remove(content_store.digest_of(one.raw))  # which another test may have left
    in_the_way = content_store.path_of(content_store.digest_of(one.raw))
    in_the_way.mkdir(parents=True)
    try:
        told = taken(documents(3))
    finally:
        in_the_way.rmdir()
    assert [item.status for item in told] == ["added", "failed", "added"]
    assert "could not be stored" in told[1].reason


@pytest.mark.django_db
def test_more_than_can_be_held_at_once_comes_in_with_bounded_look_ahead() -> None:
    asked = 0

    def counted() -> Iterator[Received]:
        nonlocal asked
        for one in documents(600):
            asked += 1
            yield one

    told = 0
    for batch in batches.take(counted(), Given("The Post"), Bounds(), Foreseeing()):
        assert asked - told <= 500, "so many are held"
        told += len(batch)
    assert told == 600


@pytest.mark.django_db
def test_large_documents_fill_a_batch_and_the_look_ahead_sooner() -> None:
    asked = 0

    def counted() -> Iterator[Received]:
        nonlocal asked
        for number in range(20):
            asked += 1
            yield Received(raw=b"\0%d" % number + bytes(9 * MEGABYTE), name=f"{number}.txt")

    held = []
    told = 0
    for batch in batches.take(counted(), Given("The Post"), BOUNDS, Storing()):
        held.append(asked - told)
        told += len(batch)
    assert max(held) <= 9
    assert told == 20


@pytest.mark.django_db
def test_captures_of_one_article_meet_within_a_batch_of_new_ones() -> None:
    url = "https://example.org/storm"
    items = [
        document("west"),
        document("old", url=url, received_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        document("north"),
        document("new", url=f"{url}/", received_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC)),
        document("north", origin="again"),
        document("east"),
    ]
    assert statuses(items) == ["added", "added", "added", "changed", "unchanged", "added"]
    storm = Article.objects.get(url__startswith=url)
    assert (storm.captures.count(), storm.text.split()[1]) == (2, "new")
    current = [article.capture for article in Article.objects.select_related("capture")]
    assert [one.article_id for one in current if one] == list(Article.objects.values_list("pk", flat=True))


@pytest.mark.django_db
def test_new_articles_cost_hardly_more_queries_than_one() -> None:
    def asked(count: int, first: int) -> int:
        items = [prepared(plain.extract(one.raw, one.name, None, Given("The Post"))) for one in documents(count, first)]
        with CaptureQueriesContext(connection) as queries:
            assert all(isinstance(one, Outcome) for one in store_many(items))
        return sum("archive_article" in one["sql"] or "archive_capture" in one["sql"] for one in queries)

    asked(1, 5_000)  # the source is made
    assert asked(30, 6_000) <= asked(10, 7_000) + 5


@pytest.mark.django_db
def test_the_queries_of_a_batch_do_not_grow_with_the_archive() -> None:
    def asked(first: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert statuses(documents(20, first)) == ["added"] * 20
        return len(queries)

    asked(1_000)  # the source is made
    few = asked(2_000)
    statuses(documents(150, 3_000))
    assert asked(4_000) <= few + 5, "a crowd of articles that are alike is thinned out in some more"
    with CaptureQueriesContext(connection) as again:
        statuses(documents(50, 3_000))
    with CaptureQueriesContext(connection) as once_more:
        statuses(documents(25, 3_000))
    assert len(again) == len(once_more) <= 10


class TestDryRun:
    @pytest.mark.django_db
    def test_it_says_what_a_run_would_do_and_writes_nothing(self) -> None:
        url = "https://example.org/storm"
        taken([document("in"), document("old", url=url, received_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))])
        rows = [list(model.objects.order_by("pk").values()) for model in (Article, Capture, PendingIndexing)]
        files = set(content_store.path_of("0" * 64).parent.parent.rglob("*"))
        items = [
            document("in"),
            document("new"),
            document("new", origin="again"),
            document("newer", url=url),
            document("older", url=url, received_at=dt.datetime(2010, 1, 1, tzinfo=dt.UTC)),
            document("another", url="https://example.org/another"),
            document("next", url="https://example.org/another"),
            document("empty", ""),
        ]
        expected = ["unchanged", "added", "unchanged", "changed", "earlier", "added", "changed", "failed"]
        assert statuses(items, Foreseeing()) == expected
        assert [list(model.objects.order_by("pk").values()) for model in (Article, Capture, PendingIndexing)] == rows
        assert set(content_store.path_of("0" * 64).parent.parent.rglob("*")) == files
        del items[4]  # older than what came a moment before it, too
        assert statuses(items) == [status for status in expected if status != "earlier"]


class TestReaders:
    """Of one process, that can be stopped."""

    @pytest.fixture
    def readers(self) -> Iterator[Readers]:
        with Readers(Given("The Post"), Bounds(processes=1, seconds=60)) as readers:
            yield readers

    def process(self) -> int:
        [process] = multiprocessing.active_children()
        assert process.pid is not None
        return process.pid

    def title(self, readers: Readers, name: str) -> str:
        answer = readers.read(document(name, f"# {name}\n\n{STORY}")).result()
        assert isinstance(answer, Prepared), answer
        assert answer.extracted.raw.startswith(b"#"), "the bytes are there, which did not travel back"
        return answer.extracted.title

    def test_a_process_that_dies_costs_the_document_that_it_reads(self, readers: Readers) -> None:
        assert self.title(readers, "Before the storm") == "Before the storm"
        pid = self.process()
        os.kill(pid, signal.SIGSTOP)
        promised = readers.read(document("north"))
        os.kill(pid, signal.SIGKILL)
        answer = promised.result()
        # Where it died before the document was sent, another process has read it.
        assert isinstance(answer, Prepared) or "ended (SIGKILL)" in answer
        assert self.title(readers, "After the storm") == "After the storm"
        assert self.process() != pid

    def test_a_process_that_dies_with_nothing_to_read_costs_nothing(self, readers: Readers) -> None:
        assert self.title(readers, "Before the storm") == "Before the storm"
        [process] = multiprocessing.active_children()
        process.kill()
        process.join()
        assert self.title(readers, "After the storm") == "After the storm"

    def test_one_that_takes_too_long_is_ended_and_the_limit_is_told(self) -> None:
        with Readers(Given("The Post"), Bounds(processes=1, seconds=1e-9)) as readers:
            answer = readers.read(document("north")).result()
            assert isinstance(answer, str)
            assert "--max-seconds" in answer
        assert not multiprocessing.active_children()

    def test_one_that_wants_too_much_memory_fails_alone(self) -> None:
        with Readers(Given("The Post"), Bounds(processes=1, memory=1)) as readers:
            answer = readers.read(document("north", "x" * 5_000_000)).result()
            assert isinstance(answer, str)
            assert "memory" in answer

    def test_closing_ends_what_is_being_read(self) -> None:
        with Readers(Given("The Post"), Bounds(processes=1, seconds=600)) as readers:
            self.title(readers, "Before the storm")
            os.kill(self.process(), signal.SIGSTOP)
            promised = [readers.read(document(name)) for name in ("north", "south")]
        assert not multiprocessing.active_children()
        assert all(one.done() for one in promised)
