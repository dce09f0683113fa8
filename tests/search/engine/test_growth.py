"""What a search or a commit does is counted, in an archive and in one twice as large. No clock is looked at."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.search.engine import execute
from archive.search.engine.merging import WORDS_IN_A_COMMIT
from archive.search.engine.request import AllOf, AnyOf, Condition, Fuzzy, Named, Pattern, Request, Words
from archive.search.engine.store import Store
from archive.search.engine.writer import writing
from tests.search.engine.making import MODEL, Row, put, store
from tests.search.stock.counting import calls, files_opened

SMALL = 300
TEXT = (("text", 1.0), ("title", 2.0))
VOCABULARY = [f"w{number}x" for number in range(400)]
COMMON, RARE = VOCABULARY[:2]

ASKED: dict[str, Condition] = {
    "a term": Words(COMMON, TEXT),
    "a phrase": Words(f"{COMMON} {RARE}", TEXT, quoted=True),
    "a phrase with slop": Words(f"{COMMON} {RARE}", TEXT, slop=3),
    "all of": AllOf((Words(COMMON, TEXT), Words(RARE, TEXT))),
    "any of": AnyOf((Words(COMMON, TEXT), Words(RARE, TEXT))),
    "a pattern": Pattern("w1*x", TEXT),
    "a near miss": Fuzzy("w11y", TEXT, 1),
}


def documents(start: int, stop: int) -> Iterator[Row]:
    chosen = random.Random(start)  # noqa: S311 - the same documents in each run
    weights = [1 / (place + 1) for place in range(len(VOCABULARY))]
    for key in range(start, stop):
        words = chosen.choices(VOCABULARY, weights, k=40)
        yield Row(key, (*words, COMMON, RARE), (tuple(words[:3]),), (f"l{key % 6}",), count=key)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> list[Store]:
    """One index, and one of twice its documents in as many segments."""
    made = []
    for size in (SMALL, 2 * SMALL):
        index = store(tmp_path_factory.mktemp("index"))
        for part in range(3):
            put(index, documents(part * size // 3, (part + 1) * size // 3))
        assert len(index.snapshot().views) == 3
        made.append(index)
    return made


def page(index: Store, condition: Condition, word: str = "") -> Any:
    """A page with facets; another word in it, and nothing of it is kept."""
    request = Request(MODEL, condition, {"labels": Named("labels", "l1")}, ("labels",), date_field="moment")
    return execute.answer(index.snapshot(), request)


def without_cache(index: Store) -> None:
    index.snapshot().cache._items.clear()  # noqa: SLF001
    index.snapshot().cache._held = 0  # noqa: SLF001


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "not kept"])
def test_a_page_calls_no_more_functions_among_twice_the_documents(
    indexes: list[Store], name: str, *, kept: bool
) -> None:
    counted = []
    for index in indexes:
        page(index, ASKED[name])
        if not kept:
            without_cache(index)
        counted.append(calls(lambda index=index: page(index, ASKED[name])))  # type: ignore[misc]
    assert counted[1] <= 1.25 * counted[0]


@pytest.mark.parametrize("name", ASKED)
def test_a_page_opens_no_file(indexes: list[Store], name: str) -> None:
    for index in indexes:
        page(index, Words("w5x", TEXT))
        assert files_opened(index.folder, lambda index=index: page(index, ASKED[name])) == []  # type: ignore[misc]


def test_a_new_generation_opens_what_is_new(tmp_path: Path) -> None:
    index = store(tmp_path)
    for part in range(4):
        put(index, documents(part * 50, part * 50 + 50))
    page(index, ASKED["a term"])
    put(Store(str(tmp_path), index.schema, "text", [MODEL]), documents(900, 901))
    opened = files_opened(tmp_path, index.snapshot)
    assert [name.rpartition(".")[2] for name in opened] in (["toc"], ["toc", "plx"])


def add(index: Store, key: int) -> None:
    put(index, documents(key, key + 1))


def costs_of_adding(tmp_path: Path, count: Callable[[Store, int], int]) -> list[int]:
    """What adding one article costs, in an index and in one of twice its documents."""
    found = []
    for size in (SMALL, 2 * SMALL):
        index = store(tmp_path / str(size))
        put(index, documents(0, size))
        add(index, 5_000)
        found.append(count(index, 5_001))
    return found


def test_adding_one_article_calls_no_more_functions_among_twice_the_documents(tmp_path: Path) -> None:
    few, many = costs_of_adding(tmp_path, lambda index, key: calls(lambda: add(index, key)))
    assert many <= 1.25 * few


def written_bytes(index: Store, run: Callable[[], None]) -> int:
    before = {path.name for path in index.folder.iterdir()}
    run()
    return sum(path.stat().st_size for path in index.folder.iterdir() if path.name not in before)


def test_changing_one_article_writes_no_more_bytes_among_twice_the_documents(tmp_path: Path) -> None:
    few, many = costs_of_adding(tmp_path, lambda index, _: written_bytes(index, lambda: add(index, 5)))
    assert many <= 1.25 * few
    assert many < 40_000  # the article has 42 words; each of its fields and arrays is named, and so is the schema


@pytest.mark.slow
def test_three_hundred_single_articles_merge_little_at_a_time(tmp_path: Path) -> None:
    index = store(tmp_path)
    put(index, documents(0, 200))
    large = index.snapshot().segments[0]
    for key in range(1_000, 1_300):
        before = {segment.segid for segment in index.snapshot().segments}
        add(index, key)
        segments = index.snapshot().segments
        assert sum(segment.words for segment in segments if segment.segid not in before) <= WORDS_IN_A_COMMIT
        assert len(segments) <= 16
    assert index.snapshot().size == 500
    assert len(list(tmp_path.glob("*.plx"))) == len(index.snapshot().segments)
    assert large.words <= WORDS_IN_A_COMMIT  # else it would have had to stay


def test_a_full_merge_leaves_one_segment_and_its_bytes(tmp_path: Path) -> None:
    index = store(tmp_path)
    for part in range(6):
        put(index, documents(part * 50, part * 50 + 50))
    put(index, [], list(documents(0, 150)))
    with writing(index, 0, optimize=True):
        pass
    (segment,) = index.snapshot().segments
    assert (segment.documents, segment.deleted) == (150, frozenset())
    merged = sum(path.stat().st_size for path in tmp_path.glob("*.plx"))
    built = store(tmp_path / "built")
    put(built, [row for part in range(3, 6) for row in documents(part * 50, part * 50 + 50)])
    assert merged == sum(path.stat().st_size for path in (tmp_path / "built").glob("*.plx"))
