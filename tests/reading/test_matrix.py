"""The claims table of the whole archive against the rows that it is made of."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.forms import COLUMN_SORTS, MATRIX_SORTS
from archive.models import Article, Claim, Passage, Source, Stance, Status
from archive.reading import matrix as subject
from archive.reading.matrix import Asked, Matrix, matrix
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"word{number:02}." for number in range(40))


def cells(table: Matrix) -> dict[tuple[str, Any], dict[str, int]]:
    """What stands in each cell that is not empty, by the claim's statement and the column's key."""
    return {
        (row.claim.statement, column.key): {str(one.stance): one.count for one in cell}
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell
    }


def statements(table: Matrix) -> list[str]:
    return [row.claim.statement for row in table.rows]


class TestCells:
    @pytest.fixture(autouse=True)
    def _rows(self) -> None:
        self.lantern, self.post = make_source("The Lantern"), make_source("Pier & Post")
        self.snow, self.ferry = make_claim("Snow fell."), make_claim("The ferry ran.")
        self.first = make_article(TEXT, title="First", source=self.lantern, published="2012/2014")
        self.second = make_article(TEXT, title="Second", source=self.lantern, published="2013-05-01")
        self.third = make_article(TEXT, title="Third", source=self.post)
        make_passage(self.first, self.snow, "word01", Stance.ASSERTS)
        make_passage(self.first, self.snow, "word02", Stance.ASSERTS)
        make_passage(self.second, self.snow, "word03", Stance.DISPUTES)
        make_passage(self.third, self.snow, "word04", Stance.QUALIFIES)
        make_passage(self.third, self.ferry, "word05", Stance.ASSERTS)
        make_passage(self.third, self.ferry, "word06", Stance.DISPUTES, status=Status.PROPOSED)

    def test_a_source_that_asserts_and_disputes_shows_both_and_silence_is_empty(self) -> None:
        assert cells(matrix(Asked())) == {
            ("Snow fell.", self.lantern.pk): {"asserts": 2, "disputes": 1},
            ("Snow fell.", self.post.pk): {"qualifies": 1},
            ("The ferry ran.", self.post.pk): {"asserts": 1},
        }

    def test_articles_as_columns(self) -> None:
        assert cells(matrix(Asked(columns="articles"))) == {
            ("Snow fell.", self.first.pk): {"asserts": 2},
            ("Snow fell.", self.second.pk): {"disputes": 1},
            ("Snow fell.", self.third.pk): {"qualifies": 1},
            ("The ferry ran.", self.third.pk): {"asserts": 1},
        }

    def test_a_date_that_spans_years_counts_in_each_and_is_said_to_be_in_doubt(self) -> None:
        table = matrix(Asked(columns="years", column_sort="oldest"))
        assert [column.key for column in table.columns] == [2012, 2013, 2014, None]
        assert cells(table) == {
            ("Snow fell.", 2012): {"asserts": 2},
            ("Snow fell.", 2013): {"asserts": 2, "disputes": 1},
            ("Snow fell.", 2014): {"asserts": 2},
            ("Snow fell.", None): {"qualifies": 1},
            ("The ferry ran.", None): {"asserts": 1},
        }
        in_2013 = table.rows[0].cells[1]
        assert [(one.stance, one.perhaps) for one in in_2013] == [(Stance.ASSERTS, True), (Stance.DISPUTES, False)]
        assert not any(one.perhaps for row in matrix(Asked()).rows for cell in row.cells for one in cell)

    def test_one_source_at_odds_with_itself_is_no_disagreement(self) -> None:
        assert [row.disagree for row in matrix(Asked()).rows] == [False, False]
        make_passage(self.third, self.snow, "word07", Stance.DISPUTES)
        assert [(row.claim, row.disagree) for row in matrix(Asked()).rows] == [(self.snow, True), (self.ferry, False)]

    def test_only_what_sources_disagree_on(self) -> None:
        assert statements(matrix(Asked(contested=True))) == []
        make_passage(self.third, self.snow, "word07", Stance.DISPUTES)
        assert statements(matrix(Asked(contested=True))) == ["Snow fell."]

    def test_proposed_passages_make_neither_rows_nor_columns(self) -> None:
        hidden = make_article(TEXT, source=make_source("Hidden"), published="1999")
        make_passage(hidden, make_claim("Nobody knows."), "word01", status=Status.PROPOSED)
        for columns in COLUMN_SORTS:
            table = matrix(Asked(columns=columns, column_sort=next(iter(COLUMN_SORTS[columns]))))
            assert "Nobody knows." not in statements(table)
            assert not {hidden, hidden.source} & {column.row for column in table.columns}
            assert columns != "years" or [column.key for column in table.columns] == [2012, 2013, 2014, None]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"words": "SNOW"}, ["Snow fell."]),
            ({"words": "fell snow"}, ["Snow fell."]),
            ({"words": "%"}, []),
            ({"words": "_"}, []),
            ({"words": "\\"}, []),
            ({"words": "ran'--"}, []),
            ({"stance": "asserts"}, ["Snow fell.", "The ferry ran."]),
            ({"stance": "disputes"}, ["Snow fell."]),
            ({"stance": "qualifies", "words": "ferry"}, []),
        ],
    )
    def test_filters(self, asked: dict[str, str], found: list[str]) -> None:
        assert statements(matrix(Asked(**asked))) == found  # type: ignore[arg-type]

    def test_a_word_is_met_in_any_script_and_case(self) -> None:
        make_passage(self.third, make_claim("Der ÄRGER wächst."), "word08")
        assert statements(matrix(Asked(words="ärger"))) == ["Der ÄRGER wächst."]

    def test_the_source_asked_for_stands_first_and_only_its_claims_are_rows(self) -> None:
        assert matrix(Asked(source=self.post)).columns[0].row == self.post
        table = matrix(Asked(source=self.lantern))
        assert statements(table) == ["Snow fell."]
        assert [column.row for column in table.columns] == [self.lantern, self.post], "whom the others can be held to"
        assert statements(matrix(Asked(source=self.post, stance="disputes"))) == []

    def test_with_articles_as_columns_the_source_gives_them_alone(self) -> None:
        table = matrix(Asked(columns="articles", source=self.lantern))
        assert {column.row for column in table.columns} == {self.first, self.second}

    def test_a_tag(self) -> None:
        tagged = make_claim("The quay froze.", tags=("ice",))
        make_passage(self.third, tagged, "word09")
        table = matrix(Asked(tag=tagged.tags.get()))
        assert statements(table) == ["The quay froze."]
        assert [column.row for column in table.columns] == [self.post]

    def test_orders(self) -> None:
        make_passage(self.third, make_claim("aa, in small letters."), "word09")
        found = [statements(matrix(Asked(sort=sort))) for sort in MATRIX_SORTS]
        assert found == [
            ["Snow fell.", "The ferry ran.", "aa, in small letters."],
            ["Snow fell.", "The ferry ran.", "aa, in small letters."],
            ["aa, in small letters.", "Snow fell.", "The ferry ran."],
        ]
        make_passage(self.first, self.ferry, "word10", Stance.DISPUTES)
        make_passage(self.third, self.ferry, "word11", Stance.DISPUTES)
        assert statements(matrix(Asked(sort="disputed")))[0] == "The ferry ran.", "two sources dispute it"

    def test_an_empty_archive(self) -> None:
        Passage.objects.all().delete()
        for columns, orders in COLUMN_SORTS.items():
            table = matrix(Asked(columns=columns, column_sort=next(iter(orders))))
            assert (table.rows, table.columns) == ((), ())


# --- windows ---

SPOKEN = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(Stance), st.sampled_from(Status)), max_size=40
)
DATES = ["", "2012/2014", "2013?", "2014-02", "2009-01-01", "2013-05", "2020"]


class TestWindows(TestCase):
    """Windows of two by two meet without gaps or repeats, and hold what the rows say."""

    @given(spoken=SPOKEN, columns=st.sampled_from(list(COLUMN_SORTS)), choose=st.integers(0, 2))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    def test_windows_put_together_are_the_whole_table(self, spoken: list[Any], columns: str, choose: int) -> None:
        _write(spoken)
        orders = list(COLUMN_SORTS[columns])
        asked = {"columns": columns, "column_sort": orders[choose % len(orders)], "sort": list(MATRIX_SORTS)[choose]}
        found: dict[tuple[str, Any], dict[str, int]] = {}
        shown: Counter[tuple[int, Any]] = Counter()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(subject, "ROWS", 2)
            patch.setattr(subject, "COLUMNS", 2)
            first = matrix(Asked(**asked))  # type: ignore[arg-type]
            for page in first.row_page.paginator.page_range:
                for column_page in first.column_page.paginator.page_range:
                    window = matrix(Asked(**asked, page=str(page), column_page=str(column_page)))  # type: ignore[arg-type]
                    found |= cells(window)
                    shown.update((row.claim.pk, column.key) for row in window.rows for column in window.columns)
        assert set(shown.values()) <= {1}, "no cell is shown twice"
        assert found == _by_hand(columns)
        assert len(shown) == first.row_page.paginator.count * first.column_page.paginator.count


def _write(spoken: list[Any]) -> None:
    Passage.objects.all().delete()
    articles = list(Article.objects.order_by("pk"))
    if not articles:
        sources = [make_source() for _ in range(3)]
        articles = [make_article(TEXT, source=sources[n % 3], published=date) for n, date in enumerate(DATES)]
        for _ in DATES:
            make_claim()
    claims = list(Claim.objects.order_by("pk"))
    Passage.objects.bulk_create(
        Passage(
            claim=claims[claim],
            article=articles[article],
            stance=stance,
            status=status,
            exact="x",
            start=place,
            end=place + 1,
        )
        for place, (claim, article, stance, status) in enumerate(spoken)
    )


def _by_hand(columns: str) -> dict[tuple[str, Any], dict[str, int]]:
    """The whole table, passage by passage."""
    table: dict[tuple[str, Any], Counter[str]] = {}
    for passage in Passage.objects.filter(status=Status.ACCEPTED).select_related("claim", "article"):
        article = passage.article
        keys: list[Any] = [article.source_id if columns == "sources" else article.pk]
        if columns == "years":
            keys = [None]
            if article.published_earliest and article.published_latest:
                keys = list(range(article.published_earliest.year, article.published_latest.year + 1))
        for key in keys:
            table.setdefault((passage.claim.statement, key), Counter())[passage.stance] += 1
    return {place: dict(counts) for place, counts in table.items()}


@pytest.mark.parametrize("columns", COLUMN_SORTS)
def test_a_page_that_makes_no_sense_leads_to_the_nearest(columns: str) -> None:
    make_passage(make_article(TEXT, published="2013"), make_claim("C"), "word01")
    order = next(iter(COLUMN_SORTS[columns]))
    for page in ("0", "-1", "99999999999999999999", "x", "", "1.5", "²"):
        table = matrix(Asked(columns=columns, column_sort=order, page=page, column_page=page))
        assert statements(table) == ["C"]


@pytest.mark.parametrize("columns", COLUMN_SORTS)
@pytest.mark.parametrize("filtered", [{}, {"contested": True}, {"sort": "disputed"}, {"sort": "statement"}])
def test_the_queries_do_not_grow(columns: str, filtered: dict[str, Any]) -> None:
    asked = Asked(columns=columns, column_sort=next(iter(COLUMN_SORTS[columns])), **filtered)

    def double(times: int) -> int:
        for _ in range(times):
            claim = make_claim()
            for stance in (Stance.ASSERTS, Stance.DISPUTES):
                make_passage(make_article(TEXT, published="2012/2013"), claim, "word01", stance)
        with CaptureQueriesContext(connection) as queries:
            matrix(asked)
        return len(queries)

    assert double(2) == double(2) == double(8) <= 9


def test_every_tally_says_how_to_ask_for_its_passages() -> None:
    source = make_source("Ünder & Söhne")
    make_passage(make_article(TEXT, source=source), make_claim("C"), "word01")
    (tally,) = matrix(Asked()).rows[0].cells[0]
    assert parse_qs(urlsplit(tally.url).query) == {"source": [source.slug], "stance": ["asserts"]}
    assert Source.objects.get(slug=source.slug) == source
