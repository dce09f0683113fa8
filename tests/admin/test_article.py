"""Articles: described, dated, cleared of furniture, pasted in; their captures looked at and downloaded."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from archive import content_store
from archive.models import Article, Capture
from archive.text.blocks import Block, BlockKind, CanonicalText
from tests.admin.pages import errors, html_of, list_values, messages_of, read_form, save
from tests.factories import make_article, make_claim, make_passage, make_source

ADD = "/admin/archive/article/add/"
PASTED = "The harbour counted forty lanterns last winter.\n\nA clerk came by in spring and found thirty of them."


def change_url(article: Article) -> str:
    return reverse("admin:archive_article_change", args=[article.pk])


def content(*parts: tuple[BlockKind, str]) -> CanonicalText:
    blocks, text = [], ""
    for kind, words in parts:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        blocks.append(Block(kind, start, len(text), level=2 if kind is BlockKind.HEADING else 0))
    return CanonicalText(text, tuple(blocks))


@pytest.fixture
def article(db: None) -> Article:
    parts = content(
        (BlockKind.HEADING, "On the quay"),
        (BlockKind.PARAGRAPH, "Subscribe now"),
        (BlockKind.PARAGRAPH, "Lanterns <b>burn</b>."),
        (BlockKind.LIST_ITEM, "forty of them"),
    )
    return make_article(content=parts, title="Lanterns")


def furniture_of(article: Article) -> list[bool]:
    article.refresh_from_db()
    return [block.furniture for block in article.content.blocks]


def test_the_text_is_shown_as_it_will_be_seen(desk: Client, article: Article) -> None:
    page = html_of(desk.get(change_url(article)))
    assert "<h4>On the quay</h4>" in page
    assert "<p>Lanterns &lt;b&gt;burn&lt;/b&gt;.</p>" in page
    assert "<li>forty of them</li>" in page


def test_furniture_is_corrected_block_by_block(desk: Client, article: Article) -> None:
    save(desk, change_url(article), furniture=["1"])
    assert furniture_of(article) == [False, True, False, False]
    assert LogEntry.objects.get().get_change_message() == "Changed As it will be seen."
    assert read_form(desk.get(change_url(article)), "article_form").values["furniture"] == ["1"]
    save(desk, change_url(article), furniture=None)
    assert furniture_of(article) == [False] * 4


def test_a_block_with_a_passage_stays_and_the_form_says_which(desk: Client, article: Article) -> None:
    make_passage(article, quote="forty of")
    page = save(desk, change_url(article), furniture=["1", "3"], byline="Ada Holm")
    assert "holds the passage “forty of”" in errors(page)
    kept = read_form(page, "article_form").values
    assert (kept["furniture"], kept["byline"]) == (["1", "3"], ["Ada Holm"])
    assert furniture_of(article) == [False] * 4
    assert article.byline == ""


def test_something_must_be_left(desk: Client, article: Article) -> None:
    assert "Every block would be furniture" in errors(save(desk, change_url(article), furniture=list("0123")))


@pytest.mark.parametrize("made_up", ["7", "-1", "x"])
def test_a_block_that_is_not_there_is_refused(desk: Client, article: Article, made_up: str) -> None:
    page = save(desk, change_url(article), furniture=[made_up])
    assert "furniture" in page.context["adminform"].form.errors
    assert furniture_of(article) == [False] * 4


def test_other_changes_leave_the_text_alone(desk: Client, article: Article) -> None:
    save(desk, change_url(article), title="Lanterns, again", published="2013?", published_basis="inferred")
    before = (article.text, article.blocks, article.slug)
    article.refresh_from_db()
    assert (article.text, article.blocks, article.slug) == before
    assert article.published_earliest is not None
    assert article.published_earliest.year == 2013
    assert "2013 (uncertain)" in html_of(desk.get(change_url(article)))


def test_a_date_that_is_not_edtf_is_refused_with_advice(desk: Client, article: Article) -> None:
    page = save(desk, change_url(article), published="27/09/2014", section="Harbour")
    assert "is not a date in EDTF. Write 2014-09-27" in errors(page)
    kept = read_form(page, "article_form").values
    assert (kept["published"], kept["section"]) == (["27/09/2014"], ["Harbour"])


def test_no_page_deletes_an_article_and_the_form_says_what_does(desk: Client, article: Article) -> None:
    page = html_of(desk.get(change_url(article)))
    assert "manage.py purge_article lanterns" in page
    assert reverse("admin:archive_article_delete", args=[article.pk]) not in page
    assert desk.get(reverse("admin:archive_article_delete", args=[article.pk])).status_code == 403
    assert "delete_selected" not in html_of(desk.get("/admin/archive/article/"))


def test_the_list_counts_and_filters(desk: Client, article: Article) -> None:
    claim = make_claim()
    make_passage(article, claim, "burn")
    make_passage(article, quote="forty", status="proposed")
    dated = make_article(title="Dated", published="2013-05/2014", source=make_source("The Gazette"))
    page = html_of(desk.get("/admin/archive/article/"))
    passages = f"/admin/archive/passage/?article__id__exact={article.pk}"
    assert f'<a href="{passages}&amp;status__exact=accepted">1</a>' in page
    assert f'<a href="{passages}&amp;status__exact=proposed">1</a>' in page
    listed = {
        query: list_values(desk.get(f"/admin/archive/article/?{query}"))
        for query in ("year=2014", "year=2012", "state=undated", "state=proposed", "state=unmarked", "q=gazette", "o=3")
    }
    assert listed == {
        "year=2014": [dated],
        "year=2012": [],
        "state=undated": [article],
        "state=proposed": [article],
        "state=unmarked": [dated],
        "q=gazette": [dated],
        "o=3": listed["o=3"],
    }
    assert set(listed["o=3"]) == {article, dated}


# --- pasting ---


def paste(desk: Client, **changes: Any) -> Any:
    fields = {"pasted": PASTED.replace("\n", "\r\n"), "title": "Forty lanterns", **changes}
    return save(desk, ADD, **fields)


def test_a_pasted_text_becomes_an_article_with_its_capture(desk: Client) -> None:
    source = make_source("The Gazette")
    paste(desk, source=source.pk, published="2014-09", byline="Ada Holm", language="en")
    article = Article.objects.get()
    assert article.text == PASTED
    assert (article.source, article.title, article.published) == (source, "Forty lanterns", "2014-09")
    assert article.capture is not None
    assert article.capture.read() == PASTED.encode()
    assert [block.kind for block in article.content.blocks] == [BlockKind.PARAGRAPH] * 2
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.is_addition()) == (str(article.pk), True)


def test_the_same_text_is_not_taken_twice(desk: Client) -> None:
    source = make_source()
    paste(desk, source=source.pk)
    page = paste(desk, source=source.pk, title="Another title")
    assert "in the archive already, as “Forty lanterns”" in errors(page)
    assert Article.objects.count() == Capture.objects.count() == 1


def test_a_known_address_is_refused(desk: Client) -> None:
    make_article(url="https://example.org/quay", title="The quay")
    page = paste(desk, source=make_source().pk, url="https://example.org/quay")
    assert "“The quay” has this address" in errors(page)


@pytest.mark.parametrize("pasted", ["", " \r\n\r\n ", "\u200b"])
def test_an_empty_text_is_refused(desk: Client, pasted: str) -> None:
    page = paste(desk, source=make_source().pk, pasted=pasted)
    assert "pasted" in page.context["adminform"].form.errors
    assert not Article.objects.exists()


def test_a_refused_paste_keeps_the_text(desk: Client) -> None:
    page = paste(desk, published="yesterday")
    assert {"source", "published"} <= set(page.context["adminform"].form.errors)
    assert read_form(page, "article_form").values["pasted"] == [PASTED.replace("\n", "\r\n")]
    assert not Capture.objects.exists()


# --- captures ---


@pytest.fixture
def capture(article: Article) -> Capture:
    raw = b"\xff\x00<script>alert(1)</script>"
    return Capture.objects.create(
        article=article,
        sha256=content_store.write(raw),
        size=len(raw),
        media_type="text/html",
        name='Bö"s\r\n.html',
    )


def test_a_capture_is_listed_with_its_article(desk: Client, article: Article, capture: Capture) -> None:
    page = html_of(desk.get(change_url(article)))
    assert capture.sha256 in page
    assert reverse("admin:archive_capture_download", args=[capture.pk]) in page
    assert list_values(desk.get(f"/admin/archive/capture/?q={capture.sha256[:20]}")) == [capture]


def test_a_capture_is_downloaded_as_received(desk: Client, capture: Capture) -> None:
    answer = desk.get(reverse("admin:archive_capture_download", args=[capture.pk]))
    assert answer.content == b"\xff\x00<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename")


def test_damaged_bytes_are_said_not_served(desk: Client, capture: Capture) -> None:
    content_store.remove(capture.sha256)
    page = desk.get(reverse("admin:archive_capture_download", args=[capture.pk]), follow=True)
    assert "Restore it from a backup" in messages_of(page)


def test_no_page_writes_a_capture(desk: Client, capture: Capture) -> None:
    page = html_of(desk.get(reverse("admin:archive_capture_change", args=[capture.pk])))
    assert 'name="_save"' not in page
    assert desk.get("/admin/archive/capture/add/").status_code == 403
    assert desk.get(reverse("admin:archive_capture_delete", args=[capture.pk])).status_code == 403


def test_strangers_download_nothing(client: Client, capture: Capture) -> None:
    answer = client.get(reverse("admin:archive_capture_download", args=[capture.pk]))
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


def test_furniture_of_a_long_text_is_kept_when_the_form_is_saved(desk: Client) -> None:
    long = make_article(content=content(*((BlockKind.PARAGRAPH, f"Line {number}.") for number in range(1_002))))
    save(desk, change_url(long), furniture=["1000", "1001"])
    assert furniture_of(long)[999:] == [False, True, True]
    save(desk, change_url(long), byline="Ada Holm")
    assert furniture_of(long)[999:] == [False, True, True]
    assert long.byline == "Ada Holm"


# what the page stated, and what was inferred


def test_how_each_fact_is_known_is_shown_and_never_as_markup(desk: Client, db: None) -> None:
    basis = {"title": "stated: JSON-LD headline", "language": "inferred from the <b>text</b>", "text": "incomplete"}
    article = make_article(basis=basis, keywords=["lamps", "<i>oil</i>"])
    page = html_of(desk.get(change_url(article)))
    assert "<dt>Title</dt><dd>stated: JSON-LD headline</dd>" in page
    assert "<dt>Language</dt><dd>inferred from the &lt;b&gt;text&lt;/b&gt;</dd>" in page
    assert "<dt>Text</dt><dd>incomplete</dd>" in page
    assert "lamps · &lt;i&gt;oil&lt;/i&gt;" in page


def test_where_nothing_was_noted_the_page_says_so(desk: Client, article: Article) -> None:
    assert "Nothing was noted." in html_of(desk.get(change_url(article)))


def test_saving_keeps_what_was_noted(desk: Client, db: None) -> None:
    article = make_article(basis={"title": "stated: meta"}, keywords=["lamps"])
    save(desk, change_url(article), byline="Ada Holm")
    article.refresh_from_db()
    assert (article.byline, article.basis, article.keywords) == ("Ada Holm", {"title": "stated: meta"}, ["lamps"])


def test_a_capture_says_where_in_its_file_it_stood(desk: Client, article: Article) -> None:
    capture = article.captures.get()
    Capture.objects.filter(pk=capture.pk).update(origin="row 12")
    assert "row 12" in html_of(desk.get(change_url(article)))
    assert "row 12" in html_of(desk.get(reverse("admin:archive_capture_change", args=[capture.pk])))


def test_an_address_written_otherwise_is_one_articles_too(desk: Client, article: Article) -> None:
    article.url = "https://harbour.example/lamps"
    article.save()
    url = "http://www.harbour.example/lamps/?utm_source=letter"
    page = save(desk, ADD, pasted=PASTED, title="Forty", source=[str(article.source_id)], language="en", url=url)
    assert "“Lanterns” has this address" in errors(page)
    assert Article.objects.count() == 1
