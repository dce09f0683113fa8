"""While bytes go, none are stored or copied; and while they are stored, none go. Held by a lock between processes."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django.db.models.signals import ModelSignal, post_delete, post_save

from archive import backup, content_store, curation
from archive.ingest.plain import extract
from archive.ingest.store import prepared, store, store_many
from archive.models import Article, Capture
from tests.factories import make_article

STORY = b"The ferry waited in the harbour until the storm had gone, and then went home in the dark."


def is_free(how: int) -> bool:
    """Whether another process would get the lock now."""
    with (Path(settings.CAPTURES) / content_store.LOCK).open("a") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def looked_at(signal: ModelSignal, model: type[Model], how: int) -> Iterator[list[bool]]:
    """Whether the lock is free whenever a row is saved or deleted."""
    found: list[bool] = []

    def look(**_: Any) -> None:
        found.append(is_free(how))

    signal.connect(look, sender=model)
    try:
        yield found
    finally:
        signal.disconnect(look, sender=model)


def store_one() -> None:
    store(extract(STORY, "ferry.txt"))


def store_in_bulk() -> None:
    store_many([prepared(extract(STORY, "ferry.txt"))])


@pytest.mark.django_db
@pytest.mark.parametrize("storing", [store_one, store_in_bulk])
def test_bytes_cannot_be_removed_before_the_row_that_names_them_stands(storing: Callable[[], None]) -> None:
    with looked_at(post_save, Capture, fcntl.LOCK_EX) as free:
        storing()
    assert free
    assert not any(free)
    assert is_free(fcntl.LOCK_EX)


@pytest.mark.django_db
def test_several_may_store_at_once() -> None:
    with looked_at(post_save, Capture, fcntl.LOCK_SH) as free:
        store_one()
    assert free
    assert all(free)


@pytest.mark.django_db
def test_nothing_is_stored_while_an_article_is_purged() -> None:
    article = make_article()
    with looked_at(post_delete, Article, fcntl.LOCK_SH) as free:
        curation.purge_article(article)
    assert free == [False]
    assert is_free(fcntl.LOCK_EX)


@pytest.mark.django_db
def test_a_purge_that_fails_lets_go_of_the_lock_and_leaves_the_bytes() -> None:
    article = make_article()

    def refuse(**_: Any) -> None:
        raise RuntimeError("The disk is gone.")

    post_delete.connect(refuse, sender=Article)
    try:
        with pytest.raises(RuntimeError):
            curation.purge_article(article)
    finally:
        post_delete.disconnect(refuse, sender=Article)
    assert is_free(fcntl.LOCK_EX)
    assert Capture.objects.get(article=article).read()


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_off_the_removal_of_what_it_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    read, free = content_store.read, []

    def look(digest: str) -> bytes:
        free.append(is_free(fcntl.LOCK_EX))
        return read(digest)

    monkeypatch.setattr(content_store, "read", look)
    backup.write(tmp_path / "copy.tar.gz")
    assert free == [False]
    assert is_free(fcntl.LOCK_EX)
