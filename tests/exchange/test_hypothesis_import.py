"""Hypothesis's annotations as highlights: what becomes of claims, stances, notes, replies and page notes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.exchange import annotation_files
from archive.exchange.annotation_files import AnnotationFile
from archive.exchange.annotation_import import Fate, ImportReport, import_collection
from archive.exchange.json_ld import AnnotationError
from archive.models import AnchorState, Article, Capture, Claim, Passage, Status, Tag
from tests.factories import make_article

FERRY = (
    "The ferry was due at nine. It came at noon, and the queue cheered.\n\n"
    "On Tuesday it came at noon too. Nobody cheered, said A. Keeper, who sells the tickets."
)
ADDRESS = "https://harbour.example/ferry"


def quoting(exact: str, prefix: str = "", suffix: str = "") -> list[dict[str, Any]]:
    """Selectors as the browser's extension writes them: the quotation last, behind places in another text."""
    return [
        {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 4, "endContainer": "/p[1]", "endOffset": 9},
        {"type": "TextPositionSelector", "start": 4711, "end": 4711 + len(exact)},
        {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix},
    ]


def row(exact: str = "the queue cheered", **more: Any) -> dict[str, Any]:
    return {
        "id": "x1",
        "user": "acct:mark@hypothes.is",
        "created": "2019-05-03T10:00:00+00:00",
        "uri": ADDRESS,
        "text": "",
        "tags": [],
        "document": {"title": ["Ferry"]},
        "links": {"html": "https://hypothes.is/a/x1"},
        "target": [{"source": ADDRESS, "selector": quoting(exact)}],
    } | more


def reply() -> dict[str, Any]:
    return row(id="x2", references=["x1"], target=[{"source": ADDRESS}], text="I agree.")


def read(*rows: Any, article: str = "") -> AnnotationFile:
    return annotation_files.read(json.dumps({"total": len(rows), "rows": rows}).encode(), article)


def brought(*rows: Any, article: str = "") -> ImportReport:
    return import_collection(read(*rows, article=article).collection, Status.PROPOSED)


@pytest.fixture
def ferry(db: None) -> Article:
    return make_article(FERRY, title="Ferry", slug="ferry", url=ADDRESS)


class TestAHighlight:
    def test_becomes_a_proposed_passage(self, ferry: Article) -> None:
        report = brought(row(text="They did.", tags=["claim: The ferry is late", "disputes", "boats"]))

        assert (report.passages_added, report.claims_made, report.tags_made) == (1, 1, 1)
        passage = Passage.objects.get()
        assert (passage.article, passage.exact) == (ferry, "the queue cheered")
        assert (passage.status, passage.stance, passage.speaker) == (Status.PROPOSED, "disputes", "")
        assert passage.claim.statement == "The ferry is late"
        assert [tag.name for tag in passage.claim.tags.all()] == ["boats"]
        assert passage.note == ("They did.\n\nHypothesis: mark@hypothes.is, 2019-05-03, https://hypothes.is/a/x1")

    def test_comes_in_once_however_often_it_is_brought(self, ferry: Article) -> None:
        rows = row(tags=["boats"]), row("words that stand nowhere in it at all"), row("came at noon, and")
        brought(*rows)
        before = (Claim.objects.count(), Tag.objects.count(), Passage.objects.count())

        report = brought(*rows)

        assert (Claim.objects.count(), Tag.objects.count(), Passage.objects.count()) == before
        assert report.passages_added == 0

    @pytest.mark.parametrize(
        ("tags", "stance"),
        [
            ([], "asserts"),
            (["Qualifies"], "qualifies"),
            (["stance: disputes"], "disputes"),
            (["stance=asserts"], "asserts"),
        ],
    )
    def test_takes_its_stance_from_a_tag(self, ferry: Article, tags: list[str], stance: str) -> None:
        brought(row(tags=tags))
        assert Passage.objects.get().stance == stance
        assert not Tag.objects.exists()

    def test_takes_its_speaker_from_a_tag(self, ferry: Article) -> None:
        brought(row("Nobody cheered", tags=["speaker: A. Keeper"]))
        assert Passage.objects.get().speaker == "A. Keeper"

    def test_on_two_claims_is_two_passages(self, ferry: Article) -> None:
        brought(row(tags=["claim: It is late", "Claim: People like it"]))
        assert set(Passage.objects.values_list("claim__statement", flat=True)) == {"It is late", "People like it"}

    def test_with_one_claim_too_many_words_long_is_left_out_whole(self, ferry: Article) -> None:
        file = annotation_files.read(json.dumps([row(tags=["claim: It is late", f"claim: {'x' * 501}"])]).encode())
        assert not file.collection.annotations
        assert [left.failed for left in file.left_out] == [True]

    def test_keeps_a_tag_in_its_note_that_is_too_long_for_one(self, ferry: Article) -> None:
        brought(row(tags=["claim: It is late", "boats", "x" * 81]))
        passage = Passage.objects.get()
        assert [tag.name for tag in passage.claim.tags.all()] == ["boats"]
        assert f"Tags: {'x' * 81}." in passage.note

    def test_without_a_claim_waits_under_its_first_tag(self, ferry: Article) -> None:
        brought(row(tags=["boats", "crowds"]), row("Nobody cheered"))

        tagged, untagged = Passage.objects.order_by("start")
        assert tagged.claim.statement == "Highlights tagged “boats” that have no claim yet"
        assert [tag.name for tag in tagged.claim.tags.all()] == ["boats"]
        assert "Tags: crowds." in tagged.note
        assert untagged.claim.statement == "Highlights that have no claim yet"

    def test_that_stands_twice_is_told_apart_by_what_stands_around_it(self, ferry: Article) -> None:
        target = [{"source": ADDRESS, "selector": quoting("came at noon", prefix="On Tuesday it\n\t ", suffix=" too.")}]
        brought(row(target=target))
        assert Passage.objects.get().start == FERRY.index("came at noon too")

    def test_that_is_not_found_is_kept_as_an_orphan(self, ferry: Article) -> None:
        report = brought(row("Snow fell on the lighthouse all week"))
        assert [outcome.fate for outcome in report.outcomes] == [Fate.ORPHAN]
        assert Passage.objects.get().anchor_state == AnchorState.ORPHAN


class TestItsArticle:
    @pytest.mark.parametrize(
        "address",
        [
            "https://harbour.example/ferry#queue",
            "http://www.harbour.example/ferry/?utm_source=mail",
            "https://HARBOUR.example:443/ferry",
        ],
    )
    def test_is_met_under_any_spelling_of_its_address(self, ferry: Article, address: str) -> None:
        brought(row(uri=address, target=[{"source": address, "selector": quoting("the queue cheered")}]))
        assert Passage.objects.get().article == ferry

    def test_may_be_named_by_a_link_of_a_document_alone(self, ferry: Article) -> None:
        linked = {"link": [{"href": "urn:x-pdf:d41d"}, {"href": ADDRESS}]}
        brought(row(uri="urn:x-pdf:d41d", target=[{"selector": quoting("the queue cheered")}], document=linked))
        assert Passage.objects.get().article == ferry

    def test_may_be_a_file_that_was_opened_from_a_disk(self, ferry: Article) -> None:
        Capture.objects.filter(article=ferry).update(name="saved/The ferry.html")
        brought(row(uri="file:///home/m/The%20ferry.html", target=[{"selector": quoting("the queue cheered")}]))
        assert Passage.objects.get().article == ferry

    def test_may_be_said_where_none_is_named(self, ferry: Article) -> None:
        nameless = {"id": "t", "target": [{"selector": quoting("the queue cheered")}]}
        [left] = read(nameless).left_out
        assert left.failed
        assert "Say with --article" in str(left)
        assert brought(nameless, article="ferry").passages_added == 1

    def test_that_is_not_here_is_told(self, db: None) -> None:
        assert [outcome.fate for outcome in brought(row()).outcomes] == [Fate.MISSING]
        assert not Claim.objects.exists()


class TestWhatIsNoHighlight:
    def test_is_told_and_left_out(self) -> None:
        page_note = row(id="x3", target=[{"source": ADDRESS}])
        file = read(row(), reply(), page_note)
        assert len(file.collection.annotations) == 1
        assert [(left.item, left.failed) for left in file.left_out] == [("Item 2 (x2)", False), ("Item 3 (x3)", False)]
        assert "reply" in file.left_out[0].reason
        assert "whole page" in file.left_out[1].reason

    @pytest.mark.parametrize(
        "bad",
        [
            17,
            None,
            {"target": 4},
            row(""),
            row(" \u200b "),
            row(tags=["claim: " + "long " * 200]),
            row(target=[{"source": ADDRESS, "selector": [{"type": "TextPositionSelector", "start": 1, "end": 4}]}]),
            row(target=[{"source": ADDRESS, "selector": [{"type": "TextQuoteSelector", "exact": 7}]}]),
            row(target=[{"source": ADDRESS, "selector": [None, "x", {"type": ["TextQuoteSelector"]}]}]),
        ],
    )
    def test_costs_no_other_item(self, bad: Any) -> None:
        file = read(row(), bad, row("Nobody cheered"))
        assert len(file.collection.annotations) == 2
        assert len(file.left_out) == 1


class TestTheFile:
    @pytest.mark.parametrize(
        "wrap", [lambda rows: {"rows": rows}, lambda rows: {"annotations": rows}, lambda rows: rows]
    )
    def test_may_be_a_search_an_export_or_a_list(self, wrap: Any) -> None:
        file = annotation_files.read(json.dumps(wrap([row(), row("Nobody cheered")])).encode())
        assert len(file.collection.annotations) == 2
        assert not file.accepted

    def test_of_the_w3c_is_told_from_it(self) -> None:
        with pytest.raises(AnnotationError, match="no AnnotationCollection"):
            annotation_files.read(b'{"type": "Note"}')
        assert annotation_files.read(b'{"type": "AnnotationPage", "items": []}').accepted

    @pytest.mark.parametrize(
        "raw", [b"", b"{", b"[" * 100_000, b"[1]", b"\xff\xfe[\0", b'{"rows": 4}', b'{"rows": [' * 9]
    )
    def test_that_is_none_is_refused_in_words(self, raw: bytes) -> None:
        with pytest.raises(AnnotationError) as refusal:
            annotation_files.read(raw)
        assert len(str(refusal.value)) > 20


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=5,
)


@settings(max_examples=50)
@given(
    st.dictionaries(st.sampled_from(["id", "uri", "text", "tags", "user", "links", "document", "references"]), values)
)
def test_whatever_a_row_holds_it_is_read_or_told(more: dict[str, Any]) -> None:
    file = read(row(**more))
    assert file.collection.annotations or file.left_out
    for annotation in file.collection.annotations:
        (annotation.note + annotation.claim.statement + annotation.speaker).encode()
