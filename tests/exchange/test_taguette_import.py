"""Highlights in CSV: Taguette's, and those of Hypothesis's client."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.exchange import annotation_files, taguette_import
from archive.exchange.annotation_import import Fate, ImportReport, import_collection
from archive.exchange.json_ld import AnnotationError
from archive.models import Article, Capture, Claim, Passage, Status
from tests.factories import make_article

FERRY = (
    "The ferry was due at nine. It came at noon, and the queue cheered.\n\n"
    "On Tuesday it came at one. Nobody cheered, said A. Keeper, who sells the tickets."
)
CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=20)
HEADER = ("id", "document", "tag", "content")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def brought(raw: bytes, article: str = "") -> ImportReport:
    file = annotation_files.read(raw, article)
    assert not file.accepted
    return import_collection(file.collection, Status.PROPOSED)


@pytest.fixture
def ferry(db: None) -> Article:
    article = make_article(FERRY, title="The Ferry", slug="ferry", url="https://harbour.example/ferry")
    Capture.objects.filter(article=article).update(name="boats/ferry-late.txt")
    return article


class TestTaguette:
    @pytest.mark.parametrize(
        "name", ["ferry-late.txt", "ferry-late", "boats/ferry-late.txt", "Ferry-Late.TXT", "the ferry"]
    )
    def test_names_the_article_by_its_file_or_title(self, ferry: Article, name: str) -> None:
        report = brought(table(("1", name, "boats", "the queue cheered")))
        assert report.passages_added == 1
        passage = Passage.objects.get()
        assert (passage.article, passage.exact, passage.status) == (ferry, "the queue cheered", Status.PROPOSED)
        assert passage.note == f"Taguette: {name}"

    def test_has_a_row_for_each_tag_of_a_highlight(self, ferry: Article) -> None:
        rows = (
            ("1", "The Ferry", "boats", "the queue cheered"),
            ("1", "The Ferry", "claim: The ferry is late", "the queue cheered"),
            ("1", "The Ferry", "disputes", "the queue cheered"),
            ("2", "The Ferry", "", "Nobody cheered"),
        )
        report = brought(table(*rows))

        assert (report.passages_added, report.claims_made, report.tags_made) == (2, 2, 1)
        passage = Passage.objects.get(claim__statement="The ferry is late")
        assert passage.stance == "disputes"
        assert [tag.name for tag in passage.claim.tags.all()] == ["boats"]
        assert brought(table(*rows)).passages_added == 0

    def test_may_mark_words_of_two_paragraphs(self, ferry: Article) -> None:
        brought(table(("1", "The Ferry", "", "the queue cheered.\n\nOn Tuesday it came")))
        assert Passage.objects.get().exact == "the queue cheered.\n\nOn Tuesday it came"

    def test_of_a_document_that_may_be_two_is_not_guessed_at(self, ferry: Article) -> None:
        make_article(FERRY + " Again.", title="The Ferry", slug="another")
        assert [one.fate for one in brought(table(("1", "The Ferry", "", "the queue cheered"))).outcomes] == [
            Fate.MISSING
        ]
        assert not Claim.objects.exists()

    def test_a_name_that_looks_like_a_pattern_is_none(self, ferry: Article) -> None:
        assert [one.fate for one in brought(table(("1", ".*", "", "the queue cheered"))).outcomes] == [Fate.MISSING]

    def test_without_a_document_asks_which(self, ferry: Article) -> None:
        raw = table(("1", "", "", "the queue cheered"))
        [left] = annotation_files.read(raw).left_out
        assert "Say with --article" in left.reason
        assert brought(raw, "ferry").passages_added == 1

    def test_a_blank_highlight_costs_no_other(self) -> None:
        file = annotation_files.read(table(("1", "F", "", " "), ("2", "F", "", "words")))
        assert (len(file.collection.annotations), len(file.left_out)) == (1, 1)

    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
    def test_in_any_unicode(self, ferry: Article, codec: str) -> None:
        raw = table(("1", "The Ferry", "Fähre", "the queue cheered")).decode().encode(codec)
        assert brought(raw).passages_added == 1


class TestHypothesisInCsv:
    HEADER = ("Created at", "Author", "Page", "URL", "Group", "Type", "Quote", "Comment", "Tags")

    def row(self, quote: str, kind: str = "Annotation", tags: str = "") -> tuple[str, ...]:
        address = "https://www.harbour.example/ferry?utm_source=x"
        return ("2019-05-03 10:00", "mark", "Ferry", address, "Public", kind, quote, "They did.", tags)

    def test_is_read_too(self, ferry: Article) -> None:
        rows = (
            self.row("the queue cheered", tags="claim: It is late,qualifies"),
            self.row("", "Page note"),
            self.row("", "Reply"),
        )
        raw = table(*rows, header=self.HEADER)

        assert brought(raw).passages_added == 1
        passage = Passage.objects.get()
        assert (passage.article, passage.stance, passage.claim.statement) == (ferry, "qualifies", "It is late")
        assert passage.note == "They did.\n\nHypothesis: mark 2019-05-03"
        assert [left.failed for left in annotation_files.read(raw).left_out] == [False, False]


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("raw", "why"),
        [
            (b"tag,parent,description,number of highlights\nboats,,,4\n", "codebook"),
            (b"name,age\nA,4\n", "neither|does not name the columns"),
            (b"PK\x03\x04\0\0\0\0", "no text"),
            (b"words alone", "does not name the columns"),
        ],
    )
    def test_are_refused_in_words(self, raw: bytes, why: str) -> None:
        with pytest.raises(AnnotationError, match=why):
            annotation_files.read(raw)

    @settings(max_examples=50)
    @given(st.binary(max_size=300))
    def test_never_break_the_reader(self, raw: bytes) -> None:
        for head in (b"", b"id,document,tag,content\n", b"URL,Quote\n"):
            try:
                taguette_import.read(head + raw)
            except AnnotationError as error:
                assert str(error)  # noqa: PT017 - either it is read or it says why not

    @settings(max_examples=50)
    @given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6))
    def test_any_cells_are_read_or_told(self, rows: list[tuple[str, ...]]) -> None:
        file = annotation_files.read(table(*rows))
        assert len(file.collection.annotations) + len(file.left_out) <= len(rows)
