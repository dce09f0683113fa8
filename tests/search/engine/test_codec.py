"""Whoosh's own readers see in our segments what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from whoosh import query
from whoosh.reading import TermNotFound

from archive.search.engine.segments import codec
from archive.search.engine.segments.codec import ArchiveSegment
from archive.search.engine.store import Store
from tests.search.engine.making import Row, put, store


@pytest.fixture
def index(tmp_path: Path) -> Store:
    """Two segments, one document of the first deleted."""
    made = store(tmp_path)
    put(made, [Row(1, ("lamp", "tide", "lamps"), labels=("a", "quays")), Row(2, ("tide",), grams="lamp")])
    put(made, [Row(3, ("lamp",)), Row(2, ("lantern", "C++"))])
    return made


def test_terms_and_their_figures(index: Store) -> None:
    with index.searcher(index.snapshot()) as searcher:
        reader = searcher.reader()
        assert list(reader.lexicon("text")) == [b"c", b"c++", b"lamp", b"lantern", b"tide"]
        assert reader.doc_frequency("text", "lamp") == 2
        assert reader.frequency("text", "lamp") == 3
        assert reader.doc_frequency("text", "nowhere") == reader.frequency("text", "nowhere") == 0
        assert reader.doc_frequency("labels", "a") == 1
        assert (reader.doc_count_all(), reader.doc_count()) == (4, 3)
        assert reader.field_length("text") == 3 + 1 + 1 + 2
        assert reader.doc_field_length(0, "text") == 3
        info = reader.term_info("text", "lamp")
        assert (info.weight(), info.doc_frequency(), info.min_length(), info.max_length()) == (3, 2, 1, 3)
        assert ("text", b"lamp") in reader
        assert ("text", b"nowhere") not in reader


def test_postings_with_their_places(index: Store) -> None:
    with index.searcher(index.snapshot()) as searcher:
        matcher = searcher.postings("text", "lamp")
        found = []
        while matcher.is_active():
            found.append((matcher.id(), matcher.weight()))
            matcher.next()
        assert found == [(0, 2.0), (2, 1.0)]
        first, _ = searcher.leaf_searchers()[0]
        assert first.postings("text", "lamp").value_as("positions") == [0, 2]
        with pytest.raises(TermNotFound):
            searcher.reader().postings("text", "nowhere")


def test_deleted_documents_are_seen_as_deleted(index: Store) -> None:
    with index.searcher(index.snapshot()) as searcher:
        assert [number for number in range(4) if searcher.reader().is_deleted(number)] == [1]
        assert {hit["id"] for hit in searcher.search(query.Every(), limit=None)} == {
            Row(key).identifier for key in (1, 2, 3)
        }


def test_an_empty_index_can_be_searched(tmp_path: Path) -> None:
    index = store(tmp_path)
    with index.searcher(index.snapshot()) as searcher:
        assert len(searcher.search(query.Term("text", "lamp"))) == 0


def test_no_two_segments_share_a_name() -> None:
    assert len({ArchiveSegment("index", 1, 1).segid for _ in range(1_000)}) == 1_000


def test_a_file_is_opened_once_for_all(index: Store) -> None:
    path = index.snapshot().segments[0].path(index.folder)
    assert codec.opened(path) is codec.opened(path) is index.snapshot().views[0].file


def test_segments_are_written_whole(index: Store) -> None:
    segment = index.snapshot().segments[0]
    with pytest.raises(NotImplementedError):
        segment.set_doc_count(3)
    with pytest.raises(NotImplementedError):
        segment.delete_document(0)
