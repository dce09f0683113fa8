"""The store: articles are met again, bytes are kept once, and nothing stands half."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models.signals import post_save, pre_save

from archive import content_store, curation
from archive.ingest import reread
from archive.ingest.extracted import ExtractedArticle
from archive.ingest.plain import extract
from archive.ingest.received import Refused
from archive.ingest.store import Outcome, Status, prepared, store, store_many
from archive.models import AnchorState, Article, Capture, Source
from tests.factories import make_passage, make_source

pytestmark = pytest.mark.django_db

STORY = (
    "The harbour lights went out one by one while the ferry waited for the tide to turn and carry it home.\n\n"
    "The council will decide in spring whether the old quay is to be repaired or whether it will be given up."
)


def article(text: str = STORY, **fields: Any) -> ExtractedArticle:
    return replace(extract(text.encode(), "storm.txt"), **({"title": "Storm", "source": "The Post"} | fields))


def test_an_article_is_kept_with_its_bytes() -> None:
    outcome = store(article(byline="Ines Faro", published="2019-05", url="https://example.org/storm", language="en"))
    assert outcome.status is Status.ADDED
    kept = Article.objects.select_related("source", "capture").get()
    assert (kept.title, kept.source.name, kept.byline, kept.published) == ("Storm", "The Post", "Ines Faro", "2019-05")
    assert kept.text == STORY
    assert kept.slug == "storm"
    assert kept.capture is not None
    assert kept.capture.read() == STORY.encode()
    assert (kept.capture.name, kept.capture.size, kept.capture.media_type) == ("storm.txt", len(STORY), "text/plain")


def test_the_same_bytes_change_nothing_whatever_is_said_of_them() -> None:
    first = store(article())
    Article.objects.update(title="A curator's title")
    again = store(article(title="Gale", source="Another", url="https://example.org/", name="copy.txt"))
    assert (again.status, again.article.pk) == (Status.UNCHANGED, first.article.pk)
    assert Article.objects.get().title == "A curator's title"
    assert Capture.objects.count() == 1
    assert not Source.objects.filter(name="Another").exists()


def test_lost_bytes_come_back() -> None:
    store(article())
    digest = content_store.digest_of(STORY.encode())
    content_store.remove(digest)
    store(article())
    assert content_store.read(digest) == STORY.encode()


def test_new_bytes_under_a_known_address_are_a_new_capture_and_passages_follow() -> None:
    url = "https://example.org/storm"
    first = store(article(url=url)).article
    passage = make_passage(first, quote="the old quay is to be repaired")
    lost = make_passage(first, quote="The harbour lights went out one by one while the ferry waited for the tide")
    outcome = store(article(f"It rained all that week long.\n\n{STORY.split(chr(10))[-1]}", url=url, title="Other"))
    assert (outcome.status, outcome.article.pk) == (Status.CHANGED, first.pk)
    assert outcome.anchors == {AnchorState.MOVED: 1, AnchorState.ORPHAN: 1}
    kept = Article.objects.get()
    passage.refresh_from_db()
    assert passage.start is not None
    assert kept.text[passage.start : passage.end] == "the old quay is to be repaired"
    lost.refresh_from_db()
    assert lost.is_orphan
    assert kept.title == "Storm"
    assert kept.captures.count() == 2
    assert kept.capture is not None
    assert kept.capture.read().startswith(b"It rained")


def test_an_edited_file_is_met_by_its_name_source_and_title() -> None:
    first = store(article()).article
    assert store(article(f"{STORY} So be it.", source="the post")).status is Status.CHANGED
    assert Article.objects.get().pk == first.pk


@pytest.mark.parametrize("curated", [{"title": "Gale over the quay"}, {"source": "The Herald"}])
def test_an_edited_file_is_met_when_a_curator_has_mended_its_title_or_source(curated: dict[str, str]) -> None:
    first = store(article()).article
    first.title = curated.get("title", first.title)
    first.source = make_source(curated["source"]) if "source" in curated else first.source
    first.save()
    assert store(article(f"{STORY} So be it.")).status is Status.CHANGED
    kept = Article.objects.get()
    assert (kept.title, kept.source) == (first.title, first.source)


def test_another_story_in_a_file_of_the_same_name_is_another_article() -> None:
    store(article())
    other = article("Gardens opened in spring, and their gates were painted green by volunteers.", title="Gardens")
    assert store(other).status is Status.ADDED
    assert Article.objects.count() == 2


@pytest.mark.parametrize("other", [{"name": "gale.txt"}, {"url": "https://example.org/other"}])
def test_another_file_or_address_is_another_article(other: dict[str, str]) -> None:
    store(article(url="https://example.org/storm" if "url" in other else ""))
    assert store(article(f"{STORY} So be it.", **other)).status is Status.ADDED
    assert Article.objects.count() == 2


def test_bytes_that_change_without_the_text_keep_the_passages_and_the_curators_furniture() -> None:
    first = store(article()).article
    curation.set_furniture(first, [0])
    passage = make_passage(first, quote="the old quay")
    outcome = store(article(STORY.replace(" ", "  ")))
    assert (outcome.status, outcome.anchors) == (Status.CHANGED, {})
    passage.refresh_from_db()
    assert passage.anchor_state == AnchorState.EXACT
    kept = Article.objects.get()
    assert [block.furniture for block in kept.content.blocks] == [True, False]
    assert kept.captures.count() == 2


def test_a_changed_text_keeps_what_the_curator_said_of_blocks_that_stayed() -> None:
    first = store(article()).article
    curation.set_furniture(first, [0])
    store(article(f"{STORY}\n\nThe mast of the ferry was found in the fields behind the town on the next day."))
    assert [block.furniture for block in Article.objects.get().content.blocks] == [True, False, False]


def test_a_source_is_met_in_any_case() -> None:
    source = make_source("THE POST")
    assert store(article()).article.source == source
    assert Source.objects.count() == 1


def test_a_failure_midway_leaves_no_row() -> None:
    def fail(**_: Any) -> None:
        raise OSError("the disk is full")

    post_save.connect(fail, sender=Capture)
    try:
        with pytest.raises(OSError, match="disk is full"):
            store(article())
    finally:
        post_save.disconnect(fail, sender=Capture)
    assert not Article.objects.exists()
    assert not Source.objects.exists()
    assert store(article()).status is Status.ADDED


EARLY, LATE = dt.datetime(2014, 9, 27, tzinfo=dt.UTC), dt.datetime(2024, 9, 27, tzinfo=dt.UTC)


def test_bytes_older_than_the_articles_become_an_earlier_capture_with_a_text_of_its_own() -> None:
    url = "https://example.org/storm"
    first = store(article(url=url, received_at=LATE)).article
    passage = make_passage(first, quote="the old quay")
    older = f"{STORY}\n\nNobody has slept since, says the harbour master, and nobody will."
    outcome = store(article(older, url=url, received_at=EARLY))
    assert (outcome.status, outcome.article.pk, outcome.anchors) == (Status.EARLIER, first.pk, {})
    kept = Article.objects.get()
    assert (kept.text, kept.capture_id) == (STORY, first.capture_id)
    passage.refresh_from_db()
    assert passage.anchor_state == AnchorState.EXACT
    earlier = kept.captures.get(received_at=EARLY)
    assert earlier.text == older
    assert earlier.blocks is not None
    assert len(earlier.blocks) == 3
    content_store.remove(earlier.sha256)
    assert reread.text_of(earlier, kept).text == older, "it is readable whatever becomes of its bytes"
    assert store(article(older, url=url, received_at=EARLY)).status is Status.UNCHANGED


def test_an_address_is_met_in_all_its_ways_of_being_written() -> None:
    first = store(article(url="http://www.example.org/storm/?utm_source=feed")).article
    again = store(article(f"{STORY} So be it.", url="https://example.org/storm#top", name="gale.txt"))
    assert (again.status, again.article.pk) == (Status.CHANGED, first.pk)
    assert Article.objects.get().url == "http://www.example.org/storm/?utm_source=feed"


def test_what_stands_elsewhere_in_the_same_file_is_another_article() -> None:
    store(article(origin="row 1"))
    assert store(article(f"{STORY} So be it.", origin="row 2")).status is Status.ADDED
    assert store(article(f"{STORY} So be it, then.", origin="row 2")).status is Status.CHANGED
    assert Article.objects.count() == 2


def test_what_is_known_of_an_article_is_kept_with_how_it_is_known() -> None:
    store(article(basis={"title": "stated: a heading"}, keywords=("harbours", "storms"), origin="row 7"))
    kept = Article.objects.select_related("capture").get()
    assert kept.basis == {"title": "stated: a heading"}
    assert kept.keywords == ["harbours", "storms"]
    assert kept.capture is not None
    assert kept.capture.origin == "row 7"


def test_many_are_stored_like_one_and_those_that_fail_are_told_apart() -> None:
    store(article())
    items = [
        article(),
        article("Gardens opened in spring, and their gates were painted green by volunteers.", title="Gardens"),
        article("Gardens closed in autumn, when the volunteers had gone home for good.", title="x" * 500, name="b.txt"),
    ]
    object.__setattr__(items[2], "language", "x" * 36)  # as a reader might, that checks nothing
    object.__setattr__(items[2], "url", "javascript:alert(1)")
    one, two, three = store_many([prepared(item) for item in items])
    assert isinstance(one, Outcome)
    assert isinstance(two, Outcome)
    assert isinstance(three, Refused)
    assert (one.status, two.status) == (Status.UNCHANGED, Status.ADDED)
    assert "could not be stored" in three.reason
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Gardens", "Storm"]


def test_an_article_that_another_process_stores_at_the_same_instant_is_looked_for_once_more() -> None:
    refused: list[bool] = []

    def refuse(**_: Any) -> None:
        if not refused:
            refused.append(True)
            raise IntegrityError("UNIQUE constraint failed: archive_capture.sha256")

    pre_save.connect(refuse, sender=Capture)
    try:
        outcome = store(article())
    finally:
        pre_save.disconnect(refuse, sender=Capture)
    assert refused
    assert outcome.status is Status.ADDED
    assert Article.objects.get().capture == Capture.objects.get()
