"""The engine as users of Haystack know it: what its stock Whoosh backend gets wrong is right here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from haystack import connections, indexes
from haystack.exceptions import SearchBackendError
from haystack.query import SearchQuerySet

from archive.models import Article, Claim
from archive.search import queue
from archive.search.engine.backend import ArchiveBackend
from archive.search.engine.request import IndexLockedError, IndexState
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


def backend() -> ArchiveBackend:
    found = connections["default"].get_backend()
    assert isinstance(found, ArchiveBackend)
    return found


def keys(results: Any) -> list[int]:
    return [int(result.pk) for result in results]


def seven() -> list[int]:
    source = make_source("The Dong-A Ilbo")
    articles = [
        make_article("A lantern.", title=f"No. {number}", source=source, published=f"201{number}-01-01")
        for number in range(7)
    ]
    queue.flush()
    return [article.pk for article in articles]


@pytest.mark.parametrize(("start", "stop"), [(0, 3), (5, 15), (2, 5), (6, 9), (3, 7), (7, 10), (20, 30), (0, 100)])
def test_any_slice_is_what_it_says(start: int, stop: int) -> None:
    every = seven()
    results = SearchQuerySet().models(Article).filter(content="lantern").order_by("published")
    assert keys(results[start:stop]) == every[start:stop]
    assert results.count() == 7


def test_facet_values_come_back_whole() -> None:
    article = make_article("A lantern.", source=make_source("The Dong-A Ilbo"))
    make_passage(article, make_claim(tags=("Paris, Texas", "organising")), "A lantern")
    queue.flush()
    counts = SearchQuerySet().models(Article).facet("tags").facet("source").facet_counts()["fields"]
    assert counts["tags"] == [("Paris, Texas", 1), ("organising", 1)]
    assert counts["source"] == [("The Dong-A Ilbo", 1)]


def test_narrowing_by_a_facet_value() -> None:
    first, second = make_article("A lantern."), make_article("A lantern too.")
    make_passage(first, make_claim(tags=("Paris, Texas",)), "A lantern")
    make_passage(second, make_claim(tags=("Texas",)), "A lantern")
    queue.flush()
    results = SearchQuerySet().models(Article).filter(content="lantern").narrow('tags_exact:"Paris, Texas"')
    assert keys(results) == [first.pk]
    assert keys(SearchQuerySet().models(Article).filter(tags_exact__exact="Texas")) == [second.pk]


def test_facets_are_there_also_without_hits() -> None:
    seven()
    assert SearchQuerySet().filter(content="zeppelin").facet("source").facet_counts()["fields"] == {"source": []}


def test_excluding_alone_finds_the_rest() -> None:
    lantern, tide = make_article("A lantern."), make_article("A tide.")
    queue.flush()
    assert keys(SearchQuerySet().models(Article).exclude(content="lantern")) == [tide.pk]
    assert keys(SearchQuerySet().models(Article).filter(content="lantern")) == [lantern.pk]


def test_directions_may_be_mixed() -> None:
    rows = [
        make_article("x", title=title, published=year) for title, year in [("B", "2011"), ("A", "2011"), ("C", "2012")]
    ]
    queue.flush()
    found = keys(SearchQuerySet().models(Article).order_by("-published", "title"))
    assert found == [rows[2].pk, rows[1].pk, rows[0].pk]
    with pytest.raises(SearchBackendError, match="cannot sort by 'byline'"):
        list(SearchQuerySet().models(Article).order_by("byline"))


def test_dates_filter_whatever_their_zone() -> None:
    late = make_article("x", published="2014-09-27T23:30:00-05:00")
    make_article("x", published="2014-09-27T23:30:00+09:00")
    queue.flush()
    day = dt.datetime(2014, 9, 28)  # noqa: DTZ001 - Whoosh's query language knows no zones
    assert keys(SearchQuerySet().models(Article).filter(published__gte=day)) == [late.pk]


@pytest.mark.parametrize("word", ["x", "小", "塔"])
def test_one_character_finds(word: str) -> None:
    article = make_article("x 小塔")
    queue.flush()
    assert keys(SearchQuerySet().models(Article).filter(content=word)) == [article.pk]


def test_more_like_this_leaves_the_article_itself_out() -> None:
    same = "The beacon keeper rowed across the strait at dawn."
    first, second = make_article(same), make_article(f"{same} Then it rained.")
    make_article("Prices of grain fell on the market.")
    make_article("Grain was cheap.")
    queue.flush()
    assert keys(SearchQuerySet().models(Article).more_like_this(first)) == [second.pk]


class ProbeIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc]  # Haystack publishes no types
    text = indexes.CharField(document=True, model_attr="text")
    ticked = indexes.BooleanField()
    labels = indexes.MultiValueField(faceted=True)
    moment = indexes.DateTimeField(model_attr="received_at")

    def get_model(self) -> type[Article]:
        return Article

    def prepare(self, obj: Article) -> dict[str, Any]:
        if obj.title == "Unprepared":
            raise RuntimeError("cannot be prepared")
        row: dict[str, Any] = super().prepare(obj)
        return row | {"ticked": obj.title == "Ticked", "labels": ["Paris, Texas", "true"]}


@pytest.fixture
def probe(tmp_path: Path) -> Iterator[tuple[ArchiveBackend, ProbeIndex]]:
    """A backend of its own on another SearchIndex."""
    unified, probe_index = connections["default"].get_unified_index(), ProbeIndex()
    unified.build(indexes=[probe_index])
    found = ArchiveBackend("default", PATH=str(tmp_path / "index"))
    found.create()
    yield found, probe_index
    unified.reset()


def test_stored_values_read_back_as_they_were(probe: tuple[ArchiveBackend, ProbeIndex]) -> None:
    backend, index = probe
    backend.update(index, [make_article("One text.", title="Ticked"), make_article("One text more.", title="Not")])
    first, second = backend.search("*")["results"]
    assert {first.ticked, second.ticked} == {True, False}
    assert first.labels == ["Paris, Texas", "true"]
    assert isinstance(first.moment, dt.datetime)
    assert backend.search("ticked:true")["hits"] == 1


def test_an_error_while_preparing_frees_the_lock_and_changes_nothing(probe: tuple[ArchiveBackend, ProbeIndex]) -> None:
    backend, index = probe
    good = make_article("One text.", title="Good")
    backend.update(index, [good])
    with pytest.raises(RuntimeError, match="cannot be prepared"):
        backend.update(index, [make_article("More.", title="Fine"), make_article("Bad.", title="Unprepared")])
    assert keys(backend.search("*")["results"]) == [good.pk]
    backend.update(index, [make_article("After.", title="After")])
    assert backend.search("*")["hits"] == 2


def test_a_held_lock_is_an_error_and_not_a_line_in_a_log() -> None:
    with backend().writing(), pytest.raises(IndexLockedError, match="Another process is writing"):
        ArchiveBackend("default", PATH=backend().path, LOCK_SECONDS=0.0).remove("archive.article.1")


def test_an_updated_document_replaces_the_old_one() -> None:
    article = make_article("A lantern.")
    queue.flush()
    article.content = make_article("A tide.").content
    article.save()
    queue.flush()
    queue.flush()
    assert SearchQuerySet().filter(content="lantern").count() == 0
    assert SearchQuerySet().models(Article).filter(content="tide").count() == 2


def test_haystacks_commands() -> None:
    every = seven()
    claim = make_claim("Lamps burn.")
    reset_index()
    call_command("update_index", verbosity=0)
    assert keys(SearchQuerySet().models(Article).order_by("published")) == every
    Article.objects.filter(pk=every[0]).update(capture=None)
    Article.objects.get(pk=every[0]).captures.all().delete()
    Article.objects.filter(pk=every[0]).delete()
    call_command("update_index", remove=True, verbosity=0)
    assert keys(SearchQuerySet().models(Article).order_by("published")) == every[1:]
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert keys(SearchQuerySet().models(Article).order_by("published")) == every[1:]
    assert keys(SearchQuerySet().models(Claim)) == [claim.pk]
    queue.flush()
    assert SearchQuerySet().count() == 7


def test_clearing_one_model_leaves_the_other() -> None:
    make_article("A lantern.")
    make_claim("Lamps burn.")
    queue.flush()
    backend().clear(models=[Claim])
    assert SearchQuerySet().models(Article).count() == 1
    assert SearchQuerySet().models(Claim).count() == 0


def test_the_index_of_another_schema_counts_as_missing(probe: tuple[ArchiveBackend, ProbeIndex]) -> None:
    assert probe[0].state() is IndexState.READY
    connections["default"].get_unified_index().reset()
    assert ArchiveBackend("default", PATH=probe[0].path).state() is IndexState.MISSING


def test_only_the_identity_is_stored() -> None:
    make_article("A lantern.", title="Quay")
    queue.flush()
    result = SearchQuerySet().models(Article)[0]
    assert set(result.get_additional_fields()) == {"id"}


def test_what_the_engine_does_not_do_is_said() -> None:
    with pytest.raises(SearchBackendError, match="does not do within"):
        backend().search("x", within={"point_1": None})
