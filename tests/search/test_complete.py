"""What is offered to somebody who types, on real articles."""

from __future__ import annotations

import pytest
from haystack import connections

from archive.search import queue
from archive.search.engine.request import Completion
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


def completed(prefix: str, most: int = 8) -> tuple[Completion, ...]:
    found: tuple[Completion, ...] = connections["default"].get_backend().complete(prefix, most)
    return found


def offered(prefix: str, most: int = 8) -> list[tuple[str, str, int]]:
    return [(one.kind, one.text, one.count) for one in completed(prefix, most)]


def test_every_kind_is_offered() -> None:
    article = make_article("A lantern.", title="Lanyards at sea", source=make_source("The Lanark Post"))
    claim = make_claim("Lanes are dark.", tags=("Lancaster",))
    make_passage(article, claim, "A lantern", speaker="Lana Quay")
    queue.flush()
    assert set(offered("lan")) == {
        ("word", "lantern", 1),
        ("word", "lanyards", 1),
        ("title", "Lanyards at sea", 1),
        ("source", "The Lanark Post", 1),
        ("claim", "Lanes are dark.", 1),
        ("tag", "Lancaster", 1),
        ("speaker", "Lana Quay", 1),
    }


def test_most_frequent_first() -> None:
    for text in ("The tide table.", "A tide and a tidal wave.", "Tidal, tidal, tidal. A tide. A tidy quay."):
        make_article(text, title="x")
    queue.flush()
    assert offered("tid") == [("word", "tide", 3), ("word", "tidal", 2), ("word", "tidy", 1)]
    assert offered("tid", most=2) == [("word", "tide", 3), ("word", "tidal", 2)]
    assert offered("tid", most=0) == []


def test_a_form_is_counted_without_its_sisters() -> None:
    for text in ("Keepers kept it.", "The keeper kept it.", "A keeper."):
        make_article(text, title="x")
    queue.flush()
    assert offered("keep") == [("word", "keeper", 2), ("word", "keepers", 1)]


@pytest.mark.parametrize("prefix", ["CAF", "caf", "Café", "cafe n", "café-n", "noir", "NÖIR", "  cafe noir ", "«noir"])
def test_names_are_found_by_any_word_of_theirs(prefix: str) -> None:
    make_article("x", title="y", source=make_source("Le Café Noir"))
    queue.flush()
    assert ("source", "Le Café Noir", 1) in offered(prefix)


@pytest.mark.parametrize(
    "prefix", ["afé", "oir", "noir cafe", "le noir", "", "  ", "*", "?!", "\n", "\x00", "x" * 10_000]
)
def test_what_no_word_begins_with_finds_nothing(prefix: str) -> None:
    make_article("y", title="y", source=make_source("Le Café Noir"))
    queue.flush()
    assert offered(prefix) == []


def test_words_keep_the_accents_that_they_are_written_with() -> None:
    make_article("A café.", title="x")
    queue.flush()
    assert offered("caf") == offered("CÀF") == [("word", "café", 1)]


def test_chinese_names_are_found_from_any_sign() -> None:
    make_article("x", title="y", source=make_source("海边灯塔报"))
    queue.flush()
    assert offered("灯塔") == [("source", "海边灯塔报", 1)]


def test_what_is_typed_already_and_words_that_name_nothing_are_not_offered() -> None:
    make_article("The lantern, then these.", title="x")
    queue.flush()
    assert offered("lantern") == offered("th") == []


def test_one_kind_does_not_crowd_out_the_others() -> None:
    make_article(" ".join(f"lan{letter}" for letter in "abcdefghijkl"), title="x", source=make_source("Lanark Post"))
    make_article("y", title="Lanyards")
    queue.flush()
    kinds = [kind for kind, _, _ in offered("lan", most=4)]
    assert sorted(kinds) == ["source", "title", "word", "word"]


def test_a_name_that_begins_so_comes_before_one_with_it_inside() -> None:
    for title in ("A red pier", "Red quay"):
        make_article("x", title=title)
    queue.flush()
    assert [text for kind, text, _ in offered("red") if kind == "title"] == ["Red quay", "A red pier"]


def test_counts_go_through_all_segments_and_leave_out_what_was_removed() -> None:
    source = make_source("Lanark Post")
    articles = []
    for _ in range(3):
        articles.append(make_article("A lantern.", title="x", source=source))
        queue.flush()
    assert offered("lan") == [("word", "lantern", 3), ("source", "Lanark Post", 3)]
    with connections["default"].get_backend().writing() as batch:
        batch.remove([f"archive.article.{articles[0].pk}"])
    assert offered("lan") == [("word", "lantern", 2), ("source", "Lanark Post", 2)]


def test_a_claim_counts_its_passages() -> None:
    article = make_article("A lantern. A second lantern.", title="x")
    claim = make_claim("Unlit piers are dark.")
    make_passage(article, claim, "A lantern")
    make_passage(article, claim, "A second lantern")
    make_claim("Unlit quays are dark.")
    queue.flush()
    assert offered("unl") == [("claim", "Unlit piers are dark.", 2), ("claim", "Unlit quays are dark.", 0)]
