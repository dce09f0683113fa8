"""Rows of lists to articles: what the row states holds, and what it states wrongly is left out and told."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import reading
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.lists import records
from archive.ingest.lists.row_columns import COLUMNS, field_of, is_unknown, rank_of
from archive.ingest.lists.row_facts import facts_of_row, row_of
from archive.ingest.received import Given, Received

TEXT = (
    "The council closed the old bridge on Tuesday evening, after its pillars had sunk by a hand's breadth.\n\n"
    "People who live on the far bank say that their way to work now takes half an hour more than it did."
)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))


def received(raw: bytes) -> Received:
    return Received(raw=raw, name="lists/export.csv", media_type="application/json", origin="row 7")


def extracted(**row: Any) -> ExtractedArticle:
    return reading.read(received(json.dumps(row).encode()))


def said(article: ExtractedArticle) -> str:
    return article.content.text


class TestTheColumns:
    @pytest.mark.parametrize(
        ("name", "field"),
        [
            ("Title", "title"),
            ("TITLE", "title"),
            ("datePublished", "published"),
            ("date_published", "published"),
            ("Pub-Date", "published"),
            ("pubdate", "published"),
            ("URL", "url"),
            ("container-title", "source"),
            ("Authors", "byline"),
            ("articleBody", "content"),
            ("full_text", "text"),
            ("lang", "language"),
            ("domain_name", "source"),
            ("Überschrift", "title"),
            ("Veröffentlicht am", "published"),
            ("Schlagwörter", "tags"),
            ("colour", ""),
            ("", ""),
            ("x" * 10_000, ""),
        ],
    )
    def test_are_known_by_many_names(self, name: str, field: str) -> None:
        assert field_of(name) == field

    def test_of_one_name_belong_to_one_field(self) -> None:
        names = [name for names in COLUMNS.values() for name in names]
        assert len(names) == len(set(names))
        assert all(field_of(name) == field for field, names in COLUMNS.items() for name in names)

    def test_that_say_more_come_first(self) -> None:
        assert rank_of("container-title") < rank_of("source") < rank_of("domain_name")
        assert not is_unknown("time_added")
        assert is_unknown("mood")


class TestARowWithText:
    def test_gives_all_that_it_states(self) -> None:
        article = extracted(
            Title="The bridge",
            text=TEXT,
            source="Harbour Times",
            URL="https://harbour.example/bridge",
            authors=["A. Keeper", {"given": "B.", "family": "Ferry"}, {"name": "C. Crane"}],
            date="May 3, 2019",
            lang="en_GB",
            section="Town",
            summary="Why it closed.",
            tags="bridges, town ,bridges",
        )

        assert said(article) == TEXT
        assert (article.title, article.source, article.url) == (
            "The bridge",
            "Harbour Times",
            "https://harbour.example/bridge",
        )
        assert article.byline == "A. Keeper, B. Ferry, C. Crane"
        assert (article.published, article.published_basis) == ("2019-05-03", "stated in the list: column 'date'")
        assert (article.language, article.section, article.abstract) == ("en-GB", "Town", "Why it closed.")
        assert article.keywords == ("bridges", "town")
        assert article.source_basis == "stated in the list: column 'source'"
        assert article.basis["title"] == "stated in the list: column 'Title'"
        assert article.basis["byline"] == "stated in the list: column 'authors'"
        assert set(article.basis) == {"title", "byline", "url", "language", "section"}

    def test_is_kept_as_it_came(self) -> None:
        raw = b'{ "title": "The bridge", "text": "It is closed, the council says, for a year or two." }'
        article = records.extract(received(raw), Given())
        assert article.raw == raw
        assert (article.name, article.origin, article.media_type) == ("lists/export.csv", "row 7", "application/json")

    def test_that_states_no_title_or_source_has_them_supplied(self) -> None:
        article = extracted(text=TEXT, url="https://www.harbour.example/bridge")
        assert article.supplied_title
        assert (article.source, article.source_basis) == ("harbour.example", "inferred from the address")
        raw = json.dumps({"text": TEXT, "url": "https://a.example/1"}).encode()
        assert records.extract(received(raw), Given(source="Given Times")).source == "Given Times"

    def test_may_have_its_paragraphs_in_a_list(self) -> None:
        assert said(extracted(title="T", text=TEXT.split("\n\n"))) == TEXT

    def test_that_is_not_utf8_is_read_all_the_same(self) -> None:
        raw = '{"title":"Le pont","text":"Le conseil a fermé hier le vieux pont, écrit le journal."}'.encode("cp1252")
        assert "fermé hier" in said(records.extract(received(raw), Given()))

    def test_may_hold_what_no_database_keeps(self) -> None:
        raw = b'{"title":"A \\ud800 bridge\\u0000","text":"It is \\udc00 closed for a year or two\\u0000, they say."}'
        article = records.extract(received(raw), Given())
        assert article.title == "A \ufffd bridge"
        assert "\0" not in said(article)
        said(article).encode()

    @pytest.mark.parametrize(
        ("raw", "title"),
        [
            (b'{"title":"One","title":"Two","text":"It is closed for a year or two."}', "One"),
            (b'{"headline":"Two","title":"One","text":"It is closed for a year or two."}', "One"),
            (b'{"title":" ","headline":"Two","text":"It is closed for a year or two."}', "Two"),
        ],
    )
    def test_that_states_a_fact_twice_is_believed_in_order(self, raw: bytes, title: str) -> None:
        assert records.extract(received(raw), Given()).title == title


class TestWhatCannotBeKept:
    def test_is_left_out_and_told(self) -> None:
        article = extracted(
            title="The bridge", text=TEXT, date="3/4/2019", url="javascript:alert(1)", language="Klingon, mostly"
        )
        assert (article.published, article.published_basis) == ("", "not read: column 'date' says '3/4/2019'")
        assert article.url == ""
        assert article.basis["url"] == "not read: column 'url' says 'javascript:alert(1)'"
        assert article.basis["language"] == "not read: column 'language' says 'Klingon, mostly'"

    def test_gives_way_to_another_column(self) -> None:
        article = extracted(title="The bridge", text=TEXT, published="soon", pubdate="2019-05-03")
        assert (article.published, article.published_basis) == ("2019-05-03", "stated in the list: column 'pubdate'")

    @pytest.mark.parametrize(("column", "longest"), [("title", 500), ("author", 500), ("publisher", 200)])
    def test_because_it_is_too_long_is_refused(self, column: str, longest: int) -> None:
        with pytest.raises(IngestError, match=rf"column '{column}'.*at most {longest} can be kept"):
            extracted(**{"text": TEXT, "title": "T", column: "long " * 200})

    @pytest.mark.parametrize(
        "raw", [b"", b"[]", b"null", b"{", b'{"title":"A"}', b'{"text":"   "}', b"\xff\xfe", b"[" * 100_000]
    )
    def test_because_it_is_no_row_is_refused(self, raw: bytes) -> None:
        with pytest.raises(IngestError):
            records.extract(received(raw), Given())


class TestARowWithAPage:
    def test_is_read_as_a_page_under_its_own_facts(self) -> None:
        article = extracted(
            title="The bridge",
            content=f"<h2>Closed</h2>{HTML}",
            published_by=["A. Keeper"],
            domain_name="harbour.example",
        )
        assert TEXT.split("\n\n")[0] in said(article)
        assert TEXT.split("\n\n")[1] in said(article)
        assert "<p>" not in said(article)
        assert (article.title, article.byline, article.source) == ("The bridge", "A. Keeper", "harbour.example")
        assert article.media_type == "application/json"

    def test_of_wallabag(self) -> None:
        entry = {
            "id": 7,
            "title": "The bridge",
            "url": "https://harbour.example/bridge",
            "content": HTML,
            "created_at": "2019-06-01T09:00:00+0200",
            "published_at": "2019-05-03T12:30:00+0200",
            "published_by": ["A. Keeper"],
            "domain_name": "harbour.example",
            "language": "en",
            "tags": ["bridges", "town"],
            "annotations": [],
        }
        article = extracted(**entry)
        assert article.published == "2019-05-03T12:30:00+02:00"
        assert article.keywords == ("bridges", "town")
        assert said(article).count("half an hour") == 1

    def test_of_which_nothing_is_left_away_when_a_reader_cut_it_out(self) -> None:
        cut = "<h2>Short</h2><p>Read more: the tide tables.</p><ul><li>One</li><li>Two</li></ul><p>Share this.</p>"
        article = extracted(title="T", content=cut, url="https://www.harbour.example/x")
        assert said(article) == "Short\n\nRead more: the tide tables.\n\nOne\nTwo\n\nShare this."
        assert (article.source, article.source_basis) == ("harbour.example", "inferred from the address")

    def test_without_a_word_is_refused(self) -> None:
        with pytest.raises(IngestError, match="no words, only markup"):
            extracted(title="T", content="<p> </p><div><script>alert(1)</script></div>")

    def test_that_runs_scripts_gives_words_alone(self) -> None:
        first = "<p onclick=alert(1)>Seen <a href='javascript:alert(1)'>here</a></p>"
        bad = f"{first}<script>alert(1)</script><p>And <b>there</b></p>"
        article = extracted(title="<script>alert(1)</script>", content=bad)
        assert said(article) == "Seen here\n\nAnd there"
        assert all("javascript" not in inline.href for inline in article.content.inlines)

    def test_a_whole_page_gives_what_the_row_leaves_out(self) -> None:
        body = f"<body><article><h1>The bridge</h1>{HTML}</article></body>"
        page = f"<html lang=en><head><title>The bridge</title></head>{body}</html>"
        article = extracted(html=page, url="https://harbour.example/bridge", tags=["x"])
        assert article.title == "The bridge"
        assert "half an hour" in said(article)
        assert article.keywords == ("x",)


class TestCsl:
    def test_states_people_and_dates_in_parts(self) -> None:
        item = {
            "id": "x",
            "type": "article-newspaper",
            "title": "The <i>old</i> bridge",
            "author": [{"family": "Keeper", "given": "A."}, {"literal": "The Harbour Desk"}],
            "issued": {"date-parts": [["2019", 5, 3]]},
            "container-title": "Harbour Times",
            "source": "A catalogue",
            "URL": "https://harbour.example/bridge",
            "abstract": "About it.",
        }
        facts = facts_of_row(item)
        assert facts.title == "The old bridge"
        assert facts.byline == "A. Keeper, The Harbour Desk"
        assert (facts.published, facts.source) == ("2019-05-03", "Harbour Times")
        assert not facts.has_body


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from([*COLUMNS, "author", "issued", "URL", "other"]), values, max_size=8))
def test_whatever_a_row_holds_it_is_an_article_or_an_error(row: dict[str, Any]) -> None:
    row.pop("html", None)
    try:
        article = records.extract(received(json.dumps(row).encode()), Given())
    except IngestError:
        return
    assert article.title
    article.title.encode()


@given(st.binary(max_size=200))
def test_bytes_that_are_no_row_are_refused(raw: bytes) -> None:
    with suppress(IngestError):
        assert isinstance(row_of(raw), dict)
